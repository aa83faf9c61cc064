"""The cover: whose figures these are, what they were made of, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kaohe.reports.words import Lang, say
from kaohe.reports.workbook.page import Page
from kaohe.reports.workbook.plain_text import plain_text
from kaohe.reports.workbook.styles import RULE, Styles
from kaohe.reports.workbook.writer import paper
from kaohe.scoring.fingerprints import hash_of
from kaohe.scoring.run_files import RECEIPT
from kaohe.workbench.dossier import Dossier

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = (22, 60, 22, 18, 22)
Fact = tuple[str, str]


def draw_cover(book: Workbook, styles: Styles, dossier: Dossier, pages: Sequence[Page], name: str, lang: Lang, *, public: bool) -> None:
    """The first sheet: title, facts, accepted risks, pages, room for signatures."""
    sheet = book.add_worksheet(name)
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    last = len(_WIDTHS) - 1
    sheet.set_row(0, 54)
    title = styles.heading(font_size=22, align="center", text_wrap=True)
    sheet.merge_range(0, 0, 0, last, "", title)
    sheet.write_string(0, 0, plain_text(dossier.policy.title), title)
    kind = styles.plain(font_size=12, align="center")
    sheet.merge_range(1, 0, 1, last, "", kind)
    sheet.write_string(1, 0, say("wb.cover.public" if public else "wb.cover.kind", lang), kind)
    row = _facts(sheet, styles, facts_of(dossier, lang), 3)
    row = _changed(sheet, styles, dossier, row, lang)
    row = row if public else _risks(sheet, styles, dossier, row + 1, lang)
    row = _contents(sheet, styles, pages, row + 1, lang)
    _signatures(sheet, styles, row + 1, lang)
    paper(sheet, foot(dossier), lang)
    sheet.fit_to_pages(1, 1)


def foot(dossier: Dossier) -> str:
    """What stands at the bottom of every printed page: the policy and the first digits of the root."""
    return f"{dossier.policy.title} {dossier.policy.version} · {dossier.root[:16]}"


def facts_of(dossier: Dossier, lang: Lang) -> Iterator[Fact]:
    """What one must know to have the same figures again."""
    policy, receipt = dossier.policy, dossier.stored.receipt
    yield say("wb.cover.policy", lang), f"{policy.title}（{policy.name}）" if lang == "zh" else f"{policy.title} ({policy.name})"
    yield say("wb.cover.version", lang), policy.version
    yield say("wb.cover.period", lang), say("wb.cover.span", lang, first=policy.period.from_, last=policy.period.to)
    yield say("wb.cover.as-of", lang), str(receipt["as_of"])
    if receipt["known_at"]:
        yield say("wb.cover.known-at", lang), str(receipt["known_at"])
    yield say("wb.cover.engine", lang), f"kaohe {receipt['versions']['kaohe']} · {receipt['engine']}"
    yield say("wb.cover.root", lang), dossier.root
    yield say("wb.cover.receipt", lang), hash_of(dossier.stored.folder / RECEIPT)
    counts = receipt["counts"]
    yield say("wb.cover.counts", lang), say("wb.cover.counted", lang, **{name: counts[name] for name in ("cards", "entries", "tallies")})


def _facts(sheet: Worksheet, styles: Styles, facts: Iterator[Fact], row: int) -> int:
    head = styles.plain(bold=True, bg_color="#F1F5F9", border=1, border_color=RULE)
    body = styles.plain(border=1, border_color=RULE, text_wrap=True)
    for row, (title, text) in enumerate(facts, row):  # noqa: B020, PLR1704 - the row goes on from where it stands
        sheet.set_row(row, 18)
        sheet.write_string(row, 0, title, head)
        sheet.merge_range(row, 1, row, len(_WIDTHS) - 1, "", body)
        sheet.write_string(row, 1, plain_text(text), body)
    return row + 1


def _changed(sheet: Worksheet, styles: Styles, dossier: Dossier, row: int, lang: Lang) -> int:
    """Says so when an input is no longer what the figures were made from."""
    if not dossier.stored.changed:
        return row
    names = "、".join(dict.fromkeys(dict(one.facts).get("name", "") for one in dossier.stored.changed))
    alarm = styles.plain(bold=True, bg_color="#F6C9C0", border=1, text_wrap=True)
    sheet.set_row(row, 32)
    sheet.merge_range(row, 0, row, len(_WIDTHS) - 1, "", alarm)
    sheet.write_string(row, 0, plain_text(say("wb.cover.changed", lang, names=names)), alarm)
    return row + 1


def _risks(sheet: Worksheet, styles: Styles, dossier: Dossier, row: int, lang: Lang) -> int:
    sheet.write_string(row, 0, say("wb.cover.risks", lang), styles.heading(font_size=12))
    if not dossier.risks:
        sheet.write_string(row + 1, 0, say("wb.cover.no-risks", lang), styles.plain())
        return row + 2
    head, body = styles.table_head(), styles.plain(border=1, border_color=RULE, text_wrap=True)
    for place, key in enumerate(("moves", "reason", "approver", "until", "counter")):
        sheet.write_string(row + 1, place, say(f"wb.risk.{key}", lang), head)
    known = dossier.policy.vocabulary.moves
    for number, risk in enumerate(dossier.risks, row + 2):
        moves = "、".join(known[move].title for move in risk.moves) or say("risk.counted", lang)
        texts = (moves, risk.reason, risk.approver, risk.until.isoformat(), risk.counter_clause)
        sheet.set_row(number, 15 * max(1, *(-(-2 * len(text) // int(width)) for text, width in zip(texts, _WIDTHS, strict=True))) + 4)
        for place, text in enumerate(texts):
            sheet.write_string(number, place, plain_text(text), body)
    return row + 2 + len(dossier.risks)


def _contents(sheet: Worksheet, styles: Styles, pages: Sequence[Page], row: int, lang: Lang) -> int:
    sheet.write_string(row, 0, say("wb.cover.contents", lang), styles.heading(font_size=12))
    link, about = styles.plain(font_color="#1F4E9E", underline=1), styles.plain(font_color="#52606D")
    for number, page in enumerate(pages, row + 1):
        sheet.write_url(number, 0, f"internal:'{page.name}'!A1", link, page.name)
        sheet.write_string(number, 1, plain_text(page.about), about)
    return row + 1 + len(pages)


def _signatures(sheet: Worksheet, styles: Styles, row: int, lang: Lang) -> None:
    sheet.set_row(row, 36)
    line = styles.plain(bottom=1, valign="bottom")
    for place, key in enumerate(("prepared", "checked", "approved")):
        sheet.write_string(row, place, say(f"wb.sign.{key}", lang), line)
