"""A table as a grid of cells, and for each number in it the heads of its column and row.

Belongs here: heads, spans and rows of a table. Not here: a single cell (grid_cells), what a head does to a number
(figures).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, takewhile

from orchestration.spotlight.readers.blocks import Head, Table
from orchestration.spotlight.readers.grammar.dates import Period
from orchestration.spotlight.readers.grammar.lexicon import NATION, PLACE, Entry, Lexicon
from orchestration.spotlight.readers.grammar.meanings import period_of
from orchestration.spotlight.readers.grammar.phrases import Phrase, phrases_of, plain
from orchestration.spotlight.readers.tree.dated import Dated
from orchestration.spotlight.readers.tree.grid_cells import (
    CellKind,
    GridCell,
    Headed,
    cell_of,
    head_groups_of,
    is_nation_unqualified,
    only_place_of,
    said_by_head,
)
from orchestration.spotlight.readers.tree.lines import Line

_QUALIFIERS = {"rank": "rank", "rate": "share", "share": "share", "percentage": "share"}
"""The qualifier that a label of other figures gives to a number."""
_FEWEST_ROWS = 3
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class GridNumber:
    """A cell with a number, and its heads."""

    cell: GridCell
    column: Headed | None
    section: Headed | None
    row: Headed | None
    remarks: tuple[GridCell, ...]
    sibling_measures: frozenset[str]
    """Measures that the other heads of its row and column name."""
    periods: frozenset[Period]
    """The periods that the heads of its table name, beside that of the title."""
    qualifiers: frozenset[str]
    """Kinds of wordings in the heads of the other rows and columns of its table: `Rate`, `Change`."""
    is_sum_of_places: bool
    """Its row or column is the total of the places in the other rows or columns."""
    days: frozenset[date | None]
    """The accuracy dates of its row and column; None stands for one that cannot be read."""
    turns_differ: bool = False
    """Some rows of its table have the label first, others the number."""
    spans_heads: bool = False
    """It covers several rows or columns whose heads differ."""


@dataclass(frozen=True, slots=True)
class _Heads:
    """What some cells of a table, mostly heads, say together."""

    measures: frozenset[str]
    periods: frozenset[Period]
    qualifiers: Mapping[str, Set[int]]
    """Kinds of wordings that qualify → `id` of each cell that holds one."""
    places: int
    """How many cells name a place."""
    times: Mapping[str, int]
    """How often each wording occurs."""

    @classmethod
    def by(cls, cells: Sequence[GridCell]) -> _Heads:
        said = [(cell, said_by_head(cell.phrases)) for cell in cells]
        kinds = ("figure", "sentence", "unit")
        named = {p.entry.meaning for cell in cells for p in cell.phrases if p.kind in kinds and p.entry is not None}
        qualifiers: dict[str, set[int]] = {}
        for cell, one in said:
            others = (_QUALIFIERS.get(p.text.casefold(), "") for p in cell.phrases if p.kind == "other_figure")
            for kind in {*(kind for kind, _ in one.outside), *others} - {""}:
                qualifiers.setdefault(kind, set()).add(id(cell))
        return cls(
            frozenset(named - {""}),
            frozenset(period for _, one in said if (period := period_of(one)) is not None),
            qualifiers,
            sum(any(p.kind == PLACE for p in cell.phrases) for cell in cells),
            Counter(map(_wording, cells)),
        )


class Grid:
    """One table, with its numbers."""

    def __init__(self, table: Table, lexicon: Lexicon, frame: Line) -> None:
        self.lexicon = lexicon
        self.cells: dict[tuple[int, int], GridCell] = {}
        for cell in table.cells:
            made = cell_of(cell, frame, lexicon)
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    self.cells[row, column] = made
        self.rows = max((row for row, _ in self.cells), default=-1) + 1
        self.columns = max((column for _, column in self.cells), default=-1) + 1
        self._rows: list[dict[GridCell, None]] = [{} for _ in range(self.rows)]
        for row, column in sorted(self.cells):
            self._rows[row].setdefault(self.cells[row, column])
        self.caption = frame.captions
        self._settle_totals()
        self._settle_years()
        self._settle_nation()
        self._settle_order()
        self.turns_differ = self._turns_differ()
        self._dated = Dated.by(self.cells)
        self._of_periods = self._columns_of_periods()
        self._said: dict[tuple[int, ...], _Heads] = {}
        firsts = dict.fromkeys(cells[0] for row in range(self.rows) if (cells := self.row_cells(row)))
        self._said_by_firsts = _Heads.by(list(firsts))

    def _settle_totals(self) -> None:
        """`<th>Total</th><th>10,348</th>` below other numbers is a row of numbers in bold, not of heads."""
        numbered = [row for row in range(self.rows) if self.has_numbers(row)]
        for row in range(numbered[0] + 1 if numbered else self.rows, self.rows):
            cells = self.row_cells(row)
            are_marked = (
                one.cell.head is Head.YES and one.kind in (CellKind.COUNT, CellKind.VALUE) for one in cells[1:]
            )
            if cells and cells[0].kind is CellKind.TEXT and all(are_marked):
                for one in cells[1:]:
                    one.is_value = True

    def _settle_years(self) -> None:
        """A year below a count in its column is a count too; elsewhere it is a head.

        Whether a second row of years is one of heads is in doubt, unless it begins as the first does or with a place:
        `Oregon | 2020 | 2021` repeated above the cases.
        """
        heads: dict[int, str] = {}
        first_words: set[str] = set()
        of_years: set[int] = set()
        for row in range(self.rows):
            cells = self.row_cells(row)
            numbers = {one.cell.column: one for one in cells if one.kind is not CellKind.TEXT}
            years = [int(one.phrases[0].value) for one in numbers.values() if one.kind is CellKind.YEAR]
            if not years or len(years) < len(numbers):
                continue
            words = [one for one in cells if one.kind is CellKind.TEXT]
            is_again = all(heads.get(column) == one.text for column, one in numbers.items())
            follow = len(years) > 1 and {abs(one - other) for one, other in pairwise(years)} == {1}
            is_named = all(one.text.casefold() in first_words or only_place_of(one.phrases) for one in words)
            if is_again or (follow and is_named):
                of_years.add(row)
            elif follow and heads:
                for one in numbers.values():
                    one.doubt = one.doubt or "it may be a year or a count"
            for column, one in numbers.items():
                heads.setdefault(column, one.text)
            first_words |= {one.text.casefold() for one in words}
        for column in range(self.columns):
            cells = [self.cells[row, column] for row in range(self.rows) if (row, column) in self.cells]
            first_count = next((at for at, one in enumerate(cells) if one.kind is CellKind.COUNT), None)
            if first_count is not None:
                for one in cells[first_count:]:
                    if one.kind is CellKind.YEAR and not (one.is_head or one.cell.row in of_years):
                        one.kind = CellKind.COUNT

    def _settle_nation(self) -> None:
        """`Nation` among heads that name states is one more place; `U.S. hotlines` there is something else."""
        texts = [one for one in dict.fromkeys(self.cells.values()) if one.kind is CellKind.TEXT]
        states = [one.cell for one in texts if only_place_of(one.phrases) not in (None, NATION)]
        rows, columns = {one.row for one in states}, {one.column for one in states}
        for one in texts:
            if one.cell.row not in rows and one.cell.column not in columns:
                continue
            if only_place_of(one.phrases) == NATION:
                one.phrases = (Phrase(PLACE, one.tokens, Entry((), PLACE, NATION)),)
            elif not is_nation_unqualified(one.phrases):
                one.phrases = (*one.phrases, Phrase("other_place", one.tokens, Entry((), "other_place")))

    def row_cells(self, row: int) -> list[GridCell]:
        """The filled cells of a row from left to right, each once."""
        return [one for one in self._rows[row] if one.kind is not CellKind.EMPTY]

    def has_numbers(self, row: int) -> bool:
        return any(
            one.kind in (CellKind.COUNT, CellKind.SPOILT, CellKind.VALUE, CellKind.LABELLED) and not one.is_head
            for one in self.row_cells(row)
        )

    def headed(self, cells: Sequence[GridCell]) -> Headed | None:
        """Some cells as one head: `Victims` above `Identified` is one wording. None if all are empty."""
        filled = [cell for cell in dict.fromkeys(cells) if cell.phrases]
        if not filled:
            return None
        if len(filled) == 1 or any(cell.phrases[0].kind == PLACE for cell in filled):
            phrases = tuple(phrase for cell in filled for phrase in cell.phrases)
        else:
            phrases = phrases_of([token for cell in filled for token in cell.tokens], self.lexicon)
        return Headed(tuple(filled), said_by_head(phrases), phrases)

    def numbers(self) -> Iterator[GridNumber]:
        """Every number of the table in order, with its heads."""
        heads = self._first_heads()
        # Labels may stand below their numbers.
        is_below = not heads and self.rows > 1 and not any(map(self._has_label, range(self.rows - 1)))
        section: Headed | None = None
        previous_was_text = True
        for row in range(len(heads), self.rows):
            cells = self.row_cells(row)
            if not cells:
                continue
            if self.has_numbers(row):
                previous_was_text = False
                yield from self._of_row(cells, self._heads_below(row) if is_below else heads, section)
                continue
            if len(cells) == 1:
                section = self.headed(cells)
            elif not is_below:
                if not previous_was_text:
                    heads, section = [], None
                heads = [*heads, row]
            previous_was_text = True

    def empty_columns(self) -> Iterator[GridCell]:
        """Heads that name a measure or a year above columns without a filled cell: the rows may have lost one."""
        heads = self._first_heads()
        for column in range(self.columns):
            below = [self.cells.get((row, column)) for row in range(len(heads), self.rows)]
            if any(cell is not None and cell.kind is not CellKind.EMPTY for cell in below):
                continue
            above = [cell for row in heads if (cell := self.cells.get((row, column)))]
            yield from (one for one in above if one.kind is CellKind.YEAR or said_by_head(one.phrases).measures)

    def _first_heads(self) -> list[int]:
        heads = self._without_numbers(0)
        # `Cases by type` above some rows, `Signals by channel` above others: a section ends where the next begins.
        if heads and self._is_section(heads[-1]) and any(map(self._is_section, range(len(heads), self.rows))):
            heads.pop()
        return heads

    def _heads_below(self, row: int) -> list[int]:
        """The rows of heads that follow the numbers of a row, or the first of the table if none follow."""
        texts = [one for one in range(self.rows) if not self.has_numbers(one)]
        first = next((one for one in texts if one > row), texts[0] if texts else self.rows)
        return self._without_numbers(first)

    def _without_numbers(self, row: int) -> list[int]:
        """A row and those that follow it, up to the first with numbers."""
        return list(takewhile(lambda one: not self.has_numbers(one), range(row, self.rows)))

    def _is_section(self, row: int) -> bool:
        """Whether a row is one text, as wide as the table or alone in its first column: it heads the rows below."""
        cells = self.row_cells(row)
        return len(cells) == 1 and cells[0].cell.column == 0 and self.columns > 1 and not self.has_numbers(row)

    def _has_label(self, row: int) -> bool:
        """Whether a row with numbers has a head of its own."""
        return any(one.kind in (CellKind.TEXT, CellKind.YEAR) for one in self.row_cells(row)) and self.has_numbers(row)

    def _of_row(self, cells: Sequence[GridCell], heads: Sequence[int], section: Headed | None) -> Iterator[GridNumber]:
        groups, remarks = head_groups_of(cells, self._of_periods)
        named = (self._said_by(heads), self._said_by_firsts)
        siblings = frozenset().union(*(one.measures for one in (*named, _Heads.by(cells))))
        for texts, counts in groups:
            corner = self._heads_of_texts(heads, texts, counts)
            for cell in counts:
                columns = range(cell.cell.column, cell.cell.column + cell.cell.column_span)
                heads_of = [self._column_heads(heads, column) for column in columns]
                rows = range(cell.cell.row, cell.cell.row + cell.cell.row_span)
                own = {id(one) for one in (*heads_of[0], *texts)}
                column_head = self.headed(heads_of[0])
                has_period = column_head is not None and period_of(column_head.said) is not None
                # `2019` over two columns of labels is not the year of a column that has its own.
                above_texts = [one for one in corner if one.cell.column_span == 1 or not has_period]
                yield GridNumber(
                    cell,
                    column_head,
                    section,
                    self.headed([*above_texts, *texts]),
                    tuple(remarks),
                    siblings,
                    named[0].periods | named[1].periods,
                    frozenset(kind for one in named for kind, by in one.qualifiers.items() if not by <= own),
                    (named[0].places > 1 and _is_sum(heads_of[0])) or self._is_sum_of_sections(texts),
                    self._dated.of(cell),
                    self.turns_differ,
                    len({tuple(map(id, one)) for one in heads_of}) > 1 or self._texts_differ(rows),
                )

    def _is_sum_of_sections(self, texts: Sequence[GridCell]) -> bool:
        """Whether a row is the total of all places: `All cases` once, and not once below each of the places."""
        places = self._said_by_firsts.places
        if places < 2 or not texts or any(p.kind == PLACE for text in texts for p in text.phrases):
            return False
        own = _wording(texts[0])
        times = self._said_by_firsts.times[own]
        is_once = times == 1 and own.startswith(("all ", "total "))
        return (is_once or _is_sum(texts)) and times != places

    def _texts_differ(self, rows: Sequence[int]) -> bool:
        """Whether the given rows have different texts."""
        if len(rows) < 2:
            return False
        groups = [head_groups_of(self.row_cells(row))[0] for row in rows]
        return len({tuple(id(text) for texts, _ in one for text in texts) for one in groups}) > 1

    def _column_heads(self, heads: Sequence[int], column: int) -> list[GridCell]:
        found = [self.cells[row, column] for row in heads if (row, column) in self.cells]
        return [one for one in dict.fromkeys(found) if one.kind is not CellKind.EMPTY]

    def _heads_of_texts(
        self, heads: Sequence[int], texts: Sequence[GridCell], counts: Sequence[GridCell]
    ) -> list[GridCell]:
        """Heads above heads of rows and no numbers: they say what those are, `Form of trafficking` or `Month`."""
        found = []
        first = min((one.cell.column for one in counts), default=self.columns)
        for text in texts:
            above = self._column_heads(heads, text.cell.column)
            found += [
                one for one in above if one.cell.column_span == 1 or one.cell.column + one.cell.column_span <= first
            ]
        # `Contact or case` above rows of both names what they are, and not what each counts.
        return [one for one in dict.fromkeys(found) if len(said_by_head(one.phrases).measures) < _SEVERAL]

    def _said_by(self, heads: Sequence[int]) -> _Heads:
        key = tuple(heads)
        if key not in self._said:
            self._said[key] = _Heads.by([cell for row in heads for cell in self.row_cells(row)])
        return self._said[key]

    def _settle_order(self) -> None:
        """A first column that only numbers the rows holds no figures, if another column has numbers."""
        numbered = [self.row_cells(row) for row in range(self.rows) if self.has_numbers(row)]
        # A total in the last row may stand without a row number.
        rows = [cells for cells in numbered if len(cells) > 1 and cells[0].cell.column == 0]
        firsts = [cells[0] for cells in rows]
        values = [cell.phrases[0].value for cell in firsts if cell.kind is CellKind.COUNT and not cell.is_head]
        counted = [[str(start + at) for at in range(len(rows))] for start in (0, 1)]
        others_count = all(any(one.kind is CellKind.COUNT for one in cells[1:]) for cells in rows)
        if len(rows) >= _FEWEST_ROWS and values in counted and others_count:
            for cell in firsts:
                cell.kind = CellKind.EMPTY

    def _columns_of_periods(self) -> frozenset[int]:
        """The columns in which each row with numbers has a period, if there are several such rows or a head."""
        rows = [row for row in range(self.rows) if self.has_numbers(row)]
        columns = {one.cell.column for row in rows for one in self.row_cells(row) if one.is_period}
        return frozenset(
            column
            for column in columns
            if (len(rows) > 1 or rows[0] > 0)
            and all((cell := self.cells.get((row, column))) is not None and cell.is_period for row in rows)
        )

    def _turns_differ(self) -> bool:
        firsts = [self.row_cells(row)[0] for row in range(self.rows) if self._has_label(row)]
        return len({one.kind in (CellKind.TEXT, CellKind.YEAR) or one.is_head for one in firsts}) > 1


def _is_sum(heads: Sequence[GridCell]) -> bool:
    """Whether heads name the total and no single place: `Total`, `All five states`."""
    kinds = {p.kind for cell in heads for p in cell.phrases}
    is_of_all = any(plain(token) == "states" for cell in heads for token in cell.tokens)
    return (is_of_all or not kinds.isdisjoint(("sum", "nation"))) and PLACE not in kinds


def _wording(cell: GridCell) -> str:
    return " ".join(phrase.text.casefold() for phrase in cell.phrases)
