"""Dates, ranges, years and parts of years, as publishers print them.

Belongs here: the spellings of a day or a period in English. Not here: which of the periods in a document means what.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, timedelta
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
MONTHS = "|".join(names[0].capitalize() for names in _MONTHS)
_MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
# A month begins with a capital: "may 14" is not a date.
_MONTH = "|".join(
    form for names in _MONTHS for name in names for form in (f"{name.capitalize()}\\b\\.?", f"{name.upper()}\\b\\.?")
)
_DAY = r"[0-3]?[0-9](?:st|nd|rd|th)?(?![0-9])"
YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_YEAR = r"(?:19|20)[0-9]{2}(?![0-9])"
# A sentence, and so a date, may break over two lines, but not over a blank one.
_GAP = r"(?:[ ]{1,9}\n?[ ]{0,9}|\n[ ]{0,9})"
_DATE = re.compile(
    rf"""(?:(?<![\w/-])|(?<=[12][0-9]{{3}}-)|(?<=/[0-9]{{2}}-)|(?<=[a-z0-9]-)(?=[A-Z])
    # `2019-01-01/2019-12-31`
    |(?<=-[0-9]{{2}}/)(?=[0-9]{{4}}-))(?:
      (?P<year_first>(?:19|20)[0-9]{{2}}(?P<between>[-/.])[0-9]{{1,2}}(?P=between)[0-9]{{1,2}})
    | (?P<year_last>[0-9]{{1,2}}(?P<sign>[/.-])[0-9]{{1,2}}(?P=sign)(?:[0-9]{{4}}|[0-9]{{2}}))
    # A day before its month stands on the same line: a number above a month may be a figure.
    | (?P<day>{_DAY})(?:[ ]{{1,3}}(?:of[ ])?|-)(?P<month>{_MONTH})
      (?:(?:,?{_GAP}|-)(?P<year>{_YEAR})
        |(?=[ ]?(?:-|to\b|through\b|until\b)(?:[ ]?|{_GAP})(?:the[ ])?{_DAY}{_GAP}(?:of[ ])?(?:{_MONTH})))
    | (?:(?<=\bof[ ])|(?<=\bto[ ])|(?<=\bfrom[ ])|(?<=\bthrough[ ])|(?<=\buntil[ ])|(?<=\band[ ]))
      (?P<day_wrapped>{_DAY})\n[ ]{{0,9}}(?P<month_wrapped>{_MONTH}),?{_GAP}(?P<year_wrapped>{_YEAR})
    # The second day of `2022 (1 January to 31 December)`
    | (?:(?<=\bto[ ])|(?<=\bthrough[ ])|(?<=-[ ]))(?P<day_last>{_DAY})[ ](?:of[ ])?(?P<month_last>{_MONTH})(?=\))
    # A month alone is a date only as the beginning of a range: `January through June 2019`.
    | (?P<month_first>{_MONTH})(?:{_GAP}(?P<day_second>{_DAY}))?(?:,?{_GAP}(?P<year_third>{_YEAR}))?
    )(?!\w|/(?![0-9]{{4}}-[0-9]{{2}}-))""",
    re.VERBOSE,
)
_FIRST_DAY = re.compile(rf"\({_DAY} (?:of )?(?:{_MONTH}) (?:to|through|-) $")
_THROUGH = re.compile(
    r"[\s,:(]{0,9}(?:and[ ]end(?:s|ed|ing)(?:[ ]on)?|through|thru|until|till|up\s+to|to|and|-|/)"
    r"(?:\s+and\s+including)?(?:\s+the)?[\s,:]{0,9}",
    re.IGNORECASE,
)
# The two days of a period in fields of their own: `start: 2022-01-01`, `end: 2022-12-31`
_TO_END = re.compile(
    r"[\s,;|]{1,40}(?:the )?(?:period[ _-])?(?:end(?:s|ed|ing)?|last day|to|through|thru|until)(?:[ _-]date)?"
    r"\"?(?:[ ]{0,9}[:|=]|\t)[\s\"]{0,20}",
    re.IGNORECASE,
)
_FROM_START = re.compile(
    r"\b(?:start(?:s|ed|ing)?|begin(?:s|ning)?|began|first day|from)(?:[ _-]date)?[\"' ]{0,9}[:|=\t]?[\" ]{0,20}$",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"(?<![\w,./-])(?P<first>(?:19|20)[0-9]{2})[ ]?(?:-|/|\bto\b|\bthrough\b|\bthru\b|\band\b|&|,)[ ]?"
    r"(?P<last>(?:19|20)[0-9]{2}|[0-9]{2})(?![\w/-]|,[0-9])",
    re.IGNORECASE,
)
# A further year behind a range, which then is not one period: `January 1 through December 31, 2019 and 2020`
_MORE_YEARS = re.compile(
    rf"(?:,?\s(?:and|or|&|plus|as well as|through|to)\s(?:(?:the same \w+ )?(?:of|in) )?|[/-]){_YEAR}(?![:/-])"
    rf"|, {_YEAR}(?=,|\.| and\b| &|\)|$)",
    re.MULTILINE,
)
_YEAR_TO = re.compile(rf"(?<![\w/.-])({_YEAR}),?\s{{0,3}}(?:-|\b(?:through|thru|until|till|up to|to)\b)\s{{0,3}}$")
_TO_YEAR = re.compile(rf"\s{{1,3}}(?:through|thru|until|till|up to|to)\s{{1,3}}{_YEAR}(?![\w/-])")
_ORDINAL = re.compile(r"[0-9]{1,2}(?:st|nd|rd|th)\b", re.IGNORECASE)
_ENDS_OF_YEAR = ((1, 1), (12, 31))
_NEAR = 40
_BETWEEN = re.compile(r"\b(?:between|from|began|begin\w*|start\w*|period|dates?|range)\b[^.]*$", re.IGNORECASE)
_LENGTHS = {"three": 3, "six": 6, "nine": 9, "twelve": 12}
_LENGTH = re.compile(
    r"(?<!\bof )(?<!\bof the )\b(?:(?:(3|6|9|12)|(three|six|nine|twelve))[ -]months?|(half[ -]year))"
    r"(?: period)?(?:,| from| between)?\s$",
    re.IGNORECASE,
)
"""How many months a period has: `the twelve months from January 1 through December 31, 2018`."""
_INCLUSIVE = re.compile(
    r",?\s(?:inclusive|both\sdays\sincluded|\(inclusive\)|\(both\sdays\sincluded\))"
    r"(?=[ ]{0,9}(?:[.,;:]|\n|$))(?!,? and )",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(r"((?:19|20)[0-9]{2}) ?\($")
_ENDED = re.compile(
    r"(?<!academic )(?<!budget )(?<!grant )(?<!program )(?<!school )"
    r"\b(?:(?:calendar|fiscal) )?(?:year|twelve months|12 months) (?:that )?(?:ended|ending)(?: on)? $",
    re.IGNORECASE,
)
# A part of a year, or a fiscal or school year, in words that name no day.
_PART = re.compile(
    r"""(?<!\w)(?:
      (?P<half>(?:first|second|1st|2nd)[ -](?:half|semester)|h[12])(?:[ ]of)?
        (?:[ ]the[ ]year)?(?:,?[ ](?P<half_year>(?:19|20)[0-9]{2}))?
    | (?P<year_half>(?:19|20)[0-9]{2})[ ]?(?P<half_after>h[12])
    | (?P<quarter>(?:first|second|third|fourth|1st|2nd|3rd|4th)[ -]quarter
        |q1[ ]?(?:to|through|-)[ ]?q[234]|q2[ ]?(?:to|through|-)[ ]?q[34]|q3[ ]?(?:to|through|-)[ ]?q4|q[1-4])(?:[ ]of)?
        (?:,?[ ](?P<quarter_year>(?:19|20)[0-9]{2}))?
    | (?P<year_quarter>(?:19|20)[0-9]{2})[ ]?(?P<quarter_after>q[1-4])
    | (?P<fiscal>(?:(?:state|federal)[ ])?(?:fiscal|school|academic|program|grant)[ ]years?|f?fy|sfy)
      # The year may stand alone on the next line of a title.
      (?:\n[ ]{0,9}(?=(?:19|20)[0-9]{2}[ ]*(?:\n|$))|[ ]?)'?
      (?:(?:19|20)?[0-9]{2}(?:[ ]?[-/][ ]?(?:19|20)?[0-9]{2})?)?
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)


_OTHER_YEAR = re.compile(
    r"\b(?:academic|budget|federal|fiscal|grant|program|reporting|school) years?\b|\b[sf]{0,2}fy(?=\W|[0-9]|$)",
    re.IGNORECASE,
)
"""A year that need not begin in January."""
DAYS_OF_YEAR = 364
"""Days from the first to the last day of a common year."""


@dataclass(frozen=True, slots=True)
class Period:
    """The first and last day of a period."""

    start: date
    end: date

    def __str__(self) -> str:
        return f"{self.start} through {self.end}"


def names_something_else(before: str, text: str, start: int) -> bool:
    """Whether the date at `start`, behind the words `before`, is part of a name: `to the July 30, 2020 edition`.

    Only an ordinal is a day behind `the`: `to the 30th of July 2020`.
    """
    return before.rstrip().casefold().endswith("the") and not _ORDINAL.match(text, start)


def year_period(year: int) -> Period:
    """The calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date, or a part of one, with its place in the text."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None

    @property
    def is_whole(self) -> bool:
        return self.year is not None and self.day is not None

    def resolved(self, *, last_day: bool = False) -> date | None:
        """The day (of a month alone: its first or last day), or None if there is no such day."""
        try:
            if self.year is None:
                return None
            day = self.day or (monthrange(self.year, self.month)[1] if last_day else 1)
            return date(self.year, self.month, day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class PrintedPeriod:
    """A period with its place in the text; `period` is None if its first and last day are not clear."""

    start: int
    end: int
    period: Period | None
    what: str
    """`range`, `years`, `part` (a part of a year, or a fiscal year), `any_year` (January 1 through December 31)."""


_PARTS = {
    "quarter": re.compile(r"quarter|three months", re.IGNORECASE),
    "half": re.compile(r"half|mid[- ]?year|six months|semester", re.IGNORECASE),
}


def part_named(words: str) -> str:
    """`quarter` or `half` if the words name such a part of a year, as `quarterly` does; else empty."""
    return next((part for part, pattern in _PARTS.items() if pattern.search(words)), "")


def length_of(period: Period) -> str:
    """`quarter` or `half` if a period is as long as that, `other` if not."""
    days = (period.end - period.start).days + 1
    return "quarter" if 89 <= days <= 93 else "half" if 180 <= days <= 185 else "other"


def could_mean(text: str, period: Period) -> bool:
    """Whether a time without a first and last day, as `FY 2019`, `2018-19` or `second half`, may mean this period."""
    part, years = _PART.fullmatch(text.strip()), _YEARS.fullmatch(text.strip())
    if years is not None:
        return period.start.year == int(years["first"]) and str(period.end.year).endswith(years["last"])
    named = re.findall(r"(?:19|20)[0-9]{2}", text)
    if part is None or (named and not {str(period.start.year), str(period.end.year)} & set(named)):
        return False
    if part["fiscal"]:
        return 365 <= (period.end - period.start).days + 1 <= 366 and period.start.month > 1
    are_whole = period.start.day == 1 == (period.end + timedelta(1)).day and period.start.year == period.end.year
    return (period.start.month, period.end.month) == _months_of(part) and are_whole


def is_part_of_another(text: str, period: Period) -> bool:
    """Whether the text names a half, a quarter or a fiscal year other than the period."""
    return _PART.fullmatch(text.strip()) is not None and not could_mean(text, period)


def find_dates(text: str) -> tuple[PrintedDate, ...]:
    """Every date in `text`, parts of dates (`January 1`, `June 2019`) included."""
    found = _DATE.finditer(text)
    return tuple(_date_of(one) for one in found if not one["day_last"] or _FIRST_DAY.search(text, 0, one.start()))


def find_periods(text: str, dates: Sequence[PrintedDate]) -> tuple[PrintedPeriod, ...]:
    """Every range of dates or years and every part of a year in `text`, without overlaps."""
    found = [*_ranges(text, dates), *_years_ended(text, dates), *_from_years(text, dates)]
    taken = [(one.start, one.end) for one in found] + [(one.start, one.end) for one in dates]
    for other in (*_parts(text), *_year_ranges(text)):
        if all(other.end <= start or end <= other.start for start, end in taken):
            found.append(other)
            taken.append((other.start, other.end))
    return tuple(sorted(found, key=lambda one: one.start))


def _ranges(text: str, dates: Sequence[PrintedDate]) -> Iterator[PrintedPeriod]:
    """The ranges of two dates. In `January 1 through June 30, 2019` the year belongs to both."""
    for first, last in pairwise(dates):
        is_range = _THROUGH.fullmatch(text, first.end, last.start) or (
            _TO_END.fullmatch(text, first.end, last.start) and _FROM_START.search(text[: first.start])
        )
        is_named = names_something_else(text[first.end : last.start], text, last.start)
        if not is_range or is_named or last.start - first.end > _NEAR:
            continue
        near = text[max(0, first.start - _NEAR) : first.start]
        # In `2022 (January 1 to December 31)` the year of both dates stands before them.
        before = _YEAR_BEFORE.search(near) if not first.year else None
        year = last.year or (int(before[1]) if before is not None else None)
        is_list = "and" in text[first.end : last.start].casefold()
        if year and (not is_list or _BETWEEN.search(near)):
            # `Acts of May 8 and June 30, 1914` does not get here: it names two days.
            start = replace(first, year=first.year or year).resolved()
            end = replace(last, year=year).resolved(last_day=True)
            more = _MORE_YEARS.match(text, last.end)
            period = Period(start, end) if start and end and start <= end and not more else None
            lead = _length_before(near, period) if period is not None else ""
            behind = more or _INCLUSIVE.match(text, last.end)
            yield PrintedPeriod(first.start - len(lead), behind.end() if behind else last.end, period, "range")
        elif not (year or is_list) and first.day and last.day:
            # `January 1 to June 30` below a title with a year is half of that year.
            ends = ((first.month, first.day), (last.month, last.day))
            yield PrintedPeriod(first.start, last.end, None, "any_year" if ends == _ENDS_OF_YEAR else "range")


def _length_before(near: str, period: Period) -> str:
    """The words right before a period that give its true length: `twelve months from`; else empty."""
    found = _LENGTH.search(near)
    if found is None:
        return ""
    months = 12 * (period.end.year - period.start.year) + period.end.month - period.start.month + 1
    is_whole = period.start.day == 1 == (period.end + timedelta(1)).day
    length = 6 if found[3] else int(found[1] or _LENGTHS[found[2].casefold()])
    return found[0] if is_whole and months == length else ""


def _from_years(text: str, dates: Sequence[PrintedDate]) -> Iterator[PrintedPeriod]:
    """Ranges whose first or last day is not stated: `2007 through December 31, 2019`, `December 2007 to 2019`.

    `2019 through December 31, 2019` is one too: `2018 and` or `holidays` may stand before it.
    """
    inside = [(one.start, one.end) for one in dates]
    for at, one in enumerate(dates):
        before = _YEAR_TO.search(text[max(0, one.start - _NEAR) : one.start])
        start = one.start - len(before[0]) if before is not None else one.start
        last = one.resolved(last_day=True)
        # `Statistics 2019 - July 30, 2020` is not a range: it has the year of the figures and the day of the document.
        is_range = before is not None and (_is_end_of_month(last) or "-" not in before[0])
        if one.year and before is not None and is_range and (not at or inside[at - 1][1] <= start):
            yield PrintedPeriod(start, one.end, None, "range")
        after = _TO_YEAR.match(text, one.end)
        if one.year and after is not None and (at + 1 == len(dates) or after.end() <= inside[at + 1][0]):
            yield PrintedPeriod(one.start, after.end(), None, "range")


def _years_ended(text: str, dates: Sequence[PrintedDate]) -> Iterator[PrintedPeriod]:
    """Years that end on a day: `Year ending December 31, 2019` is the twelve months up to that day."""
    for one in dates:
        near = max(0, one.start - _NEAR)
        before, last = _ENDED.search(text[near : one.start]), one.resolved()
        if before is None or last is None or not one.is_whole:
            continue
        period = None
        if _is_end_of_month(last) and MINYEAR < last.year < MAXYEAR:
            following = last + timedelta(days=1)
            period = Period(following.replace(year=following.year - 1), last)
        yield PrintedPeriod(near + before.start(), one.end, period, "range")


def _is_end_of_month(day: date | None) -> bool:
    return day is not None and day.day == monthrange(day.year, day.month)[1]


def _year_ranges(text: str) -> Iterator[PrintedPeriod]:
    for match in _YEARS.finditer(text):
        first, last = int(match["first"]), match["last"]
        end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
        is_range = not re.search(r"and|&|,", text[match.end("first") : match.start("last")], re.IGNORECASE)
        if len(last) == 2 and (not is_range or end <= first):
            continue
        # Two consecutive years mean a fiscal or school year as often as two years.
        is_period = is_range and len(last) == 4 and end > first + 1
        period = Period(date(first, 1, 1), date(end, 12, 31)) if is_period else None
        yield PrintedPeriod(match.start(), match.end(), period, "years")


def _parts(text: str) -> Iterator[PrintedPeriod]:
    for match in _PART.finditer(text):
        year = match["half_year"] or match["year_half"] or match["quarter_year"] or match["year_quarter"]
        period = None
        # `SFY Q1-Q3 2019` and `Q1 2019 (state fiscal year)` are quarters of another year.
        around = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
        if year and not _OTHER_YEAR.search(around):
            first, last = _months_of(match)
            period = Period(date(int(year), first, 1), date(int(year), last, monthrange(int(year), last)[1]))
        yield PrintedPeriod(match.start(), match.end(), period, "part")


def _months_of(part: re.Match[str]) -> tuple[int, int]:
    """The first and the last month of a half, of a quarter, or of quarters: `Q1 to Q3`."""
    half, quarter = part["half"] or part["half_after"], part["quarter"] or part["quarter_after"]
    months, name = (6, half) if half else (3, quarter)
    words = {"first": 1, "second": 2, "third": 3, "fourth": 4}
    in_words = words.get(re.split(r"[ -]", name)[0].casefold())
    numbers = [in_words] if in_words else [int(one) for one in re.findall(r"[1-4]", name)]
    return months * (numbers[0] - 1) + 1, months * numbers[-1]


def _date_of(match: re.Match[str]) -> PrintedDate:
    start, end = match.span()
    if match["year_first"] or match["year_last"]:
        parts = re.split(r"[-/.]", match[0])
        year, month, day = parts if match["year_first"] else (parts[2], *parts[:2])
        return PrintedDate(start, end, int(year) if len(year) == 4 else 2000 + int(year), int(month), int(day))
    day = match["day"] or match["day_wrapped"] or match["day_last"] or match["day_second"]
    month = match["month"] or match["month_wrapped"] or match["month_last"] or match["month_first"]
    year = match["year"] or match["year_wrapped"] or match["year_third"]
    return PrintedDate(
        start,
        end,
        int(year) if year else None,
        _MONTH_NUMBERS[month.rstrip(".").casefold()],
        int(day.rstrip("stndrh")) if day else None,
    )
