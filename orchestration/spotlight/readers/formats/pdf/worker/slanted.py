"""Slanted letters → lines: each letter is followed by the one that begins where it ends, on a line or along an arc.

Belongs here: stamps and diagonal print. Not here: letters at a right angle to the page, which share a baseline (words).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

from .page import Letter

_REACH = 1.0
"""In letter sizes: a letter that begins farther from the end of another does not follow it."""
_BACK = -0.3
"""In letter sizes: how far letters may be set into each other. The lines below a letter begin farther back."""
_ASIDE = 0.35
"""In letter sizes: how far off its direction the next letter of an arc may begin."""
_BEND = math.radians(40)
"""The most that the direction changes from one letter to the next."""
_SAME_SIZE = 0.4
"""Of the larger letter: small capitals behind a capital differ by this much."""


def lines_of_slanted(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    """The letters of each line in the order of writing, whatever their order in the file."""
    following = _following(letters)
    firsts = set(range(len(letters))) - set(following.values())
    rest = set(range(len(letters)))
    # Letters around a full circle have no first one.
    for first in (*sorted(firsts), *range(len(letters))):
        line: list[Letter] = []
        at: int | None = first
        while at in rest:
            rest.remove(at)
            line.append(letters[at])
            at = following.get(at)
        if line:
            yield line


def box_of_slanted(letter: Letter) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a letter."""
    corners = [letter.point(along, aside * letter.size) for along in (0, letter.advance) for aside in (-0.75, 0.2)]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _following(letters: Sequence[Letter]) -> dict[int, int]:
    """Position of a letter → position of the one behind it; the nearest two are paired first."""
    following: dict[int, int] = {}
    taken: set[int] = set()
    for _, at, other in sorted(_pairs(letters)):
        if at not in following and other not in taken:
            following[at] = other
            taken.add(other)
    return following


def _pairs(letters: Sequence[Letter]) -> Iterator[tuple[float, int, int]]:
    """Letters that may follow each other: how far they are apart, and the positions of both."""
    width = _REACH * max((letter.size for letter in letters), default=0.0) + 1
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, letter in enumerate(letters):
        cells[int(letter.x // width), int(letter.base // width)].append(at)
    for at, letter in enumerate(letters):
        column, row = (int(side // width) for side in letter.point(letter.advance, 0))
        for other in (one for x in (-1, 0, 1) for y in (-1, 0, 1) for one in cells[column + x, row + y]):
            if other != at and (distance := _distance(letter, letters[other])) is not None:
                yield distance, at, other


def _distance(letter: Letter, other: Letter) -> float | None:
    """How far behind a letter another one begins; none if it does not follow it."""
    size = max(letter.size, other.size)
    along, aside = letter.gap_to(other)
    bend = abs(math.remainder(other.turn - letter.turn, math.tau))
    is_behind = _BACK * size <= along <= _REACH * size and abs(aside) <= _ASIDE * size
    is_like = bend <= _BEND and abs(letter.size - other.size) <= _SAME_SIZE * size
    return math.hypot(along, aside) if is_behind and is_like else None
