"""Whether a sentence dates the figures or something else: a law, a grant, an event, a list of addresses.

Belongs here: the words around a time or place. Not here: statements (statements), their figures (particulars).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from orchestration.spotlight.readers.grammar.lexicon import NOT_OF_THE_REPORT, PLACE, UNKNOWN
from orchestration.spotlight.readers.grammar.number_words import NUMBER_WORDS
from orchestration.spotlight.readers.grammar.phrases import Phrase
from orchestration.spotlight.readers.grammar.tokens import Kind, Token, What
from orchestration.spotlight.readers.grammar.words import TO_BE, VERBS_OF_COUNTING

_OF_FIGURES = frozenset(
    ("amounts", "answer", "answers", "breakdown", "cards", "chart", "charts", "columns", "count", "counts", "dashboard",
     "data", "dataset", "document", "everything", "extract", "facts", "factsheet", "figure", "figures", "findings",
     "graph", "graphic", "handout", "hotline", "infographic", "information", "nhth", "nhtrc", "number",
     "numbers", "overview", "page", "profile", "records", "report", "reports", "results", "rows", "sheet",
     "sheets", "snapshot", "spotlight", "spotlights", "statistic", "statistics", "stats", "summary", "table", "tables",
     "tallies", "totals", "values")
)  # fmt: skip
_DOCUMENTS = frozenset(("brief", "compendium", "compilation", "digest", "leaflet", "memo", "paper", "review"))
"""`This review` holds the figures; `public review` and `the policy brief` do not."""
_SMALL_WORDS = frozenset(
    ("a", "above", "all", "an", "and", "as", "at", "be", "been", "begin", "beginning", "begins", "below", "between",
     "both", "by", "calendar", "concerning", "contains", "cover", "coverage", "covered", "covering", "covers", "date",
     "dates", "during", "each", "end", "ending", "ends", "entire", "every", "exact", "follow", "following",
     "follows", "for", "frame",
     "from", "full", "has", "have", "here", "in", "include", "includes", "is", "are", "it", "its", "only", "of", "on",
     "or", "our", "own", "period", "range", "reporting", "represent", "represents", "says", "show", "shows", "source",
     "start", "starts", "state", "statewide", "that", "the", "their", "there", "these", "they", "this", "those",
     "through", "time", "timeframe", "to", "until", "was", "were", "web", "what", "which", "whole", "with", "within",
     "year", "years", "you", "ones", "see", "shown", "given", "printed", "listed", "used")
)  # fmt: skip
_WITHOUT_SUBJECT = _SMALL_WORDS | NUMBER_WORDS
"""With only these before it, a time describes the figures."""
_BEGINNINGS = frozenset(("year that began on", "period that began on", "twelve months that began on"))
"""`It began on` may be a program."""
_SAYS = frozenset(("calls", "describes", "reports", "said", "say", "says", "shows", "stated", "states", "that"))
_OF_WHAT = frozenset(("of", "on", "about", "for"))
_BEFORE_NAMES = _OF_WHAT | {"in", "by", "from", "to", "at", "with"}
_COUNTED = ("figure", "short", "sentence", "unit", "measure", "breakdown")
_DONE = VERBS_OF_COUNTING | {"made", "known", "reported", "registered", "documented", "sent", "came", "coming"}
_PRONOUNS = frozenset(("it", "they", "these", "those", "this", "that", "all", "both"))
_BEHIND_PRONOUNS = TO_BE | {"on", "above", "below", "here", "shown", "given", "printed", "listed", "of", "may", "can"}
_DETERMINERS = frozenset(
    ("the", "these", "this", "those", "all", "each", "every", "our", "its", "their", "his", "her", "both")
)
_TOO_SHORT = 4
"""In letters: a longer word with the ending `ed` is a participle."""
_SURE = re.compile(r"accura|current|correct|complete|valid|up|exact|data", re.IGNORECASE)
"""Beginnings of accuracy dates of figures. A bare `As of May 1, 2021` may date anything."""
_ENDS_CLAUSE = (";", "|")


def dates_figures(phrases: Sequence[Phrase], tokens: Sequence[Token], at: int) -> bool:
    """Whether the time at phrase `at` describes the figures of its page. The nearest noun before it decides.

    `statistics for Iowa, January 1 through December 31, 2019` does, `Penal Code (current as of May 1, 2021)` does not.
    Before `is` and `are` the subject decides: `The laws in this report are current as of ...`.
    """
    letters = _letters(phrases)
    first = _start_of_clause(phrases, tokens, at)
    is_day = phrases[at].what is What.ACCURACY
    if _is_with_day_or_period(phrases, letters, at):
        return True
    before = letters[first:at]
    if is_day and before and phrases[at - 1].text.casefold() in TO_BE:
        subject = _subject(phrases[first : at - 1], before[:-1])
        named = next((one for one in subject if one in "Fx"), "")
        return named == "F" or (not named and "N" not in subject)
    named = next((one for one in reversed(before) if one in "Fx"), "")
    if named:
        return named == "F"
    after = letters[at + 1 :]
    is_sure = not is_day or bool(_SURE.match(phrases[at].text))
    return "N" not in before and (is_sure or not after or "F" in after)


def is_place_of_figures(
    phrases: Sequence[Phrase], tokens: Sequence[Token], at: int, *, is_named_after: bool = False
) -> bool:
    """Whether the place at phrase `at` is that of figures: `data for Iowa`, `Iowa in the hotline's count`.

    `is_named_after`: only if the word for figures stands before the place.
    """
    letters = _letters(phrases)
    before = next((one for one in reversed(letters[_start_of_clause(phrases, tokens, at) : at]) if one in "FxN"), "")
    after = "" if is_named_after else next((one for one in letters[at + 1 :] if one in "FxN"), "")
    return (before or after) == "F"


def dates_something_else(phrases: Sequence[Phrase], tokens: Sequence[Token], time: int) -> bool:
    """Whether the time at token `time` describes something else, which stands before it: `our house opens on May 1`."""
    at = sum(1 for phrase in phrases if phrase.tokens[0] in tokens[:time])
    before = _letters(phrases)[_start_of_clause(phrases, tokens, at) : at] if at < len(phrases) else ""
    return next((one for one in reversed(before) if one in "Fx"), "") == "x"


def speaks_of_figures(phrases: Sequence[Phrase]) -> bool:
    """Whether a sentence names nothing before figures: `These data are for 2019`, not `The number of beds ...`."""
    return next((one for one in _letters(phrases) if one in "Fx"), "") != "x"


def continues_another_subject(phrases: Sequence[Phrase], before: Sequence[Phrase]) -> bool:
    """Whether the pronoun of a sentence stands for something in the sentence before that is not figures.

    `Our directory lists shelters. They are ...`, `Our laws change. The ones on this page are ...`
    """
    words = " ".join(phrase.text for phrase in phrases[:3]).casefold().split()
    is_pronoun = len(words) > 1 and words[0] in _PRONOUNS and words[1] in _BEHIND_PRONOUNS
    named = _letters(before)
    is_known = not any(phrase.kind == UNKNOWN or phrase.kind in NOT_OF_THE_REPORT for phrase in phrases)
    if is_known and "F" in _letters(phrases[:4]):
        # The sentence names the figures itself: `Many ask for these. They are the numbers of the hotline for Ohio, ...`
        return False
    if any(phrase.what is What.NOISE and phrase.text.casefold().startswith("table") for phrase in before):
        # `Georgia's are set out in Table 3. They are ...`
        return False
    if any(phrase.text.casefold() == "them" for phrase in before):
        # Both sentences are about something named before: `The Office publishes them here in full. They are ...`
        return False
    return (is_pronoun or words[:2] == ["the", "ones"]) and "x" in named and "F" not in named


def _subject(phrases: Sequence[Phrase], letters: str) -> str:
    """The letters of the subject before `is`: `these statistics`, or all of the clause: `the laws in this report`."""
    texts = [phrase.text.casefold() for phrase in phrases]
    start = len(letters.rstrip("FYP"))
    if start and "F" in letters[start:] and texts[start - 1] in _DETERMINERS:
        start -= 1
    is_whole = start < len(letters) and not (start and texts[start - 1] in _BEFORE_NAMES)
    if is_whole and "F" in letters[start:] and (start == 0 or texts[start] in _DETERMINERS or letters[start] in "YP"):
        return letters[start:]
    said = [at for at, text in enumerate(texts) if text in _SAYS and at and letters[at] != "F"]
    whole = (letters[said[-1] + 1 :] if said else "") or letters
    # The noun before a preposition is the subject: `The links on this page`
    first = next((at for at, text in enumerate(texts) if text in _BEFORE_NAMES), 0) if whole is letters else 0
    return letters[:first] if {"N", "x"} & set(letters[:first]) else whole


def _letters(phrases: Sequence[Phrase]) -> str:
    """A letter for each phrase: Figures, Place, Y for times, n for small words, N for others known, x for the rest."""
    found = [_letter(phrase, before) for phrase, before in zip(phrases, (None, *phrases), strict=False)]
    # From last to first: `numbers for other agencies` depends on the letters after `numbers`.
    for at in reversed(range(len(found))):
        # A noun after it makes it part of a name: `Contact details`, but not `contacts received`
        has_name = found[at + 1 : at + 2] in (["x"], ["N"]) and phrases[at + 1].text.casefold() not in _DONE
        is_name = phrases[at].kind in _COUNTED and has_name
        is_compound = at > 0 and found[at - 1] == "x" and _is_compound(phrases[at - 1], phrases[at])
        if found[at] == "F" and (is_name or is_compound or _has_another_object(phrases[at + 1 :], found[at + 1 :])):
            found[at] = "x"
    return "".join(found)


def _letter(phrase: Phrase, before: Phrase | None) -> str:
    texts = phrase.text.casefold().split()
    if phrase.kind == Kind.YEAR or phrase.what is not None:
        return "Y" if phrase.what in (None, What.YEAR, What.PERIOD) else "n"
    if phrase.kind == PLACE:
        return "P"
    if not _OF_FIGURES.isdisjoint(text.removesuffix("'s") for text in texts):
        # Numbers to call: `Phone numbers are current as of ...`
        is_to_call = texts[-1] == "numbers" and before is not None and before.kind == "short"
        return "x" if is_to_call else "F"
    if texts == ["people"] and before is not None and before.text.casefold() == "from":
        # `The Hotline heard from people in Ohio`: what it counts comes from them.
        return "n"
    if _DOCUMENTS.issuperset(texts) and before is not None and before.text.casefold() == "this":
        return "F"
    if phrase.kind in _COUNTED:
        return "F"
    if _WITHOUT_SUBJECT.issuperset(texts) or phrase.text.casefold() in _BEGINNINGS:
        return "n"
    if phrase.kind == "nation":
        return "P"
    is_participle = phrase.kind == UNKNOWN and len(texts[-1]) > _TOO_SHORT and texts[-1].endswith("ed")
    return "N" if is_participle or phrase.kind in ("neutral", "sum", "own_period", "edition") else "x"


def _is_compound(before: Phrase, phrase: Phrase) -> bool:
    """Whether a noun right before a word for figures makes a compound: `shelter data`, `volunteer numbers`."""
    last, first = before.tokens[-1], phrase.tokens[0]
    is_begun = first.text.casefold() in _DETERMINERS
    return last.line == first.line and first.column - last.end == 1 and not is_begun


def _has_another_object(after: Sequence[Phrase], letters: Sequence[str]) -> bool:
    """Whether the words after a word for figures give it another object: `number of beds`, `figures for our house`."""
    if not after or after[0].text.casefold() not in _OF_WHAT:
        return False
    return next((one for one in letters if one not in "nPN"), "") == "x"


def _start_of_clause(phrases: Sequence[Phrase], tokens: Sequence[Token], at: int) -> int:
    """The index of the first phrase in the clause of phrase `at`."""
    end = next(n for n, token in enumerate(tokens) if token is phrases[at].tokens[0])
    break_at = next((n for n in range(end - 1, -1, -1) if tokens[n].text in _ENDS_CLAUSE), -1)
    rest = {id(token) for token in tokens[break_at + 1 :]}
    return next(n for n, phrase in enumerate(phrases) if id(phrase.tokens[0]) in rest)


def _is_with_day_or_period(phrases: Sequence[Phrase], letters: str, at: int) -> bool:
    """Whether a period and an accuracy date follow each other: `... 2019 and is accurate as of July 30, 2020`."""

    def is_sure_day(one: Phrase) -> bool:
        return one.what is What.ACCURACY and bool(_SURE.match(one.text))

    if is_sure_day(phrases[at]):
        return re.search("Yn*$", letters[:at]) is not None
    following = next((n for n in range(at + 1, len(phrases)) if letters[n] != "n" or phrases[n].of), at)
    return is_sure_day(phrases[following])
