"""Processes of Dagster's own that a test starts: finding and ending all of them, and waiting for what they do.

Belongs here: what every test with a daemon needs. Not here: what the daemon is expected to do.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def wait_until(met: Callable[[], bool], seconds: float, what: str, meanwhile: Callable[[], None] | None = None) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if met():
            return
        if meanwhile is not None:
            meanwhile()
        time.sleep(1)
    raise AssertionError(f"waited {seconds:.0f} s in vain for {what}")


def processes_of(dagster_home: Path) -> list[int]:
    """Every living process that was started with this Dagster home."""
    mark = f"DAGSTER_HOME={dagster_home}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
    return found


def kill_all(dagster_home: Path) -> None:
    """As if the machine stopped."""
    for pid in processes_of(dagster_home):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
