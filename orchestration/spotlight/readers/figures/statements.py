"""What sentences and notes say of all figures or of some: the period, the accuracy date, and what changes a number.

Belongs here: sentences, date lines and notes. Not here: headings and heads (context).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, pairwise

from orchestration.spotlight.readers.blocks import Group
from orchestration.spotlight.readers.figures.elsewhere import (
    is_from_hotline,
    is_in_another,
    is_of_others,
    is_of_telephone,
    without_compounds,
)
from orchestration.spotlight.readers.figures.outline import (
    names_place_and_year,
    names_year_of_statistics,
    outline_of,
    tells_only_the_time,
)
from orchestration.spotlight.readers.figures.subjects import (
    is_of_figures,
    is_of_what_others_were,
    speaks_of_figures,
)
from orchestration.spotlight.readers.grammar.characters import MARKS, unraised
from orchestration.spotlight.readers.grammar.dates import Period, could_mean, year_period
from orchestration.spotlight.readers.grammar.lexicon import Lexicon
from orchestration.spotlight.readers.grammar.phrases import COUNTING, Phrase, Said, phrases_of, plain, said_by
from orchestration.spotlight.readers.grammar.tokens import Kind, Recognised, Token, What
from orchestration.spotlight.readers.tree.lines import TOUCHING, Line, Role
from orchestration.spotlight.readers.tree.titles import IN_STATED_PERIOD

_NOT = frozenset(("not", "no", "never", "neither", "excluding", "except", "excludes", "exclude", "without", "than"))
_CLOSED = frozenset(
    ("closed", "compare", "compared", "destroyed", "down", "interrupted", "lost", "missing", "offline", "see",
     "suspended", "unavailable", "unlike")
)  # fmt: skip
_TO_COME = frozenset(("next", "upcoming", "forthcoming"))
WILL = re.compile(r"\bwill (?!(?:find|note|notice)\b)", re.IGNORECASE)
"""`The reader will find below` what is there already."""
FIGURE_WORDS = frozenset(
    ("figure", "figures", "number", "numbers", "data", "statistics", "counts", "totals", "values", "amounts",
     "following", "below", "above", "report", "types", "channels", "columns", "rows", "bars", "records", "contacts",
     "page", "sheet", "table", "tables", "results", "cases", "everything", "all")
)  # fmt: skip
_OF_THESE = frozenset(
    ("cifras", "counted", "counting", "counts", "data", "datos", "digits", "entered", "figures", "labels", "numbers",
     "números", "page", "printed", "scale", "sheet", "shown", "statistics", "table", "tables", "tallied", "tally",
     "title", "totals", "values")
)  # fmt: skip
"""A sentence with one of these anywhere speaks of the figures, or of the page that they stand on."""
_WHAT_IS_SEEN = re.compile(
    r"^they (?:are|were) (?:for|of)\b"
    r"|^(?:what follows|what you see|included|given|listed|(?:the |this )?(?:count|dates?|months?|period|year)\b)"
    r"|(?:'s|\b(?:each|every|the|this|our)) count\b|\bstands? for\b"
    r"|^(?:that|these|this|those) (?:is|are|was|were) (?:[\w']+\W+){0,6}$"
    r"|\b(?:any|each|every|no|not one|these)\b[^.,;:]{0,24}\b(?:figure|number)\b"
    r"|\bthe (?:counts|data|figures|list|numbers|statistics|table|totals) (?:above|below)\b",
    re.IGNORECASE,
)
"""`What you see are ...`, `The year is ...`, `each number`, `the list above`"""
IS_THE_NUMBER = re.compile(
    r"(?:it|that|these|this|those) (?:is|are|was|were) the (?:count|figure|number)s?\b", re.IGNORECASE
)
"""`That is the number for the whole country.`"""
_COUNT_OF = re.compile(
    r"^(?!call number)(?:the |our )?(?:call|case|contact|signal|victim)s? (?:count|figure|number|total)s?\b"
)
"""`The case count is ...`"""
_COUNTS_A = re.compile(r"(?:\w+ ){1,5}counts an? ")
"""`The Hotline counts a case when ...`"""
_COUNTED = frozenset(
    ("figures", "numbers", "contacts", "cases", "signals", "calls", "victims", "data", "statistics", "counts", "totals")
)
_HANDS_OVER = frozenset(("attach", "attached", "enclose", "enclosed"))
_SHOWS = frozenset(
    ("contains", "gives", "lists", "presents", "provides", "section", "shows", "submit", "summarizes", "tabulates")
)
"""`This page gives the hotline's statistics for 2020`: the time is that of the figures."""
_ALL_YEARS = re.compile(r"(?:all|both|the|these)(?: of the| the| two| three| four| five)? years are ", re.IGNORECASE)
"""`All three years are accurate as of December 31, 2022.`"""
_FOR_A_YEAR = re.compile(
    r"\b(?:statistics|figures|data|numbers|counts)\b.*\b(?:for|in|of)\s+(?:the\s+)?(?:(?:calendar|full|whole)\s+)?"
    r"(?:year\s+)?(?:19|20)[0-9]{2}\b",
    re.DOTALL,
)
_BASED_ON = frozenset(
    ("includes", "including", "based", "drawn", "extrapolated", "calculated", "derived", "estimated", "projected")
)
"""First words of a sentence whose subject, the figures, is left out."""
_VERBS_OF_COUNTING = frozenset(("counted", "included", "shown", "reported", "given", "listed"))
_BEFORE_A_SUBJECT = frozenset(
    ("the", "these", "this", "all", "our", "its", "only", "please", "note", "that", "hotline", "here", "of", "and",
     "both", "shown", "given", "printed", "listed", "stated", "are", "not", "real")
)  # fmt: skip
_PARTS = (";", ":", "(", ")")
_BEGINS_A_CLAUSE = frozenset(
    ("although", "as", "because", "but", "if", "it", "since", "so", "they", "though", "we", "which", "while", "who")
)
_THEY = frozenset(("they", "them", "these", "those"))
_THEY_ARE_ACCURATE = re.compile(r"(?:they|these|all) (?:are|were) accurate as of ", re.IGNORECASE)
"""`The state asked the Hotline for figures. They are accurate as of ...`: the figures are."""
_WHILE = frozenset(("after", "because", "before", "when", "where", "while", "whose"))
"""Behind these another thing is spoken of: `The data were gathered while the grant ran from ...`"""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of running text or of a note, or a line that states a date."""

    lines: tuple[Line, ...]
    tokens: tuple[Token, ...]
    said: Said
    groups: tuple[Group, ...]
    phrases: tuple[Phrase, ...]
    mark: str = ""
    """The mark that a note begins with."""
    continues: bool = False
    """It goes on from a sentence about the figures: `They were counted by the police.`"""
    is_of_another: bool = False
    """It goes on from a sentence that names no figures: `We list shelters. They are current as of ...`"""

    @property
    def line(self) -> Line:
        return self.lines[0]

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def words(self) -> list[str]:
        return without_compounds([token.text.casefold() for token in self.tokens if token.kind is Kind.WORD])

    @property
    def statement_words(self) -> list[str]:
        """Its words without the `Note:` before them."""
        words = self.words
        return words[1:] if words[:1] and words[0] in ("note", "notes", "please") else words

    @property
    def outline(self) -> str:
        return outline_of(self.phrases)

    @property
    def has_counts(self) -> bool:
        return any(token.kind is Kind.NUMBER for token in self.tokens)

    @property
    def is_negated(self) -> bool:
        # `Numbers are of the police rather than of the hotline` says what they are.
        return not _NOT.isdisjoint(self.words) and "rather" not in self.words

    @property
    def is_soft(self) -> bool:
        """Whether it says what may be, not what is."""
        return not {"may", "can", "could", "might", "whether"}.isdisjoint(self.words)

    def line_of(self, what: What) -> int:
        """The line on which a date of some kind begins."""
        return next((t.line for t in self.tokens if t.of is not None and t.of.what is what), self.line.number)


@dataclass(frozen=True, slots=True)
class Statement:
    """A period or an accuracy date that a document states, where, and of which place if it says so."""

    value: Period | date
    sentence: Sentence
    line: int


def sentences_of(lines: Sequence[Line], lexicon: Lexicon) -> list[Sentence]:
    """Sentences of running text, notes and lines of dates, in order."""
    found: list[Sentence] = []
    open_: list[Line] = []

    def close() -> None:
        if open_:
            found.append(_sentence(tuple(open_), lexicon))
            open_.clear()

    for line in lines:
        if line.role not in (Role.PROSE, Role.NOTE, Role.STATEMENT):
            if line.role is not Role.BLANK:
                close()
            continue
        starts_note = line.role is Role.NOTE and line.tokens[0].kind is Kind.MARK
        if open_ and (starts_note or not (open_[-1].ends_open and line.goes_on)):
            close()
        open_.append(line)
        if not line.ends_open:
            close()
    close()
    for at, one in enumerate(found[1:], 1):
        before = found[at - 1]
        is_next = before.lines[-1].gap_to(one.line) < TOUCHING
        # `All of them are current as of January 31, 2025.`
        subject = one.words[2:3] if one.words[1:2] == ["of"] else one.words[:1]
        are_accurate = bool(_THEY_ARE_ACCURATE.match(one.text)) and before.said.names_hotline
        are_accurate &= not _OF_THESE.isdisjoint(before.words)
        if is_next and not _THEY.isdisjoint(subject) and (is_about_figures(before) or are_accurate):
            found[at] = replace(one, continues=True)
        elif is_next and not is_from_hotline(one.text) and is_of_what_others_were(one.phrases, before.phrases):
            found[at] = replace(one, is_of_another=True)
    return found


def _sentence(lines: tuple[Line, ...], lexicon: Lexicon) -> Sentence:
    tokens = tuple(token for line in lines for token in line.tokens)
    mark = tokens[0].text if lines[0].role is Role.NOTE and tokens and tokens[0].kind is Kind.MARK else ""
    if lines[0].role is Role.NOTE and tokens and tokens[0].kind is Kind.NUMBER:
        mark = tokens[0].text
    # `West` at the end of a line and `Virginia` on the next are one name.
    phrases = phrases_of(tokens, lexicon) if len(lines) > 1 else lines[0].phrases
    return Sentence(lines, tokens, said_by(phrases), lines[0].groups, phrases, unraised(mark))


def sentence_of(line: Line) -> Sentence:
    return Sentence((line,), line.tokens, line.said, line.groups, line.phrases)


def clauses_of(sentence: Sentence) -> list[Sentence]:
    """The parts of a sentence with a subject of their own: `the numbers include Kansas; we could not part them`."""
    parts: list[list[Token]] = [[]]
    is_aside = False
    for token, following in zip(sentence.tokens, (*sentence.tokens[1:], None), strict=True):
        begins = following is not None and following.text.casefold() in _BEGINS_A_CLAUSE
        if token.kind is Kind.BREAK and (token.text in _PARTS or (token.text == "," and (begins or is_aside))):
            parts.append([])
            is_aside = begins
        parts[-1].append(token)
    found = []
    for part in filter(None, parts):
        mine = {id(token) for token in part}
        phrases = tuple(phrase for phrase in sentence.phrases if id(phrase.tokens[0]) in mine)
        found.append(replace(sentence, tokens=tuple(part), phrases=phrases, said=said_by(phrases)))
    return found


def statements_of(sentences: Sequence[Sentence], lines: Sequence[Line]) -> list[Statement]:
    """Periods and accuracy dates of sentences, of date lines, and accuracy dates of headings."""
    counted = [line for line in lines if line.holds_counts or (line.counts and (line.labels or line.units))]
    first, last = (counted[0].top, counted[-1].top) if counted else (0.0, 0.0)
    found = [one for sentence in sentences for one in _stated(sentence, is_above=sentence.line.top < first)]
    for line in chain(lines, *(line.captions for line in lines)):
        if line.role in (Role.HEADING, Role.FIGURES) and line.said.days:
            sentence = sentence_of(line)
            days = _days_of_figures(sentence)
            found += [Statement(day, sentence, sentence.line_of(What.ACCURACY)) for day in days]
    for line in lines:
        # `Recorded for the year 2022.` below all figures heads none of them.
        if line.role is Role.HEADING and line.top > last and line.text.endswith("."):
            found += _stated(sentence_of(line), is_above=False)
    for line in chain.from_iterable(line.captions for line in lines):
        # A row `Reporting period | ...` of a table of keys and values holds for the page.
        if all(plain(word) in IN_STATED_PERIOD for word in line.words):
            sentence = sentence_of(line)
            periods = (*line.said.periods, *map(year_period, line.said.years))
            found += [Statement(period, sentence, line.number) for period in periods]
    return found


def _stated(sentence: Sentence, *, is_above: bool) -> Iterator[Statement]:
    said = sentence.said
    # A sentence with numbers of its own speaks of their period: `From 2007 to 2012 the hotline answered 65,557 calls`.
    is_elsewhere = WILL.search(sentence.text) or is_in_another(sentence.text)
    is_open = (_CLOSED | _TO_COME).isdisjoint(sentence.words) and not is_elsewhere
    if not sentence.has_counts and not sentence.is_negated and is_open:
        leads, is_bare = _leads_to_figures(sentence, is_above=is_above), tells_only_the_time(sentence.phrases)
        periods = said.periods if leads and is_bare else [one.period for one in times_of_figures(sentence)]
        for period in dict.fromkeys(periods):
            if period is not None:
                yield Statement(period, sentence, sentence.line_of(What.PERIOD))
        is_about = leads or (is_about_figures(sentence) and speaks_of_figures(sentence.phrases))
        is_about |= is_bare
        if not said.periods and len(said.years) == 1 and is_about and not (said.unclear or _is_cited(sentence)):
            yield Statement(year_period(said.years[0]), sentence, sentence.line.number)
    for day in _days_of_figures(sentence) if not WILL.search(sentence.text) else ():
        yield Statement(day, sentence, sentence.line_of(What.ACCURACY))


def _days_of_figures(sentence: Sentence) -> list[date]:
    times = times_of_figures(sentence)
    return [one.day for one in times if one.what is What.ACCURACY and one.day is not None]


def times_of_figures(sentence: Sentence) -> list[Recognised]:
    """The periods and days that a sentence says of the figures, not of a law, a grant or an event."""
    found: list[Recognised] = []
    if sentence.is_of_another or (sentence.said.has("other_place") and not sentence.said.places):
        # `Figures of the other states are current as of April 28, 2017.`
        return found
    names_them = sentence.continues or (is_about_figures(sentence) and speaks_of_figures(sentence.phrases))
    is_about = (names_them or bool(_ALL_YEARS.match(sentence.text))) and _WHILE.isdisjoint(sentence.words)
    for at, phrase in enumerate(sentence.phrases):
        one = phrase.tokens[0].of
        if one is None or one in found or one.what not in (What.PERIOD, What.ACCURACY):
            continue
        # `The state's fiscal year 2022 ran from July 1, 2021 through June 30, 2022.`
        period = one.period
        is_defined = period is not None and any(could_mean(text, period) for text in sentence.said.unclear)
        if is_about or is_defined or is_of_figures(sentence.phrases, sentence.tokens, at):
            found.append(one)
    return found


def _is_cited(sentence: Sentence) -> bool:
    """`National Human Trafficking Hotline (2020)` or `(2020). Wisconsin.` names the year of a publication."""
    at = next((at for at, token in enumerate(sentence.tokens) if token.of and token.of.text[:1] == "("), -1)
    return at == 0 or (at > 0 and sentence.said.names_hotline)


def _leads_to_figures(sentence: Sentence, *, is_above: bool) -> bool:
    """`Here is what it counted in 2020:`, known in full, or `I enclose the hotline's figures for 2020.`

    `You asked what the hotline received from Ohio in 2020` says it above the figures, `Hotline, 2020 statistics` as a
    source below them.
    """
    words, said, outline = sentence.words, sentence.said, sentence.outline
    leads = sentence.text.rstrip(MARKS).endswith((":", "?"))
    is_known = leads and not (said.unknown or COUNTING.isdisjoint(words))
    shows = not _SHOWS.isdisjoint(words) or ("these", "are") in pairwise(words)
    is_shown = shows and bool(_FOR_A_YEAR.search(sentence.text))
    is_handed_over = said.names_hotline and (is_shown or not _HANDS_OVER.isdisjoint(words))
    # `Source: the hotline's report for calendar year 2019`; the year alone may be that of the publication.
    times = [
        token.of.text.casefold() for token in sentence.tokens if token.of is not None and token.of.what is What.YEAR
    ]
    is_source = said.names_hotline and words[:1] in (["source"], ["sources"]) and any("year" in time for time in times)
    if (is_known or is_handed_over or is_source) and not said.outside:
        return True
    is_of_others = any(kind != "organization" for kind, _ in said.outside)
    is_of_statistics = said.names_hotline and names_year_of_statistics(outline) and not said.has("edition")
    return not is_of_others and (is_of_statistics or names_place_and_year(outline, leads=leads, is_above=is_above))


def is_about_figures(sentence: Sentence) -> bool:
    """Whether the figures are the subject of a sentence: `All numbers are ...`, `The following was ...`."""
    words = sentence.statement_words
    if is_of_telephone(sentence.text, sentence.tokens) or _COUNTS_A.match(sentence.text):
        return False
    if sentence.continues:
        return True
    # `Only a fraction of all cases is reported` is said of the world.
    if words[:1] == ["only"] and words[1:2] not in (["a"], ["some"]) and not _VERBS_OF_COUNTING.isdisjoint(words):
        return True
    if (
        words[:1] in (["includes"], ["including"], ["included"], ["shown"])
        or words[:2] in (["these", "are"], ["these", "were"])
        or not _BASED_ON.isdisjoint(words[:1])
    ):
        return True
    if any(one in ("these", "following") and other in _COUNTED for one, other in pairwise(words)):
        return True
    if _COUNT_OF.search(" ".join(words[:5])):
        return True
    for word in words[:6]:
        if word == "cases" and sentence.is_soft:
            return False
        if word in FIGURE_WORDS and word != "all":
            return True
        if word not in _BEFORE_A_SUBJECT:
            return False
    return False


def points_at_figures(sentence: Sentence) -> bool:
    """Whether a sentence points at the figures of its page: `What you see ...`, `each number`."""
    return bool(_WHAT_IS_SEEN.search(sentence.text) or IS_THE_NUMBER.match(sentence.text))


def names_figures(sentence: Sentence) -> bool:
    """Whether figures are the subject of a sentence, or it names them or their page anywhere: `this sheet`."""
    names = not (_OF_THESE.isdisjoint(sentence.words) or is_of_others(sentence.words))
    return names or points_at_figures(sentence) or is_about_figures(sentence)
