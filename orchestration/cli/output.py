"""How answers reach the screen: exit codes, JSON, tables, complaints.

Belongs here: what several commands show alike. Not here: what they show.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

from orchestration.spotlight.domain.visible import escaped

PUBLISHED, FAILED, WRONG_USAGE, REJECTIONS_OPEN, LOCKED, COPY_FAILED = 0, 1, 2, 3, 4, 5
CODES = (
    "0 published or nothing new; 1 nothing could be published; 2 wrong usage; 3 as 0 while a rejection is open; "
    "4 another refresh held the warehouse for too long; 5 as 0 or 3, but the copy in PostgreSQL failed."
)

_STATUSES = {WRONG_USAGE: "wrong_usage", LOCKED: "locked"}


class Screen:
    """A console for words in colour, made when it is first used: rich takes longer to import than the gate to look."""

    def __init__(self, *, is_stderr: bool) -> None:
        self._is_stderr = is_stderr

    @cached_property
    def console(self) -> Console:
        from rich.console import Console

        return Console(stderr=self._is_stderr, soft_wrap=True, highlight=False)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.console, name)


screen = Screen(is_stderr=False)
stderr = Screen(is_stderr=True)


def complain(message: str) -> None:
    """Say what went wrong, where errors belong."""
    stderr.print("[bold red]spotlight:[/] " + "\n".join(shown(line) for line in message.split("\n")))


def refuse(message: str, code: int, *, as_json: bool) -> int:
    """Say why nothing was done, for people and, where asked, for programs; return the exit code."""
    complain(message)
    if as_json:
        print_json({"status": _STATUSES.get(code, "failed"), "message": message})
    return code


def print_json(value: Any) -> None:
    """Print one JSON document; dates and times as ISO text, and what a terminal would act on as `\\u…`."""
    for line in json.dumps(value, default=str, ensure_ascii=False, indent=2).split("\n"):
        print(line if line.isprintable() else "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in line))


def shown(text: object) -> str:
    """Text from outside made harmless: one line, and neither markup nor control characters reach the terminal."""
    from rich.markup import escape

    return escape(escaped("" if text is None else str(text)))


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str | None = None) -> Table:
    """A table of plain values; numbers stand to the right."""
    from rich.table import Table

    result = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    listed = [list(row) for row in rows]
    for position, column in enumerate(columns):
        values = [row[position] for row in listed if row[position] is not None]
        is_number = bool(values) and all(isinstance(value, int | float) for value in values)
        result.add_column(column, justify="right" if is_number else "left", overflow="fold")
    for row in listed:
        result.add_row(*(shown(value) for value in row))
    return result


def show_rows(rows: Sequence[Mapping[str, object]]) -> None:
    """Rows as a table; where the screen is too narrow for one, each row as a list of its columns."""
    from rich.measure import Measurement

    if not rows:
        screen.print("No rows.")
        return
    whole = table(list(rows[0]), [list(row.values()) for row in rows])
    if not screen.is_terminal or Measurement.get(screen.console, screen.options, whole).maximum <= screen.width:
        screen.print(whole, width=None if screen.is_terminal else 10_000)
        return
    for row in rows:
        screen.print(table(("column", "value"), list(row.items())))
        screen.print()
