"""Marts and audit of the current release as tables of a PostgreSQL database, for tools that want a server.

Belongs here: the copy's shape, contents, keys and comments, and what went wrong in words for people.
Not here: when it is written (`orchestration/defs/postgres.py`), who may read it (`bi/postgres.md`).

Readers see the old release or the new one, whole: each table is loaded beside and the differences are applied to all
of them in one transaction, so that a reader's snapshot decides. Renaming a schema written beside would not do: names
are resolved table by table, so that one join could read two releases; grants and the views of others would be lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import duckdb
import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Composed, Identifier, Literal
from psycopg.types.json import Jsonb

from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.release.edits import edited_tables, fingerprints
from orchestration.spotlight.release.publish import DATABASE, RELEASE_NOTE

SCHEMAS = ("marts", "audit")
MARK = "Kept by the Spotlight Warehouse"
SCHEMA_COMMENTS = {
    "marts": f"{MARK}: the facts, reports and dimensions of its current release. Changed at every release; keep your "
    f"own tables and views in a schema of your own.",
    "audit": f"{MARK}: what it received, changed and refused, and which release this is (audit.warehouse_release). "
    f"Changed at every release; keep your own tables and views in a schema of your own.",
}
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
ROWS_AT_ONCE = 10_000
CONNECT_SECONDS = 10
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


# The parts of a release's note that identify it.
_NOTED = ("number", "batch", "created_at", "code_version", "reference_version", "dbt_version", "rows")


@dataclass(frozen=True, slots=True)
class Written:
    """The result of a write; empty if the database already held the release."""

    release: int
    rows_added: Mapping[str, int]
    rows_removed: Mapping[str, int]


def is_behind(settings: Settings) -> bool:
    """Whether the database does not hold the current release as written; `UserError` if it cannot be reached."""
    return what_differs(settings) is not None


def what_differs(settings: Settings) -> str | None:
    """How the copy differs from the current release, in words; None if it does not, or there is no release."""
    folder = _current_folder(settings)
    if folder is None:
        return None
    with _connected(settings) as connection:
        held, note = _held(connection), _note(folder)
        if held != note:
            number = held["number"] if held else "none"
            return f"The copy in PostgreSQL is of release {number}, the current one is {note['number']}."
        if edited := edited_tables(connection):
            return f"In the copy in PostgreSQL {', '.join(edited)} differ from what was written: somebody edited them."
    return None


def write_current(settings: Settings) -> Written:
    """Bring the database to the current release, whole or not at all; `UserError` says what to fix."""
    with _connected(settings) as connection:
        # One writer at a time. The release is read only now, so that an older one never replaces a newer one.
        connection.execute("select pg_advisory_xact_lock(hashtext(%s))", (MARK,))
        folder = _current_folder(settings)
        if folder is None:
            raise UserError(f"There is no release at {settings.current} yet. Run `spotlight refresh` first.")
        note = _note(folder)
        held = _held(connection)
        if held == note and not edited_tables(connection):
            return Written(note["number"], {}, {})
        for schema in SCHEMAS:
            _claim(connection, schema)
        with duckdb.connect(
            folder / DATABASE, read_only=True, config={"enable_external_access": "false", "lock_configuration": "true"}
        ) as release:
            tables = _tables(release)
            _shape(connection, (*tables, RELEASE), dropped=set(held["rows"] if held else ()) - set(note["rows"]))
            added, removed = {}, {}
            for table in tables:
                removed[table.full_name], added[table.full_name] = _replace(connection, table, release)
        connection.execute("delete from audit.warehouse_release")
        connection.execute(
            "insert into audit.warehouse_release values (%(number)s, %(batch)s, %(created_at)s, %(code_version)s,"
            " %(reference_version)s, %(dbt_version)s, %(rows)s, %(fingerprints)s)",
            note | {"rows": Jsonb(note["rows"]), "fingerprints": Jsonb(fingerprints(connection, note["rows"]))},
        )
        return Written(note["number"], added, removed)


def _current_folder(settings: Settings) -> Path | None:
    """The folder behind the link, so that note and database are of one release."""
    folder = settings.current.resolve()
    return folder if (folder / RELEASE_NOTE).exists() else None


def _note(folder: Path) -> dict[str, Any]:
    note: dict[str, Any] = json.loads((folder / RELEASE_NOTE).read_text(encoding="utf-8"))
    return {name: note[name] for name in _NOTED}


def _held(connection: psycopg.Connection) -> dict[str, Any] | None:
    """The note of the release that the database holds, as it was beside the database file."""
    if connection.execute("select to_regclass('audit.warehouse_release')").fetchone() == (None,):
        return None
    row = connection.execute(
        'select number, batch, to_char(created_at, \'YYYY-MM-DD"T"HH24:MI:SS"+00:00"\'), code_version,'
        " reference_version, dbt_version, row_counts from audit.warehouse_release"
    ).fetchone()
    return dict(zip(_NOTED, row, strict=True)) if row is not None else None


def _claim(connection: psycopg.Connection, schema: str) -> None:
    """Create the schema, or use it if it is empty; refuse one with objects of others."""
    found = connection.execute(
        "select obj_description(oid, 'pg_namespace'),"
        " exists (select from pg_depend where refclassid = 'pg_namespace'::regclass and refobjid = pg_namespace.oid)"
        " from pg_namespace where nspname = %s",
        (schema,),
    ).fetchone()
    if found is None:
        connection.execute(SQL("create schema {}").format(Identifier(schema)))
    elif not (found[0] or "").startswith(MARK) and found[1]:
        raise UserError(
            f"The PostgreSQL database already has a schema {schema} that this warehouse did not create. Nothing in it "
            f"was changed. Rename it, or let SPOTLIGHT_POSTGRES_URL name a database of the warehouse's own."
        )
    if found is None or found[0] != SCHEMA_COMMENTS[schema]:
        connection.execute(
            SQL("comment on schema {} is {}").format(Identifier(schema), Literal(SCHEMA_COMMENTS[schema]))
        )


def _tables(release: duckdb.DuckDBPyConnection) -> list[Table]:
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


def _shape(connection: psycopg.Connection, tables: Sequence[Table], dropped: set[str]) -> None:
    """Create tables that are missing or have another shape; leave objects of others alone."""
    layouts = _layouts(connection)
    reshaped = [table for table in tables if layouts.get(table.full_name) != table.layout]
    outdated = sorted(dropped | {table.full_name for table in reshaped} & layouts.keys())
    if outdated:
        _take_alone(connection, outdated)
        connection.execute("drop function if exists marts.figures_as_of(date)")
        connection.execute(SQL("drop table {}").format(SQL(", ").join(map(_identifier, outdated))))
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
    names = SQL(", ").join(map(_identifier, tables))
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
    key = SQL("primary key ({})").format(_names(table.key))
    return SQL("create table {} ({})").format(_identifier(table.full_name), SQL(", ").join([*columns, key]))


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
        name = _identifier(table.full_name)
        if there.get((table.full_name, None)) != table.comment:
            connection.execute(SQL("comment on table {} is {}").format(name, Literal(table.comment)))
        for column in table.columns:
            if there.get((table.full_name, column.name)) != column.comment:
                connection.execute(
                    SQL("comment on column {}.{} is {}").format(name, Identifier(column.name), Literal(column.comment))
                )


def _replace(connection: psycopg.Connection, table: Table, release: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Load the table into a temporary one, then delete and insert only the rows that differ; return both counts."""
    target, beside = _identifier(table.full_name), Identifier(f"loading_{table.schema}_{table.name}")
    columns = [column.name for column in table.columns]
    connection.execute(SQL("create temporary table {} (like {}) on commit drop").format(beside, target))
    _load(connection, table, beside, release)
    same_key = SQL("({}) = ({})").format(_names(table.key, "old"), _names(table.key, "new"))
    same_row = SQL("({}) is not distinct from ({})").format(_names(columns, "old"), _names(columns, "new"))
    removed = connection.execute(
        SQL("delete from {} as old where not exists (select from {} as new where {} and {})").format(
            target, beside, same_key, same_row
        )
    )
    added = connection.execute(
        SQL(
            "insert into {} ({}) select {} from {} as new where not exists (select from {} as old where {}) order by {}"
        ).format(target, _names(columns), _names(columns), beside, target, same_key, _names(table.key))
    )
    return removed.rowcount, added.rowcount


def _load(connection: psycopg.Connection, table: Table, beside: Identifier, release: duckdb.DuckDBPyConnection) -> None:
    # PostgreSQL cannot store the character zero in text; a refused file may hold one.
    columns = ", ".join(
        f"replace(\"{column.name}\", chr(0), '\N{SYMBOL FOR NULL}')" if column.type == "text" else f'"{column.name}"'
        for column in table.columns
    )
    rows = release.execute(f'select {columns} from "{table.schema}"."{table.name}"')
    with connection.cursor().copy(SQL("copy {} from stdin").format(beside)) as copy:
        while several := rows.fetchmany(ROWS_AT_ONCE):
            for row in several:
                copy.write_row(row)


def _identifier(full_name: str) -> Identifier:
    return Identifier(*full_name.split(".", 1))


def _names(columns: Sequence[str], alias: str | None = None) -> Composed:
    return SQL(", ").join(Identifier(alias, column) if alias else Identifier(column) for column in columns)


@contextmanager
def _connected(settings: Settings) -> Iterator[psycopg.Connection]:
    """One transaction on the database of `SPOTLIGHT_POSTGRES_URL`; its errors are reported without secrets."""
    url = settings.postgres_url or ""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error:
        parts = {}
    # From an unescaped sign in a password libpq makes a host, port or database that would show part of the password.
    ports = str(parts.get("port", "")).split(",")
    if (
        not parts
        or "@" in f"{parts.get('host')}{parts.get('dbname')}"
        or not all(one.isdecimal() or not one for one in ports)
    ):
        raise UserError(
            "SPOTLIGHT_POSTGRES_URL cannot be read. Write it as postgresql://user:password@host:5432/database, with "
            "the signs @ : / ? # % of user and password as %40 %3A %2F %3F %23 %25."
        ) from None
    place = f"PostgreSQL at {parts.get('host', 'the default address')}:{parts.get('port', 5432)}, database " + (
        f"{parts.get('dbname', parts.get('user', 'default'))}, user {parts.get('user', 'default')}"
    )
    try:
        with psycopg.connect(
            url,
            connect_timeout=int(parts.get("connect_timeout") or CONNECT_SECONDS),
            application_name="spotlight-warehouse",
            client_encoding="utf8",
        ) as connection:
            connection.execute("set lock_timeout = '60s'")
            yield connection
    except errors.InsufficientPrivilege as error:
        raise UserError(
            f"{place}: the user lacks a right ({_detail(error, parts)}). Have the database's owner run: "
            f"grant create, temporary on database {parts.get('dbname')} to {parts.get('user')}; and let the user own "
            f"the schemas marts and audit if they are there."
        ) from None
    except errors.DependentObjectsStillExist as error:
        raise UserError(
            f"{place}: a table has other columns now, and something of yours depends on the old one "
            f"({_detail(error, parts)}). Drop it, refresh, and create it again."
        ) from None
    except errors.LockNotAvailable:
        raise UserError(
            f"{place}: another session has held a table or the right to write for more than 60 s. "
            f"End it (see pg_stat_activity), then refresh."
        ) from None
    except psycopg.Error as error:
        if isinstance(error, psycopg.OperationalError) and error.sqlstate is None:
            raise UserError(
                f"{place}: cannot be reached, or refuses the login ({_detail(error, parts)}). Check that the server "
                f"runs, that SPOTLIGHT_POSTGRES_URL has the right address, user and password, and that pg_hba.conf "
                f"admits them. Then refresh."
            ) from None
        raise UserError(
            f"{place}: could not be written ({_detail(error, parts)}). Its contents are unchanged. "
            f"Fix this, then refresh."
        ) from None


def _detail(error: psycopg.Error, parts: Mapping[str, Any]) -> str:
    """PostgreSQL's message in one line, without the password."""
    primary = error.diag.message_primary
    words = " ".join((f"{primary} {error.diag.message_detail or ''}" if primary else str(error)).split())
    password = str(parts.get("password") or "")
    for secret in filter(None, {password, quote(password, safe="")}):
        words = words.replace(secret, "…")
    return words[:400]
