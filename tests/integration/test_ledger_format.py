"""Every version reads the ledgers that earlier ones wrote, and refuses those of later ones.

Belongs here: ledgers kept from earlier versions (`tests/fixtures`), and what becomes of them. Not here: damage.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.ledger.append import append
from orchestration.spotlight.ledger.chain import DamagedLedger, Ledger
from orchestration.spotlight.ledger.faults import verify_chain
from orchestration.spotlight.ledger.format import FORMAT_VERSION, SCHEMAS
from orchestration.spotlight.ledger.state import LedgerState
from orchestration.spotlight.ledger.unreleased import stated_since
from tests.support.dbt_build import Warehouse
from tests.support.pipeline import Pipeline, cases

KEPT = sorted((PROJECT_DIR / "tests" / "fixtures").glob("ledger-format-*"))

# What people quoted from then: columns that later versions keep, whatever they add.
QUOTED = {
    "figures": "select jurisdiction_code, period_start, period_end, measure, category, value, value_status, "
    "publisher_as_of, vintage_number, report_id, source_kind, document_id, source_line from marts.fct_figures",
    "revisions": "select jurisdiction_code, period_start, measure, category, publisher_as_of, superseded_on, value, "
    "previous_value, revision_kind from marts.fct_figure_revisions",
    "corrections": "select jurisdiction_code, measure, category, old_value, new_value, recorded_from, recorded_to, "
    "old_document_id, new_document_id from marts.fct_corrections",
    "known": "select jurisdiction_code, measure, category, value from "
    "marts.figures_as_known('2030-01-01', '2026-01-04 13:00:00')",
    "rejections": "select file, line, rule_code, offending_text, opened_at from audit.rejections",
    "removals": "select removal_id, file, report_id, status, noticed_at, decided_at from audit.removals",
    "refreshes": "select batch, recorded_at, run_id, new_count, restated_count, reaffirmed_count, late_count, "
    "corrected_count, rejected_count, removed_count from audit.refreshes",
    "changes": "select batch, changed_at, report_id, measure, category, change_kind, old_value, new_value "
    "from audit.changes",
}

QUOTED_TABLES = (
    *("fct_figures", "fct_figure_revisions", "fct_corrections", "figures_as_known"),
    *("rejections", "removals", "refreshes", "changes"),
)


def quoted(warehouse: Warehouse) -> Mapping[str, list[list[str]]]:
    """The answers as text, in order."""
    return {
        name: [[str(value) for value in row] for row in warehouse.rows(f"{query} order by all")]
        for name, query in QUOTED.items()
    }


def pipeline_of(kept: Path, folder: Path) -> Pipeline:
    """A warehouse that goes on from a kept ledger and its reports folder."""
    pipeline = Pipeline(folder, looks=100)
    shutil.copytree(kept / "ledger", pipeline.settings.ledger_dir)
    shutil.copytree(kept / "reports", pipeline.reports, dirs_exist_ok=True)
    return pipeline


def test_a_ledger_of_every_format_is_kept() -> None:
    assert [kept.name for kept in KEPT] == [f"ledger-format-{number}" for number in range(1, FORMAT_VERSION + 1)]


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.name)
def test_a_kept_ledger_is_read_rebuilt_and_extended(kept: Path, tmp_path: Path) -> None:
    pipeline = pipeline_of(kept, tmp_path)
    ledger = Ledger(pipeline.settings.ledger_dir)
    verify_chain(ledger)
    last = ledger.last_batch()

    # Rebuilt: what was quoted from it is still what it says.
    assert quoted(pipeline.build(*QUOTED_TABLES)) == json.loads((kept / "expected.json").read_text())

    # Read: the same files mean the same figures, so there is nothing to correct. A refusal may be worded anew.
    unchanged = pipeline.look()
    assert {kind for kind, count in unchanged.counts.items() if count} <= {"rejected"}
    assert [(rejection.file, rejection.line) for rejection in unchanged.open] == [("worse.csv", 2)]
    assert [removal.file for removal in unchanged.pending_removals] == ["bad.csv"]

    # Extended.
    pipeline.write("next.csv", cases("MO", 2015, "2019-01-31", kind="publisher", total=71))
    after = pipeline.look()
    assert after.counts["restated"] == 1
    assert after.batch == ledger.last_batch() > last
    verify_chain(ledger)
    assert pipeline.build("fct_case_totals").value(
        "select case_count from marts.fct_case_totals where jurisdiction_code = 'US-MO' and year = 2015"
    ) == 71  # fmt: skip


def contexts(ledger: Ledger, *period: object) -> set[str | None]:
    """The contexts of all figures that are stated and believed of a place and period."""
    known = LedgerState(ledger).known([period])  # type: ignore[list-item]
    stated = (figure for one in known.states.values() for figure in one.statement.figures)
    believed = (one.figure for figures in known.believed.values() for one in figures.values())
    return {figure.source_context for figure in (*stated, *believed)}


def test_what_an_earlier_format_lacks_is_null_beside_batches_of_this_one(tmp_path: Path) -> None:
    missouri = ("US-MO", date(2019, 1, 1), date(2019, 12, 31))
    ledger = Ledger(pipeline_of(KEPT[0], tmp_path).settings.ledger_dir)
    assert contexts(ledger, *missouri) == {None}

    first_batch = KEPT[1] / "ledger" / "batches" / "batch=1"
    append(
        ledger, {name: pl.read_parquet(first_batch / f"{name}.parquet", hive_partitioning=False) for name in SCHEMAS}
    )
    assert "Missouri › 2019 › Cases by type › sex" in contexts(ledger, *missouri)
    assert contexts(ledger, "US-MO", date(2015, 1, 1), date(2015, 12, 31)) == {None}
    (stated,) = stated_since(ledger, 0)
    assert stated["source_context"].null_count() not in (0, stated.height)


def test_a_context_that_is_read_otherwise_is_no_correction(tmp_path: Path) -> None:
    pipeline = pipeline_of(KEPT[1], tmp_path)
    ledger = Ledger(pipeline.settings.ledger_dir)
    missouri = ("US-MO", date(2019, 1, 1), date(2019, 12, 31))
    before = contexts(ledger, *missouri)
    pipeline.look(full=True)  # what is refused may be worded anew
    assert pipeline.look(full=True).batch is None
    assert contexts(ledger, *missouri) == before


def test_a_ledger_of_a_later_format_is_refused_and_left_alone(tmp_path: Path) -> None:
    pipeline = pipeline_of(KEPT[-1], tmp_path)
    ledger = Ledger(pipeline.settings.ledger_dir)
    file = ledger.batch_folder(ledger.last_batch()) / "batch.parquet"
    of_the_future = pl.read_parquet(file, hive_partitioning=False).with_columns(
        format_version=pl.lit(FORMAT_VERSION + 1), not_known_yet=pl.lit("?")
    )
    file.chmod(0o644)
    of_the_future.write_parquet(file)
    pipeline.write("next.csv", cases("MO", 2015, "2019-01-31", kind="publisher", total=71))
    before = ledger.last_batch()

    with pytest.raises(DamagedLedger, match=rf"format {FORMAT_VERSION + 1}.*knows up to {FORMAT_VERSION}.*newer"):
        pipeline.look()
    assert ledger.last_batch() == before


def test_the_columns_of_a_batch_belong_to_its_format() -> None:
    """A changed column is a new format: raise FORMAT_VERSION, keep a ledger of it, and read the older ones."""
    (now,) = (kept for kept in KEPT if kept.name.endswith(f"-{FORMAT_VERSION}"))
    for name, schema in SCHEMAS.items():
        file = now / "ledger" / "batches" / "batch=1" / f"{name}.parquet"
        assert pl.read_parquet_schema(file) == dict(schema), name
