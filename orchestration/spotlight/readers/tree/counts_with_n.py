"""`Sex Trafficking (n = 70)`: the count of a label, where a document has no shares that it could be the base of.

Belongs here: telling counts from bases of shares. Not here: the form of `n = 70` (grammar), pairs (figures).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from orchestration.spotlight.readers.grammar.lexicon import Lexicon
from orchestration.spotlight.readers.grammar.phrases import LABELS, phrases_of
from orchestration.spotlight.readers.grammar.tokens import Kind, Token, What
from orchestration.spotlight.readers.tree.lines import Line, Role

_WITH_N = re.compile(r"n ?= ?([0-9][0-9,]*)", re.IGNORECASE)
_FEWEST = 3
"""Labels with such a number, from which on it is how the document writes its counts."""
_OF_SHARES = frozenset(("base", "half", "majority", "n", "percentage", "percentages", "proportion", "respondents",
                        "sample", "share", "shares", "subset", "survey"))  # fmt: skip


def take_counts_with_n(lines: Sequence[Line], lexicon: Lexicon) -> None:
    """Make them counts, if every one stands behind a label of its own and no number stands beside a label else."""
    at = [at for at, line in enumerate(lines) if any(map(_value, line.tokens))]
    if len(at) < _FEWEST or not all(_is_of_a_label(lines[one]) for one in at):
        return
    tokens = [token for line in lines for token in line.tokens]
    are_bases = any(token.of is not None and token.of.what is What.SHARE for token in tokens)
    are_bases |= any(token.text.casefold() in _OF_SHARES for token in tokens)
    are_bases |= any(line.table is not None or (line.counts and line.has(*LABELS, "unit")) for line in lines)
    if are_bases or any(line.counts for line in lines[at[0] : at[-1]]):
        return
    for line in (lines[one] for one in at):
        line.tokens = tuple(
            replace(token, kind=Kind.NUMBER, text=value, of=None) if (value := _value(token)) else token
            for token in line.tokens
        )
        line.reword(phrases_of(line.tokens, lexicon))


def _value(token: Token) -> str:
    """The digits of `n = 1,070`."""
    match = _WITH_N.fullmatch(token.text) if token.kind is Kind.RECOGNISED else None
    return match[1].replace(",", "") if match is not None else ""


def _is_of_a_label(line: Line) -> bool:
    """Whether a line is a label and its number in brackets, and no more."""
    kinds = [phrase.kind for phrase in line.phrases if phrase.tokens[0].kind is Kind.WORD]
    texts = [token.text for token in line.tokens[-3:]]
    is_in_brackets = len(texts) == 3 and texts[0] == "(" and bool(_value(line.tokens[-2])) and texts[2] == ")"
    return line.role is Role.BLANK and is_in_brackets and len(kinds) == 1 and kinds[0] in (*LABELS, "unit")
