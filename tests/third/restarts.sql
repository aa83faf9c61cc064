-- Restarts, written from the text of the language alone (P3, engine notes 3.3):
--   each start opens a clock; the first later finish, lapse or restart ends every open one (of an event that is several: in
--   this order); a restart opens one anew, with the whole limit (carry: whole) or with the days left of the clock opened
--   last (carry: rest), never less than none; with no clock open it does nothing; a restart or lapse after the due day
--   cures nothing; days are counted from the day after the opening, working days only (wd), none that is paused.
-- Tables: act(case_, id, kind, day), clause(id, n, unit, carry, roll), exception(day, work), bound(as_of).
WITH RECURSIVE
calendar AS (
  SELECT d::DATE AS day, coalesce(e.work, isodow(d::DATE) <= 5) AS work
  FROM generate_series(DATE '2020-01-01', DATE '2022-12-31', INTERVAL 1 DAY) AS s(d) LEFT JOIN exception e ON e.day = d::DATE
),
place(kind, nth, late) AS (
  VALUES ('assigned', 1, false), ('accepted', 2, false), ('assignment_disputed', 3, false), ('dispute_decided', 4, false), ('replied', 5, true), ('withdrawn', 6, false)
),
ordered AS (  -- date-only acts stand at the start of their day, replies at its end
  SELECT a.*, row_number() OVER (PARTITION BY case_ ORDER BY day, p.late, p.nth, id) AS ord FROM act a JOIN place p USING (kind)
),
turn AS (
  SELECT case_, kind, day, ord, lag(kind) OVER (PARTITION BY case_ ORDER BY ord) AS before FROM ordered WHERE kind IN ('assignment_disputed', 'dispute_decided')
),
pause AS (
  SELECT t.case_, t.day AS first, (SELECT min_by(u.day, u.ord) FROM turn u WHERE u.case_ = t.case_ AND u.kind = 'dispute_decided' AND u.ord > t.ord) AS until
  FROM turn t WHERE t.kind = 'assignment_disputed' AND t.before IS DISTINCT FROM 'assignment_disputed'
),
counts AS (  -- the days that count for a case, of each unit
  SELECT x.case_, u.unit, c.day FROM (SELECT DISTINCT case_ FROM act) x CROSS JOIN (VALUES ('d'), ('wd')) AS u(unit) CROSS JOIN calendar c
  WHERE (u.unit = 'd' OR c.work) AND NOT EXISTS (
    SELECT 1 FROM pause p WHERE p.case_ = x.case_ AND p.first <= c.day AND (p.until IS NULL OR c.day < p.until)
  )
),
numbered AS (SELECT *, row_number() OVER (PARTITION BY case_, unit ORDER BY day) AS nth FROM counts),
ending AS (  -- the acts that end clocks, numbered, each with the start opened last since the one before
  SELECT x.case_, x.id, x.kind, x.day, x.ord, row_number() OVER (PARTITION BY x.case_ ORDER BY x.ord) AS k,
    coalesce(lag(x.ord) OVER (PARTITION BY x.case_ ORDER BY x.ord), 0) AS after
  FROM ordered x WHERE x.kind IN ('replied', 'withdrawn', 'assigned')
),
since AS (SELECT e.*, (SELECT max_by(s.day, s.ord) FROM ordered s WHERE s.case_ = e.case_ AND s.kind = 'accepted' AND e.after < s.ord AND s.ord < e.ord) AS started FROM ending e),
anew(case_, clause, k, opened, n) AS (  -- what each ending act leaves: the clock that a restart opened anew, if any; n: its limit
  SELECT x.case_, c.id, 0::BIGINT, NULL::DATE, NULL::BIGINT FROM (SELECT DISTINCT case_ FROM act) x CROSS JOIN clause c
  UNION ALL
  SELECT o.case_, o.clause, o.k, CASE WHEN o.kind = 'assigned' AND o.since IS NOT NULL THEN o.day END,
    CASE WHEN o.kind = 'assigned' AND o.since IS NOT NULL THEN CASE WHEN o.carry = 'whole' THEN o.whole ELSE greatest(0, o.old - o.used) END END
  FROM (
    SELECT a.case_, a.clause, e.k, e.kind, e.day, c.carry, c.n AS whole, coalesce(e.started, a.opened) AS since,
      CASE WHEN e.started IS NOT NULL THEN c.n ELSE a.n END AS old,
      (SELECT count(*) FROM counts d WHERE d.case_ = a.case_ AND d.unit = c.unit AND d.day > coalesce(e.started, a.opened) AND d.day <= e.day) AS used
    FROM anew a JOIN since e ON e.case_ = a.case_ AND e.k = a.k + 1 JOIN clause c ON c.id = a.clause
  ) o
),
clock AS (
  SELECT s.case_, c.id AS clause, s.id, s.day, s.ord, c.n::BIGINT AS n FROM ordered s CROSS JOIN clause c WHERE s.kind = 'accepted'
  UNION ALL
  SELECT a.case_, a.clause, e.id, e.day, e.ord, a.n FROM anew a JOIN ending e ON e.case_ = a.case_ AND e.k = a.k WHERE a.opened IS NOT NULL
),
ended AS (
  SELECT o.*, c.unit, c.roll, e.day AS end_, e.kind AS how FROM clock o JOIN clause c ON c.id = o.clause
  LEFT JOIN ending e ON e.case_ = o.case_ AND e.after <= o.ord AND e.ord > o.ord
),
due AS (
  SELECT o.*, CASE WHEN o.n <= 0 THEN o.day ELSE x.day END AS due_
  FROM ended o LEFT JOIN numbered y ON y.case_ = o.case_ AND y.unit = o.unit AND y.day = (
    SELECT min(d.day) FROM counts d WHERE d.case_ = o.case_ AND d.unit = o.unit AND d.day > o.day
  )
  LEFT JOIN numbered x ON x.case_ = o.case_ AND x.unit = o.unit AND x.nth = y.nth + o.n - 1
),
rolled AS (SELECT d.*, CASE WHEN roll THEN (SELECT min(c.day) FROM calendar c WHERE c.work AND c.day >= d.due_) ELSE d.due_ END AS due FROM due d)
SELECT case_, clause, id, due, end_,
  CASE WHEN coalesce(end_, b.as_of) > due THEN 'late' WHEN how = 'replied' THEN 'on_time' WHEN how = 'withdrawn' THEN 'lapsed' WHEN how = 'assigned' THEN 'restarted'
    WHEN due IS NULL THEN 'suspended' ELSE 'open' END AS outcome,
  CASE WHEN coalesce(end_, b.as_of) > due THEN greatest(1, coalesce(end_, b.as_of) - due) END AS late_by
FROM rolled CROSS JOIN bound b ORDER BY ALL
