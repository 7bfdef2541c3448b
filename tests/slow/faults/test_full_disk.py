"""A disk that is full, wherever a refresh writes: it says where and what to do, and goes on once there is room.

Belongs here: which folder is on a small disk, and how much room it has. Not here: what must hold (support).
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.support.faults import MakeTrial, some_of
from tests.support.small_disk import small_disk


@dataclass(frozen=True)
class Full:
    """Which folder has how many kilobytes of room left, and what is said."""

    folder: str
    room: int
    words: tuple[str, ...]
    and_database: bool = False
    """And as much room more as the database of the next release takes."""


MENDED = ("No space left on device", "spotlight refresh` again")
PLACES = {
    "ledger: no document": Full("warehouse/ledger", 0, ("/ledger/incoming/", *MENDED)),
    "build": Full("warehouse/build", 64, ("/build", *MENDED)),
    "release: no database": Full("warehouse/releases", 64, ("/releases/.2.tmp/warehouse.duckdb", *MENDED)),
    # What the build file of before held is room too: a full build deletes it first.
    "build: no table": Full("warehouse/build", 256, ("/build", *MENDED)),
    "release: no export": Full("warehouse/releases", 60, ("/releases/.2.tmp/", *MENDED), and_database=True),
    "ledger: no batch": Full("warehouse/ledger", 20, ("/ledger/incoming/batch=3", *MENDED)),
    "all of the warehouse": Full("warehouse", 0, ("/warehouse/", *MENDED)),
    "Dagster's store": Full("dagster", 0, ("/dagster: Dagster's store cannot be used", MENDED[0], "DAGSTER_HOME")),
}


@pytest.mark.parametrize("place", some_of(list(PLACES)))
def test_a_full_disk_is_reported_and_the_refresh_with_room_again_is_whole(trial: MakeTrial, place: str) -> None:
    full = PLACES[place]
    tried = trial("disk full")
    folder = tried.folder / full.folder
    folder.mkdir(exist_ok=True)
    with small_disk(folder) as disk:
        tried.prefix = disk.prefix
        with tried.readers():
            database = tried.scene.after / "warehouse" / "current" / "warehouse.duckdb"
            disk.leave(full.room + (database.stat().st_size // 1024 if full.and_database else 0))
            tried.fails(tried.spotlight("refresh"), *full.words)
            assert tried.spotlight("status").returncode == 1
            disk.grow()
            tried.publishes()
    tried.prefix = ()
    tried.goes_on()  # the ledger came back from the small disk as other files, which are read once


def test_a_full_disk_of_temporary_files_is_in_nobodys_way(trial: MakeTrial) -> None:
    tried = trial("disk full")
    folder = tried.folder / "temporary"
    folder.mkdir(exist_ok=True)
    with small_disk(folder) as disk:
        tried.prefix = disk.prefix
        with tried.readers():
            disk.leave(0)
            tried.publishes()
    tried.prefix = ()
    tried.is_whole()
    tried.has_nothing_new()
