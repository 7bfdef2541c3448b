"""Titles of several years: `Three years of statistics for Nevada` above a heading or a column for each year.

Belongs here: when such words only count the years below. Not here: periods of several years (dates).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from orchestration.spotlight.readers.grammar.dates import year_period
from orchestration.spotlight.readers.grammar.lexicon import Lexicon
from orchestration.spotlight.readers.grammar.phrases import Phrase, neutral, plain
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.tree.lines import Line, Role, speaks_of_figures, text_of

_NUMBERS = {"two years": 2, "three years": 3, "four years": 4, "five years": 5, "six years": 6}
_BEFORE_YEARS = "years"
_YEAR = re.compile(r"20[0-9]{2}")
_TO_ONE_NUMBER = frozenset(
    ("added", "at", "average", "both", "by", "combined", "each", "every", "is", "joined", "per", "sum", "to",
     "together", "total", "totals")
)  # fmt: skip
"""With one of these words, each number may be of all the years: `two years to each row`."""


def resolve_numbers_of_years(lines: Sequence[Line], lexicon: Lexicon) -> None:
    """Make `three years`, and `years` before some years, neutral in a title above the figures of as many years."""
    headed = set(_years_of_heads(lines, lexicon))
    if len(headed) < min(_NUMBERS.values()):
        return
    for line in lines:
        is_title = line.role is Role.HEADING and line.has("other_period")
        if is_title and _TO_ONE_NUMBER.isdisjoint(map(plain, line.words)):
            line.reword(tuple(_resolved(at, line, headed) for at in range(len(line.phrases))))


def _resolved(at: int, line: Line, headed: set[int]) -> Phrase:
    """A phrase of a title, as neutral if it only counts the years: `Three years of ...`, `... , two years`."""
    phrase, text = line.phrases[at], line.phrases[at].text.casefold()
    if phrase.kind != "other_period":
        return phrase
    following = line.phrases[at + 1].text.casefold() if at + 1 < len(line.phrases) else ""
    named = {int(year) for year in _YEAR.findall(line.text)}
    begins_or_ends = not following or (at == 0 and following == "of")
    is_number = _NUMBERS.get(text) == len(headed) and begins_or_ends
    if is_number or (text == _BEFORE_YEARS and named == headed):
        return neutral(phrase.tokens)
    return phrase


def _years_of_heads(lines: Sequence[Line], lexicon: Lexicon) -> Iterator[int]:
    """The years right above figures, alone or with their first and last day, and those in the cells of their tables."""
    filled = [line for line in lines if line.role not in (Role.BLANK, Role.FRAME, Role.STATEMENT)]
    for line, below in zip(filled, [*filled[1:], None], strict=False):
        if line.table is None and not (below is not None and _is_of_figures(below, lexicon)):
            continue
        if [one.kind for one in line.phrases] == [Kind.YEAR]:
            yield from line.said.years
        elif line.role is Role.HEADING:
            yield from (one.start.year for one in line.said.periods if one == year_period(one.start.year))
        for cell in line.table.cells if line.table is not None and _is_of_figures(line, lexicon) else ():
            yield from (int(text) for text in map(text_of, cell.lines) if _YEAR.fullmatch(text))


def _is_of_figures(line: Line, lexicon: Lexicon) -> bool:
    if line.table is not None:
        return line.holds_counts and speaks_of_figures(line.table, lexicon)
    return bool(line.labels or line.units or line.said.measures)
