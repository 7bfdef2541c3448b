"""Drawn tables: rules and boxes → a grid of cells with the words in each.

Belongs here: grids whose lines can be seen. Not here: tables that only alignment shows (records).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from orchestration.spotlight.readers.formats.pdf.lines import Piece, Word, rows

_NEAR = 3.0
"""In points: rules that end this near to each other touch."""
_MOST_LINES = 5
"""Lines of text in one cell: a grid with a cell that holds more lays out the page and is not a table."""
_MOST_CROSSINGS = 1_000_000
"""Pairs of a level and an upright line: a page with more is a drawing."""
_LEAST_ROOM, _MOST_ROOM = 0.7, 1.4
"""Times the height of a shaded row: between two of them is one without a shade."""

Place = tuple[float, float, float, float]
"""Left, top, right and bottom of a rule or box, in points."""
EDGE = 2
"""In points: edges of boxes that are no farther apart meet."""


@dataclass(slots=True)
class GridCell:
    """One cell, its rows and columns counted from 0, and its lines."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    lines: list[list[Piece]] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """A table and its position on the page."""

    left: float
    top: float
    right: float
    bottom: float
    cells: list[GridCell]
    columns: tuple[float, ...]
    """The edges of its columns: the rest of the table on the next page has the same edges."""

    def pieces(self) -> Iterator[Piece]:
        """All pieces in its cells."""
        return (piece for cell in self.cells for line in cell.lines for piece in line)


def area(box: Place) -> float:
    """In square points."""
    return (box[2] - box[0]) * (box[3] - box[1])


def holds(box: Place, word: Word) -> bool:
    """Whether a word stands within a box, give or take a point."""
    left, top, right, bottom = box
    return left - 1 < word.left and word.right < right + 1 and top - 1 < word.base < bottom + 1


def grid_of(cells: list[GridCell], columns: Iterable[float]) -> Grid:
    """A table that is as large as the pieces in it."""
    pieces = [piece for cell in cells for line in cell.lines for piece in line]
    return Grid(
        min(piece.left for piece in pieces),
        min(piece.top for piece in pieces),
        max(piece.right for piece in pieces),
        max(piece.bottom for piece in pieces),
        cells,
        tuple(columns),
    )


def drawn_grids(
    rules: Iterable[Place], boxes: Sequence[Place], words: Sequence[Word], turned: Sequence[Piece]
) -> list[Grid]:
    """Every table of a page whose cells are separated by rules or boxes."""
    shades = _shades(boxes)
    level, upright = _lines(rules, [box for box in boxes if (*box,) not in shades])
    found = []
    for xs, ys, level_part, upright_part in _parts(level, upright):
        if len(xs) < 3 or len(ys) < 3:
            continue
        inside = [word for word in words if xs[0] < _middle(word)[0] < xs[-1] and ys[0] < _middle(word)[1] < ys[-1]]
        cells = list(_cells(xs, ys, level_part, upright_part))
        # Boxes that hold nothing but numbers are the bars of a chart.
        has_words = any(any(sign.isalpha() for sign in word.text) for word in inside)
        if has_words and _fill(cells, xs, ys, inside):
            for piece in turned:
                _add_turned(cells, xs, ys, piece)
            found.append(Grid(xs[0], ys[0], xs[-1], ys[-1], cells, tuple(xs)))
    return found


def _shades(boxes: Sequence[Place]) -> set[Place]:
    """The cells of tables in which every second row is shaded: only alignment shows the rows between them."""
    shaded: dict[tuple[int, int], list[Place]] = {}
    for box in sorted(boxes):
        shaded.setdefault((round(box[1]), round(box[3])), []).append(box)
    by_columns: dict[tuple[tuple[int, int], ...], list[list[Place]]] = {}
    for row in shaded.values():
        if len(row) > 1 and all(after[0] - before[2] < 1 for before, after in pairwise(row)):
            by_columns.setdefault(tuple((round(one[0]), round(one[2])) for one in row), []).append(row)
    found: set[Place] = set()
    for same in by_columns.values():
        same.sort(key=lambda row: row[0][1])
        if any(_takes_turns(upper[0], lower[0]) for upper, lower in pairwise(same)):
            found.update((left, top, right, bottom) for row in same for left, top, right, bottom in row)
    return found


def _takes_turns(upper: Place, lower: Place) -> bool:
    """Whether there is room for one row between two shaded ones."""
    height = upper[3] - upper[1]
    return _LEAST_ROOM * height < lower[1] - upper[3] < _MOST_ROOM * height


def _lines(rules: Iterable[Place], boxes: Iterable[Place]) -> tuple[list[Place], list[Place]]:
    """The level and the upright lines, the sides of boxes included."""
    level, upright = [], []
    for left, top, right, bottom in rules:
        if right - left >= bottom - top:
            level.append((left, (top + bottom) / 2, right, (top + bottom) / 2))
        else:
            upright.append(((left + right) / 2, top, (left + right) / 2, bottom))
    for left, top, right, bottom in boxes:
        level += [(left, top, right, top), (left, bottom, right, bottom)]
        upright += [(left, top, left, bottom), (right, top, right, bottom)]
    return level, upright


def _parts(
    level: Sequence[Place], upright: Sequence[Place]
) -> Iterator[tuple[list[float], list[float], list[Place], list[Place]]]:
    """Each set of connected lines: its positions across and down, its level lines and its upright lines."""
    if len(level) * len(upright) > _MOST_CROSSINGS:
        return
    lines = [*level, *upright]
    groups = list(range(len(lines)))

    def group_of(at: int) -> int:
        while groups[at] != at:
            groups[at] = groups[groups[at]]
            at = groups[at]
        return at

    for at, one in enumerate(level):
        for other_at, other in enumerate(upright, start=len(level)):
            if other[1] - _NEAR <= one[1] <= other[3] + _NEAR and one[0] - _NEAR <= other[0] <= one[2] + _NEAR:
                groups[group_of(at)] = group_of(other_at)
    for group in sorted({group_of(at) for at in range(len(lines))}):
        mine = [at for at in range(len(lines)) if group_of(at) == group]
        level_part = [lines[at] for at in mine if at < len(level)]
        upright_part = [lines[at] for at in mine if at >= len(level)]
        xs = _positions(line[0] for line in upright_part)
        ys = _positions(line[1] for line in level_part)
        yield xs, ys, level_part, upright_part


def _positions(values: Iterable[float]) -> list[float]:
    """The values in order; values near to each other are one position."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _cells(
    xs: Sequence[float], ys: Sequence[float], level: Sequence[Place], upright: Sequence[Place]
) -> Iterator[GridCell]:
    """The cells of a grid: neighbours without a line between them are one cell."""

    def is_open(row: int, column: int, right: bool) -> bool:
        """Whether no line is drawn at the right side of a place in the grid (`right`), or else below it."""
        middle_x, middle_y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
        if right:
            return not any(
                abs(x - xs[column + 1]) <= _NEAR and top <= middle_y <= bottom for x, top, _, bottom in upright
            )
        return not any(abs(y - ys[row + 1]) <= _NEAR and left <= middle_x <= end for left, y, end, _ in level)

    taken: set[tuple[int, int]] = set()
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            across, down = 1, 1
            while column + across < len(xs) - 1 and is_open(row, column + across - 1, right=True):
                across += 1
            while row + down < len(ys) - 1 and all(
                is_open(row + down - 1, column + at, right=False) for at in range(across)
            ):
                down += 1
            taken.update((row + one, column + other) for one in range(down) for other in range(across))
            yield GridCell(row, column, down, across)


def _fill(cells: Sequence[GridCell], xs: Sequence[float], ys: Sequence[float], words: Sequence[Word]) -> bool:
    """Put the words into their cells. Returns whether the grid is a table, not the layout of a page."""
    has_value = False
    across: list[Word] = []
    for cell in cells:
        left, right = xs[cell.column], xs[cell.column + cell.column_span]
        top, bottom = ys[cell.row], ys[cell.row + cell.row_span]
        mine = [word for word in words if left < _middle(word)[0] < right and top < _middle(word)[1] < bottom]
        across += [
            word for word in mine if min(word.right, right) - max(word.left, left) < 0.75 * (word.right - word.left)
        ]
        cell.lines = rows(mine)
        values = sum(1 for line in cell.lines for piece in line if piece.is_value)
        has_value |= values > 0
        # Several numbers in one cell mean that the rows of this table are not drawn.
        if values > 1 or len(cell.lines) > _MOST_LINES:
            return False
    for word in across if has_value else ():
        word.doubt = word.doubt or "it stands across the border of two cells"
    return has_value


def _add_turned(cells: Sequence[GridCell], xs: Sequence[float], ys: Sequence[float], piece: Piece) -> None:
    """Put a turned head, such as `Minors` or a year, into the cell of a drawn table where it stands."""
    x, y = piece.middle, (piece.top + piece.bottom) / 2
    for cell in cells:
        is_across = xs[cell.column] < x < xs[cell.column + cell.column_span]
        if is_across and ys[cell.row] < y < ys[cell.row + cell.row_span]:
            cell.lines.append([piece])
            piece.is_head = True


def _middle(word: Word) -> tuple[float, float]:
    return (word.left + word.right) / 2, (word.top + word.bottom) / 2
