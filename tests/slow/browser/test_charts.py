"""The charts as a person uses them, over the figures that come with the project, held against the warehouse.

Belongs here: every interaction of the frame. Not here: what is taken along (test_taken_along), the figures beside it
(test_dashboard).
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.slow.browser.conftest import CHARTS, Seen, numbers_behind
from tests.support.exported import Exported


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (768, "dark"), (1024, "light"), (1600, "dark")])
def test_every_chart_can_be_read_by_all(seen: Seen, page_of_seeds: str, scheme: str) -> None:
    seen.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for name in CHARTS:
        for options in ("", "&with=US-KS,US-IL,US-IA,US-NE&rows=all", "&figure=signals/total/total"):
            seen.open(f"{page_of_seeds}#US-MO/2024?chart={name}{options}")
            expect(seen.page.locator("#chart svg")).to_be_visible()
            assert seen.overflow() == [], name
        assert seen.violations() == [], name
        assert not re.search(r"\b(NaN|undefined|null|Infinity)\b|\[object", seen.page.inner_text("body"))


@pytest.mark.parametrize("width", [390])
def test_on_a_phone_the_details_fold_within_five_screens(seen: Seen, page_of_seeds: str) -> None:
    seen.page.set_viewport_size({"width": 390, "height": 844})
    for name in CHARTS:
        seen.open(f"{page_of_seeds}#US-MO/2024?chart={name}")
        fold = seen.page.locator("details.fold").first
        assert not fold.evaluate("e => e.open")
        assert fold.evaluate("e => e.getBoundingClientRect().top + scrollY") <= 5 * 844, name
        assert seen.page.locator("#sure").evaluate("e => e.getBoundingClientRect().top") < 844


@pytest.mark.parametrize("width", [390])
def test_a_shared_chart_is_what_opens_on_a_phone(seen: Seen, page_of_seeds: str) -> None:
    seen.open(f"{page_of_seeds}#US-MO/2024")
    expect(seen.page.locator(".headline")).to_be_in_viewport()
    seen.open(f"{page_of_seeds}#US-MO/2024?chart=map")
    expect(seen.page.get_by_role("tab", name="Map")).to_be_in_viewport()
    expect(seen.page.locator("#chart .tile[data-place=MO]")).to_be_in_viewport()
    # What is not there is said first.
    seen.open(f"{page_of_seeds}#US-XX/2024?chart=map")
    expect(seen.page.get_by_role("alert")).to_be_in_viewport()


@pytest.mark.parametrize("width", [390])
def test_tiles_can_be_read_on_a_phone(seen: Seen, page_of_seeds: str) -> None:
    for options in ("chart=map", "chart=map&unit=count", "chart=map&figure=signals/total/total&unit=count"):
        seen.open(f"{page_of_seeds}#US-MO/2024?{options}")
        wrong = seen.page.locator("#chart .tile").evaluate_all(
            """tiles => tiles.flatMap((tile) => {
                const box = tile.querySelector("rect").getBoundingClientRect();
                return [...tile.querySelectorAll("text")].filter((text) => {
                    if (!text.textContent) return false;
                    const of = text.getBoundingClientRect();
                    return of.left < box.left - 0.5 || of.right > box.right + 0.5
                        || parseFloat(text.getAttribute("font-size")) < 11;
                }).map((text) => `${tile.dataset.place}: ${text.textContent}`);
            })"""
        )
        assert wrong == []


def test_the_text_in_drawings_has_contrast(seen: Seen, page_of_seeds: str) -> None:
    """axe does not judge text in SVG: each text against the colour of the page or of its tile."""
    for scheme in ("light", "dark"):
        seen.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for name in CHARTS:
            seen.open(f"{page_of_seeds}#US-MO/2024?chart={name}&with=US-KS,US-IL,US-IA,US-NE")
            faint = seen.page.evaluate(
                """() => {
                    const parse = (color) => color.match(/[\\d.]+/g).slice(0, 3).map(Number);
                    const light = (color) => parse(color).map((v) => v / 255)
                        .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
                        .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
                    const paper = getComputedStyle(document.documentElement).backgroundColor;
                    const texts = [...document.querySelectorAll("#chart text")].filter((text) => text.textContent);
                    return texts.map((text) => {
                        const box = text.getBoundingClientRect();
                        const under = [...document.querySelectorAll("#chart rect, #chart circle")].filter((shape) => {
                            const of = shape.getBoundingClientRect();
                            return Number(shape.getAttribute("fill-opacity") ?? 1) === 1 && of.left <= box.left + 2
                                && of.right >= box.right - 2 && of.top <= box.top + 4 && of.bottom >= box.bottom - 4;
                        }).at(-1);
                        const behind = under ? getComputedStyle(under).fill : paper;
                        if (!behind.startsWith("rgb")) return null;
                        const [a, b] = [light(getComputedStyle(text).fill), light(behind)];
                        const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                        return contrast < 4.5 ? `${text.textContent}: ${contrast.toFixed(2)} on ${behind}` : null;
                    }).filter(Boolean);
                }"""
            )
            assert faint == [], (scheme, name)


def test_a_trend_is_that_of_the_warehouse_with_gaps_as_gaps(seen: Seen, page_of_seeds: str, seeds: Exported) -> None:
    seen.open(f"{page_of_seeds}#US/2021?figure=cases/total/total")
    expected = seeds.rows(
        "select year, value from marts.rpt_trend where jurisdiction_code = 'US' and measure = 'cases' "
        "and category = 'total' order by year"
    )
    assert any(value is None for _, value in expected)
    behind = [(int(row[1]), row[2]) for row in numbers_behind(seen.page)]
    parts = {2017: "no total stated; the types add up to 8,524"}
    assert behind == [
        (year, parts.get(year, "not held") if value is None else f"{value:,}") for year, value in expected
    ]
    gaps, in_parts = seen.page.locator("#chart-notes li").filter(has_text="not zero").all_inner_texts()
    assert gaps.startswith("Nothing is held")
    assert "2017" not in gaps
    assert in_parts == f"Not drawn, and not zero: United States 2017 ({parts[2017]})."
    known = [value for _, value in expected if value is not None]
    expect(seen.page.locator("#chart .line circle")).to_have_count(len(known))
    said = seen.page.locator("#chart .line [data-said]").evaluate_all("marks => marks.map((mark) => mark.dataset.said)")
    assert not any(": 0," in one for one in said)


def test_no_line_crosses_a_break_that_does_not_compare(seen: Seen, page_of_seeds: str, seeds: Exported) -> None:
    seen.open(f"{page_of_seeds}#US-MO/2024?figure=signals/total/total")
    apart = seeds.rows(
        "select count(*) from marts.rpt_trend where jurisdiction_code = 'US-MO' and measure = 'signals' and "
        "category = 'total' and value is not null and not is_comparable_with_previous"
    )
    pieces = seen.page.locator("#chart .line path[fill=none]").evaluate_all(
        "paths => paths.map((path) => path.getAttribute('d').split('L').length)"
    )
    alone = seen.page.locator("#chart .line circle").count() - sum(pieces)
    assert len(pieces) + alone == apart[0][0]
    notes = seen.page.locator("#chart-notes").inner_text()
    assert "(2) 7 February 2018: Text messages at all hours and web chats become channels of the hotline" in notes
    assert "Counts before and after do not compare." in notes


def test_places_are_compared_up_to_five(seen: Seen, page_of_seeds: str) -> None:
    page = seen.page
    seen.open(f"{page_of_seeds}#US-MO/2024")
    for typed in ("kans", "il", "Iowa", "nebr"):
        page.get_by_label("Compare with", exact=True).fill(typed)
        page.keyboard.press("Enter")
    expect(page.locator("#chart .line")).to_have_count(5)
    expect(page.get_by_label("Compare with", exact=True)).to_be_hidden()
    expect(page.get_by_text("Five places at most: take one away to add another.")).to_be_visible()
    colours = page.locator("#chart .line path").evaluate_all("paths => paths.map((p) => p.getAttribute('stroke'))")
    shapes = page.locator("#chart .line").evaluate_all(
        "lines => lines.map((line) => [...line.querySelectorAll('.point')].map((p) => p.tagName "
        "+ (p.getAttribute('d') ?? '').replace(/[-.\\d ]+/g, '')).join())"
    )
    assert len(set(colours)) == 5
    assert len({shape.split(",")[0] for shape in shapes}) >= 4  # the two triangles have the same commands
    assert page.locator("#chart .line path[stroke-dasharray]").count() == 0, "a dashed line would be read as a forecast"
    page.get_by_role("button", name="Take Illinois away").click()
    expect(page.get_by_role("heading", name=re.compile("Missouri, Kansas, Iowa and Nebraska, 2012"))).to_be_visible()
    assert "with=US-KS%2CUS-IA%2CUS-NE" in page.url
    page.go_back()
    expect(page.locator("#chart .line")).to_have_count(5)


def test_a_statement_that_was_set_aside_is_named(seen: Seen, page_of_seeds: str) -> None:
    seen.open(f"{page_of_seeds}#US-MO/2019?chart=revisions&scope=one")
    said = "A later secondary account says 233; it is set aside, since the publisher had spoken."
    assert said in seen.page.locator("#sure").inner_text()
    expect(seen.page.locator("#chart-subtitle")).to_contain_text(said)


def test_as_it_stood_on_a_day_replays_what_had_been_said(seen: Seen, page_of_seeds: str, seeds: Exported) -> None:
    page = seen.page
    seen.open(f"{page_of_seeds}#US-MO/2015")
    days = page.get_by_label("As it stood on", exact=True).locator("option").all_inner_texts()
    assert days[-1] == "today"
    assert "≤ 2017-05-03" in days
    assert "2020-07-30" in days
    for day in (option.removeprefix("≤ ") for option in days[:-1]):
        page.get_by_label("As it stood on", exact=True).select_option(value=day)
        said = seeds.rows(
            "select year, value from marts.fct_figure_revisions where jurisdiction_code = 'US-MO' and measure = 'cases'"
            f" and category = 'total' and year is not null and publisher_as_of <= '{day}'"
            f" and (superseded_on is null or superseded_on > '{day}') and value is not null order by year"
        )
        behind = numbers_behind(page)
        assert [(int(r[1]), r[2]) for r in behind if r[2][0].isdigit()] == [(y, f"{v}") for y, v in said]
        # Of a year that was not over on that day nothing can have been said.
        assert all(f"{row[1]}-12-31" <= day for row in behind)
    assert page.locator("#chart .ghost").count() > 0
    slider = page.get_by_label("Day on which it stood so")
    slider.focus()
    page.keyboard.press("Home")
    expect(page.get_by_label("As it stood on", exact=True)).to_have_value(days[0].removeprefix("≤ "))
    page.keyboard.press("End")
    expect(page.get_by_label("As it stood on", exact=True)).to_have_value("")
    assert "asof" not in page.url


def test_where_a_figure_may_still_move_is_drawn_and_said(seen: Seen, page_of_seeds: str, seeds: Exported) -> None:
    seen.open(f"{page_of_seeds}#US-MO/2024")
    ((low, high),) = seeds.rows(
        "select round(likely_low)::int, round(likely_high)::int from marts.rpt_trend where jurisdiction_code = 'US-MO' "
        "and year = 2024 and measure = 'cases' and category = 'total'"
    )
    assert f"between {low} and {high}" in seen.page.locator("#sure").inner_text()
    expect(seen.page.locator("#chart .likely")).to_have_count(1)
    seen.open(f"{page_of_seeds}#US-GU/2024")
    assert "May move" not in seen.page.locator("#sure").inner_text(), "0 cases: no ratio says how far they move"


def test_what_is_pointed_at_is_told_at_once_to_a_pointer_and_to_a_finger(seen: Seen, page_of_seeds: str) -> None:
    page = seen.page
    seen.open(f"{page_of_seeds}#US-MO/2024?with=US-KS")
    tip = page.locator("#tip")
    page.locator("#chart .year").nth(7).hover(position={"x": 6, "y": 20})
    expect(tip).to_have_text("2019\nMissouri: 233, as of 2020-07-30\nKansas: 94, as of ≤ 2026-03-03")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.get_by_role("tab", name="Map").click()
    page.locator("#chart .tile[data-place=GU]").dispatch_event(
        "pointerdown", {"pointerType": "touch", "bubbles": True, "clientX": 500, "clientY": 600}
    )
    expect(tip).to_contain_text("Guam: ")
    page.locator("#chart-title").dispatch_event("pointerdown", {"bubbles": True})
    expect(tip).to_be_hidden()
    assert page.locator("#chart title").count() == 0, "else the browser tells the same once more, and late"


def test_the_year_before_is_compared_as_far_as_chance_allows(seen: Seen, page_of_seeds: str, seeds: Exported) -> None:
    rows = seeds.rows(
        "select now.jurisdiction_code, now.jurisdiction_name, now.value, before.value, "
        "now.rate_low <= before.rate_high and before.rate_low <= now.rate_high "
        "from marts.rpt_rates as now join marts.rpt_rates as before using (jurisdiction_code, measure) "
        "where measure = 'cases' and now.year = 2024 and before.year = 2023 and jurisdiction_code in ('US-MO', 'US-CA')"
    )
    assert {overlap for *_, overlap in rows} == {True, False}
    for code, _, now, before, overlap in rows:
        seen.open(f"{page_of_seeds}#{code}/2024")
        assert isinstance(now, int)
        assert isinstance(before, int)
        said = (
            "overlap: by them alone, chance is not ruled out"
            if overlap
            else "lie apart, so chance alone does not explain it"
        )
        expect(seen.page.locator(".before")).to_have_text(
            f"{before:,} in 2023: {now - before:,} more in 2024; the 95% intervals of the two rates {said}."
        )


def test_nothing_moves_for_those_who_asked_for_less_motion(seen: Seen, page_of_seeds: str) -> None:
    for wish, expected in (("reduce", "auto"), ("no-preference", "smooth")):
        seen.page.emulate_media(reduced_motion="reduce" if wish == "reduce" else "no-preference")
        seen.open(f"{page_of_seeds}#US-MO/2024")
        assert seen.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == expected
        seen.page.get_by_role("tab", name="Map").click()
        assert seen.page.evaluate("document.getAnimations().length") == 0


def test_the_map_has_rates_bounds_and_doubt(seen: Seen, page_of_seeds: str, seeds: Exported) -> None:
    page = seen.page
    seen.open(f"{page_of_seeds}#US-MO/2012?chart=map")
    expected = {
        postal: f"{rate:.3f}" if 0 < rate < 0.1 else f"{rate:.2f}"
        for postal, rate in seeds.rows(
            "select postal_code, rate from marts.rpt_rates join marts.dim_jurisdiction using "
            "(jurisdiction_code) where year = 2012 and measure = 'cases' and rate is not null"
        )
    }
    tiles = {
        tile.get_attribute("data-place"): tile.locator("text").nth(1).text_content()
        for tile in page.locator("#chart .tile").all()
    }
    assert {postal: words for postal, words in tiles.items() if words not in ("", "?")} == expected
    unreliable = seeds.rows(
        "select count(*) from marts.rpt_rates where year = 2012 and measure = 'cases' and not is_reliable"
    )
    expect(page.locator("#chart .unreliable")).to_have_count(unreliable[0][0])
    assert unreliable[0][0] > 0
    assert page.locator("#chart .tile rect[stroke-dasharray]").count() == len(tiles) - len(expected)
    assert page.locator("#chart .class").count() == 5
    # Dashed is what nothing is held of; a number without a population to divide it by is none of that.
    seen.open(f"{page_of_seeds}#US-MO/2024?chart=map")
    ((held, rated),) = seeds.rows(
        "select count(*) filter (value is not null), count(rate) from marts.rpt_rates where year = 2024 and "
        "measure = 'cases'"
    )
    assert isinstance(held, int)
    assert isinstance(rated, int)
    assert page.locator("#chart .tile rect[stroke-dasharray]").count() == len(tiles) - held
    assert page.locator("#chart .tile", has_text="?").count() == held - rated > 0
    expect(page.locator("#chart")).to_contain_text("held, population unknown")
    seen.open(f"{page_of_seeds}#US-MO/2012?chart=map")
    page.get_by_label("As", exact=True).select_option(label="counts")
    expect(page.get_by_role("heading", name="Cases, 2012", exact=True)).to_be_visible()
    page.locator("#chart .tile[data-place=IA] rect").first.click()
    expect(page.get_by_role("heading", level=2, name="Iowa, 2012")).to_be_visible()


def test_a_ranking_is_never_a_bare_rank(seen: Seen, page_of_seeds: str, seeds: Exported) -> None:
    page = seen.page
    seen.open(f"{page_of_seeds}#US-MO/2024?chart=ranking&rows=all")
    expected = seeds.rows(
        "select jurisdiction_name, value, rank_low, rank_high from marts.rpt_rates where year = 2024 and "
        "measure = 'cases' and rate is not null and rank_low is not null order by rate desc"
    )
    behind = [row for row in numbers_behind(page) if row[4] != "no rank"]
    assert [(row[0], row[1], row[4]) for row in behind] == [
        (name, f"{value:,}", f"{low}–{high}" if low < high else f"{low}") for name, value, low, high in expected
    ]
    expect(page.locator("#chart .ranked")).to_have_count(len(numbers_behind(page)))
    # The chosen interval goes through all rows and is as wide as the chosen place's own.
    band = page.locator("#chart .reach").first.evaluate("e => [e.getBBox().x, e.getBBox().width, e.getBBox().height]")
    own = page.locator("#chart .ranked", has_text="Missouri").locator("path").first
    assert own.evaluate("e => [e.getBBox().x, e.getBBox().width]") == pytest.approx(band[:2], abs=0.5)
    assert band[2] >= 20 * len(expected)
    # With few rows the chosen place and those beside it are there too, apart from the rows that they do not follow.
    seen.open(f"{page_of_seeds}#US-MN/2024?chart=ranking&with=US-NV,US-MA")
    expect(page.locator("#chart .ranked")).to_have_count(22)
    expect(page.locator("#chart .left-out")).to_have_count(2)
    seen.open(f"{page_of_seeds}#US-MO/2024?chart=ranking&rows=all")
    page.get_by_label("Sorted by").select_option(label="name")
    assert numbers_behind(page)[0][0] == "Alabama"
    page.get_by_label("Search").fill("new")
    assert [row[0] for row in numbers_behind(page)] == ["New Hampshire", "New Jersey", "New Mexico", "New York"]
    page.get_by_label("Search").fill("nowhere")
    expect(page.locator("#chart")).to_have_text("No place fits this search and filter.")
    page.get_by_label("Search").fill("")
    page.get_by_label("Only").select_option(label="not to be told apart from Missouri")
    ((alike,),) = seeds.rows(
        "select count(*) from marts.rpt_rates as other join marts.rpt_rates as here "
        "on here.jurisdiction_code = 'US-MO' and here.year = 2024 and here.measure = 'cases' "
        "where other.year = 2024 and other.measure = 'cases' "
        "and other.rate_low <= here.rate_high and here.rate_low <= other.rate_high"
    )
    assert len(numbers_behind(page)) == alike


def test_what_was_restated_is_shown_with_both_numbers(seen: Seen, page_of_seeds: str, seeds: Exported) -> None:
    page = seen.page
    seen.open(f"{page_of_seeds}#US-MO/2015?chart=revisions")
    place, year, first, _, latest, _, moved = numbers_behind(page)[0]
    ((expected,),) = seeds.rows(
        "select max(abs(last - first)) from (select arg_min(value, publisher_as_of) as first, "
        "max(case when superseded_on is null then value end) as last from marts.fct_figure_revisions "
        "where measure = 'cases' and category_scheme = 'total' and year is not null and revision_kind <> 'outranked' "
        "group by jurisdiction_code, year)"
    )
    assert abs(int(latest.replace(",", "")) - int(first.replace(",", ""))) == expected
    assert int(moved.replace(",", "").replace("−", "-")) == int(latest.replace(",", "")) - int(first.replace(",", ""))
    assert place
    assert int(year) > 2010
    page.get_by_label("In", exact=True).select_option(label="Missouri")
    assert {row[0] for row in numbers_behind(page)} == {"Missouri"}
    page.get_by_label("Since").select_option(value="2017-05-03")
    assert ["2015", "69", "72"] in [[row[1], row[2], row[4]] for row in numbers_behind(page)]
    assert "since 3 May 2017" in page.locator("#chart-title").inner_text()
    # No difference between two accounts of others is called the publisher's.
    notes = page.locator("#chart-notes").inner_text()
    assert "All are known through secondary accounts, at one end or both: a difference may be the publisher's" in notes
    page.locator("#chart .moved", has_text="Missouri 2015").locator("text").first.click()
    expect(page.locator("#chart-title")).to_have_text("Cases, total in Missouri, 2015: how it was revised")
    page.go_back()
    expect(page.locator("#chart .moved").first).to_be_visible()


def test_coverage_shows_what_is_held_of_each_year(seen: Seen, page_of_seeds: str, seeds: Exported) -> None:
    seen.open(f"{page_of_seeds}#US-MO/2024?chart=coverage")
    kinds = seeds.rows(
        "select count(*) filter (has_total and breakdown_status = 'complete'), "
        "count(*) filter (has_total and breakdown_status = 'partial'), "
        "count(*) filter (has_total and breakdown_status = 'total_only'), count(*) filter (not has_total), "
        "count(*) filter (year = 2024 and jurisdiction_level <> 'nation') "
        "from marts.rpt_coverage where measure = 'cases' and vintage_count > 0"
    )
    *by_kind, in_2024 = kinds[0]
    for kind, number in zip(("complete", "some", "total", "parts"), by_kind, strict=True):
        assert number
        expect(seen.page.locator(f"#chart .held.{kind}")).to_have_count(int(str(number)))
    assert f"2024 {in_2024}." in str(seen.page.get_by_role("img").first.get_attribute("aria-label"))
    # Of whom nothing was ever published there is no row of dots, but a note.
    assert "United States Minor Outlying Islands" in seen.page.locator("#chart-notes").inner_text()


def test_tabs_are_chosen_by_arrows_and_told(seen: Seen, page_of_seeds: str) -> None:
    page = seen.page
    seen.open(f"{page_of_seeds}#US-MO/2024")
    page.get_by_role("tab", name="Trend").focus()
    for key, name in (
        ("ArrowRight", "All places"),
        ("End", "Coverage"),
        ("ArrowRight", "Trend"),
        ("ArrowLeft", "Coverage"),
    ):
        page.keyboard.press(key)
        expect(page.get_by_role("tab", name=name)).to_be_focused()
        expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("status")).to_contain_text("Cases: what is held, 2012–2024")
