"""From a ledger to facts: worked examples, corrections and both clocks, on warehouses that dbt builds.

Belongs here: what the tables say about ledgers written by hand. Not here: how documents get into a ledger.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import duckdb
import polars as pl
import pytest

from orchestration.spotlight.domain.model import Report
from tests.support.dbt_build import MODELS_ONLY, WITHOUT_UNIT_TESTS, Warehouse, build, invoke
from tests.support.handmade_ledger import (
    FIRST_BATCH,
    Entry,
    HandmadeLedger,
    Rejects,
    States,
    Turns,
    Withdraws,
    document_id_of,
    recorded_at,
    year_of,
)
from tests.support.made_once import MadeOnce

MISSOURI_2019 = States(
    year_of("US-MO", 2019, "2020-07-30"),
    {
        "cases": {"total": 233, "sex": 183, "labor": 22, "sex_and_labor": 6, "not_specified": 23},
        "victims": {"total": 423},
        "traffickers": {"total": 117},
        "businesses": {"total": 31},
        "signals": {"phone_call": 438, "webform": 61, "email": 14, "text": 57, "webchat": 17},
    },
    path="missouri-2019.txt",
)
PARTS_2015 = {"sex": 58, "labor": 4, "sex_and_labor": 1, "not_specified": 4}
MISSOURI_2015_JANUARY = States(
    year_of("US-MO", 2015, "2016-01-28"),
    {"cases": {"total": 67, **PARTS_2015}},
    path="january.csv",
    source_kind="secondary",
    basis="retrieved_by",
)
MISSOURI_2015_MAY = States(
    year_of("US-MO", 2015, "2016-05-27"),
    {"cases": {"total": 67, **PARTS_2015}},
    path="may.csv",
    source_kind="secondary",
    basis="retrieved_by",
)
MISSOURI_2015_LATER = States(
    year_of("US-MO", 2015, "2017-05-03"),
    {"cases": {"total": 69}},
    path="later.csv",
    source_kind="secondary",
    basis="retrieved_by",
)
MAINE_2023 = States(
    year_of("US-ME", 2023, "2024-08-31"),
    {
        "cases": {"total": 36},
        "victims": {"total": 78},
        "signals": {"total": 78, "victim_or_survivor": 26, "phone_call": 56, "text": 12, "webform": 8},
    },
    path="maine.txt",
)
MISSOURI_2015_TABLE = States(
    year_of("US-MO", 2015, "2026-03-03"),
    {"cases": {"total": 72}, "signals": {"total": 499}},
    path="table.csv",
    source_kind="secondary",
    basis="retrieved_by",
)
MISSOURI_2019_TABLE = States(
    year_of("US-MO", 2019, "2026-03-03"),
    {"cases": {"total": 233}, "signals": {"total": 641}},
    path="table.csv",
    source_kind="secondary",
    basis="retrieved_by",
)
WORKED_EXAMPLES = (
    MISSOURI_2019,
    MISSOURI_2015_LATER,
    MISSOURI_2015_TABLE,
    MISSOURI_2019_TABLE,
    MAINE_2023,
    MISSOURI_2015_MAY,
    MISSOURI_2015_JANUARY,
)

FACTS = (
    "fct_case_totals",
    "fct_cases",
    "fct_channels",
    "fct_discrepancies",
    "fct_figure_revisions",
    "fct_figures",
    "fct_perpetrators",
    "fct_signal_totals",
    "fct_victims",
    "rpt_coverage",
    "rpt_rates",
    "rpt_revision_statistics",
    "rpt_revision_triangle",
    "rpt_spotlight",
    "rpt_trend",
)
AS_OF_FUNCTIONS = {
    "case_totals_as_of": "fct_case_totals",
    "cases_as_of": "fct_cases",
    "channels_as_of": "fct_channels",
    "signal_totals_as_of": "fct_signal_totals",
    "victims_as_of": "fct_victims",
    "figures_as_of": "fct_figures",
}


def warehouse_of(
    folder: Path, *batches: Sequence[Entry], tested: bool = False, tables: Iterable[str] = ()
) -> Warehouse:
    """A warehouse built from these batches: all, or these tables of it; with the data tests of what is built or not."""
    ledger = HandmadeLedger(folder)
    for batch in batches:
        ledger.add(*batch)
    selected = ("--indirect-selection", "cautious", "--select", *(f"+{table}" for table in tables)) if tables else ()
    return build(folder, *(WITHOUT_UNIT_TESTS if tested else MODELS_ONLY), *selected)


def warehouse_once(made_once: MadeOnce, name: str, *batches: Sequence[Entry], tables: Iterable[str] = ()) -> Warehouse:
    """A warehouse that is built and tested once for all processes. Nobody may open it for writing."""

    def make(folder: Path) -> None:
        statuses = warehouse_of(folder, *batches, tested=True, tables=tables).statuses()
        (folder / "statuses.json").write_text(json.dumps(statuses))

    return Warehouse(made_once(name, make))


@pytest.fixture(scope="module")
def worked_examples(made_once: MadeOnce) -> Warehouse:
    """Each report in a batch of its own, that of January 2016 last."""
    return warehouse_once(made_once, "worked-examples", *([entry] for entry in WORKED_EXAMPLES))


def test_every_data_test_holds_for_the_worked_examples(worked_examples: Warehouse) -> None:
    statuses = json.loads((worked_examples.folder / "statuses.json").read_text())
    # An exposure is named by dbt and not built.
    assert set(statuses.values()) == {"success", "pass", "no-op"}
    assert len(statuses) > 80


def test_missouri_2019(worked_examples: Warehouse) -> None:
    year = "where jurisdiction_code = 'US-MO' and year = 2019"
    ask = worked_examples.rows
    assert ask(f"select trafficking_type, case_count, breakdown_status from marts.fct_cases {year}") == [
        ("labor", 22, "complete"),
        ("not_specified", 23, "complete"),
        ("sex", 183, "complete"),
        ("sex_and_labor", 6, "complete"),
    ]
    assert ask(
        f"""
        select case_count, case_count_basis, stated_total, parts_total, discrepancy, reconciliation_status
        from marts.fct_case_totals {year}
        """
    ) == [(233, "stated", 233, 234, 1, "parts_exceed_total")]
    ((measure, discrepancy, status, reason),) = ask(
        f"select measure, discrepancy, status, reason from marts.fct_discrepancies {year}"
    )
    assert (measure, discrepancy, status) == ("cases", 1, "known")
    assert reason.startswith("The spotlight states 233 cases and prints four parts that add up to 234.")
    assert ask(f"select victim_count from marts.fct_victims {year}") == [(423,)]
    assert ask(f"select perpetrator_type, identified_count from marts.fct_perpetrators {year}") == [
        ("business", 31),
        ("trafficker", 117),
    ]
    assert ask(f"select channel, signal_count, breakdown_status from marts.fct_channels {year}") == [
        ("email", 14, "complete"),
        ("phone_call", 438, "complete"),
        ("text", 57, "complete"),
        ("webchat", 17, "complete"),
        ("webform", 61, "complete"),
    ]
    assert ask(
        f"""
        select signal_count, signal_count_basis, stated_total, total_publisher_as_of_basis, parts_total,
            parts_publisher_as_of, channels_stated, discrepancy, reconciliation_status
        from marts.fct_signal_totals {year}
        """
    ) == [(641, "stated", 641, "retrieved_by", 587, date(2020, 7, 30), 5, None, "different_reports")]
    assert ask(f"select signal_count, signal_count_basis from marts.signal_totals_as_of('2020-12-31') {year}") == [
        (587, "parts")
    ]


def test_what_a_secondary_table_repeats_after_the_publisher_is_outranked(worked_examples: Warehouse) -> None:
    assert worked_examples.rows(
        """
        select publisher_as_of, publisher_as_of_basis, superseded_on, superseded_on_basis, vintage_number, revision_kind
        from marts.fct_figure_revisions
        where jurisdiction_code = 'US-MO' and year = 2019 and measure = 'cases' and category = 'total'
        """
    ) == [
        (date(2020, 7, 30), "printed", None, None, 1, "initial"),
        (date(2026, 3, 3), "retrieved_by", date(2026, 3, 3), "retrieved_by", None, "outranked"),
    ]


def test_missouri_2015_whose_first_report_arrives_last(worked_examples: Warehouse) -> None:
    year = "where jurisdiction_code = 'US-MO' and year = 2015"
    ask = worked_examples.rows
    assert ask(
        f"""
        select
            case_count, case_count_basis, total_publisher_as_of, total_publisher_as_of_basis, total_vintage_number,
            parts_total, parts_publisher_as_of, parts_vintage_number, reconciliation_status, discrepancy
        from marts.fct_case_totals {year}
        """
    ) == [(72, "stated", date(2026, 3, 3), "retrieved_by", 4, 67, date(2016, 5, 27), 2, "different_reports", None)]
    assert ask(
        f"""
        select case_count, total_publisher_as_of, total_vintage_number, parts_total, parts_vintage_number,
            reconciliation_status, discrepancy
        from marts.case_totals_as_of('2017-12-31') {year}
        """
    ) == [(69, date(2017, 5, 3), 3, 67, 2, "different_reports", None)]
    assert ask(f"select trafficking_type, case_count, publisher_as_of, vintage_number from marts.fct_cases {year}") == [
        ("labor", 4, date(2016, 5, 27), 2),
        ("not_specified", 4, date(2016, 5, 27), 2),
        ("sex", 58, date(2016, 5, 27), 2),
        ("sex_and_labor", 1, date(2016, 5, 27), 2),
    ]
    assert ask(f"select vintage_number from marts.fct_figures {year} and category = 'total' and measure = 'cases'") == [
        (4,)
    ]
    assert ask(f"select trafficking_type, case_count from marts.cases_as_of('2016-06-01') {year}") == [
        ("labor", 4),
        ("not_specified", 4),
        ("sex", 58),
        ("sex_and_labor", 1),
    ]
    assert ask(
        f"select value, publisher_as_of from marts.figures_as_of('2016-02-01') {year} and category = 'total'"
    ) == [(67, date(2016, 1, 28))]
    assert ask(
        "select publisher_as_of, revision_kind, superseded_on, superseded_on_basis from marts.fct_figure_revisions "
        f"{year} and category = 'total' and measure = 'cases'"
    ) == [
        (date(2016, 1, 28), "initial", date(2016, 5, 27), "retrieved_by"),
        (date(2016, 5, 27), "reaffirmed", date(2017, 5, 3), "retrieved_by"),
        (date(2017, 5, 3), "restated", date(2026, 3, 3), "retrieved_by"),
        (date(2026, 3, 3), "restated", None, None),
    ]


def test_maine_2023_has_a_subset_and_two_channels_not_printed(worked_examples: Warehouse) -> None:
    year = "where jurisdiction_code = 'US-ME' and year = 2023"
    ask = worked_examples.rows
    assert ask(f"select channel, signal_count, breakdown_status from marts.fct_channels {year}") == [
        ("phone_call", 56, "partial"),
        ("text", 12, "partial"),
        ("webform", 8, "partial"),
    ]
    assert ask(f"select * from marts.fct_discrepancies {year}") == []
    assert ask(f"select value, role from marts.fct_figures {year} and category = 'victim_or_survivor'") == [
        (26, "subset")
    ]
    assert ask(f"select trafficking_type, case_count, breakdown_status from marts.fct_cases {year}") == [
        ("not_broken_down", 36, "total_only")
    ]
    assert ask(f"select signal_count, channels_stated, reconciliation_status from marts.fct_signal_totals {year}") == [
        (78, 3, "parts_incomplete")
    ]


@pytest.mark.parametrize("function", AS_OF_FUNCTIONS)
def test_before_the_first_report_there_are_no_rows(worked_examples: Warehouse, function: str) -> None:
    assert worked_examples.value(f"select count(*) from marts.{function}('2016-01-27')") == 0
    assert worked_examples.value(f"select count(*) from marts.{function}(date '2024-08-31')") > 0


def test_what_is_not_held_is_said_to_be_missing(worked_examples: Warehouse) -> None:
    ask = worked_examples.rows
    assert ask("select count(*), min(year), max(year) from marts.rpt_coverage") == [(58 * 9 * 5, 2015, 2023)]
    assert ask(
        """
        select year, measure, has_total, breakdown_status, vintage_count, first_publisher_as_of, latest_publisher_as_of
        from marts.rpt_coverage
        where jurisdiction_code = 'US-MO' and year in (2015, 2016) and measure in ('cases', 'victims')
        """
    ) == [
        (2015, "cases", True, "complete", 4, date(2016, 1, 28), date(2026, 3, 3)),
        (2015, "victims", False, None, 0, None, None),
        (2016, "cases", False, None, 0, None, None),
        (2016, "victims", False, None, 0, None, None),
    ]


def test_order_and_grouping_of_reports_change_no_fact(worked_examples: Warehouse, tmp_path: Path) -> None:
    together = warehouse_of(tmp_path, tuple(reversed(WORKED_EXAMPLES)), tables=FACTS)
    for table in FACTS:
        rows = f"select * from marts.{table} order by all"
        assert together.rows(rows) == worked_examples.rows(rows), table


def test_every_table_can_be_read_without_the_ledger(worked_examples: Warehouse) -> None:
    relations = worked_examples.rows("select table_schema, table_name from information_schema.tables")
    assert {schema for schema, _ in relations} == {"staging", "intermediate", "marts", "audit", "reference"}
    for schema, name in relations:
        worked_examples.rows(f'select * from {schema}."{name}"')


def test_every_table_and_column_for_people_is_described_and_has_its_grain_as_key(worked_examples: Warehouse) -> None:
    public = "schema_name in ('marts', 'audit')"
    undescribed = f"""
        select table_name, column_name from duckdb_columns() where {public} and coalesce(comment, '') = ''
        union all
        select table_name, null from duckdb_tables() where {public} and coalesce(comment, '') not like '%One row per%.'
        union all
        select function_name, null from duckdb_functions()
        where {public} and coalesce(comment, '') not like '%One row per%.'
    """
    assert worked_examples.rows(undescribed) == []
    without_key = f"""
        select table_name from duckdb_tables() where {public}
        except
        select table_name from duckdb_constraints() where constraint_type = 'PRIMARY KEY'
    """
    assert worked_examples.rows(without_key) == []


def test_counts_are_bigint_and_shares_double(worked_examples: Warehouse) -> None:
    types = worked_examples.rows(
        """
        select distinct data_type from duckdb_columns()
        where schema_name = 'marts' and regexp_matches(column_name, '(_count|_total|value|discrepancy)$')
        and not starts_with(column_name, 'has_')
        """
    )
    assert types == [("BIGINT",)]
    types = worked_examples.rows(
        """
        select distinct data_type from duckdb_columns()
        where schema_name = 'marts' and regexp_matches(column_name, '(_share|_share_min|_share_max|_pct|_100k|rate)$')
        """
    )
    assert types == [("DOUBLE",)]
    assert (
        worked_examples.rows("select table_name, column_name from duckdb_columns() where data_type = 'HUGEINT'") == []
    )


def test_every_date_of_a_vintage_has_its_basis_beside_it(worked_examples: Warehouse) -> None:
    without = worked_examples.rows(
        """
        select dates.table_name, dates.column_name
        from duckdb_columns() as dates
        anti join duckdb_columns() as bases
            on bases.schema_name = dates.schema_name and bases.table_name = dates.table_name
            and bases.column_name = dates.column_name || '_basis' and bases.column_index = dates.column_index + 1
        where dates.schema_name in ('marts', 'audit')
        and regexp_matches(dates.column_name, '(publisher_as_of|superseded_on)$')
        """
    )
    assert without == []


def test_a_rank_never_stands_without_the_places_it_could_hold(worked_examples: Warehouse) -> None:
    ranks = worked_examples.rows(
        """
        select table_name, list(column_name order by column_name) from duckdb_columns()
        where schema_name in ('marts', 'audit') and regexp_matches(column_name, '(^|_)rank(ing)?($|_)')
        group by table_name
        """
    )
    assert ranks == [("rpt_rates", ["rank", "rank_high", "rank_low"])]


def test_the_same_sql_for_every_warehouse_folder(tmp_path: Path) -> None:
    compiled = []
    for name in ("one", "another with a 'quote'"):
        folder = tmp_path / name
        HandmadeLedger(folder).add(MISSOURI_2019)
        (folder / "build").mkdir()
        result = invoke(folder, "compile", "--exclude", "test_type:unit")
        assert result.success, result.exception
        compiled.append({one.node.unique_id: getattr(one.node, "compiled_code", None) for one in result.result})
    assert compiled[0] == compiled[1]
    built = build(tmp_path / "another with a 'quote'", *MODELS_ONLY, "--select", "+fct_figures")
    assert built.value("select count(*) from marts.fct_figures") == 13


def test_a_ledger_with_nothing_but_a_rejection(tmp_path: Path) -> None:
    warehouse = warehouse_of(tmp_path, [Rejects("one")], [Rejects("another")], [Rejects("one", action="closed")])
    assert warehouse.value("select count(*) from marts.fct_figures") == 0
    assert warehouse.rows("select rejection_id, file, line, opened_at from audit.rejections") == [
        ("another", "bad.csv", 2, recorded_at(2))
    ]
    assert warehouse.rows("select batch from audit.refreshes") == [(1,), (2,), (3,)]


def test_differences_nobody_listed_and_listed_ones_no_longer_there_warn(tmp_path: Path) -> None:
    warehouse = warehouse_of(
        tmp_path,
        [
            States(
                year_of("US-ME", 2019, "2020-07-30"),
                {"cases": {"total": 11, "sex": 9, "labor": 1, "sex_and_labor": 1, "not_specified": 1}},
                path="maine.csv",
            ),
            States(
                MISSOURI_2019.report,
                {"cases": {"total": 234, "sex": 183, "labor": 22, "sex_and_labor": 6, "not_specified": 23}},
                path="missouri.csv",
            ),
        ],
        tested=True,
        tables=["fct_discrepancies"],
    )
    warned = {name for name, status in warehouse.statuses().items() if status == "warn"}
    assert warned == {"fct_discrepancies_are_expected", "known_discrepancies_are_still_observed"}
    assert warehouse.rows("select jurisdiction_code, discrepancy, status from marts.fct_discrepancies") == [
        ("US-ME", 1, "unexpected"),
        ("US-MO", 0, "resolved"),
    ]


# One report's life: our typing mistake, a restatement, its correction, a late older report, a file that goes, comes
# back and is removed in the end.
FIRST = year_of("US-MO", 2020, "2021-03-01")
RESTATED = year_of("US-MO", 2020, "2022-03-01")
OLDER = year_of("US-MO", 2020, "2021-01-15")
AFTERNOON: tuple[Sequence[Entry], ...] = (
    [States(FIRST, {"cases": {"total": 323}, "victims": {"total": 400}}, path="first.csv", content="typed wrongly")],
    [States(RESTATED, {"cases": {"total": 240}}, path="restated.csv", change_kind="restated")],
    [States(FIRST, {"cases": {"total": 233}}, path="first.csv", content="corrected", change_kind="corrected")],
    [States(OLDER, {"cases": {"total": 210}}, path="older.csv", change_kind="late")],
    [Turns(RESTATED, "restated.csv", "pending", removal_id="r1")],
    [Turns(RESTATED, "restated.csv", "stated")],
    [Turns(RESTATED, "restated.csv", "pending", removal_id="r2")],
    [Turns(RESTATED, "restated.csv", "accepted", removal_id="r2"), Withdraws(RESTATED, {"cases": ["total"]})],
)


@pytest.fixture(scope="module")
def afternoon(made_once: MadeOnce) -> Warehouse:
    return warehouse_once(made_once, "afternoon", *AFTERNOON)


@pytest.fixture(scope="module")
def waiting(made_once: MadeOnce) -> Warehouse:
    """The same when a removal waits, after five batches."""

    def make(folder: Path) -> None:
        tables = ("removals", "fct_case_totals", "bridge_report_document", "figures_as_of")
        warehouse_of(folder, *AFTERNOON[:5], tables=tables)

    return Warehouse(made_once("waiting-removal", make))


def test_corrections_name_what_we_had_believed_and_how_long(afternoon: Warehouse) -> None:
    assert afternoon.rows(
        """
        select report_id, old_value, new_value, recorded_from, recorded_to, old_document_id, new_document_id
        from marts.fct_corrections order by recorded_to
        """
    ) == [
        (
            FIRST.report_id,
            323,
            233,
            recorded_at(1),
            recorded_at(3),
            document_id_of("typed wrongly"),
            document_id_of("corrected"),
        ),
        (
            RESTATED.report_id,
            240,
            None,
            recorded_at(2),
            recorded_at(8),
            document_id_of("restated.csv"),
            None,
        ),
    ]


def test_changes_and_removals_are_sent_batch_by_batch(afternoon: Warehouse) -> None:
    assert afternoon.rows(
        "select batch, change_kind, category_scheme, measure, old_value, new_value from audit.changes"
    ) == [
        (1, "new", "total", "cases", None, 323),
        (1, "new", "total", "victims", None, 400),
        (2, "restated", "total", "cases", None, 240),
        (3, "corrected", "total", "cases", 323, 233),
        (4, "late", "total", "cases", None, 210),
        (8, "removed", "total", "cases", 240, None),
    ]
    assert afternoon.rows("select removal_id, file, report_id, status, noticed_at, decided_at from audit.removals") == [
        ("r2", "restated.csv", RESTATED.report_id, "accepted", recorded_at(8), recorded_at(8))
    ]


def test_a_pending_removal_is_listed_and_its_figures_stay(waiting: Warehouse) -> None:
    assert waiting.rows("select removal_id, status, decided_at from audit.removals") == [("r1", "pending", None)]
    assert waiting.value("select case_count from marts.fct_case_totals") == 240
    assert waiting.rows("select document_id, is_stated_now from marts.bridge_report_document where is_stated_now") == [
        (document_id_of("older.csv"), True),
        (document_id_of("corrected"), True),
    ]


@pytest.mark.parametrize("batches", [2, 5, *(pytest.param(other, marks=pytest.mark.slow) for other in (1, 3, 4, 7))])
def test_what_we_believed_then_is_what_the_warehouse_said_then(
    afternoon: Warehouse, waiting: Warehouse, tmp_path: Path, batches: int
) -> None:
    then = waiting if batches == 5 else warehouse_of(tmp_path, *AFTERNOON[:batches], tables=["figures_as_of"])
    for moment in (recorded_at(batches), recorded_at(batches) + timedelta(hours=23)):
        for day in ("2021-01-15", "2021-06-01", "2022-12-31"):
            known = afternoon.rows("select * from marts.figures_as_known($d, $t)", d=day, t=str(moment))
            assert known == then.rows("select * from marts.figures_as_of($d)", d=day), (moment, day)


def test_a_copy_that_prints_the_date_makes_it_known_as_long_as_it_is_there(tmp_path: Path) -> None:
    undated = States(FIRST, {"cases": {"total": 233}}, path="page.html", basis="retrieved_by")
    restated = States(RESTATED, {"cases": {"total": 240}}, path="later.html")
    warehouse = warehouse_of(
        tmp_path,
        [undated],
        [Turns(FIRST, "dated-copy.csv", "stated", source_kind="secondary"), restated],
        [Turns(FIRST, "dated-copy.csv", "covered", source_kind="secondary")],
        tables=["figures_as_known", "fct_figure_revisions", "changes"],
    )
    known = "select publisher_as_of_basis from marts.figures_as_known('2021-12-31', $t)"
    bases = [warehouse.value(known, t=str(recorded_at(batch))) for batch in (1, 2, 3)]
    assert bases == ["retrieved_by", "printed", "retrieved_by"]
    assert warehouse.rows(
        "select publisher_as_of, publisher_as_of_basis, superseded_on_basis from marts.fct_figure_revisions"
    ) == [(FIRST.publisher_as_of, "retrieved_by", "printed"), (RESTATED.publisher_as_of, "printed", None)]
    assert warehouse.rows(
        "select old_publisher_as_of_basis, new_publisher_as_of_basis from audit.changes order by batch"
    ) == [(None, "retrieved_by"), (None, "printed")]


def test_the_context_of_a_figure_is_null_where_the_batch_has_the_first_format(tmp_path: Path) -> None:
    ledger = HandmadeLedger(tmp_path)
    ledger.add(States(FIRST, {"victims": {"total": 400}}, path="first.txt"))
    ledger.add(States(FIRST, {"cases": {"total": 233}}, path="second.txt"))
    context = "Missouri › 2020 › Cases"
    for batch in (1, 2):
        file = tmp_path / "ledger" / "batches" / f"batch={batch}" / "figures.parquet"
        figures = pl.read_parquet(file, hive_partitioning=False).drop("source_context", strict=False)
        if batch == 2:
            figures = figures.with_columns(source_context=pl.lit(context))
        figures.write_parquet(file)
    warehouse = build(tmp_path, *MODELS_ONLY, "--select", "+fct_figures")
    assert warehouse.rows("select measure, source_context from marts.fct_figures order by measure") == [
        ("cases", context),
        ("victims", None),
    ]


def test_nothing_was_known_before_the_first_refresh(afternoon: Warehouse) -> None:
    assert afternoon.rows("select * from marts.figures_as_known('2030-01-01', '2025-12-31 23:59:59')") == []


def test_a_moment_with_a_zone_is_that_moment_whatever_the_zone_of_the_reader(worked_examples: Warehouse) -> None:
    known = "select count(*) from marts.figures_as_known('2030-01-01', {})"
    first = FIRST_BATCH + timedelta(minutes=30)
    expected = worked_examples.value(known.format(f"'{first:%Y-%m-%d %H:%M}'"))
    assert expected > 0
    database = worked_examples.folder / "build" / "warehouse.duckdb"
    for zone in ("UTC", "America/New_York", "Asia/Tokyo"):
        with duckdb.connect(database, read_only=True) as connection:
            connection.execute(f"set timezone = '{zone}'")
            (count,) = connection.execute(known.format(f"timestamptz '{first.isoformat()}'")).fetchone() or (None,)
        assert count == expected, zone


def test_beliefs_of_a_figure_never_overlap(afternoon: Warehouse) -> None:
    intervals = afternoon.rows(
        """
        select report_id, measure, category, recorded_from, recorded_to
        from intermediate.int_figure_beliefs order by all
        """
    )
    assert len(intervals) == 5
    for (*key, _, ended), (*next_key, began, _) in pairwise(intervals):
        assert key != next_key or (ended is not None and ended <= began)


AS_OF_DAYS = (date(2021, 9, 27), date(2021, 4, 1))


def random_reports(seed: int) -> list[States]:
    """Reports of few places and years, by publisher and others, with hidden counts and sets of changing width."""
    chance = random.Random(seed)
    reports: dict[Report, States] = {}
    for _ in range(60):
        report = year_of(
            chance.choice(["US-MO", "US-ME", "US"]),
            chance.choice([2019, 2020]),
            str(date(2021, 1, 1) + timedelta(days=chance.randrange(12) * 30)),
        )
        figures = {
            measure: {
                category: chance.choice([0, 1, 2, 3, 50, "suppressed", "not_published"])
                for category in chance.sample(categories, chance.randint(1, len(categories)))
            }
            for measure, categories in {
                "cases": ["total", "sex", "labor", "sex_and_labor", "not_specified"],
                "signals": ["total", "phone_call", "text", "victim_or_survivor"],
                "victims": ["total"],
            }.items()
            if chance.random() < 0.7
        }
        if figures:
            reports[report] = States(
                report,
                figures,
                path=f"{report.report_id}.csv",
                source_kind=chance.choice(["publisher", "secondary"]),
                basis=chance.choice(["printed", "file_metadata", "retrieved_by"]),
            )
    return list(reports.values())


@pytest.mark.parametrize("days", [AS_OF_DAYS[:1], pytest.param(AS_OF_DAYS[1:], marks=pytest.mark.slow)], ids=str)
@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_as_of_a_day_is_what_a_warehouse_of_the_reports_up_to_that_day_says(
    tmp_path: Path, seed: int, days: Sequence[date]
) -> None:
    reports = random_reports(seed)
    tables = ("fct_figure_revisions", *AS_OF_FUNCTIONS, *AS_OF_FUNCTIONS.values())
    everything = warehouse_of(tmp_path / "everything", reports, tested=True, tables=tables)
    assert everything.value("select count(*) from marts.fct_figure_revisions where revision_kind = 'outranked'") > 0
    for day in days:
        until = [one for one in reports if one.report.publisher_as_of <= day]
        only_until = warehouse_of(tmp_path / str(day), until, tables=AS_OF_FUNCTIONS.values())
        for function, table in AS_OF_FUNCTIONS.items():
            assert described(everything, f"select * from marts.{function}('{day}')") == described(
                only_until, f"select * from marts.{table}"
            ), (function, day)
        plain = f"""
            select {", ".join(columns_of(everything, "fct_figures"))} from marts.fct_figure_revisions
            where publisher_as_of <= '{day}' and (superseded_on is null or superseded_on > '{day}')
        """
        assert described(everything, plain) == described(only_until, "select * from marts.fct_figures")


def columns_of(warehouse: Warehouse, table: str) -> list[str]:
    return [name for name, *_ in warehouse.rows(f"describe marts.{table}")]


def described(warehouse: Warehouse, query: str) -> tuple[list[tuple[str, ...]], Iterable[tuple[object, ...]]]:
    """The names and types of a query's columns, and its rows in their own order."""
    return [column[:2] for column in warehouse.rows(f"describe {query}")], warehouse.rows(f"{query} order by all")


def test_the_unit_tests_of_the_models(worked_examples: Warehouse, tmp_path: Path) -> None:
    copy = shutil.copytree(worked_examples.folder, tmp_path / "copy")
    result = invoke(copy, "test", "--select", "test_type:unit")
    failed = [f"{one.node.name}: {one.message}" for one in result.result if str(one.status) != "pass"]
    assert failed == []
    assert len(result.result) >= 20
