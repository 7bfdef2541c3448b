"""What frames the pages of a PDF: page numbers, lines repeated on each page, the head and foot of a browser's print.

Belongs here: finding them by where they stand and how often. Not here: what their words say.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from orchestration.spotlight.readers.formats.pdf.lines import Piece

_MARGIN = 0.12
"""Of the height of a page, at its head and foot: where frames stand."""
_EDGE = 0.05
_SAME_PLACE = 4.0
"""Points between the places of what is repeated."""
_SENTENCE = 8
"""Words: what is repeated and longer may be a note that is to be read once."""
_ADDRESS = re.compile(r"(?:https?://|file://|www\.)\S+", re.IGNORECASE)
_PRINTED_AT = re.compile(
    r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{2,4},? [0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?(?: ?[AP]M)?.*", re.I
)
_NUMBER = re.compile(r"(?<![0-9,.])[0-9]{1,3}(?![0-9,])")
_ONLY_PAGE = re.compile(r"(?:page |p\. ?|[-–—] ?)?#(?: ?[-–—])?|# ?[|·•] [^#]+|[^#]+ [|·•] ?#", re.IGNORECASE)
"""What stands around the number of a document's only page."""


Lines = Sequence[Sequence[Piece]]


def frame(pages: Sequence[Lines], turned: Sequence[Lines], heights: Sequence[float]) -> set[int]:
    """The `id` of each piece that is no part of what the pages say. `turned` are lines in other directions."""
    found: set[int] = set()
    edges = [list(_at_an_edge(lines, height)) for lines, height in zip(pages, heights, strict=True)]
    _find_page_numbers(edges, len(pages), found)
    _find_prints(edges, heights, found)
    _find_repeated(edges, heights, found)
    # What is written up the side of every page says nothing of what stands on it.
    sideways = Counter(piece.text for lines in turned for line in lines for piece in line)
    found.update(id(piece) for lines in turned for line in lines for piece in line if sideways[piece.text] > 1)
    return found


def _at_an_edge(lines: Lines, height: float) -> Iterator[Piece]:
    for line in lines:
        for piece in line:
            if piece.bottom < _MARGIN * height or piece.top > (1 - _MARGIN) * height:
                yield piece


def _find_page_numbers(edges: Sequence[Sequence[Piece]], count: int, found: set[int]) -> None:
    """The number of a page counts on from page to page among the same words."""
    counted: dict[tuple[str, int, int], list[tuple[int, Piece]]] = defaultdict(list)
    for at, pieces in enumerate(edges):
        for piece in pieces:
            for number in _NUMBER.finditer(piece.text):
                words = f"{piece.text[: number.start()]}#{piece.text[number.end() :]}"
                counted[words, int(number[0]) - at, round(piece.base / _SAME_PLACE)].append((at, piece))
    for (words, offset, _), members in counted.items():
        pieces = [piece for _, piece in members]
        is_of_pages = len({at for at, _ in members}) == len(members) > 1
        # A single page counts from one.
        is_first = count == 1 and offset == 1 and _ONLY_PAGE.fullmatch(words)
        if is_of_pages or is_first:
            found.update(map(id, pieces))


def _find_prints(edges: Sequence[Sequence[Piece]], heights: Sequence[float], found: set[int]) -> None:
    """The line with the time of printing, or with an address, at the very edge of a page."""
    for pieces, height in zip(edges, heights, strict=True):
        outer = [piece for piece in pieces if piece.bottom < _EDGE * height or piece.top > (1 - _EDGE) * height]
        for piece in outer:
            if _ADDRESS.fullmatch(piece.text) or _PRINTED_AT.fullmatch(piece.text):
                found.update(id(other) for other in outer if abs(other.base - piece.base) < 0.5 * piece.size)


def _find_repeated(edges: Sequence[Sequence[Piece]], heights: Sequence[float], found: set[int]) -> None:
    """A foot that is repeated is a frame, a head from its second time on: its first may be the title."""
    seen: dict[tuple[str, int], list[tuple[int, Piece]]] = defaultdict(list)
    for at, pieces in enumerate(edges):
        for piece in pieces:
            seen[piece.text, round(piece.left / _SAME_PLACE)].append((at, piece))
    for repeated in seen.values():
        places = [(at, piece) for at, piece in repeated if abs(piece.base - repeated[0][1].base) < _SAME_PLACE]
        if len({at for at, _ in places}) < 2:
            continue
        at, first = places[0]
        is_foot = first.top > heights[at] / 2 and len(first.words) < _SENTENCE
        found.update(id(piece) for _, piece in (places if is_foot else places[1:]))
