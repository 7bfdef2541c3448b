"""What gaps show where labels and numbers stand on lines of their own: which stand nearest, which run stands apart.

Belongs here: the two orders, attempts to pair, their gaps. Not here: which order holds for a document (pairing).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from orchestration.spotlight.readers.figures.elements import Element
from orchestration.spotlight.readers.refusals import Refusal, refusal_at

_ALIKE = 1.05
"""Gaps whose ratio is less are equal: pages are set in whole points."""
APART = 1.25
FAR_APART = 2.3
"""How many times nearer than anything else a label must stand to be sure; `FAR_APART` holds for a single pair."""


class Order(StrEnum):
    """Whether a label on a line of its own stands above or below its number."""

    LABEL_FIRST = "label_first"
    NUMBER_FIRST = "number_first"

    @property
    def step(self) -> int:
        """From the position of a number to that of its label."""
        return -1 if self is Order.LABEL_FIRST else 1


@dataclass(slots=True)
class Attempt:
    pairs: list[tuple[int, int]] = field(default_factory=list)
    """Positions of a number and of its label."""
    left_over: list[int] = field(default_factory=list)
    """Positions of the numbers without a label."""
    years: list[tuple[int, int]] = field(default_factory=list)
    """Positions of what may be a year, and of the label that would be its own if it were a number."""


def runs(elements: Sequence[Element]) -> Iterator[range]:
    """The ranges of lone labels and numbers that follow each other with nothing else between them."""
    start: int | None = None
    for at, element in enumerate(elements):
        if element.is_lone:
            start = at if start is None else start
        elif start is not None:
            yield range(start, at)
            start = None
    if start is not None:
        yield range(start, len(elements))


def against_the_gaps(elements: Sequence[Element], order: Order, attempt: Attempt) -> Refusal | None:
    """Refuse an order in which numbers stand nearer to other labels: a lost first number makes it look possible.

    One number nearer to a label without a number is enough: the label that this order gives it lost its own number. One
    nearer to a label with a number is not: an empty line may be lost.
    """
    bound: list[float] = []
    others: list[tuple[float, int, int]] = []
    nearer: list[tuple[float, int, int]] = []
    farther = 0
    taken = {to for _, to in attempt.pairs}
    for at, to in attempt.pairs:
        other = at - order.step
        bound.append(elements[at].gap_to(elements[to]))
        if 0 <= other < len(elements) and elements[other].is_lone_label:
            others.append((elements[at].gap_to(elements[other]), at, other))
            nearer += [others[-1]] if others[-1][0] * APART <= bound[-1] else []
            farther += bound[-1] * APART <= others[-1][0]
    against = [one for one in nearer if one[2] not in taken] or (nearer if len(nearer) > max(farther, 1) else [])
    if not against and (not others or min(bound) <= _ALIKE * max(others)[0]):
        return None
    _, at, other = (against or others)[0]
    element, label, beside = elements[at], elements[at + order.step].line, elements[other].line
    return refusal_at(
        element.line,
        element.numbers[0],
        "number_ambiguous",
        f"{element.numbers[0].text!r} can only belong to {label.text!r} (line {label.number}), but stands nearer to "
        f"{beside.text!r} (line {beside.number}). A label or a number seems to be lost at the beginning or the end; "
        "compare with the publisher's document.",
    )


def stands_apart(elements: Sequence[Element], run: range, attempt: Attempt, times: float = APART) -> bool:
    """Whether each number of a run stands `times` nearer to its label than the pair stands to anything else."""
    bound = max(elements[at].gap_to(elements[to]) for at, to in attempt.pairs)
    paired = {frozenset(one) for one in attempt.pairs}
    members = frozenset().union(*paired)
    around = [
        elements[at].gap_to(elements[at + 1])
        for at in range(max(0, run.start - 1), min(run.stop, len(elements) - 1))
        if frozenset((at, at + 1)) not in paired
        and (at in members or at + 1 in members)
        and elements[at].line.container_number == elements[at + 1].line.container_number
    ]
    return all(bound * times <= gap for gap in around)
