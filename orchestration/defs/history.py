"""How long Dagster's record of runs is kept: it is for the UI, and the ledger knows what happened without it.

Belongs here: which runs are forgotten. Not here: releases, of which `SPOTLIGHT_KEEP_RELEASES` says how many stay.
"""

import dagster as dg

MOST_RUNS = 200
"""A recorded refresh takes more than a megabyte, and a schedule may make thousands a year."""
MOST_AT_ONCE = 20
"""Forgetting a run takes time: with very many to forget, a few at every refresh."""

_FINISHED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


def forget_old_runs(instance: dg.DagsterInstance, job_name: str) -> None:
    """Delete the finished runs of a job but the latest, with their events; the oldest first.

    Of this job alone: others may keep theirs in the same instance. Dagster keeps an emptied file of some ten kilobytes
    and the outcome of each check, for which it has no public way to delete.
    """
    finished = instance.get_run_ids(dg.RunsFilter(job_name=job_name, statuses=_FINISHED))
    for run_id in finished[MOST_RUNS:][-MOST_AT_ONCE:]:
        instance.delete_run(run_id)
