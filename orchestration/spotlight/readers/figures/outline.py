"""Whether a sentence says of which place and year the figures are: `the Hotline's numbers for Ohio in 2022`.

Belongs here: the order of what a sentence names. Not here: what it does to figures (statements).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from orchestration.spotlight.readers.grammar.phrases import COUNTING, Phrase
from orchestration.spotlight.readers.grammar.tokens import Kind, What

_OF_FIGURES = frozenset(
    ("amounts", "counts", "data", "figure", "figures", "number", "numbers", "results", "statistics", "totals", "values")
)
_SMALL = frozenset(
    ("about", "calendar", "concerning", "covering", "during", "for", "from", "in", "of", "on", "period", "regarding",
     "state", "the", "these", "this", "year")
)  # fmt: skip
_OF_NO_CONTENT = _SMALL | _OF_FIGURES | COUNTING | frozenset(
    ("a", "above", "all", "an", "and", "are", "as", "at", "be", "been", "below", "between", "both", "by",
     "came", "come", "count",
     "course", "dates", "day", "days", "did", "do", "does", "each", "every", "everything", "follow", "following",
     "follows", "frame", "give", "given", "gives", "had", "handle", "happened", "has", "have", "hear", "here", "his",
     "hold", "holds", "i", "identify", "is", "it", "its", "log", "months", "only", "or", "our", "ours", "over", "page",
     "print", "receive", "record", "refer", "refers", "report", "reported", "reporting", "s", "sent", "sheet", "show",
     "shown", "shows", "source", "table", "taken", "that", "their", "them", "there", "they", "those", "through",
     "time", "timeframe", "to", "took", "us", "was", "we", "were", "what", "which", "with", "year's", "you", "your")
)  # fmt: skip
"""Words of a sentence that names nothing of its own, and so speaks of the figures of its page."""
_GIVES = frozenset(
    ("gave", "gives", "has", "holds", "issued", "keeps", "lists", "provided", "provides", "published", "publishes",
     "released", "reported", "reports")
)  # fmt: skip
"""Verbs whose time is not that of the figures: `published for Iowa for 2018`, but not `published in 2018`."""
_ABOUT = frozenset(("about", "concerning", "for", "on", "regarding"))
_PLACE_AND_YEAR = re.compile("[FH]n*Pn*Y|Fn*Yn*P|FnY|Yn*Hn*V|Hn*Vn*Pn*Y|PFn*Hn*Y")
"""`numbers for Ohio in 2022`, `In 2022 the Hotline recorded`, `Ohio data of the Hotline for 2022`."""
_PLACE = re.compile("[FHV]n*P|PFn*H")


def outline_of(phrases: Iterable[Phrase]) -> str:
    """The phrases as letters: Figures, Hotline, Place, Year, Verb of counting, n for small words, x for others."""
    found = []
    told = list(phrases)
    for phrase, following in zip(told, [*told[1:], None], strict=True):
        text, of = phrase.text.casefold(), phrase.tokens[0].of
        if of is not None and of.what is What.ACCURACY:
            continue
        if phrase.kind == "place":
            found.append("P")
        elif phrase.kind == Kind.YEAR or (of is not None and of.what in (What.YEAR, What.PERIOD)):
            found.append("Y")
        elif phrase.kind == "neutral" and text.endswith(("hotline", "hotline's")):
            found.append("H")
        elif phrase.kind == "neutral" and not _OF_FIGURES.isdisjoint(text.split()):
            found.append("F")
        elif text in _GIVES and following is not None and following.text.casefold() in _ABOUT:
            found.append("n")
        elif text in COUNTING:
            found.append("V")
        else:
            found.append("n" if phrase.kind == "neutral" and not _SMALL.isdisjoint(text.split()) else "x")
    return "".join(found)


def names_place_and_year(outline: str, *, leads: bool, is_above: bool) -> bool:
    """Whether a sentence names both; `leads`: figures follow. `The numbers for Ohio in 2018 were higher` does not."""
    named = _PLACE_AND_YEAR.search(outline)
    if named is None:
        return False
    # `..., and the data are accurate as of July 30, 2020`
    rest = outline[named.end() :].replace("Fx", "").strip("n")
    return leads or (is_above and not rest)


def tells_only_the_time(phrases: Iterable[Phrase]) -> bool:
    """`Recorded for the year 2022`, `What follows came in during 2022`: nothing but the time, and what is counted."""
    names_more = False
    for phrase in phrases:
        words = phrase.text.casefold().split()
        of = phrase.tokens[0].of
        # `Table 1. Signals and cases, 2019`
        if phrase.kind == Kind.YEAR or (
            of is not None and of.what in (What.YEAR, What.PERIOD, What.ACCURACY, What.NOISE)
        ):
            continue
        is_counted = phrase.kind in ("figure", "unit", "measure", "place") or words[-1] in ("hotline", "hotline's")
        if not (is_counted or _OF_NO_CONTENT.issuperset(words)):
            return False
        names_more |= not {"in", "for"}.issuperset(words)
    return names_more


def names_year_of_statistics(outline: str) -> bool:
    """`National Human Trafficking Hotline, 2019 statistics`."""
    return "YF" in outline


def names_place_of_figures(outline: str) -> bool:
    """`what the Hotline received from New York`: the place is that of the figures."""
    return bool(_PLACE.search(outline))
