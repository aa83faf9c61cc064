-- Rates and measures, written from the text alone (P9, P12, P21, engine notes 3.5):
--   over a kind: one row for each of its events of the period that where admits; over cases: one row for each case with an
--   event by as-of, at its end; rows are whose by names; an exempted row counts in no figure, it is counted apart; fewer rows
--   than the minimum: no value. A rate is hits over rows; median: the middle value or the mean of the two middle ones; pN: the
--   least value that at least N % of the rows do not exceed. Against the previous year: points of difference for a rate,
--   (v - b) / b for a measure, and nothing without a base (of a measure: with a base of 0). All exact: up over down.
-- Tables: clause(id, of_, statistic, minimum, against), inspected(id, unit, day, score) with score in thousandths,
-- act(case_, id, kind, day, unit), exempted(case_, clause), bound(as_of).
WITH
unit_at_end AS (SELECT case_, max_by(unit, (day, id)) AS unit FROM act, bound WHERE kind = 'assigned' AND day <= as_of GROUP BY case_),
item AS (
  SELECT k.id AS clause, i.unit, year(i.day) AS year, CASE WHEN k.statistic = 'rate' THEN (i.score >= 60000)::INTEGER * 1000 WHEN k.statistic = 'count' THEN 1000 ELSE i.score END AS value, false AS exempt
  FROM clause k CROSS JOIN inspected i CROSS JOIN bound b WHERE k.of_ = 'inspected' AND i.score IS NOT NULL AND i.day <= b.as_of
  UNION ALL
  SELECT k.id, u.unit, 2021,
    (SELECT CASE WHEN k.statistic = 'rate' THEN (count(*) FILTER (WHERE kind = 'closed') > 0)::INTEGER ELSE count(*) FILTER (WHERE kind = 'checked') END * 1000
     FROM act a WHERE a.case_ = u.case_ AND a.day <= b.as_of),
    EXISTS (SELECT 1 FROM exempted x WHERE x.case_ = u.case_ AND x.clause = k.id)
  FROM clause k CROSS JOIN unit_at_end u CROSS JOIN bound b WHERE k.of_ = 'cases'
),
counted AS (
  SELECT clause, unit, year, value, row_number() OVER (PARTITION BY clause, unit, year ORDER BY value) AS nth, count(*) OVER (PARTITION BY clause, unit, year) AS n
  FROM item WHERE NOT exempt
),
figure AS (
  SELECT x.clause, x.unit, x.year, k.statistic, any_value(x.n) AS n, sum(x.value)::HUGEINT AS total, max(x.value) AS greatest, min(x.value) AS least,
    sum(x.value) FILTER (WHERE x.nth IN ((x.n + 1) // 2, x.n // 2 + 1)) AS middle, count(*) FILTER (WHERE x.nth IN ((x.n + 1) // 2, x.n // 2 + 1)) AS middles,
    min(x.value) FILTER (WHERE 100 * x.nth >= 80 * x.n) AS p80, min(x.value) FILTER (WHERE 100 * x.nth >= 90 * x.n) AS p90
  FROM counted x JOIN clause k ON k.id = x.clause GROUP BY ALL
),
valued AS (
  SELECT clause, unit, year, n, total,
    CASE statistic WHEN 'median' THEN middle WHEN 'p80' THEN p80 WHEN 'p90' THEN p90 WHEN 'max' THEN greatest WHEN 'min' THEN least ELSE total END::HUGEINT AS up,
    CASE statistic WHEN 'rate' THEN n * 1000 WHEN 'mean' THEN n * 1000 WHEN 'median' THEN middles * 1000 ELSE 1000 END::HUGEINT AS down
  FROM figure
),
compared AS (
  SELECT v.clause, v.unit, v.n, v.total, k.minimum, b.n AS base_n, b.up AS base, k.against, k.statistic,
    CASE WHEN k.against THEN v.up * b.down - b.up * v.down ELSE v.up END AS up,
    CASE WHEN NOT k.against THEN v.down WHEN k.statistic = 'rate' THEN v.down * b.down ELSE b.up * v.down END AS down
  FROM valued v JOIN clause k ON k.id = v.clause LEFT JOIN valued b ON b.clause = v.clause AND b.unit = v.unit AND b.year = 2020 WHERE v.year = 2021
)
SELECT o.clause, o.unit, coalesce(c.total, 0) AS total, coalesce(c.n, 0) AS n, o.exempt,
  CASE WHEN c.n < c.minimum OR c.against AND (c.base_n IS NULL OR c.base_n < c.minimum OR c.statistic <> 'rate' AND c.base = 0) THEN NULL ELSE c.up END AS up, c.down
FROM (SELECT clause, unit, count(*) FILTER (WHERE exempt) AS exempt FROM item WHERE year = 2021 GROUP BY ALL) o
LEFT JOIN compared c USING (clause, unit) ORDER BY ALL
