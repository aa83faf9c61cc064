-- Caps, written from the text alone (P7): for each clause, line and subject the sum of each case, then the sum over cases,
-- is brought within the cap times the line's share by one entry. Sums, not running totals.
-- Tables: charge(clause, role, subject, case_, points), cap(clause, role, per_case, per_subject, share).
WITH
by_case AS (SELECT clause, role, subject, case_, sum(points) AS reached FROM charge WHERE case_ IS NOT NULL GROUP BY ALL),
case_cap AS (
  SELECT b.clause, b.role, b.subject, b.case_, greatest(least(reached, per_case * share), -per_case * share) - reached AS points
  FROM by_case b JOIN cap c USING (clause, role) WHERE per_case IS NOT NULL
),
left_over AS (
  SELECT clause, role, subject, sum(points) AS reached
  FROM (SELECT clause, role, subject, points FROM charge UNION ALL SELECT clause, role, subject, points FROM case_cap) GROUP BY ALL
)
SELECT 'cap_case' AS part, clause, role, subject, case_, points FROM case_cap WHERE points <> 0
UNION ALL
SELECT 'cap', clause, role, subject, NULL, greatest(least(reached, per_subject * share), -per_subject * share) - reached
FROM left_over JOIN cap USING (clause, role) WHERE per_subject IS NOT NULL AND abs(reached) > per_subject * share
ORDER BY ALL
