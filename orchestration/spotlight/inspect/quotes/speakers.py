"""Who tells of a number that the hotline counted: "The senator told reporters that the hotline identified 233 cases".

Belongs here: which words of a sentence only say who tells it, to whom, and when.
Not here: other bodies that count for themselves (`doubts`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from orchestration.spotlight.inspect.quotes import around, english
from orchestration.spotlight.inspect.quotes.lexicon import NATION, Role
from orchestration.spotlight.inspect.quotes.meanings import (
    NOT_KNOWN,
    WHEN_SAID,
    Number,
    Phrase,
    Place,
    Plain,
    Unknown,
    is_hotline,
    is_plain,
    names_national_hotline,
)
from orchestration.spotlight.inspect.quotes.periods import Period

_LONGEST = 25
"""Phrases of a speaker, so that no second statement hides in one."""
_AFTER_VERB = 6
"""Phrases between "told" and "that": "told members of the board on Tuesday that"."""


def without_speakers(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """The phrases, with those of a speaker as words that change nothing.

    Only where the rest says that the hotline counted, and where; only before the first number and behind the last; and
    only names, and words of a closed list: any other word may say more than who tells it.
    """
    at = [position for position, phrase in enumerate(phrases) if isinstance(phrase.meaning, Number)]
    if not at:
        return tuple(phrases)
    start, end = _end_of_lead(phrases[: at[0]]), _start_of_tail(phrases, at[-1])
    lead, rest, tail = phrases[:start], phrases[start:end], phrases[end:]
    if not _is_counted_by_hotline(rest, phrases[start : at[0]]) and not _speaks_for_hotline(tail):
        return tuple(phrases)
    is_open = not any(isinstance(phrase.meaning, Place) for phrase in rest)
    # "Ohio's attorney general noted that the hotline identified 449 cases in the state."
    points = any(phrase.norm in english.OF_STATE for phrase in rest)
    if is_open and not points and any(map(_may_be_place, (*lead, *tail))):
        return tuple(phrases)
    return (*_passed(lead, rest, keeps_place=is_open), *rest, *_passed(tail, rest))


def _is_counted_by_hotline(rest: Sequence[Phrase], before_number: Sequence[Phrase]) -> bool:
    """Whether the hotline counts, and neither the speaker nor another hotline: "it", "we", "its hotline"."""
    is_other = any(before.norm in ("a", "an", "its") and is_hotline(phrase) for before, phrase in pairwise(rest))
    # "Prosecutors, citing hotline data, identified 233".
    is_by_speaker = any(
        before.norm in (",", "and") and phrase.norm in around.COUNTING for before, phrase in pairwise(before_number)
    )
    is_open = any(phrase.norm in around.PRONOUNS for phrase in rest)
    return any(map(is_hotline, rest)) and not (is_other or is_by_speaker or is_open)


def _speaks_for_hotline(tail: Sequence[Phrase]) -> bool:
    """Whether it is "said a spokesperson for the National Human Trafficking Hotline"."""
    norms = [phrase.norm for phrase in tail if phrase.norm not in ("a", "an", "the")]
    is_voice = len(norms) > 3 and _is_telling(tail[0]) and norms[1] in around.VOICES and norms[2] == "for"
    return is_voice and any(map(names_national_hotline, tail))


def _is_telling(phrase: Phrase) -> bool:
    return phrase.norm.rpartition(" ")[2] in around.TELLING


def _end_of_lead(before: Sequence[Phrase]) -> int:
    """Where "officials noted" ends before "that", "she told them" before ":", or "the report, citing"; 0 if nowhere."""
    if before and before[0].norm in around.SOURCES:
        commas = [at for at, phrase in enumerate(before) if phrase.norm == ","]
        return commas[0] + 1 if commas and any(map(is_hotline, before[commas[0] + 1 : commas[0] + 3])) else 0
    for at, phrase in enumerate(before):
        behind = before[at + 1 : at + 1 + _AFTER_VERB]
        is_source_next = any(is_plain(one, Role.NOUN) for one in behind[:2])
        if phrase.norm in around.POINTING or (phrase.norm in around.CITING and is_source_next):
            return at + 1
        # "Nurses told the hotline of 233 victims" is what they said to it.
        if _is_telling(phrase) and phrase.norm not in around.TELLING_TO and any(map(is_hotline, behind[:2])):
            return at + 1
        if _is_telling(phrase):
            ends = [at + 1 + end for end, one in enumerate(behind) if one.norm in around.BEFORE_TOLD]
            return ends[0] if ends else 0
        if phrase.norm == ":" and _is_statement(before[:at], behind):
            return at
    return 0


def _is_statement(part: Sequence[Phrase], behind: Sequence[Phrase]) -> bool:
    """Whether what stands before a colon is a statement, or somebody whose words follow, and not what is counted."""
    is_quoted = bool(behind) and behind[0].norm in around.QUOTES
    return is_quoted or any(phrase.norm in around.FINITE for phrase in part[:-1])


def _start_of_tail(phrases: Sequence[Phrase], number: int) -> int:
    """Where the last part begins, if it is "the sheriff said" or "according to the coalition's report"."""
    for at in range(number + 1, len(phrases)):
        part = phrases[at + 1 :]
        is_first = bool(part) and (_is_telling(part[0]) or part[0].norm in around.SOURCES)
        if phrases[at].norm in around.BEFORE_SPEAKERS and (is_first or any(map(_is_telling, part))):
            return at + 1
    return len(phrases)


def _may_be_place(phrase: Phrase) -> bool:
    return isinstance(phrase.meaning, Place) or (isinstance(phrase.meaning, Unknown) and phrase.meaning.is_name)


def _passed(part: Sequence[Phrase], rest: Sequence[Phrase], *, keeps_place: bool = False) -> Sequence[Phrase]:
    """The phrases of a speaker as words that change nothing; as they are if one of them may say more."""
    is_when_known = any(isinstance(phrase.meaning, Period) for phrase in rest)
    if len(part) > _LONGEST or not all(_is_of_speaker(phrase, is_when_known=is_when_known) for phrase in part):
        return part
    nothing = Plain(Role.NEUTRAL)
    return [
        phrase if keeps_place and isinstance(phrase.meaning, Place) else Phrase(phrase.text, phrase.norm, nothing)
        for phrase in part
    ]


def _is_of_speaker(phrase: Phrase, *, is_when_known: bool) -> bool:
    """Whether a phrase is a name, an office, a setting or a day. A day only if the claim says its own period."""
    if isinstance(phrase.meaning, Place):
        return phrase.meaning.code != NATION
    unknown = phrase.meaning if isinstance(phrase.meaning, Unknown) else Unknown("")
    # "Outside" has a meaning, with a capital too.
    is_name = unknown.is_name and not unknown.is_number and unknown.reason == NOT_KNOWN
    if unknown.reason == WHEN_SAID or phrase.norm in around.DAYS or phrase.norm in english.DAYS_AND_MONTHS:
        return is_when_known
    return is_name or phrase.norm in around.OF_SPEAKERS or _is_telling(phrase) or names_national_hotline(phrase)
