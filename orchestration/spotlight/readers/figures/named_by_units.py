"""Lines with several numbers, some of them named only by a unit: `150 cases, 411 calls`, `Signals: 82; Cases: 27`.

Belongs here: lines on which units are names like labels. Not here: labels and numbers that take turns (pairing).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from orchestration.spotlight.readers.figures.elements import Element, Pair, Paired
from orchestration.spotlight.readers.grammar.phrases import Phrase
from orchestration.spotlight.readers.grammar.tokens import Kind, Token
from orchestration.spotlight.readers.tree.lines import Line

_JOINS = frozenset((":", "=", "-", "("))
"""Signs between a name and its number."""
_SPLIT = frozenset((";", "|", ",", "/", "•", "·", "●", "▪", "■", "►", "▶", "\t"))
"""Signs between two pairs. A dash is none of them, since it may join too."""


def named_by_units(element: Element) -> Paired | None:
    """The pairs of a line if each number stands right beside its name and no two names count the same; else None."""
    named = [*element.labels, *element.units]
    if not element.units or element.years or not 1 < len(named) == len(element.numbers):
        return None
    if len({(one.label.measure, one.label.category) for one in named if one.label is not None}) < len(named):
        return None
    turns = element.line.in_order(named, element.numbers)
    couples = list(zip(turns[::2], turns[1::2], strict=True))
    if turns[0].is_count:
        couples = [(label, number) for number, label in couples]
        is_plain = all(
            number.is_count and not label.is_count and label.tokens[0].column - number.tokens[-1].end <= 1
            for label, number in couples
        )
    else:
        is_plain = _are_separated(element.line, couples)
    pairs = [Pair(label, number, (), element.line, element.line) for label, number in couples]
    return Paired(pairs) if is_plain else None


def _are_separated(line: Line, couples: Sequence[tuple[Phrase, Phrase]]) -> bool:
    """Whether only signs join name and number, and only signs separate pairs: `Signals: 82; Cases: 27`."""
    if any(label.is_count or not number.is_count for label, number in couples):
        return False
    position = {id(token): at for at, token in enumerate(line.tokens)}

    def between(before: Phrase, after: Phrase) -> tuple[Token, ...]:
        return line.tokens[position[id(before.tokens[-1])] + 1 : position[id(after.tokens[0])]]

    are_joined = all({token.text for token in between(*couple)} <= _JOINS for couple in couples)
    return are_joined and all(_do_separate(between(before, label)) for (_, before), (label, _) in pairwise(couples))


def _do_separate(signs: Sequence[Token]) -> bool:
    """Whether signs only separate two pairs; the gap between two columns does too."""
    others = [one for one in signs if one.text != ")"]
    return bool(others) and all(one.kind is Kind.BREAK and (one.text in _SPLIT or one.text.isspace()) for one in others)
