"""The spans that cards are made for: the policy's period, or each month, quarter, half year in it.

What a card counts, it counts over its own span: caps, sections, and the spans of ratios and measures
(P15). So engines ask here over which spans a clause's tallies are wanted.
"""

from __future__ import annotations

from kaohe.rules.period import named, spans_of
from kaohe.rules.policy import Clause, Policy, Scorecard, Span


def whole(policy: Policy) -> Span:
    """The policy's period under its own name (``2021``, ``2021-H1``, ``2021-02-01--2021-09-30``)."""
    return named(policy.period.from_, policy.period.to)


def card_spans(policy: Policy, scorecard: Scorecard) -> tuple[Span, ...]:
    """The spans whose entries that scorecard counts: the whole period, or its cycle's calendar spans.

    A calendar span that sticks out of the period is cut to it and keeps its name.
    """
    if scorecard.cycle is None:
        return (whole(policy),)
    first, last = policy.period.from_, policy.period.to
    return tuple(
        Span(max(span.from_, first), min(span.to, last), span.name)
        for span in spans_of(scorecard.cycle, first, last)
    )


def clause_spans(policy: Policy, clause: Clause) -> tuple[Span, ...]:
    """Over which spans a clause's rates and measures are taken: those of every card with its section.

    A clause that no card counts (``monitored``, or a policy without cards) is taken over the period.
    """
    wanted = [
        span
        for scorecard in policy.scorecards
        if any(section.name == clause.section for section in scorecard.sections)
        for span in card_spans(policy, scorecard)
    ]
    spans = {span.name: span for span in wanted or [whole(policy)]}
    return tuple(sorted(spans.values(), key=lambda span: (span.from_, span.to)))
