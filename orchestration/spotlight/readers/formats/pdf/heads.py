"""The heads of a table that is told by its alignment: which words stand over which of its columns.

Belongs here: lines above a table, wrapped heads, heads over several columns. Not here: its rows (records).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from orchestration.spotlight.readers.formats.pdf.grids import GridCell
from orchestration.spotlight.readers.formats.pdf.lines import Extent, Piece, Word, overlaps

ALIGNED = 0.6
"""Of the size of letters: edges that differ less are aligned."""
_HEAD_WORDS = 10
_LARGER = 1.2
"""Times the size of its numbers: larger words over a table are its title."""
_FAR = 2.6
"""Of the size of letters: what stands higher over a table is no head of it."""
_CENTERED = 0.3
"""Of the width of some columns: how far from their middle a head over all of them may stand."""

Column = tuple[float, float]
"""From where to where its numbers reach."""


@dataclass(frozen=True, slots=True)
class Body:
    """The part of a table below its heads."""

    columns: Sequence[Column]
    left: float
    labels_right: float
    top: float
    """The first baseline."""
    size: float

    @property
    def right(self) -> float:
        return self.columns[-1][1]


@dataclass(slots=True)
class Heads:
    """The cells over a table, and the columns whose head is surely theirs."""

    cells: list[GridCell] = field(default_factory=list)
    depth: int = 0
    sure: frozenset[int] | None = None
    """None: there is no head over any column."""


@dataclass(slots=True)
class _Head(Extent):
    parts: list[Piece]
    below: list[_Head] = field(default_factory=list)

    def pieces(self) -> Iterable[Piece]:
        return self.parts

    def lines(self) -> list[list[Piece]]:
        return [[piece] for piece in self.parts]


def find_heads(body: Body, lines: Sequence[Sequence[Piece]], turned: Sequence[Piece]) -> Heads:
    """The heads of a table; `turned` are words that are written up or down."""
    rows = list(_over(body, lines))
    base = [_Head([piece]) for piece in (_parted(rows[0], body.columns) if rows else ())]
    levels: list[list[_Head]] = []
    is_sure = True
    for row in rows[1:]:
        is_sure &= _add_row(row, base, levels, body)
    base = sorted(base or _turned_over(body, turned), key=lambda head: head.left)
    label = next((head for head in base[:1] if head.middle < body.labels_right), None)
    mine = [head for head in base if head is not label]
    if not mine:
        return Heads()
    found = _of_columns(mine, body.columns, body.size)
    depth = len(levels)
    cells = [GridCell(depth, column + 1, lines=head.lines()) for column, head in found.items()]
    if label is not None:
        cells.append(GridCell(depth, 0, lines=label.lines()))
    for row_number, level in enumerate(reversed(levels)):
        for head in level:
            under = sorted(column for column, one in found.items() if any(one is other for other in head.below))
            if under:
                cells.append(GridCell(row_number, under[0] + 1, 1, under[-1] - under[0] + 1, head.lines()))
    return Heads(cells, depth + 1, frozenset(found) if is_sure else frozenset())


def _over(body: Body, lines: Sequence[Sequence[Piece]]) -> Iterator[list[Piece]]:
    """The lines over the columns of a table, from its first row upwards, as long as they can be heads."""
    size, top = body.size, body.top
    for line in reversed([line for line in lines if line[0].base < top - 0.3 * size]):
        mine = [piece for piece in line if piece.right > body.left - size and piece.left < body.right + 0.5 * size]
        over = [piece for piece in mine if piece.left > body.labels_right or hits(piece, body.columns)]
        if not mine:
            continue
        is_title = any(piece.left < body.labels_right and piece.right > body.columns[0][0] for piece in mine)
        is_title |= any(piece.size > _LARGER * size or len(piece.words) > _HEAD_WORDS for piece in mine)
        # Over a single column, only what stands right over it is its head; else it heads the whole list.
        is_title |= len(body.columns) == 1 and not any(hits(piece, body.columns) for piece in over)
        is_row = any(piece.is_value and not piece.is_year for piece in over)
        if not over or is_title or is_row or top - max(piece.base for piece in mine) > _FAR * size:
            return
        yield mine
        top = min(piece.base for piece in mine)


def hits(piece: Piece | Extent, columns: Sequence[Column]) -> list[int]:
    """The columns that something stands over or in."""
    return [at for at, (left, right) in enumerate(columns) if piece.left < right and left < piece.right]


def _parted(row: Sequence[Piece], columns: Sequence[Column]) -> list[Piece]:
    """The lowest line of heads; words that only a blank parts are two heads if each stands over a column of its own."""
    parts: list[Piece] = []
    for piece in row:
        words: list[Word] = []
        for word in piece.words:
            over, before = hits(Piece([word]), columns), hits(Piece(words), columns) if words else []
            if over and before and over != before:
                parts.append(Piece(words))
                words = []
            words.append(word)
        parts.append(Piece(words))
    over = [hit for part in parts for hit in hits(part, columns)]
    return parts if len(over) == len(set(over)) == len(columns) else list(row)


def _add_row(row: Sequence[Piece], base: list[_Head], levels: list[list[_Head]], body: Body) -> bool:
    """Add a line above the others: lines of the same heads, or heads over several of them. Whether that is sure."""
    mine = [head for head in base if head.middle > body.labels_right]
    over = [piece for piece in row if mine and piece.right > min(head.left for head in mine)]
    rests = [next((head for head in mine if _is_rest(piece, head)), None) for piece in over]
    level: list[_Head] = []
    if any(rest is None for rest in rests):
        level = _level(over, sorted(mine, key=lambda head: head.left), body.size)
        rests = [None] * len(over)
    if level:
        levels.append(level)
    is_sure = True
    for piece in row:
        rest = next((rest for one, rest in zip(over, rests, strict=True) if one is piece), None)
        under = [head for head in base if overlaps(piece, head)]
        if any(piece is one.parts[0] for one in level):
            continue
        if rest is not None or (len(under) == 1 and not piece.is_year):
            (rest or under[0]).parts.insert(0, piece)
        elif under:
            is_sure = False
        else:
            base.append(_Head([piece]))
    return is_sure


def _is_rest(piece: Piece, head: _Head) -> bool:
    """Whether a line is the beginning of the head right below it."""
    size = piece.size
    is_near = head.parts[0].base - piece.base < 1.5 * size and not piece.is_year
    edges = (piece.left - head.left, piece.right - head.right, piece.middle - head.middle)
    return is_near and overlaps(piece, head) and min(map(abs, edges)) < ALIGNED * size


def _level(over: Sequence[Piece], base: Sequence[_Head], size: float) -> list[_Head]:
    """Heads over several heads below, each in the middle of its own or at their left, if that is so in one way only."""
    if not 0 < len(over) < len(base):
        return []

    def parts(cuts: Sequence[int]) -> list[tuple[Piece, Sequence[_Head]]]:
        return [(piece, base[a:b]) for piece, (a, b) in zip(over, pairwise((0, *cuts, len(base))), strict=True)]

    def distance(cuts: Sequence[int]) -> float:
        middles = [(piece.left + piece.right - part[0].left - part[-1].right) / 2 for piece, part in parts(cuts)]
        lefts = [piece.left - part[0].left for piece, part in parts(cuts)]
        return float(min(max(map(abs, middles)), max(map(abs, lefts))))

    each = len(base) // len(over)
    texts = [[piece.text for piece in head.parts] for head in base]
    if texts == texts[:each] * len(over):
        # The same heads over and over: each of these stands over one set of them.
        return [_Head([piece], list(part)) for piece, part in parts(range(each, len(base), each))]
    best, *others = sorted(combinations(range(1, len(base)), len(over) - 1), key=distance)
    narrowest = min(part[-1].right - part[0].left for _, part in parts(best))
    if distance(best) > max(size, _CENTERED * narrowest) or (others and distance(others[0]) < distance(best) + size):
        return []
    return [_Head([piece], list(part)) for piece, part in parts(best)]


def _turned_over(body: Body, turned: Sequence[Piece]) -> list[_Head]:
    """Heads that are written up or down; lines that stand close together are one."""
    size = body.size
    heads: list[_Head] = []
    for piece in sorted(turned, key=lambda piece: piece.left):
        is_near = body.top - 4 * size < piece.bottom < body.top
        if not is_near or not body.left - size < piece.left < body.right + 3 * size:
            continue
        piece.is_used = True
        if heads and piece.left - heads[-1].right < ALIGNED * size:
            heads[-1].parts.append(piece)
        else:
            heads.append(_Head([piece]))
    return heads


def _of_columns(heads: Sequence[_Head], columns: Sequence[Column], size: float) -> dict[int, _Head]:
    """The head of each column where it is sure: it stands over this one and no other, or all are set off alike."""
    over = [hits(head, columns) for head in heads]
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
    return found if is_one_each else {}
