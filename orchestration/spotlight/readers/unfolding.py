"""A page that was copied as one line → the lines that it was.

Belongs here: where one long line is cut. Not here: what its parts say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from orchestration.spotlight.readers.layout import Item, ItemKind, find_items
from orchestration.spotlight.readers.page import Placed
from orchestration.spotlight.readers.words import Kind, Token, Wordings, read_lines

_LONG = 160
_APART = 3
"""How many lines down each piece is put, so that it is no part of the one before it."""
_HEADINGS = ("title", "section", "other_section", "other_period")
# The end of a sentence, and a footnote mark in front of a word.
_CUT = re.compile(r"(?<=[a-z0-9)][.!?])[\"')]? +(?=[A-Z0-9])|(?<=\S) +(?=[⁰¹²³⁴⁵⁶⁷⁸⁹*†‡]+[A-Z])")
_COUNTED = (ItemKind.NUMBER, ItemKind.STATUS)


def unfold(line: Placed, wordings: Wordings) -> list[Placed]:
    """The line itself, or, if it is a long one with figures in it, its headings, sentences and figures one by one."""
    if len(line.text) < _LONG:
        return [line]
    pieces = [piece for sentence in _sentences(line.text) for piece in _pieces(sentence, line, wordings)]
    if len(pieces) < 2:
        return [line]
    unfolded: list[Placed] = []
    for at, piece in enumerate(pieces):
        top = line.top + at * _APART
        unfolded.append(Placed(line.number, piece, top, top, line.stream))
        unfolded.append(Placed(line.number, "", top, top, line.stream))
    return unfolded


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for cut in _CUT.finditer(text):
        yield text[start : cut.start()]
        start = cut.end()
    yield text[start:]


def _pieces(sentence: str, line: Placed, wordings: Wordings) -> Iterator[str]:
    read = read_lines((Placed(line.number, sentence, line.top, line.bottom),), wordings)
    tokens = read.tokens[0]
    cuts = {0, len(sentence), *_heading_cuts(sentence, tokens, wordings), *_figure_cuts(tokens, wordings)}
    ordered = sorted(cuts)
    for start, end in pairwise(ordered):
        if piece := sentence[start:end].strip():
            yield piece


def _heading_cuts(sentence: str, tokens: Sequence[Token], wordings: Wordings) -> Iterator[int]:
    """Behind a wording of a heading that is written like one, and is not the beginning of a label."""
    items, _, _ = find_items(tokens, wordings)
    labels = [(item.tokens[0].column, item.tokens[-1].end) for item in items if item.kind is ItemKind.LABEL]
    for kind in _HEADINGS:
        for match in wordings.find(kind, sentence):
            if any(start < match.end() < end for start, end in labels):
                continue
            following = next((token for token in tokens if token.column >= match.end()), None)
            is_heading = match[0][0].isupper() or match[0][0].isdigit()
            goes_on = following is not None and following.kind is Kind.WORD and not following.text[0].isupper()
            if is_heading and not goes_on and following is not None and following.kind is not Kind.MARK:
                yield following.column


def _figure_cuts(tokens: Sequence[Token], wordings: Wordings) -> Iterator[int]:
    """Around each run of labels and numbers that no sentence goes through."""
    for run in _runs(tokens, wordings):
        first, last = run[0].tokens[0], run[-1].tokens[-1]
        at = next(at for at, token in enumerate(tokens) if token is first)
        end = next(at for at, token in enumerate(tokens) if token is last) + 1
        while end < len(tokens) and tokens[end].kind in (Kind.MARK, Kind.BREAK) and tokens[end].text not in "([{":
            end += 1
        while at > 0 and tokens[at - 1].kind is Kind.BREAK and tokens[at - 1].text in "([{":
            at -= 1
        before = tokens[at - 1] if at else None
        after = tokens[end] if end < len(tokens) else None
        inside = after is not None and after.kind is Kind.WORD and not after.text[0].isupper()
        runs_on = before is not None and before.kind is Kind.WORD and not _ends_a_heading(tokens, at, wordings)
        if not inside and not runs_on:
            yield tokens[at].column
            if after is not None:
                yield after.column


def _runs(tokens: Sequence[Token], wordings: Wordings) -> Iterator[list[Item]]:
    """Labels, numbers and units that follow each other without another word, with a number and a label among them."""
    items, _, _ = find_items(tokens, wordings)
    covered = {id(token): item for item in items for token in item.tokens}
    run: list[Item] = []
    for token in tokens:
        item = covered.get(id(token))
        if item is not None:
            if not run or run[-1] is not item:
                run.append(item)
        elif token.kind in (Kind.WORD, Kind.RECOGNISED):
            yield from _with_figures(run)
            run = []
    yield from _with_figures(run)


def _with_figures(run: list[Item]) -> Iterator[list[Item]]:
    kinds = {item.kind for item in run}
    if ItemKind.LABEL in kinds and kinds & set(_COUNTED):
        yield run


def _ends_a_heading(tokens: Sequence[Token], at: int, wordings: Wordings) -> bool:
    """Whether the words right before a position are the whole of a heading that is known."""
    words = " ".join(token.text for token in tokens[max(0, at - 8) : at])
    return any(match.end() == len(words) for kind in _HEADINGS for match in wordings.find(kind, words))
