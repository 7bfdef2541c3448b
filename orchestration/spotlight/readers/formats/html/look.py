"""How an element of an HTML page is seen: hidden, struck, raised, bold, turned, moved, or such that nobody can tell.

Belongs here: what tags, attributes, class names and style rules do to what a person sees. Not here: how style rules
are found (sheets), and how what is seen becomes blocks (walk).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from math import ceil
from typing import Any, TypeAlias

from tinycss2.color4 import parse_color

from orchestration.spotlight.readers.formats.html.names import doubtful_name, hidden_by_name, is_icon
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
"""`head` too: without a `<body>`, the parser takes an element that it does not know to be in the head."""
_TABLE_PARTS = {
    "table": "table", "tr": "table-row", "td": "table-cell", "th": "table-cell", "thead": "table-header-group",
    "tbody": "table-row-group", "tfoot": "table-footer-group", "caption": "table-caption",
}  # fmt: skip
# fmt: off
_BOLD = frozenset((
    "b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th",
))
# fmt: on
_STRUCK = frozenset(("s", "strike", "del"))
_RAISED = frozenset(("sup", "sub", "rt", "rp"))
_SIZES = {"h1": 2.0, "h2": 1.5, "h3": 1.17, "h5": 0.83, "h6": 0.67, "small": 0.83, "big": 1.2, "sup": 0.83, "sub": 0.83}
_SIZE_NAMES = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0, "xx-large": 32.0,
}  # fmt: skip
_FONT_SIZES = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}
BODY = 16.0
"""px of a text whose size nothing sets."""
_WHITE, _BLACK, _LINK = (1.0, 1.0, 1.0, 1.0), (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.93, 1.0)
_SMALLEST = 4.0
"""px below which nobody reads a text."""
_OFF = 300.0
"""px by which what is moved away is off the page."""
_SAME = 0.08
"""How far two colours may be apart, in parts of the whole, and look alike."""
_FAINT = 0.1
_LARGE = 200
"""Characters of a text that is laid out as a whole, as a column is: where it is put moves no number in it."""
_CUT_AWAY = re.compile(
    r"rect\([\s,0px1]*\)|inset\(\s*(?:50|100)%.*\)|(?:circle|ellipse)\(\s*0.*\)|polygon\([0px%,\s]*\)", re.IGNORECASE
)
_TURNS = re.compile(r"(?:rotate[xyz3d]*|skew[xy]?|matrix(?:3d)?)\(|scale[xyz3d]*\([^)]*-")
_UPRIGHT = re.compile(r"rotate\(\s*-?(?:0|90|270|360)(?:deg)?\s*\)")
_GONE_BY_TRANSFORM = re.compile(
    r"scale[xyz3d]*\([^)]*(?<![\d.])0(?:\.0\d*)?\s*[,)]|translate[xyz3d]*\([^)]*-(?:\d{4,}px|\d{3,}v[wh])"
)
_ICON_FONTS = re.compile(r"icon|awesome|glyph|symbol|dings|fontello|dashicon")
_ZERO = re.compile(r"0*(?:\.0+)?(?:px|em|rem|%)?")
_PICTURED = re.compile(r"[\s•·|/\\:;,.'\"“”‘’«»›‹→←↑↓▸▾▼▶✓✔★☆\-–—\ue000-\uf8ff]*")
"""What a style may write beside a number without changing it: bullets, dashes apart, letters of icon fonts."""
_COUNTERS = re.compile(r"data-(?:[\w-]*-)?(?:count(?:er)?|target|to|end|stop|final|countto|number|value)(?:-[\w-]*)?")


@dataclass(frozen=True, slots=True)
class Look:
    """One element as it is seen, with all that it takes over from those around it."""

    display: str = "block"
    gone: str = ""
    """Why neither it nor anything in it is seen."""
    veiled: str = ""
    """Why its text is not seen, unless an element in it says otherwise."""
    doubt: str = ""
    px: float = BODY
    colour: Colour | None = _BLACK
    background: Colour | None = _WHITE
    """None: a picture, or not to be told."""
    is_painted: bool = False
    """Whether the page says what stands behind it."""
    has_more_sheets: bool = False
    bold: bool = False
    struck: bool = False
    raised: bool = False
    keeps_lines: bool = False
    is_reversed: bool = False
    """Right to left."""
    is_icon: bool = False
    opacity: float = 1.0
    indent: float = 0.0
    variables: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    """Its own declarations, for those who lay it out."""
    before: str | None = None
    after: str | None = None
    """What its style writes around it; `?` if that cannot be told."""

    @property
    def hidden(self) -> str:
        """Why text right in this element is not seen."""
        if self.gone or self.veiled:
            return self.gone or self.veiled
        if self.px < _SMALLEST:
            return "the style makes it too small to be seen"
        if self.indent <= -_OFF:
            return "the style moves it off the page (`text-indent`)"
        if self.colour is not None and self.colour[3] <= _FAINT:
            return "the style makes it transparent"
        return "it has the colour of its background" if self._is_pale and not self._may_be_painted else ""

    @property
    def unsure(self) -> str:
        """Why it cannot be told whether text right in this element is seen as it is read."""
        if self._is_pale and self._may_be_painted:
            return "it is white, and a style sheet that is not there may say what is behind it"
        return self.doubt

    @property
    def _is_pale(self) -> bool:
        if self.colour is None or self.background is None or (self.colour is _BLACK and self.background is _WHITE):
            return False
        share = self.colour[3]
        mixed = (share * ours + (1 - share) * behind for ours, behind in zip(self.colour, self.background, strict=True))
        return all(abs(one - behind) <= _SAME for one, behind in zip(mixed, self.background[:3], strict=False))

    @property
    def _may_be_painted(self) -> bool:
        return self.has_more_sheets and not self.is_painted

    @property
    def is_inline(self) -> bool:
        """Whether it stands in a line with the text around it."""
        return self.display.startswith(("inline", "ruby", "contents"))


@dataclass(slots=True)
class Looks:
    """Tells how each element of one page is seen, from that of the element around it."""

    sheets: Sheets
    openable: frozenset[Element] = frozenset()
    """What is closed or behind a tab, and a person can open."""
    written: frozenset[Element] = frozenset()
    """What a script of the page writes into."""

    def page(self) -> Look:
        """The look of what is around the outermost element."""
        return Look(has_more_sheets=self.sheets.has_more)

    def of(self, element: Element, wrapper: Any, outer: Look) -> Look:
        """How `element` is seen in an element that is seen as `outer`. `wrapper` is what selectors are matched with."""
        style = element.get("style") or ""
        declared = self.sheets.declared(wrapper, style) if wrapper is not None or style else _NOTHING
        own = dict(chain(_hints(element), declared.own.items())) if element.attrib else dict(declared.own)
        variables = outer.variables
        if own:
            if fresh := {name: value for name, value in own.items() if name.startswith("--")}:
                variables = {**variables, **fresh}
            own = {
                name: resolved(value, variables) if "var(" in value else value
                for name, value in own.items()
                if name not in fresh and value not in ("unset", "revert", "revert-layer")
            }
        look = _styled(_plain(element, outer, own, variables), outer, own)
        if not look.gone and (reason := self._hidden(element, own, look)):
            look = replace(look, gone=reason)
        if not (look.gone or look.doubt):
            reasons = chain(_doubts(element, own, look), _doubts_of_rules(declared), self._doubts_of_scripts(element))
            if reason := next(reasons, ""):
                look = replace(look, doubt=reason)
        if declared.generated:
            before, after = (_written(declared.generated.get(one), element, variables) for one in ("before", "after"))
            look = replace(look, before=before, after=after)
        return look

    def _hidden(self, element: Element, own: Mapping[str, str], look: Look) -> str:
        if element in self.openable:
            return ""
        display = own.get("display", "")
        if display == "none":
            return "the style hides it (`display: none`)"
        if element.get("hidden") is not None and not display:
            return "it has the attribute `hidden`"
        if element.tag == "dialog" and element.get("open") is None and not display:
            return "it is a dialog that is closed"
        if look.opacity <= _FAINT:
            return "the style makes it transparent (`opacity`)"
        if own and (reason := _cut_or_moved_away(own, look)):
            return reason
        names = (element.get("class") or "").split()
        # A class that the page's own rules know does what they say; a sheet that is not there is known by its names.
        return hidden_by_name([name for name in names if name not in self.sheets.classes]) if names else ""

    def _doubts_of_scripts(self, element: Element) -> Iterator[str]:
        if element in self.written:
            yield "a script of the page writes into it"
        for name, value in element.attrib.items():
            if _COUNTERS.fullmatch(name) and (counted := digits_of(value)) and value.strip(" +,.%kKmM0123456789") == "":
                shown = _text(element)
                if digits_of(shown) and len(shown) < _LARGE and digits_of(shown) != counted:
                    yield f"a script may count it up to {value.strip()} (`{name}`)"


_NOTHING = Declared()


def _text(element: Element) -> str:
    """The beginning of the text in an element: enough to tell whether it is a large one."""
    text = ""
    for piece in element.itertext():
        text += piece
        if len(text) > 5 * _LARGE:
            break
    return " ".join(text.split())


def _is_small(element: Element) -> bool:
    text = _text(element)
    return len(text) < _LARGE and bool(digits_of(text))


# What tags, attributes and declarations make of a look ----------------------------------------------------------------


def _hints(element: Element) -> Iterator[tuple[str, str]]:
    """Attributes from before style sheets: every style rule wins over them."""
    if (
        colour := element.get("text")
        if element.tag == "body"
        else element.get("color")
        if element.tag == "font"
        else None
    ):
        yield "color", colour.strip().lower()
    if element.get("bgcolor"):
        yield "background-color", element.get("bgcolor").strip().lower()
    if element.get("background") and element.tag in ("body", "table", "td", "th", "tr"):
        yield "background-image", "url()"
    if element.tag == "font" and (element.get("size") or "") in _FONT_SIZES:
        yield "font-size", f"{_FONT_SIZES[element.get('size')]}px"
    if element.tag == "font" and element.get("face"):
        yield "font-family", element.get("face").lower()
    if element.get("dir") in ("rtl", "ltr"):
        yield "direction", element.get("dir")
    if element.tag == "bdo":
        yield "unicode-bidi", "bidi-override"


def _plain(element: Element, outer: Look, own: dict[str, str], variables: Mapping[str, str]) -> Look:
    """The look of an element by its tag alone."""
    tag = element.tag
    display = own.get("display", "").split(" ")[0]
    if display in ("", "none", "inherit", "initial"):
        display = "block" if tag in _BLOCKS else _TABLE_PARTS.get(tag, "inline")
    is_link = tag == "a" and element.get("href") is not None
    return Look(
        display=display,
        gone=outer.gone,
        veiled=outer.veiled,
        doubt=outer.doubt,
        px=outer.px * _SIZES.get(tag, 1.0),
        colour=_LINK if is_link and outer.colour == _BLACK else outer.colour,
        background=outer.background,
        is_painted=outer.is_painted,
        has_more_sheets=outer.has_more_sheets,
        bold=outer.bold or tag in _BOLD,
        struck=outer.struck or tag in _STRUCK,
        raised=outer.raised or tag in _RAISED,
        keeps_lines=outer.keeps_lines or tag == "pre",
        is_reversed=outer.is_reversed,
        is_icon=outer.is_icon or is_icon(element),
        opacity=outer.opacity,
        indent=outer.indent,
        variables=variables,
        own=own,
    )


def _styled(look: Look, outer: Look, own: Mapping[str, str]) -> Look:
    """The same with its declarations."""
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
    if "visibility" in own and own["visibility"] != "inherit":
        veiled = own["visibility"] in ("hidden", "collapse")
        changes["veiled"] = "the style hides it (`visibility`)" if veiled else ""
    if (opacity := re.fullmatch(r"(\d*\.?\d+)(%?)", own.get("opacity", ""))) is not None:
        changes["opacity"] = outer.opacity * float(opacity[1]) / (100 if opacity[2] else 1)
    if "text-indent" in own:
        changes["indent"] = px(own["text-indent"].split(" ")[0], em) or 0.0
    if "white-space" in own:
        changes["keeps_lines"] = own["white-space"].startswith(("pre", "break-spaces"))
    if "direction" in own:
        changes["is_reversed"] = own["direction"] == "rtl"
    if "font-family" in own and own["font-family"] != "inherit":
        changes["is_icon"] = bool(_ICON_FONTS.search(own["font-family"].split(",")[0]))
    if own.get("text-security", "none") != "none":
        changes["gone"] = look.gone or "the style covers it (`text-security`)"
    lift = px(own.get("vertical-align", ""), em)
    if own.get("vertical-align") in ("super", "sub", "text-top") or (lift is not None and lift >= em / 5):
        changes["raised"] = True
    if own.get("font-variant-position", "normal") in ("super", "sub"):
        changes["raised"] = True
    if own.get("position") == "relative" and em < 0.9 * outer.px and (px(own.get("top", ""), em) or 0.0) < 0:
        changes["raised"] = True
    return replace(look, **changes, **_colours(look, own))


def _size(value: str, outer: float, plain: float) -> float:
    if value in _SIZE_NAMES:
        return _SIZE_NAMES[value]
    if value in ("smaller", "larger"):
        return outer * (0.83 if value == "smaller" else 1.2)
    if re.fullmatch(r"\d*\.?\d+%", value):
        return outer * float(value[:-1]) / 100
    size = px(value, outer)
    return plain if size is None else size


def _colours(look: Look, own: Mapping[str, str]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    name = own.get("text-fill-color") or own.get("color")
    if name and name not in ("inherit", "currentcolor"):
        changes["colour"] = _BLACK if name == "initial" else _colour(name)
        if (
            changes["colour"] is not None
            and changes["colour"][3] <= _FAINT
            and own.get("text-shadow", "none") != "none"
        ):
            changes["colour"] = None
    if own.get("background-image", "none") not in ("none", "initial", "inherit"):
        changes |= {"background": None, "is_painted": True}
    elif (behind := own.get("background-color")) and behind not in ("transparent", "inherit", "initial"):
        colour = _colour(behind)
        if colour is None or colour[3] > _FAINT:
            changes |= {"background": colour if colour is not None and colour[3] >= 1 else None, "is_painted": True}
    if own.get("background-clip") == "text":
        changes |= {"colour": None}
    return changes


def _colour(name: str) -> Colour | None:
    parsed = parse_color(name) or parse_color(f"#{name}")
    if parsed is None or isinstance(parsed, str):
        return None
    try:
        red, green, blue = parsed.to("srgb").coordinates
    except (NotImplementedError, ValueError):
        return None
    return None if None in (red, green, blue) else (red, green, blue, parsed.alpha)


def _cut_or_moved_away(own: Mapping[str, str], look: Look) -> str:
    """Why an element takes no room on the page."""
    if _CUT_AWAY.fullmatch(own.get("clip-path", "")) or _CUT_AWAY.fullmatch(own.get("clip", "")):
        return "the style cuts it away (`clip`)"
    if own.get("content-visibility") == "hidden":
        return "the style hides it (`content-visibility`)"
    if _GONE_BY_TRANSFORM.search(own.get("transform", "")) or own.get("zoom") in ("0", "0%") or own.get("scale") == "0":
        return "the style makes it vanish (`transform`)"
    if _hides_overflow(own):
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


def _hides_overflow(own: Mapping[str, str]) -> bool:
    names = ("overflow", "overflow-x", "overflow-y")
    return any(part in ("hidden", "clip") for name in names for part in own.get(name, "").split())


# What nobody can tell -------------------------------------------------------------------------------------------------


def _doubts(element: Element, own: Mapping[str, str], look: Look) -> Iterator[str]:
    """Why it cannot be told what a person reads in an element, by its own style."""
    if look.is_icon and digits_of(_text(element)):
        yield "it is written in a font of pictures"
    if (name := doubtful_name(element)) and _is_small(element):
        yield f"its class `{name}` may hide it or count it up"
    if not own:
        return
    transform = _UPRIGHT.sub("", own.get("transform", ""))
    if (
        _TURNS.search(transform)
        or own.get("rotate", "none") not in ("none", "0", "0deg")
        or "-" in own.get("scale", "")
    ):
        yield "the style turns or mirrors it (`transform`)"
    if own.get("unicode-bidi", "normal").endswith("override"):
        yield "the direction of its text is overridden"
    if own.get("text-orientation") == "upright":
        yield "the style writes it from top to bottom"
    if own.get("content", "normal") not in ("normal", "none"):
        yield "the style replaces its content"
    if own.get("mix-blend-mode", "normal") != "normal" or any(
        own.get(name, "none") != "none" for name in ("mask", "mask-image")
    ):
        yield "the style draws it through a mask"
    if re.search(r"blur|opacity|brightness|contrast", own.get("filter", "")):
        yield "the style filters it (`filter`)"
    if any(own.get(name, "none") not in ("none", "auto", "initial") for name in ("clip", "clip-path")):
        yield "the style cuts it (`clip`)"
    spacings = (px(own.get(name, ""), look.px) or 0.0 for name in ("letter-spacing", "word-spacing"))
    if any(spacing < -look.px / 5 for spacing in spacings):
        yield "the style draws its letters over each other"
    if look.is_inline and any((px(own.get(f"margin-{side}", ""), look.px) or 0.0) < -1 for side in ("left", "right")):
        yield "the style draws it over what stands beside it"
    if _is_placed(own, look) and _is_small(element):
        yield f"the style places it elsewhere (`position: {own['position']}`)"
    if _hides_overflow(own) and _is_cut(element, own, look):
        yield "the style may cut off a part of it (`overflow`)"


def _is_placed(own: Mapping[str, str], look: Look) -> bool:
    position = own.get("position")
    if position in ("absolute", "fixed"):
        return True
    moves = (px(own.get(side, ""), look.px) for side in ("left", "right", "top", "bottom"))
    return (
        position == "relative"
        and any(move is None or abs(move) > look.px / 2 for move in moves if move != 0.0)
        and any(side in own for side in ("left", "right", "top", "bottom"))
    )


def _is_cut(element: Element, own: Mapping[str, str], look: Look) -> bool:
    text = _text(element)
    if not digits_of(text) or len(text) > _LARGE:
        return False
    widths = [px(own[name], look.px) for name in ("width", "max-width") if name in own]
    heights = [px(own[name], look.px) for name in ("height", "max-height") if name in own]
    width = min((one for one in widths if one is not None), default=1200.0)
    height = min((one for one in heights if one is not None), default=None)
    letter = look.px / 2
    longest = len(text) if look.own.get("white-space") == "nowrap" else max(map(len, text.split()))
    lines = ceil(len(text) * letter / max(width, letter))
    return longest * letter > width or (height is not None and height < lines * look.px * 0.9)


def _doubts_of_rules(declared: Declared) -> Iterator[str]:
    for pseudo in ("first-letter", "first-line"):
        if any(_may_hide(name, value) for name, value in declared.generated.get(pseudo, {}).items()):
            yield f"the style changes its first letters (`::{pseudo}`)"
    for rule in declared.unsure:
        if any(_may_hide(name, value) for name, value, _ in rule.declarations):
            yield f"it cannot be told whether the style rule of line {rule.line} holds for it"


def _may_hide(name: str, value: str) -> bool:
    return (
        (name == "display" and value == "none")
        or (name == "visibility" and value != "visible")
        or (name in ("opacity", "font-size") and bool(_ZERO.fullmatch(value)))
        or (name == "position" and value in ("absolute", "fixed"))
        or (name in ("color", "text-fill-color") and value == "transparent")
        or (name in ("clip", "clip-path", "transform", "text-indent") and value not in ("none", "auto", "0"))
        or (name == "content" and value not in ("none", "normal"))
    )


def _written(declared: Mapping[str, str] | None, element: Element, variables: Mapping[str, str]) -> str | None:
    """The text that a style writes before or after an element."""
    if not declared or declared.get("display") == "none" or declared.get("visibility") == "hidden":
        return None
    value = resolved(declared.get("content", "none"), variables)
    if value.lower() in ("none", "normal", "initial", "unset", '""', "''"):
        return None
    text, rest = "", value
    for piece in re.finditer(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|attr\(\s*([\w-]+)\s*\)", value):
        text += _unescaped(piece[1] or piece[2] or "") if piece[3] is None else element.get(piece[3].lower()) or ""
        rest = rest.replace(piece[0], "", 1)
    if rest.partition("/")[0].strip() and not re.fullmatch(r"(?:url\([^)]*\)|(?:no-)?(?:open|close)-quote|\s)*", rest):
        return "?"
    return None if _PICTURED.fullmatch(text) or (len(text) == 1 and _is_icon(declared)) else text


def _is_icon(declared: Mapping[str, str]) -> bool:
    return bool(_ICON_FONTS.search(declared.get("font-family", "")))


def _unescaped(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        code = int(match[1], 16)
        return chr(code) if 0 < code < 0x110000 else "\ufffd"

    return re.sub(r"\\(.)", r"\1", re.sub(r"\\([0-9A-Fa-f]{1,6})\s?", character, text))
