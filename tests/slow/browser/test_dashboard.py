"""The dashboard as a person meets it: what it says, at any width, with any text, by keyboard, on paper, offline.

Belongs here: the page in a real Chromium. Not here: the data it holds (`tests/integration/test_exports.py`).
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from orchestration.spotlight.domain.visible import marked
from orchestration.spotlight.release.publish import DATABASE
from tests.support.exported import build_warehouse, export, with_hostile_text
from tests.support.hostile import TEXTS
from tests.support.made_once import MadeOnce

WIDTHS = (390, 1024, 1600)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def database(made_once: MadeOnce) -> Path:
    return made_once("for-exports", build_warehouse) / "build" / DATABASE


@pytest.fixture(scope="module")
def address(database: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return (export(database, tmp_path_factory.mktemp("releases") / "1").folder / "dashboard.html").as_uri()


@dataclass
class Seen:
    """A page, and what it said and asked for behind the reader's back."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def section(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name)

    def row(self, section: str, name: str) -> str:
        """The cells of a row in one line."""
        row = (
            self.section(section)
            .get_by_role("row")
            .filter(has=self.page.get_by_role("rowheader", name=name, exact=True))
        )
        return " ".join(row.inner_text().split())


@pytest.fixture
def width() -> int:
    return 1024


@pytest.fixture
def seen(browser: Browser, width: int) -> Iterator[Seen]:
    """A browser without a network, at a width; whatever a test does, nothing may fail or be asked for."""
    context = browser.new_context(viewport={"width": width, "height": 900}, offline=True)
    seen = Seen(context.new_page())
    seen.page.set_default_timeout(60_000)
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    seen.page.on("console", lambda message: seen.complaints.append(f"{message.type}: {message.text}"))
    seen.page.on("request", lambda request: seen.requests.append(request.url))
    yield seen
    context.close()
    assert seen.complaints == []
    assert {request.partition("#")[0] for request in seen.requests} <= {seen.requests[0].partition("#")[0]}


def overflow(page: Page) -> list[str]:
    """What sticks out to the right of the window."""
    found: list[str] = page.evaluate(
        """() => [...document.body.querySelectorAll("*")]
            .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .map((e) => `${e.tagName} ${e.className} ${e.textContent.slice(0, 40)}`)"""
    )
    return found + ["the page"] * page.evaluate("document.documentElement.scrollWidth > innerWidth")


def violations(page: Page) -> list[str]:
    results = Axe().run(page, options={"runOnly": WCAG}).response
    assert len(results["passes"]) > 20
    return [f"{found['id']}: {found['nodes'][0]['html'][:200]}" for found in results["violations"]]


@pytest.mark.parametrize("width", WIDTHS)
def test_it_opens_on_missouri_2019_with_every_number_of_the_spotlight(seen: Seen, address: str) -> None:
    seen.page.goto(address)
    expect(seen.page.get_by_role("heading", level=2, name="Missouri, 2019")).to_be_visible()
    tiles = " ".join(seen.section("Missouri, 2019").inner_text().split())
    for measure in (
        "Cases 233 as stated",
        "Victims 423",
        "Traffickers 117",
        "Trafficking businesses 31",
        "Signals 587",
    ):
        assert measure in tiles
    assert tiles.count("accurate as of 30 July 2020") >= 5
    types = "Cases by type of trafficking"
    assert seen.row(types, "Sex trafficking") == "Sex trafficking 183 78.2%"
    assert seen.row(types, "Labor trafficking") == "Labor trafficking 22 9.4%"
    assert seen.row(types, "Sex and labor trafficking") == "Sex and labor trafficking 6 2.6%"
    assert seen.row(types, "Type not specified") == "Type not specified 23 9.8%"
    reconciled = " ".join(seen.section("Stated total against its parts").inner_text().split())
    assert "The types add up to 234: 1 more than the stated total of 233." in reconciled
    assert "no number is changed to make the difference (+1) go away." in reconciled
    assert "It is a known one: The spotlight states 233 cases and prints four parts that add up to 234." in reconciled
    channels = "How people reached the hotline"
    for channel, number in {"Phone calls": 438, "Web forms": 61, "E-mails": 14, "Texts": 57, "Web chats": 17}.items():
        assert f"{channel} {number} " in seen.row(channels, channel)
    assert "Together 587 signals; no total is stated." in seen.section(channels).inner_text()
    sources = seen.section("Where each figure comes from")
    assert "missouri-2019.txt" in sources.inner_text()
    assert "accurate as of 2020-07-30" in sources.inner_text()
    assert "Not prevalence" in seen.page.get_by_role("contentinfo").inner_text()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("place", ["", "#US-MO/2015", "#US-ME/2018", "#US-IA/2018"])
def test_nothing_sticks_out_and_nobody_is_left_out(seen: Seen, address: str, place: str) -> None:
    seen.page.goto(address + place)
    expect(seen.page.get_by_role("heading", level=2).first).to_be_visible()
    assert overflow(seen.page) == []
    assert violations(seen.page) == []
    assert "[object" not in seen.page.inner_text("body")
    assert not re.search(r"\b(NaN|undefined|null|Infinity)\b", seen.page.inner_text("body"))


def test_the_dark_page_can_be_read_too(seen: Seen, address: str) -> None:
    seen.page.emulate_media(color_scheme="dark")
    seen.page.goto(address)
    assert violations(seen.page) == []


def test_a_share_is_a_band_between_its_bounds(seen: Seen, address: str) -> None:
    seen.page.goto(address)
    shares = seen.section("Stated total against its parts")
    assert "Labor trafficking involved: at least 12.0%, at most 21.8%" in shares.inner_text()
    assert "Sex trafficking involved: at least 80.8%, at most 90.6%" in shares.inner_text()
    scale, bands = shares.locator(".scale").first.bounding_box(), shares.locator(".band")
    assert scale is not None
    labor = bands.nth(1).bounding_box()
    assert labor is not None
    assert (labor["x"] - scale["x"]) / scale["width"] == pytest.approx(28 / 234, abs=0.01)
    assert labor["width"] / scale["width"] == pytest.approx(23 / 234, abs=0.01)


def test_reports_of_different_dates_are_not_held_against_each_other(seen: Seen, address: str) -> None:
    seen.page.goto(address + "#US-MO/2015")
    reconciled = " ".join(seen.section("Stated total against its parts").inner_text().split())
    assert "come from different reports, of different dates" in reconciled
    assert (
        "as of ≤ 3 May 2017, no accuracy date printed. Types: as of ≤ 27 May 2016, no accuracy date printed"
        in reconciled
    )
    assert "more than" not in reconciled


def test_revisions_are_a_step_line_and_a_table(seen: Seen, address: str) -> None:
    seen.page.goto(address + "#US-MO/2015")
    revisions = seen.section("How the figure was revised")
    assert "Published 3 times; changed once." in revisions.inner_text()
    expect(revisions.get_by_role("img")).to_have_accessible_name(
        re.compile(r"67 .*28 January 2016, .*; 67 .*; 69 .*3 May")
    )
    rows = [" ".join(row.split()) for row in revisions.get_by_role("row").all_inner_texts()]
    assert [re.findall(r" (6\d) (\S+)", row) for row in rows[1:]] == [
        [("69", "restated,")],
        [("67", "the")],
        [("67", "first")],
    ]
    assert "restated, +2" in rows[1]
    assert "later.csv, line 2" in rows[1]
    revisions.get_by_label("Figure", exact=True).select_option(label="Sex trafficking (2 reports)")
    assert "Published 2 times; never changed." in revisions.inner_text()


def test_withheld_is_neither_zero_nor_a_bar(seen: Seen, address: str) -> None:
    seen.page.goto(address + "#US-ME/2018")
    types = "Cases by type of trafficking"
    assert seen.row(types, "Labor trafficking") == "Labor trafficking withheld"
    assert seen.row(types, "Sex and labor trafficking") == "Sex and labor trafficking 0"
    labor = seen.section(types).get_by_role("row").filter(has_text="withheld")
    expect(labor.locator(".bar")).to_have_count(0)
    assert "cannot be added up" in seen.section("Stated total against its parts").inner_text()
    assert "no share can be given" in seen.section("Stated total against its parts").inner_text()
    assert "in no report" in seen.section("Maine, 2018").inner_text()


def test_cases_without_types_are_no_type(seen: Seen, address: str) -> None:
    seen.page.goto(address + "#US-IA/2018")
    types = seen.section("Cases by type of trafficking").inner_text()
    assert "Not broken down by type" in types
    assert "Sex trafficking" not in types
    assert seen.page.locator("[data-kind=not_specified]").count() == 0


def test_types_differ_by_pattern_not_by_colour_alone(seen: Seen, address: str) -> None:
    seen.page.goto(address)
    patterns = seen.page.locator("#types .bar").evaluate_all(
        "bars => bars.map((bar) => getComputedStyle(bar).backgroundImage.replace(/rgba?\\([^)]*\\)/g, ''))"
    )
    assert len(set(patterns)) == len(patterns) == 4


def test_everything_can_be_chosen_by_keyboard(seen: Seen, address: str) -> None:
    page = seen.page
    page.goto(address)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the figures")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Place", exact=True)).to_be_focused()
    assert page.get_by_label("Place", exact=True).evaluate("e => parseFloat(getComputedStyle(e).outlineWidth)") >= 2
    page.keyboard.type("Mai")
    expect(page.get_by_role("heading", level=2, name="Maine, 2018")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Showing Maine, 2018")
    # From the list of places to another one: its heading is where the reader goes on.
    iowa = page.get_by_role("link", name="Iowa")
    for _ in range(20):
        page.keyboard.press("Tab")
        if iowa.evaluate("e => e === document.activeElement"):
            break
    expect(iowa).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name="Iowa, 2018")).to_be_focused()
    page.go_back()
    expect(page.get_by_role("heading", level=2, name="Maine, 2018")).to_be_visible()


def test_the_map_is_for_the_mouse_what_the_list_is_for_all(seen: Seen, address: str) -> None:
    seen.page.goto(address + "#US-ME/2018")
    seen.page.locator("#map g").filter(has_text="IA").locator("rect").click()
    expect(seen.page.get_by_role("heading", level=2, name="Iowa, 2018")).to_be_visible()


def test_an_address_is_a_view_and_a_wrong_one_is_the_opening_view(seen: Seen, address: str) -> None:
    seen.page.goto(address + "#US-MO/2015")
    expect(seen.page.get_by_role("heading", level=2, name="Missouri, 2015")).to_be_visible()
    for wrong in ("#US-ZZ/2015", "#%E0%A4%A", "#__proto__/constructor"):
        seen.page.goto("about:blank")
        seen.page.goto(address + wrong)
        expect(seen.page.get_by_role("heading", level=2, name="Missouri, 2019")).to_be_visible()
    seen.requests[:] = [request for request in seen.requests if request != "about:blank"]


def test_it_prints(seen: Seen, address: str) -> None:
    seen.page.goto(address)
    seen.page.emulate_media(media="print")
    seen.page.set_viewport_size({"width": 720, "height": 1000})
    expect(seen.page.get_by_label("Place", exact=True)).to_be_hidden()
    expect(seen.page.get_by_role("heading", level=2, name="Missouri, 2019")).to_be_visible()
    assert overflow(seen.page) == []
    paper = seen.page.pdf(format="Letter", print_background=False)
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 6


def test_without_scripts_there_is_a_table_of_totals(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(address)
    row = page.get_by_role("row").filter(has_text="Missouri").filter(has_text="2019-12-31")
    assert row.inner_text().split("\t")[:10] == [
        *("Missouri", "2019-01-01", "2019-12-31", "233", "233", "183", "22", "6", "23", "423")
    ]
    upper_bound = page.get_by_role("row").filter(has_text="Missouri").filter(has_text="2015-12-31")
    assert "≤ 2017-05-03" in upper_bound.inner_text().split("\t")
    expect(page.get_by_label("Place", exact=True)).to_be_hidden()
    context.close()


def test_a_rendition_is_told_as_one(seen: Seen, database: Path, tmp_path: Path) -> None:
    with_note = Path(shutil.copyfile(database, tmp_path / "with_note.duckdb"))
    note = "A rendition: the figures are the publisher's, the words are ours."
    with duckdb.connect(with_note) as connection:
        connection.execute(
            "update marts.dim_report set note = $note where report_id like 'US-MO_2019%'", {"note": note}
        )
    seen.page.goto((export(with_note, tmp_path / "1").folder / "dashboard.html").as_uri() + "#US-MO/2019")
    sources = seen.section("Where each figure comes from").inner_text()
    assert f"accurate as of 2020-07-30. {note}" in sources
    assert "own" not in re.findall(r"\w+", sources)


@pytest.mark.parametrize(("width", "texts"), [(390, TEXTS[:14]), (1600, TEXTS[14:28]), (390, TEXTS[28:])])
def test_hostile_text_is_shown_and_does_nothing(
    seen: Seen, database: Path, tmp_path: Path, browser: Browser, texts: Sequence[str]
) -> None:
    hostile = export(with_hostile_text(database, tmp_path / "warehouse.duckdb", texts), tmp_path / "1")
    address = (hostile.folder / "dashboard.html").as_uri()
    seen.page.goto(address)
    shown = ""
    for option in seen.page.get_by_label("Place", exact=True).locator("option").all():
        seen.page.get_by_label("Place", exact=True).select_option(value=option.get_attribute("value"))
        shown += seen.page.inner_text("body")
    assert marked(shown.replace("\n", " ").replace("\t", " ")) == shown.replace("\n", " ").replace("\t", " ")
    for text in texts:
        assert " ".join(marked(text).split()) in " ".join(shown.split()), text
    assert seen.page.evaluate("window.hacked") is None
    assert seen.page.locator("img, main script, footer script").count() == 0
    assert overflow(seen.page) == []
    with browser.new_context(java_script_enabled=False) as without_scripts:
        page = without_scripts.new_page()
        page.goto(address)
        assert page.locator("noscript img, td img, td script").count() == 0


def test_the_page_may_reach_nothing_even_if_it_wanted_to(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    refused = page.evaluate(
        """async () => {
            const refused = [];
            document.addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
            await fetch("data:,x").catch(() => {});
            const script = document.createElement("script");
            try { script.text = "window.hacked = 1"; } catch { refused.push("text as script"); }
            try { document.body.innerHTML = "<b>x</b>"; } catch { refused.push("text as markup"); }
            const image = new Image();
            image.src = "file:///nowhere.png";
            await new Promise((done) => setTimeout(done, 300));
            return refused;
        }"""
    )
    assert {"connect-src", "img-src", "text as script", "text as markup"} <= set(refused)
    context.close()
