"""The labels and numbers of lines in their order, and the pairs that they become.

Belongs here: what one line contributes. Not here: which number belongs to which label (pairing).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from orchestration.spotlight.readers.grammar.phrases import Phrase
from orchestration.spotlight.readers.grammar.tokens import Kind, What
from orchestration.spotlight.readers.refusals import Refusal, refusal_at
from orchestration.spotlight.readers.tree.lines import TOUCHING, Line, Piece, Role

_LONGEST_SHOWN = 120
"""Characters. Of a longer line with several figures each shows only its own part."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its number."""

    label: Phrase
    number: Phrase
    units: tuple[Phrase, ...]
    label_line: Line
    number_line: Line
    is_by_order: bool = False
    """They stand on two lines, and only the order of the labels and numbers around them makes them a pair."""

    @property
    def text(self) -> str:
        """Label and number as they were read, in the order of the document."""
        if self.label_line is self.number_line:
            whole = self.number_line.text
            return whole if len(whole) <= _LONGEST_SHOWN or len(self.number_line.pieces) > 1 else self._piece()
        parts = sorted((self.label_line, self.number_line), key=lambda line: line.top)
        return " / ".join(line.text for line in parts)

    def refused(self, rule_code: str, message: str) -> Refusal:
        return refusal_at(self.number_line, self.number, rule_code, message, self.text)

    def _piece(self) -> str:
        """The part of a long line that holds label, number and units."""
        tokens = [token for phrase in (self.label, self.number, *self.units) for token in phrase.tokens]
        start, end = min(token.column for token in tokens), max(token.end for token in tokens)
        return " ".join(self.number_line.pieces[0].text[start:end].split())


def is_amount(phrase: Phrase) -> bool:
    """Whether a phrase is a share, money or a duration: `73%`, `$45`, `12 minutes`."""
    return phrase.what in (What.SHARE, What.MONEY, What.SPAN)


def is_amount_alone(line: Line) -> bool:
    return bool(line.phrases) and all(map(is_amount, line.phrases))


@dataclass(slots=True)
class Paired:
    """The pairs of some lines, and the refusals where pairs cannot be told."""

    pairs: list[Pair] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def add(self, other: Paired) -> None:
        self.pairs += other.pairs
        self.refusals += other.refusals


@dataclass(slots=True)
class Element:
    """What one line adds to the sequence of labels and numbers."""

    line: Line
    labels: list[Phrase]
    numbers: list[Phrase]
    units: list[Phrase]
    years: list[Phrase]
    has_value: bool = False
    """A share, money, a duration or a spoilt number stands where the number of the label would."""

    @classmethod
    def of(cls, line: Line) -> Element:
        if line.role is not Role.FIGURES:
            return cls(line, [], [], [], [])
        labels, numbers, units = _named_once(line), line.counts, line.units
        sums = [phrase for phrase in line.phrases if phrase.kind == "sum"]
        if sums and not labels and not units:
            labels = sums[:1]
        has_value = any(phrase.kind == Kind.SPOILT or is_amount(phrase) for phrase in line.phrases)
        years = [phrase for phrase in line.phrases if phrase.kind == Kind.YEAR]
        return cls(line, labels, numbers, units, years, has_value and not numbers)

    def gap_to(self, other: Element) -> float:
        """How many lines down the lower of the two begins; 1 is the next line."""
        return self.line.gap_to(other.line)

    @property
    def is_lone_label(self) -> bool:
        return len(self.labels) == 1 and not self.numbers and not self.years and not self.has_value

    @property
    def is_lone_number(self) -> bool:
        return len(self.numbers) == 1 and not self.labels and not self.years

    @property
    def is_lone(self) -> bool:
        return self.is_lone_label or self.is_lone_number

    @property
    def is_unit(self) -> bool:
        return bool(self.units) and not (self.labels or self.numbers or self.years or self.has_value)

    def with_unit_as_label(self) -> None:
        """Turn the unit into the label of the total: `Cases: 110`."""
        self.labels, self.units = self.units[:1], self.units[1:]


def _named_once(line: Line) -> list[Phrase]:
    """The labels of a line; neighbours that name the same are one: `Phone calls / Llamadas`."""
    same = [
        id(other)
        for one, other in pairwise(line.phrases)
        if one.label is not None and other.label is not None and one.kind == other.kind == "figure"
        if (one.label.measure, one.label.category) == (other.label.measure, other.label.category)
    ]
    return [label for label in line.labels if id(label) not in same]


def elements_of(lines: Sequence[Line]) -> list[Element]:
    """An element for each filled line, with boundaries between columns; units are labels or belong to their numbers."""
    elements = list(_all_elements(lines))
    _name_by_units(elements)
    return list(_with_units(elements))


def _all_elements(lines: Sequence[Line]) -> Iterator[Element]:
    before: Line | None = None
    for line in lines:
        if line.role is Role.BLANK:
            continue
        if before is not None and before.container_number != line.container_number:
            yield Element.of(boundary(before))
        yield Element.of(line)
        before = line


def boundary(upper: Line) -> Line:
    """An empty heading below `upper`, which no pair reaches across."""
    piece = Piece(upper.pieces[-1].number, "")
    return Line((piece,), (), (), upper.bottom, upper.bottom, upper.block, groups=upper.groups, role=Role.HEADING)


def _name_by_units(elements: Sequence[Element]) -> None:
    """Turn units into labels: in `Cases: 110`, and in `110 Cases` if no such line stands beside a lone label."""
    behind: list[Element] = []
    is_behind_labels = False
    for at, element in enumerate(elements):
        around = [elements[to] for to in (at - 1, at + 1) if 0 <= to < len(elements)]
        if element.units and not element.labels and len(element.numbers) == 1:
            if element.units[0].tokens[0].column < element.numbers[0].tokens[0].column:
                if not any(one.is_lone_label for one in around):
                    element.with_unit_as_label()
            else:
                behind.append(element)
                is_behind_labels |= any(one.is_lone_label for one in around)
    if not is_behind_labels:
        for element in behind:
            element.with_unit_as_label()
    for at, element in enumerate(elements):
        if element.is_unit and not (_is_unit_of_number_above(elements, at) or _is_said_again(elements, at)):
            around = [elements[to] for to in (at - 1, at + 1) if 0 <= to < len(elements)]
            if any(one.is_lone_number and not one.units for one in around):
                element.with_unit_as_label()


def _is_unit_of_number_above(elements: Sequence[Element], at: int) -> bool:
    """Whether the number above a unit has its label above it: `Sex Trafficking`, `183`, `Cases`."""
    return (
        at > 1
        and not (at + 1 < len(elements) and elements[at + 1].is_lone_number)
        and elements[at - 1].is_lone_number
        and elements[at - 2].is_lone_label
        and elements[at - 1].gap_to(elements[at]) < TOUCHING
    )


def _is_said_again(elements: Sequence[Element], at: int) -> bool:
    """Whether a unit heads a list that begins with its total: `SIGNALS`, an empty line, `192`, `Signals`."""
    number, unit = (*elements[at + 1 : at + 3], None, None)[:2]
    if number is None or unit is None or not (number.is_lone_number and unit.is_unit):
        return False
    is_nearer = number.gap_to(unit) < elements[at].gap_to(number)
    return is_nearer and elements[at].line.text.casefold() == unit.line.text.casefold()


def _with_units(elements: Sequence[Element]) -> Iterator[Element]:
    """The elements, each unit on the line right below its number moved to the number."""
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
