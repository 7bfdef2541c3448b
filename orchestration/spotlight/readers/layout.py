"""What each line of a published document is: figures, a heading, running text, a note or nothing.

Belongs here: one line and its neighbours. Not here: which number belongs to which label (matching).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

from orchestration.spotlight.domain.model import ValueStatus
from orchestration.spotlight.domain.vocabulary import Label
from orchestration.spotlight.readers.page import Placed
from orchestration.spotlight.readers.words import Kind, Text, Token, Wordings, unraised

_SENTENCE_END = re.compile(r"[.!?][\"')\]]{0,3}$")
# A line that ends with one of these, or begins with one, is a part of a longer wording.
_CONNECTORS = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "per", "the", "to", "under", "with")
)
_MERGED_WORDS = 10
_BEFORE_A_PLACE = frozenset(("across", "for", "from", "in", "of", "within"))
_BETWEEN = frozenset(("the", "state", "of"))
TOUCHING = 2
"""A line that begins less than this below another is the next one: nothing stands between them."""
FARTHEST = 6
"""How many lines a number may stand from its label."""


class LineKind(StrEnum):
    """What a line is to a reader."""

    BLANK = "blank"
    FIGURES = "figures"
    HEADING = "heading"
    PROSE = "prose"
    NOTE = "note"
    TABLE = "table"
    """A row of a table that is read by its headings."""


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

    placed: tuple[Placed, ...]
    tokens: tuple[Token, ...]
    kind: LineKind
    items: tuple[Item, ...] = ()
    places: tuple[str, ...] = ()
    """Codes of the places that a line of figures names beside its labels."""
    goes_on: bool = False
    """It begins inside a sentence that a line above it began."""
    ends_open: bool = False
    """It ends inside a sentence."""
    whole_wording: str = ""
    """The unknown wording that a label on this line is only a part of."""

    @property
    def number(self) -> int:
        return self.placed[0].number

    @property
    def last_number(self) -> int:
        return self.placed[-1].number

    @property
    def text(self) -> str:
        return " ".join(" ".join(one.text for one in self.placed).split())

    @property
    def stream(self) -> int:
        return self.placed[0].stream

    def has(self, *kinds: ItemKind) -> bool:
        return any(item.kind in kinds for item in self.items)

    @property
    def words(self) -> tuple[Token, ...]:
        return tuple(token for token in self.tokens if token.kind is Kind.WORD)

    @property
    def begins_with_sentence(self) -> bool:
        """Whether it goes on where a number on the line above it begins a sentence."""
        first = self.items[0].label if self.items else None
        return first is not None and first.kind == "sentence"

    def gap_to(self, lower: Line) -> float:
        """How many lines down `lower` stands; 1 is the next line."""
        return lower.placed[0].top - self.placed[-1].bottom


def lay_out(text: Text, wordings: Wordings) -> list[Line]:
    """The lines of `text` in order, each with its kind and, where it is one of figures, its items."""
    lines = [_line((placed,), tokens, wordings) for placed, tokens in zip(text.lines, text.tokens, strict=True)]
    lines = _merged(lines, wordings)
    _mark_sentences(lines)
    _mark_fragments(lines)
    _mark_numbered_notes(lines)
    return lines


def _line(placed: tuple[Placed, ...], tokens: tuple[Token, ...], wordings: Wordings) -> Line:
    if placed[0].table is not None:
        return Line(placed, tokens, LineKind.TABLE)
    items, places, left_over = find_items(tokens, wordings)
    content = [token for token in tokens if token.kind not in (Kind.BREAK, Kind.MARK)]
    if not content or (len(content) == 1 and content[0].kind is Kind.WORD and len(content[0].text) == 1):
        # A single letter is what is left of an icon.
        kind = LineKind.FIGURES if any(item.kind is ItemKind.SPOILT for item in items) else LineKind.BLANK
    elif not left_over and items:
        kind = LineKind.FIGURES
    else:
        kind = LineKind.HEADING
    return Line(placed, tokens, kind, tuple(items), tuple(places))


def find_items(tokens: Sequence[Token], wordings: Wordings) -> tuple[list[Item], list[str], bool]:
    """The labels and numbers among some tokens, the places beside them, and whether words are left over."""
    items: list[Item] = []
    places: list[str] = []
    left_over = False
    position = 0
    last = max((at for at, token in enumerate(tokens) if token.kind not in (Kind.BREAK, Kind.MARK)), default=-1)
    while position < len(tokens):
        token = tokens[position]
        if token.kind is Kind.WORD:
            found, length = _longest(tokens, position, wordings.by_first_word)
            if found is None:
                place, length = _place(tokens, position, wordings, is_first=not items and not left_over)
                if place is None:
                    left_over = True
                else:
                    places.append(place)
            elif found.kind == "status":
                used = tokens[position : position + length]
                following = tokens[position + length] if position + length < len(tokens) else None
                hides = found.category == ValueStatus.SUPPRESSED
                if hides and following is not None and following.kind in (Kind.NUMBER, Kind.YEAR):
                    used, length = (*used, following), length + 1
                items.append(Item(ItemKind.STATUS, tuple(used), value=found.category or ""))
            elif found.kind != "aside":
                used = tokens[position : position + length]
                kind = ItemKind.UNIT if found.kind == "unit" else ItemKind.LABEL
                items.append(Item(kind, tuple(used), label=found))
            position += length
            continue
        if token.kind in (Kind.NUMBER, Kind.YEAR, Kind.STATUS, Kind.SPOILT):
            items.append(Item(ItemKind(token.kind.value), (token,), value=token.text))
        elif token.kind is Kind.DASH and position == last:
            # A dash stands for a value when nothing follows it; else it is a bullet or parts two things.
            items.append(Item(ItemKind.STATUS, (token,), value=ValueStatus.NOT_PUBLISHED))
        position += 1
    return items, places, left_over


_Meaning = TypeVar("_Meaning")


def _longest(
    tokens: Sequence[Token],
    position: int,
    by_first_word: Mapping[str, Sequence[tuple[tuple[str, ...], _Meaning]]],
) -> tuple[_Meaning | None, int]:
    """What the longest wording that begins at `position` means, and how many tokens it takes."""
    for words, meaning in by_first_word.get(_plain(tokens[position]), ()):
        candidate = tokens[position : position + len(words)]
        if len(candidate) == len(words) and all(
            token.kind is Kind.WORD and _plain(token) == word for token, word in zip(candidate, words, strict=True)
        ):
            return meaning, len(words)
    return None, 1


def _place(tokens: Sequence[Token], position: int, wordings: Wordings, *, is_first: bool) -> tuple[str | None, int]:
    """A place before all labels, or behind a word such as `in`: whose figure it is, in the middle of a line."""
    start = position
    if not is_first:
        if _plain(tokens[start]) not in _BEFORE_A_PLACE:
            return None, 1
        start += 1
        while start < len(tokens) and _plain(tokens[start]) in _BETWEEN:
            start += 1
    if start >= len(tokens) or not tokens[start].text[:1].isupper():
        return None, 1
    code, length = _longest(tokens, start, wordings.places)
    return code, (start + length - position if code is not None else 1)


def _plain(token: Token) -> str:
    return token.text.replace("'", "").casefold()


def _merged(lines: list[Line], wordings: Wordings) -> list[Line]:
    """Join two lines where a wording begins on one and ends on the next, or a number and the sentence it begins."""
    merged: list[Line] = []
    for line in lines:
        place = next((at for at in (-1, -2, -3) if at >= -len(merged) and merged[at].kind is not LineKind.BLANK), None)
        before = merged[place] if place is not None else None
        if place is not None and before is not None and before.stream == line.stream and len(before.placed) == 1:
            joined = _joined(before, line, merged[:place], wordings)
            if joined is not None:
                merged[place] = joined
                continue
        merged.append(line)
    return merged


def _joined(before: Line, line: Line, higher: Sequence[Line], wordings: Wordings) -> Line | None:
    """The two lines as one, if a wording or a sentence goes from one over to the other."""
    tokens = (*before.tokens, *line.tokens)
    if line.begins_with_sentence and line.kind is LineKind.FIGURES and before.kind is LineKind.FIGURES:
        others = [item for item in line.items if item.kind in (ItemKind.NUMBER, ItemKind.STATUS)]
        numbers = [item for item in before.items if item.kind in (ItemKind.NUMBER, ItemKind.STATUS)]
        if others or len(numbers) != len(before.items) or len(numbers) != 1 or before.gap_to(line) > FARTHEST:
            return None
        label = next((one for one in reversed(higher) if one.kind is not LineKind.BLANK), None)
        if label is not None and label.kind is LineKind.FIGURES and label.items[-1].kind is ItemKind.LABEL:
            ends = label.text.endswith(".") or label.has(ItemKind.NUMBER, ItemKind.STATUS)
            if not ends and label.gap_to(before) <= before.gap_to(line):
                return None
        return Line((*before.placed, *line.placed), tokens, LineKind.FIGURES, (*before.items, *line.items), line.places)
    if (
        line.kind not in (LineKind.FIGURES, LineKind.HEADING)
        or LineKind.HEADING not in (line.kind, before.kind)
        or not (before.gap_to(line) < TOUCHING or _ends_with_connector(before))
        or len(line.words) + len(before.words) > _MERGED_WORDS
    ):
        return None
    items, places, left_over = find_items(tokens, wordings)
    above = {id(token) for token in before.tokens}
    spans = any(
        id(item.tokens[0]) in above and id(item.tokens[-1]) not in above
        for item in items
        if item.kind is ItemKind.LABEL
    )
    if left_over or not spans:
        return None
    return Line((*before.placed, *line.placed), tokens, LineKind.FIGURES, tuple(items), tuple(places))


def _mark_sentences(lines: list[Line]) -> None:
    """Tell running text and notes, which go on over several lines, from headings and figures."""
    is_open = False
    stream = None
    for at, line in enumerate(lines):
        ends = bool(_SENTENCE_END.search(line.text.rstrip("⁰¹²³⁴⁵⁶⁷⁸⁹*† ")))
        if line.kind is LineKind.TABLE or line.stream != stream:
            is_open, stream = False, line.stream
            if line.kind is LineKind.TABLE:
                continue
        if line.kind is LineKind.BLANK:
            # An icon's letter or a stray sign is no end of a sentence; an empty line is.
            is_open = is_open and bool(line.tokens)
            continue
        line.goes_on = is_open
        if line.begins_with_sentence and not line.has(ItemKind.NUMBER, ItemKind.STATUS) and not is_open:
            line.kind = LineKind.FIGURES if _follows_a_number(lines, at) else LineKind.PROSE
        if is_open:
            if line.kind is LineKind.HEADING or ends or not line.has(ItemKind.NUMBER, ItemKind.SPOILT, ItemKind.STATUS):
                line.kind = LineKind.PROSE
        elif line.kind is LineKind.HEADING and _is_note(line):
            line.kind = LineKind.NOTE
        elif line.kind is LineKind.HEADING and _is_sentence(line, ends):
            line.kind = LineKind.PROSE
        is_open = not ends and (is_open or line.kind in (LineKind.PROSE, LineKind.NOTE))
        line.ends_open = is_open


def _follows_a_number(lines: Sequence[Line], at: int) -> bool:
    above = lines[max(0, at - FARTHEST) : at]
    before = next((one for one in reversed(above) if one.kind is not LineKind.BLANK), None)
    return (
        before is not None
        and before.stream == lines[at].stream
        and before.has(ItemKind.NUMBER, ItemKind.STATUS)
        and not before.text.endswith(".")
    )


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
        if line.stream != before.stream:
            continue
        touching = before.gap_to(line) < TOUCHING
        if (
            line.kind is LineKind.FIGURES
            and before.kind is LineKind.HEADING
            and line.items[0].kind is ItemKind.LABEL
            and not line.begins_with_sentence
            and line.items[0].tokens[0] is line.tokens[0]
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
            and not line.begins_with_sentence
            and {i.kind for i in line.items} == {ItemKind.LABEL}
        ):
            line.kind = LineKind.HEADING


def _mark_numbered_notes(lines: list[Line]) -> None:
    """`1 Some cases ...` is a note, not a number, where a digit 1 is a mark behind some word."""
    marks = {token.glued for line in lines for token in line.tokens if len(token.glued) == 1}
    marks |= {unraised(token.text) for line in lines for token in line.tokens if token.kind is Kind.MARK}
    for line in lines:
        if (
            line.kind is LineKind.PROSE
            and not line.goes_on
            and len(line.tokens) > 1
            and line.tokens[0].kind is Kind.NUMBER
            and line.tokens[0].text in marks
            and line.tokens[1].kind is Kind.WORD
            and line.tokens[1].text[0].isupper()
        ):
            line.kind = LineKind.NOTE


def _ends_with_connector(line: Line) -> bool:
    content = [token for token in line.tokens if token.kind is not Kind.MARK]
    if not content:
        return False
    last = content[-1]
    return (last.kind is Kind.WORD and _plain(last) in _CONNECTORS) or (last.kind is Kind.DASH and len(content) > 1)


def heading_words(line: Line) -> str:
    """The words of a line as they would stand in `labels.csv`."""
    return line.whole_wording or " ".join(token.text for token in line.words)
