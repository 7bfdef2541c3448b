"""Figures told in sentences → a line for each.

`In 2019, the National Human Trafficking Hotline identified 134 cases in Ohio. Of these, 102 were sex trafficking.`

Belongs here: the sentences that are known in every word, and what each number in them counts. Not here: other running
text, whose numbers are none; what a figure stands under (figures).

The first of such sentences says itself who counted, where and when. Those right behind it may lean on it. Any other
sentence among them may take the figures back, so that none is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.grammar.dates import Period, year_period
from orchestration.spotlight.readers.grammar.lexicon import OUTSIDE, PLACE, UNKNOWN, Lexicon
from orchestration.spotlight.readers.grammar.phrases import WORDS_FOR_FIGURES, Phrase, phrases_of, plain
from orchestration.spotlight.readers.grammar.tokens import Kind, Token, What
from orchestration.spotlight.readers.tree.hotlines import names_another_line
from orchestration.spotlight.readers.tree.lines import Line, Role
from orchestration.spotlight.readers.tree.running_text import ENDS_SENTENCE, paragraphs, sentences, without_dateline
from orchestration.spotlight.readers.tree.tally import Tally
from orchestration.spotlight.readers.tree.told_counts import Counts, category_of, counts_of, measure_of, sign_of

_NEAR = 2
"""Sentences before and behind those that tell figures which may say something of them."""
_THE_STATE = re.compile(r"\b(?:the|our|that) (?:commonwealth|state)\b")
_NATIONAL = "national human trafficking hotline"
_THE_STATE = re.compile(r"\b(?:the|our|that) (?:commonwealth|state)\b")
_NATIONAL = "national human trafficking hotline"
_STATISTICS_OF = re.compile(
    r".*\b(?:data|figures|numbers|published|statistics)\b.* (?:for|from|in|of|on) (?:the )?(?:state of )?(?P<of>.*)"
)
"""`She presented the statistics of the National Hotline for Louisiana`, which those behind it are of."""
_THAT_TIME = re.compile(r"\b(?:that|the same) (?:calendar )?(year|period) ")
_YEAR_OF_DAYS = (364, 365)
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_LONGEST_TITLE = 3
_SHORTEST_NAME = 3
_SHORTEST_HEADLINE = 5
_NAMES = frozenset(("local", "organization"))
_OF_NO_NUMBERS = _NAMES | {"change", "other_breakdown", "other_measure", "other_service", "rank"}
"""What the title of an article may speak of."""
_OF_FIGURES = WORDS_FOR_FIGURES | {"helpline", "helplines", "hotline", "hotlines", "line", "lines"}
_MOST = 12
"""Numbers of a sentence."""
_NOT = frozenset(("except", "excluding", "neither", "never", "no", "none", "not", "without"))
_POINTS_BACK = frozenset(
    ("all", "both", "half", "it", "many", "most", "neither", "none", "nothing", "only", "some", "such", "that", "these",
     "they", "this", "those")
)  # fmt: skip
"""First words of a sentence that may take back what the one before it tells: `That is what one newspaper wrote.`"""


@dataclass(frozen=True)
class _Told:
    """A sentence that is known in every word."""

    lines: tuple[Line, ...]
    figures: tuple[tuple[Phrase, ...], ...]
    """Number and label, and their unit if the sentence names one."""
    times: tuple[Phrase, ...]
    places: tuple[Phrase, ...]
    tally: Tally
    """What is told with it, of the same place and time."""


@dataclass(frozen=True)
class _Before:
    """The sentence before another, as far as this may lean on it."""

    text: str = ""
    words: tuple[Token, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    told: _Told | None = None
    last: _Told | None = None
    """The last one that tells figures, if no sentence since names another place or time."""


@dataclass(frozen=True)
class Told:
    """The lines of a document with one for each figure that a sentence tells, and these figures."""

    lines: list[Line]
    beside: list[Line]
    """The same with the sentences as well, which say of where and when a list beside them is."""
    figures: frozenset[tuple[str | None, str, str]]
    """Measure, category and number of each."""


def told(
    lines: Sequence[Line], lexicon: Lexicon, is_doubtful: Callable[[str], bool], is_harmless: Callable[[str], bool]
) -> Told | None:
    """What the sentences of a document tell; None if none tells a figure, or one beside them may take it back.

    `is_doubtful` says of a sentence that it is no usual one beside figures, `is_harmless` of a title that it says
    nothing of them.
    """
    found = list(_told(lines, lexicon, is_doubtful))
    if not found or None in found:
        return None
    sentence_of = {id(line): one for one in found if one is not None for line in one.lines}
    figures = [figure for one in found if one is not None for figure in one.figures]
    counts = frozenset((measure_of(label), category_of(label), number.value) for number, label, *_ in figures)
    of_text = {id(line) for some in paragraphs(lines) if _is_of_sentences(some) for line in some}
    result: list[Line] = []
    beside: list[Line] = []
    for line in lines:
        one = sentence_of.get(id(line))
        beside.append(replace(line))
        if one is None:
            is_headline = id(line) not in of_text and _is_headline(line, found, is_harmless)
            is_aside = is_headline or _repeats(line, counts)
            result.append(replace(line, role=Role.FRAME) if is_aside else line)
            beside[-1].role = result[-1].role
        elif line is one.lines[0]:
            result += _as_lines(one)
        if one is not None and line is one.lines[-1]:
            beside += _as_lines(one)
    return Told(result, beside, counts)


def _repeats(line: Line, counts: frozenset[tuple[str | None, str, str]]) -> bool:
    """`Lawmakers hear survivors as hotline logs 90 trafficking cases`: a headline whose number a sentence tells."""
    numbers = [at for at, phrase in enumerate(line.phrases) if phrase.is_count]
    behind = line.phrases[numbers[0] + 1 :][:1] if len(numbers) == 1 else ()
    is_headline = line.kind in (BlockKind.HEADING, BlockKind.TITLE) and line.said.names_hotline
    return is_headline and any((measure_of(one), category_of(one), line.counts[0].value) in counts for one in behind)


def _is_of_sentences(paragraph: Sequence[Line]) -> bool:
    """Whether its lines are no titles: `Members of the Committee:` is one."""
    last = paragraph[-1].text
    return bool(ENDS_SENTENCE.search(last)) and (len(paragraph) > 1 or not last.endswith(":"))


def _is_headline(line: Line, found: Sequence[_Told | None], is_harmless: Callable[[str], bool]) -> bool:
    """`Truckers learn to spot trafficking at a training`, above running text: it says nothing of figures.

    Each sentence says itself, or the one before it, which state its numbers are of, and what they count.
    """
    is_of_figures = any(sign_of(one) for one in line.phrases if one.kind != PLACE)
    is_of_figures |= not _OF_FIGURES.isdisjoint(map(plain, line.words)) or bool(line.said.towns)
    if line.role is not Role.BLANK or is_of_figures:
        return False
    kinds = {phrase.kind for phrase in line.phrases}
    days = {of.what for phrase in line.phrases if (of := phrase.tokens[0].of) is not None} <= {What.DATE, What.POSTED}
    outside = kinds.intersection(OUTSIDE)
    is_name = outside <= _NAMES and len(line.words) >= _SHORTEST_NAME
    is_open = is_name or (outside <= _OF_NO_NUMBERS and len(line.words) >= _SHORTEST_HEADLINE)
    places = {_place(phrase) for phrase in line.phrases if phrase.kind == PLACE}
    told_places = {_place(place) for one in found if one is not None for place in one.places}
    return days and is_open and places <= told_places and is_harmless(line.text)


def _as_lines(one: _Told) -> Iterator[Line]:
    for line in one.lines:
        dates = tuple(phrase for phrase in line.phrases if sign_of(phrase) == "A")
        if dates:
            tokens = tuple(token for phrase in dates for token in phrase.tokens)
            yield replace(line, tokens=tokens, phrases=dates, _said=None)
    for phrases in one.figures:
        first = next(line for line in one.lines if phrases[0].tokens[0] in line.tokens)
        whole = (*phrases, *one.places, *one.times)
        tokens = tuple(token for phrase in whole for token in phrase.tokens)
        yield replace(first, tokens=tokens, phrases=whole, role=Role.FIGURES, _said=None)


def _told(lines: Sequence[Line], lexicon: Lexicon, is_doubtful: Callable[[str], bool]) -> Iterator[_Told | None]:
    """Each sentence that tells figures, or None for one that may take back what those beside it tell."""
    # `The Hotline` alone is the National one below where that is named, if the document names no other.
    first_named = _first_named(lines) if not any(names_another_line(line.words) for line in lines) else len(lines)
    number_of = {id(line): number for number, line in enumerate(lines)}
    before = _Before()
    near: list[_Before] = []
    """The sentences since the last one that tells figures."""
    is_behind = False
    for paragraph in paragraphs(lines):
        if not ENDS_SENTENCE.search(paragraph[-1].text):
            before = _Before()
            continue
        has_told = False
        for sentence in sentences(paragraph):
            is_clear = number_of[id(sentence[0])] > first_named
            one = _understood(sentence, before, lexicon, is_clear=is_clear)
            if one is not None:
                if any(not _is_usual(other) and is_doubtful(other.text) for other in near[-_NEAR:]):
                    yield None
                yield one
                has_told = is_behind = True
                before, near = _Before(told=one, last=one), []
                yield from _listed(sentence, lines[number_of[id(sentence[-1])] + 1 :], one)
                continue
            tokens = tuple(token for line in sentence for token in line.tokens)
            words = tuple(one for one in tokens if one.kind is Kind.WORD)
            other = _Before(" ".join(line.text for line in sentence), words, phrases_of(tokens, lexicon))
            if before.last is not None and not _names_others(other, before.last):
                other = replace(other, last=before.last)
            near.append(other)
            is_next = before.told is not None and bool(words) and plain(words[0]) in _POINTS_BACK
            is_near = is_behind and len(near) <= _NEAR and is_doubtful(other.text)
            is_beside = has_told and (
                is_doubtful(other.text) or any(sign_of(one) in ("N", "L", "U") for one in other.phrases)
            )
            if (is_beside or is_next or is_near) and not _is_usual(other):
                yield None
            if before.told is None or not _is_usual(other) or _names_others(other, before.told):
                before = other
            else:
                yield from _listed(sentence, lines[number_of[id(sentence[-1])] + 1 :], before.told)
            if before is other and (lead := _lead_of(other)) is not None and lead.times:
                yield from _listed(sentence, lines[number_of[id(sentence[-1])] + 1 :], lead)


def _listed(sentence: Sequence[Line], below: Sequence[Line], of: _Told) -> Iterator[_Told]:
    """The lines of a list that a sentence leads in to, which are of the place and time that it is of."""
    tally = of.tally
    for line in below if sentence[-1].text.endswith(":") else ():
        counts = None if line.doubt else counts_of(line.tokens, line.phrases)
        more = tally.with_counts(counts) if counts is not None and len(counts.counts) == 1 else None
        if counts is None or more is None:
            return
        tally = more
        yield _Told((line,), _figures(counts), of.times, of.places, tally)


def _figures(counts: Counts) -> tuple[tuple[Phrase, ...], ...]:
    return tuple((one.number, one.label, *one.units) for one in counts.counts)


def _first_named(lines: Sequence[Line]) -> int:
    """Which line names the National Hotline first, perhaps with the one below it; their number if none does."""
    words = [" ".join(map(plain, line.words)) for line in lines] + [""]
    pairs = enumerate(f"{one} {below}" for one, below in pairwise(words))
    return next((number for number, both in pairs if _NATIONAL in both), len(lines))


def _is_of_same(one: _Told, places: Sequence[Phrase], times: Sequence[Phrase]) -> bool:
    is_there = set(map(_place, one.places)) == set(map(_place, places))
    return is_there and set(map(_time, one.times)) == set(map(_time, times))


def _is_usual(sentence: _Before) -> bool:
    """`The Spotlight represents signals and cases from ... and is accurate as of ...`, `By type, these are:`

    Each word is known, and none qualifies figures.
    """
    kinds = {phrase.kind for phrase in sentence.phrases}
    whats = {of.what for phrase in sentence.phrases if (of := phrase.tokens[0].of) is not None}
    is_open = _NOT.isdisjoint(plain(word) for word in sentence.words) and kinds.isdisjoint((UNKNOWN, *OUTSIDE))
    if _is_of_nation(sentence, kinds):
        return True
    if _is_of_channels(sentence):
        return is_open and kinds.isdisjoint((PLACE, Kind.RECOGNISED, Kind.NUMBER))
    # `3. Hotline statistics.` in minutes, `Ohio.`
    is_title = kinds == {PLACE} or (kinds == {"neutral"} and plain(sentence.words[-1]) in WORDS_FOR_FIGURES)
    return (
        is_open
        and Kind.NUMBER not in kinds
        and (
            What.ACCURACY in whats
            or sentence.text.endswith(":")
            or (is_title and len(sentence.words) <= _LONGEST_TITLE)
        )
    )


def _names_others(sentence: _Before, told_one: _Told) -> bool:
    """Whether a sentence names another place or time than the figures told before it, or what they may count."""
    places = {_place(one) for one in sentence.phrases if one.kind == PLACE}
    told_places = set(map(_place, told_one.places))
    named = [one for one in sentence.phrases if (of := one.tokens[0].of) is not None and of.what is not What.ACCURACY]
    is_same = places <= told_places and set(map(_time, named)) <= set(map(_time, told_one.times))
    counts = any(sign_of(one) in ("L", "U") for one in sentence.phrases)
    return not is_same or names_another_line(sentence.words) or (counts and not _is_of_channels(sentence))


def _place(phrase: Phrase) -> str:
    return phrase.entry.meaning if phrase.entry is not None else phrase.text


def _time(phrase: Phrase) -> Period | None:
    of = phrase.tokens[0].of
    if of is None or of.period is not None:
        return of.period if of is not None else None
    year = _YEAR.search(phrase.text)
    return year_period(int(year[0])) if year else None


def _is_of_nation(sentence: _Before, kinds: set[str]) -> bool:
    """`Nationwide, the Hotline identified 8,968 cases in 2022.`"""
    is_told = Kind.NUMBER in kinds and "hotline" in map(plain, sentence.words)
    return is_told and kinds.isdisjoint((UNKNOWN, PLACE)) and kinds.intersection(OUTSIDE) == {"nation"}


def _is_of_channels(sentence: _Before) -> bool:
    """`Signals are phone calls, texts, web chats, emails and online reports.`"""
    first = [plain(word) for word in sentence.words[:2]]
    labels = [phrase for phrase in sentence.phrases if sign_of(phrase) in ("L", "U")]
    return first == ["signals", "are"] and {measure_of(one) for one in labels} == {"signals"}


def _understood(lines: tuple[Line, ...], before: _Before, lexicon: Lexicon, *, is_clear: bool) -> _Told | None:
    """What a sentence tells, or None if a word of it is not known, or not who counted, where and when."""
    tokens = without_dateline([token for line in lines for token in line.tokens], lexicon)
    if not 0 < sum(token.kind is Kind.NUMBER for token in tokens) <= _MOST or any(line.doubt for line in lines):
        return None
    phrases = phrases_of(tokens, lexicon)
    counts = counts_of(tokens, phrases)
    if counts is None:
        return None
    own = tuple(one for one in phrases if sign_of(one) == "T"), tuple(one for one in phrases if one.kind == PLACE)
    lead = _lead_of(before)
    leans = before.told if before.told is not None and not counts.names_national else None
    if leans is None and counts.wholes and before.last is not None and _is_within(own, before.last):
        # `Of the 271 cases identified in Ohio in 2021`, some sentences behind these
        leans = before.last
    if leans is None and not (counts.names_national or (counts.names_hotline and is_clear) or lead is not None):
        return None
    if leans is None and lead is not None:
        leans = lead
    times, places = own
    if (that := _THAT_TIME.search(counts.words)) is not None:
        times += _time_of(before, is_year=that[1] == "year")
    if leans is not None:
        times, places = times or leans.times, places or leans.places
    elif not times and _is_usual(before):
        times = _time_of(before, is_year=False)
    if not places and _THE_STATE.search(counts.words) and _NATIONAL in " ".join(map(plain, before.words)):
        places = tuple(one for one in before.phrases if one.kind == PLACE)
    if len({*map(_time, times)}) != 1 or len({*map(_place, places)}) != 1:
        return None
    # `Of these cases` are none of another state or year.
    is_same = before.told is not None and _is_of_same(before.told, places, times)
    tally = (before.told.tally if before.told is not None and is_same else Tally()).with_counts(counts)
    return _Told(lines, _figures(counts), times, places, tally) if tally is not None else None


def _is_within(own: tuple[tuple[Phrase, ...], tuple[Phrase, ...]], other: _Told) -> bool:
    """Whether the times and places that a sentence names are those of another."""
    times, places = own
    return set(map(_time, times)) <= set(map(_time, other.times)) and set(map(_place, places)) <= set(
        map(_place, other.places)
    )


def _lead_of(before: _Before) -> _Told | None:
    """Of which state and time a sentence says that statistics of the Hotline are, as if it told none of them."""
    places = tuple(one for one in before.phrases if one.kind == PLACE)
    words = " ".join(map(plain, before.words))
    if len(places) != 1 or _NATIONAL not in words:
        return None
    statistics, place = "(?:data|figures|numbers|statistics)", re.escape(places[0].text.casefold())
    of_place = rf"{statistics[:-1]}|published)\b.* (?:for|from|in|of|on) (?:the )?(?:state of )?{place}\b"
    if not re.search(rf"\b{place} {statistics}\b|\b{of_place}", words):
        return None
    return _Told((), (), tuple(one for one in before.phrases if sign_of(one) == "T"), places, Tally())


def _time_of(before: _Before, *, is_year: bool) -> tuple[Phrase, ...]:
    """The only time that the sentence before names: `that year` is a whole one."""
    named = tuple(one for one in before.phrases if sign_of(one) == "T")
    told_one = before.told or before.last
    times = told_one.times if told_one is not None and not named else named
    of = times[0].tokens[0].of if len(times) == 1 else None
    if of is None:
        return ()
    is_whole = of.period is None or (of.period.end - of.period.start).days in _YEAR_OF_DAYS
    return tuple(times) if is_whole or not is_year else ()
