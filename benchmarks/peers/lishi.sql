-- 离石 as DuckDB SQL, written from the policy and the pages on its meaning: events.parquet → ledger rows.
--
-- The runner (lishi_duckdb.py) sets the variable events, the types kind_t (the kinds in the vocabulary's order),
-- unit_t and leader_t (the roster's codes) and the tables units, tenures, calendar and limits.
-- Idioms: one scan of the file, typed once; the order of a stream as one number (ord); "the last … before" as
-- ASOF joins over the few rows of a kind; gates as one aggregate; posts expanded to days, so that they join by
-- equality. As-of is the period's last day. The data have no mergers, leave, exemptions or rulings.
--
-- ord = µs since 1970 × 1024 + place of the kind × 8 + place by id among rows tied in all of these

-- ### what does not stand as it was sent, and which cases are one: few rows, from the columns that tell --------

create view sent as
select id, kind::kind_t as kind, epoch_us("at") as us, epoch_us(recorded_at) as recorded, "case", unit::unit_t as unit,
       leader::leader_t as leader, amends, voids, origin, channel, tier, repeat_of, due_on, reasons_given, days, "by",
       notice_given, by_post, step, result, item, passed, with_case, key_cases, item_first, advice, in_writing,
       "matter" as violation, confirmer, proposer, evidence
from read_parquet(getvariable('events'));

create temp table corrections as select * from sent where amends is not null or voids is not null;

-- A void of a correction makes it as if never sent, unless that void is itself voided.
create temp table standing as
select * from corrections where id not in (
    select v.voids from corrections v
    where v.voids is not null and v.id not in (select w.voids from corrections w where w.voids is not null));

-- The latest correction of an original decides; amending an amendment amends the original.
create temp table decided as
with recursive chain(id, target) as (
    select id, coalesce(amends, voids) from standing where amends is not null or voids not in (select id from corrections)
    union all
    select chain.id, coalesce(c.amends, c.voids) from chain join corrections c on c.id = chain.target)
select chain.target as original, arg_max(s, (coalesce(s.recorded, s.us), s.id)) as correction
from chain join standing s on s.id = chain.id
where chain.target not in (select id from corrections)
group by chain.target;

create temp table replaced as
select id from corrections union select original from decided;

create temp table anew as
select * exclude (original) replace (original as id)
from (select original, unnest(correction) from decided where correction.voids is null);

create temp table roots as
with recursive link as (
    select "case", repeat_of as target from sent where repeat_of is not null and id not in (select id from replaced)
    union select "case", repeat_of from anew where repeat_of is not null),
climb("case", root) as (
    select "case", target from link
    union
    select climb."case", link.target from climb join link on link."case" = climb.root)
select "case", root from climb where root not in (select "case" from link);

-- ### one wide scan: rows that stand, in their streams, up to as-of ---------------------------------------------

create temp table e as
with rows as (
    select * from sent where id not in (select id from replaced)
    union all by name select * from anew)
select r.* exclude (amends, voids, repeat_of),
       -- A petition that was never registered is judged in the unit's stream.
       if(kind = 'registration_missing', null, coalesce(roots.root, r."case")) as matter,
       us * 1024 + enum_code(kind)::bigint * 8 as ord,
       -- Shanghai has been eight hours east of UTC all year since 1991.
       date '1970-01-01' + ((us + 28800000000) // 86400000000)::int as day
from rows r left join roots on roots."case" = r."case"
where us < epoch_us(timestamp '2022-01-01') - 28800000000;

-- Equal content under one id: kept once. Few ids come twice; only they are looked at closely.
delete from e where rowid in (
    select rowid from e where id in (select id from e group by id having count(*) > 1)
    qualify row_number() over (partition by id order by coalesce(recorded, us), rowid) > 1);

-- Rows of one kind at one instant: by id. (Checks compete item by item, steps step by step.)
create temp table ties as
with tied as (select matter, ord, item, step from e where matter is not null group by all having count(*) > 1)
select e.id, row_number() over (partition by e.matter, e.ord, e.item, e.step order by e.id) - 1 as place
from e join tied on tied.matter = e.matter and tied.ord = e.ord
  and tied.item is not distinct from e.item and tied.step is not distinct from e.step;

update e set ord = ord + ties.place from ties where e.id = ties.id and ties.place > 0;

-- A stream that does not begin with a registration is unscored.
delete from e where matter in (
    select matter from e where matter is not null group by matter
    having min(ord) <> coalesce(min(ord) filter (kind = 'registered'), -1));

-- ### histories: one small table for each thing asked about ---------------------------------------------------

create temp table registered as
select matter, ord, day, id, unit, origin, channel, tier,
       first_value(origin) over (partition by matter order by ord) as case_origin
from e where kind = 'registered' and matter is not null;

create temp table opened as
select matter, arg_min(case_origin, ord) as origin from registered group by matter;

-- Assignments, with what the last one said, and whether the last one with a limit or reopening was a reopening.
create temp table slips as
select * exclude (kind) from (
    select kind, matter, ord, day, id, unit, due_on,
           last_value(if(kind = 'assigned', {unit: unit, ord: ord, id: id}, null) ignore nulls) over earlier as slip_before,
           last_value(if(kind = 'reopened' or due_on is not null, {kind: kind, ord: ord, id: id}, null) ignore nulls) over earlier as limited_by
    from e where kind in ('assigned', 'reopened') and matter is not null
    window earlier as (partition by matter order by ord rows between unbounded preceding and 1 preceding))
where kind = 'assigned';

-- Closings and their five gates: all that was found, said and done before.
create temp table closings as
select c.matter, c.ord, c.day, c.id,
       coalesce(arg_max(x.passed, x.ord) filter (x.item = 'facts'), false)
       and coalesce(arg_max(x.passed, x.ord) filter (x.item = 'evidence'), false)
       and coalesce(arg_max(x.passed, x.ord) filter (x.item = 'conclusion'), false)
       and coalesce(bool_or(x.kind = 'opinion_executed'), false)
       and coalesce(
           arg_max(x.result, x.ord) filter (x.kind = 'outcome') in ('satisfied', 'basic', 'signed')
           or (arg_max(x.result, x.ord) filter (x.kind = 'outcome') in ('declined', 'unreachable')
               and bool_or(x.kind = 'explained')
               and coalesce(arg_max(x.passed, x.ord) filter (x.kind = 'verified'), false)), false) as sound
from e c
left join (select matter, ord, kind, item, passed, result from e
           where kind in ('checked', 'opinion_executed', 'outcome', 'explained', 'verified')) x
  on x.matter = c.matter and x.ord < c.ord
where c.kind = 'closed'
group by c.matter, c.ord, c.day, c.id;

-- Where the state "resolved" begins and ends.
create temp table turns as
select matter, ord, id, true as resolved from closings where sound
union all
select matter, ord, id, false from e where kind = 'reopened';

-- ### who holds a post on a day ------------------------------------------------------------------------------

create temp table holders as
select unit, post, day, leader, row_number() over same as place, count(*) over (partition by unit, post, day) as holders
from (select distinct unit, post, leader, unnest(range("from", least("to", date '2022-01-01') + interval 1 day, interval 1 day))::date as day
      from (select unit, post, leader, greatest("from", date '2020-12-31') as "from", coalesce("to", date '2022-01-01') as "to" from tenures)
      where "from" <= "to")
window same as (partition by unit, post, day order by leader);

-- One row for each part of a clause's points: who, how many, when. Points in millionths.
create type clause_t as enum (
    'statute-2005.advice', 'control-new.dispatch', 'control-new.finish', 'control-new.second-report', 'control-new.not-registered',
    'control-new.reply', 'control-new.failed-gate', 'control-new.review-changed', 'control-new.liability', 'clear-old.bonus',
    'clear-old.hard-new', 'clear-old.stock', 'leaders.duty-day', 'leaders.field-visits', 'leaders.daily-check', 'leaders.case-solved',
    'leaders.cross-domain', 'leaders.district-level', 'bodies.joint-conference', 'bodies.daily-rota', 'bodies.committee-first');
create type part_t as enum ('charge', 'late', 'short', 'score', 'reverse', 'zero', 'cap_case', 'cap');
create type role_t as enum ('unit', 'leader', 'principal', 'deputy', 'deputy_secretary', 'executive_deputy', 'secretary', 'head', 'convener');

create temp table entry (clause clause_t, part part_t, role role_t, subject varchar, points bigint, "at" date, due date,
                         "case" varchar, event varchar, span varchar, about varchar, because varchar[]);

-- Equal shares of p among n: the millionths that are left go one each to the first.
create macro share_of(p, n, place) as p // n + if(place <= abs(p - p // n * n), sign(p), 0)::bigint;

-- ### deadlines of one limit ---------------------------------------------------------------------------------

create temp table clocks as
select 'control-new.dispatch' as clause, matter, ord, day, id, unit, 15 as n from registered where origin = 'new'
union all
select 'control-new.reply', matter, ord, day, id, unit, 15 from registered where channel in ('online', 'letter')
union all
select 'leaders.cross-domain', matter, ord, day, id, unit, 30 from registered where tier = 'cross'
union all
select 'leaders.district-level', matter, ord, day, id, unit, 30 from registered where tier = 'district';

create temp table ends as
select 'control-new.dispatch' as clause, matter, ord, day, id from slips where due_on is not null
union all
select 'control-new.reply', matter, ord, day, id from e where kind in ('replied', 'opinion_issued')
union all
select 'leaders.cross-domain', matter, ord, day, id from e where kind = 'scheduled' and by_post in ('deputy_secretary', 'executive_deputy')
union all
select 'leaders.district-level', matter, ord, day, id from e where kind = 'scheduled' and by_post in ('secretary', 'head')
union all
select unnest(['control-new.dispatch', 'control-new.reply', 'leaders.cross-domain', 'leaders.district-level']), matter, ord, day, id
from e where kind = 'withdrawn';

create temp table late as
select c.clause, c.matter, c.id, c.unit, c.day + c.n as due,
       if(f.id is null, [c.id], [c.id, f.id]) as because
from clocks c asof left join ends f on f.clause = c.clause and f.matter = c.matter and f.ord > c.ord
where c.day + c.n between date '2020-12-31' and date '2021-12-30' and (f.day is null or f.day > c.day + c.n);

insert into entry
select clause, 'late', 'unit', unit, -500000, due + 1, due, matter, id, null, null, because from late where clause = 'control-new.dispatch';

-- Who answers is the unit that holds the case when the due day ends.
insert into entry
select clause, 'late', 'unit', s.unit, -200000, due + 1, due, late.matter, late.id, null, null, because
from (select *, epoch_us(due + 1) * 1024 - 28800000000 * 1024 as until from late where clause = 'control-new.reply') late
asof join slips s on s.matter = late.matter and s.ord < late.until;

insert into entry
select clause, 'late', posts.post, leader, share_of(-500000, holders, place), due + 1, due, late.matter, late.id, null, null, because
from late join units u on u.id = late.unit
join (values ('leaders.cross-domain', 'deputy_secretary'), ('leaders.cross-domain', 'executive_deputy'),
             ('leaders.district-level', 'secretary'), ('leaders.district-level', 'head')) posts(of_clause, post) on posts.of_clause = late.clause
join holders h on h.unit = u.parent and h.post = posts.post and h.day = late.due;

-- Advice, in a unit's own stream: paired by its number.
insert into entry
select 'statute-2005.advice', 'late', 'unit', a.unit, -500000, a.day + 31, a.day + 30, null, a.id, null, null, if(f.id is null, [a.id], [a.id, f.id])
from (select * from e where kind = 'advice_issued') a
asof left join (select * from e where kind = 'advice_answered' and in_writing) f on f.unit = a.unit and f.advice = a.advice and f.ord > a.ord
where a.day + 30 between date '2020-12-31' and date '2021-12-30' and (f.day is null or f.day > a.day + 30);

-- ### control-new.finish: a limit given with the slip, extended, paused, begun anew ---------------------------

-- An assignment elsewhere ends every open clock; it opens one if one was open, or if it is a start by itself.
create temp table finish_starts as
with marked as (
    select *, coalesce(slip_before.unit, unit) <> unit as moves,
           due_on is not null and (coalesce(slip_before.unit, unit) <> unit or coalesce(limited_by.kind, 'reopened') = 'reopened') as starts
    from slips),
endings as (
    select matter, ord, false as opens from closings where sound
    union all select matter, ord, false from e where kind = 'withdrawn'
    union all select matter, ord, true from marked where starts)
select m.* from marked m where starts
union all
select m.* from (select * from marked where moves and not starts) m asof join endings on endings.matter = m.matter and endings.ord < m.ord
where endings.opens;

-- An assignment elsewhere that is no start has the whole limit of the clock that it ended.
create temp table finish_clocks as
with endings as (
    select matter, ord, day, id from closings where sound
    union all select matter, ord, day, id from e where kind = 'withdrawn'
    union all select matter, ord, day, id from slips where slip_before.unit <> unit)
select s.matter, s.ord, s.day, s.id, s.slip_before, s.limited_by, last_value(if(s.starts, s.due_on - s.day, null) ignore nulls) over (partition by s.matter order by s.ord rows unbounded preceding) as n,
       f.ord as end_ord, f.day as end_day, f.id as end_id
from finish_starts s asof left join endings f on f.matter = s.matter and f.ord > s.ord;

-- Pauses: from a dispute with reasons to its decision; further disputes meanwhile change nothing.
create temp table pauses as
with marks as (
    select matter, ord, day, id, kind = 'assignment_disputed' as begins
    from e where (kind = 'assignment_disputed' and reasons_given) or kind = 'dispute_decided'),
runs as (select *, lag(begins) over (partition by matter order by ord) as before from marks)
select matter, ord, day, id, lead(ord) over w as end_ord, lead(day) over w as end_day, lead(id) over w as end_id, begins
from runs where begins is distinct from before
window w as (partition by matter order by ord)
qualify begins;

-- For each clock, how many days it counts before each pause, and how many the pause takes (none: it lasts).
create temp table paused as
select c.id as clock, p.ord, p.id as began, p.end_ord, p.end_id as ended,
       p.end_day - greatest(p.day, c.day + 1) as length,
       greatest(p.day, c.day + 1) - (c.day + 1)
       - coalesce(sum(p.end_day - greatest(p.day, c.day + 1)) over (partition by c.id order by p.ord rows between unbounded preceding and 1 preceding), 0) as counted
from finish_clocks c join pauses p on p.matter = c.matter
where p.end_day is null or p.end_day > c.day + 1 and p.end_day > p.day;

-- Extensions in order: each counts if all before it did and it stands not after the due day as then computed.
create temp table extensions as
with asked as (
    select c.id as clock, c.day as start, c.n, x.ord, x.day, x.id, x.days,
           coalesce(sum(x.days) over (partition by c.id order by x.ord rows between unbounded preceding and 1 preceding), 0) as before
    from finish_clocks c join e x on x.matter = c.matter and x.kind = 'extension_approved' and x."by" = 'head' and x.notice_given
     and x.ord > c.ord and (c.end_ord is null or x.ord < c.end_ord)),
judged as (
    select a.clock, a.ord, a.id, a.days,
           coalesce(bool_or(p.clock is not null and p.length is null), false)
           or a.day <= any_value(a.start) + (any_value(a.n) + least(any_value(a.before), 30) + coalesce(sum(p.length), 0))::int as in_time
    from asked a left join paused p on p.clock = a.clock and p.counted < a.n + least(a.before, 30)
    group by a.clock, a.ord, a.id, a.days, a.day)
select clock, ord, id, days from judged
qualify bool_and(in_time) over (partition by clock order by ord);

create temp table finish as
with added as (select clock, least(sum(days), 30) as days, list({ord: ord, id: id}) as because from extensions group by clock),
full_n as (select c.*, c.n + coalesce(added.days, 0) as full, added.because as approvals from finish_clocks c left join added on added.clock = c.id),
skipped as (
    select f.id as clock, bool_or(p.length is null) as suspended, coalesce(sum(p.length), 0) as length,
           flatten(list([{ord: p.ord, id: p.began}, {ord: p.end_ord, id: p.ended}])) as because
    from full_n f join paused p on p.clock = f.id and p.counted < f.full group by f.id)
select f.*, coalesce(s.suspended, false) as suspended, f.day + (f.full + coalesce(s.length, 0))::int as due, s.because as pauses
from full_n f left join skipped s on s.clock = f.id;

create temp table finish_late as
select matter, id, due,
       -- Cited too: what the condition of the start looked at.
       if(approvals is null and pauses is null and slip_before is null and limited_by is null, if(end_id is null, [id], [id, end_id]),
          list_transform(list_sort(list_distinct(list_filter(
              [{ord: ord, id: id}, {ord: end_ord, id: end_id}, {ord: slip_before.ord, id: slip_before.id}, {ord: limited_by.ord, id: limited_by.id}]
              || coalesce(approvals, []) || coalesce(pauses, []),
              lambda x: x.id is not null))), lambda x: x.id)) as because,
       epoch_us(due + 1) * 1024 - 28800000000 * 1024 as until
from finish
where not suspended and due between date '2020-12-31' and date '2021-12-30' and (end_day is null or end_day > due);

create temp table finish_charged as
select l.*, s.unit from finish_late l asof join slips s on s.matter = l.matter and s.ord < l.until;

insert into entry
select 'control-new.finish', 'late', 'unit', unit, -1000000, due + 1, due, matter, id, null, null, because from finish_charged
union all
select 'control-new.finish', 'late', 'deputy', leader, share_of(-500000, holders, place), due + 1, due, matter, id, null, null, because
from finish_charged f join holders h on h.unit = f.unit and h.post = 'deputy' and h.day = f.due;

-- ### clauses at an event ------------------------------------------------------------------------------------

create temp table second_reports as
with again as (
    select e.matter, e.ord, e.day, e.id from e join opened o on o.matter = e.matter
    where e.kind = 'repeat_petition' and o.origin = 'new' and e.day >= date '2021-01-01'),
placed as (select a.*, s.unit from again a asof left join slips s on s.matter = a.matter and s.ord < a.ord),
turned as (select p.*, t.id as turn, t.ord as turn_ord, coalesce(t.resolved, false) as resolved from placed p asof left join turns t on t.matter = p.matter and t.ord < p.ord),
closed as (select t.*, c.id as closing, c.ord as closing_ord from turned t asof left join closings c on c.matter = t.matter and c.ord < t.ord),
clocked as (
    select c.*, f.id as clock, f.day as start, f.n, f.end_ord
    from closed c asof left join finish_clocks f on f.matter = c.matter and f.ord < c.ord),
-- The due day as it was known then: extensions approved later do not count yet.
known as (
    select c.id, any_value(c.start) as start, any_value(c.n) + least(coalesce(sum(x.days), 0), 30) as full
    from clocked c left join extensions x on x.clock = c.clock and x.ord < c.ord
    where c.end_ord is null or c.end_ord > c.ord group by c.id),
overdue as (
    select c.id from clocked c join known k on k.id = c.id
    left join paused p on p.clock = c.clock and p.counted < k.full
    group by c.id, c.day, k.start, k.full
    having not coalesce(bool_or(p.clock is not null and p.length is null), false) and c.day > k.start + (k.full + coalesce(sum(p.length), 0))::int)
select c.* from clocked c
where not resolved and unit is not null and (closing is not null or id in (select id from overdue))
  and not exists (select 1 from e r where r.kind = 'rereview_decided' and r.matter = c.matter and r.ord < c.ord);

create temp table fired as
select 'control-new.second-report' as clause, unit, -2000000 as points, day, matter, id,
       -- Each event once, in the order of the stream.
       case when turn is null and closing is null then [id]
            when turn is null or turn = closing then [closing, id]
            when closing is null then [turn, id]
            when turn_ord < closing_ord then [turn, closing, id]
            else [closing, turn, id] end as because
from second_reports
union all
select 'control-new.failed-gate', s.unit, -500000, c.day, c.matter, c.id, [c.id]
from closings c asof join slips s on s.matter = c.matter and s.ord < c.ord where not c.sound and c.day >= date '2021-01-01'
union all
select 'control-new.review-changed', s.unit, if(r.result = 'revoked', -3000000, -1000000), r.day, r.matter, r.id, [r.id]
from (select * from e where kind in ('review_decided', 'rereview_decided') and result in ('changed', 'revoked') and day >= date '2021-01-01') r
asof join slips s on s.matter = r.matter and s.ord < r.ord
union all
select 'control-new.not-registered', unit, -5000000, day, "case", id, [id] from e where kind = 'registration_missing' and day >= date '2021-01-01'
union all
select 'control-new.liability', unit, -8000000, day, null, id, [id] from e
where kind = 'violation_confirmed' and confirmer <> proposer and evidence is not null and violation in ('not_accepted', 'delay') and day >= date '2021-01-01';

insert into entry
select clause, 'charge', 'unit', unit, points, day, null, matter, id, null, null, because from fired
union all
select clause, 'charge', 'principal', leader, share_of(points // 2, holders, place), f.day, null, matter, id, null, null, because
from fired f join holders h on h.unit = f.unit and h.post = 'principal' and h.day = f.day
where clause in ('control-new.second-report', 'control-new.not-registered', 'control-new.liability');

-- ### bonuses: earned after 90 days without reopening or petition, taken back within 180 ----------------------

create temp table earned as
with pleased as (select matter, ord, day, id from e where kind = 'followup' and result in ('satisfied', 'basic')),
settled as (
    select p.*, t.id as turn, t.ord as turn_ord from pleased p asof join turns t on t.matter = p.matter and t.ord < p.ord where t.resolved),
steps as (
    select s.id, arg_max(h.id, h.ord) as step, max(h.ord) as step_ord from settled s join e h on h.matter = s.matter and h.kind = 'hearing_step' and h.ord < s.ord
    group by s.id having count(distinct h.step) = 5),
listed as (
    select s.id, 'clear-old.bonus' as clause, 2000000 as points, arg_max(l.id, l.ord) as list, max(l.ord) as list_ord
    from settled s join e l on l.matter = s.matter and l.kind = 'backlog_listed' and l.day < date '2021-01-01' and l.ord < s.ord group by s.id
    union all
    select s.id, 'clear-old.hard-new', 1000000, arg_max(l.id, l.ord), max(l.ord)
    from settled s join opened o on o.matter = s.matter and o.origin = 'new'
    join e l on l.matter = s.matter and l.kind = 'hard_listed' and l.ord < s.ord group by s.id)
select l.clause, l.points, s.matter, s.ord, s.day, s.id, s.day + 91 as "at",
       list_transform(list_sort([{ord: list_ord, id: list}, {ord: step_ord, id: step}, {ord: turn_ord, id: turn}, {ord: s.ord, id: s.id}]), lambda x: x.id) as because
from settled s join steps using (id) join listed l using (id);

create temp table backlash as
select e.matter, e.ord, e.day, e.id from e where kind in ('reopened', 'repeat_petition') and matter in (select matter from earned);

create temp table bonus as
with vested as (
    select * from earned w where "at" between date '2021-01-01' and date '2021-12-31'
    and not exists (select 1 from backlash b where b.matter = w.matter and b.ord > w.ord and b.day < w."at")),
who as (
    select v.*, 'unit' as role, s.unit::varchar as subject, 1 as parts from vested v asof join slips s on s.matter = v.matter and s.ord < v.ord
    union all
    select v.*, 'leader', t.leader::varchar, 2 from vested v asof join (select * from e where kind = 'case_taken') t on t.matter = v.matter and t.ord < v.ord
    where v.clause = 'clear-old.bonus'),
revoked as (
    select w.clause, w.id, arg_min(b.id, b.ord) as by_event from vested w join backlash b on b.matter = w.matter and b.day >= w."at" and b.day <= w."at" + 180
    group by all)
select w.clause, w.role, w.subject, w.points // w.parts as points, w.matter, w.ord, w.id, w."at", w.because, r.by_event
from who w left join revoked r on r.clause = w.clause and r.id = w.id;

insert into entry
select clause, 'charge', role, subject, points, "at", null, matter, id, null, null, because from bonus
union all
select clause, 'reverse', role, subject, -points, "at", null, matter, id, null, null, [by_event] from bonus where by_event is not null
union all
-- Of several for one case and subject that stand the greatest is kept, of equals the first.
select clause, 'zero', role, subject, -points, "at", null, matter, id, null, null, []
from (select *, row_number() over (partition by subject, matter order by points desc, "at", ord) as place from bonus where by_event is null) where place > 1;

-- ### rates ---------------------------------------------------------------------------------------------------

-- Places of points: half away from zero, exactly: points × hits ÷ rows in hundredths.
create macro scored(full_marks, hits, n) as ((2 * full_marks * 100 * hits + n) // (2 * n) * 10000)::bigint;

create temp table outcome_of as
select o.matter, coalesce(t.resolved, false) as resolved
from opened o left join (select matter, arg_max(resolved, ord) as resolved from turns group by matter) t on t.matter = o.matter;

insert into entry
with backlog as (select distinct matter from e where kind = 'backlog_listed' and day < date '2021-01-01'),
holder as (select matter, arg_max(unit, ord) as unit from slips group by matter)
select 'clear-old.stock', 'score', 'unit', unit, scored(15, count(*) filter (resolved), count(*)), '2021-12-31', null, null, null, '2021', null, []
from backlog join holder using (matter) join outcome_of using (matter) group by unit having count(*) >= 3;

-- A district's leader without a case has none solved; a committee that never met has its full marks.
insert into entry
with taker as (select matter, arg_max(leader, ord) as leader from e where kind = 'case_taken' group by matter),
rate as (select leader, scored(20, count(*) filter (resolved), count(*)) as points from taker join outcome_of using (matter) group by leader),
every as (select distinct leader from tenures where level = 'district')
select 'leaders.case-solved', 'score', 'leader', leader, coalesce(points, 0), '2021-12-31', null, null, null, '2021', null, []
from every full join rate using (leader);

insert into entry
with rate as (
    select unit, scored(10, count(*) filter (coalesce(item_first, false)), count(*)) as points
    from e where kind = 'meeting_held' and day >= date '2021-01-01' group by unit)
select 'bodies.committee-first', 'score', 'unit', u.id, coalesce(points, 10000000), '2021-12-31', null, null, null, '2021', null, []
from units u left join rate on rate.unit = u.id where u.kind = 'standing_committee';

-- ### frequencies ---------------------------------------------------------------------------------------------

create temp table district_days as
select distinct t.leader, c.day, c.workday, bool_or(t.post = 'secretary') over (partition by t.leader, c.day) as secretary
from tenures t join calendar c on c.day >= t."from" and (t."to" is null or c.day <= t."to")
where t.level = 'district' and c.day between date '2021-01-01' and date '2021-12-31';

-- A week is judged if half of its working days, and one at least, are the leader's.
create temp table weeks as
with whole as (select strftime(day, '%G-W%V') as week, count(*) filter (workday) as working from calendar group by week)
select d.leader, w.week, max(d.day) as last_day
from district_days d join whole w on w.week = strftime(d.day, '%G-W%V')
group by d.leader, w.week, w.working
having count(*) filter (d.workday) > 0 and 2 * count(*) filter (d.workday) >= w.working;

insert into entry
with done as (select leader, strftime(day, '%G-W%V') as week, count(distinct day) as times from e
              where kind = 'duty_day' and day >= date '2021-01-01' group by all)
select 'leaders.duty-day', 'short', 'leader', w.leader, -200000 * (1 - coalesce(times, 0)), last_day, null, null, null, w.week, null, []
from weeks w left join done d on d.leader = w.leader and d.week = w.week where coalesce(times, 0) < 1;

insert into entry
with done as (select leader, strftime(day, '%G-W%V') as week, count(*) as times from e
              where kind = 'field_visit' and with_case is not null and day >= date '2021-01-01' group by all)
select 'leaders.field-visits', 'short', 'leader', w.leader, greatest(-100000 * (3 - coalesce(times, 0)), -200000), last_day, null, null, null, w.week, null, []
from weeks w left join done d on d.leader = w.leader and d.week = w.week where coalesce(times, 0) < 3;

insert into entry
select 'leaders.daily-check', 'short', 'leader', leader, -50000, day, null, null, null, strftime(day, '%Y-%m-%d'), null, []
from district_days d where secretary and workday
and not exists (select 1 from e where e.kind = 'daily_check' and e.leader = d.leader and e.day = d.day);

create temp table body_days as
select u.id as unit, u.kind, c.day, c.workday from units u join calendar c on c.day >= u."from" and (u."to" is null or c.day <= u."to")
where u.kind in ('joint_conference', 'four_leaderships') and c.day between date '2021-01-01' and date '2021-12-31';

insert into entry
select 'bodies.daily-rota', 'short', 'unit', unit, -100000, day, null, null, null, strftime(day, '%Y-%m-%d'), null, []
from body_days b where kind = 'four_leaderships' and workday
and not exists (select 1 from e where e.kind = 'rota_day' and e.unit = b.unit and e.day = b.day);

create macro half_month(d) as strftime(d, '%Y-%m') || if(day(d) <= 15, '-1', '-2');

create temp table conferences as
with whole as (select half_month(day) as half, count(*) as length from calendar group by half),
own as (select unit, half_month(day) as half, max(day) as last_day, min(day) as first_day, count(*) as days from body_days where kind = 'joint_conference' group by all),
met as (select unit, half_month(day) as half from e where kind = 'meeting_held' and key_cases > 0 group by all)
select o.* from own o join whole w using (half) where 2 * o.days >= w.length
and not exists (select 1 from met m where m.unit = o.unit and m.half = o.half);

insert into entry
select 'bodies.joint-conference', 'short', 'unit', unit, -500000, last_day, null, null, null, half, null, [] from conferences
union all
-- The convener's part goes to whoever held the post in the half month, by days.
select 'bodies.joint-conference', 'short', 'convener', leader, (-250000 * sum(1.0 / holders) / any_value(c.days))::bigint, c.last_day, null, null, null, c.half, c.unit, []
from conferences c join holders h on h.unit = c.unit and h.post = 'convener' and h.day between c.first_day and c.last_day
group by c.unit, c.half, c.last_day, leader;

-- ### limits: each case's sum, then each subject's, brought to its limit by one row ---------------------------

create temp table sums as
select clause, role, subject, "case", sum(points)::bigint as points, max("at") as "at"
from entry join limits using (clause, role) where per_case is not null or per_subject is not null group by all;

insert into entry
select clause, 'cap_case', role, subject, sign(points)::bigint * per_case - points, "at", null, "case", null, null, null, []
from sums join limits using (clause, role) where "case" is not null and abs(points) > per_case;

insert into entry
with brought as (
    select clause, role, subject, if("case" is not null and per_case is not null, greatest(least(points, per_case), -per_case), points) as points, "at"
    from sums join limits using (clause, role))
select clause, 'cap', role, subject, sign(sum(points))::bigint * any_value(per_subject) - sum(points)::bigint, max("at"), null, null, null, null, null, []
from brought join limits using (clause, role) where per_subject is not null
group by clause, role, subject having abs(sum(points)) > any_value(per_subject);

-- ### the ledger, in the order of subjects, days, cases --------------------------------------------------------

copy (select clause, part, role, if(role in ('unit'), 'unit', 'leader') as subject_kind, subject, (points / 1000000)::decimal(18, 6) as points, "at", due, "case", event, span, about as "of", because
      from entry order by subject_kind, subject, "at", "case", event, clause, role, part)
to 'LEDGER' (format parquet, compression zstd);
