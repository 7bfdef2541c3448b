"""A week on a machine that is not cared for: timer, daemon and people refresh, while it is killed, full, shut out.

Belongs here: how long the week is, and what it comes to. Not here: its events, and what must hold after each (support).

`SPOTLIGHT_WEEK_REFRESHES=200 SPOTLIGHT_HISTORY_SEED=17` lives the long week of seed 17; `SPOTLIGHT_WEEK_LOG` names the
file of its log.
"""

from __future__ import annotations

import os
from pathlib import Path

import dagster as dg
import pytest

from tests.support.faults import differences
from tests.support.pipeline import Pipeline
from tests.support.published import publish_build
from tests.support.week import Week
from tests.support.week_machine import Log, machine

REFRESHES = int(os.environ.get("SPOTLIGHT_WEEK_REFRESHES", "10"))
SEED = int(os.environ.get("SPOTLIGHT_HISTORY_SEED", "17"))


@pytest.mark.timeout(14400)
def test_every_trouble_of_a_week_is_told_once_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Log(Path(os.environ.get("SPOTLIGHT_WEEK_LOG", tmp_path / "week.log")))
    folder, twin = tmp_path / "machine", Pipeline(tmp_path / "twin")
    with machine(folder, log) as one:
        week = Week(one, twin, SEED, REFRESHES)
        week.live()
    assert week.made >= REFRESHES

    twin.bring_up_to_date()
    publish_build(twin)
    assert list(differences(twin.settings.current, Pipeline(folder).settings.current)) == []
    monkeypatch.setenv("DAGSTER_HOME", str(folder / "dagster"))
    with dg.DagsterInstance.get() as instance:
        assert all(run.is_finished for run in instance.get_runs())
