-- Hours and office hours, written from the text of the language alone (P3, engine notes 3.3):
--   time counts from the opening instant (of a date-only event from the end of its day), all of it (h) or the office
--   hours of working days (wh), and stops while any state pauses it, from one instant up to the other; the due instant is
--   the earliest by which n hours have passed, so closing time and never the next morning; n = 0: the opening instant;
--   on time: ended at or before it; late by days between the local dates, at least one.
-- Tables: act(case_, id, kind, moment, dated) with moment in microseconds of the wall, clause(id, n, unit), office(opens, closes)
-- in minutes, exception(day, work), bound(as_of).
WITH
place(kind, nth) AS (
  VALUES ('flagged', 1), ('assignment_disputed', 2), ('dispute_decided', 3), ('hearing_ordered', 4), ('hearing_ended', 5), ('closed', 6)
),
ordered AS (
  SELECT a.*, (moment // 86400000000)::INTEGER AS day, row_number() OVER (PARTITION BY case_ ORDER BY moment, p.nth, id) AS ord FROM act a JOIN place p USING (kind)
),
opening AS (
  SELECT case_, id, ord, CASE WHEN dated THEN (day + 1)::BIGINT * 86400000000 - 1 ELSE moment END AS moment FROM ordered WHERE kind = 'flagged'
),
ending AS (
  SELECT o.case_, min_by(x.moment, x.ord) AS moment FROM opening o JOIN ordered x ON x.case_ = o.case_ AND x.kind = 'closed' AND x.ord > o.ord GROUP BY o.case_
),
turn AS (
  SELECT case_, kind, moment, ord, kind IN ('assignment_disputed', 'hearing_ordered') AS begins,
    CASE WHEN kind IN ('assignment_disputed', 'dispute_decided') THEN 'disputed' ELSE 'hearing' END AS state
  FROM ordered WHERE kind NOT IN ('flagged', 'closed')
),
pause AS (  -- from a begin until the next end of the same state; what begins while it holds changes nothing
  SELECT t.case_, t.moment AS first, (SELECT min_by(u.moment, u.ord) FROM turn u WHERE u.case_ = t.case_ AND u.state = t.state AND NOT u.begins AND u.ord > t.ord) AS until
  FROM turn t WHERE t.begins
),
day AS (
  SELECT d.n AS day, coalesce(e.work, isodow(DATE '1970-01-01' + d.n::INTEGER) <= 5) AS work
  FROM range(18628, 18993) AS d(n) LEFT JOIN exception e ON e.day = DATE '1970-01-01' + d.n::INTEGER  -- 2021
),
stretch AS (
  SELECT 'h' AS unit, day::BIGINT * 86400000000 AS opens, (day + 1)::BIGINT * 86400000000 AS closes FROM day
  UNION ALL
  SELECT 'wh', (day::BIGINT * 1440 + o.opens) * 60000000, (day::BIGINT * 1440 + o.closes) * 60000000 FROM day CROSS JOIN office o WHERE work
),
edge AS (  -- wherever something begins or ends that decides whether time counts
  SELECT o.case_, s.unit, unnest([s.opens, s.closes]) AS moment FROM opening o JOIN stretch s ON s.closes > o.moment AND s.opens < o.moment + 150 * 86400000000
  UNION SELECT o.case_, u.unit, o.moment FROM opening o CROSS JOIN (VALUES ('h'), ('wh')) AS u(unit)
  UNION SELECT p.case_, u.unit, unnest([p.first, p.until]) FROM pause p CROSS JOIN (VALUES ('h'), ('wh')) AS u(unit)
),
piece AS (SELECT case_, unit, moment AS begins, lead(moment) OVER (PARTITION BY case_, unit ORDER BY moment) AS ends FROM edge WHERE moment IS NOT NULL),
counting AS (
  SELECT e.case_, e.unit, e.begins, e.ends, sum(e.ends - e.begins) OVER (PARTITION BY e.case_, e.unit ORDER BY e.begins) AS passed
  FROM piece e JOIN opening o ON o.case_ = e.case_ AND e.begins >= o.moment
  JOIN stretch s ON s.unit = e.unit AND s.opens <= e.begins AND e.ends <= s.closes
  WHERE NOT EXISTS (SELECT 1 FROM pause p WHERE p.case_ = e.case_ AND p.first <= e.begins AND (p.until IS NULL OR e.begins < p.until))
),
due AS (
  SELECT o.case_, k.id AS clause, CASE WHEN k.n = 0 THEN o.moment ELSE min(c.ends - (c.passed - k.n::HUGEINT * 3600000000)) END::BIGINT AS moment
  FROM opening o CROSS JOIN clause k LEFT JOIN counting c ON c.case_ = o.case_ AND c.unit = k.unit AND c.passed >= k.n::HUGEINT * 3600000000
  GROUP BY o.case_, k.id, k.n, o.moment
),
seen AS (
  SELECT d.*, e.moment AS ended, coalesce(e.moment, (b.as_of - DATE '1970-01-01' + 1)::BIGINT * 86400000000 - 1) AS until FROM due d LEFT JOIN ending e USING (case_) CROSS JOIN bound b
)
SELECT case_, clause, moment, DATE '1970-01-01' + (ended // 86400000000)::INTEGER AS ended,
  CASE WHEN until > moment THEN 'late' WHEN ended IS NOT NULL THEN 'on_time' WHEN moment IS NULL THEN 'suspended' ELSE 'open' END AS outcome,
  CASE WHEN until > moment THEN greatest(1, (until // 86400000000 - moment // 86400000000)::INTEGER) END AS late_by
FROM seen ORDER BY case_, clause
