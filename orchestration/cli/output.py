"""How answers reach the screen: exit codes, JSON, tables, complaints.

Belongs here: output that several commands share. Not here: what a command shows.
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, TextIO, cast

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

from orchestration.spotlight.domain.visible import escaped

PUBLISHED, FAILED, WRONG_USAGE, NEEDS_A_PERSON, LOCKED, COPY_FAILED = 0, 1, 2, 3, 4, 5
CODES = (
    "0 published or nothing new; 1 nothing could be published, no figure is served, or its output could not be "
    "written; 2 wrong usage; 3 as 0, but a rejection is open or a removal is pending; 4 another refresh held the "
    "warehouse for too long; 5 as 0 or 3, but the copy in PostgreSQL failed."
)

_STATUSES = {WRONG_USAGE: "wrong_usage", LOCKED: "locked"}


class Screen:
    """A coloured console, created at first use: importing rich takes longer than the gate's check."""

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


class OutputRefused(Exception):
    """Standard output could not be written. The message says why."""


class Output:
    """A stream of which the rest is dropped once its reader has left: the command goes on, and ends with its own code.

    Any other error is `OutputRefused`, so that it is not taken for one of the warehouse's disk.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with self._guarded():
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with self._guarded():
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            # What is still in the buffer would fail again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())
            if not isinstance(error, BrokenPipeError):
                raise OutputRefused(f"The output cannot be written: {error.strerror or error}.") from error


@contextmanager
def guarded_output() -> Iterator[None]:
    """Write to standard output through `Output` until the end, where what is left in the buffer is written too."""
    if sys.stdout is None:  # closed by the caller
        yield
        return
    output = Output(sys.stdout)
    with redirect_stdout(cast(TextIO, output)):
        try:
            yield
        finally:
            if not output.closed:
                output.flush()


def complain(message: str) -> None:
    """Print an error message to standard error."""
    stderr.print("[bold red]spotlight:[/] " + "\n".join(shown(line) for line in message.split("\n")))


def refuse(message: str, code: int, *, as_json: bool) -> int:
    """Print why nothing was done, as JSON too if asked; return the exit code."""
    complain(message)
    if as_json:
        print_json({"status": _STATUSES.get(code, "failed"), "message": message})
    return code


def print_json(value: Any) -> None:
    """Print one JSON document; dates and times as ISO text, and what a terminal would act on as `\\u…`.

    A number that is not finite is null, since JSON has none.
    """
    for line in json.dumps(_finite(value), default=str, ensure_ascii=False, indent=2, allow_nan=False).split("\n"):
        print(line if line.isprintable() else "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in line))


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def shown(text: object) -> str:
    """Make outside text safe for a terminal: one line, without markup or control characters."""
    from rich.markup import escape

    return escape(escaped("" if text is None else str(text)))


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    title: str | None = None,
    numbers: Sequence[bool] | None = None,
) -> Table:
    """A table of plain values. Number columns are right-aligned: those of `numbers`, else detected by their values."""
    from rich.table import Table

    result = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    listed = [list(row) for row in rows]
    for position, column in enumerate(columns):
        is_number = numbers[position] if numbers is not None else _is_number_column(listed, position)
        result.add_column(shown(column), justify="right" if is_number else "left", overflow="fold")
    for row in listed:
        result.add_row(*(shown(value) for value in row))
    return result


def for_people(value: object) -> object:
    """A fraction or rate, rounded for reading; files and JSON hold the exact value."""
    if not isinstance(value, float) or not math.isfinite(value):
        return value
    return f"{value:.2g}" if 0 < abs(value) < 0.001 else f"{value:.3f}".rstrip("0").rstrip(".")


def show_rows(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows as a table, or one column per line if the table is wider than the screen (80 columns in a pipe)."""
    from rich.measure import Measurement

    if not rows:
        screen.print("No rows.")
        return
    rounded = [[for_people(value) for value in row] for row in rows]
    whole = table(columns, rounded, numbers=[_is_number_column(rows, at) for at in range(len(columns))])
    # Up to three short columns stay a table; the last column is wrapped.
    widths = [
        max(len(str(value)) for value in (column, *(row[at] for row in rounded))) for at, column in enumerate(columns)
    ]
    has_room = len(columns) <= 3 and screen.width - sum(widths[:-1]) - len(columns) >= 40
    if has_room or Measurement.get(screen.console, screen.options.update(width=10_000), whole).maximum <= screen.width:
        screen.console.print(whole, soft_wrap=False)
        return
    width = max(len(shown(column)) for column in columns)
    for number, row in enumerate(rounded):
        if number:
            screen.print()
        for column, value in zip(columns, row, strict=True):
            screen.print(f"[bold]{shown(column):<{width}}[/]  {shown(value)}")


def _is_number_column(rows: Sequence[Sequence[object]], at: int) -> bool:
    values = [row[at] for row in rows if row[at] is not None]
    return bool(values) and all(isinstance(value, int | float | Decimal) for value in values)
