"""The dbt project run in this process on a warehouse folder of a test's own.

Belongs here: calling dbt and asking the database that it wrote. Not here: what the ledger holds.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dbt.cli.main import dbtRunnerResult

from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.release import dbt_runner as tables
from orchestration.spotlight.release.dbt_runner import DbtProject, NodeResult

PROJECT = DbtProject()
WITHOUT_UNIT_TESTS = ("--exclude-resource-type", "unit_test")
MODELS_ONLY = (*WITHOUT_UNIT_TESTS, "--exclude-resource-type", "test")


@dataclass(frozen=True)
class Warehouse:
    """A warehouse folder whose build file dbt has written."""

    folder: Path
    results: dbtRunnerResult | None = None

    def rows(self, query: str, **parameters: object) -> list[tuple[Any, ...]]:
        """Ask the database as a reader of a release would: read only, with no way out to files."""
        config: Mapping[str, Any] = {"enable_external_access": False, "lock_configuration": True}
        with duckdb.connect(self.folder / "build" / "warehouse.duckdb", read_only=True, config=config) as connection:
            return connection.execute(query, parameters or None).fetchall()

    def value(self, query: str, **parameters: object) -> Any:
        """The one value that the query gives."""
        ((value,),) = self.rows(query, **parameters)
        return value

    def statuses(self) -> dict[str, str]:
        """Name of each node that dbt ran → `success`, `pass`, `warn`, `fail`, `error` or `skipped`."""
        assert self.results is not None
        return {result.node.name: str(result.status) for result in self.results.result}


def build(folder: Path, *arguments: str) -> Warehouse:
    """Let dbt build the warehouse in `folder` from its ledger; fail the test if it does not succeed."""
    (folder / "build").mkdir(parents=True, exist_ok=True)
    if "--select" not in arguments:
        # As a refresh does: replacing every table of an old file takes half as long again.
        (folder / "build" / "warehouse.duckdb").unlink(missing_ok=True)
    results = invoke(folder, "build", "--no-write-json", *(arguments or WITHOUT_UNIT_TESTS))
    assert results.success, results.exception or [
        f"{result.node.name}: {result.message}" for result in results.result if str(result.status) in ("error", "fail")
    ]
    return Warehouse(folder, results)


def bring_up_to_date(folder: Path, *, full: bool = False) -> list[NodeResult]:
    """Let the project build only what the new batches affect, as if the ledger were long; fail if anything fails."""
    with _warehouse_dir(folder), pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(tables, "FEW_FIGURES", 0)
        monkeypatch.setattr(tables, "GOOD_PART", 1)
        results = PROJECT.build(folder / "build" / "warehouse.duckdb", Ledger(folder / "ledger"), full=full)
    assert [result for result in results if result.is_bad or result.status == "skipped"] == []
    return results


def invoke(folder: Path, command: str, *arguments: str) -> dbtRunnerResult:
    """Run one dbt command on a warehouse folder."""
    with _warehouse_dir(folder):
        return PROJECT.invoke([command, *arguments], folder / "dbt", PROJECT.parsed())


@contextmanager
def _warehouse_dir(folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setitem(os.environ, "SPOTLIGHT_WAREHOUSE_DIR", str(folder))
        yield
