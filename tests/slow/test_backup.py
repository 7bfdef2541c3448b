"""A backup taken while refreshes run, restored elsewhere with the commands that docs/operations.md gives.

Belongs here: backing up and restoring. Not here: damage (test_verify).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from orchestration.settings import Settings
from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.ledger.chain import Ledger
from tests.support.dbt_build import MODELS_ONLY, build
from tests.support.pipeline import Pipeline, cases, tables_of

PAGE = (PROJECT_DIR / "docs" / "operations.md").read_text()
SPOTLIGHT_BIN = str(Path(sys.executable).parent)


def commands(section: str) -> str:
    """The commands that a section of the page gives."""
    of_section = PAGE.split(f"\n## {section}\n")[1].split("\n## ")[0]
    return of_section.split("```sh\n")[1].split("```")[0]


def run(section: str, folders: dict[str, Path]) -> None:
    environment = {
        **os.environ,
        **{name: str(folder) for name, folder in folders.items()},
        "SPOTLIGHT_WAREHOUSE_DIR": str(folders["WAREHOUSE"]),
        "SPOTLIGHT_REPORTS_DIR": str(folders["REPORTS"]),
        "PATH": f"{SPOTLIGHT_BIN}:{os.environ['PATH']}",
    }
    done = subprocess.run(
        ["sh", "-euc", commands(section)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Intact." in done.stdout


@pytest.mark.timeout(300)
def test_a_backup_taken_during_refreshes_is_whole_and_restores_to_equal_tables(tmp_path: Path) -> None:
    pipeline = Pipeline(tmp_path / "here")
    pipeline.write("0.csv", cases("MO", 1990, "1991-01-31", total=1))
    pipeline.look()
    refreshing, stop = threading.Event(), threading.Event()
    faults: list[BaseException] = []

    def refresh_on_and_on() -> None:
        try:
            for number in range(1, 400):
                if stop.is_set():
                    return
                # New reports, restatements and corrections of ours: every look adds a batch and documents.
                year = 1990 + number % 7
                pipeline.write(
                    f"{number % 11}.csv", cases("MO", year, f"{year + 1}-0{1 + number % 9}-28", total=number)
                )
                pipeline.look(accept=number % 5 == 0)
                if number == 3:
                    refreshing.set()
        except BaseException as fault:
            faults.append(fault)
            refreshing.set()

    thread = threading.Thread(target=refresh_on_and_on)
    thread.start()
    try:
        assert refreshing.wait(60)
        backups = [tmp_path / f"backup {number}" for number in (1, 2)]
        here = {"WAREHOUSE": pipeline.settings.warehouse_dir, "REPORTS": pipeline.reports}
        original = Ledger(pipeline.settings.ledger_dir)
        for backup in backups:
            run("Back up", {**here, "BACKUP": backup})
            saved, deadline = Ledger(backup / "ledger").last_batch(), time.monotonic() + 60
            while original.last_batch() == saved and time.monotonic() < deadline:
                time.sleep(0.01)
    finally:
        stop.set()
        thread.join(60)
    assert faults == []
    taken = [Ledger(backup / "ledger").last_batch() for backup in backups]
    assert 1 < taken[0] < taken[-1] <= original.last_batch(), "refreshes went on meanwhile"

    there = {"WAREHOUSE": tmp_path / "there" / "warehouse", "REPORTS": tmp_path / "there" / "reports"}
    run("Restore, or move", {**there, "BACKUP": backups[-1]})

    # The original as it was at that batch.
    then = Settings(warehouse_dir=tmp_path / "then")
    shutil.copytree(original.folder, then.ledger_dir)
    for number in range(taken[-1] + 1, original.last_batch() + 1):
        shutil.rmtree(Ledger(then.ledger_dir).batch_folder(number))
    schemas = ("staging", "intermediate", "marts", "audit", "reference")
    rebuilt = build(then.warehouse_dir, *MODELS_ONLY)
    expected = tables_of(rebuilt, schemas)
    restored = tables_of(replace(rebuilt, folder=there["WAREHOUSE"]), schemas)
    assert expected.keys() == restored.keys()
    for table, rows in expected.items():
        assert restored[table] == rows, table
    assert len(expected["audit.refreshes"]) == taken[-1]
