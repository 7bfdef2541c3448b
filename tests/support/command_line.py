"""The `spotlight` command as a person runs it, in a process of its own or in this one, on folders of a test's own.

Belongs here: calling it and reading its answers. Not here: what is expected of them.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from orchestration.cli import main
from tests.support.pipeline import Pipeline

SPOTLIGHT = str(Path(sys.executable).with_name("spotlight"))


@dataclass
class CommandLine:
    """The `spotlight` command on one pipeline's folders."""

    pipeline: Pipeline

    def __post_init__(self) -> None:
        self.folders = {
            "SPOTLIGHT_REPORTS_DIR": str(self.pipeline.reports),
            "SPOTLIGHT_WAREHOUSE_DIR": str(self.pipeline.settings.warehouse_dir),
            "DAGSTER_HOME": str(self.pipeline.folder / "dagster"),
        }

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SPOTLIGHT, *arguments], env={**os.environ, **self.folders}, capture_output=True, text=True, check=False
        )

    def json(self, *arguments: str, code: int = 0) -> Any:
        """The answer of a command as JSON; standard output holds nothing else."""
        done = self.run(*arguments, "--json")
        assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        return json.loads(done.stdout)

    def refresh(self, *arguments: str, code: int = 0) -> Mapping[str, Any]:
        answer = self.json("refresh", *arguments, code=code)
        assert isinstance(answer, dict)
        return answer

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row.values()) for row in self.json("open", "-c", sql)]

    def words(self) -> list[str]:
        """What the last refresh changed."""
        return [change["words"] for change in self.json("changes")["changes"]]


class CommandLineHere(CommandLine):
    """The same without a process for each command, a second faster: where only the answer matters."""

    @contextmanager
    def on_its_folders(self) -> Iterator[pytest.MonkeyPatch]:
        with pytest.MonkeyPatch.context() as monkeypatch:
            for name, folder in self.folders.items():
                monkeypatch.setenv(name, folder)
            yield monkeypatch

    def run(self, *arguments: str, standard_input: bytes = b"") -> subprocess.CompletedProcess[str]:
        said, complained = io.StringIO(), io.StringIO()
        with self.on_its_folders() as monkeypatch, redirect_stdout(said), redirect_stderr(complained):
            monkeypatch.setattr(sys, "argv", ["spotlight", *arguments])
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(standard_input)))
            with pytest.raises(SystemExit) as ended:
                main()
        code = ended.value.code
        assert isinstance(code, int)
        return subprocess.CompletedProcess(arguments, code, said.getvalue(), complained.getvalue())
