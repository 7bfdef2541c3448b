"""Which number belongs to which label in lines that follow each other, or why that cannot be told.

Belongs here: pairs, and the proof that each is the only one possible. Not here: tables, sections, what a pair states.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from orchestration.spotlight.domain.vocabulary import Vocabulary
from orchestration.spotlight.readers.figures.elements import Element, Pair, Paired, elements_of
from orchestration.spotlight.readers.figures.unpaired import maybe_a_year, too_far, two_labels, two_names, unlabelled
from orchestration.spotlight.readers.grammar.phrases import LABELS, Phrase
from orchestration.spotlight.readers.refusals import Refusal, refusal_at
from orchestration.spotlight.readers.tree.lines import FARTHEST, TOUCHING, Line, Role

_ALIKE = 1.05
"""Gaps that differ less are the same: pages are set in whole points."""
_APART = 1.25
_FAR_APART = 2.3
"""How many times nearer a label must stand than anything else, to be sure, and to be sure of a single pair."""


class Order(StrEnum):
    """Where a label stands that has a line of its own."""

    LABEL_FIRST = "label_first"
    NUMBER_FIRST = "number_first"

    @property
    def step(self) -> int:
        """From a number to its label."""
        return -1 if self is Order.LABEL_FIRST else 1


def pair(lines: Sequence[Line], vocabulary: Vocabulary) -> Paired:
    """Bind the numbers of some lines to their labels, on one line and over several."""
    elements = list(elements_of(lines))
    paired = Paired()
    for element in elements:
        paired.add(_on_a_line(element, vocabulary))
    paired.add(_over_lines(elements))
    position = {id(element.line): at for at, element in enumerate(elements)}
    paired.pairs.sort(key=lambda one: (position[id(one.number_line)], one.number.tokens[0].column))
    return paired


# On one line ----------------------------------------------------------------------------------------------------------


def _on_a_line(element: Element, vocabulary: Vocabulary) -> Paired:
    """Label and number on one line belong to each other if they take turns; anything else cannot be told."""
    line, labels, numbers = element.line, element.labels, element.numbers
    if (named := _named_by_units(element)) is not None:
        return named

    def refused(code: str, item: Phrase | None, message: str) -> Paired:
        return Paired(refusals=[refusal_at(line, item, code, message)])

    if element.years and (labels or numbers or element.units) and not _is_dated(element):
        year = element.years[0]
        return refused(
            "number_ambiguous",
            year,
            f"{year.value!r} may be a year or a figure. If it is a figure, write it with a comma between thousands; "
            "if it is a year, as in 'in 2019'.",
        )
    if not labels or not numbers:
        if len(numbers) > 1:
            return refused(
                "number_ambiguous",
                numbers[0],
                f"{len(numbers)} numbers stand on the line, and no label. Expected every number on the line of its "
                "label, or on one of its own right above or below it.",
            )
        return Paired()
    turns = [item for item in line.phrases if item in labels or item in numbers]
    has_both_ends = (
        len(numbers) > 1
        and turns[0].is_count
        and any(unit.tokens[0].column < turns[0].tokens[0].column for unit in element.units)
    )
    if len(labels) != len(numbers) or has_both_ends or not _take_turns(turns, vocabulary):
        many, code = ("labels", "label_ambiguous") if len(labels) > len(numbers) else ("numbers", "number_ambiguous")
        return refused(
            code,
            numbers[0],
            f"The line has {len(labels)} label(s) and {len(numbers)} number(s), so that it cannot be told which belong "
            f"together. Expected label and number to take turns; put the {many} on lines of their own.",
        )
    pairs = []
    couples = [(turns[at], turns[at + 1]) for at in range(0, len(turns), 2)]
    for one, other in couples:
        label, number = (other, one) if one.is_count else (one, other)
        last = other.tokens[-1].column
        units = tuple(
            unit
            for unit in element.units
            if len(couples) == 1 or one.tokens[0].column <= unit.tokens[0].column <= last + 12
        )
        if label is one and label.label is not None and label.label.kind == "sentence":
            return refused(
                "number_ambiguous",
                number,
                f"{label.text!r} goes on with a sentence that its number begins, and {number.text!r} stands behind "
                "it. Compare it with the publisher's document.",
            )
        pairs.append(Pair(label, number, units, line, line))
    return Paired(pairs)


def _named_by_units(element: Element) -> Paired | None:
    """`150 cases   411 calls   60 texts`: each number right before what it counts, and each counts something else."""
    named = [*element.labels, *element.units]
    if not element.units or element.years or not 1 < len(named) == len(element.numbers):
        return None
    turns = [item for item in element.line.phrases if item in named or item in element.numbers]
    couples = list(zip(turns[::2], turns[1::2], strict=True))
    if not all(
        number.is_count and not label.is_count and label.tokens[0].column - number.tokens[-1].end <= 1
        for number, label in couples
    ):
        return None
    counted = {(label.label.measure, label.label.category) for _, label in couples if label.label is not None}
    pairs = [Pair(label, number, (), element.line, element.line) for number, label in couples]
    return Paired(pairs) if len(counted) == len(couples) else None


def _is_dated(element: Element) -> bool:
    """`2019 Trafficking Cases: 233` and `Trafficking Cases 2019: 233`: the number behind the colon is the figure."""
    if not (len(element.years) == len(element.labels) == len(element.numbers) == 1):
        return False
    number = element.numbers[0].tokens[0]
    before = [token for token in element.line.tokens if token.column < number.column]
    named = {id(token) for item in (*element.years, *element.labels) for token in item.tokens}
    return bool(before) and before[-1].text == ":" and named <= {id(token) for token in before}


def _take_turns(turns: Sequence[Phrase], vocabulary: Vocabulary) -> bool:
    """Label and number in one order all along; it may change once a total is followed by its own parts."""
    for at, (one, next_) in enumerate(pairwise(turns)):
        if one.is_count != next_.is_count:
            continue
        if at % 2 == 0:
            return False
        labels = [item.label for item in (*turns[at - 1 : at + 1], *turns[at + 1 : at + 3]) if item.label is not None]
        labels = [label for label in labels if label.category]
        keys = {(label.measure, vocabulary.scheme_of(label.measure or "", label.category or "")) for label in labels}
        if len(labels) != 2 or len(keys) != 2 or len({measure for measure, _ in keys}) != 1:
            return False
    return True


# Over several lines ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Attempt:
    pairs: list[tuple[int, int]] = field(default_factory=list)
    """Positions of a number and of its label."""
    left_over: list[int] = field(default_factory=list)
    """Positions of the numbers without a label."""
    years: list[tuple[int, int]] = field(default_factory=list)
    """Positions of what may be a year, and of the label without another number beside it."""


def _over_lines(elements: Sequence[Element]) -> Paired:
    """Try both orders on all lines: one of them must leave no number over, and the other must not.

    Where no order holds for all, each run of labels and numbers must have its own, shown by the gaps between them.
    """
    everywhere = range(len(elements))
    tried = {order: _try(elements, order, everywhere) for order in Order}
    possible = [order for order in Order if not tried[order].left_over]
    if len(possible) == 1 or not tried[Order.LABEL_FIRST].pairs:
        if possible:
            return _sure(elements, possible[0], tried[possible[0]])
        if not tried[Order.NUMBER_FIRST].pairs:
            return Paired(refusals=[unlabelled(elements, at) for at in tried[Order.LABEL_FIRST].left_over])
    elif len(possible) == 2:
        by_gaps = _by_gaps(elements, everywhere)
        if by_gaps is not None:
            return _settled(elements, None, by_gaps)
        first, second = (_pair_of(elements, *tried[order].pairs[0]) for order in possible)
        return Paired(refusals=[two_labels(first, second)])
    return _run_by_run(elements, tried)


def _sure(elements: Sequence[Element], order: Order, attempt: _Attempt) -> Paired:
    """The only possible order, unless it rests on a single pair and a stretch of its own could be read either way."""
    either: list[range] = []
    for segment in _segments(elements):
        left_over = [_try(elements, one, segment, within=True).left_over for one in Order]
        if not any(left_over) and any(elements[at].is_lone_number for at in segment):
            either.append(segment)
    unsure = {at for segment in either for at in segment}
    if sum(at not in unsure for at, _ in attempt.pairs) > 1 or not either:
        return _settled(elements, order, attempt)
    for segment in either:
        by_gaps = _by_gaps(elements, segment)
        if by_gaps is None or not set(by_gaps.pairs) <= set(attempt.pairs):
            at = next(at for at in segment if elements[at].is_lone_number)
            return Paired(refusals=[two_labels(_pair_of(elements, at, at - 1), _pair_of(elements, at, at + 1))])
    return _settled(elements, order, attempt)


def _segments(elements: Sequence[Element]) -> Iterator[range]:
    """Stretches in which labels and numbers take turns: two labels, or two numbers, that follow each other end one."""
    for run in _runs(elements):
        start = run.start
        for at in range(run.start + 1, run.stop):
            if elements[at].is_lone_label == elements[at - 1].is_lone_label:
                yield range(start, at)
                start = at
        yield range(start, run.stop)


def _try(elements: Sequence[Element], order: Order, positions: range, *, within: bool = False) -> _Attempt:
    attempt = _Attempt()
    for at in positions:
        element, to = elements[at], at + order.step
        has_label = (to in positions if within else 0 <= to < len(elements)) and elements[to].is_lone_label
        if element.is_lone_number:
            if has_label:
                attempt.pairs.append((at, to))
            else:
                attempt.left_over.append(at)
        elif element.years and has_label:
            attempt.years.append((at, to))
    return attempt


def _pair_of(elements: Sequence[Element], at: int, to: int) -> Pair:
    element, other = elements[at], elements[to]
    return Pair(other.labels[0], element.numbers[0], (*element.units, *other.units), other.line, element.line)


def _settled(elements: Sequence[Element], order: Order | None, attempt: _Attempt) -> Paired:
    """The pairs of an attempt that holds, unless something about them is not as it should be."""
    paired = Paired([_pair_of(elements, at, to) for at, to in attempt.pairs])
    paired.refusals += [maybe_a_year(elements[at], elements[to]) for at, to in attempt.years]
    against = _against_the_gaps(elements, order, attempt) if order is not None else None
    if against is not None:
        paired.refusals.append(against)
    for at, to in attempt.pairs:
        if to < at and (heading := _named_below(elements, at)) is not None:
            paired.refusals.append(two_names(elements[at], elements[to], heading))
            break
    for at, to in attempt.pairs:
        if elements[at].gap_to(elements[to]) > FARTHEST:
            paired.refusals.append(too_far(elements[at], elements[to]))
            break
    return paired


def _named_below(elements: Sequence[Element], at: int) -> Element | None:
    """The heading right below a number that names what is counted too, and heads nothing itself: `Cases (average)`."""
    if at + 1 >= len(elements):
        return None
    below = elements[at + 1]
    after = elements[at + 2] if at + 2 < len(elements) else None
    is_below = below.line.role is Role.HEADING and elements[at].gap_to(below) < TOUCHING
    is_end = after is None or below.gap_to(after) >= TOUCHING
    is_qualified = bool(below.line.said.outside or below.line.said.unknown)
    return below if is_below and is_end and is_qualified and below.line.has(*LABELS, "unit") else None


def _against_the_gaps(elements: Sequence[Element], order: Order, attempt: _Attempt) -> Refusal | None:
    """Refuse an order in which numbers stand nearer to other labels: a lost first number makes it look possible."""
    bound: list[float] = []
    others: list[tuple[float, int, int]] = []
    for at, to in attempt.pairs:
        other = at - order.step
        bound.append(elements[at].gap_to(elements[to]))
        if 0 <= other < len(elements) and elements[other].is_lone_label:
            others.append((elements[at].gap_to(elements[other]), at, other))
    if not others or min(bound) <= _ALIKE * max(others)[0]:
        return None
    _, at, other = others[0]
    element, label, nearer = elements[at], elements[at + order.step].line, elements[other].line
    return refusal_at(
        element.line,
        element.numbers[0],
        "number_ambiguous",
        f"{element.numbers[0].text!r} can only belong to {label.text!r} (line {label.number}), but stands nearer to "
        f"{nearer.text!r} (line {nearer.number}). A label or a number seems to be lost at the beginning or the end; "
        "compare with the publisher's document.",
    )


def _run_by_run(elements: Sequence[Element], tried: dict[Order, _Attempt]) -> Paired:
    paired = Paired()
    unsure: list[range] = []
    settled: dict[Order, list[tuple[range, _Attempt]]] = {order: [] for order in Order}
    for run in _runs(elements):
        attempts = {order: _try(elements, order, run) for order in Order}
        possible = [order for order in Order if not attempts[order].left_over]
        if len(possible) == 1:
            settled[possible[0]].append((run, attempts[possible[0]]))
        elif any(elements[at].is_lone_number for at in run):
            unsure.append(run)
    usual = max(Order, key=lambda order: sum(len(attempt.pairs) for _, attempt in settled[order]))
    for order in Order:
        for run, attempt in settled[order]:
            if order is usual or _is_sure(elements, run, attempt):
                paired.add(_settled(elements, order, attempt))
            else:
                unsure.append(run)
    for run in unsure:
        by_gaps = _by_gaps(elements, run)
        if by_gaps is not None:
            paired.add(_settled(elements, None, by_gaps))
            continue
        left_over = [at for at in run if elements[at].is_lone_number]
        worst = min((tried[order].left_over for order in Order), key=len)
        paired.refusals += [unlabelled(elements, at) for at in left_over if at in worst] or [
            unlabelled(elements, left_over[0])
        ]
    return paired


def _runs(elements: Sequence[Element]) -> Iterator[range]:
    """Stretches of labels and numbers that follow each other without anything else between them."""
    start: int | None = None
    for at, element in enumerate(elements):
        if element.is_lone:
            start = at if start is None else start
        elif start is not None:
            yield range(start, at)
            start = None
    if start is not None:
        yield range(start, len(elements))


def _is_sure(elements: Sequence[Element], run: range, attempt: _Attempt) -> bool:
    """Whether a run may have another order than the rest of the document.

    A column of its own may. Elsewhere two lost lines could make a single pair look so, unless it stands far apart.
    """
    if elements[run[0]].line.stream:
        return True
    return _stands_apart(elements, run, attempt, _APART if len(attempt.pairs) > 1 else _FAR_APART)


def _stands_apart(elements: Sequence[Element], run: range, attempt: _Attempt, times: float = _APART) -> bool:
    """Whether every number of a run stands so many times nearer to its label than the pair does to anything else."""
    bound = max(elements[at].gap_to(elements[to]) for at, to in attempt.pairs)
    paired = {frozenset(one) for one in attempt.pairs}
    members = frozenset().union(*paired)
    around = [
        elements[at].gap_to(elements[at + 1])
        for at in range(max(0, run.start - 1), min(run.stop, len(elements) - 1))
        if frozenset((at, at + 1)) not in paired
        and (at in members or at + 1 in members)
        and elements[at].line.stream == elements[at + 1].line.stream
    ]
    return all(bound * times <= gap for gap in around)


def _by_gaps(elements: Sequence[Element], positions: range) -> _Attempt | None:
    """Bind each number to the label that stands strictly nearest, if all gaps agree that it is its own."""
    attempt = _Attempt()
    others: list[float] = []
    taken: set[int] = set()
    for at in positions:
        if not elements[at].is_lone_number:
            continue
        near = sorted(
            (elements[at].gap_to(elements[to]), to)
            for to in (at - 1, at + 1)
            if 0 <= to < len(elements) and elements[to].is_lone_label
        )
        if not near or near[0][1] in taken:
            return None
        attempt.pairs.append((at, near[0][1]))
        taken.add(near[0][1])
        others += [gap for gap, _ in near[1:]]
    if not attempt.pairs:
        return None
    bound = max(elements[at].gap_to(elements[to]) for at, to in attempt.pairs)
    if not others or any(bound * _APART > gap for gap in others) or not _stands_apart(elements, positions, attempt):
        return None
    by_order = [[(at, to) for at, to in attempt.pairs if to - at == order.step] for order in Order]
    if all(by_order):
        # A single pair in the other order may be made of two lines that changed places, unless it stands far apart.
        for pairs in by_order:
            if len(pairs) == 1 and not _stands_apart(elements, positions, _Attempt(pairs), _FAR_APART):
                return None
    return attempt
