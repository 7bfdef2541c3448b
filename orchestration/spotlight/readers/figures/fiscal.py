"""Sentences that say that the years of figures are no calendar years.

Belongs here: their wordings. Not here: periods with their first and last day, which figures may have (statements).
"""

from __future__ import annotations

import re

_BEGINNINGS = "april|july|june|october|september"
_YEARS_ARE = re.compile(
    r"\W*(?:notes?: )?(?:(?:all|both|our|the|these) )?(?:columns|years)\b[\w\s']{0,30}"
    r"\b(?:are|begin|end|follow|mean|refer|run|start|stand|were)\b[\w\s']{0,40}"
    r"\b(?:(?:academic|budget|federal|fiscal|grant|program|reporting|school) years?|fys?"
    rf"|(?:from|in|on|with) (?:{_BEGINNINGS}))\b",
    re.IGNORECASE,
)
"""`Years are the state's fiscal years.`"""
_BY_FISCAL_YEAR = re.compile(
    r"\b(?:counts?|data|figures|list|numbers|table|year|(?:19|20)[0-9]{2})\b[\w\s']{0,40}(?<!for )\b(?:by|is|the) "
    r"fiscal (?:years?\b|(?:19|20)?[0-9]{2}\b)|\bfiscal (?:19|20)[0-9]{2} is\b"
    rf"|\byear (?:closes|goes|runs) (?:from|in|on) (?:{_BEGINNINGS})\b",
    re.IGNORECASE,
)
_OF_MONEY = re.compile(
    r"[$]|\b(?:appropriat|award|bill|budget|cost|dollar|fee|fund|grant|money|note|paid|revenue|spen[dt]|tax)",
    re.IGNORECASE,
)


def is_of_other_years(text: str) -> bool:
    """`Years are the state's fiscal years.`, `The list goes by fiscal year.`, but not what a grant is for."""
    is_by_fiscal_year = bool(_BY_FISCAL_YEAR.search(text)) and not _OF_MONEY.search(text)
    return is_by_fiscal_year or _YEARS_ARE.match(text) is not None
