"""What must be known about an HTML page before it is read from top to bottom.

Belongs here: which control opens which panel, what scripts have not filled yet, the page's header and footer, where it
stands on its site. Not here: what scripts write (scripts), reading the page (walk).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from orchestration.spotlight.readers.blocks import GroupKind
from orchestration.spotlight.readers.formats.html.names import is_entry_between_links
from orchestration.spotlight.readers.formats.html.parsing import Element
from orchestration.spotlight.readers.formats.html.scripts import elements_written_by_scripts, writes_text

_OPENS = re.compile(r"collapse|tab|pill|accordion|toggle", re.IGNORECASE)
_TITLE = re.compile(r"\b(?:accordion|collapsible)-(?:title|header|heading|toggle|button|trigger|label)\b")
_TABS = re.compile(r"\b(?:tabs?|pills)\b")
_SHOWN = re.compile(r"content|pane|body")
_LEVELS_ABOVE = 3
"""A tab's list may be this many elements above the tab."""
_IS_CHOSEN = ("aria-selected", "aria-pressed", "aria-checked")
_OPEN_NAMES = frozenset(("active", "is-active", "selected", "is-selected", "current", "ui-tabs-active", "on"))
_ENTRY_NAMES = frozenset(("active", "current", "current-menu-item", "current_page_item", "is-active", "is-current"))
_BREADCRUMB = re.compile(
    r"(?!has|hide|no|show|with)(?:\w{1,20}[-_]{1,2})?bread-?crumbs?(?:[-_]{1,2}(?:bar|list|nav|trail|wrapper))?"
)
_NO_ENTRIES = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "table")
_LISTS_OF_TABS = re.compile(r"\b(?:tabs?|tab-?list|pills|btn-group|button-group|segmented|toggle-group|tab-nav)\b")
_FEWEST_COUNTERS = 2
"""From this many numbers on, a page with nothing but zeros may be unfilled: a single zero may be the count."""
_OF_DATA = re.compile(r"json|template|importmap|text/html|text/plain", re.I)
"""Types of scripts that no browser runs."""
_NUMBER_OR_NONE = re.compile(r"[0-9][0-9,.]*|[-–—…]{1,3}|\.{3}")
_PLACEHOLDER = re.compile(r"0+(?:[.,]0+)*|\D+")
_COUNTER_NAMES = re.compile(
    r"(?:[\w-]*[-_])?(?:count(?:er|up|to)?|purecounter|odometer|ticker|animated?)(?:[-_][\w-]*)?"
)
_FILLED_FROM = re.compile(
    r"data-(?:[\w-]+-)?(?:key|bind|field|metric|measure|stat|source|src|url|series|figure|count(?:er)?)|ng-bind|[vx]-text"
)
"""Attributes that name what a script will put there."""
_SPEAKS_OF_NUMBERS = re.compile(r"\b(?:counters?|counts|numbers?|figures?|statistics|values?|zeros?|totals?|0)\b", re.I)


@dataclass(frozen=True, slots=True)
class Outline:
    """What is known about a page before it is read."""

    openable: frozenset[Element]
    """Folded elements that a person can open. Not the panels of tabs: one that the page's style hides is hidden."""
    titles: Mapping[Element, Element]
    """Panel → its tab."""
    tabs: frozenset[Element]
    openers: frozenset[Element]
    """Buttons and links that open a part of an accordion. They are its headings."""
    script_written: frozenset[Element]
    """Elements that scripts write into or have yet to fill."""
    frames: frozenset[Element]
    """The header and footer of the page itself, and lists of tabs."""
    chosen: Mapping[Element, GroupKind]
    """The selected options, open tabs and pressed buttons of the content, and where the page stands on its site."""
    holds_title: frozenset[Element]
    """Elements around the titles of the page. They are not frame, whatever their names."""


@dataclass(slots=True)
class _Controls:
    by_id: dict[str, Element] = field(default_factory=dict)
    openers: dict[str, Element] = field(default_factory=dict)
    titles: list[Element] = field(default_factory=list)


def outline(root: Element) -> Outline:
    """Collect what must be known about a page before it is read."""
    found = _Controls()
    for element in root.iter():
        attributes = element.attrib
        if not attributes:
            continue
        if name := attributes.get("id"):
            found.by_id.setdefault(name, element)
        if _TITLE.search(attributes.get("class") or "") or _opens_below(element):
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
        # A title that names no panel opens the element right below it.
        if title not in openers and (panel := _below(title)) is not None:
            openers.add(title)
            openable.add(panel)
    frames = frozenset(_frames(root))
    chosen = frozenset(one for one in _chosen(root) if one not in titles)
    return Outline(
        openable=frozenset(openable),
        titles=titles,
        tabs=frozenset(titles.values()),
        openers=frozenset(openers),
        script_written=frozenset(elements_written_by_scripts(root, found.by_id)) | frozenset(_unfilled(root)),
        frames=frames | {one.getparent() for one in chosen if one.tag == "li"},
        chosen=dict.fromkeys(_entries_of_this_page(root), GroupKind.HERE) | dict.fromkeys(chosen, GroupKind.CHOICE),
        holds_title=frozenset(_around_titles(root)),
    )


def _opens_below(element: Element) -> bool:
    """Whether it is a button of the content that opens something and does not name what: the element below it."""
    is_opener = element.tag == "button" and "aria-expanded" in element.attrib
    return is_opener and not any(_opened_by(element)) and not _is_inside_frame(element)


def _below(title: Element) -> Element | None:
    """The element right below the title of an accordion's part, or below an element that holds only the title."""
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
    above = islice(element.iterancestors(), _LEVELS_ABOVE) if (element.get("href") or "").startswith("#") else ()
    return any(_TABS.search(one.get("class") or "") and not _SHOWN.search(one.get("class") or "") for one in above)


def _is_tab(element: Element) -> bool:
    if _is_in_list_of_tabs(element):
        return True
    toggles = (element.get("data-toggle") or "", element.get("data-bs-toggle") or "")
    return element.get("role") == "tab" or bool({"tab", "pill"} & set(toggles)) or element.get("data-tab") is not None


def _is_inside_frame(element: Element) -> bool:
    return any(above.tag == "nav" or above.get("role") in ("navigation", "banner") for above in element.iterancestors())


def _frames(root: Element) -> Iterator[Element]:
    """The `header` and `footer` of the page itself, not those of a section in it."""
    for element in root.iter("header", "footer"):
        if next(element.iterancestors("article", "section", "main", "aside", "figure", "blockquote"), None) is not None:
            continue
        yield element


def _chosen(root: Element) -> Iterator[Element]:
    """Elements that are marked as chosen, the open one in a list of tabs, by its class, and that between links."""
    for element in root.iter("option", "input", "li", "a", "button", "label", "div", "span"):
        names = element.attrib
        if element.tag == "li" and is_entry_between_links(element) and not _is_inside_frame(element):
            yield element
        if not names:
            continue
        if element.tag == "option":
            is_chosen = "selected" in names
        elif element.tag == "input":
            is_chosen = "checked" in names and (names.get("type") or "").lower() in ("radio", "checkbox")
            element = _label_of(element, root) if is_chosen else element
        else:
            is_chosen = any(names.get(name) == "true" for name in _IS_CHOSEN) or (
                not _OPEN_NAMES.isdisjoint((names.get("class") or "").lower().split()) and _is_one_of_tabs(element)
            )
        if is_chosen and element is not None:
            yield element


def _entries_of_this_page(root: Element) -> Iterator[Element]:
    """The open entries of menus, and the last part of each breadcrumb."""
    for element in root.iter("li", "a", "span"):
        names = (element.get("class") or "").lower().split()
        is_open = element.get("aria-current", "false") != "false" or not _ENTRY_NAMES.isdisjoint(names)
        if is_open and _is_inside_frame(element) and _is_entry(element):
            yield element
    for path in root.iter("ol", "ul", "div", "nav"):
        names = f"{path.get('class') or ''} {path.get('id') or ''}".lower().split()
        is_path = any(map(_BREADCRUMB.fullmatch, names))
        if not is_path or not len(path):
            continue
        *above, last = path
        are_links = all(next(part.iter("a"), None) is not None or not _has_words(part) for part in above)
        if are_links and _is_entry(last) and next(path.iter(*_NO_ENTRIES), None) is None:
            yield last


def _is_entry(element: Element) -> bool:
    """Whether an element holds one entry of a menu, and not a word of a sentence around it."""
    parent, before = element.getparent(), element.getprevious()
    text_before = before.tail if before is not None else parent.text if parent is not None else None
    beside = [text_before, element.tail] if element.tag != "li" else []
    is_alone = not any(text and any(map(str.isalnum, text)) for text in beside)
    return is_alone and next(element.iter("ul", "ol", *_NO_ENTRIES), None) is None


def _has_words(element: Element) -> bool:
    return any(map(str.isalnum, "".join(element.itertext())))


def _label_of(button: Element, root: Element) -> Element | None:
    """The label of a radio button or checkbox."""
    around = next(button.iterancestors("label"), None)
    name = button.get("id")
    if around is not None or name is None:
        return around
    return next((one for one in root.iter("label") if one.get("for") == name), None)


def _is_one_of_tabs(element: Element) -> bool:
    if element.get("role") == "tabpanel" or _SHOWN.search(element.get("class") or ""):
        # An open panel is content, not the name of a choice.
        return False
    above = islice(element.iterancestors(), _LEVELS_ABOVE - 1)
    return any(one.get("role") == "tablist" or _is_list_of_tabs(one) for one in above)


def _is_list_of_tabs(element: Element) -> bool:
    names = element.get("class") or ""
    if element.tag in ("ol", "ul"):
        names += f" {element.get('id') or ''}"
    return bool(_LISTS_OF_TABS.search(names)) and not _SHOWN.search(names)


def _unfilled(root: Element) -> Iterator[Element]:
    """Zeros and dashes that stand where a script will put numbers: counters that have not run yet."""
    waits = any(_SPEAKS_OF_NUMBERS.search("".join(one.itertext())) for one in root.iter("noscript"))
    alike: dict[str, list[Element]] = {}
    numbers: list[Element] = []
    for element in root.iter():
        text = (element.text or "").strip() if len(element) == 0 and isinstance(element.tag, str) else ""
        if not _NUMBER_OR_NONE.fullmatch(text):
            continue
        if waits and _PLACEHOLDER.fullmatch(text):
            yield element
        for one in islice((element, *element.iterancestors()), 2):
            names = [name for name in (one.get("class") or "").lower().split() if _COUNTER_NAMES.fullmatch(name)]
            for name in {*names, *(name for name in one.attrib if _FILLED_FROM.fullmatch(name))}:
                alike.setdefault(name, []).append(element)
        numbers.append(element)
    if len(numbers) >= _FEWEST_COUNTERS:
        # On a page with only zeros, a script in it may write numbers anywhere, one in a file only where the page names
        # a place for it. Without scripts, the zeros are counts.
        alike["script"] = list(_fillable(root, numbers))
    are_zero = all(map(_is_placeholder, numbers))
    for name, some in alike.items():
        if all(map(_is_placeholder, some)) and (are_zero or name != "script"):
            yield from some


def _is_placeholder(number: Element) -> bool:
    return bool(_PLACEHOLDER.fullmatch(number.text.strip()))


def _fillable(root: Element, numbers: Sequence[Element]) -> Iterator[Element]:
    """The numbers of a page that its scripts can write: all of them if a script in the page writes text."""
    scripts = [one for one in root.iter("script") if not _OF_DATA.search(one.get("type") or "")]
    if any(map(writes_text, scripts)):
        yield from numbers
    elif any(one.get("src") for one in scripts):
        for number in numbers:
            around = islice((number, *number.iterancestors()), 2)
            if any(name in ("id", "class") or name.startswith("data-") for one in around for name in one.attrib):
                yield number


def _around_titles(root: Element) -> set[Element]:
    """Elements around all titles, and around the first unless it is a link: that is the site's name, not a title."""
    titles = list(root.iter("h1"))
    around = [set(title.iterancestors()) for title in titles]
    is_title = bool(titles) and not _is_link(titles[0])
    return (set.intersection(*around) if around else set()) | (around[0] if is_title else set())


def _is_link(title: Element) -> bool:
    parent = title.getparent()
    return next(title.iter("a", "img"), None) is not None or (parent is not None and parent.tag == "a")
