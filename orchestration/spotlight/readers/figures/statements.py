"""What sentences and notes say of all figures or of some: the period, the accuracy date, and what changes a number.

Belongs here: sentences, date lines and notes. Not here: headings and heads (context).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from orchestration.spotlight.readers.blocks import Group, GroupKind
from orchestration.spotlight.readers.grammar.characters import unraised
from orchestration.spotlight.readers.grammar.dates import Period
from orchestration.spotlight.readers.grammar.phrases import Said, said_by
from orchestration.spotlight.readers.grammar.tokens import Kind, Token, What
from orchestration.spotlight.readers.tree.lines import Line, Role

_NOT = frozenset(("not", "no", "never", "neither", "excluding", "except", "excludes", "exclude", "without", "than"))
_ABOUT_FIGURES = frozenset(
    ("figure", "figures", "number", "numbers", "data", "statistics", "counts", "totals", "values", "amounts")
)
_VERBS = frozenset(
    ("are", "is", "were", "cover", "covers", "include", "includes", "represent", "represents", "reflect", "reflects",
     "show", "shows", "count", "refer", "refers", "sum", "give", "gives", "shown", "given", "expressed", "reported",
     "rounded", "combine", "span", "spans", "span")
)  # fmt: skip
# What a sentence about the figures changes; a venue or a victim's age in a sentence changes nothing.
_CHANGES = frozenset({"all_time", "other_period", "part_of_year", "average", "share", "estimate", "nation", "scale"})
_NOTE_CHANGES = _CHANGES | {"other_place", "other_service"}
_HARMLESS = re.compile(r"\b(?:fewer|less|more) than\b", re.IGNORECASE)


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
    def has_counts(self) -> bool:
        return any(token.kind is Kind.NUMBER for token in self.tokens)

    @property
    def is_negated(self) -> bool:
        return not _NOT.isdisjoint(self.words)

    def line_of(self, what: What) -> int:
        """The line on which a date of some kind begins."""
        return next((t.line for t in self.tokens if t.of is not None and t.of.what is what), self.line.number)


@dataclass(frozen=True, slots=True)
class Statement:
    """A period or an accuracy date that a document states, where, and of which place if it says so."""

    value: Period | date
    sentence: Sentence
    line: int


def sentences_of(lines: Sequence[Line]) -> list[Sentence]:
    """Sentences of running text, notes and lines of dates, in order."""
    found: list[Sentence] = []
    open_: list[Line] = []

    def close() -> None:
        if open_:
            found.append(_sentence(tuple(open_)))
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


def _sentence(lines: tuple[Line, ...]) -> Sentence:
    tokens = tuple(token for line in lines for token in line.tokens)
    mark = tokens[0].text if lines[0].role is Role.NOTE and tokens and tokens[0].kind is Kind.MARK else ""
    if lines[0].role is Role.NOTE and tokens and tokens[0].kind is Kind.NUMBER:
        mark = tokens[0].text
    said = said_by([phrase for line in lines for phrase in line.phrases])
    return Sentence(lines, tokens, said, lines[0].groups, unraised(mark))


def statements_of(sentences: Sequence[Sentence], lines: Sequence[Line]) -> list[Statement]:
    """Periods and accuracy dates of sentences, of date lines, and accuracy dates of headings."""
    found = [statement for sentence in sentences for statement in _stated(sentence)]
    for line in lines:
        if line.role in (Role.HEADING, Role.FIGURES) and line.said.days:
            sentence = Sentence((line,), line.tokens, line.said, line.groups)
            found += [Statement(day, sentence, sentence.line_of(What.ACCURACY)) for day in line.said.days]
    return found


def _stated(sentence: Sentence) -> Iterator[Statement]:
    said = sentence.said
    # A sentence with numbers of its own speaks of their period: `From 2007 to 2012 the hotline answered 65,557 calls`.
    if not sentence.has_counts and not sentence.is_negated:
        for period in said.periods:
            yield Statement(period, sentence, sentence.line_of(What.PERIOD))
    for day in said.days:
        yield Statement(day, sentence, sentence.line_of(What.ACCURACY))


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


def remarks_of(sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, str, str]]:
    """Sentences about all figures that make something else of them: `All figures are three-year averages`."""
    for sentence in sentences:
        words = sentence.words
        about = next((at for at, word in enumerate(words) if word in _ABOUT_FIGURES), None)
        if about is None or sentence.has_counts or sentence.is_negated:
            continue
        if _VERBS.isdisjoint(words[about + 1 :]):
            continue
        for kind, text in sentence.said.kinds:
            if kind in _CHANGES and not _HARMLESS.search(text) and not (kind == "all_time" and sentence.said.periods):
                yield sentence, kind, text
                break


def notes_for(tokens: Sequence[Token], sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """The notes that the marks among some tokens point at."""
    marks = {unraised(token.text) for token in tokens if token.kind is Kind.MARK}
    marks |= {token.glued for token in tokens if token.glued}
    if marks:
        yield from (one for one in sentences if one.mark and one.mark in marks)


def changes_of(note: Sentence) -> Iterator[tuple[str, str]]:
    """What a note makes of the number that points at it."""
    yield from ((kind, text) for kind, text in note.said.kinds if kind in _NOTE_CHANGES and not note.is_negated)
