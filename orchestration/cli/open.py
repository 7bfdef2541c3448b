"""`spotlight open`: SQL on the current release, read-only and locked down.

Belongs here: one query or a prompt, and its commands. Not here: what the tables mean (dbt_project/models/overview.md).
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from enum import StrEnum

import duckdb

from orchestration.cli.output import FAILED, PUBLISHED, complain, print_json, screen, show_rows
from orchestration.settings import Settings
from orchestration.spotlight.release.current import connect

_HELP = """\
A query ends with a semicolon. Other commands:
  .tables            list the tables of marts and audit with their purpose
  .describe TABLE    list the columns of a table with their meaning
  .help              show this text
  exit, .exit, quit  exit; so does Ctrl-D"""
_TABLES = """
    select
        schema_name || '.' || table_name as "table",
        regexp_extract(replace(comment, chr(10), ' '), '^[^.]*\\.') as "what it holds"
    from duckdb_tables() where schema_name in ('marts', 'audit') order by all
"""
_DESCRIBE = """
    select column_name as "column", data_type as "type", replace(comment, chr(10), ' ') as "meaning"
    from duckdb_columns()
    where schema_name in ('marts', 'audit') and $name in (table_name, schema_name || '.' || table_name)
    order by schema_name, column_index
"""
_LEAVE = ("exit", ".exit", "quit", ".quit")


class Form(StrEnum):
    """How rows are shown."""

    PEOPLE = "people"
    CSV = "csv"
    JSON = "json"


def run(sql: str | None, form: Form) -> int:
    """Answer one query, or prompt for queries until the end of input; 1 if any query fails."""
    with connect(Settings()) as connection:
        if sql is not None:
            return _answer(connection, sql, form)
        return _prompt(connection, form)


def _prompt(connection: duckdb.DuckDBPyConnection, form: Form) -> int:
    is_person = sys.stdin.isatty()
    if is_person:
        import readline  # noqa: F401  (importing it gives input() a history and line editing)

        screen.print(
            "SQL on the current release, read-only. End a query with ; and type exit to leave, .help for help."
        )
    lines: list[str] = []
    has_failed = False
    while True:
        try:
            line = input(("spotlight> " if not lines else "      ...> ") if is_person else "")
        except EOFError:
            break
        except KeyboardInterrupt:  # gives up what was typed, as in a shell
            print()
            lines = []
            continue
        if not lines and line.strip().rstrip(";").lower() in _LEAVE:
            break
        lines.append(line)
        if line.rstrip().endswith(";") or (len(lines) == 1 and line.lstrip().startswith(".")):
            has_failed = bool(_answer(connection, "\n".join(lines), form)) or has_failed
            lines = []
    if "".join(lines).strip():
        has_failed = bool(_answer(connection, "\n".join(lines), form)) or has_failed
    return FAILED if has_failed and not is_person else PUBLISHED


def _answer(connection: duckdb.DuckDBPyConnection, text: str, form: Form) -> int:
    """Answer a query or a command of the prompt."""
    word, _, rest = text.strip().rstrip(";").strip().partition(" ")
    if word == ".help":
        screen.print(_HELP, markup=False)
        return PUBLISHED
    if word == ".tables":
        return _show(connection, _TABLES, {}, form)
    if word == ".describe":
        name = rest.strip().lower()
        if not connection.execute(f"select count(*) from ({_DESCRIBE})", {"name": name}).fetchall()[0][0]:
            complain(f"There is no table {name!r}. `.tables` lists all tables.")
            return FAILED
        return _show(connection, _DESCRIBE, {"name": name}, form)
    if word.startswith("."):
        complain(f"{word} is not a known command. `.help` lists the commands.")
        return FAILED
    return _show(connection, text, {}, form)


def _show(connection: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, str], form: Form) -> int:
    try:
        if not connection.extract_statements(sql):
            screen.print("The text contains no query.")
            return PUBLISHED
        result = connection.execute(sql, parameters)
        columns = [column[0] for column in result.description or ()]
        rows = result.fetchall() if columns else []
    except duckdb.Error as error:
        complain(str(error))
        return FAILED
    _write(columns, rows, form)
    return PUBLISHED


def _write(columns: Sequence[str], rows: Sequence[Sequence[object]], form: Form) -> None:
    if form is Form.JSON:
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif form is Form.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    else:
        show_rows(columns, rows)
