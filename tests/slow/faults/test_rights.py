"""A folder without rights, read-only, or lost: said with its path and how to fix it, and made good once it is back.

Belongs here: each folder that the project is given or makes. Not here: a full disk (test_full_disk).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.faults import ENDS_WELL, MakeTrial, Trial, some_of

# Root may do anything, so it gives up what makes it so and is held to the modes of its own files like anybody.
WITHOUT_CAPABILITIES = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")

FOLDERS: dict[str, Callable[[Trial], Path]] = {
    "reports": lambda tried: tried.pipeline.reports,
    "warehouse": lambda tried: tried.settings.warehouse_dir,
    "ledger": lambda tried: tried.settings.ledger_dir,
    "build": lambda tried: tried.settings.build_file.parent,
    "releases": lambda tried: tried.settings.releases_dir,
    "DAGSTER_HOME": lambda tried: tried.dagster_home,
}
NO_RIGHTS, READ_ONLY, LOST = "no rights", "read-only", "lost"
GIVE_RIGHTS = ("Permission denied", "Give the user that runs this the right")

# What the refresh says; nothing where it does as well without, or makes the folder anew.
SAID: dict[tuple[str, str], Sequence[str]] = {
    ("reports", NO_RIGHTS): ("Permission denied", "Fix its rights"),
    ("reports", READ_ONLY): (),
    ("reports", LOST): ("does not exist. Make it", "SPOTLIGHT_REPORTS_DIR"),
    ("warehouse", NO_RIGHTS): GIVE_RIGHTS,
    ("warehouse", READ_ONLY): GIVE_RIGHTS,
    ("warehouse", LOST): (),
    ("ledger", NO_RIGHTS): GIVE_RIGHTS,
    ("ledger", READ_ONLY): GIVE_RIGHTS,
    ("ledger", LOST): ("batch 2 was there before", "Restore what is missing from a backup"),
    ("build", NO_RIGHTS): GIVE_RIGHTS,
    ("build", READ_ONLY): GIVE_RIGHTS,
    ("build", LOST): (),
    ("releases", NO_RIGHTS): ("Permission denied", "spotlight refresh` again"),
    ("releases", READ_ONLY): ("Permission denied", "spotlight refresh` again"),
    ("releases", LOST): (),
    ("DAGSTER_HOME", NO_RIGHTS): GIVE_RIGHTS,
    ("DAGSTER_HOME", READ_ONLY): GIVE_RIGHTS,
    ("DAGSTER_HOME", LOST): (),
}


@contextmanager
def rights(folder: Path, mode: int) -> Iterator[None]:
    """Give a folder and those in it this mode for a while."""
    folders = [folder, *(one for one in folder.rglob("*") if one.is_dir() and not one.is_symlink())]
    modes = {one: one.stat().st_mode for one in folders}
    for one in reversed(folders):
        one.chmod(mode)
    try:
        yield
    finally:
        for one in folders:
            one.chmod(modes[one])


@contextmanager
def lost(folder: Path) -> Iterator[None]:
    """Take a folder away for a while; what was made in its place goes when it comes back, unless that is whole."""
    aside = folder.with_name(f"{folder.name} aside")
    folder.rename(aside)
    yield
    if folder.exists():
        shutil.rmtree(aside)
    else:
        aside.rename(folder)


@pytest.fixture(scope="module")
def bound_by_modes(tmp_path_factory: pytest.TempPathFactory) -> Sequence[str]:
    """What a command is run with so that modes hold it; fails where they cannot be made to."""
    prefix = WITHOUT_CAPABILITIES if os.geteuid() == 0 else ()
    folder = tmp_path_factory.mktemp("bound")
    with rights(folder, 0o555):
        done = subprocess.run([*prefix, "touch", folder / "file"], capture_output=True, text=True, check=False)
    if "Permission denied" not in done.stderr:
        pytest.fail(
            f"Modes hold nobody here, so these faults cannot be made ({done.stderr.strip() or 'the file was made'}). "
            f"Run the tests as another user than root, or let root give up its capabilities with setpriv "
            f"(Debian: apt install util-linux)."
        )
    return prefix


def _a_new_warehouse_is_made_where_the_old_one_was_lost(tried: Trial) -> None:
    """Nothing is left that could say what was there: the reports folder is taken in from the beginning."""
    tried.settings.warehouse_dir.rename(tried.folder / "aside")
    assert tried.publishes()
    shutil.rmtree(tried.settings.warehouse_dir)
    (tried.folder / "aside").rename(tried.settings.warehouse_dir)
    tried.goes_on()


@pytest.mark.parametrize(("folder", "what"), some_of(list(SAID)))
def test_a_folder_that_cannot_be_used_is_named_and_made_good(
    trial: MakeTrial, bound_by_modes: Sequence[str], folder: str, what: str
) -> None:
    tried = trial(f"folder {what}", prefix=bound_by_modes)
    if (folder, what) == ("warehouse", LOST):
        _a_new_warehouse_is_made_where_the_old_one_was_lost(tried)
        return
    path, words = FOLDERS[folder](tried), SAID[folder, what]
    way = lost(path) if what == LOST else rights(path, 0o000 if what == NO_RIGHTS else 0o555)
    with way:
        done = tried.spotlight("refresh")
        if words:
            tried.fails(done, str(path), *words)
        else:
            assert done.returncode in ENDS_WELL, done.stderr
            tried.is_whole()
    with tried.readers():
        tried.is_served()
        if words:
            tried.goes_on()
        else:
            tried.has_nothing_new()


def test_a_place_for_semaphores_that_cannot_be_written_is_named(trial: MakeTrial) -> None:
    tried = trial("semaphores read-only")
    mounted = 'mount -t tmpfs -o ro none /dev/shm && exec "$@"'
    tried.prefix = ("unshare", "--mount", "--map-root-user", "sh", "-euc", mounted, "sh")
    tried.fails(tried.spotlight("refresh"), "/dev/shm: Read-only file system", "Mount that file system for writing")
    tried.prefix = ()
    tried.goes_on()
