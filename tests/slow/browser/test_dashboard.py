"""The dashboard as a person meets it: what it says, at any width, with any text, by keyboard, on paper, offline.

Belongs here: the figures of a place. Not here: charts (test_charts), the data (`tests/integration/test_exports.py`).
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, expect

from orchestration.spotlight.domain.visible import marked
from tests.slow.browser.conftest import Seen, numbers_behind
from tests.support.exported import export, with_hostile_text
from tests.support.hostile import TEXTS

WIDTHS = (390, 768, 1024, 1600)


@pytest.mark.parametrize("width", WIDTHS)
def test_it_opens_on_missouri_2019_with_every_number_of_the_spotlight(seen: Seen, address: str) -> None:
    seen.open(address)
    expect(seen.page.get_by_role("heading", level=2, name="Missouri, 2019")).to_be_visible()
    lead = " ".join((seen.section("Missouri, 2019").inner_text() + seen.section("Other counts").inner_text()).split())
    for said in (
        "233 cases identified by the hotline: the stated total, as the publisher gives it.",
        "Accurate as of 30 July 2020; stated by the publisher.",
        "Published once so far. That it has not been revised does not make it final.",
        "3.80; by chance alone between",
        "Not specified for 23 of 234: sex trafficking was involved in 80.8% to 90.6%, labor in 12.0% to 21.8%.",
        "Victims 423",
        "Traffickers 117",
        "Trafficking businesses 31",
        "Signals 587",
    ):
        assert said in lead
    assert lead.lower().count("accurate as of 30 July 2020".lower()) == 5
    seen.unfold()
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
    seen.open(address + place)
    expect(seen.page.get_by_role("heading", level=2).first).to_be_visible()
    assert seen.overflow() == []
    assert seen.violations() == []
    seen.unfold()
    assert seen.overflow() == []
    assert seen.violations() == []
    assert "[object" not in seen.page.inner_text("body")
    assert not re.search(r"\b(NaN|undefined|null|Infinity)\b", seen.page.inner_text("body"))


def test_the_dark_page_can_be_read_too(seen: Seen, address: str) -> None:
    seen.page.emulate_media(color_scheme="dark")
    seen.open(address)
    assert seen.violations() == []


def test_a_share_is_a_band_between_its_bounds(seen: Seen, address: str) -> None:
    seen.open(address)
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
    seen.open(address + "#US-MO/2015")
    reconciled = " ".join(seen.section("Stated total against its parts").inner_text().split())
    assert "come from different reports, of different dates" in reconciled
    assert (
        "as of ≤ 3 May 2017, no accuracy date printed. Types: as of ≤ 27 May 2016, no accuracy date printed"
        in reconciled
    )
    assert "more than" not in reconciled


def test_revisions_of_one_figure_are_a_step_line_and_a_table(seen: Seen, address: str) -> None:
    page = seen.page
    seen.open(address + "#US-MO/2015")
    page.get_by_role("link", name="Each statement").click()
    expect(page.get_by_role("heading", name="Cases, total in Missouri, 2015: how it was revised")).to_be_visible()
    chart = seen.section("Chart")
    assert "Published 3 times; changed once." in chart.inner_text()
    expect(page.locator("#chart").get_by_role("img")).to_have_accessible_name(
        re.compile(r"67 .*28 January 2016, .*; 67 .*; 69 .*3 May")
    )
    rows = [row[:3] + row[4:] for row in numbers_behind(page)]
    assert [row[1:3] for row in rows] == [["69", "restated, +2"], ["67", "the same again"], ["67", "first published"]]
    assert rows[0][3:] == ["later.csv", "2"]
    page.get_by_label("Figure", exact=True).select_option(label="Sex trafficking (2 reports)")
    assert "Published 2 times; never changed." in chart.inner_text()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("tab", name="Trend")).to_have_attribute("aria-selected", "true")


def test_withheld_is_neither_zero_nor_a_bar(seen: Seen, address: str) -> None:
    seen.open(address + "#US-ME/2018")
    types = "Cases by type of trafficking"
    assert seen.row(types, "Labor trafficking") == "Labor trafficking withheld"
    assert seen.row(types, "Sex and labor trafficking") == "Sex and labor trafficking 0"
    labor = seen.section(types).get_by_role("row").filter(has_text="withheld")
    expect(labor.locator(".bar")).to_have_count(0)
    assert "cannot be added up" in seen.section("Stated total against its parts").inner_text()
    assert "no share can be given" in seen.section("Stated total against its parts").inner_text()
    assert "in no report" in seen.section("Other counts").inner_text()


def test_cases_without_types_are_no_type(seen: Seen, address: str) -> None:
    seen.open(address + "#US-IA/2018")
    types = seen.section("Cases by type of trafficking").inner_text()
    assert "Not broken down by type" in types
    assert "Sex trafficking" not in types
    assert seen.page.locator("[data-kind=not_specified]").count() == 0


def test_types_differ_by_pattern_not_by_colour_alone(seen: Seen, address: str) -> None:
    seen.open(address)
    patterns = seen.page.locator("#types .bar").evaluate_all(
        "bars => bars.map((bar) => getComputedStyle(bar).backgroundImage.replace(/rgba?\\([^)]*\\)/g, ''))"
    )
    assert len(set(patterns)) == len(patterns) == 4


def test_everything_can_be_chosen_by_keyboard(seen: Seen, address: str) -> None:
    page = seen.page
    seen.open(address)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the figures")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    assert page.url == address, "the link moves the focus, not the view"
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(page.get_by_role("heading", level=2, name="Missouri, 2019")).to_be_in_viewport()
    skip.focus()
    page.keyboard.press("Tab")
    place = page.get_by_role("combobox", name="Place", exact=True)
    expect(place).to_be_focused()
    assert place.evaluate("e => parseFloat(getComputedStyle(e).outlineWidth)") >= 2
    page.keyboard.type("mai")
    found = page.locator("#place-list [role=option]")
    expect(found).to_have_text(["Maine"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name="Maine, 2018")).to_be_visible()
    assert page.get_by_role("status").inner_text().startswith("Showing Maine, 2018. Cases in Maine")
    expect(place).to_have_value("Maine")
    # A name that nobody holds is said to be none, and leaving the field brings the shown place back.
    page.keyboard.type("Atlantis")
    expect(page.get_by_role("status")).to_have_text("No place of this name has figures.")
    page.keyboard.press("Tab")
    expect(place).to_have_value("Maine")
    # By postal code, and by the arrows alone.
    place.focus()
    page.keyboard.type("mo")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name=re.compile("Missouri, "))).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#place-list [aria-selected=true]")).to_have_text("Iowa")
    page.keyboard.press("Escape")
    expect(found.first).to_be_hidden()


def test_back_and_forward_go_from_view_to_view(seen: Seen, address: str) -> None:
    page = seen.page
    seen.open(address)
    heading = page.get_by_role("heading", level=2).first
    page.get_by_label("Period", exact=True).select_option(value="2015")
    expect(heading).to_have_text("Missouri, 2015")
    page.get_by_role("tab", name="Map").click()
    page.go_back()
    expect(page.get_by_role("tab", name="Trend")).to_have_attribute("aria-selected", "true")
    expect(heading).to_have_text("Missouri, 2015")
    page.go_back()
    expect(heading).to_have_text("Missouri, 2019")
    page.go_forward()
    page.go_forward()
    expect(heading).to_have_text("Missouri, 2015")
    expect(page.get_by_role("tab", name="Map")).to_have_attribute("aria-selected", "true")


@pytest.mark.parametrize(
    ("wrong", "said", "offered"),
    [
        ("#US-ZZ/2015", "asks for “US-ZZ”, of which nothing is held. Shown instead: Missouri, 2019.", None),
        ("#US-MN/2015", "asks for “Minnesota”, of which nothing is held", "Maine"),
        (
            "#US-MO/2007",
            "asks for “2007” in Missouri, of which nothing is held. Shown instead: Missouri, 2019.",
            "2015",
        ),
        ("#US-MO/2015?chart=pie", "asks for “chart=pie”, which this page does not have", None),
        ("#US-MO/2015?with=US-ME,US-XX", "asks for “with=US-ME,US-XX”", None),
        ("#US-MO/2015?asof=yesterday&figure=love", "asks for “figure=love”", None),
        ("#%E0%A4%A", "of which nothing is held", None),
        ("#__proto__/constructor?__proto__=1", "asks for “__proto__=1”", None),
    ],
)
def test_an_address_of_what_is_not_here_says_so_and_offers_what_is(
    seen: Seen, address: str, wrong: str, said: str, offered: str | None
) -> None:
    seen.open(address + wrong)
    notice = seen.page.get_by_role("alert")
    assert said in notice.inner_text()
    if offered:
        notice.get_by_role("link", name=offered).click()
        expect(seen.page.get_by_role("heading", level=2, name=re.compile(offered))).to_be_focused()
        expect(notice).to_be_hidden()


def test_an_address_with_more_places_than_fit_says_which_are_left_out(seen: Seen, page_of_seeds: str) -> None:
    seen.open(f"{page_of_seeds}#US-MO/2024?with=US-KS,us-il,US-IA,US-NE,US-OH,US-TX")
    expect(seen.page.locator("#chart .line")).to_have_count(5)
    said = "The address asks for more than five places at once. Left out: Ohio, Texas."
    expect(seen.page.get_by_role("alert")).to_have_text(said)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("US-MO", "Missouri"),
        ("D.C.", "District of Columbia"),
        ("washington dc", "District of Columbia"),
        ("usa", "United States"),
        ("washington", "Washington"),
    ],
)
def test_a_place_is_found_by_its_code_and_by_other_names(
    seen: Seen, page_of_seeds: str, typed: str, found: str
) -> None:
    seen.open(page_of_seeds)
    seen.page.get_by_role("combobox", name="Place", exact=True).fill(typed)
    expect(seen.page.locator("#place-list [role=option]").first).to_have_text(found)


def test_an_address_without_a_period_opens_on_the_newest_year(seen: Seen, page_of_seeds: str) -> None:
    seen.open(f"{page_of_seeds}#US-MO")
    expect(seen.page.get_by_role("heading", level=2, name="Missouri, 2024")).to_be_visible()
    expect(seen.page.get_by_role("alert")).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 1024, 820, 375])
def test_the_notice_stands_above_all_else(seen: Seen, address: str, width: int) -> None:
    seen.open(f"{address}#US-ZZ/2015")
    tops = [seen.page.locator(part).evaluate("e => e.getBoundingClientRect().top") for part in ("#picker", "#notice")]
    others = seen.page.locator("#title, #panel, #tiles").evaluate_all(
        "all => all.map((e) => e.getBoundingClientRect().top)"
    )
    assert tops[0] < tops[1] < min(others)
    expect(seen.page.get_by_role("alert")).to_be_in_viewport()


def test_it_prints(seen: Seen, address: str) -> None:
    seen.open(address)
    seen.page.emulate_media(media="print")
    seen.page.set_viewport_size({"width": 720, "height": 1000})
    expect(seen.page.get_by_label("Place", exact=True)).to_be_hidden()
    expect(seen.page.get_by_role("heading", level=2, name="Missouri, 2019")).to_be_visible()
    assert seen.overflow() == []
    paper = seen.page.pdf(format="A4", print_background=False)
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 6
    expect(seen.section("Stated total against its parts")).to_contain_text("1 more than the stated total")


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
    seen.open((export(with_note, tmp_path / "1").folder / "dashboard.html").as_uri() + "#US-MO/2019")
    seen.unfold()
    sources = seen.section("Where each figure comes from").inner_text()
    assert f"accurate as of 2020-07-30. {note}" in sources
    assert "own" not in re.findall(r"\w+", sources)


@pytest.mark.parametrize(("width", "texts"), [(390, TEXTS[:14]), (1600, TEXTS[14:28]), (390, TEXTS[28:])])
def test_hostile_text_is_shown_and_does_nothing(
    seen: Seen, database: Path, tmp_path: Path, browser: Browser, texts: Sequence[str]
) -> None:
    hostile = export(with_hostile_text(database, tmp_path / "warehouse.duckdb", texts), tmp_path / "1")
    address = (hostile.folder / "dashboard.html").as_uri()
    seen.open(address)
    shown = ""
    for place in ("US-MO/2019", "US-MO/2015", "US-ME/2018", "US-IA/2018"):
        for chart in ("trend", "multiples", "map", "ranking", "revisions", "coverage"):
            seen.open(f"{address}#{place}?chart={chart}&rows=all")
            seen.unfold()
            seen.page.get_by_role("combobox", name="Place", exact=True).click()
            shown += seen.page.inner_text("body") + "\n"
    assert marked(shown.replace("\n", " ").replace("\t", " ")) == shown.replace("\n", " ").replace("\t", " ")
    for text in texts:
        assert " ".join(marked(text).split()) in " ".join(shown.split()), text
    assert seen.page.evaluate("window.hacked") is None
    assert seen.page.locator("img, main script, footer script").count() == 0
    assert seen.overflow() == []
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
