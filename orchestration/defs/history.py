"""How long Dagster's record of runs is kept: it is for the UI, and the ledger knows what happened without it.

Belongs here: which runs are forgotten. Not here: releases, of which `SPOTLIGHT_KEEP_RELEASES` says how many stay.
"""

import shutil
from pathlib import Path

import dagster as dg
from dagster._core.storage.event_log import SqlEventLogStorage, SqliteEventLogStorage
from dagster._core.storage.event_log.schema import AssetCheckExecutionsTable

MOST_RUNS = 200
"""A recorded refresh takes more than a megabyte, and a schedule may make thousands a year."""
MOST_AT_ONCE = 20
"""Each is a file of its own in Dagster's store: with very many to forget, a few at every refresh."""

_FINISHED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


def forget_old_runs(instance: dg.DagsterInstance, job_name: str) -> None:
    """Delete the finished runs of a job but the latest, with their events and what they printed; the oldest first.

    Of this job alone: others may keep theirs in the same instance.
    """
    finished = instance.get_run_ids(dg.RunsFilter(job_name=job_name, statuses=_FINISHED))
    storage = instance.event_log_storage
    for run_id in finished[MOST_RUNS:][-MOST_AT_ONCE:]:
        instance.delete_run(run_id)
        shutil.rmtree(Path(instance.storage_directory()) / run_id, ignore_errors=True)
        # What Dagster leaves of it: the outcome of each check, and the file that it emptied.
        if isinstance(storage, SqlEventLogStorage):
            with storage.index_connection() as connection:
                connection.execute(
                    AssetCheckExecutionsTable.delete().where(AssetCheckExecutionsTable.c.run_id == run_id)
                )
        if isinstance(storage, SqliteEventLogStorage):
            storage._initialized_dbs.discard(
                run_id
            )  # who asks for it again in this process finds no events, not no table
            file = Path(storage.path_for_shard(run_id))
            for ending in ("", "-wal", "-shm"):
                file.with_name(file.name + ending).unlink(missing_ok=True)
