"""Columns of days beside figures: `Until`, `Months`.

Belongs here: those that are not understood. Not here: columns of days that state a period (sheets).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from orchestration.spotlight.readers.blocks import Cell
from orchestration.spotlight.readers.figures.model import Figure
from orchestration.spotlight.readers.grammar.dates import Period, find_dates
from orchestration.spotlight.readers.grammar.keys import FIRST_DAYS, LAST_DAYS, key_of
from orchestration.spotlight.readers.tree.lines import Line, Piece, text_of

_OF_DAYS = FIRST_DAYS | LAST_DAYS | {"begins", "duration", "ends", "starts", "until", "valid from", "valid until"}
_LENGTHS = frozenset(("days", "months", "weeks"))
_OF_LENGTHS = frozenset(("counted", "covered", "of", "data", "in", "number", "period", "the"))
_OF_A_YEAR = frozenset(("12", "52", "365", "366"))


def columns_of_days(lines: Sequence[Line], read: Sequence[Figure], periods: Collection[Period]) -> Iterator[Line]:
    """The heads of columns beside figures that say when each row begins or ends, or how long it is: `Until`, `Months`.

    `Until` above the last day of the stated period says nothing else, nor does `Months` above 12.
    """
    with_figures = {figure.candidate.table for figure in read}
    days = {day for one in (*periods, *(figure.period for figure in read)) if one for day in (one.start, one.end)}
    for position, line in enumerate(lines):
        cells = line.table.cells if line.table is not None and position in with_figures else ()
        for head in (cell for cell in cells if cell.row == 0):
            key = key_of(_text(head).replace("(s)", "s"))
            is_length = not _LENGTHS.isdisjoint(key.split()) and set(key.split()) <= _LENGTHS | _OF_LENGTHS
            if not (is_length or key in _OF_DAYS):
                continue
            below = [_text(cell) for cell in cells if cell.column == head.column and cell.row > 0]
            filled = [text for text in below if any(map(str.isdigit, text))]
            agree = all((text in _OF_A_YEAR if is_length else _is_one_of(text, days)) for text in filled)
            if filled and not agree:
                yield Line((Piece(head.lines[0].number, _text(head)),), (), (), line.top, line.bottom, line.block)


def _is_one_of(text: str, days: Collection[date]) -> bool:
    found = [one.resolved() for one in find_dates(text) if one.is_whole]
    return len(found) == 1 and found[0] in days


def _text(cell: Cell) -> str:
    return " ".join(text_of(one) for one in cell.lines)
