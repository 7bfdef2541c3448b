"""The types of this package: a number with its label and context, and the results for it (figure, left out, refused).

Belongs here: data types without rules. Not here: finding candidates (candidates), judging them (context).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from orchestration.spotlight.domain.vocabulary import Label
from orchestration.spotlight.readers.blocks import Group
from orchestration.spotlight.readers.grammar.dates import Period
from orchestration.spotlight.readers.grammar.meanings import Said
from orchestration.spotlight.readers.grammar.phrases import Phrase
from orchestration.spotlight.readers.grammar.tokens import Token
from orchestration.spotlight.readers.refusals import Mark, Refusal, mark_of, refusal_at
from orchestration.spotlight.readers.tree.headings import Path
from orchestration.spotlight.readers.tree.lines import Line


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a context: a heading, a caption, a head of a row or column, or the number's own line."""

    line: Line
    said: Said
    text: str
    is_head: bool = False
    """A head or caption of a table: its place and period override those of the headings above the table."""
    is_caption: bool = False
    """It heads the whole table, so it is never the label of a single cell."""
    is_section: bool = False
    """It stands alone in a row of the table and heads the rows below it."""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number, its label and its context: `parts`, from the outermost heading to the number's own line."""

    label: Label | None
    """None if the number is a sum, or if only headings name what it counts."""
    label_text: str
    number: Phrase
    units: tuple[Phrase, ...]
    line: Line
    """The line of the number."""
    text: str
    parts: tuple[Part, ...]
    tokens: tuple[Token, ...]
    """The tokens of the lines or cells of label and number: marks among them point at notes."""
    position: tuple[int, float]
    section: int
    """The section of the document: a heading that names another place begins a new one."""
    table: int | None = None
    sibling_measures: frozenset[str] = frozenset()
    is_sum_of_places: bool = False
    is_sum: bool = False
    periods: frozenset[Period] = frozenset()
    """The periods that the heads of its table name."""
    qualifiers: frozenset[str] = frozenset()
    """Kinds of wordings in the heads of the other rows and columns: `share` if one of them is `Rate`."""
    days: frozenset[date | None] = frozenset()
    """The accuracy dates of its row and column; None stands for a date that cannot be read."""

    @property
    def groups(self) -> tuple[Group, ...]:
        return self.line.groups

    @property
    def mark(self) -> Mark:
        return mark_of(self.line, self.number.tokens)

    def refused(self, rule_code: str, message: str) -> Refusal:
        return refusal_at(self.line, self.number, rule_code, message, self.text)

    @property
    def marked(self) -> tuple[Token, ...]:
        """The tokens that may carry the mark of a note."""
        return (*self.tokens, *(token for part in self.parts for token in part.line.tokens))


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a document, with the place and period that its context names."""

    measure: str
    category: str
    value: str
    """Digits; empty if the status is not `reported`."""
    value_status: str
    candidate: Candidate
    place: str | None
    period: Period | None
    unclear_period: str
    """A time in its context without a first and last day: `fiscal year 2019`."""
    context: str

    @property
    def line(self) -> int:
        return self.candidate.number.tokens[0].line


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A number that is not a figure of the report, and why."""

    candidate: Candidate
    why: str
    is_sure: bool = True
    """False if only a line above excludes the number and nothing marks how far that line reaches."""
    heading: Line | None = None
    """The line above that excludes the number; None if its own line or a note does."""


@dataclass(slots=True)
class Judged:
    """The results for all candidates."""

    figures: list[Figure] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def leave_out(self, more: Sequence[LeftOut]) -> None:
        """Turn figures into numbers that are left out."""
        self.left_out += more
        taken = {id(one.candidate) for one in more}
        self.figures = [one for one in self.figures if id(one.candidate) not in taken]


def parts_of(path: Path) -> Iterator[Part]:
    """The headings above a line or table, as parts of a context."""
    for heading in path:
        yield Part(heading.line, heading.said_about_figures, heading.line.text)
