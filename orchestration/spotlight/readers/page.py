"""What every format is turned into before it is understood: rows of cells with their places, and lines to be read.

Belongs here: places. Not here: formats (text, html, pdf), which cells make a column (flow), what words mean (words).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of text that stands apart from what is left and right of it."""

    text: str
    left: float
    right: float
    """In widths of a character; in a table whose columns are known, the numbers of its first and last column."""


@dataclass(frozen=True, slots=True)
class Row:
    """What stands at one height of a page. A row without cells is empty: no sentence and no wording reaches over it."""

    number: int
    """The line that a person is sent to."""
    cells: tuple[Cell, ...]
    top: float
    bottom: float
    """In lines: the next line of the same paragraph begins one below the bottom of this one."""
    table: int | None = None
    """Which table with known columns the row is one of."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One line in the order of reading."""

    number: int
    text: str
    top: float
    bottom: float
    stream: int = 0
    """The column or part of the page: nothing in one stream belongs to what stands in another."""
    table: int | None = None
    """The table that the line is a row of, when that table is read by its headings."""


def gap(upper: Placed | Row, lower: Placed | Row) -> float:
    """How many lines down `lower` begins; 1 is the next line."""
    return lower.top - upper.bottom
