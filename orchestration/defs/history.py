"""How long Dagster's record of runs is kept: it serves the UI only; the ledger has its own record.

Belongs here: which runs are forgotten. Not here: releases, of which `SPOTLIGHT_KEEP_RELEASES` says how many stay.
"""

import dagster as dg

MOST_RUNS = 200
"""A recorded refresh takes more than a megabyte, and a schedule may make thousands a year."""
MOST_AT_ONCE = 20
"""Deleting a run takes time, so a long backlog is deleted a few at every refresh."""

_FINISHED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


def forget_old_runs(instance: dg.DagsterInstance, job_name: str) -> None:
    """Delete the finished runs of a job but the latest, with their events; the oldest first.

    Only this job's runs: other jobs may share the instance. Dagster keeps an emptied file of about 10 kB and the
    result of each check, and has no public way to delete them.
    """
    finished = instance.get_run_ids(dg.RunsFilter(job_name=job_name, statuses=_FINISHED))
    for run_id in finished[MOST_RUNS:][-MOST_AT_ONCE:]:
        instance.delete_run(run_id)
