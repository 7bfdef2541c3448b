"""Two that want the same at once: one waits or leaves with a message, and nothing half done is taken for whole.

Belongs here: refreshes, rebuilds, dbt and editors against each other, and clocks. Not here: readers (test_readers).
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from orchestration.spotlight.domain.places import DBT_PROJECT_DIR
from orchestration.spotlight.ledger.chain import Ledger
from tests.support.command_line import SPOTLIGHT
from tests.support.dbt_build import MODELS_ONLY
from tests.support.faults import BENT, ENDS_WELL, MakeTrial, Trial, some_of
from tests.support.pipeline import HEADER, cases

WAIT = {"SPOTLIGHT_LOCK_WAIT": "300"}


def _of_two_refreshes_at_once_one_waits_and_finds_nothing_new(tried: Trial) -> None:
    with tried.readers():
        both = [tried.ended(one) for one in [tried.start(SPOTLIGHT, "refresh", **WAIT) for _ in range(2)]]
        assert [one.returncode for one in both] == [3, 3], both
        assert sorted(one.stdout.split()[0] for one in both) == ["Nothing", "Published"]
        tried.is_whole()


def _of_a_refresh_and_a_rebuild_at_once_one_waits(tried: Trial) -> None:
    with tried.readers():
        both = [tried.start(SPOTLIGHT, command, **WAIT) for command in ("rebuild", "refresh")]
        assert [tried.ended(one).returncode for one in both] == [0, 3]
        tried.is_whole()
        tried.has_nothing_new()


HOLDER = """
import sys
from importlib import import_module
module, call, path = sys.argv[1:]
held = getattr(import_module(module), call)(path)
getattr(held, "acquire", lambda: None)()
print("held", flush=True)
input()
"""


def holder(tried: Trial, module: str, call: str, path: Path) -> subprocess.Popen[str]:
    """A process that holds something until it is told to let go."""
    arguments = [sys.executable, "-c", HOLDER, module, call, str(path)]
    process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n", tried.fault
    return process


def _who_waits_too_long_leaves_with_4(tried: Trial) -> None:
    held = holder(tried, "filelock", "FileLock", tried.settings.lock_file)
    try:
        for command in ("refresh", "rebuild"):
            done = tried.spotlight(command, SPOTLIGHT_LOCK_WAIT="0.5")
            tried.fails(done, "SPOTLIGHT_LOCK_WAIT", code=4)
    finally:
        held.communicate("\n")
    tried.goes_on()


def _a_build_file_that_somebody_has_open_is_named(tried: Trial) -> None:
    with tried.readers():
        held = holder(tried, "duckdb", "connect", tried.settings.build_file)
        try:
            tried.fails(
                tried.spotlight("refresh"), str(tried.settings.build_file), "Close other programs that have it open"
            )
        finally:
            held.communicate("\n")
        tried.goes_on()


def _of_a_refresh_and_dbt_by_hand_each_succeeds_or_says_why(tried: Trial) -> None:
    dbt = [str(Path(sys.executable).with_name("dbt")), "--log-path", str(tried.folder / "logs"), "build"]
    places = [f"--{kind}-dir={DBT_PROJECT_DIR}" for kind in ("project", "profiles")]
    with tried.readers():
        refresh = tried.start(SPOTLIGHT, "refresh")
        ledger, deadline = Ledger(tried.settings.ledger_dir), time.monotonic() + 120
        while ledger.last_batch() == 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        by_hand = tried.start(*dbt, *places, f"--target-path={tried.folder / 'target'}", *MODELS_ONLY)
        by_hand.communicate()
        done = tried.ended(refresh)
        if done.returncode not in ENDS_WELL:
            tried.fails(done, str(tried.settings.build_file))
        tried.goes_on()


EDITOR = """
import hashlib, sys, time
from pathlib import Path
file, stop, header, line = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
saved = 0
while not stop.exists() or saved == 0:
    saved += 1
    # Three years of one place: a file cut between two lines is a good file that says less.
    lines = [header, *(line.format(year=year, value=saved * 10) for year in (2011, 2012, 2013))]
    halves = "\\n".join(lines[:2]) + "\\n", "\\n".join(lines[2:]) + "\\n"
    with file.open("w") as stream:
        stream.write(halves[0])
        stream.flush()
        time.sleep(0.1)
        stream.write(halves[1])
    print(hashlib.sha256(file.read_bytes()).hexdigest(), flush=True)
    time.sleep(0.05)
"""


def _a_report_that_is_being_saved_is_never_accepted_half(tried: Trial) -> None:
    file, stop = tried.pipeline.reports / "edited.csv", tried.folder / "saved"
    line = "KS,{year}-01-01,{year}-12-31,2015-05-27,cases,total,{value},,"
    others = {hashlib.sha256(one.read_bytes()).hexdigest() for one in tried.folder.glob("*/*.csv")}
    with tried.readers():
        editor = tried.start(sys.executable, "-c", EDITOR, str(file), str(stop), HEADER, line)
        refreshes = [tried.spotlight("refresh") for _ in range(2)]
        stop.touch()
        whole = set(tried.ended(editor).stdout.split())
        assert {one.returncode for one in refreshes} <= {0, 3}, refreshes
        kept = {one.stem for one in (tried.settings.ledger_dir / "documents").iterdir()} - set(_stems(tried))
        tried.faults += [(BENT, f"half a document was accepted: {one}") for one in kept - whole - others]
        assert tried.publishes()
        kept = {one.stem for one in (tried.settings.ledger_dir / "documents").iterdir()}
        assert hashlib.sha256(file.read_bytes()).hexdigest() in kept
        tried.nothing_is_lost()
        tried.is_served(batch=Ledger(tried.settings.ledger_dir).last_batch())


def _stems(tried: Trial) -> list[str]:
    return [one.stem for one in (tried.scene.before / "warehouse" / "ledger" / "documents").iterdir()]


def _after_a_clock_that_was_ahead_the_later_batch_still_wins(tried: Trial) -> None:
    tried.pipeline.looks = 30_000  # days: somewhere about 2108
    assert tried.pipeline.look().batch == 3
    tried.pipeline.write("kansas.csv", cases("KS", 2015, "2016-05-27", total=22))
    tried.fails(tried.spotlight("refresh"), "SPOTLIGHT_TRUST_CLOCK=true spotlight refresh")
    assert tried.publishes(SPOTLIGHT_TRUST_CLOCK="true")
    with duckdb.connect(tried.settings.current / "warehouse.duckdb", read_only=True) as connection:
        batches = connection.execute("select batch, recorded_at from audit.refreshes order by batch").fetchall()
        kansas = connection.execute(
            "select case_count from marts.fct_case_totals where jurisdiction_code = 'US-KS' and year = 2015"
        ).fetchall()
    assert [batch for batch, _ in batches] == [1, 2, 3, 4]
    assert [at for _, at in batches] == sorted(at for _, at in batches)
    assert kansas == [(22,)]
    assert batches[-1][1].year < 2100
    tried.nothing_is_lost()
    tried.has_nothing_new()


RACES: dict[str, Callable[[Trial], None]] = {
    "two refreshes": _of_two_refreshes_at_once_one_waits_and_finds_nothing_new,
    "refresh and rebuild": _of_a_refresh_and_a_rebuild_at_once_one_waits,
    "the warehouse held for too long": _who_waits_too_long_leaves_with_4,
    "an editor saving a report while it is read": _a_report_that_is_being_saved_is_never_accepted_half,
    "the build file open elsewhere": _a_build_file_that_somebody_has_open_is_named,
    "refresh and dbt by hand": _of_a_refresh_and_dbt_by_hand_each_succeeds_or_says_why,
    "the clock set back": _after_a_clock_that_was_ahead_the_later_batch_still_wins,
}


@pytest.mark.parametrize("race", some_of(list(RACES)))
def test_one_waits_or_leaves_with_a_message(trial: MakeTrial, race: str) -> None:
    RACES[race](trial(f"race: {race}"))
