"""What each number of a sentence counts.

Belongs here: a number's own words, the whole that it is a part of, and what the sentence before counts.
Not here: where and when it is counted (`binding`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from orchestration.spotlight.domain.vocabulary import TOTAL
from orchestration.spotlight.inspect.quotes import english
from orchestration.spotlight.inspect.quotes.lexicon import NATION, Counted, Role
from orchestration.spotlight.inspect.quotes.meanings import Phrase, Place, distinct, is_hotline, is_plain
from orchestration.spotlight.inspect.quotes.segments import Refusal, Segment

UNCLEAR = "unclear"
"""Stands for a measure where it is not known what the last sentence counts."""


def counted_of(
    segments: Sequence[Segment], counted_before: Counted | None, heads_before: frozenset[str]
) -> list[Counted]:
    """What each number counts; raise `Refusal` where that is not clear.

    `counted_before` is what the sentence before counts, `heads_before` are its measures.
    """
    every = [one for segment in segments for one in segment.counted]
    heads = frozenset(one.measure for one in every if not one.is_headless) or heads_before
    is_type_named = any(one.category in english.TYPES and not one.is_short for one in every)
    norms = {phrase.norm for segment in segments for phrase in segment.phrases}
    inherited = None if every else _carried(norms, counted_before)
    found: list[Counted] = []
    for position, segment in enumerate(segments):
        counted = _counted_at(position, segments, found[-1] if found else inherited)
        if any(one.is_short for one in segment.counted) and counted.measure == "cases" and not is_type_named:
            raise Refusal("a short word for a type of trafficking, and no number beside it says it in full")
        if counted.category == TOTAL and segment.is_another:
            raise Refusal("more of the same, and only the number of all is checked", "another")
        found.append(_with_measure(counted, heads))
    return found


def _counted_at(position: int, segments: Sequence[Segment], previous: Counted | None) -> Counted:
    """What one number counts; `previous` is what the number before it counts."""
    segment = segments[position]
    before = segments[position - 1] if position else None
    if segment.is_part_of and not segment.counted and position + 1 < len(segments):
        whole = segments[position + 1]
        if segment.is_of_place and distinct(whole.phrases, Place) == [Place(NATION)]:
            # "Texas accounted for 996 of the 10,524 cases identified nationwide".
            return _part_of_nation(whole.counted)
        # The 183 of "183 of the 233 cases were sex trafficking".
        return _part(whole.counted)
    if before is not None and before.is_part_of and segment.counted:
        # The 233 of it.
        return segment.counted[0]
    if segment.whole:
        if _names_state(segment.after) and not distinct(segment.after, Counted):
            # "Of the cases identified in 2019, 428 were in Georgia": all of Georgia's.
            return _part_of_nation(segment.whole)
        # "Of Ohio's cases, 200 were sex trafficking".
        return _part([*segment.whole, *distinct(segment.after, Counted)])
    if before is None and segment.phrases[0].norm in english.COMPARED:
        # "Compared with 58 in 2023, Alabama had 105 cases in 2024".
        named = {one for compared in segments[:2] for one in compared.counted}
        if len(named) != 1:
            raise Refusal("a comparison, and of what is not clear", segment.number.text)
        previous = named.pop()
    if before is None or before.whole != [] or previous is None:
        return _own(segment, previous)
    # The second number of "Of the 10,359 cases in 2021, 297 were in Ohio"
    # or of "Of the 233 cases, 183 were sex trafficking".
    if not segment.counted and is_of_nation(before, segment):
        return previous
    counted = _own(segment, previous if segment.is_of_place else None)
    if not counted.is_headless and counted.measure != previous.measure:
        raise Refusal("a part of something else that is counted", segment.number.text)
    return counted


def is_of_nation(whole: Segment, part: Segment) -> bool:
    """Whether a state's number is a part of the nation's: "Of the 10,359 cases in 2021, 297 were in Ohio"."""
    return _names_state(part.after) and not _names_state(whole.phrases)


def _names_state(phrases: Sequence[Phrase]) -> bool:
    return any(place.code != NATION for place in distinct(phrases, Place))


def _part_of_nation(whole: Sequence[Counted]) -> Counted:
    if len(whole) == 1:
        return whole[0]
    raise Refusal("a part of a number, and which part is not clear")


def _part(whole_and_part: Sequence[Counted]) -> Counted:
    """Of "183 of the 233 cases were sex trafficking" what 183 counts: what is said last."""
    if len(whole_and_part) == 2:
        whole, part = whole_and_part
        if whole.category == TOTAL != part.category and (part.is_headless or part.measure == whole.measure):
            return Counted(whole.measure, part.category)
    raise Refusal("a part of a number, and which part is not clear")


def _carried(norms: Collection[str], before: Counted | None) -> Counted | None:
    """What the sentence before counts, for "In 2023, it identified 267"; None if the verb is one for other counts."""
    if before is None:
        return None
    others = english.OF_CASES if before.measure == "signals" else english.OF_CONTACTS
    others |= frozenset() if before.category == TOTAL else english.ALL | english.ALL_OF_PLACE
    return before if (others | english.OF_OTHERS).isdisjoint(norms) else None


def _own(segment: Segment, previous: Counted | None) -> Counted:
    """What the number's own part of the sentence names, else what the number before it counts."""
    after = [phrase for phrase in segment.after if not is_hotline(phrase)]
    for position, phrase in enumerate(after):
        is_before_counted = any(isinstance(later.meaning, Counted) for later in after[position:])
        if is_plain(phrase, Role.NOUN) and (position == 0 or is_before_counted):
            raise Refusal("stands where what is counted should, and is not counted here", phrase.text)
    is_divided = not english.DIVIDED.isdisjoint(phrase.norm for phrase in segment.phrases)
    match segment.counted:
        case []:
            of_cases = bool(segment.after) and segment.after[0].norm == "of the cases"
            if of_cases and not segment.is_of_place:
                raise Refusal("a part of a number, and which part is not clear", segment.number.text)
            if of_cases and (previous or any(map(is_hotline, segment.phrases))):
                if previous not in (None, Counted("cases", TOTAL)):
                    raise Refusal("a part of something else that is counted", segment.number.text)
                return Counted("cases", TOTAL)
            if reports := segment.reports_before:
                raise Refusal("stands where what is counted should, and is not counted here", reports[0].text)
            if previous and previous.category != TOTAL and segment.after and segment.after[0].norm in english.PARTS:
                raise Refusal("a part of a number, and which part is not clear", segment.number.text)
            if previous is None:
                raise Refusal("it is not said what this number counts", segment.number.text)
            return previous
        case [one]:
            if one.category == TOTAL and segment.after and segment.after[0].norm == "of" and not segment.is_of_place:
                raise Refusal("a part of a number, and which part is not clear", segment.number.text)
            return one
        case [Counted("cases", "total"), second] if segment.is_involved_in_cases and second.category == TOTAL:
            # "Ohio's 2019 cases involved 812 victims."
            return second
        case [first, Counted("cases", "total")] if segment.is_found_in_cases and first.category == TOTAL:
            return first
        case [first, second] if not segment.is_divided:
            # "Phone calls accounted for 438 of the signals."
            is_part_first = first.is_headless or segment.phrases[1].norm == "accounted for"
            whole, part = (second, first) if is_part_first else (first, second)
            is_same = part.measure == whole.measure and (is_divided or (is_part_first and part.category != TOTAL))
            if whole.category == TOTAL and (part.is_headless or is_same):
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
