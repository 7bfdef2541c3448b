"""Two numbers of two years and which is the greater: "258 in 2023, down from 273 in 2022".

Belongs here: whether such words leave no guess, and agree with the numbers.
Not here: whether the numbers are right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from orchestration.spotlight.inspect.quotes import around
from orchestration.spotlight.inspect.quotes.english import Hedge
from orchestration.spotlight.inspect.quotes.lexicon import Counted, Role
from orchestration.spotlight.inspect.quotes.meanings import Change, Number, Phrase, Place, Plain, distinct, is_plain
from orchestration.spotlight.inspect.quotes.periods import Period

_KINDS = {Number: "number", Period: "period", Counted: "counted", Place: "place"}
# A place stands only before the change: "down from 95 in Kansas" may compare two places.
_FORWARD = {
    "counted from number period to number period",
    "counted number period to number period",
    "from number counted period to number period",
    "counted from number period to number period and number period",
    "from number counted period to number counted period",
    "from number counted period to number period and number period",
    "counted from number counted period to number counted period",
}
_BACKWARD = {
    "number counted period from number period",
    "period number counted from number period",
    "counted number period from number period",
}
_TO_AND_FROM = "counted to number period from number period"
"""Said once or twice: "climbed to 385 in 2024 from 269 in 2023", "climbed to 385 in 2024, up from 269 in 2023"."""
_TO_LAST = {
    "from number period", "from number counted period", "to number period", "to number counted period",
    "period to number", "period to number counted", "period counted to number"
}  # fmt: skip
"""One number, and the other is that of the sentence before: "In 2024, that number grew to 287"."""
_NOT_TWO = "a comparison, and not of two exact numbers, each with its year"
_NOT_SO = "a comparison that the numbers and years beside it do not bear out"


@dataclass(frozen=True, slots=True)
class Stand:
    """How many there were, and when: one end of a change."""

    number: Number
    period: Period


def with_years_of_change(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """The phrases with each number's own year, of "Between 2022 and 2023, cases fell from 933 to 900"."""
    periods = [phrase for phrase in phrases if isinstance(phrase.meaning, Period)]
    numbers = [at for at, phrase in enumerate(phrases) if isinstance(phrase.meaning, Number)]
    kinds = " ".join(kind for phrase in phrases if (kind := _kind(phrase)) not in ("", "place", "counted", "period"))
    if len(periods) != 1 or kinds != "from number to number":
        return tuple(phrases)
    years = _ends(periods[0])
    if years is None:
        return tuple(phrases)
    found: list[Phrase] = []
    for at, phrase in enumerate(phrases):
        is_range = phrase is periods[0]
        found.append(Phrase(phrase.text, phrase.norm, Plain(Role.NEUTRAL)) if is_range else phrase)
        if at in numbers:
            found.append(years[numbers.index(at)])
    return tuple(found)


def _ends(phrase: Phrase) -> tuple[Phrase, Phrase] | None:
    """The first and the last year of a range of whole years."""
    period = phrase.meaning
    assert isinstance(period, Period)
    first, last = period.start.year, period.end.year
    if first == last or not period.is_of_years:
        return None
    return Phrase(phrase.text, str(first), Period.of_year(first)), Phrase(phrase.text, str(last), Period.of_year(last))


def change_refused(phrases: Sequence[Phrase], last: Stand | None) -> str | None:
    """Why what a sentence says of a rise or a fall is not understood; None if it is, or if it says nothing of one.

    `last` is what the sentence before counts, where this one takes from it what its own number counts.
    """
    changes = [phrase.meaning for phrase in phrases if isinstance(phrase.meaning, Change)]
    if not changes:
        return None
    counted = {one for one in distinct(phrases, Counted) if not one.is_headless}
    if _is_of_reports(phrases) or len(counted) > 1:
        return _NOT_TWO
    shown_phrases = [phrase for phrase in phrases[phrases[0].norm in ("but", "and") :] if _kind(phrase)]
    kinds = [_kind(phrase) for phrase in shown_phrases]
    change_at = next(at for at, phrase in enumerate(shown_phrases) if isinstance(phrase.meaning, Change))
    shown = [kind for at, kind in enumerate(kinds) if kind != "place" or at > change_at]
    # "Signals from victims or survivors" are one thing.
    order = " ".join(kind for before, kind in pairwise(("", *shown)) if not before == kind == "counted")
    stands = list(_stands(phrases))
    if order in _TO_LAST and last is not None:
        stands = [*stands, last] if kinds[change_at] == "from" else [last, *stands]
    elif order in _BACKWARD or order == _TO_AND_FROM:
        stands.reverse()
    elif order not in _FORWARD:
        return _NOT_TWO
    if any(one.number.hedge is not Hedge.NONE or one.period.year is None for one in stands):
        return _NOT_TWO
    is_so = all(
        first.period.start < second.period.start and change.holds(first.number.value, second.number.value)
        for first, second in pairwise(stands)
        for change in changes
    )
    return None if is_so else _NOT_SO


def _is_of_reports(phrases: Sequence[Phrase]) -> bool:
    """Whether reports, or the hotline itself, rose or fell, and not what is counted: "Reports rose to 272"."""
    at = next(at for at, phrase in enumerate(phrases) if isinstance(phrase.meaning, Change))
    before = phrases[:at]
    if any(isinstance(phrase.meaning, Counted) for phrase in before):
        return False
    nouns = {word for phrase in before if is_plain(phrase, Role.NOUN) for word in phrase.norm.split()}
    return not around.REPORTED.isdisjoint(nouns) or (bool(nouns) and around.NUMBERS_OF_ALL.isdisjoint(nouns))


def _stands(phrases: Sequence[Phrase]) -> Iterator[Stand]:
    """The numbers of a sentence with their years, each in its order."""
    numbers = [phrase.meaning for phrase in phrases if isinstance(phrase.meaning, Number)]
    periods = [phrase.meaning for phrase in phrases if isinstance(phrase.meaning, Period)]
    return (Stand(number, period) for number, period in zip(numbers, periods, strict=False))


def _kind(phrase: Phrase) -> str:
    if isinstance(phrase.meaning, Change):
        return phrase.norm.removesuffix(" the").rpartition(" ")[2]
    if isinstance(phrase.meaning, Plain):
        return phrase.norm if phrase.meaning.role is Role.LINK else ""
    return _KINDS.get(type(phrase.meaning), "")
