"""What each line of a published document is: figures, a heading, running text, a note or nothing.

Belongs here: one line and its neighbours. Not here: which number belongs to which label (matching).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from orchestration.spotlight.model import ValueStatus
from orchestration.spotlight.readers.words import Kind, Text, Token, Wordings
from orchestration.spotlight.vocabulary import Label

_SENTENCE_END = re.compile(r"[.!?][\"')\]]{0,3}$")
# A line that ends with one of these, or begins with one, is a part of a longer wording.
_CONNECTORS = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "per", "the", "to", "under", "with")
)
_MERGED_WORDS = 10


class LineKind(StrEnum):
    """What a line is to a reader."""

    BLANK = "blank"
    FIGURES = "figures"
    HEADING = "heading"
    PROSE = "prose"
    NOTE = "note"


class ItemKind(StrEnum):
    """What a piece of a line of figures is."""

    LABEL = "label"
    UNIT = "unit"
    NUMBER = "number"
    YEAR = "year"
    STATUS = "status"
    SPOILT = "spoilt"


@dataclass(frozen=True, slots=True)
class Item:
    """A label or a number, and the tokens that it was read from."""

    kind: ItemKind
    tokens: tuple[Token, ...]
    label: Label | None = None
    value: str = ""
    """Digits of a number or year, the value status of a stated non-number, what was found of a spoilt one."""

    @property
    def line(self) -> int:
        return self.tokens[0].line


@dataclass(slots=True)
class Line:
    """One line (or two that share one wording) and what it is."""

    number: int
    last_number: int
    text: str
    tokens: tuple[Token, ...]
    kind: LineKind
    items: tuple[Item, ...]
    goes_on: bool = False
    """It begins inside a sentence that a line above it began."""
    ends_open: bool = False
    """It ends inside a sentence."""
    whole_wording: str = ""
    """The unknown wording that a label on this line is only a part of."""

    def has(self, *kinds: ItemKind) -> bool:
        return any(item.kind in kinds for item in self.items)

    @property
    def words(self) -> tuple[Token, ...]:
        return tuple(token for token in self.tokens if token.kind is Kind.WORD)


def lay_out(text: Text, wordings: Wordings) -> list[Line]:
    """The lines of `text` in order, each with its kind and, where it is one of figures, its items."""
    lines = [
        _line(number, line, tokens, wordings)
        for number, (line, tokens) in enumerate(zip(text.lines, text.tokens, strict=True), start=1)
    ]
    lines = _merged(lines, wordings)
    _mark_sentences(lines)
    _mark_fragments(lines)
    return lines


def _line(number: int, text: str, tokens: tuple[Token, ...], wordings: Wordings) -> Line:
    items, left_over = _items(tokens, wordings)
    content = [token for token in tokens if token.kind not in (Kind.BREAK, Kind.MARK)]
    if not content or (len(content) == 1 and content[0].kind is Kind.WORD and len(content[0].text) == 1):
        # A single letter is what is left of an icon.
        kind = LineKind.FIGURES if any(item.kind is ItemKind.SPOILT for item in items) else LineKind.BLANK
    elif not left_over and items:
        kind = LineKind.FIGURES
    else:
        kind = LineKind.HEADING
    return Line(number, number, " ".join(text.split()), tokens, kind, tuple(items))


def _items(tokens: tuple[Token, ...], wordings: Wordings) -> tuple[list[Item], bool]:
    """The labels and numbers among the tokens of one line, and whether words are left over."""
    items: list[Item] = []
    left_over = False
    position = 0
    last = max((at for at, token in enumerate(tokens) if token.kind not in (Kind.BREAK, Kind.MARK)), default=-1)
    while position < len(tokens):
        token = tokens[position]
        if token.kind is Kind.WORD:
            found, length = _wording(tokens, position, wordings)
            if found is None:
                left_over = True
            else:
                used = tokens[position : position + length]
                if found.kind == "status":
                    following = tokens[position + length] if position + length < len(tokens) else None
                    hides = found.category == ValueStatus.SUPPRESSED
                    if hides and following is not None and following.kind in (Kind.NUMBER, Kind.YEAR):
                        used, length = (*used, following), length + 1
                    items.append(Item(ItemKind.STATUS, used, value=found.category or ""))
                else:
                    items.append(Item(ItemKind(_ITEM_KINDS[found.kind]), used, label=found))
            position += length
            continue
        if token.kind in (Kind.NUMBER, Kind.YEAR, Kind.STATUS, Kind.SPOILT):
            items.append(Item(ItemKind(token.kind.value), (token,), value=token.text))
        elif token.kind is Kind.DASH and position == last:
            # A dash stands for a value when nothing follows it; else it is a bullet or parts two things.
            items.append(Item(ItemKind.STATUS, (token,), value=ValueStatus.NOT_PUBLISHED))
        position += 1
    return items, left_over


_ITEM_KINDS = {"figure": ItemKind.LABEL, "unit": ItemKind.UNIT}


def _wording(tokens: Sequence[Token], position: int, wordings: Wordings) -> tuple[Label | None, int]:
    """The longest wording that begins at `position`, and how many tokens it takes."""
    for words, label in wordings.by_first_word.get(_plain(tokens[position]), ()):
        candidate = tokens[position : position + len(words)]
        if len(candidate) == len(words) and all(
            token.kind is Kind.WORD and _plain(token) == word for token, word in zip(candidate, words, strict=True)
        ):
            return label, len(words)
    return None, 1


def _plain(token: Token) -> str:
    return token.text.replace("'", "").casefold()


def _merged(lines: list[Line], wordings: Wordings) -> list[Line]:
    """Join two lines where a wording begins on one and ends on the next."""
    merged: list[Line] = []
    for line in lines:
        place = next((at for at in (-1, -2, -3) if at >= -len(merged) and merged[at].kind is not LineKind.BLANK), None)
        before = merged[place] if place is not None else None
        if (
            place is not None
            and before is not None
            and line.kind in (LineKind.FIGURES, LineKind.HEADING)
            and before.last_number == before.number
            and (line.number == before.number + 1 or _ends_with_connector(before))
            and LineKind.HEADING in (line.kind, before.kind)
            and len(line.words) + len(before.words) <= _MERGED_WORDS
        ):
            tokens = (*before.tokens, *line.tokens)
            items, left_over = _items(tokens, wordings)
            spans = any(item.tokens[0].line != item.tokens[-1].line for item in items if item.kind is ItemKind.LABEL)
            if not left_over and spans:
                text = f"{before.text} {line.text}".strip()
                merged[place] = Line(before.number, line.number, text, tokens, LineKind.FIGURES, tuple(items))
                continue
        merged.append(line)
    return merged


def _mark_sentences(lines: list[Line]) -> None:
    """Tell running text and notes, which go on over several lines, from headings and figures."""
    is_open = False
    for line in lines:
        ends = bool(_SENTENCE_END.search(line.text.rstrip("⁰¹²³⁴⁵⁶⁷⁸⁹*† ")))
        if line.kind is LineKind.BLANK:
            # An icon's letter or a stray sign is no end of a sentence; an empty line is.
            is_open = is_open and bool(line.tokens)
            continue
        line.goes_on = is_open
        if is_open:
            if line.kind is LineKind.HEADING or ends or not line.has(ItemKind.NUMBER, ItemKind.SPOILT, ItemKind.STATUS):
                line.kind = LineKind.PROSE
        elif line.kind is LineKind.HEADING and _is_note(line):
            line.kind = LineKind.NOTE
        elif line.kind is LineKind.HEADING and _is_sentence(line, ends):
            line.kind = LineKind.PROSE
        is_open = not ends and (is_open or line.kind in (LineKind.PROSE, LineKind.NOTE))
        line.ends_open = is_open


def _is_sentence(line: Line, ends: bool) -> bool:
    words = line.words
    small = sum(word.text[0].islower() and len(word.text) > 1 for word in words)
    return (len(words) >= 6 and small >= 3) or (ends and len(words) >= 4 and small >= 2)


def _is_note(line: Line) -> bool:
    first = line.tokens[0]
    if first.kind is not Kind.MARK:
        return False
    # A star, or a digit that lost its raised place, may as well be a bullet or a number: a note is a sentence then.
    return first.text[0] not in "*0123456789" or _is_sentence(line, ends=True)


def _mark_fragments(lines: list[Line]) -> None:
    """A label that a line above begins or a line below ends is a part of a wording that is not known."""
    filled = [line for line in lines if line.kind is not LineKind.BLANK]
    for before, line in pairwise(filled):
        touching = line.number == before.last_number + 1
        if (
            line.kind is LineKind.FIGURES
            and before.kind is LineKind.HEADING
            and line.items[0].kind is ItemKind.LABEL
            and (_ends_with_connector(before) or (touching and line.items[0].tokens[0].text[0].islower()))
            and not _SENTENCE_END.search(before.text)
        ):
            line.kind, line.whole_wording = LineKind.HEADING, f"{heading_words(before)} {heading_words(line)}"
        if (
            before.kind is LineKind.FIGURES
            and line.kind is LineKind.HEADING
            and before.items[-1].kind is ItemKind.LABEL
            and line.words
            and (_plain(line.words[0]) in _CONNECTORS or (touching and line.words[0].text[0].islower()))
            and line.tokens[0] is line.words[0]
        ):
            before.kind, before.whole_wording = LineKind.HEADING, f"{heading_words(before)} {heading_words(line)}"
    for line in filled:
        # A label with a full stop and without a number ends a sentence.
        if (
            line.kind is LineKind.FIGURES
            and line.text.endswith(".")
            and {i.kind for i in line.items} == {ItemKind.LABEL}
        ):
            line.kind = LineKind.HEADING


def _ends_with_connector(line: Line) -> bool:
    content = [token for token in line.tokens if token.kind is not Kind.MARK]
    if not content:
        return False
    last = content[-1]
    return (last.kind is Kind.WORD and _plain(last) in _CONNECTORS) or (last.kind is Kind.DASH and len(content) > 1)


def heading_words(line: Line) -> str:
    """The words of a line as they would stand in `labels.csv`."""
    return line.whole_wording or " ".join(token.text for token in line.words)
