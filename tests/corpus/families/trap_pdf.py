"""Traps of PDFs: text that is not seen, seen text that is not read, and places that mislead.

Belongs here: what only a drawn page shows. Not here: tables of every format (trap_tables).
"""

from __future__ import annotations

from collections.abc import Callable

from tests.corpus import as_pdf, pages, parts, wordings
from tests.corpus.as_pdf import Sheet
from tests.corpus.parts import Draft, Only, Part
from tests.corpus.phrases import PHRASES
from tests.corpus.registry import Story, at_most, trap
from tests.corpus.truth import CASES, CHANNELS, HEADLINE, TYPES, Report, World

Draw = Callable[[Sheet, float, float, str, str], None]
"""Draws a value and digits that mislead, at a place."""


def _page(world: World, report: Report, *body: Part) -> Draft:
    kept = report.without(*HEADLINE)
    return pages.page(
        world,
        report,
        [*body, *pages.blocks(world, kept, world.pick((parts.COLON, parts.GAP, parts.DOTS)))],
        frame=False,
    )


def _one_odd(world: World, draw: Draw, why: str, sees_value: bool = True) -> Story:
    """A page with one figure whose number is drawn in an odd way: the value is what a person sees, if anything."""
    report = world.report((*HEADLINE[:1], CASES, *TYPES, *CHANNELS[:3]))
    value, other = report.values[HEADLINE[0]], world.number(10, 999)
    label = wordings.label(world, HEADLINE[0])

    def line(sheet: Sheet) -> None:
        sheet.need(40)
        sheet.y -= sheet.size * 1.5
        sheet.put(sheet.area.left, sheet.y, f"{label}: ")
        x, y = sheet.area.left + sheet.width(f"{label}: "), sheet.y
        sheet.drawn.append(lambda: draw(sheet, x, y, str(value), str(other)))
        sheet.y -= sheet.size

    seen = frozenset({report.figure(HEADLINE[0], value)}) if sees_value else frozenset()
    return at_most(_page(world, report, Only(pdf=line)), report.without(HEADLINE[0]).figures(), why, optional=seen)


def _string(sheet: Sheet, x: float, y: float, text: str, size: float | None = None) -> float:
    """Draw a text in the ordinary way; the x at its end."""
    size = size or sheet.size
    sheet.canvas.setFont(sheet.font, size)
    sheet.canvas.drawString(x, y, text)
    return x + sheet.canvas.stringWidth(text, sheet.font, size)


def _white(sheet: Sheet, x: float, y: float, value: str, other: str) -> None:
    sheet.canvas.setFillGray(1)
    x = _string(sheet, x, y, other)
    sheet.canvas.setFillGray(0)
    _string(sheet, x, y, value)


def _invisible(sheet: Sheet, x: float, y: float, value: str, other: str) -> None:
    text = sheet.canvas.beginText(x, y)
    text.setFont(sheet.font, sheet.size)
    text.setTextRenderMode(3)
    text.textOut(other)
    text.setTextRenderMode(0)
    text.textOut(value)
    sheet.canvas.drawText(text)


def _see_through(sheet: Sheet, x: float, y: float, value: str, other: str) -> None:
    sheet.canvas.saveState()
    sheet.canvas.setFillAlpha(0)
    end = _string(sheet, x, y, other)
    sheet.canvas.restoreState()
    _string(sheet, end, y, value)


def _clipped(sheet: Sheet, x: float, y: float, value: str, other: str) -> None:
    canvas = sheet.canvas
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(x, y + 300, 10, 10)
    canvas.clipPath(path, stroke=0, fill=0)
    end = _string(sheet, x, y, other)
    canvas.restoreState()
    _string(sheet, end, y, value)


def _covered(sheet: Sheet, x: float, y: float, value: str, other: str) -> None:
    """Digits under a white box, others written on it."""
    canvas = sheet.canvas
    end = _string(sheet, x, y, other)
    canvas.setFillGray(1)
    canvas.rect(x - 1, y - 3, end - x + 2, sheet.size + 3, stroke=0, fill=1)
    canvas.setFillGray(0)
    _string(sheet, x, y, value)


def _shadow(sheet: Sheet, x: float, y: float, value: str, other: str) -> None:
    sheet.canvas.setFillGray(0.7)
    _string(sheet, x + 0.8, y - 0.8, value)
    sheet.canvas.setFillGray(0)
    _string(sheet, x, y, value)


def _overprint(sheet: Sheet, x: float, y: float, value: str, other: str) -> None:
    """Bold as poor programs do it: the same again, a little to the right."""
    for step in (0.0, 0.3, 0.6):
        _string(sheet, x + step, y, value)


def _tiny(sheet: Sheet, x: float, y: float, value: str, other: str) -> None:
    end = _string(sheet, x, y, other, 0.4)
    _string(sheet, end, y, value)


def _struck(sheet: Sheet, x: float, y: float, value: str, other: str) -> None:
    end = _string(sheet, x, y, other)
    sheet.canvas.setLineWidth(0.8)
    sheet.canvas.line(x, y + sheet.size * 0.3, end, y + sheet.size * 0.3)
    _string(sheet, end + 3, y, value)


def _struck_by_a_box(sheet: Sheet, x: float, y: float, value: str, other: str) -> None:
    end = _string(sheet, x, y, other)
    sheet.canvas.rect(x, y + sheet.size * 0.28, end - x, 0.7, stroke=0, fill=1)
    _string(sheet, end + 3, y, value)


def _raised_mark(sheet: Sheet, x: float, y: float, value: str, other: str) -> None:
    end = _string(sheet, x, y, value)
    _string(sheet, end, y + sheet.size * 0.4, other[0], sheet.size * 0.55)


def _lowered_mark(sheet: Sheet, x: float, y: float, value: str, other: str) -> None:
    end = _string(sheet, x, y, value)
    _string(sheet, end, y - sheet.size * 0.2, other[0], sheet.size * 0.55)


def _spread(sheet: Sheet, x: float, y: float, value: str, other: str) -> None:
    """Digits with wide gaps, as justified headings have them."""
    for digit in value:
        x = _string(sheet, x, y, digit) + 1.6


def _drawn_backwards(sheet: Sheet, x: float, y: float, value: str, other: str) -> None:
    """The last digit first in the stream, each at its place."""
    places = [x + sheet.canvas.stringWidth(value[:at], sheet.font, sheet.size) for at in range(len(value))]
    for digit, place in reversed(list(zip(value, places, strict=True))):
        _string(sheet, place, y, digit)


_SEEN: dict[str, Draw] = {
    "white digits before": _white,
    "invisible digits before": _invisible,
    "transparent digits before": _see_through,
    "clipped digits before": _clipped,
    "covered digits below": _covered,
    "a shadow": _shadow,
    "overprinted": _overprint,
    "tiny digits before": _tiny,
    "struck digits before": _struck,
    "digits struck by a box": _struck_by_a_box,
    "a raised mark": _raised_mark,
    "a lowered mark": _lowered_mark,
    "spread digits": _spread,
    "drawn backwards": _drawn_backwards,
}


@trap("pdf")
def seen_beside_unseen(world: World, ending: str) -> Story:
    name = world.pick(_SEEN)
    return _one_odd(world, _SEEN[name], name)


def _upside_down(sheet: Sheet, x: float, y: float, value: str, other: str) -> None:
    sheet.canvas.saveState()
    sheet.canvas.translate(x + 30, y + sheet.size * 0.7)
    sheet.canvas.rotate(180)
    _string(sheet, 0, 0, value)
    sheet.canvas.restoreState()


def _mirrored(sheet: Sheet, x: float, y: float, value: str, other: str) -> None:
    sheet.canvas.saveState()
    sheet.canvas.translate(x + 40, y)
    sheet.canvas.scale(-1, 1)
    _string(sheet, 0, 0, value)
    sheet.canvas.restoreState()


def _only_white(sheet: Sheet, x: float, y: float, value: str, other: str) -> None:
    sheet.canvas.setFillGray(1)
    _string(sheet, x, y, value)
    sheet.canvas.setFillGray(0)


def _all_struck(sheet: Sheet, x: float, y: float, value: str, other: str) -> None:
    end = _string(sheet, x, y, value)
    sheet.canvas.line(x - 1, y + sheet.size * 0.3, end + 1, y + sheet.size * 0.3)


def _blacked_out(sheet: Sheet, x: float, y: float, value: str, other: str) -> None:
    end = _string(sheet, x, y, value)
    sheet.canvas.rect(x - 1, y - 2, end - x + 2, sheet.size + 2, stroke=0, fill=1)


def _one_over_the_other(sheet: Sheet, x: float, y: float, value: str, other: str) -> None:
    _string(sheet, x, y, other)
    _string(sheet, x + 1.5, y + 0.5, value)


_UNSEEN: dict[str, Draw] = {
    "upside down": _upside_down,
    "mirrored": _mirrored,
    "white on white": _only_white,
    "struck": _all_struck,
    "blacked out": _blacked_out,
    "one number over another": _one_over_the_other,
}


@trap("pdf")
def numbers_that_nobody_reads(world: World, ending: str) -> Story:
    name = world.pick(_UNSEEN)
    return _one_odd(world, _UNSEEN[name], name, sees_value=False)


@trap("pdf")
def hidden_lines(world: World, ending: str) -> Story:
    """A whole figure that nobody sees, with a label that the page has not."""
    report = world.report((CASES, *TYPES, *CHANNELS[:3]))
    text = f"{wordings.label(world, HEADLINE[0])}: {world.number(10, 900)}"
    way = world.pick(PHRASES["hidden lines"]["lines"])

    def draw(sheet: Sheet) -> None:
        sheet.y -= sheet.size * 2
        x, y = sheet.area.left, sheet.y

        def put() -> None:
            canvas = sheet.canvas
            canvas.saveState()
            if way == "white":
                canvas.setFillGray(1)
            elif way == "transparent":
                canvas.setFillAlpha(0)
            elif way == "clipped":
                path = canvas.beginPath()
                path.rect(0, 0, 1, 1)
                canvas.clipPath(path, stroke=0, fill=0)
            if way == "invisible":
                line = canvas.beginText(x, y)
                line.setFont(sheet.font, sheet.size)
                line.setTextRenderMode(3)
                line.textOut(text)
                canvas.drawText(line)
            elif way == "off the page":
                _string(sheet, as_pdf.WIDTH + 40, y, text)
            elif way == "cropped":
                canvas.setCropBox((0, 40, as_pdf.WIDTH, as_pdf.HEIGHT))
                _string(sheet, x, 20, text)
            else:
                end = _string(sheet, x, y, text)
                if way == "under a picture":
                    canvas.setFillGray(world.pick((1, 0.6)))
                    canvas.rect(x - 2, y - 4, end - x + 4, sheet.size + 8, stroke=0, fill=1)
            canvas.restoreState()

        sheet.drawn.append(put)

    return at_most(_page(world, report, Only(pdf=draw)), report.figures(), f"a line {way}")
