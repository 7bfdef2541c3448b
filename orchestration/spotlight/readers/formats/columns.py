"""Lines of plain text in which two columns stand side by side → the columns.

Belongs here: where a gutter runs and whether what is right of it is a column of its own. Not here: tables (text).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orchestration.spotlight.readers.formats.markup import Numbered

_GUTTER = re.compile(r"\S {3,}(?=\S)|^ {20,}(?=\S)")
_WORDS = re.compile(r"[^\W\d_]{2}")
_NUMBER = re.compile(r"[0-9]")
_COUNT = re.compile(r"(?:^|: *| {2,})[0-9][0-9,]*\s*$")
_SENTENCE = re.compile(r"(?:\b[a-z]{2,}\b[^.!?]*){5,}")
_LINES = 3
"""Lines that begin at one place, at least, make a column."""
_STAGGERED = 2
"""Lines that have nothing beside them, at least, on either side: the rows of a table have."""
_NARROWEST = 20
_MOST = 12
"""Places that are tried."""


@dataclass(frozen=True, slots=True)
class Band:
    """Lines from `start` to before `end` with a gutter that ends at `column`."""

    start: int
    end: int
    column: int
    is_of_figures: bool
    """Numbers stand on both sides: each side is a column of its own, and not a text beside the page."""


def bands_of(lines: Sequence[Numbered]) -> list[Band]:
    """The bands of a text from top to bottom; no two overlap."""
    starts = Counter(match.end() for _, line in lines for match in _GUTTER.finditer(line))
    found: list[Band] = []
    for column, count in starts.most_common(_MOST):
        if count < _LINES or column <= _NARROWEST:
            continue
        for start, end in _uncrossed(lines, column):
            if all(end <= one.start or one.end <= start for one in found):
                found += _band(lines, start, end, column)
    return sorted(found, key=lambda one: one.start)


def _uncrossed(lines: Sequence[Numbered], column: int) -> Iterator[tuple[int, int]]:
    """Stretches of lines that have only blanks before a column."""
    start: int | None = None
    for at, (_, line) in enumerate((*lines, (0, "x" * (column + 1)))):
        is_crossed = bool(line[column - 2 : column].strip()) and len(line.rstrip()) > column - 2
        if is_crossed or "\t" in line or "|" in line:
            if start is not None:
                yield start, at
            start = None
        elif start is None:
            start = at


def _band(lines: Sequence[Numbered], start: int, end: int, column: int) -> Iterator[Band]:
    right = [at for at in range(start, end) if lines[at][1][column:].strip()]
    if len(right) < _LINES or sum(lines[at][1][column : column + 1] != " " for at in right) < _LINES:
        return
    start, end = right[0], right[-1] + 1
    left = [at for at in range(start, end) if lines[at][1][:column].strip()]
    texts = [[lines[at][1][:column] for at in left], [lines[at][1][column:] for at in right]]
    alone = len(set(left) - set(right)), len(set(right) - set(left))
    is_text = (
        len(right) > _LINES and bool(_SENTENCE.search(" ".join(texts[1]))) and not any(map(_COUNT.search, texts[1]))
    )
    has_words = all(sum(bool(_WORDS.search(text)) for text in side) >= _STAGGERED for side in texts)
    if (is_text or min(alone) >= _STAGGERED) and has_words:
        yield Band(start, end, column, all(any(map(_NUMBER.search, side)) for side in texts))
