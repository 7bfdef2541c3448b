"""Dates, and ranges of dates, as publishers print them in a running text.

Belongs here: the spellings of a date in English. Not here: which of the dates in a document means what.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

_MONTHS = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
_MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
# A month is written with a capital: "may 14" is no date.
_MONTH = "|".join(
    form for names in _MONTHS for name in names for form in (f"{name.capitalize()}\\b\\.?", f"{name.upper()}\\b\\.?")
)
_DAY = r"[0-3]?[0-9](?:st|nd|rd|th)?(?![0-9])"
_YEAR = r"(?:19|20)[0-9]{2}(?![0-9])"
# A sentence, and so a date, may break over two lines, but not over a blank one.
_GAP = r"(?:[ ]{1,9}\n?[ ]{0,9}|\n[ ]{0,9})"
_DATE = re.compile(
    rf"""(?<![\w/-])(?:
      (?P<iso>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})
    | (?P<slash>[0-9]{{1,2}}/[0-9]{{1,2}}/(?:[0-9]{{4}}|[0-9]{{2}}))
    # A day before its month stands on the same line: a number above a month may be a figure.
    | (?P<day_first>{_DAY})[ ]{{1,3}}(?:of[ ])?(?P<month_second>{_MONTH}),?{_GAP}(?P<year_third>{_YEAR})
    | (?P<month_first>{_MONTH})(?:{_GAP}(?P<day_second>{_DAY}))?(?:,?{_GAP}(?P<year_last>{_YEAR}))?
    )(?![\w/])""",
    re.VERBOSE,
)
_THROUGH = re.compile(r"[\s,]{0,9}(?:through|thru|to|until|and|-)[\s,]{0,9}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date, or a part of one, and where it stands in the text."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None

    @property
    def is_whole(self) -> bool:
        return self.year is not None and self.day is not None

    def resolved(self, *, last_day: bool = False) -> date | None:
        """The day that is meant (of a month alone: its first or last), or None if there is no such day."""
        try:
            if self.year is None:
                return None
            day = self.day or (monthrange(self.year, self.month)[1] if last_day else 1)
            return date(self.year, self.month, day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class PrintedRange:
    """Two dates with a "through" between them."""

    first: PrintedDate
    last: PrintedDate


def find_dates(text: str) -> tuple[PrintedDate, ...]:
    """Every date in `text`, parts of dates (`January 1`, `June 2019`) included."""
    return tuple(_dates(text))


def find_ranges(text: str, dates: Sequence[PrintedDate]) -> tuple[PrintedRange, ...]:
    """Every range in `text`; `January 1 through June 30, 2019` states the year of both."""
    ranges = []
    for first, last in pairwise(dates):
        if last.start - first.end <= 40 and last.year and _THROUGH.fullmatch(text, first.end, last.start):
            ranges.append(PrintedRange(first if first.year else replace(first, year=last.year), last))
    return tuple(ranges)


def _dates(text: str) -> Iterator[PrintedDate]:
    for match in _DATE.finditer(text):
        parts = match.groupdict()
        if parts["iso"]:
            year, month, day = parts["iso"].split("-")
            yield PrintedDate(match.start(), match.end(), int(year), int(month), int(day))
        elif parts["slash"]:
            month, day, year = parts["slash"].split("/")
            yield PrintedDate(match.start(), match.end(), _full_year(year), int(month), int(day))
        elif parts["day_first"]:
            yield PrintedDate(
                match.start(),
                match.end(),
                int(parts["year_third"]),
                _month(parts["month_second"]),
                _day(parts["day_first"]),
            )
        elif parts["day_second"] or parts["year_last"]:
            yield PrintedDate(
                match.start(),
                match.end(),
                int(parts["year_last"]) if parts["year_last"] else None,
                _month(parts["month_first"]),
                _day(parts["day_second"]) if parts["day_second"] else None,
            )
        else:
            # A month alone ("May") is a date only as the beginning of a range: `January through June 2019`.
            yield PrintedDate(match.start(), match.end(), None, _month(parts["month_first"]), None)


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(text: str) -> int:
    return _MONTH_NUMBERS[text.rstrip(".").casefold()]


def _day(text: str) -> int:
    return int(text.rstrip("stndrh"))
