"""The tables of a release to export, with their columns, keys, descriptions and a fingerprint of their rows.

Belongs here: reading these from the database, where dbt has put them. Not here: any word about what a number means.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property

import duckdb

from orchestration.spotlight.domain.sql import identifier

MOST_ROWS_IN_CSV = 100_000
"""A larger table is exported as Parquet only: its CSV would cost more than the rest of a refresh."""


@dataclass(frozen=True)
class Column:
    """A column as the database knows it; the comment is the description that dbt wrote."""

    name: str
    data_type: str
    is_nullable: bool
    description: str


@dataclass(frozen=True)
class Table:
    """A published table. Its comment ends with its grain, and its key is that grain."""

    schema: str
    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    row_count: int
    rows_hash: str

    @property
    def relation(self) -> str:
        return f"{identifier(self.schema)}.{identifier(self.name)}"

    @property
    def order(self) -> str:
        """The SQL with a fixed row order, so that equal rows give equal files."""
        return "order by " + (", ".join(identifier(column) for column in self.key) or "all")

    @property
    def has_csv(self) -> bool:
        return self.row_count <= MOST_ROWS_IN_CSV

    @property
    def parquet_file(self) -> str:
        return f"parquet/{self.name}.parquet"

    @property
    def csv_file(self) -> str:
        return f"csv/{self.name}.csv"

    @cached_property
    def fingerprint(self) -> str:
        """Equal for equal rows and columns, regardless of comments."""
        shape = [(column.name, column.data_type) for column in self.columns]
        return digest(self.name, shape, self.key, self.row_count, self.rows_hash)


@dataclass(frozen=True)
class Definition:
    """A term as a `dim_` table defines it, with what it does not mean."""

    kind: str
    code: str
    name: str
    definition: str
    caveat: str | None


@dataclass(frozen=True)
class Catalog:
    """Every table of a release, and the terms that they use."""

    tables: tuple[Table, ...]
    definitions: tuple[Definition, ...]

    @property
    def tables_with_csv(self) -> tuple[Table, ...]:
        return tuple(table for table in self.tables if table.has_csv)

    def table(self, name: str) -> Table:
        return next(table for table in self.tables if table.name == name)

    def fingerprint(self, *tables: Table) -> str:
        """Equal for equal rows *and* meaning of some of the tables."""
        return digest(
            [(table.fingerprint, table.description, [c.description for c in table.columns]) for table in tables],
            [(term.kind, term.code, term.name, term.definition, term.caveat) for term in self.definitions],
        )


def read_catalog(connection: duckdb.DuckDBPyConnection) -> Catalog:
    """Describe the tables of `marts` and `audit` of a release, in order of their names."""
    columns: dict[tuple[str, str], list[Column]] = {}
    for schema, table, *column in connection.execute(_COLUMNS).fetchall():
        columns.setdefault((schema, table), []).append(Column(*column))
    keys = {(schema, table): tuple(key) for schema, table, key in connection.execute(_KEYS).fetchall()}
    tables = [
        Table(
            schema,
            name,
            description,
            tuple(columns[schema, name]),
            keys.get((schema, name), ()),
            *_count_and_hash(connection, schema, name),
        )
        for schema, name, description in connection.execute(_TABLES).fetchall()
    ]
    return Catalog(tuple(tables), _definitions(connection))


def digest(*of: object) -> str:
    """SHA-256 over plain values."""
    return hashlib.sha256(json.dumps(of).encode()).hexdigest()


_TABLES = """
    select schema_name, table_name, coalesce(comment, '')
    from duckdb_tables()
    where schema_name in ('marts', 'audit') and database_name = current_database()
    order by all
"""
_COLUMNS = """
    select schema_name, table_name, column_name, data_type, is_nullable, coalesce(comment, '')
    from duckdb_columns()
    where schema_name in ('marts', 'audit') and database_name = current_database()
    order by schema_name, table_name, column_index
"""
_KEYS = """
    select schema_name, table_name, constraint_column_names
    from duckdb_constraints()
    where constraint_type = 'PRIMARY KEY' and database_name = current_database()
"""
_DEFINITIONS = """
    select kind, code, name, definition, caveat
    from (
        select 1 as place, 'measure' as kind, measure as code, measure_name as name, definition, caveat, sort_order
        from marts.dim_measure
        union all
        select 2, 'trafficking type', trafficking_type, trafficking_type_name, definition, caveat, sort_order
        from marts.dim_trafficking_type
        union all
        select 3, 'channel', channel, channel_name, definition, caveat, sort_order from marts.dim_channel
    )
    order by place, sort_order
"""


def _count_and_hash(connection: duckdb.DuckDBPyConnection, schema: str, name: str) -> tuple[int, str]:
    """A hash over the rows that does not depend on their order."""
    relation = f"{identifier(schema)}.{identifier(name)}"
    ((count, rows_hash),) = connection.execute(
        f"select count(*), concat_ws('-', bit_xor(hash(r)), sum(hash(r))) from {relation} as r"
    ).fetchall()
    return count, rows_hash


def _definitions(connection: duckdb.DuckDBPyConnection) -> tuple[Definition, ...]:
    return tuple(Definition(*row) for row in connection.execute(_DEFINITIONS).fetchall())
