"""Dagster's own ways to start the job: `dg launch`, and `make dev`: the daemon with its schedule and sensor.

Belongs here: what needs a process of Dagster's own. Not here: what a run does (tests/integration/job).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from orchestration.settings import Settings
from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.release.publish import current_release
from tests.support.daemon import kill_all, processes_of, wait_until
from tests.support.refresh_job import (
    BREAKDOWN,
    query,
    report,
)


@pytest.fixture
def settings() -> Settings:
    settings = Settings()
    settings.reports_dir.mkdir(parents=True)
    settings.dagster_home.mkdir(parents=True)
    return settings


def test_dg_launch_runs_the_same_job(settings: Settings) -> None:
    (settings.reports_dir / "good.csv").write_text(report(**BREAKDOWN))
    done = subprocess.run(
        [Path(sys.executable).with_name("dg"), "launch", "--job", "refresh"],
        cwd=PROJECT_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert query(settings, "select count(*) from marts.fct_cases") == [(4,)]


def ask(port: int, graphql: str) -> Any:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql",
        json.dumps({"query": graphql}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)["data"]


@dataclass(frozen=True)
class Dev:
    """`make dev`, and the port of its web server."""

    process: subprocess.Popen[bytes]
    port: int


@contextmanager
def make_dev(settings: Settings, log: Path, *prefix: str) -> Iterator[Dev]:
    """`make dev` until its web server answers; everything it started is gone afterwards."""
    shutil.copy(PROJECT_DIR / ".dagster" / "dagster.yaml", settings.dagster_home)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                *prefix,
                "make",
                "--old-file=dbt_project/target/manifest.json",
                "dev",
            ],  # of what is set up, nothing is set up again
            cwd=PROJECT_DIR,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    served = re.compile(r"Serving dagster-webserver on http://127\.0\.0\.1:(\d+)")

    def answers() -> bool:
        assert process.poll() is None, log.read_text()[-3000:]
        found = served.search(log.read_text())
        try:
            return found is not None and ask(int(found[1]), "{ version }")["version"] is not None
        except OSError:
            return False

    try:
        wait_until(answers, 120, "the web server")
        found = served.search(log.read_text())
        assert found is not None
        yield Dev(process, int(found[1]))
    finally:
        kill_all(settings.dagster_home)
        process.wait(timeout=30)


IN_THE_BACKGROUND = ("sh", "-c", 'trap "" INT; exec "$@"', "sh")
"""As a script starts what it does not wait for."""


@pytest.mark.parametrize(("told_by", "prefix"), [("Ctrl-C", ()), ("kill", IN_THE_BACKGROUND)])
def test_make_dev_ends_when_told_to_and_leaves_no_process(
    settings: Settings, tmp_path: Path, told_by: str, prefix: tuple[str, ...]
) -> None:
    with make_dev(settings, tmp_path / "dev.log", *prefix) as dev:
        assert len(processes_of(settings.dagster_home)) >= 4, "make, the web server, the daemon and a code server"
        if told_by == "Ctrl-C":
            os.killpg(dev.process.pid, signal.SIGINT)
        else:
            dev.process.terminate()
        dev.process.wait(timeout=90)
        wait_until(lambda: not processes_of(settings.dagster_home), 90, "the end of everything that `make dev` started")


@pytest.fixture
def dagster_dev(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[int]:
    """The port of the web server of `make dev`, with a schedule of every minute."""
    monkeypatch.setenv("SPOTLIGHT_SCHEDULE", "* * * * *")
    with make_dev(settings, tmp_path / "dev.log") as dev:
        yield dev.port


def runs_started_by(kind: str, name: str, port: int) -> list[str]:
    found = ask(port, "{ runsOrError { ... on Runs { results { runId status tags { key value } } } } }")
    return [
        run["status"]
        for run in found["runsOrError"]["results"]
        if {"key": f"dagster/{kind}_name", "value": name} in run["tags"]
    ]


@pytest.mark.timeout(900)
def test_the_daemon_runs_the_schedule_and_the_sensor(dagster_dev: int, settings: Settings) -> None:
    def number() -> int:
        info = current_release(settings)
        return info.number if info is not None else 0

    def case_count() -> Any:
        return query(settings, "select sum(case_count) from marts.fct_cases")[0][0] if number() else None

    # As long as the file is being written the sensor leaves it alone, and it is the schedule's turn. Its first tick may
    # come before the file does: that makes a release without figures, and the next tick takes the file.
    growing = settings.reports_dir / "first.csv"
    wait_until(
        lambda: case_count() == 20,
        240,
        "the schedule's release with the file's figures",
        meanwhile=lambda: growing.write_text(report(2016, **BREAKDOWN)) and None,
    )
    wait_until(
        lambda: set(runs_started_by("schedule", "refresh_daily", dagster_dev)) == {"SUCCESS"}, 60, "the end of its runs"
    )
    assert not runs_started_by("sensor", "reports_folder", dagster_dev)

    schedules = ask(
        dagster_dev,
        "{ repositoriesOrError { ... on RepositoryConnection { nodes { schedules { name id } } } } }",
    )["repositoriesOrError"]["nodes"][0]["schedules"]
    assert [schedule["name"] for schedule in schedules] == ["refresh_daily"]
    stopped = ask(dagster_dev, f'mutation {{ stopRunningSchedule(id: "{schedules[0]["id"]}") {{ __typename }} }}')
    assert stopped["stopRunningSchedule"]["__typename"] == "ScheduleStateResult"

    before = number()
    (settings.reports_dir / "second.csv").write_text(report(2017, **BREAKDOWN))
    wait_until(lambda: number() > before, 240, "the sensor's release")
    assert query(settings, "select sum(case_count) from marts.fct_cases") == [(40,)]
    wait_until(
        lambda: runs_started_by("sensor", "reports_folder", dagster_dev) == ["SUCCESS"], 60, "the end of the run"
    )
