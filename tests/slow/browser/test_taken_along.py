"""What is taken along from the charts, over the figures that come with the project: images, numbers, links, frames.

Belongs here: files and addresses held against the warehouse, and pages of unusual releases. Not here: how the charts
are used (test_charts), the figures beside them (test_dashboard).
"""

from __future__ import annotations

import csv
import io
import random
import re
import struct
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import duckdb
import pytest
from playwright.sync_api import Page, expect

from orchestration.spotlight.release.dashboard import LARGEST, write_dashboard
from orchestration.spotlight.release.edition import Edition
from tests.slow.browser.conftest import CHARTS, Seen, numbers_behind
from tests.support.exported import Exported, export, release_info

SVG = "{http://www.w3.org/2000/svg}"
# What can be taken along, as an address names it: every chart, and the step line of one figure.
DRAWN = {**{name: name for name in CHARTS}, "history": "revisions&scope=one"}


def saved(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target


@pytest.mark.parametrize("name", DRAWN)
def test_an_image_holds_source_date_bound_and_caveat(
    seen: Seen, page_of_seeds: str, seeds: Exported, tmp_path: Path, name: str
) -> None:
    seen.page.emulate_media(color_scheme="dark")
    seen.open(f"{page_of_seeds}#US-MO/2024?chart={DRAWN[name]}&with=US-KS")
    svg = saved(seen.page, "SVG", tmp_path)
    tree = ET.parse(svg).getroot()
    words = " ".join(element.text or "" for element in tree.iter(f"{SVG}text"))
    for said in (
        "National Human Trafficking Hotline",
        "≤",
        "Edition 1-3f9c2a7d10be, 1 November 2026",
        "Not prevalence",
    ):
        assert said in words
    assert seen.page.locator("#chart-title").inner_text().replace("’", "'") in words.replace("’", "'")
    assert "var(" not in svg.read_text(encoding="utf-8")
    assert tree.find(f"{SVG}rect").attrib["fill"] == "#fbfaf6"  # type: ignore[union-attr]
    png = saved(seen.page, "PNG", tmp_path).read_bytes()
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", png[16:20]) == (1920,)
    # The numbers in the image are the warehouse's.
    if name == "trend":
        points = {title.text for title in tree.iter(f"{SVG}title")}
        for place, code in (("Missouri", "US-MO"), ("Kansas", "US-KS")):
            for year, value, day, basis in seeds.rows(
                "select year, value, publisher_as_of, publisher_as_of_basis from marts.rpt_trend where "
                f"jurisdiction_code = '{code}' and measure = 'cases' and category = 'total' and value is not null"
            ):
                assert f"{place} {year}: {value}, {'' if basis == 'printed' else '≤ '}{day}" in points


def views(wanted: int, seeds: Exported) -> Iterator[str]:
    """Addresses of views at random, as the page writes them."""
    chance = random.Random(18)
    held = seeds.rows("select jurisdiction_code, year from marts.rpt_spotlight where period_type = 'year' order by all")
    places = sorted({str(place) for place, _ in held})
    series = seeds.rows(
        "select distinct measure || '/' || category_scheme || '/' || category from marts.rpt_trend order by all"
    )
    for _ in range(wanted):
        place, year = chance.choice(held)
        others = [other for other in chance.sample(places, chance.randint(0, 4)) if other != place]
        chosen = {
            "chart": chance.choice(CHARTS[1:]),
            "figure": chance.choice([one for (one,) in series if one != "cases/total/total"]),
            "with": ",".join(others),
            "asof": chance.choice(["2016-02-01", "2020-07-30", "2026-03-03"]),
            "unit": chance.choice(["count", "rate"]),
            "sort": chance.choice(["count", "name"]),
            "only": chance.choice(["alike", "unreliable"]),
            "find": chance.choice(["new", "a b&c=d", "ü?#/%"]),
            "scope": chance.choice(["place", "year", "one"]),
            "since": "2017-05-03",
            "rows": "all",
        }
        kept = {key: value for key, value in chosen.items() if value and chance.random() < 0.4}
        options = "&".join(f"{key}={quote(value, safe='')}" for key, value in kept.items())
        yield f"#{place}/{year}{'?' if options else ''}{options}"


def test_a_link_restores_exactly_this_view(seen: Seen, page_of_seeds: str, seeds: Exported) -> None:
    seen.open(page_of_seeds)
    for hash_of_view in views(200, seeds):
        seen.page.evaluate("hash => { location.hash = hash; }", hash_of_view)
        seen.page.wait_for_function(
            "hash => document.getElementById('link').value.endsWith(hash)", arg=hash_of_view, timeout=5_000
        )
        expect(seen.page.get_by_role("alert")).to_be_hidden()


def test_a_chart_can_be_embedded(seen: Seen, page_of_seeds: str, tmp_path: Path) -> None:
    seen.open(f"{page_of_seeds}#US-MO/2024?chart=map")
    seen.unfold()
    snippet = seen.page.get_by_label("Embed this chart").input_value()
    assert f'src="{page_of_seeds}#US-MO/2024?chart=map&amp;embed=1"' in snippet
    assert seen.page.get_by_label("Link to this view").input_value() == f"{page_of_seeds}#US-MO/2024?chart=map"
    assert 'title="Cases per 100,000 inhabitants, 2024"' in snippet
    seen.open(f"{page_of_seeds}#US-MO/2024?chart=map&embed=1")
    expect(seen.page.locator("#chart svg")).to_be_visible()
    for hidden in ("#sure", "#place", "footer", "h1"):
        expect(seen.page.locator(hidden)).to_be_hidden()
    assert seen.overflow() == []


@pytest.mark.parametrize("width", [1280, 375])
def test_the_frame_of_an_embedded_chart_has_room_for_all_of_it(seen: Seen, page_of_seeds: str, width: int) -> None:
    for chart in DRAWN.values():
        seen.open(f"{page_of_seeds}#US-MO/2024?chart={chart}")
        snippet = seen.page.locator("#snippet").input_value()
        height = int(re.findall(r'height="(\d+)"', snippet)[0])
        seen.open(f"{page_of_seeds}#US-MO/2024?chart={chart}&embed=1")
        needed = seen.page.evaluate("document.body.getBoundingClientRect().height")
        assert needed <= height, chart


def test_sources_with_an_address_are_links(seen: Seen, page_of_seeds: str) -> None:
    seen.open(f"{page_of_seeds}#US-MO/2024")
    seen.unfold()
    link = seen.section("Where each figure comes from").get_by_role("link").first
    assert str(link.get_attribute("href")).startswith("https://humantraffickinghotline.org/en/statistics")


def test_a_release_without_figures_and_one_with_one_place_say_what_is_there(
    seen: Seen, seeds: Exported, tmp_path: Path
) -> None:
    for name, kept in (("none", "false"), ("one", "jurisdiction_code = 'US-MO' and period_start = '2019-01-01'")):
        target = tmp_path / f"{name}.duckdb"
        target.write_bytes(seeds.database.read_bytes())
        with duckdb.connect(target) as connection:
            for table in (
                "rpt_spotlight",
                "fct_figure_revisions",
                "rpt_trend",
                "rpt_rates",
                "rpt_coverage",
                "dim_report",
            ):
                connection.execute(f"delete from marts.{table} where not ({kept})")
        seen.page.goto("about:blank")
        seen.page.goto((export(target, tmp_path / name).folder / "dashboard.html").as_uri())
        if name == "none":
            expect(seen.page.get_by_role("main")).to_have_text("No figure is published yet.")
            continue
        expect(seen.page.get_by_role("heading", level=2, name="Missouri, 2019")).to_be_visible()
        for tab in seen.page.get_by_role("tab").all():
            tab.click()
            expect(seen.page.locator("#chart svg, #chart .empty")).to_be_visible()
    seen.requests.clear()


# What each chart shows, by the tables of the warehouse: (place, year, numbers as the page writes them).
IN_THE_WAREHOUSE = {
    "trend": """
        select jurisdiction_name, year, value::varchar from marts.rpt_trend
        where jurisdiction_code in ('US-MO', 'US-KS') and measure = 'cases' and category = 'total'
    """,
    "multiples": """
        select jurisdiction_name, year, trend.value::varchar, round(rate, 6)::varchar
        from marts.rpt_trend as trend
        left join marts.rpt_rates as rates using (jurisdiction_code, jurisdiction_name, year, measure)
        where measure = 'cases' and category = 'total'
        qualify count(rate) over (partition by jurisdiction_code) > 0
    """,
    "map": """
        select jurisdiction_name, year, value::varchar, round(rate, 6)::varchar from marts.rpt_rates
        where measure = 'cases' and year = 2024
    """,
    "ranking": """
        select jurisdiction_name, value::varchar, round(rate, 6)::varchar,
            round(rate_low, 6)::varchar, round(rate_high, 6)::varchar, rank_low::varchar, rank_high::varchar
        from marts.rpt_rates where measure = 'cases' and year = 2024 and rate is not null
    """,
    "revisions": """
        with stated as (
            select jurisdiction_name, year, arg_min(value, publisher_as_of) filter (value is not null) as first,
                max(value) filter (superseded_on is null) as last
            from marts.fct_figure_revisions
            where measure = 'cases' and category = 'total' and year is not null and revision_kind <> 'outranked'
            group by all
        )
        select jurisdiction_name, year, first::varchar, last::varchar, (last - first)::varchar
        from stated where first <> last
    """,
    "coverage": """
        select jurisdiction_name, year, vintage_count::varchar from marts.rpt_coverage
        where measure = 'cases' and vintage_count > 0
    """,
    "history": """
        select publisher_as_of::varchar, publisher_as_of_basis, value::varchar,
            source_line::varchar
        from marts.fct_figure_revisions
        where jurisdiction_code = 'US-MO' and year = 2024 and measure = 'cases' and category = 'total'
    """,
}
IN_THE_FILE = {
    "trend": ("place", "year", "value"),
    "multiples": ("place", "year", "value", "rate_per_100000"),
    "map": ("place", "year", "value", "rate_per_100000"),
    "ranking": ("place", "value", "rate_per_100000", "rate_low", "rate_high", "rank_low", "rank_high"),
    "revisions": ("place", "year", "first_value", "value", "moved"),
    "coverage": ("place", "year", "vintage_count"),
    "history": ("publisher_as_of", "publisher_as_of_basis", "value", "line"),
}


def written(value: object) -> str:
    """As a number stands in a file: without the zeros that end a fraction; nothing for what is unknown."""
    text = "" if value is None else str(value)
    return text.rstrip("0").rstrip(".") if re.fullmatch(r"\d+\.\d+", text) else text


@pytest.mark.parametrize("name", DRAWN)
def test_a_csv_has_the_numbers_of_the_warehouse_and_where_they_come_from(
    seen: Seen, page_of_seeds: str, seeds: Exported, tmp_path: Path, name: str
) -> None:
    seen.open(f"{page_of_seeds}#US-MO/2024?chart={DRAWN[name]}&with=US-KS&rows=all")
    text = saved(seen.page, "CSV", tmp_path).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == len(numbers_behind(seen.page))
    assert "National Human Trafficking Hotline" in rows[0]["source"]
    # Each column has one thing in it: a day, how it is known, an end of a range.
    days = [(key, value) for row in rows for key, value in row.items() if key.endswith("as_of") and value]
    assert days
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", value) for _, value in days)
    assert {f"{key}_basis" for key, _ in days} <= rows[0].keys()
    assert "retrieved_by" in {row[f"{key}_basis"] for row in rows for key, _ in days}
    bounds = [value for row in rows for key, value in row.items() if key.endswith(("_low", "_high")) and value]
    assert all(re.fullmatch(r"\d+(\.\d+)?", value) for value in bounds)
    assert bounds or name in ("multiples", "revisions", "coverage", "history")
    found = {tuple(map(written, (row[key] for key in IN_THE_FILE[name]))) for row in rows}
    expected = {tuple(map(written, row)) for row in seeds.rows(IN_THE_WAREHOUSE[name])}
    # The map lists places of which nothing is held too.
    assert {row for row in found if name != "map" or row[2]} == expected
    assert len(expected) > (2 if name == "history" else 10)


@pytest.mark.parametrize("name", ["multiples", "map", "ranking", "revisions", "coverage", "history"])
def test_the_numbers_drawn_in_an_image_are_those_of_the_warehouse(
    seen: Seen, page_of_seeds: str, seeds: Exported, tmp_path: Path, name: str
) -> None:
    seen.open(f"{page_of_seeds}#US-MO/2024?chart={DRAWN[name]}&rows=all")
    tree = ET.parse(saved(seen.page, "SVG", tmp_path)).getroot()
    groups = {
        kind: [
            [text.text or "" for text in group.iter(f"{SVG}text")]
            for group in tree.iter(f"{SVG}g")
            if group.get("class") == kind
        ]
        for kind in ("tile", "ranked", "moved", "small-one")
    }
    if name == "multiples":
        expected = seeds.rows(
            "select jurisdiction_name, arg_max(rate, year) from marts.rpt_rates where measure = 'cases' "
            "and rate is not null group by all having max(year) = 2024"
        )
        latest = {texts[0]: number for texts in groups["small-one"] for number in texts[1:] if "." in number}
        assert latest == {str(place): f"{rate:.2f}" for place, rate in expected}
    elif name == "history":
        expected = seeds.rows(
            "select value from marts.fct_figure_revisions where jurisdiction_code = 'US-MO' "
            "and year = 2024 and measure = 'cases' and category = 'total'"
        )
        told = [title.text or "" for title in tree.iter(f"{SVG}title")][1:]
        assert [one.split(",")[0] for one in told] == [f"{value}" for (value,) in expected]
        assert all("≤" in one for one in told)
    elif name == "map":
        expected = seeds.rows(
            "select postal_code, rate from marts.rpt_rates join marts.dim_jurisdiction using (jurisdiction_code) "
            "where measure = 'cases' and year = 2024 and rate is not null"
        )
        drawn = {postal: label for postal, label in groups["tile"] if label not in ("", "?")}
        assert drawn == {postal: f"{rate:.2f}" for postal, rate in expected}
    elif name == "ranking":
        expected = seeds.rows(
            "select jurisdiction_name, rate, value from marts.rpt_rates "
            "where measure = 'cases' and year = 2024 and rate is not null order by rate desc"
        )
        assert [row[:3] for row in groups["ranked"]] == [
            [place, f"{rate:.2f}", f"{value:,}"] for place, rate, value in expected
        ]
    elif name == "revisions":
        expected = seeds.rows(IN_THE_WAREHOUSE["revisions"])
        drawn_moves = {(row[0], *(number.replace(",", "") for number in row[1:3])) for row in groups["moved"]}
        assert drawn_moves == {(f"{place} {year}", first, last) for place, year, first, last, _ in expected}
    else:
        held = [group.get("class", "") for group in tree.iter(f"{SVG}g") if group.get("class", "").startswith("held ")]
        expected = seeds.rows("select count(*) from marts.rpt_coverage where measure = 'cases' and vintage_count > 0")
        assert [(len([kind for kind in held if kind != "held nothing"]),)] == expected


def test_of_600_000_figures_the_page_says_which_it_leaves_out(seen: Seen, seeds: Exported, tmp_path: Path) -> None:
    """The figures of the project again and again, each time of earlier years or as of earlier days."""
    target = tmp_path / "many.duckdb"
    target.write_bytes(seeds.database.read_bytes())
    page = tmp_path / "dashboard.html"
    with duckdb.connect(target) as connection:
        for table, times in (("fct_figure_revisions", 300), ("rpt_spotlight", 100), ("rpt_trend", 100)):
            replaced = [f"(period_{end} - to_years(13 * (k % 100)))::date as period_{end}" for end in ("start", "end")]
            replaced.append("year - 13 * (k % 100) as year")
            if table == "fct_figure_revisions":
                replaced.append("publisher_as_of - 5000 * (k // 100) as publisher_as_of")
            connection.execute(
                f"insert into marts.{table} select * exclude (k) replace ({', '.join(replaced)}) "
                f"from marts.{table}, (select range::int as k from range(1, {times})) as again"
            )
        held = connection.execute("select count(*) from marts.fct_figure_revisions").fetchall()[0][0]
        assert held > 600_000
        write_dashboard(connection, Edition.of(connection, release_info()), page)
    assert page.stat().st_size <= LARGEST
    seen.open(page.as_uri())
    expect(seen.page.get_by_role("heading", level=2, name="California, 2024")).to_be_visible()
    assert re.search(
        r"Periods that began before 1 January \d{4} are not on this page, to keep it small; they are in the warehouse.",
        seen.page.get_by_role("contentinfo").inner_text(),
    )
    for tab in seen.page.get_by_role("tab").all():
        tab.click()
        expect(seen.page.locator("#chart svg, #chart .empty")).to_be_visible()
        assert seen.overflow() == []
