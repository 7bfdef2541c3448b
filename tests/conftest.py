"""What every test can count on.

Belongs here: keeping tests away from a real warehouse, and how hypothesis searches. Not here: fixtures of one subject.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import hypothesis
import pytest

from orchestration import settings
from orchestration.spotlight.ingest import documents
from orchestration.spotlight.release import publish

pytest_plugins = ("tests.support.summary", "tests.support.made_once")

# A machine under load is no failure. CI repeats the same examples; elsewhere each run tries others.
hypothesis.settings.register_profile("default", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(autouse=True, scope="session")
def _nothing_of_this_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep this checkout's warehouse, its `.env` and the people it alerts out of every test, whatever its scope."""
    folder = tmp_path_factory.mktemp("session")
    with pytest.MonkeyPatch.context() as monkeypatch:
        for field in fields(settings.Settings):
            monkeypatch.delenv(field.metadata["name"], raising=False)
        # Tests read what they wrote a moment ago. Commands in processes of their own wait as they do for people.
        monkeypatch.setattr(documents, "AT_REST_SECONDS", 0.0)
        monkeypatch.setattr(publish, "SECONDS_TO_OPEN", 0.0)
        monkeypatch.setattr(settings, "ENV_FILE", folder / "no.env")
        # For processes that a test starts, which read `.env` themselves: the environment beats it.
        monkeypatch.setenv("SPOTLIGHT_ALERT_URLS", "")
        monkeypatch.setenv("SPOTLIGHT_POSTGRES_URL", "")
        # Scratch files of programs that a test starts (Spark, Chromium) go when pytest's own do.
        monkeypatch.setenv("TMPDIR", str(folder))
        _use_folders(folder, monkeypatch)
        yield


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test, and the processes it starts, folders of its own that do not exist yet."""
    _use_folders(tmp_path, monkeypatch)


def _use_folders(parent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTLIGHT_REPORTS_DIR", str(parent / "reports"))
    monkeypatch.setenv("SPOTLIGHT_WAREHOUSE_DIR", str(parent / "warehouse"))
    monkeypatch.setenv("DAGSTER_HOME", str(parent / "dagster"))
