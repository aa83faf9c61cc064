-- Who bears a line by days (P6, P8, P33), written from the text alone: each day from the start to the due day bears an equal
-- part, divided equally among who holds the post that day (tenure dates are inclusive); a day without a holder lapses. The
-- parts, in millionths, add up to what reached the holders; missing ones go one each to the largest remainders, ties by id.
-- Tables: clock(id, unit, start, due, line) with line in millionths (positive), tenure(leader, unit, first, last).
WITH
day AS (SELECT c.id, c.unit, c.line, c.due - c.start + 1 AS days, d::DATE AS day FROM clock c, generate_series(c.start, c.due, INTERVAL 1 DAY) AS s(d)),
held AS (SELECT DISTINCT d.id, d.line, d.days, d.day, t.leader FROM day d JOIN tenure t ON t.unit = d.unit AND t.first <= d.day AND d.day <= t.last),
together AS (SELECT *, count(*) OVER (PARTITION BY id, day) AS holders FROM held),
part AS (  -- twelfths of days: up to four holders on one day
  SELECT id, leader, line, days, sum(12 // holders)::HUGEINT AS twelfths FROM together GROUP BY ALL
),
floor_ AS (SELECT *, (line * twelfths) // (12 * days) AS least, (line * twelfths) % (12 * days) AS rest FROM part),
whole AS (  -- what reached them, rounded half up once
  SELECT id, (2 * line * sum(twelfths) + 12 * days) // (24 * days) AS units, sum(least) AS given FROM floor_ GROUP BY id, line, days
)
SELECT f.id, f.leader, f.least + CASE WHEN row_number() OVER (PARTITION BY f.id ORDER BY f.rest DESC, f.leader) <= w.units - w.given THEN 1 ELSE 0 END AS units
FROM floor_ f JOIN whole w USING (id)
ORDER BY ALL
