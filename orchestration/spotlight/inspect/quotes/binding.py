"""Which number of a sentence counts what, where and when.

Belongs here: a sentence of which every word is known.
Not here: what such a sentence takes from the ones before (`claims`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TypeVar

from orchestration.spotlight.domain.vocabulary import TOTAL
from orchestration.spotlight.inspect.quotes import english
from orchestration.spotlight.inspect.quotes.changes import change_refused
from orchestration.spotlight.inspect.quotes.english import Hedge
from orchestration.spotlight.inspect.quotes.lexicon import Counted, Role
from orchestration.spotlight.inspect.quotes.periods import Period
from orchestration.spotlight.inspect.quotes.phrases import AsOf, Change, Number, Phrase, Place, Plain, is_speech

UNCLEAR = "unclear"
"""Stands for a measure where it is not known what the last sentence counts."""
Meant = TypeVar("Meant")


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
    said: dict[str, str] = field(default_factory=dict)
    unclear: frozenset[str] = frozenset()
    """`place`, `period` where the sentence that says it may be about something else than trafficking."""


class Refusal(Exception):
    """A sentence that cannot be read in one way only."""

    def __init__(self, reason: str, word: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.word = reason, word


@dataclass(frozen=True)
class _Segment:
    """The part of a sentence that belongs to one of its numbers."""

    phrases: Sequence[Phrase]

    @cached_property
    def _at(self) -> int:
        return next(position for position, phrase in enumerate(self.phrases) if isinstance(phrase.meaning, Number))

    @property
    def number(self) -> Phrase:
        return self.phrases[self._at]

    @property
    def after(self) -> Sequence[Phrase]:
        return self.phrases[self._at + 1 :]

    @cached_property
    def counted(self) -> list[Counted]:
        return distinct(self.phrases, Counted)

    @cached_property
    def whole(self) -> list[Counted] | None:
        """What the number is a part of ("of Ohio's cases, 200 …"); empty if it is the whole ("of the 233 cases")."""
        before = self.phrases[: self._at]
        norms = [phrase.norm for phrase in before]
        return distinct(before, Counted) if norms[:1] == ["of"] or norms[-2:] == ["of", "the"] else None

    @property
    def is_about_trafficking(self) -> bool:
        """Whether what it counts "involved" something, or "human trafficking" stands after it."""
        at = max((at for at, phrase in enumerate(self.phrases) if isinstance(phrase.meaning, Counted)), default=0)
        is_involving = any(phrase.norm.startswith("involv") for phrase in self.phrases)
        return is_involving or any(phrase.norm in ("trafficking", "human trafficking") for phrase in self.phrases[at:])

    @property
    def is_from_place(self) -> bool:
        return any(
            before.norm.endswith("from") and isinstance(phrase.meaning, Place)
            for before, phrase in pairwise(self.phrases)
        )

    @property
    def begins_clause(self) -> bool:
        return self.phrases[0].norm in english.CLAUSES

    @property
    def is_part_of(self) -> bool:
        """Whether it is "183 of the", and a number follows."""
        return bool(self.after) and self.after[0].norm == "of" and all(map(is_plain, self.after))

    def is_after_number(self, position: int) -> bool:
        """Whether a phrase stands behind the number."""
        return self._at < position

    def has_comma_before(self, position: int) -> bool:
        """Whether a comma stands between the number and a later phrase."""
        return any(phrase.norm == "," for phrase in self.phrases[self._at : position])

    @property
    def is_divided(self) -> bool:
        """Whether a comma or a joining word stands between what is counted first and last."""
        at = [position for position, phrase in enumerate(self.phrases) if isinstance(phrase.meaning, Counted)]
        between = self.phrases[at[0] : at[-1]]
        return any(phrase.norm == "," or is_plain(phrase, Role.LINK) for phrase in between)


def bind(sentence: str, phrases: Sequence[Phrase], context: Context) -> Iterator[Claim]:
    """One claim for each number of a sentence; raise `Refusal` where there are two ways to read it."""
    if reason := change_refused(phrases):
        raise Refusal(reason, next(phrase.text for phrase in phrases if isinstance(phrase.meaning, Change)))
    segments = _segments(phrases)
    places, is_place_carried = _shared(segments, Place, context.place, "place")
    periods, is_period_carried = _shared(segments, Period, context.period, "period")
    is_carried = {"place": is_place_carried, "period": is_period_carried}
    words = _words(phrases)
    every_counted = _counted(segments, context)
    is_carried["counted"] = not any(segment.counted for segment in segments)
    carried = {what: context.said[what] for what, is_so in is_carried.items() if is_so}
    _refuse_another_sense(phrases, segments, every_counted)
    days = distinct(phrases, AsOf)
    if len(days) > 1:
        raise Refusal("numbers as they stood on more than one day")
    as_of = days[0].day if days else None
    for segment, place, period, counted in zip(segments, places, periods, every_counted, strict=True):
        number = segment.number.meaning
        assert isinstance(number, Number)
        measure, category = counted.measure, counted.category
        yield Claim(sentence, segment.number.text, number, place.code, period, measure, category, words, carried, as_of)


def distinct(phrases: Sequence[Phrase], kind: type[Meant]) -> list[Meant]:
    """The meanings of one kind, each once."""
    return list(dict.fromkeys(phrase.meaning for phrase in phrases if isinstance(phrase.meaning, kind)))


def is_plain(phrase: Phrase, role: Role | None = None) -> bool:
    return isinstance(phrase.meaning, Plain) and role in (None, phrase.meaning.role)


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
            case AsOf(day):
                found.append((phrase.text, f"as of {day}"))
            case Change(is_rise):
                found.append((phrase.text, "a rise" if is_rise else "a fall"))
            case Counted(measure, category):
                found.append((phrase.text, f"{measure}, {category}".replace("_", " ")))
            case _:
                pass
    return tuple(found)


def _segments(phrases: Sequence[Phrase]) -> list[_Segment]:
    """The sentence cut between its numbers: at the one word that joins them, else at the first comma."""
    at = [position for position, phrase in enumerate(phrases) if isinstance(phrase.meaning, Number)]
    several = any(len(distinct(phrases, kind)) > 1 for kind in (Place, Period))
    cuts = [0]
    for first, second in pairwise(at):
        between = range(first + 1, second)
        links = [position for position in between if _is_link(phrases[position])]
        commas = [position for position in between if phrases[position].norm == ","]
        is_part_of = all(is_plain(phrases[position]) for position in between) and any(
            phrases[position].norm == "of" for position in between
        )
        if not (links or commas or is_part_of or any(isinstance(phrases[p].meaning, Counted) for p in between)):
            raise Refusal("a second number, and nothing says how the two belong together", phrases[second].text)
        if several and len(links) > 1:
            raise Refusal("joins more than two things, and it is not clear which", phrases[links[1]].text)
        cuts.append(links[0] if links else commas[0] if commas else second)
    return [_Segment(phrases[start:end]) for start, end in zip(cuts, [*cuts[1:], len(phrases)], strict=True)]


def _is_link(phrase: Phrase) -> bool:
    return is_plain(phrase, Role.LINK) or isinstance(phrase.meaning, Change)


def _shared(
    segments: Sequence[_Segment], kind: type[Meant], before: Meant | None, name: str
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


def _is_of_part(segments: Sequence[_Segment], kind: type[Meant]) -> bool:
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


def _counted(segments: Sequence[_Segment], context: Context) -> list[Counted]:
    """What each number counts."""
    every = [one for segment in segments for one in segment.counted]
    heads = frozenset(one.measure for one in every if not one.is_headless) or context.heads
    is_type_named = any(one.category in english.TYPES and not one.is_short for one in every)
    norms = {phrase.norm for segment in segments for phrase in segment.phrases}
    found: list[Counted] = []
    for position, segment in enumerate(segments):
        before = segments[position - 1] if position else None
        if segment.is_part_of and not segment.counted and position + 1 < len(segments):
            counted = _part(segments[position + 1].counted)
        elif before is not None and before.is_part_of and segment.counted:
            counted = segment.counted[0]
        elif segment.whole:
            counted = _part([*segment.whole, *distinct(segment.after, Counted)])
        elif before is not None and before.whole == []:
            counted = _own(segment, None)
            if not counted.is_headless and counted.measure != found[-1].measure:
                raise Refusal("a part of something else that is counted", segment.number.text)
        else:
            counted = _own(segment, found[-1] if found else None if every else _carried(norms, context))
        if any(one.is_short for one in segment.counted) and counted.measure == "cases" and not is_type_named:
            raise Refusal("a short word for a type of trafficking, and no number beside it says it in full")
        found.append(_with_measure(counted, heads))
    return found


def _refuse_another_sense(phrases: Sequence[Phrase], segments: Sequence[_Segment], every: Sequence[Counted]) -> None:
    """Raise `Refusal` where words that change nothing elsewhere change what is counted, or when."""
    are_contacts = all(counted.measure == "signals" for counted in every)
    for at, (before, phrase) in enumerate(pairwise(phrases), start=1):
        is_by_hotline, is_to_hotline = phrase.norm in english.HOTLINE_VERBS, phrase.norm in english.CONTACT_VERBS
        is_subject_right = is_by_hotline == is_plain(before, Role.NOUN)
        if (is_by_hotline or is_to_hotline) and not (are_contacts and is_subject_right):
            raise Refusal("contacts are what people make and the hotline takes", phrase.text)
        is_open = is_speech(phrase.norm) and [after.norm for after in phrases[at + 1 : at + 2]] != [","]
        is_period_before = any(isinstance(one.meaning, Period) for one in phrases[:at])
        if is_open and is_period_before and any(isinstance(one.meaning, Number) for one in phrases[at:]):
            raise Refusal("what was said then need not be for that period", phrase.text)
    for segment, counted in zip(segments, every, strict=True):
        if counted.measure == "signals" and segment.is_about_trafficking:
            raise Refusal("contacts are counted whatever they are about")
        if counted.measure in english.PERSONS and segment.is_from_place:
            raise Refusal("where a person comes from is not where the case was", "from")


def _part(whole_and_part: Sequence[Counted]) -> Counted:
    """Of "183 of the 233 cases were sex trafficking" what 183 counts: what is said last."""
    if len(whole_and_part) == 2:
        whole, part = whole_and_part
        if whole.category == TOTAL != part.category and (part.is_headless or part.measure == whole.measure):
            return Counted(whole.measure, part.category)
    raise Refusal("a part of a number, and which part is not clear")


def _carried(norms: Collection[str], context: Context) -> Counted | None:
    """What the sentence before counts, for "In 2023, it identified 267"; None if the verb is one for other counts."""
    if context.counted is None:
        return None
    others = english.OF_CASES if context.counted.measure == "signals" else english.OF_CONTACTS
    return context.counted if (others | english.OF_OTHERS).isdisjoint(norms) else None


def _own(segment: _Segment, previous: Counted | None) -> Counted:
    """What the number's own part of the sentence names, else what the number before it counts."""
    for position, phrase in enumerate(segment.after):
        is_before_counted = any(isinstance(later.meaning, Counted) for later in segment.after[position:])
        if is_plain(phrase, Role.NOUN) and (position == 0 or is_before_counted):
            raise Refusal("stands where what is counted should, and is not counted here", phrase.text)
    match segment.counted:
        case []:
            if previous is None:
                raise Refusal("it is not said what this number counts", segment.number.text)
            return previous
        case [one]:
            if one.category == TOTAL and segment.after and segment.after[0].norm == "of":
                raise Refusal("a part of a number, and which part is not clear", segment.number.text)
            return one
        case [first, second] if not segment.is_divided:
            whole, part = (second, first) if first.is_headless else (first, second)
            if whole.category == TOTAL and part.is_headless:
                return Counted(whole.measure, part.category)
    word = next(phrase.text for phrase in segment.phrases if phrase.meaning == segment.counted[1])
    raise Refusal("a second thing that is counted, for one number", word)


def _with_measure(counted: Counted, heads: frozenset[str]) -> Counted:
    """A type named alone is one of cases, unless something else is counted beside it."""
    if not counted.is_headless:
        return counted
    if len(heads) > 1 or UNCLEAR in heads:
        raise Refusal("a type of trafficking, and whether it is of cases or of something else is not clear")
    return Counted(next(iter(heads), counted.measure), counted.category)
