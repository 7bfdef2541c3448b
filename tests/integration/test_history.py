"""Dagster's record of runs: what is forgotten, what stays, and how its files are held.

Belongs here: which runs are deleted, and the files of a run's events. Not here: what a run does.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import dagster as dg
import pytest

from orchestration.defs import history
from orchestration.defs.history import forget_old_runs, kept_open


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        yield instance


@dg.asset(check_specs=[dg.AssetCheckSpec("is_whole", asset="table")])
def table():  # type: ignore[no-untyped-def]  # whose annotation Dagster would take for its outputs
    """An asset that every run materializes and checks."""
    return dg.MaterializeResult(check_results=[dg.AssetCheckResult(passed=True)])


def test_the_latest_runs_and_one_that_is_under_way_are_kept(
    instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST_RUNS", 2)
    job = dg.Definitions([table], jobs=[dg.define_asset_job("ours", "*")]).resolve_job_def("ours")
    of_others = dg.materialize([table], instance=instance).run_id
    under_way = instance.create_run_for_job(job)
    runs = [job.execute_in_process(instance=instance).run_id for _ in range(4)]
    forget_old_runs(instance, "ours")
    assert instance.get_run_ids() == [runs[3], runs[2], under_way.run_id, of_others]
    assert instance.get_latest_materialization_event(table.key) is not None
    files = Path(instance.root_directory) / "history" / "runs"
    assert [(files / f"{run}.db").exists() for run in (*runs, of_others)] == [False, False, True, True, True]
    with dg.DagsterInstance.local_temp(instance.root_directory) as another_process:
        assert not another_process.all_logs(runs[0])


def test_the_files_of_a_run_stay_open_from_its_first_event_to_its_end(instance: dg.DagsterInstance) -> None:
    files = Path(instance.root_directory) / "history" / "runs"
    run_id, logs = str(uuid4()), set()

    @dg.asset
    def watched() -> None:
        logs.update(file.name for file in files.glob("*.db-wal"))  # SQLite's, as long as anyone has the file open

    with kept_open(instance, run_id):
        job = dg.Definitions([watched], jobs=[dg.define_asset_job("ours", "*")]).resolve_job_def("ours")
        job.execute_in_process(instance=instance, run_id=run_id)
    assert logs == {"index.db-wal", f"{run_id}.db-wal"}
    assert not [*files.glob("*.db-wal")]
    assert instance.get_latest_materialization_event(watched.key) is not None


def test_a_record_kept_elsewhere_is_left_to_dagster(tmp_path: Path) -> None:
    with dg.DagsterInstance.ephemeral(str(tmp_path)) as instance, kept_open(instance, str(uuid4())):
        assert dg.materialize([table], instance=instance).success
