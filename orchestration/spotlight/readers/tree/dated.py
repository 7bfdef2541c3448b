"""Accuracy dates of single rows and columns of a table: `Accurate as of | July 30, 2020 | August 1, 2021`, or `Accurate
as of July 30, 2020 | Accurate as of August 1, 2021` where each of several heads states its own.

Belongs here: the day that a row or column of days gives to a number. Not here: a day of the whole table (titles).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from orchestration.spotlight.readers.grammar.tokens import Kind, What, tokens_of
from orchestration.spotlight.readers.tree.grid_cells import CellKind, GridCell

_OF_DATA = frozenset(
    ("accuracy", "accurate", "all", "are", "as", "current", "data", "date", "dates", "figures", "hotline", "is",
     "numbers", "of", "on", "statistics", "the", "through")
)  # fmt: skip
"""`Website current as of` dates something else."""
Days = dict[int, set[date | None]]


@dataclass(frozen=True, slots=True)
class Dated:
    """The accuracy dates of columns and rows; None where a row or column of dates holds something else."""

    by_column: Days = field(default_factory=lambda: defaultdict(set))
    by_row: Days = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def by(cls, cells: Mapping[tuple[int, int], GridCell]) -> Dated:
        found = cls()
        rows: dict[int, dict[GridCell, None]] = defaultdict(dict)
        columns: dict[int, dict[GridCell, None]] = defaultdict(dict)
        for (row, column), cell in sorted(cells.items()):
            if cell.kind is not CellKind.EMPTY:
                rows[row][cell] = columns[column][cell] = None
        for line in rows.values():
            for cell, day in _days(tuple(line)):
                for column in range(cell.cell.column, cell.cell.column + cell.cell.column_span):
                    found.by_column[column].add(day)
        for line in columns.values():
            for cell, day in _days(tuple(line)):
                for row in range(cell.cell.row, cell.cell.row + cell.cell.row_span):
                    found.by_row[row].add(day)
        return found

    def of(self, cell: GridCell) -> frozenset[date | None]:
        return frozenset(self.by_column[cell.cell.column] | self.by_row[cell.cell.row])


def _days(cells: Sequence[GridCell]) -> Sequence[tuple[GridCell, date | None]]:
    """The days after or below a head such as `Data accurate as of`, each with its cell; or those of several heads."""
    own = [(one, day) for one in cells if (day := _day(one.text.rstrip(" )"))) is not None and _words(one) <= _OF_DATA]
    if len({day for _, day in own}) > 1:
        return own
    head, *others = cells
    words = _words(head)
    if not (others and words and words <= _OF_DATA):
        return ()
    days = [(one, _day(f"{head.text.rstrip(' :')} {one.text}")) for one in others]
    return days if any(day is not None for _, day in days) else ()


def _words(cell: GridCell) -> set[str]:
    return {token.text.casefold() for token in cell.tokens if token.kind is Kind.WORD}


def _day(text: str) -> date | None:
    """The accuracy date at the end of a text, if the text holds no other date."""
    recognised = [token.of for token in tokens_of([(0, text)])[0] if token.of is not None]
    is_one = len(recognised) == 1 and recognised[0].what is What.ACCURACY
    return recognised[0].day if is_one and text.endswith(recognised[0].text[-4:]) else None
