"""Published documents as plain text.

Belongs here: the way from bytes to text. Not here: what the text means (published).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from orchestration.spotlight.domain.model import Rejection
from orchestration.spotlight.readers.decoding import decode
from orchestration.spotlight.readers.limits import Limits, too_many_characters
from orchestration.spotlight.readers.page import Cell, Row
from orchestration.spotlight.readers.words import clean

# Two spaces part columns, unless they follow the end of a sentence.
_GAP = re.compile(r" *(?:\t|\|)[ \t|]*|(?<![.!?:;,]) {2,}| {3,}")
_TABLE = re.compile(r"[\t|]")
_RULE = re.compile(r"[|:\-+= ]+")


def read_text_rows(path: str, document_id: str, content: bytes, limits: Limits) -> list[Row] | Rejection:
    """The rows of one text document."""
    text = decode(path, document_id, content, limits)
    if isinstance(text, Rejection):
        return text
    if len(text) > limits.max_characters:
        return too_many_characters(path, document_id, len(text), limits)
    return list(rows_of(text))


def rows_of(text: str) -> Iterator[Row]:
    """Line by line, with the cells that wide gaps, tabs and bars part."""
    table = 0
    separators = 0
    for number, line in enumerate(clean(text).split("\n"), start=1):
        if "|" in line and "---" in line and _RULE.fullmatch(line):
            line = ""
        parts = len(_TABLE.findall(line.strip(" ").strip("|"))) if _TABLE.search(line.strip()) else 0
        if parts and parts != separators:
            table += 1
        if parts or line.strip():
            separators = parts
        cells = tuple(_columns(line) if parts else _cells(line.replace("\t", " ")))
        yield Row(number, cells, number, number, table if parts and len(cells) > 1 else None)


def _cells(line: str) -> Iterator[Cell]:
    start = len(line) - len(line.lstrip(" "))
    for match in _GAP.finditer(line, start):
        if match.start() > start:
            yield Cell(line[start : match.start()], start, match.start())
        start = match.end()
    if line[start:].strip():
        yield Cell(line[start:].rstrip(), start, len(line.rstrip()))


def _columns(line: str) -> Iterator[Cell]:
    """The cells between tabs or bars: their order is their column."""
    separator = "|" if "|" in line else "\t"
    for column, text in enumerate(line.strip(" ").removeprefix("|").split(separator)):
        if text.strip():
            yield Cell(" ".join(text.split()), column, column)
