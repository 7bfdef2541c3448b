"""What a run is tagged with when it has ended.

Belongs here: one run of each end. Not here: one that was killed (test_starting) or stopped (tests/slow/faults).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import dagster as dg
import pytest
from filelock import FileLock

from orchestration.defs.history import OURS, OUTCOME_TAG
from orchestration.defs.resources import Dbt
from orchestration.settings import Settings
from orchestration.spotlight.domain.places import DBT_PROJECT_DIR
from tests.support.refresh_job import BREAKDOWN, Refresh, report


def last_run(instance: dg.DagsterInstance) -> tuple[str, str | None]:
    """The status of the last run, and its tag."""
    run = instance.get_runs()[0]
    return run.status.value, run.tags.get(OUTCOME_TAG)


def test_a_release_and_nothing_new_are_named(
    refresh: Refresh, settings: Settings, instance: dg.DagsterInstance
) -> None:
    (settings.reports_dir / "good.csv").write_text(report(**BREAKDOWN))
    refresh()
    assert last_run(instance) == ("SUCCESS", "release 1")
    assert instance.get_runs(dg.RunsFilter(tags=OURS)) == instance.get_runs(), "the UI lists it under its job"
    refresh()
    assert last_run(instance) == ("SUCCESS", "nothing new")


@contextmanager
def the_folder_is_gone(settings: Settings, _: pytest.MonkeyPatch) -> Iterator[None]:
    settings.reports_dir.rmdir()
    yield


@contextmanager
def the_warehouse_is_held(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SPOTLIGHT_LOCK_WAIT", "0.1")
    settings.lock_file.parent.mkdir(parents=True)
    with FileLock(settings.lock_file):
        yield


@pytest.mark.parametrize("trouble", [the_folder_is_gone, the_warehouse_is_held])
def test_a_run_that_published_nothing_says_that_it_failed(
    refresh: Refresh,
    settings: Settings,
    instance: dg.DagsterInstance,
    monkeypatch: pytest.MonkeyPatch,
    trouble: Callable[[Settings, pytest.MonkeyPatch], AbstractContextManager[None]],
) -> None:
    with trouble(settings, monkeypatch):
        refresh()
    assert last_run(instance) == ("FAILURE", "failed")


def test_a_failing_dbt_test_says_so_too(
    refresh: Refresh, released: Settings, instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    project = tmp_path / "dbt_project"
    shutil.copytree(DBT_PROJECT_DIR, project, ignore=shutil.ignore_patterns("target", "logs"))
    (project / "models" / "marts" / "fct_victims.sql").write_text("select no_such_column from no_such_table")
    refresh(dbt=Dbt(project_dir=str(project)), full=True)
    assert last_run(instance) == ("FAILURE", "failed")
