"""The frame of a PDF's pages: page numbers, repeated heads and feet, lines that a browser printed, contents, scales.

Belongs here: finding it by position and repetition. Not here: what the words of a page mean.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from orchestration.spotlight.readers.formats.pdf.lines import Piece

_MARGIN = 0.12
"""Of the height of a page: frames stand in this part at its head and at its foot."""
_EDGE = 0.05
_MARGIN_OF_SLIDE = 0.2
_FEWEST_SLIDES = 3
_MOST_ALIKE = 20
"""A page with more such numbers is no slide."""
_SMALL = 0.8
"""Of the usual size of the letters on a page."""
_SAME_PLACE = 4.0
"""In points: how far the positions of a repeated piece may differ."""
_HEAD = 4.0
"""In letter sizes: the heading of a table of contents stands no farther above it."""
_TICKS = 4
"""The fewest numbers on the scale of a chart."""
_TEXT_AND_NUMBER = 2
_FEWEST_LINES = 10
"""So many numbers in a margin count lines. Fewer may be those of a list."""
_NEAR = 3.0
"""Times the size of a number: its label stands no farther over or under it."""
_SENTENCE = 8
"""Words: a longer line that is repeated may be a note, which has to be read once."""
_ADDRESS = re.compile(r"(?:https?://|file://|www\.)\S+", re.IGNORECASE)
_PRINTED_AT = re.compile(
    r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{2,4},? [0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?(?: ?[AP]M)?.*", re.I
)
_FILE = re.compile(r"[\w .()-]{1,80}\.(?:csv|docx?|ods|odt|pptx?|xlsx?)", re.IGNORECASE)
_PAGE_OF = re.compile(r"(?:page )?([0-9]{1,3}) ?(?:/|of) ?([0-9]{1,3})", re.IGNORECASE)
_NAMED_PAGE = re.compile(r"(?:page|slide) [0-9]{1,3}(?: ?(?:/|of) ?[0-9]{1,3})?", re.IGNORECASE)
"""A page that was taken out of a longer document keeps its number: `Slide 4`."""
_NUMBER = re.compile(r"(?<![0-9,.])[0-9]{1,3}(?![0-9,])")
_ONLY_PAGE = re.compile(r"(?:page |p\. ?|[-–—] ?)?#(?: ?[-–—])?|# ?[|·•] [^#]+|[^#]+ [|·•] ?#", re.IGNORECASE)
"""What may stand around the number (`#`) of a document's only page."""
_CHAPTER = re.compile(r"(?:[0-9]{1,2}(?:\.[0-9]{1,2}){0,2}[.)]?|[A-Z][.)]) ")
_CONTENTS = re.compile(r"(?:table of )?contents|list of (?:appendices|exhibits|figures|tables)", re.IGNORECASE)


Lines = Sequence[Sequence[Piece]]


def frame(
    pages: Sequence[Lines], turned: Sequence[Lines], heights: Sequence[float]
) -> tuple[set[int], Sequence[Piece]]:
    """The `id` of each piece that belongs to the frame, and the running heads that begin after a cover.

    `turned` are lines in other directions of writing. A running head heads the whole document, its title included.
    """
    found: set[int] = set()
    heads: list[Piece] = []
    edges = [list(_at_an_edge(lines, height)) for lines, height in zip(pages, heights, strict=True)]
    _find_page_numbers(edges, len(pages), found)
    _find_slide_numbers(pages, heights, found)
    _find_prints(edges, heights, found)
    _find_repeated(edges, heights, found, heads)
    _find_contents(pages, found)
    for lines in pages:
        _find_axes(lines, found)
        _find_line_numbers(lines, found)
    # Words up the side of several pages say nothing about what stands on them.
    sideways = Counter(piece.text for lines in turned for line in lines for piece in line)
    found.update(id(piece) for lines in turned for line in lines for piece in line if sideways[piece.text] > 1)
    return found, heads


def _at_an_edge(lines: Lines, height: float) -> Iterator[Piece]:
    for line in lines:
        for piece in line:
            if piece.bottom < _MARGIN * height or piece.top > (1 - _MARGIN) * height:
                yield piece


def _find_page_numbers(edges: Sequence[Sequence[Piece]], count: int, found: set[int]) -> None:
    """Find page numbers: `2 of 5`, or a number that counts up from page to page within the same words."""
    counted: dict[tuple[str, int, int], list[tuple[int, Piece]]] = defaultdict(list)
    for at, pieces in enumerate(edges):
        for piece in pieces:
            match = _PAGE_OF.fullmatch(piece.text)
            is_this_page = match is not None and (int(match[1]), int(match[2])) == (at + 1, count)
            if is_this_page or _NAMED_PAGE.fullmatch(piece.text):
                found.add(id(piece))
            for number in _NUMBER.finditer(piece.text):
                words = f"{piece.text[: number.start()]}#{piece.text[number.end() :]}"
                counted[words, int(number[0]) - at, round(piece.base / _SAME_PLACE)].append((at, piece))
    for (words, offset, _), members in counted.items():
        pieces = [piece for _, piece in members]
        is_of_pages = len({at for at, _ in members}) == len(members) > 1
        # The number of a single page is 1.
        is_first = count == 1 and offset == 1 and _ONLY_PAGE.fullmatch(words) and _is_alone(pieces[0], edges[0])
        if is_of_pages or is_first:
            found.update(map(id, pieces))


def _find_slide_numbers(pages: Sequence[Lines], heights: Sequence[float], found: set[int]) -> None:
    """Find `1`, `2`, `3` in small letters in one place near the foot of every page: slides have wide margins."""
    places: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, (lines, height) in enumerate(zip(pages, heights, strict=True), start=1):
        pieces = [piece for line in lines for piece in line]
        usual = median([piece.size for piece in pieces] or [0.0])
        low = [one for one in pieces if one.text == str(at) and one.top > (1 - _MARGIN_OF_SLIDE) * height]
        for piece in low if len(low) <= _MOST_ALIKE else ():
            if piece.size < _SMALL * usual and _is_alone(piece, pieces):
                places[round(piece.base / _SAME_PLACE), round(piece.left / _SAME_PLACE)].append(id(piece))
    found.update(one for ids in places.values() if len(ids) == len(pages) >= _FEWEST_SLIDES for one in ids)


def _is_alone(piece: Piece, others: Sequence[Piece]) -> bool:
    """Whether nothing else stands near a number at the edge of a page."""
    return not any(
        other is not piece
        and abs(other.base - piece.base) < 2 * piece.size
        and other.text != piece.text
        and not _PRINTED_AT.fullmatch(other.text.removeprefix("Printed "))
        for other in others
    )


def _find_axes(lines: Lines, found: set[int]) -> None:
    """Find the scales of charts: numbers from zero in even steps at even distances, without labels of their own."""
    for line in lines:
        if len(line) < _TICKS or not all(piece.text.replace(",", "").isdecimal() for piece in line):
            continue
        values = [int(piece.text.replace(",", "")) for piece in line]
        is_even = values == [at * values[1] for at in range(len(line))] and values[1] > 0
        distances = [after.middle - before.middle for before, after in pairwise(line)]
        is_spread = max(distances) - min(distances) < _SAME_PLACE
        if not (is_even and is_spread):
            continue
        named = {id(other) for one in lines for other in one if any(_may_name(other, tick) for tick in line)}
        if len(named) < 2:
            found.update(map(id, line))


def _find_line_numbers(lines: Lines, found: set[int]) -> None:
    """Find the numbers in the margin of a bill or a testimony, which count its lines from 1."""
    numbered = [line for line in lines if line[0].text.isdecimal()]
    margin = [line[0] for line in numbered]
    if len(margin) < _FEWEST_LINES or [piece.text for piece in margin] != [f"{at}" for at in range(1, len(margin) + 1)]:
        return
    edge = max(piece.right for piece in margin)
    is_straight = edge - min(piece.right for piece in margin) < _SAME_PLACE or len({p.left for p in margin}) == 1
    beside = (piece for line in lines for piece in line if margin[0].top <= piece.base <= margin[-1].bottom)
    # The rows of a table have several cells beside their number.
    are_of_text = 2 * sum(len(line) <= _TEXT_AND_NUMBER for line in numbered) > len(numbered)
    if is_straight and are_of_text and all(piece.right <= edge or piece.left > edge for piece in beside):
        found.update(map(id, margin))


def _may_name(other: Piece, tick: Piece) -> bool:
    """Whether words stand right over or under a number."""
    is_near = 0 < abs(other.base - tick.base) < _NEAR * tick.size
    return is_near and not other.is_value and other.left < tick.right and tick.left < other.right


def _find_prints(edges: Sequence[Sequence[Piece]], heights: Sequence[float], found: set[int]) -> None:
    """Find what programs print at the edge of a page: a line with the time or an address, the name of a file."""
    for pieces, height in zip(edges, heights, strict=True):
        # The first and last lines count too, since they may stand somewhat farther from the edge.
        ends = [end(piece.base for piece in pieces) for end in (min, max)] if pieces else []
        outer = [
            piece
            for piece in pieces
            if piece.bottom < _EDGE * height
            or piece.top > (1 - _EDGE) * height
            or any(abs(piece.base - end) < 0.5 * piece.size for end in ends)
        ]
        found.update(id(piece) for piece in outer if _FILE.fullmatch(piece.text))
        for piece in outer:
            if _ADDRESS.fullmatch(piece.text) or _PRINTED_AT.fullmatch(piece.text):
                found.update(id(other) for other in outer if abs(other.base - piece.base) < 0.5 * piece.size)


def _find_repeated(
    edges: Sequence[Sequence[Piece]], heights: Sequence[float], found: set[int], heads: list[Piece]
) -> None:
    """Find repeated feet, and repeated heads from their second time on: the first head may be the title."""
    seen: dict[tuple[str, int], list[tuple[int, Piece]]] = defaultdict(list)
    for at, pieces in enumerate(edges):
        for piece in pieces:
            seen[piece.text, round(piece.left / _SAME_PLACE)].append((at, piece))
    for repeated in seen.values():
        places = [(at, piece) for at, piece in repeated if abs(piece.base - repeated[0][1].base) < _SAME_PLACE]
        if len({at for at, _ in places}) < 2:
            continue
        at, first = places[0]
        # Separate signs are not words: `|` in `Freedom Network | Annual Report 2021`.
        words = sum(any(map(str.isalnum, word.text)) for word in first.words)
        is_foot = first.top > heights[at] / 2 and words < _SENTENCE
        found.update(id(piece) for _, piece in (places if is_foot else places[1:]))
        if at and not is_foot and id(first) not in found:
            heads.append(first)


def _find_contents(pages: Sequence[Lines], found: set[int]) -> None:
    """Find the lines of a table of contents, which end with page numbers, and the heading above them."""
    starts = [{_named([piece]) for line in lines for piece in line} for lines in pages]
    for at, lines in enumerate(pages):
        seen = [[piece for piece in line if id(piece) not in found] for line in lines]
        for head, run, is_whole in _rising([line for line in seen if line]):
            # An extract lacks most of the pages that its contents name: there the heading `Contents` is enough.
            is_called_so = is_whole and len(run) > 1 and len(head) == 1 and _CONTENTS.fullmatch(head[0].text)
            if is_called_so or _is_contents(run, starts, at):
                found.update(id(piece) for line, _ in run for piece in line)
                is_near = bool(head) and run[0][0][0].base - head[0].base < _HEAD * run[0][0][0].size
                found.update(id(piece) for piece in head if is_near and len(head) == 1)


def _rising(lines: Lines) -> Iterator[tuple[Sequence[Piece], list[tuple[Sequence[Piece], int]], bool]]:
    """Runs of lines that end with rising numbers: the line above, the run, and whether no smaller number follows it."""
    head: Sequence[Piece] = ()
    run: list[tuple[Sequence[Piece], int]] = []
    for line in lines:
        number = line[-1].text if any(not piece.is_value for piece in line[:-1]) else ""
        is_page = bool(_NUMBER.fullmatch(number))
        if is_page and (not run or int(number) >= run[-1][1]):
            run.append((line, int(number)))
            continue
        if run:
            yield head, run, not is_page
        head, run = line, []
    if run:
        yield head, run, True


def _is_contents(run: Sequence[tuple[Sequence[Piece], int]], starts: Sequence[set[str]], at: int) -> bool:
    """Whether most lines name a text on their page; the number printed on a page may differ from its position."""
    for shift in range(-3, 4):
        pages = [(_named(line), number - 1 + shift) for line, number in run]
        inside = [(name, page) for name, page in pages if 0 <= page < len(starts) and page != at]
        right = sum(name in starts[page] for name, page in inside)
        if len(inside) == len(run) and right > 1 and 2 * right >= len(run):
            return True
    return False


def _named(line: Sequence[Piece]) -> str:
    """The first words of a line, without a chapter number."""
    first = next((piece for piece in line if not piece.is_value), line[0])
    return _CHAPTER.sub("", first.text).strip(" .").casefold()
