"""Refuses what is aimed at people instead of offices, in vocabularies and policies alike."""

from __future__ import annotations

from kaohe.rules.check.red_words import BEARERS, Ground, red_word
from kaohe.rules.check.spot import Findings
from kaohe.rules.place import Place

ANYWHERE: frozenset[Ground] = frozenset({"person", "upward"})
FIELD: frozenset[Ground] = frozenset({"person", "identity", "upward"})
_CODES = {
    "person": "vocabulary.person-directed",
    "identity": "vocabulary.identity",
    "upward": "vocabulary.upward-visit",
}


def check_words(
    text: str, place: Place, findings: Findings, *, grounds: frozenset[Ground] = ANYWHERE
) -> None:
    """Refuses a name or title that carries a red word; the reason goes into the sentence."""
    found = red_word(text, grounds)
    if found is not None:
        entry, word = found
        findings.refuse(
            _CODES[entry.ground], place,
            text=text, word=word, reason_zh=entry.reason_zh, reason_en=entry.reason_en,
        )


def check_bearer(title: str, place: Place, findings: Findings) -> None:
    """Refuses a code field whose title makes it somebody's number, hashed or not."""
    for word in BEARERS:
        if word in title:
            findings.refuse(
                "vocabulary.identity", place, text=title, word=word,
                reason_zh="编号、化名或散列值同样指向个人", reason_en="a number, alias or hash still points at a person",
            )
            return
