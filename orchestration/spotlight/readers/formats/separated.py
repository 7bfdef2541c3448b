"""Rows of plain text whose cells are separated by commas or semicolons, with or without quotes.

Belongs here: which lines are such rows. Not here: what the cells mean (tree), files of figures as CSV (table).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import partial
from itertools import groupby, takewhile

from orchestration.spotlight.readers.formats.wikitext import Numbered

_SIGNS = ",;"
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NUMBER = re.compile(r"(?:[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]{1,2})?%?")
_NAME = re.compile(r"[^0-9\t]{0,60}[A-Za-z%#][^0-9\t]{0,60}")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_MAY_BE_GROUPED = re.compile(r"(?<![0-9])[0-9]{1,3},[0-9]{3}(?![0-9])")
_EMPTY_CELLS = re.compile(r",{2,200} *")
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
    found = [(number, _without_empty_cells(line)) for number, line in lines]
    for sign in _SIGNS:
        may_be_rows = [sign in line and len(line) < _LONGEST_ROW and not _is_sentence(line) for _, line in found]
        for is_run, run in groupby(range(len(found)), key=may_be_rows.__getitem__):
            places = list(run) if is_run else []
            texts = [found[at][1] for at in places]
            # Only titles may stand right above a table: of other lines with another width, its rows may lack a cell.
            titles = len(list(takewhile(partial(_is_title, sign=sign), texts)))
            rows = _table(texts, sign)
            if not (rows or any(_is_title(text, sign) for text in texts[titles:])):
                rows = _table(texts[titles:], sign)
            for at, row in zip(places[len(places) - len(rows) :], rows, strict=True):
                found[at] = (found[at][0], "\t".join(row))
    return found


def _without_empty_cells(line: str) -> str:
    """A line without the commas that a spreadsheet writes for empty cells behind a title: `Ohio Spotlight,,,`."""
    text = line.rstrip(", ")
    return text if "," not in text and _EMPTY_CELLS.fullmatch(line[len(text) :]) else line


def _is_sentence(line: str) -> bool:
    return len(line.split()) >= _WORDS_OF_SENTENCE and line.rstrip().endswith(".")


def _is_title(line: str, sign: str) -> bool:
    """Whether a blank follows each sign of a line, as in running text: `Ohio, 2019 statistics`."""
    return sign not in line.replace(f"{sign} ", "")


def _table(lines: Sequence[str], sign: str) -> list[list[str]]:
    """The cells of the lines; empty if they are no table."""
    try:
        rows = [_cells(line, sign) for line in lines]
    except csv.Error:
        return []
    if not rows or len(set(map(len, rows))) > 1 or any(map(_may_be_grouped, lines)):
        return []
    filled = [at for row in rows for at, cell in enumerate(row, start=1) if cell]
    rows = [row[: max(filled, default=0)] for row in rows]
    if len(rows[0]) < _FEWEST_COLUMNS:
        return []
    if all(line.startswith('"') for line in lines):
        return rows if len(rows) > 1 else []
    is_headed = all(_NAME.fullmatch(cell) or _YEAR.fullmatch(cell) for cell in rows[0][not rows[0][0] :])
    values = rows[is_headed:]
    columns = [column for column in zip(*values, strict=True) if not all(map(_YEAR.fullmatch, column))]
    numbers = [all(not cell or _NUMBER.fullmatch(cell) for cell in column) for column in columns]
    names = [all(not cell or _NAME.fullmatch(cell) for cell in column) for column in columns]
    is_table = any(numbers) and all(map(max, numbers, names)) and (is_headed or _NAME.fullmatch(values[0][0]))
    return rows if is_table and (is_headed or len(rows) >= _FEWEST_ROWS) else []


def _cells(line: str, sign: str) -> list[str]:
    """The cells of a line. Raises `csv.Error` if its quotes are not closed."""
    (row,) = csv.reader([line], delimiter=sign, skipinitialspace=True, strict=True)
    return [cell.strip() for cell in row]


def _may_be_grouped(line: str) -> bool:
    """Whether a comma may stand between thousands: in a line that is one number, or beside a cell that is empty."""
    return bool(_GROUPED.fullmatch(line)) or (",," in f"{line}," and bool(_MAY_BE_GROUPED.search(line)))
