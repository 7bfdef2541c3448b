"""`spotlight open`: SQL on the current release, read-only and locked down.

Belongs here: one query or a prompt, and its commands. Not here: what the tables mean (dbt_project/models/overview.md).
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

import duckdb

from orchestration.cli.output import FAILED, PUBLISHED, WRONG_USAGE, print_json, refuse, screen, show_rows
from orchestration.settings import Settings
from orchestration.spotlight.domain.visible import escaped
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
# How Python passes on a byte of an argument or of standard input that is not UTF-8.
_NOT_UTF8 = re.compile("[\udc80-\udcff]")
Query = str | list[duckdb.Statement]
"""A command of the prompt or a text that is no SQL; or a query, for which DuckDB may need several statements."""


class Form(StrEnum):
    """How rows are shown."""

    PEOPLE = "people"
    CSV = "csv"
    JSON = "json"


def run(sql: str | None, form: Form) -> int:
    """Answer queries, given or typed until the end of input; 1 if any fails, 2 if there is none or too many."""
    is_person = sql is None and sys.stdin.isatty()
    is_json = form is Form.JSON
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")
    with connect(Settings()) as connection:
        queries: Iterable[Query] = _queries(connection, [sql] if sql is not None else _typed(is_person))
        if is_json and not is_person:
            queries = [query for query in queries if not _is_leave(query)]
            if len(queries) > 1:
                message = f"--json prints one document, so it takes one query. Found: {len(queries)}. Ask one by one."
                return refuse(message, WRONG_USAGE, as_json=True)
        codes = [_answer(connection, query, form) for query in queries]
    if is_person:
        return PUBLISHED
    return max(codes) if codes else refuse("The text contains no query.", WRONG_USAGE, as_json=is_json)


def _queries(connection: duckdb.DuckDBPyConnection, texts: Iterable[str]) -> Iterator[Query]:
    for text in texts:
        if text.lstrip().startswith(".") or _NOT_UTF8.search(text):
            yield text
            continue
        try:
            statements = connection.extract_statements(text)
        except duckdb.Error:
            yield text  # the answer says what is wrong with it
            continue
        query = []
        for statement in statements:
            query.append(statement)
            # A pivot makes a type before it selects, and neither has a text of its own.
            if statement.query or statement.type != duckdb.StatementType.CREATE:
                yield query
                query = []


def _typed(is_person: bool) -> Iterator[str]:
    """The texts of standard input, up to a semicolon at the end of a line."""
    if is_person:
        import readline  # noqa: F401  (importing it gives input() a history and line editing)

        screen.print(
            "SQL on the current release, read-only. End a query with ; and type exit to leave, .help for help."
        )
    lines: list[str] = []
    while True:
        try:
            line = input(("spotlight> " if not lines else "      ...> ") if is_person else "")
        except EOFError:
            break
        except KeyboardInterrupt:  # gives up what was typed, as in a shell
            print()
            lines = []
            continue
        if not lines and _is_leave(line):
            yield line
            return
        lines.append(line)
        if line.rstrip().endswith(";") or (len(lines) == 1 and line.lstrip().startswith(".")):
            yield "\n".join(lines)
            lines = []
    yield "\n".join(lines)


def _command(text: str) -> str:
    return text.strip().rstrip(";").strip()


def _is_leave(query: Query) -> bool:
    return isinstance(query, str) and _command(query).lower() in _LEAVE


def _answer(connection: duckdb.DuckDBPyConnection, query: Query, form: Form) -> int:
    """Answer a query or a command of the prompt."""
    if not isinstance(query, str):
        return _show(connection, query, {}, form)
    is_json = form is Form.JSON
    if byte := _NOT_UTF8.search(query):
        found = f"0x{ord(byte[0]) - 0xDC00:02x}"
        message = f"The query holds the byte {found}, which is not UTF-8. Save the query as UTF-8 and ask again."
        return refuse(message, FAILED, as_json=is_json)
    if _is_leave(query):
        return PUBLISHED
    word, _, rest = _command(query).lower().partition(" ")
    if word == ".help":
        screen.print(_HELP, markup=False)
        return PUBLISHED
    if word == ".tables":
        return _show(connection, [_TABLES], {}, form)
    if word == ".describe":
        name = rest.strip()
        if not name:
            message = "`.describe` expects a table, as in `.describe fct_cases`. `.tables` lists all tables."
            return refuse(message, FAILED, as_json=is_json)
        if not connection.execute(f"select count(*) from ({_DESCRIBE})", {"name": name}).fetchall()[0][0]:
            return refuse(f"There is no table {name!r}. `.tables` lists all tables.", FAILED, as_json=is_json)
        return _show(connection, [_DESCRIBE], {"name": name}, form)
    if word.startswith("."):
        return refuse(f"{word} is not a known command. `.help` lists the commands.", FAILED, as_json=is_json)
    return _show(connection, [query], {}, form)


def _show(
    connection: duckdb.DuckDBPyConnection,
    statements: Sequence[str | duckdb.Statement],
    parameters: dict[str, str],
    form: Form,
) -> int:
    """Show the rows of the last statement."""
    try:
        for statement in statements:
            connection.execute(statement, parameters)
        columns = [column[0] for column in connection.description or ()]
        rows = connection.fetchall() if columns else []
    except duckdb.Error as error:
        return refuse(str(error), FAILED, as_json=form is Form.JSON)
    _write(columns, rows, form)
    return PUBLISHED


def _write(columns: Sequence[str], rows: Sequence[Sequence[object]], form: Form) -> None:
    if form is Form.JSON:
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif form is Form.CSV:
        is_terminal = sys.stdout.isatty()
        for row in (columns, *rows):
            sys.stdout.write(",".join(_cell(value, is_terminal) for value in row) + "\n")
    else:
        show_rows(columns, rows)


def _cell(value: object, is_terminal: bool) -> str:
    """A value in CSV as a release's own files have it: null is nothing, an empty text is two quotes."""
    if value is None:
        return ""
    text = escaped(str(value)) if is_terminal else str(value)
    return text if text and not re.search(r'[",\r\n]', text) else '"' + text.replace('"', '""') + '"'
