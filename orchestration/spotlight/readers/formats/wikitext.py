"""The markup of a wiki's page, as its editors write it: tables, links and references.

Belongs here: what MediaWiki's help says of tables and links. Not here: pages of a wiki as a browser shows them (html).
A table with a cell over several rows or columns, or with anything else that is not known, is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

Numbered = tuple[int, str]
"""A line and its number in the file."""

_BEGIN, _END = "{|", "|}"
_LINK = re.compile(r"\[\[(?!(?:file|image|category):)(?:[^\[\]|]{1,200}\|)?([^\[\]|]{1,200})\]\]", re.IGNORECASE)
_UNSHOWN = re.compile(
    r" *(?:\[\[(?:file|image|category):[^\[\]]{1,300}\]\]|\{\{(?:reflist|short description|use mdy dates)[^{}]{0,99}\}\}) *",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"<ref(?: [^<>]{0,99})?(?:/>|>([^<>]{0,500})</ref>)", re.IGNORECASE)
_BOLD = re.compile(r"'''?(?=\S)([^'\n]{1,200})'''?")
_ATTRIBUTES = re.compile(r" *((?:[a-z-]+ *= *(?:\"[^\"]*\"|'[^']*'|[\w#%-]+) *)+)\|(?!\|)", re.IGNORECASE)
_OVER_SEVERAL = re.compile(r"(?:row|col)span", re.IGNORECASE)
_CELLS = re.compile(r"\|\||!!")


def is_wikitext(lines: Sequence[Numbered]) -> bool:
    return any(text.startswith(_BEGIN) for _, text in lines) and any(text.startswith(_END) for _, text in lines)


def without_wikitext(lines: Sequence[Numbered]) -> list[Numbered]:
    """The lines as a reader of the page sees them: a row of a table in one line, with tabs between its cells.

    The text of a reference stands below the line that it belongs to: it may say something of the figures.
    """
    found: list[Numbered] = []
    at = 0
    while at < len(lines):
        number, text = lines[at]
        if text.startswith(_BEGIN):
            end = next((one for one in range(at, len(lines)) if lines[one][1].startswith(_END)), None)
            rows = list(_rows(lines[at + 1 : end])) if end is not None else [None]
            if end is not None and None not in rows:
                found += [(number, ""), *(row for row in rows if row is not None), (number, "")]
                at = end + 1
                continue
        found += _shown(number, text)
        at += 1
    return found


def _rows(lines: Sequence[Numbered]) -> Iterator[Numbered | None]:
    """The caption and the rows of a table; None if a line of it is not understood."""
    row: list[str] = []
    first = 0
    for number, line in [*lines, (0, "|-")]:
        if line.startswith("|-"):
            if row:
                yield first, "\t".join(row)
            row = []
            continue
        if not line.strip():
            continue
        (_, text), *references = _shown(number, line)
        if references:
            yield None
        elif line.startswith("|+"):
            yield number, _cell(text[2:]) or None
            yield number, ""
        elif line[0] in "|!":
            cells = [_cell(one) for one in _CELLS.split(text[1:])]
            yield from (None for one in cells if one is None)
            first = first if row else number
            row += [one or "" for one in cells]
        else:
            yield None


def _cell(text: str) -> str | None:
    attributes = _ATTRIBUTES.match(text)
    if attributes and _OVER_SEVERAL.search(attributes[1]):
        return None
    text = text[attributes.end() :] if attributes else text
    return None if "|" in text or "{{" in text else text.strip()


def _shown(number: int, text: str) -> Iterator[Numbered]:
    text = _UNSHOWN.sub("", text)
    yield number, _BOLD.sub(r"\1", _LINK.sub(r"\1", _REFERENCE.sub("", text)))
    for reference in _REFERENCE.finditer(text):
        if reference[1]:
            yield number, ""
            yield number, _LINK.sub(r"\1", reference[1])
