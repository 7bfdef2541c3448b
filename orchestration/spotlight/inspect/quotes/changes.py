"""Two numbers of two years and which is the greater: "258 in 2023, down from 273 in 2022".

Belongs here: whether such words leave no guess, and agree with the numbers.
Not here: whether the numbers are right.
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.spotlight.inspect.quotes.english import Hedge
from orchestration.spotlight.inspect.quotes.lexicon import Counted, Role
from orchestration.spotlight.inspect.quotes.periods import Period
from orchestration.spotlight.inspect.quotes.phrases import Change, Number, Phrase, Place, Plain

_KINDS = {Number: "number", Period: "period", Change: "change", Counted: "counted", Place: "place"}
# What is counted is said once, and a place only before the change: "down from 95 in Kansas" may compare two places.
_KNOWN = {
    "counted change number period to number period",
    "number counted period change number period",
    "period number counted change number period",
}


def change_refused(phrases: Sequence[Phrase]) -> str | None:
    """Why what a sentence says of a rise or a fall is not understood; None if it is, or if it says nothing of one."""
    changes = [phrase.meaning for phrase in phrases if isinstance(phrase.meaning, Change)]
    if not changes:
        return None
    kinds = [kind for phrase in phrases if (kind := _kind(phrase))]
    kinds = [kind for at, kind in enumerate(kinds) if kind != "place" or "change" in kinds[:at]]
    numbers = [phrase.meaning for phrase in phrases if isinstance(phrase.meaning, Number)]
    years = [phrase.meaning for phrase in phrases if isinstance(phrase.meaning, Period)]
    is_exact = all(number.hedge is Hedge.NONE for number in numbers)
    if " ".join(kinds) not in _KNOWN or not is_exact or any(one.year is None for one in years):
        return "a comparison, and not of two exact numbers, each with its year"
    values = [number.value for number in numbers]
    if "to" not in kinds:
        years.reverse()
        values.reverse()
    if years[0].start >= years[1].start or values[0] == values[1] or (values[0] < values[1]) != changes[0].is_rise:
        return "a comparison that the numbers and years beside it do not bear out"
    return None


def _kind(phrase: Phrase) -> str:
    if isinstance(phrase.meaning, Plain):
        return phrase.norm if phrase.meaning.role is Role.LINK else ""
    return _KINDS.get(type(phrase.meaning), "")
