"""The tokens of a line as phrases: each word is part of a known wording, or unknown.

Belongs here: what the words of one line say. Not here: which number belongs to which label (figures).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from orchestration.spotlight.domain.model import ValueStatus
from orchestration.spotlight.domain.vocabulary import Label
from orchestration.spotlight.readers.grammar.dates import Period, could_mean, year_period
from orchestration.spotlight.readers.grammar.lexicon import NATION, NOT_OF_THE_REPORT, PLACE, UNKNOWN, Entry, Lexicon
from orchestration.spotlight.readers.grammar.number_words import NUMBER_WORDS
from orchestration.spotlight.readers.grammar.tokens import Kind, Recognised, Token, What, is_harmless
from orchestration.spotlight.readers.grammar.towns import towns_in
from orchestration.spotlight.readers.grammar.words import (
    CODES_AS_WORDS,
    FIGURES,
    OCCASIONS,
    VERBS_OF_COUNTING,
    VERBS_OF_MAKING,
    WORDS_FOR_FIGURES,
)

_BETWEEN_WORDS = (".", "/", "'")
"""Signs that may stand between two words of one wording: `U.S.`, `Sex / Labor`."""
_SIGNS_MEAN = {"%‰": "share", "ΔΔ▲▼△▽↑↓±+": "change", "$€£¥": "other_measure", "Ø": "average", "#": "neutral"}
_ABOUT = frozenset(("about", "around", "nearly", "almost", "circa", "ca", "some"))
"""Right before a number they make it inexact; anywhere else they may not concern it."""
_HOTLINE = re.compile(r"\b(?:hotline|nhtrc|nhth)\b", re.IGNORECASE)
_IN_YEAR = re.compile(r"in\b|during\b|\(", re.IGNORECASE)
STATE_WITH_PARISHES = "US-LA"
"""Louisiana, the only state with parishes instead of counties."""
MEASURES_WITHIN_CASES = frozenset({"victims", "traffickers", "businesses"})
"""Measures that are counted within cases: a heading that names cases may stand above them."""
LABELS = ("figure", "short", "sentence", "other_figure")

_BEFORE_OCCASIONS = ("for our", "for the", "for your")
_SERVICES = frozenset(("hotline", "hotline's", "help line", "line"))
_NUMBERED = frozenset(("district", "precinct", "region", "sector", "ward", "zone"))
"""Parts of a state that are named by a number: `Ward 6`, `District 12`."""
_LONGEST_DISTRICT = 2
"""Digits in the number of a district."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some tokens of a line and what they stand for; `kind` is the kind of the wording or of the token."""

    kind: str
    tokens: tuple[Token, ...]
    entry: Entry | None = None
    value: str = ""
    """The digits of a number or year, the value status of a stated non-number, the printed text of a spoilt number, or
    the town that an unknown word is part of."""

    @property
    def label(self) -> Label | None:
        return self.entry.label if self.entry is not None else None

    @property
    def is_count(self) -> bool:
        return self.kind in (Kind.NUMBER, Kind.STATUS)

    @property
    def of(self) -> Recognised | None:
        """What its first token was recognised as: a date, a share."""
        return self.tokens[0].of

    @property
    def what(self) -> What | None:
        return self.tokens[0].what

    @property
    def text(self) -> str:
        return self.value if self.kind == Kind.NUMBER else " ".join(token.text for token in self.tokens)


def phrases_of(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Phrase, ...]:
    """Every word, number and sign of a line as part of a phrase, in order. Punctuation is left out."""
    phrases = list(_phrases(tokens, lexicon))
    ends = {id(one) for one, after in pairwise((*tokens, None)) if one and (after is None or after.kind is Kind.BREAK)}
    signs = {(one.line, one.column): one.text for one in tokens if one.text in "()"}
    for at, (who, what) in enumerate(pairwise(phrases)):
        if who.kind == "organization" and what.text.casefold() in _SERVICES:
            # `Salvation Army hotline` is another service, not this hotline.
            phrases[at] = Phrase("other_service", who.tokens, Entry((), "other_service"))
        elif who.kind == "part_of_year" and plain(what.tokens[0]) in OCCASIONS:
            # `Numbers for our October training` are not of October; `Fall training` heads what is no number of them.
            if " ".join(one.text.casefold() for one in phrases[max(0, at - 2) : at]) in _BEFORE_OCCASIONS:
                phrases[at] = Phrase("neutral", who.tokens, Entry((), "neutral"))
        elif who.text.casefold() in NUMBER_WORDS and what.kind == "other_place" and plain(what.tokens[-1]) == "states":
            # `Three mountain states`
            phrases[at] = Phrase(what.kind, who.tokens, what.entry)
        elif what.text in lexicon.codes and (
            (who.kind == PLACE and _is_in_brackets(what, signs)) or _is_last_in_title(who, what, ends)
        ):
            # `Maine (ME)`, and `Maine (NH)` names two places; `Hotline numbers ND`.
            phrases[at + 1] = Phrase(PLACE, what.tokens, Entry((), PLACE, lexicon.codes[what.text]))
    return tuple(phrases)


def _is_in_brackets(phrase: Phrase, signs: Mapping[tuple[int, int], str]) -> bool:
    """Whether brackets stand right before and behind a phrase. `signs` are the brackets by line and column."""
    first, last = phrase.tokens[0], phrase.tokens[-1]
    return (signs.get((first.line, first.column - 1)), signs.get((last.line, last.end))) == ("(", ")")


def _is_last_in_title(who: Phrase, what: Phrase, ends: Collection[int]) -> bool:
    """Whether a state's code follows a word for figures and ends its part of a line: `Hotline numbers ND : Sheet1`.

    `ends` are the ids of the last tokens of parts. `Hotline ID` and `Data OK` name no state.
    """
    word, code = who.tokens[-1], what.tokens[0]
    names_figures = plain(word) in WORDS_FOR_FIGURES | {"hotline"} and not word.text.isupper()
    follows = (word.line, word.end + 1) == (code.line, code.column)
    return names_figures and follows and id(code) in ends and code.text not in CODES_AS_WORDS


def _stands_alone(tokens: Sequence[Token], at: int) -> bool:
    """Whether a code stands alone, as in `Place: US-ME` and `Maine (US-ME)`."""
    before, after = tokens[at - 1].text if at else "|", tokens[at + 1].text if at + 1 < len(tokens) else "|"
    return (before in (":", "|") and after == "|") or (before, after) == ("(", ")")


def _phrases(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Phrase]:
    last = max((at for at, token in enumerate(tokens) if token.kind not in (Kind.BREAK, Kind.MARK)), default=-1)
    has_small = any(token.kind is Kind.WORD and not token.text.isupper() for token in tokens)
    towns = towns_in(tokens, lexicon)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind is Kind.WORD:
            entry, length = _longest(tokens, at, lexicon)
            used = tuple(tokens[at : at + length])
            at += length
            following = tokens[at] if at < len(tokens) else None
            if length == 1 and plain(token) in _ABOUT and following is not None and following.kind is Kind.NUMBER:
                yield Phrase("estimate", used, Entry((), "estimate"))
            elif "-" in token.text and token.text in lexicon.codes:
                if not _stands_alone(tokens, at - 1):
                    # `US-ME trade` names the country and the state.
                    yield Phrase("nation", used, Entry((), "nation", NATION))
                yield Phrase(PLACE, used, Entry((), PLACE, lexicon.codes[token.text]))
            elif has_small and length == 1 and token.text.partition("-")[0] == "US":
                # `US` is the country unless the whole line is in capitals, as `ABOUT US` is.
                yield Phrase("nation", used, Entry((), "nation", NATION))
            elif entry is None:
                yield Phrase(UNKNOWN, used, value=towns.get(id(token), ""))
            elif entry.kind == "status":
                status = entry.label.category or "" if entry.label is not None else ""
                hides = status == ValueStatus.SUPPRESSED
                if hides and following is not None and following.kind in (Kind.NUMBER, Kind.YEAR):
                    used, at = (*used, following), at + 1
                yield Phrase(Kind.STATUS, used, entry, status)
            else:
                is_numbered = entry.kind == "local" and entry.words[-1] in _NUMBERED
                number = following if following is not None and following.kind is Kind.NUMBER else None
                if is_numbered and number is not None and len(number.text) <= _LONGEST_DISTRICT:
                    used, at = (*used, number), at + 1
                yield Phrase(entry.kind, used, entry)
            continue
        if token.kind in (Kind.NUMBER, Kind.YEAR, Kind.STATUS, Kind.SPOILT):
            yield Phrase(token.kind, (token,), value=token.text)
        elif token.kind is Kind.DASH and at == last and not any(one.text == token.text == "--" for one in tokens[:at]):
            # A dash stands for a value if nothing follows it; else it is a bullet or separates words.
            yield Phrase(Kind.STATUS, (token,), value=ValueStatus.NOT_PUBLISHED)
        elif token.kind is Kind.RECOGNISED:
            yield Phrase(Kind.RECOGNISED, (token,))
        elif token.kind is Kind.BREAK and not is_harmless(token.text):
            kind = next((kind for signs, kind in _SIGNS_MEAN.items() if token.text[0] in signs), UNKNOWN)
            yield Phrase(kind, (token,), Entry((), kind))
        at += 1


def _longest(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[Entry | None, int]:
    """The longest known wording that begins at a token, and how many tokens it takes."""
    first = plain(tokens[at])
    for word in (first, _singular(first)) if len(first) > 3 else (first,):
        for entry in lexicon.by_first_word.get(word, ()):
            if len(entry.words) > 1 or word == first:
                length = _matches(tokens, at, entry)
                if length and (entry.kind != PLACE or tokens[at].text[0].isupper()):
                    return entry, length
    # The plural of a known single word: `Overviews`.
    for entry in lexicon.by_first_word.get(_singular(first), ()):
        if len(entry.words) == 1 and entry.label is None and entry.kind != PLACE:
            return entry, 1
    return None, 1


def _matches(tokens: Sequence[Token], at: int, entry: Entry) -> int:
    """How many tokens a wording takes if it begins at a token, else 0. Its first word is known to match."""
    position = at + 1
    for word in entry.words[1:]:
        while position < len(tokens) and _may_stand_between(tokens[position], entry):
            position += 1
        if position >= len(tokens) or tokens[position].kind is not Kind.WORD or plain(tokens[position]) != word:
            return 0
        position += 1
    # The full stop behind the last letter of `U.S.` belongs to the wording.
    if len(entry.words[-1]) == 1 and position < len(tokens) and tokens[position].text == ".":
        position += 1
    return position - at


def _may_stand_between(token: Token, entry: Entry) -> bool:
    return token.kind is Kind.BREAK and (token.text in _BETWEEN_WORDS or (entry.kind == PLACE and token.text == ","))


def plain(token: Token) -> str:
    """A word in the form in which it is compared."""
    return token.text.replace("'", "").casefold()


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


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
