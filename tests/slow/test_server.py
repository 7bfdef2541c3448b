"""Dagster as on a server: `deploy/dagster/dagster.yaml` with a real PostgreSQL, the daemon, and runs that queue.

Belongs here: that this configuration runs the refresh. Not here: what a refresh does, or the single machine's way.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest

from orchestration.settings import Settings
from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.release.publish import current_release
from tests.support.postgres_server import postgres_server

BIN = Path(sys.executable).parent
WORKSPACE = PROJECT_DIR / "deploy" / "workspace.yaml"
SECONDS = 300


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of the database with Dagster's runs; the daemon is at work."""
    settings = Settings()
    settings.dagster_home.mkdir(parents=True)
    settings.reports_dir.mkdir(parents=True)
    shutil.copy(PROJECT_DIR / "deploy" / "dagster" / "dagster.yaml", settings.dagster_home)
    spotlight = PROJECT_DIR / "data" / "seeds" / "reports" / "missouri-2019-spotlight-as-of-2020-07-30.txt"
    shutil.copy(spotlight, settings.reports_dir)
    with postgres_server() as server:
        url = server.url(server.new_database())
        monkeypatch.setenv("DAGSTER_POSTGRES_URL", url.replace("postgresql:", "postgresql+psycopg2:"))
        with (settings.dagster_home / "daemon.log").open("wb") as log:
            daemon = subprocess.Popen(
                [BIN / "dagster-daemon", "run", "--workspace", WORKSPACE],
                cwd=PROJECT_DIR,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            yield url
        finally:
            os.killpg(daemon.pid, signal.SIGINT)
            try:
                daemon.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(daemon.pid, signal.SIGKILL)
                daemon.wait()


def launch() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [BIN / "dagster", "job", "launch", "--workspace", WORKSPACE, "--job", "refresh"], cwd=PROJECT_DIR
    )


def ended(url: str, count: int) -> list[tuple[str, float, float]]:
    """Status, start and end of the runs that have ended, first started first, once there are so many."""
    until = time.monotonic() + SECONDS
    while True:
        with psycopg.connect(url) as connection:
            found = connection.execute("select status, start_time, end_time from runs order by start_time").fetchall()
        if sum(end is not None for _, _, end in found) >= count:
            return [run for run in found if run[2] is not None]
        if time.monotonic() > until:
            log = (Settings().dagster_home / "daemon.log").read_text(errors="replace")
            pytest.fail(f"{found} after {SECONDS} s:\n{log[-4000:]}")
        time.sleep(1)


@pytest.mark.timeout(900)
def test_the_queue_runs_one_refresh_after_the_other(runs: str) -> None:
    launchers = [launch(), launch()]
    assert [launcher.wait(SECONDS) for launcher in launchers] == [0, 0]
    found = ended(runs, 2)  # the sensor may have seen the file too
    assert {status for status, _, _ in found} == {"SUCCESS"}
    for (_, _, end), (_, start, _) in pairwise(found):
        assert end <= start, "one began before the other had ended"
    release = current_release(Settings())
    assert release is not None
    # Nothing of it is kept in files.
    assert list(Settings().dagster_home.rglob("*.db")) == []
