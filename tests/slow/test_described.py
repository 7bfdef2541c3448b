"""A release against what it says of itself, read by the tools of two standards in an environment of their own.

Belongs here: mlcroissant on `dataset.jsonld`, datacontract-cli on `datacontract.yaml`. Not here: what these files hold
(tests/integration/test_exports.py).
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.release.exports import DATA_CONTRACT, DATASET
from orchestration.spotlight.release.publish import DATABASE
from tests.support.exported import Exported, build_warehouse, export
from tests.support.made_once import MadeOnce

PROGRAMS = PROJECT_DIR / ".venv-validators" / "bin"

# Ways to break a promise: the table, what is done to it, and words of the check that has to fail.
BREACHES = [
    ("rpt_revision_statistics", "drop table {}", "Check that field 'measure' is present"),
    ("fct_victims", "alter table {} drop column vintage_number", "Check that field 'vintage_number' is present"),
    ("fct_channels", "alter table {} rename signal_count to calls", "Check that field 'signal_count' is present"),
    ("fct_perpetrators", "alter table {} alter identified_count type varchar", "identified_count has type integer"),
    ("rpt_spotlight", "alter table {} alter population type varchar", "population has type integer"),
    ("dim_report", "alter table {} alter publisher_as_of type varchar", "publisher_as_of has type date"),
    ("fct_figures", "update {} set jurisdiction_name = null", "jurisdiction_name has no missing values"),
    ("dim_series_break", "update {} set starts_on = null", "starts_on has no missing values"),
    ("rpt_trend", "insert into {} select * from {} limit 1", "has no duplicate values"),
    ("dim_document", "insert into {} select * from {} limit 1", "document_id"),
    ("fct_figure_revisions", "update {} set document_id = 'gone'", "missing from dim_document.document_id"),
    ("bridge_report_document", "update {} set report_id = 'gone'", "missing from dim_report.report_id"),
    ("fct_channels", "update {} set channel = 'fax'", "missing from dim_channel.channel"),
    ("fct_case_totals", "update {} set case_count = case_count + 1", "case_count is not distinct from coalesce"),
    ("fct_figure_revisions", "update {} set value = -value", "value is null or value >= 0"),
    ("fct_victims", "update {} set value_status = 'estimated'", "value_status in ("),
    ("fct_cases", "update {} set jurisdiction_level = 'nation'", "jurisdiction_level in ("),
    ("fct_cases", "update {} set period_start = period_start + 1", "extract(doy from period_start) = 1"),
    ("rpt_rates", "update {} set rate_low = rate + 1", "rate_low <= rate"),
    ("rpt_coverage", "update {} set first_publisher_as_of = null", "(vintage_count = 0) = "),
    ("fct_figures", "update {} set report_id = report_id || category", "All figures of a set are of one report."),
    ("fct_corrections", "update {} set recorded_to = recorded_from", "recorded_from < recorded_to"),
]


@pytest.fixture(scope="module")
def exported(made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    database = made_once("for-exports", build_warehouse) / "build" / DATABASE
    return export(database, tmp_path_factory.mktemp("described") / "1", 2)


def checks(folder: Path) -> list[dict[str, Any]]:
    """Test the database in a folder against the contract beside it; every check with its result."""
    results = folder / "results.json"
    done = subprocess.run(
        [PROGRAMS / "datacontract", "test", DATA_CONTRACT, "--output-format", "json", "--output", results],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert results.exists(), done.stdout + done.stderr
    found: list[dict[str, Any]] = json.loads(results.read_text())["checks"]
    return found


def copy_of(exported: Exported, folder: Path) -> Path:
    folder.mkdir()
    for name in (DATABASE, DATA_CONTRACT):
        shutil.copyfile(exported.folder / name, folder / name)
    return folder


def test_a_release_keeps_its_data_contract(exported: Exported, tmp_path: Path) -> None:
    found = checks(copy_of(exported, tmp_path / "copy"))
    assert len(found) > 1000
    assert [check for check in found if check["result"] != "passed"] == []


def test_each_breach_of_the_data_contract_is_noticed(exported: Exported, tmp_path: Path) -> None:
    folder = copy_of(exported, tmp_path / "copy")
    with duckdb.connect(folder / DATABASE) as connection:
        # Without the keys and constraints that the database itself holds up.
        for (name,) in connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts'"
        ).fetchall():
            connection.execute(f"create or replace table marts.{name} as select * from marts.{name}")
        for table, statement, _ in BREACHES:
            connection.execute(statement.replace("{}", f"marts.{table}"))
    failed = [(check["model"], check["name"]) for check in checks(folder) if check["result"] != "passed"]
    missed = [breach for breach in BREACHES if not any(m == breach[0] and breach[2] in name for m, name in failed)]
    assert missed == []
    assert {model for model, _ in failed} == {table for table, _, _ in BREACHES}


def test_mlcroissant_accepts_the_dataset_and_reads_every_row_of_it(exported: Exported) -> None:
    names = exported.rows("select schema_name, table_name from duckdb_tables() where schema_name in ('marts', 'audit')")
    program = (
        "import json, sys, mlcroissant\n"
        "dataset = mlcroissant.Dataset(sys.argv[1])\n"
        "issues = dataset.metadata.ctx.issues\n"
        "counts = {one.uuid: sum(1 for _ in dataset.records(one.uuid)) for one in dataset.metadata.record_sets}\n"
        "print(json.dumps({'errors': [*issues.errors], 'warnings': [*issues.warnings], 'counts': counts}))\n"
    )
    # It compares each file with its hash before it reads it.
    done = subprocess.run(
        [PROGRAMS / "python", "-c", program, exported.folder / DATASET], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout.splitlines()[-1])
    assert (answer["errors"], answer["warnings"]) == ([], [])
    assert answer["counts"] == {
        name: exported.rows(f"select count(*) from {schema}.{name}")[0][0] for schema, name in names
    }
