"""The rows of the ledger's tables: one file of many batches read as one frame.

Belongs here: reading batches, and naming the file that cannot be read. Not here: what the rows mean (state).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from orchestration.spotlight.domain.errors import UserError, raise_what_is_lacking
from orchestration.spotlight.ledger.chain import DamagedLedger, Ledger
from orchestration.spotlight.ledger.format import SCHEMAS

_BATCHES_AT_ONCE = 100
"""Batches given to DuckDB at once, so that a long ledger is never in memory as a whole."""


def scan(ledger: Ledger, name: str, numbers: Iterable[int] | None = None) -> pl.LazyFrame:
    """One table of some batches, or of all, oldest first, each row with the number of its `batch`.

    Read what is scanned within `reading(ledger)`, which names the file that cannot be read.
    """
    if numbers is None:
        numbers = range(1, ledger.last_batch() + 1)
    files = [ledger.file(number, name) for number in numbers]
    if not files:
        return pl.LazyFrame(schema={**SCHEMAS[name], "batch": pl.Int64})
    # Use only the folder's own name: its parents may have names of that form too.
    of_batch = pl.col("_read_from").str.extract(r"batch=(\d+)[/\\][^/\\]*$").cast(pl.Int64).alias("batch")
    rows = pl.scan_parquet(
        files,
        schema=SCHEMAS[name],
        # Columns that an earlier format lacks are null, in batches and in the figures of a report.
        missing_columns="insert",
        cast_options=pl.ScanCastOptions(missing_struct_fields="insert"),
        glob=False,
        hive_partitioning=False,
        include_file_paths="_read_from",
    )
    return rows.with_columns(of_batch).drop("_read_from")


@contextmanager
def reading(ledger: Ledger) -> Iterator[None]:
    """Raise `DamagedLedger` with the file that cannot be read."""
    try:
        yield
    except (OSError, pl.exceptions.PolarsError, duckdb.Error) as error:
        raise_what_is_lacking(error, ledger.folder)
        damaged = _unreadable_files(ledger)
        if (found := next(damaged, None)) is None:
            raise UserError(
                f"{ledger.folder}: each file can be read, but not all of them together: {error}."
            ) from error
        file, reason = found
        raise DamagedLedger(f"{file} cannot be read. Restore it from a backup of the ledger. ({reason})") from error


def _unreadable_files(ledger: Ledger) -> Iterator[tuple[Path, Exception]]:
    # Polars does not always name the file that it could not read.
    for number in range(1, ledger.last_batch() + 1):
        for name in SCHEMAS:
            file = ledger.file(number, name)
            try:
                pl.read_parquet(file, hive_partitioning=False)
            except (OSError, pl.exceptions.PolarsError) as error:
                yield file, error


def copy_to(connection: duckdb.DuckDBPyConnection, ledger: Ledger, columns: Mapping[str, Sequence[str]]) -> None:
    """Copy some columns of some tables of all batches into the database of a connection, each row with its `batch`.

    Raises `DamagedLedger` for a file that cannot be read.
    """
    for name, wanted in columns.items():
        with reading(ledger):
            _copy(connection, f"create table {name} as", scan(ledger, name, ()).select("batch", *wanted))
            for first in range(1, ledger.last_batch() + 1, _BATCHES_AT_ONCE):
                numbers = range(first, min(first + _BATCHES_AT_ONCE, ledger.last_batch() + 1))
                _copy(connection, f"insert into {name}", scan(ledger, name, numbers).select("batch", *wanted))


def _copy(connection: duckdb.DuckDBPyConnection, statement: str, rows: pl.LazyFrame) -> None:
    # As a bare Arrow stream, which needs no package between polars and DuckDB.
    connection.register("rows_of_ledger", rows.collect().__arrow_c_stream__())
    connection.execute(f"{statement} from rows_of_ledger")
    connection.unregister("rows_of_ledger")
