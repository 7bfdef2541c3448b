"""The current release opened for reading: read-only, without access to other files.

Belongs here: opening it and reading rows. Not here: what is asked (cli, inspect).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import duckdb

from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import UserError, first_line, raise_what_is_lacking

# Read-only mode alone still lets SQL read and write other files.
LOCKED_DOWN: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "lock_configuration": "true",
}


# An assistant opens a release for each question, and threads that start and end thousands of times gain nothing. With
# them a server crashed once in some 50,000 questions; whether they were the cause was not found.
_SMALL: dict[str, str | bool | int | float | list[str]] = {"threads": 1}


@contextmanager
def connect(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the current release; raise `UserError` when there is none, or when it cannot be read."""
    database = settings.current / "warehouse.duckdb"
    if not database.exists():
        raise UserError(f"There is no release at {settings.current} yet. Run `spotlight refresh` first.")
    # Resolve the link, so that one connection stays with one release.
    try:
        with duckdb.connect(database.resolve(), read_only=True, config={**LOCKED_DOWN, **_SMALL}) as connection:
            yield connection
    except duckdb.Error as error:
        raise_what_is_lacking(error, database)
        raise UserError(
            f"{database.resolve()}: cannot be read ({first_line(error)}). Run `spotlight rebuild`, which rebuilds it "
            f"from the ledger."
        ) from error


def rows_of(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """The rows of a query, each by column name."""
    result = connection.execute(sql, dict(parameters or {}))
    columns = [column[0] for column in result.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
