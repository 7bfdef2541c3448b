"""Dagster's record of runs: it serves the UI only; the ledger has its own record.

Belongs here: which runs are forgotten, which have died, and the files of a run's events. Not here: how many releases
are kept (`SPOTLIGHT_KEEP_RELEASES`).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import dagster as dg

from orchestration.settings import Settings
from orchestration.spotlight.alerts import outbox
from orchestration.spotlight.files.running import dead_runs, forget_run

MOST_RUNS = 200
"""A recorded refresh takes more than a megabyte, and a schedule may make thousands a year."""
MOST_AT_ONCE = 20
"""Deleting a run takes time, so a long backlog is deleted a few at every refresh."""

_FINISHED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


def forget_old_runs(instance: dg.DagsterInstance, job_name: str) -> None:
    """Delete the finished runs of a job but the latest, with their events; the oldest first.

    Of this job alone: others may keep theirs in the same instance. Dagster empties the file of a run and leaves it
    there; the file goes too. The outcomes of checks stay, since Dagster has no public way to delete them.
    """
    finished = instance.get_run_ids(dg.RunsFilter(job_name=job_name, statuses=_FINISHED))
    for run_id in finished[MOST_RUNS:][-MOST_AT_ONCE:]:
        instance.delete_run(run_id)
        for ending in ("", "-wal", "-shm"):
            (_events(instance) / f"{run_id}.db{ending}").unlink(missing_ok=True)


def fail_dead_runs(instance: dg.DagsterInstance, settings: Settings) -> None:
    """Record runs whose process was killed as failed, so that nothing waits for them, and have people told."""
    for run_id in dead_runs(settings.dagster_home):
        run = instance.get_run_by_id(run_id)
        message = f"The run {run_id} did not finish: its process was killed, or the machine stopped."
        if run is not None and not run.is_finished:
            instance.report_run_failed(run, message)
        outbox.report_once(settings, f"{message} Nothing has to be cleaned up; the next refresh continues.")
        forget_run(settings.dagster_home, run_id)


@contextmanager
def kept_open(instance: dg.DagsterInstance, run_id: str) -> Iterator[None]:
    """Keep the files of a run's events open from its next event on.

    Dagster opens and closes them for every event. Whenever nobody has one open, SQLite empties the log beside it, which
    takes as long again as the event itself, and several times that on a slow disk.
    """
    files: list[sqlite3.Connection] = []

    def keep_open(_: object) -> None:
        if not files:
            for name in ("index", run_id):
                file = (_events(instance) / f"{name}.db").as_uri()
                with suppress(sqlite3.Error):  # Dagster reports a damaged or missing file itself
                    files.append(sqlite3.connect(f"{file}?mode=rw", uri=True, check_same_thread=False))
                    files[-1].execute("select count(*) from sqlite_master").fetchall()

    instance.add_event_listener(run_id, keep_open)
    try:
        yield
    finally:
        for file in files:
            file.close()


def _events(instance: dg.DagsterInstance) -> Path:
    return Path(instance.root_directory) / "history" / "runs"
