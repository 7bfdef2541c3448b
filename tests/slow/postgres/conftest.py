"""A real PostgreSQL server, and a released warehouse of each test's own.

Belongs here: fixtures that several files of this folder share.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from orchestration.settings import Settings
from tests.support.made_once import MadeOnce
from tests.support.postgres_server import PostgresServer, postgres_server
from tests.support.seed_release import seeds_once


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def seeds(made_once: MadeOnce) -> Settings:
    return seeds_once(made_once)


@pytest.fixture
def settings(seeds: Settings, server: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of a warehouse of this test's own with release 1, and of an empty database."""
    own = Settings()
    shutil.copytree(seeds.warehouse_dir, own.warehouse_dir, symlinks=True)
    monkeypatch.setenv("SPOTLIGHT_POSTGRES_URL", server.url(server.new_database()))
    return Settings()
