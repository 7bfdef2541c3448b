"""The second witness: the words that were read, compared with what pdfium draws and reads on the page.

Belongs here: what ink and a second reading say about a word. Not here: drawing, how words are found (words).
"""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from typing import Any, cast

import pypdfium2
from pdfminer.utils import apply_matrix_pt, apply_matrix_rect
from PIL import Image
from pypdfium2 import raw

from .drawing import Box, Drawing, draw
from .page import SLANTED, Letter, Page
from .words import Word

_FAINT, _PALE = 16, 45
"""Of 255: a letter that differs from the paper by less than the first is not seen; less than the second, pale."""
_COVERED = 0.25
"""Of a letter's ink: if more than this is missing, a person does not see the letter that was read."""
_EVEN = 80
"""Of 255: if the paper under a number varies by more, something is drawn there."""
_TWIN = 0.4
"""In letter sizes: the two prints of a doubled letter stand no farther apart."""
_BESIDE = 0.25
"""In letter sizes: something drawn this near to a number looks like a part of it."""
_SIGNS = frozenset("0123456789%<>$+#*≤≥±~½¼¾€£")
"""Signs that change a number: both readers must find the same ones in the same places."""
_ONLY_SECOND = "only a second reader of the file finds it"
_NOTES = {raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP}


@dataclass(slots=True)
class _Sign:
    """One character as pdfium reads it: where it begins, and the box around its ink."""

    text: str
    x: float
    base: float
    box: Box
    is_known: bool = False


class Witness:
    """One document, opened a second time, by pdfium."""

    def __init__(self, content: bytes) -> None:
        self._document = pypdfium2.PdfDocument(content)
        # Without this, the fields of a form are not drawn.
        self._document.init_forms()

    def __len__(self) -> int:
        return len(self._document)

    def judge(self, number: int, page: Page, words: list[Word]) -> list[Word]:
        """The words of a page, marked where a person would see something else, and the signs that only pdfium finds.

        A page without a number is not drawn: nothing on it could be read as a figure.
        """
        sheet = self._document[number]
        try:
            has_notes = raw.FPDFPage_GetAnnotCount(sheet.raw) > 0
            if not has_notes and not any(word.is_number and not word.hidden for word in words):
                return words
            signs = list(_signs(sheet, page))
            more = _compare(signs, page, words)
            background = [word.letters[0] for word in words if word.is_background]
            drawing = draw(sheet, page, _around(page, words, has_notes), background)
            for word in words:
                if not word.hidden and not word.is_background:
                    _check_ink(drawing, page, word)
            return [*words, *more, *_notes(sheet, page, drawing)]
        finally:
            sheet.close()


def _around(page: Page, words: Sequence[Word], has_notes: bool) -> Box:
    """The part of a page that holds all its words."""
    boxes = [word.box for word in words if not word.hidden]
    if has_notes or not boxes:
        return 0, 0, page.width, page.height
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


# Two readers ----------------------------------------------------------------------------------------------------------


def _signs(sheet: Any, page: Page) -> Iterator[_Sign]:
    text = sheet.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    left, right, low, high = (ctypes.c_double() for _ in range(4))
    for at in range(text.count_chars()):
        sign = chr(raw.FPDFText_GetUnicode(text.raw, at))
        if sign in _SIGNS and raw.FPDFText_GetCharOrigin(text.raw, at, x, y):
            raw.FPDFText_GetCharBox(text.raw, at, left, right, low, high)
            place = apply_matrix_pt(page.to_view, (x.value, y.value))
            box = apply_matrix_rect(page.to_view, (left.value, low.value, right.value, high.value))
            yield _Sign(sign, *place, box)
    text.close()


def _compare(signs: Sequence[_Sign], page: Page, words: Sequence[Word]) -> list[Word]:
    """Doubt words that pdfium reads differently, and set the `ink` of letters. Returns the signs only pdfium finds."""
    rows: dict[int, list[_Sign]] = defaultdict(list)
    for sign in sorted(signs, key=lambda sign: sign.x):
        rows[int(sign.base // 8)].append(sign)

    def near(base: float, left: float, right: float, size: float) -> list[_Sign]:
        row = int(base // 8)
        found = (sign for at in (row - 1, row, row + 1) for sign in rows.get(at, ()))
        return [
            sign
            for sign in found
            if abs(sign.base - base) < 0.45 * size and left < sign.x < right and not sign.is_known
        ]

    for letter in page.letters:
        # The reach ends before the next letter, which may be the same one, as in `33`.
        reach = _TWIN * letter.size
        twins = near(letter.base, letter.x - reach, letter.x + reach, letter.size) if letter.is_doubled else []
        twins = sorted((twin for twin in twins if twin.text == letter.text), key=lambda twin: abs(twin.x - letter.x))
        if len(twins) > 1:
            twins[0].is_known = True
    for word in words:
        mine = [letter for letter in word.letters if letter.text in _SIGNS]
        if word.letters[0].angle or word.is_background:
            continue
        left, _, right, _ = word.box
        found = near(mine[0].base, left - word.size, right + word.size, word.size) if mine else []
        _match(word, mine, sorted(found, key=lambda sign: sign.x))
    for word in words:
        if word.letters[0].angle or word.is_background:
            for (left, top, right, bottom), sign in product(word.boxes, signs):
                sign.is_known |= left - word.size < sign.x < right + word.size and top < sign.base < bottom + word.size
    return [
        Word([Letter(sign.text, sign.x, sign.base, sign.box[2] - sign.box[0], 10, False, 0)], doubt=_ONLY_SECOND)
        for sign in signs
        if not sign.is_known and 0 < sign.x < page.width and 0 < sign.base < page.height
    ]


def _match(word: Word, letters: Sequence[Letter], signs: Sequence[_Sign]) -> None:
    """Match the letters of a word with the signs of pdfium: positions may differ a little, the order may not."""
    text, all_text = "".join(letter.text for letter in letters), "".join(sign.text for sign in signs)
    starts = [at for at in range(len(all_text)) if all_text.startswith(text, at)]
    if text and not starts:
        word.doubt = word.doubt or "a second reader of the file finds another text"
    if not text or not starts:
        return
    start = min(starts, key=lambda at: abs(signs[at].x - letters[0].x))
    for letter, sign in zip(letters, signs[start:], strict=False):
        sign.is_known = True
        letter.ink = sign.box


# Ink ------------------------------------------------------------------------------------------------------------------


def _check_ink(drawing: Drawing, page: Page, word: Word) -> None:
    """Mark a word that a person does not see, or does not see as it was read."""
    seen = max(_contrast(drawing, box)[0] for box in _cores(word))
    if seen < _FAINT:
        word.hidden = "nothing is seen where it stands"
        return
    if word.letters[0].angle:
        if word.letters[0].angle == SLANTED or (word.is_number and word.letters[0].angle == 180):
            word.doubt = word.doubt or "it is turned"
        return
    word.struck = _is_struck(drawing, word)
    if not word.is_number or word.struck:
        return
    if seen < _PALE:
        word.doubt = word.doubt or "it is so pale that a person may miss it"
    for letter in word.letters:
        if letter.ink is not None and not word.doubt:
            word.doubt = _doubt_of(drawing, letter.ink)
    if not word.doubt and _has_ink_beside(drawing, page, word):
        word.doubt = "something is drawn right beside it"


def _cores(word: Word) -> list[Box]:
    """The boxes that the letters of a word mostly fill."""
    left, _, right, _ = word.box
    if word.letters[0].angle == 0:
        return [(left, word.letters[0].base - 0.5 * word.size, right, word.letters[0].base)]
    return word.boxes


def _contrast(drawing: Drawing, box: Box) -> tuple[int, float]:
    """How much the ink in a box differs from the paper, and the share of the letters that lacks it."""
    place = drawing.pixels(box)
    if place[0] >= place[2] or place[1] >= place[3]:
        return 0, 1.0
    ink = drawing.ink.crop(place)
    levels = list(accumulate(ink.histogram(drawing.core.crop(place))))
    if not levels[-1]:
        return _brightest(ink), 1.0
    seen = bisect_left(levels, 0.7 * levels[-1])
    return seen, levels[int(0.4 * seen)] / levels[-1]


def _brightest(image: Image.Image) -> int:
    return max((level for level, times in enumerate(image.histogram()) if times), default=0)


def _doubt_of(drawing: Drawing, box: Box) -> str:
    """Why the ink of one digit or sign may not show what was read; empty if it does."""
    _, lacking = _contrast(drawing, box)
    if lacking > _COVERED:
        return "a part of it is covered"
    place = drawing.pixels(box, 1)
    inside = drawing.edge.crop(place).getbbox()
    width, height = place[2] - place[0], place[3] - place[1]
    if inside is None or max(inside[0], inside[1], width - inside[2], height - inside[3]) > 3.5 + 0.1 * height:
        return "a part of it is cut off, or another glyph is drawn"
    if _unevenness(drawing.paper, drawing.pixels(box)) > _EVEN:
        return "something is drawn over it or behind it"
    return ""


def _unevenness(paper: Image.Image, place: tuple[int, int, int, int]) -> int:
    if place[0] >= place[2] or place[1] >= place[3]:
        return 0
    ranges = cast(Sequence[tuple[int, int]], paper.crop(place).getextrema())
    return max(high - low for low, high in ranges)


def _is_struck(drawing: Drawing, word: Word) -> bool:
    """Whether a line is drawn through the middle of a word, from end to end."""
    left, _, right, _ = word.box
    base, size = word.letters[0].base, word.size
    place = drawing.pixels((left, base - 0.62 * size, right, base - 0.1 * size))
    if _unevenness(drawing.paper, place) <= _EVEN:
        return False
    strip = drawing.paper.crop(place).convert("L")
    rows = strip.resize((1, strip.height), Image.Resampling.BOX).tobytes()
    usual = sorted(rows)[len(rows) // 2]
    lines = [at for at, level in enumerate(rows) if abs(level - usual) > _EVEN / 2]
    if not lines or len(lines) > 0.5 * len(rows):
        return False
    # The line goes from end to end if it differs from the paper in each quarter of the word.
    line = strip.crop((0, lines[0], strip.width, lines[-1] + 1)).resize((4, 1), Image.Resampling.BOX)
    return all(abs(level - usual) > _EVEN / 4 for level in line.tobytes())


def _has_ink_beside(drawing: Drawing, page: Page, word: Word) -> bool:
    """Whether something other than text and rules is drawn so near that it looks like a part of the number."""
    left, _, right, _ = word.box
    base, size = word.letters[0].base, word.size
    reach = _BESIDE * size
    for near, far in ((left - reach, left), (right, right + reach)):
        if any(near - 2 <= side <= far + 2 for side in _sides(page, base - 0.85 * size, base + 0.15 * size)):
            continue
        if (
            _unevenness(drawing.paper, drawing.pixels((near, base - 0.65 * size, far, base - 0.15 * size), -0.5))
            > _EVEN
        ):
            return True
    return False


def _sides(page: Page, top: float, bottom: float) -> Iterator[float]:
    """Where the sides of boxes and upright rules run past a line of text, from above it to below it."""
    for left, high, right, low in (*page.rules, *page.boxes):
        if high <= top and low >= bottom:
            yield left
            yield right


# What is laid over the page -------------------------------------------------------------------------------------------


def _notes(sheet: Any, page: Page, drawing: Drawing) -> Iterator[Word]:
    """The texts of visible form fields, stamps and notes, with a doubt: a viewer may change them."""
    for at in range(raw.FPDFPage_GetAnnotCount(sheet.raw)):
        note = raw.FPDFPage_GetAnnot(sheet.raw, at)
        try:
            rect = raw.FS_RECTF()
            if raw.FPDFAnnot_GetSubtype(note) in _NOTES and raw.FPDFAnnot_GetRect(note, rect):
                box = apply_matrix_rect(page.to_view, (rect.left, rect.bottom, rect.right, rect.top))
                if _unevenness(drawing.paper, drawing.pixels(box, -2)) > _EVEN:
                    text = _string(note, b"V") or _string(note, b"Contents") or "\ufffd"
                    size = min(10.0, 0.8 * (box[3] - box[1]))
                    letter = Letter(text, box[0], box[3] - 0.2 * size, box[2] - box[0], size, False, 0)
                    yield Word([letter], doubt="it is a form field or a note that is laid over the page")
        finally:
            raw.FPDFPage_CloseAnnot(note)


def _string(note: Any, key: bytes) -> str:
    length = raw.FPDFAnnot_GetStringValue(note, key, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAnnot_GetStringValue(note, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
