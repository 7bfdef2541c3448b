"""A table as one Parquet and one CSV file, written by the database itself in the order of the table's grain.

Belongs here: the two file formats. Not here: which tables there are, or when a file is written at all.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.spotlight.domain.sql import identifier, literal
from orchestration.spotlight.release.catalog import Column, Table

# A spreadsheet takes a cell that begins with one of these for a formula. The apostrophe is in the list so that the
# form is reversible: without one leading apostrophe each text is as published.
RISKY_BEGINNINGS = "'=+-@\t\r\n＝＋－＠"
CSV_NOTE = (
    "Text that begins with one of = + - @, a tab, a line break or an apostrophe has one apostrophe put before it, so "
    "that no spreadsheet takes it for a formula: take off one leading apostrophe and the text is as published. "
    "Numbers, dates and codes are never changed. An empty cell is unknown (null), an empty text is two quotes. "
    "The Parquet files hold every text as it is."
)


def write_parquet(connection: duckdb.DuckDBPyConnection, table: Table, target: Path) -> None:
    """Write a table as Parquet, values and types as they are."""
    _copy(connection, f"select * from {table.relation} {table.order}", target, "format parquet, compression zstd")


def write_csv(connection: duckdb.DuckDBPyConnection, table: Table, target: Path) -> None:
    """Write a table as CSV: UTF-8, a header, ISO dates, times in UTC, null as nothing, and no text a formula."""
    columns = ", ".join(_harmless(column) for column in table.columns)
    _copy(
        connection,
        # Order by the original values, not by their written form.
        f"select {columns} from (select * from {table.relation} {table.order})",
        target,
        "format csv, header true, dateformat '%Y-%m-%d', timestampformat '%Y-%m-%dT%H:%M:%S.%fZ'",
    )


def _harmless(column: Column) -> str:
    name = identifier(column.name)
    if column.data_type != "VARCHAR":
        return name
    risky = literal(RISKY_BEGINNINGS)
    return (
        f"case when contains({risky}, left({name}, 1)) and {name} <> '' then '''' || {name} else {name} end as {name}"
    )


def _copy(connection: duckdb.DuckDBPyConnection, query: str, target: Path, options: str) -> None:
    connection.execute(f"copy ({query}) to {literal(target)} ({options})")
