"""What frames the pages of a plain text that was printed in pages: page numbers, and heads and feet that are repeated.

Belongs here: where pages begin and what stands at their edges. Not here: what it says; pages of a PDF (pdf/frame).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_PAGE = re.compile(r"page\s{0,9}[0-9]{1,3}(?:\s{0,9}(?:/|of)\s{0,9}[0-9]{1,3})?", re.IGNORECASE)
PAGE_BEHIND_TEXT = re.compile(
    r"(?<=[.!?]) {3,99}(?:- ?[0-9]{1,3} ?-|page [0-9]{1,3}(?: of [0-9]{1,3})?) *$", re.IGNORECASE
)
"""The number of the page on the line on which its last sentence ends: `July 25, 2019.       - 1 -`."""
_APART = re.compile(r"\s{3,}")
# `(c) 2020 Polaris`, `ISSN 2769-0000`, `Salt Lake City, November 2021`
_OF_FOOT = re.compile(r"©|\(c\)|\bissn\b|https?://|www\.|, [a-z]{3,9} (?:19|20)[0-9]{2}$", re.IGNORECASE)
_LINES_AT_EDGE = 3
"""Lines at the head of a page that may be repeated on the next."""


def frames_of_pages(lines: Sequence[str]) -> set[int]:
    """Positions of the lines that only frame the pages of a text; empty if it has no pages.

    A page begins behind a form feed, or behind a line that is nothing but `Page 2` or `Page 2 of 3`. A running head has
    parts that stand apart, and is kept where it stands first; a title that is repeated is a heading. A foot is the
    same on each page but for its number.
    """
    pages = _pages(lines)
    if len(pages) < 2:
        return set()
    found = {at for at, line in enumerate(lines) if _PAGE.fullmatch(line.strip())}
    _take_feet(lines, pages, found)
    filled = [[at for at in page if lines[at].strip() and at not in found] for page in pages]
    for page in filled[1:]:
        for first, at in zip(filled[0][:_LINES_AT_EDGE], page, strict=False):
            if _plain(lines[first]) != _plain(lines[at]):
                break
            # A line that is drawn may stand below the head.
            if _APART.search(lines[at].strip()) or not any(map(str.isalnum, lines[at])):
                found.add(at)
    return found


def _pages(lines: Sequence[str]) -> list[range]:
    last = max((at for at, line in enumerate(lines) if line.strip()), default=0)
    starts = [0]
    for at, line in enumerate(lines):
        if at and line.startswith("\f"):
            starts.append(at)
        elif at < last and _PAGE.fullmatch(line.strip()):
            starts.append(at + 1)
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


def _plain(line: str) -> str:
    return " ".join(line.split()).casefold()
