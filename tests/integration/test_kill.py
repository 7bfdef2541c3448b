"""A refresh killed in the middle: readers see nothing of it, and the next refresh makes it good.

Belongs here: SIGKILL at the boundaries between steps. Not here: the longer search for bad moments (tests/faults).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.command_line import SPOTLIGHT, CommandLine
from tests.support.pipeline import Pipeline, cases


@pytest.fixture(scope="module")
def command_line(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    command_line = CommandLine(Pipeline(tmp_path_factory.mktemp("killed")))
    command_line.pipeline.write("first.csv", cases("MO", 2015, "2016-05-27", total=67))
    command_line.refresh()
    return command_line


def _ledger_is_written(warehouse: Path, batch: int) -> bool:
    return (warehouse / "ledger" / "batches" / f"batch={batch}").exists()


MOMENTS: dict[str, Callable[[Path, int], bool]] = {
    "before the ledger": lambda warehouse, batch: (warehouse / "ledger" / "incoming" / f"batch={batch}").exists(),
    "after the ledger": _ledger_is_written,
    "while dbt builds": lambda warehouse, batch: (
        _ledger_is_written(warehouse, batch) and any((warehouse / "build").glob("*.wal"))
    ),
    "while it is released": lambda warehouse, batch: any((warehouse / "releases").glob(".*.tmp")),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_refresh_is_made_good_by_the_next(command_line: CommandLine, moment: str) -> None:
    warehouse = command_line.pipeline.settings.warehouse_dir
    before = command_line.refresh()
    facts = command_line.rows("select case_count from marts.fct_case_totals order by all")
    total = len(facts) + 100
    command_line.pipeline.write(f"{total}.csv", cases("MO", 1900 + total, "2024-05-27", total=total))

    batch = max(int(folder.name.removeprefix("batch=")) for folder in (warehouse / "ledger" / "batches").iterdir()) + 1
    running = subprocess.Popen(
        [SPOTLIGHT, "refresh"],
        env={**os.environ, **command_line.folders},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 120
    while running.poll() is None and time.monotonic() < deadline and not MOMENTS[moment](warehouse, batch):
        time.sleep(0.001)
    running.kill()
    running.wait()

    assert command_line.rows("select case_count from marts.fct_case_totals order by all") == facts
    after = command_line.refresh()
    assert after["release"] > before["release"]
    assert command_line.rows("select case_count from marts.fct_case_totals order by all") == sorted([*facts, (total,)])
    assert command_line.refresh()["status"] == "nothing_new"
    assert not list((warehouse / "releases").glob(".*.tmp"))


def test_of_two_at_once_one_waits_and_neither_breaks_the_other(command_line: CommandLine) -> None:
    command_line.pipeline.write("at-once.csv", cases("KS", 2015, "2016-05-27", total=5))
    both = [
        subprocess.Popen(
            [SPOTLIGHT, "refresh"],
            env={**os.environ, **command_line.folders, "SPOTLIGHT_LOCK_WAIT": "120"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    outputs = [one.communicate(timeout=240) for one in both]
    assert [one.returncode for one in both] == [0, 0], outputs
    assert sorted(out.splitlines()[0].split()[0] for out, _ in outputs) == ["Nothing", "Published"]


def test_who_waits_too_long_leaves_with_4(command_line: CommandLine) -> None:
    command_line.pipeline.write("locked-out.csv", cases("KS", 2016, "2017-05-27", total=6))
    hold = "\n".join(
        [
            "import filelock, sys",
            "lock = filelock.FileLock(sys.argv[1])",
            "lock.acquire()",
            "print('held', flush=True)",
            "input()",
        ]
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(command_line.pipeline.settings.lock_file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    try:
        left = subprocess.run(
            [SPOTLIGHT, "refresh"],
            env={**os.environ, **command_line.folders, "SPOTLIGHT_LOCK_WAIT": "0.5"},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        holder.communicate("\n")
    assert left.returncode == 4
    assert "SPOTLIGHT_LOCK_WAIT" in left.stderr
