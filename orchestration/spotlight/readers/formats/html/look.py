"""How an element of an HTML page is seen: hidden, struck out, raised, bold, turned, moved, or in doubt.

Belongs here: what tags, attributes, class names and style rules do to what a person sees. Not here: how style rules
are found (sheets), how what is seen becomes blocks (walk).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, TypeAlias

from tinycss2.color4 import parse_color

from orchestration.spotlight.readers.formats.html import names
from orchestration.spotlight.readers.formats.html.doubts import (
    beginning_of_text,
    doubts_of_rules,
    doubts_of_style,
    generated_text,
    hides_overflow,
    is_icon_font,
    is_small,
    reasons_by_value,
)
from orchestration.spotlight.readers.formats.html.parsing import Element, digits_of
from orchestration.spotlight.readers.formats.html.sheets import Declared, Sheets, px, resolved

Colour: TypeAlias = tuple[float, float, float, float]

# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option", "p", "pre", "search",
    "section", "summary", "ul",
))
# fmt: on
"""With `head`: in a page without `<body>`, the parser puts an element that it does not know into the head."""
_TABLE_PARTS = {
    "table": "table", "tr": "table-row", "td": "table-cell", "th": "table-cell", "thead": "table-header-group",
    "tbody": "table-row-group", "tfoot": "table-footer-group", "caption": "table-caption",
}  # fmt: skip
_BOLD = ("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th")
_STRUCK = frozenset(("s", "strike", "del"))
_RAISED = frozenset(("sup", "sub", "rt", "rp"))
_SIZES = {"h1": 2.0, "h2": 1.5, "h3": 1.17, "h5": 0.83, "h6": 0.67, "small": 0.83, "big": 1.2, "sup": 0.83, "sub": 0.83}
_SIZE_NAMES = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0, "xx-large": 32.0,
}  # fmt: skip
_PAINTED = ("body", "table", "thead", "tbody", "tfoot", "tr", "th", "td")
_ATTRIBUTES = (
    ("text", ("body",), "color"),
    ("color", ("font",), "color"),
    ("face", ("font",), "font-family"),
    ("bgcolor", _PAINTED, "background-color"),
    ("background", _PAINTED, "background-image"),
)
_FONT_SIZES = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}
BODY = 16.0
"""The size in px of text whose size nothing sets."""
_WHITE, _BLACK, _LINK = (1.0, 1.0, 1.0, 1.0), (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.93, 1.0)
_SMALLEST = 4.0
"""The size in px below which nobody can read a text."""
_OFF = 300.0
"""A text that is moved by this many px is off the page."""
_SAME = 0.08
"""Two colours look alike if none of their channels (0 to 1) differs by more."""
_FAINT = 0.1
_SAME_AS_NONE = ("inherit", "unset", "revert", "revert-layer")
"""Values that mean the same as no value, except that as `display` they show what the attribute `hidden` hides."""
_CUT_AWAY = r"rect\([\s,0px1]*\)|inset\(\s*(?:50|100)%.*\)|(?:circle|ellipse)\(\s*0.*\)|polygon\([0px%,\s]*\)"
_GONE_BY_TRANSFORM = (
    r".*scale[xyz3d]*\([^)]*(?<![\d.])0(?:\.0\d*)?\s*[,)].*|.*translate[xyz3d]*\([^)]*-(?:\d{4,}px|\d{3,}v[wh]).*"
)
_HIDING = (
    ("display", "none", "the style hides it (`display: none`)"),
    ("clip clip-path", _CUT_AWAY, "the style cuts it away (`clip`)"),
    ("content-visibility", "hidden", "the style hides it (`content-visibility`)"),
    ("transform", _GONE_BY_TRANSFORM, "the style makes it vanish (`transform`)"),
    ("zoom scale", "0%?", "the style makes it vanish"),
    ("text-security", r"(?!none).+", "the style covers it (`text-security`)"),
)
"""Names of properties, the values that hide an element, and the reason that is given."""
_COUNTERS = re.compile(
    r"data-(?!\w*(?:from|start|min|duration|delay|speed|decimals|step))(?:[\w-]*-)?"
    r"(?:count(?:er)?|target|to|end|stop|final|countto|number|value)(?:-[\w-]*)?"
)
LONE_NUMBER = re.compile(r"\d[\d.,+% ]*")


@dataclass(frozen=True, slots=True)
class Look:
    """How one element is seen, including what it inherits from the elements around it."""

    display: str = "block"
    subtree_hidden: str = ""
    """Why neither the element nor anything in it is seen."""
    text_hidden: str = ""
    """Why its text is not seen. An element in it may become visible again."""
    doubt: str = ""
    px: float = BODY
    colour: Colour | None = _BLACK
    background: Colour | None = _WHITE
    """None: a picture, or unknown."""
    may_be_painted: bool = False
    """Whether a style sheet that is missing may set its background, since nothing else does."""
    bold: bool = False
    struck: bool = False
    raised: bool = False
    keeps_lines: bool = False
    is_reversed: bool = False
    """Whether its text runs from right to left."""
    is_icon: bool = False
    opacity: float = 1.0
    indent: float = 0.0
    variables: Mapping[str, str] = field(default_factory=dict)
    declarations: Mapping[str, str] = field(default_factory=dict)
    """Its own declarations, for laying it out."""
    before: str | None = None
    after: str | None = None
    """The text that its style writes before and after it; `?` if it is unknown."""

    @property
    def hidden(self) -> str:
        """Why text directly in this element is not seen."""
        if self.subtree_hidden or self.text_hidden:
            return self.subtree_hidden or self.text_hidden
        if self.px < _SMALLEST:
            return "the style makes it too small to be seen"
        if self.indent <= -_OFF:
            return "the style moves it off the page (`text-indent`)"
        if self.colour is not None and self.colour[3] <= _FAINT:
            return "the style makes it transparent"
        return "it has the colour of its background" if self._is_pale and not self.may_be_painted else ""

    @property
    def text_doubt(self) -> str:
        """Why it is uncertain whether text directly in this element is seen as it is read."""
        if self._is_pale and self.may_be_painted:
            return "it is white, and a style sheet that is not there may say what is behind it"
        return self.doubt

    @property
    def _is_pale(self) -> bool:
        if self.colour is None or self.background is None:
            return False
        share = self.colour[3]
        mixed = (share * ours + (1 - share) * behind for ours, behind in zip(self.colour, self.background, strict=True))
        return all(abs(one - behind) <= _SAME for one, behind in zip(mixed, self.background[:3], strict=False))

    @property
    def is_inline(self) -> bool:
        """Whether it is part of the line of the text around it."""
        return self.display.startswith(("inline", "ruby", "contents"))


@dataclass(slots=True)
class Looks:
    """Finds the look of each element of one page from the look of the element around it."""

    sheets: Sheets
    openable: frozenset[Element] = frozenset()
    """Folded elements that a person can open."""
    script_written: frozenset[Element] = frozenset()
    """Elements that a script of the page writes into."""

    def page(self) -> Look:
        """The look around the outermost element."""
        return Look(may_be_painted=self.sheets.lacks_sheets)

    def of(self, element: Element, wrapper: Any, outer: Look) -> Look:
        """The look of `element` in one with the look `outer`. Selectors are matched against `wrapper`."""
        style = element.get("style") or ""
        declared = self.sheets.declared(wrapper, style) if wrapper is not None or style else _NOTHING
        own = {**dict(_hints(element)), **declared.declarations}
        fresh = {name: value for name, value in own.items() if name.startswith("--")}
        variables = {**outer.variables, **fresh} if fresh else outer.variables
        own = {name: resolved(value, variables) for name, value in own.items() if name not in fresh}
        own = {name: value for name, value in own.items() if name == "display" or value not in _SAME_AS_NONE}
        look = _styled(_plain(element, outer, own, variables), outer, own)
        generated = {name: generated_text(name, one, element, variables) for name, one in declared.generated.items()}
        return replace(
            look,
            subtree_hidden=look.subtree_hidden or self._hidden(element, own, look),
            doubt=look.doubt or next(chain(self._doubts(element, look), doubts_of_rules(declared)), ""),
            before=generated.get("marker") or generated.get("before"),
            after=generated.get("after"),
        )

    def _hidden(self, element: Element, own: Mapping[str, str], look: Look) -> str:
        if element in self.openable:
            return ""
        # `revert` returns to the browser's style, which hides an element with the attribute `hidden`.
        is_shown = own.get("display", "") not in ("", "revert", "revert-layer")
        if reason := next(reasons_by_value(own, _HIDING), ""):
            return reason
        if element.get("hidden") is not None and not is_shown:
            return "it has the attribute `hidden`"
        if element.tag == "dialog" and element.get("open") is None and not is_shown:
            return "it is a dialog that is closed"
        if look.opacity <= _FAINT:
            return "the style makes it transparent (`opacity`)"
        if reason := _cut_or_moved_away(own, look):
            return reason
        if names.is_heading_link(element):
            return "it is a control of the page"
        classes = (element.get("class") or "").split()
        # The page's own rules say what their classes do. Other classes are judged by their names.
        return names.hidden_by_name([name for name in classes if name not in self.sheets.classes])

    def _doubts(self, element: Element, look: Look) -> Iterator[str]:
        own = look.declarations
        if element in self.script_written:
            yield "a script of the page writes into it"
        moved = " ".join(own.get(name, "") for name in ("animation", "animation-name"))
        if moved and self.sheets.vanishing.intersection(re.split(r"[\s,]+", moved)):
            yield "the style makes it vanish (`animation`)"
        is_lowered = own.get("vertical-align") in ("baseline", "initial", "0") and own.get("position") != "relative"
        if element.tag in _RAISED and is_lowered:
            yield "a raised mark is put on the line by the style"
        if element.tag in _STRUCK and own.get("text-decoration-line", "").startswith(("none", "initial")):
            yield "what is struck out has no line through it"
        if own:
            yield from doubts_of_style(element, own, look.px, look.raised)
        if not element.attrib or not is_small(element):
            return
        if look.is_icon:
            yield "it is written in a font of pictures"
        if name := names.doubtful_name(element):
            yield f"its class `{name}` may hide it or count it up"
        shown = beginning_of_text(element)
        if not LONE_NUMBER.fullmatch(shown):
            return
        for name, value in element.attrib.items():
            counted = value.strip(" +,.%") if _COUNTERS.fullmatch(name) else ""
            if LONE_NUMBER.fullmatch(counted) and digits_of(counted) != digits_of(shown):
                yield f"a script may count it up to {counted} (`{name}`)"


_NOTHING = Declared()


# The look that follows from tags, attributes and declarations ---------------------------------------------------------


def _hints(element: Element) -> Iterator[tuple[str, str]]:
    """Attributes from before style sheets: every style rule overrides them."""
    for attribute, tags, name in _ATTRIBUTES:
        if element.tag in tags and (value := element.get(attribute)):
            yield name, value.strip().lower()
    if element.tag == "font" and element.get("size") in _FONT_SIZES:
        yield "font-size", f"{_FONT_SIZES[element.get('size')]}px"
    if element.get("dir") in ("rtl", "ltr"):
        yield "direction", element.get("dir")
    if element.tag == "bdo":
        yield "unicode-bidi", "bidi-override"


def _plain(element: Element, outer: Look, own: dict[str, str], variables: Mapping[str, str]) -> Look:
    """The look of an element by its tag alone."""
    tag = element.tag
    display = own.get("display", "").split(" ")[0]
    if display in ("", "none", "initial", *_SAME_AS_NONE):
        display = "block" if tag in _BLOCKS else _TABLE_PARTS.get(tag, "inline")
    is_link = tag == "a" and element.get("href") is not None
    return replace(
        outer,
        display=display,
        px=outer.px * _SIZES.get(tag, 1.0),
        colour=_LINK if is_link and outer.colour == _BLACK else outer.colour,
        bold=outer.bold or tag in _BOLD,
        struck=outer.struck or tag in _STRUCK,
        raised=outer.raised or tag in _RAISED or names.is_bracketed(element),
        keeps_lines=outer.keeps_lines or tag == "pre",
        is_icon=outer.is_icon or names.is_icon(element),
        variables=variables,
        declarations=own,
    )


def _styled(look: Look, outer: Look, own: Mapping[str, str]) -> Look:
    """The look with the element's declarations applied."""
    if not own:
        return look
    changes: dict[str, Any] = {}
    if "font-size" in own:
        changes["px"] = _size(own["font-size"], outer.px, look.px)
    em = changes.get("px", look.px)
    if "font-weight" in own:
        changes["bold"] = own["font-weight"] in ("bold", "bolder", "600", "700", "800", "900")
    if "line-through" in own.get("text-decoration-line", ""):
        changes["struck"] = True
    if "visibility" in own:
        is_hidden = own["visibility"] in ("hidden", "collapse")
        changes["text_hidden"] = "the style hides it (`visibility`)" if is_hidden else ""
    if (opacity := re.fullmatch(r"(\d*\.?\d+)(%?)", own.get("opacity", ""))) is not None:
        changes["opacity"] = outer.opacity * float(opacity[1]) / (100 if opacity[2] else 1)
    if "text-indent" in own:
        changes["indent"] = px(own["text-indent"].split(" ")[0], em) or 0.0
    if "white-space" in own:
        changes["keeps_lines"] = own["white-space"].startswith(("pre", "break-spaces"))
    if "direction" in own:
        changes["is_reversed"] = own["direction"] == "rtl"
    if "font-family" in own:
        changes["is_icon"] = is_icon_font(own["font-family"])
    if look.is_inline:
        lift = px(own.get("vertical-align", ""), em) or 0.0
        is_lifted = own.get("vertical-align") in ("super", "sub", "text-top") or abs(lift) >= em / 5
        is_lifted |= own.get("font-variant-position", "normal") in ("super", "sub")
        is_lifted |= (
            own.get("position") == "relative" and em < 0.9 * outer.px and (px(own.get("top", ""), em) or 0.0) < 0
        )
        changes["raised"] = look.raised or is_lifted
    return replace(look, **changes, **_colours(own))


def _size(value: str, outer: float, plain: float) -> float:
    if value in _SIZE_NAMES:
        return _SIZE_NAMES[value]
    if value in ("smaller", "larger"):
        return outer * (0.83 if value == "smaller" else 1.2)
    if re.fullmatch(r"\d*\.?\d+%", value):
        return outer * float(value[:-1]) / 100
    size = px(value, outer)
    return plain if size is None else size


def is_painted(own: Mapping[str, str]) -> bool:
    """Whether the declarations of an element paint what is behind its text."""
    return "background" in _colours(own)


def _colours(own: Mapping[str, str]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if (name := own.get("text-fill-color") or own.get("color") or "currentcolor") != "currentcolor":
        colour = _BLACK if name == "initial" else _colour(name)
        is_clear = colour is not None and colour[3] <= _FAINT
        changes["colour"] = None if is_clear and own.get("text-shadow", "none") != "none" else colour
    if own.get("background-image", "none") not in ("none", "initial"):
        changes |= {"background": None, "may_be_painted": False}
    elif (behind := own.get("background-color", "initial")) != "initial":
        colour = _colour(behind)
        if colour is None or colour[3] > _FAINT:
            changes |= {"background": colour if colour and colour[3] >= 1 else None, "may_be_painted": False}
    if own.get("background-clip") == "text":
        changes["colour"] = None
    return changes


def _colour(name: str) -> Colour | None:
    parsed = parse_color(name) or parse_color(f"#{name}")
    if parsed is None or isinstance(parsed, str):
        return None
    try:
        red, green, blue = (part or 0.0 for part in parsed.to("srgb").coordinates)
    except (NotImplementedError, ValueError):
        return None
    return red, green, blue, parsed.alpha


def _cut_or_moved_away(own: Mapping[str, str], look: Look) -> str:
    """Why nothing of an element is on the page, judging by its size and place."""
    if hides_overflow(own):
        sizes = (px(own[name], look.px) for name in ("width", "height", "max-width", "max-height") if name in own)
        if any(size is not None and size <= 1 for size in sizes):
            return "the style cuts it away (`overflow`)"
    is_free = own.get("position") in ("absolute", "fixed", "relative", "sticky")
    sides = [f"margin-{side}" for side in ("left", "top")] + ["left", "right", "top", "bottom"] * is_free
    if any((px(own.get(side, ""), look.px) or 0.0) <= -_OFF for side in sides):
        return "the style moves it off the page"
    if is_free and any((px(own.get(side, ""), look.px) or 0.0) >= 10 * _OFF for side in ("left", "right")):
        return "the style moves it off the page"
    return ""
