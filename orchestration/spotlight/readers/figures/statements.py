"""What sentences and notes say of all figures or of some: the period, the accuracy date, and what changes a number.

Belongs here: sentences, date lines and notes. Not here: headings and heads (context).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, pairwise

from orchestration.spotlight.readers.blocks import Group, GroupKind
from orchestration.spotlight.readers.grammar.characters import unraised
from orchestration.spotlight.readers.grammar.dates import Period, could_mean, year_period
from orchestration.spotlight.readers.grammar.lexicon import OUTSIDE, PERIOD_KINDS, Lexicon
from orchestration.spotlight.readers.grammar.phrases import Said, phrases_of, plain, said_by
from orchestration.spotlight.readers.grammar.tokens import Kind, Token, What
from orchestration.spotlight.readers.tree.lines import Line, Role
from orchestration.spotlight.readers.tree.titles import OF_PERIOD

_NOT = frozenset(("not", "no", "never", "neither", "excluding", "except", "excludes", "exclude", "without", "than"))
_LEAVES_OUT = frozenset(
    ("exclude", "excludes", "excluding", "excluded", "except", "excepting", "omit", "omits", "omitted", "omitting")
)
_TAKES_IN = frozenset(
    ("include", "includes", "included", "including", "count", "counted", "cover", "covered", "contain")
)
"""Behind a negation these leave something out."""
_LEAVES_OUT_FIRST = frozenset(("without", "minus", "less"))
"""At the beginning of a sentence only: `without providing details` leaves out no case."""
_IS_LOST = frozenset(("missing", "lost", "estimated", "incomplete", "unavailable", "projected", "partial", "lacking"))
_FEW = 12
"""Words of a sentence that leaves a group of people out of the figures; a longer one tells of cases."""
_CLOSED = frozenset(
    (
        "closed",
        "compare",
        "compared",
        "see",
        "down",
        "offline",
        "suspended",
        "interrupted",
        "unavailable",
        "missing",
        "lost",
        "destroyed",
        "unlike",
    )
)
_CORRECTS = frozenset(
    ("not", "instead", "rather", "corrected", "correction", "erratum", "errata", "error", "wrong", "mistake",
     "misprint", "misprinted", "should", "correct", "earlier", "version", "withdrawn", "superseded", "retracted")
)  # fmt: skip
_FIGURES = frozenset(
    ("figure", "figures", "number", "numbers", "data", "statistics", "counts", "totals", "values", "amounts",
     "following", "below", "above", "report", "page", "sheet", "table", "results", "cases", "everything", "all")
)  # fmt: skip
_COUNTED = frozenset(
    ("figures", "numbers", "contacts", "cases", "signals", "calls", "victims", "data", "statistics", "counts", "totals")
)
_COUNTING = frozenset(("counted", "handled", "identified", "logged", "recorded", "tallied"))
"""Verbs whose time is that of what is counted; `reported in 2020` may be of the year before."""
_HANDS_OVER = frozenset(
    ("attach", "attached", "contains", "enclose", "enclosed", "gives", "lists", "presents", "section", "shows",
     "summarizes", "tabulates")
)  # fmt: skip
"""`This page gives the hotline's statistics for 2020`: the time is that of the figures."""
_SHORT = 20
"""Words of a sentence that says of what time all figures are; a longer one tells of a trend."""
_BANNER = 6
"""A sentence of fewer words that takes something back speaks of the whole page."""
_BARE = 5
"""A sentence of so many words or fewer, and without a verb, speaks of all figures: `Partial year.`"""
_VERBS = frozenset(
    ("is", "are", "was", "were", "be", "may", "can", "could", "do", "does", "has", "have", "had", "will", "would")
)
_BASED_ON = frozenset(
    ("includes", "including", "based", "drawn", "extrapolated", "calculated", "derived", "estimated", "projected")
)
"""First words of a sentence whose subject, the figures, is left out."""
_VERBS_OF_COUNTING = frozenset(("counted", "included", "shown", "reported", "given", "listed"))
_NOT_REAL = frozenset(
    (
        "real",
        "layout",
        "fictional",
        "fictitious",
        "invented",
        "sample",
        "dummy",
        "example",
        "placeholder",
        "mock",
        "error",
    )
)
_BEFORE_A_SUBJECT = frozenset(
    ("the", "these", "this", "all", "our", "its", "only", "please", "note", "that", "hotline", "here", "of", "and",
     "both", "shown", "given", "printed", "listed", "stated", "are", "not", "real")
)  # fmt: skip
# What a sentence about the figures changes; a venue or a victim's age in a sentence changes nothing.
_CHANGES = frozenset(
    {"all_time", "other_period", "part_of_year", "average", "share", "estimate", "nation", "scale", "local",
     "other_place", "other_service", "void"}
)  # fmt: skip
_OF_NAMES = frozenset({"local", "other_place", "other_service", "nation"})
"""What the name of an organization may hold: `© 2021 Coalition Against Trafficking.`"""
_SHARES = frozenset(("share", "shares", "rate", "rates", "rank", "ranks"))
_OF_OTHERS = frozenset({"other_measure", "other_service", "estimate", "rank"})
_NOTE_CHANGES = _CHANGES - {"local"}
_HARMLESS = re.compile(
    r"\b(?:fewer|less|more) than\b|^(?:prior|previous|former|preceding|years|ever|last years)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of running text or of a note, or a line that states a date."""

    lines: tuple[Line, ...]
    tokens: tuple[Token, ...]
    said: Said
    groups: tuple[Group, ...]
    mark: str = ""
    """The mark that a note begins with."""

    @property
    def line(self) -> Line:
        return self.lines[0]

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def words(self) -> list[str]:
        return [token.text.casefold() for token in self.tokens if token.kind is Kind.WORD]

    @property
    def statement_words(self) -> list[str]:
        """Its words without the `Note:` before them."""
        words = self.words
        return words[1:] if words[:1] and words[0] in ("note", "notes", "please") else words

    @property
    def has_counts(self) -> bool:
        return any(token.kind is Kind.NUMBER for token in self.tokens)

    @property
    def is_negated(self) -> bool:
        # `Numbers are of the police rather than of the hotline` says what they are.
        return not _NOT.isdisjoint(self.words) and "rather" not in self.words

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
    return found


def _sentence(lines: tuple[Line, ...], lexicon: Lexicon) -> Sentence:
    tokens = tuple(token for line in lines for token in line.tokens)
    mark = tokens[0].text if lines[0].role is Role.NOTE and tokens and tokens[0].kind is Kind.MARK else ""
    if lines[0].role is Role.NOTE and tokens and tokens[0].kind is Kind.NUMBER:
        mark = tokens[0].text
    # `West` at the end of a line and `Virginia` on the next are one name.
    said = said_by(phrases_of(tokens, lexicon) if len(lines) > 1 else lines[0].phrases)
    return Sentence(lines, tokens, said, lines[0].groups, unraised(mark))


def statements_of(sentences: Sequence[Sentence], lines: Sequence[Line]) -> list[Statement]:
    """Periods and accuracy dates of sentences, of date lines, and accuracy dates of headings."""
    found = [statement for sentence in sentences for statement in _stated(sentence)]
    for line in chain(lines, *(line.captions for line in lines)):
        if line.role in (Role.HEADING, Role.FIGURES) and line.said.days:
            sentence = Sentence((line,), line.tokens, line.said, line.groups)
            days = line.said.days if not _is_of_others(sentence) else ()
            found += [Statement(day, sentence, sentence.line_of(What.ACCURACY)) for day in days]
    for line in chain.from_iterable(line.captions for line in lines):
        # A row `Reporting period | ...` of a table of keys and values holds for the page.
        if line.said.periods and all(plain(word) in OF_PERIOD for word in line.words):
            sentence = Sentence((line,), line.tokens, line.said, line.groups)
            found += [Statement(period, sentence, line.number) for period in line.said.periods]
    return found


def _is_of_others(sentence: Sentence) -> bool:
    """`Population estimates are current as of ...` is said of something else."""
    return any(kind in _OF_OTHERS for kind, _ in sentence.said.kinds) and not is_about_figures(sentence)


def _stated(sentence: Sentence) -> Iterator[Statement]:
    said = sentence.said
    # A sentence with numbers of its own speaks of their period: `From 2007 to 2012 the hotline answered 65,557 calls`.
    is_open = _CLOSED.isdisjoint(sentence.words) and "will" not in sentence.words
    if not sentence.has_counts and not sentence.is_negated and is_open:
        for period in said.periods:
            yield Statement(period, sentence, sentence.line_of(What.PERIOD))
        is_about = is_about_figures(sentence) or _leads_to_figures(sentence)
        if not said.periods and len(said.years) == 1 and is_about and not said.unclear:
            yield Statement(year_period(said.years[0]), sentence, sentence.line.number)
    for day in said.days if not (_is_of_others(sentence) or "will" in sentence.words) else ():
        yield Statement(day, sentence, sentence.line_of(What.ACCURACY))


def _leads_to_figures(sentence: Sentence) -> bool:
    """`Here is what it counted in 2020:`, known in full, or `I enclose the hotline's figures for 2020.`"""
    words, said = sentence.words, sentence.said
    is_above = sentence.text.endswith(":") and not (said.unknown or _COUNTING.isdisjoint(words))
    is_handed_over = said.names_hotline and not _HANDS_OVER.isdisjoint(words)
    # `Source: the hotline's report for calendar year 2019`; the year alone may be that of the publication.
    times = [
        token.of.text.casefold() for token in sentence.tokens if token.of is not None and token.of.what is What.YEAR
    ]
    is_source = said.names_hotline and words[:1] in (["source"], ["sources"]) and any("year" in time for time in times)
    return (is_above or is_handed_over or is_source) and not said.outside


def holds_for(sentence: Sentence, groups: tuple[Group, ...], place: str | None) -> bool:
    """Whether what a sentence says holds for a figure in some groups, of some place."""
    said = sentence.said
    of_nation = said.has("nation") and not said.places
    if (said.places and place is not None and place not in said.places) or (of_nation and place not in (None, "US")):
        return False
    closed = [at for at, group in enumerate(sentence.groups) if group.kind in (GroupKind.ASIDE, GroupKind.COLUMN)]
    if not closed:
        return True
    inside = sentence.groups[: closed[-1] + 1]
    return groups[: len(inside)] == inside


def is_about_figures(sentence: Sentence) -> bool:
    """Whether the figures are the subject of a sentence: `All numbers are ...`, `The following was ...`."""
    words = sentence.statement_words
    is_soft = not {"may", "can", "could", "might"}.isdisjoint(words)
    if words[:1] == ["only"] and not _VERBS_OF_COUNTING.isdisjoint(words):
        return True
    if (
        words[:1] in (["includes"], ["including"])
        or words[:2] in (["these", "are"], ["these", "were"])
        or not _BASED_ON.isdisjoint(words[:1])
    ):
        return True
    if any(one in ("these", "following") and other in _COUNTED for one, other in pairwise(words)):
        return True
    for word in words[:6]:
        if word == "cases" and is_soft:
            return False
        if word in _FIGURES and word != "all":
            return True
        if word not in _BEFORE_A_SUBJECT:
            return False
    return False


def left_out(sentence: Sentence) -> str:
    """What a sentence says is not counted: a time, a place, a type, a channel, a group of people; else empty."""
    words, said = sentence.statement_words, sentence.said
    is_first = not _LEAVES_OUT_FIRST.isdisjoint(words[:1])
    leaves_out = is_first or not _LEAVES_OUT.isdisjoint(words) or ("left", "out") in pairwise(words)
    leaves_out |= any(
        word == "not" and not _TAKES_IN.isdisjoint(words[at + 1 : at + 3]) for at, word in enumerate(words)
    )
    times = [text for kind, text in said.kinds if kind == "part_of_year"]
    times += [token.of.text for token in sentence.tokens if token.of is not None and token.of.what is What.PERIOD]
    if not leaves_out:
        is_lost = not _IS_LOST.isdisjoint(words) and len(words) <= _SHORT
        return times[0] if is_lost and times and not said.has("edition") else ""
    parts = [label.label for label in said.labels if label.category not in (None, "total")]
    others = [text for kind, text in said.kinds if kind in ("local", "other_place")]
    if len(words) <= _FEW:
        own = _LEAVES_OUT | _LEAVES_OUT_FIRST | {"other", "others", "new", "open", "status", "ways"}
        others += [text for kind, text in said.kinds if kind == "other_breakdown" and text.casefold() not in own]
    return next(
        iter((*times, *said.places, *parts, *others, *(words if words[:1] in (["less"], ["minus"]) else ()))), ""
    )


def remarks_of(sentences: Sequence[Sentence], *, of_nation: bool) -> Iterator[tuple[Sentence, str]]:
    """Sentences about all figures that make something else of them, and what: `All figures are three-year averages`."""
    for sentence in sentences:
        # A notice that takes figures back is short; a long sentence with such a word says how data may be used.
        is_notice = len(sentence.statement_words) <= _BANNER or (
            len(sentence.words) <= _SHORT and not _FIGURES.isdisjoint(sentence.words)
        )
        is_about = is_about_figures(sentence)
        words = sentence.statement_words
        # `Spring dinner: Saturday, 6:30 p.m., $45 a plate` speaks of something else.
        has_price = any(token.of is not None and token.of.what is What.MONEY for token in sentence.tokens)
        is_bare = 0 < len(words) <= _BARE and _VERBS.isdisjoint(words) and not (sentence.mark or has_price)
        if sentence.said.has("void") and (is_notice or is_about):
            yield sentence, "that they do not hold"
            continue
        if other := _other_source(sentence):
            yield sentence, f"that they are counts of somebody else ({other!r})"
            continue
        if not _NOT_REAL.isdisjoint(sentence.words) and is_about:
            yield sentence, "that they do not hold"
            continue
        if not sentence.mark and (part := left_out(sentence)):
            yield sentence, f"that a part is left out ({part!r})"
            continue
        if not (is_about or is_bare) or sentence.has_counts or (sentence.is_negated and not is_bare):
            continue
        said = sentence.said
        if said.has("edition") and not said.unclear:
            # `Data are updated each month.`
            continue
        kinds = _CHANGES if is_about else _CHANGES - _OF_NAMES
        changes = [(kind, text) for kind, text in said.kinds if kind in kinds and not _HARMLESS.search(text)]
        changes += [("share", text) for _, text in said.kinds if is_about and text.casefold() in _SHARES]
        is_long = len(sentence.words) > _SHORT
        changes = [one for one in changes if not (one[0] in PERIOD_KINDS and (said.periods or is_long))]
        changes = [one for one in changes if not (of_nation and one[0] == "nation")]
        if changes:
            yield sentence, f"{changes[0][1]!r}: {OUTSIDE[changes[0][0]]}"
        elif is_about and (
            "only" in words[:2]
            or (not _TAKES_IN.isdisjoint(words) and said.has("other_place"))
            or ("that", "year") in pairwise(sentence.words)
            or not all(any(could_mean(text, period) for period in said.periods) for text in said.unclear)
            or len(said.years) > 1
        ):
            yield sentence, "something that is no whole period of one place"


def _other_source(sentence: Sentence) -> str:
    """What `Source: Missouri Highway Patrol` names that is not known to be the hotline's; else empty."""
    text, said = sentence.text.casefold(), sentence.said
    is_source = not {"source", "sources"}.isdisjoint(sentence.statement_words[:2])
    if not is_source or "hotline" in text or said.names_hotline or "://" in text or "www." in text:
        return ""
    others = [words for kind, words in said.kinds if kind in ("organization", "other_measure", "other_service")]
    return next(iter((*said.unknown, *others)), "")


def corrects(sentence: Sentence) -> bool:
    """Whether a sentence with a number corrects another: `The number of cases was 791, not 61`."""
    return sentence.has_counts and bool(sentence.said.measures) and not _CORRECTS.isdisjoint(sentence.words)


def claims_of(sentence: Sentence) -> Iterator[tuple[str, str, str]]:
    """Measure, category and number of each figure that a sentence states in known words: `identified 28 cases`."""
    said = sentence.said
    if said.unknown or said.outside or said.unclear or sentence.is_negated:
        return
    phrases = [phrase for line in sentence.lines for phrase in line.phrases]
    for number, label in pairwise(phrases):
        named = label.label if label.kind in ("figure", "sentence", "unit") else None
        if number.kind == Kind.NUMBER and named is not None and named.measure is not None:
            yield named.measure, named.category or "total", number.value


def notes_for(tokens: Sequence[Token], sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """The notes that the marks among some tokens point at."""
    marks = {unraised(token.text) for token in tokens if token.kind is Kind.MARK}
    marks |= {token.glued for token in tokens if token.glued}
    if marks:
        yield from (one for one in sentences if one.mark and one.mark in marks)


def changes_of(note: Sentence) -> Iterator[tuple[str, str]]:
    """What a note makes of the number that points at it; `excludes the first quarter` changes it, `not final` too."""
    leaves_out = not _LEAVES_OUT.isdisjoint(note.words)
    if part := left_out(note):
        yield "other_breakdown", part
    for kind, text in note.said.kinds:
        is_whole = not note.is_negated or text.casefold().startswith("not ") or (leaves_out and kind in PERIOD_KINDS)
        is_only = kind == "local" and "only" in note.words
        if (kind in _NOTE_CHANGES and is_whole) or is_only:
            yield kind, text
