"""`spotlight open`: SQL on the current release, read-only and locked down.

Belongs here: one query or a prompt. Not here: what the tables mean (dbt_project/models/overview.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import duckdb

from orchestration.cli.output import FAILED, PUBLISHED, complain, print_json, screen, show_rows
from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import UserError

# Read-only alone still lets SQL read any file and write one.
LOCKED_DOWN: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "lock_configuration": "true",
}


def run(sql: str | None, *, as_json: bool) -> int:
    """Answer one query, or ask for queries until the end of input; 1 if the query cannot be answered."""
    with connect(Settings()) as connection:
        if sql is not None:
            return _answer(connection, sql, as_json=as_json)
        return _prompt(connection, as_json=as_json)


@contextmanager
def connect(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the current release; raise `UserError` when there is none, or when it cannot be read."""
    database = settings.current / "warehouse.duckdb"
    if not database.exists():
        raise UserError(f"There is no release at {settings.current} yet. Run `spotlight refresh` first.")
    # The folder behind the link, so that one connection stays with one release.
    try:
        with duckdb.connect(database.resolve(), read_only=True, config=LOCKED_DOWN) as connection:
            yield connection
    except duckdb.Error as error:
        reason = str(error).partition("\n")[0]
        raise UserError(
            f"{database.resolve()}: cannot be read ({reason}). "
            f"Run `spotlight rebuild`, which makes it anew from the ledger."
        ) from error


def rows_of(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """The rows of a query, each by column name."""
    result = connection.execute(sql, dict(parameters or {}))
    columns = [column[0] for column in result.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def _prompt(connection: duckdb.DuckDBPyConnection, *, as_json: bool) -> int:
    if screen.is_terminal:
        import readline  # noqa: F401  (its import alone gives input() a history and an editable line)

        screen.print("SQL on the current release, read-only. End a query with ; and leave with Ctrl-D.")
    lines: list[str] = []
    failures = 0
    while True:
        try:
            lines.append(input(("spotlight> " if not lines else "      ...> ") if screen.is_terminal else ""))
        except EOFError:
            break
        if lines[-1].rstrip().endswith(";"):
            failures += _answer(connection, "\n".join(lines), as_json=as_json)
            lines = []
    if "".join(lines).strip():
        failures += _answer(connection, "\n".join(lines), as_json=as_json)
    return FAILED if failures and not screen.is_terminal else PUBLISHED


def _answer(connection: duckdb.DuckDBPyConnection, sql: str, *, as_json: bool) -> int:
    try:
        rows = rows_of(connection, sql)
    except duckdb.Error as error:
        complain(str(error))
        return FAILED
    if as_json:
        print_json(rows)
    else:
        show_rows(rows)
    return PUBLISHED
