"""From the ledger to tables: dbt run in this process on the build file.

Belongs here: how dbt is called, and its outcome as plain values. Not here: SQL (`dbt_project`), assets (`defs`).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

from orchestration.settings import DBT_PROJECT_DIR
from orchestration.spotlight.errors import UserError, writing

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult
    from dbt.contracts.graph.manifest import Manifest

_TRACKER = "//d1fc8wv8zag5ca.cloudfront.net/2.9.0/sp.js"
_MADE_BY_DBT = {"target", "logs", "dbt_packages"}


@dataclass(frozen=True, slots=True)
class NodeResult:
    """What became of one model, seed or test.

    `status` is dbt's: success, pass, warn, fail, error, skipped. `failures` counts the rows that a test found.
    """

    unique_id: str
    name: str
    resource_type: str
    status: str
    message: str | None
    seconds: float
    failures: int | None

    @property
    def is_bad(self) -> bool:
        return self.status in ("error", "fail", "runtime error")


@dataclass(frozen=True, slots=True)
class DbtProject:
    """A dbt project beside its seeds, and what dbt made of it when it last read it.

    Before it is called the settings are exported: dbt's profile reads the environment.
    """

    folder: Path = DBT_PROJECT_DIR

    @property
    def manifest_file(self) -> Path:
        return self.folder / "target" / "manifest.json"

    def build(self, build_file: Path, *, full: bool) -> list[NodeResult]:
        """Build every seed and model and run every test; raise `UserError` when dbt could not begin."""
        from dbt.artifacts.schemas.run import RunExecutionResult

        build_file.parent.mkdir(parents=True, exist_ok=True)
        # Unit tests try the SQL on made-up rows: they belong to `make test`, not to a refresh.
        arguments = ["build", "--exclude-resource-type", "unit_test", *(["--full-refresh"] if full else [])]
        outcome = self.invoke(arguments, build_file.parent / "dbt", self.parsed())
        if isinstance(outcome.exception, OSError):
            with writing(build_file.parent):
                raise outcome.exception
        if not isinstance(outcome.result, RunExecutionResult):
            raise UserError(f"dbt could not begin: {outcome.exception}. Mend dbt_project/, or rebuild.")
        return [_node_result(result) for result in outcome.result.results]

    def write_docs(self, target: Path) -> None:
        """Write dbt's documentation of the project as one page that works offline; no database is opened."""
        self.parse_if_stale()
        # Beside the page, so that whoever clears away an unfinished release clears this away too.
        with TemporaryDirectory(dir=target.parent) as folder:
            shutil.copyfile(self.manifest_file, Path(folder) / "manifest.json")
            arguments = ["docs", "generate", "--static", "--no-compile", "--empty-catalog"]
            outcome = self.invoke(arguments, Path(folder), self.parsed())
            if not outcome.success:
                raise UserError(f"dbt could not write its documentation: {outcome.exception}.")
            page = (Path(folder) / "static_index.html").read_text(encoding="utf-8")
        # Nothing of this machine, and nobody who counts readers.
        page = page.replace(str(self.folder), "dbt_project").replace(_TRACKER, "")
        target.write_text(page, encoding="utf-8")

    def invoke(self, arguments: Sequence[str], target_dir: Path, manifest: Manifest | None = None) -> dbtRunnerResult:
        """Run one dbt command in this process and leave no connection open behind it."""
        from dbt.cli.main import dbtRunner

        places = ["--project-dir", str(self.folder), "--profiles-dir", str(self.folder)]
        quiet = ["--quiet", "--log-level-file", "none"]
        with _closed_afterwards():
            return dbtRunner(manifest=manifest).invoke([*arguments, *places, "--target-path", str(target_dir), *quiet])

    def parsed(self) -> Manifest:
        """The project as dbt parsed it; no warehouse folder stands in its SQL, so one parse serves them all."""
        from dbt.contracts.graph.manifest import Manifest

        self.parse_if_stale()
        try:
            return Manifest.from_msgpack(self._parsed_file.read_bytes())
        except Exception:  # whatever a damaged file makes msgpack and mashumaro raise
            self._parse()
            return Manifest.from_msgpack(self._parsed_file.read_bytes())

    def manifest(self) -> dict[str, Any]:
        """What dbt knows of the project, as plain values."""
        self.parse_if_stale()
        try:
            manifest = json.loads(self.manifest_file.read_bytes())
        except ValueError:  # damaged
            self._parse()
            manifest = json.loads(self.manifest_file.read_bytes())
        return cast("dict[str, Any]", manifest)

    def parse_if_stale(self) -> None:
        """Have dbt read its project if it changed since it last did."""
        read = (self.manifest_file, self._parsed_file)
        if all(file.exists() for file in read) and min(file.stat().st_mtime for file in read) > self._changed_at():
            return
        self._parse()

    def _parse(self) -> None:
        outcome = self.invoke(["parse"], self.folder / "target")
        if not outcome.success:
            raise UserError(f"dbt cannot read its project: {outcome.exception}. Mend {self.folder}.")

    @property
    def _parsed_file(self) -> Path:
        return self.folder / "target" / "partial_parse.msgpack"

    def _changed_at(self) -> float:
        """When the project last changed. Folders count too: theirs is the trace of a deleted file."""
        seeds = self.folder.parent / "data" / "seeds" / "reference"
        return max(path.stat().st_mtime for path in (*self._paths(), seeds, *seeds.iterdir()))

    def _paths(self) -> Iterator[Path]:
        for top in self.folder.iterdir():
            if top.is_file():
                yield top
            elif top.name not in _MADE_BY_DBT:
                yield from (top, *top.rglob("*"))


@contextmanager
def _closed_afterwards() -> Iterator[None]:
    # In one process dbt-duckdb keeps the database open between invocations, and so out of the reach of readers.
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    try:
        yield
    finally:
        environment: Any = DuckDBConnectionManager._ENV
        if environment is not None:
            environment.close()
            DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]


def _node_result(result: Any) -> NodeResult:
    return NodeResult(
        unique_id=result.node.unique_id,
        name=result.node.name,
        resource_type=str(result.node.resource_type),
        status=str(result.status),
        message=result.message,
        seconds=result.execution_time,
        failures=result.failures,
    )
