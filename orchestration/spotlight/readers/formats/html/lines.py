"""The pieces of text in one line of an HTML page → the runs of that line.

Belongs here: white space, invisible characters, pieces that touch. Not here: which pieces there are (walk), and how
each is seen (look).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from orchestration.spotlight.readers.blocks import GAP, Line, Run
from orchestration.spotlight.readers.formats.html.look import BODY, Look
from orchestration.spotlight.readers.formats.html.parsing import Element, digits_of

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\u061c\u180e\ufeff\u202a-\u202e\u2066-\u2069]")
_TURNED = re.compile("[\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_WIDE = re.compile("\t+| {3,}|[\u00a0 ]*\u00a0[\u00a0 ]*\u00a0[\u00a0 ]*\u00a0[\u00a0 ]*")
_ENDS_IN_NUMBER = re.compile(r"(\d+)[.,]?$")
_BEGINS_WITH_NUMBER = re.compile(r"[.,]?(\d+)")
_CAPITAL_WORD = re.compile(r"[A-Z][a-z]{2}")
_SENTENCE = re.compile(r"(?:cases|signals|traffickers|victims)\b[^.:;]{0,40}\b(?:was|were)\b")
_SIZE_TOLERANCE = 0.1
"""Digits of one number may differ by this share of their size."""


@dataclass(slots=True)
class Piece:
    """Some text of one element."""

    text: str
    look: Look
    number: int
    """The line of the source in which it begins."""
    element: Element
    is_badge: bool = False
    is_link: bool = False
    is_apart: bool = False
    """Whether a gap is seen before and after it."""
    reason: str = ""
    """Why it cannot be read, if its look is not the reason."""


@dataclass(slots=True)
class _Seen:
    """A piece on its way to becoming a run."""

    piece: Piece
    text: str
    raised: bool
    hidden: str
    doubt: str

    @property
    def is_plain(self) -> bool:
        return not (self.hidden or self.raised or self.piece.look.struck)


def without_unseen(text: str) -> str:
    """A text without its invisible characters."""
    return _UNSEEN.sub("", text)


def lines_of(pieces: Sequence[Piece]) -> Iterator[Line]:
    """The lines of some pieces: one, unless a look keeps the line breaks of the source."""
    if any(piece.look.keeps_lines and "\n" in piece.text for piece in pieces):
        for part in _split(pieces):
            yield from _line(part)
    else:
        yield from _line(pieces)


def _split(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    line: list[Piece] = []
    for piece in pieces:
        parts = piece.text.split("\n") if piece.look.keeps_lines else [piece.text]
        for at, part in enumerate(parts):
            if at:
                yield line
                line = []
            line.append(replace(piece, text=part, number=piece.number + at))
    yield line


def _line(pieces: Sequence[Piece]) -> Iterator[Line]:
    seen = list(_seen(pieces))
    while seen and not seen[-1].hidden and not seen[-1].doubt and not seen[-1].text.strip(" \t"):
        seen.pop()
    if not any(one.text.strip() or one.doubt for one in seen):
        return
    if not seen[-1].hidden:
        seen[-1].text = seen[-1].text.rstrip(" \t")
    _resolve_touching(seen)
    first = next(one for one in seen if one.text.strip() or one.doubt)
    lead = first.piece.text[: len(first.piece.text) - len(first.piece.text.lstrip())]
    yield Line(first.piece.number + lead.count("\n"), tuple(_runs(seen)))


def _seen(pieces: Sequence[Piece]) -> Iterator[_Seen]:
    """The pieces with white space as a browser shows it."""
    after_blank = True
    for piece in pieces:
        look = piece.look
        hidden = look.hidden
        doubt = "" if hidden else piece.reason or look.text_doubt
        text = without_unseen(piece.text)
        text = _WIDE.sub(GAP, text if look.keeps_lines else _BLANKS.sub(" ", text))
        if piece.is_apart and text.strip():
            text = f"{GAP}{text.strip()}{GAP}"
        if after_blank and not hidden:
            text = text.lstrip(" \t")
        is_turned = look.is_reversed or bool(_TURNED.search(piece.text))
        if is_turned and not (doubt or hidden) and any(map(str.isdecimal, text)):
            doubt = "its text runs from right to left"
        if text or doubt:
            yield _Seen(piece, text, look.raised, hidden, doubt)
            if text and not hidden:
                after_blank = text.endswith((" ", GAP))


def _resolve_touching(seen: Sequence[_Seen]) -> None:
    """Raise marks that touch a number, and doubt digits that may or may not be one number."""
    before: _Seen | None = None
    last: _Seen | None = None
    between = False
    for one in seen:
        if not one.text:
            continue
        is_partly_seen = last is not None and last.is_plain != one.is_plain and not (last.raised or one.raised)
        is_partly_seen = is_partly_seen and last is not None and not _is_said_again(last, one)
        if last is not None and is_partly_seen and _touch(last.text, one.text):
            # U+FFFD keeps a date from being read here too.
            seen_part = last if last.is_plain else one
            seen_part.text = f"{last.text}\ufffd" if seen_part is last else f"\ufffd{one.text}"
            seen_part.doubt = "a part of the number is hidden or struck out"
        last = one
        if not one.is_plain or one.piece.is_apart:
            between = before is not None
            continue
        if before is not None and not between and _lost_blank(before, one):
            one.text = f" {one.text}"
        elif before is not None and _touch(before.text, one.text):
            if between:
                one.doubt = before.doubt = one.doubt or "something stands between two digits"
            elif one.piece.element is not before.piece.element and (doubt := _doubt_of_touch(before, one)):
                one.doubt = before.doubt = one.doubt or before.doubt or doubt
        if one.raised:
            between = before is not None
            continue
        before, between = one, False


def _is_said_again(left: _Seen, right: _Seen) -> bool:
    """Whether hidden text repeats the number beside it, as text for screen readers often does."""
    return bool(left.hidden or right.hidden) and digits_of(left.text) == digits_of(right.text)


def _lost_blank(left: _Seen, right: _Seen) -> bool:
    """Whether a number and the word after it are set apart by their looks alone: `<b>423</b>Victims`.

    `<span>57</span><span>signals were received` too, if the number is alone in its element.
    """
    if left.piece.element is right.piece.element or not left.text[-1:].isdecimal():
        return False
    is_number = left.text.strip().replace(",", "").isdecimal()
    return bool(_CAPITAL_WORD.match(right.text) or (is_number and _SENTENCE.match(right.text)))


def _touch(left: str, right: str) -> bool:
    return bool(_ENDS_IN_NUMBER.search(left) and _BEGINS_WITH_NUMBER.match(right))


def _doubt_of_touch(left: _Seen, right: _Seen) -> str:
    for mark in (right, left):
        if mark.piece.is_badge:
            mark.raised = True
            return ""
    if abs(left.piece.look.px - right.piece.look.px) > _SIZE_TOLERANCE * left.piece.look.px:
        return "digits of two sizes touch"
    if left.piece.is_link != right.piece.is_link:
        return "a link touches a number"
    first, second = _ENDS_IN_NUMBER.search(left.text), _BEGINS_WITH_NUMBER.match(right.text)
    if first and second and len(first[1]) > 1 and len(second[1]) > 1 and left.text[-1] not in ".," != right.text[0]:
        return "two numbers touch that may be one"
    return ""


def _runs(seen: Sequence[_Seen]) -> Iterator[Run]:
    """The runs of a line: neighbouring pieces that are alike in everything become one."""

    def alike(one: _Seen) -> tuple[object, ...]:
        look = one.piece.look
        return one.raised, look.bold, round(look.px / BODY, 2), look.struck, one.hidden, one.doubt

    for (raised, bold, size, struck, hidden, doubt), group in groupby(seen, key=alike):
        text = "".join(one.text for one in group)
        yield Run(text, bool(raised), bool(bold), float(str(size)), bool(struck), str(hidden), str(doubt))
