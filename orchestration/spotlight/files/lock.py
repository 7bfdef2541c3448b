"""The lock that lets one refresh at a time write to a warehouse.

Belongs here: taking and giving back the lock. Not here: what is done while it is held.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from orchestration.spotlight.domain.errors import UserError


class WarehouseLocked(UserError):
    """Another refresh held the warehouse for longer than the allowed wait."""


def is_held(lock_file: Path) -> bool:
    """Whether a process holds this lock now."""
    try:
        descriptor = os.open(lock_file, os.O_RDONLY)
    except FileNotFoundError:
        return False
    except OSError:  # of another user, or no more files can be opened: nothing says that it was given back
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def held_since(lock_file: Path) -> datetime | None:
    """When the process that holds this lock took it (UTC); None if nobody holds it, or it is not known."""
    noted = _taken_at(lock_file)
    if not (is_held(lock_file) and noted.exists()):
        return None
    return datetime.fromtimestamp(noted.stat().st_mtime, UTC)


def _taken_at(lock_file: Path) -> Path:
    """The file whose time says when the lock was taken: who waits for the lock opens the lock's own file."""
    return lock_file.with_name(f"{lock_file.name}.taken")


@contextmanager
def held(lock_file: Path, wait_seconds: float) -> Iterator[None]:
    """Hold the warehouse; a process that holds it may take it again. Raises `WarehouseLocked`.

    Whatever it creates meanwhile is for its user and group only: folders 0750, whatever the umask was.
    """
    from filelock import FileLock, Timeout

    umask = os.umask(0o027)
    os.umask(umask | 0o027)
    try:
        lock_file.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(lock_file, is_singleton=True)
        try:
            lock.acquire(timeout=wait_seconds)
        except Timeout:
            raise WarehouseLocked(
                f"{lock_file}: another refresh has held the warehouse for more than {wait_seconds:g} seconds. "
                f"Try again later, or set SPOTLIGHT_LOCK_WAIT to wait longer."
            ) from None
        try:
            if lock.lock_counter == 1:
                _taken_at(lock_file).touch()
            yield
        finally:
            lock.release()
    finally:
        os.umask(umask)
