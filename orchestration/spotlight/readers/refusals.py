"""Why a published document cannot be read, and where: one form for every format.

Belongs here: refusals, the places they point at, messages on numbers that are not figures. Not here: when to refuse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.spotlight.domain.model import Reading
from orchestration.spotlight.readers.grammar.phrases import Phrase
from orchestration.spotlight.readers.grammar.tokens import Token
from orchestration.spotlight.readers.tree.lines import Line


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a document's line as it was read; a `^` is printed below it."""

    line: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a document cannot be read: the rule, the line, what was found there and how to fix it."""

    rule_code: str
    line: int | None
    found: str
    message: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class IgnoredNumber:
    """A number that was left alone because it does not stand where a figure would, and how that is known."""

    mark: Mark
    why: str


@dataclass(frozen=True, slots=True)
class Examination:
    """What was read of a document, and what a person needs to see why it was read that way."""

    reading: Reading
    marks: tuple[Mark | None, ...] = ()
    """For each rejection, the place that it points at, or None."""
    unread: tuple[IgnoredNumber, ...] = ()
    """Numbers that are not figures."""


def mark_of(line: Line, tokens: Sequence[Token]) -> Mark:
    """The stretch of a line that some tokens cover."""
    first = tokens[0]
    piece = next((one for one in line.pieces if one.number == first.line), line.pieces[0])
    end = max(token.end for token in tokens if token.line == first.line)
    return Mark(first.line, piece.text, first.column, end)


def refusal_at(line: Line, phrase: Phrase | None, rule_code: str, message: str, found: str | None = None) -> Refusal:
    """A refusal that points at one phrase of a line, or at the line."""
    if phrase is None:
        piece = line.pieces[0]
        whole = piece.text.rstrip()
        mark = Mark(piece.number, piece.text, len(whole) - len(whole.lstrip()), len(whole))
    else:
        mark = mark_of(line, phrase.tokens)
    return Refusal(rule_code, mark.line, found or line.text, message, mark)


def label_proposal(words: str) -> str:
    """The line of `labels.csv` that would make a wording known."""
    return f'"{words}",figure,<measure>,<category>'


def heading_proposal(word: str) -> str:
    """The line of `headings.csv` that would make a word known."""
    return f'"{word}",neutral,'


def example_proposal(text: str) -> str:
    """The line of `sentences.csv` or `heading_examples.csv` that would teach that a text changes nothing."""
    quoted = text.replace('"', '""')
    return f'none,"{quoted}"'


def unknown_label(line: Line, phrase: Phrase) -> Refusal:
    """The refusal of a number beside words that are not in `labels.csv`."""
    local = next((one for one in line.phrases if one.kind == "local"), None)
    if local is not None:
        first, last = line.words[0], local.tokens[-1]
        name = line.pieces[0].text[first.column : last.end] if first.line == last.line else line.wording
        return refusal_at(
            line,
            phrase,
            "number_unread",
            f"{phrase.text!r} stands where a figure would, and is of {name!r}, a part of a state. Only whole states "
            "are held. To pass such numbers over, add the name to data/seeds/reference/labels.csv, as in: "
            f'"{name}",other_figure,,',
        )
    return refusal_at(
        line,
        phrase,
        "number_unread",
        f"{phrase.text!r} stands where a figure would, and its label {line.wording!r} is not known. If it is a figure "
        "of the report, add its wording to data/seeds/reference/labels.csv, as in: "
        f"{label_proposal(line.wording)}",
    )
