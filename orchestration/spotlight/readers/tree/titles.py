"""The first rows of a table that are its title → its caption.

Belongs here: rows that stand above the heads of a table and hold one text. Not here: sections between rows (grids).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from orchestration.spotlight.readers.blocks import Cell, Table


def with_titles(table: Table) -> Table:
    """The table with its title as a part of its caption, as a spreadsheet that is saved as a page has it.

    A row of one text further down is a section, and then the first may be one as well.
    """
    rows: dict[int, list[Cell]] = {row: [] for row in range(max((cell.row for cell in table.cells), default=-1) + 1)}
    for cell in table.cells:
        if cell.lines:
            rows[cell.row].append(cell)
    titles = [row for row, _ in takewhile(lambda one: _is_title(one[1]), rows.items())]
    rest = [cells for row, cells in rows.items() if row >= len(titles) and cells]
    if not titles or len(rest) < 2 or len(rest[0]) == 1 or any(map(_is_wide, rest)):
        return table
    lines = tuple(line for row in titles for cell in rows[row] for line in cell.lines)
    cells = (replace(cell, row=cell.row - len(titles)) for cell in table.cells if cell.row >= len(titles))
    return Table(tuple(cells), (*table.caption, *lines))


def _is_title(cells: Sequence[Cell]) -> bool:
    """One text as wide as several columns, or an empty row; it spans no further rows."""
    return len(cells) == 0 or (_is_wide(cells) and cells[0].row_span == 1 and cells[0].column == 0)


def _is_wide(cells: Sequence[Cell]) -> bool:
    return len(cells) == 1 and cells[0].column_span > 1
