"""The source of a wiki page, as its editors write it: tables, links and references.

Belongs here: tables and links as MediaWiki's help describes them. Not here: wiki pages as a browser shows them (html).
Other markup that may change what is seen is refused: spanning cells, hidden text, comments, most templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

Numbered = tuple[int, str]
"""The number of a line in the file, and its text."""

_BEGIN, _END = "{|", "|}"
_LINK = re.compile(r"\[\[(?!(?:file|image|category):)(?:[^\[\]|]{1,200}\|)?([^\[\]|]{1,200})\]\]", re.IGNORECASE)
_PICTURE = re.compile(r"\[\[(?:file|image):([^\[\]]{1,300})\]\]", re.IGNORECASE)
_UNSHOWN = re.compile(
    r"\[\[category:[^\[\]]{1,300}\]\]|__(?:FORCETOC|NOEDITSECTION|NOTOC|TOC)__"
    r"|\{\{(?:defaultsort|further|main|reflist|see also|short description|use [a-z]+ english"
    r"|use (?:dmy|mdy) dates)"
    r"[^{}]{0,99}\}\}",
    re.IGNORECASE,
)
_UNCITED = re.compile(r"\{\{citation needed[^{}]{0,99}\}\}", re.IGNORECASE)
"""Left out of running text only: in a cell it throws doubt on a number."""
_CITED = re.compile(r"\{\{cite [a-z]{1,20}([^{}]{0,500})\}\}", re.IGNORECASE)
_CITED_TEXT = re.compile(
    r"\| *(?!(?:url|archive-|access-|date|first|last|isbn|doi|page|language|df|volume|issue))"
    r"[a-z-]+[0-9]* *= *([^|{}]+)",
    re.IGNORECASE,
)
_REFERENCES = re.compile(r"=+ *references *=+ *", re.IGNORECASE)
_BOX_OF_LINKS = re.compile(r"\{\{[A-Z][a-z]+(?: [a-z]+)? in [A-Za-z ]{4,60}\}\} *")
"""`{{Human trafficking in the United States}}`, but not `{{Update needed}}`"""
_REFERENCE = re.compile(r"<ref(?: [^<>]{0,99})?(?:/>|>([^<>]{0,500})</ref>)", re.IGNORECASE)
_BOLD = re.compile(r"'''?(?=\S)([^'\n]{1,200})'''?")
_ATTRIBUTES = re.compile(
    r" {0,9}((?:[a-z-]{1,20} {0,9}= {0,9}(?:\"[^\"]{0,99}\"|'[^']{0,99}'|[\w#%-]{1,40}) {0,9}){1,9})\|(?!\|)",
    re.IGNORECASE,
)
_HARMLESS = re.compile(
    r"(?: {0,9}(?:class {0,9}= {0,9}\"?(?:(?:wikitable|sortable|sortbottom|sorttop|plainrowheaders) ?){1,5}\"?"
    r"|(?:scope|align|valign|width|border|cellpadding|cellspacing) {0,9}= {0,9}\"?[\w%]{1,20}\"?"
    r"|style {0,9}= {0,9}\""
    r" ?(?:(?:font-weight|text-align|vertical-align|width) {0,9}: {0,9}[\w%.]{1,20} ?;? ?){1,3}\")){0,9} {0,9}",
    re.IGNORECASE,
)
"""Attributes of a table or cell that do not change its text."""
_TOUCHES_DIGIT = re.compile(r"[0-9](?:<|\[)|[>\]][0-9]|[0-9]''+\w|\w''+[0-9]", re.IGNORECASE)
"""`134<small>1</small>`: without the markup, the digits would be another number."""
_CELLS = re.compile(r"\|\||!!")
_UNKNOWN = re.compile(r"<!--|-->|</?[a-z]|\{\{|\}\}|\[\[|\]\]", re.IGNORECASE)


class UnknownMarkupError(ValueError):
    """A line of a wiki page's source that is not understood."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__(text)
        self.number = number
        self.text = text


def without_wikitext(lines: list[Numbered]) -> list[Numbered]:
    """The lines as a reader of the page sees them: each row of a table on one line, with tabs between its cells.

    The text of a reference or a picture follows the line that it belongs to: it may say something about figures.
    Raises UnknownMarkupError.
    """
    if not any(text.startswith(_BEGIN) for _, text in lines):
        return lines
    shown = [one for number, text in _without_boxes_of_links(lines) for one in _shown(number, text)]
    found: list[Numbered] = []
    at = 0
    while at < len(shown):
        number, text = shown[at]
        if text.startswith(_BEGIN):
            end = next((one for one in range(at, len(shown)) if shown[one][1].startswith(_END)), at)
            last = shown[end][1]
            if end == at or not _HARMLESS.fullmatch(text[len(_BEGIN) :]) or last.strip() != _END:
                raise UnknownMarkupError(number, text)
            found += [(number, ""), *_rows(shown[at + 1 : end]), (number, "")]
            at = end
        elif _UNKNOWN.search(text):
            raise UnknownMarkupError(number, text)
        else:
            found.append((number, text))
        at += 1
    return found


def _without_boxes_of_links(lines: Sequence[Numbered]) -> Iterator[Numbered]:
    """The lines without the boxes of links below the references."""
    has_references = False
    for number, text in lines:
        has_references |= _REFERENCES.fullmatch(text) is not None
        yield number, "" if has_references and _BOX_OF_LINKS.fullmatch(text) else text


def _rows(lines: Sequence[Numbered]) -> Iterator[Numbered]:
    """The caption and the rows of a table, one line each."""
    row: list[str] = []
    first = 0
    for number, text in [*lines, (0, "|-")]:
        if text.startswith("|-") and _HARMLESS.fullmatch(text.lstrip("|-")):
            if row:
                yield first, "\t".join(row)
            row = []
        elif text.startswith("|+"):
            yield number, _cell(number, text[2:])
            yield number, ""
        elif text[:1] in ("|", "!") and text[1:2] != "-":
            first = first if row else number
            row += [_cell(number, one) for one in _CELLS.split(text[1:])]
        elif text.strip():
            raise UnknownMarkupError(number, text)


def _cell(number: int, text: str) -> str:
    attributes = _ATTRIBUTES.match(text)
    inside = text[attributes.end() :] if attributes else text
    if (attributes and not _HARMLESS.fullmatch(attributes[1])) or "|" in inside or _UNKNOWN.search(inside):
        raise UnknownMarkupError(number, text)
    return inside.strip()


def _shown(number: int, text: str) -> Iterator[Numbered]:
    """A line without its markup, followed by the texts of its references and pictures."""
    text = text if text[:1] in ("|", "!") else _UNCITED.sub("", text)
    text = _CITED.sub(lambda one: ". ".join(map(str.strip, _CITED_TEXT.findall(one[1]))), text)
    beside = [one[1] for one in _REFERENCE.finditer(text) if one[1]]
    for picture in _PICTURE.finditer(text):
        beside += picture[1].split("|")[1:]
    plain = _REFERENCE.sub(" ", _PICTURE.sub(" ", _UNSHOWN.sub("", text)))
    if _TOUCHES_DIGIT.search(plain):
        raise UnknownMarkupError(number, text)
    yield number, _inline(plain)
    for one in beside:
        yield number, ""
        yield number, _inline(one)
        yield number, ""


def _inline(text: str) -> str:
    return _BOLD.sub(r"\1", _LINK.sub(r"\1", text))
