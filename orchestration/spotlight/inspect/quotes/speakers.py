"""Who tells of a number that the hotline counted: "The senator told reporters that the hotline identified 233 cases".

Belongs here: which words of a sentence only say who tells it, to whom, and when.
Not here: other bodies that count for themselves (`doubts`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

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

# A sentence is read as one letter for each phrase. Any word that is in no list, or not where it belongs, may say more
# than who tells it. A article, N name, O office or body, K spokesperson, P place, J "of", Y "for", I "in", W who
# ("she"), H "has", T verb of telling, V who and verb in one ("officials said"), D day, S setting, U "according to",
# Q "citing", L the National Hotline, B full stop, M other mark, X anything else.
_BODY = "A?P?[NOKS](?:B?[NOKS])*(?:[IJY]A?P?[NOKS](?:B?[NOKS])*)*"
_WHEN = "(?:[IJY]?A?D+|IA?[NO]*SD*|I[NP](?:B?[NP])*)"
_TOLD = rf"(?:(?:{_BODY}|W)H*T|P?V)"
_AUDIENCE = "(?:A?[NO]+(?:[JY]A?[NO]+)*)"
_LEADS = re.compile(rf"(?:{_WHEN}M)?{_TOLD}{_AUDIENCE}?{_WHEN}?|{_BODY}M?Q|U{_BODY}")
_TAILS = re.compile(
    rf"M*(?:{_TOLD}{_AUDIENCE}?{_WHEN}?|T{_BODY}(?:M{_BODY})*{_WHEN}?|U{_BODY}{_WHEN}?|TW{_WHEN}?)[BM]*"
)
_VOICES = re.compile("TA?KYA?LD*[BM]*")
"""As in "said a spokesperson for the National Human Trafficking Hotline"."""
_QUOTED = re.compile(_BODY)
_ANOTHER_PLACE = re.compile("[IY]A?[NOKS]*N")
"""A name behind "in" or "for" may be a place of its own: "An Ohio official at the Juneau office"."""


def without_speakers(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """The phrases, with those of a speaker as words that change nothing.

    Only where the rest says that the hotline counted, or a spokesperson of it speaks; and where the rest says the
    place, or points at that of the speaker. Before the first number and behind the last.
    """
    at = [position for position, phrase in enumerate(phrases) if isinstance(phrase.meaning, Number)]
    if not at:
        return tuple(phrases)
    start, end = _end_of_lead(phrases[: at[0]]), _start_of_tail(phrases, at[-1])
    lead, rest, tail = phrases[:start], phrases[start:end], phrases[end:]
    if not _is_counted_by_hotline(rest) and not _VOICES.fullmatch(_letters(tail)):
        return tuple(phrases)
    if any(map(_is_when, (*lead, *tail))) and not any(isinstance(phrase.meaning, Period) for phrase in rest):
        return tuple(phrases)
    if any(isinstance(phrase.meaning, Place) for phrase in rest):
        return (*_as_nothing(lead), *rest, *_as_nothing(tail))
    # "Ohio's attorney general noted that the hotline identified 449 cases in the state."
    points = any(phrase.norm in english.OF_STATE for phrase in rest) and not _ANOTHER_PLACE.search(_letters(lead))
    if any(map(_may_be_place, tail)) or (any(map(_may_be_place, lead)) and not points):
        return tuple(phrases)
    kept = (phrase if isinstance(phrase.meaning, Place) else _nothing(phrase) for phrase in lead)
    return (*kept, *rest, *_as_nothing(tail))


def _is_counted_by_hotline(rest: Sequence[Phrase]) -> bool:
    """Whether the hotline counts, and neither the speaker nor another hotline: "it", "we", "its hotline"."""
    is_other = any(before.norm in around.NOT_THE and is_hotline(phrase) for before, phrase in pairwise(rest))
    is_by_speaker = any(phrase.norm in around.PRONOUNS for phrase in rest)
    return any(map(is_hotline, rest)) and not (is_other or is_by_speaker)


def _end_of_lead(before: Sequence[Phrase]) -> int:
    """Where "officials noted" ends before "that", "she said" before ":", or "the report, citing"; 0 if nowhere."""
    letters = _letters(before)
    for end in range(len(before), 0, -1):
        last, behind = before[end - 1], before[end:]
        if not _LEADS.fullmatch(letters, 0, end):
            is_quoted = [one.norm for one in behind[:2]] in ([":", '"'], [":", "'"])
            if is_quoted and _QUOTED.fullmatch(letters, 0, end):
                return end
            continue
        if last.norm in around.CITING:
            # "Prosecutors, citing hotline data, found 233" counts for itself.
            says = takewhile(lambda one: one.norm not in around.SAYING, behind)
            is_all_cited = all(is_plain(one, Role.NOUN) or one.norm in around.AFTER_CITED for one in says)
            return end if is_all_cited and (last.norm in around.POINTED_TO or _has_source(behind)) else 0
        after = behind[0].norm if behind else ""
        is_told = after in around.BEFORE_TOLD or (before[0].norm in around.SOURCES and after == ",")
        # "Nurses told the hotline of 233 victims" is what they said to it.
        says_hotline = last.norm not in around.TELLING_TO and _is_telling(last) and any(map(is_hotline, behind[:2]))
        if is_told or says_hotline:
            return end
    return _end_of_statement(before)


def _has_source(behind: Sequence[Phrase]) -> bool:
    return any(is_plain(one, Role.NOUN) for one in behind[:2])


def _end_of_statement(before: Sequence[Phrase]) -> int:
    """Where "The need is real" ends, before a colon."""
    at = next((at for at, phrase in enumerate(before) if phrase.norm == ":"), 0)
    return at if " ".join(phrase.norm for phrase in before[:at]) in around.STATEMENTS else 0


def _start_of_tail(phrases: Sequence[Phrase], number: int) -> int:
    """Where the last part begins, if it is "the sheriff said" or "according to the coalition's report"."""
    letters = _letters(phrases)
    for at in range(number + 1, len(phrases)):
        if phrases[at].norm not in around.BEFORE_SPEAKERS:
            continue
        if _TAILS.fullmatch(letters, at + 1) or _VOICES.fullmatch(letters, at + 1):
            return at + 1
    return len(phrases)


def _letters(part: Sequence[Phrase]) -> str:
    return "".join(map(_letter, part))


def _letter(phrase: Phrase) -> str:
    unknown = phrase.meaning if isinstance(phrase.meaning, Unknown) else Unknown("")
    if isinstance(phrase.meaning, Place):
        return "X" if phrase.meaning.code == NATION else "P"
    if _is_when(phrase):
        return "D"
    if names_national_hotline(phrase):
        return "L"
    for letter, listed in around.OF_SPEAKERS.items():
        if phrase.norm in listed:
            return letter
    if _is_telling(phrase):
        return "V" if " " in phrase.norm else "T"
    # A word with a reason of its own ("Outside") is no name.
    return "N" if unknown.is_name and not unknown.is_number and unknown.reason == NOT_KNOWN else "X"


def _is_when(phrase: Phrase) -> bool:
    is_said_then = isinstance(phrase.meaning, Unknown) and phrase.meaning.reason == WHEN_SAID
    return is_said_then or phrase.norm in around.DAYS or phrase.norm in english.DAYS_AND_MONTHS


def _is_telling(phrase: Phrase) -> bool:
    return phrase.norm.rpartition(" ")[2] in around.TELLING


def _may_be_place(phrase: Phrase) -> bool:
    return isinstance(phrase.meaning, Place) or (isinstance(phrase.meaning, Unknown) and phrase.meaning.is_name)


def _as_nothing(part: Sequence[Phrase]) -> list[Phrase]:
    return [_nothing(phrase) for phrase in part]


def _nothing(phrase: Phrase) -> Phrase:
    return Phrase(phrase.text, phrase.norm, Plain(Role.NEUTRAL))
