"""Whether a sentence names the place and the year of the figures: `the Hotline's numbers for Ohio in 2022`.

Belongs here: the order in which a sentence names them. Not here: what it states about the figures (statements).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from orchestration.spotlight.readers.grammar.phrases import Phrase
from orchestration.spotlight.readers.grammar.tokens import Kind, What
from orchestration.spotlight.readers.grammar.words import FIGURE_NOUNS, VERBS_OF_COUNTING

_SMALL_WORDS = frozenset(
    ("about", "according", "calendar", "concerning", "covering", "during", "for", "from", "in", "of", "on", "period",
     "regarding", "state", "the", "these", "this", "year")
)  # fmt: skip
_WITHOUT_CONTENT = _SMALL_WORDS | FIGURE_NOUNS | VERBS_OF_COUNTING | frozenset(
    ("a", "above", "all", "always", "an", "and", "are", "as", "at", "be", "been", "below", "between", "both", "by",
     "came", "columns", "come", "count", "counts", "course", "cover", "covers", "dates", "day", "days", "did", "do",
     "does", "each", "every", "everything", "follow", "following", "follows", "frame", "give", "given", "gives",
     "had", "handle", "happened", "has", "have", "hear", "here", "his", "hold", "holds", "hotline", "hotline's", "i",
     "identify", "included", "inclusive", "is", "it", "its", "log", "months", "next", "only", "or", "our", "ours",
     "over", "page", "pages", "print", "receive", "record", "refer", "refers", "report", "reported", "reporting",
     "rows", "s", "section", "sections", "sent", "sheet", "sheets", "show", "shown", "shows", "source", "span",
     "spotlight", "spotlights", "table", "tables", "taken", "tell", "tells", "that", "their", "them", "there", "they",
     "those", "through", "time", "timeframe", "to", "took", "us", "was", "we", "were", "what", "which", "whole", "with",
     "year's", "you", "your")
)  # fmt: skip
"""Words without a subject of their own: a sentence of only these describes the figures on its page."""
_OF_WHAT_FOLLOWS = frozenset(("collected", "obtained"))
"""The same beside `the following` and `what follows` only: `The report was obtained in May` says something else."""
_FOLLOWING = frozenset(("following", "follows"))
_PUBLISHING_VERBS = frozenset(
    ("gave", "gives", "has", "holds", "issued", "keeps", "lists", "printed", "provided", "provides", "published",
     "publishes", "released", "reported", "reports")
)  # fmt: skip
"""Before `for` or `about` their year is that of the figures: `published for 2018`, but not `published in 2018`."""
_ABOUT = frozenset(("about", "concerning", "for", "on", "regarding"))
_PLACE_AND_YEAR = re.compile("[FH]n*Pn*Y|Fn*Yn*P|FnY|Yn*Hn*V|Hn*Vn*Pn*Y|PFn*Hn*Y|^Pn*HY$")
"""`numbers for Ohio in 2022`, `In 2022 the Hotline recorded`, `Ohio data of the Hotline for 2022`, `Ohio, according to
the Hotline, 2022`."""
_PLACE = re.compile("[FHV]n*P|PFn*H|^Pn*HY?$")
"""`numbers for Ohio`, `the Hotline received from Ohio`, `Ohio figures of the Hotline`, `Ohio in the Hotline`."""


def outline_of(phrases: Iterable[Phrase]) -> str:
    """A letter for each phrase but accuracy dates: Figures, Hotline, Place, Year, Verb of counting, n small, x else."""
    found = []
    all_phrases = list(phrases)
    for phrase, following in zip(all_phrases, [*all_phrases[1:], None], strict=True):
        text = phrase.text.casefold()
        if phrase.what is What.ACCURACY:
            continue
        if phrase.kind == "place":
            found.append("P")
        elif phrase.kind == Kind.YEAR or phrase.what in (What.YEAR, What.PERIOD):
            found.append("Y")
        elif phrase.kind == "neutral" and text.endswith(("hotline", "hotline's")):
            found.append("H")
        elif phrase.kind == "neutral" and not FIGURE_NOUNS.isdisjoint(text.split()):
            found.append("F")
        elif text in _PUBLISHING_VERBS and following is not None and following.text.casefold() in _ABOUT:
            found.append("n")
        elif text in VERBS_OF_COUNTING:
            found.append("V")
        else:
            found.append("n" if phrase.kind == "neutral" and not _SMALL_WORDS.isdisjoint(text.split()) else "x")
    return "".join(found)


def names_place_and_year(outline: str, *, leads: bool, is_above: bool) -> bool:
    """Whether a sentence names both, to introduce the figures (`leads`) or as all that it says above them."""
    named = _PLACE_AND_YEAR.search(outline)
    if named is None:
        return False
    # An accuracy date may follow, but no statement: `The numbers for Ohio in 2018 were higher` compares.
    rest = outline[named.end() :].replace("Fx", "").strip("n")
    return leads or (is_above and not rest)


def names_only_a_time(phrases: Iterable[Phrase]) -> bool:
    """Whether a sentence names only a time and what is counted: `Recorded for the year 2022`."""
    has_other_words = False
    phrases = list(phrases)
    leads = any(not _FOLLOWING.isdisjoint(phrase.text.casefold().split()) for phrase in phrases)
    without_content = _WITHOUT_CONTENT | _OF_WHAT_FOLLOWS if leads else _WITHOUT_CONTENT
    for phrase in phrases:
        words = phrase.text.casefold().split()
        # The number of a table is no content: `Table 1. Signals and cases, 2019`
        if phrase.kind == Kind.YEAR or phrase.what in (What.YEAR, What.PERIOD, What.ACCURACY, What.NOISE):
            continue
        is_counted = phrase.kind in ("figure", "unit", "measure", "place") or words[-1] in ("hotline", "hotline's")
        if not (is_counted or without_content.issuperset(words)):
            return False
        has_other_words |= not {"in", "for"}.issuperset(words)
    return has_other_words


def names_year_of_statistics(outline: str) -> bool:
    """Whether a year stands right before a word for figures: `National Human Trafficking Hotline, 2019 statistics`."""
    return "YF" in outline


def names_place_of_figures(outline: str) -> bool:
    """Whether the place that is named is that of the figures: `what the Hotline received from New York`."""
    return bool(_PLACE.search(outline))
