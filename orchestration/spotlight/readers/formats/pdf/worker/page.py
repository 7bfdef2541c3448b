"""One page as pdfminer reads it: letters, rules and boxes, in points from the top left of the visible page.

Belongs here: pdfminer. Not here: what is drawn (witness), which letters are one word (words).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTContainer, LTCurve, LTImage, LTPage
from pdfminer.pdffont import PDFSimpleFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import Matrix, apply_matrix_pt, apply_matrix_rect

_BOLD = re.compile(r"bold|black|heavy|demi|[-,]bd", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
_SYMBOLIC = 1 << 2
"""Flag of a font with an encoding of its own, which does not show what its signs mean."""
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_PICTURE_FONT = re.compile(r"dingbats|wingdings(?![ -]?[23])", re.IGNORECASE)
_DRAWN = {**dict.fromkeys("lnu●■◆", "■"), **dict.fromkeys("mopqr❍❏❐❑❒", "□")}
"""Letters that both of these fonts draw as filled or hollow squares, circles and diamonds → a square of that kind.
Others may be arrows or digits."""
_THIN = 2.5
"""In points: a thinner shape is a rule, not a box."""
_LONG = 6.0
_CURVES = ("c", "v", "y")
"""Operators of a path (ISO 32000, table 59)."""
_ROUND = 0.25
"""Of the longest side of a box: how far its round corners may reach."""
SLANTED = 1
"""Stands for every direction of writing that is not at a right angle to the page."""
_RIGHT_ANGLE = 3
"""Degrees by which a right angle may be missed."""


@dataclass(slots=True)
class Letter:
    """One glyph and the text that the file gives it."""

    text: str
    x: float
    """Where it begins on its baseline; of upright text the left end."""
    base: float
    advance: float
    """Its advance width: how far it moves the next letter on."""
    size: float
    bold: bool
    angle: int
    """The direction of writing: 0, 90, 180 or 270 degrees clockwise, or `SLANTED`."""
    doubt: str = ""
    ink: tuple[float, float, float, float] | None = None
    """The box around its ink, as the second reader of the file finds it."""
    is_doubled: bool = False
    """The same letter is printed again over it, a little apart: only that one is read."""
    turn: float = 0.0
    """The exact direction of writing, in radians clockwise."""

    @property
    def end(self) -> float:
        return self.x - self.advance if self.angle == 180 else self.x + self.advance

    @property
    def top(self) -> float:
        return self.base - 0.75 * self.size

    @property
    def bottom(self) -> float:
        return self.base + 0.2 * self.size

    def point(self, along: float, aside: float) -> tuple[float, float]:
        """A point of the page, from where it begins: so far along its direction, so far to the right of that."""
        cosine, sine = math.cos(self.turn), math.sin(self.turn)
        return self.x + along * cosine - aside * sine, self.base + along * sine + aside * cosine

    def gap_to(self, other: Letter) -> tuple[float, float]:
        """How far behind its end another letter begins, and how far to the right of its direction."""
        x, y = self.point(self.advance, 0)
        cosine, sine = math.cos(self.turn), math.sin(self.turn)
        x, y = other.x - x, other.base - y
        return x * cosine + y * sine, y * cosine - x * sine


@dataclass(slots=True)
class Page:
    """What stands on a page."""

    width: float
    height: float
    letters: list[Letter] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Thin lines, upright or level: left, top, right, bottom."""
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    images: int = 0
    to_view: Matrix = (1, 0, 0, 1, 0, 0)
    """Turns points of the file into points of the visible page, y downwards."""


class Collector(PDFLayoutAnalyzer):
    """Collects what pdfminer finds on one page after the other."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.page = Page(0, 0)
        self._rotated: Matrix = (1, 0, 0, 1, 0, 0)

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        super().begin_page(page, ctm)
        left, low, right, high = apply_matrix_rect(ctm, page.cropbox)
        self.page = Page(right - left, high - low)
        a, b, c, d, e, f = ctm
        # The positions that pdfminer gives are rotated with the page already; those of pdfium are not.
        self._rotated = (1, 0, 0, -1, -left, high)
        self.page.to_view = (a, -b, c, -d, e - left, high - f)

    def render_char(
        self,
        matrix: Matrix,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        try:
            text = font.to_unichr(cid).translate(_LIGATURES)
        except PDFUnicodeNotDefined:
            text = "\ufffd"
        advance = float(font.char_width(cid) * fontsize * scaling)
        start = apply_matrix_pt(self._rotated, apply_matrix_pt(matrix, (0, rise)))
        # A letter without a width has a direction too.
        end = apply_matrix_pt(self._rotated, apply_matrix_pt(matrix, (advance or 1.0, rise)))
        a, b, c, d, _, _ = matrix
        size = abs(fontsize) * math.hypot(c, d)
        name = str(font.fontname)
        bold = bool(_BOLD.search(name)) or bool(int(font.flags or 0) & _FORCE_BOLD)
        # A glyph that is mirrored or runs to the left counts as slanted too.
        angle = writing_direction(a, b) if a * d - b * c > 0 and fontsize > 0 else SLANTED
        text = _DRAWN.get(text, text) if _PICTURE_FONT.search(name) else text
        turn = math.atan2(end[1] - start[1], end[0] - start[0])
        letter = Letter(text, *start, math.dist(start, end) if advance else 0.0, size, bold, angle, turn=turn)
        if isinstance(font, PDFSimpleFont) and not font.flags & _SYMBOLIC:
            drawn = font.cid2unicode.get(cid, text)
            if drawn != text and (drawn.isdigit() or text.isdigit()):
                letter.doubt = f"the file says that the sign {drawn} means {text}"
        self.page.letters.append(letter)
        return advance

    def receive_layout(self, ltpage: LTPage) -> None:
        for item in _all(ltpage):
            left, low, right, high = apply_matrix_rect(self._rotated, item.bbox)
            if isinstance(item, LTImage):
                self.page.images += 1
            elif isinstance(item, LTCurve) and _is_painted(item):
                width, height = right - left, high - low
                if min(width, height) <= _THIN:
                    if max(width, height) >= _LONG:
                        self.page.rules.append((left, low, right, high))
                elif len(item.pts) >= 4 and min(width, height) >= _LONG and _is_box(item):
                    self.page.boxes.append((left, low, right, high))


def pages(document: Any) -> Iterator[Page]:
    """Every page of an opened document."""
    resources = PDFResourceManager()
    collector = Collector(resources)
    interpreter = PDFPageInterpreter(resources, collector)
    for page in PDFPage.create_pages(document):
        interpreter.process_page(page)
        yield collector.page


def _all(container: LTContainer[Any]) -> Iterator[Any]:
    for item in container:
        if isinstance(item, LTContainer):
            yield from _all(item)
        else:
            yield item


def _is_painted(item: LTCurve) -> bool:
    """Whether a path is stroked, or filled with another colour than white."""
    return item.stroke or (item.fill and not _is_white(item.non_stroking_color))


def _is_box(item: LTCurve) -> bool:
    """Whether a shape is a rectangle, perhaps with round corners, unlike a piece of a ring or a map."""
    left, low, right, high = item.bbox
    longest = max(right - left, high - low, 1) * _ROUND
    is_at_edges = all(min(x - left, right - x, y - low, high - y) <= _THIN for x, y in item.pts)
    path: list[tuple[Any, ...]] = list(item.original_path or ())
    # `h`, which closes a path, has no point.
    curves = ((before[-1], after[-1]) for before, after in pairwise(path) if after[0] in _CURVES and len(before) > 1)
    return is_at_edges and all(math.dist(*ends) <= longest for ends in curves)


def _is_white(color: Any) -> bool:
    values = color if isinstance(color, (tuple, list)) else (color,)
    if not all(isinstance(value, (int, float)) for value in values):
        return False
    return not any(values) if len(values) == 4 else all(value >= 1 for value in values)


def writing_direction(a: float, b: float) -> int:
    """The direction of writing from the first two numbers of a matrix."""
    degrees = -math.degrees(math.atan2(b, a)) % 360
    nearest = 90 * round(degrees / 90)
    return nearest % 360 if abs(degrees - nearest) <= _RIGHT_ANGLE else SLANTED
