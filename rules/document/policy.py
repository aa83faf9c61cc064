"""The policy document. One class per mapping; the order of the classes is the order of the page."""

from __future__ import annotations

from typing import Literal

from kaohe.rules.document.scalar import ClauseId, Code, Day, Expr, Flag, Length, Name, Number, Text, Whole
from kaohe.rules.document.shape import Origin, Shape

KindNames = Text
"""``closed`` or ``closed | reopened``: one kind or several joined."""
PostName = Name
Cycle = Literal["month", "quarter", "half_year", "year"]
ClauseKind = Literal["deduction", "bonus", "veto", "indicator", "monitored"]


# --- head ---------------------------------------------------------------------------------------


class Period(Shape):
    from_: Day
    to: Day


class NamedPeriod(Shape):
    from_: Day
    to: Day
    title: Text | None = None


class Extends(Shape):
    """Another policy whose clauses, gates, defines, states, parameters and sources come along."""

    policy: Name
    section: Name | None = None
    only: list[ClauseId] | None = None
    without: list[ClauseId] | None = None


class SourceText(Shape):
    title: Text
    file: Text | None = None
    article: Text | None = None
    url: Text | None = None
    sha256: Text | None = None


class Basis(Shape):
    """Why a clause stands: a source and a short verbatim quotation, or an article of a law."""

    source: Name
    quote: Text | None = None
    article: Text | None = None
    row: Text | None = None


class ParameterShape(Shape):
    """A dated value, or one per value of an enum (``by``). Before its first date: its first value."""

    title: Text | None = None
    unit: Text | None = None
    type: Literal["number", "duration", "code", "date", "bool"] = "number"
    by: Name | None = None
    values: dict[Day, Text | dict[Code, Text]]
    points_from: Origin
    basis: Basis | None = None
    note: Text | None = None
    replaces: Flag = False


# --- definitions --------------------------------------------------------------------------------


class Define(Shape):
    """A named condition or value; ``on`` names the kinds it may be used at (default: anywhere).

    ``replaces`` (here, on parameters, states and gates): stands in for the inherited one of this name.
    """

    title: Text | None = None
    value: Expr
    on: KindNames | None = None
    replaces: Flag = False


class At(Shape):
    """An event of a kind for which a condition holds."""

    on: KindNames
    when: Expr | None = None


class State(Shape):
    title: Text | None = None
    begins: At | list[At]
    ends: At | list[At] | None = None
    replaces: Flag = False


class GateItem(Shape):
    title: Text
    pass_: Expr


class GateShape(Shape):
    title: Text | None = None
    at: KindNames
    basis: Basis | None = None
    all: dict[Name, GateItem]
    replaces: Flag = False


# --- clause forms -------------------------------------------------------------------------------


class Extend(Shape):
    """Events that lengthen a limit: by ``add`` each, ``at_most`` in all, at most ``times``."""

    on: KindNames
    when: Expr | None = None
    add: Expr
    at_most: Length | None = None
    times: Whole | None = None


class Restart(Shape):
    on: KindNames
    when: Expr | None = None
    carry: Literal["whole", "rest"] = "whole"


class DueOf(Shape):
    """``due: {of: d, minus: 15d}``: counted back from another deadline's due day."""

    of: ClauseId
    minus: Length


class DeadlineShape(Shape):
    start: KindNames | None = None
    when: Expr | None = None
    finish: KindNames
    where: Expr | None = None
    within: Length | Expr | None = None
    due: DueOf | Expr | None = None
    match: list[Name] = []
    lapse: KindNames | At | list[KindNames | At] | None = None
    extend: Extend | None = None
    pause: list[Name] = []
    restart: Restart | None = None
    roll: Literal["none", "next_workday"] = "none"


class Outcome(Shape):
    """Points of a deadline's late or on-time ending."""

    points: Expr
    per: Literal["occurrence", "day", "workday", "week", "month"] = "occurrence"
    at_most: Number | None = None


class FrequencyShape(Shape):
    of: KindNames
    where: Expr | None = None
    by: Expr | None = None
    per: Text
    days: Expr | None = None
    at_least: Expr
    who: Expr
    count: Literal["events", "days"] = "events"
    working: Flag = False
    silent: Literal["no_data", "zero"] = "no_data"


class Short(Shape):
    points: Expr
    per: Literal["missing", "period"] = "missing"
    at_most: Number | None = None


class PrintRound(Shape):
    places: Whole
    mode: Literal["half_up", "half_even", "down", "up"] = "half_up"


class RatioShape(Shape):
    over: Text
    where: Expr | None = None
    all_time: Flag = False
    hit: Expr
    by: Expr
    minimum: Whole | None = None
    otherwise: Literal["full", "zero", "omit"] | None = None
    round: PrintRound | None = None
    score_rounded: Flag = False
    against: Literal["previous_year"] | Expr | None = None
    split: Expr | None = None


class MeasureShape(Shape):
    over: Text
    where: Expr | None = None
    all_time: Flag = False
    value: Expr | None = None
    statistic: Literal["mean", "median", "p80", "p90", "sum", "count", "max", "min"]
    by: Expr
    divide_by: Expr | None = None
    minimum: Whole | None = None
    otherwise: Literal["full", "zero", "omit"] | None = None
    round: PrintRound | None = None
    score_rounded: Flag = False
    against: Literal["previous_year"] | Expr | None = None
    split: Expr | None = None


class Groups(Shape):
    by: Name
    weights: dict[Code, Number]


class AppraisalShape(Shape):
    """Marks given by people (``of`` kinds, ``field`` in ``range``).

    ``reason`` and ``second`` name the fields a discretionary mark must carry (a coded reason, a
    second reviewer other than the first); ``document`` the field that cites a finished external
    result, which ``factor`` may convert. A mark without what is asked for is reported and left out.
    """

    of: KindNames
    field: Name
    range: tuple[Number, Number]
    where: Expr | None = None
    item: Name | None = None
    items: dict[Code, Number] | None = None
    groups: Groups | None = None
    reviewer: Name | None = None
    trim: Whole = 0
    by: Expr
    minimum: Whole | None = None
    otherwise: Literal["full", "zero", "omit"] | None = None
    reason: Name | None = None
    second: Name | None = None
    document: Name | None = None
    factor: Number | None = None
    round: PrintRound | None = None


class Item(Shape):
    title: Text
    pass_: Expr


class ItemPoints(Shape):
    points: Expr


class ChecklistShape(Shape):
    over: Literal["units", "leaders", "cases"]
    where: Expr | None = None
    all_time: Flag = False
    items: dict[Name, Expr | Item]
    missing: ItemPoints | None = None
    present: ItemPoints | None = None


# --- score shapes -------------------------------------------------------------------------------


class Rate(Shape):
    points: Number


class Band(Shape):
    at_least: Number | None = None
    at_most: Number | None = None
    from_: Number | None = None
    to: Number | None = None
    points: Number


class SlopeSide(Shape):
    per: Number
    points: Number


class Slope(Shape):
    at: Number
    full: Number
    below: SlopeSide | None = None
    above: SlopeSide | None = None
    steps: Literal["exact", "full", "started"] = "exact"
    floor: Number | None = None
    ceiling: Number | None = None


class Each(Shape):
    points: Number
    at_most: Number | None = None


class Rank(Shape):
    points: list[Number]
    best: Literal["highest", "lowest"] = "highest"
    ties: Literal["best", "mean"] = "best"


class RankTable(Shape):
    """Places to points, from the top (``1``) or the bottom (``-1`` is the last place)."""

    places: dict[Whole, Number]
    best: Literal["highest", "lowest"] = "highest"
    ties: Literal["best", "mean"] = "best"


class ShareOfBest(Shape):
    points: Number
    best: Literal["highest", "lowest"] = "highest"


class MinMax(Shape):
    """功效系数: ``base`` + (``points`` − ``base``) × (v − least) ÷ (greatest − least)."""

    points: Number
    base: Number | None = None
    best: Literal["highest", "lowest"] = "highest"


class MarkShape(Shape):
    """The mark itself, times ``factor``."""

    factor: Number | None = None


class ScoreShape(Shape):
    """Exactly one shape."""

    rate: Rate | None = None
    bands: list[Band] | None = None
    slope: Slope | None = None
    each: Each | None = None
    rank: Rank | None = None
    rank_table: RankTable | None = None
    share_of_best: ShareOfBest | None = None
    min_max: MinMax | None = None
    mark: MarkShape | None = None
    round: PrintRound | None = None


# --- a clause -----------------------------------------------------------------------------------


class Line(Shape):
    """Who answers: exactly one of ``unit units leader leaders post``; ``of`` goes with ``post``."""

    unit: Expr | None = None
    units: Expr | list[Expr] | None = None
    leader: Expr | None = None
    leaders: Expr | list[Expr] | None = None
    post: PostName | None = None
    of: Expr | None = None
    role: Name | None = None
    share: Number | None = None
    split: Literal["equal", "each"] = "equal"
    except_: Expr | None = None
    responsible_at: Literal["start", "due", "entry", "by_days"] | None = None


class Limits(Shape):
    per_case: Number | None = None
    per_subject: Number | None = None


class CapShape(Shape):
    """Magnitudes. Either one pair for all lines (times the line's share) or one per subject kind."""

    per_case: Number | None = None
    per_subject: Number | None = None
    unit: Limits | None = None
    leader: Limits | None = None


class Exclusive(Shape):
    group: Name
    per: Literal["case", "event", "subject"] = "case"
    keep: Literal["largest", "first", "latest"] = "largest"


class Revoke(Shape):
    on: KindNames
    when: Expr | None = None
    within: Length | None = None


class Confirm(Shape):
    """Fields of the veto's event: who proposed, who confirmed (another), and on what evidence."""

    proposer: Name
    confirmer: Name
    evidence: Name


class Silence(Shape):
    """A warning silenced in place, with its reason."""

    code: Text
    reason: Text


class AcceptedRisk(Shape):
    """A clause kept although it may pay for suppressing petitions: who answers for that, till when."""

    reason: Text
    approver: Text
    until: Day
    counter_clause: ClauseId


class ClauseShape(Shape):
    id: ClauseId
    title: Text
    kind: ClauseKind
    section: Name | None = None
    basis: Basis | list[Basis] = []  # the checker asks for it, and says what a basis is
    points_from: Origin | None = None
    note: Text | None = None
    replaces: ClauseId | None = None
    from_: Day | None = None
    to: Day | None = None
    stream: Literal["case", "unit", "leader"] | None = None
    # exactly one trigger
    on: KindNames | None = None
    deadline: DeadlineShape | None = None
    frequency: FrequencyShape | None = None
    ratio: RatioShape | None = None
    measure: MeasureShape | None = None
    appraisal: AppraisalShape | None = None
    checklist: ChecklistShape | None = None
    manual: Text | None = None
    # what it is worth
    when: Expr | None = None
    points: Expr | None = None
    round: PrintRound | None = None
    late: Outcome | None = None
    on_time: Outcome | None = None
    short: Short | None = None
    score: ScoreShape | None = None
    effect: Literal["no_top_grade", "lowest_grade", "ranked_last"] | list[
        Literal["no_top_grade", "lowest_grade", "ranked_last"]
    ] | None = None
    confirm: Confirm | None = None
    # whose it is, and what holds it
    accountable: list[Line] | None = None
    cap: CapShape | None = None
    exclusive: Exclusive | None = None
    vest: Length | None = None
    revoke: Revoke | list[Revoke] | None = None
    silence: list[Silence] = []
    accepted_risk: AcceptedRisk | None = None


# --- cards --------------------------------------------------------------------------------------


class SectionShape(Shape):
    title: Text
    start: Number | None = None
    floor: Number | None = None
    cap: Number | None = None
    bonus: Flag = False
    points_from: Origin | None = None


class GradeShape(Shape):
    """A grade, best first. ``share``: at most floor(share × n) of the peer group."""

    id: Name
    title: Text
    at_least: Number | None = None
    share: Number | None = None
    at_least_places: Whole | None = None
    places: Literal["passed_on", "vacant"] = "passed_on"


class Inherit(Shape):
    from_: Literal["unit", "children"]
    share: Number
    weight: Expr | None = None
    card: Name | None = None


class ScorecardShape(Shape):
    of: Literal["unit", "leader"]
    title: Text | None = None
    who: Expr
    out_of: Number
    base: Number | None = None
    sections: dict[Name, SectionShape]
    groups: Expr | None = None
    grades: list[GradeShape] | None = None
    per: Cycle | None = None
    roll_up: Literal["mean", "sum", "last", "min"] | None = None
    inherit: Inherit | None = None
    places: Whole | None = None
    points_from: Origin | None = None


class Appeals(Shape):
    """``notified`` is the kind that tells the office of a proposed veto (role ``notice``)."""

    notified: Name
    file_within: Length
    decide_within: Length


class PolicyDocument(Shape):
    kaohe: Whole
    policy: Name
    title: Text
    version: Text
    period: Period
    timezone: Text
    vocabulary: Name
    calendar: Name
    places: Whole | None = None
    rounding: Literal["half_up", "half_even", "down", "up"] | None = None
    scope: Text | None = None
    note: Text | None = None
    extends: list[Extends] = []
    sources: dict[Name, SourceText] = {}
    parameters: dict[Name, ParameterShape] = {}
    periods: dict[Name, list[NamedPeriod]] = {}
    define: dict[Name, Define | Expr] = {}
    states: dict[Name, State] = {}
    gates: dict[Name, GateShape] = {}
    sections: dict[Name, Text] = {}
    clauses: list[ClauseShape] = []
    scorecards: dict[Name, ScorecardShape] = {}
    appeals: Appeals | None = None
