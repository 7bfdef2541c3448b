"""Sentences that name numbers and times and say nothing of the figures: of a telephone, to the reader, of others.

Belongs here: what a sentence is about if not the figures. Not here: what one about figures makes of them (remarks).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from orchestration.spotlight.readers.grammar.number_words import WRITTEN
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
_COMES = re.compile(r"^(?:spring|summer|autumn|fall|winter) (?:is|has|was) ", re.IGNORECASE)
_SPOKEN = re.compile(r"^\".*,\" (?:[\w.' ]{1,60} )?(?:added|asked|explained|noted|said|says|told|warned|wrote)\b")
"""What somebody says in words of their own: `"Each number has a face," she said.`"""
_NO_USE = re.compile(r"\bused?\b.*\b(?:as|to) (?:an?|compare|estimate|judge|measure|prove|rank|show)\b", re.IGNORECASE)
"""`Do not use the table as a measure of trafficking` says what figures are not for, not that they are wrong."""
_OWN = re.compile(r"\b(?:has|have) (?:its|their) own\b", re.IGNORECASE)
_COMPARES = re.compile(r"\bcompare\b.* (?:to|with) (?:that|the ones|those) (?:from|in|of) [A-Z]")
_ASKED = re.compile(
    r"(?:q(?:uestion)?[.:)]+ *)?(?:how|what|when|where|which|who|whose|why)\b[^.?!]*\?\W*$", re.IGNORECASE
)
_THANKED = re.compile(r"\bthank(?:s|ed)?\b|\bask(?:s|ed) (?:[\w']+ ){0,3}(?:not to|if|whether)\b", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"\b(?:appear|check(?:ed)?|follow|issued?|posted|print(?:ed)?|publish(?:ed)?|released?|repeated|reviewed|revised|updated?)"
    r"\b(?:(?!\b(?:are|cover|for|from|is|of|to)\b)[^.,;:])*?"
    r"(?:\b(?:each|every|in the|next) (?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december|month|quarter|spring|summer|fall|autumn|winter|week)|\b(?:daily|monthly|quarterly|weekly))\W*$",
    re.IGNORECASE,
)
"""`We print the table again each January`: when something is published, not when it was counted."""
_MEANS = re.compile(
    r"\b(?:do|does|did)\b(?: \w+){0,3} mean\b|\b(?:can|could|figures|may|might|numbers|they|which) mean\b",
    re.IGNORECASE,
)
"""`What do the figures mean?`"""
_ABSENT = re.compile(r"\b(?:absent|left out|missing|not shown|omitted) (?:as|because|since)\b", re.IGNORECASE)
"""`One state is missing because its figure was under review` says nothing of those that are shown."""
_NOT_COUNTED = re.compile(
    r"(?:calls|cases|contacts|reports|signals|tips) (?:about|that|to|which)\b.*\b(?:are|were) not (?:among|counted|in|"
    r"included|part|shown)\b",
    re.IGNORECASE,
)
"""`Cases that came to the police alone are not included`"""
_ALL_COUNTIES = re.compile(
    rf"\ball (?:of )?(?:(?:its|our|the) )?(?:(?:{'|'.join(sorted(WRITTEN))}) )?(?:cities|counties|parishes|regions)\b",
    re.IGNORECASE,
)
OF_OTHER_STATES = re.compile(
    r"\b(?:calls?|cases?|contacts?|signals?|tips?)\b[^.;]*\b(?:about|concerning|involving) (?:another|other) states?\b"
    r"[^.;]*\bnot\b",
    re.IGNORECASE,
)
"""`A call from Ohio may be about another state, in which case it is not counted`: it belongs to the other state."""
_CALENDAR_YEAR = re.compile(
    r"\b(?:a|each|every|the) (?:calendar |reporting )?year (?:\w+ ){1,3}jan(?:uary|\.)? 1(?:st)? "
    r"(?:and ends on|through|to|until) dec(?:ember|\.)? 31(?:st)?\W*$",
    re.IGNORECASE,
)
"""`A year runs from January 1 to December 31.`"""
_OTHERS = (
    (_CALENDAR_YEAR, ("part_of_year",)),
    (_ALL_COUNTIES, ("local",)),
    (OF_OTHER_STATES, ("other_place",)),
    (_COMES, ("part_of_year",)),
    (_PUBLISHED, ("part_of_year",)),
    (_MEANS, ("average",)),
    (_ABSENT, ("void",)),
    (_NO_USE, ("void",)),
    (_OWN, ("void",)),
    (_NOT_COUNTED, ("organization", "other_service")),
    (_SPOKEN, ("organization", "other_place", "other_service")),
    (_THANKED, ("local", "nation", "part_of_year")),
)
_IN_ANOTHER = re.compile(
    r"\b(?:appear|appeared|are|can be found|were) in (?:an?|another|last|(?:our|the) (?:earlier|first|last|next|other|"
    r"previous|prior))\b(?: [\w']+){0,3} (?:bulletin|edition|issue|letter|newsletter|report|volume)\b",
    re.IGNORECASE,
)
_MADE = re.compile(
    r"(?:this |the )?(?:web ?)?(?:page|site)\b.* by |.*\bby (?:(?:[A-Z]\. ?)+|Mrs?\. |Ms\. |Dr\. )[A-Z][\w'-]+\W*$",
    re.IGNORECASE,
)
_COMPOUND = frozenset(("data", "numbers", "records", "statistics"))
_HEADS = frozenset(
    ("analyst", "analysts", "center", "centre", "collaborative", "desk", "group", "hub", "index", "lab", "manager",
     "office", "officer", "officers", "portal", "project", "request", "requests", "specialist", "staff", "team",
     "teams")
)  # fmt: skip
"""`The data team`, `our data index`: what is named is no figure."""
_KEYS_OF_FIGURES = _NOUNS | frozenset(
    ("a", "all", "an", "annual", "area", "as", "attention", "basis", "breakdown", "by", "calls", "case", "cases",
     "caution", "caveat", "contacts", "count", "counting", "coverage", "disclaimer", "edition", "final", "for", "from",
     "hotline", "important", "in", "it", "kind", "level", "method", "nature", "note", "notes", "of", "our", "period",
     "please", "publication", "quality", "range", "region", "release", "reliability", "remark", "remarks", "report",
     "reporting", "scope", "signals", "source", "sources", "state", "statistic", "status", "tallies", "tally", "the",
     "these", "this", "to", "total", "trafficking", "type", "unit", "verification", "version", "victim", "victims",
     "warning", "we", "year", "yearly", "you", "your")
)  # fmt: skip
_LONGEST_KEY = 4
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
    found = {kind for pattern, kinds in _OTHERS if pattern.search(text) for kind in kinds}
    return found | {"part_of_year", "local", "nation"} if _ASKS.match(text) else found


def says_nothing(text: str) -> bool:
    """Whether words that are not known change no figure: in a question, in thanks, in what
    somebody says or asks, and in why something is absent."""
    return any(one.search(text) for one in (_ABSENT, _SPOKEN, _THANKED)) or _ASKED.match(text) is not None


def is_in_another(text: str) -> bool:
    """`Figures for 2019 are in last year's report.`"""
    return _IN_ANOTHER.search(text) is not None


def names_who_made(text: str) -> bool:
    """`Page last edited by T. Broussard.`"""
    return _MADE.match(text) is not None


def without_compounds(words: list[str]) -> list[str]:
    """The words but those for figures that only say which team or index: `our analyst` of `our data analyst`."""
    behind = [*words[1:], ""]
    return [one for one, after in zip(words, behind, strict=False) if not (one in _COMPOUND and after in _HEADS)]


def has_its_own_key(tokens: Sequence[Token]) -> bool:
    """`Fiscal impact estimates: Preliminary.` says of these what it says; `Status of data: preliminary` of figures."""
    at = next((at for at, token in enumerate(tokens) if token.text == ":"), 0)
    key = [token.text.casefold() for token in tokens[:at]]
    return 1 < len(key) <= _LONGEST_KEY and _KEYS_OF_FIGURES.isdisjoint(key)


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
