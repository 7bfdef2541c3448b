"""Sentences beside those that state figures, and what they do to these figures.

`Correction: the number is 143.` and `The flyer said:` take figures back, `The Spotlight covers January 1, 2019 through
December 31, 2019.` dates them, `Nationwide, the Hotline identified 8,968 cases.` leaves them as they are.

Belongs here: what such a sentence says by its own words. Not here: what the examples say about it (examples),
sentences that state figures (told).
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from orchestration.spotlight.readers.grammar.dates import YEAR, Period, year_period
from orchestration.spotlight.readers.grammar.lexicon import NOT_OF_THE_REPORT, PLACE, UNKNOWN, Lexicon
from orchestration.spotlight.readers.grammar.phrases import Phrase, phrases_of, plain
from orchestration.spotlight.readers.grammar.tokens import Kind, Token, What
from orchestration.spotlight.readers.grammar.words import NEGATIONS, VERBS_OF_COUNTING, WORDS_FOR_FIGURES
from orchestration.spotlight.readers.tree.hotlines import names_another_line
from orchestration.spotlight.readers.tree.lines import Line
from orchestration.spotlight.readers.tree.told_counts import measure_of, sign_of

_TAKES_BACK = frozenset(
    ("clarification", "corrected", "correction", "corrections", "erratum", "fictional", "hypothetical", "misprint",
     "misstated", "retracted", "retraction", "stricken", "striking", "untrue", "unverified", "withdrawn", "withdrew")
)  # fmt: skip
"""A sentence with one of these makes the figures of all other sentences doubtful."""
_MAY_TAKE_BACK = frozenset(
    ("amend", "amended", "claim", "claimed", "claims", "confirmed", "corrects", "dispute", "disputed", "disputes",
     "doubts", "errors", "false", "mistake", "mistaken", "mistakes", "outdated", "replace", "revised", "strike",
     "verify", "withdraw", "wrong")
)  # fmt: skip
"""These do the same beside a word for figures or for a text: `Hotline officials dispute the figure.`"""
_UPDATED = frozenset(("update", "updated"))
_NUMBERS = WORDS_FOR_FIGURES | {"figure", "number", "total"}
_OF_TEXTS = _NUMBERS | {"article", "hotline", "story"}
_ASKS = frozenset(("many", "much", "number", "numbers", "which"))
_OF_OTHERS = frozenset(("commonwealth", "its", "our", "own", "reported", "reports", "state", "their"))
_LEADS_IN = frozenset(("by", "here", "of", "these", "those"))
"""First words of a sentence that introduces a list: `By type:`, but neither `Our numbers:` nor `The next year:`."""
_EXPLAINS = re.compile(
    r"(?:A|An|Each|One)(?: single)? (?:call|case|contact|signal) (?:can|could|may|might) "
    r"|Cases (?:can|could|may|might) (?:have|include|involve) (?:many|more than one|multiple|several) "
    r"(?:people|persons?|traffickers?|victims?)\.?$"
)
"""`A single signal may lead to more than one case.`, `Cases can involve multiple victims.`"""
_POINTS_AT_CASES = re.compile(
    r"(?:by type(?: of trafficking)?, )?(?:the|these|those) cases (?:are|include|included|were):$"
    r"|of (?:the|these|those) cases:$",
    re.IGNORECASE,
)
"""Introduces a list of the cases before it: `By type of trafficking, the cases were:`"""
_LONGEST_TITLE = 3
_POINTS_BACK = frozenset(
    ("all", "both", "half", "it", "many", "most", "neither", "none", "nothing", "only", "some", "such", "that", "these",
     "they", "this", "those")
)  # fmt: skip
"""First words of a sentence that may take back what the one before it states: `That is what one newspaper wrote.`"""


@dataclass(frozen=True)
class Sentence:
    """A sentence of running text."""

    text: str = ""
    tokens: tuple[Token, ...] = ()
    phrases: tuple[Phrase, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(plain(one) for one in self.tokens if one.kind is Kind.WORD)

    @property
    def places(self) -> tuple[Phrase, ...]:
        return tuple(one for one in self.phrases if one.kind == PLACE)

    @property
    def times(self) -> tuple[Phrase, ...]:
        return tuple(one for one in self.phrases if sign_of(one) == "T")

    def has(self, *letters: str) -> bool:
        """Whether it names a number (N), a label (L), a unit (U) and so on."""
        return any(sign_of(one) in letters for one in self.phrases)


def sentence_of(lines: Sequence[Line], lexicon: Lexicon) -> Sentence:
    """The lines of a sentence as one: `New` at the end of a line and `York` on the next are one place."""
    tokens = tuple(token for line in lines for token in line.tokens)
    return Sentence(" ".join(line.text for line in lines), tokens, phrases_of(tokens, lexicon))


def place_of(phrase: Phrase) -> str:
    """The code of the place that a phrase names."""
    return phrase.entry.meaning if phrase.entry is not None else phrase.text


def time_of(phrase: Phrase) -> Period | None:
    """The period or year that a phrase names, if it names one."""
    of = phrase.of
    if of is None or of.period is not None:
        return of.period if of is not None else None
    year = YEAR.search(phrase.text)
    return year_period(int(year[0])) if year else None


def is_usual(sentence: Sentence) -> bool:
    """Whether a sentence leaves the figures beside it as they are: its words are known, and none qualifies figures.

    `The Spotlight represents signals and cases from ... and is accurate as of ...`, `By type, these are:`
    """
    kinds = {phrase.kind for phrase in sentence.phrases}
    whats = {phrase.of.what for phrase in sentence.phrases if phrase.of is not None}
    is_open = NEGATIONS.isdisjoint(sentence.words) and kinds.isdisjoint((UNKNOWN, *NOT_OF_THE_REPORT))
    if _is_of_nation(sentence, kinds) or _is_of_change_or_rank(sentence, kinds, whats):
        return True
    if is_of_channels(sentence):
        return is_open and kinds.isdisjoint((PLACE, Kind.RECOGNISED, Kind.NUMBER))
    # Short titles: `3. Hotline statistics.` in minutes, `Key facts:`, `Ohio.`, but not `State figures:`
    names_texts = not {*sentence.words[-1:]}.isdisjoint(_OF_TEXTS | {"facts"})
    is_title = kinds == {PLACE} or (kinds == {"neutral"} and names_texts and _OF_OTHERS.isdisjoint(sentence.words))
    is_short = is_title and len(sentence.words) <= _LONGEST_TITLE
    # `These figures cover January 1, 2018 through December 31, 2018.`; whether it is another period, `takes_back` says.
    is_dated = (
        What.PERIOD in whats and kinds == {"neutral", Kind.RECOGNISED} and not _NUMBERS.isdisjoint(sentence.words)
    )
    is_dated |= What.ACCURACY in whats
    return is_open and Kind.NUMBER not in kinds and (is_dated or leads_in(sentence) or is_short)


def leads_in(sentence: Sentence) -> bool:
    """Whether it introduces a list: `By type of trafficking:`, `The Hotline's numbers are:`, but not `Our numbers:`."""
    is_of_hotline = "hotline" in sentence.words
    counts = not VERBS_OF_COUNTING.isdisjoint(sentence.words)
    # `Here is what the National Human Trafficking Hotline reports:`
    of_others = _OF_OTHERS - ({"reported", "reports"} if "national" in sentence.words else set())
    is_of_others = not of_others.isdisjoint(sentence.words) or (counts and not is_of_hotline)
    begins_so = sentence.words[:1] != () and (sentence.words[0] in _LEADS_IN or is_of_hotline)
    return sentence.text.endswith(":") and begins_so and not is_of_others


def leads_astray(sentence: Sentence) -> bool:
    """Whether it makes the next figures somebody else's: `The flyer said:`, `How many cases did police report?`"""
    is_asked = sentence.text.endswith("?") and not _ASKS.isdisjoint(sentence.words) and "hotline" not in sentence.words
    return is_asked or (sentence.text.endswith(":") and not is_usual(sentence))


def points_back(sentence: Sentence) -> bool:
    """Whether it may refer to the sentence before: `That is what one newspaper wrote.`, but not a quotation."""
    return sentence.text[:1].isalpha() and sentence.words[:1] != () and sentence.words[0] in _POINTS_BACK


def names_others(sentence: Sentence, places: Set[str], times: Set[Period | None]) -> bool:
    """Whether a sentence names another place, time or hotline, or something that may be counted."""
    dated = [one for one in sentence.phrases if one.what not in (None, What.ACCURACY)]
    is_same = {*map(place_of, sentence.places)} <= places and {*map(time_of, dated)} <= times
    words = [one for one in sentence.tokens if one.kind is Kind.WORD]
    counts = sentence.has("L", "U") and not is_of_channels(sentence)
    counts = counts and not (_EXPLAINS.match(sentence.text) or _POINTS_AT_CASES.match(sentence.text))
    return not is_same or names_another_line(words) or counts


def takes_back(sentence: Sentence, numbers: Set[str], times: Set[Period | None]) -> bool:
    """Whether a sentence contradicts figures that other sentences state.

    `Correction: ...`, `The number above is for 2018.`, `The Hotline now says 143.`
    """
    words = set(sentence.words)
    is_of_texts = not _OF_TEXTS.isdisjoint(words)
    is_dated = any(one.of is not None for one in sentence.tokens)
    # `Last updated` is on pages of all kinds and contradicts nothing.
    may_take_back = _MAY_TAKE_BACK if is_dated or "last" in words else _MAY_TAKE_BACK | _UPDATED
    if not _TAKES_BACK.isdisjoint(words) or (is_of_texts and not may_take_back.isdisjoint(words)):
        return True
    if {phrase.kind for phrase in sentence.phrases} & {"nation", "all_time"}:
        return False
    is_of_other_time = not {*map(time_of, sentence.times)} <= times and not _NUMBERS.isdisjoint(words)
    gives_another = is_of_texts and not is_dated and not {*_bare_numbers(sentence)} <= numbers
    return is_of_other_time or gives_another


def _bare_numbers(sentence: Sentence) -> list[str]:
    """Its numbers that nothing follows, or a label or unit: `143.`, `143 cases`, but not `200 languages`."""
    return [
        one.value
        for one, after in zip(sentence.phrases, [*sentence.phrases[1:], None], strict=False)
        if one.kind == Kind.NUMBER and (after is None or sign_of(after) in ("L", "U"))
    ]


def is_of_channels(sentence: Sentence) -> bool:
    """Whether it defines signals: `Signals are phone calls, texts, web chats, emails and online reports.`"""
    labels = [phrase for phrase in sentence.phrases if sign_of(phrase) in ("L", "U")]
    return sentence.words[:2] == ("signals", "are") and {measure_of(one) for one in labels} == {"signals"}


def _is_of_change_or_rank(sentence: Sentence, kinds: Set[str], whats: Set[What]) -> bool:
    """Whether it states a change or a rank: `There was a 39 percent increase in cases.`, `The top venue was hotels.`"""
    others = kinds & NOT_OF_THE_REPORT.keys() - {"change", "other_breakdown", "other_period", "rank"}
    names_figures = others or kinds & {PLACE, Kind.NUMBER, Kind.YEAR}
    if names_figures or sentence.text.endswith(":") or not NEGATIONS.isdisjoint(sentence.words):
        return False
    unknown = {phrase.text.casefold() for phrase in sentence.phrases if phrase.kind == UNKNOWN}
    is_change = "change" in kinds and whats == {What.SHARE} and unknown <= {"over"}
    return is_change or ({"rank", "other_breakdown"} <= kinds and not whats)


def _is_of_nation(sentence: Sentence, kinds: Set[str]) -> bool:
    """Whether it states a figure of the nation: `Nationwide, the Hotline identified 8,968 cases in 2022.`"""
    is_told = Kind.NUMBER in kinds and "hotline" in sentence.words
    return is_told and kinds.isdisjoint((UNKNOWN, PLACE)) and kinds & NOT_OF_THE_REPORT.keys() == {"nation"}
