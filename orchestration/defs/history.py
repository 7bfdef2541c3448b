"""How long Dagster's record of runs is kept: it is for the UI, and the ledger knows what happened without it.

Belongs here: which runs are forgotten. Not here: releases, of which `SPOTLIGHT_KEEP_RELEASES` says how many stay.
"""

import shutil
from pathlib import Path

import dagster as dg

MOST_RUNS = 200
"""A recorded refresh takes more than a megabyte, and a schedule may make thousands a year."""

_FINISHED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


def forget_old_runs(instance: dg.DagsterInstance) -> None:
    """Delete all finished runs but the latest, with their events and what they printed."""
    for run_id in instance.get_run_ids(dg.RunsFilter(statuses=_FINISHED))[MOST_RUNS:]:
        instance.delete_run(run_id)
        shutil.rmtree(Path(instance.storage_directory()) / run_id, ignore_errors=True)
