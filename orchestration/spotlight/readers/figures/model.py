"""A number with its label and all that it stands under, and what can come of it: a figure, or none with the reason.

Belongs here: these words of the readers, without a rule. Not here: finding them (candidates), judging them (context).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from orchestration.spotlight.domain.vocabulary import Label
from orchestration.spotlight.readers.blocks import Group
from orchestration.spotlight.readers.grammar.dates import Period
from orchestration.spotlight.readers.grammar.phrases import Phrase, Said
from orchestration.spotlight.readers.grammar.tokens import Token
from orchestration.spotlight.readers.refusals import Mark, Refusal, mark_of, refusal_at
from orchestration.spotlight.readers.tree.headings import Path
from orchestration.spotlight.readers.tree.lines import Line


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a context: a heading, a caption, a head, or the line of the figure itself."""

    line: Line
    said: Said
    text: str
    is_head: bool = False
    """A head of a table: its place and period go before those of the headings above the table."""
    is_caption: bool = False
    """It heads the whole table, and so it names no label of a single cell."""
    is_section: bool = False
    """It stands alone above rows of a table."""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number and its label, with all that it stands under, from outer to inner."""

    label: Label | None
    """None: the number is a sum, or only headings name what it counts."""
    label_text: str
    number: Phrase
    units: tuple[Phrase, ...]
    line: Line
    """The line of the number."""
    text: str
    parts: tuple[Part, ...]
    tokens: tuple[Token, ...]
    """Of label and number and what stands between them: their marks point at notes."""
    position: tuple[int, float]
    section: int
    """Which part of the document it stands in: a new place begins another."""
    table: int | None = None
    siblings: frozenset[str] = frozenset()
    is_sum_of_places: bool = False
    is_sum: bool = False
    periods: frozenset[Period] = frozenset()
    """What the heads of its table name."""
    qualifiers: frozenset[str] = frozenset()
    """Kinds of wordings in the heads of the other rows and columns of its table."""
    days: frozenset[date | None] = frozenset()
    """The accuracy dates that its row and column of its table have; None is one that cannot be read."""

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
        """What may carry the mark of a note."""
        return (*self.tokens, *(token for part in self.parts for token in part.line.tokens))


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a document, as far as its context says where and when it is of."""

    measure: str
    category: str
    value: str
    """Digits; empty if the status is not `reported`."""
    value_status: str
    candidate: Candidate
    place: str | None
    period: Period | None
    unclear_period: str
    """A time in its context that is no period with a first and last day."""
    context: str

    @property
    def line(self) -> int:
        return self.candidate.number.tokens[0].line


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A number that is no figure of the report, and why."""

    candidate: Candidate
    why: str
    is_sure: bool = True
    """False: only a line above says so, and where its reach ends is not marked."""


@dataclass(slots=True)
class Judged:
    """What came of all candidates."""

    figures: list[Figure] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def leave_out(self, more: Sequence[LeftOut]) -> None:
        """Take figures back."""
        self.left_out += more
        taken = {id(one.candidate) for one in more}
        self.figures = [one for one in self.figures if id(one.candidate) not in taken]


def parts_of(path: Path) -> Iterator[Part]:
    """The headings above something as parts of its context."""
    for heading in path:
        yield Part(heading.line, heading.heard, heading.line.text)
