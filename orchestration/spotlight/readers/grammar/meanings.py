"""What the words of a line mean as a heading: places, times, measures, and what they make of the figures below.

Belongs here: the sum of one line's phrases. Not here: finding the phrases (phrases), how far headings reach (tree).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from orchestration.spotlight.domain.vocabulary import Label
from orchestration.spotlight.readers.grammar.dates import Period, could_mean, year_period
from orchestration.spotlight.readers.grammar.lexicon import NOT_OF_THE_REPORT, PLACE, UNKNOWN
from orchestration.spotlight.readers.grammar.phrases import LABELS, Phrase, plain
from orchestration.spotlight.readers.grammar.tokens import Kind, What
from orchestration.spotlight.readers.grammar.words import FIGURES, VERBS_OF_COUNTING, VERBS_OF_MAKING

_HOTLINE = re.compile(r"\b(?:hotline|national human trafficking resource center|nhtrc|nhth)\b", re.IGNORECASE)
_IN_YEAR = re.compile(r"in\b|during\b|\(", re.IGNORECASE)
STATE_WITH_PARISHES = "US-LA"
"""Louisiana, the only state with parishes instead of counties."""
MEASURES_WITHIN_CASES = frozenset({"victims", "traffickers", "businesses"})
"""Measures that are counted within cases: a heading that names cases may stand above them."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the words of a title, heading, caption or head say about the figures below it."""

    places: tuple[str, ...] = ()
    is_part_of_place: bool = False
    periods: tuple[Period, ...] = ()
    unclear: tuple[str, ...] = ()
    """Times without a first and last day: `fiscal year 2019`, `through 2019`, `2018 and 2019`."""
    years: tuple[int, ...] = ()
    days: tuple[date, ...] = ()
    """Accuracy dates."""
    moments: tuple[Period, ...] = ()
    """Days and months that are neither the ends of a period nor dates of accuracy or posting: `In December 2013`."""
    measures: frozenset[str] = frozenset()
    labels: tuple[Label, ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()
    """Kinds of `headings.csv` that the line holds, each with its words."""
    unknown: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    """The town or county of each unknown word that is part of its name: `Toledo`."""
    names_breakdown: bool = False
    names_hotline: bool = False

    @property
    def outside(self) -> tuple[tuple[str, str], ...]:
        return tuple((kind, words) for kind, words in self.kinds if kind in NOT_OF_THE_REPORT)

    def has(self, kind: str) -> bool:
        return any(one == kind for one, _ in self.kinds)

    def without_qualifiers(self) -> Said:
        """The same without unknown words, and without kinds that make something else of figures."""
        return replace(self, unknown=(), kinds=tuple(one for one in self.kinds if one[0] not in NOT_OF_THE_REPORT))


def said_by(phrases: Sequence[Phrase]) -> Said:
    """What a line means as a heading. Its years are those of the figures below it, unless it names an edition."""
    places: list[str] = []
    periods: list[Period] = []
    unclear: list[str] = []
    years: list[int] = []
    days: list[date] = []
    moments: list[Period] = []
    measures: set[str] = set()
    labels: list[Label] = []
    kinds: list[tuple[str, str]] = []
    unknown: list[str] = []
    towns: list[str] = []
    of_making = _years_of_making(phrases)
    has_count = any(phrase.is_count for phrase in phrases)
    for before, phrase, following in zip((None, *phrases), phrases, (*phrases[1:], None), strict=False):
        entry = phrase.entry
        if id(phrase) in of_making or _means_all_of_them(phrase, following):
            continue
        if phrase.kind == Kind.YEAR and before is not None and before.text.casefold() in ("as of", "as at"):
            # The figures may be of all years until then, or of that year alone.
            unclear.append(f"{before.text} {phrase.value}")
        elif phrase.kind == UNKNOWN:
            unknown.append(phrase.tokens[0].text)
            towns += [phrase.value] if phrase.value else []
        elif phrase.kind == PLACE and entry is not None:
            places.append(entry.meaning)
        elif phrase.kind == Kind.YEAR:
            years.append(int(phrase.value))
        elif phrase.kind == Kind.RECOGNISED:
            one = phrase.of
            assert one is not None
            if one.what is What.PERIOD:
                periods += [one.period] if one.period is not None else []
                unclear += [one.text] if one.period is None else []
            elif one.what is What.YEAR:
                years.append(int("".join(character for character in one.text if character.isdigit())[-4:]))
            elif one.what is What.ACCURACY:
                days += [one.day] if one.day is not None else []
            elif one.what is What.DATE and one.period is not None:
                moments.append(one.period)
            elif one.what is What.NOISE and one.text[:5].casefold() == "covid":
                unknown.append(one.text)
            elif one.what is What.BOUND:
                unclear.append(one.text)
            elif one.what is What.SINCE:
                kinds.append(("all_time", one.text))
            elif one.what is What.SHARE and (one.text[:3].casefold() == "per" or not has_count):
                kinds.append(("share", one.text))
        elif entry is not None:
            if phrase.kind == "other_figure" and not has_count:
                kinds.append(("other_measure", phrase.text))
            elif entry.label is not None:
                labels += [entry.label] if phrase.kind in LABELS else []
                measures |= {entry.meaning} if entry.meaning and phrase.kind != "short" else set()
            else:
                kinds.append((entry.kind, phrase.text))
                measures |= {entry.meaning} if entry.kind == "measure" else set()
    if not measures:
        measures |= {one.entry.meaning for one in phrases if one.entry is not None and one.kind == "breakdown"}
    if places and STATE_WITH_PARISHES not in places:
        # `Saint Brendan Parish, Knoxville, Tennessee` is a church: only Louisiana has parishes as counties.
        kinds = [one for one in kinds if one[1].casefold() not in ("parish", "parishes")]
    is_edition = any(kind == "edition" for kind, _ in kinds) and not _is_of_statistics(phrases)
    return Said(
        places=tuple(dict.fromkeys(places)),
        is_part_of_place=bool(places) and any(kind == "local" for kind, _ in kinds),
        periods=tuple(dict.fromkeys(periods)),
        unclear=tuple(unclear),
        years=() if is_edition else tuple(dict.fromkeys(years)),
        days=tuple(dict.fromkeys(days)),
        moments=tuple(moments),
        measures=frozenset(measures),
        labels=tuple(labels),
        kinds=tuple(kinds),
        unknown=tuple(unknown),
        towns=tuple(towns),
        names_breakdown=_names_breakdown(kinds, measures),
        names_hotline=any(kind == "neutral" and _HOTLINE.search(words) for kind, words in kinds),
    )


def _names_breakdown(kinds: Sequence[tuple[str, str]], measures: Collection[str]) -> bool:
    """Whether a heading says that the figures below it are parts of a whole: `Cases by type`."""
    is_by_type = any(words.casefold() in ("by type", "type", "types", "form", "forms") for _, words in kinds)
    return any(kind == "breakdown" for kind, _ in kinds) or ("cases" in measures and is_by_type)


def _means_all_of_them(phrase: Phrase, following: Phrase | None) -> bool:
    """Whether `both` goes with the words behind it, as in `both accurate as of July 31, 2019`: no type of cases."""
    if following is None or phrase.text.casefold() != "both" or following.kind not in ("neutral", Kind.RECOGNISED):
        return False
    first = following.tokens[0]
    return (phrase.tokens[-1].line, phrase.tokens[-1].end + 1) == (first.line, first.column)


def _years_of_making(phrases: Sequence[Phrase]) -> set[int]:
    """The `id` of each year in which the document was made: `printed in 2021`, but not `published for 2021`."""
    found, is_made = set(), False
    for before, phrase, following in zip((None, *phrases), phrases, (*phrases[1:], None), strict=False):
        if _has_word(phrase, VERBS_OF_MAKING):
            is_made = True
        elif _has_word(phrase, VERBS_OF_COUNTING | FIGURES) or phrase.kind in (*LABELS, "unit", "measure"):
            is_made = False
        elif phrase.kind == Kind.YEAR:
            # In `Released: 2019 statistics` the year is that of the statistics.
            is_of_figures = following is not None and _has_word(following, FIGURES)
            if before is not None and _has_word(before, VERBS_OF_MAKING) and not is_of_figures:
                found.add(id(phrase))
        elif is_made and phrase.what is What.YEAR and _IN_YEAR.match(phrase.text):
            found.add(id(phrase))
    return found


def _has_word(phrase: Phrase, words: frozenset[str]) -> bool:
    return any(token.kind is Kind.WORD and plain(token) in words for token in phrase.tokens)


def _is_of_statistics(phrases: Sequence[Phrase]) -> bool:
    """Whether a year is that of the statistics, as `2019 statistics` in a title that names a report too."""
    of_making = _years_of_making(phrases)
    for at, phrase in enumerate(phrases):
        if id(phrase) in of_making:
            continue
        if phrase.kind == Kind.YEAR:
            for following in phrases[at + 1 : at + 3]:
                if following.text.casefold() in ("statistics", "data", "figures", "hotline statistics"):
                    return True
                if following.kind != "neutral":
                    break
        elif "(" not in phrase.tokens[0].text and phrase.what is What.YEAR:
            return True
    return False


def period_of(said: Said) -> Period | None:
    """The one period that a heading names, or None if it names none or several."""
    if len(said.periods) > 1:
        return None
    if said.unclear and not (said.periods and all(could_mean(text, said.periods[0]) for text in said.unclear)):
        # `FY 2020` alone has no known days; `FY 2020 (July 1, 2019 - June 30, 2020)` states them.
        return None
    if said.periods:
        only = said.periods[0]
        return only if all(only.start.year <= year <= only.end.year for year in said.years) else None
    return year_period(said.years[0]) if len(said.years) == 1 else None
