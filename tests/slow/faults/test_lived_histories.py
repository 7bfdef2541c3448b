"""Histories drawn by machine and lived with the real commands: files, clocks, kills, full disks, backups, versions.

Belongs here: how many histories, how long, and from which seeds. Not here: the steps, and what must hold (support).

`SPOTLIGHT_HISTORY_SEED=17 SPOTLIGHT_LIVED_HISTORIES=1 SPOTLIGHT_LIVED_STEPS=30` lives the history of seed 17 again.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.lived import History
from tests.support.lived_world import COLUMNS, other_version
from tests.support.made_once import MadeOnce
from tests.support.tally import Tally

HISTORIES = int(os.environ.get("SPOTLIGHT_LIVED_HISTORIES", "2"))
STEPS = int(os.environ.get("SPOTLIGHT_LIVED_STEPS", "8"))
FIRST = int(os.environ.get("SPOTLIGHT_HISTORY_SEED", "2"))
TABLE = "lived histories: 0 lost, 0 bent, 0 silent"


@pytest.fixture(scope="session")
def version(made_once: MadeOnce) -> Path:
    return made_once("other_version", other_version)


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("seed", range(FIRST, FIRST + HISTORIES))
def test_after_each_step_what_is_served_is_what_the_rules_say(
    seed: int, tmp_path: Path, version: Path, show_tally: Callable[[str, Tally], None]
) -> None:
    tally = Tally(COLUMNS)
    try:
        History(tmp_path / "history", seed, version, tally).live(STEPS)
    finally:
        show_tally(TABLE, tally)
