"""What frames the pages of a PDF: page numbers, lines repeated on each page, the head and foot of a browser's print.

Belongs here: what is repeated or counts pages, by its place. Not here: what it says.
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
_PAGE_OF = re.compile(r"(?:page )?([0-9]{1,3}) ?(?:/|of) ?([0-9]{1,3})", re.IGNORECASE)
_PAGE = re.compile(r"(?:page |p\. ?|[-–—] ?)?([0-9]{1,3})(?: ?[-–—])?", re.IGNORECASE)


Lines = Sequence[Sequence[Piece]]


def frame(pages: Sequence[Lines], turned: Sequence[Lines], heights: Sequence[float]) -> set[int]:
    """The `id` of each piece that is no part of what the pages say; `turned` are lines in other directions."""
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
    """A number of a page says which of how many, or counts on from page to page at one place."""
    counted: dict[tuple[int, int, int], list[tuple[int, Piece]]] = defaultdict(list)
    for at, pieces in enumerate(edges):
        for piece in pieces:
            match = _PAGE_OF.fullmatch(piece.text)
            if match and (int(match[1]), int(match[2])) == (at + 1, count):
                found.add(id(piece))
            match = _PAGE.fullmatch(piece.text)
            if match:
                middle = (piece.left + piece.right) / 2
                for side, x in enumerate((piece.left, middle, piece.right)):
                    place = (side, round(x / _SAME_PLACE), round(piece.base / _SAME_PLACE))
                    counted[place].append((int(match[1]) - at, piece))
    for offsets in counted.values():
        same = [piece for offset, piece in offsets if offset == offsets[0][0]]
        # A single page counts from one.
        if len(same) == len(offsets) > 1 or (count == 1 and offsets[0][0] == 1 and _is_alone(same[0], edges[0])):
            found.update(map(id, same))


def _is_alone(piece: Piece, others: Sequence[Piece]) -> bool:
    """Whether nothing else stands near a number at the edge of a page."""
    return not any(
        other is not piece
        and abs(other.base - piece.base) < 2 * piece.size
        and other.text != piece.text
        and not _PRINTED_AT.fullmatch(other.text.removeprefix("Printed "))
        for other in others
    )


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
