"""What kaohe says, in Chinese and English side by side; a missing half is a failing test.

Problems have their own wording in ``rules.catalogue``; this is everything else a person reads.
"""

from __future__ import annotations

from string import Formatter
from typing import Literal

from kaohe.reports.words_commands import COMMAND_WORDS
from kaohe.reports.words_comparing import COMPARING_WORDS
from kaohe.reports.words_entries import ENTRY_WORDS
from kaohe.reports.words_files import FILE_WORDS
from kaohe.reports.words_following import FOLLOWING_WORDS
from kaohe.reports.words_notice import NOTICE_WORDS
from kaohe.reports.words_office import OFFICE_WORDS
from kaohe.reports.words_pages import PAGE_WORDS
from kaohe.reports.words_provenance import PROVENANCE_WORDS
from kaohe.reports.words_pull import PULL_WORDS
from kaohe.reports.words_reporting import REPORTING_WORDS
from kaohe.reports.words_scheme import SCHEME_WORDS
from kaohe.reports.words_site import SITE_WORDS
from kaohe.reports.words_stream import STREAM_WORDS
from kaohe.reports.words_suppression import SUPPRESSION_WORDS

Lang = Literal["zh", "en"]
LANGUAGES = ("zh", "en")
WORDS: dict[str, tuple[str, str]] = {
    **COMMAND_WORDS,
    **COMPARING_WORDS,
    **PAGE_WORDS,
    **ENTRY_WORDS,
    **FILE_WORDS,
    **FOLLOWING_WORDS,
    **NOTICE_WORDS,
    **OFFICE_WORDS,
    **PROVENANCE_WORDS,
    **PULL_WORDS,
    **REPORTING_WORDS,
    **SCHEME_WORDS,
    **SITE_WORDS,
    **STREAM_WORDS,
    **SUPPRESSION_WORDS,
}


def say(key: str, lang: Lang, /, **facts: object) -> str:
    """The sentence ``key`` in that language with its gaps filled. ``KeyError`` for an unknown key.

    ``{rows} {rows:row|rows}`` says “1 row” and “2 rows”.
    """
    sentence = WORDS[key][0 if lang == "zh" else 1]
    return _Counting().vformat(sentence, (), facts) if "|" in sentence else sentence.format(**facts)


class _Counting(Formatter):
    """Sentences in which a word depends on a count."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, either, many = format_spec.partition("|")
        if not either:
            return str(super().format_field(value, format_spec))
        return one if str(value) == "1" else many


def known(key: str) -> bool:
    return key in WORDS


def language(asked: str | None, environment: str | None) -> Lang:
    """The language to speak: what was asked for, else what LANG says, else Chinese.

    ``LANG=en_US.UTF-8`` means English; ``C``, ``POSIX``, nothing and all else mean Chinese.
    """
    chosen = asked or environment or ""
    return "en" if chosen.lower().startswith("en") else "zh"
