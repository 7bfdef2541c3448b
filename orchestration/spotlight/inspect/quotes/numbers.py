"""Numbers in digits and in words.

Belongs here: the value of a number.
Not here: what it counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from orchestration.spotlight.inspect.quotes.english import MULTIPLES, SUFFIXES, TENS, UNITS
from orchestration.spotlight.inspect.quotes.sentences import Token

_WHOLE = re.compile(r"0|[1-9][0-9]{0,14}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4}")
_DECIMAL = re.compile(r"[0-9]{1,6}\.[0-9]{1,6}")
_NUMBER_WORDS = frozenset({*UNITS, *TENS, *MULTIPLES, "hundred"})


def starts_number(tokens: Sequence[Token], position: int) -> bool:
    """Whether a number begins at a token, readable or not."""
    if position >= len(tokens):
        return False
    token = tokens[position]
    after = tokens[position + 1].norm if position + 1 < len(tokens) else ""
    if token.norm == "a":
        return after in ("hundred", *MULTIPLES)
    if token.norm == "one" and after == "of":
        return False
    return token.kind == "number" or token.norm in _NUMBER_WORDS


def read_number(tokens: Sequence[Token], position: int) -> tuple[int | None, int]:
    """The value of the number that begins at a token, None if it cannot be determined, and where the number ends."""
    if tokens[position].kind == "number":
        return _digits(tokens, position)
    start = position + 1 if tokens[position].norm == "a" else position
    end = start
    while end < len(tokens) and (tokens[end].norm in _NUMBER_WORDS or _joins(tokens, end)):
        end += 1
    words = [token.norm for token in tokens[start:end] if token.norm != "and"]
    if start > position:
        words.insert(0, "one")
    return _value(words), end


def _joins(tokens: Sequence[Token], position: int) -> bool:
    """Whether an "and" stands within a number: "two hundred and three"."""
    if tokens[position].norm != "and" or position + 1 >= len(tokens):
        return False
    before, after = tokens[position - 1].norm, tokens[position + 1].norm
    return before in ("hundred", *MULTIPLES) and (after in UNITS or after in TENS)


def _digits(tokens: Sequence[Token], position: int) -> tuple[int | None, int]:
    token, end = tokens[position], position + 1
    factor = SUFFIXES.get(token.suffix, 1)
    if not token.suffix and end < len(tokens) and tokens[end].norm in MULTIPLES:
        factor, end = MULTIPLES[tokens[end].norm], end + 1
    if token.suffix and token.suffix not in SUFFIXES:
        return None, end
    if _WHOLE.fullmatch(token.norm):
        return int(token.norm.replace(",", "")) * factor, end
    if factor > 1 and _DECIMAL.fullmatch(token.norm):
        value = Decimal(token.norm) * factor
        return (int(value), end) if value == int(value) else (None, end)
    return None, end


def _value(words: Sequence[str]) -> int | None:
    """The value of number words in their order: millions, thousands, hundreds, tens and units."""
    value = 0
    rest = list(words)
    for multiple, factor in sorted(MULTIPLES.items(), key=lambda one: -one[1]):
        if multiple in rest:
            split = rest.index(multiple)
            part = _below_thousand(rest[:split])
            if not part:
                return None
            value, rest = value + part * factor, rest[split + 1 :]
    part = _below_thousand(rest) if rest else 0
    return None if part is None else value + part


def _below_thousand(words: list[str]) -> int | None:
    value = 0
    if "hundred" in words:
        split = words.index("hundred")
        if split != 1 or not 1 <= UNITS.get(words[0], 0) <= 9:
            return None
        value, words = UNITS[words[0]] * 100, words[2:]
        if not words:
            return value
    match words:
        case [unit] if unit in UNITS:
            return value + UNITS[unit]
        case [ten] if ten in TENS:
            return value + TENS[ten]
        case [ten, unit] if ten in TENS and 1 <= UNITS.get(unit, 0) <= 9:
            return value + TENS[ten] + UNITS[unit]
        case _:
            return None
