"""Sentences that only describe a column or a row: `The last column is our own forecast.`

Belongs here: whether such a column is one without figures, or one of the years. Not here: other sentences (remarks).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import takewhile

from orchestration.spotlight.readers.figures.model import Figure, LeftOut
from orchestration.spotlight.readers.figures.statements import Sentence
from orchestration.spotlight.readers.grammar.dates import YEAR, year_period
from orchestration.spotlight.readers.grammar.lexicon import COLUMN_KINDS, NOT_OF_THE_REPORT
from orchestration.spotlight.readers.grammar.phrases import WORDS_FOR_FIGURES
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.tree.lines import OF_FIGURES

_TOGETHER = frozenset(("together", "combined", "added", "sum", "summed", "total", "average", "averaged", "merged"))
_VERBS = frozenset(("are", "come", "comes", "gives", "give", "has", "have", "is", "show", "shows", "was", "were"))
_PLACED = {"last column": -1, "right column": -1, "last row": -1, "first column": 0}
_NO_COUNT = re.compile(rf"\b(?:no|nor|not) (?:an? |any |the )?(?:{'|'.join(WORDS_FOR_FIGURES)})\b", re.IGNORECASE)
"""`our own forecast, not data of the Hotline`"""
_ADDS = re.compile(r"\badded to\b|(?<!whole )\bnumber\b", re.IGNORECASE)
_OF_COUNTS = frozenset(("count", "counts", "first", "middle", "number", "numbers", "other", "rest"))
_REACHES_OTHERS = frozenset(
    ("all", "also", "both", "columns", "each", "everything", "first", "it", "left", "like", "middle", "one", "other",
     "others", "page", "rest", "rows", "second", "table", "these", "third", "this", "too")
)  # fmt: skip
"""Words with which a sentence about one column may speak of the others."""
_OF_SOURCES = frozenset(("average", "change", "estimate", "organization", "other_measure", "rank", "share"))
"""Kinds of what a column may be said to be, or to be worked out from; any other may be said of all figures."""
_COUNTED = frozenset(OF_FIGURES) - {"other_figure"}
_LONGEST_SUBJECT = 6
"""In words."""


def is_about_columns(sentence: Sentence, figures: Sequence[Figure], left_out: Sequence[LeftOut]) -> bool:
    """Whether a sentence only describes columns: `Counts for 2019 and 2020`, `Rates by our staff`."""
    years = {year_period(int(year)) for year in YEAR.findall(sentence.text)}
    of_columns = frozenset.intersection(*(one.candidate.qualifiers for one in figures))
    kinds = {kind for kind, words in sentence.said.outside if words.casefold() != "years"}
    others = kinds - {"other_measure", "other_breakdown", "organization"}
    is_of_years = len(years) > 1 and years == {one.period for one in figures} and not others
    is_of_years = is_of_years and _TOGETHER.isdisjoint(sentence.words)
    names_columns = bool(others) and others <= of_columns & COLUMN_KINDS and _OF_COUNTS.isdisjoint(sentence.words)
    if is_of_years or names_columns:
        return True
    return _is_about_one_left_out(sentence, figures, left_out, of_columns & set(NOT_OF_THE_REPORT))


def _is_about_one_left_out(
    sentence: Sentence, figures: Sequence[Figure], left_out: Sequence[LeftOut], of_columns: frozenset[str]
) -> bool:
    """Whether the subject is a column or row without figures, of which the rest of the sentence says something."""
    tokens = list(takewhile(lambda token: token.text.casefold() not in _VERBS, sentence.tokens))
    words = [token.text.casefold() for token in tokens if token.kind is Kind.WORD]
    subject = words[1:] if words[:1] == ["the"] else words
    rest = {token.text.casefold() for token in sentence.tokens[len(tokens) :] if token.kind is Kind.WORD}
    if not (subject and rest and of_columns) or len(subject) > _LONGEST_SUBJECT or sentence.has_counts:
        return False
    is_of_others = bool(_ADDS.search(sentence.text)) or not _REACHES_OTHERS.isdisjoint(rest.union(subject[1:]))
    named = rest & set(WORDS_FOR_FIGURES)
    if is_of_others or (named and not (len(named) == 1 and _NO_COUNT.search(sentence.text))):
        return False
    in_subject = set(map(id, tokens))
    before = [one for one in sentence.phrases if id(one.tokens[0]) in in_subject]
    kinds = {one.kind for one in before} & set(NOT_OF_THE_REPORT)
    behind = {one.kind for one in sentence.phrases[len(before) :]}
    harmless = _OF_SOURCES | ({"other_period"} if "change" in of_columns else set())
    if not behind.isdisjoint(_COUNTED) or not behind & set(NOT_OF_THE_REPORT) <= harmless:
        return False
    if kinds:
        return kinds <= of_columns
    years = {int(year) for token in tokens for year in YEAR.findall(token.text)}
    return _is_placed_outside(subject, figures, left_out) or (
        "column" in subject and _are_left_out(years, figures, left_out)
    )


def _is_placed_outside(subject: Sequence[str], figures: Sequence[Figure], left_out: Sequence[LeftOut]) -> bool:
    """Whether the first or last number of each table with figures is left out: `last column`."""
    at = _PLACED.get(" ".join(subject))
    tables = {one.candidate.table for one in figures}
    if at is None or None in tables:
        return False
    for table in tables:
        kept = [one.candidate.position for one in figures if one.candidate.table == table]
        others = [one.candidate.position for one in left_out if one.candidate.table == table]
        if not others or (max(kept) > max(others) if at else min(kept) < min(others)):
            return False
    return True


def _are_left_out(years: Collection[int], figures: Sequence[Figure], left_out: Sequence[LeftOut]) -> bool:
    """Whether years head columns that are left out, and no figure is of them."""
    named = {year for one in left_out for part in one.candidate.parts if part.is_head for year in part.said.years}
    return (
        bool(years) and named.issuperset(years) and {one.period for one in figures}.isdisjoint(map(year_period, years))
    )
