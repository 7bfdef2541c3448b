"""Sentences that name figures, places and times and say nothing of the figures beside them: those of others.

Belongs here: what a sentence is about if not the figures. Not here: what one about figures makes of them (remarks).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from orchestration.spotlight.readers.grammar.lexicon import PLACE
from orchestration.spotlight.readers.grammar.phrases import Phrase

_NOUNS = frozenset(
    ("amounts", "counts", "data", "digits", "figure", "figures", "numbers", "page", "rows", "sheet", "statistics",
     "table", "tables", "totals", "values")
)  # fmt: skip
"""Words for figures or for what they stand on."""
_INDEFINITE = frozenset(("a", "an", "another", "many", "most", "several", "some"))
_OWN = re.compile(r"\b(?:has|have) (?:(?:a|an) \w+ of )?(?:its|their) own\b", re.IGNORECASE)
_ON_OWN_PAGE = re.compile(
    r"(?:(?! (?:is|are) )[^;:])* (?:is|are) (?:\w+ )?on "
    r"(?:(?:its|their) own (?:pages?|sheets?)|an? (?:page|sheet) of (?:its|their) own)\.?",
    re.IGNORECASE,
)
_BETWEEN_PLACES = frozenset(("and", "the"))
_COMPARES = re.compile(r"\bcompare\b.{0,200} (?:to|with) (?:that|the ones|those) (?:from|in|of) [A-Z]")
_IN_ANOTHER = re.compile(
    r"\b(?:appear|appeared|are|can be found|were) in (?:an?|another|last|(?:our|the) (?:earlier|first|last|next|other|"
    r"previous|prior))\b(?: [\w']+){0,3} (?:bulletin|edition|issue|letter|newsletter|report|volume)\b",
    re.IGNORECASE,
)


def is_of_others(words: Sequence[str]) -> bool:
    """`A study by a university counted far more people`: its subject is something that nobody spoke of before."""
    return not _INDEFINITE.isdisjoint(words[:1]) and _NOUNS.isdisjoint(words)


def is_in_another(text: str) -> bool:
    """`Figures for 2019 are in last year's report.`"""
    return _IN_ANOTHER.search(text) is not None


def is_of_their_own(text: str) -> bool:
    """`Kansas has its own page, which is often mixed up with ours.`"""
    return _OWN.search(text) is not None


def are_on_their_own_pages(phrases: Sequence[Phrase], text: str) -> bool:
    """`Kansas and Iowa are shown on their own pages.`, but not `These are of Kansas and are on their own page.`"""
    named = list(takewhile(lambda one: one.text.casefold() not in ("are", "is"), phrases))
    are_places = all(one.kind == PLACE or one.text.casefold() in _BETWEEN_PLACES for one in named)
    return are_places and _ON_OWN_PAGE.fullmatch(text) is not None


def compares(text: str) -> bool:
    """`Readers compare such tables with those of Wisconsin.`"""
    return _COMPARES.search(text) is not None
