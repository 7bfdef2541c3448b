"""Tables as spreadsheets keep them: letters and numbers of the sheet itself, periods in two cells, columns of states.

Belongs here: cells that say the same in another form. Not here: rows that state something about all figures (titles).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, takewhile
from string import ascii_uppercase

from orchestration.spotlight.readers.blocks import Cell, Line, Run, Table
from orchestration.spotlight.readers.grammar.keys import DAYS_OF_ACCURACY, FIRST_DAYS, LAST_DAYS, OF_PLACES, key_of
from orchestration.spotlight.readers.grammar.lexicon import PLACE, Lexicon
from orchestration.spotlight.readers.grammar.phrases import phrases_of
from orchestration.spotlight.readers.grammar.tokens import Kind, What, tokens_of

_OF_STATES = frozenset(
    ("abbr.", "abbreviation", "area", "code", "geographic area", "geography", "location", "postal code", "region",
     "state code", "state postal code", "usps")
)  # fmt: skip
"""Heads of a column in which each cell is a state."""
_WHOLE_NUMBER = re.compile(r"[0-9][0-9,]*")


def as_read(table: Table, text_of: Callable[[Line], str], lexicon: Lexicon, texts: str) -> Table:
    """The table without the headings of its sheet, and with each period in one cell.

    `texts` is what stands outside of tables.
    """
    sheet = _Sheet(text_of, lexicon, texts.casefold())
    table = sheet.with_heads_of_places(sheet.without_headings(table))
    return sheet.with_periods_in_rows(sheet.with_periods_in_columns(table))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """How the cells of a table are read."""

    text_of: Callable[[Line], str]
    lexicon: Lexicon
    texts: str

    def text(self, cell: Cell) -> str:
        return " ".join(self.text_of(line) for line in cell.lines).strip()

    def key(self, cell: Cell) -> str:
        return key_of(self.text(cell))

    def without_headings(self, table: Table) -> Table:
        """Remove `A`, `B`, `C` above the columns and `1`, `2`, `3` before the rows; titles become the caption."""
        texts = {(cell.row, cell.column): self.text(cell) for cell in table.cells}
        above = [text for (row, column), text in sorted(texts.items()) if row == 0 and column > 0]
        before = [text for (row, column), text in sorted(texts.items()) if column == 0 and row > 0]
        rows = {row for row, _ in texts} - {0}
        is_sheet = not texts.get((0, 0)) and above == list(ascii_uppercase[: len(above)]) != []
        if not is_sheet or before != [str(at) for at in range(1, len(rows) + 1)]:
            return table
        cells = [cell for cell in table.cells if cell.row > 0 and cell.column > 0]
        cells = [replace(cell, row=cell.row - 1, column=cell.column - 1) for cell in cells]
        filled = Counter(cell.row for cell in cells if cell.lines)
        first = min((row for row, count in filled.items() if count > 1), default=0)
        titles = [cell for cell in cells if cell.lines and cell.row < first]
        if any(token.kind is Kind.NUMBER for cell in titles for token in tokens_of([(0, self.text(cell))])[0]):
            first, titles = 0, []
        # The titles above the sheet apply to all of it, also behind an empty row.
        cells = [cell for cell in cells if cell.row >= first]
        caption = (*(line for cell in titles for line in cell.lines), *table.caption)
        return Table(tuple(_with_whole_titles([replace(cell, row=cell.row - first) for cell in cells])), caption)

    def with_heads_of_places(self, table: Table) -> Table:
        """Call a column of states `State` where its head is `Area` or `Code`; of two such columns the first goes."""
        columns: dict[int, list[Cell]] = {}
        for cell in sorted(table.cells, key=lambda cell: cell.row):
            columns.setdefault(cell.column, []).append(cell)
        if not any(self.key(cells[0]) in _OF_STATES for cells in columns.values()):
            return table
        places = {column: [self._place(cell) for cell in cells[1:]] for column, cells in columns.items()}
        of_places = [column for column, found in places.items() if found and all(found)]
        heads = {column: self.key(columns[column][0]) for column in of_places}
        # `Each area is a county of Arkansas.` explains the head.
        called = [column for column, head in heads.items() if head in _OF_STATES and head.rstrip("s") not in self.texts]
        if not called or any(cell.column_span > 1 for column in called for cell in columns[column]):
            return table
        is_twice = len(of_places) > 1 and all(places[column] == places[of_places[0]] for column in of_places)
        gone = called[0] if is_twice and called[0] == of_places[0] else None
        renamed = {id(columns[column][0]) for column in called}
        cells = [cell for cell in table.cells if cell.column != gone]
        cells = [replace(cell, lines=(_renamed(cell.lines[0]),)) if id(cell) in renamed else cell for cell in cells]
        if gone is not None:
            cells = [replace(cell, column=cell.column - (cell.column > gone)) for cell in cells]
        return replace(table, cells=tuple(cells))

    def _place(self, cell: Cell) -> str | None:
        """The place that a cell names and nothing else, by its name or its postal code."""
        text = self.text(cell)
        phrases = phrases_of(tokens_of([(0, text)])[0], self.lexicon)
        named = [one.entry.meaning for one in phrases if one.kind == PLACE and one.entry is not None]
        return named[0] if len(named) == len(phrases) == 1 else self.lexicon.codes.get(text)

    def with_periods_in_columns(self, table: Table) -> Table:
        """Join the columns `From` and `To`, side by side, to one with the whole period.

        With `Grant` over them, or with a second pair, they may be the days of something else.
        """
        columns: dict[int, dict[int, Cell]] = {}
        for cell in table.cells:
            columns.setdefault(cell.column, {})[cell.row] = cell
        starts = [cell for cell in table.cells if self.key(cell) in FIRST_DAYS]
        if not starts:
            return self._with_last_days(table)
        if len(starts) != 1:
            return table
        if any(cell.column_span > 1 and cell.column > 0 and cell.row < starts[0].row for cell in table.cells):
            return table
        column, head = starts[0].column, starts[0].row
        cells, last = columns[column], columns.get(column + 1, {})
        below = [row for row in sorted(cells) if row > head and cells[row].lines]
        joined = {row: self._period(cells[row], last[row]) for row in below if row in last}
        is_pair = head in last and self.key(last[head]) in LAST_DAYS
        if not (is_pair and below and len(joined) == len(below) and all(joined.values())):
            return table
        named = {**joined, head: _named_period(cells[head])}
        kept = [named.get(cell.row) or cell if cell.column == column else cell for cell in table.cells]
        kept = [cell for cell in kept if cell.column != column + 1]
        moved = [replace(cell, column=cell.column - 1) if cell.column > column else cell for cell in kept]
        return replace(table, cells=tuple(moved))

    def _with_last_days(self, table: Table) -> Table:
        """Write `through` before the days of a column `Through`: without a first day they may end any period."""
        heads = [cell for cell in table.cells if self.key(cell) in LAST_DAYS]

        def is_last_day(cell: Cell) -> bool:
            of = next((token.of for token in tokens_of([(0, self.text(cell))])[0]), None)
            below = any(cell.column == head.column and cell.row > head.row for head in heads)
            return below and of is not None and of.what is What.DATE and len(cell.lines) == 1

        def worded(cell: Cell) -> Cell:
            return replace(cell, lines=(Line(cell.lines[0].number, (Run("through "), *cell.lines[0].runs)),))

        return replace(table, cells=tuple(worded(cell) if is_last_day(cell) else cell for cell in table.cells))

    def with_periods_in_rows(self, table: Table) -> Table:
        """Join `From | 1/1/2023` and `To | 12/31/2023`, a row below the other, to one row.

        Only beside counts: in a list of keys and values they may be the days of a grant.
        """
        rows: dict[int, list[Cell]] = {}
        for cell in table.cells:
            if cell.lines:
                rows.setdefault(cell.row, []).append(cell)
        pairs = {row: cells for row, cells in rows.items() if len(cells) == 2}
        kinds = (FIRST_DAYS, LAST_DAYS, DAYS_OF_ACCURACY, OF_PLACES)
        known = frozenset().union(*kinds)
        # `Period start`, `Period end` and `Accurate as of` above the columns of a sheet apply to its figures, too.
        below_titles = dropwhile(lambda row: len(rows[row]) == 1, sorted(rows))
        top = list(takewhile(lambda row: row in pairs and self.key(pairs[row][0]) in known, below_titles))
        keys = [self.key(pairs[row][0]) for row in top]
        later = {self.key(cells[0]) for row, cells in rows.items() if row not in top}
        apply = all(sum(key in kind for key in keys) == 1 for kind in kinds[:3]) and known.isdisjoint(later - OF_PLACES)
        if not apply and not any(self._is_count(cells) for cells in pairs.values()):
            return table
        if apply:
            table = self._with_place(table, {row: pairs[row] for row in top})
        for row, cells in pairs.items():
            below = pairs.get(row + 1)
            if below is None or self.key(cells[0]) not in FIRST_DAYS or self.key(below[0]) not in LAST_DAYS:
                continue
            joined = self._period(cells[1], below[1])
            if joined is not None:
                others = (cell for cell in table.cells if cell.row not in (row, row + 1))
                made = sorted((*others, _named_period(cells[0]), joined), key=lambda one: (one.row, one.column))
                return replace(table, cells=tuple(made))
        return table

    def _with_place(self, table: Table, pairs: Mapping[int, Sequence[Cell]]) -> Table:
        """Move `Jurisdiction | Nebraska` to the caption."""
        named = {row: cells for row, cells in pairs.items() if self.key(cells[0]) in OF_PLACES}
        lines = [
            Line(one.lines[0].number, (Run(f"{self.text(one)}: {self.text(two)}"),)) for one, two in named.values()
        ]
        return replace(
            table, cells=tuple(c for c in table.cells if c.row not in named), caption=(*table.caption, *lines)
        )

    def _is_count(self, cells: Sequence[Cell]) -> bool:
        """Whether a row is a known label and its number: `Texts | 31`, but not `Fiscal year | 2018`."""
        tokens = tokens_of([(0, self.text(cells[0]))])[0]
        is_label = any(one.label is not None for one in phrases_of(tokens, self.lexicon))
        return is_label and _WHOLE_NUMBER.fullmatch(self.text(cells[1])) is not None

    def _period(self, first: Cell, last: Cell) -> Cell | None:
        """The cells of a first and a last day as one cell; None if they hold anything else."""
        text = f"{self.text(first)} - {self.text(last)}"
        tokens = tokens_of([(0, text)])[0]
        of = tokens[0].of if len(tokens) == 1 else None
        runs = [run for cell in (first, last) for line in cell.lines for run in line.runs]
        is_plain = not any(run.doubt or run.hidden or run.struck for run in runs)
        if of is None or of.what is not What.PERIOD or of.period is None or not is_plain:
            return None
        return replace(first, lines=(Line(first.lines[0].number, (Run(text),)),))


def _with_whole_titles(cells: Sequence[Cell]) -> Iterator[Cell]:
    """The cells; one that is filled alone in its row, from the first column on, is as wide as the sheet."""
    width = max((cell.column + cell.column_span for cell in cells), default=0)
    filled = Counter(cell.row for cell in cells if cell.lines)
    titles = {cell.row for cell in cells if cell.lines and cell.column == 0 and filled[cell.row] == 1}
    for cell in cells:
        if cell.row not in titles:
            yield cell
        elif cell.lines:
            yield replace(cell, column_span=width)


def _renamed(head: Line) -> Line:
    """The head of a column of states, which may carry the mark of a note."""
    first = next((run for run in head.runs if run.text.strip() and not run.raised), head.runs[0])
    return replace(head, runs=tuple(replace(run, text="State") if run is first else run for run in head.runs))


def _named_period(head: Cell) -> Cell:
    return replace(head, lines=(Line(head.lines[0].number, (Run("Period"),)),))
