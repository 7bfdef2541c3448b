"""Sentences that say when years begin: `Years are the state's fiscal years.`

Belongs here: years that are no calendar years. Not here: other sentences that change figures (remarks), years in
headings (place_and_time).
"""

from __future__ import annotations

import re

_BEGINNINGS = "april|july|june|october|september"
_OF_NOTHING_ELSE = "(?<!school )(?<!academic )(?<!grant )(?<!program )(?<!model )"
_YEARS_ARE = re.compile(
    r"\W*(?:notes?: )?(?:(?:all|both|our|the|these) )?(?:columns|years)\b[\w\s']{0,30}"
    r"\b(?:are|begin|end|follow|mean|refer|run|start|stand|were)\b[\w\s']{0,40}"
    r"\b(?:(?:academic|budget|federal|fiscal|grant|program|reporting|school) years?|fys?"
    rf"|(?:from|in|on|with) (?:{_BEGINNINGS}))\b",
    re.IGNORECASE,
)
"""Years that do not begin in January: `Years are the state's fiscal years.`"""
_BY_FISCAL_YEAR = re.compile(
    r"\b(?:counts?|data|figures|list|numbers|table|year|(?:19|20)[0-9]{2})\b[\w\s']{0,40}(?<!for )\b(?:by|is|the) "
    r"fiscal (?:years?\b|(?:19|20)?[0-9]{2}\b)|\bfiscal (?:19|20)[0-9]{2} is\b"
    rf"|{_OF_NOTHING_ELSE}\byear (?:closes|goes|runs) (?:from|in|on) (?:{_BEGINNINGS})\b"
    rf"|{_OF_NOTHING_ELSE}\byear (?:closes|ends) (?:in|on) (?:march|june|september)\b",
    re.IGNORECASE,
)


def is_of_other_years(text: str) -> bool:
    """Whether the years are not calendar years: `The list goes by fiscal year.`, but not the year of a grant."""
    return bool(_BY_FISCAL_YEAR.search(text) or _YEARS_ARE.match(text))
