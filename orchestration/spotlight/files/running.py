"""Runs that are going on, and runs that died: one locked file for each, which the system unlocks when the process ends.

Belongs here: marking a run, and telling a living one from a dead one. Not here: what is done about a dead one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestration.spotlight.files.lock import is_held

_FOLDER = "running"


@contextmanager
def marked_running(home: Path, run_id: str) -> Iterator[None]:
    """Mark a run as going on, for as long as this process lives or the block lasts. It may be marked again inside."""
    from filelock import FileLock

    file = home / _FOLDER / run_id
    file.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(file, mode=0o600, is_singleton=True) as lock:
        try:
            yield
        finally:
            if lock.lock_counter == 1:
                file.unlink(missing_ok=True)


def dead_runs(home: Path) -> list[str]:
    """The ids of runs whose process ended without a word: it was killed, or the machine stopped."""
    try:
        files = sorted((home / _FOLDER).iterdir())
    except OSError:
        return []
    return [file.name for file in files if file.exists() and not is_held(file)]


def is_marked(home: Path, run_id: str) -> bool:
    """Whether the run is marked by a process that lives."""
    return is_held(home / _FOLDER / run_id)


def forget_run(home: Path, run_id: str) -> None:
    """Remove the mark of a dead run."""
    (home / _FOLDER / run_id).unlink(missing_ok=True)
