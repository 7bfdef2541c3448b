"""The rows of a table that are its title, or state its period or its accuracy date → its caption.

Belongs here: rows that say of what all figures of a table are. Not here: sections between rows (grids).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import takewhile

from orchestration.spotlight.readers.blocks import Cell, Line, Run, Table
from orchestration.spotlight.readers.grammar.tokens import Kind, What, tokens_of

_OF_PERIOD = frozenset(("period", "reporting", "time", "dates", "date", "range", "covered", "coverage", "of", "the"))
"""Words of a cell that says what the days beside it are."""


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


def with_statements(table: Table, text_of: Callable[[Line], str]) -> Table:
    """The table with `Period | 1/1/2019 | 12/31/2019` and `Accurate as of | July 30, 2020` as parts of its caption.

    What stands alone on a row above them is the title. A period below numbers is a section's, and stays where it is.
    """
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.lines:
            rows.setdefault(cell.row, []).append(cell)
    spanned = {row for cell in table.cells for row in range(cell.row, cell.row + cell.row_span) if cell.row_span > 1}
    stated: dict[int, Line] = {}
    has_numbers = False
    for row, cells in rows.items():
        texts = [" ".join(text_of(line) for line in cell.lines).strip() for cell in cells]
        line = None if row in spanned else _statement(cells[0].lines[0].number, texts, may_be_period=not has_numbers)
        if line is not None:
            stated[row] = line
        else:
            has_numbers |= any(_has_number(text) for text in texts[1:])
    if not stated or len(stated) == len(rows):
        return table
    titles = {row: cells[0].lines for row, cells in rows.items() if row < min(stated)}
    is_titled = all(len(rows[row]) == 1 and row not in spanned for row in titles)
    out = {row: (line,) for row, line in stated.items()} | (titles if is_titled else {})
    kept = sorted({cell.row for cell in table.cells} - set(out))
    place = {row: at for at, row in enumerate(kept)}
    left = tuple(replace(cell, row=place[cell.row]) for cell in table.cells if cell.row in place)
    return Table(left, (*table.caption, *(line for row in sorted(out) for line in out[row])))


def _statement(number: int, texts: Sequence[str], *, may_be_period: bool) -> Line | None:
    """What a row of two or three cells states, as one line; None if it states no day or period."""
    if not 1 < len(texts) < 4:
        return None
    text = f"{texts[0].rstrip(' :')}: {' - '.join(texts[1:])}"
    tokens = [token for token in tokens_of([(number, text)])[0] if token.kind is not Kind.BREAK]
    words = [token.text.casefold() for token in tokens if token.kind is Kind.WORD]
    recognised = [token.of for token in tokens if token.of is not None]
    if len(recognised) != 1 or len(words) + 1 != len(tokens):
        return None
    one = recognised[0]
    is_day = one.what is What.ACCURACY and one.day is not None and len(texts) == 2
    is_period = one.what is What.PERIOD and one.period is not None and may_be_period and _OF_PERIOD.issuperset(words)
    return Line(number, (Run(text),)) if is_day or is_period else None


def _has_number(text: str) -> bool:
    return any(token.kind is Kind.NUMBER for token in tokens_of([(0, text)])[0])
