"""A text as claims: sentence by sentence, with what each may take from the ones before.

Belongs here: which sentences are checked, and the place and the period that carry over.
Not here: which number of a sentence counts what (`binding`), or whether it is true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orchestration.spotlight.domain.vocabulary import TOTAL
from orchestration.spotlight.inspect.quotes import english
from orchestration.spotlight.inspect.quotes.binding import (
    UNCLEAR,
    Claim,
    Context,
    Refusal,
    bind,
    distinct,
    is_plain,
)
from orchestration.spotlight.inspect.quotes.lexicon import Counted, Lexicon, Role
from orchestration.spotlight.inspect.quotes.others import counts_perhaps
from orchestration.spotlight.inspect.quotes.periods import Period
from orchestration.spotlight.inspect.quotes.phrases import (
    MOST_CHARACTERS,
    AsOf,
    Number,
    Phrase,
    Place,
    Unknown,
    read_phrases,
)
from orchestration.spotlight.inspect.quotes.sentences import split_sentences

_DIGITS = re.compile(r"[0-9](?:[0-9.,:/-]*[0-9])?")
_LONGEST_REMARK = 40
"""Characters of a sentence that is about the one beside it, as "That is not true." is."""
_MOST_HEADINGS = 4


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


def read_claims(text: str, lexicon: Lexicon) -> Iterator[Claim | NotUnderstood | Unjudged]:
    """Every number of a text: as a claim, as one that is not understood, or as one that counts nothing held."""
    context = Context()
    sentences = list(split_sentences(text))
    is_found = False
    for position, sentence in enumerate(sentences):
        phrases = read_phrases(sentence, lexicon)
        beside = [*_before(sentences, position), *sentences[position + 1 : position + 2]]
        remark = next(((one, reason) for one in beside if (reason := _remark(one))), None)
        for one in _read_sentence(sentence, phrases, context, lexicon, is_alone=len(sentences) == 1):
            is_found = is_found or not isinstance(one, Unjudged)
            doubt = remark or (_doubt(one, phrases, context) if isinstance(one, Claim) else None)
            if isinstance(one, Claim) and doubt is not None:
                yield NotUnderstood(sentence, one.text, *doubt)
            else:
                yield one
        context = _context_after(sentence, phrases, context)
    if not is_found:
        reason = "no number in it could be a count of cases, victims, traffickers, businesses or signals"
        yield NotUnderstood(sentences[0] if sentences else "", None, None, reason)


def _before(sentences: Sequence[str], position: int) -> Iterator[str]:
    """The sentence before one, and what stands above if that is only a heading."""
    for sentence in reversed(sentences[max(0, position - _MOST_HEADINGS) : position]):
        yield sentence
        if sentence[-1] in ".!?":
            return


def _remark(sentence: str) -> str | None:
    """Why a short sentence changes the one beside it: it denies it, or is "Adults only" or "All figures are shares"."""
    if len(sentence) >= _LONGEST_REMARK:
        return None
    words = [word.strip(",.!?:'\"()") for word in sentence.casefold().split()]
    if english.DENIALS.intersection(words):
        return english.REASONS["not"]
    reasons = [reason for word in words if (reason := english.REASONS.get(word)) in english.OTHER_THINGS]
    is_of_all = len(words) <= 2 or sentence[-1] not in ".!?" or english.SCOPES.intersection(words)
    return reasons[0] if reasons and is_of_all else None


def _doubt(claim: Claim, phrases: Sequence[Phrase], context: Context) -> tuple[str, str] | None:
    """The earlier sentence that leaves a doubt about what a claim counts, and why."""
    unclear = [what for what in claim.carried if what in context.unclear]
    if unclear and not _names_subject(phrases):
        return context.said[unclear[0]], "it is not clear that this sentence is about trafficking"
    if context.type_named and (claim.measure, claim.category) == ("cases", TOTAL) and not _names_all(phrases):
        return context.type_named, "only a type of trafficking is named, and all cases may not be meant"
    return None


def _read_sentence(
    sentence: str, phrases: Sequence[Phrase], context: Context, lexicon: Lexicon, *, is_alone: bool
) -> Iterator[Claim | NotUnderstood | Unjudged]:
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
    elif unknown is not None and not is_alone and not _is_about_ours(phrases):
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
            yield from bind(sentence, phrases, context)
        except Refusal as refusal:
            for number in numbers:
                yield NotUnderstood(sentence, number, refusal.word, refusal.reason)


def _is_number(phrase: Phrase) -> bool:
    return isinstance(phrase.meaning, Number) or (isinstance(phrase.meaning, Unknown) and phrase.meaning.is_number)


def _is_about_ours(phrases: Sequence[Phrase]) -> bool:
    return bool(distinct(phrases, Counted)) or _names_subject(phrases)


def _names_all(phrases: Sequence[Phrase]) -> bool:
    """Whether a sentence says that it counts all: "human trafficking cases", "in all". A hotline's name does not."""
    norms = [phrase.norm for phrase in phrases if not is_plain(phrase, Role.NOUN)]
    return any("trafficking" in norm or norm in english.ALL for norm in norms)


def _names_subject(phrases: Sequence[Phrase]) -> bool:
    return any(word in english.SUBJECT for phrase in phrases for word in phrase.norm.split())


def _not_understood(sentence: str, number: str | None, unknown: Phrase, lexicon: Lexicon) -> NotUnderstood:
    assert isinstance(unknown.meaning, Unknown)
    return NotUnderstood(sentence, number, unknown.text, unknown.meaning.reason, lexicon.suggestion(unknown.text))


def _context_after(sentence: str, phrases: Sequence[Phrase], context: Context) -> Context:
    """What the next sentence may take from this one and those before it; doubt about a place or a period ends it."""
    places, periods = distinct(phrases, Place), distinct(phrases, Period)
    heads = frozenset(phrase.meaning.measure for phrase in phrases if isinstance(phrase.meaning, Counted))
    unknown = [phrase.meaning for phrase in phrases if isinstance(phrase.meaning, Unknown)]
    # Which of its numbers a place or a period is for is not known either.
    is_guess = bool(unknown) and any(_is_number(phrase) for phrase in phrases)
    # The first word of a sentence has a capital whatever it is.
    names = [phrase for phrase in phrases[1:] if isinstance(phrase.meaning, Unknown) and phrase.meaning.is_name]
    is_elsewhere = bool(names) or any(phrase.norm in english.PLACE_WORDS for phrase in phrases[:1])
    is_another_time = any(one.is_period for one in unknown) or bool(distinct(phrases, AsOf))
    is_other = any(one.reason in english.OTHER_THINGS for one in unknown)
    place, period, said, unclear = context.place, context.period, dict(context.said), context.unclear
    if places or is_elsewhere or is_other:
        place = places[0] if len(places) == 1 and not (is_guess or is_elsewhere or is_other) else None
        said["place"] = sentence
    if periods or is_another_time or is_other:
        period = periods[0] if len(periods) == 1 and not (is_guess or is_another_time or is_other) else None
        said["period"] = sentence
    for what in ("place", "period"):
        if said.get(what) == sentence:
            unclear = (unclear | {what}) if unknown and not _is_about_ours(phrases) else (unclear - {what})
    heads = frozenset({UNCLEAR}) if is_guess else heads or context.heads
    return Context(place, period, heads, said, unclear, _type_after(sentence, phrases, context))


def _type_after(sentence: str, phrases: Sequence[Phrase], context: Context) -> str:
    """The last sentence that names a type of trafficking, unless one after it names all."""
    counted = distinct(phrases, Counted)
    if counted:
        return sentence if all(one.category in english.TYPES for one in counted) else ""
    return "" if _names_subject(phrases) else context.type_named
