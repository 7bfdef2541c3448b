"""Many readers at once on one release while refreshes go on: answers a second, and how long one takes.

Belongs here: the readers and what came of them. Not here: whether their answers are right (tests/slow/faults).
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import quantiles

READERS = 32
SECONDS = 120

_READER = """
import json, random, sys, time
import duckdb
database, seconds, *queries = sys.argv[1:]
taken, errors, end = [], [], time.monotonic() + float(seconds)
while time.monotonic() < end:
    start = time.perf_counter()
    try:
        with duckdb.connect(database, read_only=True) as connection:
            connection.execute("set enable_progress_bar = false")  # drawn into what is printed
            connection.execute(random.choice(queries)).fetchall()
    except Exception as error:
        errors.append(repr(error))
    else:
        taken.append(time.perf_counter() - start)
print(json.dumps({"taken": taken, "errors": errors}))
"""


def under_load(database: Path, queries: Sequence[str], refresh: Callable[[], object]) -> str:
    """Let every reader connect, ask one question and leave, over and over, while refresh follows refresh."""
    command = [sys.executable, "-c", _READER, str(database), str(SECONDS), *queries]
    readers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(READERS)]
    end, refreshes = time.monotonic() + SECONDS, 0
    while time.monotonic() < end:
        refresh()
        refreshes += 1
    answers = [json.loads(reader.communicate()[0]) for reader in readers]
    taken = [seconds for answer in answers for seconds in answer["taken"]]
    errors = [error for answer in answers for error in answer["errors"]]
    return (
        f"{READERS} readers for {SECONDS} s, {refreshes} refreshes meanwhile: {len(taken) / SECONDS:.0f} answers a "
        f"second, 95 of 100 within {quantiles(taken, n=20)[-1] * 1000:.0f} ms with connecting, {len(errors)} errors"
        + (f" ({errors[0]})" if errors else "")
    )
