"""Why a published document cannot be read, and where: said once for every format.

Belongs here: the refusal and the place it points at. Not here: when something is refused (matching, tables).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.spotlight.readers.layout import Item, ItemKind, Line, heading_words
from orchestration.spotlight.readers.page import Placed
from orchestration.spotlight.readers.words import Token


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a line of a document as it was read, for a `^` below it."""

    line: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a document cannot be read: the rule, the line, what was found there and how to mend it."""

    rule_code: str
    line: int | None
    found: str
    message: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A number that was left alone because it does not stand where a figure would, and why that is known."""

    mark: Mark
    why: str


def mark_of(placed: Sequence[Placed], tokens: Sequence[Token]) -> Mark:
    """The place of some tokens that stand on one of `placed`."""
    first = tokens[0]
    on = next((one for one in placed if one.number == first.line), placed[0])
    end = max((token.end for token in tokens if token.line == first.line), default=first.end)
    return Mark(first.line, on.text, first.column, end)


def refusal_at(line: Line, item: Item | None, rule_code: str, message: str, found: str | None = None) -> Refusal:
    """A refusal that points at one item of a line, or at the line."""
    if item is None:
        placed = line.placed[0]
        whole = placed.text.rstrip()
        start = len(whole) - len(whole.lstrip())
        return Refusal(
            rule_code, line.number, found or line.text, message, Mark(placed.number, placed.text, start, len(whole))
        )
    return Refusal(rule_code, item.line, found or line.text, message, mark_of(line.placed, item.tokens))


def said(item: Item) -> str:
    """A label or number as a message names it."""
    if item.kind is ItemKind.NUMBER:
        return item.value
    return " ".join(token.text for token in item.tokens)


def proposal(words: str) -> str:
    """The line of `labels.csv` that would make a wording known."""
    return f'"{words}",figure,<measure>,<category>'


def unknown_label(line: Line, item: Item) -> Refusal:
    """A number beside words that no line of `labels.csv` has."""
    words = heading_words(line)
    return refusal_at(
        line,
        item,
        "number_unread",
        f"{said(item)!r} stands where a figure would, and its label {words!r} is not known. If it is a figure of the "
        f"report, add its wording to data/seeds/reference/labels.csv, as in: {proposal(words)}",
    )
