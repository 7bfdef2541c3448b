"""Titles of several years: `Three years of statistics for Nevada` above a heading or a column for each year.

Belongs here: when such words only count the years below. Not here: periods of several years (dates).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from orchestration.spotlight.readers.grammar.dates import year_period
from orchestration.spotlight.readers.grammar.lexicon import Entry
from orchestration.spotlight.readers.grammar.phrases import Phrase
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.tree.lines import Line, Role, text_of

_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_YEARS = "years"
_YEAR = re.compile(r"20[0-9]{2}")


def resolve_numbers_of_years(lines: Sequence[Line]) -> None:
    """Make `three years`, and `years` before some, neutral in titles of as many years as head the figures."""
    headed = set(_years_of_heads(lines))
    for line in lines:
        if line.role is Role.HEADING and line.has("other_period"):
            line.reword(tuple(_resolved(one, line, headed) for one in line.phrases))


def _resolved(phrase: Phrase, line: Line, headed: set[int]) -> Phrase:
    number, _, years = phrase.text.casefold().rpartition(" ")
    named = {int(text) for one in line.phrases for text in one.text.split() if text.isdecimal()}
    is_counted = years == _YEARS and (_NUMBERS.get(number) == len(headed) or (not number and named == headed))
    if phrase.kind != "other_period" or len(headed) == 1 or not is_counted:
        return phrase
    return Phrase("neutral", phrase.tokens, Entry((), "neutral"))


def _years_of_heads(lines: Sequence[Line]) -> Iterator[int]:
    """The years that stand alone, as a heading or in a cell, and those of headings with the first and last day."""
    for line in lines:
        if [one.kind for one in line.phrases] == [Kind.YEAR] and line.role is not Role.FRAME:
            yield from line.said.years
        elif line.role is Role.HEADING:
            yield from (one.start.year for one in line.said.periods if one == year_period(one.start.year))
        for cell in line.table.cells if line.table is not None else ():
            yield from (int(text) for text in map(text_of, cell.lines) if _YEAR.fullmatch(text))
