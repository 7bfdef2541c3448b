"""The ready-made queries: each runs on a release, in DuckDB and in PostgreSQL, and finds what is known to be there.

Belongs here: one fact a query. Not here: the tables they ask (test_facts).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest

from orchestration.settings import Settings
from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.release.postgres.copy import write_current
from tests.support.made_once import MadeOnce
from tests.support.pipeline import Pipeline, cases
from tests.support.postgres_server import postgres_server
from tests.support.seed_release import seeds_once

QUERIES = sorted((PROJECT_DIR / "bi" / "queries").glob("*.sql"))
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def release(made_once: MadeOnce) -> Settings:
    """The figures that come with the project."""
    return seeds_once(made_once)


def text_of(name: str) -> str:
    return (PROJECT_DIR / "bi" / "queries" / f"{name}.sql").read_text(encoding="utf-8")


def duckdb_rows(database: Path, query: str) -> Rows:
    config: dict[str, Any] = {"enable_external_access": "false", "lock_configuration": "true"}
    with duckdb.connect(database, read_only=True, config=config) as connection:
        found = connection.execute(query)
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@pytest.fixture(scope="module")
def ask(release: Settings) -> Callable[[str], Rows]:
    return lambda name: duckdb_rows(release.current / "warehouse.duckdb", text_of(name))


def only(rows: Rows, **wanted: Any) -> dict[str, Any]:
    (row,) = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    return row


def test_every_query_says_what_it_asks_which_trap_it_avoids_and_what_to_edit() -> None:
    assert len(QUERIES) >= 12
    for query in QUERIES:
        words = re.sub(r"\n-- (?!Trap|Edit)", " ", query.read_text(encoding="utf-8"))
        assert re.match(r"-- Question: .+\?\n-- Trap: .+\.\n-- Edit: .+\.\n", words), query.name


def test_a_rank_stands_with_the_places_it_could_hold_and_a_date_with_its_basis(release: Settings) -> None:
    for query in QUERIES:
        with duckdb.connect(release.current / "warehouse.duckdb", read_only=True) as connection:
            found = connection.execute(query.read_text(encoding="utf-8")).description or ()
        names = [name for name, *_ in found]
        for name in names:
            if re.search(r"(^|_)(rank|place|position)$", name):
                assert {f"{name}_low", f"{name}_high"} <= set(names), query.name
            if name.endswith(("publisher_as_of", "stated_as_of", "superseded_on", "_by")) and query.stem != (
                "publisher_or_secondary"  # counts how many of its dates are printed
            ):
                assert f"{name}_basis" in names, query.name
        assert "HUGEINT" not in {str(kind) for _, kind, *_ in found}, query.name


def test_every_query_is_tried_here() -> None:
    tried = set(re.findall(r"ask\(\"(\w+)\"\)|text_of\(\"(\w+)\"\)", Path(__file__).read_text(encoding="utf-8")))
    assert {name for pair in tried for name in pair if name} == {query.stem for query in QUERIES}


@pytest.mark.slow
def test_postgres_gives_the_same_answers(release: Settings) -> None:
    with postgres_server() as server:
        settings = Settings(warehouse_dir=release.warehouse_dir, postgres_url=server.url(server.new_database()))
        write_current(settings)
        with psycopg.connect(settings.postgres_url or "") as connection:
            for query in QUERIES:
                there = connection.execute(query.read_bytes()).fetchall()
                here = duckdb_rows(release.current / "warehouse.duckdb", query.read_text(encoding="utf-8"))
                assert sorted(map(_rounded, there)) == sorted(_rounded(tuple(row.values())) for row in here), query.name


def _rounded(row: tuple[Any, ...]) -> str:
    # Quotients are numeric there and double here.
    return repr([round(float(v), 9) if not isinstance(v, str | date | None) else str(v) for v in row])


CHANGED_SINCE = ("changes", "refreshes", "dim_jurisdiction", "dim_trafficking_type", "dim_channel", "dim_report")
CHANGED_SINCE += ("dim_document", "fct_figures", "fct_corrections")


def changed_since(pipeline: Pipeline, refresh: int) -> list[tuple[Any, ...]]:
    """What the query says of numbers taken just after a refresh (1 is the first)."""
    (taken,) = duckdb_rows(
        pipeline.settings.build_file, f"select recorded_at from audit.refreshes where batch = {refresh}"
    )
    query = text_of("changed_since_my_report")
    assert "2026-11-30 00:00:00" in query
    rows = duckdb_rows(pipeline.settings.build_file, query.replace("2026-11-30 00:00:00", str(taken["recorded_at"])))
    names = ("jurisdiction_name", "category", "change_kind", "old_value", "new_value")
    return [tuple(row[name] for name in names) for row in rows]


def test_changed_since_my_report(tmp_path: Path) -> None:
    pipeline = Pipeline(tmp_path)
    pipeline.write("first.csv", cases("MO", 2018, "2019-06-30", total=40), cases("ME", 2018, "2019-06-30", total=5))
    pipeline.look()
    pipeline.write("second.csv", cases("MO", 2018, "2020-06-30", total=42), cases("ME", 2018, "2020-06-30", total=5))
    pipeline.write("later.csv", cases("KS", 2018, "2019-06-30", total=7), cases("KS", 2018, "2020-06-30", total=9))
    pipeline.look()
    pipeline.build(*CHANGED_SINCE)
    assert changed_since(pipeline, 1) == [("Missouri", "total", "restated", 40, 42)]
    assert changed_since(pipeline, 2) == []


def test_changed_since_my_report_sees_what_gave_way(tmp_path: Path) -> None:
    """A number that is shown in place of another has changed, whatever was recorded about either."""
    pipeline = Pipeline(tmp_path)
    types = {"sex": 60, "labor": 20, "sex_and_labor": 5, "not_specified": 15}
    pipeline.write(
        "copies.csv",
        cases("MO", 2019, "2025-03-03", "secondary", total=240),
        cases("KS", 2018, "2019-06-30", **types),
        cases("TX", 2019, "2020-06-30", "secondary", total=9),
        cases("TX", 2019, "2021-06-30", "secondary", total=11),
    )
    pipeline.write("wrong.csv", cases("ME", 2018, "2019-06-30", total=50))
    pipeline.write("gone.csv", cases("OH", 2018, "2019-06-30", total=80))
    pipeline.write("kept.csv", cases("IA", 2018, "2019-06-30", total=3))
    pipeline.look()
    pipeline.write("missouri.csv", cases("MO", 2019, "2020-07-30", total=233))
    pipeline.write("kansas.csv", cases("KS", 2018, "2020-06-30", total=120))
    pipeline.write("texas.csv", cases("TX", 2019, "2020-06-30", total=9))
    pipeline.write("wrong.csv", cases("ME", 2018, "2019-06-30", total=5))
    pipeline.write("again.csv", cases("IA", 2018, "2020-06-30", total=3))
    pipeline.remove("gone.csv")
    pipeline.look(accept=True)
    pipeline.write("maine.csv", cases("ME", 2018, "2020-06-30", total=6))
    pipeline.look()
    pipeline.build(*CHANGED_SINCE)
    assert changed_since(pipeline, 2) == [("Maine", "total", "restated", 5, 6)]
    assert changed_since(pipeline, 1) == [
        ("Kansas", "total", "restated", 100, 120),  # case_count: the sum of its types, then the total
        ("Maine", "total", "restated", 50, 6),
        ("Missouri", "total", "outranked", 240, 233),
        ("Ohio", "total", "withdrawn", 80, None),
        ("Texas", "total", "outranked", 11, 9),
    ]


def test_populations_are_those_of_the_census_bureau(release: Settings) -> None:
    """The states and the district add up to the nation as published, and each row says where it is from."""
    rows = duckdb_rows(
        release.current / "warehouse.duckdb",
        """
        select
            year,
            sum(population) filter (where jurisdiction_code = 'US') as nation,
            sum(population) filter (where jurisdiction_level in ('state', 'district')) as parts,
            count(*) filter (where jurisdiction_level in ('state', 'district')) as places,
            min(source) as least,
            max(source) as greatest
        from reference.populations
        left join reference.jurisdictions using (jurisdiction_code)
        group by year
        order by year
        """,
    )
    assert [row["year"] for row in rows] == list(range(2012, 2025))
    for row in rows:
        vintage = 2019 if row["year"] < 2020 else 2024
        source = f"U.S. Census Bureau, Vintage {vintage}, NST-EST{vintage}-ALLDATA, POPESTIMATE{row['year']}"
        assert (row["nation"], row["places"]) == (row["parts"], 51)
        assert row["least"] == row["greatest"] == source
    assert [row["nation"] for row in rows if row["year"] in (2019, 2024)] == [328239523, 340110988]


def test_missouri_2019_as_printed(ask: Callable[[str], Rows]) -> None:
    rows = ask("missouri_2019_as_printed")
    printed = {(row["measure"], row["category"]): row["value"] for row in rows}
    assert printed == {
        ("cases", "total"): 233,
        ("cases", "sex"): 183,
        ("cases", "labor"): 22,
        ("cases", "sex_and_labor"): 6,
        ("cases", "not_specified"): 23,
        ("victims", "total"): 423,
        ("traffickers", "total"): 117,
        ("businesses", "total"): 31,
        ("signals", "phone_call"): 438,
        ("signals", "webform"): 61,
        ("signals", "email"): 14,
        ("signals", "text"): 57,
        ("signals", "webchat"): 17,
    }
    lines = [row["source_line"] for row in rows]
    assert lines == sorted(lines)


def test_discrepancies(ask: Callable[[str], Rows]) -> None:
    (missouri,) = ask("discrepancies")
    assert (missouri["stated_total"], missouri["parts_total"], missouri["discrepancy"]) == (233, 234, 1)
    assert missouri["status"] == "known"
    assert missouri["reason"].startswith("The spotlight states 233 cases")
    assert "Missouri 2019" in missouri["citation"]


def test_share_of_labor_trafficking(ask: Callable[[str], Rows]) -> None:
    missouri = only(ask("share_of_labor_trafficking"), jurisdiction_name="Missouri", year=2019)
    assert (missouri["not_specified_count"], missouri["parts_total"]) == (23, 234)
    assert missouri["not_specified_share_of_parts"] == pytest.approx(23 / 234)
    assert missouri["sex_involved_share_min"] == pytest.approx((183 + 6) / 234)
    assert missouri["sex_involved_share_max"] == pytest.approx((183 + 6 + 23) / 234)
    assert missouri["labor_involved_share_min"] == pytest.approx((22 + 6) / 234)
    assert missouri["labor_involved_share_max"] == pytest.approx((22 + 6 + 23) / 234)


def test_how_many_and_how_sure(ask: Callable[[str], Rows]) -> None:
    (texas,) = ask("how_many_and_how_sure")
    assert (texas["case_count"], texas["case_count_basis"], texas["total_as_of"]) == (455, "stated", "≤ 2026-03-03")
    assert (texas["times_stated"], texas["lowest_stated"], texas["highest_stated"]) == (3, 433, 455)
    assert texas["reconciliation_status"] == "different_reports"
    assert "≤ 2026-03-03, the breakdown by type as of ≤ 2016-05-27: they cannot be compared" in texas["caveat"]


def test_most_revised_totals(ask: Callable[[str], Rows]) -> None:
    rows = ask("most_revised_totals")
    assert (rows[0]["jurisdiction_name"], rows[0]["year"]) == ("Washington", 2015)
    assert (rows[0]["first_total"], rows[0]["current_total"], rows[0]["times_restated"]) == (111, 135, 2)
    assert all(row["first_total"] >= 50 and row["revision"] for row in rows)
    moved = [abs(row["revision_pct"]) for row in rows]
    assert moved == sorted(moved, reverse=True)


def test_channels_by_year(ask: Callable[[str], Rows]) -> None:
    rows = ask("channels_by_year")
    assert {row["breakdown_status"] for row in rows if row["year"] < 2017} == {"partial"}
    printed = [row for row in rows if row["year"] == 2019]
    assert [row["channel_count"] for row in printed] == [438, 61, 57, 17, 14]
    assert sum(row["channel_share"] for row in printed) == pytest.approx(1)
    assert {row["signal_count"] for row in printed} == {641}, (
        "the table of 2026 states more than the channels add up to"
    )
    assert {row["year"] for row in rows if row["channel_share"] is not None} == {2019}
    assert all("web chats" in row["break_note"] for row in rows if row["year"] == 2018)


def test_per_head_ranking(ask: Callable[[str], Rows]) -> None:
    rows = ask("per_head_ranking")
    missouri = only(rows, jurisdiction_name="Missouri")
    assert (missouri["value"], missouri["population"]) == (272, 6245466)
    assert missouri["rate"] == pytest.approx(272 / 62.45466)
    assert (missouri["rank"], missouri["rank_low"], missouri["rank_high"]) == (5, 4, 19)
    ranked = [row for row in rows if row["rank"] is not None]
    assert len(ranked) == 51
    assert [row["rate"] for row in ranked] == sorted((row["rate"] for row in ranked), reverse=True)
    without = {row["jurisdiction_name"]: row["rate"] for row in rows if row["rank"] is None}
    assert without.keys() == {"Guam", "Northern Mariana Islands", "Puerto Rico", "U.S. Virgin Islands"}
    assert [name for name, rate in without.items() if rate is not None] == ["Puerto Rico"]


def test_lower_than_the_year_before(ask: Callable[[str], Rows]) -> None:
    rows = ask("lower_than_the_year_before")
    answers = {row["jurisdiction_name"]: row["answer"] for row in rows}
    assert answers["Alaska"] == "cannot be told apart", "22 after 8 may be chance"
    assert answers["California"] == "higher"
    assert answers["American Samoa"] == "not held"
    assert answers["Guam"] == "no population"
    assert "lower" not in answers.values()
    assert {row["difference"] < 0 for row in rows if row["answer"] == "cannot be told apart"} == {True, False}


def test_the_whole_country(ask: Callable[[str], Rows]) -> None:
    rows = {row["year"]: row for row in ask("the_whole_country")}
    assert (rows[2024]["stated_for_the_nation"], rows[2024]["sum_of_places"]) == (11_999, 11_188)
    assert rows[2023]["stated_for_the_nation"] is None
    assert rows[2014]["places_as_of_first"] > rows[2014]["stated_by"], "not of one date: not to be subtracted"


def test_ten_years_of_a_place(ask: Callable[[str], Rows]) -> None:
    rows = {row["year"]: row for row in ask("ten_years_of_a_place")}
    assert (rows[2015]["value"], rows[2016]["value"], rows[2016]["change"]) == (72, 141, 69)
    assert rows[2012]["change"] is None
    assert rows[2024]["likely_low"] <= 272 <= rows[2024]["likely_high"]


def test_what_is_missing(ask: Callable[[str], Rows]) -> None:
    rows = ask("what_is_missing")
    assert {row["jurisdiction_level"] for row in rows} == {"nation", "territory"}, (
        "every state and the district is held"
    )
    samoa = {row["year"] for row in rows if row["jurisdiction_name"] == "American Samoa"}
    assert {2016, 2024} <= samoa
    assert only(rows, jurisdiction_name="United States", year=2015)["vintage_count"] == 0


def test_said_by_a_day(ask: Callable[[str], Rows]) -> None:
    rows = ask("said_by_a_day")
    total = only(rows, measure="cases", category="total")
    assert (total["value_then"], total["value_now"]) == (289, 301)
    assert (total["stated_as_of"], total["stated_as_of_basis"]) == (date(2016, 5, 27), "retrieved_by")
    assert (total["now_stated_as_of"], total["superseded_on"]) == (date(2026, 3, 3), date(2017, 2, 2))
    assert len(rows) == len({(row["measure"], row["category"]) for row in rows}) == 5


def test_revision_triangle(ask: Callable[[str], Rows]) -> None:
    missouri = only(ask("revision_triangle"), jurisdiction_name="Missouri", year=2015)
    assert list(missouri.values())[2:] == [67, 67, 67, 69, 72]


def test_how_final_is_a_figure(ask: Callable[[str], Rows]) -> None:
    cases_total = only(ask("how_final_is_a_figure"), measure_name="Cases", category="total")
    assert cases_total["compared_figure_count"] == 191
    assert cases_total["revised_up_share"] == pytest.approx(102 / 191)
    assert cases_total["revised_down_share"] == pytest.approx(12 / 191)


def test_publisher_or_secondary(ask: Callable[[str], Rows]) -> None:
    rows = ask("publisher_or_secondary")
    spotlight = only(rows, measure="signals", category_scheme="channel", year=2019)
    assert (spotlight["publisher_figures"], spotlight["figures_with_a_printed_date"]) == (5, 5)
    assert only(rows, measure="cases", category_scheme="total", year=2015)["publisher_figures"] == 0


def test_cite_a_figure(ask: Callable[[str], Rows]) -> None:
    spotlight, copy = ask("cite_a_figure")
    assert (spotlight["value"], spotlight["superseded_on"]) == (233, None)
    assert spotlight["document"] == "missouri-2019-spotlight-as-of-2020-07-30.txt"
    assert "233" in spotlight["source_text"]
    assert copy["superseded_on"] == copy["publisher_as_of"], "a secondary copy, outranked"
    assert "as of ≤ 2026-03-03" in copy["citation"]
