"""The tables of a release as PostgreSQL is to have them: columns, types, keys, comments.

Belongs here: making the database's tables as they should be, empty. Not here: their rows (`copy`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import psycopg
from psycopg import errors
from psycopg.sql import SQL, Composed, Identifier, Literal

from orchestration.spotlight.domain.errors import UserError

SCHEMAS = ("marts", "audit")
TYPES = {
    "BIGINT": "bigint",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DOUBLE": "double precision",
    "INTEGER": "integer",
    "TIMESTAMP": "timestamp without time zone",
    "VARCHAR": "text",
}
FIGURES_AS_OF = (
    "Every figure as the publisher had stated it by a day: select * from marts.figures_as_of('2020-08-01'). "
    "One row per jurisdiction, period, measure, scheme and category; no rows before the first report."
)
# A reader that waits for us longer than PostgreSQL's deadlock_timeout (1 s) could be cancelled instead of us.
EXCLUSIVE_MILLISECONDS = 500
EXCLUSIVE_ATTEMPTS = 60


@dataclass(frozen=True, slots=True)
class Column:
    """A column as PostgreSQL is to have it."""

    name: str
    type: str
    is_required: bool
    comment: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table as PostgreSQL is to have it."""

    schema: str
    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    comment: str | None

    @property
    def full_name(self) -> str:
        return f"{self.schema}.{self.name}"

    @property
    def layout(self) -> Layout:
        return tuple((one.name, one.type, one.is_required) for one in self.columns), self.key


Layout = tuple[tuple[tuple[str, str, bool], ...], tuple[str, ...]]

RELEASE = Table(
    "audit",
    "warehouse_release",
    (
        Column("number", "bigint", True, "Number of the release: the name of its folder."),
        Column("batch", "bigint", True, "The ledger's last batch in it (audit.refreshes)."),
        Column("created_at", "timestamp without time zone", True, "When the release was made, in UTC."),
        Column("code_version", "text", True, "The code that read and resolved."),
        Column("reference_version", "text", True, "The reference seeds it was made with."),
        Column("dbt_version", "text", True, "The dbt project it was made with."),
        Column("row_counts", "jsonb", True, "Rows of each table of the release."),
        Column("fingerprints", "jsonb", True, "A digest of each table as it was written: an edited one differs."),
    ),
    ("number",),
    "Which release these tables are: one row.",
)


def tables_of(release: duckdb.DuckDBPyConnection) -> list[Table]:
    """The tables of the release, as PostgreSQL is to have them."""
    found = release.execute(
        "select schema_name, table_name, comment, constraint_column_names"
        " from duckdb_tables() left join (from duckdb_constraints() where constraint_type = 'PRIMARY KEY')"
        " using (schema_name, table_name)"
        " where schema_name in $schemas order by all",
        {"schemas": SCHEMAS},
    ).fetchall()
    tables = []
    for schema, name, comment, key in found:
        columns = release.execute(
            "select column_name, data_type, is_nullable, comment from duckdb_columns()"
            " where schema_name = $schema and table_name = $name order by column_index",
            {"schema": schema, "name": name},
        ).fetchall()
        if not key:
            raise UserError(f"{schema}.{name}: has no primary key. Declare its grain in dbt_project/, then refresh.")
        if unknown := [f"{column} ({kind})" for column, kind, *_ in columns if kind not in TYPES]:
            raise UserError(
                f"{schema}.{name}: no PostgreSQL type is known for {', '.join(unknown)}. "
                f"Cast it in dbt_project/ to one of {', '.join(TYPES)}, then refresh."
            )
        tables.append(
            Table(
                schema,
                name,
                tuple(
                    Column(column, TYPES[kind], not is_nullable, words) for column, kind, is_nullable, words in columns
                ),
                tuple(key),
                comment,
            )
        )
    return tables


def reshape(connection: psycopg.Connection, tables: Sequence[Table], dropped: set[str]) -> None:
    """Create tables that are missing or have another shape; leave objects of others alone."""
    layouts = _layouts(connection)
    reshaped = [table for table in tables if layouts.get(table.full_name) != table.layout]
    outdated = sorted(dropped | {table.full_name for table in reshaped} & layouts.keys())
    if outdated:
        _take_alone(connection, outdated)
        connection.execute("drop function if exists marts.figures_as_of(date)")
        connection.execute(SQL("drop table {}").format(SQL(", ").join(map(identifier, outdated))))
    for table in reshaped:
        connection.execute(_create(table))
    _comment(connection, tables)
    if outdated or connection.execute("select to_regprocedure('marts.figures_as_of(date)')").fetchone() == (None,):
        _create_figures_as_of(connection, tables)


def _layouts(connection: psycopg.Connection) -> dict[str, Layout]:
    """The present shape of each table."""
    columns: dict[str, list[tuple[str, str, bool]]] = {}
    keys: dict[str, dict[int, str]] = {}
    for table, name, kind, is_required, place in connection.execute(
        "select nspname || '.' || relname, attname, format_type(atttypid, atttypmod), attnotnull,"
        " array_position(indkey::int2[], attnum)"
        " from pg_namespace join pg_class on relnamespace = pg_namespace.oid"
        " join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped"
        " left join pg_index on indrelid = pg_class.oid and indisprimary"
        " where nspname = any(%s) and relkind in ('r', 'p', 'v', 'm', 'f') order by attrelid, attnum",
        (list(SCHEMAS),),
    ):
        columns.setdefault(table, []).append((name, kind, is_required))
        if place is not None:
            keys.setdefault(table, {})[place] = name
    return {
        table: (tuple(found), tuple(name for _, name in sorted(keys.get(table, {}).items())))
        for table, found in columns.items()
    }


def _take_alone(connection: psycopg.Connection, tables: Sequence[str]) -> None:
    """Wait for readers of tables that must be rebuilt, in short steps, so that PostgreSQL never cancels a reader."""
    names = SQL(", ").join(map(identifier, tables))
    for _ in range(EXCLUSIVE_ATTEMPTS):
        try:
            with connection.transaction():
                connection.execute(SQL("set local statement_timeout = {}").format(Literal(EXCLUSIVE_MILLISECONDS)))
                connection.execute(SQL("lock table {} in access exclusive mode").format(names))
                connection.execute("set local statement_timeout = 0")
            return
        except errors.QueryCanceled:
            continue
    raise UserError(
        f"PostgreSQL: this release has other columns in {', '.join(tables)}, which others read without a pause. "
        f"The database still holds the previous release. End long queries and open transactions on them, then refresh."
    )


def _create(table: Table) -> Composed:
    columns = [
        SQL("{} {}{}").format(Identifier(one.name), SQL(one.type), SQL(" not null" if one.is_required else ""))
        for one in table.columns
    ]
    key = SQL("primary key ({})").format(names(table.key))
    return SQL("create table {} ({})").format(identifier(table.full_name), SQL(", ").join([*columns, key]))


def _create_figures_as_of(connection: psycopg.Connection, tables: Sequence[Table]) -> None:
    (figures,) = (table for table in tables if table.full_name == "marts.fct_figures")
    connection.execute(
        SQL(
            "create function marts.figures_as_of(as_of_day date) returns setof marts.fct_figures"
            " language sql stable parallel safe as {}"
        ).format(
            Literal(
                f"select {', '.join(one.name for one in figures.columns)} from marts.fct_figure_revisions "
                f"where publisher_as_of <= as_of_day and (superseded_on is null or superseded_on > as_of_day)"
            )
        )
    )
    connection.execute(SQL("comment on function marts.figures_as_of(date) is {}").format(Literal(FIGURES_AS_OF)))


def _comment(connection: psycopg.Connection, tables: Sequence[Table]) -> None:
    """Write the comments that differ from the present ones."""
    there = {
        (table, column): comment
        for table, column, comment in connection.execute(
            "select nspname || '.' || relname, attname, description"
            " from pg_description join pg_class on objoid = pg_class.oid and classoid = 'pg_class'::regclass"
            " join pg_namespace on relnamespace = pg_namespace.oid"
            " left join pg_attribute on attrelid = pg_class.oid and attnum = objsubid and objsubid > 0"
            " where nspname = any(%s)",
            (list(SCHEMAS),),
        )
    }
    for table in tables:
        name = identifier(table.full_name)
        if there.get((table.full_name, None)) != table.comment:
            connection.execute(SQL("comment on table {} is {}").format(name, Literal(table.comment)))
        for column in table.columns:
            if there.get((table.full_name, column.name)) != column.comment:
                connection.execute(
                    SQL("comment on column {}.{} is {}").format(name, Identifier(column.name), Literal(column.comment))
                )


def identifier(full_name: str) -> Identifier:
    return Identifier(*full_name.split(".", 1))


def names(columns: Sequence[str], alias: str | None = None) -> Composed:
    return SQL(", ").join(Identifier(alias, column) if alias else Identifier(column) for column in columns)
