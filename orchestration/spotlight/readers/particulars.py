"""Which place, period and day each part of a published document is about, in its own words.

Belongs here: finding the four particulars in the text. Not here: figures, and what a sidecar adds.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from orchestration.spotlight.readers.dates import PrintedDate, PrintedRange
from orchestration.spotlight.readers.layout import ItemKind, Line, LineKind
from orchestration.spotlight.readers.parts import Part
from orchestration.spotlight.readers.places import find_mentions
from orchestration.spotlight.readers.refusals import Mark, Refusal, refusal_at
from orchestration.spotlight.readers.words import Text, Wordings, years_of

JURISDICTION, PERIOD_START, PERIOD_END, PUBLISHER_AS_OF = PARTICULARS = (
    "jurisdiction",
    "period_start",
    "period_end",
    "publisher_as_of",
)

_BEFORE_A_RANGE = 160
_SENTENCE_BREAK = re.compile(r"[a-z0-9]{2}[.!?]\s|\n[ ]{0,99}\n")
# A period that is no calendar year, in words that name no day.
_PART_OF_A_YEAR = re.compile(
    r"\b(?:half|halves|quarter|quarterly|mid-?year|fiscal|fy|ytd|year[- ]to[- ]date|biannual|semi-?annual|months?"
    r"|season|spring|summer|autumn|winter|q[1-4]|h[12])\b",
    re.IGNORECASE,
)
_POSTED = re.compile(
    r"\b(?:posted|updated|retrieved|published|printed|accessed|modified|revised|released|downloaded|date)\b",
    re.IGNORECASE,
)
_BEFORE_A_POSTING_DATE = 30


@dataclass(frozen=True, slots=True)
class Stated:
    """One particular as the document states it."""

    value: str
    line: int


@dataclass(slots=True)
class Particulars:
    """What a part of a document says of itself, and what of it cannot be told."""

    stated: dict[str, Stated] = field(default_factory=dict)
    title_years: list[tuple[int, Line]] = field(default_factory=list)
    """Years of titles and of lines of figures: they must lie in the period."""
    refusals: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Statement:
    """A period or an accuracy date that is printed, and where."""

    value: tuple[date, ...]
    position: int


class Finder:
    """The statements of a whole document, from which each of its parts takes its own."""

    def __init__(self, text: Text, lines: Sequence[Line], parts: Sequence[Part], wordings: Wordings) -> None:
        self.text = text
        self.lines = lines
        self.parts = parts
        self.wordings = wordings
        self.refusals: list[Refusal] = []
        self.accuracy_starts: set[int] = set()
        self.days = list(self._days())
        self.periods = list(self._periods())
        self.index = {id(placed): at for at, line in enumerate(lines) for placed in line.placed}

    def of(self, part: Part) -> Particulars:
        """What one part states, with what the document states for all of them."""
        found = Particulars(refusals=list(self.refusals))
        self._take_jurisdiction(found, part)
        self._take_years(found, part)
        self._take_period(found, part)
        self._take_day(found, part)
        return found

    # Jurisdiction

    def _take_jurisdiction(self, found: Particulars, part: Part) -> None:
        """A title names exactly one place; a document without a title may name its only place in a sentence."""
        titles = [(line, mention) for line in self._titles(part) for mention in find_mentions(line.text, self.wordings)]
        codes = list(dict.fromkeys(mention.code for _, mention in titles))
        for line, mention in titles:
            if mention.is_part or mention.code != codes[0]:
                names = " and ".join(dict.fromkeys(mention.text for _, mention in titles))
                why = f"a part of {mention.text}" if mention.is_part else names
                found.refusals.append(
                    refusal_at(
                        line,
                        None,
                        "jurisdiction_ambiguous",
                        f"The title names {why}, so that the report's place cannot be told. Expected one state, "
                        "territory or the nation; write the figures as CSV if the document holds those of several "
                        "places.",
                    )
                )
                return
        if titles:
            found.stated[JURISDICTION] = Stated(codes[0], titles[0][0].number)
            return
        if len(self.parts) == 1:
            self._take_only_place(found)

    def _take_only_place(self, found: Particulars) -> None:
        joined = self.text.joined
        mentions = find_mentions(joined, self.wordings)
        leads = {match.end() for match in self.wordings.find("jurisdiction", joined)}
        beside = {code for line in self.lines if line.kind is LineKind.FIGURES for code in line.places}
        if len({mention.code for mention in mentions}) != 1 or any(mention.is_part for mention in mentions):
            return
        for mention in mentions:
            if _end_before(joined, mention.start) in leads or mention.code in beside:
                found.stated[JURISDICTION] = Stated(mention.code, self._line_at(mention.start))
                return

    def _titles(self, part: Part) -> Iterator[Line]:
        """The headings above the first figure, and those below it that read like a title."""
        is_above = True
        for line in (*part.above, *part.lines):
            if line.kind is LineKind.TABLE or (
                line.kind is LineKind.FIGURES and line.has(ItemKind.LABEL, ItemKind.NUMBER)
            ):
                is_above = False
            elif line.kind is LineKind.HEADING and (is_above or self.wordings.find("title", line.text)):
                yield line

    # Period

    def _periods(self) -> Iterator[_Statement]:
        """Ranges behind a word such as `covers`, in a title, or on a line of their own."""
        joined = self.text.joined
        leads = [match.end() for match in self.wordings.find("period", joined)]
        for one in self.text.ranges:
            at = bisect_right(leads, one.first.start)
            lead = leads[at - 1] if at else None
            between = joined[lead : one.first.start] if lead is not None else ""
            led = lead is not None and len(between) <= _BEFORE_A_RANGE and not _SENTENCE_BREAK.search(between)
            if not led and not self._is_heading(one):
                continue
            first, last = one.first.resolved(), one.last.resolved(last_day=True)
            if first is None or last is None:
                self.refusals.append(self._unreadable(one.first.start, one.last.end))
                continue
            yield _Statement((first, last), one.first.start)

    def _is_heading(self, one: PrintedRange) -> bool:
        line = self.text.line_at(one.first.start)
        if line.table is not None or self.wordings.find("other_period", line.text):
            return False
        start = one.first.start - self.text.starts[bisect_right(self.text.starts, one.first.start) - 1]
        rest = line.text[:start] + line.text[start + one.last.end - one.first.start :]
        return not re.search(r"\w", rest) or bool(
            self.wordings.find("title", line.text) and len(re.findall(r"\w+", rest)) <= 12
        )

    def _take_period(self, found: Particulars, part: Part) -> None:
        own = self._own(self.periods, part)
        values = list(dict.fromkeys(statement.value for statement in own))
        if len(values) > 1:
            other = next(statement for statement in own if statement.value == values[1])
            first = self._line_at(own[0].position)
            found.refusals.append(
                self._refusal(
                    other.position,
                    "period_ambiguous",
                    f"The document states the period {values[0][0]} through {values[0][1]} (line {first}) and another, "
                    f"{values[1][0]} through {values[1][1]}. Expected one; write the figures as CSV, one report each.",
                )
            )
        elif values:
            line = self._line_at(own[0].position)
            found.stated[PERIOD_START] = Stated(values[0][0].isoformat(), line)
            found.stated[PERIOD_END] = Stated(values[0][1].isoformat(), line)
        else:
            self._take_year(found)

    def _take_year(self, found: Particulars) -> None:
        """A calendar year that titles and figures agree on, if nothing speaks of days or of a part of a year."""
        years = {year for year, _ in found.title_years}
        if len(years) != 1 or _PART_OF_A_YEAR.search(self.text.joined):
            return
        if any(not self._is_no_period(one) for one in self.text.dates):
            return
        year = years.pop()
        line = found.title_years[0][1].number
        found.stated[PERIOD_START] = Stated(date(year, 1, 1).isoformat(), line)
        found.stated[PERIOD_END] = Stated(date(year, 12, 31).isoformat(), line)

    def _is_no_period(self, one: PrintedDate) -> bool:
        """Whether a date is that of accuracy or of posting, or no date at all: `May` begins sentences."""
        before = self.text.joined[max(0, one.start - _BEFORE_A_POSTING_DATE) : one.start]
        return (
            one.start in self.accuracy_starts
            or bool(_POSTED.search(before))
            or (one.month == 5 and one.year is None and one.day is None)
        )

    def _take_years(self, found: Particulars, part: Part) -> None:
        is_above = True
        for line in (*part.above, *part.lines):
            if self.wordings.find("other_period", line.text):
                continue
            titles = self.wordings.find("title", line.text)
            # `2016 statistics are current as of ...` is a title and a sentence in one.
            in_front = [int(line.text[: title.start()].split()[-1]) for title in titles if _year_ends(line, title)]
            is_year = line.kind is LineKind.FIGURES and {item.kind for item in line.items} == {ItemKind.YEAR}
            is_above = is_above and not (
                line.kind is LineKind.TABLE or (line.kind is LineKind.FIGURES and line.has(ItemKind.NUMBER))
            )
            has_label = line.kind is LineKind.FIGURES and line.has(ItemKind.LABEL)
            # `Signals and cases by state in 2024` is the title of what stands below it.
            has_label |= line.kind is LineKind.HEADING and is_above and line.has(ItemKind.LABEL, ItemKind.UNIT)
            if (line.kind is LineKind.HEADING and titles) or is_year or has_label:
                found.title_years += [(year, line) for year in self._years_of(line)]
            elif line.kind is LineKind.PROSE and not line.goes_on:
                found.title_years += [(year, line) for year in in_front]

    def _years_of(self, line: Line) -> tuple[int, ...]:
        """The years of a line but not those of its accuracy date."""
        text = line.text
        for match in reversed(self.wordings.find("publisher_as_of", text)):
            text = text[: match.start()]
        return years_of(text)

    # Accuracy date

    def _days(self) -> Iterator[_Statement]:
        by_start = {one.start: one for one in self.text.dates}
        joined = self.text.joined
        for match in self.wordings.find("publisher_as_of", joined):
            following = joined[match.end() : match.end() + 9]
            at = match.end() + len(following) - len(following.lstrip(" \n:"))
            one = by_start.get(at)
            day = one.resolved() if one is not None and one.is_whole else None
            self.accuracy_starts.add(at)
            if day is not None:
                yield _Statement((day,), at)
            elif re.search(r"[0-9]", joined[at : at + 20]):
                self.refusals.append(self._unreadable(match.start(), at + 20))

    def _take_day(self, found: Particulars, part: Part) -> None:
        own = self._own(self.days, part)
        values = list(dict.fromkeys(statement.value for statement in own))
        if len(values) > 1:
            other = next(statement for statement in own if statement.value == values[1])
            found.refusals.append(
                self._refusal(
                    other.position,
                    "publisher_as_of_ambiguous",
                    f"The document is accurate as of {values[0][0]} (line {self._line_at(own[0].position)}) and as of "
                    f"{values[1][0]}. Expected one date; write the figures as CSV, one report each.",
                )
            )
        elif values:
            found.stated[PUBLISHER_AS_OF] = Stated(values[0][0].isoformat(), self._line_at(own[0].position))

    # Where

    def _own(self, statements: Sequence[_Statement], part: Part) -> list[_Statement]:
        """The statements of a part; else those that are made for all parts, above the first or below the last."""
        if len(self.parts) == 1:
            return list(statements)
        by_part: dict[int | None, list[_Statement]] = {}
        for statement in statements:
            by_part.setdefault(self._part_of(statement), []).append(statement)
        own = by_part.get(part.number, [])
        last = self.parts[-1]
        for_all = list(by_part.get(None, []))
        if not any(number not in (None, last.number) for number in by_part):
            for_all += [one for one in by_part.get(last.number, []) if self._is_below_figures(one, last)]
        return own or for_all

    def _part_of(self, statement: _Statement) -> int | None:
        at = self._index_of(statement)
        return next((part.number for part in self.parts if part.start <= at < part.end), None)

    def _is_below_figures(self, statement: _Statement, part: Part) -> bool:
        return self._index_of(statement) > part.last_figure

    def _index_of(self, statement: _Statement) -> int:
        return self.index.get(id(self.text.line_at(statement.position)), 0)

    def _line_at(self, position: int) -> int:
        return self.text.line_at(position).number

    def _refusal(self, position: int, code: str, message: str) -> Refusal:
        line = self.text.line_at(position)
        start = position - self.text.starts[bisect_right(self.text.starts, position) - 1]
        return Refusal(
            code, line.number, line.text.strip(), message, Mark(line.number, line.text, start, len(line.text.rstrip()))
        )

    def _unreadable(self, start: int, end: int) -> Refusal:
        found = " ".join(self.text.joined[start:end].split())
        line = self.text.line_at(start)
        column = start - self.text.starts[bisect_right(self.text.starts, start) - 1]
        return Refusal(
            "date_unreadable",
            line.number,
            found,
            f"No day can be read in {found!r}. Expected a date such as July 30, 2020, 7/30/2020 or 2020-07-30. Compare "
            "it with the publisher's document.",
            Mark(line.number, line.text, column, min(column + end - start, len(line.text))),
        )


def _year_ends(line: Line, title: re.Match[str]) -> bool:
    before = line.text[: title.start()].split()
    return bool(before) and bool(re.fullmatch(r"(?:19|20)[0-9]{2}", before[-1]))


def _end_before(text: str, position: int) -> int:
    """Where the word before `position` ends."""
    return position - len(text[max(0, position - 9) : position]) + len(text[max(0, position - 9) : position].rstrip())
