"""The checked policy: everything an engine needs, nothing it must still look up or doubt.

    YAML --rules.document--> shapes --rules.policy_from_document--> Policy --engines--> ledger

    head <- definition <- form <- clause <- card          the parts, each standing on those before it
                          score <-'

All names are resolved, all conditions typed, all defaults filled in, all problems gone. Records
are frozen; numbers are exact (``Fraction``). The engines read this and nothing else.
"""

from __future__ import annotations

from kaohe.rules.policy.card import (
    Appeals,
    Grade,
    Inherit,
    Policy,
    Scorecard,
    Section,
)
from kaohe.rules.policy.clause import (
    AcceptedRisk,
    Cap,
    Clause,
    ClauseKind,
    Effect,
    Exclusive,
    Line,
    StandingRisk,
    Veto,
)
from kaohe.rules.policy.definition import (
    At,
    Definition,
    Gate,
    GateItem,
    State,
)
from kaohe.rules.policy.form import (
    Appraisal,
    Checklist,
    Deadline,
    DueBefore,
    Extend,
    Form,
    Frequency,
    FrequencyUnit,
    Item,
    Manual,
    Measure,
    On,
    Otherwise,
    Outcome,
    Over,
    Ratio,
    Restart,
    Revoke,
    Short,
    Statistic,
)
from kaohe.rules.policy.head import (
    Basis,
    Origin,
    Parameter,
    PrintRound,
    Source,
    Span,
)
from kaohe.rules.policy.score import (
    Band,
    Bands,
    Each,
    Mark,
    MinMax,
    Rank,
    Rate,
    Score,
    Shape,
    ShareOfBest,
    Slope,
    SlopeSide,
)

ANY = ("any",)
"""Every kind of the stream."""

__all__ = [
    "ANY",
    "AcceptedRisk",
    "Appeals",
    "Appraisal",
    "At",
    "Band",
    "Bands",
    "Basis",
    "Cap",
    "Checklist",
    "Clause",
    "ClauseKind",
    "Deadline",
    "Definition",
    "DueBefore",
    "Each",
    "Effect",
    "Exclusive",
    "Extend",
    "Form",
    "Frequency",
    "FrequencyUnit",
    "Gate",
    "GateItem",
    "Grade",
    "Inherit",
    "Item",
    "Line",
    "Manual",
    "Mark",
    "Measure",
    "MinMax",
    "On",
    "Origin",
    "Otherwise",
    "Outcome",
    "Over",
    "Parameter",
    "Policy",
    "PrintRound",
    "Rank",
    "Rate",
    "Ratio",
    "Restart",
    "Revoke",
    "Score",
    "Scorecard",
    "Section",
    "Shape",
    "ShareOfBest",
    "Short",
    "Slope",
    "SlopeSide",
    "Source",
    "Span",
    "StandingRisk",
    "State",
    "Statistic",
    "Veto",
]
