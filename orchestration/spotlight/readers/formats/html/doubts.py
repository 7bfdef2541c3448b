"""Why the style of an element makes it uncertain what a person reads in it.

Belongs here: declarations that may turn, move, cut, cover or add to a number. Not here: what surely hides it (look).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import ceil

import tinycss2

from orchestration.spotlight.readers.formats.html.parsing import Element, digits_of
from orchestration.spotlight.readers.formats.html.sheets import Declared, px, resolved

_LARGE = 200
"""From this many characters on, a text is laid out as a whole, as a column is: moving it moves no number within it."""
_TURNED = r".*(?:rotate\((?!\s*-?(?:0|90|270|360)(?:deg)?\s*\))|rotate[xyz3]|skew|matrix|scale[xyz3d]*\([^)]*-).*"
_DOUBTFUL = (
    ("unicode-bidi", r".*override", "the direction of its text is overridden"),
    ("text-orientation", r"upright", "the style writes it from top to bottom"),
    ("content", r"(?!normal|none).+", "the style replaces its content"),
    ("mix-blend-mode mask mask-image", r"(?!normal|none).+", "the style draws it through a mask"),
    ("filter", r"(?!.*alpha\().*(?:blur|opacity|brightness|contrast).*", "the style filters it (`filter`)"),
    ("clip clip-path", r"(?!none|auto|initial).+", "the style cuts it (`clip`)"),
    ("rotate", r"(?!none|0$|0deg).+", "the style turns it (`rotate`)"),
    ("scale", r".*-.*", "the style mirrors it (`scale`)"),
    ("transform", _TURNED, "the style turns it"),
    ("line-clamp", r"(?!none).+", "the style cuts its last lines (`line-clamp`)"),
    ("quotes list-style list-style-type", r".*[\"'].*[\w<>%$].*", "the style writes marks of its own around it"),
)
"""Names of properties, the values that leave a doubt, and the doubt."""
_MOVED = re.compile(r"translate\w*\(([^()]*)\)")
_SIDES = ("left", "right", "top", "bottom")
_ICON_FONTS = re.compile(r"icon|awesome|glyph|symbol|dings|fontello|dashicon")
_PICTURED = re.compile(r"(?:[\s•·|/\\:;\"“”‘’«»›‹→▸▾▶✓✔★☆\ue000-\uf8ff]|[-–—](?=\s))*")
"""What a style may write beside a number without changing it: bullets, dashes before a blank, icon font letters."""
_BULLET = re.compile(r"\s*[●○◦■□▪]\s*")
"""Before an item of a list; behind one it may be the mark of a note."""
_NO_TEXT = re.compile(
    r"url\(.*\)|(?:no-)?(?:open|close)-quote|\s+|none|normal|initial|unset", re.DOTALL | re.IGNORECASE
)
_ZERO = re.compile(r"0*(?:\.0+)?(?:px|em|rem|%)?")


def beginning_of_text(element: Element) -> str:
    """The text in an element; of a large one only the beginning, which is enough to know that it is large."""
    text = ""
    for piece in element.itertext():
        text += piece
        if len(text) > 5 * _LARGE:
            break
    return " ".join(text.split())


def is_small(element: Element) -> bool:
    """Whether an element holds a few words with a number: moving the element may move the number."""
    text = beginning_of_text(element)
    return len(text) < _LARGE and bool(digits_of(text))


def is_icon_font(family: str) -> bool:
    """Whether a font draws pictures instead of letters."""
    return bool(_ICON_FONTS.search(family.split(",")[0]))


def hides_overflow(own: Mapping[str, str]) -> bool:
    """Whether an element hides what does not fit into its box."""
    names = ("overflow", "overflow-x", "overflow-y")
    return any(part in ("hidden", "clip") for name in names for part in own.get(name, "").split())


def reasons_by_value(own: Mapping[str, str], table: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    """The reasons that apply to some declarations, from a table of property names, values and reasons."""
    for names, values, reason in table:
        if any(re.fullmatch(values, own[name], re.DOTALL) for name in names.split() if name in own):
            yield reason


def doubts_of_style(element: Element, own: Mapping[str, str], em: float, is_raised: bool) -> Iterator[str]:
    """The doubts that an element's own declarations leave; `em` is the size of its letters in px."""
    yield from reasons_by_value(own, _DOUBTFUL)
    moved = list(_doubts_of_lengths(own, em, is_raised))
    if moved and is_small(element):
        yield from moved
    if hides_overflow(own) and _is_cut(element, own, em):
        yield "the style may cut off a part of it (`overflow`)"


def _doubts_of_lengths(own: Mapping[str, str], em: float, is_raised: bool) -> Iterator[str]:
    """The doubts about where a style puts an element: a number in it may be seen elsewhere."""
    if any((px(own.get(name, ""), em) or 0.0) < -em / 5 for name in ("letter-spacing", "word-spacing")):
        yield "the style draws its letters over each other"
    # Equal margins on both sides are the gutters of a row and do no harm.
    left, right = own.get("margin-left", ""), own.get("margin-right", "")
    if left != right and min(px(left, em) or 0.0, px(right, em) or 0.0) < -0.3 * em:
        yield "the style draws it over what stands beside it (`margin`)"
    position = own.get("position", "static")
    if position in ("absolute", "fixed") or (
        position == "relative" and any(_is_far(own.get(one, "auto"), em) for one in _SIDES)
    ):
        yield f"the style places it elsewhere (`position: {position}`)"
    moves = " ".join(_MOVED.findall(own.get("transform", ""))) + " " + own.get("translate", "")
    if any(_is_far(one, em) for one in re.findall(r"[-+]?\d*\.?\d+(?:%|\w+)", moves)):
        yield "the style moves it (`translate`)"
    if own.get("z-index", "0").startswith("-") and position != "static":
        yield "the style puts it behind the page (`z-index`)"
    height = own.get("line-height", "normal")
    height = f"{height}em" if re.fullmatch(r"[\d.]+", height) else height
    if not is_raised and (thin := px(height, em)) is not None and thin < 0.6 * em:
        yield "the style draws its lines over each other (`line-height`)"
    shadow = re.sub(r"\w+\([^()]*\)|#\w+", "", own.get("text-shadow", "")).split()
    if any(abs(px(one, em) or 0.0) > 0.4 * em for one in shadow[:2]):
        yield "the style draws it twice (`text-shadow`)"


def _is_far(length: str, em: float) -> bool:
    if length in ("auto", "initial"):
        return False
    if length.endswith("%"):
        return not re.fullmatch(r"[-+]?(?:[0-4]?\d(?:\.\d+)?|50)%", length)
    distance = px(length, em)
    return distance is None or abs(distance) > em / 2


def _is_cut(element: Element, own: Mapping[str, str], em: float) -> bool:
    """Whether the text of an element needs more room than it has, by a rough measure."""
    text = beginning_of_text(element)
    if not digits_of(text) or len(text) > _LARGE:
        return False
    sizes = {name: px(own.get(name, ""), em) for name in ("width", "max-width", "height", "max-height", "text-indent")}
    width = min((sizes[name] or 1200.0 for name in ("width", "max-width")), default=1200.0)
    height = min((one for one in (sizes["height"], sizes["max-height"]) if one is not None), default=None)
    longest = len(text) if own.get("white-space") == "nowrap" else max(map(len, text.split()))
    lines = ceil(len(text) * em / 2 / max(width, em / 2))
    is_low = height is not None and height < lines * em * 0.9
    return is_low or longest * em / 2 > width or (sizes["text-indent"] or 0.0) < 0


def doubts_of_rules(declared: Declared) -> Iterator[str]:
    for pseudo in ("first-letter", "first-line"):
        if any(_may_hide(name, value) for name, value in declared.generated.get(pseudo, {}).items()):
            yield f"the style changes its first letters (`::{pseudo}`)"
    for rule in declared.uncertain_rules:
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


def generated_text(
    name: str, declared: Mapping[str, str], element: Element, variables: Mapping[str, str]
) -> str | None:
    """The text that a style writes as `::name` of an element; None if there is none, `?` if it is unknown."""
    names = ("display", "visibility", "opacity")
    if any(_may_hide(name, declared[name]) for name in names if name in declared):
        return None
    value = resolved(declared.get("content", "none"), variables)
    text = ""
    for piece in tinycss2.parse_component_value_list(value):
        if piece == "/":
            break
        if piece.type == "string":
            text += piece.value
        elif piece.type == "function" and piece.lower_name == "attr" and len(piece.arguments) == 1:
            text += element.get(tinycss2.serialize(piece.arguments).lower()) or ""
        elif not _NO_TEXT.fullmatch(piece.serialize()):
            return "?"
    is_icon = len(text) == 1 and is_icon_font(declared.get("font-family", ""))
    is_icon |= element.tag == "li" and name in ("before", "marker") and bool(_BULLET.fullmatch(text))
    return None if is_icon or _PICTURED.fullmatch(text) else text
