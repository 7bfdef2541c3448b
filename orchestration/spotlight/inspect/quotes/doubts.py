"""What the sentences before a claim say that the claim may lean on: whose counts it speaks of, and what they are.

Belongs here: why a claim that is clear alone is not clear in its text.
Not here: the place and the period that it takes from a sentence before (`claims`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from orchestration.spotlight.domain.vocabulary import TOTAL
from orchestration.spotlight.inspect.quotes import around, english
from orchestration.spotlight.inspect.quotes.binding import Claim
from orchestration.spotlight.inspect.quotes.lexicon import Counted, Role
from orchestration.spotlight.inspect.quotes.meanings import (
    Number,
    Phrase,
    Place,
    Unknown,
    distinct,
    is_hotline,
    is_plain,
    names_national_hotline,
)
from orchestration.spotlight.inspect.quotes.others import counts_perhaps
from orchestration.spotlight.inspect.quotes.periods import Period

_LONGEST_REMARK = 40
"""Characters of a sentence that is about the one beside it, as "That is not true." is."""
_MOST_WORDS = 3
"""Of a sentence that is about the one beside it whatever it says: "Not in Missouri"."""
_MOST_HEADINGS = 4
_LONGEST_ASIDE = 4
"""Words behind a claim that may correct it or take it back. With a name, a place or what is counted, one more."""
_NUMBERS = around.ABOUT_NUMBERS | around.STATISTICS
_OF_NUMBERS = _NUMBERS | around.COUNTING | frozenset({"cases", "i"})
_MADE_UP = re.compile(r"\bmade up\b(?! [0-9])")
"""Not in "Sex trafficking made up 183 of them"."""
_OF_YEARS = re.compile(r"\b(?:[0-9]+|two|three|four|five|ten) year totals?\b|\btotals (?:of|over) [a-z0-9]+ years\b")
_REDEFINED = "it says of the numbers what is not understood"
Doubt = tuple[str, str]
"""The sentence that leaves a doubt, or its word, and why."""


@dataclass(frozen=True)
class Said:
    """What the sentences so far leave open about the numbers of the next."""

    other_body: str = ""
    """The last sentence about another body that counts, unless one after it names the National Hotline."""
    is_hotline: bool = False
    """That body has a hotline too: "the hotline" may be its own."""
    redefined: str = ""
    """The last sentence that says what all numbers are: "All numbers are in thousands." """
    abroad: str = ""
    """The last sentence, if it names another country."""
    unclear: str = ""
    """The last sentence, if one of its words is unknown and it is not about the National Hotline."""
    speaker: str = ""
    """The last sentence, if somebody else than the hotline tells of its number: "we" is that speaker next."""
    type_named: str = ""
    """The last sentence that names only a type of trafficking, unless one after it names all."""


def said_after(said: Said, sentence: str, phrases: Sequence[Phrase], *, has_speaker: bool) -> Said:
    """What is open after one more sentence; `has_speaker` if somebody tells the number of the hotline in it."""
    is_ours = _is_about_national_hotline(phrases)
    names_another = _names_another_hotline(phrases)
    # "The hotline is open at night. It counted ..."
    is_of_hotline = not names_another and any(map(is_hotline, phrases[:2]))
    is_unknown = any(isinstance(phrase.meaning, Unknown) for phrase in phrases)
    said = replace(
        said,
        speaker=sentence if has_speaker else "",
        redefined=sentence if _redefines(phrases) else said.redefined,
        abroad=sentence if any(_unknown(phrase).is_abroad for phrase in phrases) else "",
        unclear=sentence if is_unknown and not (is_ours or is_of_hotline) else "",
        type_named=_type_after(said, sentence, phrases),
    )
    if is_ours:
        return replace(said, other_body="", is_hotline=False)
    if names_another or (is_unknown and _is_of_another_body(phrases)):
        return replace(said, other_body=sentence, is_hotline=names_another)
    return said


def doubt_left(said: Said, claim: Claim, phrases: Sequence[Phrase]) -> Doubt | None:
    """Why a claim may be about other counts than those of the National Hotline, or about other cases."""
    if said.redefined:
        return said.redefined, _REDEFINED
    is_of_nation = any(phrase.norm in {*english.NATION, *english.CAPITALS} for phrase in phrases)
    if said.abroad and is_of_nation:
        return said.abroad, "it names another country, which may be the nation that is meant"
    if said.type_named and claim.category == TOTAL and claim.measure != "signals" and not _names_all(phrases):
        return said.type_named, "only a type of trafficking is named, and all may not be meant"
    if said.speaker and any(phrase.norm in around.SPEAKERS_PRONOUNS for phrase in phrases):
        return said.speaker, "a pronoun may stand for who tells of it, and not for the hotline"
    if _is_about_national_hotline(phrases):
        return None
    if said.other_body and (said.is_hotline or not any(map(is_hotline, phrases))):
        return said.other_body, "it names another body, and the number may be its count"
    if said.unclear and _has_open_pronoun(phrases):
        return said.unclear, "a pronoun may stand for something in it that is not understood"
    return None


def _has_open_pronoun(phrases: Sequence[Phrase]) -> bool:
    """Whether a pronoun stands for something in an earlier sentence, not for the hotline, whose number is before."""
    at = next((at for at, phrase in enumerate(phrases) if phrase.norm in around.PRONOUNS), None)
    if at is None:
        return False
    hotline = next((one for one, phrase in enumerate(phrases[:at]) if is_hotline(phrase)), at)
    counts_before = any(isinstance(phrase.meaning, Number) for phrase in phrases[hotline:at])
    return not counts_before or phrases[at - 1].norm in ("about", "for", "of", "with")


def remark_beside(sentences: Sequence[str], position: int, behind: Sequence[Phrase]) -> Doubt | None:
    """A sentence beside a claim that denies it or says what it counts, and why it does.

    A short one does by its words. One right behind the claim (its phrases are `behind`) may if it points back and is
    not understood. If it has a count of its own, that is judged.
    """
    following = sentences[position + 1 : position + 2]
    for sentence in (*_before(sentences, position), *following):
        if reason := _remark(sentence):
            return sentence, reason
    for sentence in following:
        if _redefines(behind):
            return sentence, _REDEFINED
        if _is_aside(behind):
            return sentence, "it may correct the number or take it back"
        if _points_back(behind) and not counts_perhaps(sentence):
            return sentence, "it may say of the number what is not understood"
    return None


def _is_aside(phrases: Sequence[Phrase]) -> bool:
    """Whether a few words behind a claim may correct it or take it back: "Kansas, rather.", "Victims, that is."."""
    words = [word for phrase in phrases for word in phrase.norm.split() if word.isalnum()]
    text, is_placed = " ".join(words), any(isinstance(phrase.meaning, Place | Period) for phrase in phrases)
    is_appeal = text.startswith(around.APPEALS) and not is_placed
    if is_appeal or text.endswith(around.NO_DENIALS) or distinct(phrases, Number):
        return False
    says_which = bool(distinct(phrases, Counted)) or any(_unknown(phrase).is_name for phrase in phrases)
    is_short = len(words) <= _LONGEST_ASIDE + (says_which or bool(distinct(phrases, Place)))
    return is_short and (is_placed or says_which or bool(distinct(phrases, Unknown)))


def _points_back(phrases: Sequence[Phrase]) -> bool:
    """Whether a sentence may say something else of the number before it: "They were all smuggling".

    It does if it points back and has an unknown word, or names a count, a place or a period of its own. "The year began
    in July" points back too.
    """
    unknown = {phrase.norm for phrase in phrases if isinstance(phrase.meaning, Unknown)}
    words = [word for phrase in phrases for word in phrase.norm.split()]
    if not unknown:
        # "That figure was for victims."
        names_other = any(isinstance(phrase.meaning, Place | Period) for phrase in phrases) or _counts(phrases)
        points = bool(words) and (words[0] in around.ALL_OF_THEM or not around.ABOUT_NUMBERS.isdisjoint(words))
        return names_other and points
    # "All figures are from the National Human Trafficking Hotline" names the source.
    if _is_about_national_hotline(phrases) and unknown <= around.ALL_OF_THEM:
        return False
    words = words[1:] if words[0] in ("and", "but", "even") and words[1:] else words
    is_project = len(words) > 3 and words[1] in around.PROJECTS and words[2] in around.PLANNED
    is_project &= {"that", "polaris"}.isdisjoint(words) and not distinct(phrases, Place)
    if is_project and words[3] in around.BUILDING:
        words = words[1:]
    points = words[0] in around.POINTS_AT_FIRST or not around.POINTS_BACK.isdisjoint(words) or "it" in words
    # "Missouri is a street in Ohio."
    is_of_name = isinstance(phrases[0].meaning, Place) and [one.norm for one in phrases[1:3]] == ["is", "a"]
    points |= is_of_name or f"{' '.join(words)} ".startswith(around.SAID_OF_IT)
    is_of_text = any(one == "this" and other in around.TEXTS for one, other in pairwise(words))
    return points or is_of_text or not around.ABOUT_NUMBERS.isdisjoint(words)


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
    text = sentence.casefold()
    for idiom in around.NO_DENIALS:
        text = text.replace(idiom, "")
    words = [word.strip(",.!?:'\"()") for word in text.split()]
    if _denies(words) or _MADE_UP.search(text):
        return english.REASONS["not"]
    if _names_none_counted(words):
        return english.REASONS["average"]
    if sentence[-1] not in ".!?" and not around.OFTEN.isdisjoint(words):
        return english.REASONS["since"]
    reasons = [reason for word in words if (reason := english.REASONS.get(word)) in english.OTHER_THINGS]
    is_of_all = len(words) <= 2 or sentence[-1] not in ".!?" or around.SCOPES.intersection(words)
    return reasons[0] if reasons and is_of_all else None


def _denies(words: Sequence[str]) -> bool:
    """Whether a short sentence denies the one beside it. "No" and "not" may deny something else in it."""
    listed = around.POINTING_WORDS | around.OF_TRUTH | around.PRONOUNS | english.SUBJECT | _OF_NUMBERS
    is_about_it = not listed.isdisjoint(words)
    return not around.DENIALS.isdisjoint(words) or (
        not around.NEGATIONS.isdisjoint(words) and (is_about_it or len(words) <= _MOST_WORDS)
    )


def _counts(phrases: Sequence[Phrase]) -> bool:
    return any(not one.is_short for one in distinct(phrases, Counted))


def names_subject(phrases: Sequence[Phrase]) -> bool:
    """Whether a sentence is about trafficking or the hotline."""
    return any(word in english.SUBJECT for phrase in phrases for word in phrase.norm.split())


def _type_after(said: Said, sentence: str, phrases: Sequence[Phrase]) -> str:
    # "to make someone work or sell sex" counts nothing.
    counted = [one for one in distinct(phrases, Counted) if not one.is_short]
    if counted:
        return sentence if all(one.category in english.TYPES for one in counted) else ""
    if any(before.norm in around.TRAFFICKED and one.norm == "trafficking" for before, one in pairwise(phrases)):
        return sentence
    return "" if names_subject(phrases) else said.type_named


def _names_all(phrases: Sequence[Phrase]) -> bool:
    """Whether a sentence says that it counts all: "human trafficking cases", "in all". A hotline's name does not."""
    norms = [phrase.norm for phrase in phrases if not is_plain(phrase, Role.NOUN)]
    return any("trafficking" in norm or norm in english.ALL for norm in norms)


def _is_about_national_hotline(phrases: Sequence[Phrase]) -> bool:
    return any(map(names_national_hotline, phrases))


def _names_another_hotline(phrases: Sequence[Phrase]) -> bool:
    """Whether a hotline has a name of its own: "a suicide hotline", "its own hotline", "RAINN runs a hotline"."""
    has_name = any(_unknown(phrase).is_name for phrase in phrases)
    for before, phrase in zip((None, *phrases), phrases, strict=False):
        if not is_hotline(phrase):
            continue
        is_named = has_name and before is not None and before.norm in ("a", "an")
        is_other = is_named or (before is not None and isinstance(before.meaning, Unknown))
        if is_other or isinstance(phrase.meaning, Unknown):
            return True
    return False


def _unknown(phrase: Phrase) -> Unknown:
    return phrase.meaning if isinstance(phrase.meaning, Unknown) else Unknown("")


def _is_of_another_body(phrases: Sequence[Phrase]) -> bool:
    """Whether a sentence is about a body that counts: "The FBI publishes statistics", "The patrol counts cases"."""
    has_body = any(
        _unknown(phrase).reason == english.REASONS["police"] or phrase.norm in around.BODIES for phrase in phrases
    )
    names_one = has_body or any(_unknown(phrase).is_name for phrase in phrases)
    words = {word for phrase in phrases for word in phrase.norm.split()}
    counts = any(isinstance(phrase.meaning, Counted) for phrase in phrases) or not around.STATISTICS.isdisjoint(words)
    return names_one and counts and (has_body or not around.COUNTING.isdisjoint(words))


def _redefines(phrases: Sequence[Phrase]) -> bool:
    """Whether a sentence without a count says what numbers are: "The numbers are for children only."

    An estimate or an average is one whatever is said of it: "Below are averages of the cases."
    """
    norms = [phrase.norm for phrase in phrases]
    # The five of "five-year averages" counts nothing.
    followers = [after for one, after in zip(phrases, [*norms[1:], ""], strict=True) if isinstance(one.meaning, Number)]
    has_number = any(after != "year" for after in followers)
    if not (has_number and _counts(phrases)) and _shows_none_counted(" ".join(norms).split()):
        return True
    if has_number:
        return False
    if _is_of_another_source(phrases):
        return True
    if _covers_less(norms) or any(one in around.SUMS and after == "since" for one, after in pairwise(norms)):
        return True
    is_at = next((at for at, norm in enumerate(norms) if norm in around.TO_BE), None)
    if is_at is None:
        return False
    if _names_none_counted(norms):
        return True
    words = {word for norm in norms[:is_at] for word in norm.split()}
    if norms[0] == "only" and any(isinstance(phrase.meaning, Unknown) for phrase in phrases[1:is_at]):
        return True
    is_about_numbers = not around.SCOPES.isdisjoint(words) or not around.MEASURED.isdisjoint(norms[is_at:])
    reasons = {english.REASONS.get(norm, "") for norm in norms[is_at:]}
    return is_about_numbers and (not english.OTHER_THINGS.isdisjoint(reasons) or "fiscal" in norms[is_at:])


def _shows_none_counted(words: Sequence[str]) -> bool:
    """Whether a text says that it shows no counts: "We show five-year averages", "The figures were smoothed"."""
    is_made = any(before in around.TO_BE | {"been"} and word in around.MADE_SO for before, word in pairwise(words))
    if (is_made or not around.MADE.isdisjoint(words)) and not _NUMBERS.isdisjoint(words):
        return True
    at = next((at for at, word in enumerate(words) if word in around.SHOWING), len(words))
    is_share = not around.SHARES.isdisjoint(words[at:])
    return not (_NUMBERS | around.OF_TEXT).isdisjoint(words[:at]) and (is_share or _names_none_counted(words[at:]))


def _names_none_counted(words: Sequence[str]) -> bool:
    """Whether an average or an estimate is named, and not the average age of somebody."""
    is_of_years = _OF_YEARS.search(" ".join(words)) is not None
    named = (one in around.NOT_COUNTED and after not in around.OF_PEOPLE for one, after in pairwise((*words, ".")))
    return is_of_years or any(named)


def _is_of_another_source(phrases: Sequence[Phrase]) -> bool:
    """Whether it says that numbers are not the hotline's: "These numbers do not come from the National Hotline"."""
    at = next((at for at, phrase in enumerate(phrases) if phrase.norm in around.NEGATIONS), 0)
    words = {word for phrase in phrases[:at] for word in phrase.norm.split()}
    return not _NUMBERS.isdisjoint(words) and any(map(is_hotline, phrases[at:]))


def _covers_less(norms: Sequence[str]) -> bool:
    """Whether the numbers are said to leave something out: "The figures include only cases with a conviction"."""
    verb = next((at for at, norm in enumerate(norms) if norm in around.COVERING), None)
    if verb is None:
        return False
    words = {word for norm in norms[:verb] for word in norm.split()}
    # "The hotline does not only count cases." leaves nothing out.
    says_more = norms[verb + 2 :] != ["."] or not words.isdisjoint(around.SCOPES - {"only"})
    is_only = "only" in norms and (says_more or ("not", "only") not in pairwise(norms))
    leaves_out = is_only or norms[verb].startswith(("exclu", "omit", "leave"))
    return leaves_out and not around.SCOPES.isdisjoint(words)
