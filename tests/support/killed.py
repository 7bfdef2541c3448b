"""The `spotlight` command, killed at a moment that a test chose: `python -m tests.support.killed MOMENT refresh`.

Belongs here: dying at that moment. Not here: which moments there are (tests/slow/faults), what must hold afterwards.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import threading
import time
from typing import Any


def main() -> None:
    """Arm the moment, a JSON object, then run the command that the other arguments are."""
    moment = json.loads(sys.argv.pop(1))
    if "cpu_seconds" in moment:
        threading.Thread(target=_after, args=(moment["cpu_seconds"],), daemon=True).start()
    else:
        sys.addaudithook(_Before(**moment))

    from orchestration.cli import main as spotlight

    spotlight()


def _after(cpu_seconds: float) -> None:
    """Die after so much work: the same moment of a refresh however busy the machine is."""
    while time.process_time() < cpu_seconds:
        time.sleep(0.002)
    _die()


class _Before:
    """Die before the nth of Python's audit events (`os.rename`, `open`, …) that has a path like this."""

    def __init__(self, event: str, path: str, nth: int = 1) -> None:
        self._event, self._path, self._left = event, re.compile(path), nth

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event != self._event:
            return
        paths = [os.fsdecode(one) for one in arguments if isinstance(one, str | bytes | os.PathLike)]
        if any(self._path.search(path) for path in paths):
            self._left -= 1
            if not self._left:
                _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
