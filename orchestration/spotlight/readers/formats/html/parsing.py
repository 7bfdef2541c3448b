"""The bytes of an HTML page → its tree, or the reason to refuse it.

Belongs here: encoding, limits, the two parsers that must agree. Not here: what is seen of the tree (look).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest
from math import isqrt
from operator import itemgetter
from typing import Any, TypeAlias

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from orchestration.spotlight.domain.model import Rejection, excerpt
from orchestration.spotlight.readers.decoding import decode
from orchestration.spotlight.readers.grammar.characters import MARKS
from orchestration.spotlight.readers.limits import Limits

Element: TypeAlias = Any
"""An element of lxml, which has no types."""

NO_TEXT = frozenset(("script", "style", "template", "title", "noscript", "textarea", "svg", "math", "iframe", "object"))
"""Elements whose text is not the page's own: it is left out, or reported as unreadable."""
# fmt: off
_MEANINGFUL = frozenset((
    "caption", "dd", "del", "details", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "ins", "legend", "li",
    "s", "select", "strike", "sub", "summary", "sup", "td", "th",
))
# fmt: on
"""Elements that give the text in them a meaning: the two parsers must agree on them."""
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{1,40})", re.IGNORECASE)
_LATIN = frozenset((b"windows-1252", b"iso-8859-1", b"latin1", b"us-ascii"))
_MOST_ELEMENTS = 500_000
_MOST_ATTRIBUTES = 10_000
_LONG_TAG = 2_000
_VALUE = re.compile(rb"([^\s=/>])\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_BETWEEN_ATTRIBUTES = re.compile(rb"[\s/\"']+")
_NOSCRIPT = re.compile(r"(</?)noscript\b", re.IGNORECASE)
_AT_ONCE = 30
"""A page that leads on to another one only after this many seconds has been seen."""
_FORWARDS = re.compile(r"\s*([0-9]{0,9})[0-9.]*\s*[;,]\s*(?:url\s*=)?\s*\S", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tree:
    """A page as a browser understands it, and how often each digit occurs in its text."""

    root: Element
    digits: Counter[str]


def parse_html(path: str, document_id: str, content: bytes, limits: Limits) -> Tree | Rejection | None:
    """The tree of a page, or the reason to refuse it; None if the file is empty."""

    def refuse(rule: str, line: int | None, found: str, message: str) -> Rejection:
        return Rejection(path, line, f"document.{rule}", excerpt(found), message, document_id=document_id)

    text = decode(path, document_id, _as_utf8(content), replace(limits, max_line_characters=limits.max_bytes))
    if isinstance(text, Rejection):
        return text
    if not text.strip():
        return None
    if (found := _too_intricate(content)) is not None:
        message = f"The page has {found}: a report has far fewer. Check that this is the right file, or save its text."
        return refuse("too_large", None, found, message)
    # A parser that stops at a limit returns half a page; only a line in its log says so.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    root = etree.fromstring(text.encode(), parser)
    for error in parser.error_log.filter_from_fatals():
        message = (
            f"The parser stops at line {error.line}: {error.message}. Elements are nested too deeply or one "
            "is too long. Open the page in a browser, copy what it shows and save that as text."
        )
        return refuse("html_broken", error.line, error.message, message)
    if root is None:
        return None
    if (target := _forwards(root)) is not None:
        message = "The page sends its reader on to another page at once. Save the page that a browser ends up with."
        return refuse("html_broken", target.sourceline, target.get("content") or "", message)
    ours, theirs = list(_joined(_numbers(root))), _joined(_numbers_of_browser(text))
    for (meaning, digits, line), other in zip_longest(ours, theirs, fillvalue=("", "", None)):
        if (meaning, digits) != other[:2]:
            message = (
                f"Two HTML parsers read this page differently near line {line or 'its end'}: tags are not closed or "
                "not nested as they should be. Open the page in a browser and save it from there as a complete page, "
                "or save its text."
            )
            return refuse("html_broken", line, digits or other[1], message)
    _place_captions(root)
    return Tree(root, Counter("".join(digits for _, digits, _ in ours)))


def _place_captions(root: Element) -> None:
    """Make the text below a figure that is one table the caption of the table."""
    for figure in root.iter("figure"):
        is_captioned = [child.tag for child in figure] == ["table", "figcaption"] and not is_note_below_figure(
            figure[1]
        )
        if is_captioned and figure[0].find("caption") is None:
            figure[0].insert(0, figure[1])


def is_note_below_figure(caption: Element) -> bool:
    """Whether the text below a figure is a note to a mark in the figure: `* The caller gave no details.`"""
    raised = [one for one in caption[:1] if one.tag == "sup" and not (caption.text or "").strip()]
    begin = "".join(raised[0].itertext()).strip() if raised else "".join(caption.itertext()).lstrip()[:1]
    others = [one for one in caption.getparent() if one is not caption]
    if begin and begin in MARKS:
        return any(begin in "".join(one.itertext()) for one in others)
    marks = ("".join(mark.itertext()).strip() for one in others for mark in one.iter("sup"))
    return bool(raised and begin) and begin in marks


def digits_of(text: str) -> str:
    """The digits of a text, in any script."""
    return "".join(filter(str.isdecimal, text))


def _as_utf8(content: bytes) -> bytes:
    """Convert a page that declares an older encoding. Others are UTF-8, or are refused."""
    declared = _CHARSET.search(content[:4096])
    if declared is not None and declared[1].lower() in _LATIN:
        return content.decode("windows-1252", "replace").encode()
    return content


def _too_intricate(content: bytes) -> str | None:
    """What a page has too much of for the parser's memory or time, or None. A parser at work cannot be stopped."""
    if (elements := content.count(b"<")) > _MOST_ELEMENTS:
        return f"{elements:,} elements"
    # The time for the attributes of one element grows with the square of their number.
    work = 0
    for tag in content.split(b"<"):
        if len(tag) > _LONG_TAG:
            work += len(_BETWEEN_ATTRIBUTES.findall(_VALUE.sub(rb"\1=", tag).partition(b">")[0])) ** 2
    return f"{isqrt(work):,} attributes of an element" if work > _MOST_ATTRIBUTES**2 else None


def _forwards(root: Element) -> Element | None:
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or "").lower() == "refresh":
            wait = _FORWARDS.match(meta.get("content") or "")
            if wait is not None and int(wait[1] or 0) < _AT_ONCE:
                return meta
    return None


# The digits of the page and the elements around them, as two parsers see them -----------------------------------------

_Numbers: TypeAlias = Iterator[tuple[str, str, int | None]]
"""The meaningful element around a text, the text's digits, and its line."""


def _numbers(root: Element) -> _Numbers:
    walker = etree.iterwalk(root, events=("start", "end"))
    meant = [""]
    for event, element in walker:
        if event == "start":
            meant.append(element.tag if element.tag in _MEANINGFUL else meant[-1])
            if element.tag in NO_TEXT:
                walker.skip_subtree()
            elif element.text and (digits := digits_of(element.text)):
                yield meant[-1], digits, element.sourceline
        else:
            meant.pop()
            if element.tail and (digits := digits_of(element.tail)):
                yield meant[-1], digits, element.sourceline


def _numbers_of_browser(text: str) -> _Numbers:
    """The same from a parser that works as browsers do."""
    # Browsers run scripts and so read no elements in `noscript`. This parser runs none, hence `template`.
    root = LexborHTMLParser(_NOSCRIPT.sub(r"\1template", text)).root
    meant: dict[int, str | None] = {}
    for node in root.traverse(include_text=True) if root is not None else ():
        above = node.parent
        outer = meant.get(above.mem_id, "") if above is not None else ""
        if node.tag != "-text":
            meant[node.mem_id] = (
                None if outer is None or node.tag in NO_TEXT else node.tag if node.tag in _MEANINGFUL else outer
            )
        elif outer is not None and (digits := digits_of(node.text_content or "")):
            yield outer, digits, None


def _joined(numbers: _Numbers) -> _Numbers:
    """Consecutive numbers in elements of the same name as one."""
    for meaning, group in groupby(numbers, key=itemgetter(0)):
        pieces = list(group)
        yield meaning, "".join(digits for _, digits, _ in pieces), pieces[0][2]
