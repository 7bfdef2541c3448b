"""Which number of a sentence counts what, where and when.

Belongs here: a sentence of which every word is known.
Not here: what a number counts (`counting`), what such a sentence takes from the ones before (`claims`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate, pairwise

from orchestration.spotlight.domain.vocabulary import TOTAL
from orchestration.spotlight.inspect.quotes import around, english
from orchestration.spotlight.inspect.quotes.changes import Stand, change_refused
from orchestration.spotlight.inspect.quotes.counting import counted_of, is_of_nation
from orchestration.spotlight.inspect.quotes.english import Hedge
from orchestration.spotlight.inspect.quotes.lexicon import NATION, Counted, Role
from orchestration.spotlight.inspect.quotes.meanings import (
    AsOf,
    Change,
    Meant,
    Number,
    Phrase,
    Place,
    Vintage,
    distinct,
    is_plain,
    is_speech,
    names_national_hotline,
)
from orchestration.spotlight.inspect.quotes.periods import Period
from orchestration.spotlight.inspect.quotes.segments import Refusal, Segment, segments_of


@dataclass(frozen=True)
class Claim:
    """One number that is claimed, understood in full."""

    sentence: str
    text: str
    number: Number
    code: str
    period: Period
    measure: str
    category: str
    words: tuple[tuple[str, str], ...]
    """Words of the sentence → what they were understood as."""
    carried: dict[str, str]
    """`place`, `period`, `counted` → the earlier sentence that says it."""
    as_of: date | None = None
    """The day on which it is said to have stood."""
    vintage: Vintage | None = None
    """Which of several published numbers it is said to be."""

    @property
    def said(self) -> str:
        """The number, with a hedge in the words of the sentence."""
        hedged = f"{self.text[0].lower()}{self.text[1:]}"
        return f"{self.number.value:,}" if self.number.hedge is Hedge.NONE else hedged


@dataclass(frozen=True)
class Context:
    """What the sentences so far say for the next, and which of them says it."""

    place: Place | None = None
    period: Period | None = None
    heads: frozenset[str] = frozenset()
    """The measures that the last sentence with any counts."""
    counted: Counted | None = None
    """What each number of the last sentence with numbers counts, if that is one total."""
    pointed: Place | None = None
    """The place that "there" or "the state" is, though a sentence that names it has unknown words."""
    is_there_open: bool = False
    """Something else is named that "there" may be: "Missouri's capital", the town of a speaker."""
    last: Claim | None = None
    """The claim of the last sentence with numbers, if it is only one."""
    said: dict[str, str] = field(default_factory=dict)
    unclear: frozenset[str] = frozenset()
    """`place`, `period` where the sentence that says it may be about something else than trafficking."""


def bind(sentence: str, phrases: Sequence[Phrase], context: Context) -> Iterator[Claim]:
    """One claim for each number of a sentence; raise `Refusal` where there are two ways to read it."""
    if reason := change_refused(phrases, _last_stand(phrases, context)):
        raise Refusal(reason, next(phrase.text for phrase in phrases if isinstance(phrase.meaning, Change)))
    segments = segments_of(phrases)
    places, is_place_carried = _shared(segments, Place, _place_before(phrases, context), "place")
    for at, (whole, part) in enumerate(pairwise(segments)):
        if whole.whole == [] and is_of_nation(whole, part):
            places[at] = Place(NATION)
    periods, is_period_carried = _shared(segments, Period, context.period, "period")
    for segment, place in zip(segments, places, strict=True):
        for phrase in segment.phrases:
            if phrase.norm in english.ISLANDS and place.code not in english.ISLANDS[phrase.norm]:
                raise Refusal("another word for a place than the one before, which is not called so", phrase.text)
    is_carried = {"place": is_place_carried, "period": is_period_carried}
    words = _words(phrases)
    every_counted = counted_of(segments, context.counted, context.heads)
    is_carried["counted"] = context.counted is not None and not any(segment.counted for segment in segments)
    if is_place_carried and "place" not in context.said:
        is_carried["place"] = False
        words += tuple(
            (phrase.text, "US, as no place is named") for phrase in phrases if names_national_hotline(phrase)
        )
    carried = {what: context.said[what] for what, is_so in is_carried.items() if is_so}
    last = context.last
    is_of_last = last is not None and (last.code, last.period) == (places[0].code, periods[0])
    _refuse_another_sense(phrases, segments, every_counted, context.counted if is_of_last else None)
    _refuse_wrong_comparison(segments, every_counted)
    _refuse_wrong_vintage(segments, every_counted)
    # "Missouri had 178 cases in 2018. It was later revised to 233 in 2019."
    is_revised = any(one.norm.endswith(("revised to", "updated to")) for one in segments[0].phrases)
    is_same = last is not None and is_of_last and every_counted[0] == Counted(last.measure, last.category)
    if is_revised and last is not None and not is_same:
        raise Refusal("a number that was revised, and the one before is of another count", segments[0].number.text)
    measured = {(place, period, one.measure) for place, period, one in zip(places, periods, every_counted, strict=True)}
    if len(measured) > 1 and _is_divided(phrases):
        raise Refusal("parts of what is counted, and one is of something else")
    days = distinct(phrases, AsOf)
    if len(days) > 1:
        raise Refusal("numbers as they stood on more than one day")
    as_of = days[0].day if days else None
    vintage: Vintage | None = None
    for segment, place, period, counted in zip(segments, places, periods, every_counted, strict=True):
        number = segment.number.meaning
        assert isinstance(number, Number)
        measure, category = counted.measure, counted.category
        vintages = distinct(segment.phrases, Vintage)
        if len(vintages) > 1:
            raise Refusal("the first number and the present one, and which it is is not clear", segment.number.text)
        # "The hotline first reported 233 cases and 423 victims": both.
        vintage = vintages[0] if vintages else vintage
        yield Claim(
            sentence, segment.number.text, number, place.code, period, measure, category, words, carried, as_of, vintage
        )


def _refuse_wrong_comparison(segments: Sequence[Segment], every: Sequence[Counted]) -> None:
    """Raise `Refusal` where a comparison such as "short of" is not true of each number behind it in its clause."""
    first, word = 0, ""
    for at, (segment, counted) in enumerate(zip(segments, every, strict=True)):
        own = next((one.norm for one in segment.phrases if one.norm in english.COMPARISONS), "") if at else ""
        first = at - 1 if own and not word else first
        word = own or ("" if segment.begins_clause else word)
        if not word:
            continue
        is_greater, base = english.COMPARISONS[word], segments[first].number
        values = [one.value for one in distinct((base, segment.number), Number) if one.hedge is Hedge.NONE]
        is_so = is_greater is None or (len(values) == 2 and (values[0] > values[1]) is is_greater)
        if every[first].measure != counted.measure or not is_so:
            raise Refusal("a comparison that the numbers beside it do not bear out", word)


def _refuse_wrong_vintage(segments: Sequence[Segment], every: Sequence[Counted]) -> None:
    """Raise `Refusal` where "later revised to" joins two counts: "178 cases in 2018, later revised to 233 in 2019"."""
    for (first, counted), (second, other) in pairwise(zip(segments, every, strict=True)):
        own = ((distinct(second.phrases, kind), distinct(first.phrases, kind)) for kind in (Place, Period))
        is_of_other = counted != other or any(second_own not in ([], first_own) for second_own, first_own in own)
        is_vintage = bool(distinct((*first.phrases[-1:], *second.phrases), Vintage))
        if is_vintage and (is_of_other or first.number.meaning == second.number.meaning):
            raise Refusal("said to be another number of the same count, and it is not", second.number.text)


def _is_divided(phrases: Sequence[Phrase]) -> bool:
    """Whether parts of what is counted are told: "Missouri's signals included 438 phone calls"."""
    at = next((at for at, phrase in enumerate(phrases) if phrase.norm in english.DIVIDED), None)
    return at is not None and bool(distinct(phrases[:at], Counted))


def _place_before(phrases: Sequence[Phrase], context: Context) -> Place | None:
    """The place of the sentences before; one that is not certain only if this one points at it.

    If no sentence so far names any place, the National Hotline's counts are those of the nation.
    """
    norms = [phrase.norm for phrase in phrases]
    points = any(_points_at_place(norm, after) for norm, after in zip(norms, (*norms[1:], "."), strict=True))
    if context.is_there_open and points and english.OF_STATE.isdisjoint(norms):
        return None
    if context.place is not None or points or "place" in context.said:
        return context.place or (context.pointed if points else None)
    is_of_states = any("state" in norm.split() for norm in norms)
    is_open = is_of_states or bool(distinct(phrases, Place)) or not around.PRONOUNS.isdisjoint(norms)
    return Place(NATION) if not is_open and any(map(names_national_hotline, phrases)) else None


def _points_at_place(norm: str, after: str) -> bool:
    """Whether it is "there" or "the state", and not "there were"."""
    return norm in english.OF_STATE or (norm == "there" and after not in english.AFTER_THERE)


def _last_stand(phrases: Sequence[Phrase], context: Context) -> Stand | None:
    """The number of the sentence before, if this one counts the same at the same place, in another year."""
    last = context.last
    if last is None or [*distinct(phrases, Place), context.place][0] != Place(last.code):
        return None
    is_same = distinct(phrases, Counted) in ([], [Counted(last.measure, last.category)])
    return Stand(last.number, last.period) if is_same else None


def _words(phrases: Sequence[Phrase]) -> tuple[tuple[str, str], ...]:
    found = []
    for phrase in phrases:
        match phrase.meaning:
            case Number(value, hedge):
                found.append((phrase.text, f"{hedge} {value:,}"))
            case Place(code):
                found.append((phrase.text, code))
            case Period(start, end):
                found.append((phrase.text, f"{start} to {end}"))
            case Vintage() as vintage:
                found.append((phrase.text, vintage.value))
            case AsOf(day):
                found.append((phrase.text, f"as of {day}"))
            case Change(is_rise):
                found.append((phrase.text, {True: "a rise", False: "a fall", None: "a change"}[is_rise]))
            case Counted(measure, category):
                found.append((phrase.text, f"{measure}, {category}".replace("_", " ")))
            case _:
                pass
    return tuple(found)


def _shared(
    segments: Sequence[Segment], kind: type[Meant], before: Meant | None, name: str
) -> tuple[list[Meant], bool]:
    """The place or the period of each number: its own if there are several, else the one, else that before."""
    own = [distinct(segment.phrases, kind) for segment in segments]
    every = list(dict.fromkeys(one for found in own for one in found))
    if not every:
        if before is None:
            raise Refusal(f"no {name} is named, in this sentence or clearly before it")
        return [before] * len(segments), True
    if len(every) == 1:
        if not own[0] and before not in (None, every[0]):
            raise Refusal(f"the first number may be for the {name} named before or for the one in it")
        if not own[0] and _is_of_part(segments, kind):
            raise Refusal(f"the {name} is named for a part of what the first number counts, and not for all of it")
        return every * len(segments), False
    if any(len(found) != 1 for found in own):
        # "928 signals and 222 cases in North Carolina, while Kansas had 85 cases": each clause has one.
        clauses = list(accumulate(int(segment.begins_clause) for segment in segments))
        of_clause = [
            list(dict.fromkeys(one for found, at in zip(own, clauses, strict=True) if at == clause for one in found))
            for clause in clauses
        ]
        if any(len(found) != 1 for found in of_clause):
            raise Refusal(f"several {name}s are named, and which number is for which is not clear")
        own = of_clause
    return [found[0] for found in own], False


def _is_of_part(segments: Sequence[Segment], kind: type[Meant]) -> bool:
    """Whether a place or a period is that of a part alone: "233 cases in 2019, including 22 in Missouri".

    Behind a comma it is that of all: "233 cases, including 22 of labor trafficking, in Missouri".
    """
    is_part = False
    for segment in segments[1:]:
        is_part = is_part or any(phrase.norm in english.PARTS for phrase in segment.phrases)
        at = next((at for at, phrase in enumerate(segment.phrases) if isinstance(phrase.meaning, kind)), None)
        if at is not None:
            return is_part and segment.is_after_number(at) and not segment.has_comma_before(at)
    return False


def _refuse_another_sense(
    phrases: Sequence[Phrase], segments: Sequence[Segment], every: Sequence[Counted], carried: Counted | None
) -> None:
    """Raise `Refusal` where words that change nothing elsewhere change what is counted, or when."""
    are_contacts = all(counted.measure == "signals" for counted in every)
    for at, (before, phrase) in enumerate(pairwise(phrases), start=1):
        is_by_hotline, is_to_hotline = phrase.norm in english.HOTLINE_VERBS, phrase.norm in english.CONTACT_VERBS
        is_subject_right = is_by_hotline == is_plain(before, Role.NOUN)
        if (is_by_hotline or is_to_hotline) and not (are_contacts and is_subject_right):
            raise Refusal("contacts are what people make and the hotline takes", phrase.text)
        # "Missouri's cases in 2018 were originally published as 178."
        is_speech_open = is_speech(phrase.norm) and not isinstance(before.meaning, Vintage)
        is_open = is_speech_open and [after.norm for after in phrases[at + 1 : at + 2]] != [","]
        is_period_before = any(isinstance(one.meaning, Period) for one in phrases[:at])
        if is_open and is_period_before and any(isinstance(one.meaning, Number) for one in phrases[at:]):
            raise Refusal("what was said then need not be for that period", phrase.text)
    # What stands before each segment, as the contacts that led to it.
    named = [one if segment.counted else None for segment, one in zip(segments, every, strict=True)]
    for contacts, segment, result in zip([carried, *named[:-1]], segments, every, strict=True):
        for at, phrase in enumerate(segment.phrases):
            if phrase.norm in english.RESULTS and (at or not _is_result(contacts, segment, result)):
                raise Refusal("what came of the contacts, and of which is not clear", phrase.text)
        is_part = result.measure == "signals" and result.category != TOTAL and carried == Counted("signals", TOTAL)
        if not is_part and any(phrase.norm in english.OF_THE_CONTACTS for phrase in segment.phrases):
            raise Refusal("a part of the contacts, and of which is not clear", segment.number.text)
    for segment, counted in zip(segments, every, strict=True):
        is_of_cases = any("cases" in phrase.norm.split() for phrase in segment.phrases)
        if counted.measure == "signals" and (is_of_cases or segment.is_about_trafficking):
            raise Refusal("contacts are counted whatever they are about")
        if counted.measure in english.PERSONS and segment.is_from_place:
            raise Refusal("where a person comes from is not where the case was", "from")


def _is_result(contacts: Counted | None, segment: Segment, result: Counted) -> bool:
    """Whether all contacts led to all cases of that place and period: "696 signals, resulting in 272 cases"."""
    is_elsewhere = any(isinstance(phrase.meaning, Place | Period) for phrase in segment.phrases)
    is_of_all = contacts == Counted("signals", TOTAL) and result == Counted("cases", TOTAL)
    is_of_all &= english.ALL.isdisjoint(phrase.norm for phrase in segment.phrases)
    return is_of_all and not is_elsewhere
