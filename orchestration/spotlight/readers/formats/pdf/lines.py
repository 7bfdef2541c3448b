"""Words → lines of pieces: a wide gap ends a piece.

Belongs here: lines, gaps, raised marks, runs. Not here: columns and tables (regions, grids), frames of pages (frame).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from statistics import median

from orchestration.spotlight.readers.blocks import GAP, Box, Line, Run

WIDE = 1.0
"""In letter sizes: a wider gap ends a piece."""
_NARROW = 0.55
"""The same in a line whose blanks are much narrower."""
_CLEAR = 2.2
_BESIDE = 0.5
"""Of the height of the smaller of two words: how much they must overlap to stand on one line."""
BETWEEN = "it stands between two lines"
_SMALL = 0.8
"""Times the size of the word before: smaller signs that touch this word are a mark."""
_TOUCHING = 0.35
_RAISED = 0.15
"""Times the size of the word beside it: a sign whose baseline is this much higher is raised."""
_NO_BLANK = 0.1
"""In letter sizes: signs of two styles that stand nearer are one word."""
_FEWEST_DOTS = 3
"""So many separate dots in a row are a leader."""
_LEADER = re.compile(r"[.…·_\-–]{4,}|\.(?: \.){2,}|…+")
_VALUE = re.compile(
    r"(?:[☎☏✆⌨✉] ?)?"  # a picture before the number
    r"[(]?[<>≤≥~#$€£+\-–−]?\s?[0-9][0-9,.\s]*[+%]?[)]?|n/?a|-+|[–—−*†]|\.\.\.?|suppressed|not (?:available|reported)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_BULLETS = frozenset(("[x]", "[ ]", *"•●◦▪▸►‣◆❖\uf0b7\uf0a7"))
FAR_FROM_MARK = 4
"""In letter sizes: text that begins nearer behind a letter or bullet is the list item that it marks."""
_FEWEST_BLANKS = 4
_EVEN = 0.1
_WIDEST_BLANK = 2.0
"""In letter sizes: wider ones divide columns."""
_SMALL_WORDS = frozenset(("a", "and", "by", "for", "from", "in", "is", "of", "on", "that", "the", "to", "with"))


@dataclass(slots=True)
class Word:
    """A word as the worker returns it; positions in points from the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float
    bold: bool
    angle: int
    is_background: bool
    struck: bool
    hidden: str
    doubt: str
    is_in_next_cell: bool = False
    """The file writes blanks between words, but none before this one: the word left of it is in another cell."""
    letter_spacing: float = 0.0
    """How far its letters are spaced out; the blanks beside it are wider by as much."""
    raised: bool = False
    line: int = 0
    """The number of its line in the document."""

    @property
    def is_slanted(self) -> bool:
        """Whether it is at no right angle to the page. It then holds all words of its line."""
        return self.angle % 90 != 0


@dataclass(slots=True)
class Piece:
    """Words beside each other on one line, without a wide gap between them."""

    words: list[Word]
    is_head: bool = False
    """Whether these turned words became the head of a table."""
    left: float = field(init=False)
    right: float = field(init=False)
    top: float = field(init=False)
    bottom: float = field(init=False)

    def __post_init__(self) -> None:
        self.left = min(word.left for word in self.words)
        self.right = max(word.right for word in self.words)
        self.top = min(word.top for word in self.words)
        self.bottom = max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @property
    def base(self) -> float:
        return max(self.words, key=lambda word: word.size).base

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words if not word.raised)

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words if not word.raised)

    @property
    def is_value(self) -> bool:
        """Whether it is a number, or stands for one, as `n/a` and `-` do."""
        return bool(_VALUE.fullmatch(self.text))

    @property
    def is_year(self) -> bool:
        return bool(_YEAR.fullmatch(self.text))


class Extent:
    """The edges of something that is made of pieces."""

    __slots__ = ()

    def pieces(self) -> Iterable[Piece]:
        """All pieces in it."""
        raise NotImplementedError

    left = property(lambda self: min(piece.left for piece in self.pieces()))
    right = property(lambda self: max(piece.right for piece in self.pieces()))
    top = property(lambda self: min(piece.top for piece in self.pieces()))
    bottom = property(lambda self: max(piece.bottom for piece in self.pieces()))
    middle = property(lambda self: (self.left + self.right) / 2)


def overlaps(one: Piece | Extent, other: Piece | Extent) -> bool:
    """Whether one would stand over or under a part of the other: they share some width of the page."""
    return bool(one.left < other.right and other.left < one.right)


def doubt(pieces: Iterable[Piece], why: str) -> None:
    """Mark words as doubtful; where a word already has a reason, that one stays."""
    for word in (word for piece in pieces for word in piece.words):
        word.doubt = word.doubt or why


def numbered(words: Iterable[Word], after: int) -> tuple[list[Word], int]:
    """The words of a page without dot leaders, their lines numbered on from `after`; and the last line's number."""
    runs = ((is_dot, list(run)) for is_dot, run in groupby(words, key=lambda word: word.text == "."))
    outside = (word for is_dot, run in runs if not is_dot or len(run) < _FEWEST_DOTS for word in run)
    apart = [part for word in outside for part in _without_leaders(word)]
    for number, row in enumerate(rows(apart), start=after + 1):
        for word in (word for piece in row for word in piece.words):
            word.line = after = number
    return apart, after


def rows(words: Iterable[Word]) -> list[list[Piece]]:
    """Lines from top to bottom, each as its pieces from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (-word.size, word.base, word.left)):
        beside = [line for line in lines if _is_beside(word, line)]
        if len(beside) > 1 and word.doubt == "" and _is_between(word, beside):
            word.doubt = BETWEEN
        if beside:
            min(beside, key=lambda line: abs(line[0].base - word.base)).append(word)
        else:
            lines.append([word])
    lines = [part for line in lines for part in _beside_large(line, lines)]
    lines.sort(key=lambda line: line[0].base)
    for line in lines:
        line.sort(key=lambda word: word.left)
        _find_marks(line)
    return [[Piece(words) for words in _pieces(line)] for line in lines]


def _is_beside(word: Word, line: Sequence[Word]) -> bool:
    first = line[0]
    common = min(word.bottom, first.bottom) - max(word.top, first.top)
    if common < _BESIDE * min(word.bottom - word.top, first.bottom - first.top):
        return False
    if any(word.left < other.right - 0.5 and other.left < word.right - 0.5 for other in line):
        return False
    if word.size <= _SMALL * first.size or abs(word.base - first.base) <= 0.3 * word.size:
        return True
    # A word of like size on another baseline is on the next line of a tight column, unless it is a raised sign.
    return _is_short(word) and word.size <= 0.95 * first.size and any(_touch(other, word) for other in line)


def _without_leaders(word: Word) -> Iterator[Word]:
    """The parts of a word without the row of dots that leads to its number."""
    if not _LEADER.search(word.text):
        yield word
        return
    width = (word.right - word.left) / len(word.text)
    at = 0
    for part in _LEADER.split(word.text):
        start = word.text.index(part, at)
        at = start + len(part)
        if part:
            yield replace(word, text=part, left=word.left + start * width, right=word.left + at * width)


def _beside_large(line: list[Word], lines: Sequence[Sequence[Word]]) -> Iterator[list[Word]]:
    """A line as it is, or its large and small words apart: a large number beside several small lines is on none."""
    large = [word for word in line if word.size >= _SMALL * line[0].size]
    small = [word for word in line if word.size < _SMALL * line[0].size]
    others = [
        other
        for other in lines
        if other is not line
        and any(word.left < other[0].right and other[0].left < word.right for word in small)
        and min(other[0].bottom, large[0].bottom) - max(other[0].top, large[0].top) > 0.5 * other[0].size
    ]
    if others:
        yield large
        yield small
    else:
        yield line


def _is_between(word: Word, lines: Sequence[Sequence[Word]]) -> bool:
    """Whether the two nearest lines are about equally near to a word."""
    first, second = sorted(abs(line[0].base - word.base) for line in lines)[:2]
    return second - first < 0.15 * word.size


def _find_marks(line: Sequence[Word]) -> None:
    """Set `raised` for small signs that touch a word: a footnote mark, raised or not, is never part of a number."""
    for at, word in enumerate(line):
        before = line[at - 1] if at else None
        after = line[at + 1] if at + 1 < len(line) else None
        if before is not None and before.raised:
            # The rest of a mark, as in `1,2` or `½`.
            word.raised = word.size < 1.1 * before.size and _touch(before, word) and _is_short(word)
            if word.raised and word.base > before.base + 0.15 * word.size:
                word.doubt = word.doubt or "it may be a fraction"
        elif before is not None and _touch(before, word):
            is_above = word.base < before.base - _RAISED * before.size and word.size <= 0.95 * before.size
            is_small = word.size < _SMALL * before.size
            word.raised = (is_small and (is_above or word.text[0].isdigit())) or (is_above and _is_short(word))
        elif after is not None and _touch(word, after):
            is_above = word.base < after.base - _RAISED * after.size
            word.raised = word.size < _SMALL * after.size and is_above and _is_short(word)
        if word.raised and (re.search("[/⁄]", word.text) or (after and after.text[0] in "/⁄" and _touch(word, after))):
            word.doubt = word.doubt or "it may be a fraction"


def _touch(one: Word, other: Word) -> bool:
    # A small word behind a large number may stand off by less than that number's own size: `398 signals`.
    is_word = len(other.text) > 1 and other.text.isalpha()
    return other.left - one.right < _TOUCHING * (other.size if is_word else max(one.size, other.size))


def _is_short(word: Word) -> bool:
    return len(word.text) <= 3


def _pieces(line: Sequence[Word]) -> Iterator[list[Word]]:
    gaps = [
        after.left - before.right - before.letter_spacing - after.letter_spacing for before, after in pairwise(line)
    ]
    # On a line with a wide gap, as in a row of heads, a narrower gap also ends a piece if the blanks are narrow.
    blank = sorted(gap for gap in gaps if gap > 0)[len(gaps) // 4 : 1 + len(gaps) // 4]
    is_row = any(gap > WIDE * word.size for gap, word in zip(gaps, line, strict=False))
    if _is_justified(line, gaps):
        yield list(line)
        return
    usual = blank[0] if blank and is_row else float("inf")
    piece = [line[0]]
    for gap, word in zip(gaps, line[1:], strict=True):
        size = min(word.size, piece[-1].size)
        is_marked = len(piece) == 1 and piece[0].text in _BULLETS and gap < FAR_FROM_MARK * word.size
        if (
            word.text != ":"
            and not is_marked
            and (word.is_in_next_cell or gap > min(WIDE * size, max(_NARROW * size, _CLEAR * usual)))
        ):
            yield piece
            piece = []
        piece.append(word)
    yield piece


def _is_justified(line: Sequence[Word], gaps: Sequence[float]) -> bool:
    """Whether a line of text is spread over a narrow column: all its blanks are equally wide."""
    has_small_word = any(word.text in _SMALL_WORDS for word in line) and not any(one.is_in_next_cell for one in line)
    is_even = len(gaps) >= _FEWEST_BLANKS and max(gaps) - min(gaps) < _EVEN * line[0].size
    return has_small_word and is_even and max(gaps) < _WIDEST_BLANK * line[0].size


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page number and the size of the document's body text, which turn points into boxes."""

    page: int
    body: float

    def line(self, pieces: Sequence[Piece]) -> Line:
        """The pieces as one line of runs, with a gap between two pieces."""
        runs: list[Run] = []
        for at, piece in enumerate(pieces):
            if at:
                runs.append(Run(GAP))
            runs += self._runs(piece)
        return Line(pieces[0].words[0].line, tuple(runs))

    def _runs(self, piece: Piece) -> Iterator[Run]:
        together: list[Word] = []
        blank = ""
        for word in piece.words:
            if together and _style(together[0]) != _style(word):
                yield self._run(together, blank)
                # The left and right edges of turned words do not show how near the words stand.
                touches = not word.angle and word.left - together[-1].right < _NO_BLANK * word.size
                blank = "" if word.raised or touches else " "
                together = []
            together.append(word)
        yield self._run(together, blank)

    def _run(self, words: Sequence[Word], before: str) -> Run:
        first = words[0]
        text = before + " ".join(word.text for word in words)
        box = Box(
            self.page,
            min(word.left for word in words) / self.body,
            min(word.top for word in words) / self.body,
            max(word.right for word in words) / self.body,
            max(word.bottom for word in words) / self.body,
        )
        size = round(first.size / self.body, 2)
        return Run(text, first.raised, first.bold, size, first.struck, first.hidden, first.doubt, box)


def _style(word: Word) -> tuple[bool, bool, float, bool, str, str]:
    return word.raised, word.bold, round(word.size, 1), word.struck, word.hidden, word.doubt


def body_size(words: Iterable[Word]) -> float:
    """The median size of a document's letters."""
    sizes = [word.size for word in words if not word.hidden and not word.is_background for _ in word.text]
    return median(sizes) if sizes else 10.0
