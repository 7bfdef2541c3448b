"""The heads of a table that only alignment shows: which words stand over which column.

Belongs here: lines above a table, wrapped heads, heads over several columns. Not here: its rows (records).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from orchestration.spotlight.readers.formats.pdf.grids import GridCell
from orchestration.spotlight.readers.formats.pdf.lines import Extent, Piece, overlaps

ALIGNED = 0.6
"""In letter sizes: edges that differ by less are aligned."""
_HEAD_WORDS = 10
_ROUNDING = 1.0
"""Points: rows of the same height may be placed so much differently."""
_WIDE = 5
"""Words of a head that ends right of the table."""
_FEWEST_UNDER = 2
_LARGER = 1.2
"""Times the size of a table's numbers: larger words over the table are its title."""
_FAR = 2.6
"""In letter sizes: words that stand higher over a table are not its heads, unless its rows are as far apart."""
_HALF_LINE = 0.9
"""In letter sizes: words so little above the heads' last line stand beside heads of two lines."""
CAPTION = re.compile(r"(?:Table|Figure|Chart|Exhibit) [A-Z]?[-.\d]*\d[a-z]?[.:] ", re.IGNORECASE)
ROW = 1.3
"""Times the distance of two rows: a line that is nearer stands where a row or the heads would be."""

Column = tuple[float, float]
"""The left and right edge of its numbers."""


@dataclass(frozen=True, slots=True)
class Body:
    """The part of a table below its heads."""

    columns: Sequence[Column]
    left: float
    labels_right: float
    top: float
    """The baseline of its first row."""
    size: float
    step: float
    """The least distance from one row to the next."""

    @property
    def right(self) -> float:
        return self.columns[-1][1]


@dataclass(slots=True)
class Heads:
    """The cells over a table, and the columns whose heads are certain."""

    cells: list[GridCell] = field(default_factory=list)
    depth: int = 0
    sure: frozenset[int] | None = None
    """None: there is no head over any column."""


@dataclass(slots=True)
class _Head(Extent):
    parts: list[Piece]

    def pieces(self) -> Iterable[Piece]:
        return self.parts

    def lines(self) -> list[list[Piece]]:
        return [[piece] for piece in self.parts]


def find_heads(body: Body, lines: Sequence[Sequence[Piece]], turned: Sequence[Piece]) -> Heads:
    """The heads of a table; `turned` are words written up or down the page."""
    rows = list(_lines_over(body, lines))
    base = [_Head([piece]) for piece in (rows[0] if rows else ())]
    is_sure = True
    over_all: list[Piece] = []
    for row in rows[1:]:
        if (piece := _head_of_all(row, base, body)) is not None:
            over_all.append(piece)
            row = [one for one in row if one is not piece]
        is_sure &= _add_row(row, base, body)
    base = sorted(base or _turned_over(body, turned), key=lambda head: head.left)
    label = next((head for head in base[:1] if head.middle < body.labels_right), None)
    mine = [head for head in base if head is not label]
    if not mine:
        return Heads()
    # Words this high over the rows are heads only if exactly one stands over each column.
    far = max(_FAR * body.size, body.step)
    is_high = bool(rows) and body.top - max(piece.base for piece in rows[0]) > far + _ROUNDING
    if is_high and sorted(at for head in mine for at in columns_under(head, body.columns)) != list(
        range(len(body.columns))
    ):
        return Heads()
    found = _of_columns(mine, body)
    if not any(columns_under(head, body.columns) for head in mine) and _extends_right(
        rows[0] if rows else (), lines, body
    ):
        # No head is over a column, one is right of all columns: `2017   2018   2019` over numbers of two years.
        found = {}
    depth = 1 + len(over_all)
    cells = [
        GridCell(at, 1, column_span=len(body.columns), lines=[[piece]]) for at, piece in enumerate(reversed(over_all))
    ]
    cells += [GridCell(depth - 1, column + 1, lines=head.lines()) for column, head in found.items()]
    if label is not None:
        cells.append(GridCell(depth - 1, 0, lines=label.lines()))
    return Heads(cells, depth, frozenset(found) if is_sure else frozenset())


def _head_of_all(row: Sequence[Piece], base: Sequence[_Head], body: Body) -> Piece | None:
    """The head of all columns, alone over their middle: `Calendar year` over `2017`, `2018` and `2019`."""
    mine = [head for head in base if head.middle > body.labels_right]
    over = [piece for piece in row if mine and piece.right > min(head.left for head in mine)]
    if len(over) != 1 or len(mine) < len(body.columns) or len(mine) < _FEWEST_UNDER:
        return None
    middle = (min(head.left for head in mine) + max(head.right for head in mine)) / 2
    is_of_one = any(abs(over[0].middle - head.middle) < ALIGNED * over[0].size for head in mine)
    return over[0] if abs(over[0].middle - middle) < ALIGNED * over[0].size and not is_of_one else None


def _lines_over(body: Body, lines: Sequence[Sequence[Piece]]) -> Iterator[list[Piece]]:
    """The lines over a table, from its first row upwards, as long as they can be heads."""
    size, top, far = body.size, body.top, max(_FAR * body.size, ROW * body.step)
    for line in reversed([line for line in lines if line[0].base < top - 0.3 * size]):
        mine = [piece for piece in line if piece.right > body.left - size and piece.left < body.right + 0.5 * size]
        over = [piece for piece in mine if piece.left > body.labels_right or columns_under(piece, body.columns)]
        if not mine:
            continue
        if not over and top < body.top and top - max(piece.base for piece in mine) < _HALF_LINE * size:
            # `State`, in the middle beside heads of two lines.
            yield mine
            continue
        is_title = any(piece.left < body.labels_right and piece.right > body.columns[0][0] for piece in mine)
        is_title |= any(piece.size > _LARGER * size or len(piece.words) > _HEAD_WORDS for piece in mine)
        is_title |= CAPTION.match(mine[0].text) is not None
        # A running head above it is wider than the table.
        is_title |= any(piece.right > body.right + size and len(piece.words) > _WIDE for piece in mine)
        # With a single column, words that do not stand right over it head the whole list.
        is_title |= len(body.columns) == 1 and not any(columns_under(piece, body.columns) for piece in over)
        is_row = any(piece.is_value and not piece.is_year for piece in over)
        if not over or is_title or is_row or top - max(piece.base for piece in mine) > far:
            return
        yield mine
        top, far = min(piece.base for piece in mine), _FAR * size


def columns_under(piece: Piece | Extent, columns: Sequence[Column]) -> list[int]:
    """The positions of the columns that a piece stands over or in."""
    return [at for at, (left, right) in enumerate(columns) if piece.left < right and left < piece.right]


def _add_row(row: Sequence[Piece], base: list[_Head], body: Body) -> bool:
    """Add the pieces of a line to the heads below them. Returns whether it is certain which head each belongs to."""
    mine = [head for head in base if head.middle > body.labels_right]
    over = [piece for piece in row if mine and piece.right > min(head.left for head in mine)]
    rests = [next((head for head in mine if _is_rest(piece, head)), None) for piece in over]
    if any(rest is None for rest in rests):
        rests = [None] * len(over)
    is_sure = True
    for piece in row:
        rest = next((rest for one, rest in zip(over, rests, strict=True) if one is piece), None)
        under = [head for head in base if overlaps(piece, head)]
        if rest is not None or (len(under) == 1 and not piece.is_year):
            (rest or under[0]).parts.insert(0, piece)
        elif under:
            is_sure = False
        else:
            base.append(_Head([piece]))
    return is_sure


def _is_rest(piece: Piece, head: _Head) -> bool:
    """Whether a piece is an upper line of the head right below it."""
    size = piece.size
    is_near = head.parts[0].base - piece.base < 1.5 * size and not piece.is_year
    edges = (piece.left - head.left, piece.right - head.right, piece.middle - head.middle)
    return is_near and overlaps(piece, head) and min(map(abs, edges)) < ALIGNED * size


def _turned_over(body: Body, turned: Sequence[Piece]) -> list[_Head]:
    """Heads that are written up or down the page; lines that stand close together are one head."""
    size = body.size
    heads: list[_Head] = []
    for piece in sorted(turned, key=lambda piece: piece.left):
        is_near = body.top - 4 * size < piece.bottom < body.top
        if not is_near or not body.left - size < piece.left < body.right + 3 * size:
            continue
        piece.is_head = True
        if heads and piece.left - heads[-1].right < ALIGNED * size:
            heads[-1].parts.append(piece)
        else:
            heads.append(_Head([piece]))
    return heads


def _of_columns(heads: Sequence[_Head], body: Body) -> dict[int, _Head]:
    """The head of each column where it is certain: it is over that column alone, or all heads are shifted alike, or
    each stands between the columns on both sides of its own.
    """
    columns, size = body.columns, body.size
    over = [columns_under(head, columns) for head in heads]
    found = {mine[0]: head for head, mine in zip(heads, over, strict=True) if len(mine) == 1}
    is_one_each = len(found) == sum(map(bool, over)) and all(len(mine) < 2 for mine in over)
    if is_one_each and len(found) == len(columns):
        return found
    if len(heads) == len(columns) > 1:
        for head_edge in (0.0, 0.5, 1.0):
            for column_edge in (0.0, 0.5, 1.0):
                offsets = [
                    head.left + head_edge * (head.right - head.left) - left - column_edge * (right - left)
                    for head, (left, right) in zip(heads, columns, strict=True)
                ]
                if max(offsets) - min(offsets) <= ALIGNED * size:
                    return dict(enumerate(heads))
        before = (body.labels_right, *(right for _, right in columns[:-1]))
        after = (*(left for left, _ in columns[1:]), columns[-1][1] + size)
        if all(left < head.left and head.right < right for head, left, right in zip(heads, before, after, strict=True)):
            return dict(enumerate(heads))
    return found if is_one_each else {}


def _extends_right(row: Sequence[Piece], lines: Sequence[Sequence[Piece]], body: Body) -> bool:
    """Whether the line of the heads has words to the right of all columns."""
    mine = {id(piece) for piece in row}
    whole = next((line for line in lines if any(id(piece) in mine for piece in line)), ())
    return any(id(piece) not in mine and piece.left > body.right for piece in whole)
