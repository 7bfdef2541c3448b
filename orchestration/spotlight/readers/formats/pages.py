"""What frames the pages of a plain text that was printed in pages: page numbers and feet.

Belongs here: where pages begin and what stands at their edges. Not here: what it says; pages of a PDF (pdf/frame).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_PAGE = re.compile(r"page\s{0,9}[0-9]{1,3}(?:\s{0,9}(?:/|of)\s{0,9}[0-9]{1,3})?", re.IGNORECASE)
_APART = re.compile(r"\s{3,}")
# `(c) 2020 Polaris`, `ISSN 2769-0000`, `Salt Lake City, November 2021`
_OF_FOOT = re.compile(r"©|\(c\)|\bissn\b|https?://|www\.|, [a-z]{3,9} (?:19|20)[0-9]{2}$", re.IGNORECASE)


def frames_of_pages(lines: Sequence[str]) -> set[int]:
    """Positions of the lines that only frame the pages of a text; empty if it has no pages.

    A page begins behind a form feed. A foot is the same on each page but for its number.
    """
    pages = _pages(lines)
    if len(pages) < 2:
        return set()
    found = {at for at, line in enumerate(lines) if _PAGE.fullmatch(line.strip())}
    _take_feet(lines, pages, found)
    return found


def _pages(lines: Sequence[str]) -> list[range]:
    starts = [0, *(at for at, line in enumerate(lines) if at and line.startswith("\f"))]
    # A form feed behind `Page 1` begins no third page.
    kept = [start for start, end in pairwise([*starts, len(lines)]) if any(map(str.strip, lines[start:end]))]
    return [range(start, end) for start, end in pairwise([*kept, len(lines)])]


def _take_feet(lines: Sequence[str], pages: Sequence[range], found: set[int]) -> None:
    """`(c) 2020 Polaris     2`: the last line of every page ends with its number, or is nothing else."""
    last = [next((at for at in reversed(page) if lines[at].strip() and at not in found), None) for page in pages]
    feet = [_APART.split(lines[at].strip()) for at in last if at is not None]
    numbers = [foot[-1] for foot in feet]
    is_numbered = numbers == [str(number) for number in range(1, len(pages) + 1)]
    if is_numbered and all(len(foot) == 1 or _OF_FOOT.search(" ".join(foot[:-1])) for foot in feet):
        found.update(at for at in last if at is not None)
