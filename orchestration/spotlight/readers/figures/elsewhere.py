"""Sentences that name numbers and times and say nothing of the figures: of a telephone, to the reader, of others.

Belongs here: what a sentence is about if not the figures. Not here: what one about figures makes of them (remarks).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from orchestration.spotlight.readers.grammar.tokens import Kind, Token, What

_NOUNS = frozenset(
    ("amounts", "counts", "data", "digits", "figure", "figures", "numbers", "page", "rows", "sheet", "statistics",
     "table", "tables", "totals", "values")
)  # fmt: skip
"""Words for figures or for what they stand on; `number` may be that of a telephone."""
_DIALLED = re.compile(
    r"\b(?:in|into|to|from|on) (?:your|a|any|his|her|my|our|their) (?:cell ?|mobile )?(?:telephone|phone|contact)s?\b"
    r"|\bto (?:call|dial|text)\b|\bbe (?:called|dialed|dialled|reached|texted)\b|\bfree of charge\b",
    re.IGNORECASE,
)
# `Click on a county to see more`, but not `Take ten off every number`
_ASKS = re.compile(
    r"(?:please )?(?:choose|click|download|hover|open|pick|press|print|scroll|select|swipe|tap|visit)\b", re.IGNORECASE
)
_INDEFINITE = frozenset(("a", "an", "another", "many", "most", "several", "some"))
# `Fall is here`, `Winter has come`
_COMES = re.compile(r"(?:spring|summer|autumn|fall|winter) (?:is|has|was) ", re.IGNORECASE)
_SPOKEN = re.compile(r"^\".*,\" (?:[\w.' ]{1,60} )?(?:said|says)\b")
"""What somebody says in words of their own: `"Each number has a face," she said.`"""
_NO_USE = re.compile(r"\bused?\b.*\b(?:as|to) (?:an?|compare|estimate|judge|measure|prove|rank|show)\b", re.IGNORECASE)
"""`Do not use the table as a measure of trafficking` says what figures are not for, not that they are wrong."""
_OWN = re.compile(r"\b(?:has|have) (?:its|their) own\b", re.IGNORECASE)
_COMPARES = re.compile(r"\bcompare\b.* (?:to|with) (?:that|the ones|those) (?:from|in|of) [A-Z]")
_FOR_YEAR = re.compile(r"\bfor (?:the year )?((?:19|20)[0-9]{2})\b")


def is_of_telephone(text: str, tokens: Sequence[Token]) -> bool:
    """`The number is free of charge, day and night`, `Put the number in your phone`: of no figure."""
    words = [token.text.casefold() for token in tokens if token.kind is Kind.WORD]
    if "number" not in words or not _NOUNS.isdisjoint(words):
        return False
    before = words[: words.index("number")][-1:]
    is_dialled = _DIALLED.search(text) or any(token.of and token.of.what is What.CONTACT for token in tokens)
    return bool(is_dialled) and before not in (["each"], ["every"])


def is_of_others(words: Sequence[str]) -> bool:
    """`A study by a university counted far more people`: its subject is something that nobody spoke of before."""
    return not _INDEFINITE.isdisjoint(words[:1]) and _NOUNS.isdisjoint(words)


def kinds_of_others(text: str) -> Collection[str]:
    """Kinds of wordings that say nothing of the figures in a sentence that asks, greets, quotes or warns."""
    if _ASKS.match(text):
        return ("part_of_year", "local", "nation")
    if _COMES.match(text):
        return ("part_of_year",)
    if _NO_USE.search(text) or is_of_their_own(text):
        return ("void",)
    return ("other_place",) if is_spoken(text) else ()


def is_spoken(text: str) -> bool:
    return _SPOKEN.search(text) is not None


def is_of_their_own(text: str) -> bool:
    """`Kansas has its own page, which is often mixed up with ours.`"""
    return _OWN.search(text) is not None


def compares(text: str) -> bool:
    """`Readers compare such tables with those of Wisconsin.`"""
    return _COMPARES.search(text) is not None


def is_for_another_year(text: str, years: Collection[int]) -> bool:
    """`Target for 2025: none set`, where all figures are of earlier years."""
    told = [int(year) for year in _FOR_YEAR.findall(text)]
    return bool(told) and set(told).isdisjoint(years)
