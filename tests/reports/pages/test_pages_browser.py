"""Pages in Debian's Chromium, opened from the disk: read, searched, clicked, printed, judged by axe."""

from __future__ import annotations

import importlib.util
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kaohe.reports.pages.links import Links
from kaohe.reports.pages.write import write_pages
from kaohe.workbench.dossier import Dossier

CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
HAS_PLAYWRIGHT = importlib.util.find_spec("playwright") is not None
pytestmark = [
    pytest.mark.skipif(not HAS_PLAYWRIGHT, reason="playwright is not installed (pip install kaohe[browser])"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (apt-get install chromium)"),
]


@pytest.fixture(scope="module")
def site(danfeng: Dossier, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("opened")
    write_pages(danfeng, out, False, "zh")
    return out / "pages"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield opened
        opened.close()


class Visit:
    """A tab, and all it asked for and complained of."""

    def __init__(self, browser: Any, site: Path, **how: Any) -> None:
        self.context = browser.new_context(**how)
        self.page = self.context.new_page()
        self.site, self.asked, self.told = site, [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.told.append(message.text))
        self.page.on("pageerror", lambda error: self.told.append(str(error)))

    def open(self, name: str) -> Any:
        self.page.goto(f"{self.site.as_uri()}/{name}")
        return self.page

    def close(self) -> None:
        """Nothing was asked of any network, and nothing went wrong."""
        self.context.close()
        assert self.asked
        assert [url for url in self.asked if not url.startswith((self.site.as_uri(), "data:"))] == []
        assert self.told == []


@pytest.fixture
def visit(browser: Any, site: Path) -> Iterator[Visit]:
    tab = Visit(browser, site)
    yield tab
    tab.close()


def _a_charge(dossier: Dossier) -> Any:
    """An entry of a unit about a case."""
    return next(e for e in dossier.entries if e.subject_kind == "unit" and e.case and e.points and Links(dossier).case(e.case))


def test_from_the_front_page_a_figure_leads_to_its_unit_its_case_and_back(visit: Visit, danfeng: Dossier) -> None:
    entry = _a_charge(danfeng)
    card = danfeng.cards_of("unit", entry.subject)[0]
    page = visit.open("index.html")
    page.get_by_role("link", name=card.title, exact=True).first.click()
    page.wait_for_url("**/subjects/**")
    assert page.get_by_role("heading", level=1).inner_text().startswith(card.title)
    row = page.locator(f"#{Links(danfeng).entry_anchor(entry)}")
    row.get_by_role("link", name=entry.case).click()
    page.wait_for_url("**/cases/**")
    shown = page.locator("article.case:visible")
    assert shown.count() == 1, "who comes for one case sees one"
    assert entry.case in shown.get_by_role("heading", level=2).inner_text()
    assert shown.locator("ol.timeline li").count() >= len(danfeng.events_by_case[entry.case])
    shown.locator(f'a[href$="{Links(danfeng).entry(entry)}"]').click()
    page.wait_for_url("**/subjects/**")
    assert page.locator(f"tr#{Links(danfeng).entry_anchor(entry)}:target").count() == 1


def test_a_case_a_unit_and_a_clause_are_found_by_typing(visit: Visit, danfeng: Dossier) -> None:
    entry = _a_charge(danfeng)
    clause = danfeng.policy.clauses[0]
    for asked, title in ((entry.case, entry.case), (entry.subject, danfeng.cards_of("unit", entry.subject)[0].title), (clause.id, clause.title)):
        page = visit.open("clauses.html")
        page.keyboard.press("/")
        page.keyboard.type(asked)
        page.locator("#found a").first.wait_for()
        assert re.search(r"\d", page.locator("#told").inner_text())
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("cases/|subjects/|clauses/"))
        heading = page.locator("article.case:visible h2" if "cases/" in page.url else "h1").first
        assert title in heading.inner_text()


def test_what_is_not_there_is_said_and_what_is_typed_never_becomes_markup(visit: Visit) -> None:
    page = visit.open("index.html")
    page.locator("#search").fill("<img src=x onerror=alert(1)>")
    page.locator("#told:not(:empty)").wait_for()  # not a script of ours: the page's policy forbids evaluating text
    assert page.locator("#told").inner_text() == "没有找到"
    assert page.locator("img").count() == 0


def test_the_first_key_leads_past_the_head_and_every_stop_is_seen(visit: Visit) -> None:
    page = visit.open("index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('content').contains(document.activeElement)")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_pages_print_on_a4_without_the_search(visit: Visit, danfeng: Dossier) -> None:
    page = visit.open(Links(danfeng).subject("unit", _a_charge(danfeng).subject))
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF-")
    boxes = {tuple(round(float(one)) for one in box.split()) for box in re.findall(rb"/MediaBox ?\[([^\]]+)\]", pdf)}
    assert boxes == {(0, 0, 595, 842)}
    page.emulate_media(media="print")
    assert not page.locator("#search").is_visible()
    assert page.locator(".score").first.is_visible()


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_no_page_is_wider_than_the_screen(browser: Any, site: Path, danfeng: Dossier, width: int) -> None:
    visit = Visit(browser, site, viewport={"width": width, "height": 800}, is_mobile=True)
    for name in _samples(danfeng):
        page = visit.open(name)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    visit.close()


def test_dark_is_dark_and_light_is_light(browser: Any, site: Path) -> None:
    seen = {}
    for scheme in ("light", "dark"):
        visit = Visit(browser, site, color_scheme=scheme)
        colour = visit.open("index.html").evaluate("getComputedStyle(document.documentElement).backgroundColor")
        seen[scheme] = sum(int(one) for one in re.findall(r"\d+", colour)[:3])
        visit.close()
    assert seen["dark"] < 150
    assert seen["light"] > 600


def _samples(dossier: Dossier) -> list[str]:
    """A page of every sort."""
    entry, links = _a_charge(dossier), Links(dossier)
    leader = next(card for card in dossier.cards if card.subject_kind == "leader" and card.data)
    return [
        "index.html", links.subject("unit", entry.subject), links.subject("leader", leader.subject), str(links.case(entry.case)),
        links.clause(entry.clause), "clauses.html", "cases.html", "risks.html", "coverage.html", "receipt.html",
    ]  # fmt: skip


def _axe() -> str:
    """The script of axe; it comes with a package that carries it."""
    spec = importlib.util.find_spec("axe_playwright_python")
    if spec is None or spec.origin is None:
        pytest.skip("axe is not installed (pip install kaohe[browser])")
    return (Path(spec.origin).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_sort_of_page(browser: Any, site: Path, danfeng: Dossier, scheme: str) -> None:
    axe, found, looked = _axe(), [], 0
    visit = Visit(browser, site, color_scheme=scheme)
    for name in _samples(danfeng)[: None if scheme == "light" else 5]:
        page = visit.open(name)
        page.evaluate(axe)
        result = page.evaluate("axe.run({preload: false, resultTypes: ['violations']})")
        looked += len(result["passes"])
        found += [(name, one["id"], one["nodes"][0]["html"][:120]) for one in result["violations"] if one["impact"] in ("serious", "critical")]
    visit.close()
    assert looked > 60
    assert found == []
