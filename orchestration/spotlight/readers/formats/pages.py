"""What frames the pages of a plain text that was printed in pages: page numbers, and heads and feet that are repeated.

Belongs here: where pages begin and what stands at their edges. Not here: what it says; pages of a PDF (pdf/frame).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_PAGE = re.compile(r"page\s*[0-9]{1,3}(?:\s*(?:/|of)\s*[0-9]{1,3})?", re.IGNORECASE)
# `(c) 2020 Polaris          2`
_LAST_NUMBER = re.compile(r"^(?:\s*|(?P<words>[^:]*?)\s{3,})(?P<number>[0-9]{1,3})\s*$")
_COUNT = re.compile(r"(?<![0-9,/.-])(?!(?:19|20)[0-9]{2}(?![0-9,]))[0-9][0-9,]*(?![0-9/-])")
_LINES_AT_EDGE = 3
"""Lines at the head of a page that may be repeated on the next."""


def frames_of_pages(lines: Sequence[str]) -> set[int]:
    """Positions of the lines that only frame the pages of a text; empty if it has no pages.

    A page begins behind a form feed, or behind a line that is nothing but `Page 2` or `Page 2 of 3`. A head is kept
    where it stands first, as it is the title as often as not; a foot where it stands last.
    """
    pages = _pages(lines)
    if len(pages) < 2:
        return set()
    found = {at for at, line in enumerate(lines) if _PAGE.fullmatch(line.strip())}
    _take_numbers(lines, pages, found)
    filled = [[at for at in page if lines[at].strip() and at not in found] for page in pages]
    for page in filled[1:]:
        for first, at in zip(filled[0][:_LINES_AT_EDGE], page, strict=False):
            if _plain(lines[first]) != _plain(lines[at]):
                break
            found.add(at)
    last = [page[-1] for page in filled if page]
    if len({_plain(lines[at]) for at in last}) == 1 and not _COUNT.search(lines[last[0]]):
        found.update(last[:-1])
    return found


def _pages(lines: Sequence[str]) -> list[range]:
    starts = [0]
    for at, line in enumerate(lines):
        if at and line.startswith("\f"):
            starts.append(at)
        elif _PAGE.fullmatch(line.strip()) and any(other.strip() for other in lines[at + 1 :]):
            starts.append(at + 1)
    # A form feed behind `Page 1` begins no third page.
    kept = [start for start, end in pairwise([*starts, len(lines)]) if any(map(str.strip, lines[start:end]))]
    return [range(start, end) for start, end in pairwise([*kept, len(lines)])]


def _take_numbers(lines: Sequence[str], pages: Sequence[range], found: set[int]) -> None:
    """`(c) 2020 Polaris     2`: the last line of every page ends with its number, and the words before it are alike."""
    last = [next((at for at in reversed(page) if lines[at].strip() and at not in found), None) for page in pages]
    feet = [foot for at in last if at is not None and (foot := _LAST_NUMBER.match(lines[at])) is not None]
    numbers = [int(foot["number"]) for foot in feet]
    words = {_plain(foot["words"] or "") for foot in feet}
    # `Salt Lake City, November 2021     1` and `ISSN 2769-0000     2`; no count stands behind other digits.
    are_feet = len(words) == 1 or all(any(map(str.isdigit, one)) for one in words)
    if numbers == list(range(1, len(pages) + 1)) and are_feet:
        found.update(at for at in last if at is not None)


def _plain(line: str) -> str:
    return " ".join(line.split()).casefold()
