"""Notes about all figures: those that no mark points at, and marked ones that speak of more than their own figure.

`* Restaurant work only`, `[Old version]`, `N.B. Each row is a tip.`

Belongs here: which notes these are, and how much evidence makes one change all figures. Not here: notes about single
figures (notes), and the evidence of other sentences (remarks).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from orchestration.spotlight.readers.figures.notes import speaks_of_more
from orchestration.spotlight.readers.figures.statements import Sentence
from orchestration.spotlight.readers.grammar.characters import RAISED_LETTER, unraised
from orchestration.spotlight.readers.grammar.examples import Examples
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.grammar.words import PLAIN_VERBS, VERBS_OF_COUNTING
from orchestration.spotlight.readers.tree.imprints import is_imprint
from orchestration.spotlight.readers.tree.lines import Line, Role, text_of

_ANNOUNCED = re.compile(
    r"(?:please )?(?:(?:foot)?notes?|n\.? ?b\.|nota bene)(?: \w{1,2})?(?:[.:]|\s+[-\u2013\u2014]| that\b)",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"(?:\[[^\]]+\]|\([^)]+\))\.?")
_ITALICS = re.compile(r"\*(?=\S)([^*]+)\*")
_OF_MAP = re.compile(r"\W*(?:the|this) (?:heat )?map\b|.*\bon the map\.?$", re.IGNORECASE)
_COMMENT = RAISED_LETTER * 2
"""The comment of a text processor, whose mark has lost its letters."""
_SENTENCE = -0.8
"""A note with a mark and more evidence changes all figures."""
_FRAGMENT = -1.5
"""The same without a verb: what stands below figures with a mark and is no sentence narrows them, or names a source."""
_ANNOUNCED_NOTE = 0.0
"""The same for `Note:` with a sentence, which says all kinds of things: `Note: Some called twice.`"""
_BRACKETED = 0.2
"""The same in brackets, where pictures, pages and dates are named too: `(Profile to follow in the next edition.)`"""
OF_A_MARK = 0.2
"""Enough evidence in a note that a mark points at; that of a plain document seldom has more."""
_FEWEST_WORDS = 3


def changes_all(note: Sentence, lines: Sequence[Line], examples: Examples) -> bool:
    """Whether a note that no mark points at, or one about more than the figure with its mark, makes something else of
    all figures.
    """
    is_of_something_else = _OF_MAP.match(note.text) or note.text.startswith(_COMMENT) or is_imprint(note.line)
    if len(note.words) < _FEWEST_WORDS or is_of_something_else:
        return False
    if not _is_loose(note, lines):
        is_of_more = bool(note.mark) and not _is_of_list(note, lines) and speaks_of_more(note)
        return is_of_more and examples.evidence(note.text) > OF_A_MARK
    if _IN_BRACKETS.fullmatch(note.text):
        return examples.evidence(note.text) > _BRACKETED
    if (italics := _ITALICS.fullmatch(note.text)) is not None:
        return examples.evidence(italics[1]) > _BRACKETED
    if not _mark_of(note):
        return examples.evidence(_ANNOUNCED.sub("", note.text, count=1)) > _ANNOUNCED_NOTE
    is_fragment = (PLAIN_VERBS | VERBS_OF_COUNTING).isdisjoint(note.words)
    return examples.evidence(note.text) > (_FRAGMENT if is_fragment else _SENTENCE)


def _is_loose(note: Sentence, lines: Sequence[Line]) -> bool:
    if not (mark := _mark_of(note)):
        return bool(_ANNOUNCED.match(note.text) or _IN_BRACKETS.fullmatch(note.text))
    is_pointed = is_pointed_at(mark, other_lines(note, lines))
    return bool(_ITALICS.fullmatch(note.text)) or not (is_pointed or _is_of_list(note, lines))


def _is_of_list(note: Sentence, lines: Sequence[Line]) -> bool:
    """Whether a note is an item of a list: other lines begin with the same mark."""
    mark = _mark_of(note)
    begins = any(line.tokens and unraised(line.tokens[0].text) == mark for line in other_lines(note, lines))
    return begins or sum(unraised(token.text) == mark for token in note.tokens) > 1


def other_lines(note: Sentence, lines: Sequence[Line]) -> list[Line]:
    """The lines without those of a note. The last words of a document are a copy of their line."""
    own = {(line.number, line.text) for line in note.lines}
    return [line for line in lines if (line.number, line.text) not in own]


def _mark_of(note: Sentence) -> str:
    """The mark that a line of any role begins with; a number may be that of a list."""
    return note.mark or (unraised(note.tokens[0].text) if note.tokens[0].kind is Kind.MARK else "")


def is_pointed_at(mark: str, lines: Sequence[Line]) -> bool:
    """Whether the mark of a note stands in a cell, or in a line that is no text.

    At the beginning of a line it may be a bullet.
    """
    lines = [line for line in lines if line.role not in (Role.PROSE, Role.STATEMENT, Role.FRAME)]
    if any(mark in (unraised(token.text), token.glued_digits) for line in lines for token in line.tokens[1:]):
        return True
    cells = [cell for line in lines if line.table is not None for cell in line.table.cells]
    return any(mark in unraised(text_of(line)) for cell in cells for line in cell.lines)
