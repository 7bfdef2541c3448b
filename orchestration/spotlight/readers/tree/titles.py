"""The rows of a table that state its period or its accuracy date → its caption.

Belongs here: rows that apply to all figures. Not here: lists of keys and values (catalogues), sections between rows
(grids).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from orchestration.spotlight.readers.blocks import Cell, Line, Run, Table
from orchestration.spotlight.readers.grammar.tokens import Kind, What, tokens_of

OF_PERIOD = frozenset(
    ("period", "reporting", "temporal", "time", "span", "dates", "date", "range", "covered", "coverage", "of", "the")
)
"""Words of a cell that calls the days beside it a period."""
IN_STATED_PERIOD = OF_PERIOD | {"year", "calendar", "full", "cy"}
_OF_PARTS = frozenset(
    ("age", "age group", "ages", "area", "cities", "city", "counties", "county", "district", "filter", "filters",
     "gender", "group", "jurisdiction", "location", "metro area", "nationality", "population", "quarter", "race",
     "region", "scope", "sex", "venue", "zone")
)  # fmt: skip
"""Heads of a row that states what a table was narrowed to."""
SITES_OF_HOTLINE = frozenset(("humantraffickinghotline.org", "polarisproject.org", "traffickingresourcecenter.org"))
_SOURCE = re.compile(
    r"(?<=[0-9])\. Sources?: (?:the )?(?:(?:www\.)?(?:"
    + "|".join(map(re.escape, sorted(SITES_OF_HOTLINE)))
    + r")|national human trafficking hotline)\.?$",
    re.IGNORECASE,
)
_OF_WHOLE = re.compile(r"(?:all|any|both|entire|everyone|statewide|total|whole)\b", re.IGNORECASE)
_BETWEEN_DAYS = frozenset(("to", "through", "thru", "until", "-", "and"))


def with_statements(table: Table, text_of: Callable[[Line], str]) -> Table:
    """The table with `Period | 1/1/2019 | 12/31/2019` and `Accurate as of | July 30, 2020` moved to its caption.

    A period below numbers belongs to a section, and stays where it is.
    """
    table = _without_day_below(table, text_of)
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.lines:
            rows.setdefault(cell.row, []).append(cell)
    spanned = {row for cell in table.cells for row in range(cell.row, cell.row + cell.row_span) if cell.row_span > 1}
    stated: dict[int, Line] = {}
    width = max((cell.column + cell.column_span for cell in table.cells), default=0)
    has_numbers = has_columns = False
    for row, cells in rows.items():
        # A day right below the heads of several columns belongs to its own column.
        is_of_column = has_columns and not has_numbers and cells[-1].column + cells[-1].column_span < width
        texts = [" ".join(text_of(line) for line in cell.lines).strip() for cell in cells]
        is_apart = row in spanned or is_of_column
        line = None if is_apart else statement_of(cells[0].lines[0].number, texts, may_be_period=not has_numbers)
        if line is not None:
            stated[row] = line
        else:
            has_columns |= cells[-1].column > 1
            has_numbers |= any(has_number(text) for text in texts[1:])
    if not stated or len(stated) == len(rows):
        return table
    place = {row: at for at, row in enumerate(sorted({cell.row for cell in table.cells} - stated.keys()))}
    left = tuple(replace(cell, row=place[cell.row]) for cell in table.cells if cell.row in place)
    return Table(left, (*table.caption, *stated.values()))


def _without_day_below(table: Table, text_of: Callable[[Line], str]) -> Table:
    """The table; `Accurate as of July 30, 2020`, printed close below its last label, moves to its caption."""
    last = next((cell for cell in reversed(table.cells) if cell.column == 0 and cell.lines), None)
    if last is None or len(last.lines) < 2:
        return table
    *label, below = last.lines
    if statement_of(below.number, [text_of(below).strip()], may_be_period=False) is None:
        return table
    cells = tuple(replace(cell, lines=tuple(label)) if cell is last else cell for cell in table.cells)
    return Table(cells, (*table.caption, below))


def statement_of(number: int, texts: Sequence[str], *, may_be_period: bool) -> Line | None:
    """What a row of up to three cells states, as one line; None if it states no day or period."""
    if len(texts) == 4 and texts[2].casefold() in _BETWEEN_DAYS:
        # `Period: | 1/1/2019 | to | 12/31/2019`
        texts = (*texts[:2], texts[3])
    if len(texts) > 3:
        return None
    text = f"{texts[0].rstrip(' :')}: {' - '.join(texts[1:])}" if len(texts) > 1 else _SOURCE.sub("", texts[0])
    tokens = [token for token in tokens_of([(number, text)])[0] if token.kind is not Kind.BREAK]
    words = [token.text.casefold() for token in tokens if token.kind is Kind.WORD]
    recognised = [token.of for token in tokens if token.of is not None]
    is_part = len(texts) == 2 and texts[0].rstrip(" :").casefold() in _OF_PARTS and not recognised
    if is_part and not may_be_period:
        # `Region | Northeast` below the numbers: what the table was narrowed to.
        is_whole = _OF_WHOLE.match(texts[1]) or any(token.kind is Kind.NUMBER for token in tokens)
        return None if is_whole else Line(number, (Run(texts[1]),))
    if may_be_period and not words and {one.what for one in recognised} == {What.PERIOD, What.ACCURACY}:
        # `January 1, 2020 through December 31, 2020; accurate as of September 30, 2021`
        return Line(number, (Run(text),)) if len(recognised) == 2 and len(texts) == 1 else None
    if len(recognised) != 1 or len(words) + 1 != len(tokens):
        return None
    one = recognised[0]
    is_day = one.what is What.ACCURACY and one.day is not None and len(texts) < 3
    is_period = (
        len(texts) > 1
        and one.what is What.PERIOD
        and one.period is not None
        and may_be_period
        and OF_PERIOD.issuperset(words)
    )
    return Line(number, (Run(text),)) if is_day or is_period else None


def has_number(text: str) -> bool:
    return any(token.kind is Kind.NUMBER for token in tokens_of([(0, text)])[0])
