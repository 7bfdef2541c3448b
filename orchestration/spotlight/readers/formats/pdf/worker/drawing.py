"""A page drawn by pdfium: as it is seen, without its text, and its text alone.

Belongs here: pdfium's objects and pixels. Not here: what the ink says about a word (witness).
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pdfminer.utils import Matrix, apply_matrix_pt, mult_matrix
from PIL import Image, ImageChops
from pypdfium2 import raw

from .page import SLANTED, Letter, Page, writing_direction

_SCALE = 2.0
"""Pixels per point: the smallest digits in print are then ten pixels high."""
_MOST_PIXELS = 6_000_000
_CORE = [255 if level >= 150 else 0 for level in range(256)]
_EDGE = [255 if level >= 85 else 0 for level in range(256)]

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page drawn three times."""

    ink: Image.Image
    """How much each pixel changes when the text is left out: what a person sees of the text."""
    core: Image.Image
    """The text alone, drawn in black: white where it is dark, black elsewhere."""
    edge: Image.Image
    """The same, with the grey edges of the letters white too."""
    paper: Image.Image
    """The page without its text, in colour."""
    scale: float
    left: float
    top: float
    """`left` and `top`: the point of the page where the drawing begins."""

    def pixels(self, box: Box, more: float = 0.0) -> tuple[int, int, int, int]:
        """The pixels that a box of the page covers, and `more` pixels on each side."""
        left, right = ((side - self.left) * self.scale for side in (box[0], box[2]))
        top, bottom = ((side - self.top) * self.scale for side in (box[1], box[3]))
        width, height = self.ink.size
        return (
            max(0, math.floor(left - more)),
            max(0, math.floor(top - more)),
            min(width, math.ceil(right + more)),
            min(height, math.ceil(bottom + more)),
        )


def draw(sheet: Any, page: Page, part: Box, background: Sequence[Letter]) -> Drawing:
    """Draw a part of a page; letters like those of the `background` count as part of the paper.

    The page must not be used for anything else afterwards: its objects are changed.
    """
    width, height = sheet.get_size()
    left, top = (max(0.0, math.floor(side) - 4.0) for side in part[:2])
    right, bottom = min(width, part[2] + 4), min(height, part[3] + 4)
    scale = min(_SCALE, math.sqrt(_MOST_PIXELS / max(1.0, (right - left) * (bottom - top))))
    around = (left, height - bottom, width - right, top)

    def drawn(with_notes: bool = True) -> Image.Image:
        bitmap = sheet.render(scale=scale, crop=around, may_draw_forms=with_notes, draw_annots=with_notes)
        image: Image.Image = bitmap.to_pil()
        return image if image.mode == "RGB" else image.convert("RGB")

    seen = drawn()
    shadows = [letter for letter in page.letters if letter.is_doubled]
    text: list[Any] = []
    rest: list[Any] = []
    shades: list[Any] = []
    for one, kind, matrix in _objects(sheet.raw):
        if kind != raw.FPDF_PAGEOBJ_TEXT or _is_like(one, matrix, background):
            rest.append(one)
        else:
            (shades if _is_shadow(matrix, page, shadows) else text).append(one)
    for one in (*text, *shades):
        raw.FPDFPageObj_SetIsActive(one, False)
    paper = drawn()
    for one in rest:
        raw.FPDFPageObj_SetIsActive(one, False)
    for one in text:
        raw.FPDFPageObj_SetIsActive(one, True)
        raw.FPDFPageObj_SetFillColor(one, 0, 0, 0, 255)
        raw.FPDFPageObj_SetStrokeColor(one, 0, 0, 0, 255)
    letters = ImageChops.invert(drawn(with_notes=False).convert("L"))
    red, green, blue = ImageChops.difference(seen, paper).split()
    ink = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return Drawing(ink, letters.point(_CORE), letters.point(_EDGE), paper, scale, left, top)


def _objects(page: Any) -> Iterator[tuple[Any, int, Matrix]]:
    """Every object that is painted on a page, including those in forms, with its kind and its matrix."""
    for at in range(raw.FPDFPage_CountObjects(page)):
        yield from _parts(raw.FPDFPage_GetObject(page, at), (1, 0, 0, 1, 0, 0))


def _parts(one: Any, outer: Matrix) -> Iterator[tuple[Any, int, Matrix]]:
    kind = raw.FPDFPageObj_GetType(one)
    found = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(one, found)
    matrix = mult_matrix((found.a, found.b, found.c, found.d, found.e, found.f), outer)
    if kind != raw.FPDF_PAGEOBJ_FORM:
        yield one, kind, matrix
        return
    for at in range(raw.FPDFFormObj_CountObjects(one)):
        yield from _parts(raw.FPDFFormObj_GetObject(one, at), matrix)


def _is_like(text: Any, matrix: Matrix, letters: Sequence[Letter]) -> bool:
    """Whether a text has the size and the slant of one of the letters."""
    found = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(text, found)
    a, b, c, d, _, _ = matrix
    size = found.value * math.hypot(c, d)
    is_slanted = writing_direction(a, b) == SLANTED
    return any(abs(size - one.size) < 0.02 * one.size and is_slanted == (one.angle == SLANTED) for one in letters)


def _is_shadow(matrix: Matrix, page: Page, shadows: list[Letter]) -> bool:
    """Whether a text is a shadow, which is then taken off the list: a later text at its place is the text itself."""
    x, y = apply_matrix_pt(page.to_view, matrix[4:])
    found = next((one for one in shadows if abs(x - one.x) < 0.5 and abs(y - one.base) < 0.5), None)
    if found is not None:
        shadows.remove(found)
    return found is not None
