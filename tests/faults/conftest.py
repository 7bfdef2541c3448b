"""What every test of a fault is given: the scene, made once for all processes, and trials that end in one table.

Belongs here: making and counting them. Not here: what a trial is (tests/support/faults).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from tests.support.faults import COLUMNS, TABLE, MakeTrial, Scene, Trial
from tests.support.tally import Tally


@pytest.fixture(scope="session")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """The scene, made by whichever process comes first."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    scene, made = Scene(folder / "scene"), folder / "scene-is-made"
    with FileLock(folder / "scene.lock"):
        if not made.exists():
            scene.make()
            made.touch()
    return scene


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
