"""Periods in other columns than the figures: of the page, as in a newsletter, or of their table.

Belongs here: when the only period of a document reaches over to its figures, columns of days that are not understood.
Not here: other statements (particulars), columns of days that state a period (sheets).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from orchestration.spotlight.readers.blocks import Cell, GroupKind
from orchestration.spotlight.readers.figures.model import Figure
from orchestration.spotlight.readers.figures.reach import heads_figures
from orchestration.spotlight.readers.figures.statements import Sentence, Statement
from orchestration.spotlight.readers.grammar.dates import Period, find_dates
from orchestration.spotlight.readers.grammar.keys import FIRST_DAYS, LAST_DAYS, key_of
from orchestration.spotlight.readers.tree.lines import Line, Piece, Role, text_of

_OF_THE_DATA = re.compile(
    r"(?:the|these|all) (?:hotline )?(?:data|figures|numbers|statistics) (?:cover|represent)\b", re.I
)
_TIMES = frozenset(
    ("after", "before", "earlier", "following", "half", "last", "later", "month", "months", "next", "previous",
     "quarter", "year", "years")
)  # fmt: skip


_OF_DAYS = FIRST_DAYS | LAST_DAYS | {"begins", "duration", "ends", "starts", "until", "valid from", "valid until"}
_LENGTHS = frozenset(("days", "months", "weeks"))
_OF_LENGTHS = frozenset(("counted", "covered", "of", "data", "in", "number", "period", "the"))
_OF_A_YEAR = frozenset(("12", "52", "365", "366"))


def period_in_another_column(
    statements: Sequence[Statement], figure: Figure, with_figures: Collection[int], lines: Sequence[Line]
) -> list[Statement]:
    """The only period of a document, where a column without figures says `The data cover ...`."""
    said_of_data = [one for one in statements if _OF_THE_DATA.match(one.sentence.text) and _is_clear(one.sentence)]
    is_only = len({one.value for one in statements}) == 1 and len(said_of_data) == len(statements)
    columns = {
        group.number
        for one in said_of_data
        for group in one.sentence.groups
        if group.kind is GroupKind.COLUMN and group.number not in with_figures
    }
    names_time = any(not _TIMES.isdisjoint(part.text.casefold().split()) for part in figure.candidate.parts)
    is_dated = figure.period is not None or figure.unclear_period or names_time
    if not (is_only and columns) or is_dated:
        return []
    # In a column that names a place or has a heading of its own, it may be another's.
    in_column = [line for line in lines if any(group.number in columns for group in line.groups)]
    is_of_another = any(
        not {figure.place} >= set(line.said.places) or (line.role is Role.HEADING and not heads_figures(line))
        for line in in_column
    )
    return said_of_data if not is_of_another else []


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


def _is_clear(sentence: Sentence) -> bool:
    return not (sentence.said.unknown or sentence.said.outside or sentence.said.places or sentence.is_negated)
