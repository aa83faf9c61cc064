"""What an import says: every row accounted for, what was set aside and why, what repeats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kaohe.engine.intake.report import ImportReport
from kaohe.reports.problem_text import render
from kaohe.reports.words import Lang, say
from kaohe.rules.say import sentence
from kaohe.rules.vocabulary import Vocabulary

LISTED = 20
"""Cases that are listed; the batch's ``import.json`` holds them all."""


def import_text(report: ImportReport, vocabulary: Vocabulary, lang: Lang) -> str:
    """The report of an import that was written (or had been before)."""
    return "\n".join(_lines(report, vocabulary, lang))


def _lines(report: ImportReport, vocabulary: Vocabulary, lang: Lang) -> Iterator[str]:
    if report.already:
        yield say("import.already", lang)
    for source in report.sources:
        yield say("import.source", lang, name=source.name, rows=f"{source.rows:,}", sha=source.sha256[:12])
    yield say(
        "import.rows", lang, rows=f"{report.rows:,}", taken=f"{report.taken:,}",
        quarantined=f"{report.quarantined:,}", silent=f"{report.silent:,}",
    )  # fmt: skip
    kinds = ", ".join(f"{vocabulary.kinds[kind].title} {count:,}" for kind, count in (report.kinds or {}).items())
    yield say("import.events" if kinds else "import.no-events", lang, events=f"{report.events:,}", kinds=kinds)
    yield from _set_aside(report, lang)
    if took_nothing(report):
        yield say("import.nothing-taken", lang)
    yield from _passed_over(report, lang)
    for one in (each for each in report.repeated_values if each.values):
        yield say("import.repeated-values", lang, column=one.column, values=one.values, rows=one.rows)
    for ids in report.repeated_ids:
        title = vocabulary.kinds[ids.kind].title
        yield say("import.repeated-ids", lang, kind=title, ids=ids.ids, events=ids.events, unequal=ids.unequal)
    yield from _opened_twice(report, lang)
    for earlier in report.otherwise:
        yield say("import.otherwise", lang, batch=earlier.batch, events=f"{earlier.events:,}")
    yield from _changed(report, vocabulary, lang)
    yield say("import.written", lang, path=report.batch)


def _changed(report: ImportReport, vocabulary: Vocabulary, lang: Lang) -> Iterator[str]:
    """Of a whole snapshot: what it changed, which cases it shows no more, again, or under another unit."""
    if report.changes is None:
        return
    changes, gone = report.changes, report.changes.gone
    yield say("import.changes", lang, new=f"{changes.new:,}", amended=f"{changes.amended:,}", voided=f"{changes.voided:,}")
    moved = tuple(
        f"{one.case} {vocabulary.kinds[one.kind].title} {', '.join(one.was)} → {', '.join(one.now)}" for one in gone.moved
    )
    for key, cases in (("import.gone", gone.gone), ("import.back", gone.back), ("import.moved", moved)):
        if cases:
            listed = ("；" if lang == "zh" else "; ").join(cases[:LISTED]) + ("…" if len(cases) > LISTED else "")
            yield say(key, lang, count=f"{len(cases):,}", cases=listed)
            if len(cases) > LISTED and report.batch is not None:
                yield say("import.listed", lang, path=report.batch / "import.json")
    if len(gone.gone) > max(LISTED, report.rows):
        yield say("import.gone-many", lang)


def _opened_twice(report: ImportReport, lang: Lang) -> Iterator[str]:
    """The numbers under which rows open more than one case, and which rows these are."""
    if not report.opened_twice:
        return
    yield say("import.opened-twice", lang, count=f"{report.opened_twice:,}")
    for one in report.opened_first:
        rows = ", ".join(one.first) + ("…" if one.rows > len(one.first) else "")
        yield say("import.opened-rows", lang, case=one.case, rows=rows)
    if more := report.opened_twice - len(report.opened_first):
        yield say("import.opened-more", lang, count=f"{more:,}")


def took_nothing(report: ImportReport) -> bool:
    """Whether there were rows and not one of them could be taken."""
    return report.quarantined > 0 and not report.taken


def _set_aside(report: ImportReport, lang: Lang) -> Iterator[str]:
    for refused in report.refused:
        yield say(
            "import.refused" if report.batch is not None else "import.wrong", lang, column=refused.column, rows=f"{refused.rows:,}",
            first=_first(refused.first, refused.sheets, refused.rows),
            why=sentence(refused.why, lang).message,
        )  # fmt: skip
    if report.quarantined and report.batch is not None:
        yield say("import.quarantine", lang, path=report.batch / "quarantine.csv")


def _passed_over(report: ImportReport, lang: Lang) -> Iterator[str]:
    """Rows and sheets that hold no data, or that nobody asked for."""
    for one in report.passed:
        first = _first(one.first, one.sheets, one.rows)
        yield say("import.passed", lang, rows=f"{one.rows:,}", why=say(f"passed.{one.reason}", lang), first=first)
    if report.unread_sheets:
        yield say("import.unread-sheets", lang, sheets=", ".join(report.unread_sheets))


def _first(rows: Sequence[int], sheets: Sequence[str], whole: int) -> str:
    """``3, 7`` or ``一月!3, 二月!7``; more are hinted at."""
    of = (*sheets, *[""] * (len(rows) - len(sheets)))
    named = [f"{sheet}!{row}" if sheet else str(row) for sheet, row in zip(of, rows, strict=True)]
    return ", ".join(named) + ("…" if whole > len(rows) else "")


def refused_text(report: ImportReport, texts: Mapping[str, str], lang: Lang) -> str:
    """Why nothing was written, and which rows and columns stood in the way."""
    return "\n".join([render(report.problems, texts, lang), *_set_aside(report, lang)])


def progress_text(done: int, whole: int | None, seconds: float, lang: Lang) -> str:
    """How far an import is: rows, the part of all of them where the file says, rows a second."""
    left = f" / {whole:,}  {done / whole:.0%}" if whole else ""
    rows = say("progress.rows", lang, done=f"{done:,}{left}")
    return f"{rows}  {done / seconds:,.0f}/s" + ("\n" if done == whole else "")
