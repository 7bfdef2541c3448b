"""Dagster's record of runs: it serves the UI only; the ledger has its own record.

Belongs here: which runs are forgotten, and which have died. Not here: how many releases are kept
(`SPOTLIGHT_KEEP_RELEASES`).
"""

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
    events = Path(instance.root_directory) / "history" / "runs"
    for run_id in finished[MOST_RUNS:][-MOST_AT_ONCE:]:
        instance.delete_run(run_id)
        for ending in ("", "-wal", "-shm"):
            (events / f"{run_id}.db{ending}").unlink(missing_ok=True)


def fail_dead_runs(instance: dg.DagsterInstance, settings: Settings) -> None:
    """Record runs whose process was killed as failed, so that nothing waits for them, and have people told."""
    for run_id in dead_runs(settings.dagster_home):
        run = instance.get_run_by_id(run_id)
        message = f"The run {run_id} did not finish: its process was killed, or the machine stopped."
        if run is not None and not run.is_finished:
            instance.report_run_failed(run, message)
        outbox.report_once(settings, f"{message} Nothing has to be cleaned up; the next refresh continues.")
        forget_run(settings.dagster_home, run_id)
