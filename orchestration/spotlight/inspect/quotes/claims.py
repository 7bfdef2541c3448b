"""A text as claims: sentence by sentence, with what each may take from the ones before.

Belongs here: which sentences are checked, and the place and the period that carry over.
Not here: which number of a sentence counts what (`binding`), or whether it is true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orchestration.spotlight.inspect.quotes import english
from orchestration.spotlight.inspect.quotes.binding import UNCLEAR, Claim, Context, Refusal, bind, distinct
from orchestration.spotlight.inspect.quotes.lexicon import Counted, Lexicon
from orchestration.spotlight.inspect.quotes.periods import Period
from orchestration.spotlight.inspect.quotes.phrases import Number, Phrase, Place, Unknown, read_phrases
from orchestration.spotlight.inspect.quotes.sentences import split_sentences

_DIGITS = re.compile(r"[0-9](?:[0-9.,:/-]*[0-9])?")
_LONGEST_DENIAL = 40
"""Characters of a sentence that is about the one beside it, as "That is not true." is."""


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
            yield from bind(sentence, phrases, context)
        except Refusal as refusal:
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
    places, periods = distinct(phrases, Place), distinct(phrases, Period)
    heads = frozenset(phrase.meaning.measure for phrase in phrases if isinstance(phrase.meaning, Counted))
    unknown = [phrase.meaning for phrase in phrases if isinstance(phrase.meaning, Unknown)]
    # Which of its numbers a place or a period is for is not known either.
    is_guess = bool(unknown) and any(_is_number(phrase) for phrase in phrases)
    # The first word of a sentence has a capital whatever it is.
    names = [phrase for phrase in phrases[1:] if isinstance(phrase.meaning, Unknown) and phrase.meaning.is_name]
    is_elsewhere = bool(names) or any(phrase.norm in english.PLACE_WORDS for phrase in phrases[:1])
    is_another_time = any(one.is_period for one in unknown)
    place, period, said = context.place, context.period, dict(context.said)
    if places or is_elsewhere:
        place = places[0] if len(places) == 1 and not (is_guess or is_elsewhere) else None
        said["place"] = sentence
    if periods or is_another_time:
        period = periods[0] if len(periods) == 1 and not (is_guess or is_another_time) else None
        said["period"] = sentence
    return Context(place, period, frozenset({UNCLEAR}) if is_guess else heads or context.heads, said)
