"""离石 in full by Polars, written from the policy and the pages on its meaning: event file → ledger file.

    python benchmarks/peers/lishi_polars.py FOLDER LEDGER

FOLDER holds ``events.parquet`` and ``roster.yaml``. Polars uses as many threads as POLARS_MAX_THREADS says.
Idioms: lazy streaming scans; one sort by stream and order, after which a row's number is its place in time; "the
last … before" and "the first … after" as as-of joins on that number (merges of sorted columns, no hashing), void
where the stream is another; codes as enums; posts expanded to days. Days are days since 1970, points millionths.
As-of is the period's last day. The data have no mergers, leave, exemptions or rulings.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from polars import col, lit
from small import LIMITS, Small, small_tables

DF = pl.DataFrame
CODES = ("origin", "channel", "tier", "by", "by_post", "step", "result", "item")
OF_CASES = ("id", "kind", "us", "case", "unit", "leader", *CODES, "repeat_of", "due_on", "reasons_given", "days", "notice_given", "passed")
OF_OFFICES = (
    "id", "kind", "us", "case", "unit", "leader", "with_case", "key_cases", "item_first", "advice", "in_writing", "matter",
    "confirmer", "proposer", "evidence",
)  # fmt: skip
FIRST, LAST = (date(2021, 1, 1) - date(1970, 1, 1)).days, (date(2021, 12, 31) - date(1970, 1, 1)).days
EAST, DAY = 8 * 3_600_000_000, 86_400_000_000
ENTRY = {
    "clause": pl.String, "part": pl.String, "role": pl.String, "subject": pl.String, "points": pl.Int64, "at": pl.Int32,
    "due": pl.Int32, "case": pl.String, "event": pl.String, "span": pl.String, "of": pl.String, "because": pl.List(pl.String),
}  # fmt: skip
SPAN = lit(LAST).alias("at")


def main() -> None:
    folder, ledger = Path(sys.argv[1]), Path(sys.argv[2])
    small = small_tables(folder / "roster.yaml")
    cases, others = stood(folder / "events.parquet", small)
    lishi = Lishi(small, histories(streams(cases), others))
    del cases
    parts = [
        *lishi.simple_deadlines(), *lishi.finish_entries(), *lishi.fired(), *lishi.bonuses(), *lishi.rates(), *lishi.frequencies(),
    ]  # fmt: skip
    write(pl.concat([entry(part) for part in parts]), ledger)


# --- what stands ------------------------------------------------------------------------------------


def stood(file: Path, small: Small) -> tuple[DF, DF]:
    """Rows that stand up to as-of, one of each id, corrected ones as corrected: events of cases, and all others."""
    sent = _sent(file, small)
    twice = sent.select("id").group_by("id").len().filter(col("len") > 1).select("id")
    corrected = sent.filter(col("amends").is_not_null() | col("voids").is_not_null())
    ids, corrections = pl.collect_all([twice, corrected], engine="streaming")
    decided = _decided(corrections)
    again = sent.join(ids.lazy(), on="id", how="semi").collect(engine="streaming")
    once = again.sort(pl.coalesce("recorded", "us")).unique("id", keep="first", maintain_order=True)
    plain = col("amends").is_null() & col("voids").is_null()
    once = once.filter(plain).join(decided, left_on="id", right_on="original", how="anti")
    amended = decided.filter(col("voids").is_null()).drop("id").rename({"original": "id"}).select(once.columns)
    gone = pl.concat([ids, corrections.select("id"), decided.select(id="original")]).unique()
    rest = sent.join(gone.lazy(), on="id", how="anti")
    own = col("case").is_null() | (col("kind") == "registration_missing")
    seen = pl.concat([rest, once.lazy(), amended.lazy()]).filter(col("us") < (LAST + 1) * DAY - EAST)
    day = ((col("us") + EAST) // DAY).cast(pl.Int32).alias("day")
    cases = seen.filter(~own).select(*OF_CASES, day).collect(engine="streaming")
    return cases, seen.filter(own).select(*OF_OFFICES, day).collect(engine="streaming")


def _sent(file: Path, small: Small) -> pl.LazyFrame:
    """The file's rows; codes as enums."""
    names = dict.fromkeys((*OF_CASES, *OF_OFFICES, "amends", "voids"))
    del names["us"], names["due_on"]
    return pl.scan_parquet(file).select(
        *names, us=col("at").dt.epoch("us"), recorded=col("recorded_at").dt.epoch("us"), due_on=col("due_on").cast(pl.Int32)
    ).with_columns(
        col("kind").cast(pl.Enum(small.kinds)), col("unit").cast(pl.Enum(small.unit_codes)), col("leader").cast(pl.Enum(small.leader_codes)),
        col("days").cast(pl.Int32), *(col(name).cast(pl.Categorical) for name in CODES),
    )  # fmt: skip


def _decided(corrections: DF) -> DF:
    """The correction that decides on each original: voided ones are as if never sent, the latest counts."""
    voids = corrections.filter(col("voids").is_not_null())
    standing_voids = voids.join(voids, left_on="id", right_on="voids", how="anti")
    sent = corrections.join(standing_voids, left_on="id", right_on="voids", how="anti")
    of_correction = col("voids").is_in(corrections["id"].implode())
    sent = sent.filter(col("voids").is_null() | ~of_correction).with_columns(original=pl.coalesce("amends", "voids"))
    targets = corrections.select(original="id", further=pl.coalesce("amends", "voids"))
    while sent["original"].is_in(corrections["id"].implode()).any():
        sent = sent.join(targets, on="original", how="left").with_columns(original=pl.coalesce("further", "original")).drop("further")
    return sent.sort(pl.coalesce("recorded", "us"), "id").unique("original", keep="last")


def streams(cases: DF) -> DF:
    """Events of cases in the order of their streams: ``m`` a stream (``matter`` its case), ``pos`` a place."""
    link = cases.filter(col("repeat_of").is_not_null()).select("case", root="repeat_of").unique()
    while (further := link.join(link.rename({"case": "root", "root": "up"}), on="root")).height:
        link = link.join(further.select("case", "up"), on="case", how="left").select("case", root=pl.coalesce("up", "root"))
    rooted = cases.lazy().join(link.lazy(), on="case", how="left").with_columns(matter=pl.coalesce("root", "case").cast(pl.Categorical))
    cases = rooted.drop("case", "root", "repeat_of").collect(engine="streaming").with_columns(m=col("matter").to_physical())
    cases = cases.sort("m", "us", "kind", "id")
    # A stream that does not begin with a registration is unscored.
    begins = cases.filter(col("m") != col("m").shift(1, fill_value=2**32 - 1)).filter(col("kind") != "registered")["m"]
    return cases.filter(~col("m").is_in(begins.implode())).with_row_index("pos").with_columns(col("pos").cast(pl.Int64))


# --- as-of joins ------------------------------------------------------------------------------------


def beside(left: DF, right: DF, names: Mapping[str, str], *, after: bool = False) -> DF:
    """The last row of ``right`` before each of ``left`` in its stream (or the first after it), its columns renamed."""
    found = right.select("pos", col("m").alias("there"), *(col(old).alias(new) for new, old in names.items()))
    joined = left.join_asof(found, on="pos", strategy="forward" if after else "backward", allow_exact_matches=False)
    same = col("there") == col("m")
    return joined.with_columns(pl.when(same).then(col(name)).alias(name) for name in names).drop("there")


# --- histories --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Histories:
    """One small table for each thing asked about; all but ``others`` in the order of ``pos``."""

    e: DF
    others: DF
    registered: DF
    slips: DF
    closings: DF
    turns: DF
    origin: DF

    def of(self, *kinds: str) -> DF:
        return self.e.filter(col("kind").is_in(list(kinds)))


def histories(e: DF, others: DF) -> Histories:
    e = e.with_columns(at_pos=col("pos"))
    registered = e.filter(col("kind") == "registered").with_columns(case_origin=col("origin").first().over("m"))
    slips = e.filter(col("kind") == "assigned")
    limited = e.filter((col("kind") == "reopened") | ((col("kind") == "assigned") & col("due_on").is_not_null()))
    slips = beside(slips, slips, {"unit_before": "unit", "slip_id": "id", "slip_pos": "at_pos"})
    slips = beside(slips, limited, {"limited_by": "kind", "limited_id": "id", "limited_pos": "at_pos"})
    closings = _gated(e)
    turns = pl.concat([
        closings.filter("sound").select("m", "pos", "at_pos", "id", resolved=lit(True)),
        e.filter(col("kind") == "reopened").select("m", "pos", "at_pos", "id", resolved=lit(False)),
    ]).sort("pos")  # fmt: skip
    origin = registered.unique("m", keep="first", maintain_order=True).select("m", "matter", origin="case_origin")
    return Histories(e, others, registered, slips, closings, turns, origin)


def _gated(e: DF) -> DF:
    """Closings and whether all five gates let them pass."""
    closings = e.filter(col("kind") == "closed")
    checked = e.filter(col("kind") == "checked")
    for item in ("facts", "evidence", "conclusion"):
        closings = beside(closings, checked.filter(col("item") == item), {f"{item}_sound": "passed"})
    for name, kind, what in (("done", "opinion_executed", "id"), ("said", "outcome", "result"), ("told", "explained", "id"), ("seen", "verified", "passed")):
        closings = beside(closings, e.filter(col("kind") == kind), {name: what})
    content = col("said").is_in(["satisfied", "basic", "signed"])
    refused = col("said").is_in(["declined", "unreachable"]) & col("told").is_not_null() & col("seen").fill_null(False)
    sound = col("facts_sound") & col("evidence_sound") & col("conclusion_sound") & col("done").is_not_null() & (content | refused)
    return closings.with_columns(sound=sound.fill_null(False))


# --- entries ----------------------------------------------------------------------------------------


def entry(rows: DF) -> DF:
    """These rows as entries: what is not said is missing."""
    said = {name: col(name).cast(kind) if name in rows.columns else lit(None, kind) for name, kind in ENTRY.items()}
    if "because" not in rows.columns:
        said["because"] = pl.lit([], pl.List(pl.String))
    return rows.select(**said)


def shared(points: pl.Expr) -> pl.Expr:
    """Equal shares among the holders of a day; the millionths that are left go one each to the first."""
    whole = points.abs() // col("holders")
    return points.sign() * (whole + (col("place") <= points.abs() - whole * col("holders")).cast(pl.Int64))


def cited(*ids: str) -> pl.Expr:
    """Those ids that are there, in the order given."""
    return pl.concat_list(*ids).list.drop_nulls()


def in_order(pairs: list[tuple[str, str]]) -> pl.Expr:
    """Ids by place, each once; missing ones left out. ``pairs``: place and id, or lists of them."""
    return pl.concat_list(pl.struct(at=col(at), id=col(id_)) for at, id_ in pairs)


@dataclass(frozen=True)
class Lishi:
    """The clauses."""

    small: Small
    h: Histories

    # --- who answers ---

    def holders(self) -> DF:
        """Who holds a post of a unit on each day: ``place`` by code, of so many ``holders``."""
        tenures = pl.from_arrow(self.small.tenures)
        assert isinstance(tenures, DF)
        begin, end = col("from").cast(pl.Int32), col("to").cast(pl.Int32)
        days = tenures.select("unit", "post", "leader", day=pl.int_ranges(begin.clip(FIRST - 1), end.fill_null(LAST + 1).clip(upper_bound=LAST + 1) + 1, dtype=pl.Int32))
        each = days.explode("day").drop_nulls("day").unique().with_columns(col("unit").cast(pl.Enum(self.small.unit_codes)))
        same = ["unit", "post", "day"]
        return each.with_columns(place=col("leader").rank("ordinal").over(same), holders=pl.len().cast(pl.Int64).over(same))

    def held(self, rows: DF, post: str, day: str, points: pl.Expr) -> DF:
        """``rows`` (their ``unit``, on ``day``) with the holders of a post as subjects."""
        there = self.holders_table.filter(col("post") == post).drop("post")
        joined = rows.join(there, left_on=["unit", day], right_on=["unit", "day"])
        return joined.with_columns(subject=col("leader_right") if "leader_right" in joined.columns else col("leader"), points=shared(points), role=lit(post))

    @property
    def holders_table(self) -> DF:
        return _once(self, "holders", self.holders)

    def unit_at(self, rows: DF, day: str) -> DF:
        """``rows`` with the unit that holds the case when ``day`` ends."""
        key = (col("m").cast(pl.Int64) * 65_536).alias("key")
        slips = self.h.slips.select(key + col("day"), there="m", unit="unit")
        joined = rows.drop("unit", strict=False).with_columns(key + col(day)).sort("key").join_asof(slips, on="key", strategy="backward")
        return joined.filter(col("there") == col("m")).drop("there", "key")

    def unit_before(self, rows: DF) -> DF:
        """``rows`` with the unit that holds the case just before them; rows without one are left out."""
        return beside(rows.drop("unit", strict=False), self.h.slips, {"unit": "unit"}).filter(col("unit").is_not_null())

    # --- deadlines of one limit ---

    def simple_deadlines(self) -> list[DF]:
        h = self.h
        starts = h.registered
        withdrawn = h.of("withdrawn")
        planned = h.of("scheduled")
        given = h.slips.filter(col("due_on").is_not_null())
        dispatch = _late("control-new.dispatch", starts.filter(col("origin") == "new"), [given, withdrawn], 15)
        replies = [h.of("replied", "opinion_issued"), withdrawn]
        reply = _late("control-new.reply", starts.filter(col("channel").is_in(["online", "letter"])), replies, 15)
        made = [
            dispatch.with_columns(points=lit(-500_000), role=lit("unit"), subject=col("unit")),
            self.unit_at(reply, "due").with_columns(points=lit(-200_000), role=lit("unit"), subject=col("unit")),
        ]
        parents = _frame(self.small.units).select(unit=col("id").cast(pl.Enum(self.small.unit_codes)), parent=col("parent").cast(pl.Enum(self.small.unit_codes)))
        for clause, tier, posts in (
            ("leaders.cross-domain", "cross", ["deputy_secretary", "executive_deputy"]),
            ("leaders.district-level", "district", ["secretary", "head"]),
        ):
            ends = [planned.filter(col("by_post").is_in(posts)), withdrawn]
            late = _late(clause, starts.filter(col("tier") == tier), ends, 30)
            above = late.join(parents, on="unit").drop("unit").rename({"parent": "unit"})
            made += [self.held(above, post, "due", lit(-500_000)) for post in posts]
        return [*made, self._advice()]

    def _advice(self) -> DF:
        """In a unit's own stream, paired by its number."""
        rows = self.h.others.select("kind", "unit", "advice", "us", "day", "id", "in_writing").sort("us")
        given, answers = rows.filter(col("kind") == "advice_issued"), rows.filter((col("kind") == "advice_answered") & col("in_writing"))
        answers = answers.select("unit", "advice", "us", end_day="day", end_id="id")
        joined = given.join_asof(answers, on="us", by=["unit", "advice"], strategy="forward", check_sortedness=False)
        late = joined.with_columns(due=col("day") + 30).filter(_is_late())
        return late.select(
            clause=lit("statute-2005.advice"), part=lit("late"), role=lit("unit"), subject="unit", points=lit(-500_000),
            at=col("due") + 1, due="due", event="id", because=cited("id", "end_id"),
        )  # fmt: skip

    # --- control-new.finish ---

    @property
    def finish(self) -> Finish:
        return _once(self, "finish", lambda: finish_of(self.h))

    def finish_entries(self) -> list[DF]:
        late = self.finish.late()
        charged = self.unit_at(late, "due").with_columns(clause=lit("control-new.finish"), part=lit("late"))
        return [
            charged.with_columns(role=lit("unit"), subject=col("unit"), points=lit(-1_000_000)),
            self.held(charged, "deputy", "due", lit(-500_000)),
        ]

    # --- clauses at an event ---

    def fired(self) -> list[DF]:
        h = self.h
        year = col("day") >= FIRST
        again = self._second_reports()
        failed = self.unit_before(h.closings.filter(~col("sound") & year)).with_columns(clause=lit("control-new.failed-gate"), points=lit(-500_000))
        reviews = h.of("review_decided", "rereview_decided").filter(year & col("result").is_in(["changed", "revoked"]))
        worth = pl.when(col("result") == "revoked").then(-3_000_000).otherwise(-1_000_000)
        reviewed = self.unit_before(reviews).with_columns(clause=lit("control-new.review-changed"), points=worth)
        missing = h.others.filter((col("kind") == "registration_missing") & year).with_columns(clause=lit("control-new.not-registered"), points=lit(-5_000_000))
        fault = (col("confirmer") != col("proposer")) & col("evidence").is_not_null() & col("matter").is_in(["not_accepted", "delay"])
        found = h.others.filter((col("kind") == "violation_confirmed") & year & fault)
        liable = found.with_columns(clause=lit("control-new.liability"), points=lit(-8_000_000), case=lit(None, pl.String))
        rows = [again] + [
            one.with_columns(because=pl.concat_list("id"), **({"case": col("matter")} if "m" in one.columns else {})) for one in (failed, reviewed, missing, liable)
        ]
        charged = [one.with_columns(part=lit("charge"), at=col("day"), event=col("id")) for one in rows]
        units = [one.with_columns(role=lit("unit"), subject=col("unit")) for one in charged]
        half = (col("points") // 2).cast(pl.Int64)
        return units + [self.held(charged[n], "principal", "day", half) for n in (0, 3, 4)]

    def _second_reports(self) -> DF:
        h, finish = self.h, self.finish
        new = h.origin.filter(col("origin") == "new")["m"]
        rows = h.of("repeat_petition").filter((col("day") >= FIRST) & col("m").is_in(new.implode()))
        rows = self.unit_before(rows)
        rows = beside(rows, h.turns, {"turn": "id", "turn_pos": "at_pos", "resolved": "resolved"})
        rows = beside(rows, h.closings, {"closing": "id", "closing_pos": "at_pos"})
        rows = beside(rows, h.of("rereview_decided"), {"rereview": "id"})
        rows = beside(rows, finish.clocks, {"clock": "id", "start": "day", "n": "n", "clock_end": "end_pos"})
        rows = rows.filter(~col("resolved").fill_null(False) & col("rereview").is_null())
        rows = rows.filter(col("closing").is_not_null() | col("id").is_in(finish.overdue(rows).implode()))
        first = pl.when(col("turn_pos") < col("closing_pos")).then("turn").otherwise(pl.coalesce("closing", "turn"))
        second = pl.when(col("turn_pos") < col("closing_pos")).then("closing").when(col("turn_pos") > col("closing_pos")).then("turn")
        because = pl.concat_list(first, second, "id").list.drop_nulls()
        return rows.with_columns(clause=lit("control-new.second-report"), points=lit(-2_000_000), case=col("matter"), because=because)

    # --- bonuses ---

    def bonuses(self) -> list[DF]:
        earned = self._earned()
        revoking = self.h.of("reopened", "repeat_petition").select("m", b_pos="pos", b_day="day", b_id="id")
        after = earned.select("clause", "id", "m", "pos", "at").join(revoking, on="m").filter(col("b_pos") > col("pos"))
        forfeited = after.filter(col("b_day") < col("at")).select("clause", "id").unique()
        earned = earned.filter(col("at").is_between(FIRST, LAST)).join(forfeited, on=["clause", "id"], how="anti")
        backlash = after.filter(col("b_day").is_between(col("at"), col("at") + 180)).sort("b_pos").unique(["clause", "id"], keep="first").select("clause", "id", by_event="b_id")
        units = self.unit_before(earned).with_columns(role=lit("unit"), subject=col("unit").cast(pl.String))
        taken = beside(earned.filter(col("clause") == "clear-old.bonus"), self.h.of("case_taken"), {"taker": "leader"}).filter(col("taker").is_not_null())
        leaders = taken.with_columns(role=lit("leader"), subject=col("taker").cast(pl.String), points=col("points") // 2)
        names = ["clause", "role", "subject", "points", "matter", "pos", "id", "at", "because"]
        given = pl.concat([units.select(names), leaders.select(names)]).join(backlash, on=["clause", "id"], how="left")
        given = given.with_columns(case=col("matter"), event=col("id"), part=lit("charge"))
        standing = given.filter(col("by_event").is_null()).sort(col("points").neg(), "at", "pos")
        lesser = standing.filter(pl.int_range(pl.len()).over("subject", "case") > 0)
        return [
            given,
            given.filter(col("by_event").is_not_null()).with_columns(part=lit("reverse"), points=-col("points"), because=pl.concat_list("by_event")),
            lesser.drop("because").with_columns(part=lit("zero"), points=-col("points")),
        ]

    def _earned(self) -> DF:
        h = self.h
        rows = h.of("followup").filter(col("result").is_in(["satisfied", "basic"]))
        rows = beside(rows, h.turns, {"turn": "id", "turn_pos": "at_pos", "resolved": "resolved"}).filter("resolved")
        steps = h.of("hearing_step").select("m", "step", s_pos="pos", s_id="id")
        heard = rows.select("m", "pos", "id").join(steps, on="m").filter(col("s_pos") < col("pos")).sort("s_pos")
        heard = heard.group_by("id", maintain_order=True).agg(col("step").n_unique(), col("s_id").last(), col("s_pos").last()).filter(col("step") == 5)
        rows = rows.join(heard.drop("step"), on="id").sort("pos")
        listed = h.of("backlog_listed").filter(col("day") < FIRST)
        old = beside(rows, listed, {"list": "id", "list_pos": "at_pos"}).with_columns(clause=lit("clear-old.bonus"), points=lit(2_000_000, pl.Int64))
        new = h.origin.filter(col("origin") == "new")["m"]
        hard = beside(rows.filter(col("m").is_in(new.implode())), h.of("hard_listed"), {"list": "id", "list_pos": "at_pos"})
        hard = hard.with_columns(clause=lit("clear-old.hard-new"), points=lit(1_000_000, pl.Int64))
        both = pl.concat([old, hard]).filter(col("list").is_not_null()).with_columns(at=col("day") + 91)
        order = in_order([("list_pos", "list"), ("s_pos", "s_id"), ("turn_pos", "turn"), ("pos", "id")])
        return both.with_columns(because=order.list.sort().list.eval(pl.element().struct.field("id"))).sort("pos")

    # --- rates ---

    def rates(self) -> list[DF]:
        h = self.h
        resolved = h.turns.group_by("m", maintain_order=True).agg(col("resolved").last())
        outcome = h.origin.select("m").join(resolved, on="m", how="left").with_columns(col("resolved").fill_null(False))
        backlog = h.of("backlog_listed").filter(col("day") < FIRST).select("m").unique()
        holder = h.slips.group_by("m", maintain_order=True).agg(subject=col("unit").last())
        stock = outcome.join(backlog, on="m", how="semi").join(holder, on="m")
        taker = h.of("case_taken").group_by("m", maintain_order=True).agg(subject=col("leader").last())
        taken = outcome.join(taker, on="m")
        committees = _frame(self.small.units).filter(col("kind") == "standing_committee")["id"]
        met = h.others.filter((col("kind") == "meeting_held") & (col("day") >= FIRST) & col("unit").cast(pl.String).is_in(committees.implode()))
        met = met.select(subject="unit", resolved=col("item_first").fill_null(False))
        district = _frame(self.small.tenures).filter(col("level") == "district")["leader"].unique()
        # A district's leader without a case has none solved; a committee that never met has its full marks.
        return [
            _rate(stock, "clear-old.stock", "unit", 15, 3),
            *_rate_of_all(taken, "leaders.case-solved", "leader", 20, district, 0),
            *_rate_of_all(met, "bodies.committee-first", "unit", 10, committees, 10_000_000),
        ]

    # --- frequencies ---

    def frequencies(self) -> list[DF]:
        days = _frame(self.small.calendar).with_columns(n=col("day").cast(pl.Int32), week=col("day").dt.strftime("%G-W%V"), text=col("day").dt.strftime("%Y-%m-%d"))
        half = pl.when(col("day").dt.day() <= 15).then(lit("-1")).otherwise(lit("-2"))
        days = days.with_columns(half=col("day").dt.strftime("%Y-%m") + half)
        own = self._district_days(days)
        acts = self.h.others.filter(col("day") >= FIRST).with_columns(week=col("day").cast(pl.Date).dt.strftime("%G-W%V"))
        weeks = own.group_by("leader", "week").agg(col("workday").sum().alias("mine"), at=col("n").max())
        weeks = weeks.join(days.group_by("week").agg(col("workday").sum().alias("all")), on="week").filter((col("mine") > 0) & (2 * col("mine") >= col("all")))
        duty = acts.filter(col("kind") == "duty_day").group_by("leader", "week").agg(times=col("day").n_unique())
        visits = acts.filter((col("kind") == "field_visit") & col("with_case").is_not_null()).group_by("leader", "week").agg(times=pl.len())
        checks = acts.filter(col("kind") == "daily_check").select(col("leader").cast(pl.String), n="day")
        unchecked = own.filter(col("secretary") & col("workday")).join(checks, on=["leader", "n"], how="anti")
        return [
            _short(weeks, duty, "leaders.duty-day", 1, -200_000, None),
            _short(weeks, visits, "leaders.field-visits", 3, -100_000, -200_000),
            unchecked.select(clause=lit("leaders.daily-check"), part=lit("short"), role=lit("leader"), subject="leader", points=lit(-50_000), at="n", span="text"),
            *self._bodies(days, acts),
        ]

    def _district_days(self, days: DF) -> DF:
        """Days of the period on which a leader is one of the district's; whether as its secretary."""
        tenures = _frame(self.small.tenures).filter(col("level") == "district").select("leader", "post", first=col("from").cast(pl.Int32), last=col("to").cast(pl.Int32).fill_null(LAST))
        inside = days.filter(col("n").is_between(FIRST, LAST))
        each = tenures.join(inside, how="cross").filter(col("n").is_between(col("first"), col("last")))
        return each.group_by("leader", "n", "week", "text", "workday").agg(secretary=(col("post") == "secretary").any())

    def _bodies(self, days: DF, acts: DF) -> list[DF]:
        """Bodies of the roster; all of theirs are there all year."""
        units = _frame(self.small.units).select(unit="id", body="kind")
        inside = days.filter(col("n").is_between(FIRST, LAST))
        rota = units.filter(col("body") == "four_leaderships").join(inside.filter("workday"), how="cross")
        done = acts.filter(col("kind") == "rota_day").select(col("unit").cast(pl.String), n="day")
        idle = rota.join(done, on=["unit", "n"], how="anti")
        lengths = days.group_by("half").agg(length=pl.len())
        halves = inside.group_by("half").agg(mine=pl.len(), first=col("n").min(), at=col("n").max()).join(lengths, on="half").filter(2 * col("mine") >= col("length"))
        met = acts.filter((col("kind") == "meeting_held") & (col("key_cases") > 0)).with_columns(day=col("day").cast(pl.Int32))
        met = met.join(days.select("half", day="n"), on="day").select(col("unit").cast(pl.String), "half").unique()
        missed = units.filter(col("body") == "joint_conference").join(halves, how="cross").join(met, on=["unit", "half"], how="anti")
        missed = missed.with_columns(clause=lit("bodies.joint-conference"), part=lit("short"), span=col("half"))
        conveners = self.holders_table.filter(col("post") == "convener").select(col("unit").cast(pl.String), "day", "leader", "holders")
        held = missed.join(conveners, on="unit").filter(col("day").is_between(col("first"), col("at")))
        held = held.group_by("clause", "part", "span", "unit", "at", "leader", "mine").agg(part_days=(1 / col("holders")).sum())
        return [
            idle.select(clause=lit("bodies.daily-rota"), part=lit("short"), role=lit("unit"), subject="unit", points=lit(-100_000), at="n", span="text"),
            missed.with_columns(role=lit("unit"), subject=col("unit"), points=lit(-500_000)),
            held.with_columns(role=lit("convener"), subject=col("leader"), of=col("unit"), points=(-250_000 * col("part_days") / col("mine")).round().cast(pl.Int64)),
        ]


_KEPT: dict[tuple[int, str], object] = {}


def _once(of: object, name: str, make: object) -> object:
    key = (id(of), name)
    if key not in _KEPT:
        _KEPT[key] = make()
    return _KEPT[key]


def _frame(table: object) -> DF:
    made = pl.from_arrow(table)
    assert isinstance(made, DF)
    return made


def _is_late() -> pl.Expr:
    """Not ended by the due day, the day after which lies in the period."""
    return col("due").is_between(FIRST - 1, LAST - 1) & (col("end_day").is_null() | (col("end_day") > col("due")))


def _late(clause: str, starts: DF, ends: list[DF], days: int) -> DF:
    """Clocks of so many days that were not ended in time."""
    ending = pl.concat([one.select("pos", "m", "day", "id") for one in ends]).sort("pos")
    clocks = beside(starts, ending, {"end_day": "day", "end_id": "id"}, after=True).with_columns(due=col("day") + days)
    late = clocks.filter(_is_late())
    return late.select(
        "m", "unit", "due", clause=lit(clause), part=lit("late"), at=col("due") + 1, case="matter", event="id", because=cited("id", "end_id")
    )


# --- control-new.finish: a limit given with the slip, extended, paused, begun anew ------------------------


@dataclass(frozen=True)
class Finish:
    """``clocks`` in order; ``extensions`` that count; ``paused``: for each clock the pauses after its start."""

    clocks: DF
    extensions: DF
    paused: DF

    def due(self, clocks: DF, full: pl.Expr) -> DF:
        """``clocks`` (``clock``, ``start``) with the due day after ``full`` counted days; missing: suspended."""
        rows = clocks.with_columns(full=full)
        taken = rows.select("clock", "full").unique().join(self.paused, on="clock").filter(col("counted") < col("full"))
        sums = taken.group_by("clock", "full").agg(length=col("length").sum(), open=col("length").is_null().any())
        rows = rows.join(sums, on=["clock", "full"], how="left")
        due = (col("start") + col("full") + col("length").fill_null(0)).cast(pl.Int32)
        return rows.with_columns(due=pl.when(col("open").fill_null(False)).then(None).otherwise(due)).drop("length", "open")

    def overdue(self, rows: DF) -> pl.Series:
        """Ids of rows whose clock still runs and was due before their day, as was known then."""
        running = rows.filter(col("clock").is_not_null() & (col("clock_end").is_null() | (col("clock_end") > col("pos"))))
        earlier = running.select("id", "clock", "pos").join(self.extensions.select("clock", "days", x_pos="pos"), on="clock").filter(col("x_pos") < col("pos"))
        added = earlier.group_by("id").agg(added=col("days").sum().clip(upper_bound=30))
        running = running.join(added, on="id", how="left")
        known = self.due(running, col("n") + col("added").fill_null(0))
        return known.filter(col("due") < col("day"))["id"]

    def late(self) -> DF:
        approvals = self.extensions.group_by("clock").agg(added=col("days").sum().clip(upper_bound=30), approvals=pl.struct(at="pos", id="id"))
        rows = self.clocks.with_columns(clock=col("id"), start=col("day")).join(approvals, on="clock", how="left")
        late = self.due(rows, col("n") + col("added").fill_null(0)).filter(_is_late())
        plain = pl.col("approvals").is_null() & col("slip_id").is_null() & col("limited_id").is_null()
        skipped = late.select("clock", "full").join(self.paused, on="clock").filter(col("counted") < col("full"))
        skipped = skipped.group_by("clock").agg(skips=pl.concat([pl.struct(at="began_pos", id="began"), pl.struct(at="ended_pos", id="ended")]))
        late = late.join(skipped, on="clock", how="left")
        simple = late.filter(plain & col("skips").is_null()).with_columns(because=cited("id", "end_id"))
        rich = late.filter(~(plain & col("skips").is_null()))
        nothing = pl.lit([], late.schema["approvals"])
        own = in_order([("pos", "id"), ("end_pos", "end_id"), ("slip_pos", "slip_id"), ("limited_pos", "limited_id")])
        every = pl.concat_list(own, col("approvals").fill_null(nothing), col("skips").fill_null(nothing)).list.unique().list.sort()
        rich = rich.with_columns(because=every.list.eval(pl.element().struct.field("id").drop_nulls()))
        return pl.concat([simple, rich]).select("m", "due", "because", at=col("due") + 1, case="matter", event="id")


def finish_of(h: Histories) -> Finish:
    """The clocks: an assignment elsewhere ends every open one, and begins one anew if one was open."""
    moves = (col("unit_before") != col("unit")).fill_null(False)
    anew = moves | (col("limited_by").fill_null("reopened") == "reopened")
    slips = h.slips.with_columns(moves=moves, starts=col("due_on").is_not_null() & anew)
    ended = pl.concat([h.closings.filter("sound").select("m", "pos", "day", "id"), h.of("withdrawn").select("m", "pos", "day", "id")])
    marks = pl.concat([ended.select("m", "pos", opens=lit(False)), slips.filter("starts").select("m", "pos", opens=lit(True))]).sort("pos")
    restarts = beside(slips.filter(col("moves") & ~col("starts")), marks, {"opens": "opens"}).filter("opens").drop("opens")
    clocks = pl.concat([slips.filter("starts"), restarts]).sort("pos")
    # An assignment elsewhere that is no start has the whole limit of the clock that it ended.
    own = pl.when("starts").then(col("due_on") - col("day"))
    clocks = clocks.with_columns(n=own.forward_fill().over("m"))
    ending = pl.concat([ended, slips.filter("moves").select("m", "pos", "day", "id")]).sort("pos").with_columns(p=col("pos"))
    clocks = beside(clocks, ending, {"end_pos": "p", "end_day": "day", "end_id": "id"}, after=True)
    paused = _paused(h, clocks)
    made = Finish(clocks, clocks.head(0).select("id"), paused)
    return Finish(clocks, _extensions(h, clocks, made), paused)


def _paused(h: Histories, clocks: DF) -> DF:
    """Pauses: from a dispute with reasons to its decision; how many days each clock counts before each."""
    marks = h.of("assignment_disputed", "dispute_decided").with_columns(begins=col("kind") == "assignment_disputed")
    marks = marks.filter(~col("begins") | col("reasons_given")).select("m", "pos", "day", "id", "begins")
    turns = marks.filter(col("begins") != col("begins").shift(1).over("m").fill_null(False))
    after = {"ended_pos": "pos", "ended_day": "day", "ended": "id"}
    pauses = turns.with_columns(col(old).shift(-1).over("m").alias(new) for new, old in after.items()).filter("begins")
    rows = clocks.select("m", clock="id", start="day").join(pauses.rename({"pos": "began_pos", "id": "began"}).drop("begins"), on="m")
    rows = rows.filter(col("ended_day").is_null() | ((col("ended_day") > col("start") + 1) & (col("ended_day") > col("day")))).sort("clock", "began_pos")
    begin = pl.max_horizontal("day", col("start") + 1)
    rows = rows.with_columns(length=col("ended_day") - begin, reached=begin - (col("start") + 1))
    before = col("length").cum_sum().shift(1, fill_value=0).over("clock")
    return rows.with_columns(counted=col("reached") - before)


def _extensions(h: Histories, clocks: DF, so_far: Finish) -> DF:
    """Approvals in order: each counts if all before it did and it stands not after the due day as then computed."""
    asked = h.of("extension_approved").filter((col("by") == "head") & col("notice_given")).select("m", "days", x_pos="pos", x_day="day", x_id="id")
    rows = clocks.select("m", "pos", "end_pos", "n", clock="id", start="day").join(asked, on="m")
    rows = rows.filter((col("x_pos") > col("pos")) & (col("end_pos").is_null() | (col("x_pos") < col("end_pos")))).sort("clock", "x_pos")
    before = col("days").cum_sum().shift(1, fill_value=0).over("clock").clip(upper_bound=30)
    rows = so_far.due(rows, col("n") + before).sort("clock", "x_pos")
    in_time = col("due").is_null() | (col("x_day") <= col("due"))
    rows = rows.filter(in_time.cast(pl.Int8).cum_min().over("clock") == 1)
    return rows.select("clock", "days", pos="x_pos", id="x_id")


# --- rates, frequencies, limits, the ledger ---------------------------------------------------------------


def _rate(rows: DF, clause: str, role: str, full: int, least: int) -> DF:
    """Full marks × share, half away from zero at two places, exactly."""
    counts = rows.group_by("subject").agg(hits=col("resolved").sum().cast(pl.Int64), n=pl.len().cast(pl.Int64)).filter(col("n") >= least)
    points = (200 * full * col("hits") + col("n")) // (2 * col("n")) * 10_000
    return counts.select(SPAN, subject="subject", clause=lit(clause), part=lit("score"), role=lit(role), points=points, span=lit("2021"))


def _rate_of_all(rows: DF, clause: str, role: str, full: int, subjects: pl.Series, otherwise: int) -> list[DF]:
    """The same, and ``otherwise`` points for each of the subjects without a row."""
    rated = _rate(rows, clause, role, full, 1)
    idle = subjects.filter(~subjects.is_in(rated["subject"].cast(pl.String).implode())).to_frame("subject")
    return [rated, idle.select(SPAN, subject="subject", clause=lit(clause), part=lit("score"), role=lit(role), points=lit(otherwise), span=lit("2021"))]


def _short(weeks: DF, done: DF, clause: str, least: int, each: int, at_most: int | None) -> DF:
    rows = weeks.join(done.with_columns(col("leader").cast(pl.String)), on=["leader", "week"], how="left").with_columns(missing=least - col("times").fill_null(0).cast(pl.Int64))
    points = (col("missing") * each).clip(lower_bound=at_most) if at_most is not None else col("missing") * each
    return rows.filter(col("missing") > 0).select("at", clause=lit(clause), part=lit("short"), role=lit("leader"), subject="leader", points=points, span="week")


def write(entries: DF, ledger: Path) -> None:
    """Adds what limits take back, and writes the ledger in its order."""
    limits = _frame(LIMITS)
    sums = entries.join(limits, on=["clause", "role"]).group_by("clause", "role", "subject", "case", "per_case", "per_subject").agg(col("points").sum(), col("at").max())
    over = sums.filter(col("case").is_not_null() & (col("points").abs() > col("per_case")))
    cut = over.with_columns(points=col("points").sign() * col("per_case") - col("points"), part=lit("cap_case"))
    held = pl.when(col("case").is_not_null() & col("per_case").is_not_null()).then(col("points").clip(-col("per_case"), col("per_case"))).otherwise("points")
    whole = sums.with_columns(points=held).group_by("clause", "role", "subject", "per_subject").agg(col("points").sum(), col("at").max())
    over = whole.filter(col("points").abs() > col("per_subject"))
    cap = over.with_columns(points=col("points").sign() * col("per_subject") - col("points"), part=lit("cap"))
    rows = pl.concat([entries, entry(cut), entry(cap)])
    kind = pl.when(col("role") == "unit").then(lit("unit")).otherwise(lit("leader"))
    rows = rows.with_columns(subject_kind=kind).sort("subject_kind", "subject", "at", "case", "event", "clause", "role", "part")
    exact = (col("points").cast(pl.Decimal(18, 6)) / 1_000_000).cast(pl.Decimal(18, 6))
    rows.with_columns(col("at").cast(pl.Date), col("due").cast(pl.Date), points=exact).write_parquet(ledger, compression="zstd")


if __name__ == "__main__":
    main()
