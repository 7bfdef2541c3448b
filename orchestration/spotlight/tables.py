"""From the ledger to tables: dbt run in this process on the build file.

Belongs here: how dbt is called, and its outcome as plain values. Not here: SQL (`dbt_project`), assets (`defs`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.settings import DBT_PROJECT_DIR, REFERENCE_DIR
from orchestration.spotlight.errors import UserError

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult
    from dbt.contracts.graph.manifest import Manifest

TARGET_DIR = DBT_PROJECT_DIR / "target"
MANIFEST = TARGET_DIR / "manifest.json"
_PARSED = TARGET_DIR / "partial_parse.msgpack"
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


def build_tables(build_file: Path, *, full: bool) -> list[NodeResult]:
    """Let dbt build every seed and model and run every test; raise `UserError` when it could not begin.

    The caller has exported the settings: dbt's profile reads the environment.
    """
    build_file.parent.mkdir(parents=True, exist_ok=True)
    # Unit tests try the SQL on made-up rows: they belong to `make test`, not to a refresh.
    arguments = ["build", "--exclude-resource-type", "unit_test", *(["--full-refresh"] if full else [])]
    from dbt.artifacts.schemas.run import RunExecutionResult

    outcome = invoke_dbt(arguments, build_file.parent / "dbt", parsed_project())
    if not isinstance(outcome.result, RunExecutionResult):
        raise UserError(f"dbt could not begin: {outcome.exception}. Mend dbt_project/, or set up anew with `make run`.")
    return [_node_result(result) for result in outcome.result.results]


def invoke_dbt(arguments: Sequence[str], target_dir: Path, manifest: Manifest | None = None) -> dbtRunnerResult:
    """Run one dbt command in this process and leave no connection open behind it."""
    from dbt.cli.main import dbtRunner

    places = ["--project-dir", str(DBT_PROJECT_DIR), "--profiles-dir", str(DBT_PROJECT_DIR)]
    quiet = ["--quiet", "--log-level-file", "none"]
    with _closed_afterwards():
        return dbtRunner(manifest=manifest).invoke([*arguments, *places, "--target-path", str(target_dir), *quiet])


def parse_if_stale() -> None:
    """Have dbt read its project if it changed since it last did."""
    if MANIFEST.exists() and _PARSED.exists() and min(MANIFEST.stat().st_mtime, _PARSED.stat().st_mtime) > _changed():
        return
    outcome = invoke_dbt(["parse"], TARGET_DIR)
    if not outcome.success:
        raise UserError(f"dbt cannot read its project: {outcome.exception}. Mend dbt_project/.")


def parsed_project() -> Manifest:
    """The project as dbt parsed it; the SQL does not depend on the warehouse folder, so one parse serves them all."""
    from dbt.contracts.graph.manifest import Manifest

    parse_if_stale()
    return Manifest.from_msgpack(_PARSED.read_bytes())


def _project_paths() -> Iterator[Path]:
    """Every file and folder of the project that somebody wrote."""
    for top in DBT_PROJECT_DIR.iterdir():
        if top.is_file():
            yield top
        elif top.name not in _MADE_BY_DBT:
            yield from (top, *top.rglob("*"))


def _changed() -> float:
    """When the project last changed. Folders count too: theirs is the trace of a deleted file."""
    return max(path.stat().st_mtime for path in (*_project_paths(), REFERENCE_DIR, *REFERENCE_DIR.iterdir()))


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
