"""The `spotlight` command without most of its imports: each run is forked from a process that has them already.

Belongs here: forking, and what comes back of a run. Not here: which version and clock the process has (lived_world).
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

SECONDS = 600  # a command that is not through by then is ended, which is no end that a test expects
_IMPORTED = ("dagster", "dbt.cli.main", "dbt.task.build", "alembic", "orchestration.cli.app")
"""A fifth of a refresh. polars, duckdb and pyarrow start threads when they are imported, which a fork would lose."""


class Warm:
    """A process that runs commands in forks of itself."""

    def __init__(self, prefix: Sequence[str], environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [*prefix, sys.executable, "-m", "tests.support.warm"],
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self, arguments: Sequence[str], environment: Mapping[str, str], moment: Mapping[str, Any] | None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command; with a moment it is killed there (tests/support/killed)."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        request = {"arguments": arguments, "environment": environment, "moment": moment}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return subprocess.CompletedProcess(arguments, **json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        self._process.communicate()


def main() -> None:
    """Run each command that a line of standard input asks for, and answer with a line."""
    for name in _IMPORTED:
        importlib.import_module(name)
    gc.freeze()  # what no command throws away need not be looked through for garbage by each of them
    while line := sys.stdin.readline():
        with TemporaryFile("w+") as out, TemporaryFile("w+") as err:
            if not (child := os.fork()):
                return _run(json.loads(line), out, err)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            print(json.dumps({"returncode": code, "stdout": _read(out), "stderr": _read(err)}), flush=True)
    return None


def _run(request: Mapping[str, Any], out: IO[str], err: IO[str]) -> None:
    with Path(os.devnull).open() as nothing:
        for number, file in enumerate((nothing, out, err)):
            os.dup2(file.fileno(), number)
    os.environ.update(request["environment"])
    signal.alarm(SECONDS)
    moment = request["moment"]
    sys.argv = ["spotlight", *([json.dumps(moment)] if moment else []), *request["arguments"]]
    if moment:
        from tests.support.killed import main as command
    else:
        from orchestration.cli import main as command
    command()


def _read(file: IO[str]) -> str:
    file.seek(0)
    return file.read()


if __name__ == "__main__":
    main()
