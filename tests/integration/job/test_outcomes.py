"""What a run is tagged with when it has ended without a release.

Belongs here: runs that published nothing. Not here: one that did, or whose tables could not be built (test_refresh),
one that was killed (test_starting) or stopped (tests/slow/faults).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import dagster as dg
import pytest
from filelock import FileLock

from orchestration.settings import Settings
from tests.support.refresh_job import Refresh, last_run


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
