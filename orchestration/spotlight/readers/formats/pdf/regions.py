"""A page → its parts in the order in which a person reads them: columns, tiles, tables and lines.

Belongs here: what stands beside and below what. Not here: tables (grids, records), what is a frame (frame).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from orchestration.spotlight.readers.formats.pdf.full_rows import full_grids
from orchestration.spotlight.readers.formats.pdf.grids import EDGE, Grid, Place, area, drawn_grids, holds
from orchestration.spotlight.readers.formats.pdf.lines import Piece, Word, rows
from orchestration.spotlight.readers.formats.pdf.ranks import without_ranks
from orchestration.spotlight.readers.formats.pdf.records import aligned_grids
from orchestration.spotlight.readers.formats.pdf.tiles import (
    MOST_WORDS,
    Tile,
    TileRow,
    drawn_tiles,
    joined,
    tile_rows,
)

_GUTTER = 0.8
"""In letter sizes: the least gap between two columns."""
_FAR = 5.0
"""In letter sizes: texts of several words that are this far apart on one line do not belong together."""
_OWN_WORDS = 3
_OWN_VALUES = 2
_THIN = 4.0
"""In points: a rule is no thicker."""


@dataclass(slots=True)
class Boxed:
    """The parts in a box that is drawn beside other text."""

    parts: list[Part]
    left: float
    top: float
    right: float
    bottom: float


Item = Piece | Grid | Tile | TileRow | Boxed


@dataclass(slots=True)
class Columns:
    """Parts of a page side by side."""

    parts: list[list[Part]]


Part = Columns | Grid | Tile | TileRow | Boxed | list[Piece]
"""What stands from top to bottom on a page; a list of pieces is one line."""


def regions(
    words: Sequence[Word], turned: Sequence[Piece], rules: Sequence[Place], boxes: Sequence[Place]
) -> list[Part]:
    """The parts of a page from top to bottom. Of the `turned` words, only heads of tables are included."""
    drawn = drawn_grids(rules, boxes, words, turned)
    items: list[Item] = [*drawn]
    taken = {id(word) for grid in drawn for piece in grid.pieces() for word in piece.words}
    left = [word for word in words if id(word) not in taken]
    tiles = drawn_tiles(boxes, left)
    taken = {id(word) for tile in tiles for piece in tile.pieces() for word in piece.words}
    left = [word for word in left if id(word) not in taken]
    for box in sorted(boxes, key=area):
        inside = [word for word in left if holds(box, word)]
        is_beside = len(rows(inside)) > 1 and _stands_beside(box, inside, left) and not _is_underlined(box, boxes)
        if is_beside and not (len(inside) <= MOST_WORDS and _touches_its_like(box, boxes)):
            items.append(Boxed(regions(inside, [], rules, []), *box))
            taken = {id(word) for word in inside}
            left = [word for word in left if id(word) not in taken]
    lines = rows(left)
    tiled = tile_rows(lines)
    used = {id(piece) for row in tiled for piece in row.pieces()}
    lines = [mine for line in lines if (mine := [piece for piece in line if id(piece) not in used])]
    lines = without_ranks(lines)
    full = list(full_grids(lines))
    used = {id(piece) for grid in full for piece in grid.pieces()}
    lines = [mine for line in lines if (mine := [piece for piece in line if id(piece) not in used])]
    aligned = aligned_grids(lines, turned, [*rules, *boxes])
    used = {id(word) for grid in aligned for piece in grid.pieces() for word in piece.words}
    items += [*tiled, *full, *aligned, *(piece for line in lines for piece in line if id(piece.words[0]) not in used)]
    items += joined(tiles, [(item.left, item.top, item.right, item.bottom) for item in items])
    return _cut(items, rules) if items else []


def _stands_beside(box: Place, inside: Sequence[Word], words: Sequence[Word]) -> bool:
    """Whether a box stands beside other text, and holds less than half of the words."""
    beside = [word for word in words if box[1] < word.base < box[3] and not holds(box, word)]
    return bool(beside) and 2 * len(inside) < len(words)


def _is_underlined(box: Place, boxes: Sequence[Place]) -> bool:
    """Whether a box and another, which differs at its foot alone, are the two edges of a thin rule below a heading.

    A third one like either is the shade of a box that can be seen.
    """
    like = [other for other in boxes if other[:3] == box[:3] and abs(other[3] - box[3]) <= _THIN]
    return len(like) == 2 and like[0] != like[1]


def _touches_its_like(box: Place, boxes: Sequence[Place]) -> bool:
    """Whether a box is one of a row of shaded cells, as the heads of a table are, and not text beside the page's."""
    left, top, right, bottom = box
    of_row = (other for other in boxes if abs(other[1] - top) < EDGE and abs(other[3] - bottom) < EDGE)
    return any(abs(other[0] - right) < EDGE or abs(other[2] - left) < EDGE for other in of_row)


# Columns --------------------------------------------------------------------------------------------------------------


def _cut(items: Sequence[Item], rules: Sequence[Place]) -> list[Part]:
    """The items from top to bottom, cut into columns where a gutter runs down between them."""
    found: list[Part] = []
    bands = _bands(items)
    at = 0
    while at < len(bands):
        end = _end_of_columns(bands, at, rules)
        part = [item for band in bands[at:end] for item in band]
        sides = _with_counts_beside_names(_sides(part))
        if len(sides) < 2 or _is_by_lines(bands[at:end], sides):
            found += [one for band in bands[at:end] for one in _stacked(band)]
        else:
            found.append(Columns([_cut(side, rules) for side in sides]))
        at = end
    return found


def _bands(items: Sequence[Item]) -> list[list[Item]]:
    """The items grouped by their height on the page, from top to bottom."""
    found: list[list[Item]] = []
    bottom = 0.0
    for item in sorted(items, key=lambda item: item.top):
        # Lines of one column may overlap a little.
        if found and item.top < bottom - 0.3 * (item.bottom - item.top):
            found[-1].append(item)
            bottom = max(bottom, item.bottom)
        else:
            found.append([item])
            bottom = item.bottom
    return found


def _gutters(items: Sequence[Item]) -> list[tuple[float, float]]:
    """The left and right edge of each gap between items side by side."""
    found = []
    ordered = sorted(items, key=lambda item: item.left)
    right = ordered[0].right
    for item in ordered[1:]:
        if item.left - right >= _GUTTER * _size(item):
            found.append((right, item.left))
        right = max(right, item.right)
    return found


def _size(item: Item) -> float:
    return item.size if isinstance(item, Piece) else 10.0


def _sides(items: Sequence[Item]) -> list[list[Item]]:
    """The items by column: the gutters that run down between all of them separate the columns."""
    edges = [left for left, _ in _gutters(items)]
    sides: list[list[Item]] = [[] for _ in range(len(edges) + 1)]
    for item in items:
        sides[sum(1 for edge in edges if item.left >= edge)].append(item)
    return sides


def _with_counts_beside_names(sides: Sequence[list[Item]]) -> list[list[Item]]:
    """The columns, where one of nothing but numbers with units belongs to the names at its left: `74 Cases`."""
    found = list(sides[:1])
    for side in sides[1:]:
        lines = [[item for item in found[-1] if _is_on_line(item, of)] for of in side]
        are_counts = all(map(_begins_with_number, side)) and not any(map(_is_number, side))
        if are_counts and len(side) >= _OWN_VALUES and all(line and line == _names(line) for line in lines):
            found[-1] = [*found[-1], *side]
        else:
            found.append(side)
    return found


def _is_on_line(item: Item, of: Item) -> bool:
    return isinstance(item, Piece) and isinstance(of, Piece) and item.words[0].line == of.words[0].line


def _side(left: float, gutters: Sequence[tuple[float, float]]) -> int:
    """The number of the column, between the gutters, in which a line that begins at `left` stands."""
    return sum(left >= edge for edge, _ in gutters)


def _end_of_columns(bands: Sequence[Sequence[Item]], start: int, rules: Sequence[Place]) -> int:
    """The position after the last band that stands in the same columns as the first."""
    together = list(bands[start])
    if not _gutters(together) or _is_ruled_off(bands, start, rules):
        return start + 1
    end = start + 1
    are_headings = _are_headings(together) and _goes_on_below_all(bands, start)
    for at in range(end, len(bands)):
        band = bands[at]
        above, together = together, [*together, *band]
        gutters = _gutters(together)
        if not gutters:
            break
        is_one_sided = not _gutters(band)
        is_apart = is_one_sided and _is_apart(band, above)
        is_heading = is_one_sided and _is_heading(band, bands[start:at], is_apart)
        if is_heading and not _has_a_twin(bands, at):
            break
        if not is_one_sided and _is_ruled_off(bands, at, rules):
            break
        # A band on one side only belongs to the columns if it follows closely.
        if not is_one_sided or are_headings or (not is_apart and end == at):
            end = at + 1
    return end


def _are_headings(band: Sequence[Item]) -> bool:
    """Whether each text of a band heads a column of its own: `187 Trafficking Cases` and `Locations of Trafficking`.

    A heading with a year or day may be that of the whole page.
    """
    pieces = [item for item in band if isinstance(item, Piece) and item.bold and len(item.words) >= _OWN_WORDS - 1]
    are_far = all(after.left - before.right > _FAR * after.size for before, after in pairwise(pieces))
    has_digits = any(sign.isdigit() for piece in pieces[1:] for sign in piece.text)
    return 1 < len(pieces) == len(band) and are_far and not has_digits


def _goes_on_below_all(bands: Sequence[Sequence[Item]], start: int) -> bool:
    """Whether texts stand below each heading of a band, before one that stands below several."""
    gutters = _gutters(bands[start])
    sides: set[int] = set()
    for band in bands[start + 1 :]:
        if len(_gutters([*bands[start], *band])) < len(gutters):
            break
        sides.update(_side(item.left, gutters) for item in band)
    return len(sides) == len(bands[start])


def _is_apart(band: Sequence[Item], above: Sequence[Item]) -> bool:
    """Whether a band stands farther below its column than the lines of the column stand apart."""
    left, right = min(item.left for item in band), max(item.right for item in band)
    column = sorted((item for item in above if left < item.right and item.left < right), key=lambda item: item.top)
    gaps = [lower.top - upper.bottom for upper, lower in pairwise(column)]
    gap = _top(band) - max(item.bottom for item in column or above)
    if column and right > max(item.right for item in column) + _size(band[0]):
        # A line wider than its column is a sentence of the page, not of the column.
        return True
    return gap > 1.2 * max([*gaps, 0.5 * _size(band[0])])


def _top(band: Sequence[Item]) -> float:
    return min(item.top for item in band)


def _is_heading(band: Sequence[Item], before: Sequence[Sequence[Item]], is_apart: bool) -> bool:
    """Whether a line that stands alone heads all columns below it, not only one."""
    pieces = [item for items in before for item in items if isinstance(item, Piece)]
    if not pieces or not all(isinstance(item, Piece) for item in band):
        return is_apart
    largest = max(piece.size for piece in pieces)
    line = [item for item in band if isinstance(item, Piece)]
    is_left = min(piece.left for piece in line) < min(piece.left for piece in pieces) + largest
    is_larger = min(piece.size for piece in line) > 1.1 * largest
    is_bold = all(piece.bold for piece in line) and not all(piece.bold for piece in pieces)
    return is_left and (is_larger or (is_bold and is_apart))


def _has_a_twin(bands: Sequence[Sequence[Item]], at: int) -> bool:
    """Whether another column has a heading that looks the same, a little lower: then each heads only its column."""
    heading = bands[at][0]
    for other in (item for band in bands[at + 1 : at + 3] for item in band):
        is_beside = other.left > heading.right or other.right < heading.left
        if is_beside and isinstance(other, Piece) and isinstance(heading, Piece) and other.bold == heading.bold:
            return abs(other.size - heading.size) < 0.1
    return False


def _is_ruled_off(bands: Sequence[Sequence[Item]], at: int, rules: Sequence[Place]) -> bool:
    """Whether a rule at least as wide as the line separates it from what follows, as under a heading."""
    if at + 1 >= len(bands) or any(not isinstance(item, Piece) or item.is_value for item in bands[at]):
        return False
    bottom = max(item.bottom for item in bands[at])
    left, right = min(item.left for item in bands[at]), max(item.right for item in bands[at])
    return any(
        start <= left + 5 and end >= right - 5 and bottom - 3 < low and high < _top(bands[at + 1]) + 3
        for start, low, end, high in rules
    ) and not any(isinstance(item, Piece) and item.is_value for item in bands[at + 1])


def _is_by_lines(bands: Sequence[Sequence[Item]], sides: Sequence[Sequence[Item]]) -> bool:
    """Whether items side by side are read line by line: one line only, labels with their numbers, terms with `:`."""
    if any(not isinstance(item, Piece) for side in sides for item in side):
        return False
    pieces = [[item for item in side if isinstance(item, Piece)] for side in sides]
    lines = [{piece.words[0].line for piece in side} for side in pieces]
    is_line = len(bands) == 1 and len(set().union(*lines)) == 1
    if is_line or all(len(band) == 2 and not _is_number(band[0]) and _is_number(band[1]) for band in bands):
        return True
    if all(map(_is_about_one_name, bands)) and len(_sides([_names(band)[0] for band in bands])) == 1:
        # One column of names among numbers, as in a legend: each number belongs to the name on its line.
        return True
    has_terms = len(sides) == 2 and sum(piece.text.endswith(":") for piece in pieces[0]) * 2 > len(pieces[0])
    if has_terms or len(sides) % 2 or any(len(band) != len(sides) for band in bands):
        return has_terms
    is_before = all(piece.is_value for side in pieces[::2] for piece in side)
    return is_before and not any(piece.is_value for side in pieces[1::2] for piece in side)


def _is_about_one_name(band: Sequence[Item]) -> bool:
    """Whether a band is one name beside numbers with units or shares: `71 %  Sex Trafficking  44 cases`."""
    return len(_names(band)) == 1 and sum(map(_begins_with_number, band)) == len(band) - 1 > 0


def _names(band: Sequence[Item]) -> list[Item]:
    return [item for item in band if isinstance(item, Piece) and not any(sign.isdecimal() for sign in item.text)]


def _begins_with_number(item: Item) -> bool:
    return isinstance(item, Piece) and item.text[:1].isdigit()


def _is_number(item: Item) -> bool:
    return isinstance(item, Piece) and item.is_value


def _stacked(band: Sequence[Item]) -> Iterator[Part]:
    """The items of one band, line by line."""
    lines: dict[int, list[Piece]] = {}
    rest: list[Grid | Tile | TileRow | Boxed] = []
    for item in band:
        if isinstance(item, Piece):
            lines.setdefault(item.words[0].line, []).append(item)
        else:
            rest.append(item)
    for number in sorted(lines):
        line = sorted(lines[number], key=lambda piece: piece.left)
        is_far = any(after.left - before.right > _FAR * after.size for before, after in pairwise(line))
        if is_far and all(len(piece.words) >= _OWN_WORDS for piece in line):
            # A foot may have texts at the left and right. A line with a number stays whole: its label may be far off.
            yield from ([piece] for piece in line)
        else:
            yield line
    yield from sorted(rest, key=lambda item: (item.top, item.left))
