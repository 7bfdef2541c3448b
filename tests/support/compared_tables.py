"""Tables that Spark wrote, held against those of the DuckDB warehouse made from the same ledger.

Belongs here: what differs. Not here: building either.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import duckdb

SCHEMAS = ("marts", "audit")


def row_counts(build_file: Path) -> Mapping[str, int]:
    """The rows of every table of the marts and the audit in the DuckDB warehouse."""
    with duckdb.connect(build_file, read_only=True) as connection:
        return {f"{schema}.{name}": _count(connection, f"{schema}.{name}") for schema, name in _tables(connection)}


def differences(build_file: Path, spark_tables: Path, only: Collection[str] = ()) -> list[str]:
    """What differs in a table's columns, their types, or its rows, with how often each row is there."""
    found: list[str] = []
    with duckdb.connect(build_file, read_only=True) as connection:
        for schema, name in _tables(connection):
            if not only or f"{schema}.{name}" in only:
                parts = spark_tables / f"{schema}.db" / name / "*.parquet"
                found += _of_table(connection, f"{schema}.{name}", f"read_parquet('{parts}')")
    return found


def _of_table(connection: duckdb.DuckDBPyConnection, ours: str, theirs: str) -> Iterator[str]:
    try:
        columns = _columns(connection, theirs)
    except duckdb.IOException:
        yield f"{ours}: Spark wrote none"
        return
    if columns != _columns(connection, ours):
        yield f"{ours}: Spark's columns are {columns}, DuckDB's {_columns(connection, ours)}"
        return
    for what, one, other in (("only DuckDB", ours, theirs), ("only Spark", theirs, ours)):
        rows = connection.execute(f"from {one} except all from {other}").fetchall()
        if rows:
            yield f"{ours}: {len(rows)} rows that {what} has, as {rows[0]}"


def _tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return connection.execute(
        "select schema_name, table_name from duckdb_tables() where schema_name in $schemas order by all",
        {"schemas": SCHEMAS},
    ).fetchall()


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str]]:
    return [(name, kind) for name, kind, *_ in connection.execute(f"describe from {table}").fetchall()]


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    ((count,),) = connection.execute(f"select count(*) from {table}").fetchall()
    return int(count)
