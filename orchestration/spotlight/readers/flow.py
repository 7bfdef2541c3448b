"""Rows of cells → lines in the order of reading: columns are told from tables, and both from lines with gaps in them.

Belongs here: what stands beside what. Not here: formats, and what is read from the lines (matching).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from orchestration.spotlight.domain.vocabulary import Vocabulary
from orchestration.spotlight.readers import sections
from orchestration.spotlight.readers.charts import without_axes
from orchestration.spotlight.readers.layout import TOUCHING, ItemKind, LineKind, lay_out
from orchestration.spotlight.readers.page import Cell, Placed, Row, gap
from orchestration.spotlight.readers.pairing import pair
from orchestration.spotlight.readers.refusals import Mark, Refusal, Unread
from orchestration.spotlight.readers.tables import CELL_GAP, GridRow, Table, is_headed
from orchestration.spotlight.readers.unfolding import unfold
from orchestration.spotlight.readers.words import Wordings, read_lines

_GUTTER = 2.0
_LONE_NUMBER = re.compile(r"[0-9][0-9,]*")
_FEW_WORDS = 5
_MOST_COLUMNS = 60
_FARTHEST = 12
_MOST_TRIES = 400
"""Ways of reading that are tried on one document: a report has few columns and tables."""
_MOST_CUTS = 25
_Gutters = list[tuple[float, float]]


@dataclass(slots=True)
class Flow:
    """The lines of a document in the order of reading, and its tables."""

    lines: list[Placed] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def flow(rows: Sequence[Row], vocabulary: Vocabulary, wordings: Wordings) -> Flow:
    """Put the rows of a document into the order in which they are read."""
    return _Flowing(vocabulary, wordings).of(rows)


class _Flowing:
    def __init__(self, vocabulary: Vocabulary, wordings: Wordings) -> None:
        self.vocabulary = vocabulary
        self.wordings = wordings
        self.found = Flow()
        self.streams = 0
        self.tries = _MOST_TRIES
        self.lower = 0.0
        """How much lower lines stand than their rows, for the lines that were unfolded above them."""

    def of(self, rows: Sequence[Row]) -> Flow:
        rows, self.found.unread = without_axes(rows)
        at = 0
        while at < len(rows):
            end, gutters = _region(rows, at)
            at += self._take_region(rows[at:end], gutters) if end > at + 1 else self._take_lines(rows[at : at + 1])
        return self.found

    def _take_lines(self, rows: Sequence[Row], stream: int = 0) -> int:
        for row in rows:
            lines = unfold(_placed(row, row.cells, stream, self.lower), self.wordings)
            self.found.lines += lines
            self.lower += lines[-1].bottom - lines[0].bottom
        return len(rows)

    def _take_region(self, rows: Sequence[Row], gutters: _Gutters) -> int:
        """Take as much of a region as is one table, or reads in one way; at least its first row. How much was taken."""
        for length in _lengths(rows):
            some = rows[:length]
            if length < len(rows):
                end, gutters = _region(some, 0)
                if end < 2:
                    break
                some = rows[:end]
            if self.tries == 0:
                break
            self.tries -= 1
            taken = (
                self._take_table(some, gutters)
                or self._take_way(some, gutters)
                or self._take_table(some, gutters, by_known_words=False)
            )
            if taken:
                return taken
        if rows[0].table is None and _is_prose(rows):
            for column in _columns(rows, gutters):
                self.streams += 1
                self._take_lines(column, self.streams)
            return len(rows)
        return self._take_lines(rows[:1])

    def _take_table(self, rows: Sequence[Row], gutters: _Gutters, *, by_known_words: bool = True) -> int:
        """Take some rows as a table with headings, if they are one; rows of one cell above and below it are lines."""
        first = next((at for at, row in enumerate(rows) if len(row.cells) > 1), 0)
        last = max((at for at, row in enumerate(rows) if len(row.cells) > 1), default=0)
        below = next((at for at in range(last + 1, len(rows)) if rows[at].cells), None)
        if below is not None and _goes_on_below(rows[last], rows[below]):
            last = below
        filled = [row for row in rows[first : last + 1] if row.cells]
        width = _width(filled, gutters) if filled else 0
        if not 2 <= width <= _MOST_COLUMNS:
            return 0
        number = len(self.found.tables) + 1
        for grid in (_grid(filled, gutters, number, width, self.lower), _grid_by_count(filled, number, self.lower)):
            table = Table(number, grid)
            if grid and is_headed(table, self.vocabulary, self.wordings, by_known_words=by_known_words):
                break
        else:
            return 0
        self._take_lines(rows[:first])
        self.found.tables.append(table)
        self.found.lines += [row.placed for row in grid]
        self._take_lines(rows[last + 1 :])
        return len(rows)

    def _take_way(self, rows: Sequence[Row], gutters: _Gutters) -> int:
        """Take some rows as lines or as columns, if one of these leaves no number without its label."""
        as_columns = _columns(rows, gutters)
        ways = [[list(rows)], as_columns]
        for cut in gutters if len(gutters) > 1 else ():
            left, right = _columns(rows, [cut])
            inside = [[left, *_columns(right, gutters)], [*_columns(left, gutters), right], [left, right]]
            ways += [[column for column in way if any(row.cells for row in column)] for way in inside]
        complete: dict[frozenset[tuple[object, ...]], list[list[Row]]] = {}
        labelled = set(self._labelled_by_unknown(rows))
        for way in ways:
            pairs = self._pairs(way, labelled if len(way) > 1 else set())
            if pairs:
                complete.setdefault(pairs, way)
        if not complete:
            return 0
        if len(complete) > 1:
            text = _placed(rows[0], rows[0].cells).text
            message = (
                "Labels and numbers stand side by side from here on so that they can be read by rows and by columns, "
                "with different figures. Expected one way; write the figures as CSV."
            )
            mark = Mark(rows[0].number, text, 0, len(text))
            self.found.refusals.append(Refusal("number_ambiguous", mark.line, text, message, mark))
        way = next(iter(complete.values()))
        for column in way:
            if len(way) > 1:
                self.streams += 1
            self._take_lines(column, self.streams if len(way) > 1 else 0)
        return len(rows)

    def _labelled_by_unknown(self, rows: Sequence[Row]) -> Iterator[tuple[int, str]]:
        """Numbers right behind a few unknown words that stand like a label: they are not the column's."""
        for row in rows:
            for before, cell in pairwise(row.cells):
                number = _LONE_NUMBER.match(cell.text)
                if number is None or not before.text[0].isupper() or before.text[-1] in ".,;!?":
                    continue
                (line,) = lay_out(read_lines([_placed(row, [before])], self.wordings), self.wordings)
                if line.kind is LineKind.HEADING and not line.items and 0 < len(line.words) <= _FEW_WORDS:
                    yield row.number, number[0].replace(",", "")

    def _pairs(
        self, columns: Sequence[Sequence[Row]], labelled: set[tuple[int, str]]
    ) -> frozenset[tuple[object, ...]] | None:
        """What a way of reading binds, or None if a number is left over by it, or taken from other words."""
        found: set[tuple[object, ...]] = set()
        for column in columns:
            lines = [_placed(row, row.cells, 0) for row in column]
            laid_out, _ = sections.split(lay_out(read_lines(lines, self.wordings), self.wordings), self.wordings)
            paired = pair(laid_out, self.vocabulary)
            unknown = any(line.kind is LineKind.HEADING and line.has(ItemKind.NUMBER) for line in laid_out)
            if paired.refusals or unknown:
                return None
            for one in paired.pairs:
                label = one.label.label
                assert label is not None
                if one.label_line is not one.number_line and (one.number.line, one.number.value) in labelled:
                    return None
                found.add((label.label, one.number.value, one.number.line))
        return frozenset(found)


def _goes_on_below(above: Row, row: Row) -> bool:
    """Whether a row of one cell may be what the first cell above it goes on with."""
    if len(row.cells) != 1 or not above.cells:
        return False
    cell, first = row.cells[0], above.cells[0]
    if row.table is not None:
        return cell.left == cell.right == first.left
    return gap(above, row) < TOUCHING and cell.right <= max(first.right, above.cells[-1].left)


def _lengths(rows: Sequence[Row]) -> list[int]:
    """How much of a region may be one thing: all of it, or what stands above a gap or a line by itself."""
    cuts = [at for at in range(2, len(rows)) if len(rows[at].cells) < 2 and len(rows[at - 1].cells) > 0]
    return [len(rows), *reversed(cuts[:_MOST_CUTS])]


def _is_prose(rows: Sequence[Row]) -> bool:
    """Whether most cells are long: running text in columns, not a line with a gap in it."""
    lengths = [len(cell.text) for row in rows for cell in row.cells]
    return len(lengths) > 5 and sum(lengths) / len(lengths) > 15


def _placed(row: Row, cells: Iterable[Cell], stream: int = 0, lower: float = 0) -> Placed:
    return Placed(row.number, CELL_GAP.join(cell.text for cell in cells), row.top + lower, row.bottom + lower, stream)


# Regions --------------------------------------------------------------------------------------------------------------


def _region(rows: Sequence[Row], start: int) -> tuple[int, _Gutters]:
    """Where the region ends that begins at `start`, and the empty stripes that run down it all."""
    first = rows[start]
    if first.table is not None:
        end = start + 1
        while end < len(rows) and (rows[end].table == first.table or not rows[end].cells):
            end += 1
        while not rows[end - 1].cells or rows[end - 1].table is None:
            end -= 1
        return max(end, start + 1), []
    if len(first.cells) < 2:
        return start + 1, []
    gutters = _gaps(first.cells)
    end, count = start + 1, 1
    before = first
    for at in range(start + 1, len(rows)):
        row = rows[at]
        if row.table is not None:
            break
        if not row.cells:
            continue
        if gap(before, row) > _FARTHEST:
            break
        left = _narrowed(gutters, row.cells)
        if not left or (len(left) < len(gutters) and count > 1):
            break
        goes_on = any(len(later.cells) > 1 for later in rows[at + 1 : at + 3])
        in_a_column = row.cells[0].left >= left[0][1]
        if len(row.cells) == 1 and gap(before, row) >= TOUCHING and not goes_on and not in_a_column:
            break
        gutters, before = left, row
        if len(row.cells) > 1:
            count += 1
            end = at + 1
        elif (gap(rows[end - 1], row) < TOUCHING and end == at) or row.cells[0].left >= gutters[0][1]:
            # It goes on right below, or in a column that is not the first: what begins at the margin may be the page's.
            end = at + 1
    return (end, _stripes(rows[start:end])) if count > 1 else (start + 1, [])


def _stripes(rows: Sequence[Row]) -> _Gutters:
    """The empty stripes that run down between the cells of some rows."""
    cells = [cell for row in rows for cell in row.cells]
    whole = [(min(cell.left for cell in cells), max(cell.right for cell in cells))]
    return sorted(_narrowed(whole, cells))


def _gaps(cells: Sequence[Cell]) -> _Gutters:
    return [(one.right, next_.left) for one, next_ in pairwise(cells) if next_.left - one.right >= _GUTTER]


def _narrowed(gutters: _Gutters, cells: Sequence[Cell]) -> _Gutters:
    """What is left of some stripes beside the cells of one more row."""
    for cell in cells:
        parts = []
        for left, right in gutters:
            if cell.right <= left or cell.left >= right:
                parts.append((left, right))
            else:
                parts += [(left, cell.left), (cell.right, right)]
        gutters = [(left, right) for left, right in parts if right - left >= _GUTTER]
    return gutters


def _columns(rows: Sequence[Row], gutters: _Gutters) -> list[list[Row]]:
    """The columns between some stripes, each with its rows."""
    if rows and rows[0].table is not None:
        edges = sorted({cell.left for row in rows for cell in row.cells})[1:]
    else:
        edges = [(left + right) / 2 for left, right in gutters]
    columns = []
    for low, high in zip([float("-inf"), *edges], [*edges, float("inf")], strict=True):
        column = [
            Row(row.number, tuple(cell for cell in row.cells if low <= cell.left < high), row.top, row.bottom)
            for row in rows
        ]
        if any(row.cells for row in column):
            columns.append(column)
    return columns


def _width(rows: Sequence[Row], gutters: _Gutters) -> int:
    if rows[0].table is not None:
        return int(max(cell.right for row in rows for cell in row.cells)) + 1
    return len(gutters) + 1


def _grid(rows: Sequence[Row], gutters: _Gutters, number: int, width: int, lower: float) -> tuple[GridRow, ...]:
    """The rows as a table; nothing if two cells share a column."""
    edges = [(left + right) / 2 for left, right in gutters]
    grid = []
    for row in rows:
        texts, starts = [""] * width, [0] * width
        start = 0
        for cell in row.cells:
            if row.table is not None:
                covered: Iterator[int] = iter(range(int(cell.left), int(cell.right) + 1))
            else:
                covered = iter([sum(edge <= cell.left for edge in edges)])
            for column in covered:
                if texts[column]:
                    return ()
                texts[column], starts[column] = cell.text, start
            start += len(cell.text) + len(CELL_GAP)
        placed = _placed(row, row.cells, 0, lower)
        grid.append(
            GridRow(
                Placed(placed.number, placed.text, placed.top, placed.bottom, 0, number), tuple(texts), tuple(starts)
            )
        )
    return tuple(grid)


def _grid_by_count(rows: Sequence[Row], number: int, lower: float) -> tuple[GridRow, ...]:
    """The rows as a table whose columns are too near each other for a stripe: as many cells in each row.

    The first row may lack the cell in the corner. Nothing if a cell reaches below the heading of another column.
    """
    width = max(len(row.cells) for row in rows)
    lengths = {len(row.cells) for row in rows[1:]}
    if rows[0].table is not None or lengths != {width} or len(rows[0].cells) not in (width, width - 1):
        return ()
    corner = width - len(rows[0].cells)
    heads = rows[0].cells
    for row in rows[1:]:
        for column, cell in enumerate(row.cells[1:], start=1):
            below = [at + corner for at, head in enumerate(heads) if head.left < cell.right and cell.left < head.right]
            if below != [column]:
                return ()
    grid = []
    for row in rows:
        missing = width - len(row.cells)
        texts = ("",) * missing + tuple(cell.text for cell in row.cells)
        starts, start = [0] * missing, 0
        for cell in row.cells:
            starts.append(start)
            start += len(cell.text) + len(CELL_GAP)
        placed = _placed(row, row.cells, 0, lower)
        grid.append(
            GridRow(Placed(placed.number, placed.text, placed.top, placed.bottom, 0, number), texts, tuple(starts))
        )
    return tuple(grid)
