"""Of what a sentence states a time: of the figures, or of a law, a grant, an event, a list of addresses.

Belongs here: the words before a time. Not here: what is stated (statements), for which figures it holds (particulars).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from orchestration.spotlight.readers.grammar.lexicon import OUTSIDE, PLACE, UNKNOWN
from orchestration.spotlight.readers.grammar.number_words import WRITTEN
from orchestration.spotlight.readers.grammar.phrases import COUNTING, Phrase
from orchestration.spotlight.readers.grammar.tokens import Kind, Token, What

_OF_FIGURES = frozenset(
    ("amounts", "breakdown", "chart", "charts", "columns", "count", "counts", "dashboard", "data", "dataset",
     "document", "everything", "extract", "facts", "factsheet", "figure", "figures", "findings", "graph", "graphic",
     "handout", "hotline", "infographic", "information", "nhth", "nhtrc", "number", "numbers", "overview", "page",
     "profile", "records", "report", "reports", "results", "rows", "sheet", "snapshot", "spotlight", "statistic",
     "statistics", "stats", "summary", "table", "tables", "tallies", "totals", "values")
)  # fmt: skip
_SMALL = frozenset(
    ("a", "above", "all", "an", "and", "as", "at", "be", "been", "begin", "beginning", "begins", "below", "between",
     "both", "by", "calendar", "concerning", "contains", "cover", "coverage", "covered", "covering", "covers", "date",
     "dates", "during", "each", "end", "ending", "ends", "entire", "follow", "following", "follows", "for", "frame",
     "from", "full", "has", "have", "here", "in", "include", "includes", "is", "are", "it", "its", "only", "of", "on",
     "or", "our", "own", "period", "range", "reporting", "represent", "represents", "says", "show", "shows", "source",
     "start", "starts", "state", "statewide", "that", "the", "their", "there", "these", "they", "this", "those",
     "through", "time", "timeframe", "to", "until", "was", "were", "web", "what", "which", "whole", "with", "within",
     "year", "years", "you", "ones", "see", "shown", "given", "printed", "listed", "used")
)  # fmt: skip
"""Words that name nothing: before a time they leave it to the figures."""
_SAYS = frozenset(("calls", "describes", "reports", "said", "say", "says", "shows", "stated", "states", "that"))
_OF_WHAT = frozenset(("of", "on", "about", "for"))
_BEFORE_NAMES = _OF_WHAT | {"in", "by", "from", "to", "at", "with"}
_COUNTED = ("figure", "short", "sentence", "unit", "measure", "breakdown")
_DONE = COUNTING | {"made", "known", "reported", "registered", "documented", "sent", "came", "coming"}
_IS = frozenset(("is", "are", "was", "were"))
_PRONOUNS = frozenset(("it", "they", "these", "those", "this", "that", "all", "both"))
_BEHIND_PRONOUNS = _IS | {"on", "above", "below", "here", "shown", "given", "printed", "listed", "of", "may", "can"}
_DETERMINERS = frozenset(("the", "these", "this", "those", "all", "our", "its", "their", "his", "her", "both"))
_BED = 4
"""Letters: a word with more of them that ends so is a participle."""
_SURE = re.compile(r"accura|current|correct|complete|valid|up|exact|data", re.IGNORECASE)
"""`As of May 1, 2021` alone may be said of anything."""
_ENDS_CLAUSE = (";", "|")


def is_of_figures(phrases: Sequence[Phrase], tokens: Sequence[Token], at: int) -> bool:
    """Whether a time, the phrase `at` of a sentence, is said of the figures of its page.

    What is nearest before it decides: `statistics for Iowa, January 1 through December 31, 2019`, `Penal Code (current
    as of May 1, 2021)`. What `is current` is named by the subject: `The laws in this report are current as of ...`.
    """
    word = _words(phrases)
    first = _start_of_clause(phrases, tokens, at)
    of = phrases[at].tokens[0].of
    is_day = of is not None and of.what is What.ACCURACY
    if _is_with_day_or_period(phrases, word, at):
        return True
    before = word[first:at]
    if is_day and before and phrases[at - 1].text.casefold() in _IS:
        subject = _subject(phrases[first : at - 1], before[:-1])
        named = next((one for one in subject if one in "Fx"), "")
        return named == "F" or (not named and "N" not in subject)
    named = next((one for one in reversed(before) if one in "Fx"), "")
    if named:
        return named == "F"
    after = word[at + 1 :]
    is_sure = not is_day or bool(_SURE.match(phrases[at].text))
    return "N" not in before and (is_sure or not after or "F" in after)


def is_place_of_figures(
    phrases: Sequence[Phrase], tokens: Sequence[Token], at: int, *, is_named_after: bool = False
) -> bool:
    """Whether the place that a phrase names is that of figures: `data for Iowa`, `Iowa in the hotline's count`.

    `is_named_after`: only the first of these.
    """
    word = _words(phrases)
    before = next((one for one in reversed(word[_start_of_clause(phrases, tokens, at) : at]) if one in "FxN"), "")
    after = "" if is_named_after else next((one for one in word[at + 1 :] if one in "FxN"), "")
    return (before or after) == "F"


def is_of_another(phrases: Sequence[Phrase], tokens: Sequence[Token], time: int) -> bool:
    """Whether something else stands nearer before a time, a token of a sentence: `our house opens on May 1`."""
    at = sum(1 for phrase in phrases if phrase.tokens[0] in tokens[:time])
    before = _words(phrases)[_start_of_clause(phrases, tokens, at) : at] if at < len(phrases) else ""
    return next((one for one in reversed(before) if one in "Fx"), "") == "x"


def speaks_of_figures(phrases: Sequence[Phrase]) -> bool:
    """Whether figures are the first that a sentence names: `These data are for 2019`, not `The number of beds ...`."""
    return next((one for one in _words(phrases) if one in "Fx"), "") != "x"


def is_of_what_others_were(phrases: Sequence[Phrase], before: Sequence[Phrase]) -> bool:
    """Whether a sentence is about what the one before it named, and that was no figures.

    `Our directory lists shelters. They are ...`, `Our laws change. The ones on this page are ...`
    """
    words = " ".join(phrase.text for phrase in phrases[:3]).casefold().split()
    is_pronoun = len(words) > 1 and words[0] in _PRONOUNS and words[1] in _BEHIND_PRONOUNS
    named = _words(before)
    is_known = not any(phrase.kind == UNKNOWN or phrase.kind in OUTSIDE for phrase in phrases)
    if is_known and "F" in _words(phrases[:4]):
        # `Many ask for these. They are the numbers of the hotline for Ohio, ...`
        return False
    if any(phrase.text.casefold() == "them" for phrase in before):
        # `The Office publishes them here in full. They are ...`: of what was named before both.
        return False
    return (is_pronoun or words[:2] == ["the", "ones"]) and "x" in named and "F" not in named


def _subject(phrases: Sequence[Phrase], words: str) -> str:
    """What `is` so: `these statistics`, or all from the beginning of the clause: `the laws in this report`."""
    texts = [phrase.text.casefold() for phrase in phrases]
    start = len(words.rstrip("FYP"))
    if start and "F" in words[start:] and texts[start - 1] in _DETERMINERS:
        start -= 1
    is_whole = start < len(words) and not (start and texts[start - 1] in _BEFORE_NAMES)
    if is_whole and "F" in words[start:] and (start == 0 or texts[start] in _DETERMINERS or words[start] in "YP"):
        return words[start:]
    said = [at for at, text in enumerate(texts) if text in _SAYS and at and words[at] != "F"]
    whole = (words[said[-1] + 1 :] if said else "") or words
    # `The links on this page`
    first = next((at for at, text in enumerate(texts) if text in _BEFORE_NAMES), 0) if whole is words else 0
    return words[:first] if {"N", "x"} & set(words[:first]) else whole


def _words(phrases: Sequence[Phrase]) -> str:
    """Each phrase as a letter: Figures, Place, Y for times, n for small words, N for others known, x for the rest."""
    found = [_letter(phrase, before) for phrase, before in zip(phrases, (None, *phrases), strict=False)]
    # From the last: what `numbers for other agencies` are of is told by what `other` is.
    for at in reversed(range(len(found))):
        # `Contact details`, but not `contacts received`
        has_name = found[at + 1 : at + 2] in (["x"], ["N"]) and phrases[at + 1].text.casefold() not in _DONE
        is_name = phrases[at].kind in _COUNTED and has_name
        is_compound = at > 0 and found[at - 1] == "x" and _is_compound(phrases[at - 1], phrases[at])
        if found[at] == "F" and (is_name or is_compound or _is_of_another(phrases[at + 1 :], found[at + 1 :])):
            found[at] = "x"
    return "".join(found)


def _letter(phrase: Phrase, before: Phrase | None) -> str:
    texts = phrase.text.casefold().split()
    of = phrase.tokens[0].of
    if phrase.kind == Kind.YEAR or of is not None:
        return "Y" if of is None or of.what in (What.YEAR, What.PERIOD) else "n"
    if phrase.kind == PLACE:
        return "P"
    if not _OF_FIGURES.isdisjoint(text.removesuffix("'s") for text in texts):
        # `Phone numbers are current as of ...`
        is_to_call = texts[-1] == "numbers" and before is not None and before.kind == "short"
        return "x" if is_to_call else "F"
    if phrase.kind in _COUNTED:
        return "F"
    if _SMALL.issuperset(texts) or WRITTEN.issuperset(texts):
        return "n"
    if phrase.kind == "nation":
        return "P"
    is_participle = phrase.kind == UNKNOWN and len(texts[-1]) > _BED and texts[-1].endswith("ed")
    return "N" if is_participle or phrase.kind in ("neutral", "sum", "own_period", "edition") else "x"


def _is_compound(before: Phrase, phrase: Phrase) -> bool:
    """`shelter data`, `volunteer numbers`: side by side, so that the first says of what the second are."""
    last, first = before.tokens[-1], phrase.tokens[0]
    is_begun = first.text.casefold() in _DETERMINERS
    return last.line == first.line and first.column - last.end == 1 and not is_begun


def _is_of_another(after: Sequence[Phrase], words: Sequence[str]) -> bool:
    """`number of beds`, `figures for our shelter`"""
    if not after or after[0].text.casefold() not in _OF_WHAT:
        return False
    return next((one for one in words if one not in "nPN"), "") == "x"


def _start_of_clause(phrases: Sequence[Phrase], tokens: Sequence[Token], at: int) -> int:
    """The first phrase behind the last sign before a phrase that ends a clause."""
    end = next(n for n, token in enumerate(tokens) if token is phrases[at].tokens[0])
    sign = next((n for n in range(end - 1, -1, -1) if tokens[n].text in _ENDS_CLAUSE), -1)
    rest = {id(token) for token in tokens[sign + 1 :]}
    return next(n for n, phrase in enumerate(phrases) if id(phrase.tokens[0]) in rest)


def _is_with_day_or_period(phrases: Sequence[Phrase], words: str, at: int) -> bool:
    """`from January 1 through December 31, 2019 and is accurate as of July 30, 2020`: so only figures are spoken of."""

    def is_sure_day(one: Phrase) -> bool:
        of = one.tokens[0].of
        return of is not None and of.what is What.ACCURACY and bool(_SURE.match(one.text))

    if is_sure_day(phrases[at]):
        return re.search("Yn*$", words[:at]) is not None
    following = next((n for n in range(at + 1, len(phrases)) if words[n] != "n" or phrases[n].tokens[0].of), at)
    return is_sure_day(phrases[following])
