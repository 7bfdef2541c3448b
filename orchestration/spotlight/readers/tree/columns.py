"""Columns of a table that say nothing: those without any text, and the numbers of rows, items or boxes.

Belongs here: which columns go before a table is read. Not here: heads and numbers of the others (grids).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from orchestration.spotlight.readers.blocks import Cell, Line, Table

# `C.4.2`, `14a`, `2.1`: the number of an item in an outline or of a box in a form.
_ITEM = re.compile(r"(?:([A-Z]{1,2})[.-]?)?([0-9]{1,2})((?:\.[0-9]{1,2}){0,3})([a-z])?[.)]?")
_WORD = re.compile(r"[^\W\d_]{2}")
_ROWS = 3
"""Rows that are numbered, at least."""


def without_idle_columns(table: Table, text_of: Callable[[Line], str]) -> Table:
    """The table without empty columns, and without a first one that numbers the rows as an outline or a form does.

    Whole numbers alone may be counts: whether they only count the rows is told where heads are known (grids).
    """
    said = [cell for cell in table.cells if any(text_of(line).strip() for line in cell.lines)]
    columns = range(max((cell.column + cell.column_span for cell in table.cells), default=0))
    filled: dict[int, list[Cell]] = {column: [] for column in columns}
    for cell in said:
        filled[cell.column].append(cell)
    kept = [column for column, cells in filled.items() if cells]
    if len(kept) > 2 and _numbers_rows(filled[kept[0]], filled[kept[1]], text_of):
        kept = kept[1:]
    if len(kept) == len(filled) or not kept:
        return table
    cells = []
    for cell in table.cells:
        first, behind = (bisect_left(kept, at) for at in (cell.column, cell.column + cell.column_span))
        if behind > first:
            cells.append(replace(cell, column=first, column_span=behind - first))
    return replace(table, cells=tuple(cells))


def _numbers_rows(firsts: list[Cell], seconds: list[Cell], text_of: Callable[[Line], str]) -> bool:
    """Whether all cells are numbers of items that grow from row to row, each beside words."""
    texts = [" ".join(text_of(line) for line in cell.lines).strip() for cell in firsts]
    items = [_ITEM.fullmatch(text) for text in texts]
    rows = {cell.row for cell in seconds if _WORD.search(" ".join(text_of(line) for line in cell.lines))}
    if len(items) < _ROWS or not all(items) or not {cell.row for cell in firsts} <= rows:
        return False
    orders = [_order(item) for item in items if item is not None]
    is_outline = sum(bool(item and (item[1] or item[3] or item[4])) for item in items) * 2 > len(items)
    return is_outline and all(one < other for one, other in pairwise(orders))


def _order(item: re.Match[str]) -> tuple[str, tuple[int, ...], str]:
    numbers = tuple(int(one) for one in (item[2] + item[3]).split("."))
    return item[1] or "", numbers, item[4] or ""
