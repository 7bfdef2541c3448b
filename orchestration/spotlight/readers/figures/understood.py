"""Sentences that speak of figures, and hold a word that is not known: what they make of the figures cannot be told.

Belongs here: whether a sentence is understood in full. Not here: what known words make of figures (remarks).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from orchestration.spotlight.readers.figures.statements import Sentence
from orchestration.spotlight.readers.grammar.lexicon import Lexicon
from orchestration.spotlight.readers.grammar.tokens import Kind, What
from orchestration.spotlight.readers.tree.lines import Line, Role

_OF_FIGURES = frozenset(
    ("amounts", "column", "columns", "count", "counted", "counts", "data", "digit", "digits", "figure", "figures",
     "number", "numbers", "row", "rows", "statistics", "table", "tables", "totals", "values")
)  # fmt: skip
_OF_THE_SHEET = frozenset(
    ("color", "colors", "colour", "key", "legend", "line", "lines", "list", "page", "sheet", "sign")
)
"""Near the figures these speak of them too: `each line takes in the lines above it`."""
_NEAR = 5
"""Lines."""
_FOREIGN = 6
"""Words that are not known, at least, and most of all: a sentence in another language."""
_BY_CHANCE = 2
"""Digits."""
_SAYS_NOTHING = frozenset(("no", "not", "nor"))
"""What is denied is told by the other words."""
_OF_SOMETHING_ELSE = frozenset({What.MONEY, What.CONTACT, What.POSTED})
# `* = estimated`, `☎ = ten contacts`
_EXPLAINED = re.compile(r"^\W{0,3}(?:\w{1,12} )?\S{1,3} ?= ?[^\W\d]")


def speaks_of_figures(sentence: Sentence, figures: Sequence[Line]) -> bool:
    """Whether a sentence names figures, or near them a line, a sheet or a sign of theirs."""
    if not _OF_FIGURES.isdisjoint(sentence.words):
        return True
    is_near = any(sentence.line.gap_to(line) <= _NEAR for line in figures)
    return is_near and not _OF_THE_SHEET.isdisjoint(sentence.words)


def not_understood(
    sentences: Sequence[Sentence], figures: Sequence[Line], values: Collection[str], lexicon: Lexicon
) -> Iterator[tuple[Sentence, str]]:
    """Sentences about figures, each with its first word that is not known. A name with a capital is no such word.

    `figures` are the lines that hold any, `values` their digits.
    """
    for sentence in sentences:
        kinds = {token.of.what for token in sentence.tokens if token.of is not None}
        is_of_hotline = sentence.said.names_hotline and not sentence.is_negated
        if is_of_hotline or kinds & _OF_SOMETHING_ELSE or sentence.mark or "://" in sentence.text:
            continue
        known = _SAYS_NOTHING | lexicon.prose
        words = [one for one in sentence.said.unknown if one[:1].islower() and one.casefold() not in known]
        is_foreign = len(words) >= _FOREIGN and len(words) > len(sentence.words) / 2
        if words and (is_foreign or speaks_of_figures(sentence, figures) or _repeats_a_number(sentence, values)):
            yield sentence, words[0]


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
