"""Sentences that name numbers, places or years and are not about the figures: telephones, other pages and reports.

Belongs here: what a sentence is about if not the figures. Not here: how sentences change figures (remarks).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import takewhile

from orchestration.spotlight.readers.grammar.dates import MONTHS
from orchestration.spotlight.readers.grammar.lexicon import PLACE
from orchestration.spotlight.readers.grammar.phrases import Phrase
from orchestration.spotlight.readers.grammar.tokens import Kind, Token, What
from orchestration.spotlight.readers.grammar.words import FIGURE_NOUNS

_NOUNS = (FIGURE_NOUNS - {"number"}) | {"digits", "page", "rows", "sheet", "table", "tables"}
"""Words for figures or for their page; without `number`, which may be that of a telephone."""
_DIALLED = re.compile(
    r"\b(?:in|into|to|from|on) (?:your|a|any|his|her|my|our|their) (?:cell ?|mobile )?(?:telephone|phone|contact)s?\b"
    r"|\bto (?:call|dial|text)\b|\bbe (?:called|dialed|dialled|reached|texted)\b|\bfree of charge\b",
    re.IGNORECASE,
)
_INDEFINITE = frozenset(("a", "an", "another", "many", "most", "several", "some"))
_OWN = re.compile(
    r"\b(?:has|have) (?:(?:a|an) \w+ of )?(?:its|their) own\b|\b(?:page|profile|sheet|spotlight)s? for each state\b",
    re.IGNORECASE,
)
_ON_OWN_PAGE = re.compile(
    r"(?:(?! (?:is|are) )[^;:])* (?:is|are) (?:(?:counted|given|included|listed|shown) )?(?:on "
    r"(?:(?:its|their) own (?:pages?|sheets?)|an? (?:page|sheet) of (?:its|their) own"
    r"|the (?:following|next|other|previous) (?:page|sheet|slide|tab))"
    r"|in the (?:pages?|reports?|sheets?|spotlights?) of (?:that state|those states))\.?",
    re.IGNORECASE,
)
_RELEASE = re.compile(
    r"WASHINGTON (?:--?|[\u2013\u2014]) The (?:National (?:Human Trafficking )?)?"
    r"Hotline has (?:published|released) its (?:(?:19|20)[0-9]{2} )?statistics for (?:the )?[A-Z][\w ]+\."
)
"""The whole sentence: `INDIANA - The statistics for Ohio come next month` heads the numbers of Indiana."""
_IS_FROM_HOTLINE = re.compile(
    r"(?:this|these|that|those) (?:is|are|comes?|came) from the national human trafficking hotline's "
    r"(?:data|figures|numbers|page|report|spotlight|statistics)(?-i:(?: (?:for|of|on) (?:[A-Z][a-z]+ ?|[0-9]{4} ?)+)*)"
    rf"(?:\((?:{MONTHS}|[0-9, ]|accurate|as|current|of|through|to)+\))?[:.]?",
    re.IGNORECASE,
)
_BETWEEN_PLACES = frozenset(("and", "cities", "in", "suburbs", "the", "towns"))
_COMPARES = re.compile(
    r"\bcompare\b.{0,200} (?:to|with) (?:that|the ones|those) (?:from|in|of) [A-Z]"
    r"|^The (?:National Human Trafficking )?Hotline (?:has|holds|keeps|maintains) one of the "
    r"(?:largest|most extensive) data ?sets(?: on [\w ]{1,60})?(?: in the (?:country|nation|United States|world))?\.?$"
)
_IN_ANOTHER = re.compile(
    r"\b(?:appear|appeared|are|can be found|were) in (?:an?|another|last|(?:our|the) (?:earlier|first|last|next|other|"
    r"previous|prior))\b(?: [\w']+){0,3} (?:bulletin|edition|issue|letter|newsletter|report|volume)\b",
    re.IGNORECASE,
)
_COMPOUND = frozenset(("data", "numbers", "records", "statistics"))
_HEADS = frozenset(
    ("analyst", "analysts", "center", "centre", "collaborative", "desk", "group", "hub", "index", "lab", "manager",
     "office", "officer", "officers", "portal", "project", "request", "requests", "specialist", "staff", "team",
     "teams")
)  # fmt: skip
"""Nouns that make a name of the word before them: `the data team`, `our data index`."""
_FOR_YEAR = re.compile(r"\bfor (?:the year )?((?:19|20)[0-9]{2})\b")


def is_about_telephone(text: str, tokens: Sequence[Token]) -> bool:
    """Whether `number` is that of a telephone: `The number is free of charge`, `Put the number in your phone`."""
    words = [token.text.casefold() for token in tokens if token.kind is Kind.WORD]
    if "number" not in words or not _NOUNS.isdisjoint(words):
        return False
    before = words[: words.index("number")][-1:]
    is_dialled = _DIALLED.search(text) or any(token.of and token.of.what is What.CONTACT for token in tokens)
    return bool(is_dialled) and before not in (["each"], ["every"])


def has_new_subject(words: Sequence[str]) -> bool:
    """Whether the subject is new to the page: `A study by a university counted far more people`."""
    return not _INDEFINITE.isdisjoint(words[:1]) and _NOUNS.isdisjoint(words)


def is_in_another_report(text: str) -> bool:
    """Whether the figures meant are in another report: `Figures for 2019 are in last year's report.`"""
    return _IN_ANOTHER.search(text) is not None


def without_compounds(words: list[str]) -> list[str]:
    """The words without those for figures that are part of another name: `our data analyst` becomes `our analyst`."""
    behind = [*words[1:], ""]
    return [one for one, after in zip(words, behind, strict=False) if not (one in _COMPOUND and after in _HEADS)]


def says_has_own_page(text: str) -> bool:
    """Whether a place has its own page: `Kansas has its own page, which is often mixed up with ours.`

    `We publish a page for each state and for the District of Columbia.`
    """
    return _OWN.search(text) is not None


def are_on_their_own_pages(phrases: Sequence[Phrase], text: str) -> bool:
    """`Kansas and Iowa are shown on their own pages.`, but not `These are of Kansas and are on their own page.`

    `Suburbs in Maryland are counted in the Spotlight of that state.` says so of a part of a place.
    """
    named = list(takewhile(lambda one: one.text.casefold() not in ("are", "is"), phrases))
    are_places = all(one.kind == PLACE or one.text.casefold() in _BETWEEN_PLACES for one in named)
    return bool(named) and are_places and _ON_OWN_PAGE.fullmatch(text) is not None


def is_release_for(phrases: Sequence[Phrase], text: str, places: Collection[str | None]) -> bool:
    """Whether a release for one of `places` begins with the town where it was written.

    `WASHINGTON - The Hotline has released its statistics for Ohio.` says nothing of Washington.
    """
    last = phrases[-1] if phrases else None
    names_place = last is not None and last.kind == PLACE and last.entry is not None and last.entry.meaning in places
    return names_place and _RELEASE.fullmatch(text) is not None


def is_from_hotline(text: str) -> bool:
    """Whether it names the source: `This is from the National Human Trafficking Hotline's report for Montana:`."""
    return _IS_FROM_HOTLINE.fullmatch(text) is not None


def compares(text: str) -> bool:
    """Whether a sentence only compares with other data: `Readers compare such tables with those of Wisconsin.`

    `The National Human Trafficking Hotline maintains one of the largest data sets in the United States.`
    """
    return _COMPARES.search(text) is not None


def is_for_another_year(text: str, years: Collection[int]) -> bool:
    """Whether a sentence only names years other than those of the figures: `Target for 2025: none set`."""
    named = [int(year) for year in _FOR_YEAR.findall(text)]
    return bool(named) and set(named).isdisjoint(years)
