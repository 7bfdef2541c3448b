"""Dagster's record of runs: it serves the UI only; the ledger has its own record.

Belongs here: which runs are forgotten, which have died, and the files of a run's events. Not here: how many releases
are kept (`SPOTLIGHT_KEEP_RELEASES`).
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import dagster as dg
from sqlalchemy.exc import DBAPIError

from orchestration.settings import Settings
from orchestration.spotlight.alerts import outbox
from orchestration.spotlight.files.running import dead_runs, forget_run, is_marked, only_recorder, record_killed

OUTCOME_TAG = "spotlight/outcome"
"""What a run came to."""
STARTED_BY_COMMAND = {"spotlight/started_by": "command line"}
KILLED = "killed"
FAILED = "failed"
STOPPED = "stopped"
MOST_RUNS = 200
"""A recorded refresh takes more than a megabyte, and a schedule may make thousands a year."""
MOST_AT_ONCE = 20
"""Deleting a run takes time, so a long backlog is deleted a few at every refresh."""

SECONDS_A_DAY = 86_400
LONGEST_START_SECONDS = 120
"""A run marks itself within seconds. One that did not for so long has died; Dagster, which tells nobody, waits 180."""
OURS = {".dagster/repository": "__repository__@spotlight"}
"""Dagster's tag of this code location's runs, named as in deploy/workspace.yaml and pyproject.toml."""

_INTERRUPT = dg.DagsterExecutionInterruptedError.__name__

_BEGUN = [
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]
UNFINISHED = [dg.DagsterRunStatus.QUEUED, *_BEGUN]
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


def fail_dead_runs(instance: dg.DagsterInstance, settings: Settings, now: float | None = None) -> None:
    """Record runs whose process was killed as failed, so that nothing waits for them, and have people told.

    `now` is in seconds since 1970. A run that was killed before it could mark itself is known by its age, or by
    Dagster's server, which may have seen its process end and fails the run without a reason.
    """
    with only_recorder(settings.dagster_home):
        _fail_dead_runs(instance, settings, time.time() if now is None else now)


def _fail_dead_runs(instance: dg.DagsterInstance, settings: Settings, now: float) -> None:
    marked = dead_runs(settings.dagster_home)
    unmarked = [
        record.dagster_run.run_id
        for record in instance.get_run_records(dg.RunsFilter(tags=OURS, statuses=_BEGUN))
        if not may_go_on(record, settings, now) and not _has_done_a_step(instance, record.dagster_run.run_id)
    ]
    for run_id in dict.fromkeys([*marked, *unmarked, *_failed_without_a_reason(instance, now)]):
        run = instance.get_run_by_id(run_id)
        if run is not None and run.is_success:  # killed after its last word
            forget_run(settings.dagster_home, run_id)
            continue
        message = (
            f"The run {run_id} did not finish: its process was killed, or the machine stopped."
            if run_id in marked
            else f"The run {run_id} did not begin its work: its process was killed, or there was no room to start it."
        )
        if run is not None:
            instance.add_run_tags(run_id, {OUTCOME_TAG: KILLED})
            if not run.is_finished:
                instance.report_run_failed(run, message)
        outbox.report_once(settings, f"{message} Nothing has to be cleaned up; the next refresh continues.")
        record_killed(settings.dagster_home, run_id)


def _failed_without_a_reason(instance: dg.DagsterInstance, now: float) -> list[str]:
    """Runs of the last day that Dagster's server failed and nobody has recorded as killed."""
    failed = instance.fetch_run_status_changes(dg.DagsterEventType.RUN_FAILURE, limit=MOST_AT_ONCE).records
    found = [
        one.event_log_entry.run_id
        for one in failed
        if (event := one.event_log_entry.dagster_event) is not None
        and event.event_specific_data is None
        and now - one.timestamp < SECONDS_A_DAY
    ]
    if not found:
        return []
    ours = instance.get_runs(dg.RunsFilter(run_ids=found, tags=OURS, statuses=[dg.DagsterRunStatus.FAILURE]))
    return [run.run_id for run in ours if OUTCOME_TAG not in run.tags]


def may_go_on(record: dg.RunRecord, settings: Settings, now: float) -> bool:
    """Whether a run is queued, starting or going on: not finished, and not known to be dead."""
    run = record.dagster_run
    return not run.is_finished and (
        run.status is dg.DagsterRunStatus.QUEUED
        or is_marked(settings.dagster_home, run.run_id)
        or now - record.update_timestamp.timestamp() < LONGEST_START_SECONDS
    )


def _has_done_a_step(instance: dg.DagsterInstance, run_id: str) -> bool:
    """Whether the run had marked itself: without a mark it is just finishing."""
    done = instance.get_run_stats(run_id)
    return done.steps_succeeded + done.steps_failed > 0


@contextmanager
def tagged_run(instance: dg.DagsterInstance, run_id: str) -> Iterator[None]:
    """Tag a run as ours, and as failed or stopped if it ends so. The step with the result tags a run that succeeds.

    On a full disk neither the tag nor the end of the run is stored; the next refresh then tags the run as killed.
    """
    outcome: str | None = FAILED
    try:
        instance.add_run_tags(run_id, OURS)  # `dg launch` does not, and the UI lists a job's runs by this tag
        yield
        outcome = _how_it_ended(instance, run_id)
    except (KeyboardInterrupt, dg.DagsterExecutionInterruptedError):
        outcome = STOPPED
        raise
    finally:
        if outcome is not None:
            with suppress(DBAPIError):
                instance.add_run_tags(run_id, {OUTCOME_TAG: outcome})


def _how_it_ended(instance: dg.DagsterInstance, run_id: str) -> str | None:
    """`failed`, `stopped`, or None if every step that began has succeeded."""
    with suppress(DBAPIError):
        ended = [one.dagster_event for one in instance.all_logs(run_id, of_type=dg.DagsterEventType.STEP_FAILURE)]
        errors = [one.step_failure_data.error for one in ended if one is not None]
        is_stopped = any(one is not None and one.cls_name == _INTERRUPT for one in errors)
        return (STOPPED if is_stopped else FAILED) if ended else None
    return FAILED


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
