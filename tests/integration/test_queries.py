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
from orchestration.spotlight.release.postgres import write_current
from tests.support.pipeline import Pipeline, cases
from tests.support.postgres_server import postgres_server
from tests.support.seed_release import release_of_seeds

QUERIES = sorted((PROJECT_DIR / "bi" / "queries").glob("*.sql"))
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The figures that come with the project."""
    return release_of_seeds(tmp_path_factory.mktemp("seeds") / "warehouse")


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


def test_every_query_says_what_it_asks_what_it_does_not_mean_and_what_to_edit() -> None:
    assert len(QUERIES) >= 12
    for query in QUERIES:
        words = re.sub(r"\n-- (?!It does|Edit)", " ", query.read_text(encoding="utf-8"))
        assert re.match(r"-- Question: .+\?\n-- It does not mean: .+\.\n-- Edit: .+\.\n", words), query.name


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


def test_state_ranking(ask: Callable[[str], Rows]) -> None:
    rows = ask("state_ranking")
    assert (rows[0]["place"], rows[0]["jurisdiction_name"]) == (1, "California")
    assert "United States" not in {row["jurisdiction_name"] for row in rows}
    assert all(row["caveat"] for row in rows)


def test_not_specified_share(ask: Callable[[str], Rows]) -> None:
    missouri = only(ask("not_specified_share"), jurisdiction_name="Missouri", year=2019)
    assert (missouri["not_specified_count"], missouri["parts_total"]) == (23, 234)
    assert missouri["not_specified_share_of_parts"] == pytest.approx(23 / 234)
    assert missouri["sex_involved_share_min"] == pytest.approx((183 + 6) / 234)
    assert missouri["sex_involved_share_max"] == pytest.approx((183 + 6 + 23) / 234)
    assert missouri["labor_involved_share_min"] == pytest.approx((22 + 6) / 234)
    assert missouri["labor_involved_share_max"] == pytest.approx((22 + 6 + 23) / 234)


def test_changed_since_my_report(tmp_path: Path) -> None:
    pipeline = Pipeline(tmp_path)
    pipeline.write("first.csv", cases("MO", 2018, "2019-06-30", total=40), cases("ME", 2018, "2019-06-30", total=5))
    pipeline.look()
    pipeline.write("second.csv", cases("MO", 2018, "2020-06-30", total=42), cases("ME", 2018, "2020-06-30", total=5))
    pipeline.write("later.csv", cases("KS", 2018, "2019-06-30", total=7), cases("KS", 2018, "2020-06-30", total=9))
    pipeline.look()
    pipeline.build()
    database = pipeline.settings.build_file
    (refreshes,) = duckdb_rows(
        database, "select min(recorded_at) as first, max(recorded_at) as second from audit.refreshes"
    )
    first, second = refreshes.values()
    query = text_of("changed_since_my_report")
    assert "2026-11-30 00:00:00" in query

    def since(moment: object) -> Rows:
        return duckdb_rows(database, query.replace("2026-11-30 00:00:00", str(moment)))

    (missouri,) = since(first)
    assert (missouri["jurisdiction_name"], missouri["change_kind"]) == ("Missouri", "restated")
    assert (missouri["old_value"], missouri["new_value"]) == (40, 42)
    assert since(second) == []


def test_cases_per_100k(ask: Callable[[str], Rows]) -> None:
    rows = ask("cases_per_100k")
    missouri = only(rows, jurisdiction_name="Missouri")
    assert (missouri["case_count"], missouri["population"]) == (272, 6245466)
    assert missouri["cases_per_100k"] == pytest.approx(272 / 62.45466)
    rates = [row["cases_per_100k"] for row in rows if row["cases_per_100k"] is not None]
    assert rates == sorted(rates, reverse=True)
    without = rows[len(rates) :]
    assert {row["jurisdiction_name"] for row in without} == {"Guam", "Northern Mariana Islands", "U.S. Virgin Islands"}
    assert {(row["population"], row["cases_per_100k"]) for row in without} == {(None, None)}


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


def test_unsettled_figures(ask: Callable[[str], Rows]) -> None:
    rows = ask("unsettled_figures")
    assert all(row["lag_days"] < row["days_until_90_pct_known"] for row in rows)
    found = only(rows, jurisdiction_name="Missouri", measure="cases", category="total", period_start=date(2021, 1, 1))
    assert (found["value"], found["lag_days"]) == (240, 0)


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


def test_quoted_on_a_day(ask: Callable[[str], Rows]) -> None:
    rows = ask("quoted_on_a_day")
    total = only(rows, measure="cases", category="total")
    assert (total["value_then"], total["value_now"]) == (67, 69)
    assert (total["stated_as_of"], total["now_stated_as_of"]) == (date(2016, 1, 28), date(2017, 5, 3))
    assert len(rows) == len({(row["measure"], row["category"]) for row in rows})


def test_discrepancies(ask: Callable[[str], Rows]) -> None:
    (missouri,) = ask("discrepancies")
    assert (missouri["stated_total"], missouri["parts_total"], missouri["discrepancy"]) == (233, 234, 1)
    assert missouri["status"] == "known"
    assert missouri["reason"].startswith("The spotlight states 233 cases")
    assert "Missouri 2019" in missouri["citation"]


def test_channels_comparable(ask: Callable[[str], Rows]) -> None:
    rows = ask("channels_comparable")
    missouri = [row for row in rows if (row["jurisdiction_name"], row["year"]) == ("Missouri", 2019)]
    assert [row["signal_count"] for row in missouri] == [438, 61, 57, 17, 14]
    assert sum(row["channel_share"] for row in missouri) == pytest.approx(1)
    assert 2015 not in {row["year"] for row in rows}, "of 2015 only the phone calls were printed"


def test_revision_triangle(ask: Callable[[str], Rows]) -> None:
    missouri = only(ask("revision_triangle"), jurisdiction_name="Missouri", year=2015)
    assert list(missouri.values())[2:] == [67, 67, 67, 69, 69]


def test_how_final_is_a_figure(ask: Callable[[str], Rows]) -> None:
    cases_total = only(ask("how_final_is_a_figure"), measure_name="Cases", category="total")
    assert cases_total["compared_figure_count"] == 50
    assert cases_total["revised_up_share"] == pytest.approx(22 / 50)
    assert cases_total["revised_down_share"] == pytest.approx(9 / 50)


def test_publisher_or_secondary(ask: Callable[[str], Rows]) -> None:
    rows = ask("publisher_or_secondary")
    assert only(rows, measure="signals", category_scheme="channel", year=2019)["publisher_figures"] == 5
    assert only(rows, measure="cases", category_scheme="total", year=2015)["publisher_figures"] == 0


def test_cite_a_figure(ask: Callable[[str], Rows]) -> None:
    (row,) = ask("cite_a_figure")
    assert row["value"] == 233
    assert row["document"] == "missouri-2019-spotlight-as-of-2020-07-30.txt"
    assert "233" in row["source_text"]
