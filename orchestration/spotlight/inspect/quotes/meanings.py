"""What the words of a claim mean: a number, a place, a change, words that change nothing, an unknown word.

Belongs here: the meanings, and phrases that have one.
Not here: how they are found in a sentence (`phrases`), periods (`periods`), what is counted (`lexicon`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from orchestration.spotlight.inspect.quotes import around, english
from orchestration.spotlight.inspect.quotes.english import Hedge
from orchestration.spotlight.inspect.quotes.lexicon import Counted, Role
from orchestration.spotlight.inspect.quotes.periods import Period, RelativeYear

NOT_KNOWN = "not a word that this reader of claims knows"
WHEN_SAID = "when it was said, and not what the number is for"


@dataclass(frozen=True, slots=True)
class Number:
    """A number and how exactly it is meant."""

    value: int
    hedge: Hedge


@dataclass(frozen=True, slots=True)
class Place:
    """A place that is held, by its code."""

    code: str


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day on which a number is said to have stood: "as of July 30, 2020"."""

    day: date


class Vintage(StrEnum):
    """Words that say which of several published numbers is meant: "first reported", "now stands at"."""

    FIRST = "the first that is held"
    NOW = "the one that stands now"
    EARLIER = "an earlier one"


@dataclass(frozen=True, slots=True)
class Change:
    """How a number stands to an earlier one: "down from", "rose to", "nearly doubled from"."""

    is_rise: bool | None
    """None where the words do not say: "went from"."""
    times: int = 0
    """2 for "doubled"; 0 where the words do not say."""
    hedge: Hedge = Hedge.NONE

    def holds(self, earlier: int, later: int) -> bool:
        """Whether two numbers bear it out."""
        if earlier == later or self.is_rise not in (None, earlier < later):
            return False
        exact = self.times * earlier
        match self.hedge:
            case _ if not self.times:
                return True
            case Hedge.NEARLY:
                return 0.85 * exact <= later < exact
            case Hedge.OVER:
                return later > exact
            case Hedge.NONE | Hedge.ABOUT:
                return 0.95 * exact <= later <= 1.05 * exact
            case _:
                return False


@dataclass(frozen=True, slots=True)
class Plain:
    """Words that change nothing of a claim, or join two."""

    role: Role


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that cannot be accounted for."""

    reason: str
    is_name: bool = False
    """It may be the name of another place, a person or a body."""
    is_abroad: bool = False
    """It is the name of another country."""
    is_number: bool = False
    is_period: bool = False
    """It may be another period."""


Meant = TypeVar("Meant")
Meanings = Number | Place | Period | RelativeYear | AsOf | Vintage | Change | Counted | Plain | Unknown


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some words of a sentence and what they mean."""

    text: str
    norm: str
    meaning: Meanings


def is_speech(norm: str) -> bool:
    """Whether a phrase tells of somebody who says something: "announced", "she said"."""
    return norm.rpartition(" ")[2] in english.SPEECH


def is_hotline(phrase: Phrase) -> bool:
    """Whether a phrase is a hotline, of any name."""
    return not around.LINES.isdisjoint(phrase.norm.split())


def names_national_hotline(phrase: Phrase) -> bool:
    return any(f" {name} " in f" {phrase.norm} " for name in around.OUR_NAMES)


def is_plain(phrase: Phrase, role: Role | None = None) -> bool:
    return isinstance(phrase.meaning, Plain) and role in (None, phrase.meaning.role)


def distinct(phrases: Sequence[Phrase], kind: type[Meant]) -> list[Meant]:
    """The meanings of one kind, each once."""
    return list(dict.fromkeys(phrase.meaning for phrase in phrases if isinstance(phrase.meaning, kind)))
