"""Sentences that only describe a column: `The last column is our own forecast.`

Belongs here: whether such a column is one without figures, or one of the years. Not here: other sentences (remarks).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise, takewhile

from orchestration.spotlight.readers.figures.model import Figure, LeftOut
from orchestration.spotlight.readers.figures.statements import Sentence
from orchestration.spotlight.readers.grammar.dates import YEAR, year_period
from orchestration.spotlight.readers.grammar.lexicon import COLUMN_KINDS, NOT_OF_THE_REPORT
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.grammar.words import FIGURE_NOUNS, TO_BE

_TOGETHER = frozenset(("together", "combined", "added", "sum", "summed", "total", "average", "averaged", "merged"))
_OF_COUNTS = frozenset(("count", "counts", "first", "middle", "number", "numbers", "other", "rest"))
_VERBS = TO_BE | {"come", "comes", "gives", "give", "has", "have", "show", "shows"}
_LAST_COLUMN = (["last", "column"], ["right", "column"])
_LONGEST_SUBJECT = 6
"""In words."""
_MADE = frozenset(
    ("a", "added", "an", "and", "been", "before", "bureau", "by", "calculated", "census", "computed", "estimated",
     "from", "had", "has", "have", "made", "of", "our", "ours", "out", "own", "population", "previous", "staff",
     "staffing", "the", "us", "with", "worked", "year", *TO_BE)
)  # fmt: skip
"""Words that say who made a column, or from what."""
_NO_COUNT = re.compile(
    rf"\b(?:not|no) (?:published by|an? |any )?(?:{'|'.join(sorted(FIGURE_NOUNS))})?(?: ?(?:of|by|from))?"
    r" ?the hotline\b",
    re.IGNORECASE,
)
"""`our own forecast, not data of the Hotline`"""
_ROUNDED = re.compile(r"\brounded(?: to the nearest whole number)?\b", re.IGNORECASE)
_DIFFERENCES = frozenset(("difference", "forecast", "projection"))
_OF_SOURCES = frozenset(("average", "change", "estimate", "rank", "share"))
"""Kinds of what a column may be said to be."""


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
    """Whether the subject is a column without figures, and the rest of the sentence only says who made it and how."""
    tokens = list(takewhile(lambda token: token.text.casefold() not in _VERBS, sentence.tokens))
    words = [token.text.casefold() for token in tokens if token.kind is Kind.WORD]
    subject = words[1:] if words[:1] == ["the"] else words
    behind = list(sentence.tokens[len(tokens) :])
    if not (subject and behind and of_columns) or len(subject) > _LONGEST_SUBJECT or sentence.has_counts:
        return False
    # The words of `not data of the Hotline` and `rounded to the nearest whole number` are of no other column.
    text = " ".join(token.text for token in behind if token.kind is Kind.WORD)
    rest = _ROUNDED.sub("", _NO_COUNT.sub("", text)).casefold().split()
    made_of = {id(token) for one in sentence.phrases if one.kind in _OF_SOURCES for token in one.tokens}
    of_kinds = {token.text.casefold() for token in behind if id(token) in made_of}
    if not _MADE.union(of_kinds, _DIFFERENCES).issuperset(rest):
        return False
    in_subject = set(map(id, tokens))
    before = [one for one in sentence.phrases if id(one.tokens[0]) in in_subject]
    kinds = {one.kind for one in before} & set(NOT_OF_THE_REPORT)
    if kinds:
        return kinds <= of_columns
    years = {int(year) for token in tokens for year in YEAR.findall(token.text)}
    if subject in _LAST_COLUMN:
        return all(_ends_outside(one, figures, left_out) for one in {one.candidate.table for one in figures})
    return "column" in subject and _are_left_out(years, figures, left_out)


def _ends_outside(table: int | None, figures: Sequence[Figure], left_out: Sequence[LeftOut]) -> bool:
    """Whether the last column of a table is left out: its head heads numbers of several rows, and no figure."""
    kept = [one.candidate for one in figures if one.candidate.table == table]
    others = [one.candidate for one in left_out if one.candidate.table == table]
    last = max(others, key=lambda one: one.position, default=None)
    if table is None or last is None or max(one.position for one in kept) > last.position:
        return False
    heads = {part.text for part in last.parts if part.is_head and part.said.outside}
    heads -= {part.text for one in kept for part in one.parts}
    below = sorted(one.position[1] for one in others if heads & {part.text for part in one.parts})
    # The numbers of a row follow each other; those of a column do not.
    return len(below) > 1 and all(after - before > 1 for before, after in pairwise(below))


def _are_left_out(years: Collection[int], figures: Sequence[Figure], left_out: Sequence[LeftOut]) -> bool:
    """Whether years head columns that are left out, and no figure is of them."""
    named = {year for one in left_out for part in one.candidate.parts if part.is_head for year in part.said.years}
    return (
        bool(years) and named.issuperset(years) and {one.period for one in figures}.isdisjoint(map(year_period, years))
    )
