"""The answers written down in `bi/queries/answers.md` are those of the queries on the shipped figures.

Belongs here: the page's numbers. Not here: what else a query finds (test_queries).
"""

from __future__ import annotations

import re
from typing import Any

import duckdb
import pytest

from orchestration.spotlight.domain.places import PROJECT_DIR
from tests.support.made_once import MadeOnce
from tests.support.seed_release import seeds_once

PAGE = (PROJECT_DIR / "bi" / "queries" / "answers.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def warehouse(made_once: MadeOnce) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(seeds_once(made_once).current / "warehouse.duckdb", read_only=True)


def rows_of_page(heading: str) -> list[list[str]]:
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def test_each_answer_and_each_trap_is_what_a_query_gives(warehouse: duckdb.DuckDBPyConnection) -> None:
    def ask(name: str, **wanted: Any) -> list[dict[str, Any]]:
        found = warehouse.execute((PROJECT_DIR / "bi" / "queries" / f"{name}.sql").read_text(encoding="utf-8"))
        names = [column[0] for column in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        return [row for row in rows if all(row[name] == value for name, value in wanted.items())]

    def one(sql: str) -> Any:
        (row,) = warehouse.execute(sql).fetchall()
        return row[0]

    texas, washington = ask("how_many_and_how_sure")[0], ask("most_revised_totals")[0]
    channels = ask("channels_by_year", year=2019)
    (calls,) = [row for row in channels if row["channel"] == "phone_call"]
    by_year = "select sum(signal_count) from marts.fct_channels where jurisdiction_code = 'US-MO' and year = "
    first, tennessee = ask("per_head_ranking")[0], ask("per_head_ranking", jurisdiction_name="Tennessee")[0]
    ohio = ask("said_by_a_day", category="total", measure="cases")[0]
    compared = [row["answer"] for row in ask("lower_than_the_year_before")]
    falls = sum((row["difference"] or 0) < 0 for row in ask("lower_than_the_year_before"))
    country, missing = ask("the_whole_country", year=2024)[0], ask("what_is_missing")
    share = ask("share_of_labor_trafficking", jurisdiction_name="Missouri", year=2019)[0]
    difference = ask("discrepancies")[0]
    assert compared.count("lower") == 0
    assert len([row for row in missing if row["jurisdiction_level"] == "nation"]) == 9
    expected = {
        "how_many_and_how_sure": (
            *(texas[name] for name in ("case_count", "total_as_of", "times_stated", "lowest_stated", "highest_stated")),
            one(
                "select sum(value) from marts.fct_figures where jurisdiction_code = 'US-TX' and year = 2015 "
                "and measure = 'cases'"
            ),
        ),
        "most_revised_totals": (
            washington["jurisdiction_name"],
            washington["first_total"],
            washington["current_total"],
            f"{washington['revision_pct']:.1f} %",
            *warehouse.execute(
                "select jurisdiction_name, year, previous_value, value from marts.fct_figure_revisions "
                "where measure = 'cases' and category = 'total' order by revision_pct desc nulls last limit 1"
            ).fetchall()[0],
        ),
        "channels_by_year": (
            f"{calls['channel_count']} of {sum(row['channel_count'] for row in channels)} signals",
            f"({calls['channel_share']:.1%})".replace("%", " %"),
            f"phone calls, as of {calls['publisher_as_of']}",
            f"the {calls['signal_count']} signals",
            one(by_year + "2016"),
            one(by_year + "2017"),
        ),
        "per_head_ranking": (
            first["jurisdiction_name"],
            f"{first['rate']:.1f}",
            f"from {first['rank_low']} to {first['rank_high']}",
            tennessee["rank"],
            f"from {tennessee['rank_low']} to {tennessee['rank_high']}",
        ),
        "said_by_a_day": (ohio["value_then"], f"≤ {ohio['stated_as_of']}", ohio["value_now"]),
        "lower_than_the_year_before": (
            compared.count("higher"),
            compared.count("cannot be told apart"),
            f"{falls} smaller",
        ),
        "the_whole_country": (
            country["stated_for_the_nation"],
            country["places_with_a_number"],
            country["sum_of_places"],
            one(
                "select sum(value) from marts.fct_figures where year = 2024 and measure = 'cases' "
                "and category = 'total'"
            ),
        ),
        "share_of_labor_trafficking": (
            f"{share['labor_involved_share_min']:.1%}".replace("%", " %"),
            f"{share['labor_involved_share_max']:.1%}".replace("%", " %"),
            share["not_specified_count"],
        ),
        "what_is_missing": (f"{len(missing)} places and years",),
        "discrepancies": (difference["jurisdiction_name"], difference["stated_total"], difference["parts_total"]),
    }
    written = {row[1].strip("`"): " ".join(row[2:]) for row in rows_of_page("Ten questions")}
    assert written.keys() == expected.keys()
    for query, values in expected.items():
        for value in values:
            text = f"{value:,}" if isinstance(value, int) and value > 2100 else str(value)
            assert re.search(rf"(?<!\d)(?<!\d[.,]){re.escape(text)}(?!,?\d)", written[query]), (query, text)


def test_the_places_add_up_to_no_more_than_the_nation(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = warehouse.execute("""
        select
            year, nation.case_count,
            if(nation.latest_publisher_as_of_basis = 'printed', '', '≤ ') || nation.latest_publisher_as_of,
            sum(totals.case_count)::bigint, count(totals.case_count), nation.case_count - sum(totals.case_count)::bigint
        from marts.fct_case_totals as totals
        inner join marts.rpt_spotlight as nation using (year)
        where nation.jurisdiction_code = 'US' and nation.case_count is not null
        group by year, nation.case_count, nation.latest_publisher_as_of_basis, nation.latest_publisher_as_of
        order by year
    """).fetchall()
    assert all(row[-1] >= 0 for row in found)
    shown = [[str(row[0]), f"{row[1]:,}", row[2], f"{row[3]:,}", str(row[4]), f"{row[5]:,}"] for row in found]
    assert rows_of_page("Independent check") == shown


def test_the_trial_of_the_likely_bounds_on_the_shipped_vintages(warehouse: duckdb.DuckDBPyConnection) -> None:
    ((pairs, low, high, asked, inside),) = warehouse.execute("""
        with totals as (
            select * from marts.fct_figure_revisions
            where measure = 'cases' and category = 'total' and jurisdiction_level <> 'nation'
        ),
        ratios as (
            select latest.value / first.value as ratio
            from totals as first
            inner join totals as latest using (jurisdiction_code, year)
            where
                year = 2015 and first.publisher_as_of = '2016-05-27'
                and latest.publisher_as_of <= '2017-05-03' and latest.superseded_on > '2017-05-03'
        ),
        bounds as (
            select
                count(*) as pairs, quantile_cont(ratio, 0.1) as likely_low, quantile_cont(ratio, 0.9) as likely_high
            from ratios
        )
        select
            any_value(pairs), any_value(likely_low), any_value(likely_high), count(*),
            count_if(latest.value between first.value * likely_low and first.value * likely_high)
        from totals as first
        inner join totals as latest using (jurisdiction_code, year)
        cross join bounds
        where year = 2016 and first.publisher_as_of = '2017-05-03' and latest.publisher_as_of = '2026-03-03'
    """).fetchall()
    page = " ".join(PAGE.split())
    assert f"{pairs} totals of 2015 had been stated twice" in page
    assert f"bounds of −{1 - low:.1%} and +{high - 1:.1%}".replace("%", " %") in page
    assert f"{inside} of {asked} totals of 2016 were between" in page
    bounded = warehouse.execute("select distinct measure from marts.rpt_trend where likely_low is not null").fetchall()
    assert bounded == [("cases",)]
