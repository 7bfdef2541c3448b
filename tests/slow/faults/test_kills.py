"""A refresh or rebuild killed: readers see nothing of it, nothing is lost, and the next one makes it good.

Belongs here: SIGKILL, at each boundary between steps and at moments all over. Not here: what must hold (support).
"""

from __future__ import annotations

import os
from signal import SIGINT, SIGTERM, Signals
from typing import Any

import dagster as dg
import pytest

from orchestration.defs.history import OUTCOME_TAG
from tests.support.command_line import SPOTLIGHT
from tests.support.faults import MakeTrial, Trial, some_of

# Before which of Python's audit events, of which path (what lies where is public), a refresh dies.
BOUNDARIES: dict[str, dict[str, Any]] = {
    "the batch in place, not noted": {"event": "os.rename", "path": r"/last_refresh\.json$"},
    "the watched pages looked at": {"event": "os.scandir", "path": r"/reports$"},
    "a document kept, but not in place": {"event": "os.rename", "path": r"/ledger/documents/"},
    "one document in place, others not": {"event": "os.rename", "path": r"/ledger/documents/", "nth": 2},
    "documents in place, no batch begun": {"event": "os.mkdir", "path": r"/incoming/batch="},
    "half of a batch written": {"event": "open", "path": r"/incoming/batch=3/reports\.parquet"},
    "a batch written, but not in place": {"event": "os.rename", "path": r"/batches/batch="},
    "the ledger done, no table begun": {"event": "open", "path": r"/partial_parse\.msgpack$"},
    "the tables copied to a file of their own, not in place": {"event": "os.rename", "path": r"/build/copy\.duckdb$"},
    "the tables built, no release begun": {"event": "os.mkdir", "path": r"/releases/\.2\.tmp$"},
    "the database copied, not tried": {"event": "os.chmod", "path": r"/\.2\.tmp/warehouse\.duckdb$"},
    "exports begun": {"event": "os.mkdir", "path": r"/\.2\.tmp/csv$"},
    "exports written, not listed": {"event": "open", "path": r"/\.2\.tmp/exports\.json$"},
    "the release written, not in place": {"event": "os.rename", "path": r"/releases/2$"},
    "the release in place, no link to it": {"event": "os.symlink", "path": r"/\.current\.tmp$"},
    "the link made, not in place": {"event": "os.rename", "path": r"/current$"},
    "the release current, the old one there": {"event": "shutil.rmtree", "path": r"/releases/1$"},
    "the release current, not noted": {"event": "os.rename", "path": r"/last_refresh\.json$", "nth": 2},
}
REBUILD_BOUNDARIES: dict[str, dict[str, Any]] = {
    "the build file still there": {"event": "shutil.rmtree", "path": r"/build$"},
    "the build file gone, the last look not": {"event": "os.remove", "path": r"/last_refresh\.json$"},
    "everything gone, no table begun": {"event": "open", "path": r"/partial_parse\.msgpack$"},
    "the release written, not in place": {"event": "os.rename", "path": r"/releases/2$"},
    "the release current, the old one there": {"event": "shutil.rmtree", "path": r"/releases/1$"},
}
MOMENTS = 60
TRIES = 3
CASES = [
    *(("refresh", boundary) for boundary in BOUNDARIES),
    *(("rebuild", boundary) for boundary in REBUILD_BOUNDARIES),
    *(("refresh", f"after {number + 0.5:g} of {MOMENTS} parts of its work") for number in range(MOMENTS)),
]


@pytest.mark.parametrize(("command", "moment"), some_of(CASES))
def test_what_was_killed_is_made_good_by_the_next_refresh(trial: MakeTrial, command: str, moment: str) -> None:
    if not moment.startswith("after"):
        when = (BOUNDARIES if command == "refresh" else REBUILD_BOUNDARIES)[moment]
        was_killed, _ = kill(trial(f"SIGKILL between two steps of a {command}"), command, when)
        assert was_killed
        return
    # A busy machine takes more CPU time for the same work than a quiet one. Where the moment comes too late, the next
    # try goes by what this whole run took, not by what the scene's did.
    part, whole = float(moment.split()[1]) / MOMENTS, None
    for _ in range(TRIES):
        tried = trial(f"SIGKILL at moments all over a {command}")
        was_killed, took = kill(tried, command, {"cpu_seconds": part * (whole or tried.scene.cpu_seconds)})
        if was_killed:
            return
        whole = took
    assert part > 0.8, "near the end it may always come too late: the work is never quite the same twice"


@pytest.mark.parametrize(
    ("number", "step"),
    some_of([(number, step) for step in ("reading", "building", "releasing") for number in (SIGINT, SIGTERM)]),
)
def test_what_was_asked_to_stop_says_so_and_the_next_refresh_goes_on(
    trial: MakeTrial, monkeypatch: pytest.MonkeyPatch, number: Signals, step: str
) -> None:
    tried = trial("told to stop in the middle of a refresh")
    with tried.readers():
        running = tried.start(SPOTLIGHT, "refresh")
        assert running.stderr is not None
        assert any(line.startswith(step) for line in running.stderr)
        running.send_signal(number)
        tried.fails(tried.ended(running), f"Stopped while {step}", "Run `spotlight refresh` again")
        monkeypatch.setenv("DAGSTER_HOME", str(tried.folder / "dagster"))
        with dg.DagsterInstance.get() as instance:
            assert instance.get_runs()[0].tags[OUTCOME_TAG] == "stopped"
        tried.nothing_is_lost()
        tried.is_served()
        tried.goes_on()


def kill(tried: Trial, command: str, when: dict[str, Any]) -> tuple[bool, float]:
    """Whether the command was killed, and the CPU seconds it took; what must hold is seen to in both cases."""
    with tried.readers():
        began = sum(os.times()[2:4])
        was_killed = tried.killed(when, command, SPOTLIGHT_KEEP_RELEASES="1")
        took = sum(os.times()[2:4]) - began
        tried.nothing_is_lost()
        tried.is_served()
        tried.goes_on()
    return was_killed, took
