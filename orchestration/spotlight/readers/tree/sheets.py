"""Tables as spreadsheets keep them: the letters and numbers of the sheet itself, a period in two cells.

Belongs here: cells that say the same in another form. Not here: rows that state something about all figures (titles).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from string import ascii_uppercase

from orchestration.spotlight.readers.blocks import Cell, Line, Run, Table
from orchestration.spotlight.readers.grammar.tokens import What, tokens_of

_FIRST = frozenset(("begin", "begin date", "first day", "from", "period start", "start", "start date"))
_LAST = frozenset(("end", "end date", "last day", "period end", "through", "to"))
_WHOLE_NUMBER = re.compile(r"[0-9][0-9,]*")
TextOf = Callable[[Line], str]


def as_read(table: Table, text_of: TextOf) -> Table:
    """The table without the headings of its sheet, and with each period in one cell."""
    return _with_periods_in_rows(_with_periods_in_columns(_without_headings(table, text_of), text_of), text_of)


def _text(cell: Cell, text_of: TextOf) -> str:
    return " ".join(text_of(line) for line in cell.lines).strip()


def _without_headings(table: Table, text_of: TextOf) -> Table:
    """Remove `A`, `B`, `C` above the columns and `1`, `2`, `3` before the rows."""
    texts = {(cell.row, cell.column): _text(cell, text_of) for cell in table.cells}
    above = [text for (row, column), text in sorted(texts.items()) if row == 0 and column > 0]
    before = [text for (row, column), text in sorted(texts.items()) if column == 0 and row > 0]
    rows = {row for row, _ in texts} - {0}
    is_sheet = not texts.get((0, 0)) and above == list(ascii_uppercase[: len(above)]) != []
    if not is_sheet or before != [str(at) for at in range(1, len(rows) + 1)]:
        return table
    cells = (cell for cell in table.cells if cell.row > 0 and cell.column > 0)
    return replace(table, cells=tuple(replace(cell, row=cell.row - 1, column=cell.column - 1) for cell in cells))


def _with_periods_in_columns(table: Table, text_of: TextOf) -> Table:
    """Join the columns `From` and `To`, side by side, to one with the whole period."""
    columns: dict[int, dict[int, Cell]] = {}
    for cell in table.cells:
        columns.setdefault(cell.column, {})[cell.row] = cell
    starts = [cell for cell in table.cells if _text(cell, text_of).casefold() in _FIRST]
    are_over = any(cell.column_span > 1 for cell in table.cells if starts and cell.row < starts[0].row and cell.column)
    if len(starts) != 1 or are_over:
        # `Grant` over one pair, or a pair for the grant and one for the cases.
        return table
    for column, cells in columns.items():
        last = columns.get(column + 1, {})
        head = next((row for row in sorted(cells) if _text(cells[row], text_of).casefold() in _FIRST), -1)
        if head < 0 or head not in last or _text(last[head], text_of).casefold() not in _LAST:
            continue
        below = [row for row in sorted(cells) if row > head and cells[row].lines]
        joined = {row: _period(cells[row], last[row], text_of) for row in below if row in last}
        if not below or len(joined) < len(below) or not all(joined.values()):
            continue
        named = {**joined, head: _named_period(cells[head])}
        kept = [named.get(cell.row) or cell if cell.column == column else cell for cell in table.cells]
        kept = [cell for cell in kept if cell.column != column + 1]
        moved = [replace(cell, column=cell.column - 1) if cell.column > column else cell for cell in kept]
        return replace(table, cells=tuple(moved))
    return table


def _with_periods_in_rows(table: Table, text_of: TextOf) -> Table:
    """Join `From | 1/1/2023` and `To | 12/31/2023`, a row below the other, to one row."""
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.lines:
            rows.setdefault(cell.row, []).append(cell)
    has_counts = any(_WHOLE_NUMBER.fullmatch(_text(cells[-1], text_of)) for cells in rows.values() if len(cells) == 2)
    # Only beside counts: in a list of keys and values they may be the days of a grant.
    for row, cells in rows.items() if has_counts else ():
        below = rows.get(row + 1, [])
        if len(cells) != 2 or len(below) != 2 or _text(cells[0], text_of).casefold().rstrip(":") not in _FIRST:
            continue
        joined = _period(cells[1], below[1], text_of)
        if joined is not None and _text(below[0], text_of).casefold().rstrip(":") in _LAST:
            name = _named_period(cells[0])
            others = (cell for cell in table.cells if cell.row not in (row, row + 1))
            return replace(table, cells=tuple(sorted((*others, name, joined), key=lambda one: (one.row, one.column))))
    return table


def _named_period(head: Cell) -> Cell:
    return replace(head, lines=(Line(head.lines[0].number, (Run("Period"),)),))


def _period(first: Cell, last: Cell, text_of: TextOf) -> Cell | None:
    """The cells of a first and a last day as one cell; None if they hold anything else."""
    text = f"{_text(first, text_of)} - {_text(last, text_of)}"
    tokens = tokens_of([(0, text)])[0]
    of = tokens[0].of if len(tokens) == 1 else None
    runs = [run for cell in (first, last) for line in cell.lines for run in line.runs]
    is_plain = not any(run.doubt or run.hidden or run.struck for run in runs)
    if of is None or of.what is not What.PERIOD or of.period is None or not is_plain:
        return None
    return replace(first, lines=(Line(first.lines[0].number, (Run(text),)),))
