"""What became of each text, and whether its quotations stand, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tabulate import tabulate

from kaohe.reports.words import Lang, say
from kaohe.workbench.provenance.coverage import USES, Covered
from kaohe.workbench.provenance.own import Own
from kaohe.workbench.provenance.quotes import Verified
from kaohe.workbench.provenance.rows import Fate, Fault, Row

FATES: tuple[Fate, ...] = ("scored", "not_scored", "never")


def verified_text(found: Verified, policies: int, lang: Lang) -> str:
    """How many quotations stand in their texts; the problems are rendered beside."""
    count = len(found.found) + len(found.missing) + len(found.unchecked)
    return say(
        "verify.told", lang, count=count, policies=policies, found=len(found.found), missing=len(found.missing),
        unchecked=len(found.unchecked), texts=len(found.texts),
    )  # fmt: skip


def coverage_text(texts: Sequence[Covered], owns: Sequence[Own], lang: Lang) -> str:
    """All texts in one table, the shares of own clauses, then each text's rows and paragraphs."""
    parts = [say("cover.head", lang), _summary(texts, lang), "", say("own.head", lang), _shares(owns, lang)]
    for one in texts:
        parts += ["", f"{one.policy} · {one.file}", _rows(one, lang), *_paragraphs(one, lang)]
    if any(one.paragraphs is None for one in texts):
        parts += ["", say("cover.no-text", lang)]
    return "\n".join(parts)


def fault_lines(faults: Sequence[Fault], lang: Lang) -> str:
    """What is wrong with the table of rows, a line each."""
    return "\n".join(
        say("cover.fault", lang, row=one.row, what=say(f"cover.fault.{one.what}", lang), name=one.name).rstrip() for one in faults
    )


def _summary(texts: Sequence[Covered], lang: Lang) -> str:
    heads = [say(f"cover.{name}", lang) for name in ("policy", "text", "rows")]
    heads += [say(f"fate.{fate}", lang) for fate in (*FATES, "unaccounted")]
    rows = [[one.policy, one.file, len(one.rows), *(one.count(fate) for fate in FATES), len(one.missing)] for one in texts]
    total = [say("cover.all", lang), "", *(sum(row[column] for row in rows) for column in range(2, len(heads)))]  # type: ignore[misc]
    return _table([*rows, total], heads)


def _shares(owns: Sequence[Own], lang: Lang) -> str:
    heads = [say("cover.policy", lang), *(say(f"own.{name}", lang) for name in ("own", "same", "inherited", "share"))]
    return _table([[o.policy, len(o.own), len(o.same), len(o.inherited), f"{round(o.share * 100)}%"] for o in owns], heads)


def _rows(one: Covered, lang: Lang) -> str:
    heads = [say(f"cover.{name}", lang) for name in ("row", "fate", "where", "passage")]
    listed = [[row.id, say(f"fate.{row.fate}", lang), _held_by(row), row.quote or ""] for row in one.rows]
    listed += [[row, say("fate.unaccounted", lang), "", ""] for row in one.missing]
    return _table(listed, heads)


def _held_by(row: Row) -> str:
    return row.reason or ", ".join((*row.clauses, *row.gates, *(f"param.{name}" for name in row.parameters)))


def _paragraphs(one: Covered, lang: Lang) -> Iterator[str]:
    if one.paragraphs is None:
        return
    heads = [say("cover.paragraph", lang), say("cover.sentences", lang), *(say(f"fate.{use}", lang) for use in USES)]
    rows = [[each.number, sum(each.counts.values()), *(each.counts.get(use, 0) for use in USES)] for each in one.paragraphs]
    whole = one.sentences
    total = [say("cover.all", lang), sum(whole.values()), *(whole.get(use, 0) for use in USES)]
    loose = [f"{each.number}: {', '.join(map(str, each.loose))}" for each in one.paragraphs if each.loose]
    count = whole.get("unaccounted", 0)
    yield from ("", say("cover.paragraphs", lang, policy=one.policy), _table([*rows, total], heads))
    yield say("cover.loose", lang, count=count, places=("；" if lang == "zh" else "; ").join(loose))


def _table(rows: Sequence[Sequence[object]], heads: Sequence[str]) -> str:
    return tabulate(rows, headers=heads, tablefmt="simple", disable_numparse=True)
