"""Labels and numbers in the order in which they follow each other, and the pairs that they come to.

Belongs here: what one line contributes. Not here: which number belongs to which label (pairing).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from orchestration.spotlight.readers.layout import TOUCHING, Item, ItemKind, Line, LineKind
from orchestration.spotlight.readers.refusals import Refusal
from orchestration.spotlight.readers.sections import COUNTED, between

_LONGEST = 120
"""Characters of a line of several figures that are shown with each of them."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its number."""

    label: Item
    number: Item
    units: tuple[Item, ...]
    label_line: Line
    number_line: Line

    @property
    def text(self) -> str:
        """Label and number as they were read, in the order in which they stand."""
        if self.label_line is self.number_line:
            whole = self.number_line.text
            return whole if len(whole) <= _LONGEST or len(self.number_line.placed) > 1 else self._piece()
        parts = sorted((self.label_line, self.number_line), key=lambda line: line.placed[0].top)
        return " / ".join(line.text for line in parts)

    def _piece(self) -> str:
        """The part of a long line from label to number and their unit."""
        tokens = [token for item in (self.label, self.number, *self.units) for token in item.tokens]
        start, end = min(token.column for token in tokens), max(token.end for token in tokens)
        return " ".join(self.number_line.placed[0].text[start:end].split())


@dataclass(slots=True)
class Paired:
    """The pairs of some lines, and why others cannot be told."""

    pairs: list[Pair] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def add(self, other: Paired) -> None:
        self.pairs += other.pairs
        self.refusals += other.refusals


@dataclass(slots=True)
class Element:
    """What one line contributes to the sequence in which labels and numbers follow each other."""

    line: Line
    labels: list[Item]
    numbers: list[Item]
    units: list[Item]
    years: list[Item]

    @classmethod
    def of(cls, line: Line) -> Element:
        items = line.items if line.kind is LineKind.FIGURES else ()
        return cls(
            line,
            [item for item in items if item.kind is ItemKind.LABEL],
            [item for item in items if item.kind in COUNTED],
            [item for item in items if item.kind is ItemKind.UNIT],
            [item for item in items if item.kind is ItemKind.YEAR],
        )

    def gap_to(self, other: Element) -> float:
        """How many lines down the lower of two lines stands, whichever it is."""
        first, last = sorted((self.line, other.line), key=lambda line: line.placed[0].top)
        return first.gap_to(last)

    @property
    def is_lone_label(self) -> bool:
        return len(self.labels) == 1 and not self.numbers and not self.years

    @property
    def is_lone_number(self) -> bool:
        return len(self.numbers) == 1 and not self.labels and not self.years

    @property
    def is_lone(self) -> bool:
        return self.is_lone_label or self.is_lone_number

    @property
    def is_unit(self) -> bool:
        return bool(self.units) and not (self.labels or self.numbers or self.years)


def elements_of(lines: Sequence[Line]) -> Iterator[Element]:
    """The lines that are not empty, with a boundary between columns, and units taken to their numbers."""
    return _with_units(_all_elements(lines))


def _all_elements(lines: Sequence[Line]) -> Iterator[Element]:
    before: Line | None = None
    for line in lines:
        if line.kind is LineKind.BLANK:
            continue
        if before is not None and before.stream != line.stream:
            yield Element.of(between(before))
        yield Element.of(line)
        before = line


def _with_units(elements: Iterator[Element]) -> Iterator[Element]:
    """Take a unit on the line right below its number to the number."""
    before: Element | None = None
    for element in elements:
        if (
            element.is_unit
            and before is not None
            and before.is_lone_number
            and not before.units
            and before.line.gap_to(element.line) < TOUCHING
        ):
            before.units += element.units
            continue
        yield element
        before = element
