"""A bit flipped, a file cut short, a file gone: noticed, named, and mended as the message says.

Belongs here: each kind of file that a warehouse stands on. Not here: more of what `verify` notices (test_verify).
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from orchestration.spotlight.domain.places import PROJECT_DIR
from tests.support.faults import BLOCKED, ENDS_WELL, MakeTrial, Trial, some_of


def flip(file: Path) -> None:
    """Turn one bit in the middle of a file."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    overwrite(file, bytes(content))


def cut(file: Path) -> None:
    """Leave the first half of a file."""
    content = file.read_bytes()
    overwrite(file, content[: len(content) // 2])


def overwrite(file: Path, content: bytes) -> None:
    file.unlink()  # a hard link of it in another release stays whole
    file.write_bytes(content)


DAMAGE: dict[str, Callable[[Path], None]] = {"a bit flipped": flip, "cut short": cut, "gone": Path.unlink}

BATCHES = "warehouse/ledger/batches"
# Kind of file → where it is, and what a message calls it: the file itself, or the batch that it belongs to.
OF_THE_LEDGER = {
    "first batch, figures": (f"{BATCHES}/batch=1/figures.parquet", "atch"),
    "last batch, documents": (f"{BATCHES}/batch=2/documents.parquet", "batch=2"),
    "first batch, batch": (f"{BATCHES}/batch=1/batch.parquet", "atch"),
    "last batch, reports": (f"{BATCHES}/batch=2/reports.parquet", "batch=2"),
    "last batch, rejections": (f"{BATCHES}/batch=2/rejections.parquet", "batch=2"),
}
OF_A_RELEASE = {
    "note": "release.json",
    "table as CSV": "csv/fct_cases.csv",
    "table as Parquet": "parquet/fct_cases.parquet",
    "data package": "datapackage.json",
    "database": "warehouse.duckdb",
    "dashboard": "dashboard.html",
    "workbook": "spotlight.xlsx",
    "list of exports": "exports.json",
}
MADE_ANEW = {
    "build file": "warehouse/build/warehouse.duckdb",
    "record of the last look": "warehouse/last_refresh.json",
    "Dagster's runs": "dagster/history/runs.db",
    "Dagster's events": "dagster/history/runs/index.db",
    "Dagster's schedules": "dagster/schedules/schedules.db",
}
OF_THE_PROJECT = {"dbt's manifest": "manifest.json", "dbt's parsed project": "partial_parse.msgpack"}
ASKED = (
    ("status",),
    ("open", "-c", "from marts.fct_figures"),
    ("changes",),
    ("quotes", "67 cases Missouri 2015"),
    ("open", "-c", "from audit.refreshes"),
)


def _a_batch_stops_everything_until_it_is_restored(tried: Trial, kind: str, damage: str) -> None:
    path, called = OF_THE_LEDGER[kind]
    with tried.readers():
        DAMAGE[damage](tried.folder / path)
        # `rebuild` takes the last batch as it is: nothing that it does not delete says what that was.
        for command in ("verify", "refresh", *(["rebuild"] if "batch=1" in path else [])):
            tried.fails(tried.spotlight(command), str(tried.settings.ledger_dir), called, "Restore")
        tried.is_served(batch=2)
        shutil.copy2(tried.scene.before / path, tried.folder / path)
        tried.goes_on()


def _a_document_is_named_and_stops_nobody(tried: Trial, kind: str, damage: str) -> None:
    with tried.readers():
        file = sorted((tried.settings.ledger_dir / "documents").iterdir())[0]
        backup = file.read_bytes()
        DAMAGE[damage](file)
        assert tried.publishes()
        tried.fails(tried.spotlight("verify"), file.name, "Restore it from a backup")
        file.unlink(missing_ok=True)
        file.write_bytes(backup)
        tried.is_whole()
        tried.has_nothing_new()


def _a_release_is_named_and_made_anew(tried: Trial, kind: str, damage: str) -> None:
    file = tried.settings.current.resolve() / OF_A_RELEASE[kind]
    DAMAGE[damage](file)
    # A note that says something else of its database is held against the database.
    named = file.parent if kind == "note" else file
    tried.fails(tried.spotlight("verify"), str(named), "spotlight rebuild")
    for command in ASKED:
        done = tried.spotlight(*command)
        assert done.returncode in (0, 1, 3), (command, done)
        assert done.stdout or done.stderr
    assert tried.publishes("rebuild")
    assert tried.publishes("verify")
    with tried.readers():
        tried.goes_on()


def _what_is_made_anew_is_named_or_made_anew_at_once(tried: Trial, kind: str, damage: str) -> None:
    shutil.copytree(tried.scene.after / "dagster", tried.dagster_home, dirs_exist_ok=True)
    file = tried.folder / MADE_ANEW[kind]
    with tried.readers():
        DAMAGE[damage](file)
        is_told_or_mended(tried, file)
        tried.goes_on()


def _what_dbt_made_of_the_project_is_made_anew(tried: Trial, kind: str, damage: str) -> None:
    project = tried.folder / "project"
    made = shutil.ignore_patterns("__pycache__", "dbt", "run", "compiled", "reports")
    for folder in ("orchestration", "schemas", "dbt_project", "data/seeds/reference", "data/seeds", ".dagster"):
        shutil.copytree(PROJECT_DIR / folder, project / folder, ignore=made, dirs_exist_ok=True)
    shutil.copy2(PROJECT_DIR / "pyproject.toml", project)  # by which Dagster knows a project
    command = "from orchestration.cli import main; main()"
    in_copy = {"PYTHONPATH": str(project), "PYTHONSAFEPATH": "1"}
    with tried.readers():
        tried.ended(tried.start(sys.executable, "-c", command, "status", **in_copy))
        DAMAGE[damage](project / "dbt_project" / "target" / OF_THE_PROJECT[kind])
        done = tried.ended(tried.start(sys.executable, "-c", command, "refresh", **in_copy))
        assert done.returncode in ENDS_WELL, done.stderr
        tried.is_whole()


def is_told_or_mended(tried: Trial, file: Path) -> None:
    """Refresh; if that says that a file cannot be used, do with it as it says."""
    done = tried.spotlight("refresh")
    if done.returncode not in ENDS_WELL:
        tried.fails(done, str(file))
        assert "delete this file" in done.stderr, done.stderr
        file.unlink()
        if "--full" in done.stderr:
            assert tried.publishes("refresh", "--full")
    elif "Published" not in done.stdout:
        tried.faults.append((BLOCKED, done.stdout))


Holds = Callable[[Trial, str, str], None]
WAYS: dict[str, tuple[Mapping[str, object], Holds]] = {
    "a batch": (OF_THE_LEDGER, _a_batch_stops_everything_until_it_is_restored),
    "a document": ({"kept": None}, _a_document_is_named_and_stops_nobody),
    "a release": (OF_A_RELEASE, _a_release_is_named_and_made_anew),
    "what is made anew": (MADE_ANEW, _what_is_made_anew_is_named_or_made_anew_at_once),
    "the parsed dbt project": (OF_THE_PROJECT, _what_dbt_made_of_the_project_is_made_anew),
}
CASES = [(way, kind, damage) for way, (kinds, _) in WAYS.items() for kind in kinds for damage in DAMAGE]


@pytest.mark.parametrize(("way", "kind", "damage"), some_of(CASES))
def test_damage_is_noticed_named_and_repaired(trial: MakeTrial, way: str, kind: str, damage: str) -> None:
    _, holds = WAYS[way]
    holds(trial(f"damage: {way}"), kind, damage)
