"""Numbers with their labels over, under or beside them, in rows: tiles, cards, bars with their numbers.

Belongs here: which number belongs to which label, by position. Not here: tables (grids, records), columns (regions).
A row is read as tiles only if every label in it has exactly one number, and every number on the page that could belong
to it has one label. Otherwise the later steps read it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from orchestration.spotlight.readers.formats.pdf.grids import EDGE, Grid, GridCell, Place, area, grid_of, holds
from orchestration.spotlight.readers.formats.pdf.lines import Extent, Piece, Word, overlaps, rows
from orchestration.spotlight.readers.grammar.dates import YEAR

_ALIGNED = 0.6
"""In letter sizes: edges or middles that differ by less are aligned."""
_NEXT_LINE = 1.5
"""In letter sizes: the lines of one label stand no farther apart."""
_NEAR = 2.6
"""Times the size of a number: it stands no farther under its label."""
_REMARK = 2.0
"""In letter sizes: a remark on a number, such as an age or its change in a year, stands no farther under it."""
_LARGE = 1.15
"""Times the size of its label: a number beside its label has to be larger."""
MOST_WORDS = 20
"""In a drawn tile, and in the cell of a head."""
_FEW = 8
"""The most words in a label."""
_ENDS_SENTENCE = re.compile(r"[a-z]{2}\. [A-Z]")
"""In a label with a remark: `victims were involved in these cases. Cases can involve multiple victims.`"""


@dataclass(slots=True)
class Tile(Extent):
    """A few words in a drawn box, or apart from what stands beside them."""

    lines: list[list[Piece]]

    def pieces(self) -> Iterable[Piece]:
        return (piece for line in self.lines for piece in line)


@dataclass(slots=True)
class TileRow(Extent):
    """Tiles side by side, from left to right."""

    tiles: list[Tile]

    def pieces(self) -> Iterable[Piece]:
        return (piece for tile in self.tiles for piece in tile.pieces())


@dataclass(slots=True)
class _Label(Extent):
    """One label, its lines from top to bottom, and the numbers that could be its own."""

    lines: list[Piece]
    above: list[Piece] = field(default_factory=list)
    below: list[Piece] = field(default_factory=list)

    def pieces(self) -> Iterable[Piece]:
        return self.lines

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.lines)

    def distance(self, number: Piece) -> float:
        """How far a number stands over or under the label."""
        return min(_distance(piece, number) for piece in self.lines)


def tile_rows(lines: Sequence[Sequence[Piece]]) -> list[TileRow | Grid]:
    """The rows of tiles among the lines: numbers over or under their labels, or large numbers left of them.

    Tiles that hold only a label and a number become a table, whose heads are the labels.
    """
    pieces = [piece for line in lines for piece in line]
    found = list(_over_or_under(lines, pieces))
    taken = {id(piece) for row in found for piece in row.pieces()}
    return [*found, *_beside([piece for piece in pieces if id(piece) not in taken])]


def _grid(couples: Sequence[tuple[Sequence[Piece], Piece]], *, is_level: bool) -> Grid:
    """Labels and their numbers as a table: side by side (`is_level`), or one below the other."""
    cells = []
    for at, (label, number) in enumerate(couples):
        cells.append(GridCell(*((0, at) if is_level else (at, 0)), lines=[[piece] for piece in label]))
        cells.append(GridCell(*((1, at) if is_level else (at, 1)), lines=[[number]]))
    return grid_of(cells, (number.left for _, number in couples))


# In drawn boxes -------------------------------------------------------------------------------------------------------


def drawn_tiles(boxes: Sequence[Place], words: Sequence[Word]) -> list[Tile]:
    """The drawn boxes that hold a few words and a number.

    A cell between two ruled lines is left out: a number of the same size stands beside it outside all boxes.
    """
    tiles = list(_boxes_with_number(boxes, words))
    taken = {id(word) for tile in tiles for piece in tile.pieces() for word in piece.words}
    unboxed = [word for word in words if id(word) not in taken and _is_number(word)]
    return [tile for tile in tiles if not _goes_on_outside_boxes(tile, unboxed)]


def _boxes_with_number(boxes: Sequence[Place], words: Sequence[Word]) -> Iterator[Tile]:
    """Boxes with a few words and a number, and only one piece on each line."""
    taken: set[int] = set()
    for box in sorted(boxes, key=area):
        left, top, right, bottom = box
        inside = [word for word in words if holds(box, word)]
        if not 1 < len(inside) <= MOST_WORDS or any(id(word) in taken for word in inside):
            continue
        lines = rows(inside)
        is_beside = any(
            abs(other[1] - top) < EDGE
            and abs(other[3] - bottom) < EDGE
            and (other[0] >= right - EDGE or other[2] <= left + EDGE)
            for other in boxes
        )
        has_number = any(_is_number(word) for word in inside if not word.raised)
        # In three lines or more the number must stand alone: else it may be an address or a telephone number.
        has_number &= len(lines) < 3 or any(piece.is_value for line in lines for piece in line)
        if has_number and all(len(line) == 1 for line in lines) and (len(lines) > 1 or is_beside):
            taken.update(map(id, inside))
            yield Tile(lines)


def _is_number(word: Word) -> bool:
    piece = Piece([word])
    return piece.is_value and not piece.is_year


def _goes_on_outside_boxes(tile: Tile, unboxed: Sequence[Word]) -> bool:
    numbers = [piece.words[0] for piece in tile.pieces() if piece.is_value]
    return any(abs(other.base - one.base) < 1 and other.size == one.size for one in numbers for other in unboxed)


# Over or under --------------------------------------------------------------------------------------------------------


def _over_or_under(lines: Sequence[Sequence[Piece]], pieces: Sequence[Piece]) -> Iterator[TileRow | Grid]:
    """The rows whose numbers all stand over their labels, or all under them. None if both readings are possible."""
    rows = list(_label_rows(lines))
    for row in rows:
        for label in row:
            label.above = _nearest(label, pieces, -1)
            label.below = _nearest(label, pieces, 1)
            if label.below and label.below[0].top - label.bottom > _NEAR * label.below[0].size:
                label.below = []
    above = _Side([(label, label.above[0]) for label in row] for row in rows if _has_one_each(row, "above"))
    below = _Side([(label, label.below[0]) for label in row] for row in rows if _has_one_each(row, "below"))
    possible = [
        side
        for side, other in ((above, below), (below, above))
        # This reading must give a label to every number that the other reading gives one.
        if side.rows and set(other.by_number) <= set(side.by_number) and not side.is_contradicted(pieces)
    ]
    for couples in possible[0].rows if len(possible) == 1 else ():
        under = [_remarks(label.lines, number, pieces) for label, number in couples]
        # Small print under two tiles is a line of its own.
        times = Counter(id(piece) for one in under for piece in one)
        remarks = [[piece for piece in one if times[id(piece)] == 1] for one in under]
        if any(remarks) or any(_ENDS_SENTENCE.search(label.text) for label, _ in couples):
            tiles = [[*label.lines, number, *more] for (label, number), more in zip(couples, remarks, strict=True)]
            lines_of = [[[piece] for piece in sorted(tile, key=lambda piece: piece.base)] for tile in tiles]
            yield TileRow(list(map(Tile, lines_of)))
        else:
            yield _grid([(label.lines, number) for label, number in couples], is_level=True)


class _Side:
    """The rows of labels whose numbers all stand on one side."""

    def __init__(self, rows: Iterable[list[tuple[_Label, Piece]]]) -> None:
        self.rows = list(rows)
        self.by_number = {id(number): (label, number) for row in self.rows for label, number in row}

    def is_contradicted(self, pieces: Sequence[Piece]) -> bool:
        """Whether a number stands nearer to other words that look like its label and have no number of their own."""
        known = {id(piece) for label, _ in self.by_number.values() for piece in label.lines}
        others = [one for one in pieces if not one.is_value and _may_be_label(one) and id(one) not in known]
        return any(
            _distance(piece, number) < label.distance(number)
            for label, number in self.by_number.values()
            for piece in others
            if abs(piece.size - label.lines[0].size) < 0.05 * piece.size
            and piece.bold == label.lines[0].bold
            and overlaps(piece, number)
        )


def _distance(one: Piece, other: Piece) -> float:
    return max(one.top - other.bottom, other.top - one.bottom)


def _label_rows(lines: Sequence[Sequence[Piece]]) -> Iterator[list[_Label]]:
    """Rows of two or more labels side by side, each label with all its lines."""
    used: set[int] = set()
    for at, line in enumerate(lines):
        texts = [piece for piece in line if _may_be_label(piece) and id(piece) not in used]
        if len(texts) < 2 or len(texts) < len([piece for piece in line if not piece.is_value]):
            continue
        labels = [_Label([text]) for text in texts]
        for step in (1, -1):
            for other in lines[at + step :: step] if at + step >= 0 else ():
                rest = [_label_continued_by(piece, labels, step) for piece in other]
                if not rest or any(label is None for label in rest):
                    break
                for piece, label in zip(other, rest, strict=True):
                    assert label is not None
                    label.lines.insert(len(label.lines) if step > 0 else 0, piece)
        used.update(id(piece) for label in labels for piece in label.lines)
        yield labels


def _may_be_label(piece: Piece) -> bool:
    """Whether a piece has few words and no number; a year among the words is none: `Hotline in 2021 from`."""
    has_number = any(sign.isdigit() for sign in YEAR.sub("", piece.text))
    return len(piece.words) <= _FEW and not (has_number or piece.is_year)


def _label_continued_by(piece: Piece, labels: Sequence[_Label], step: int) -> _Label | None:
    """The label that a piece above or below it continues, if any."""
    if not _may_be_label(piece) or piece.is_value:
        return None
    for label in labels:
        edge = label.lines[-1 if step > 0 else 0]
        is_alike = abs(edge.size - piece.size) < 0.05 * piece.size and edge.bold == piece.bold
        if is_alike and abs(edge.base - piece.base) < _NEXT_LINE * piece.size and _is_aligned(piece, label):
            return label
    return None


def _is_aligned(piece: Piece, label: _Label) -> bool:
    """Whether a piece is aligned with a label: at its left, at its right or in the middle."""
    edges = (piece.left - label.left, piece.right - label.right, piece.middle - label.middle)
    return overlaps(piece, label) and min(map(abs, edges)) < _ALIGNED * min(piece.size, label.lines[0].size)


def _nearest(label: _Label, pieces: Sequence[Piece], step: int) -> list[Piece]:
    """The numbers over a label (`step` -1) or under it (`step` 1), up to the first words."""
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


def _has_one_each(row: Sequence[_Label], side: str) -> bool:
    """Whether each label of a row has exactly one number on a side, and no two labels share one."""
    numbers = [number for label in row for number in getattr(label, side)]
    return all(len(getattr(label, side)) == 1 for label in row) and len({id(one) for one in numbers}) == len(row)


def _remarks(label: Sequence[Piece], number: Piece, pieces: Sequence[Piece]) -> list[Piece]:
    """The small print right under a label and its number."""
    couple = Tile([[*label, number]])

    def is_larger_or_bold(piece: Piece) -> bool:
        """Whether it may be a heading of what stands below it."""
        return piece.size > _LARGE * label[0].size or (piece.bold and not label[0].bold)

    return [
        piece
        for piece in pieces
        if not piece.is_value
        and piece.size < number.size
        and not is_larger_or_bold(piece)
        and 0 < piece.base - couple.bottom < _REMARK * piece.size
        and overlaps(piece, couple)
    ]


# Beside ---------------------------------------------------------------------------------------------------------------


def _beside(pieces: Sequence[Piece]) -> Iterator[Grid]:
    """Tables of large numbers, each left of its label. None if the label of any large number is unclear."""
    usual = median([piece.size for piece in pieces if not piece.is_value] or [0.0])
    numbers = [piece for piece in pieces if piece.is_value and not piece.is_year and piece.size > _LARGE * usual]
    couples: list[tuple[list[Piece], Piece]] = []
    for number in numbers:
        end = min((one.left for one in pieces if one.is_value and _is_right_of(one, number)), default=float("inf"))
        mine = [
            piece
            for piece in pieces
            if not piece.is_value
            and _may_be_label(piece)
            and piece.size * _LARGE < number.size
            and number.right < piece.left
            and piece.right < end
            and number.top - 0.5 * piece.size < (piece.top + piece.bottom) / 2 < number.bottom + 0.5 * piece.size
        ]
        if not mine:
            return
        top, bottom = min(piece.top for piece in mine), max(piece.bottom for piece in mine)
        is_centered = abs(top + bottom - number.top - number.bottom) < number.size
        is_one = max(piece.left for piece in mine) - min(piece.left for piece in mine) < _ALIGNED * number.size
        if not (is_centered and is_one):
            return
        couples.append((sorted(mine, key=lambda piece: piece.base), number))
    taken = [id(piece) for label, number in couples for piece in (*label, number)]
    if not any(len(couples) > 1 or len(label) > 1 for label, _ in couples) or len(taken) > len(set(taken)):
        return
    columns: list[list[tuple[list[Piece], Piece]]] = []
    for label, number in sorted(couples, key=lambda couple: couple[0][0].left):
        if columns and label[0].left - columns[-1][-1][0][0].left < _ALIGNED * number.size:
            columns[-1].append((label, number))
        else:
            columns.append([(label, number)])
    for column in columns:
        yield _grid(sorted(column, key=lambda couple: couple[1].base), is_level=False)


def _is_right_of(piece: Piece, number: Piece) -> bool:
    return piece.left > number.right and piece.top < number.bottom and number.top < piece.bottom


def _in_rows(tiles: Sequence[Tile]) -> Iterator[TileRow]:
    """The tiles in rows: tiles at one height of the page are one row."""
    rows: list[TileRow] = []
    for tile in sorted(tiles, key=lambda tile: tile.top):
        if rows and tile.top < rows[-1].bottom - 0.3 * (tile.bottom - tile.top):
            rows[-1].tiles.append(tile)
        else:
            rows.append(TileRow([tile]))
    for row in rows:
        row.tiles.sort(key=lambda tile: tile.left)
    yield from rows


def joined(tiles: Sequence[Tile], others: Sequence[tuple[float, float, float, float]]) -> list[Tile | TileRow]:
    """The tiles; those that stand at one height with nothing else beside them as rows."""
    found: list[Tile | TileRow] = []
    for row in _in_rows(tiles):
        is_alone = not any(top < row.bottom and row.top < bottom for _, top, _, bottom in others)
        found += [row] if is_alone and len(row.tiles) > 1 else row.tiles
    return found
