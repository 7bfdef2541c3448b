"""What every test of a fault is given: the scene, made once for all processes, and trials that end in one table.

Belongs here: making and counting them. Not here: what a trial is (tests/support/faults).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.faults import COLUMNS, TABLE, MakeTrial, Scene, Trial
from tests.support.made_once import MadeOnce
from tests.support.tally import Tally


@pytest.fixture(scope="session")
def scene(made_once: MadeOnce) -> Scene:
    return Scene(made_once("scene", lambda folder: Scene(folder).make()))


@pytest.fixture
def trial(scene: Scene, tmp_path: Path, show_tally: Callable[[str, Tally], None]) -> Iterator[MakeTrial]:
    """Call with the name of a fault for a copy of the scene to try it on. Several trials may be made in one test."""
    trials: list[Trial] = []

    def make(fault: str, **about: object) -> Trial:
        trials.append(Trial(scene, tmp_path / f"trial-{len(trials)}", fault, **about))
        return trials[-1]

    yield make
    tally = Tally(COLUMNS)
    for one in trials:
        one.count(tally)
    show_tally(TABLE, tally)
    assert [fault for one in trials for fault in (*one.faults, *one.reader_faults)] == []
