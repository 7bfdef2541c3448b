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
# ("she"), H "has", Z "said", T another verb of telling, V who and verb in one ("officials said"), D day, C month,
# S setting, U "according to", Q "citing", L the National Hotline, R numbers, B full stop, M comma or quote, X others.
_BODY = "A?P?[NOKS](?:B?[NOKS])*(?:[IJY]A?P?[NOKS](?:B?[NOKS])*)*"
_WHEN = "(?:[IJY]?A?D[DC]*|IA?[NO]*SD*|I[NP](?:B?[NP])*)"
_TOLD = rf"(?:(?:{_BODY}|W)H*[TZ]|P?V)"
_CITED = "QA?R?(?:[JI]A?)?LR?"
_AUDIENCE = "(?:A?[NO]+(?:[JY]A?[NO]+)*)"
_LEADS = re.compile(rf"(?:{_WHEN}M)?{_TOLD}{_AUDIENCE}?{_WHEN}?|(?:{_BODY}M?|W)Q|U{_BODY}|{_CITED}M{_TOLD}")
_TAILS = re.compile(
    rf"M*(?:{_TOLD}{_AUDIENCE}?{_WHEN}?(?:M+{_CITED})?|{_CITED}|Z{_BODY}(?:MA{_BODY})?{_WHEN}?(?:M+{_CITED})?"
    rf"|U{_BODY}{_WHEN}?|ZW{_WHEN}?)[BM]*"
)
_VOICES = re.compile("ZA?(?:KYA?)?LD*[BM]*")
"""As in "said a spokesperson for the National Human Trafficking Hotline"."""
_STATE = re.compile("(?<=PM)AG{0,3}O(?=M)|^AO(?=MPM)")
_SPEAKER = re.compile(_BODY)
_OF_PLACE = re.compile("A?PO(?!.*[IY]A?[NOKS]*N)(?!.*NJA?N)")
"""An office of a place, "Ohio's attorney general", with no name that may be another place: "at the Juneau office"."""


def without_speakers(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """The phrases, with those of a speaker as words that change nothing.

    Only where the rest says that the hotline counted, it is cited, or a spokesperson of it speaks; and where the rest
    says the place, or points at that of the speaker. Before the first number and behind the last.
    """
    phrases = _without_state(phrases)
    at = [position for position, phrase in enumerate(phrases) if isinstance(phrase.meaning, Number)]
    # In a title every word has a capital, and no name can be told.
    if not at or all(phrase.text[0].isupper() for phrase in phrases if phrase.text.isalpha() and len(phrase.text) > 3):
        return tuple(phrases)
    start, end = _end_of_lead(phrases[: at[0]]), _start_of_tail(phrases, at[-1])
    lead, rest, tail = phrases[:start], phrases[start:end], phrases[end:]
    is_cited = re.search(_CITED, _letters(lead) + _letters(tail)) is not None
    if not _is_counted_by_hotline(rest, is_cited=is_cited) and not _VOICES.fullmatch(_letters(tail)):
        return tuple(phrases)
    if any(map(_is_when, (*lead, *tail))) and not any(isinstance(phrase.meaning, Period) for phrase in rest):
        return tuple(phrases)
    if any(isinstance(phrase.meaning, Place) for phrase in rest):
        return (*_as_nothing(lead), *rest, *_as_nothing(tail))
    # "Ohio's attorney general noted that the hotline identified 449 cases in the state."
    points = any(phrase.norm in english.OF_STATE for phrase in rest) and _OF_PLACE.match(_letters(lead)) is not None
    points = points and around.PARTS_OF_STATE.isdisjoint(phrase.norm for phrase in lead)
    if any(map(_may_be_place, tail)) or (any(map(_may_be_place, lead)) and not points):
        return tuple(phrases)
    kept = (phrase if isinstance(phrase.meaning, Place) else _nothing(phrase) for phrase in lead)
    return (*kept, *rest, *_as_nothing(tail))


def _without_state(phrases: Sequence[Phrase]) -> Sequence[Phrase]:
    """The phrases, with what only says that a place is a state as nothing: "Rhode Island, the smallest state, had"."""
    found = _STATE.search("".join("G" if one.norm in around.OF_STATES else _letter(one) for one in phrases))
    if found is None or phrases[found.end() - 1].norm != "state":
        return phrases
    return [*phrases[: found.start()], *_as_nothing(phrases[slice(*found.span())]), *phrases[found.end() :]]


def _is_counted_by_hotline(rest: Sequence[Phrase], *, is_cited: bool) -> bool:
    """Whether the hotline counts, and neither the speaker nor another hotline: "it", "we", "its hotline"."""
    is_other = any(before.norm in around.NOT_THE and is_hotline(phrase) for before, phrase in pairwise(rest))
    is_by_speaker = any(phrase.norm in around.PRONOUNS for phrase in rest)
    return (is_cited or _is_by_hotline(rest)) and not (is_other or is_by_speaker)


def _is_by_hotline(rest: Sequence[Phrase]) -> bool:
    """Whether "hotline" is before the first number, behind "by" or "to", in "77 hotline cases", "in hotline data"."""
    words = [phrase for phrase in rest if phrase.norm != "the"]
    first = next(at for at, phrase in enumerate(words) if isinstance(phrase.meaning, Number))
    return any(
        is_hotline(phrase)
        and (
            at <= first + 1
            or not around.BY_HOTLINE.isdisjoint((words[at - 1].norm.rpartition(" ")[2], phrase.norm.split()[0]))
            or (words[at - 1].norm == "in" and any(is_plain(one, Role.NOUN) for one in words[at + 1 : at + 3]))
        )
        for at, phrase in enumerate(words)
    )


def _end_of_lead(before: Sequence[Phrase]) -> int:
    """Where "officials noted" ends before "that", "the report" before "puts", or "the report, citing"; 0 if nowhere."""
    letters = _letters(before)
    for end in range(len(before), 0, -1):
        last, behind = before[end - 1], before[end:]
        # "A newspaper puts", "Attorney General: '".
        is_plain_put = any(is_plain(one) and one.norm in english.PUTS for one in behind[:1])
        is_quoted = [one.norm for one in behind[:2]] in ([":", '"'], [":", "'"])
        if (is_plain_put or is_quoted) and _SPEAKER.fullmatch(letters, 0, end):
            return end
        if not _LEADS.fullmatch(letters, 0, end):
            continue
        if last.norm in around.CITING:
            # "Prosecutors, citing hotline data, found 233" counts for itself.
            says = takewhile(lambda one: one.norm not in around.SAYING | english.PUTS | {"which"}, behind)
            is_all_cited = all(is_plain(one, Role.NOUN) or one.norm in around.AFTER_CITED for one in says)
            is_all_cited &= not behind or behind[-1].norm not in around.NOT_BEFORE_CITED
            has_source = any(is_plain(one, Role.NOUN) for one in behind[:2])
            return end if is_all_cited and (last.norm in around.POINTED_TO | {"cites"} or has_source) else 0
        after = behind[0].norm if behind else ""
        is_to = [one.norm for one in behind[1:2]] == ["to"]  # "said that to the hotline"
        is_told = (after in around.BEFORE_TOLD and not is_to) or (before[0].norm in around.SOURCES and after == ",")
        # "Said 78 cases were reported to the hotline."
        is_told |= last.norm in english.POINTED_OUT or (not behind and last.norm in around.SAYING)
        # "Nurses told the hotline of 233 victims" is what they said to it.
        subject = behind[1:2] if after == "the" else behind[:1]
        says_it = any(is_hotline(one) or isinstance(one.meaning, Place) for one in subject)
        if is_told or (says_it and last.norm not in around.TELLING_TO and _is_telling(last)):
            return end
    return _end_of_statement(before)


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
        return "C" if phrase.norm in around.LONG_TIMES else "D"
    if names_national_hotline(phrase):
        return "L"
    for letter, listed in around.OF_SPEAKERS.items():
        if phrase.norm in listed:
            return letter
    if _is_telling(phrase):
        is_of_speaker = " " in phrase.norm and phrase.norm not in english.POINTED_OUT
        return "V" if is_of_speaker else "Z" if phrase.norm in around.SAYING else "T"
    # A word with a reason of its own ("Outside") is no name.
    is_name = unknown.is_name and not unknown.is_number and unknown.reason == NOT_KNOWN
    if is_name and not phrase.norm.endswith("ly") and phrase.norm not in around.NO_NAMES:
        return "N"
    return "R" if is_plain(phrase, Role.NOUN) else "X"


def _is_when(phrase: Phrase) -> bool:
    is_said_then = isinstance(phrase.meaning, Unknown) and phrase.meaning.reason == WHEN_SAID
    return is_said_then or phrase.norm in around.WHEN_TOLD


def _is_telling(phrase: Phrase) -> bool:
    return phrase.norm.rpartition(" ")[2] in around.TELLING or phrase.norm in english.POINTED_OUT


def _may_be_place(phrase: Phrase) -> bool:
    return isinstance(phrase.meaning, Place) or (isinstance(phrase.meaning, Unknown) and phrase.meaning.is_name)


def _as_nothing(part: Sequence[Phrase]) -> list[Phrase]:
    return [_nothing(phrase) for phrase in part]


def _nothing(phrase: Phrase) -> Phrase:
    return Phrase(phrase.text, phrase.norm, Plain(Role.NEUTRAL))
