"""Pages open from a stick: every link leads somewhere, every entry is found, every sum is the card's, nothing is fetched."""

from __future__ import annotations

import json
import posixpath
import re
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import pytest

from kaohe.reports.pages.links import CASES_TO_A_PAGE, Links, card_anchor, clause_anchor, page_name
from kaohe.reports.pages.paper import script
from kaohe.reports.pages.waterfall import waterfall
from kaohe.reports.pages.write import write_pages
from kaohe.reports.words_site import SITE_WORDS
from kaohe.workbench.dossier import Dossier

Pages = dict[str, Any]


def _there(here: str, link: str) -> tuple[str, str]:
    address, anchor = urldefrag(link)
    return posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(address))) if address else here, unquote(anchor)


def _dead(parsed: Pages) -> tuple[int, list[str]]:
    followed, dead = 0, []
    ids = {name: set(page.ids) for name, page in parsed.items()}
    for here, page in parsed.items():
        for link in page.links:
            followed += 1
            name, anchor = _there(here, link)
            if name not in parsed or (anchor and anchor not in ids[name]):
                dead.append(f"{here}: {link}")
    return followed, dead


def test_every_link_leads_to_a_page_and_a_place_in_it(parsed: Pages) -> None:
    followed, dead = _dead(parsed)
    assert followed > 1000
    assert dead == []


def test_public_links_lead_somewhere_too(public_parsed: Pages) -> None:
    followed, dead = _dead(public_parsed)
    assert followed > 100
    assert dead == []


def test_no_anchor_stands_twice_and_every_tag_is_closed(parsed: Pages) -> None:
    assert len(parsed) > 10
    for name, page in parsed.items():
        assert len(page.ids) == len(set(page.ids)), name
        assert page.open == [], name


def test_nothing_is_fetched_from_anywhere(pages: Path, parsed: Pages) -> None:
    """Scripts and styles are files beside the pages; no page has a script or a style of its own."""
    addresses = 0
    for name, page in parsed.items():
        for tag, attributes in page.tags:
            for key in ("href", "src", "action", "srcset", "data", "poster"):
                if key in attributes:
                    addresses += 1
                    assert not re.match(r"(?!data:,)[a-z][a-z0-9+.-]*:|//", attributes[key]), (name, attributes[key])
            assert "style" not in attributes, name
            assert not any(key.startswith("on") for key in attributes), name
            assert tag not in ("style", "img", "iframe", "object", "form", "base"), name
        scripts = [attributes for tag, attributes in page.tags if tag == "script"]
        assert [posixpath.basename(one["src"]) for one in scripts] == ["search.js"]
        policies = [a["content"] for tag, a in page.tags if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"]
        assert len(policies) == 1
        assert "default-src 'none'" in policies[0]
        assert "unsafe" not in policies[0]
    assert addresses > 1000
    for asset in (pages / "assets").iterdir():
        text = asset.read_text(encoding="utf-8")
        assert not re.search(r"https?:|url\(|@import|fetch\(|XMLHttpRequest|innerHTML|eval\(", text), asset.name


# --- figures and their evidence -----------------------------------------------------------------


def test_every_entry_is_reached_from_its_card_and_from_its_clause(dossier: Dossier, parsed: Pages) -> None:
    links, ids = Links(dossier), {name: set(page.ids) for name, page in parsed.items()}
    leads = {name: {_there(name, link) for link in page.links} for name, page in parsed.items()}
    cards = {(card.subject_kind, card.subject, card.key): card for card in dossier.cards}
    by_clause = 0
    for entry in dossier.entries:
        page, anchor = urldefrag(links.entry(entry))
        assert anchor in ids[page], entry.id
        if entry.clause in dossier.clauses and entry.card is not None:
            card = cards[entry.subject_kind, entry.subject, entry.card]
            assert (page, clause_anchor(card, entry.clause)) in leads[links.clause(entry.clause)], entry.id
            by_clause += 1
        case = links.case(entry.case)
        if case is not None:
            assert urldefrag(case) in leads[page], entry.id
            assert (page, anchor) in leads[urldefrag(case)[0]], entry.id
    assert by_clause > 150


_ROW = re.compile(r'<tr id="e\d+"><td class="day">[^<]*</td><td class="num \w+">([+-]?[\d.]+)')


def test_the_points_shown_on_a_card_add_up_to_the_total_shown(dossier: Dossier, pages: Path) -> None:
    links, added = Links(dossier), 0
    for card in dossier.cards:
        text = (pages / links.subject(card.subject_kind, card.subject)).read_text(encoding="utf-8")
        begin = text.index(f'<article class="card" id="{card_anchor(card)}"')
        article = text[begin : text.index("</article>", begin)]
        shown = [Fraction(points) for points in _ROW.findall(article)]
        assert sum(shown, Fraction(0)) == card.total
        added += len(shown)
        if card.data:
            score = re.search(r'<span class="score">(-?[\d.]+)', article)
            assert score is not None
            assert Fraction(score.group(1)) == card.total
    assert added == len([entry for entry in dossier.entries if entry.card is not None])
    assert added > 150


def test_the_points_of_a_clause_are_those_of_its_entries(dossier: Dossier, pages: Path) -> None:
    links, shown = Links(dossier), 0
    for clause in dossier.clauses:
        entries = dossier.entries_by_clause.get(clause, ())
        found = re.search(r"(\d+) 条分录，合计 ([+-]?[\d.]+) 分", (pages / links.clause(clause)).read_text(encoding="utf-8"))
        assert (found is not None) == bool(entries)
        if found is not None:
            assert (int(found.group(1)), Fraction(found.group(2))) == (len(entries), sum(entry.points for entry in entries))
            shown += 1
    assert shown > 5


def test_the_steps_of_a_card_lead_from_nothing_to_its_total(dossier: Dossier) -> None:
    looks, drawn = set(), 0
    for card in dossier.cards:
        chart = waterfall(dossier.why(card), "zh")
        moves, last = chart.steps[:-1], chart.steps[-1]
        sums = [Fraction(0), *(step.after for step in moves)]
        assert [step.before for step in moves] == sums[:-1]
        assert all(step.before + step.points == step.after for step in moves)
        assert sums[-1] == last.after == card.total
        for step in chart.steps:
            assert 0 <= float(step.left) <= float(step.left) + float(step.width) <= 100.01
        looks |= {step.look for step in chart.steps}
        drawn += 1
    assert looks >= {"whole", "up", "down"}
    assert drawn > 20


# --- the search ---------------------------------------------------------------------------------


def _calls(folder: Path) -> list[tuple[str, list[Any]]]:
    """What the pieces of the index call, with their arguments."""
    calls = []
    for path in sorted((folder / "data").glob("*.js")):
        name, arguments = re.fullmatch(r"(\w+)\((.*)\);\n", path.read_text(encoding="utf-8"), re.DOTALL).groups()  # type: ignore[union-attr]
        calls.append((name, json.loads(f"[{arguments}]")))
    return calls


def test_every_subject_case_and_clause_is_in_the_index_and_leads_to_its_page(dossier: Dossier, pages: Path, parsed: Pages) -> None:
    ids, found = {name: set(page.ids) for name, page in parsed.items()}, set()
    for name, arguments in _calls(pages):
        if name == "kaoheFound":
            for _, code, _, link in arguments[0]:
                page, anchor = urldefrag(link)
                assert not anchor or anchor in ids[page]
                assert page in parsed
                found.add(code)
        elif name == "kaoheCases":
            for place, code in enumerate(arguments[1], arguments[0]):
                assert f"k{place + 1}" in ids[f"cases/{place // CASES_TO_A_PAGE + 1:04d}.html"]
                found.add(code)
        else:
            assert set(arguments[0]) == {f"data/{one.name}" for one in (pages / "data").glob("*-*.js")}
    assert found == {card.subject for card in dossier.cards} | set(dossier.clauses) | set(dossier.events_by_case)


# --- public -------------------------------------------------------------------------------------


def test_in_public_there_are_grades_and_large_counts_and_nothing_else(dossier: Dossier, public_pages: Path, public_parsed: Pages) -> None:
    assert sorted(path.name for path in public_pages.iterdir() if path.is_dir()) == ["assets", "clauses", "data"]
    everything = "".join(path.read_text(encoding="utf-8") for path in public_pages.rglob("*") if path.is_file())
    assert len(dossier.events_by_case) > 30
    assert not any(case in everything for case in dossier.events_by_case)
    heads = {data for page in public_parsed.values() for tags, data in page.texts if "th" in tags and "thead" in tags}
    assert {"代码", "名称", "等次"} <= heads
    assert not heads & {"名次", "总分", "备注", "分"}
    assert "满分" not in public_parsed["index.html"].text
    codes = {card.subject for card in dossier.cards if card.subject_kind == "leader"}
    listed = {row[1] for name, arguments in _calls(public_pages) if name == "kaoheFound" for row in arguments[0]}
    assert codes
    assert not codes & listed


def test_in_public_a_group_stands_in_the_order_of_codes(public_pages: Path) -> None:
    tables = re.findall(r'<table class="ranks">.*?</table>', (public_pages / "index.html").read_text(encoding="utf-8"), re.DOTALL)
    lists = [re.findall(r'<td class="code"><bdi>([^<]*)', table) for table in tables]
    assert max(map(len, lists)) > 2
    assert lists == [sorted(codes) for codes in lists]


def test_in_public_no_count_below_ten_is_shown(danfeng: Dossier, tmp_path: Path) -> None:
    write_pages(danfeng, tmp_path, True, "zh")
    shown, withheld = 0, 0
    for path in (tmp_path / "pages-public" / "clauses").glob("*.html"):
        for row in re.findall(r'<tr><th scope="row" class="code">.*?</tr>', path.read_text(encoding="utf-8")):
            figures = [Fraction(one) for one in re.findall(r'<td class="num">(-?[\d.]+)</td>', row)][:2]
            withheld += not figures
            if figures:
                shown += 1
                hits, rows = figures
                assert not any(0 < one < 10 for one in (hits, rows - hits, rows)), row
    assert withheld > 10
    assert shown > 0


# --- names and escaping -------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["../../x", "CON", "Civil", "a/b", "a\\b", ".", "", "x" * 500, "\u202e", "a b", "…", "c:d", "\ud800"])
def test_a_code_no_file_system_takes_gets_a_name_of_its_own(code: str) -> None:
    name = page_name(code)
    assert re.fullmatch(r"x_[0-9a-f]{20}", name)
    assert name != page_name(code + "x")
    assert page_name("civil") == "civil"


def test_data_in_a_script_ends_neither_a_string_nor_the_script() -> None:
    hostile = "</script><!-- \u2028\u2029 \" ' \\ \ud800 \x00 <b>"
    text = script("f", hostile)
    assert text.isascii()
    assert not set("<\x00") & set(text)
    assert "</" not in text
    assert json.loads(text[2:-3]) == hostile


def test_english_words_have_no_chinese_in_them() -> None:
    assert len(SITE_WORDS) > 100
    assert [key for key, (_, english) in SITE_WORDS.items() if re.search("[\u3400-\u9fff]", english)] == []


# --- where they are put -------------------------------------------------------------------------


def test_older_pages_are_replaced_whole_and_nothing_else_is_touched(tongling: Dossier, tmp_path: Path) -> None:
    (front,) = write_pages(tongling, tmp_path, True, "zh")
    (front.parent / "stale.html").write_text("old")
    assert write_pages(tongling, tmp_path, True, "en") == [front]
    assert not (front.parent / "stale.html").exists()
    assert 'lang="en"' in front.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [front.parent], "nothing is left beside them"


def test_a_folder_of_somebody_else_is_left_alone(tongling: Dossier, tmp_path: Path) -> None:
    (tmp_path / "pages-public").mkdir()
    (tmp_path / "pages-public" / "index.html").write_text("mine")
    with pytest.raises(FileExistsError):
        write_pages(tongling, tmp_path, True, "zh")
    assert (tmp_path / "pages-public" / "index.html").read_text() == "mine"
