"""A system call that fails, whichever it is: strace has one call of a refresh fail, on one file of its state.

Belongs here: which calls a refresh makes, and failing one of them. Not here: what must hold afterwards (support).
"""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from orchestration.cli.output import FAILED
from tests.support.command_line import SPOTLIGHT
from tests.support.faults import BLOCKED, MakeTrial, Trial

ERRORS = {
    "openat": ("ENOSPC", "EIO", "EACCES", "EMFILE", "ENOMEM"),
    "write": ("ENOSPC", "EIO"),
    "pwrite64": ("ENOSPC", "EIO"),
    "fsync": ("EIO", "ENOSPC"),
    "fdatasync": ("EIO", "ENOSPC"),
    "rename": ("ENOSPC", "EIO", "EACCES"),
    "link": ("ENOSPC", "EIO", "EACCES"),
    "mkdir": ("ENOSPC", "EIO", "EACCES"),
    "unlink": ("EIO", "EACCES"),
    "mmap": ("ENOMEM", "EACCES"),
}
CALLS = int(os.environ.get("SPOTLIGHT_FAULT_CALLS", "0"))
"""How many are drawn anew. `make faults` asks for as many as an hour holds."""
REPLAY = "SPOTLIGHT_FAULT_CALL"
"""A call as a failed test shows it, to be tried again alone."""
_PATH = re.compile(r"(\w+)\(.*?[<\"](/[^<>\"]+)[>\"]")
_ANEW = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|\.\d+$|/tmp")
"""Names with the id of a run or a process, which differ each time."""


@dataclass(frozen=True)
class Call:
    """The n-th time that a refresh makes a call on a file, relative to the trial's folder."""

    name: str
    path: str
    number: int
    error: str

    def __str__(self) -> str:
        return f"{self.name} {self.error} {self.number} {self.path}"


FIXED = (
    "write EIO 1 warehouse/build/dbt/run/spotlight/models/intermediate/int_channel_history.sql",
    "rename ENOSPC 1 warehouse/.current.tmp",
)
"""What the gate tries: calls that each machine makes, so that no change is refused by chance."""


def called(text: str) -> Call:
    """The call that `Call` prints so."""
    name, error, number, path = text.split(maxsplit=3)
    return Call(name, path, int(number), error)


def drawn(tried: Trial) -> list[Call]:
    """Some calls of a refresh of the trial."""
    log = tried.folder / "calls"
    tried.prefix = ("strace", "-f", "-qq", "-y", "-s", "0", "-o", str(log), "-e", f"trace={','.join(ERRORS)}")
    assert tried.publishes()
    counts = Counter(_calls(log, tried.folder))
    assert counts.total() > 500
    # First which call and which file: the databases of Dagster would otherwise be nearly all that is drawn.
    rng = random.Random()
    calls = [rng.choice(sorted(counts)) for _ in range(CALLS)]
    return [Call(name, path, rng.randint(1, counts[name, path]), rng.choice(ERRORS[name])) for name, path in calls]


def _calls(log: Path, folder: Path) -> Iterator[tuple[str, str]]:
    for line in log.read_text(errors="replace").splitlines():
        found = _PATH.search(line)
        if found and found[2].startswith(f"{folder}/") and not _ANEW.search(found[2].removeprefix(str(folder))):
            yield found[1], found[2].removeprefix(f"{folder}/")


def test_a_call_that_fails_loses_nothing_and_the_next_refresh_goes_on(trial: MakeTrial) -> None:
    replayed = os.environ.get(REPLAY)
    calls = [called(text) for text in ([replayed] if replayed else FIXED)]
    if CALLS and not replayed:
        calls = drawn(trial("system calls: none fails"))
    for call in calls:
        tried = trial("system calls")
        inject = f"inject={call.name}:error={call.error}:when={call.number}"
        tried.prefix = ("strace", "-f", "-qq", "-o", os.devnull, "-P", str(tried.folder / call.path), "-e", inject)
        found = len(tried.faults)
        done = tried.ended(tried.start(SPOTLIGHT, "refresh"))
        if done.returncode == FAILED and str(tried.folder) not in done.stderr:
            tried.faults.append((BLOCKED, f"no file is named: {done.stderr}"))
        tried.prefix = ()
        tried.is_served()
        tried.goes_on()
        tried.faults[found:] = [(kind, f"{REPLAY}='{call}': {words}") for kind, words in tried.faults[found:]]
