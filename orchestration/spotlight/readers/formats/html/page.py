"""What of an HTML page has to be known before it is read from top to bottom.

Belongs here: what opens what, what scripts write, the head and foot of the page. Not here: the reading (walk).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from cssselect2 import ElementWrapper, SelectorError

from orchestration.spotlight.readers.formats.html.parsing import Element

_OPENS = re.compile(r"collapse|tab|pill|accordion|toggle", re.IGNORECASE)
_TITLE = re.compile(r"\b(?:accordion|collapsible)-(?:title|header|heading|toggle|button|trigger|label)\b")
_TABS = re.compile(r"\b(?:tabs?|pills)\b")
_SHOWN = re.compile(r"content|pane|body")
_NEAR = 3
"""How far above a tab its list may stand."""
_WRITES = re.compile(
    r"\.(?:innerHTML|innerText|textContent|outerHTML|nodeValue|(?:text|html|append|replaceWith)\s*\(\s*[^)\s])"
)
_TARGETS = re.compile(
    r"getElementById\(\s*[\"']([\w-]+)[\"']|(?:querySelector(?:All)?|\$|jQuery)\(\s*[\"']([^\"'<]{1,200})[\"']"
)
_NAMED = re.compile(r"([A-Za-z_$][\w$]*)\s*\.\s*(?:innerHTML|innerText|textContent|outerHTML|nodeValue)\b")
"""An element's id is a variable of the page's scripts; `body` is the whole page."""
_MOST_TARGETS = 200
_WRITES_HERE = re.compile(r"document\s*\.\s*write(?:ln)?\s*\(")

_OF_SITE = re.compile(r"site|logo|brand", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outline:
    """What is known of a page before it is read."""

    openable: frozenset[Element]
    """What is folded, and a person unfolds. A tab's panel that the page's style hides is hidden."""
    titles: Mapping[Element, Element]
    """Panel → its tab."""
    tabs: frozenset[Element]
    openers: frozenset[Element]
    """Buttons and links that open a part of an accordion: its headings."""
    written: frozenset[Element]
    """What scripts write into."""
    frames: frozenset[Element]
    """The head and the foot of the page itself."""
    holds_title: frozenset[Element]
    """What stands around every title of the page is no frame, whatever its name."""


@dataclass(slots=True)
class _Controls:
    by_id: dict[str, Element] = field(default_factory=dict)
    openers: dict[str, Element] = field(default_factory=dict)
    titles: list[Element] = field(default_factory=list)


def outline(root: Element) -> Outline:
    """Everything that points at something else in the page."""
    found = _Controls()
    for element in root.iter():
        attributes = element.attrib
        if not attributes:
            continue
        if name := attributes.get("id"):
            found.by_id.setdefault(name, element)
        if _TITLE.search(attributes.get("class") or ""):
            found.titles.append(element)
        for target in _opened_by(element):
            found.openers.setdefault(target, element)
    titles: dict[Element, Element] = {}
    openers, openable = set(), set()
    for target, opener in found.openers.items():
        panel = found.by_id.get(target)
        if panel is None or _is_inside_frame(opener):
            continue
        if _is_tab(opener):
            titles.setdefault(panel, opener)
        else:
            openers.add(opener)
            openable.add(panel)
    for title in found.titles:
        # Without an address: the title of a part stands right above it.
        if title not in openers and (panel := _below(title)) is not None:
            openers.add(title)
            openable.add(panel)
    return Outline(
        openable=frozenset(openable),
        titles=titles,
        tabs=frozenset(titles.values()),
        openers=frozenset(openers),
        written=frozenset(_written(root, found.by_id)),
        frames=frozenset(_frames(root)),
        holds_title=frozenset(_around_titles(root)),
    )


def writes_here(script: Element) -> bool:
    """Whether a script writes text where it stands."""
    return bool(_WRITES_HERE.search(script.text or ""))


def _below(title: Element) -> Element | None:
    """What stands right below the title of an accordion's part, or below what is around the title alone."""
    above = title.getparent()
    if (below := title.getnext()) is None and above is not None and len(above) == 1:
        below = above.getnext()
    return None if below is None or _TITLE.search(below.get("class") or "") else below


def _opened_by(element: Element) -> Iterator[str]:
    """The ids of what a button, link or tab opens."""
    attributes = element.attrib
    toggles = " ".join((attributes.get(name) or "") for name in ("data-toggle", "data-bs-toggle", "role", "class"))
    if attributes.get("aria-controls"):
        yield from attributes["aria-controls"].split()
    if _OPENS.search(toggles) or _is_in_list_of_tabs(element):
        for name in ("data-target", "data-bs-target", "href", "data-tab"):
            if (target := attributes.get(name) or "").startswith("#"):
                yield target[1:]
            elif name == "data-tab" and target:
                yield target


def _is_in_list_of_tabs(element: Element) -> bool:
    above = islice(element.iterancestors(), _NEAR) if (element.get("href") or "").startswith("#") else ()
    return any(_TABS.search(one.get("class") or "") and not _SHOWN.search(one.get("class") or "") for one in above)


def _is_tab(element: Element) -> bool:
    if _is_in_list_of_tabs(element):
        return True
    toggles = (element.get("data-toggle") or "", element.get("data-bs-toggle") or "")
    return element.get("role") == "tab" or bool({"tab", "pill"} & set(toggles)) or element.get("data-tab") is not None


def _is_inside_frame(element: Element) -> bool:
    return any(above.tag == "nav" or above.get("role") in ("navigation", "banner") for above in element.iterancestors())


def _frames(root: Element) -> Iterator[Element]:
    """`header` and `footer` of the page itself."""
    for element in root.iter("header", "footer"):
        if next(element.iterancestors("article", "section", "main", "aside", "figure", "blockquote"), None) is not None:
            continue
        yield element


def _around_titles(root: Element) -> set[Element]:
    """What is around all titles, and around the first one if it is no link: the name of a site leads to its start."""
    titles = list(root.iter("h1"))
    around = [set(title.iterancestors()) for title in titles]
    is_title = bool(titles) and not _is_link(titles[0]) and not _OF_SITE.search(titles[0].get("class") or "")
    return (set.intersection(*around) if around else set()) | (around[0] if is_title else set())


def _is_link(title: Element) -> bool:
    parent = title.getparent()
    return next(title.iter("a", "img"), None) is not None or (parent is not None and parent.tag == "a")


def _written(root: Element, by_id: Mapping[str, Element]) -> Iterator[Element]:
    """The elements whose text a script of the page sets."""
    selectors: set[str] = set()
    for script in root.iter("script"):
        text = script.text or ""
        if _WRITES.search(text):
            for name in _NAMED.findall(text):
                if name in by_id or name == "body":
                    yield by_id.get(name, root)
            for name, selector in _TARGETS.findall(text):
                if name in by_id:
                    yield by_id[name]
                elif selector:
                    selectors.add(selector)
    if selectors:
        wrapper = ElementWrapper.from_html_root(root)
        for selector in sorted(selectors)[:_MOST_TARGETS]:
            try:
                yield from (one.etree_element for one in wrapper.query_all(selector))
            except (SelectorError, NotImplementedError):
                continue
