"""What each element of an HTML page is: a heading, an item, a note, a group, or a part of its line.

Belongs here: tags and roles. Not here: reading what is in an element (walk), class names (names).
"""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.spotlight.readers.blocks import BlockKind, GroupKind
from orchestration.spotlight.readers.formats.html.boxes import is_card
from orchestration.spotlight.readers.formats.html.look import Look
from orchestration.spotlight.readers.formats.html.names import group_by_name, is_note
from orchestration.spotlight.readers.formats.html.page import Outline
from orchestration.spotlight.readers.formats.html.parsing import Element

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
LAST_LEVEL = 7
_BOXES = ("article", "div", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "section", "table", "ul")
"""An inline element that contains one of these is a box itself."""
_SECTIONS = frozenset(["section", "article", "main", "fieldset", "details"])


@dataclass(slots=True)
class Kind:
    """The kind of the blocks in an element."""

    block_kind: BlockKind = BlockKind.TEXT
    level: int | None = None


def stands_in_line(element: Element, look: Look, outer: Kind, outline: Outline) -> bool:
    """Whether an element is part of the line of the text around it."""
    if outer.block_kind is BlockKind.HEADING and look.is_inline:
        return True
    if not look.is_inline or look.display == "inline-flex":
        return False
    if element in outline.openers or element.get("role") in ("heading", "listitem"):
        return False
    if is_card(element, look) or element.tag == "figure":
        return False
    return group_by_name(element) is None and next(element.iterdescendants(*_BOXES), None) is None


def is_form_control(element: Element, outer: Kind, outline: Outline) -> bool:
    """Whether an element is a control to press or to choose from, and not text of the page."""
    if element.tag in ("select", "datalist"):
        return True
    if element.tag not in ("button", "label") or outer.block_kind is BlockKind.HEADING or element in outline.openers:
        return False
    names_input = bool(element.get("for")) or next(element.iter("input", "select"), None) is not None
    return element.tag == "button" or names_input


def kind_of(element: Element, outer: Kind, outline: Outline) -> Kind | None:
    """The kind of the blocks in an element. None: the same as around it."""
    tag, role = element.tag, element.get("role")
    if tag in _HEADINGS or role == "heading":
        level = element.get("aria-level") or ""
        return Kind(BlockKind.HEADING, _HEADINGS.get(tag) or (int(level) if level in "123456" and level else 2))
    if tag in ("legend", "summary") or element in outline.openers:
        return None if outer.block_kind is BlockKind.HEADING else Kind(BlockKind.HEADING, LAST_LEVEL)
    if tag == "li" or role == "listitem":
        return Kind(BlockKind.ITEM)
    if tag != "dt" and is_note(element):
        return Kind(BlockKind.NOTE)
    if tag in ("dt", "figcaption"):
        return Kind(BlockKind.TERM)
    return Kind() if tag in ("dd", "td", "th", *_SECTIONS) else None


def kind_of_group(element: Element, outline: Outline) -> GroupKind | None:
    """The kind of group that an element is by its tag, role or name. None: its content decides."""
    kind = GroupKind.FRAME if element in outline.frames else group_by_name(element)
    if element in outline.openers or (kind is GroupKind.FRAME and element in outline.holds_title):
        kind = None
    if kind is not None:
        return kind
    if element in outline.titles:
        return GroupKind.COLUMN
    if element.tag == "figure":
        return GroupKind.TILE if next(element.iter("table"), None) is None else GroupKind.SECTION
    return GroupKind.SECTION if element.tag in _SECTIONS else None
