"""A text as claims: sentence by sentence, with what each may take from the ones before.

Belongs here: which sentences are checked, and the place, the period and what is counted that carry over.
Not here: which number of a sentence counts what (`binding`), what else the text says of it (`doubts`), or whether it is
true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from orchestration.spotlight.domain.vocabulary import TOTAL
from orchestration.spotlight.inspect.quotes import around, english
from orchestration.spotlight.inspect.quotes.binding import Claim, Context, bind
from orchestration.spotlight.inspect.quotes.changes import with_years_of_change
from orchestration.spotlight.inspect.quotes.counting import UNCLEAR
from orchestration.spotlight.inspect.quotes.doubts import (
    Doubt,
    Said,
    doubt_left,
    names_subject,
    remark_beside,
    said_after,
)
from orchestration.spotlight.inspect.quotes.lexicon import CALLER, NATION, Counted, Lexicon, Role
from orchestration.spotlight.inspect.quotes.meanings import AsOf, Number, Phrase, Place, Unknown, distinct, is_plain
from orchestration.spotlight.inspect.quotes.others import counts_perhaps
from orchestration.spotlight.inspect.quotes.periods import Period
from orchestration.spotlight.inspect.quotes.phrases import MOST_CHARACTERS, read_phrases, with_relative_years
from orchestration.spotlight.inspect.quotes.segments import Refusal, statements_of
from orchestration.spotlight.inspect.quotes.sentences import split_sentences
from orchestration.spotlight.inspect.quotes.speakers import without_speakers

_ONE_IN = re.compile(r"\b(?:in|out of) (?:[0-9]{1,3}|every)\b")
"""A share of what was counted before: "only 1 in 10 was confirmed", but not "in 2019"."""
_DIGITS = re.compile(r"[0-9](?:[0-9.,:/-]*[0-9])?")


@dataclass(frozen=True)
class NotUnderstood:
    """A number, or a whole text, that is not checked, because a word is unknown."""

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


Told = Claim | NotUnderstood | Unjudged


def read_claims(text: str, lexicon: Lexicon) -> Iterator[Told]:
    """Every number of a text: as a claim, as one that is not understood, or as one that counts nothing held."""
    context, said = Context(), Said()
    sentences = list(split_sentences(text))
    is_found = False
    behind = read_phrases(sentences[0], lexicon) if sentences else ()
    for position, sentence in enumerate(sentences):
        heard = with_years_of_change(with_relative_years(behind, context.period))
        phrases = without_speakers(heard)  # whether a speaker may be meant by the next pronoun, only `heard` says
        behind = read_phrases(sentences[position + 1], lexicon) if position + 1 < len(sentences) else ()
        remark = remark_beside(sentences, position, behind)
        told: list[Told] = []
        for one in _read_sentence(sentence, phrases, context, lexicon, is_alone=len(sentences) == 1):
            if isinstance(one, Claim) and (
                doubt := remark or _doubt_of_carried(one, phrases, context) or doubt_left(said, one, phrases)
            ):
                told.append(NotUnderstood(sentence, one.text, *doubt))
            else:
                told.append(one)
        yield from told
        is_found = is_found or not all(isinstance(one, Unjudged) for one in told)
        context = _with_claims(_context_after(sentence, phrases, heard, context), sentence, phrases, told)
        said = said_after(said, sentence, heard, has_speaker=phrases != heard)
    if not is_found:
        reason = "no number in it could be a count of cases, victims, traffickers, businesses or signals"
        yield NotUnderstood(sentences[0] if sentences else "", None, None, reason)


def _doubt_of_carried(claim: Claim, phrases: Sequence[Phrase], context: Context) -> Doubt | None:
    """The earlier sentence from which a claim takes its place or period, if that may be about something else."""
    unclear = [what for what in claim.carried if what in context.unclear]
    if unclear and not names_subject(phrases):
        return context.said[unclear[0]], "it is not clear that this sentence is about trafficking"
    return None


def _read_sentence(
    sentence: str, phrases: Sequence[Phrase], context: Context, lexicon: Lexicon, *, is_alone: bool
) -> Iterator[Told]:
    numbers = [phrase.text for phrase in phrases if _is_number(phrase)]
    unknown = next((phrase for phrase in phrases if isinstance(phrase.meaning, Unknown)), None)
    if not numbers:
        if is_alone and unknown is not None:
            yield _not_understood(sentence, None, unknown, lexicon)
        elif doubtful := counts_perhaps(sentence):
            for number in doubtful:
                yield NotUnderstood(sentence, number, number, "it may be a year or a count")
        elif _DIGITS.search(sentence):
            yield Unjudged(sentence, tuple(_DIGITS.findall(sentence)))
    elif unknown is not None and not is_alone and not _may_count(sentence, phrases):
        doubtful = counts_perhaps(sentence) if len(sentence) <= MOST_CHARACTERS else numbers
        for number in doubtful:
            yield _not_understood(sentence, number, unknown, lexicon)
        if not doubtful:
            yield Unjudged(sentence, tuple(_DIGITS.findall(sentence) or numbers))
    elif unknown is not None:
        for number in numbers:
            yield _not_understood(sentence, number, unknown, lexicon)
    else:
        try:
            # All of the sentence or nothing.
            claims = [claim for statement in statements_of(phrases) for claim in bind(sentence, statement, context)]
        except Refusal as refusal:
            for number in numbers:
                yield NotUnderstood(sentence, number, refusal.word, refusal.reason)
        else:
            yield from claims


def _is_number(phrase: Phrase) -> bool:
    return isinstance(phrase.meaning, Number) or (isinstance(phrase.meaning, Unknown) and phrase.meaning.is_number)


def _may_count(sentence: str, phrases: Sequence[Phrase]) -> bool:
    """Whether a number may count something of ours: not in "The hotline is open 24 hours a day"."""
    is_share = any(_is_share(phrase) for phrase in phrases) or _ONE_IN.search(sentence) is not None
    is_other = len(sentence) <= MOST_CHARACTERS and not is_share and not counts_perhaps(sentence)
    return _is_about_ours(phrases) and (bool(distinct(phrases, Counted)) or not is_other)


def _is_share(phrase: Phrase) -> bool:
    return isinstance(phrase.meaning, Unknown) and phrase.meaning.reason == english.REASONS["%"]


def _is_about_ours(phrases: Sequence[Phrase]) -> bool:
    return bool(distinct(phrases, Counted)) or names_subject(phrases)


def _not_understood(sentence: str, number: str | None, unknown: Phrase, lexicon: Lexicon) -> NotUnderstood:
    assert isinstance(unknown.meaning, Unknown)
    return NotUnderstood(sentence, number, unknown.text, unknown.meaning.reason, lexicon.suggestion(unknown.text))


def _context_after(sentence: str, phrases: Sequence[Phrase], heard: Sequence[Phrase], context: Context) -> Context:
    """What the next sentence may take from this one and those before it; doubt about a place or a period ends it."""
    periods = distinct(phrases, Period)
    heads = frozenset(phrase.meaning.measure for phrase in phrases if isinstance(phrase.meaning, Counted))
    unknown = [phrase.meaning for phrase in phrases if isinstance(phrase.meaning, Unknown)]
    # Which of its numbers a place or a period is for is not known either.
    is_guess = bool(unknown) and any(_is_number(phrase) for phrase in phrases)
    is_another_time = any(one.is_period or one.reason in english.OTHER_THINGS for one in unknown)
    is_another_time = is_another_time or bool(distinct(phrases, AsOf))
    said = dict(context.said)
    if places := _places_after(phrases, heard, is_guess=is_guess):
        said["place"] = sentence
        context = replace(context, place=places.certain, pointed=places.pointed, is_there_open=places.is_there_open)
    if periods or is_another_time:
        said["period"] = sentence
        period = periods[0] if len(periods) == 1 and not (is_guess or is_another_time) else None
        context = replace(context, period=period)
    if "place" not in said and any(phrase.norm in {*english.OF_STATE, *around.OURS} for phrase in phrases):
        said["place"] = sentence
    here = {what for what in ("place", "period") if said.get(what) == sentence}
    unclear = context.unclear | here if unknown and not _is_about_ours(phrases) else context.unclear - here
    heads = frozenset({UNCLEAR}) if is_guess else heads or context.heads
    return replace(context, heads=heads, said=said, unclear=unclear)


@dataclass(frozen=True)
class _Places:
    """What a sentence that names places leaves for the next: see `Context`."""

    certain: Place | None
    pointed: Place | None
    is_there_open: bool


def _places_after(phrases: Sequence[Phrase], heard: Sequence[Phrase], *, is_guess: bool) -> _Places | None:
    """The places that a sentence leaves; None if it says nothing of any."""
    places = distinct(phrases, Place)
    unknown = [(phrase.norm, phrase.meaning) for phrase in phrases if isinstance(phrase.meaning, Unknown)]
    leads_away = any(map(_is_in_passing, pairwise(phrases))) or any(norm in around.LEADING_AWAY for norm, _ in unknown)
    is_lost = leads_away or any(one.is_name or one.reason in english.OTHER_SUBJECTS for _, one in unknown)
    if not places and not is_lost:
        return None
    certain = places[0] if len(places) == 1 and not (is_guess or is_lost) else None
    states = [one for one in places if one.code != NATION]
    # "Missouri ranks third", "Survivors in Missouri say".
    is_in_it = [phrase.norm for phrase in phrases[1:2]] == ["in"] and names_subject(phrases)
    begins = any(isinstance(phrase.meaning, Place) for phrase in phrases[: 3 if is_in_it else 2])
    is_other = leads_away or any(one.is_name and norm not in english.WIDER_PLACES for norm, one in unknown)
    pointed = states[0] if len(states) == 1 and begins and not is_other else None
    # "There" may be the town of a speaker too.
    names = {phrase for phrase in heard if isinstance(phrase.meaning, Unknown) and phrase.meaning.is_name}
    return _Places(certain, pointed, any(map(_owns, pairwise(phrases))) or not names <= set(phrases))


def _owns(pair: tuple[Phrase, Phrase]) -> bool:
    """Whether it is "Missouri's capital"."""
    place, owned = pair
    is_possessive = place.text.endswith("'s") and isinstance(owned.meaning, Unknown)
    return isinstance(place.meaning, Place) and (is_possessive or owned.norm == "'")  # "Illinois' capital"


def _is_in_passing(pair: tuple[Phrase, Phrase]) -> bool:
    """Whether it is "southern Missouri", or as in "our governor was born in Kansas"."""
    before, after = pair
    is_part = isinstance(before.meaning, Unknown) and before.meaning.reason == english.REASONS["southern"]
    is_of_person = before.norm in around.DONE_IN_PASSING and after.norm == "in"
    return (is_part and isinstance(after.meaning, Place)) or is_of_person


def _with_claims(context: Context, sentence: str, phrases: Sequence[Phrase], told: Sequence[Told]) -> Context:
    """The context after the claims of a sentence: what they count, if that is one total, or contacts of one channel.

    Without a number, only a sentence that is understood and names no count leaves it as it was. A claim about
    trafficking makes clear that the place and the period that it took from before are too.
    """
    if names_subject(phrases):
        clear = {what for one in told if isinstance(one, Claim) for what in one.carried}
        context = replace(context, unclear=context.unclear - clear)
    counted = {(one.measure, one.category) if isinstance(one, Claim) else ("", "") for one in told}
    last = told[0] if len(told) == 1 and isinstance(told[0], Claim) else None
    one = next(iter(counted)) if len(counted) == 1 else ("", "")
    if one[1] == TOTAL or (one[0] == "signals" and one[1] != CALLER):
        return replace(context, counted=Counted(*one), last=last, said={**context.said, "counted": sentence})
    if not told and (counts := _counted_of_trend(phrases)):
        return replace(context, counted=counts, last=None, said={**context.said, "counted": sentence})
    ends = any(isinstance(phrase.meaning, Unknown | Counted) or is_plain(phrase, Role.NOUN) for phrase in phrases)
    is_open = not told and not ends
    return context if is_open else replace(context, counted=None, last=last)


def _counted_of_trend(phrases: Sequence[Phrase]) -> Counted | None:
    """What a sentence counts that only tells how it goes: "Cases in Oregon have been fairly steady"."""
    counted = distinct(phrases, Counted)
    unknown = {phrase.norm for phrase in phrases if isinstance(phrase.meaning, Unknown)}
    return counted[0] if len(counted) == 1 and unknown and unknown <= around.TRENDS else None
