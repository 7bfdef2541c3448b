"""Blocks → the bytes of a document as text, HTML or PDF, in several hands.

Belongs here: formats. Not here: what is printed (layouts).
"""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Sequence
from itertools import zip_longest

from reportlab.lib.pagesizes import letter
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from tests.corpus.blocks import (
    Beside,
    Block,
    Columns,
    Grid,
    Heading,
    Line,
    PageBreak,
    Pairs,
    Paragraph,
    Stack,
    Title,
)

_WIDTH = 100


# Text -----------------------------------------------------------------------------------------------------------------


def as_text(blocks: Sequence[Block]) -> bytes:
    return "\n".join(_lines(blocks, _WIDTH)).encode()


def as_tight_text(blocks: Sequence[Block]) -> bytes:
    """Without an empty line, as copied from a browser."""
    return "\n".join(line for line in _lines(blocks, 10_000) if line.strip()).encode()


def as_damaged_text(blocks: Sequence[Block]) -> bytes:
    """With the marks of other programs: BOM, CRLF, no-break spaces, soft hyphens, ligatures, full digits."""
    text = "\r\n".join(_lines(blocks, _WIDTH)).replace("Identified", "Identi\ufb01ed").replace("Traff", "Tra\ufb00")
    text = text.replace(" Trafficking", "\u00a0Traf\u00adficking").replace(" Cases", "\u2009Cases")
    return ("\ufeff" + text.translate({ord(str(digit)): 0xFF10 + digit for digit in (1, 3)})).encode()


def as_one_line(blocks: Sequence[Block]) -> bytes:
    return " ".join(" ".join(_lines(blocks, 10_000)).split()).encode()


def _lines(blocks: Sequence[Block], width: int) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        lines += [*_text(block, width), ""]
    return lines


def _text(block: Block, width: int) -> list[str]:
    match block:
        case Title(text) | Heading(text) | Line(text):
            return [text]
        case Paragraph(text):
            return _wrapped(text, width)
        case Stack(lines, is_apart):
            return [part for line in lines for part in ((line, "") if is_apart else (line,))]
        case Pairs(rows, leader):
            return [
                f"{label} {leader * (50 - len(label))} {value}" if leader != " " else f"{label:<50}{value}"
                for label, value in rows
            ]
        case Beside(stacks, across):
            lines = []
            for at in range(0, len(stacks), across):
                for row in zip_longest(*(stack.lines for stack in stacks[at : at + across]), fillvalue=""):
                    lines.append("".join(f"{text:<32}" for text in row).rstrip())
                lines.append("")
            return lines
        case Grid(rows):
            widths = [max(len(row[at]) for row in rows) + 3 for at in range(len(rows[0]))]
            return [
                "".join(
                    f"{text:<{size}}" if at == 0 else f"{text:>{size}}"
                    for at, (text, size) in enumerate(zip(row, widths, strict=True))
                ).rstrip()
                for row in rows
            ]
        case Columns(left, right):
            return [
                f"{one:<44}{other}".rstrip()
                for one, other in zip_longest(_lines(left, 40), _lines(right, 52), fillvalue="")
            ]
        case PageBreak(footer):
            return [footer, "\f"]
    raise TypeError(block)


def _wrapped(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


# HTML -----------------------------------------------------------------------------------------------------------------


def as_html(blocks: Sequence[Block]) -> bytes:
    return _page("\n".join(_plain_html(block) for block in blocks))


def as_app_html(blocks: Sequence[Block]) -> bytes:
    """Nested blocks, numbers split over spans, icons, hidden leftovers, scripts and a menu."""
    decoys = (
        '<nav><a href="/a">Alabama</a> <a href="/u">Utah</a></nav><script>var cases = 999;</script>'
        '<p style="display: none">Victims Identified 9</p><template><p>Emails 8</p></template><!-- 77 Texts -->'
    )
    return _page(decoys + "\n".join(_nested_html(block) for block in blocks))


def as_old_html(blocks: Sequence[Block]) -> bytes:
    """A page of another encoding, unclosed tags, everything in a table that only arranges it."""
    body = (
        "<table><tr><td>" + "\n".join(_plain_html(block) for block in blocks).replace("</p>", "") + "</td></tr></table>"
    )
    page = f'<html><head><meta http-equiv=Content-Type content="text/html; charset=windows-1252"></head><body>{body}'
    return page.encode("windows-1252", "xmlcharrefreplace")


def _page(body: str) -> bytes:
    head = '<meta charset="utf-8"><title>Statistics</title><style>p { color: #333 }</style>'
    return f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>\n{body}\n</body></html>".encode()


def _raised(text: str) -> str:
    text = html.escape(text)
    for mark, digit in (("¹", "1"), ("²", "2")):
        text = text.replace(mark, f"<sup>{digit}</sup>")
    return text


def _plain_html(block: Block) -> str:
    match block:
        case Title(text):
            return f"<h1>{_raised(text)}</h1>"
        case Heading(text):
            return f"<h3>{_raised(text)}</h3>"
        case Paragraph(text) | Line(text):
            return f"<p>{_raised(text)}</p>"
        case Stack(lines, is_apart):
            parted = "".join(f"<p>{_raised(line)}</p>" for line in lines)
            return parted if is_apart else f"<p>{'<br>'.join(_raised(line) for line in lines)}</p>"
        case Pairs(rows):
            return "<dl>" + "".join(f"<dt>{_raised(a)}</dt><dd>{_raised(b)}</dd>" for a, b in rows) + "</dl>"
        case Beside(stacks, across):
            rows = [stacks[at : at + across] for at in range(0, len(stacks), across)]
            body = "".join(
                "<tr>" + "".join(f"<td>{'<br>'.join(map(_raised, stack.lines))}</td>" for stack in row) + "</tr>"
                for row in rows
            )
            return f"<table>{body}</table>"
        case Grid(rows):
            return _table(rows)
        case Columns(left, right):
            sides = ("".join(map(_plain_html, side)) for side in (left, right))
            return "<table><tr>" + "".join(f"<td>{side}</td>" for side in sides) + "</tr></table>"
        case PageBreak(footer):
            return f"<p>{footer}</p><hr>"
    raise TypeError(block)


def _nested_html(block: Block) -> str:
    match block:
        case Stack(lines):
            inside = "".join(f'<div class="field"><div><span>{_split(line)}</span></div></div>' for line in lines)
            return f'<section><div class="stat"><i class="icon" aria-hidden="true">q</i>{inside}</div></section>'
        case Beside(stacks):
            return '<div class="row">' + "".join(map(_nested_html, stacks)) + "</div>"
        case Pairs(rows):
            items = "".join(f"<div><dt>{_raised(a)}</dt><dd>{_split(b)}</dd></div>" for a, b in rows)
            return f"<dl>{items}</dl>"
        case Line(text):
            return f"<ul><li><b>{_raised(text)}</b></li></ul>"
        case Columns(left, right):
            sides = ("".join(map(_nested_html, side)) for side in (left, right))
            return '<div class="columns">' + "".join(f"<div>{side}</div>" for side in sides) + "</div>"
        case _:
            return f"<div><div>{_plain_html(block)}</div></div>"


def _split(text: str) -> str:
    """A number whose digits stand in spans of their own, as counters do it."""
    if text.replace(",", "").isdigit() and len(text) > 1:
        return f"<span>{text[:1]}</span><span>{text[1:]}</span>"
    return _raised(text)


def _table(rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{_raised(text)}</th>" for text in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{_raised(text)}</td>" for text in row) + "</tr>" for row in rows[1:])
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


# PDF ------------------------------------------------------------------------------------------------------------------


class _Sheet:
    """A canvas with a pen that moves down, and over to the next page."""

    def __init__(self, *, with_footer: bool = False, **options: object) -> None:
        self.bytes = io.BytesIO()
        self.canvas = Canvas(self.bytes, pagesize=letter, **options)
        self.y = 740.0
        self.page = 1
        self.with_footer = with_footer

    def draw(self, x: float, text: str, size: float = 11, *, centred: bool = False, right: bool = False) -> None:
        width = self.width(text, size)
        x = x - width / 2 if centred else x - width if right else x
        for piece in _runs(text):
            small = piece in "¹²"
            letters = size * 0.6 if small else size
            self.canvas.setFont("Helvetica", letters)
            shown = piece.replace("¹", "1").replace("²", "2") if small else piece
            self.canvas.drawString(x, self.y + (size * 0.35 if small else 0), shown)
            x += self.canvas.stringWidth(shown, "Helvetica", letters)

    def width(self, text: str, size: float) -> float:
        return float(self.canvas.stringWidth(text, "Helvetica", size))

    def down(self, by: float, room: float = 60) -> None:
        self.y -= by
        if self.y < room:
            self.end_page()
            self.canvas.showPage()
            self.page += 1
            self.y = 740

    def end_page(self) -> None:
        if self.with_footer:
            self.canvas.setFont("Helvetica", 8)
            self.canvas.drawString(72, 30, "National Human Trafficking Hotline")
            self.canvas.drawRightString(540, 30, f"Page {self.page} of 9")
        elif self.page > 1:
            self.canvas.setFont("Helvetica", 9)
            self.canvas.drawCentredString(306, 24, str(self.page))

    def finished(self) -> bytes:
        self.end_page()
        self.canvas.save()
        return self.bytes.getvalue()


def _runs(text: str) -> list[str]:
    runs: list[str] = []
    for character in text:
        if runs and (character in "¹²") == (runs[-1][-1] in "¹²"):
            runs[-1] += character
        else:
            runs.append(character)
    return runs


def as_pdf(blocks: Sequence[Block], **options: object) -> bytes:
    return _pdf(blocks, 72, 14, _Sheet(**options))


def as_wide_pdf(blocks: Sequence[Block]) -> bytes:
    """Larger letters, more space, a footer on every page."""
    return _pdf(blocks, 50, 18, _Sheet(with_footer=True))


def _pdf(blocks: Sequence[Block], left: float, leading: float, sheet: _Sheet) -> bytes:
    for block in blocks:
        _draw(block, sheet, left, 612 - 2 * left, leading)
        sheet.down(leading)
    return sheet.finished()


def _draw(block: Block, sheet: _Sheet, left: float, width: float, leading: float) -> None:
    match block:
        case Title(text):
            sheet.draw(left, text, 17)
            sheet.down(leading * 1.4)
        case Heading(text):
            sheet.draw(left, text, 13)
            sheet.down(leading)
        case Line(text):
            sheet.draw(left, text)
            sheet.down(leading)
        case Paragraph(text):
            for line in simpleSplit(text.replace("¹", "¹"), "Helvetica", 10, width):
                sheet.draw(left, line, 10)
                sheet.down(13)
        case Stack(lines, is_apart):
            # A figure is never torn over two pages.
            sheet.down(0, 60 + 30 * len(lines))
            for line in lines:
                is_number = line.replace(",", "").isdigit()
                sheet.draw(left, line, 16 if is_number and not is_apart else 11)
                sheet.down(leading * (1.8 if is_apart else 1.2), 0)
        case Pairs(rows, leader):
            for label, value in rows:
                dots = leader * int((300 - sheet.width(label, 11)) / sheet.width(leader, 11)) if leader != " " else ""
                sheet.draw(left, label + dots)
                sheet.draw(left + 340, value, right=True)
                sheet.down(leading)
        case Beside(stacks, across):
            for at in range(0, len(stacks), across):
                sheet.down(0, 120)
                top = sheet.y
                for column, stack in enumerate(stacks[at : at + across]):
                    sheet.y = top
                    for line in stack.lines:
                        is_number = line.replace(",", "").isdigit()
                        middle = left + width / across * (column + 0.5)
                        sheet.y -= 11 if is_number and line is not stack.lines[0] else 0
                        for piece in simpleSplit(line, "Helvetica", 11, width / across - 30):
                            sheet.draw(middle, piece, 22 if is_number else 11, centred=True)
                            sheet.y -= 24 if is_number else 13
                sheet.y = top
                sheet.down(70)
        case Grid(rows):
            step = (width - 110) / max(1, len(rows[0]) - 1)
            for row in rows:
                height = max(len(simpleSplit(text, "Helvetica", 9, step - 12)) for text in row)
                top = sheet.y
                for at, text in enumerate(row):
                    sheet.y = top
                    for piece in simpleSplit(text, "Helvetica", 9, 105 if at == 0 else step - 12):
                        sheet.draw(left if at == 0 else left + 110 + step * at, piece, 9, right=at > 0)
                        sheet.y -= 11
                sheet.y = top
                sheet.down(11 * height + 3)
        case Columns(first, second):
            top = sheet.y
            for blocks, x in ((first, left), (second, left + width / 2 + 20)):
                sheet.y = top
                for inside in blocks:
                    _draw(inside, sheet, x, width / 2 - 20, leading)
                    sheet.y -= leading
            sheet.y = min(sheet.y, top - 10)
        case PageBreak():
            sheet.down(2000)


TEXT: dict[str, Callable[[Sequence[Block]], bytes]] = {
    "plain": as_text,
    "tight": as_tight_text,
    "damaged": as_damaged_text,
    "one line": as_one_line,
}
HTML = {"plain": as_html, "nested": as_app_html, "old": as_old_html}
PDF = {"plain": as_pdf, "wide": as_wide_pdf}
FORMATS = {"txt": TEXT, "html": HTML, "pdf": PDF}


def picture_pdf() -> bytes:
    """A page that is only drawn: what scanning makes."""
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=letter)
    for at in range(40):
        canvas.rect(72 + at * 10, 400, 6, 9, fill=1)
    canvas.save()
    return content.getvalue()
