"""The style rules of an HTML page: which declarations hold for an element on a wide screen.

Belongs here: style sheets, selectors, media, the cascade. Not here: what a declaration does (look).
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import ge, gt, itemgetter, le, lt
from typing import Any, TypeAlias
from urllib.parse import unquote

import tinycss2
from cssselect2 import Matcher, SelectorError, compile_selector_list

from orchestration.spotlight.readers.formats.html.parsing import Element

Tokens: TypeAlias = Sequence[Any]
"""Component values of tinycss2, which has no types."""

MOST_CHARACTERS = 3_000_000
"""Of all style sheets in a page: the rules of the largest libraries are a tenth of it."""
_MOST_NESTED = 10
_WIDTH = 1280.0
"""Of the window in which a page is seen, in px: rules for telephones and for print do not count."""
_HEIGHT = 800.0
_SIDES = ("top", "right", "bottom", "left")
_PART = re.compile(r"[^\s(]*\((?:[^()]|\([^()]*\))*\)\S*|\S+")
_SIZE = re.compile(
    r"(?:^|\s)([\d.]+(?:px|pt|r?em|%|ex|ch|vw|vh|in|cm|mm|pc)|0|(?:xx?-)?(?:small|large)|medium|smaller|larger)(?=[\s/]|$)"
)
_WEIGHT = re.compile(r"(?:^|\s)(bold(?:er)?|[6-9]00)(?=\s)")
_BOUND = re.compile(r"\(\s*(?:(min|max)-)?(?:device-)?(width|height)\s*(:|[<>]=?)\s*(\S+)\s*\)")
"""`(min-width: 600px)`, `(width >= 600px)`"""
_SIGNS = {"min": ge, "max": le, "<": lt, "<=": le, ">": gt, ">=": ge}
_FEATURE = re.compile(r"\(\s*([\w-]+)\s*(?::\s*([^()]+?))?\s*\)")
# What a window on a desk has; a feature that is not named here cannot be judged.
_HAS = {
    "orientation": "landscape",
    "hover": "hover",
    "pointer": "fine",
    "prefers-reduced-motion": "no-preference",
    "prefers-color-scheme": "light",
}
_COLOUR = re.compile(r"[a-z]+|#[0-9a-f]{3,8}|(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(.*\)")
_NO_COLOURS = ("none", "repeat", "fixed", "scroll", "local", "center", *_SIDES, "cover", "contain", "text")
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
"""The values that the properties know which hide the most."""
_LONGEST_VALUE = 2_000
_LONGEST_SELECTOR = 20_000
"""Of a rule in another one, with that one's selector put in it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The declarations of one rule: name, value in lower case, whether it is important."""

    declarations: tuple[tuple[str, str, bool], ...]
    line: int
    layer: int
    """Rules of a later layer win over those of an earlier one; what is in no layer wins over all."""
    is_sure: bool
    """Whether its conditions can be judged."""


@dataclass(slots=True)
class Declared:
    """What holds for one element, and for what its style writes before and after it."""

    own: dict[str, str] = field(default_factory=dict)
    generated: dict[str, dict[str, str]] = field(default_factory=dict)
    """`before`, `after`, `first-letter`, … → its declarations."""
    unsure: list[Rule] = field(default_factory=list)
    """Rules that may hold."""


@dataclass(slots=True)
class Sheets:
    """All rules of a page."""

    matcher: Matcher = field(default_factory=Matcher)
    rules: int = 0
    characters: int = 0
    has_more: bool = False
    """Whether the page names style sheets that are not in it: the normal case of a page that was saved."""
    classes: set[str] = field(default_factory=set)
    """The names of classes that the rules of the page know."""
    are_costly: bool = False
    """Whether a rule looks at what stands before an element: its time grows with the square of their number."""
    looks_inside: int = 0
    """How many rules look at what is in an element (`:has`)."""
    vanishing: set[str] = field(default_factory=set)
    """The names of animations that end with something hidden."""
    layers: dict[str, int] = field(default_factory=dict)

    def declared(self, wrapper: Any, style: str) -> Declared:
        """What the rules and its attribute `style` say of one element, later and more special ones over others."""
        found = Declared()
        said: list[tuple[tuple[Any, ...], str | None, str, str]] = []
        for specificity, order, pseudo, rule in self.matcher.match(wrapper) if wrapper is not None else ():
            if not rule.is_sure:
                found.unsure.append(rule)
                continue
            for name, value, is_important in rule.declarations:
                said.append(((is_important, False, rule.layer, specificity, order), pseudo, name, value))
        for name, value, is_important in _declarations(tinycss2.parse_blocks_contents(style)):
            said.append(((is_important, True), None, name, value))
        for _, pseudo, name, value in sorted(said, key=itemgetter(0)):
            target = found.own if pseudo is None else found.generated.setdefault(pseudo, {})
            target[name] = value
        return found


_NO_LAYER = 1_000_000


def read_sheets(root: Element) -> Sheets:
    """The rules in the page's own `style` elements and in links that hold a whole sheet."""
    sheets = Sheets()
    for element in root.iter("style", "link"):
        text: str | None = ""
        if not _holds(element.get("media") or "all"):
            continue
        if element.tag == "style" and (element.get("type") or "text/css").strip().lower() == "text/css":
            text = element.text
        elif element.tag == "link" and "stylesheet" in (element.get("rel") or "").lower().split():
            text = _sheet_in(element.get("href") or "")
            sheets.has_more |= text is None
        sheets.characters += len(text or "")
        if text and sheets.characters <= MOST_CHARACTERS:
            nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
            _rules(sheets, nodes, element.sourceline or 1, _NO_LAYER, True)
    return sheets


def _sheet_in(address: str) -> str | None:
    """The text of a `data:` address."""
    head, comma, body = address.partition(",")
    if not head.startswith("data:") or not comma:
        return None
    try:
        return b64decode(unquote(body)).decode("utf-8", "replace") if head.endswith(";base64") else unquote(body)
    except (NotBase64, ValueError):
        return None


def _rules(sheets: Sheets, nodes: Tokens, line: int, layer: int, is_sure: bool) -> None:
    for node in nodes:
        if node.type == "qualified-rule":
            _rule(sheets, node, node.prelude, line, layer, is_sure)
        elif node.type == "at-rule":
            _at_rule(sheets, node, line, layer, is_sure)


def _at_rule(sheets: Sheets, node: Any, line: int, layer: int, is_sure: bool) -> None:
    keyword, condition = node.lower_at_keyword, _condition(node)
    if keyword == "import":
        sheets.has_more = True
    elif keyword == "layer" and node.content is None:
        for name in condition.split(","):
            sheets.layers.setdefault(name.strip(), len(sheets.layers))
    elif keyword.endswith("keyframes"):
        if _VANISHES.search(tinycss2.serialize(node.content or ()).lower()):
            sheets.vanishing.add(condition)
    elif (holds := _applies(node)) is not False:
        if keyword == "layer":
            layer = sheets.layers.setdefault(condition or str(id(node)), len(sheets.layers))
        content = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
        _rules(sheets, content, line, layer, is_sure and bool(holds))


def _rule(sheets: Sheets, node: Any, selector: Tokens, line: int, layer: int, is_sure: bool) -> None:
    content = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    declarations = tuple(_declarations(content))
    text = tinycss2.serialize(selector)
    sheets.looks_inside += ":has(" in text
    sheets.are_costly |= bool(_COSTLY.search(text))
    sheets.classes.update(re.findall(r"\.(-?[A-Za-z_][\w-]*)", text))
    if declarations:
        # A selector that is not known makes a browser drop the whole rule; one of a newer kind may hold.
        try:
            compiled, is_known = compile_selector_list(list(selector)), True
        except (SelectorError, NotImplementedError):
            compiled, is_known = _loosely(text), False
        rule = Rule(declarations, line + node.source_line - 1, layer, is_sure and is_known)
        for one in compiled:
            sheets.matcher.add_selector(one, rule)
            sheets.rules += 1
    for inner in content:
        if inner.type == "qualified-rule":
            nested = tinycss2.serialize(inner.prelude)
            if len(text) * max(1, nested.count("&")) > _LONGEST_SELECTOR:
                raise RecursionError
            whole = nested.replace("&", f":is({text})") if "&" in nested else f":is({text}) {nested}"
            _rule(sheets, inner, tinycss2.parse_component_value_list(whole), line, layer, is_sure)
        elif inner.type == "at-rule" and (holds := _applies(inner)) is not False:
            _rule(sheets, inner, selector, line, layer, is_sure and bool(holds))


def _loosely(selector: str) -> list[Any]:
    """A selector without its pseudo-classes that are not known, so that it holds for more than it should."""
    if "::-" in selector or "::" in re.sub(r"::(before|after|first-letter|first-line)", "", selector):
        return []
    try:
        return list(compile_selector_list(re.sub(r":(?!:)[\w-]+(?:\([^()]*\))?", "", selector) or "*"))
    except (SelectorError, NotImplementedError):
        return []


# Conditions -----------------------------------------------------------------------------------------------------------


def _applies(node: Any) -> bool | None:
    """Whether the rules in an at-rule hold for a wide window; None if it cannot be told."""
    keyword, condition = node.lower_at_keyword, _condition(node)
    if node.content is None or keyword not in ("media", "supports", "layer", "container", "scope"):
        return False
    if keyword == "media":
        return _holds(condition)
    return keyword == "layer" or (keyword == "supports" and "not" not in condition.split()) or None


def _condition(node: Any) -> str:
    return str(tinycss2.serialize(node.prelude)).strip().lower()


def _holds(condition: str) -> bool | None:
    """Whether a media query holds for a wide window; None if it cannot be told."""
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
    if (bound := _BOUND.fullmatch(feature)) is not None:
        sign, limit = _SIGNS.get(bound[1] or bound[3]), px(bound[4], 16)
        return None if sign is None or limit is None else sign(_WIDTH if bound[2] == "width" else _HEIGHT, limit)
    if (named := _FEATURE.fullmatch(feature)) is None or named[1] not in _HAS:
        return None
    has = _HAS[named[1]]
    return has == named[2] if named[2] else has != "no-preference"


# Declarations ---------------------------------------------------------------------------------------------------------


def _declarations(nodes: Tokens) -> Iterator[tuple[str, str, bool]]:
    for node in nodes:
        if node.type == "declaration":
            written = tinycss2.serialize(node.value).strip()[:_LONGEST_VALUE]
            value = written if node.lower_name == "content" or node.name.startswith("--") else written.lower()
            name = node.name if node.name.startswith("--") else node.lower_name.removeprefix("-webkit-")
            # A browser passes over a value that it does not know, and the one before it holds.
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
        colours = [part for part in parts if _COLOUR.fullmatch(part) and part not in (*_NO_COLOURS, *images)]
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


def px(value: str, em: float) -> float | None:
    """A length in px; None if it is none, or one that depends on what stands around it."""
    match = re.fullmatch(r"([+-]?(?:\d+\.?\d*|\.\d+))(px|em|rem|pt|ex|ch|vw|vh|in|cm|mm|pc)?", value.strip())
    if match is None or (match[2] is None and float(match[1])):
        return None
    unit = {
        None: 1.0, "px": 1.0, "em": em, "rem": 16.0, "pt": 4 / 3, "ex": em / 2, "ch": em / 2, "vw": _WIDTH / 100,
        "vh": _HEIGHT / 100, "in": 96.0, "cm": 37.8, "mm": 3.78, "pc": 16.0,
    }[match[2]]  # fmt: skip
    return float(match[1]) * unit


def resolved(value: str, variables: Mapping[str, str]) -> str:
    """A value with the page's variables in it put in; those that are not known stay as they are."""
    for _ in range(_MOST_NESTED):
        if "var(" not in value or len(value) > _LONGEST_VALUE:
            break
        value = _VARIABLE.sub(lambda match: variables.get(match[1], match[2] or "unknown"), value)
    return value.strip()
