"""The style rules of an HTML page: which declarations apply to an element on a wide screen.

Belongs here: style sheets, selectors, media, the cascade. Not here: what a declaration does (look).
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import unquote

import tinycss2
from cssselect2 import Matcher, SelectorError, compile_selector_list

from orchestration.spotlight.readers.formats.html.parsing import Element

Tokens: TypeAlias = Sequence[Any]
"""Component values of tinycss2, which has no types."""

MOST_CHARACTERS = 3_000_000
"""In all style sheets of a page together. The rules of the largest style libraries are a tenth of it."""
_MOST_NESTED = 10
_WIDTH = 1280.0
"""The width in px of the window in which a page is seen: rules for telephones and for print do not apply."""
_HEIGHT = 800.0
_SIDES = ("top", "right", "bottom", "left")
_PART = re.compile(r"[^\s(]*\((?:[^()]|\([^()]*\))*\)\S*|\S+")
_SIZE = re.compile(
    r"(?:^|\s)([\d.]+(?:px|pt|r?em|%|ex|ch|vw|vh|in|cm|mm|pc)|0|(?:xx?-)?(?:small|large)|medium|smaller|larger)(?=[\s/]|$)"
)
_WEIGHT = re.compile(r"(?:^|\s)(bold(?:er)?|[6-9]00)(?=\s)")
_FEATURE = re.compile(r"\(\s*([\w-]+)\s*(?::\s*([^()]+?))?\s*\)")
_RANGE = re.compile(r"\(\s*(?:([\d.]+\w+)\s*(<=?|>=?)\s*)?(width|height)\s*(?:(<=?|>=?)\s*([\d.]+\w+))?\s*\)")
# The media features of a window on a desktop. A feature that is missing here cannot be judged.
_HAS = {
    "orientation": "landscape",
    "hover": "hover",
    "any-hover": "hover",
    "pointer": "fine",
    "any-pointer": "fine",
    "prefers-reduced-motion": "no-preference",
    "prefers-color-scheme": "light",
    "prefers-contrast": "no-preference",
    "forced-colors": "none",
    "scripting": "enabled",
    "display-mode": "browser",
    "color": "8",
    "grid": "none",
}
_COLOUR = re.compile(r"[a-z]+|#[0-9a-f]{3,8}|(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(.*\)")
# fmt: off
_NO_COLOURS = frozenset((
    "none", "repeat", "fixed", "scroll", "local", "center", "top", "left", "right", "bottom", "cover", "contain",
    "text",
))
# fmt: on
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*((?:[^()]|\([^()]*\))*))?\)")
_VANISHES = re.compile(
    r"(?:to|100%)\s*\{[^}]*(?:opacity:\s*0*\.?0*\s*[;}]|visibility:\s*hidden|display:\s*none|content:)"
)
_COSTLY = re.compile(r"~(?!=)|of-type|\bof\b")
_COMMON = r"inherit|initial|unset|revert|revert-layer"
_VALUES = {
    "display": re.compile(
        rf"{_COMMON}|none|contents|list-item|flow-root|(?:inline|block)(?: \S+)?|inline-(?:block|flex|grid|table)|"
        r"flex|grid|table(?:-\w+)*|ruby(?:-\w+)*|-webkit-(?:inline-)?box|run-in"
    ),
    "visibility": re.compile(rf"{_COMMON}|visible|hidden|collapse"),
    "position": re.compile(rf"{_COMMON}|static|relative|absolute|fixed|(?:-webkit-)?sticky"),
    "opacity": re.compile(rf"{_COMMON}|[-+]?\d*\.?\d+(?:e-?\d+)?%?|calc\(.*\)"),
}
"""The valid values of the properties that hide most often."""
_LONGEST_VALUE = 2_000


@dataclass(frozen=True, slots=True)
class Rule:
    """The declarations of one rule: name, value in lower case, whether it is important."""

    declarations: tuple[tuple[str, str, bool], ...]
    line: int
    layer: int
    """Rules of a later layer override those of an earlier one; rules outside any layer override all of them."""
    is_sure: bool
    """Whether its conditions surely hold."""


@dataclass(slots=True)
class Declared:
    """The declarations for one element, and for the text that its style writes before and after it."""

    declarations: dict[str, str] = field(default_factory=dict)
    generated: dict[str, dict[str, str]] = field(default_factory=dict)
    """`before`, `after`, `first-letter`, … → its declarations."""
    uncertain_rules: list[Rule] = field(default_factory=list)
    """Rules that may or may not apply."""


@dataclass(slots=True)
class Sheets:
    """All style rules of a page."""

    matcher: Matcher = field(default_factory=Matcher)
    rules: int = 0
    characters: int = 0
    lacks_sheets: bool = False
    """Whether the page names style sheets that it does not contain, as saved pages usually do."""
    classes: set[str] = field(default_factory=set)
    """The class names in the rules of the page."""
    has_sibling_rules: bool = False
    """Whether a rule tests what stands before an element: its time grows with the square of the elements' number."""
    rules_with_has: int = 0
    """How many rules test what is inside an element (`:has`)."""
    vanishing: set[str] = field(default_factory=set)
    """The names of animations that end with something hidden."""
    layers: dict[str, int] = field(default_factory=dict)

    def declared(self, wrapper: Any, style: str) -> Declared:
        """What the rules and the attribute `style` declare for one element. Later and more specific ones win."""
        found = Declared()
        ranked: dict[tuple[str | None, str], tuple[Any, ...]] = {}
        values: dict[tuple[str | None, str], str] = {}

        def add(pseudo: str | None, rule: Rule, origin: tuple[Any, ...]) -> None:
            for name, value, is_important in rule.declarations:
                rank = (is_important, *origin)
                if ranked.get((pseudo, name), ()) <= rank:
                    ranked[pseudo, name] = rank
                    values[pseudo, name] = value

        for specificity, order, pseudo, rule in self.matcher.match(wrapper) if wrapper is not None else ():
            if rule.is_sure:
                add(pseudo, rule, (False, rule.layer, specificity, order))
            else:
                found.uncertain_rules.append(rule)
        if style:
            add(None, Rule(tuple(_declarations(tinycss2.parse_blocks_contents(style))), 0, 0, True), (True,))
        for (pseudo, name), value in values.items():
            target = found.declarations if pseudo is None else found.generated.setdefault(pseudo, {})
            target[name] = value
        return found


_NO_LAYER = 1_000_000


def read_sheets(root: Element) -> Sheets:
    """The rules in the page's own `style` elements and in links that contain a whole sheet."""
    sheets = Sheets()
    for element in root.iter("style", "link"):
        if not _holds(element.get("media") or "all"):
            continue
        if element.tag == "style" and (element.get("type") or "text/css").strip().lower() != "text/css":
            continue
        if element.tag == "style":
            _add(sheets, element.text or "", element.sourceline or 1)
        elif "stylesheet" in (element.get("rel") or "").lower().split():
            text = _sheet_in(element.get("href") or "")
            sheets.lacks_sheets |= text is None
            _add(sheets, text or "", element.sourceline or 1)
    return sheets


def _sheet_in(address: str) -> str | None:
    """The text of a `data:` address; None for another address."""
    head, comma, body = address.partition(",")
    if not head.startswith("data:") or not comma:
        return None
    try:
        return b64decode(unquote(body)).decode("utf-8", "replace") if head.endswith(";base64") else unquote(body)
    except (NotBase64, ValueError):
        return None


def _add(sheets: Sheets, text: str, line: int) -> None:
    sheets.characters += len(text)
    if sheets.characters <= MOST_CHARACTERS:
        nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
        _rules(sheets, nodes, line, _NO_LAYER, True, 0)


def _rules(sheets: Sheets, nodes: Tokens, line: int, layer: int, is_sure: bool, depth: int) -> None:
    if depth > _MOST_NESTED:
        return
    for node in nodes:
        if node.type == "qualified-rule":
            _rule(sheets, node, node.prelude, line, layer, is_sure, depth)
        elif node.type == "at-rule":
            keyword = node.lower_at_keyword
            condition = tinycss2.serialize(node.prelude).strip().lower()
            if keyword.endswith("keyframes") and node.content is not None:
                if _VANISHES.search(tinycss2.serialize(node.content).lower()):
                    sheets.vanishing.add(condition)
            elif keyword == "import":
                sheets.lacks_sheets |= not condition.endswith("print")
            elif node.content is None or keyword not in ("media", "supports", "layer", "container", "scope"):
                if keyword == "layer":
                    for name in condition.split(","):
                        sheets.layers.setdefault(name.strip(), len(sheets.layers))
                continue
            else:
                holds: bool | None = None
                inside = layer
                if keyword == "media":
                    holds = _holds(condition)
                elif keyword == "supports":
                    holds = "not" not in condition.split() or None
                elif keyword == "layer":
                    holds, inside = True, sheets.layers.setdefault(condition or str(id(node)), len(sheets.layers))
                if holds is not False:
                    content = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
                    _rules(sheets, content, line, inside, is_sure and bool(holds), depth + 1)


def _rule(sheets: Sheets, node: Any, selector: Tokens, line: int, layer: int, is_sure: bool, depth: int) -> None:
    content = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    declarations = tuple(_declarations(content))
    text = tinycss2.serialize(selector).replace(":not(:defined)", ":hover")
    sheets.rules_with_has += ":has(" in text
    sheets.has_sibling_rules |= bool(_COSTLY.search(text))
    sheets.classes.update(re.findall(r"\.(-?[A-Za-z_][\w-]*)", text))
    if declarations:
        # A browser drops a rule whose selector it does not know, but a newer one may know it: the rule may apply.
        rule = Rule(declarations, line + node.source_line - 1, layer, is_sure)
        try:
            compiled = compile_selector_list(list(selector))
        except (SelectorError, NotImplementedError):
            compiled, rule = _loosely(text), Rule(declarations, rule.line, layer, False)
        for one in compiled:
            sheets.matcher.add_selector(one, rule)
            sheets.rules += 1
    for inner in content:
        if inner.type == "qualified-rule" and depth < _MOST_NESTED:
            nested = tinycss2.serialize(inner.prelude)
            whole = nested.replace("&", f":is({text})") if "&" in nested else f":is({text}) {nested}"
            _rule(sheets, inner, tinycss2.parse_component_value_list(whole), line, layer, is_sure, depth + 1)
        elif inner.type == "at-rule" and inner.content is not None and inner.lower_at_keyword == "media":
            holds = _holds(tinycss2.serialize(inner.prelude).strip().lower())
            if holds is not False:
                _rule(sheets, inner, selector, line, layer, is_sure and bool(holds), depth + 1)


def _loosely(selector: str) -> list[Any]:
    """A selector without its pseudo-classes, so that it matches too much rather than too little."""
    if "::-" in selector or "::" in re.sub(r"::(before|after|first-letter|first-line)", "", selector):
        return []
    try:
        return list(compile_selector_list(re.sub(r"(?<!:):(?!:)[\w-]+(?:\([^()]*\))?", "", selector) or "*"))
    except (SelectorError, NotImplementedError):
        return []


# Conditions -----------------------------------------------------------------------------------------------------------


def _holds(condition: str) -> bool | None:
    """Whether a media query applies to a wide window; None if that is unknown."""
    answers = [_query_holds(query.strip()) for query in condition.lower().split(",")]
    return True if True in answers else None if None in answers else False


def _query_holds(query: str) -> bool | None:
    negated = query.startswith("not ")
    query = query.removeprefix("not ").removeprefix("only ").strip()
    medium = re.match(r"[a-z]+", query)
    if medium is not None and medium[0] not in ("screen", "all"):
        return negated
    answers = [_feature_holds(feature) for feature in re.findall(r"\([^()]*\)", query)]
    if re.search(r"\bor\b|\(\s*\(|\(\s*not", query):
        answers.append(None)
    whole = False if False in answers else None if None in answers else True
    return None if whole is None else whole != negated


def _feature_holds(feature: str) -> bool | None:
    if (bounds := _RANGE.fullmatch(feature)) is not None and (bounds[1] or bounds[5]):
        actual = _WIDTH if bounds[3] == "width" else _HEIGHT
        lower = bounds[1] is None or _compares(px(bounds[1], 16), bounds[2], actual)
        return lower and (bounds[5] is None or _compares(actual, bounds[4], px(bounds[5], 16)))
    if (named := _FEATURE.fullmatch(feature)) is None:
        return None
    name, value = named[1], named[2]
    if (limit := re.fullmatch(r"(min|max)-(?:device-)?(width|height)", name)) is not None and value:
        actual, bound = (_WIDTH if limit[2] == "width" else _HEIGHT), px(value, 16)
        return None if bound is None else actual >= bound if limit[1] == "min" else actual <= bound
    if name not in _HAS:
        return None
    return _HAS[name] == value if value else _HAS[name] not in ("none", "no-preference")


def _compares(left: float | None, sign: str, right: float | None) -> bool:
    if left is None or right is None:
        return False
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]


# Declarations ---------------------------------------------------------------------------------------------------------


def _declarations(nodes: Tokens) -> Iterator[tuple[str, str, bool]]:
    for node in nodes:
        if node.type == "declaration":
            written = tinycss2.serialize(node.value).strip()[:_LONGEST_VALUE]
            value = written if node.lower_name == "content" or node.name.startswith("--") else written.lower()
            name = node.name if node.name.startswith("--") else node.lower_name.removeprefix("-webkit-")
            # A browser ignores a value that it does not know, and the value before it stays in effect.
            for longhand, one in _longhands(name, value):
                if longhand not in _VALUES or _VALUES[longhand].fullmatch(one) or "var(" in one:
                    yield longhand, one, node.important


def _longhands(name: str, value: str) -> Iterator[tuple[str, str]]:
    parts = _PART.findall(value)
    if name in ("margin", "inset") and 1 <= len(parts) <= 4:
        top, right, bottom, left = (parts * 4)[:4] if len(parts) < 3 else (*parts, parts[1])[:4]
        sides = dict(zip(_SIDES, (top, right, bottom, left), strict=True))
        yield from ((f"margin-{side}" if name == "margin" else side, one) for side, one in sides.items())
    elif name == "background":
        images = [part for part in parts if "(" in part and ("url" in part or "gradient" in part or "image" in part)]
        yield "background-image", images[0] if images else "none"
        colours = [part for part in parts if part not in images and is_colour(part)]
        yield "background-color", colours[0] if colours else value if "var(" in value else "transparent"
        if "text" in parts:
            yield "background-clip", "text"
    elif name == "font":
        size = _SIZE.search(value)
        yield "font-size", size[1] if size else "inherit"
        yield "font-weight", "bold" if _WEIGHT.search(value) else "normal"
        if size:
            yield "font-family", value[size.end() :]
    elif name in ("grid", "grid-template"):
        rows, _, columns = value.partition("/")
        yield "grid-template-columns", columns.strip() or "none"
        yield "grid-auto-flow", "column" if "auto-flow" in columns else "dense" if "dense" in rows else "row"
    elif name == "text-decoration":
        yield "text-decoration-line", value
    elif name == "flex-flow":
        yield "flex-direction", next((part for part in parts if part.startswith(("row", "column"))), "row")
        yield "flex-wrap", next((part for part in parts if "wrap" in part), "nowrap")
    else:
        yield name, value


def is_colour(value: str) -> bool:
    """Whether a part of a background is a colour, by name, number or function."""
    return value not in _NO_COLOURS and bool(_COLOUR.fullmatch(value))


def px(value: str, em: float) -> float | None:
    """A length in px; None if the value is not a length, or depends on what is around the element."""
    match = re.fullmatch(r"([+-]?(?:\d+\.?\d*|\.\d+))(px|em|rem|pt|ex|ch|vw|vh|in|cm|mm|pc)?", value.strip())
    if match is None or (match[2] is None and float(match[1])):
        return None
    unit = {
        None: 1.0, "px": 1.0, "em": em, "rem": 16.0, "pt": 4 / 3, "ex": em / 2, "ch": em / 2, "vw": _WIDTH / 100,
        "vh": _HEIGHT / 100, "in": 96.0, "cm": 37.8, "mm": 3.78, "pc": 16.0,
    }[match[2]]  # fmt: skip
    return float(match[1]) * unit


def resolved(value: str, variables: Mapping[str, str]) -> str:
    """A value with its variables replaced. One that the page does not set becomes its fallback, or `unknown`."""
    for _ in range(_MOST_NESTED):
        if "var(" not in value or len(value) > _LONGEST_VALUE:
            break
        value = _VARIABLE.sub(lambda match: variables.get(match[1], match[2] or "unknown"), value)
    return value.strip()
