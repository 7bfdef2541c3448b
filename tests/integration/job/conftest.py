"""The definitions, and a warehouse of each test's own to run the job `refresh` on.

Belongs here: fixtures that several files of this folder share. Not here: reading a result (tests/support/refresh_job).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.definitions import defs
from orchestration.settings import Settings
from tests.support.made_once import MadeOnce
from tests.support.pipeline import note_build_of_copy, note_ledger_of_copy
from tests.support.refresh_job import (
    BREAKDOWN,
    Refresh,
    failures,
    report,
    run_job,
)


@pytest.fixture(scope="session")
def definitions() -> dg.Definitions:
    return defs()


@pytest.fixture
def settings() -> Settings:
    settings = Settings()
    settings.reports_dir.mkdir(parents=True)
    settings.dagster_home.mkdir(parents=True)
    return settings


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


@pytest.fixture
def refresh(definitions: dg.Definitions, settings: Settings, instance: dg.DagsterInstance) -> Refresh:
    """Run the job as the daemon would, but in this process."""

    def run(**options: Any) -> dg.ExecuteInProcessResult:
        return run_job(definitions, instance, options)

    return run


@pytest.fixture(scope="session")
def one_release(definitions: dg.Definitions, made_once: MadeOnce) -> Path:
    """A warehouse after its first refresh, to be copied."""

    def make(folder: Path) -> None:
        (folder / "reports").mkdir()
        (folder / "reports" / "good.csv").write_text(report(**BREAKDOWN))
        with pytest.MonkeyPatch.context() as monkeypatch, dg.DagsterInstance.ephemeral() as instance:
            monkeypatch.setenv("SPOTLIGHT_REPORTS_DIR", str(folder / "reports"))
            monkeypatch.setenv("SPOTLIGHT_WAREHOUSE_DIR", str(folder / "warehouse"))
            result = run_job(definitions, instance, {})
            assert result.success, failures(result)

    return made_once("one-release", make)


@pytest.fixture
def released(one_release: Path, settings: Settings) -> Settings:
    """The settings of a warehouse of this test's own that has had its first refresh: nothing is new."""
    shutil.copytree(one_release / "reports", settings.reports_dir, dirs_exist_ok=True)
    shutil.copytree(one_release / "warehouse", settings.warehouse_dir, symlinks=True)
    note_ledger_of_copy(settings)
    note_build_of_copy(settings)
    return settings
