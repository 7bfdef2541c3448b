"""Every phrase that a claim may hold, and what it means.

Belongs here: the English list and the reference seeds put together, and the search for the longest phrase.
Not here: what a sentence of such phrases claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property, lru_cache

from orchestration.spotlight.domain.vocabulary import TOTAL, Vocabulary
from orchestration.spotlight.inspect.quotes import english
from orchestration.spotlight.inspect.quotes.english import Hedge, phrases
from orchestration.spotlight.inspect.quotes.sentences import Token, tokens_of
from orchestration.spotlight.readers.grammar.characters import words_of

NATION = "US"
CALLER = "victim_or_survivor"
_LONGEST_WORD = 40


class Role(StrEnum):
    """What a phrase does in a claim."""

    PLACE = "place"
    COUNTED = "counted"
    HEDGE = "hedge"
    HEDGE_AFTER = "hedge after its number"
    LINK = "link"
    NOUN = "noun"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Counted:
    """What a number counts."""

    measure: str
    category: str
    is_headless: bool = False
    """Only a type is named ("sex trafficking"): of cases, unless the sentence counts something else."""
    is_short: bool = False
    """Only a word of the type ("sex"): understood beside another type alone."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One phrase of the list."""

    role: Role
    words: tuple[str, ...]
    counted: Counted | None = None
    code: str = ""
    hedge: Hedge = Hedge.NONE
    written: str = ""
    """How the last word before a full stop must be written; empty for any way."""


@dataclass(frozen=True)
class Lexicon:
    """The phrases by their first word, longest first."""

    vocabulary: Vocabulary

    @cached_property
    def _by_first_word(self) -> dict[str, list[Meaning]]:
        found: dict[str, list[Meaning]] = {}
        for meaning in (*_english(), *_places(self.vocabulary), *_counted(self.vocabulary)):
            found.setdefault(meaning.words[0], []).append(meaning)
        for meanings in found.values():
            meanings.sort(key=lambda one: -len(one.words))
        return found

    def find(self, tokens: Sequence[Token], position: int) -> Meaning | None:
        """The longest phrase that begins at a token."""
        for meaning in self._by_first_word.get(tokens[position].norm, ()):
            end = position + len(meaning.words)
            if tuple(token.norm for token in tokens[position:end]) != meaning.words:
                continue
            last = tokens[end - 2 if meaning.words[-1] == "." and len(meaning.words) > 1 else end - 1]
            if meaning.written in ("", last.text.removesuffix("'s")):
                return meaning
        return None

    def suggestion(self, word: str) -> str | None:
        """The place, or the word for what is counted, that was probably meant."""
        return _nearest(word.casefold(), self._suggested) if len(word) <= _LONGEST_WORD else None

    @cached_property
    def towns(self) -> frozenset[str]:
        """Names of towns and counties of one word."""
        return frozenset(name.casefold() for name in self.vocabulary.towns if " " not in name)

    @cached_property
    def abroad(self) -> frozenset[str]:
        """Names of places outside the country, of one word."""
        wordings = [one.wording for one in self.vocabulary.headings if one.kind == "other_place" and not one.meaning]
        return frozenset(wording.casefold() for wording in wordings if wording.istitle() and " " not in wording)

    @cached_property
    def _suggested(self) -> tuple[str, ...]:
        units = [label.label for label in self.vocabulary.labels if label.kind == "unit"]
        return (*self.vocabulary.jurisdiction_names.values(), *units)


@lru_cache(maxsize=4096)
def _nearest(word: str, words: tuple[str, ...]) -> str | None:
    known = {one.casefold(): one for one in words}
    near = get_close_matches(word, known, n=1, cutoff=0.75)
    return known[near[0]] if near else None


def _english() -> Iterable[Meaning]:
    for hedge, listed in english.HEDGES.items():
        yield from (Meaning(Role.HEDGE, words, hedge=hedge) for words in phrases(listed))
    for hedge, listed in english.HEDGES_AFTER.items():
        yield from (Meaning(Role.HEDGE_AFTER, words, hedge=hedge) for words in phrases(listed))
    yield from (Meaning(Role.LINK, words) for words in phrases(english.LINKS))
    yield from (Meaning(Role.NOUN, words) for words in phrases(english.NOUNS))
    yield from (Meaning(Role.NEUTRAL, words) for words in phrases(english.NEUTRAL_PHRASES))
    yield from (Meaning(Role.NEUTRAL, tuple(phrase.split())) for phrase in (*english.VINTAGES, *english.SAME))
    yield from (Meaning(Role.NEUTRAL, (word,)) for word in english.NEUTRAL.split())
    yield from (Meaning(Role.PLACE, tuple(name.split()), code=NATION) for name in english.NATION)
    for name, code in english.SHORT_NAMES.items():
        words = tuple(name.casefold().split())
        yield Meaning(Role.PLACE, words, code=code, written=name.removesuffix(" .").split()[-1])
    for caller in english.CALLERS:
        yield Meaning(Role.COUNTED, tuple(caller.split()), Counted("signals", CALLER, is_headless=True))
    for word, category in english.SHORT_TYPES.items():
        yield Meaning(Role.COUNTED, (word,), Counted("cases", category, is_headless=True, is_short=True))


def _places(vocabulary: Vocabulary) -> Iterable[Meaning]:
    neutral = set(english.NEUTRAL.split())
    for name, code in vocabulary.jurisdictions.items():
        words = tuple(token.norm for token in tokens_of(name.upper()))
        is_code = len(name) <= 3
        # "in" stays the preposition, also in capitals.
        is_unclear = name in english.NOT_NAMES or name.upper() in english.AMBIGUOUS_CODES
        if not is_unclear and not (is_code and name in neutral):
            yield Meaning(Role.PLACE, words, code=code, written=name.upper() if is_code else "")
        initials = "".join(word[0] for word in words if word != "of" and word.isalpha())
        if len(words) > 1 and vocabulary.jurisdictions.get(initials) == code:
            yield Meaning(Role.PLACE, ("".join(f"{letter}." for letter in initials),), code=code)


def _counted(vocabulary: Vocabulary) -> Iterable[Meaning]:
    """The published wordings. One that says which year it is for ("calls this year") says too much for a claim."""
    units = {
        measure: {words_of(one.label) for one in vocabulary.labels if one.kind == "unit" and one.measure == measure}
        for measure in vocabulary.measures
    }
    for label in vocabulary.labels:
        words = words_of(label.label)
        if label.kind == "short" or label.measure is None or not words or "year" in words or "#" in label.label:
            continue
        category = label.category or TOTAL
        is_type = vocabulary.scheme_of(label.measure, category) == "trafficking_type"
        is_headless = is_type and not any((word,) in units[label.measure] for word in words)
        yield Meaning(Role.COUNTED, words, Counted(label.measure, category, is_headless))
