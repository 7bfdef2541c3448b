"""Did somebody edit the copy in PostgreSQL? Digests of its tables, noted with what was written.

Belongs here: making and comparing them. Not here: writing the tables (`copy`).
"""

from __future__ import annotations

from collections.abc import Iterable

import psycopg
from psycopg.sql import SQL, Identifier


def edited_tables(connection: psycopg.Connection) -> list[str]:
    """The tables that differ from what was last written; all of them if that was not noted."""
    # As JSON, since a copy of an earlier version has no such column.
    query = "select row_counts, to_jsonb(release) -> 'fingerprints' from audit.warehouse_release as release"
    names, noted = connection.execute(query).fetchone() or ({}, {})
    now = fingerprints(connection, names)
    return sorted(name for name in names if now[name] != (noted or {}).get(name))


def fingerprints(connection: psycopg.Connection, tables: Iterable[str]) -> dict[str, str]:
    """Table → the number of its rows and the sum of their hashes, whatever their order; empty for one that is gone."""
    connection.execute("set local datestyle = 'ISO, YMD'")
    connection.execute("set local extra_float_digits = 1")
    found = {}
    for table in tables:
        name = Identifier(*table.split(".", 1))
        query = SQL("select count(*) || ' ' || coalesce(sum(hashtextextended(one::text, 0)), 0) from {} as one")
        is_there = connection.execute("select to_regclass(%s) is not null", (name.as_string(connection),)).fetchone()
        row = connection.execute(query.format(name)).fetchone() if is_there == (True,) else None
        found[table] = str(row[0]) if row else ""
    return found
