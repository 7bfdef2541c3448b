"""Tables without drawn lines whose rows are all full, as a spreadsheet prints them: `Ohio  2019  Cases  Total  42`.

Belongs here: rows of equally many cells that stand below each other. Not here: labels with numbers beside them
(records).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from orchestration.spotlight.readers.formats.pdf.grids import Grid, GridCell, grid_of
from orchestration.spotlight.readers.formats.pdf.lines import Piece

_FEWEST_ROWS = 4
"""Its heads included."""
_FEWEST_WORDS = 2
"""Columns of words. A table with one is a list of labels with numbers beside them."""
_STRAIGHT = 1.5
"""In points: the cells of a column begin or end no farther apart."""

Row = Sequence[Piece]


def full_grids(lines: Sequence[Row]) -> Iterator[Grid]:
    """Each table with heads and at least three rows, of which no cell is empty and two columns hold words."""
    for width, group in groupby(lines, key=len):
        rows = list(group)
        if width > _FEWEST_WORDS and len(rows) >= _FEWEST_ROWS and _is_table(rows):
            cells = [
                GridCell(at, column, lines=[[piece]]) for at, row in enumerate(rows) for column, piece in enumerate(row)
            ]
            yield grid_of(
                cells, (rows[0][0].left, *(max(piece.right for piece in column) for column in zip(*rows, strict=True)))
            )


def _is_table(rows: Sequence[Row]) -> bool:
    heads, *below = rows
    columns = list(zip(*below, strict=True))
    words = sum(not any(piece.is_value for piece in column) for column in columns)
    are_counts = all(piece.is_value and not piece.is_year for piece in columns[-1])
    if any(head.is_value for head in heads) or words < _FEWEST_WORDS or not are_counts:
        return False
    if not all(map(_is_straight, columns)):
        return False
    edges = [
        (min(piece.left for piece in column), max(piece.right for piece in column))
        for column in zip(*rows, strict=True)
    ]
    return all(right < left for (_, right), (left, _) in pairwise(edges))


def _is_straight(column: Row) -> bool:
    """Whether the cells of a column begin or end below each other, and are all words or all numbers."""
    is_even = len({piece.is_value for piece in column}) == 1
    lefts, rights = [piece.left for piece in column], [piece.right for piece in column]
    return is_even and min(max(lefts) - min(lefts), max(rights) - min(rights)) < _STRAIGHT
