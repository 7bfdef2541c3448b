"""Runs that are going on, and runs that died: one locked file for each, which the system unlocks when the process ends.

Belongs here: marking a run, and telling a living one from a dead one. Not here: what is done about a dead one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from orchestration.spotlight.files.lock import is_held

_FOLDER = "running"
_REMEMBERED_FOR = timedelta(days=1)
"""A run that was killed at night is still known in the morning."""


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
    """The ids of runs whose process ended without a word and that nobody recorded: killed, or the machine stopped."""
    return [file.name for file in _marks(home) if file.exists() and not _recorded_at(file) and not is_held(file)]


def killed_runs(home: Path) -> dict[str, datetime]:
    """The dead runs that were recorded in the last day: id → when (UTC)."""
    found = {file.name: _recorded_at(file) for file in _marks(home)}
    since = datetime.now(UTC) - _REMEMBERED_FOR
    return {run_id: at for run_id, at in found.items() if at is not None and at > since}


def is_marked(home: Path, run_id: str) -> bool:
    """Whether the run is marked by a process that lives."""
    return is_held(home / _FOLDER / run_id)


def forget_run(home: Path, run_id: str) -> None:
    """Remove the mark of a run whose process has ended."""
    (home / _FOLDER / run_id).unlink(missing_ok=True)


@contextmanager
def only_recorder(home: Path) -> Iterator[None]:
    """Be the only process that records dead runs: a refresh and the daemon may find the same one at the same time."""
    from filelock import FileLock

    home.mkdir(parents=True, exist_ok=True)
    with FileLock(home / "running.lock", mode=0o600):
        yield


def record_killed(home: Path, run_id: str) -> None:
    """Note in the mark of a dead run that it was recorded, and forget those of earlier days."""
    remembered = killed_runs(home)
    for file in _marks(home):
        if _recorded_at(file) is not None and file.name not in remembered:
            forget_run(home, file.name)
    file = home / _FOLDER / run_id
    file.parent.mkdir(exist_ok=True)
    try:
        file.write_text(datetime.now(UTC).isoformat(timespec="seconds"), encoding="utf-8")
    except OSError:  # no room: the run is recorded, and must not be again
        forget_run(home, run_id)


def _marks(home: Path) -> list[Path]:
    try:
        return sorted((home / _FOLDER).iterdir())
    except OSError:
        return []


def _recorded_at(file: Path) -> datetime | None:
    with suppress(OSError, ValueError):
        return datetime.fromisoformat(file.read_text(encoding="utf-8"))
    return None
