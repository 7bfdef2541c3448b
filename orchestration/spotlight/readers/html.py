"""Published documents as HTML.

Belongs here: what of a page is text, and where its lines, tables and lists begin. Not here: what the text means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import isqrt

from lxml import etree

from orchestration.spotlight.domain.model import Rejection
from orchestration.spotlight.readers.decoding import decode
from orchestration.spotlight.readers.limits import Limits, too_many_characters
from orchestration.spotlight.readers.page import Cell, Row
from orchestration.spotlight.readers.words import clean

# fmt: off
_NO_TEXT = frozenset((
    "script", "style", "template", "noscript", "title", "nav", "svg", "math", "canvas", "object", "iframe", "video",
    "audio", "select", "datalist", "textarea",
))
# fmt: on
# `head` too: without a `<body>`, the parser takes an element that it does not know, such as `<main>`, into the head.
# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "head", "header", "hr", "html", "legend", "li", "main", "menu", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))
# fmt: on
_CELLS = frozenset(("td", "th"))
_HIDDEN_STYLE = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0*)?(?:;|$)|font-size:0[a-z]*(?:;|$)"
)
_BLOCK_STYLE = re.compile(r"(?:^|;)display:(?:block|flex|grid|table|inline-block|inline-flex|list-item)")
_RAISED_STYLE = re.compile(r"vertical-align:(?:super|sub|text-top)")
_HIDING_RULE = re.compile(r"(?:^|\})\s*([^{}@]+)\{[^{}]*(?:display\s*:\s*none|visibility\s*:\s*hidden)[^{}]*\}")
_SIMPLE_SELECTOR = re.compile(r"[.#][\w-]+")
_AT_RULE = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{1,40})", re.IGNORECASE)
_LATIN = frozenset((b"windows-1252", b"iso-8859-1", b"latin1", b"us-ascii"))
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOST_SPACE = re.compile(r"[0-9]\ue001(?=[A-Z][a-z]{2})")
# Digits of one number may stand in several elements; two whole numbers without a space between them may not be one.
_TWO_NUMBERS = re.compile(r"(?<=[0-9]{2})\ue001{2,}(?=[0-9]{2})")
_JOINT = "\ue001"
_FOR_READERS = frozenset(("sr-only", "visually-hidden", "screen-reader-text", "element-invisible"))
_MOST_NESTED = 20
_MOST_ELEMENTS = 500_000
_MOST_ATTRIBUTES = 10_000
_LONG_TAG = 2_000
_VALUE = re.compile(rb"([^\s=/>])\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_BETWEEN_ATTRIBUTES = re.compile(rb"[\s/\"']+")
_MOST_SPANNED = 200


@dataclass(slots=True)
class _Line:
    """One line of text, and how many borders of blocks lie between it and the one above (none: a mere line break)."""

    number: int
    cells: list[tuple[str, int, int]]
    borders: int
    table: int | None = None


@dataclass(slots=True)
class _Page:
    """What the rules of a page's own style sheets hide, and how many tables were seen."""

    hidden: frozenset[str]
    tables: int = 0


def read_html_rows(path: str, document_id: str, content: bytes, limits: Limits) -> list[Row] | Rejection:
    """The rows of one HTML document."""
    text = decode(path, document_id, _as_utf8(content), replace(limits, max_line_characters=limits.max_bytes))
    if isinstance(text, Rejection):
        return text
    if (found := _too_intricate(content)) is not None:
        message = f"The page has {found}: a report has far fewer. Check that this is the right file, or save its text."
        return Rejection(path, None, "document.too_large", found, message, document_id=document_id)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    root = etree.fromstring(text.encode(), parser) if text.strip() else None
    if root is None:
        return []
    lines = list(_lines(root, _Page(_hidden_by_rules(root)), 0))
    characters = sum(len(cell) for line in lines for cell, _, _ in line.cells)
    if characters > limits.max_characters:
        return too_many_characters(path, document_id, characters, limits)
    return list(_rows(lines))


def _too_intricate(content: bytes) -> str | None:
    """What of a page the parser would need too much memory or time for: it can be stopped by nothing once it works."""
    if (elements := content.count(b"<")) > _MOST_ELEMENTS:
        return f"{elements:,} elements"
    # The time for the attributes of one element grows with the square of their number.
    work = 0
    for tag in content.split(b"<"):
        if len(tag) > _LONG_TAG:
            work += len(_BETWEEN_ATTRIBUTES.findall(_VALUE.sub(rb"\1=", tag).partition(b">")[0])) ** 2
    return f"{isqrt(work):,} attributes of an element" if work > _MOST_ATTRIBUTES**2 else None


def _as_utf8(content: bytes) -> bytes:
    """Pages of an older encoding say so; others are UTF-8, or are refused as such."""
    declared = _CHARSET.search(content[:4096])
    if declared is not None and declared[1].lower() in _LATIN:
        return content.decode("windows-1252", "replace").encode()
    return content


def _hidden_by_rules(root: etree._Element) -> frozenset[str]:
    """The classes and ids that a plain rule of the page hides; rules for print or for narrow screens do not count."""
    hidden = set()
    for style in root.iter("style"):
        for rule in _HIDING_RULE.finditer(_AT_RULE.sub("}", style.text or "")):
            hidden |= {one.strip() for one in rule[1].split(",") if _SIMPLE_SELECTOR.fullmatch(one.strip())}
    return frozenset(hidden)


def _rows(lines: Sequence[_Line]) -> Iterator[Row]:
    bottom = 0.0
    for line in lines:
        cells = tuple(Cell(text, left, right) for text, left, right in line.cells)
        if line.borders:
            # A block ends the sentence in it.
            yield Row(line.number, (), bottom, bottom)
        # A line break is nearest, then the next paragraph, then what stands in another box.
        top = bottom + max(1.0, line.borders - 0.5)
        yield Row(line.number, cells, top, top, line.table)
        bottom = top


# Lines ----------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Writer:
    """Collects the text of one line until a border ends it."""

    page: _Page
    pieces: list[str] = field(default_factory=list)
    number: int = 1
    borders: int = 1

    def write(self, text: str, number: int) -> None:
        if not any(piece.strip(f" \n\t{_JOINT}") for piece in self.pieces) and text.strip():
            lead = text[: len(text) - len(text.lstrip())]
            self.number = number + lead.count("\n")
        self.pieces.append(text)

    def end(self) -> _Line | None:
        text = _LOST_SPACE.sub(lambda match: f"{match[0][0]} ", "".join(self.pieces))
        text = _TWO_NUMBERS.sub("\ufffd", text).replace(_JOINT, "")
        text = " ".join(clean(text).split())
        self.pieces = []
        if not text:
            return None
        line = _Line(self.number, [(text, 0, 0)], self.borders)
        self.borders = 0
        return line


def _lines(root: etree._Element, page: _Page, depth: int) -> Iterator[_Line]:
    """The lines below an element in the order of the document, without what is not shown."""
    writer = _Writer(page)
    walker = etree.iterwalk(root, events=("start", "end"))
    raised = 0
    for event, element in walker:
        number = element.sourceline or 1
        is_start = event == "start"
        shown = isinstance(element.tag, str) and not _is_hidden(element, page)
        if not shown or (is_start and element is not root and element.tag in ("table", "dl") and depth < _MOST_NESTED):
            if is_start:
                walker.skip_subtree()
                if shown:
                    yield from filter(None, [writer.end()])
                    inside = list(_table(element, page, depth + 1))
                    if inside:
                        inside[0].borders = max(inside[0].borders, writer.borders + 2)
                        yield from inside
                        writer.borders = 2
            elif element is not root and element.tail:
                writer.write(_text(element.tail, raised), number)
            continue
        is_raised = element.tag in ("sup", "sub") or bool(_RAISED_STYLE.search(_style(element)))
        if element.tag == "br":
            if is_start:
                yield from filter(None, [writer.end()])
        elif element.tag in _BLOCKS or _BLOCK_STYLE.search(_style(element)):
            yield from filter(None, [writer.end()])
            writer.borders += 1
        else:
            # What only the eye or only a screen reader gets often says the same twice.
            writer.write(" " if _is_for_some(element) else _JOINT, number)
        raised += is_raised if is_start else -is_raised
        if is_start and element.text:
            writer.write(_text(element.text, raised), number)
        elif not is_start and element is not root and element.tail:
            writer.write(_text(element.tail, raised), number)
    yield from filter(None, [writer.end()])


def _text(text: str, raised: int) -> str:
    """Raised digits are footnote marks: `23<sup>2</sup>` is not 232."""
    return text.translate(_RAISED).translate({ord("["): None, ord("]"): None}) if raised else text


def _style(element: etree._Element) -> str:
    return "".join((element.get("style") or "").lower().split())


def _is_hidden(element: etree._Element, page: _Page) -> bool:
    if element.tag in _NO_TEXT or element.get("hidden") is not None:
        return True
    if _HIDDEN_STYLE.search(_style(element)):
        return True
    if page.hidden:
        names = {f".{name}" for name in (element.get("class") or "").split()} | {f"#{element.get('id')}"}
        if names & page.hidden:
            return True
    # What is only for the eye is an icon, unless it has digits: then it is shown, and must agree with the rest.
    return element.get("aria-hidden") == "true" and not re.search(r"[0-9]", "".join(element.itertext()))


def _is_for_some(element: etree._Element) -> bool:
    return element.get("aria-hidden") == "true" or bool(_FOR_READERS & set((element.get("class") or "").split()))


# Tables and lists -----------------------------------------------------------------------------------------------------


def _table(element: etree._Element, page: _Page, depth: int) -> Iterator[_Line]:
    """The rows of a table or of a list of terms, or, if it only arranges a page, the lines in its cells."""
    rows = _table_rows(element, page) if element.tag == "table" else _list_rows(element, page)
    content = [[(cell, list(_lines(cell, page, depth))) for cell in row] for row in rows]
    cells = [lines for row in content for _, lines in row]
    arranges = any(len(line.cells) > 1 or line.table for lines in cells for line in lines) or any(
        len(lines) > 1 and any(re.search(r"[0-9]", line.cells[0][0]) for line in lines) for lines in cells
    )
    if arranges or not any(len(row) > 1 for row in content):
        for lines in cells:
            for at, line in enumerate(lines):
                line.borders = line.borders if at else max(line.borders, 2) + 2
                yield line
        return
    page.tables += 1
    number = page.tables
    spanned: dict[int, tuple[int, str]] = {}
    for row in content:
        line = _Line(row[0][0].sourceline or 1 if row else 1, [], 2, number)
        column = 0
        for cell, lines in row:
            column = _spanned_into(line, spanned, column)
            text = " ".join(inside.cells[0][0] for inside in lines)
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            if text:
                line.cells.append((text, column, column + width - 1))
                if height > 1 and not re.fullmatch(r"[0-9.,]{1,3}|[0-9.,]{5,}", text):
                    spanned |= dict.fromkeys(range(column, column + width), (height, text))
            column += width
        _spanned_into(line, spanned, column)
        spanned = {at: (height - 1, text) for at, (height, text) in spanned.items() if height > 1}
        if line.cells:
            yield line


def _spanned_into(line: _Line, spanned: dict[int, tuple[int, str]], column: int) -> int:
    """Repeat what a cell above spans down to here, and go on behind it."""
    while column in spanned and not any(left == column for _, left, _ in line.cells):
        line.cells.append((spanned[column][1], column, column))
        column += 1
    return column


def _span(cell: etree._Element, name: str) -> int:
    text = (cell.get(name) or "").strip()
    return min(int(text), _MOST_SPANNED) if re.fullmatch(r"[1-9][0-9]{0,4}", text) else 1


def _table_rows(table: etree._Element, page: _Page) -> Iterator[list[etree._Element]]:
    """The rows of a table itself, not those of tables in it; its caption is a row of one cell."""
    for element in _own_descendants(table, frozenset(("tr", "caption")), page):
        if element.tag == "caption":
            yield [element]
        else:
            yield [
                cell
                for cell in element
                if isinstance(cell.tag, str) and cell.tag in _CELLS and not _is_hidden(cell, page)
            ]


def _list_rows(terms: etree._Element, page: _Page) -> Iterator[list[etree._Element]]:
    row: list[etree._Element] = []
    for element in _own_descendants(terms, frozenset(("dt", "dd")), page):
        if element.tag == "dt" and row:
            yield row
            row = []
        row.append(element)
    if row:
        yield row


def _own_descendants(root: etree._Element, tags: frozenset[str], page: _Page) -> Iterator[etree._Element]:
    walker = etree.iterwalk(root, events=("start",))
    for _, element in walker:
        if element is root:
            continue
        if not isinstance(element.tag, str) or _is_hidden(element, page) or element.tag in ("table", "dl"):
            walker.skip_subtree()
        elif element.tag in tags:
            yield element
            walker.skip_subtree()
