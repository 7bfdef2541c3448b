"""`Not Specified(1)` with `(1) Cases where ...` further down: marks of notes that a document prints in brackets.

Belongs here: which numbers in brackets are marks, in all formats. Not here: what the notes say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from orchestration.spotlight.readers.blocks import Block, Document, Line, Run

_BEHIND_WORD = re.compile(r"(?<=[^\W\d_])[(\[]([0-9]+)[)\]](?=[\s:,.]|$)")
_BEFORE_NOTE = re.compile(r"\s*[(\[]([1-9])[)\]](?= ?(?:[^\W\d_][\w',/-]*,? +){4,})")


def with_note_marks(document: Document) -> Document:
    """The document with such marks raised, if each number that touches a word has its note, and each note its mark.

    `Emails(14)` may be a count, and `(1)` the number of an item.
    """
    texts = [line.text for line in document.lines()]
    notes = [note[1] for text in texts if (note := _BEFORE_NOTE.match(text))]
    marks = {mark for text in texts for mark in _BEHIND_WORD.findall(text)}
    if not marks or sorted(notes) != sorted(marks):
        return document
    return Document(tuple(_marked(block) for block in document.blocks))


def _marked(block: Block) -> Block:
    table = block.table
    if table is not None:
        cells = tuple(replace(cell, lines=tuple(map(_raised, cell.lines))) for cell in table.cells)
        table = replace(table, cells=cells, caption=tuple(map(_raised, table.caption)))
    return replace(block, lines=tuple(map(_raised, block.lines)), table=table)


def _raised(line: Line) -> Line:
    return replace(line, runs=tuple(part for at, run in enumerate(line.runs) for part in _parts(run, is_first=not at)))


def _parts(run: Run, *, is_first: bool) -> Iterator[Run]:
    note = _BEFORE_NOTE.match(run.text) if is_first else None
    start = 0
    for mark in (note,) if note is not None else _BEHIND_WORD.finditer(run.text):
        yield replace(run, text=run.text[start : mark.start()])
        yield replace(run, text=mark[1], raised=True)
        start = mark.end()
    yield replace(run, text=run.text[start:]) if start else run
