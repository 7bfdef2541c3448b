"""The rows of the current release in PostgreSQL, and which release the database holds.

Belongs here: claiming the schemas and replacing the rows that differ. Not here: tables and columns (`shape`).

Readers see the old release or the new one, whole: each table is loaded beside and the differences are applied to all
of them in one transaction, so that a reader's snapshot decides. Renaming a schema written beside would not do: names
are resolved table by table, so that one join could read two releases; grants and the views of others would be lost.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import psycopg
from psycopg.sql import SQL, Identifier, Literal
from psycopg.types.json import Jsonb

from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.release.current import LOCKED_DOWN
from orchestration.spotlight.release.postgres.connection import connected
from orchestration.spotlight.release.postgres.edits import edited_tables, fingerprints
from orchestration.spotlight.release.postgres.shape import (
    RELEASE,
    SCHEMAS,
    Table,
    identifier,
    names,
    reshape,
    tables_of,
)
from orchestration.spotlight.release.publish import DATABASE, RELEASE_NOTE

MARK = "Kept by the Spotlight Warehouse"
SCHEMA_COMMENTS = {
    "marts": f"{MARK}: the facts, reports and dimensions of its current release. Changed at every release; keep your "
    f"own tables and views in a schema of your own.",
    "audit": f"{MARK}: what it received, changed and refused, and which release this is (audit.warehouse_release). "
    f"Changed at every release; keep your own tables and views in a schema of your own.",
}
ROWS_AT_ONCE = 10_000


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
    with connected(settings) as connection:
        held, note = _held(connection), _note(folder)
        if held != note:
            number = held["number"] if held else "none"
            return f"The copy in PostgreSQL is of release {number}, the current one is {note['number']}."
        if edited := edited_tables(connection):
            return f"In the copy in PostgreSQL {', '.join(edited)} differ from what was written: somebody edited them."
    return None


def write_current(settings: Settings) -> Written:
    """Bring the database to the current release, whole or not at all; `UserError` says what to fix."""
    with connected(settings) as connection:
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
        with duckdb.connect(folder / DATABASE, read_only=True, config=LOCKED_DOWN) as release:
            tables = tables_of(release)
            reshape(connection, (*tables, RELEASE), dropped=set(held["rows"] if held else ()) - set(note["rows"]))
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


def _replace(connection: psycopg.Connection, table: Table, release: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Load the table into a temporary one, then delete and insert only the rows that differ; return both counts."""
    target, beside = identifier(table.full_name), Identifier(f"loading_{table.schema}_{table.name}")
    columns = [column.name for column in table.columns]
    connection.execute(SQL("create temporary table {} (like {}) on commit drop").format(beside, target))
    _load(connection, table, beside, release)
    same_key = SQL("({}) = ({})").format(names(table.key, "old"), names(table.key, "new"))
    same_row = SQL("({}) is not distinct from ({})").format(names(columns, "old"), names(columns, "new"))
    removed = connection.execute(
        SQL("delete from {} as old where not exists (select from {} as new where {} and {})").format(
            target, beside, same_key, same_row
        )
    )
    added = connection.execute(
        SQL(
            "insert into {} ({}) select {} from {} as new where not exists (select from {} as old where {}) order by {}"
        ).format(target, names(columns), names(columns), beside, target, same_key, names(table.key))
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
