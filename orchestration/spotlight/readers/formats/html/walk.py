"""The tree of an HTML page → its parts, from top to bottom.

Belongs here: where blocks begin and end. Not here: what each element is (kinds), how it is seen (look), where a cell of
a table stands (tables), which parts are groups (groups).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any

from orchestration.spotlight.readers.blocks import GAP, Block, BlockKind, Document, GroupKind, Line, Run
from orchestration.spotlight.readers.formats.html.boxes import (
    as_block,
    cover_of,
    doubt_numbers_that_may_touch,
    has_gaps,
    in_visual_order,
    is_decoration,
    is_set_apart,
    layout,
    moves_text,
    overlapping,
    placed_in_grid,
    shadow_of,
    texts_of,
)
from orchestration.spotlight.readers.formats.html.doubts import beginning_of_text, is_small
from orchestration.spotlight.readers.formats.html.groups import Part, as_block_of_page
from orchestration.spotlight.readers.formats.html.kinds import (
    LAST_LEVEL,
    Kind,
    is_form_control,
    kind_of,
    kind_of_group,
    stands_in_line,
)
from orchestration.spotlight.readers.formats.html.layout_tables import laid_out, lays_out
from orchestration.spotlight.readers.formats.html.lines import Piece, lines_of, without_unseen
from orchestration.spotlight.readers.formats.html.look import LONE_NUMBER, Look, Looks
from orchestration.spotlight.readers.formats.html.names import is_badge, is_value_beside_label
from orchestration.spotlight.readers.formats.html.page import Outline
from orchestration.spotlight.readers.formats.html.parsing import Element, digits_of
from orchestration.spotlight.readers.formats.html.scripts import writes_here
from orchestration.spotlight.readers.formats.html.tables import TableRows, blocks_of_table, seen_children
from orchestration.spotlight.readers.formats.html.tooltips import tooltips_of, without_number
from orchestration.spotlight.readers.formats.text import blocks_of
from orchestration.spotlight.readers.formats.wikitext import UnknownMarkupError

# fmt: off
_LEFT_OUT = frozenset((
    "area", "base", "basefont", "bgsound", "col", "colgroup", "link", "map", "meta", "noscript", "param", "style",
    "template", "title",
))
# fmt: on
_EMPTY = ("keygen", "source", "track", "wbr")
"""Elements without an end tag that the parser does not know to be empty: what follows them is inside them."""
_EMBEDDED = frozenset(["audio", "canvas", "embed", "frame", "iframe", "img", "math", "object", "svg", "video"])
"""Elements that show something that is not text of the page."""
_WITH_FALLBACK = frozenset(["audio", "canvas", "meter", "noembed", "noframes", "progress", "video"])
"""Elements whose text is a fallback for browsers that do not know them."""
# fmt: off
_NO_VALUE = frozenset((
    "button", "checkbox", "color", "file", "hidden", "image", "radio", "range", "reset", "submit",
))
# fmt: on
_MAY_BE_CHOICE = re.compile(r"[^\W\d_]|^ *(?:19|20)[0-9]{2} *$")
"""In the value of a field: a letter or a year. Any other number may be a figure."""
_WHOLE_PAGE = ("html", "head", "body")
_MARK = re.compile(r"[*†‡§\d¹²³]")
_LABEL_WORDS = 8
"""Small print of up to this many words may still be a label; longer small print is a note."""
_WITH_TOOLTIP = ("abbr", "caption", "dfn", "dt", "table", "td", "th", "tr")
_FEWEST_CHART_TEXTS = 3
"""A drawing with at least this many texts is a chart, and not a number in a line."""


@dataclass(slots=True)
class Walk:
    """Reads a page from top to bottom."""

    looks: Looks
    outline: Outline
    generated: Counter[str] = field(default_factory=Counter)
    """Digits that are delivered without being text of the page: in form values, style rules, tooltips and drawings."""
    pieces: list[Piece] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    tooltips: dict[str, int] = field(default_factory=dict)
    """The tooltips of labels and tables, and their lines."""
    at: int = 1
    kind: Kind = field(default_factory=Kind)

    def page(self, root: Element, wrapper: Any) -> Part:
        """The whole page as one part."""
        page = Part()
        if (title := next(root.iter("title"), None)) is not None and (text := " ".join((title.text or "").split())):
            page.children.append(Block(BlockKind.TITLE, (Line(title.sourceline or 1, (Run(text),)),)))
            self.generated.update(digits_of(text))
        self.element(root, wrapper, self.looks.of(root, wrapper, self.looks.page()), page)
        for text, line in self.tooltips.items():
            page.children.append(Part(GroupKind.SECTION, children=[Block(BlockKind.NOTE, (Line(line, (Run(text),)),))]))
            self.generated.update(digits_of(text))
        return page

    # Text -------------------------------------------------------------------------------------------------------------

    def _text(self, text: str | None, element: Element, look: Look) -> None:
        if not text:
            return
        if not self.pieces and text.isspace() and not look.keeps_lines:
            self.at += text.count("\n")
            return
        is_apart = look.is_inline and (is_set_apart(element, look) or is_value_beside_label(element))
        is_link = element.tag == "a"
        if look.is_icon and not digits_of(text):
            look = replace(look, subtree_hidden=look.subtree_hidden or "it is a picture drawn with a font")
        self.pieces.append(Piece(text, look, self.at, element, self._is_badge(element), is_link, is_apart))
        self.at += text.count("\n")

    def _is_badge(self, element: Element) -> bool:
        return element.tag in ("a", "span", "b", "em", "i", "strong", "small") and is_badge(element)

    def _write(self, text: str, element: Element, look: Look, reason: str) -> None:
        """Add text that is not the page's own, with the reason why it cannot be read. The text may be empty."""
        if not look.hidden:
            self.pieces.append(Piece(text, look, self.at, element, reason=reason))
            self.generated.update(digits_of(text))

    def _end_line(self) -> None:
        if self.pieces:
            self.lines += lines_of(self.pieces)
            self.pieces = []

    def _end_block(self, part: Part) -> None:
        # Small print after a line break does not make a note of the number above it.
        is_small = bool(self.pieces) and not self.lines
        is_small = is_small and all(one.element.tag == "small" for one in self.pieces if one.text.strip())
        self._end_line()
        if self.lines:
            kind = self.kind
            text = " ".join(line.text for line in self.lines)
            if (
                kind.block_kind is BlockKind.TEXT
                and is_small
                and (_MARK.match(text) or len(text.split()) > _LABEL_WORDS)
            ):
                kind = Kind(BlockKind.NOTE)
            part.children.append(Block(kind.block_kind, tuple(self.lines), level=kind.level))
            self.lines = []

    # Elements ---------------------------------------------------------------------------------------------------------

    def element(self, element: Element, wrapper: Any, look: Look, part: Part) -> None:
        """Read an element into a part."""
        self.at = element.sourceline or self.at
        tag = element.tag
        if tag == "script":
            if writes_here(element) and not look.subtree_hidden:
                self._write("", element, look, "a script writes here (`document.write`)")
        elif tag == "br":
            if "content" in look.declarations:
                self._text(" ", element, look)
            elif not look.subtree_hidden:
                self._end_line()
        elif tag == "hr":
            self._end_block(part)
        elif tag == "rt" and (small := "".join(element.itertext()).strip()):
            self._write(small, element, look, f"small print above it says {small!r}")
        elif tag in _EMBEDDED:
            self._embedded(element, look, part)
        elif tag in ("input", "textarea"):
            self._field(element, look, part)
        elif tag in _LEFT_OUT or element in self.outline.tabs:
            return
        elif (choice := self.outline.chosen.get(element)) is not None:
            with self._apart(part, inner := Part(choice), Kind()):
                self._children(element, wrapper, look, inner)
        elif tag == "table" or look.display in ("table", "inline-table") or element.get("role") in ("table", "grid"):
            self._table(element, wrapper, look, part)
        elif tag == "pre" and len(element) == 0 and not look.hidden and not look.text_doubt:
            self._preformatted(element, part)
        elif tag == "dl":
            self._term_list(element, wrapper, look, part)
        elif tag in ("select", "datalist") or (
            tag in ("button", "label") and is_form_control(element, self.kind, self.outline)
        ):
            self._framed(element, wrapper, look, part)
        elif tag in _EMPTY or stands_in_line(element, look, self.kind, self.outline):
            self._children(element, wrapper, look, part)
        else:
            self._block(element, wrapper, look, part)

    def _field(self, element: Element, look: Look, part: Part) -> None:
        """Read the value of a form field. If nobody can change it, it says what the page shows: `Figures of: Iowa`."""
        value = element.get("value") if element.tag == "input" else element.text
        # An address to copy says nothing about figures: `https://ohio.example/2018`.
        if not value or "://" in value or (element.get("type") or "text").lower() in _NO_VALUE:
            return
        is_fixed = element.get("readonly") is not None or element.get("disabled") is not None
        # A `textarea` holds text and is not a choice.
        is_choice = is_fixed and element.tag == "input" and bool(_MAY_BE_CHOICE.search(value))
        with self._apart(part, Part(GroupKind.CHOICE), Kind()) if is_choice else nullcontext():
            self._write(value, element, look, "it is the value of a form's field")

    def _block(self, element: Element, wrapper: Any, look: Look, part: Part) -> None:
        if element.tag in _WHOLE_PAGE:
            self._children(element, wrapper, look, part)
            self._end_block(part)
            return
        inner = Part(kind_of_group(element, self.outline), *layout(element, look))
        with self._apart(part, inner, kind_of(element, self.kind, self.outline)):
            if (tab := self.outline.titles.get(element)) is not None:
                self._title(tab, look, inner)
            self._children(element, wrapper, look, inner)

    @contextmanager
    def _apart(self, part: Part, inner: Part, kind: Kind | None = None) -> Iterator[None]:
        """Read what follows, inside `with`, into a part of its own."""
        self._end_block(part)
        part.children.append(inner)
        before, self.kind = self.kind, kind or self.kind
        yield
        self._end_block(inner)
        self.kind = before

    def _title(self, tab: Element, look: Look, part: Part) -> None:
        """Put the title of a tab above its panel."""
        at, before = self.at, self.kind
        self.at, self.kind = tab.sourceline or 1, Kind(BlockKind.HEADING, LAST_LEVEL)
        for text in tab.itertext():
            self._text(text, tab, replace(look, declarations={}))
        self._end_block(part)
        self.at, self.kind = at, before

    def _framed(self, element: Element, wrapper: Any, look: Look, part: Part) -> None:
        inner = Part(GroupKind.FRAME)
        with self._apart(part, inner, Kind()):
            self._children(element, wrapper, look, inner)

    def _children(self, element: Element, wrapper: Any, look: Look, part: Part) -> None:
        """Read everything in an element, in the order in which it is seen."""
        if element.tag in _WITH_FALLBACK and not look.subtree_hidden:
            look = replace(look, subtree_hidden="it is seen only where a browser cannot show what belongs there")
        children = overlapping(list(seen_children(self.looks, element, wrapper, look)))
        is_box = look.display.endswith(("flex", "grid"))
        if is_box:
            blocks = [(child, one, as_block(inner)) for child, one, inner in children]
            children = in_visual_order(placed_in_grid(blocks, look), look)
        moved = moves_text(element, children, look) if is_box else ""
        if doubt := shadow_of(element) or cover_of(element, children, look) or moved:
            look = replace(look, doubt=look.doubt or doubt)
            children = [(child, one, replace(inner, doubt=inner.doubt or doubt)) for child, one, inner in children]
        start = len(part.children)
        self._generate(look.before, element, look)
        self._text(element.text, element, look)
        for child, one, inner in children:
            if is_box:
                self._end_block(part)
            self.element(child, one, inner, part)
            if is_box:
                self._end_block(part)
            self.at = max(self.at, child.sourceline or 1)
            self._text(child.tail, element, look)
        self._generate(look.after, element, look)
        self._tooltip(element, look)
        if look.display.endswith("flex") and not has_gaps(look):
            doubt_numbers_that_may_touch(part, start, [inner for _, _, inner in children])

    def _generate(self, text: str | None, element: Element, look: Look) -> None:
        if text is not None:
            shown = "" if text == "?" else text
            self._write(shown, element, replace(look, before=None), "the style writes here (`::before` or `::after`)")

    def _tooltip(self, element: Element, look: Look) -> None:
        """Put the tooltip of a number beside it, without the number; keep those of labels for the end of the page."""
        told = tooltips_of(element)
        if not told:
            return
        if not LONE_NUMBER.fullmatch(shown := beginning_of_text(element)):
            if element.get("title") and (element.tag in _WITH_TOOLTIP or is_small(element)) and not look.hidden:
                self.tooltips.setdefault(told[0], element.sourceline or self.at)
            return
        for text in dict.fromkeys(told):
            if said := without_number(text, shown):
                self.pieces.append(Piece(f"{GAP}{said}", look, self.at, element))
                self.generated.update(digits_of(said))

    # What is no text --------------------------------------------------------------------------------------------------

    def _embedded(self, element: Element, look: Look, part: Part) -> None:
        """Read a picture, drawing or embedded page. It may hold a number, unless it is plainly decoration."""
        if element.tag in _WITH_FALLBACK:
            self._children(element, None, look, part)
        if element.tag in ("svg", "math"):
            texts = list(texts_of(element))
            if len(texts) >= _FEWEST_CHART_TEXTS:
                # A chart stands by itself and repeats what is stated elsewhere.
                unread = replace(look, subtree_hidden=look.subtree_hidden or "it is part of a chart, which is not read")
                with self._apart(part, inner := Part(GroupKind.ASIDE), Kind()):
                    for text in texts:
                        self.generated.update(digits_of(text))
                        self.pieces.append(Piece(text, unread, self.at, element))
                        self._end_block(inner)
            elif texts and not (self.pieces or digits_of(f"{texts}{element.get('aria-label')}")):
                # A logo, or a stamp that may take back the whole page.
                with self._apart(part, inner := Part(GroupKind.STAMP), Kind()):
                    for text in texts:
                        self.pieces.append(Piece(text, look, self.at, element))
                        self._end_block(inner)
            elif texts or digits_of(element.get("aria-label") or ""):
                self._write(" ".join(texts), element, look, "it is part of a drawing")
        elif not is_decoration(element):
            self._write("", element, look, f"a number may be in what stands here (`{element.tag}`)")

    # Tables and terms -------------------------------------------------------------------------------------------------

    def inside(self, element: Element, wrapper: Any, look: Look) -> Part:
        """The content of an element as a part of its own."""
        content = Part()
        before, self.kind = self.kind, Kind()
        self._children(element, wrapper, look, content)
        self._end_block(content)
        self.kind = before
        return content

    def text(self, text: str | None, element: Element, look: Look, part: Part) -> None:
        """Read a text that stands between elements into a part."""
        self._text(text, element, look)
        self._end_block(part)

    def _table(self, element: Element, wrapper: Any, look: Look, part: Part) -> None:
        self._end_block(part)
        for one in (element, *element.iter("tr")):
            self._tooltip(one, look)
        rows = TableRows(self)
        rows.read(element, wrapper, look)
        if look.is_reversed:
            rows.doubts.add("its columns run from right to left")
        part.children += rows.beside.children
        if not lays_out(element, rows):
            part.children += blocks_of_table(rows)
        else:
            part.children += [*rows.captions, *laid_out(rows)]
        part.children.append(rows.unseen)

    def _preformatted(self, element: Element, part: Part) -> None:
        """Read preformatted text like a text document: gaps, tabs and empty lines lay it out."""
        self._end_block(part)
        text = without_unseen(element.text or "")
        try:
            blocks = list(blocks_of(text))
        except UnknownMarkupError as error:
            raise UnknownMarkupError(error.number + self.at - 1, error.text) from None
        for block in blocks:
            moved = as_block_of_page(block, self.at - 1)
            part.children.append(Part(block.groups[0].kind, children=[moved]) if block.groups else moved)
            # List numbers are left out of plain text: only the digits that remain are delivered.
            self.generated.update(digits_of("".join(line.text for line in Document((moved,)).lines())))
        self.generated.subtract(digits_of(text))

    def _term_list(self, element: Element, wrapper: Any, look: Look, part: Part) -> None:
        """Read a list of terms: an entry is its terms and their descriptions."""
        self._end_block(part)
        entries = Part(GroupKind.SECTION)
        part.children.append(entries)
        self.text(element.text, element, look, entries)
        entry, first, is_full = entries, "", True
        stack = list(seen_children(self.looks, element, wrapper, look))[::-1]
        while stack:
            child, one, inner = stack.pop()
            if child.tag == "div":
                first, is_full = "", True
                stack += list(seen_children(self.looks, child, one, inner))[::-1]
                continue
            # Some pages put the description before its term: each entry begins with the same tag as the first.
            first = first or child.tag
            if child.tag == first and is_full:
                entry = Part(GroupKind.TILE)
                entries.children.append(entry)
            is_full = child.tag != first
            self.element(child, one, inner, entry)
            self.text(child.tail, element, look, entry)
