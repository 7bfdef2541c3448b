"""Which number belongs to which label in consecutive lines, or why that is uncertain.

Belongs here: pairs, and the proof that no other pairing is possible. Not here: tables, sections, what a pair states.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from orchestration.spotlight.domain.vocabulary import Label
from orchestration.spotlight.readers.figures.elements import Element, Pair, Paired, elements_of
from orchestration.spotlight.readers.figures.gaps import (
    APART,
    FAR_APART,
    Attempt,
    Order,
    against_the_gaps,
    runs,
    stands_apart,
)
from orchestration.spotlight.readers.figures.named_by_units import named_by_units
from orchestration.spotlight.readers.figures.unpaired import maybe_a_year, too_far, two_labels, two_names, unlabelled
from orchestration.spotlight.readers.grammar.phrases import LABELS, Phrase
from orchestration.spotlight.readers.refusals import refusal_at
from orchestration.spotlight.readers.tree.lines import FARTHEST, TOUCHING, Line, Role

_FEWEST_BLOCKS = 3
"""So many pairs between empty lines show the order for the whole run."""


def paired_lines(lines: Sequence[Line]) -> Paired:
    """The numbers of some lines with their labels, on the same line or on a line of its own."""
    elements = list(elements_of(lines))
    paired = Paired()
    for element in elements:
        paired.add(_on_a_line(element))
    paired.add(_over_lines(elements))
    position = {id(element.line): at for at, element in enumerate(elements)}
    paired.pairs.sort(key=lambda one: (position[id(one.number_line)], one.number.tokens[0].column))
    return paired


# On one line ----------------------------------------------------------------------------------------------------------


def _on_a_line(element: Element) -> Paired:
    """Labels and numbers on one line are paired if they alternate; any other order is refused."""
    line, labels, numbers = element.line, element.labels, element.numbers
    if (named := named_by_units(element)) is not None:
        return named

    def refused(code: str, item: Phrase | None, message: str) -> Paired:
        return Paired(refusals=[refusal_at(line, item, code, message)])

    if element.years and (labels or numbers or element.units):
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
    turns = line.in_order(labels, numbers)
    has_both_ends = (
        len(numbers) > 1
        and turns[0].is_count
        and any(unit.tokens[0].column < turns[0].tokens[0].column for unit in element.units)
    )
    take_turns = all(one.is_count != other.is_count for one, other in pairwise(turns))
    if len(labels) != len(numbers) or has_both_ends or not take_turns:
        many, code = ("labels", "label_ambiguous") if len(labels) > len(numbers) else ("numbers", "number_ambiguous")
        return refused(
            code,
            numbers[0],
            f"The line has {len(labels)} label(s) and {len(numbers)} number(s), so that it cannot be told which belong "
            f"together. Expected label and number to take turns; put the {many} on lines of their own.",
        )
    pairs = []
    by_column = sorted(element.units, key=_column)
    couples = [(turns[at], turns[at + 1]) for at in range(0, len(turns), 2)]
    for one, other in couples:
        label, number = (other, one) if one.is_count else (one, other)
        last = other.tokens[-1].column
        near = slice(bisect_left(by_column, _column(one), key=_column), bisect_right(by_column, last + 12, key=_column))
        units = element.units if len(couples) == 1 else by_column[near]
        if label is one and label.label is not None and label.label.kind == "sentence":
            return refused(
                "number_ambiguous",
                number,
                f"{label.text!r} goes on with a sentence that its number begins, and {number.text!r} stands behind "
                "it. Compare it with the publisher's document.",
            )
        pairs.append(Pair(label, number, tuple(units), line, line))
    return Paired(pairs)


def _column(phrase: Phrase) -> int:
    return phrase.tokens[0].column


# Over several lines ---------------------------------------------------------------------------------------------------


def _over_lines(elements: Sequence[Element]) -> Paired:
    """Try both orders on all lines. Exactly one of them must give every number a label.

    If neither fits all lines, each run of labels and numbers is tried on its own, and the gaps must show its order.
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
        if _give_same_labels(elements, *(tried[order] for order in possible)):
            # The gaps of the first number stand for all: the orders differ by the label at one end only.
            nearest = min(possible, key=lambda order: _gap(elements, *tried[order].pairs[0]))
            return _settled(elements, nearest, tried[nearest], runs(elements))
        first, second = (_pair_of(elements, *tried[order].pairs[0]) for order in possible)
        return Paired(refusals=[two_labels(first, second)])
    return _run_by_run(elements, tried)


def _give_same_labels(elements: Sequence[Element], attempt: Attempt, other: Attempt) -> bool:
    """Whether each number has the same label in both orders: `Trafficking cases`, `131`, `Trafficking Cases`."""
    pairs = zip(attempt.pairs, other.pairs, strict=True)
    return all(_label_of(elements[to]) == _label_of(elements[back]) is not None for (_, to), (_, back) in pairs)


def _gap(elements: Sequence[Element], at: int, to: int) -> float:
    return elements[at].line.gap_to(elements[to].line)


def _label_of(element: Element) -> Label | None:
    return element.labels[0].label if len(element.labels) == 1 else None


def _sure(elements: Sequence[Element], order: Order, attempt: Attempt) -> Paired:
    """The pairs of the only possible order, or a refusal where that order may be an accident.

    A segment that fits both orders, or a run that lost its first or last number, proves nothing about the order.
    """
    ambiguous = []
    for segment in _segments(elements):
        left_over = [_try(elements, one, segment, within=True).left_over for one in Order]
        if not any(left_over) and any(elements[at].is_lone_number for at in segment):
            ambiguous.append(segment)
    ambiguous += [run for run in runs(elements) if _leaves_a_label(elements, order, run)]
    for segment in ambiguous if order is Order.NUMBER_FIRST else ():
        # `Victims`, `423`, `Traffickers`, `117`, `Businesses`: the first or the last number may be missing.
        own_pairs = Attempt([one for one in attempt.pairs if one[0] in segment])
        ends = elements[segment[0]].is_lone_label and elements[segment[-1]].is_lone_label
        if ends and own_pairs.pairs and not stands_apart(elements, segment, own_pairs):
            return Paired(refusals=[unlabelled(elements, own_pairs.pairs[0][0])])
    unsure = {at for segment in ambiguous for at in segment}
    if sum(at not in unsure for at, _ in attempt.pairs) > 1 or not ambiguous:
        return _settled(elements, order, attempt, runs(elements))
    return Paired(refusals=[unlabelled(elements, next(at for at in ambiguous[0] if elements[at].is_lone_number))])


def _leaves_a_label(elements: Sequence[Element], order: Order, run: range) -> bool:
    """Whether a run has a label too many at its end: `423`, `Victims`, `117`, `Traffickers`, `Businesses`."""
    end, inner = (run[0], run[0] + 1) if order is Order.LABEL_FIRST else (run[-1], run[-1] - 1)
    is_left = inner in run and elements[end].is_lone_label and elements[inner].is_lone_label
    return is_left and any(elements[at].is_lone_number for at in run)


def _segments(elements: Sequence[Element]) -> Iterator[range]:
    """Stretches in which labels and numbers alternate: two labels or two numbers in a row begin a new one."""
    for run in runs(elements):
        start = run.start
        for at in range(run.start + 1, run.stop):
            if elements[at].is_lone_label == elements[at - 1].is_lone_label:
                yield range(start, at)
                start = at
        yield range(start, run.stop)


def _try(elements: Sequence[Element], order: Order, positions: range, *, within: bool = False) -> Attempt:
    attempt = Attempt()
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


def _pair_of(elements: Sequence[Element], at: int, to: int, *, is_by_order: bool = False) -> Pair:
    element, other = elements[at], elements[to]
    units = (*element.units, *other.units)
    return Pair(other.labels[0], element.numbers[0], units, other.line, element.line, is_by_order)


def _by_order(elements: Sequence[Element], attempt: Attempt, within: Iterable[range]) -> Iterator[int]:
    """The numbers that only the order binds to their labels: neither a gap nor a box shows it."""
    label_of = dict(attempt.pairs)
    for run in within:
        pairs = [(at, label_of[at]) for at in run if at in label_of]
        is_box = bool(elements[run[0]].line.container_number)
        if pairs and not is_box and not stands_apart(elements, run, Attempt(pairs)):
            yield from (at for at, _ in pairs)


def _settled(elements: Sequence[Element], order: Order, attempt: Attempt, within: Iterable[range]) -> Paired:
    """The pairs of a successful attempt, with refusals for a gap, a year or a heading that speaks against them."""
    by_order = set(_by_order(elements, attempt, within))
    paired = Paired([_pair_of(elements, at, to, is_by_order=at in by_order) for at, to in attempt.pairs])
    paired.refusals += [maybe_a_year(elements[at], elements[to]) for at, to in attempt.years]
    against = against_the_gaps(elements, order, attempt)
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
    """The heading right below a number that may be its label as well: `Cases (average)`."""
    if at + 1 >= len(elements):
        return None
    below = elements[at + 1]
    is_below = below.line.role is Role.HEADING and elements[at].gap_to(below) < TOUCHING
    is_qualified = bool(below.line.said.outside or below.line.said.unknown)
    return below if is_below and is_qualified and below.line.has(*LABELS, "unit") else None


def _run_by_run(elements: Sequence[Element], tried: dict[Order, Attempt]) -> Paired:
    paired = Paired()
    unsure: list[range] = []
    settled: dict[Order, list[tuple[range, Attempt]]] = {order: [] for order in Order}
    for run in runs(elements):
        attempts = {order: _try(elements, order, run) for order in Order}
        possible = [order for order in Order if not attempts[order].left_over]
        if len(possible) == 1:
            settled[possible[0]].append((run, attempts[possible[0]]))
        elif (blocks := _block_by_block(elements, run)) is not None:
            for order, attempt in blocks.items():
                paired.add(_settled(elements, order, attempt, [run]))
        elif any(elements[at].is_lone_number for at in run):
            unsure.append(run)
    usual = max(Order, key=lambda order: sum(len(attempt.pairs) for _, attempt in settled[order]))
    for order in Order:
        for run, attempt in settled[order]:
            if order is usual or _is_sure(elements, run, attempt):
                paired.add(_settled(elements, order, attempt, [run]))
            else:
                unsure.append(run)
    fewest_left_over = min((set(tried[order].left_over) for order in Order), key=len)
    for run in unsure:
        left_over = [at for at in run if elements[at].is_lone_number]
        paired.refusals += [unlabelled(elements, at) for at in left_over if at in fewest_left_over] or [
            unlabelled(elements, left_over[0])
        ]
    return paired


def _block_by_block(elements: Sequence[Element], run: range) -> dict[Order, Attempt] | None:
    """The pairs of a run in which empty lines part each label and number from the next pair; else None.

    Both orders may occur: a total below its number (`121`, `Trafficking Cases`) while its types stand above theirs,
    or several pairs of each order, as in two parts of a page: `58`, `Calls`, then `Labor`, `3`.
    """
    ends = [at for at in run if at + 1 not in run or elements[at].gap_to(elements[at + 1]) >= TOUCHING]
    attempts: dict[Order, Attempt] = {order: Attempt() for order in Order}
    start = run.start
    for end in ends:
        first, last = elements[start], elements[end]
        if end != start + 1 or first.is_lone_label == last.is_lone_label:
            return None
        order = Order.LABEL_FIRST if first.is_lone_label else Order.NUMBER_FIRST
        attempts[order].pairs.append((end, start) if first.is_lone_label else (start, end))
        start = end + 1
    fewer, more = sorted(attempts.values(), key=lambda one: len(one.pairs))
    labels = [elements[to].labels[0].label for _, to in fewer.pairs]
    is_total = len(labels) <= 1 and all(one is None or one.is_total for one in labels)
    if len(more.pairs) < _FEWEST_BLOCKS or not (is_total or len(labels) >= _FEWEST_BLOCKS):
        return None
    return {order: attempt for order, attempt in attempts.items() if attempt.pairs}


def _is_sure(elements: Sequence[Element], run: range, attempt: Attempt) -> bool:
    """Whether a run may have another order than the rest of the document.

    In a column or box it may. Elsewhere two lost lines could look like it, so its pairs must stand apart, one pair far.
    """
    if elements[run[0]].line.container_number:
        return True
    return stands_apart(elements, run, attempt, APART if len(attempt.pairs) > 1 else FAR_APART)
