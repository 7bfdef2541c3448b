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
from enum import Enum
from itertools import pairwise

from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.grammar.dates import Period, year_period
from orchestration.spotlight.readers.grammar.lexicon import OUTSIDE, PLACE, UNKNOWN, Lexicon
from orchestration.spotlight.readers.grammar.phrases import COUNTING, WORDS_FOR_FIGURES, Phrase, phrases_of, plain
from orchestration.spotlight.readers.grammar.tokens import Kind, Token, What
from orchestration.spotlight.readers.tree.headlines import place_of, titles_of_articles
from orchestration.spotlight.readers.tree.hotlines import names_another_line
from orchestration.spotlight.readers.tree.lines import Line, Role
from orchestration.spotlight.readers.tree.running_text import ENDS_SENTENCE, paragraphs, sentences, without_dateline
from orchestration.spotlight.readers.tree.tally import Tally
from orchestration.spotlight.readers.tree.told_counts import Counts, category_of, counts_of, measure_of, sign_of

_NEAR = 2
"""Sentences before and behind those that tell figures which may say something of them."""
_NATIONAL = "national human trafficking hotline"
_DATA = r"(?:data|figures|numbers|statistics)"
_PRESENTS = re.compile(
    r"\b(?:brought|covered|gave|had|has published|presented|published|read|released|reviewed|shared|summarized"
    r"|went over)\b"
)
"""`She presented the statistics of the National Hotline for Louisiana.`"""
_BEHIND_PLACE = r"(?=$| (?:and|are|as|during|for|from|in|is|on|shows?)\b)"
_QUALIFIES = frozenset(
    ("amend", "amended", "corrected", "correction", "corrections", "corrects", "disputed", "disputes",
     "erratum", "errors", "false", "misprint", "misstated", "mistake", "mistakes", "mistaken", "replace", "retracted",
     "retraction", "revised", "strike", "striking", "stricken", "untrue", "withdraw", "withdrawn", "withdrew",
     "wrong")
)  # fmt: skip
"""Wherever one stands, nobody can tell what a sentence elsewhere still says: `Correction: the number is 143.`"""
_ASKS = frozenset(("many", "much", "number", "numbers", "which"))
_OF_OTHERS = frozenset(("commonwealth", "its", "our", "own", "reported", "reports", "state", "their"))
_OF_LISTS = frozenset(("by", "here", "of", "the", "these", "they", "those"))
"""First words of a sentence that leads in to a list: `By type:`, but not `Our numbers:`."""
_THAT_TIME = re.compile(r"\b(?:that|the same) (?:calendar )?(year|period) ")
_YEAR_OF_DAYS = (364, 365)
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_LONGEST_TITLE = 3
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


class _Doubt(Enum):
    """What a sentence beside those that tell figures makes doubtful."""

    WHETHER_TRUE = "It may take back what they tell, so that they are no lines of a list either."
    WHETHER_USUAL = "It may say something of them, or nothing."


@dataclass(frozen=True)
class _Before:
    """The sentence before another, as far as this may lean on it."""

    text: str = ""
    words: tuple[Token, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    told: _Told | None = None
    last: _Told | None = None
    """The last one that tells figures, if no sentence since names another place or time."""

    def has(self, letter: str) -> bool:
        return any(sign_of(one) == letter for one in self.phrases)


@dataclass(frozen=True)
class Told:
    """The lines of a document with one for each figure that a sentence tells, and these figures."""

    lines: list[Line]
    beside: list[Line]
    """The same with the sentences as well, which say of where and when a list beside them is."""
    figures: frozenset[tuple[str | None, str, str]]
    """Measure, category and number of each; none where a sentence may take them back."""


def told(
    lines: Sequence[Line], lexicon: Lexicon, is_doubtful: Callable[[str], bool], is_harmless: Callable[[str], bool]
) -> Told | None:
    """What the sentences of a document tell; None if none tells a figure.

    Where one tells a figure, no other sentence with a number is read as a line of a list.

    `is_doubtful` says of a sentence that it is no usual one beside figures, `is_harmless` of a title that it says
    nothing of them.
    """
    every = list(_told(lines, lexicon, is_doubtful))
    found = [one for one in every if isinstance(one, _Told)]
    if not found:
        return None
    sentence_of = {id(line): one for one in found for line in one.lines}
    if _Doubt.WHETHER_TRUE in every:
        return Told([_as_prose(line) if id(line) in sentence_of else line for line in lines], [], frozenset())
    if _Doubt.WHETHER_USUAL in every:
        return None
    running = {id(sentence[0]) for some in paragraphs(lines) for sentence in sentences(some) if len(sentence) == 1}
    figures = [figure for one in found for figure in one.figures]
    counts = frozenset((measure_of(label), category_of(label), number.value) for number, label, *_ in figures)
    places = {place_of(place) for one in found for place in one.places}
    titles = {id(line) for line in titles_of_articles(lines, places, counts, is_harmless)}
    result: list[Line] = []
    beside: list[Line] = []
    for line in lines:
        one = sentence_of.get(id(line))
        beside.append(replace(line))
        if one is None:
            line = replace(line, role=Role.FRAME) if id(line) in titles else line
            result.append(_as_prose(line) if id(line) in running else line)
            beside[-1].role = result[-1].role
        elif line is one.lines[0]:
            result += _as_lines(one)
        if one is not None and line is one.lines[-1]:
            beside += _as_lines(one)
    return Told(result, beside, counts)


def _as_prose(line: Line) -> Line:
    return replace(line, role=Role.PROSE) if line.counts else line


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
        yield replace(first, tokens=tokens, phrases=whole, role=Role.FIGURES, is_told=True, _said=None)


def _told(lines: Sequence[Line], lexicon: Lexicon, is_doubtful: Callable[[str], bool]) -> Iterator[_Told | _Doubt]:
    """Each sentence that tells figures, and what one that may take back what those beside it tell makes doubtful."""
    # `The Hotline` alone is the National one below where that is named, if the document names no other.
    first_named = _first_named(lines) if not any(names_another_line(line.words) for line in lines) else len(lines)
    number_of = {id(line): number for number, line in enumerate(lines)}
    before = _Before()
    near: list[_Before] = []
    """The sentences since the last one that tells figures."""
    is_behind = False
    if any(not _QUALIFIES.isdisjoint(map(plain, line.words)) for line in lines):
        yield _Doubt.WHETHER_TRUE
    names_nation = any(line.counts and line.has("nation") for line in lines)
    end = 0
    for paragraph in paragraphs(lines):
        start, last = number_of[id(paragraph[0])], before.last
        if any(line.kind in (BlockKind.HEADING, BlockKind.TITLE) for line in lines[end:start]):
            # What stands below another heading leans on nothing above it.
            before, near, is_behind = _Before(last=last), [], False
        end = number_of[id(paragraph[-1])]
        if not ENDS_SENTENCE.search(paragraph[-1].text):
            before = _Before()
            continue
        has_told = False
        for sentence in sentences(paragraph):
            below = lines[number_of[id(sentence[-1])] + 1 :]
            is_clear = number_of[id(sentence[0])] > first_named
            one = _understood(sentence, before, lexicon, is_clear=is_clear, names_nation=names_nation)
            if one is not None:
                if near and _leads_astray(near[-1]):
                    yield _Doubt.WHETHER_TRUE
                if any(_may_qualify(other, is_doubtful) for other in near[-_NEAR:]):
                    yield _Doubt.WHETHER_USUAL
                yield one
                has_told = is_behind = True
                before, near = _Before(told=one, last=one), []
                yield from _listed(sentence, below, one)
                continue
            other = _sentence(sentence)
            if before.last is not None and not _names_others(other, before.last):
                other = replace(other, last=before.last)
            near.append(other)
            points_back = bool(other.words) and other.text[0].isalpha() and plain(other.words[0]) in _POINTS_BACK
            is_next = before.told is not None and points_back
            is_near = is_behind and len(near) <= _NEAR and is_doubtful(other.text)
            is_of_others = before.last is not None and other.last is None
            # `The Hotline has since identified 143 cases.`
            counts = other.has("N") and (other.has("L") or other.has("U")) and "hotline" in map(plain, other.words)
            is_beside = counts or (has_told and (is_doubtful(other.text) or is_of_others))
            if (is_beside or is_next or is_near) and not _is_usual(other):
                yield _Doubt.WHETHER_TRUE if is_next else _Doubt.WHETHER_USUAL
            if before.told is None or not _is_usual(other) or _names_others(other, before.told):
                before = other
            elif _leads_in(other):
                yield from _listed(sentence, below, before.told)
            if before is other and (lead := _lead_of(other)) is not None and lead.times:
                yield from _listed(sentence, below, lead)


def _sentence(lines: Sequence[Line]) -> _Before:
    tokens = tuple(token for line in lines for token in line.tokens)
    words = tuple(one for one in tokens if one.kind is Kind.WORD)
    phrases = tuple(phrase for line in lines for phrase in line.phrases)
    return _Before(" ".join(line.text for line in lines), words, phrases)


def _leads_in(sentence: _Before) -> bool:
    """`By type of trafficking:`, but not `Our numbers:` or `The state reported:`"""
    words = [plain(word) for word in sentence.words]
    is_of_others = not _OF_OTHERS.isdisjoint(words) or not COUNTING.isdisjoint(words)
    return bool(words) and words[0] in _OF_LISTS and not is_of_others


def _may_qualify(sentence: _Before, is_doubtful: Callable[[str], bool]) -> bool:
    return not _is_usual(sentence) and is_doubtful(sentence.text)


def _leads_astray(sentence: _Before) -> bool:
    """`The flyer said:` or `How many cases did police report?` right before a sentence that tells figures."""
    words = [plain(word) for word in sentence.words]
    is_asked = sentence.text.endswith("?") and not _ASKS.isdisjoint(words) and "hotline" not in words
    return is_asked or (sentence.text.endswith(":") and not _is_usual(sentence))


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
    is_there = set(map(place_of, one.places)) == set(map(place_of, places))
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
    places = {place_of(one) for one in sentence.phrases if one.kind == PLACE}
    told_places = set(map(place_of, told_one.places))
    named = [one for one in sentence.phrases if (of := one.tokens[0].of) is not None and of.what is not What.ACCURACY]
    is_same = places <= told_places and set(map(_time, named)) <= set(map(_time, told_one.times))
    counts = any(sign_of(one) in ("L", "U") for one in sentence.phrases)
    return not is_same or names_another_line(sentence.words) or (counts and not _is_of_channels(sentence))


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


def _understood(
    lines: tuple[Line, ...], before: _Before, lexicon: Lexicon, *, is_clear: bool, names_nation: bool
) -> _Told | None:
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
    if names_nation and not own[1] and not all(one.of or category_of(one.label) != "total" for one in counts.counts):
        # `The Hotline received 51,073 signals` may be said of the nation.
        return None
    if len({*map(_time, times)}) != 1 or len({*map(place_of, places)}) != 1:
        return None
    # `Of these cases` are none of another state or year.
    base = leans.tally if leans is not None and _is_of_same(leans, places, times) else Tally()
    tally = base.with_counts(counts)
    return _Told(lines, _figures(counts), times, places, tally) if tally is not None else None


def _is_within(own: tuple[tuple[Phrase, ...], tuple[Phrase, ...]], other: _Told) -> bool:
    """Whether the times and places that a sentence names are those of another."""
    times, places = own
    return set(map(_time, times)) <= set(map(_time, other.times)) and set(map(place_of, places)) <= set(
        map(place_of, other.places)
    )


def _lead_of(before: _Before) -> _Told | None:
    """Of which state and time a sentence says that statistics of the Hotline are, as if it told none of them."""
    places = tuple(one for one in before.phrases if one.kind == PLACE)
    words = " ".join(map(plain, before.words))
    if len(places) != 1 or _NATIONAL not in words or not _NOT.isdisjoint(words.split()) or not _PRESENTS.search(words):
        return None
    place = re.escape(places[0].text.casefold())
    for_place = rf"\b(?:{_DATA}|published)\b.* (?:for|on) (?:the )?(?:state of )?{place}{_BEHIND_PLACE}"
    if not re.search(rf"\b{place} {_DATA}\b|{for_place}", words):
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
