"""A text as claims: which number counts what, where and when.

Belongs here: binding numbers to the other phrases of their sentence, and what a sentence takes from the one before.
Not here: whether a claim is true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeVar

from orchestration.spotlight.inspect.quotes import english
from orchestration.spotlight.inspect.quotes.lexicon import Counted, Lexicon, Role
from orchestration.spotlight.inspect.quotes.periods import Period
from orchestration.spotlight.inspect.quotes.phrases import Number, Phrase, Place, Plain, Unknown, read_phrases
from orchestration.spotlight.inspect.quotes.sentences import split_sentences
from orchestration.spotlight.vocabulary import TOTAL

Meant = TypeVar("Meant")
_DIGITS = re.compile(r"[0-9](?:[0-9.,:/-]*[0-9])?")
_LONGEST_DENIAL = 40
"""Characters of a sentence that is about the one beside it, as "That is not true." is."""


@dataclass(frozen=True)
class Claim:
    """One number that is claimed, understood in full."""

    sentence: str
    number: Number
    text: str
    code: str
    period: Period
    measure: str
    category: str
    words: tuple[tuple[str, str], ...]
    """Words of the sentence → what they were understood as."""
    carried: dict[str, str] = field(default_factory=dict)
    """`place`, `period` → the earlier sentence that says it."""


@dataclass(frozen=True)
class NotUnderstood:
    """A number, or a whole text, that is not judged since a word was not accounted for."""

    sentence: str
    number: str | None
    word: str | None
    reason: str
    suggestion: str | None = None


@dataclass(frozen=True)
class Unjudged:
    """A sentence whose numbers count nothing that is held."""

    sentence: str
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Context:
    """What the sentences so far say for the next: its place and period, and where each was said."""

    code: str | None = None
    period: Period | None = None
    heads: frozenset[str] = frozenset()
    """The measures that the last sentence counts; empty if none."""
    said: dict[str, str] = field(default_factory=dict)


class _Refusal(Exception):
    """A sentence that cannot be read in one way only."""

    def __init__(self, word: str | None, reason: str) -> None:
        super().__init__(reason)
        self.word, self.reason = word, reason


def read_claims(text: str, lexicon: Lexicon) -> Iterator[Claim | NotUnderstood | Unjudged]:
    """Every number of a text: as a claim, as one that is not understood, or as one that counts nothing held."""
    context = Context()
    sentences = list(split_sentences(text))
    is_found = False
    for position, sentence in enumerate(sentences):
        phrases = read_phrases(sentence, lexicon)
        beside = sentences[max(0, position - 1) : position] + sentences[position + 1 : position + 2]
        denial = next((one for one in beside if _is_denial(one)), None)
        for one in _read_sentence(sentence, phrases, context, lexicon, is_alone=len(sentences) == 1):
            is_found = is_found or not isinstance(one, Unjudged)
            if isinstance(one, Claim) and denial is not None:
                yield NotUnderstood(sentence, one.text, denial, english.REASONS["not"])
            else:
                yield one
        context = _context_after(sentence, phrases, context)
    if not is_found:
        reason = "no number in it could be a count of cases, victims, traffickers, businesses or signals"
        yield NotUnderstood(sentences[0] if sentences else "", None, None, reason)


def _is_denial(sentence: str) -> bool:
    words = sentence[:_LONGEST_DENIAL].casefold().strip(".!?").split()
    return len(sentence) < _LONGEST_DENIAL and any(word.strip(",.!:'\"") in english.DENIALS for word in words)


def _read_sentence(
    sentence: str, phrases: Sequence[Phrase], context: Context, lexicon: Lexicon, *, is_alone: bool
) -> Iterator[Claim | NotUnderstood | Unjudged]:
    numbers = [phrase.text for phrase in phrases if _is_number(phrase)]
    unknown = next((phrase for phrase in phrases if isinstance(phrase.meaning, Unknown)), None)
    if not numbers:
        if is_alone and unknown is not None:
            yield _not_understood(sentence, None, unknown, lexicon)
        elif _DIGITS.search(sentence):
            yield Unjudged(sentence, tuple(_DIGITS.findall(sentence)))
    elif unknown is not None and not is_alone and not _is_about_ours(phrases):
        yield Unjudged(sentence, tuple(_DIGITS.findall(sentence) or numbers))
    elif unknown is not None:
        for number in numbers:
            yield _not_understood(sentence, number, unknown, lexicon)
    else:
        try:
            yield from _bind(sentence, phrases, context)
        except _Refusal as refusal:
            for number in numbers:
                yield NotUnderstood(sentence, number, refusal.word, refusal.reason)


def _is_number(phrase: Phrase) -> bool:
    return isinstance(phrase.meaning, Number) or (isinstance(phrase.meaning, Unknown) and phrase.meaning.is_number)


def _is_about_ours(phrases: Sequence[Phrase]) -> bool:
    return any(
        isinstance(phrase.meaning, Counted) or any(word in english.SUBJECT for word in phrase.norm.split())
        for phrase in phrases
    )


def _not_understood(sentence: str, number: str | None, unknown: Phrase, lexicon: Lexicon) -> NotUnderstood:
    assert isinstance(unknown.meaning, Unknown)
    return NotUnderstood(sentence, number, unknown.text, unknown.meaning.reason, lexicon.suggestion(unknown.text))


def _context_after(sentence: str, phrases: Sequence[Phrase], context: Context) -> Context:
    """What the next sentence may take from this one and those before it; doubt about a place or a period ends it."""
    codes = list(dict.fromkeys(phrase.meaning.code for phrase in phrases if isinstance(phrase.meaning, Place)))
    periods = _distinct(phrases, Period)
    heads = frozenset(phrase.meaning.measure for phrase in phrases if isinstance(phrase.meaning, Counted))
    unknown = [phrase.meaning for phrase in phrases if isinstance(phrase.meaning, Unknown)]
    # Which of its numbers a place or a period is for is not known either.
    is_guess = bool(unknown) and any(_is_number(phrase) for phrase in phrases)
    # The first word of a sentence has a capital whatever it is.
    names = [phrase for phrase in phrases[1:] if isinstance(phrase.meaning, Unknown) and phrase.meaning.is_name]
    is_elsewhere = bool(names) or any(phrase.norm in english.PLACE_WORDS for phrase in phrases[:1])
    code, period, said = context.code, context.period, dict(context.said)
    if codes or is_elsewhere:
        code = codes[0] if len(codes) == 1 and not (is_guess or is_elsewhere) else None
        said["place"] = sentence
    if periods or any(one.is_period for one in unknown):
        period = periods[0] if len(periods) == 1 and not (is_guess or any(one.is_period for one in unknown)) else None
        said["period"] = sentence
    return Context(code, period, frozenset({"unknown"}) if is_guess else heads or context.heads, said)


def _bind(sentence: str, phrases: Sequence[Phrase], context: Context) -> Iterator[Claim]:
    """One claim for each number of a sentence of which every word is known."""
    segments = _segments(phrases)
    codes, carried_place = _shared(segments, Place, Place(context.code) if context.code else None, "place")
    periods, carried_period = _shared(segments, Period, context.period, "period")
    counted = _counted(segments, context)
    carried = {
        what: context.said[what]
        for what, is_carried in (("place", carried_place), ("period", carried_period))
        if is_carried
    }
    for segment, place, period, what in zip(segments, codes, periods, counted, strict=True):
        number = next(phrase for phrase in segment if isinstance(phrase.meaning, Number))
        assert isinstance(number.meaning, Number)
        yield Claim(
            sentence,
            number.meaning,
            number.text,
            place.code,
            period,
            what.measure,
            what.category,
            _words(phrases),
            carried,
        )


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
            case Counted(measure, category):
                found.append((phrase.text, f"{measure}, {category}".replace("_", " ")))
            case _:
                pass
    return tuple(found)


def _segments(phrases: Sequence[Phrase]) -> list[list[Phrase]]:
    """The sentence cut between its numbers: at the one word that joins them, else at the first comma."""
    at = [position for position, phrase in enumerate(phrases) if isinstance(phrase.meaning, Number)]
    several = any(len(_distinct(phrases, kind)) > 1 for kind in (Place, Period))
    cuts = [0]
    for first, second in pairwise(at):
        between = range(first + 1, second)
        links = [position for position in between if _is_plain(phrases[position], Role.LINK)]
        commas = [position for position in between if phrases[position].norm == ","]
        is_part_of = all(_is_plain(phrases[position]) for position in between) and any(
            phrases[position].norm == "of" for position in between
        )
        if not (links or commas or is_part_of or any(isinstance(phrases[p].meaning, Counted) for p in between)):
            raise _Refusal(phrases[second].text, "a second number, and nothing says how the two belong together")
        if several and len(links) > 1:
            raise _Refusal(phrases[links[1]].text, "joins more than two things, and it is not clear which")
        cuts.append(links[0] if links else commas[0] if commas else second)
    return [list(phrases[start:end]) for start, end in zip(cuts, [*cuts[1:], len(phrases)], strict=True)]


def _is_plain(phrase: Phrase, role: Role | None = None) -> bool:
    return isinstance(phrase.meaning, Plain) and role in (None, phrase.meaning.role)


def _distinct(phrases: Sequence[Phrase], kind: type[Meant]) -> list[Meant]:
    return list(dict.fromkeys(phrase.meaning for phrase in phrases if isinstance(phrase.meaning, kind)))


def _shared(
    segments: Sequence[Sequence[Phrase]], kind: type[Meant], before: Meant | None, name: str
) -> tuple[list[Meant], bool]:
    """The place or the period of each number: its own if there are several, else the one, else that before."""
    own = [_distinct(segment, kind) for segment in segments]
    distinct = list(dict.fromkeys(one for found in own for one in found))
    if not distinct:
        if before is None:
            raise _Refusal(None, f"no {name} is named, in this sentence or clearly before it")
        return [before] * len(segments), True
    if len(distinct) == 1:
        if not own[0] and before not in (None, distinct[0]):
            raise _Refusal(None, f"the first number may be for the {name} named before or for the one in it")
        return distinct * len(segments), False
    for found in own:
        if len(found) != 1:
            raise _Refusal(None, f"several {name}s are named, and which number is for which is not clear")
    return [found[0] for found in own], False


def _counted(segments: Sequence[Sequence[Phrase]], context: Context) -> list[Counted]:
    """What each number counts."""
    every = [phrase.meaning for segment in segments for phrase in segment if isinstance(phrase.meaning, Counted)]
    heads = frozenset(one.measure for one in every if not one.is_headless) or context.heads
    is_type_named = any(one.category in english.TYPES and not one.is_short for one in every)
    found: list[Counted] = []
    for position, segment in enumerate(segments):
        following = segments[position + 1] if position + 1 < len(segments) else ()
        previous = found[-1] if found else None
        what = _counted_in(segment, following, previous, segments[:position])
        is_short = any(one.is_short for one in _distinct(segment, Counted))
        if is_short and what.measure == "cases" and not is_type_named:
            raise _Refusal(None, "a short word for a type of trafficking, and no number beside it says it in full")
        if what.measure == "signals" and any(phrase.norm.startswith("involv") for phrase in segment):
            raise _Refusal(None, "contacts are counted whatever they are about")
        found.append(_resolved(what, heads))
    return found


def _counted_in(
    segment: Sequence[Phrase],
    following: Sequence[Phrase],
    previous: Counted | None,
    before: Sequence[Sequence[Phrase]],
) -> Counted:
    own = _distinct(segment, Counted)
    at = next(position for position, phrase in enumerate(segment) if isinstance(phrase.meaning, Number))
    after = segment[at + 1 :]
    noun = next((phrase for phrase in after if _is_plain(phrase, Role.NOUN)), None)
    if noun is not None and _stands_before_counted(noun, after):
        raise _Refusal(noun.text, "stands where what is counted should, and is not counted here")
    # "183 of the 233 cases were sex trafficking": the first number counts what is said last.
    if before and _is_part_of(before[-1]):
        own = own[:1]
    if not own and _is_part_of(segment):
        whole_and_part = _distinct(following, Counted)
        if len(whole_and_part) == 2 and whole_and_part[0].category == TOTAL:
            return replace(whole_and_part[1], measure=whole_and_part[0].measure)
        raise _Refusal(None, "a part of a number, and of what it is a part is not clear")
    if not own:
        if previous is None:
            raise _Refusal(segment[at].text, "it is not said what this number counts")
        return previous
    if len(own) == 1:
        return own[0]
    first, second = own if len(own) == 2 else (own[0], own[0])
    whole, type_ = (second, first) if first.is_headless else (first, second)
    if len(own) == 2 and whole.category == TOTAL and type_.is_headless and not _is_divided(segment):
        return Counted(whole.measure, type_.category)
    raise _Refusal(
        next(phrase.text for phrase in segment if phrase.meaning == own[1]),
        "a second thing that is counted, for one number",
    )


def _resolved(one: Counted, heads: frozenset[str]) -> Counted:
    """A type named alone is one of cases, unless something else is counted beside it."""
    if not one.is_headless:
        return one
    if len(heads) > 1 or "unknown" in heads:
        raise _Refusal(None, "a type of trafficking, and whether it is of cases or of something else is not clear")
    return Counted(next(iter(heads), one.measure), one.category)


def _is_part_of(segment: Sequence[Phrase]) -> bool:
    """Whether a segment ends as "183 of the" does."""
    at = next(position for position, phrase in enumerate(segment) if isinstance(phrase.meaning, Number))
    after = segment[at + 1 :]
    return bool(after) and after[0].norm == "of" and all(_is_plain(phrase) for phrase in after)


def _stands_before_counted(noun: Phrase, after: Sequence[Phrase]) -> bool:
    return after[0] is noun or any(isinstance(phrase.meaning, Counted) for phrase in after[after.index(noun) :])


def _is_divided(segment: Sequence[Phrase]) -> bool:
    """Whether a comma or a joining word stands between the first and the last thing counted."""
    at = [position for position, phrase in enumerate(segment) if isinstance(phrase.meaning, Counted)]
    return any(phrase.norm == "," or _is_plain(phrase, Role.LINK) for phrase in segment[at[0] : at[-1]])
