"""Who tells of a number that the hotline counted: "The senator told reporters that the hotline identified 233 cases".

Belongs here: which unknown words of a sentence only say who tells it, or to whom.
Not here: other bodies that count for themselves (`doubts`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from orchestration.spotlight.inspect.quotes import around, english
from orchestration.spotlight.inspect.quotes.lexicon import Counted, Role
from orchestration.spotlight.inspect.quotes.meanings import (
    NOT_KNOWN,
    WHEN_SAID,
    AsOf,
    Change,
    Number,
    Phrase,
    Place,
    Plain,
    Unknown,
    is_hotline,
    names_national_hotline,
)
from orchestration.spotlight.inspect.quotes.periods import Period, RelativeYear

_LONGEST = 20
"""Phrases of a speaker, so that no second statement hides in one."""
_AFTER_VERB = 6
"""Phrases between "told" and "that": "told members of the board on Tuesday that"."""


_OF_SPEAKERS = frozenset(
    {NOT_KNOWN, WHEN_SAID, *(english.REASONS[word] for word in ("police", "county", "last", "additional"))}
)
"""Why a word of a speaker may be unknown: names, offices, other bodies, days. Denials, doubt and shares may not."""


def without_speakers(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """The phrases, with the unknown words of a speaker as words that change nothing.

    Only where the rest names the hotline, so that nobody else can have counted, and only before the first number and
    behind the last. A name may be that of a town: it is let pass if the sentence says which place is meant.
    """
    at = [position for position, phrase in enumerate(phrases) if isinstance(phrase.meaning, Number)]
    if not at:
        return tuple(phrases)
    start, end = _end_of_lead(phrases[: at[0]]), _start_of_tail(phrases, at[-1])
    lead, rest, tail = phrases[:start], phrases[start:end], phrases[end:]
    if not any(map(is_hotline, rest)) and not _speaks_for_hotline(tail):
        return tuple(phrases)
    is_in_state = any(phrase.norm in english.OF_STATE for phrase in rest)
    has_place = any(isinstance(phrase.meaning, Place) for phrase in (*rest, *(lead if is_in_state else ())))
    return (*_let_pass(lead, has_place=has_place), *rest, *_let_pass(tail, has_place=has_place))


def _speaks_for_hotline(tail: Sequence[Phrase]) -> bool:
    """Whether it is "said a spokesperson for the National Human Trafficking Hotline"."""
    at = next((at for at, phrase in enumerate(tail) if names_national_hotline(phrase)), 0)
    before = [phrase.norm for phrase in tail[:at] if phrase.norm != "the"]
    return bool(before) and _is_telling(tail[0]) and before[-1] in ("for", "at", "with")


def _is_telling(phrase: Phrase) -> bool:
    return phrase.norm.rpartition(" ")[2] in around.TELLING


def _end_of_lead(before: Sequence[Phrase]) -> int:
    """Where the claim begins behind "officials noted that", "she told them:" or "the report, citing"; 0 if nowhere."""
    if before and before[0].norm in around.SOURCES:
        commas = [at for at, phrase in enumerate(before) if phrase.norm == ","]
        return commas[0] + 1 if commas and any(map(is_hotline, before[commas[0] + 1 : commas[0] + 3])) else 0
    for at, phrase in enumerate(before):
        behind = before[at + 1 : at + 1 + _AFTER_VERB]
        if phrase.norm in around.POINTING or (phrase.norm in around.CITING and any(map(_is_source, behind[:2]))):
            return at + 1
        # "Nurses told the hotline of 233 victims" is what they said to it.
        if _is_telling(phrase) and phrase.norm not in ("told", "tells") and any(map(is_hotline, behind[:2])):
            return at + 1
        if _is_telling(phrase):
            ends = [end for end, one in enumerate(behind) if one.norm in around.BEFORE_TOLD]
            return at + 2 + ends[0] if ends else 0
        if phrase.norm == ":" and _is_statement(before[:at], behind):
            return at + 1
    return 0


def _is_statement(part: Sequence[Phrase], behind: Sequence[Phrase]) -> bool:
    """Whether what stands before a colon is a statement, or somebody whose words follow, and not what is counted."""
    is_quoted = bool(behind) and behind[0].norm in around.QUOTES
    return is_quoted or any(phrase.norm in around.FINITE for phrase in part[:-1])


def _is_source(phrase: Phrase) -> bool:
    return isinstance(phrase.meaning, Plain) and phrase.meaning.role is Role.NOUN


def _start_of_tail(phrases: Sequence[Phrase], number: int) -> int:
    """Where the last part begins, if it is "the sheriff said" or "according to the coalition's report"."""
    for at in range(number + 1, len(phrases)):
        if phrases[at].norm in around.BEFORE_SPEAKERS and _is_speaker(phrases[at + 1 :]):
            return at + 1
    return len(phrases)


def _is_speaker(part: Sequence[Phrase]) -> bool:
    """Whether a part has a verb of telling, and at a comma nothing but who tells it: "said Ann Lee, the director"."""
    is_first = bool(part) and (_is_telling(part[0]) or part[0].norm in around.SOURCES)
    tells = is_first or any(map(_is_telling, part))
    # "Said of its calls" is about something else.
    is_of_other = any(_is_telling(one) and after.norm in ("of", "about") for one, after in pairwise(part))
    return tells and not is_of_other and all(is_first and _is_apposition(behind) for behind in _behind_commas(part))


def _behind_commas(part: Sequence[Phrase]) -> Iterator[Phrase]:
    return (after for comma, after in pairwise(part) if comma.norm == "," and after.norm not in around.SIGNS)


def _is_apposition(phrase: Phrase) -> bool:
    is_name = isinstance(phrase.meaning, Unknown) and phrase.meaning.is_name
    return is_name or phrase.norm in around.BEGIN_APPOSITION


def _let_pass(part: Sequence[Phrase], *, has_place: bool) -> Sequence[Phrase]:
    """The phrases of a speaker without unknown words; as they are if one of them may say more."""
    holds_more = any(isinstance(one.meaning, Number | Counted | Change | AsOf | Period | RelativeYear) for one in part)
    unknown = [phrase.meaning for phrase in part if isinstance(phrase.meaning, Unknown)]
    is_named = any(one.is_name for one in unknown)
    is_clear = all(one.reason in _OF_SPEAKERS and not one.is_number for one in unknown)
    if holds_more or not is_clear or len(part) > _LONGEST or (is_named and not has_place):
        return part
    return [
        Phrase(phrase.text, phrase.norm, Plain(Role.NEUTRAL)) if isinstance(phrase.meaning, Unknown) else phrase
        for phrase in part
    ]
