"""What sentences and notes state about the figures: the period and the accuracy date.

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
    has_new_subject,
    is_about_telephone,
    is_from_hotline,
    is_in_another_report,
    without_compounds,
)
from orchestration.spotlight.readers.figures.outline import (
    names_only_a_time,
    names_place_and_year,
    names_year_of_statistics,
    outline_of,
)
from orchestration.spotlight.readers.figures.subjects import (
    continues_another_subject,
    dates_figures,
    speaks_of_figures,
)
from orchestration.spotlight.readers.grammar.characters import MARKS, unraised
from orchestration.spotlight.readers.grammar.dates import Period, could_mean, year_period
from orchestration.spotlight.readers.grammar.lexicon import Lexicon
from orchestration.spotlight.readers.grammar.meanings import Said, said_by
from orchestration.spotlight.readers.grammar.phrases import Phrase, phrases_of, plain
from orchestration.spotlight.readers.grammar.tokens import Kind, Recognised, Token, What
from orchestration.spotlight.readers.grammar.words import FIGURE_NOUNS, FIGURES, NEGATIONS, VERBS_OF_COUNTING
from orchestration.spotlight.readers.tree.lines import TOUCHING, Line, Role
from orchestration.spotlight.readers.tree.titles import IN_STATED_PERIOD

_UNAVAILABLE_OR_COMPARED = frozenset(
    ("closed", "compare", "compared", "destroyed", "down", "interrupted", "lost", "missing", "offline", "see",
     "suspended", "unavailable", "unlike")
)  # fmt: skip
_CREDIT = re.compile(r"(?:chart|graphic|map|page|sheet|table)s? (?:made |prepared )?by ", re.IGNORECASE)
"""Begins a line whose year is that of its maker: `Table by the Heartland Policy Lab, 2022.`"""
_KEY = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)?:")
"""Begins a line that is no sentence: `Log: 1/1/2019-6/30/2019`"""
_TO_COME = re.compile(
    r"\b(?:next(?! (?:\w+ )?(?:chart|figure|page|section|sheet|slide|table)s?\b)|upcoming|forthcoming)\b", re.IGNORECASE
)
WILL = re.compile(r"\bwill (?!(?:find|note|notice)\b)", re.IGNORECASE)
"""The future, but not in `The reader will find below`, which is about the page itself."""
_FIGURE_WORDS = FIGURE_NOUNS | {
    "above", "bars", "below", "cases", "channels", "columns", "contacts", "everything", "following", "page", "records",
    "report", "rows", "sheet", "spotlights", "table", "tables", "types"
}  # fmt: skip
_FIGURES_OR_PAGE = frozenset(
    ("card", "cards", "cifras", "counted", "counting", "counts", "data", "datos", "digits", "entered", "figures",
     "labels", "numbers", "números", "page", "printed", "scale", "sheet", "shown", "statistics", "table", "tables",
     "tallied", "tally", "title", "totals", "values")
)  # fmt: skip
"""Anywhere in a sentence, these words name the figures or the page that they stand on."""
_WHAT_IS_SEEN = re.compile(
    r"^they (?:are|were) (?:for|of)\b"
    r"|^(?:what follows|what you see|included|given|listed|(?:the |this )?(?:count|dates?|months?|period|year)\b)"
    r"|(?:'s|\b(?:each|every|the|this|our)) count\b|\bstands? for\b"
    r"|^(?:that|these|this|those) (?:is|are|was|were) (?:[\w']+\W+){0,6}$"
    r"|\b(?:any|each|every|no|not one|these)\b[^.,;:]{0,24}\b(?:figure|number)\b"
    r"|\b(?:this|the above|above) (?:brief|document|fact sheet|infographic|information|list|profile|report|snapshot"
    r"|spotlight|summary)\b|\binformation in this\b"
    r"|^(?:the|these) (?:pages|slides) (?:above |below )?(?:concern|cover|count|describe|show|sum up|tell)\b"
    r"|\bthe (?:counts|data|figures|list|numbers|statistics|table|totals) (?:above|below)\b",
    re.IGNORECASE,
)
"""Words that point at the figures: `What you see are ...`, `The year is ...`, `each number`, `the list above`"""
_IS_THE_NUMBER = re.compile(
    r"(?:it|that|these|this|those) (?:is|are|was|were) the (?:count|figure|number)s?\b", re.IGNORECASE
)
"""Makes the figures the subject: `That is the number for the whole country.`"""
_COUNT_OF = re.compile(
    r"^(?!call number)(?:the |our )?(?:call|case|contact|signal|victim)s? (?:count|figure|number|total)s?\b"
)
"""Names a figure by what it counts: `The case count is ...`"""
_COUNTS_A = re.compile(r"(?:\w+ ){1,5}counts an? ")
"""Begins a definition, which does not describe the figures: `The Hotline counts a case when ...`"""
_COUNTED = FIGURES | {"calls", "cases", "contacts", "signals", "victims"}
_HANDS_OVER = frozenset(("attach", "attached", "enclose", "enclosed"))
_SHOWS = frozenset(
    ("contains", "gives", "lists", "presents", "provides", "section", "shows", "submit", "summarizes", "tabulates")
)
"""Verbs that make the year that of the figures: `This page gives the hotline's statistics for 2020`."""
_ALL_YEARS = re.compile(
    r"(?:all|both|the|these)(?: of the| the| two| three| four| five)? years "
    r"(?:(?:go|run) from January 1 (?:through|to) December 31,? and )?are ",
    re.IGNORECASE,
)
"""Years as the subject, instead of their figures: `All three years are accurate as of December 31, 2022.`"""
_OF_ONE_YEAR = re.compile(
    r"(?:19|20)[0-9]{2} (?:data|figures|numbers|statistics) are (?:accurate|current) as of [\w ,/-]{6,30}\.?",
    re.IGNORECASE,
)
"""The publisher's own line above a state's figures: `2017 statistics are current as of December 31, 2017.`"""
_FOR_A_YEAR = re.compile(
    r"\b(?:statistics|figures|data|numbers|counts)\b.*\b(?:for|in|of)\s+(?:the\s+)?(?:(?:calendar|full|whole)\s+)?"
    r"(?:year\s+)?(?:19|20)[0-9]{2}\b",
    re.DOTALL,
)
_BASED_ON = frozenset(("based", "drawn", "extrapolated", "calculated", "derived", "estimated", "projected"))
"""First words of a sentence without its subject, the figures: `Based on ...`"""
_VERBS_OF_COUNTING = frozenset(("counted", "included", "shown", "reported", "given", "listed"))
_BEFORE_A_SUBJECT = frozenset(
    ("the", "these", "this", "all", "each", "every", "our", "its", "only", "please", "note", "that", "hotline",
     "here", "of", "and", "both", "shown", "given", "printed", "listed", "stated", "are", "not", "real")
)  # fmt: skip
_PRONOUNS = frozenset(("they", "them", "these", "those"))
_THEY_ARE_ACCURATE = re.compile(r"(?:they|these|all) (?:are|were) accurate as of ", re.IGNORECASE)
"""`They` are the figures, not the hotline: `The state asked the Hotline for figures. They are accurate as of ...`"""
_WE_USE_THOSE = re.compile(r"we (?:give|list|print|quote|repeat|show|use) (?:them|these|those) for ", re.IGNORECASE)
"""`The Hotline publishes statistics for every state. We use those for Kansas, for 2018.`"""
_CHANGES_SUBJECT = frozenset(("after", "because", "before", "when", "where", "while", "whose"))
"""Words after which the subject may change: `The data were gathered while the grant ran from ...`"""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of running text or of a note, or a line that states a date."""

    lines: tuple[Line, ...]
    tokens: tuple[Token, ...]
    said: Said
    groups: tuple[Group, ...]
    phrases: tuple[Phrase, ...]
    mark: str = ""
    """The mark at the beginning of a note."""
    continues: bool = False
    """It continues a sentence about the figures: `They were counted by the police.`"""
    is_of_another: bool = False
    """It continues a sentence about something else: `We list shelters. They are current as of ...`"""

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
        """Its words without `Note:` or the like before them."""
        words = self.words
        return words[1:] if words[:1] and words[0] in ("note", "notes", "please") else words

    @property
    def outline(self) -> str:
        return outline_of(self.phrases)

    @property
    def has_counts(self) -> bool:
        return any(token.kind is Kind.NUMBER for token in self.tokens)

    @property
    def is_since(self) -> bool:
        """Whether it says since when, `Since the Hotline opened in 2007`, not why: `Since callers are anonymous`."""
        return self.words[:1] == ["since"] and "," not in self.text and any(map(str.isdigit, self.text))

    @property
    def is_negated(self) -> bool:
        # `Numbers are of the police rather than of the hotline` also states what they are.
        return not NEGATIONS.isdisjoint(self.words) and "rather" not in self.words

    @property
    def is_soft(self) -> bool:
        """Whether it states a possibility, not a fact."""
        return not {"may", "can", "could", "might", "whether"}.isdisjoint(self.words)

    def line_of(self, what: What) -> int:
        """The number of the line on which the first date of a kind begins."""
        return next((t.line for t in self.tokens if t.what is what), self.line.number)


@dataclass(frozen=True, slots=True)
class Statement:
    """A period or an accuracy date that a document states, and where."""

    value: Period | date
    sentence: Sentence
    line: int


def sentences_of(lines: Sequence[Line], lexicon: Lexicon) -> list[Sentence]:
    """The sentences of running text, notes and lines with only a date, in order."""
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
        # A paragraph may lack its full stop: `The figures on this page are made up`.
        is_new = bool(open_) and open_[-1].block != line.block and line.text[:1].isupper()
        if starts_note or is_new or not line.begins_inside_sentence:
            close()
        open_.append(line)
        if not line.ends_inside_sentence:
            close()
    close()
    for at, one in enumerate(found[1:], 1):
        before = found[at - 1]
        is_next = before.lines[-1].gap_to(one.line) < TOUCHING
        # The pronoun may stand after `of`: `All of them are current as of January 31, 2025.`
        subject = one.words[2:3] if one.words[1:2] == ["of"] else one.words[:1]
        are_named = before.said.names_hotline and not _FIGURES_OR_PAGE.isdisjoint(before.words)
        are_named &= bool(_THEY_ARE_ACCURATE.match(one.text) or (one.said.places and _WE_USE_THOSE.match(one.text)))
        if is_next and (are_named or (not _PRONOUNS.isdisjoint(subject) and has_figures_as_subject(before))):
            found[at] = replace(one, continues=True)
        elif is_next and not is_from_hotline(one.text) and continues_another_subject(one.phrases, before.phrases):
            found[at] = replace(one, is_of_another=True)
    return found


def _sentence(lines: tuple[Line, ...], lexicon: Lexicon) -> Sentence:
    tokens = tuple(token for line in lines for token in line.tokens)
    is_marked = lines[0].role is Role.NOTE and bool(tokens) and tokens[0].kind in (Kind.MARK, Kind.NUMBER)
    mark = tokens[0].text if is_marked else ""
    # `West` at the end of a line and `Virginia` on the next are one name.
    phrases = phrases_of(tokens, lexicon) if len(lines) > 1 else lines[0].phrases
    return Sentence(lines, tokens, said_by(phrases), lines[0].groups, phrases, unraised(mark))


def sentence_of(line: Line) -> Sentence:
    return Sentence((line,), line.tokens, line.said, line.groups, line.phrases)


def statements_of(sentences: Sequence[Sentence], lines: Sequence[Line]) -> list[Statement]:
    """The periods and dates in sentences, lines of dates, keys and last headings, and accuracy dates in any heading."""
    counted = [line for line in lines if line.holds_counts or (line.counts and (line.labels or line.units))]
    first, last = (counted[0].top, counted[-1].top) if counted else (0.0, 0.0)
    found = [one for sentence in sentences for one in _stated_by(sentence, is_above=sentence.line.top < first)]
    of_years: list[tuple[int, Statement]] = []
    for line in chain(lines, *(line.captions for line in lines)):
        if line.role in (Role.HEADING, Role.FIGURES) and line.said.days:
            sentence = sentence_of(line)
            days = _days_of_figures(sentence)
            found += [Statement(day, sentence, sentence.line_of(What.ACCURACY)) for day in days]
            if days and _OF_ONE_YEAR.fullmatch(line.text):
                of_years.append((line.said.years[0], Statement(year_period(line.said.years[0]), sentence, line.number)))
    for line in lines:
        # Below all figures, `Recorded for the year 2022.` is a statement, not a heading.
        is_below = line.role is Role.HEADING and line.top > last and line.text.endswith(".")
        if is_below and not _OF_ONE_YEAR.fullmatch(line.text):
            found += _stated_by(sentence_of(line), is_above=False)
    captions = list(chain.from_iterable(line.captions for line in lines))
    places = {place for line in (*lines, *captions) for place in line.said.places}
    for line in captions if len(places) <= 1 else ():
        # A row `Reporting period | ...` in a table of keys and values applies to a page of one place.
        if all(plain(word) in IN_STATED_PERIOD for word in line.words):
            sentence = sentence_of(line)
            periods = (*line.said.periods, *map(year_period, line.said.years))
            found += [Statement(period, sentence, line.number) for period in periods]
    # `2018 statistics are ...` may be those of its first quarter, if a sentence says so.
    stated = {one.value.start.year for one in found if isinstance(one.value, Period)}
    return found + [one for year, one in of_years if year not in stated]


def _stated_by(sentence: Sentence, *, is_above: bool) -> Iterator[Statement]:
    said = sentence.said
    # A sentence with its own numbers states their period: `From 2007 to 2012 the hotline answered 65,557 calls`.
    is_elsewhere = WILL.search(sentence.text) or is_in_another_report(sentence.text) or _CREDIT.match(sentence.text)
    is_elsewhere = is_elsewhere or _TO_COME.search(sentence.text)
    # The `down` of `wrote down` does not say that the service was down.
    known = [one.tokens for one in sentence.phrases if one.kind == "neutral" and len(one.tokens) > 1]
    of_known = {id(token) for token in chain.from_iterable(known)}
    words = {token.text.casefold() for token in sentence.tokens if id(token) not in of_known}
    is_open = _UNAVAILABLE_OR_COMPARED.isdisjoint(words) and not is_elsewhere
    if not sentence.has_counts and not sentence.is_negated and is_open:
        leads, is_bare = _leads_to_figures(sentence, is_above=is_above), names_only_a_time(sentence.phrases)
        # A line that begins with the word states the period: `Period for all entries: 2021-01-01 to 2021-12-31`.
        is_period_line = is_above and sentence.line.role is Role.STATEMENT and sentence.words[:1] == ["period"]
        is_open &= not _KEY.match(sentence.text) or IN_STATED_PERIOD.issuperset(sentence.words)
        is_stated = (is_bare and (leads or (is_open and not sentence.is_of_another))) or is_period_line
        periods = said.periods if is_stated else [one.period for one in times_of_figures(sentence)]
        for period in dict.fromkeys(periods):
            if period is not None:
                yield Statement(period, sentence, sentence.line_of(What.PERIOD))
        is_about = leads or (has_figures_as_subject(sentence) and speaks_of_figures(sentence.phrases))
        is_about |= is_bare
        if not said.periods and len(said.years) == 1 and is_about and not (said.unclear or _is_citation(sentence)):
            yield Statement(year_period(said.years[0]), sentence, sentence.line.number)
    for day in _days_of_figures(sentence) if not WILL.search(sentence.text) else ():
        yield Statement(day, sentence, sentence.line_of(What.ACCURACY))


def _days_of_figures(sentence: Sentence) -> list[date]:
    is_bare = names_only_a_time(sentence.phrases) and not sentence.is_of_another
    times = [token.of for token in sentence.tokens if token.of is not None] if is_bare else times_of_figures(sentence)
    return [one.day for one in times if one.what is What.ACCURACY and one.day is not None]


def times_of_figures(sentence: Sentence) -> list[Recognised]:
    """The periods and accuracy dates that a sentence states about the figures, not about a law, a grant or an event."""
    found: list[Recognised] = []
    if sentence.is_of_another or (sentence.said.has("other_place") and not sentence.said.places):
        # Other figures: `Figures of the other states are current as of April 28, 2017.`
        return found
    names_them = sentence.continues or (has_figures_as_subject(sentence) and speaks_of_figures(sentence.phrases))
    is_about = (names_them or bool(_ALL_YEARS.match(sentence.text))) and _CHANGES_SUBJECT.isdisjoint(sentence.words)
    for at, phrase in enumerate(sentence.phrases):
        one = phrase.of
        if one is None or one in found or one.what not in (What.PERIOD, What.ACCURACY):
            continue
        # A definition of the period: `The state's fiscal year 2022 ran from July 1, 2021 through June 30, 2022.`
        period = one.period
        is_defined = period is not None and any(could_mean(text, period) for text in sentence.said.unclear)
        if is_about or is_defined or dates_figures(sentence.phrases, sentence.tokens, at):
            found.append(one)
    return found


def _is_citation(sentence: Sentence) -> bool:
    """Whether the year is that of a publication: `National Human Trafficking Hotline (2020)`, `(2020). Wisconsin.`"""
    at = next((at for at, token in enumerate(sentence.tokens) if token.of and token.of.text[:1] == "("), -1)
    return at == 0 or (at > 0 and sentence.said.names_hotline)


def _leads_to_figures(sentence: Sentence, *, is_above: bool) -> bool:
    """Whether a sentence introduces the figures: `Here is what it counted in 2020:`, `I enclose the figures for 2020.`

    Others count by their position or form: `You asked what the hotline received from Ohio in 2020` above the figures,
    `Hotline, 2020 statistics` as a source below them.
    """
    words, said, outline = sentence.words, sentence.said, sentence.outline
    leads = sentence.text.rstrip(MARKS).endswith((":", "?"))
    is_known = leads and not (said.unknown or VERBS_OF_COUNTING.isdisjoint(words))
    shows = not _SHOWS.isdisjoint(words) or ("these", "are") in pairwise(words)
    is_shown = shows and bool(_FOR_A_YEAR.search(sentence.text))
    is_handed_over = said.names_hotline and (is_shown or not _HANDS_OVER.isdisjoint(words))
    # `Source: the hotline's report for calendar year 2019`. A bare year may be that of the publication.
    times = [token.of.text.casefold() for token in sentence.tokens if token.of and token.what is What.YEAR]
    is_source = said.names_hotline and words[:1] in (["source"], ["sources"]) and any("year" in time for time in times)
    if (is_known or is_handed_over or is_source) and not said.outside:
        return True
    is_of_others = any(kind != "organization" for kind, _ in said.outside)
    is_of_statistics = said.names_hotline and names_year_of_statistics(outline) and not said.has("edition")
    return not is_of_others and (is_of_statistics or names_place_and_year(outline, leads=leads, is_above=is_above))


def has_figures_as_subject(sentence: Sentence) -> bool:
    """Whether the figures are the subject of a sentence: `All numbers are ...`, `The following was ...`."""
    words = sentence.statement_words
    if is_about_telephone(sentence.text, sentence.tokens) or _COUNTS_A.match(sentence.text):
        return False
    if sentence.continues:
        return True
    # Not about these figures: `Only a fraction of all cases is reported`.
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
        if word in _FIGURE_WORDS:
            return True
        if word not in _BEFORE_A_SUBJECT:
            return False
    return False


def points_to_figures(sentence: Sentence) -> bool:
    """Whether a sentence points at the figures on its page: `What you see ...`, `each number`."""
    return bool(_WHAT_IS_SEEN.search(sentence.text) or _IS_THE_NUMBER.match(sentence.text))


def mentions_figures(sentence: Sentence) -> bool:
    """Whether a sentence names the figures or their page, as its subject or elsewhere: `this sheet`."""
    names = not (_FIGURES_OR_PAGE.isdisjoint(sentence.words) or has_new_subject(sentence.words))
    return names or points_to_figures(sentence) or has_figures_as_subject(sentence)
