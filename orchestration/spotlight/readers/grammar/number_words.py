"""Numbers that are written out: `forty-one`, `two hundred seventy-six (276)`.

Belongs here: their value, and digits in their place. Not here: what a number counts (phrases).
"""

from __future__ import annotations

import re

_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
          "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {word: value for value, word in enumerate(_UNITS, start=1)} | {
    word: value * 10 for value, word in enumerate(_TENS, start=2)
}
_SCALES = {"hundred": 100, "thousand": 1000}
NUMBER_WORDS = frozenset(_VALUES)
_ANY = "|".join(sorted((*_VALUES, *_SCALES), key=len, reverse=True))
_WRITTEN = re.compile(
    rf"(?<![\w-])(?P<words>(?:a[ ](?=hundred|thousand))?(?:{_ANY})(?:(?:[ ]|-|[ ]and[ ])(?:{_ANY}))*)(?![\w-])"
    r"(?P<digits>[ ]\((?P<value>[0-9][0-9,]*)\))?",
    re.IGNORECASE,
)
_MAY_HOLD_ONE = re.compile(r"ty|ndred|ousand|[(:]", re.IGNORECASE)
"""Searched first, because it takes a fraction of the time."""
_AT_END = re.compile(r"[ ]*$", re.MULTILINE)


def value_of_word(word: str) -> int | None:
    """The value of one word up to ninety."""
    return _VALUES.get(word.casefold())


def with_digits(text: str) -> str:
    """The text with digits for each written-out number, padded to the width of its words so that positions stay.

    A single word becomes digits only with its digits behind it, or alone behind a colon: `two states` stays as it is.
    Words that are not a number, or not the number in the brackets, stay too.
    """
    return _WRITTEN.sub(_digits, text) if _MAY_HOLD_ONE.search(text) else text


def _digits(match: re.Match[str]) -> str:
    words, whole = match["words"], match[0]
    value = _value(re.split(r"[ -]", words.casefold()))
    stated = match["value"].replace(",", "") if match["value"] else None
    before = match.string[: match.start()].rstrip(" ")
    is_behind_colon = before.endswith(":") and bool(_AT_END.match(match.string, match.end()))
    is_compound = len(re.split(r"[ -]", words)) > 1
    if value is None or (stated is not None and stated != str(value)):
        return whole
    return str(value).rjust(len(whole)) if stated or is_compound or is_behind_colon else whole


def _value(words: list[str]) -> int | None:
    """The value of number words; None if they do not make one number in their order: `twenty thirty`."""
    total = part = 0
    limit = 1000
    for word in words:
        if word == "and":
            continue
        if word == "a":
            part = 1
            continue
        if word == "thousand":
            if total or not part:
                return None
            total, part, limit = part * 1000, 0, 1000
        elif word == "hundred":
            if not 0 < part < 20:
                return None
            part, limit = part * 100, 100
        else:
            value = _VALUES[word]
            if limit < (100 if value >= 20 else 20 if value >= 10 else 10):
                return None
            part, limit = part + value, 10 if value >= 20 else 1
    return total + part
