"""Sentences that speak of figures, and hold a word that is not known: what they make of the figures cannot be told.

Belongs here: whether a sentence is understood in full. Not here: what known words make of figures (remarks).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from orchestration.spotlight.readers.figures.statements import (
    FIGURE_WORDS,
    Sentence,
    is_about_figures,
    points_at_figures,
    points_back,
)
from orchestration.spotlight.readers.grammar.lexicon import Lexicon
from orchestration.spotlight.readers.grammar.number_words import WRITTEN
from orchestration.spotlight.readers.grammar.tokens import Kind, What
from orchestration.spotlight.readers.tree.lines import FARTHEST, Line, Role

_OF_FIGURES = frozenset(
    ("amounts", "color", "colors", "colour", "column", "columns", "count", "counts", "data", "digit", "digits",
     "figure", "figures", "key", "legend", "line", "lines", "list", "number", "numbers", "page", "row", "rows", "sheet",
     "sign", "statistics", "table", "tables", "totals", "values")
)  # fmt: skip
"""Right above or below figures these speak of them: `each line takes in the lines above it`."""
_NEAR = 2
"""Lines. Farther away people speak of many numbers."""
_FOREIGN = 6
"""At least so many unknown words, and more than half of all: a sentence in another language."""
_BY_CHANCE = 2
"""Numbers of so few digits are the same by chance."""
_OF_SOMETHING_ELSE = frozenset({What.MONEY, What.CONTACT, What.POSTED})
# `* = estimated`, `☎ = ten contacts`
_EXPLAINED = re.compile(r"^\W{0,3}(?:\w{1,12} )?\S{1,3} ?= ?[^\W\d]")


def not_understood(
    sentences: Sequence[Sentence], figures: Sequence[Line], values: Collection[str], lexicon: Lexicon
) -> Iterator[tuple[Sentence, str]]:
    """Sentences about figures, each with its first word that is not known. A name with a capital is no such word.

    `figures` are the lines that hold any, `values` their digits.
    """
    for sentence in sentences:
        if sentence.mark or "://" in sentence.text:
            continue
        # `All six numbers`
        counts = {one for one, other in pairwise(sentence.words) if one in WRITTEN and other in FIGURE_WORDS}
        unknown = (one for one in sentence.said.unknown if one.casefold() not in counts)
        words = [one for one in unknown if not (lexicon.is_harmless(one) or _is_name(one, sentence))]
        if words and (
            is_about_figures(sentence) or points_at_figures(sentence) or _is_beside(sentence, words, figures, values)
        ):
            yield sentence, words[0]


def _is_beside(sentence: Sentence, unknown: Sequence[str], figures: Sequence[Line], values: Collection[str]) -> bool:
    """Whether a sentence stands beside figures and names such, is in another language, or repeats a number of theirs.

    What speaks of the hotline, of a price, a telephone or the day of posting may do so beside figures.
    """
    kinds = {token.of.what for token in sentence.tokens if token.of is not None}
    if sentence.said.names_hotline or kinds & _OF_SOMETHING_ELSE:
        return False
    gap = min((sentence.line.gap_to(line) for line in figures), default=FARTHEST + 1)
    is_foreign = len(unknown) >= _FOREIGN and len(unknown) > len(sentence.words) / 2
    words = sentence.statement_words
    if gap <= _NEAR and (points_back(sentence) or not _OF_FIGURES.isdisjoint(words)):
        return True
    # A page may call for help in Spanish far from its figures.
    return (gap <= FARTHEST and is_foreign) or _repeats_a_number(sentence, values)


def _is_name(word: str, sentence: Sentence) -> bool:
    """Whether a word has a capital that the beginning of a sentence, or a text in capitals, does not give it."""
    words = [token.text for token in sentence.tokens if token.kind is Kind.WORD]
    is_first = word in words[:1] and not (words[1:2] and words[1][:1].isupper())
    return word[:1].isupper() and not (is_first or sentence.text.isupper())


def _repeats_a_number(sentence: Sentence, values: Collection[str]) -> bool:
    """`998 system down, 999 not recorded`: a number of the document again, and not with what it counts."""
    told = (token.text.replace(",", "") for token in sentence.tokens if token.kind is Kind.NUMBER)
    # Smaller ones are the same by chance: `11 members, 3 guests`.
    numbers = {number for number in told if len(number) > _BY_CHANCE}
    return not (sentence.said.measures or numbers.isdisjoint(values))


def explained_signs(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines that say what a sign stands for: it may stand beside any of the figures."""
    for line in lines:
        is_said = line.role not in (Role.FRAME, Role.TABLE, Role.BLANK)
        if is_said and _EXPLAINED.match(line.text) and line.tokens[0].kind is not Kind.RECOGNISED:
            yield line
