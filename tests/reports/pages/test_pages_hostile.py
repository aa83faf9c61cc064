"""Hostile text in any field stays text: no tag, no script, no turned direction, nothing lost, no file elsewhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from parsed_pages import Page, all_pages

from kaohe.engine.event import Event
from kaohe.reports.pages.write import write_pages
from kaohe.rules.policy import Basis
from kaohe.scoring.card import Scored
from kaohe.workbench.dossier import Dossier

SCRIPT = "</title></script><script>document.body.innerHTML=''</script><img src=x onerror=alert(1)>"
TURNED = "\u202egnp.exe\u2066"
FORMULA = "=HYPERLINK(\"x\")&'\"` {{ 7*7 }} {% raw %}"
LONG = "长" * 10_000
HOSTILE = f"{SCRIPT}{TURNED}{FORMULA}\x00\x1b\ud800\u2028"
READABLE = f"{SCRIPT}{TURNED}{FORMULA}\ufffd\ufffd\ufffd\u2028"
CODE = "../../../<b>\u202e" + "x" * 300


@pytest.fixture(scope="module")
def spoilt(danfeng: Dossier) -> Dossier:
    """The run with hostile titles, notes, quotations, codes and values wherever a document or a row may hold text."""
    policy = danfeng.policy
    clauses = tuple(
        replace(one, title=HOSTILE, note=HOSTILE + LONG, basis=(Basis(HOSTILE, HOSTILE, HOSTILE, HOSTILE),)) for one in policy.clauses
    )
    kinds = {
        name: replace(kind, title=HOSTILE, fields={n: replace(f, title=HOSTILE, titles=dict.fromkeys(f.titles, HOSTILE)) for n, f in kind.fields.items()})
        for name, kind in policy.vocabulary.kinds.items()
    }
    cards = tuple(
        replace(one, title=HOSTILE, sections=tuple(replace(s, title=HOSTILE) for s in one.sections), grades=tuple(replace(g, title=HOSTILE) for g in one.grades))
        for one in policy.scorecards
    )
    worse = replace(
        policy, title=HOSTILE, version=HOSTILE, clauses=clauses, scorecards=cards, vocabulary=replace(policy.vocabulary, kinds=kinds),
        section_titles=dict.fromkeys(policy.section_titles, HOSTILE),
    )  # fmt: skip
    scored, victim = danfeng.stored.scored, danfeng.cards[0].subject
    spoilt_cards = tuple(
        replace(
            card, title=HOSTILE, group=HOSTILE, subject=CODE if card.subject == victim else card.subject,
            sections=tuple(replace(line, title=HOSTILE) for line in card.sections),
        )
        for card in scored.cards
    )  # fmt: skip
    entries = tuple(
        replace(entry, text=HOSTILE, basis=HOSTILE, subject=CODE if entry.subject == victim else entry.subject) for entry in scored.entries
    )
    stored = replace(danfeng.stored, scored=Scored(entries, spoilt_cards, scored.tallies, scored.notices))
    dossier = Dossier(stored, worse)
    events = {case: tuple(_spoilt(event) for event in listed) for case, listed in danfeng.events_by_case.items()}
    dossier.__dict__["events_by_case"] = events
    dossier.__dict__["world"] = danfeng.world
    return dossier


def _spoilt(event: Event) -> Event:
    fields = {name: HOSTILE if isinstance(value, str) else value for name, value in event.fields.items()}
    return replace(event, id=HOSTILE + event.id, unit=HOSTILE, fields=fields)


@pytest.fixture(scope="module", params=[False, True], ids=["inside", "public"])
def folder(spoilt: Dossier, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("hostile")
    (front,) = write_pages(spoilt, out, request.param, "zh")
    return front.parent


def _around(page: Page, text: str) -> list[tuple[str, ...]]:
    return [tags for tags, data in page.texts if text in data]


def test_hostile_text_stays_text_whole_and_turned_around_by_nothing(folder: Path) -> None:
    seen = 0
    for name, page in all_pages(folder).items():
        assert page.open == [], name
        scripts = [attributes for tag, attributes in page.tags if tag == "script"]
        assert len(scripts) == 1, name
        assert set(scripts[0]) == {"src", "defer"}
        assert "img" not in {tag for tag, _ in page.tags}, name
        raw = (folder / name).read_bytes()
        assert not any(control in raw for control in (b"\x00", b"\x1b"))
        turned = _around(page, "\u202e")
        assert [tags for tags in turned if "bdi" not in tags and tags[-1] != "title"] == [], name
        seen += len(turned)
        assert any(READABLE in data for _, data in page.texts), name
    assert seen > 100


def test_ten_thousand_characters_are_all_there(folder: Path) -> None:
    pages = [page for name, page in all_pages(folder).items() if name.startswith("clauses/")]
    assert len(pages) > 5
    assert all(LONG in page.text for page in pages)


def test_no_file_is_written_outside_the_folder_or_under_a_hostile_name(folder: Path) -> None:
    assert list(folder.parent.iterdir()) == [folder]
    names = [path.name for path in folder.rglob("*")]
    assert len(names) > 20
    assert all(name.isascii() and len(name) < 90 and not set('<>:"\\|?* ') & set(name) for name in names)


def test_the_index_of_the_search_is_plain_ascii(folder: Path) -> None:
    pieces = sorted((folder / "data").glob("*.js"))
    assert len(pieces) >= 2
    for piece in pieces:
        text = piece.read_bytes()
        assert text.isascii()
        assert b"<" not in text
