"""Periods as sentences name them: a year, a range, a month, a quarter, a half-year.

Belongs here: the first and the last day that words stand for.
Not here: the spellings of dates (readers/grammar/dates).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from orchestration.spotlight.inspect.quotes.english import ORDINALS
from orchestration.spotlight.inspect.quotes.sentences import Token
from orchestration.spotlight.readers.grammar.dates import find_dates, find_periods

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_PART = re.compile(r"([qh])([1-4])")
_LEADS = (("calendar", "year"), ("the", "year", "of"), ("the", "year"), ("year",), ("all", "of"))
_RELATIVE = {
    ("that", "year"): 0, ("that", "same", "year"): 0, ("the", "same", "year"): 0,
    ("the", "year", "before"): 1, ("a", "year", "before"): 1, ("a", "year", "earlier"): 1,
    ("the", "previous", "year"): 1, ("two", "years", "earlier"): 2, ("two", "years", "before"): 2,
    ("a", "year", "later"): -1, ("the", "next", "year"): -1, ("the", "following", "year"): -1,
    ("two", "years", "later"): -2
}  # fmt: skip
_RANGE_WORDS = frozenset({"-", "to", "through", "thru", "until"})


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last day."""

    start: date
    end: date

    @property
    def year(self) -> int | None:
        """The calendar year that it is, if it is one."""
        return self.start.year if self.is_of_years and self.start.year == self.end.year else None

    @property
    def is_of_years(self) -> bool:
        """Whether it begins and ends with a calendar year."""
        return (self.start.month, self.start.day, self.end.month, self.end.day) == (1, 1, 12, 31)

    @classmethod
    def of_year(cls, year: int) -> Period:
        return cls(date(year, 1, 1), date(year, 12, 31))

    def year_back(self, years: int) -> Period | None:
        """The calendar year so many years before, if this is one."""
        return None if self.year is None else Period.of_year(self.year - years)


@dataclass(frozen=True, slots=True)
class RelativeYear:
    """A year by the one that is named before it: "that year", "a year earlier"."""

    years_back: int
    """Negative for "a year later"."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words of a period that cannot be determined, and why."""

    reason: str


def is_year(token: Token) -> bool:
    """Whether a token may be a year: four digits without a comma."""
    return token.kind == "number" and not token.suffix and _YEAR.fullmatch(token.norm) is not None


def dates_in(sentence: str, tokens: Sequence[Token]) -> dict[int, tuple[Period | Unclear, int]]:
    """First token of each date or range of dates → its period, and the token after it."""
    dates = find_dates(sentence)
    spans: list[tuple[int, int, Period | Unclear]] = [
        (one.start, one.end, _period(one.period.start, one.period.end) if one.period else _period(None, None))
        for one in find_periods(sentence, dates)
        if one.what == "range"
    ]
    spans += [
        (day.start, day.end, _period(day.resolved(), day.resolved(last_day=True)))
        for day in dates
        if not any(start <= day.start < end for start, end, _ in spans)
    ]
    positions = {token.start: position for position, token in enumerate(tokens)}
    found = {}
    for start, end, period in spans:
        if start in positions:
            found[positions[start]] = period, next((i for i, t in enumerate(tokens) if t.start >= end), len(tokens))
    return found


def relative_year_at(tokens: Sequence[Token], position: int) -> tuple[int, RelativeYear] | None:
    """The token after "that year" or "a year earlier", and how many years back it points."""
    for words, years_back in _RELATIVE.items():
        if tuple(token.norm for token in tokens[position : position + len(words)]) == words:
            return position + len(words), RelativeYear(years_back)
    return None


def period_at(tokens: Sequence[Token], position: int) -> tuple[Period | Unclear, int] | None:
    """The period that begins at a token, but for dates, and the token after it."""
    words = [token.norm + token.suffix for token in tokens[position : position + 9]]
    for lead in _LEADS:
        if tuple(words[: len(lead)]) == lead and len(words) > len(lead) and is_year(tokens[position + len(lead)]):
            return _years(tokens, position + len(lead))
    if (
        words[0] in ("between", "from")
        and len(words) > 3
        and is_year(tokens[position + 1])
        and (words[2] == "and" or (words[0] == "from" and words[2] in _RANGE_WORDS))
    ):
        return _between(words[1], words[3]), position + 4
    if part := _part_at(words):
        return part[0], position + part[1]
    return _years(tokens, position) if is_year(tokens[position]) else None


def _years(tokens: Sequence[Token], position: int) -> tuple[Period | Unclear, int]:
    words = [token.norm for token in tokens[position : position + 3]]
    # "2019 - 233 cases" is not a range.
    is_joined = len(words) == 3 and (
        is_year(tokens[position + 2]) or tokens[position].end == tokens[position + 1].start
    )
    if is_joined and words[1] in _RANGE_WORDS and tokens[position + 2].kind == "number":
        return _between(words[0], words[2]), position + 3
    if len(words) > 1 and (part := _PART.fullmatch(words[1])):
        return _part(int(words[0]), part[1], int(part[2])), position + 2
    length = 3 if words[1:] == ["calendar", "year"] else 1
    return _between(words[0], words[0]), position + length


def _between(first: str, last: str) -> Period | Unclear:
    if not _YEAR.fullmatch(last):
        return Unclear("a range of years of which the last is not written in full")
    return _period(date(int(first), 1, 1), date(int(last), 12, 31))


def _part_at(words: Sequence[str]) -> tuple[Period | Unclear, int] | None:
    """`Q1 2019`, `first half of 2019`, `the third quarter of 2019`."""
    position = 1 if words[0] == "the" else 0
    rest = list(words[position:])
    if rest and (found := _PART.fullmatch(rest[0])):
        kind, number, length = found[1], int(found[2]), 1
    elif len(rest) > 1 and rest[0] in ORDINALS and rest[1] in ("half", "quarter"):
        kind, number, length = rest[1][0], ORDINALS[rest[0]], 2
    else:
        return None
    length += 1 if rest[length : length + 1] == ["of"] else 0
    if len(rest) <= length or not _YEAR.fullmatch(rest[length]):
        return Unclear("a part of a year that is not named"), position + length
    return _part(int(rest[length]), kind, number), position + length + 1


def _part(year: int, kind: str, number: int) -> Period | Unclear:
    months = 3 if kind in ("q", "quarter") else 6
    if number * months > 12:
        return Unclear("not a part of a year")
    last = number * months
    return Period(date(year, last - months + 1, 1), date(year, last, monthrange(year, last)[1]))


def _period(start: date | None, end: date | None) -> Period | Unclear:
    if start is None or end is None:
        return Unclear("a date without its year, or one that does not exist")
    return Period(start, end) if start <= end else Unclear("a period that ends before it begins")
