"""The boxes of an HTML page: which of them stand side by side, in which order, or over each other; pictures.

Belongs here: where a box puts its content. Not here: how an element itself looks (look, doubts).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, TypeAlias

from orchestration.spotlight.readers.blocks import Block
from orchestration.spotlight.readers.formats.html.doubts import is_small
from orchestration.spotlight.readers.formats.html.groups import Part, doubted
from orchestration.spotlight.readers.formats.html.look import Look, is_painted
from orchestration.spotlight.readers.formats.html.names import is_icon, is_row
from orchestration.spotlight.readers.formats.html.parsing import Element
from orchestration.spotlight.readers.formats.html.sheets import px
from orchestration.spotlight.readers.grammar.dates import YEAR

Children: TypeAlias = list[tuple[Element, Any, Look]]
"""Elements, each with the wrapper that selectors are matched against, and its look."""
_SPACED = ("padding", "padding-left", "padding-right", "margin-left", "margin-right", "border", "width", "flex")
_GAPS = ("gap", "column-gap", "grid-gap", "grid-column-gap")
_PLACES = ("grid-area", "grid-row", "grid-column", "grid-row-start", "grid-column-start", "grid-column-end")
_WITH_MARGINS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre", "figure", "blockquote")
_UNDRAWN = ("title", "desc", "style", "script", "metadata")
_TRACK = re.compile(r"[^\s()]+(?:\([^()]*\))?")
_REPEATED = re.compile(r"repeat\(\s*(\d{1,2})\s*,\s*[^\s()]*(?:\([^()]*\))?\s*\)")
_MOST_CARDS = 50
"""In a row. More are no cards, and looking at all of them for each would take too long."""


def layout(element: Element, look: Look) -> tuple[bool, bool, int]:
    """Whether an element's children stand side by side, whether they are a row of a grid, and its number of columns."""
    if look.display.endswith("flex"):
        is_beside = not look.declarations.get("flex-direction", "row").startswith("column")
        return is_beside, is_beside and not look.declarations.get("flex-wrap", "nowrap").startswith("wrap"), 0
    if look.display.endswith("grid"):
        tracks = look.declarations.get("grid-template-columns", "").removeprefix("none")
        if (repeated := _REPEATED.fullmatch(tracks)) is not None:
            columns = int(repeated[1])
        else:
            columns = 0 if "repeat" in tracks else len(_TRACK.findall(tracks)) or 1
        return columns != 1, columns > 1, columns
    return look.display == "table-row" or is_row(element), "row" in (element.get("class") or "").split(), 0


def as_block(look: Look) -> Look:
    return replace(look, display="block") if look.display in ("inline", "inline-block") else look


def in_visual_order(children: Children, look: Look) -> Children:
    """The children of a flexible box in the order in which they are seen."""

    def order(child: tuple[Element, Any, Look]) -> int:
        value = child[2].declarations.get("order", "0")
        return int(value) if re.fullmatch(r"-?\d{1,6}", value) else 0

    ordered = sorted(children, key=order)
    return ordered[::-1] if look.declarations.get("flex-direction", "").endswith("reverse") else ordered


def moves_text(element: Element, children: Children, look: Look) -> str:
    """The doubt if a style moves elements past the text between them or fills rows from below; otherwise empty."""
    if look.declarations.get("flex-wrap") == "wrap-reverse":
        return "the style fills its rows from below"
    is_moved = look.declarations.get("flex-direction", "").endswith("reverse") or any(
        inner.declarations.get("order", "0") != "0" for _, _, inner in children
    )
    has_text = any(text and text.strip() for text in (element.text, *(child.tail for child in element)))
    return "the style changes the order of what stands here" if is_moved and has_text else ""


def overlapping(children: Children) -> Children:
    """The children, with a doubt on those that a negative margin draws over the text above them."""
    found: Children = []
    below = 0.0
    for child, one, look in children:
        above = _margin(child, look, "top")
        is_text = bool((child.text or "").strip()) and not look.is_inline
        if is_text and max(above, below, 0.0) + min(above, below, 0.0) < -0.3 * look.px and is_small(child):
            look = replace(look, doubt=look.doubt or "the style draws it over what stands above it (`margin`)")
        found.append((child, one, look))
        below = _margin(child, look, "bottom")
    return found


def _margin(element: Element, look: Look, side: str) -> float:
    own = px(look.declarations.get(f"margin-{side}", ""), look.px)
    return own if own is not None else look.px if element.tag in _WITH_MARGINS else 0.0


def shadow_of(element: Element) -> str:
    """The doubt if something is shown in the place of an element's content; otherwise empty."""
    if any("shadowrootmode" in child.attrib for child in element.iterchildren("template")):
        return "a template is shown in its place (`shadowrootmode`)"
    return ""


def cover_of(element: Element, children: Children, look: Look) -> str:
    """The doubt if one of an element's children is laid over text in it; otherwise empty."""
    has_text = any(text and text.strip() for text in (element.text, *(child.tail for child in element)))
    with_text = [(at, inner) for at, (child, _, inner) in enumerate(children) if _has_text(child)]
    for at, (child, _, laid) in enumerate(children):
        is_laid = laid.declarations.get("position") == "absolute" and _level(laid) >= 0
        if not is_laid or not is_painted(laid.declarations) or laid.subtree_hidden or _has_text(child):
            continue
        # What is positioned is drawn in order, over all that is not: the text after a bar stands on it.
        are_on_it = all(
            inner.declarations.get("position", "static") != "static" and (_level(inner), one) > (_level(laid), at)
            for one, inner in with_text
        )
        is_within = look.declarations.get("position", "static") != "static"
        if has_text or not (are_on_it and is_within):
            return "something is laid over it (`position: absolute`)"
    return ""


def _has_text(element: Element) -> bool:
    return bool("".join(element.itertext()).strip())


def _level(look: Look) -> int:
    """The level at which a positioned element is drawn (`z-index`)."""
    level = look.declarations.get("z-index", "0")
    return int(level) if re.fullmatch(r"-?[0-9]{1,9}", level) else 0


def placed_in_grid(children: Children, look: Look) -> Children:
    """The children, with a doubt on numbers that a grid may put elsewhere."""
    if not look.display.endswith("grid"):
        return children
    doubt = "the style puts it elsewhere in a grid"
    is_put = any(word in look.declarations.get("grid-auto-flow", "") for word in ("column", "dense"))
    is_put |= any(_is_put(inner) for _, _, inner in children)
    return [
        (child, one, replace(inner, doubt=inner.doubt or doubt)) if is_put and is_small(child) else (child, one, inner)
        for child, one, inner in children
    ]


def _is_put(look: Look) -> bool:
    return any(not look.declarations.get(name, "auto").startswith(("auto", "1 / -1", "1/-1")) for name in _PLACES)


def is_card(element: Element, look: Look) -> bool:
    """Whether an inline element stands beside a similar one, each of several lines or with a number and a label: then
    each is a box.
    """
    beside = [one for one in (element.getnext(), element.getprevious()) if one is not None and one.tag == element.tag]
    if element.find(".//br") is not None and any(one.find(".//br") is not None for one in beside):
        return True
    parent = element.getparent()
    if look.display != "inline-block" or element.tag != "div" or parent is None or not 1 < len(parent) <= _MOST_CARDS:
        return False
    # Text beside the boxes may be said of them all.
    texts = (parent.text, *(one.tail for one in parent))
    is_row = all(one.tag == "div" and _is_number_with_label(one) for one in parent)
    return is_row and not any(text and text.strip() for text in texts)


def _is_number_with_label(element: Element) -> bool:
    """Whether an element holds text and one element with a number, which is no year: `in <b>2018</b>` is no card."""
    texts = (element.text, *(one.tail for one in element))
    number = "".join(element[0].itertext()).strip() if len(element) == 1 else ""
    is_number = number.replace(",", "").isdecimal() and not YEAR.fullmatch(number)
    return is_number and any(text and text.strip() for text in texts)


def has_gaps(look: Look) -> bool:
    """Whether a box puts gaps between its children."""
    return any(name in look.declarations for name in _GAPS) or "space" in look.declarations.get("justify-content", "")


def is_set_apart(element: Element, look: Look) -> bool:
    """Whether the style of an inline element sets it apart from the text around it, as the points of a menu are."""
    may_have_room = look.display.startswith("inline-") or element.tag == "li"
    has_room = may_have_room and any(name in look.declarations for name in _SPACED)
    return has_room or look.declarations.get("float", "none") != "none"


def doubt_numbers_that_may_touch(part: Part, start: int, looks: Sequence[Look]) -> None:
    """Doubt numbers in neighbouring boxes if the page's own style makes no gap between them: they may be one number."""
    boxes = part.children[start:]
    if len(boxes) != len(looks) or any(name in look.declarations for look in looks for name in _SPACED):
        return
    doubt = "two numbers stand side by side that may be one"
    for at, (left, right) in enumerate(pairwise(map(_only_number, boxes)), start):
        if left is not None and right is not None:
            part.children[at] = replace(left, lines=(doubted(left.lines[0], doubt),))
            part.children[at + 1] = replace(right, lines=(doubted(right.lines[0], doubt),))


def _only_number(child: Block | Part) -> Block | None:
    blocks = list(child.blocks()) if isinstance(child, Part) else [child]
    if len(blocks) != 1 or len(blocks[0].lines) != 1:
        return None
    return blocks[0] if re.fullmatch(r"[\d.,]+", blocks[0].lines[0].text) else None


def texts_of(drawing: Element) -> Iterator[str]:
    """The texts in an SVG or a formula."""
    for one in drawing.iter():
        if one.tag not in _UNDRAWN and one.text and one.text.strip():
            yield " ".join(one.text.split())
        if one is not drawing and one.tail and one.tail.strip():
            yield " ".join(one.tail.split())


def is_decoration(element: Element) -> bool:
    """Whether a picture says that it is decoration."""
    name = element.get("alt")
    if name == "" or element.get("role") in ("presentation", "none") or element.get("aria-hidden") == "true":
        return True
    return is_icon(element)
