"""Every table of a release against the same table rebuilt from the ledger by dbt: the deep part of `spotlight verify`.

Belongs here: rebuilding elsewhere, and comparing row by row. Not here: checks that need no build (`verify`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.domain.sql import literal
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.polls import PollRecord
from orchestration.spotlight.release.publish import DATABASE, ReleaseInfo

# Records what the last build affected, so it differs after a full rebuild; it is not published.
_NOT_COMPARED = ("intermediate.int_affected_reports",)


def table_faults(database: Path, note: ReleaseInfo, ledger: Ledger) -> list[str]:
    """The tables of a release that differ from those rebuilt from the ledger by dbt; empty if none does."""
    with TemporaryDirectory(prefix="spotlight-verify-") as temporary:
        rebuilt = _rebuild(Path(temporary), ledger, note)
        with duckdb.connect() as connection:
            attach(connection, database, "released")
            attach(connection, rebuilt, "rebuilt")
            return [*_faults(connection)]


def _rebuild(folder: Path, ledger: Ledger, note: ReleaseInfo) -> Path:
    """Let dbt build its tables in a folder from as much of the ledger as a release was made from."""
    from orchestration.spotlight.release.dbt_runner import DbtProject

    batches, polls = folder / "ledger" / "batches", folder / "ledger" / "polls"
    batches.mkdir(parents=True)
    for number in range(1, note.batch + 1):
        (batches / f"batch={number}").symlink_to(ledger.batch_folder(number), target_is_directory=True)
    polls.mkdir()
    for number in range(1, note.polls + 1):
        (polls / f"{number}.parquet").symlink_to(PollRecord(ledger.folder).folder / f"{number}.parquet")
    build_file = folder / "build" / DATABASE
    build_file.parent.mkdir()
    project = DbtProject()
    without_tests = ["--exclude-resource-type", "unit_test", "--exclude-resource-type", "test"]
    with _warehouse_dir(folder):
        outcome = project.invoke(["build", "--full-refresh", *without_tests], folder / "dbt", project.parsed())
    if not outcome.success:
        raise UserError(f"dbt could not rebuild the tables: {outcome.exception or outcome.result}.")
    return build_file


@contextmanager
def _warehouse_dir(folder: Path) -> Iterator[None]:
    """Point dbt's profile, which reads the environment, to another folder for a while."""
    name = "SPOTLIGHT_WAREHOUSE_DIR"
    before = os.environ.get(name)
    os.environ[name] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _faults(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    columns: dict[str, dict[str, list[str]]] = {"released": {}, "rebuilt": {}}
    for database, table, column in connection.execute(
        # Views are left out: they hold no rows, and name the database they were made in.
        "select database_name, schema_name || '.' || table_name, column_name "
        "from duckdb_columns() semi join duckdb_tables() using (database_name, schema_name, table_name) "
        "where database_name in ('released', 'rebuilt') order by database_name, schema_name, table_name, column_index"
    ).fetchall():
        columns[database].setdefault(table, []).append(column)
    for table in sorted({*columns["released"], *columns["rebuilt"]} - set(_NOT_COMPARED)):
        ours, theirs = columns["rebuilt"].get(table), columns["released"].get(table)
        if ours != theirs:
            yield f"{table} has the columns {theirs}, rebuilt it has {ours}"
            continue
        listed = ", ".join(f'"{column}"' for column in ours or ())
        released, rebuilt = (f"select {listed} from {database}.{table}" for database in ("released", "rebuilt"))
        (extra,) = connection.execute(f"select count(*) from ({released} except all {rebuilt})").fetchall()[0]
        (missing,) = connection.execute(f"select count(*) from ({rebuilt} except all {released})").fetchall()[0]
        if extra or missing:
            yield f"{table} has {extra} rows that the ledger does not give, and lacks {missing} that it gives"


def attach(connection: duckdb.DuckDBPyConnection, file: Path, name: str) -> None:
    """Attach a database under a name, to be read only."""
    connection.execute(f"attach {literal(file.resolve())} as {name} (read_only)")
