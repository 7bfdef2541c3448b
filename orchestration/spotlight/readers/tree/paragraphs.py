"""Paragraphs: sentences in narrow columns, and the sentences beside one with a count.

Belongs here: what several lines of one paragraph show together. Not here: one line after the other (prose).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, zip_longest

from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.grammar.phrases import plain
from orchestration.spotlight.readers.tree.lines import TOUCHING, Line, Role
from orchestration.spotlight.readers.tree.prose import CONNECTORS, SENTENCE_END, TRAILING_MARKS, VERBS

_SENTENCE_WORDS = 8
_SMALL_WORDS = 3


def mark_paragraphs(lines: Sequence[Line]) -> None:
    """Mark a sentence in a narrow column as running text, though each of its lines is short."""
    for _, group in groupby(lines, key=lambda line: line.block):
        sentence: list[Line] = []
        for line in group:
            if line.role in (Role.BLANK, Role.FRAME, Role.TABLE) or line.kind is not BlockKind.TEXT:
                sentence = []
                continue
            if sentence and (sentence[-1].gap_to(line) >= TOUCHING or sentence[-1].is_strong != line.is_strong):
                sentence = []
            sentence.append(line)
            if SENTENCE_END.search(line.text.rstrip(TRAILING_MARKS)):
                _mark_sentence(sentence)
                sentence = []


def mark_rest_of_paragraphs(lines: Sequence[Line]) -> None:
    """If one sentence with a count is running text, so are those beside it: a paragraph is read whole or not at all."""
    paragraph: list[Line] = []
    for line, following in zip_longest(lines, lines[1:]):
        paragraph.append(line)
        if following is not None and following.block == line.block and line.gap_to(following) < TOUCHING:
            continue
        running = [one for one in paragraph if one.role is Role.PROSE]
        beside = {one.number for one in running}
        # Counts since the publisher began stand in sentences of their own and say nothing about the rest.
        if any(one.counts and (one.labels or one.units) and not one.said.outside for one in running):
            for one in paragraph:
                is_sentence = not VERBS.isdisjoint(word.text.casefold() for word in one.words)
                if one.role is Role.FIGURES and not one.is_from_sentence and (is_sentence or one.number in beside):
                    one.role = Role.PROSE
        paragraph = []


def _mark_sentence(members: Sequence[Line]) -> None:
    words = [word for line in members for word in line.words]
    small = sum(word.text[0].islower() and len(word.text) > 1 for word in words)
    goes_on = any(line.words and line.words[0].text[0].islower() for line in members[1:])
    if any(line.role is Role.FIGURES and line.counts for line in members) or any(line.is_strong for line in members):
        return
    # `Hotline, Kentucky, statistics for 2016` / `and 2017, both accurate as of July 13, 2018.` has few small words.
    connects = any(line.words and plain(line.words[0]) in CONNECTORS for line in members[1:])
    fewest = _SMALL_WORDS if connects else len(words) / 2
    if len(members) > 1 and goes_on and len(words) >= _SENTENCE_WORDS and small >= fewest:
        for line in members:
            line.role = Role.NOTE if line.role is Role.NOTE else Role.PROSE
            line.begins_inside_sentence, line.ends_inside_sentence = line is not members[0], line is not members[-1]
