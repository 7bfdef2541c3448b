"""What the scripts of an HTML page write, and where.

Belongs here: the text of scripts. Not here: numbers that no script has filled yet (page), attributes (look).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cssselect2 import ElementWrapper, SelectorError

from orchestration.spotlight.readers.formats.html.parsing import Element

_TEXT = r"(?:innerHTML|innerText|textContent|outerHTML|outerText|nodeValue)"
_CALLS = r"\.(?:text|html|append|replaceWith)\s*\(\s*[^)\s]"
_SET = rf"\.{_TEXT}\s*(?:[-+*/%&|?^]{{0,3}}=(?!=)|\+\+|--)"
_USES = re.compile(rf"\.{_TEXT}|{_CALLS}")
_SETS = re.compile(rf"{_SET}|{_CALLS}")
_ONE = r"(?:getElementById\(\s*[\"']([\w-]+)[\"']|(?:querySelector(?:All)?|\$|jQuery)\(\s*[\"']([^\"'<]{1,200})[\"'])"
_TARGETS = re.compile(_ONE)
_SETS_ONE = re.compile(rf"{_ONE}\s*\)\s*(?:{_SET}|{_CALLS})")
_MAY_CHANGE = re.compile(
    r"[Aa]ppend|assign|Attribute|[Cc]lass|clone|create|css|\.data\b|Data\b|detach|empty|eval|execCommand|fetch|[Hh]idden"
    r"|hide|import|[Ii]nsert|[Pp]repend|Reflect|remove|replace(?:With|Child)|setHTML|show|style|new Function|wrap"
    r"|\.(?:after|before|load|val)\(|\.value\s*=(?!=)|\[\s*[\"'`]|[\]}]\s*=(?![=>])"
    rf"|(?:\+\+|--)\s*[\w$.]+\.{_TEXT}|\.{_TEXT}\s+(?:of|in)\b"
)
"""Ways to change a page other than setting an element's text: with one of them, nothing a script reads is sure."""
_NAMED = re.compile(rf"([A-Za-z_$][\w$]*)\s*\.\s*{_TEXT}\b")
"""A variable whose text is used. Each id is a variable in the page's scripts; `body` is the whole page."""
_MOST_TARGETS = 200
"""Selectors. A page with more of them counts as written everywhere."""
_WRITES_HERE = re.compile(r"document\s*\.\s*write(?:ln)?\s*\(")


def writes_here(script: Element) -> bool:
    """Whether a script writes text where it stands."""
    return bool(_WRITES_HERE.search(script.text or ""))


def writes_text(script: Element) -> bool:
    """Whether a script may write text anywhere."""
    return bool(_USES.search(script.text or "")) or writes_here(script)


def elements_written_by_scripts(root: Element, by_id: Mapping[str, Element]) -> Iterator[Element]:
    """The elements whose text a script of the page sets, or may set."""
    texts = [text for script in root.iter("script") if _USES.search(text := script.text or "")]
    # One script may write into an element that another one found.
    is_known = all(map(_sets_only_what_it_names, texts))
    selectors: set[str] = set()
    for text in texts:
        if not is_known:
            yield from (by_id.get(name, root) for name in _NAMED.findall(text) if name in by_id or name == "body")
        for one in (_SETS_ONE if is_known else _TARGETS).finditer(text):
            if one[1] in by_id:
                yield by_id[one[1]]
            elif one[2]:
                selectors.add(one[2])
    if len(selectors) > _MOST_TARGETS:
        yield root
        return
    wrapper = ElementWrapper.from_html_root(root) if selectors else None
    for selector in sorted(selectors):
        try:
            assert wrapper is not None
            yield from (one.etree_element for one in wrapper.query_all(selector))
        except (SelectorError, NotImplementedError):
            continue


def _sets_only_what_it_names(text: str) -> bool:
    """Whether a script sets only texts of elements that it names on the spot; it then only reads all others."""
    return not _MAY_CHANGE.search(text) and len(_SETS_ONE.findall(text)) == len(_SETS.findall(text))
