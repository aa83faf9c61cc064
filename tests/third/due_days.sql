-- Due days, written from the text of the language alone (P3, engine notes 3.3):
--   counting begins on the day after the opening; a day counts if it is a working day (wd) or any day (d) and not
--   paused; pauses are half-open; the n-th counted day is the due day, n <= 0 the opening day plus n;
--   an approval counts if it stands after the opening and not after the end, if all before it counted, and if its
--   day is not after the due day as extended so far; the sum of what counted is cut at the ceiling;
--   a due day that is no working day rolls on to the next one; late: ended, or as-of, after the due day.
-- Tables: act(case_, id, kind, day, days), clause(id, n, unit, ceiling, roll), exception(day, work), bound(as_of).
WITH RECURSIVE
calendar AS (
  SELECT d::DATE AS day, coalesce(e.work, isodow(d::DATE) <= 5) AS work
  FROM generate_series(DATE '2020-01-01', DATE '2022-12-31', INTERVAL 1 DAY) AS s(d) LEFT JOIN exception e ON e.day = d::DATE
),
place(kind, nth) AS (VALUES ('assigned', 1), ('assignment_disputed', 2), ('dispute_decided', 3), ('extension_approved', 4), ('closed', 5)),
ordered AS (  -- date-only acts stand at the start of their day, closings at its end
  SELECT a.*, row_number() OVER (PARTITION BY case_ ORDER BY day, a.kind = 'closed', p.nth, id) AS ord FROM act a JOIN place p USING (kind)
),
opening AS (SELECT case_, id, day, ord FROM ordered WHERE kind = 'assigned'),
ending AS (
  SELECT o.case_, min_by(x.day, x.ord) AS day, min(x.ord) AS ord FROM opening o JOIN ordered x ON x.case_ = o.case_ AND x.kind = 'closed' AND x.ord > o.ord
  GROUP BY o.case_
),
turn AS (
  SELECT case_, kind, day, ord, lag(kind) OVER (PARTITION BY case_ ORDER BY ord) AS before
  FROM ordered WHERE kind IN ('assignment_disputed', 'dispute_decided')
),
pause AS (
  SELECT t.case_, t.day AS first, (SELECT min_by(u.day, u.ord) FROM turn u WHERE u.case_ = t.case_ AND u.kind = 'dispute_decided' AND u.ord > t.ord) AS until
  FROM turn t WHERE t.kind = 'assignment_disputed' AND t.before IS DISTINCT FROM 'assignment_disputed'
),
counted AS (  -- within 250 days; none from a pause on that has not ended
  SELECT o.case_, u.unit, c.day, row_number() OVER (PARTITION BY o.case_, u.unit ORDER BY c.day) AS nth
  FROM opening o CROSS JOIN (VALUES ('d'), ('wd')) AS u(unit) JOIN calendar c ON c.day > o.day AND c.day <= o.day + 250
  WHERE (u.unit = 'd' OR c.work) AND NOT EXISTS (
    SELECT 1 FROM pause p WHERE p.case_ = o.case_ AND p.first <= c.day AND (p.until IS NULL OR c.day < p.until)
  )
),
due(case_, clause, n, day) AS (
  SELECT o.case_, k.id, l.n, CASE WHEN l.n <= 0 THEN o.day + l.n::INTEGER ELSE x.day END
  FROM opening o CROSS JOIN clause k JOIN generate_series(0, 120) AS l(n) ON l.n BETWEEN k.n AND k.n + k.ceiling
  LEFT JOIN counted x ON x.case_ = o.case_ AND x.unit = k.unit AND x.nth = l.n
),
rolled AS (
  SELECT d.case_, d.clause, d.n, CASE WHEN k.roll THEN (SELECT min(c.day) FROM calendar c WHERE c.work AND c.day >= d.day) ELSE d.day END AS day
  FROM due d JOIN clause k ON k.id = d.clause
),
approval AS (
  SELECT x.case_, x.id, x.day, x.days, row_number() OVER (PARTITION BY x.case_ ORDER BY x.ord) AS nth
  FROM ordered x JOIN opening o ON o.case_ = x.case_ AND x.ord > o.ord LEFT JOIN ending e ON e.case_ = x.case_
  WHERE x.kind = 'extension_approved' AND (e.ord IS NULL OR x.ord <= e.ord)
),
extended(case_, clause, nth, added, counts) AS (
  SELECT o.case_, k.id, 0::BIGINT, 0, true FROM opening o CROSS JOIN clause k
  UNION ALL
  SELECT x.case_, x.clause, a.nth, CASE WHEN ok THEN x.added + a.days ELSE x.added END, ok
  FROM (
    SELECT x.*, a.nth AS next, x.counts AND a.days >= 0 AND (r.day IS NULL OR a.day <= r.day) AS ok
    FROM extended x JOIN approval a ON a.case_ = x.case_ AND a.nth = x.nth + 1 JOIN clause k ON k.id = x.clause
    JOIN rolled r ON r.case_ = x.case_ AND r.clause = x.clause AND r.n = k.n + least(x.added, k.ceiling)
  ) x JOIN approval a ON a.case_ = x.case_ AND a.nth = x.next
),
final AS (
  SELECT case_, clause, max(added) AS added, count(*) FILTER (WHERE counts AND nth > 0) AS granted FROM extended GROUP BY case_, clause
)
SELECT f.case_, f.clause, r.day AS due, f.granted, e.day AS ended,
  CASE WHEN coalesce(e.day, b.as_of) > r.day THEN 'late' WHEN e.day IS NOT NULL THEN 'on_time' WHEN r.day IS NULL THEN 'suspended' ELSE 'open' END AS outcome,
  CASE WHEN coalesce(e.day, b.as_of) > r.day THEN greatest(1, coalesce(e.day, b.as_of) - r.day) END AS late_by
FROM final f JOIN clause k ON k.id = f.clause JOIN rolled r ON r.case_ = f.case_ AND r.clause = f.clause AND r.n = k.n + least(f.added, k.ceiling)
LEFT JOIN ending e ON e.case_ = f.case_ CROSS JOIN bound b
ORDER BY f.case_, f.clause
