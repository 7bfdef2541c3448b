"""Which hotline is named: the National Human Trafficking Hotline, or another.

Belongs here: names of hotlines in running text. Not here: headings above figures (letterheads).
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.spotlight.readers.grammar.phrases import plain
from orchestration.spotlight.readers.grammar.tokens import Token

_LINES = frozenset(
    ("careline", "carelines", "helpline", "helplines", "hotline", "hotlines", "lifeline", "lifelines", "safeline",
     "tipline", "tiplines", "warmline")
)  # fmt: skip
_BEFORE_LINE = frozenset(("crisis", "help", "phone", "telephone", "tip"))
_SMALL = frozenset(
    ("about", "and", "are", "at", "by", "for", "from", "in", "is", "of", "on", "or", "subject", "that", "the", "this",
     "to", "with")
)  # fmt: skip
"""Words that may stand before `hotline` if the National one is meant."""


def names_another_line(words: Sequence[Token]) -> bool:
    """Whether another is named: `the Ohio hotline`, `a tip line`, but not `the National Hotline` or `the hotline`."""
    texts = [plain(word) for word in words]
    for at, text in enumerate(texts):
        if text in ("line", "lines") and at and texts[at - 1] in _BEFORE_LINE:
            return True
        if text in _LINES and not (text == "hotline" and _may_be_national(texts[:at])):
            return True
    return False


def _may_be_national(before: Sequence[str]) -> bool:
    # `the human trafficking hotline` and `the trafficking hotline` are the National one.
    for word in ("trafficking", "human"):
        before = before[:-1] if before and before[-1] == word else before
    return not before or before[-1] == "national" or before[-1] in _SMALL
