"""Letters → words: letters of one size that stand close together on one baseline.

Belongs here: which letters are one word, which are printed twice or over each other. Not here: lines (`pdf/lines`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from statistics import median

from .page import SLANTED, Letter, Page
from .slanted import box_of_slanted, lines_of_slanted

_BLANK = 0.22
"""In letter sizes: a wider gap ends a word, even where the file has no blank."""
_FEW_BLANKS = 0.02
"""Of all letters: a file with fewer blanks than this does not write its blanks."""
_SAME_BASE = 0.08
_SAME_SIZE = 0.04
_OVERPRINT = 0.4
"""Of a letter's width: letters that overlap by more are printed over each other; kerning overlaps by less."""
_SHADOW = 0.3
"""In letter sizes: the same letter printed again this near is its shadow or a fake bold."""
_LARGE = 3.0
"""Times the usual size: larger letters may be a watermark or a drawing behind the text."""
_WIDE, _WIDEST = 0.15, 1.0
"""In letter sizes: the least and the greatest gap between the letters of a spaced-out word, as in a heading."""
_EVENLY = 0.12
"""In letter sizes: how much the gaps in such a word may differ; kerning makes them differ."""
_SET_WIDE = 4
"""The fewest letters with even gaps that count as spaced out: fewer may be marks or initials."""
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_DATE = r"(?:[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})"
_CELLS = re.compile(rf"[0-9][0-9,]*\|{_DATE}|{_DATE}\|[A-Z][A-Za-z:]*|{_DATE}\|[0-9][0-9,]*")
"""Two cells of a printed sheet with little between them: `37|10/15/2021`, `2019-07-30|Cases`."""
_SEEN = 1.0
"""In points: smaller letters cannot be seen."""


@dataclass(slots=True)
class Word:
    """Letters that are read as one word; of slanted letters, all words of a line."""

    letters: list[Letter]
    is_background: bool = False
    """A watermark, or a drawing that is made of letters."""
    hidden: str = ""
    doubt: str = ""
    struck: bool = False
    is_in_next_cell: bool = False
    """The file writes blanks between words, but none before this one: the word left of it is in another cell."""
    letter_spacing: float = 0.0
    """How far its letters are spaced out."""

    @property
    def text(self) -> str:
        return "".join(letter.text for letter in self.letters)

    @property
    def size(self) -> float:
        return self.letters[0].size

    @property
    def is_number(self) -> bool:
        return any(any(sign.isdigit() for sign in letter.text) for letter in self.letters)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom, whatever the direction of writing."""
        first, last = self.letters[0], self.letters[-1]
        if first.angle in (0, 180):
            left, right = sorted((first.x, last.end))
            return left, first.top, right, first.bottom
        if first.angle == 90:
            return first.x - 0.2 * first.size, first.base, first.x + 0.75 * first.size, last.base + last.advance
        if first.angle == 270:
            return first.x - 0.75 * first.size, last.base - last.advance, first.x + 0.2 * first.size, first.base
        lefts, tops, rights, bottoms = zip(*self.boxes, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    @property
    def boxes(self) -> list[tuple[float, float, float, float]]:
        """Its box; of a slanted line the box of each letter, since much else may stand in a box around all of them."""
        if self.letters[0].angle != SLANTED:
            return [self.box]
        return [box_of_slanted(letter) for letter in self.letters if letter.text.strip()]


def words(page: Page) -> list[Word]:
    """Every word of a page, once. Words off the page or too small are hidden; overprinted words are doubtful."""
    letters = [letter for letter in page.letters if letter.text.strip()]
    if not letters:
        return []
    _find_doubles(letters)
    usual = median(letter.size for letter in letters)
    found: list[Word] = []
    writes_blanks = len(page.letters) - len(letters) > _FEW_BLANKS * len(letters)
    upright = [letter for letter in page.letters if letter.angle != SLANTED]
    slanted = lines_of_slanted([letter for letter in page.letters if letter.angle == SLANTED])
    of_baselines = map(_words_of_baseline, _baselines(upright))
    of_lines = (_as_one(_words_of_baseline(line)) for line in slanted)
    for some in chain(of_baselines, of_lines):
        for word in some:
            word.hidden = _why_hidden(word, page)
            word.doubt = next((letter.doubt for letter in word.letters if letter.doubt), "")
            # Some files write hardly any blanks: there a missing blank means nothing.
            word.is_in_next_cell &= writes_blanks
            found.append(word)
    _find_background(found, usual)
    return found


def _find_doubles(letters: Sequence[Letter]) -> None:
    """Mark letters that are printed over each other: a letter over its own shadow, or over another letter."""
    cells: dict[tuple[int, int], list[Letter]] = defaultdict(list)
    for letter in letters:
        if letter.angle or letter.size > 100:
            continue
        column, row = int(letter.x // 8), int(letter.base // 8)
        for near in (other for x in (-1, 0, 1) for y in (-1, 0, 1) for other in cells[column + x, row + y]):
            if not near.is_doubled:
                _compare(near, letter)
        cells[column, row].append(letter)


def _compare(lower: Letter, upper: Letter) -> None:
    size = min(lower.size, upper.size)
    across = min(lower.end, upper.end) - max(lower.x, upper.x)
    down = min(lower.bottom, upper.bottom) - max(lower.top, upper.top)
    narrow = min(lower.advance, upper.advance)
    if down < 0.3 * size or across <= _OVERPRINT * narrow:
        return
    is_near = abs(lower.x - upper.x) < _SHADOW * size and abs(lower.base - upper.base) < _SHADOW * size
    if lower.text == upper.text and is_near and lower.size < 1.05 * upper.size < 1.1 * lower.size:
        lower.is_doubled = True
    elif narrow > 0.05 * size and (lower.text + upper.text).isalnum():
        lower.doubt = upper.doubt = "two texts are printed over each other"


def _baselines(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    """Letters of one direction, at a right angle to the page, of one size and baseline, in the order of writing."""
    groups: dict[tuple[int, float, float], list[Letter]] = {}
    slots: dict[int, list[tuple[int, float, float]]] = defaultdict(list)
    for letter in letters:
        if letter.is_doubled:
            continue
        position = letter.base if letter.angle in (0, 180) else letter.x
        slot = int(position)
        near = (key for at in (slot - 1, slot, slot + 1) for key in slots[at])
        key = next((key for key in near if _is_on_baseline(letter, position, key)), None)
        if key is None:
            key = (letter.angle, position, letter.size)
            slots[slot].append(key)
        groups.setdefault(key, []).append(letter)
    for (angle, _, _), group in groups.items():
        if angle == 0:
            group.sort(key=lambda letter: letter.x)
        elif angle == 90:
            group.sort(key=lambda letter: letter.base)
        elif angle == 270:
            group.sort(key=lambda letter: -letter.base)
        yield group


def _is_on_baseline(letter: Letter, position: float, key: tuple[int, float, float]) -> bool:
    angle, base, size = key
    is_same = angle == letter.angle and abs(base - position) <= _SAME_BASE * size
    return is_same and abs(size - letter.size) <= _SAME_SIZE * size


def _words_of_baseline(letters: Sequence[Letter]) -> Iterator[Word]:
    seen = [letter for letter in letters if letter.text.strip()]
    wide = _spacing_of(seen)
    years = _spaced_out_years(seen, wide)
    word: list[Letter] = []
    is_apart = is_after_blank = False
    for letter in letters:
        if not letter.text.strip():
            is_after_blank = True
            continue
        before = word[-1] if word else letter
        gap = _gap(before, letter) if word else 0.0
        is_in_words = wide > 0 and not (before.text.isdigit() or letter.text.isdigit())
        # Ordinary words beside a spaced-out word may be as far apart as its letters.
        is_even = is_in_words and abs(gap - wide) <= _EVENLY * letter.size and _is_wide(word, wide)
        is_even |= id(letter) in years and years[id(letter)] == years.get(id(before))
        if word and not is_even and (is_after_blank or gap > _BLANK * letter.size):
            yield from _cells(_word(word, is_apart, wide))
            word = []
            # Between spaced-out words, a blank is wider too.
            is_apart = not (is_after_blank or (is_in_words and gap < 2 * wide + 2 * _BLANK * letter.size))
        word.append(letter)
        is_after_blank = False
    if word:
        yield from _cells(_word(word, is_apart, wide))


def _cells(word: Word) -> Iterator[Word]:
    """The word, or two if a wide gap parts a date from what is beside it: they are two cells."""
    gaps = [_gap(before, after) / after.size for before, after in pairwise(word.letters)]
    at = next((at for at, gap in enumerate(gaps, start=1) if gap > _WIDE), 0)
    parts = [word.letters[:at], word.letters[at:]]
    if at and _CELLS.fullmatch("|".join("".join(letter.text for letter in part) for part in parts)):
        yield replace(word, letters=parts[0])
        yield replace(word, letters=parts[1], is_in_next_cell=True)
    else:
        yield word


def _word(letters: list[Letter], is_apart: bool, wide: float) -> Word:
    is_wide = _is_wide(letters, wide) and not any(letter.text.isdigit() for letter in letters)
    return Word(letters, is_in_next_cell=is_apart, letter_spacing=wide if is_wide else 0.0)


def _is_wide(letters: Sequence[Letter], wide: float) -> bool:
    return len(letters) < 2 or abs(_gap(letters[-2], letters[-1]) - wide) <= _EVENLY * letters[-1].size


def _spacing_of(letters: Sequence[Letter]) -> float:
    """The gap between the spaced-out letters of a line, or 0. Digits do not count: they may be cells of a table."""
    gaps: list[float] = []
    for before, after in pairwise(letters):
        gap = _gap(before, after)
        is_wide = before.text.isalpha() and after.text.isalpha() and _WIDE < gap / after.size < _WIDEST
        if not is_wide or (gaps and abs(gap - gaps[0]) > _EVENLY * after.size):
            gaps = []
        if is_wide:
            gaps.append(gap)
        if len(gaps) == _SET_WIDE - 1:
            return median(gaps)
    return 0.0


def _spaced_out_years(letters: Sequence[Letter], wide: float) -> dict[int, int]:
    """`id` of a digit → the number of its spaced-out year, `2 0 1 9`. Other digits of a spaced-out line get a doubt."""
    runs: list[list[Letter]] = []
    for before, letter in pairwise(letters):
        gap = _gap(before, letter)
        if not (before.text.isdigit() and letter.text.isdigit() and _WIDE < gap / letter.size < _WIDEST):
            continue
        if runs and runs[-1][-1] is before and abs(gap - _gap(*runs[-1][:2])) <= _EVENLY * letter.size:
            runs[-1].append(letter)
        else:
            runs.append([before, letter])
    found: dict[int, int] = {}
    for at, run in enumerate(runs):
        if _YEAR.fullmatch("".join(letter.text for letter in run)):
            found.update((id(letter), at) for letter in run)
        elif wide:
            run[0].doubt = run[0].doubt or "its digits are set apart"
    return found


def _gap(before: Letter, after: Letter) -> float:
    if before.angle == 0:
        return after.x - before.end
    if before.angle == SLANTED:
        return before.gap_to(after)[0]
    return abs(after.base - before.base) - before.advance if before.angle in (90, 270) else 0.0


def _as_one(words: Iterable[Word]) -> Iterator[Word]:
    """The words of a slanted line as one, with blanks: their boxes would not show that they stand on one line."""
    letters: list[Letter] = []
    for word in words:
        blank = [replace(letters[-1], text=" ", advance=0.0)] if letters else []
        letters += [*blank, *word.letters]
    if letters:
        yield Word(letters)


def _why_hidden(word: Word, page: Page) -> str:
    left, top, right, bottom = word.box
    if right <= 0 or left >= page.width or bottom <= 0 or top >= page.height:
        return "it stands off the page"
    return f"its letters are smaller than {_SEEN:g} point" if word.size < _SEEN else ""


def _find_background(found: Sequence[Word], usual: float) -> None:
    """Mark watermarks and drawings made of letters: large, and behind other text, slanted or without a width."""
    others = [word for word in found if word.size < _LARGE * usual]
    for word in found:
        if word.size < _LARGE * usual:
            # A glyph that stands for several digits is a piece of a drawing.
            word.is_background = any(len(letter.text) > 1 and letter.text.isdigit() for letter in word.letters)
            continue
        left, top, right, bottom = word.box
        behind = sum(
            1 for other in others if left < other.letters[0].x < right and top < other.letters[0].base < bottom
        )
        has_no_width = any(letter.advance < 0.01 * letter.size for letter in word.letters)
        word.is_background = behind > 0 or word.letters[0].angle == SLANTED or has_no_width
