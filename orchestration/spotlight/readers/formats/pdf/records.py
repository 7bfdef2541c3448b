"""Tables without drawn lines: rows of labels with numbers beside them → a grid of cells.

Belongs here: which label, number and head belong together, by position. Not here: drawn tables (grids).
A number whose row or column is uncertain gets a doubt; it is never moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from orchestration.spotlight.readers.formats.pdf.grids import Grid, GridCell, Place, grid_of
from orchestration.spotlight.readers.formats.pdf.heads import ALIGNED, CAPTION, ROW, Body, columns_under, find_heads
from orchestration.spotlight.readers.formats.pdf.lines import BETWEEN, Piece, doubt

_INDENT = 2.5
"""In letter sizes: how far the labels of one table may be indented."""
_NEXT = 5.0
"""In lines: a row that stands farther below begins another table."""
_WRAPPED = 1.5
"""In letter sizes: the lines of one label stand no farther apart."""
_CLEARLY = 0.85
"""Times the distance to the other row: a line nearer than this clearly belongs to the nearer row."""
_TITLE = 2.6
"""In letter sizes: how far above the first row of a group its title may stand."""
_TITLE_WORDS = 6
_LONGEST_CODE = 4
"""Characters: `CASES` and `SEX & LABOR` in capitals are headings, `SMS` may be the first line of a label."""
_FAR_OFF = 1000.0
_COUNT_WITH_UNIT = re.compile(r"[0-9][0-9,]* +[A-Za-z]+")
"""`16 Cases`, but not `1st half`"""
_OTHER_COLUMN = 5.0
"""In letter sizes: what stands so far from the next words of its line is in another column."""
_HEADS_OF_COUNTS = (["count"], ["number"], ["total"])
_GOES_ON = re.compile(r"(?:\b(?:and|or|of|the|for|to|by|with|in)|[&,/\-–])$", re.IGNORECASE)


@dataclass(slots=True)
class _Row:
    """A label, in one line or more, and the numbers beside it."""

    labels: list[Piece]
    values: list[Piece]
    base: float


@dataclass(slots=True)
class _Records:
    """Rows below each other that may be one table."""

    rows: list[_Row]

    @property
    def left(self) -> float:
        return min(piece.left for row in self.rows for piece in row.labels)

    @property
    def labels_right(self) -> float:
        return max(piece.right for row in self.rows for piece in row.labels)

    @property
    def values_left(self) -> float:
        return min(piece.left for row in self.rows for piece in row.values)

    @property
    def right(self) -> float:
        return max(piece.right for row in self.rows for piece in row.values)

    @property
    def size(self) -> float:
        return self.rows[0].values[0].size


def aligned_grids(lines: Sequence[Sequence[Piece]], turned: Sequence[Piece], marks: Sequence[Place]) -> list[Grid]:
    """Every table among the lines that only its alignment shows; `turned` words may be its heads."""
    _doubt_staggered(lines)
    return [_grid(records, lines, turned, marks) for records in _below_each_other(lines) if _is_table(records, lines)]


def _doubt_staggered(lines: Sequence[Sequence[Piece]]) -> None:
    """Doubt the numbers of a column that is printed half a line below its labels: each stands between two labels."""
    for at in range(1, len(lines) - 1):
        above, line, below = lines[at - 1][0], lines[at], lines[at + 1][0]
        value = line[0]
        is_aside = all(value.left > label.right or value.right < label.left for label in (above, below))
        # Words right over or under the number, in its own column, may be its label.
        near = [piece for other in lines[max(0, at - 3) : at + 4] for piece in other if piece is not value]
        is_aside &= not any(
            piece.left < value.right and value.left < piece.right and abs(piece.base - value.base) < 2.2 * value.size
            for piece in near
            if not piece.is_value
        )
        is_near = below.base - above.base < 2.6 * value.size < 3.4 * above.size
        is_one = len(line) == 1 and value.is_value and _row_beside_wrapped_label(lines, at) is None
        if is_one and is_aside and is_near and not (above.is_value or below.is_value):
            doubt([value], BETWEEN)


def _below_each_other(lines: Sequence[Sequence[Piece]]) -> list[_Records]:
    tables: list[_Records] = []
    for at, line in enumerate(lines):
        between = _row_beside_wrapped_label(lines, at)
        for row in [between] if between else _rows_of_line(_without_other_column(line, lines)):
            for table in reversed(tables):
                if _is_next_row(table, row) and not _is_divided(table, row, lines):
                    table.rows.append(row)
                    break
            else:
                tables.append(_Records([row]))
    return tables


def _row_beside_wrapped_label(lines: Sequence[Sequence[Piece]], at: int) -> _Row | None:
    """The row of numbers beside a label of two lines, at the height between these; other labels are farther away."""
    values = list(lines[at])
    if not all(piece.is_value for piece in values) or not 0 < at < len(lines) - 1:
        return None
    above, below = lines[at - 1][0], lines[at + 1][0]
    distance = below.base - above.base
    labels = [line[0] for line in lines if line[0].left < values[0].left and not line[0].is_value]
    others = [piece.base for piece in labels if piece is not above and piece is not below]
    is_apart = all(base < above.base - 1.2 * distance or base > below.base + 1.2 * distance for base in others)
    is_label = not (above.is_value or below.is_value) and max(above.right, below.right) < values[0].left
    is_middle = abs(values[0].base - (above.base + below.base) / 2) < 0.2 * distance
    if len(lines[at - 1]) == len(lines[at + 1]) == 1 and is_label and is_middle and is_apart:
        return _Row([above, below], values, values[0].base) if distance < _WRAPPED * values[0].size else None
    return None


def _without_other_column(line: Sequence[Piece], lines: Sequence[Sequence[Piece]]) -> Sequence[Piece]:
    """The line without `16 Cases` of a column at its left, if other lines begin where its next words do."""
    first, *rest = line
    if len(rest) < 2 or not _COUNT_WITH_UNIT.fullmatch(first.text):
        return line
    if rest[0].left - first.right <= _OTHER_COLUMN * first.size:
        return line
    begin_there = any(abs(one[0].left - rest[0].left) < ALIGNED * first.size and len(one) > 1 for one in lines)
    return rest if begin_there else line


def _rows_of_line(line: Sequence[Piece]) -> Iterator[_Row]:
    """Each label of a line with the numbers right of it; a year at the start is a label."""
    # Several years on a line are heads. A single year at the start is the label of its row.
    if (line[0].is_value and not line[0].is_year) or _are_years(line):
        return
    counted = [piece.text[:1].isdigit() and not piece.is_value for piece in line]
    if any(counted[1:]) or (counted[0] and len(line) > 2 and not line[1].is_value):
        # `44 cases` beside a name is the number of that name, not a label.
        return
    label: Piece | None = None
    values: list[Piece] = []
    for at, piece in enumerate(line):
        if piece.is_value and at > 0:
            values.append(piece)
            continue
        if label is not None and values:
            yield _Row([label], values, label.base)
        label, values = piece, []
    if label is not None and values:
        yield _Row([label], values, label.base)


def _is_next_row(table: _Records, row: _Row) -> bool:
    last, label = table.rows[-1], row.labels[0]
    size = label.size
    if not 0 < row.base - last.base < _NEXT * 1.2 * size or not 0.7 < size / last.labels[0].size < 1.4:
        return False
    same_left = abs(label.left - table.left) < _INDENT * size
    same_right = abs(label.right - table.labels_right) < size
    same_middle = abs(label.middle - (table.left + table.labels_right) / 2) < ALIGNED * size
    first, other = row.values[0], last.values[0]
    # The numbers at the ends of bars do not stand under each other; each is the only one in its row.
    is_over = len(row.values) == 1 and all(len(one.values) == 1 for one in table.rows)
    is_over |= first.left < table.right + size and row.values[-1].right > table.values_left - size
    is_clear = label.right < table.values_left + size or len(row.values) > 1 or abs(first.right - other.right) < size
    return (same_left or same_right or same_middle) and is_over and is_clear


def _is_divided(table: _Records, row: _Row, lines: Sequence[Sequence[Piece]]) -> bool:
    """Whether a heading, or a line of running text, stands between a table and a row."""
    # Not only the last: the total in bold above the head of the next table is as strong as that head.
    labels = [one.labels[0] for one in table.rows]
    between = [line for line in lines if table.rows[-1].base < line[0].base < row.base - 0.1]
    if any(map(_are_years, between)) or _repeats_head(table, between, lines):
        return True
    for piece in (piece for line in lines for piece in line):
        if not table.rows[-1].base < piece.base < row.base - 0.1 or piece.is_value:
            continue
        if (piece.left < table.labels_right and piece.right > table.values_left) or CAPTION.match(piece.text):
            return True
        is_strong = any(_is_strong(piece, label) for label in labels)
        if is_strong and table.values_left - labels[-1].size < piece.left < table.right:
            # The head of a column of the next table.
            return True
        is_heading = is_strong and piece.left < table.right and piece.right > table.left
        if is_heading and max(len(one.values) for one in table.rows) == 1:
            return True
    return False


def _repeats_head(table: _Records, between: Sequence[Sequence[Piece]], lines: Sequence[Sequence[Piece]]) -> bool:
    """Whether a line has the heads of the table's columns again: `Signals | Number` below `Cases | Number`."""
    heads = _heads_above(table, lines) if between else []
    return bool(heads) and any([piece.text for piece in line[1:]] == heads for line in between)


def _heads_above(table: _Records, lines: Sequence[Sequence[Piece]]) -> list[str]:
    """The heads right above the columns of numbers; none if one more line stands over these, which heads more."""
    above = sorted((line for line in lines if line[0].base < table.rows[0].base - 0.1), key=lambda line: line[0].base)
    # `Kentucky` over `Number` may head the next table, too.
    is_over = len(above) > 1 and all(piece.left > table.labels_right for piece in above[-2])
    return [piece.text for piece in above[-1][1:]] if above and not is_over else []


def _are_years(line: Sequence[Piece]) -> bool:
    """Whether a line has the heads: years side by side and no other number, `Type  2021  2022  Change`."""
    years = [at for at, piece in enumerate(line) if piece.is_year]
    are_beside = len(years) > 1 and years[-1] - years[0] == len(years) - 1
    return are_beside and sum(piece.is_value for piece in line) == len(years)


def _is_strong(piece: Piece, label: Piece) -> bool:
    is_in_capitals = len(piece.text) > _LONGEST_CODE and piece.text.isupper() and not label.text.isupper()
    return (piece.bold and not label.bold) or is_in_capitals or piece.size > 1.1 * label.size


def _is_table(records: _Records, lines: Sequence[Sequence[Piece]]) -> bool:
    """Whether rows are a table: at least two rows or two numbers, and few words stand among the numbers.

    One number is a table below `Measure | Number`.
    """
    if len(records.rows) < 2 and len(records.rows[0].values) < 2:
        heads = [text.casefold() for text in _heads_above(records, lines)]
        if heads not in _HEADS_OF_COUNTS:
            return False
    mine = {id(piece) for row in records.rows for piece in row.values}
    first, last = records.rows[0].base, records.rows[-1].base
    words_among = 0
    for line in lines:
        for piece in line:
            is_inside = first <= piece.base <= last + 0.1 and id(piece) not in mine and not piece.is_value
            if is_inside and piece.left < records.right and piece.right > records.values_left:
                words_among += piece.left > records.labels_right - records.size
    return words_among * 5 <= len(mine)


# The grid of one table ------------------------------------------------------------------------------------------------


def _grid(records: _Records, lines: Sequence[Sequence[Piece]], turned: Sequence[Piece], marks: Sequence[Place]) -> Grid:
    columns = _columns(records)
    _doubt_shifted(records, columns, lines)
    _add_labels(records, lines, marks)
    top = min(piece.base for piece in (*records.rows[0].labels, *records.rows[0].values))
    step = min((after.base - before.base for before, after in pairwise(records.rows)), default=0.0)
    body = Body(columns, records.left, records.labels_right, top, records.size, step)
    heads = find_heads(body, lines, turned)
    cells, depth = heads.cells, heads.depth
    title = _title_of_group(records, lines, top) if heads.sure is None else None
    if title is not None:
        above = find_heads(replace(body, top=title.base), lines, ())
        if above.sure is not None and len(above.sure) == len(columns) > 1:
            heads, depth = above, above.depth + 1
            cells = [*above.cells, GridCell(above.depth, 0, 1, len(columns) + 1, [[title]])]
    for at, row in enumerate(records.rows, start=depth):
        cells.append(GridCell(at, 0, lines=[[piece] for piece in row.labels]))
        for column, piece in _placed(row, columns):
            cells.append(GridCell(at, column + 1, lines=[[piece]]))
            if heads.sure is not None and column not in heads.sure:
                doubt([piece], "it cannot be told under which head it stands")
    return grid_of(cells, (records.left, *(right for _, right in columns)))


def _title_of_group(records: _Records, lines: Sequence[Sequence[Piece]], top: float) -> Piece | None:
    """The title of the first rows, such as `Cases`: alone on its line, above their labels and below the heads."""
    size = records.size
    above = [line for line in lines if 0.3 * size < top - line[0].base < _TITLE * size]
    pieces = [piece for piece in (above[-1] if above else ()) if piece.right > records.left - size]
    if len(pieces) != 1 or pieces[0].is_value or pieces[0].right > records.values_left:
        return None
    is_short = len(pieces[0].words) <= _TITLE_WORDS and abs(pieces[0].left - records.left) < _INDENT * size
    return pieces[0] if is_short else None


def _doubt_shifted(records: _Records, columns: Sequence[tuple[float, float]], lines: Sequence[Sequence[Piece]]) -> None:
    """Doubt a column with one more number above or below its rows, without a label: it may be printed one row off.

    A year above the column is its head.
    """
    bases = [row.base for row in records.rows]
    steps = [lower - upper for upper, lower in pairwise(bases)] or [_WRAPPED * records.size]
    for line in lines:
        is_above = 0 < bases[0] - line[0].base < ROW * steps[0]
        is_below = 0 < line[0].base - bases[-1] < ROW * steps[-1]
        if not (is_above or is_below) or not all(piece.is_value for piece in line):
            continue
        for piece in line:
            if (over := columns_under(piece, columns)) and not (is_above and piece.is_year):
                values = (
                    value for row in records.rows for value in row.values if columns_under(value, [columns[over[0]]])
                )
                doubt(
                    values, f"{piece.text!r} stands in its column without a label, so that its rows may be one further"
                )


def _columns(records: _Records) -> list[tuple[float, float]]:
    """The left and right edge of the numbers of each column."""
    most = max(len(row.values) for row in records.rows)
    full = [row.values for row in records.rows if len(row.values) == most]
    return [(min(values[at].left for values in full), max(values[at].right for values in full)) for at in range(most)]


def _placed(row: _Row, columns: Sequence[tuple[float, float]]) -> Iterator[tuple[int, Piece]]:
    """Each number of a row with its column. A number whose column is uncertain gets a doubt."""
    if len(row.values) == len(columns):
        yield from enumerate(row.values)
        return
    last = -1
    for piece in row.values:
        over = columns_under(piece, columns)
        at = over[0] if over else min(range(len(columns)), key=lambda at: abs(columns[at][1] - piece.right))
        if len(over) != 1 or at <= last:
            doubt([piece], "it cannot be told in which column it stands")
        at = max(at, last + 1)
        last = at
        yield at, piece


# Labels over several lines --------------------------------------------------------------------------------------------


def _not_in_rows(records: _Records, lines: Sequence[Sequence[Piece]]) -> Iterator[Piece]:
    """Pieces at the height of the table, or a line above or below it, that are not in any of its rows yet."""
    mine = {id(piece) for row in records.rows for piece in (*row.labels, *row.values)}
    reach = _WRAPPED * records.size
    for piece in (piece for line in lines for piece in line):
        if records.rows[0].base - reach < piece.base < records.rows[-1].base + reach and id(piece) not in mine:
            yield piece


def _is_label(records: _Records, piece: Piece) -> bool:
    is_under = piece.left < records.labels_right and piece.right > records.left
    return is_under and piece.right < records.values_left and not piece.is_value


def _add_labels(records: _Records, lines: Sequence[Sequence[Piece]], marks: Sequence[Place]) -> None:
    """Give each label its other lines, by distance and by rules between rows; any other line becomes its own row."""
    rows = list(records.rows)
    closest = min((lower.base - upper.base for upper, lower in pairwise(rows)), default=_FAR_OFF)

    def is_divided(upper: float, lower: float) -> bool:
        """Whether a rule or the side of a box lies between two lines."""
        sides = ((left, side, right) for left, top, right, bottom in marks for side in (top, bottom))
        return any(
            upper < side < lower - 0.5 * records.size and left < records.labels_right and right > records.left
            for left, side, right in sides
        )

    for piece in sorted(_not_in_rows(records, lines), key=lambda piece: piece.base):
        if not _is_label(records, piece):
            continue
        upper = max((row for row in rows if row.base < piece.base), key=lambda row: row.base, default=None)
        lower = min((row for row in rows if row.base > piece.base), key=lambda row: row.base, default=None)
        up = piece.base - max(one.base for one in upper.labels) if upper and upper.labels else _FAR_OFF
        down = min(one.base for one in lower.labels) - piece.base if lower and lower.labels else _FAR_OFF
        if upper and is_divided(upper.base, piece.base):
            up = _FAR_OFF
        if lower and is_divided(piece.base, lower.base):
            down = _FAR_OFF
        if upper is None and down > _CLEARLY * closest and not _GOES_ON.search(piece.text):
            # As far above the first row as rows are apart, it is the head of the labels, or a title.
            continue
        near = (
            0.0
            if any(row and row.labels and _is_strong(piece, row.labels[0]) for row in (upper, lower))
            else (_WRAPPED * piece.size)
        )
        if upper and up < near and (up < _CLEARLY * down or _is_rest(piece, upper)):
            upper.labels.append(piece)
        elif lower and down < near and (down < _CLEARLY * up or _GOES_ON.search(piece.text) or _is_end(lower)):
            lower.labels.insert(0, piece)
        elif upper and lower:
            for row, distance in ((upper, up), (lower, down)):
                if distance < near:
                    doubt(row.values, "it cannot be told whether its label has another line")
            records.rows.append(_Row([piece], [], piece.base))
    records.rows.sort(key=lambda row: row.base)


def _is_rest(piece: Piece, row: _Row) -> bool:
    """Whether a line can only continue the label above it: `trafficking`, or anything below `Sex and`."""
    return piece.text[:1].islower() or bool(_GOES_ON.search(row.labels[-1].text))


def _is_end(row: _Row) -> bool:
    """Whether the label of a row is only the last word of one: `Trafficking` below `Sex & Labor`."""
    return " ".join(piece.text for piece in row.labels).casefold() in ("identified", "trafficking")
