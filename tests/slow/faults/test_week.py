"""A week on a machine that is not cared for: refreshes that are killed, refused, shut out, and people who are told.

Belongs here: every trouble told once, none silent, nothing to clean up by hand. `SPOTLIGHT_FAULT_REFRESHES` asks for
more refreshes. Not here: each fault by itself (its neighbours in this folder).
"""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path

import dagster as dg
import pytest

from orchestration.settings import Settings
from orchestration.spotlight.files.running import dead_runs
from tests.support.command_line import SPOTLIGHT, CommandLine
from tests.support.mailbox import mailbox
from tests.support.pipeline import Pipeline, cases

REFRESHES = max(12, int(os.environ.get("SPOTLIGHT_FAULT_REFRESHES", "12")))
STATES = ["AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA"]


def kill_a_refresh(command: CommandLine, seconds: float) -> None:
    process = subprocess.Popen(
        [SPOTLIGHT, "refresh"],
        env={**os.environ, **command.folders},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.mark.timeout(3600)
def test_every_trouble_of_a_week_is_told_once_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(17)
    command = CommandLine(Pipeline(tmp_path))
    pipeline = command.pipeline
    home = Path(command.folders["DAGSTER_HOME"])
    kinds = ["new", "nothing", "killed", "killed", "refused", "gone", "shut out", "away"]
    week = [*kinds, *(chance.choice(["new", "nothing", "killed"]) for _ in range(REFRESHES - len(kinds)))]
    chance.shuffle(week)
    expected: dict[str, int] = {}
    reports = 0

    def add_a_report() -> None:
        nonlocal reports
        state, year = STATES[reports % len(STATES)], 2015 + reports // len(STATES)
        pipeline.write(f"{state}-{year}.csv", cases(state, year, f"{year + 2}-05-27", total=20 + reports))
        reports += 1

    with mailbox() as box:
        monkeypatch.setenv("SPOTLIGHT_ALERT_URLS", box.address)
        add_a_report()
        assert command.run("refresh").returncode == 0
        for number, event in enumerate(week):
            match event:
                case "new":
                    add_a_report()
                case "killed":
                    add_a_report()
                    kill_a_refresh(command, chance.uniform(0.5, 8))
                    for run_id in dead_runs(home):
                        assert run_id in command.run("status").stdout
                        expected[run_id] = 1
                case "refused":
                    pipeline.write("refused.csv", cases("NE", 2016, "2018-05-27", total=-3))
                    expected["refused.csv, line 2"] = 1
                case "gone":
                    pipeline.write("gone.csv", cases("NE", 2017, "2018-05-27", total=5))
                    command.run("refresh")
                    pipeline.remove("gone.csv")
                    expected["gone.csv no longer states all of"] = 1
                case "shut out":
                    pipeline.reports.rename(tmp_path / "elsewhere")
                    for _ in range(2):
                        assert command.run("refresh", "--full").returncode == 1
                    (tmp_path / "elsewhere").rename(pipeline.reports)
                    expected["ledger failed"] = 1
                case "away":
                    box.broken = True
                    pipeline.write("meanwhile.csv", cases("NV", 2016, "2018-05-27", total=-1))
                    assert "could not be sent" in command.run("refresh").stderr
                    assert "could not be delivered" in command.run("status").stdout
                    box.broken = False
                    expected["meanwhile.csv, line 2"] = 1
            done = command.run("refresh")
            assert done.returncode in (0, 3), (number, event, done.stderr)
            assert dead_runs(home) == []

        for words, times in expected.items():
            assert sum(words in line for line in box.lines) == times, (words, box.lines)
        assert {line for line in box.lines if not any(words in line for words in expected)} <= {
            line for line in box.lines if "reports folder does not exist" in line
        }

        pipeline.remove("refused.csv")
        pipeline.remove("meanwhile.csv")
        told = len(box.lines)
        assert command.run("refresh", "--accept-removals").returncode == 0
        state = command.run("status")
        assert (state.returncode, len(box.lines)) == (0, told), state.stdout
        assert command.run("verify").returncode == 0
        assert command.rows("select count(distinct report_id) from marts.fct_figures") == [(reports,)]
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    with dg.DagsterInstance.get() as instance:
        assert all(run.is_finished for run in instance.get_runs())
    assert Settings().dagster_home == home
