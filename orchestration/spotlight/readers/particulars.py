"""Which place, period and day a published document is about, in its own words.

Belongs here: finding the four particulars in the text. Not here: figures, and what a sidecar adds.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from orchestration.spotlight.readers.layout import ItemKind, Line, LineKind
from orchestration.spotlight.readers.matching import Refusal
from orchestration.spotlight.readers.words import Text, Wordings, years_of
from orchestration.spotlight.vocabulary import Vocabulary

JURISDICTION, PERIOD_START, PERIOD_END, PUBLISHER_AS_OF = PARTICULARS = (
    "jurisdiction",
    "period_start",
    "period_end",
    "publisher_as_of",
)

_NATION = "US"
_NATION_NAMES = frozenset({"united states", "united states of america"})
_SHORTEST_NAME = 4
_BEFORE_A_RANGE = 160
_SENTENCE_BREAK = re.compile(r"[a-z0-9]{2}[.!?]\s|\n[ ]{0,99}\n")


@dataclass(frozen=True, slots=True)
class Stated:
    """One particular as the document states it."""

    value: str
    line: int


@dataclass(slots=True)
class Particulars:
    """What the document says of itself, and what of it cannot be told."""

    stated: dict[str, Stated] = field(default_factory=dict)
    title_years: list[tuple[int, Line]] = field(default_factory=list)
    """Years of titles and of lines of figures: they must lie in the period."""
    refusals: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Mention:
    code: str
    text: str
    start: int
    is_part: bool
    """Only a part of the place is named: a city, a region."""


def find_particulars(text: Text, lines: Sequence[Line], vocabulary: Vocabulary, wordings: Wordings) -> Particulars:
    """Find jurisdiction, period and accuracy date; what is not in the text is not in the answer."""
    found = Particulars()
    _find_jurisdiction(found, text, lines, vocabulary, wordings)
    _find_period(found, text, wordings)
    _find_publisher_as_of(found, text, wordings)
    for line in lines:
        is_title = line.kind is LineKind.HEADING and wordings.find("title", line.text)
        is_year = line.kind is LineKind.FIGURES and {item.kind for item in line.items} == {ItemKind.YEAR}
        if is_title or is_year or (line.kind is LineKind.FIGURES and line.has(ItemKind.LABEL)):
            if wordings.find("other_period", line.text):
                continue
            found.title_years += [(year, line) for year in years_of(line.text)]
    return found


# Jurisdiction ---------------------------------------------------------------------------------------------------------


def _find_jurisdiction(
    found: Particulars, text: Text, lines: Sequence[Line], vocabulary: Vocabulary, wordings: Wordings
) -> None:
    """A title names exactly one place; a document without a title may name its only place in a sentence."""
    titles = [
        (line, mention) for line in _titles(lines, wordings) for mention in _mentions(line.text, vocabulary, wordings)
    ]
    codes = list(dict.fromkeys(mention.code for _, mention in titles))
    for line, mention in titles:
        if mention.is_part or mention.code != codes[0]:
            names = " and ".join(dict.fromkeys(mention.text for _, mention in titles))
            why = f"a part of {mention.text}" if mention.is_part else names
            found.refusals.append(
                Refusal(
                    "jurisdiction_ambiguous",
                    line.number,
                    line.text,
                    f"The title names {why}, so that the report's place cannot be told. Expected one state, territory "
                    "or the nation; write the figures as CSV if the document holds those of several places.",
                )
            )
            return
    if titles:
        found.stated[JURISDICTION] = Stated(codes[0], titles[0][0].number)
        return
    mentions = _mentions(text.joined, vocabulary, wordings)
    leads = {match.end() for match in wordings.find("jurisdiction", text.joined)}
    if len({mention.code for mention in mentions}) == 1 and not any(mention.is_part for mention in mentions):
        for mention in mentions:
            if _end_before(text.joined, mention.start) in leads:
                found.stated[JURISDICTION] = Stated(mention.code, _line_at(text, mention.start))
                return


def _titles(lines: Sequence[Line], wordings: Wordings) -> Iterator[Line]:
    """The headings above the first figure, and those below it that read like a title."""
    is_above = True
    for line in lines:
        if line.kind is LineKind.FIGURES and line.has(ItemKind.LABEL, ItemKind.NUMBER):
            is_above = False
        elif line.kind is LineKind.HEADING and (is_above or wordings.find("title", line.text)):
            yield line


def _mentions(text: str, vocabulary: Vocabulary, wordings: Wordings) -> list[_Mention]:
    """Every place that `text` names: the longest name, so that West Virginia is not Virginia."""
    names = _names(tuple(vocabulary.jurisdictions.items()))
    found = []
    for match in _name_pattern(tuple(names)).finditer(text):
        if not match[0][0].isupper():
            continue
        code = names[" ".join(re.findall(r"\w+", match[0].casefold()))]
        before, after = text[max(0, match.start() - 20) : match.start()], text[match.end() : match.end() + 20]
        is_part = any(not before[part.end() :].strip(" -") for part in wordings.find("subdivision", before)) or any(
            not after[: part.start()].strip() for part in wordings.find("subdivision", after)
        )
        found.append(_Mention(code, match[0], match.start(), is_part))
    return found


@lru_cache(maxsize=4)
def _names(jurisdictions: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Names as words → code, without codes and short forms: they stand in other words' places too."""
    names = {}
    for word, code in jurisdictions:
        is_name = len(word) >= _SHORTEST_NAME and word != code.casefold()
        if is_name and (code != _NATION or word in _NATION_NAMES):
            names[" ".join(re.findall(r"\w+", word))] = code
    return names


@lru_cache(maxsize=4)
def _name_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    forms = (r"[\W_]{1,9}".join(name.split()) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)


# Dates ----------------------------------------------------------------------------------------------------------------


def _find_period(found: Particulars, text: Text, wordings: Wordings) -> None:
    periods: dict[tuple[date, date], int] = {}
    leads = [match.end() for match in wordings.find("period", text.joined)]
    for one in text.ranges:
        at = bisect_right(leads, one.first.start)
        lead = leads[at - 1] if at else None
        between = text.joined[lead : one.first.start] if lead is not None else ""
        if lead is None or len(between) > _BEFORE_A_RANGE or _SENTENCE_BREAK.search(between):
            continue
        line = _line_at(text, one.first.start)
        first, last = one.first.resolved(), one.last.resolved(last_day=True)
        if first is None or last is None:
            found.refusals.append(_unreadable(text, one.first.start, one.last.end))
            return
        periods.setdefault((first, last), line)
    if len(periods) > 1:
        known, other = list(periods.items())[:2]
        found.refusals.append(
            Refusal(
                "period_ambiguous",
                other[1],
                text.lines[other[1] - 1].strip(),
                f"The document states the period {known[0][0]} through {known[0][1]} (line {known[1]}) and another, "
                f"{other[0][0]} through {other[0][1]}. Expected one; write the figures as CSV, one report each.",
            )
        )
    elif periods:
        (start, end), line = next(iter(periods.items()))
        found.stated[PERIOD_START] = Stated(start.isoformat(), line)
        found.stated[PERIOD_END] = Stated(end.isoformat(), line)


def _find_publisher_as_of(found: Particulars, text: Text, wordings: Wordings) -> None:
    days: dict[date, int] = {}
    by_start = {one.start: one for one in text.dates}
    for match in wordings.find("publisher_as_of", text.joined):
        following = text.joined[match.end() : match.end() + 9]
        at = match.end() + len(following) - len(following.lstrip(" \n:"))
        one = by_start.get(at)
        day = one.resolved() if one is not None and one.is_whole else None
        if day is not None:
            days.setdefault(day, _line_at(text, at))
        elif re.search(r"[0-9]", text.joined[at : at + 20]):
            found.refusals.append(_unreadable(text, match.start(), at + 20))
    if len(days) > 1:
        (first, first_line), (other, line) = list(days.items())[:2]
        found.refusals.append(
            Refusal(
                "publisher_as_of_ambiguous",
                line,
                text.lines[line - 1].strip(),
                f"The document is accurate as of {first} (line {first_line}) and as of {other}. Expected one date; "
                "write the figures as CSV, one report each.",
            )
        )
    elif days:
        day, line = next(iter(days.items()))
        found.stated[PUBLISHER_AS_OF] = Stated(day.isoformat(), line)


def _unreadable(text: Text, start: int, end: int) -> Refusal:
    found = " ".join(text.joined[start:end].split())
    return Refusal(
        "date_unreadable",
        _line_at(text, start),
        found,
        f"No day can be read in {found!r}. Expected a date such as July 30, 2020, 7/30/2020 or 2020-07-30. Compare it "
        "with the publisher's document.",
    )


def _end_before(text: str, position: int) -> int:
    """Where the word before `position` ends."""
    return position - len(text[max(0, position - 9) : position]) + len(text[max(0, position - 9) : position].rstrip())


def _line_at(text: Text, position: int) -> int:
    return bisect_right(text.starts, position)
