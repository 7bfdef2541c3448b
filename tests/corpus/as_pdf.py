"""A made document as a PDF: texts put at places by rules of our own, as design programs and word processors do.

Belongs here: pages, places, fonts and lines. Not here: what the document says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.corpus import parts
from tests.corpus.parts import Draft, Part, Table, runs
from tests.corpus.pdf_grid import Grid
from tests.corpus.truth import World

WIDTH, HEIGHT = 612.0, 792.0
_FONTS = (("Helvetica", "Helvetica-Bold"), ("Times-Roman", "Times-Bold"), ("Vera", "VeraBd"))
for _name in ("Vera", "VeraBd"):
    pdfmetrics.registerFont(TTFont(_name, str(Path(reportlab.__file__).parent / "fonts" / f"{_name}.ttf")))


def write(draft: Draft, world: World) -> bytes:
    """The bytes of the document, the same for the same draft and chance."""
    sheet = Sheet(world, draft.is_shuffled)
    sheet.parts(draft.parts)
    return sheet.close()


@dataclass(frozen=True)
class Area:
    """The part of a page that is being filled, from left to right."""

    left: float
    right: float

    @property
    def width(self) -> float:
        return self.right - self.left


class Sheet:
    """A pen on pages: fills an area from the top, breaks pages, and can draw what only a PDF can hold."""

    def __init__(self, world: World, is_shuffled: bool = False) -> None:
        self.world = world
        self.file = BytesIO()
        self.canvas = Canvas(self.file, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=world.pick((0, 1)))
        self.font, self.bold = world.pick(_FONTS)
        self.size = world.pick((9.5, 10, 11, 12))
        margin = world.pick((50.0, 60.0, 72.0))
        self.area = Area(margin, WIDTH - margin)
        self.top = HEIGHT - margin
        self.bottom = margin
        self.y = self.top
        self.is_shuffled = is_shuffled
        self.is_centred = world.chance(0.15)
        self.numbers_above = world.chance(0.75)
        self.is_boxed = world.chance(0.5)
        self.drawn: list[Callable[[], None]] = []
        self.page = 1
        self.heads: tuple[str, ...] = ()
        self.feet: tuple[str, ...] = ()
        self.watermark = ""

    # Writing ----------------------------------------------------------------------------------------------------------

    def put(
        self, x: float, y: float, text: str, size: float | None = None, is_bold: bool = False, how: str = "left"
    ) -> None:
        """Draw a text with its marks, its left end, middle or right end at x."""
        size, font = size or self.size, self.bold if is_bold else self.font
        x -= {"left": 0.0, "centre": 0.5, "right": 1.0}[how] * self.width(text, size, is_bold)
        for kind, piece in runs(text):
            if kind == parts.MARKUP:
                continue
            self.drawn.append(lambda x=x, kind=kind, piece=piece: self._draw(x, y, kind, piece, size, font))
            x += pdfmetrics.stringWidth(piece, font, size * 0.6 if kind == parts.RAISED else size)

    def width(self, text: str, size: float | None = None, is_bold: bool = False) -> float:
        font, size = self.bold if is_bold else self.font, size or self.size
        return sum(
            pdfmetrics.stringWidth(piece, font, size * 0.6 if kind == parts.RAISED else size)
            for kind, piece in runs(text)
            if kind != parts.MARKUP
        )

    def _draw(self, x: float, y: float, kind: str, piece: str, size: float, font: str) -> None:
        canvas = self.canvas
        if kind == parts.RAISED:
            y, size = y + size * 0.35, size * 0.6
        canvas.setFont(font if kind != parts.BOLD else self.bold, size)
        canvas.setFillGray(1 if kind == parts.HIDDEN else 0)
        canvas.drawString(x, y, piece)
        canvas.setFillGray(0)
        if kind == parts.STRUCK:
            canvas.setLineWidth(size / 12)
            canvas.line(x, y + size * 0.3, x + pdfmetrics.stringWidth(piece, font, size), y + size * 0.3)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.drawn.append(lambda: self.canvas.line(x0, y0, x1, y1))

    def need(self, height: float) -> None:
        """Break the page if so much does not fit on it."""
        if self.y - height < self.bottom:
            self.turn()

    def turn(self) -> None:
        """End the page and begin the next one."""
        self._finish_page()
        self.page += 1
        self.y = self.top

    def _finish_page(self) -> None:
        for at, text in enumerate(self.heads):
            self.put(self.area.left, HEIGHT - 24 - 10 * at, text.replace("{page}", str(self.page)), 8)
        for at, text in enumerate(self.feet):
            self.put(self.area.left, 24 + 10 * at, text.replace("{page}", str(self.page)), 8)
        if self.watermark:
            self._draw_watermark()
        if self.is_shuffled:
            self.world.rng.shuffle(self.drawn)
        for draw in self.drawn:
            draw()
        self.drawn = []
        self.canvas.showPage()

    def _draw_watermark(self) -> None:
        canvas = self.canvas
        canvas.saveState()
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(45)
        canvas.setFillGray(0.9)
        canvas.setFont(self.bold, 54)
        canvas.drawCentredString(0, 0, self.watermark)
        canvas.restoreState()

    def close(self) -> bytes:
        self._finish_page()
        self.canvas.save()
        return self.file.getvalue()

    # Parts ------------------------------------------------------------------------------------------------------------

    def parts(self, some: Sequence[Part]) -> None:
        for part in some:
            self._part(part)

    def _part(self, part: Part) -> None:
        match part:
            case parts.Heading(text, level):
                size = self.size + (10, 5, 2, 1)[min(level, 4) - 1]
                self.y -= size * 0.6
                self.text(
                    text, size, is_bold=True, is_centred=self.is_centred or (level == 1 and self.world.chance(0.3))
                )
                self.y -= size * 0.3
            case parts.Paragraph(text):
                self.text(text)
                self.y -= self.size * 0.7
            case parts.Lines(texts):
                for text in texts:
                    self.text(text)
                self.y -= self.size * 0.7
            case parts.Bullets(texts):
                for text in texts:
                    self.text(f"• {text}")
                self.y -= self.size * 0.7
            case parts.Pairs(items, style):
                self._pairs(items, style)
                self.y -= self.size
            case parts.Table():
                self._table(part)
                self.y -= self.size
            case parts.Columns(left, right):
                self._columns(left, right)
            case parts.Fold(summary, inner):
                self._part(parts.Heading(summary, 3))
                self.parts(inner)
            case parts.Section(inner):
                self.parts(inner)
            case parts.Frame(kind, texts):
                self._frame(kind, texts)
            case parts.PageBreak():
                self.turn()
            case parts.Only(_, _, draw):
                if draw is not None:
                    draw(self)

    def _frame(self, kind: str, texts: tuple[str, ...]) -> None:
        match kind:
            case parts.PRINT_HEAD | parts.SITE_HEAD:
                self.heads = texts
            case parts.PRINT_FOOT | parts.SITE_FOOT:
                self.feet = texts
            case parts.WATERMARK:
                self.watermark = texts[0]
            case parts.MENU:
                self.text("   ".join(texts), 8)
                self.y -= 8
            case parts.ASIDE:
                for text in texts:
                    self.text(text, self.size - 2)
                self.y -= self.size

    def text(self, text: str, size: float | None = None, is_bold: bool = False, is_centred: bool = False) -> None:
        """A text in lines of the area's width."""
        size = size or self.size
        for line in self.wrapped(text, self.area.width, size, is_bold):
            self.need(size * 1.3)
            self.y -= size * 1.25
            if is_centred:
                self.put((self.area.left + self.area.right) / 2, self.y, line, size, is_bold, "centre")
            else:
                self.put(self.area.left, self.y, line, size, is_bold)

    def wrapped(self, text: str, width: float, size: float | None = None, is_bold: bool = False) -> list[str]:
        lines = [""]
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}" if lines[-1] else word
            if lines[-1] and self.width(longer, size, is_bold) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def _columns(self, left: Sequence[Part], right: Sequence[Part]) -> None:
        area, gutter = self.area, self.world.pick((24.0, 36.0))
        middle = (area.left + area.right) / 2
        self.need(340)
        top = self.y
        self.area = Area(area.left, middle - gutter / 2)
        self.parts(left)
        ends, self.y = self.y, top
        self.area = Area(middle + gutter / 2, area.right)
        self.parts(right)
        self.area, self.y = area, min(ends, self.y)

    def _pairs(self, items: Sequence[tuple[str, str]], style: str) -> None:
        match style:
            case parts.COLON | parts.DEFINITIONS:
                self._each(items, "{label}: {value}")
            case parts.BULLET:
                self._each(items, "• {label}: {value}")
            case parts.DASH:
                self._each(items, "{label} – {value}")
            case parts.BRACKET:
                self._each(items, "{label} ({value})")
            case parts.VALUE_FIRST:
                self._each(items, "{value} {label}")
            case parts.DOTS | parts.GAP | parts.GRID:
                self._leaders(items, style)
            case parts.LABEL_ABOVE | parts.VALUE_ABOVE:
                self._stacks(items, style == parts.LABEL_ABOVE)
            case parts.TILES:
                self._tiles(items)

    def _each(self, items: Sequence[tuple[str, str]], form: str) -> None:
        for label, value in items:
            self.text(form.format(label=label, value=value))
            self.y -= self.size * 0.25

    def _leaders(self, items: Sequence[tuple[str, str]], style: str) -> None:
        """Labels on the left, numbers on the right; in smaller print where a narrow column has no room for both."""
        end = min(self.area.right, self.area.left + self.world.pick((220.0, 300.0, 400.0)))
        needed = max(self.width(label) + self.width(value) for label, value in items) + 16
        size = self.size * min(1.0, (end - self.area.left) / needed)
        for label, value in items:
            self.need(size * 1.5)
            self.y -= size * 1.5
            self.put(self.area.left, self.y, label, size)
            self.put(end, self.y, value, size, how="right")
            room = end - self.area.left - self.width(label, size) - self.width(value, size) - 8
            if style == parts.DOTS and room > 10:
                dots = "." * int(room / self.width(".", size))
                self.put(self.area.left + self.width(label, size) + 4, self.y, dots, size)
            if style == parts.GRID:
                self.rule(self.area.left - 2, self.y - 3, end + 2, self.y - 3)

    def _stacks(self, items: Sequence[tuple[str, str]], label_first: bool) -> None:
        size = self.size + self.world.pick((0, 4, 8))
        for label, value in items:
            self.need(self.size * 2.6 + size)
            for text, at in ((label, self.size), (value, size)) if label_first else ((value, size), (label, self.size)):
                self.y -= at * 1.2
                self.put(self.area.left, self.y, text, at, text is value)
            self.y -= self.size * 1.2

    def _tiles(self, items: Sequence[tuple[str, str]]) -> None:
        across = self.world.pick((2, 3)) if self.area.width > 300 else 2
        width, number = self.area.width / across, self.size + 10
        for at in range(0, len(items), across):
            height = self.size * 4.5 + number
            self.need(height)
            for column, (label, value) in enumerate(items[at : at + across]):
                self._tile(self.area.left + width * column, width, height, label, value, number)
            self.y -= height + 8

    def _tile(self, left: float, width: float, height: float, label: str, value: str, number: float) -> None:
        middle, lines = left + width / 2, self.wrapped(label, width - 16)
        y = self.y
        if self.numbers_above:
            y -= number * 1.2
            self.put(middle, y, value, number, True, "centre")
            for line in lines:
                y -= self.size * 1.25
                self.put(middle, y, line, how="centre")
        else:
            for line in lines:
                y -= self.size * 1.25
                self.put(middle, y, line, how="centre")
            self.put(middle, y - number * 1.15, value, number, True, "centre")
        if self.is_boxed:
            top = self.y
            self.drawn.append(lambda: self.canvas.rect(left + 3, top - height, width - 6, height))

    # Tables -----------------------------------------------------------------------------------------------------------

    def _table(self, table: Table) -> None:
        if table.caption:
            self.text(table.caption, is_bold=True)
            self.y -= 4
        grid = Grid(self, table)
        body = grid.rows[table.head_rows :]
        heads = grid.rows[: table.head_rows]
        a_page = (len(body) + table.pages - 1) // table.pages
        for at, row in enumerate(body):
            is_turned = at > 0 and at % a_page == 0
            if is_turned or (at > 0 and self.y - self.size * 4 < self.bottom):
                self.turn()
            if at == 0 or self.y == self.top:
                for number, head in enumerate(heads):
                    grid.head(head, number)
            grid.row(row)
