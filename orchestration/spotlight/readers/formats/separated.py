"""Rows of plain text whose cells are separated by commas or semicolons, with or without quotes.

Belongs here: which lines are such rows. Not here: what the cells mean (tree), files of figures as CSV (table).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from itertools import groupby

from orchestration.spotlight.readers.formats.wikitext import Numbered
from orchestration.spotlight.readers.grammar.dates import YEAR
from orchestration.spotlight.readers.grammar.keys import DAYS_OF_EXPORTS, FIRST_DAYS, LAST_DAYS, key_of

_SIGNS = ",;"
_NUMBER = re.compile(r"(?:[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]{1,2})?%?")
_NAME = re.compile(r"[^0-9\t]{0,60}[A-Za-z%#][^0-9\t]{0,60}")
_DAY = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_OF_DAYS = FIRST_DAYS | LAST_DAYS | DAYS_OF_EXPORTS
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_MAY_BE_GROUPED = re.compile(r"(?<![0-9])[0-9]{1,3},[0-9]{3}(?![0-9])")
_TITLES = {sign: re.compile(rf'(?:"([^"]*)"|([^"{sign}]*)){sign}{{2,200}} *') for sign in _SIGNS}
"""A separator → a title with empty cells behind it."""
_LONGEST_ROW = 1_000
"""Characters."""
_WORDS_OF_SENTENCE = 6
_FEWEST_COLUMNS = 2
_FEWEST_ROWS = 3
"""At least this many rows make a table that has neither heads nor quotes."""


def with_tabs(lines: Sequence[Numbered]) -> list[Numbered]:
    """Replace the separators of each table by tabs: `State,Signals,Cases` above `Maine,187,31`.

    Its rows must all have the same number of cells, and no line right below may be one that has more or fewer:
    `Maine,1,234` may be a row with one more cell, or a number written with a comma.
    """
    # A row of empty cells, as spreadsheets write it, is an empty line.
    found = [(number, line if len(line) < _FEWEST_COLUMNS or line.strip(_SIGNS) else "") for number, line in lines]
    for sign in _SIGNS:
        may_be_rows = [sign in line and not _is_sentence(line) for _, line in found]
        for is_run, run in groupby(range(len(found)), key=may_be_rows.__getitem__):
            places = list(run) if is_run else []
            texts = [found[at][1] for at in places]
            # Only titles may stand right above a table: of other lines with another width, its rows may lack a cell.
            titles = next((at for at, text in enumerate(texts) if not _is_title(text, sign)), len(texts))
            rows = _table(texts, sign)
            if not (rows or any(_is_title(text, sign) for text in texts[titles:])):
                rows = _table(texts[titles:], sign)
                if rows and any(_may_be_heads(text, sign, len(rows[0])) for text in texts[:titles]):
                    rows = []
            first = len(places) - len(rows)
            for at in places[:first] if rows or titles == len(texts) else ():
                found[at] = (found[at][0], _TITLES[sign].sub(r"\1\2", found[at][1]))
            for at, row in zip(places[first:], rows, strict=True):
                found[at] = (found[at][0], "\t".join(row))
    return found


def _is_sentence(line: str) -> bool:
    return len(line.split()) >= _WORDS_OF_SENTENCE and line.rstrip().endswith(".")


def _is_title(line: str, sign: str) -> bool:
    """Whether a blank follows each sign of a line, as in running text, or nothing follows its first cell.

    `Ohio, 2019 statistics`, and `Ohio Spotlight,,,` as a spreadsheet writes it.
    """
    return sign not in line.replace(f"{sign} ", "") or _TITLES[sign].fullmatch(line) is not None


def _may_be_heads(line: str, sign: str, columns: int) -> bool:
    """Whether a line may be the heads of a table with more columns than its rows have: `Measure, First half, 2019`."""
    cells = [cell.strip() for cell in line.split(sign)]
    return len(cells) > columns and all(_NAME.fullmatch(cell) or YEAR.fullmatch(cell) for cell in cells)


def _table(lines: Sequence[str], sign: str) -> list[list[str]]:
    """The cells of the lines; empty if they are no table."""
    if not lines or any(len(line) > _LONGEST_ROW or "\t" in line for line in lines):
        return []
    try:
        rows = [_cells(line, sign) for line in lines]
    except csv.Error:
        return []
    if len(set(map(len, rows))) > 1 or any(map(_may_be_grouped, lines)):
        return []
    filled = [at for row in rows for at, cell in enumerate(row, start=1) if cell]
    rows = [row[: max(filled, default=0)] for row in rows]
    if len(rows[0]) < _FEWEST_COLUMNS:
        return []
    if all(line.startswith('"') for line in lines):
        return rows if len(rows) > 1 else []
    is_headed = all(_NAME.fullmatch(cell) or YEAR.fullmatch(cell) for cell in rows[0][not rows[0][0] :])
    values = rows[is_headed:]
    heads = rows[0] if is_headed else [""] * len(rows[0])
    columns = [column for head, *column in zip(heads, *values, strict=True) if not _are_times(head, column)]
    numbers = [all(not cell or _NUMBER.fullmatch(cell) for cell in column) for column in columns]
    names = [all(not cell or _NAME.fullmatch(cell) for cell in column) for column in columns]
    if not (any(numbers) and all(map(max, numbers, names))):
        return []
    # Without heads, names come first, and nothing shows whether a comma stands between thousands.
    is_sure = len(rows) >= _FEWEST_ROWS and _NAME.fullmatch(rows[0][0]) and not any(map(_MAY_BE_GROUPED.search, lines))
    return rows if is_headed or is_sure else []


def _are_times(head: str, cells: Sequence[str]) -> bool:
    """Whether a column holds years, or days that its head explains."""
    are_days = key_of(head) in _OF_DAYS and all(map(_DAY.fullmatch, cells))
    return are_days or all(map(YEAR.fullmatch, cells))


def _cells(line: str, sign: str) -> list[str]:
    """The cells of a line. Raises `csv.Error` if its quotes are not closed."""
    (row,) = csv.reader([line], delimiter=sign, skipinitialspace=True, strict=True)
    return [cell.strip() for cell in row]


def _may_be_grouped(line: str) -> bool:
    """Whether a comma may stand between thousands: in a line that is one number, or beside a cell that is empty."""
    return bool(_GROUPED.fullmatch(line)) or (",," in f"{line}," and bool(_MAY_BE_GROUPED.search(line)))
