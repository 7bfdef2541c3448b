"""The `spotlight` command as a person runs it: in a process of its own, on folders of a test's own.

Belongs here: calling it and reading its answers. Not here: what is expected of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
