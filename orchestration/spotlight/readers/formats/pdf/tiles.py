"""Numbers and their labels that stand over, under or beside each other in rows: tiles, cards, bars with their numbers.

Belongs here: which number stands with which label by place. Not here: tables (grids, records), columns (regions).
A row is one of tiles only if every label of it has one number, and every number of the page that could be meant one
label; else it is left to what follows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from orchestration.spotlight.readers.formats.pdf.grids import Grid, GridCell
from orchestration.spotlight.readers.formats.pdf.lines import Extent, Piece, is_aligned, overlaps

_NEXT_LINE = 1.5
"""Of the size of letters: lines of one label are not farther apart."""
_NEAR = 2.6
"""Of the size of the number: a number under its label is not farther from it."""
_REMARK = 2.0
"""The same for what is said of the number: its change since the year before, an age."""
_LARGE = 1.15
"""Times the size of its label: a number beside it is a large one."""
_FEW = 8
"""Words of a label."""


@dataclass(slots=True)
class Tile(Extent):
    """A box that is drawn round a few words, or a few words that stand apart from what is beside them."""

    lines: list[list[Piece]]

    def pieces(self) -> Iterable[Piece]:
        return (piece for line in self.lines for piece in line)


@dataclass(slots=True)
class _Label(Extent):
    """One label, its lines from top to bottom."""

    lines: list[Piece]

    def pieces(self) -> Iterable[Piece]:
        return self.lines


Couple = tuple[_Label, Piece]


def tile_rows(lines: Sequence[Sequence[Piece]]) -> list[Tile | Grid]:
    """The rows of tiles among some lines: numbers over or under their labels, or large ones left of them.

    Tiles that hold no more than that are a table, whose heads are the labels.
    """
    pieces = [piece for line in lines for piece in line]
    found = list(_over_or_under(lines, pieces))
    taken = {id(piece) for row in found for piece in row.pieces()}
    return [*found, *_beside([piece for piece in pieces if id(piece) not in taken])]


# Over or under --------------------------------------------------------------------------------------------------------


def _over_or_under(lines: Sequence[Sequence[Piece]], pieces: Sequence[Piece]) -> Iterator[Tile | Grid]:
    """All numbers stand over their labels, or all under them: where both are possible, the nearer side if it is so."""
    labels = list(_label_rows(lines))
    above, below = ([row for one in labels if (row := _couples(one, pieces, step))] for step in (-1, 1))
    possible = [
        side
        for side, other in ((above, below), (below, above))
        # The other order must leave no number over that this one does not know.
        if side and _numbers(other) <= _numbers(side) and not _is_gainsaid(side, pieces)
    ]
    for couples in possible[0] if len(possible) == 1 else ():
        under = [_remarks(label.lines, number, pieces) for label, number in couples]
        # What stands under two tiles is a line of its own.
        times = Counter(id(piece) for one in under for piece in one)
        remarks = [[piece for piece in one if times[id(piece)] == 1] for one in under]
        if any(remarks):
            tiles = [[*label.lines, number, *more] for (label, number), more in zip(couples, remarks, strict=True)]
            lines_of = [[[piece] for piece in sorted(tile, key=lambda piece: piece.base)] for tile in tiles]
            yield from map(Tile, lines_of)
        else:
            heads = [GridCell(0, at, lines=[[line] for line in label.lines]) for at, (label, _) in enumerate(couples)]
            cells = [GridCell(1, at, lines=[[number]]) for at, (_, number) in enumerate(couples)]
            yield Grid([*heads, *cells], [number.left for _, number in couples])


def _couples(labels: Sequence[_Label], pieces: Sequence[Piece], step: int) -> list[Couple]:
    """Each label of a row with the number over it (or under it, `step` 1), if each has one and none is that of two."""
    numbers = [_nearest(label, pieces, step) for label in labels]
    couples = [(label, mine[0]) for label, mine in zip(labels, numbers, strict=True) if len(mine) == 1]
    is_far = step > 0 and any(number.top - label.bottom > _NEAR * number.size for label, number in couples)
    return couples if len(_numbers([couples])) == len(labels) and not is_far else []


def _numbers(rows: Iterable[Sequence[Couple]]) -> set[int]:
    return {id(number) for row in rows for _, number in row}


def _is_gainsaid(rows: Sequence[Sequence[Couple]], pieces: Sequence[Piece]) -> bool:
    """Whether a number stands nearer to other words that look like its label and have no number of their own."""
    known = {id(piece) for row in rows for label, _ in row for piece in label.lines}
    return any(
        _distance(piece, number) < min(_distance(line, number) for line in label.lines)
        for row in rows
        for label, number in row
        for piece in pieces
        if id(piece) not in known and _may_be_label(piece)
        if _is_alike(piece, label.lines[0]) and overlaps(piece, number)
    )


def _is_alike(one: Piece, other: Piece) -> bool:
    return abs(one.size - other.size) < 0.05 * one.size and one.bold == other.bold


def _distance(one: Piece, other: Piece) -> float:
    return max(one.top - other.bottom, other.top - one.bottom)


def _label_rows(lines: Sequence[Sequence[Piece]]) -> Iterator[list[_Label]]:
    """Lines of two or more labels side by side, each with the other lines of its own."""
    used: set[int] = set()
    for at, line in enumerate(lines):
        texts = [piece for piece in line if _may_be_label(piece) and id(piece) not in used]
        if len(texts) < 2 or len(texts) < len([piece for piece in line if not piece.is_value]):
            continue
        labels = [_Label([text]) for text in texts]
        for step, others in ((1, lines[at + 1 :]), (-1, lines[:at][::-1])):
            for other in others:
                rest = [_rest_of(piece, labels, step) for piece in other]
                if any(label is None for label in rest):
                    break
                for piece, label in zip(other, rest, strict=True):
                    assert label is not None
                    label.lines.insert(len(label.lines) if step > 0 else 0, piece)
        used.update(id(piece) for label in labels for piece in label.lines)
        yield labels


def _may_be_label(piece: Piece) -> bool:
    is_short = len(piece.words) <= _FEW and not any(sign.isdigit() for sign in piece.text)
    return is_short and not piece.is_value


def _rest_of(piece: Piece, labels: Sequence[_Label], step: int) -> _Label | None:
    """The label that a line above or below it belongs to."""
    if not _may_be_label(piece):
        return None
    for label in labels:
        edge = label.lines[-1 if step > 0 else 0]
        is_next = abs(edge.base - piece.base) < _NEXT_LINE * piece.size
        if is_next and _is_alike(piece, edge) and _is_aligned(piece, label):
            return label
    return None


def _is_aligned(piece: Piece, label: _Label) -> bool:
    """Whether something stands in the column of a label."""
    return is_aligned(piece, label, min(piece.size, label.lines[0].size))


def _nearest(label: _Label, pieces: Sequence[Piece], step: int) -> list[Piece]:
    """The numbers over a label (or under it, `step` 1) as far as no words stand between."""
    mine = {id(piece) for piece in label.lines}
    column = [
        piece
        for piece in pieces
        if id(piece) not in mine
        and overlaps(piece, label)
        and (piece.base > label.lines[-1].base if step > 0 else piece.base < label.lines[0].base)
    ]
    found: list[Piece] = []
    for piece in sorted(column, key=lambda piece: step * piece.base):
        has_words = any(not one.is_value and abs(one.base - piece.base) < 0.3 * piece.size for one in pieces)
        if not piece.is_value or piece.is_year or has_words or not _is_aligned(piece, label):
            break
        found.append(piece)
    return found


def _remarks(label: Sequence[Piece], number: Piece, pieces: Sequence[Piece]) -> list[Piece]:
    """The small print right under a label and its number."""
    couple = Tile([[*label, number]])
    return [
        piece
        for piece in pieces
        if not piece.is_value
        and piece.size < number.size
        and 0 < piece.base - couple.bottom < _REMARK * piece.size
        and overlaps(piece, couple)
    ]


# Beside ---------------------------------------------------------------------------------------------------------------


def _beside(pieces: Sequence[Piece]) -> Iterator[Grid]:
    """Large numbers, each left of the lines of its label; the next number stands right of these or below."""
    usual = median([piece.size for piece in pieces if not piece.is_value] or [0.0])
    numbers = [piece for piece in pieces if piece.is_value and not piece.is_year and piece.size > _LARGE * usual]
    couples: list[tuple[list[Piece], Piece]] = []
    for number in numbers:
        end = min((one.left for one in pieces if one.is_value and _is_right_of(one, number)), default=float("inf"))
        mine = [
            piece
            for piece in pieces
            if not piece.is_value
            and number.right < piece.left
            and piece.right < end
            and number.top - 0.5 * piece.size < (piece.top + piece.bottom) / 2 < number.bottom + 0.5 * piece.size
        ]
        if not mine:
            return
        top, bottom = min(piece.top for piece in mine), max(piece.bottom for piece in mine)
        is_centered = abs(top + bottom - number.top - number.bottom) < number.size
        if not is_centered:
            return
        couples.append((sorted(mine, key=lambda piece: piece.base), number))
    # A single number before one line may be that of a chapter.
    if len(couples) > 1 or any(len(label) > 1 for label, _ in couples):
        for label, number in couples:
            cells = [GridCell(0, 0, lines=[[line] for line in label]), GridCell(0, 1, lines=[[number]])]
            yield Grid(cells, [number.left])


def _is_right_of(piece: Piece, number: Piece) -> bool:
    return piece.left > number.right and piece.top < number.bottom and number.top < piece.bottom
