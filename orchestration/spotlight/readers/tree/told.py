"""Figures that sentences state → a line for each.

`In 2019, the National Human Trafficking Hotline identified 134 cases in Ohio. Of these, 102 were sex trafficking.`

Belongs here: sentences in which every word is known, and what each number in them counts. Not here: other running
text, whose numbers are no figures; what a figure stands under (figures).

The first such sentence, or the one that leads to it, says who counted, where and when; only a document that names no
state needs no place. Later ones may lean on it. Any other sentence among them may take the figures back; then none is
read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.grammar.dates import Period
from orchestration.spotlight.readers.grammar.lexicon import NATION, PLACE, Lexicon
from orchestration.spotlight.readers.grammar.phrases import Phrase, phrases_of
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.tree.beside_told import (
    Sentence,
    is_usual,
    leads_astray,
    leads_in,
    names_others,
    place_of,
    points_back,
    sentence_of,
    takes_back,
    time_of,
)
from orchestration.spotlight.readers.tree.headlines import titles_of_articles
from orchestration.spotlight.readers.tree.hotlines import names_another_line
from orchestration.spotlight.readers.tree.leads import first_named, lead_of
from orchestration.spotlight.readers.tree.lines import Line, Role, tokens_in
from orchestration.spotlight.readers.tree.running_text import ENDS_SENTENCE, paragraphs, sentences, without_dateline
from orchestration.spotlight.readers.tree.tally import StatedTotal, Tally
from orchestration.spotlight.readers.tree.told_counts import (
    Counts,
    category_of,
    counts_of,
    measure_of,
    sign_of,
    with_written_numbers,
)

_OF_COUNTS = frozenset(
    ("figure", "short", "unit", "measure", "breakdown", PLACE, Kind.NUMBER, Kind.YEAR, Kind.RECOGNISED)
)
_TITLES = (BlockKind.HEADING, BlockKind.TITLE)
_SMALL = frozenset(("and", "for", "from", "in", "of", "the"))
_NEAR = 2
"""How many sentences before and after those that state figures may say something about them."""
_THAT_TIME = re.compile(r"\b(?:that|the same) (?:calendar )?(year|period) ")
_SO_MANY_MONTHS = re.compile(r"\b(?:the same|these|those) (three|six|nine|twelve) months\b")
_DAYS_OF_MONTHS = {"three": (89, 91), "six": (180, 183), "nine": (272, 274), "twelve": (364, 365)}
"""From the first to the last day."""
_YEAR_OF_DAYS = (364, 365)
_POINTS_BACK = re.compile(r"\b(?:them|these|those|which)\b")
_MOST = 12
"""Numbers in a sentence."""


@dataclass(frozen=True)
class _Told:
    """A sentence in which every word is known."""

    lines: tuple[Line, ...]
    figures: tuple[tuple[Phrase, ...], ...]
    """Number and label, and their unit if the sentence names one."""
    times: tuple[Phrase, ...]
    places: tuple[Phrase, ...]
    tally: Tally
    """The counts so far of the same place and time, its own included."""

    @property
    def is_lead(self) -> bool:
        """Whether the sentence only announces figures, and states none."""
        return not self.figures

    @property
    def of(self) -> tuple[frozenset[str], frozenset[Period | None]]:
        """The places and the times of its figures."""
        return frozenset(map(place_of, self.places)), frozenset(map(time_of, self.times))


class _Doubt(Enum):
    """What is in doubt because of a sentence beside those that state figures."""

    WHETHER_TRUE = "It may take back what they tell, so that they are no lines of a list either."
    WHETHER_USUAL = "It is uncertain whether it says something about them."


@dataclass(frozen=True)
class _Before:
    """What a sentence may lean on: the sentence before it, and figures stated before it."""

    sentence: Sentence = field(default_factory=Sentence)
    told: _Told | None = None
    last: _Told | None = None
    """The last one that states figures, if no sentence since then names another place or time."""


@dataclass(frozen=True)
class Told:
    """The lines of a document with one for each figure that a sentence states, and these figures."""

    lines: list[Line]
    """Empty if it is uncertain whether a sentence beside them says something about them."""
    beside: list[Line]
    """The same with the sentences as well: they may state place and time of a list beside them."""
    figures: frozenset[tuple[str | None, str, str]]
    """Measure, category and number of each; empty if a sentence beside them leaves a doubt."""
    totals: tuple[StatedTotal, ...] = ()
    """The totals that are stated, even where a doubt leaves no figure."""


def told(
    lines: Sequence[Line], lexicon: Lexicon, is_doubtful: Callable[[str], bool], is_harmless: Callable[[str], bool]
) -> Told | None:
    """What the sentences of a document state; None if none states a figure.

    If one states a figure, no other sentence with a number is read as a line of a list. If another may take it back,
    it is running text itself, and no figure is read. If it is uncertain whether one does, only the totals are kept.

    `is_doubtful` returns whether a sentence is unusual beside figures, `is_harmless` whether a title says nothing
    about them.
    """
    every = list(_read(lines, lexicon, is_doubtful))
    found = [one for one in every if isinstance(one, _Told)]
    if not found:
        return None
    told_by = {id(line): one for one in found for line in one.lines}
    if _Doubt.WHETHER_TRUE in every:
        result = [_as_prose(line) if id(line) in told_by else line for line in lines]
        return Told(result, [], frozenset(), tuple(_totals(found)))
    if _Doubt.WHETHER_USUAL in every:
        return Told([], [], frozenset(), tuple(_totals(found)))
    running = {id(sentence[0]) for some in paragraphs(lines) for sentence in sentences(some) if len(sentence) == 1}
    figures = [figure for one in found for figure in one.figures]
    counts = frozenset((measure_of(label), category_of(label), number.value) for number, label, *_ in figures)
    places = {place_of(place) for one in found for place in one.places}
    times = {time for one in found for time in one.of[1]}
    titles = {id(line) for line in titles_of_articles(lines, places, times, counts, is_harmless)}
    result = []
    beside: list[Line] = []
    for line in lines:
        one = told_by.get(id(line))
        beside.append(replace(line))
        if one is None:
            line = replace(line, role=Role.FRAME) if id(line) in titles else line
            result.append(_as_prose(line) if id(line) in running else line)
            beside[-1].role = result[-1].role
        elif line is one.lines[0]:
            result += _as_lines(one)
        if one is not None and line is one.lines[-1]:
            beside += _as_lines(one)
    return Told(result, beside, counts, tuple(_totals(found)))


def _totals(sentences: Sequence[_Told]) -> Iterator[StatedTotal]:
    for one in sentences:
        for number, label, *_ in one.figures:
            measure = measure_of(label)
            if measure is not None and category_of(label) == "total":
                yield StatedTotal(measure, int(number.value), *one.of, one.lines[0])


def _as_prose(line: Line) -> Line:
    return replace(line, role=Role.PROSE) if line.counts else line


def _as_lines(one: _Told) -> Iterator[Line]:
    for line in one.lines:
        dates = tuple(phrase for phrase in line.phrases if sign_of(phrase) == "A")
        if dates:
            tokens = tuple(token for phrase in dates for token in phrase.tokens)
            yield replace(line, tokens=tokens, phrases=dates, _said=None)
    for phrases in one.figures:
        number = phrases[0].tokens[0]
        # By its place: digits may stand for a written number.
        first = next(line for line in one.lines if (number.line, number.column) in _places_of(line))
        whole = (*phrases, *one.places, *one.times)
        tokens = tuple(token for phrase in whole for token in phrase.tokens)
        yield replace(first, tokens=tokens, phrases=whole, role=Role.FIGURES, is_from_sentence=True, _said=None)


def _places_of(line: Line) -> set[tuple[int, int]]:
    return {(token.line, token.column) for token in line.tokens}


def _read(lines: Sequence[Line], lexicon: Lexicon, is_doubtful: Callable[[str], bool]) -> Iterator[_Told | _Doubt]:
    """Each sentence that states figures, and a doubt for each sentence that may take back figures beside it."""
    # `The Hotline` alone is the National one after that has been named, if the document names no other.
    named_at = first_named(lines) if not any(names_another_line(line.words) for line in lines) else len(lines)
    number_of = {id(line): number for number, line in enumerate(lines)}
    before = _Before()
    near: list[Sentence] = []
    """The sentences since the last one that states figures."""
    others: list[Sentence] = []
    figures: list[_Told] = []
    names_nation = any(line.counts and line.has("nation") for line in lines)
    # Where no state is named, sentences need not name a place.
    is_of_nation = {place_of(one) for line in lines for one in line.phrases if one.kind == PLACE} <= {NATION}
    end = 0
    goes_on = False
    """Whether only what is counted has been named since the last sentence that states figures, in headings or lists."""
    in_lists: set[int] = set()
    """The lines of lists that sentences lead in to."""
    for paragraph in paragraphs(lines):
        if all(id(line) in in_lists for line in paragraph):
            continue
        start = number_of[id(paragraph[0])]
        if any(line.kind in _TITLES for line in lines[end:start]):
            # A sentence below another heading leans on nothing above that heading.
            before, near = _Before(last=before.last), []
        goes_on = goes_on and all(_names_only_counts(line, lexicon) for line in lines[end + 1 : start])
        end = number_of[id(paragraph[-1])]
        if not ENDS_SENTENCE.search(paragraph[-1].text):
            before = _Before()
            others += [sentence_of(one, lexicon) for one in sentences(paragraph) if len(one) == 1]
            continue
        here: set[tuple[frozenset[str], frozenset[Period | None]]] = set()
        for sentence in sentences(paragraph):
            below = number_of[id(sentence[-1])] + 1
            is_named = number_of[id(sentence[0])] > named_at
            if len(here) > 1:
                # After Ohio's and Indiana's cases, `208 victims` may be those of either.
                before = replace(before, told=None, last=None)
            one = _understood(
                sentence,
                before,
                lexicon,
                is_named=is_named,
                names_nation=names_nation,
                is_of_nation=is_of_nation,
                goes_on=goes_on and len(paragraph) == len(sentence),
            )
            if one is not None:
                if near and leads_astray(near[-1]):
                    yield _Doubt.WHETHER_TRUE
                if any(not is_usual(other) and is_doubtful(other.text) for other in near[-_NEAR:]):
                    yield _Doubt.WHETHER_USUAL
                listed = list(_listed(sentence, lines, below, one))
                yield from (one, *listed)
                here.add(one.of)
                figures += (one, *listed)
                in_lists.update(id(line) for item in listed for line in item.lines)
                told_last = figures[-1]
                before, near, goes_on = _Before(told=told_last, last=told_last), [], True
                continue
            goes_on = False
            other = sentence_of(sentence, lexicon)
            near.append(other)
            others.append(other)
            is_of_last = before.last is not None and not names_others(other, *before.last.of)
            is_near = bool(figures) and len(near) <= _NEAR and is_doubtful(other.text)
            is_beside = bool(here) and (is_doubtful(other.text) or (before.last is not None and not is_of_last))
            if before.told is not None and not before.told.is_lead and points_back(other) and not is_usual(other):
                yield _Doubt.WHETHER_TRUE
            elif (is_beside or is_near) and not is_usual(other):
                yield _Doubt.WHETHER_USUAL
            # Only the day of their accuracy stands between an announcement and the figures.
            kept = before.told if before.told is not None and (not before.told.is_lead or other.has("A")) else None
            if kept is not None and is_usual(other) and not names_others(other, *kept.of):
                leads = kept if leads_in(other) else None
            else:
                announced = lead_of(other, is_named=is_named)
                lead = _Told((), (), *announced, Tally()) if announced is not None else None
                before = _Before(other, lead, before.last if is_of_last else None)
                leads = lead if other.text.endswith(":") else None
            listed = list(_listed(sentence, lines, below, leads)) if leads is not None and leads.times else []
            yield from listed
            figures += listed
            in_lists.update(id(line) for item in listed for line in item.lines)
            if listed:
                before = replace(before, told=listed[-1], last=listed[-1])
    if not figures:
        return
    numbers = {figure[0].value for one in figures for figure in one.figures}
    times = {time for one in figures for time in one.of[1]}
    titles = [sentence_of([line], lexicon) for line in lines if line.kind in _TITLES and line.text.endswith(".")]
    is_taken_back = any(takes_back(one, numbers, times) for one in (*others, *titles))
    if is_taken_back or any(is_doubtful(one.text) for one in titles):
        yield _Doubt.WHETHER_TRUE


def _listed(sentence: Sequence[Line], lines: Sequence[Line], below: int, of: _Told) -> Iterator[_Told]:
    """The lines of the list that a sentence introduces, which begins at `below`: they have its place and time."""
    tally = of.tally
    for line in (lines[at] for at in range(below, len(lines) if sentence[-1].text.endswith(":") else below)):
        counts = None if line.doubt else counts_of(line.tokens, line.phrases)
        if counts is None or len(counts.counts) != 1:
            return
        named = Sentence("", line.tokens, line.phrases)
        if not ({*map(place_of, named.places)} <= of.of[0] and {*map(time_of, named.times)} <= of.of[1]):
            # `Labor trafficking (2018): 15`
            return
        if tally is of.tally:
            # `By type:` may come after the victims in these cases.
            tally = tally.at(measure_of(counts.counts[0].label))
        more = tally.with_counts(counts)
        if more is None:
            return
        tally = more
        yield _Told((line,), _figures(counts), of.times, of.places, tally)


def _names_only_counts(line: Line, lexicon: Lexicon) -> bool:
    """Whether a line or table names what is counted, where and when, and nobody who counts: `Cases found in 2023`."""
    texts = (phrases_of(cell, lexicon) for cell in tokens_in(line.table)) if line.table is not None else (line.phrases,)
    is_known = all(one.kind in _OF_COUNTS or one.text.casefold() in _SMALL for text in texts for one in text)
    return is_known or line.role in (Role.FRAME, Role.MENU)


def _figures(counts: Counts) -> tuple[tuple[Phrase, ...], ...]:
    return tuple((one.number, one.label, *one.units) for one in counts.counts)


def _understood(
    lines: tuple[Line, ...],
    before: _Before,
    lexicon: Lexicon,
    *,
    is_named: bool,
    names_nation: bool,
    is_of_nation: bool,
    goes_on: bool,
) -> _Told | None:
    """What a sentence states; None if a word is unknown, or it is unclear who counted, where or when."""
    whole = [token for line in lines for token in line.tokens]
    tokens = with_written_numbers(without_dateline(whole, lexicon))
    if not 0 < sum(token.kind is Kind.NUMBER for token in tokens) <= _MOST or any(line.doubt for line in lines):
        return None
    phrases = phrases_of(tokens, lexicon)
    counts = counts_of(tokens, phrases)
    if counts is None:
        return None
    own = Sentence("", tuple(tokens), phrases)
    if len(tokens) < len(whole) and not own.places:
        # `SPRINGFIELD, Ill. -- The hotline received 17 webchats` is not about the state before.
        return None
    is_led = before.told is not None and before.told.is_lead
    leans = before.told if is_led or not counts.names_national else None
    named = replace(own, phrases=(*own.times, *own.places))
    is_passive = (
        goes_on and bool(own.times and own.places) and [one.label.kind for one in counts.counts] == ["sentence"]
    )
    if leans is None and (counts.wholes or is_passive) and before.last and not names_others(named, *before.last.of):
        # `Of the 271 cases identified in Ohio in 2021`, some sentences after these cases, or a paragraph that is
        # nothing but `In 2021, 271 cases were identified in Ohio.`
        leans = before.last
    if leans is None and not (counts.names_national or (counts.names_hotline and is_named)):
        return None
    times, places = own.times, own.places
    if (that := _THAT_TIME.search(counts.words)) is not None:
        times += _time_of(before, is_year=that[1] == "year")
    if leans is not None:
        times, places = times or leans.times, places or leans.places
    elif not times and is_usual(before.sentence):
        times = _time_of(before, is_year=False)
    are_parts = all(one.of or category_of(one.label) != "total" for one in counts.counts)
    if names_nation and not (own.places or is_of_nation or are_parts):
        # `The Hotline received 51,073 signals` may be about the nation.
        return None
    if len({*map(time_of, times)}) != 1 or len({*map(place_of, places)}) != (1 if places or not is_of_nation else 0):
        return None
    found = _Told(lines, _figures(counts), times, places, Tally())
    # `Of these cases` and `208 victims were identified in these cases in 2018` point at no other state or year.
    pointing = (counts.words, *(one.label.text for one in counts.counts))
    if leans is not None and leans.of != found.of and any(map(_POINTS_BACK.search, pointing)):
        return None
    if (months := _SO_MANY_MONTHS.search(counts.words)) is not None:
        fewest, most = _DAYS_OF_MONTHS[months[1]]
        if not all(time is not None and fewest <= (time.end - time.start).days <= most for time in found.of[1]):
            return None
    is_one_count = not any(one.is_counted for one in counts.counts[1:])
    if not counts.is_of_one_place and not (is_one_count and leans is not None and leans.of == found.of):
        # `51,073 signals, and 134 cases in Ohio`, unless a sentence before was of Ohio.
        return None
    tally = (leans.tally if leans is not None and leans.of == found.of else Tally()).with_counts(counts)
    return replace(found, tally=tally) if tally is not None else None


def _time_of(before: _Before, *, is_year: bool) -> tuple[Phrase, ...]:
    """The only time that the sentence before names; for `that year` (`is_year`) it must be a whole year."""
    named = before.sentence.times
    told_one = before.told or before.last
    times = told_one.times if told_one is not None and not named else named
    of = times[0].of if len(times) == 1 else None
    if of is None:
        return ()
    is_whole = of.period is None or (of.period.end - of.period.start).days in _YEAR_OF_DAYS
    return tuple(times) if is_whole or not is_year else ()
