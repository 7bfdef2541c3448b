"""Lines of running text: their paragraphs and sentences, and the dateline before the first.

Belongs here: where a sentence ends. Not here: what it states (told), or says about figures beside it (statements).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from orchestration.spotlight.readers.blocks import BlockKind, GroupKind
from orchestration.spotlight.readers.grammar.lexicon import PLACE, Lexicon
from orchestration.spotlight.readers.grammar.phrases import phrases_of, plain
from orchestration.spotlight.readers.grammar.tokens import Kind, Token
from orchestration.spotlight.readers.grammar.towns import is_abbreviated
from orchestration.spotlight.readers.tree.lines import TOUCHING, Line, Role

ENDS_SENTENCE = re.compile(r"(?:[.!?:][\"')\]]{0,3}|; (?:and|or))$")
"""A clause of a resolution is a sentence too: `Whereas, the Hotline received 490 signals from Nevada in 2023; and`."""
_BULLETS = ("*", "•", "·", "▪")
_LONGEST_DATELINE = 12
_DASHES = (Kind.DASH, Kind.BREAK)


def begins_item(tokens: Sequence[Token]) -> bool:
    """Whether a line begins with the dash or the bullet of a list."""
    return bool(tokens) and (tokens[0].kind is Kind.DASH or tokens[0].text in _BULLETS)


def paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in lines:
        is_quoted = any(group.kind is GroupKind.ASIDE for group in line.groups)
        is_text = line.role is Role.BLANK and line.kind is BlockKind.TEXT and line.tokens and not is_quoted
        if paragraph and not (is_text and line.block == paragraph[-1].block and paragraph[-1].gap_to(line) < TOUCHING):
            yield paragraph
            paragraph = []
        if is_text:
            paragraph.append(line)
        if paragraph and line.text.endswith(":"):
            # What it introduces is no part of it.
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def sentences(paragraph: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    sentence: list[Line] = []
    for line in paragraph:
        sentence.append(line)
        if ENDS_SENTENCE.search(line.text):
            yield tuple(sentence)
            sentence = []


def without_dateline(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens without the town where the text was written: `HILO -- The Hotline received 121 signals`."""
    end = next((at for at, one in enumerate(tokens[:_LONGEST_DATELINE]) if one.kind in _DASHES and "-" in one.text), 0)
    words = [one for one in tokens[:end] if one.kind is Kind.WORD]
    if not words or not words[0].text.isupper():
        return tokens
    names = lexicon.towns.get(plain(words[0]), ())
    town = next((one for one in names if tuple(map(plain, words[: len(one)])) == one), ())
    states = {id(token) for one in phrases_of(tokens[:end], lexicon) if one.kind == PLACE for token in one.tokens}
    is_dateline = bool(town) and all(id(one) in states or is_abbreviated(one.text) for one in words[len(town) :])
    return tokens[end + 1 :] if is_dateline else tokens
