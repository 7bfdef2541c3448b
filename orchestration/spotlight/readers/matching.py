"""The one matcher: lines of labels and numbers → which number belongs to which label, or why that cannot be told.

Belongs here: bindings, and the proof that each is the only one possible. Not here: formats, places, dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from orchestration.spotlight.model import ValueStatus
from orchestration.spotlight.readers.layout import Item, ItemKind, Line, LineKind, heading_words
from orchestration.spotlight.readers.words import Kind, Wordings, years_of
from orchestration.spotlight.vocabulary import RESIDUAL, Label, Vocabulary

_COUNTED = (ItemKind.NUMBER, ItemKind.STATUS)


class Order(StrEnum):
    """Where a label stands that has a line of its own."""

    LABEL_FIRST = "label_first"
    NUMBER_FIRST = "number_first"


@dataclass(frozen=True, slots=True)
class Binding:
    """One figure: its label, its number (or stated non-number), and the text that both were read from."""

    measure: str
    category: str
    value: str
    """Digits; empty if the status is not `reported`."""
    value_status: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a document cannot be read: the rule, the line, what was found there and how to mend it."""

    rule_code: str
    line: int | None
    found: str
    message: str


@dataclass(frozen=True, slots=True)
class Matched:
    """All figures of a document, or the reasons why none of it is believed."""

    bindings: tuple[Binding, ...]
    refusals: tuple[Refusal, ...]


def match(lines: Sequence[Line], vocabulary: Vocabulary, wordings: Wordings) -> Matched:
    """Bind every number that stands where a figure would to the only label that it can belong to."""
    own, foreign = _sections(lines, wordings)
    refusals = [refusal for line in own for refusal in _unreadable(line)]
    elements = [_Element.of(line) for line in own if line.kind is not LineKind.BLANK]
    pairs, refused = _pairs(elements)
    refusals += refused
    refusals += _glued(elements, pairs)
    bindings, refused = _bindings(pairs)
    refusals += refused
    bindings, refused = _each_once(bindings)
    refusals += refused
    refusals += _residuals_out_of_place(bindings, own, vocabulary, wordings)
    refusals += _unclear_sections(foreign, bindings, vocabulary)
    return Matched(tuple(bindings), tuple(sorted(refusals, key=lambda refusal: refusal.line or 0)))


# Sections -------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Foreign:
    """The lines below a heading whose numbers are not the report's: all years together, or venues."""

    heading: Line
    is_other_period: bool
    lines: list[Line] = field(default_factory=list)

    def ends_at(self, line: Line, wordings: Wordings) -> bool:
        """All years together may have the same parts as the report, so that only a title with a year ends them."""
        if line.kind is not LineKind.HEADING or not is_own_heading(line, wordings):
            return False
        return not self.is_other_period or bool(wordings.find("title", line.text) and years_of(line.text))


def _sections(lines: Sequence[Line], wordings: Wordings) -> tuple[list[Line], list[_Foreign]]:
    """The lines that are the report's own, and the parts that are not."""
    own: list[Line] = []
    foreign: list[_Foreign] = []
    is_inside = False
    for line in lines:
        if line.kind in (LineKind.HEADING, LineKind.FIGURES):
            other_period = bool(wordings.find("other_period", line.text))
            if other_period or (line.kind is LineKind.HEADING and wordings.find("other_section", line.text)):
                numbered = line.has(*_COUNTED)
                # A heading opens a part. A line with a number speaks for itself, but no label reaches across it.
                if not numbered:
                    foreign.append(_Foreign(line, other_period))
                    is_inside = True
                own.append(Line(line.number, line.last_number, line.text, (), LineKind.HEADING, ()))
                continue
            if is_inside and foreign[-1].ends_at(line, wordings):
                is_inside = False
        if is_inside:
            foreign[-1].lines.append(line)
        else:
            own.append(line)
    return own, foreign


def is_own_heading(line: Line, wordings: Wordings) -> bool:
    """Whether a heading opens a part of the report itself: its title, or a section that holds its figures."""
    return bool(wordings.find("title", line.text) or wordings.find("section", line.text))


def _unclear_sections(
    foreign: Sequence[_Foreign], bindings: Sequence[Binding], vocabulary: Vocabulary
) -> Iterator[Refusal]:
    """Figures below a foreign heading are left out only where the report's own stand once more elsewhere."""
    read = {(binding.measure, binding.category) for binding in bindings}
    for section in foreign:
        filled = [line for line in section.lines if line.kind is not LineKind.BLANK]
        numbered = [line.has(*_COUNTED, ItemKind.YEAR) for line in filled]
        for at, line in enumerate(filled):
            if line.kind is not LineKind.FIGURES or not any(numbered[max(0, at - 1) : at + 2]):
                continue
            for item in line.items:
                label = item.label if item.kind is ItemKind.LABEL else None
                if label is None or _is_residual(label, vocabulary) or (label.measure, label.category) in read:
                    continue
                yield Refusal(
                    "section_unclear",
                    line.number,
                    line.text,
                    f"{_said(item)!r} stands below {section.heading.text!r} (line {section.heading.number}), whose "
                    "numbers are not those of the period, and nowhere else. Expected the period's own figure outside "
                    "that part; put a heading with the year above it, or write the figures as CSV.",
                )


def _is_residual(label: Label, vocabulary: Vocabulary) -> bool:
    return vocabulary.categories[label.measure or "", label.category or ""].role == RESIDUAL


# Lines that stand where figures would, and cannot be read -------------------------------------------------------------


def _unreadable(line: Line) -> Iterator[Refusal]:
    numbers = [item for item in line.items if item.kind in (ItemKind.NUMBER, ItemKind.SPOILT) or _hides(item)]
    if line.kind is LineKind.HEADING:
        numbers += [
            Item(ItemKind.SPOILT, (word,), value=word.text + word.glued) for word in line.words if len(word.glued) > 1
        ]
        numbers = [item for item in numbers if not _is_list_number(item, line)]
        if numbers:
            yield _unread(line, numbers[0])
    elif line.kind is LineKind.PROSE and not line.goes_on and numbers:
        first, last = numbers[0], numbers[-1]
        leads = first.tokens[0] is next(
            (t for t in line.tokens if t.kind not in (Kind.BREAK, Kind.DASH, Kind.MARK)), None
        )
        trails = last.tokens[-1] is line.tokens[-1] and not line.ends_open
        if leads or trails:
            yield _unread(line, first if leads else last)
    elif line.kind is LineKind.FIGURES:
        yield from _unreadable_figures(line)


def _hides(item: Item) -> bool:
    return item.kind is ItemKind.STATUS and item.value == ValueStatus.SUPPRESSED


def _is_list_number(item: Item, line: Line) -> bool:
    """`1.` or `1)` before the words of a heading."""
    token = item.tokens[0]
    return (
        token is line.tokens[0]
        and len(token.text) <= 2
        and len(line.tokens) > 2
        and line.tokens[1].kind is Kind.BREAK
        and line.tokens[1].text in ".)"
    )


def _unread(line: Line, item: Item) -> Refusal:
    words = heading_words(line)
    if item.kind is ItemKind.SPOILT:
        return _spoilt(line, item)
    return Refusal(
        "number_unread",
        item.line,
        line.text,
        f"{_said(item)!r} stands where a figure would, and its label {words!r} is not known. If it is a figure of the "
        f'report, add its wording to data/seeds/reference/labels.csv, as in: "{words}",figure,<measure>,<category>',
    )


def _spoilt(line: Line, item: Item) -> Refusal:
    return Refusal(
        "number_spoilt",
        item.line,
        line.text,
        f"{item.value!r} is no whole number. Expected digits, with commas between thousands if there are any. "
        "Compare it with the publisher's document.",
    )


def _unreadable_figures(line: Line) -> Iterator[Refusal]:
    if line.goes_on:
        yield Refusal(
            "number_ambiguous",
            line.number,
            line.text,
            "The line goes on with the sentence above it, and could be a figure as well. Put an empty line between "
            "them, or end the sentence with a full stop.",
        )
    for item in line.items:
        if item.kind is ItemKind.SPOILT:
            yield _spoilt(line, item)
    lost = [token for token in line.tokens if token.kind is Kind.MARK and token.text[0] in "0123456789"]
    if lost:
        yield Refusal(
            "number_spoilt",
            lost[0].line,
            line.text,
            f"{lost[0].text!r} stands right before a word: a number that lost its space, or a footnote mark. "
            "Compare it with the publisher's document.",
        )
    if line.has(ItemKind.NUMBER, ItemKind.YEAR):
        first = line.items[0]
        if first.kind is ItemKind.NUMBER and _is_list_number(first, line):
            yield Refusal(
                "number_ambiguous",
                first.line,
                line.text,
                f"{first.value!r} may be a figure or the number of an item in a list. Write it without the sign.",
            )
        elif line.text.endswith(".") and not line.has(ItemKind.LABEL):
            yield Refusal(
                "number_ambiguous",
                first.line,
                line.text,
                "A number with a full stop may end a sentence. Write it without the full stop if it is a figure.",
            )


# Which number belongs to which label ----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Element:
    """What one line contributes to the sequence in which labels and numbers follow each other."""

    line: Line
    labels: list[Item]
    numbers: list[Item]
    units: list[Item]
    years: list[Item]

    @classmethod
    def of(cls, line: Line) -> _Element:
        items = line.items if line.kind is LineKind.FIGURES else ()
        return cls(
            line,
            [item for item in items if item.kind is ItemKind.LABEL],
            [item for item in items if item.kind in _COUNTED],
            [item for item in items if item.kind is ItemKind.UNIT],
            [item for item in items if item.kind is ItemKind.YEAR],
        )

    @property
    def is_lone_label(self) -> bool:
        return len(self.labels) == 1 and not self.numbers and not self.years

    @property
    def is_lone_number(self) -> bool:
        return len(self.numbers) == 1 and not self.labels and not self.years

    @property
    def is_unit(self) -> bool:
        return bool(self.units) and not (self.labels or self.numbers or self.years)


@dataclass(frozen=True, slots=True)
class _Pair:
    label: Item
    number: Item
    units: tuple[Item, ...]
    label_line: Line
    number_line: Line

    @property
    def text(self) -> str:
        """Label and number as they were read, in the order in which they stand."""
        if self.label_line is self.number_line:
            return self.number_line.text
        parts = sorted((self.label_line, self.number_line), key=lambda line: line.number)
        return " / ".join(line.text for line in parts)


def _pairs(elements: list[_Element]) -> tuple[list[_Pair], list[Refusal]]:
    elements = list(_with_units(elements))
    pairs: list[_Pair] = []
    refusals: list[Refusal] = []
    for element in elements:
        found, refusal = _pairs_of_a_line(element)
        pairs += found
        refusals += refusal
    found, refusal = _pairs_over_lines(elements)
    pairs += found
    refusals += refusal
    return sorted(pairs, key=lambda pair: (pair.number.line, pair.number.tokens[0].column)), refusals


def _with_units(elements: Sequence[_Element]) -> Iterator[_Element]:
    """Take a unit on the line right below its number to the number."""
    before: _Element | None = None
    for element in elements:
        if (
            element.is_unit
            and before is not None
            and before.is_lone_number
            and not before.units
            and element.line.number == before.line.last_number + 1
        ):
            before.units += element.units
            continue
        yield element
        before = element


def _pairs_of_a_line(element: _Element) -> tuple[list[_Pair], list[Refusal]]:
    """Label and number on one line belong to each other if they take turns; anything else cannot be told."""
    line, labels, numbers = element.line, element.labels, element.numbers
    if element.years and (labels or numbers or element.units):
        year = element.years[0]
        return [], [
            Refusal(
                "number_ambiguous",
                year.line,
                line.text,
                f"{year.value!r} may be a year or a figure. If it is a figure, write it with a comma between "
                "thousands; if it is a year, as in 'in 2019'.",
            )
        ]
    if not labels or not numbers:
        if len(numbers) > 1:
            return [], [
                Refusal(
                    "number_ambiguous",
                    line.number,
                    line.text,
                    f"{len(numbers)} numbers stand on the line, and no label. Expected every number on the line of "
                    "its label, or on one of its own right above or below it.",
                )
            ]
        return [], []
    turns = [item for item in line.items if item.kind in (ItemKind.LABEL, *_COUNTED)]
    if len(labels) != len(numbers) or any(
        (one.kind is ItemKind.LABEL) == (next_.kind is ItemKind.LABEL) for one, next_ in pairwise(turns)
    ):
        many, code = ("labels", "label_ambiguous") if len(labels) > len(numbers) else ("numbers", "number_ambiguous")
        return [], [
            Refusal(
                code,
                line.number,
                line.text,
                f"The line has {len(labels)} label(s) and {len(numbers)} number(s), so that it cannot be told which "
                f"belong together. Expected label and number to take turns; put the {many} on lines of their own.",
            )
        ]
    couples = [(turns[at], turns[at + 1]) for at in range(0, len(turns), 2)]
    pairs = []
    for one, other in couples:
        label, number = (one, other) if one.kind is ItemKind.LABEL else (other, one)
        last = other.tokens[-1].column
        units = tuple(
            unit
            for unit in element.units
            if len(couples) == 1 or one.tokens[0].column <= unit.tokens[0].column <= last + 12
        )
        pairs.append(_Pair(label, number, units, line, line))
    return pairs, []


def _pairs_over_lines(elements: Sequence[_Element]) -> tuple[list[_Pair], list[Refusal]]:
    """Try both orders on the whole document: one of them must leave no number over, and the other must not."""
    tried = {order: _try(elements, order) for order in Order}
    possible = [order for order in Order if not tried[order].left_over]
    if not possible:
        best = min(Order, key=lambda order: len(tried[order].left_over))
        return [], [_left_over(elements, at) for at in tried[best].left_over]
    order = possible[0]
    pairs = tried[order].pairs
    if len(possible) == 2 and pairs:
        first, second = pairs[0], tried[possible[1]].pairs[0]
        return [], [_two_labels(first, second)]
    refusals = [_maybe_a_year(elements[at], elements[to]) for at, to in tried[order].years]
    against = _against_the_gaps(elements, order)
    if against is not None:
        refusals.append(against)
    return pairs, refusals


@dataclass(slots=True)
class _Attempt:
    pairs: list[_Pair] = field(default_factory=list)
    left_over: list[int] = field(default_factory=list)
    """Positions of the numbers without a label."""
    years: list[tuple[int, int]] = field(default_factory=list)
    """Positions of what may be a year, and of the label without another number beside it."""


def _try(elements: Sequence[_Element], order: Order) -> _Attempt:
    attempt = _Attempt()
    step = -1 if order is Order.LABEL_FIRST else 1
    for at, element in enumerate(elements):
        to = at + step
        has_label = 0 <= to < len(elements) and elements[to].is_lone_label
        if element.is_lone_number:
            if has_label:
                other = elements[to]
                units = (*element.units, *other.units)
                attempt.pairs.append(_Pair(other.labels[0], element.numbers[0], units, other.line, element.line))
            else:
                attempt.left_over.append(at)
        elif element.years and has_label:
            attempt.years.append((at, to))
    return attempt


def _against_the_gaps(elements: Sequence[_Element], order: Order) -> Refusal | None:
    """Refuse an order in which numbers stand nearer to other labels: a lost first number makes it look possible."""
    step = -1 if order is Order.LABEL_FIRST else 1
    bound: list[int] = []
    others: list[tuple[int, int, int]] = []
    for at, element in enumerate(elements):
        if not element.is_lone_number:
            continue
        to, other = at + step, at - step
        bound.append(_gap(element, elements[to]))
        if 0 <= other < len(elements) and elements[other].is_lone_label:
            others.append((_gap(element, elements[other]), at, other))
    if not others or min(bound) <= max(others)[0]:
        return None
    _, at, other = others[0]
    element, label, nearer = elements[at], elements[at + step].line, elements[other].line
    return Refusal(
        "number_ambiguous",
        element.line.number,
        element.line.text,
        f"{_said(element.numbers[0])!r} can only belong to {label.text!r} (line {label.number}), but stands nearer to "
        f"{nearer.text!r} (line {nearer.number}). A label or a number seems to be lost at the beginning or the end; "
        "compare with the publisher's document.",
    )


def _gap(one: _Element, other: _Element) -> int:
    """How many lines down the lower of two lines stands."""
    first, last = sorted((one.line, other.line), key=lambda line: line.number)
    return last.number - first.last_number


def _two_labels(first: _Pair, second: _Pair) -> Refusal:
    labels = sorted((first.label_line, second.label_line), key=lambda line: line.number)
    return Refusal(
        "number_ambiguous",
        first.number_line.number,
        first.number_line.text,
        f"{_said(first.number)!r} could belong to {labels[0].text!r} (line {labels[0].number}) or to "
        f"{labels[1].text!r} (line {labels[1].number}). Expected every label to have its number; compare with the "
        "publisher's document.",
    )


def _maybe_a_year(year: _Element, label: _Element) -> Refusal:
    return Refusal(
        "number_ambiguous",
        year.line.number,
        year.line.text,
        f"{year.years[0].value!r} may be a year, or the figure of {label.line.text!r} (line {label.line.number}). "
        "If it is a figure, write it with a comma between thousands.",
    )


def _left_over(elements: Sequence[_Element], at: int) -> Refusal:
    element = elements[at]
    around = [elements[to] for to in (at - 1, at + 1) if 0 <= to < len(elements)]
    near = [one for one in around if one.labels]
    if near:
        names = " or ".join(f"{one.line.text!r} (line {one.line.number})" for one in near)
        return Refusal(
            "number_ambiguous",
            element.line.number,
            element.line.text,
            f"{_said(element.numbers[0])!r} cannot be told to belong to {names}: labels and numbers of the document do "
            "not take turns. Expected one number for a label, always below it or always above it.",
        )
    headings = sorted((one for one in around if one.line.kind is LineKind.HEADING), key=lambda one: _gap(one, element))
    return _orphan(element.numbers[0], element.line, headings[0].line if headings else None)


def _orphan(number: Item, line: Line, heading: Line | None) -> Refusal:
    words = heading_words(heading) if heading is not None else ""
    mend = (
        f"If {words!r} (line {heading.number}) is its label, add it to data/seeds/reference/labels.csv, as in: "
        f'"{words}",figure,<measure>,<category>'
        if heading is not None and words
        else "Expected a label of data/seeds/reference/labels.csv beside it; compare with the publisher's document."
    )
    return Refusal(
        "number_unread",
        number.line,
        line.text,
        f"{_said(number)!r} stands where a figure would, without a known label. {mend}",
    )


def _said(item: Item) -> str:
    if item.kind is ItemKind.NUMBER:
        return item.value
    return " ".join(token.text for token in item.tokens)


# What the pairs state -------------------------------------------------------------------------------------------------


def _bindings(pairs: Sequence[_Pair]) -> tuple[list[Binding], list[Refusal]]:
    bindings: list[Binding] = []
    refusals: list[Refusal] = []
    large_in_brackets = any(_is_bracketed(pair) and len(pair.number.value) > 1 for pair in pairs)
    for pair in pairs:
        label = pair.label.label
        assert label is not None
        refusals += [
            Refusal(
                "label_ambiguous",
                pair.number.line,
                pair.text,
                f"{_said(pair.number)!r} counts {_said(unit)!r}, but {_said(pair.label)!r} stands for {label.measure}. "
                "If the wording means something else here, write the figures as CSV.",
            )
            for unit in pair.units
            if unit.label is not None and unit.label.measure != label.measure
        ]
        if _is_bracketed(pair) and not large_in_brackets:
            refusals.append(
                Refusal(
                    "number_ambiguous",
                    pair.number.line,
                    pair.text,
                    f"{_said(pair.number)!r} in brackets may be a figure or a footnote mark. Write it without them.",
                )
            )
        reported = pair.number.kind is ItemKind.NUMBER
        bindings.append(
            Binding(
                label.measure or "",
                label.category or "",
                pair.number.value if reported else "",
                ValueStatus.REPORTED if reported else pair.number.value,
                pair.number.line,
                pair.text,
            )
        )
    return bindings, refusals


def _is_bracketed(pair: _Pair) -> bool:
    return pair.number.tokens[0].bracketed


def _glued(elements: Sequence[_Element], pairs: Sequence[_Pair]) -> Iterator[Refusal]:
    """A digit right behind a label is a footnote mark only if it is a single one and the label has a number besides."""
    bound = {id(pair.label) for pair in pairs}
    for element in elements:
        for label in element.labels:
            glued = label.tokens[-1].glued
            if len(glued) > 1 or (glued and id(label) not in bound):
                yield Refusal(
                    "number_ambiguous",
                    label.line,
                    element.line.text,
                    f"{glued!r} stands right behind {label.tokens[-1].text!r}: a number that lost its space, or a "
                    "footnote mark. Compare it with the publisher's document.",
                )


def _each_once(bindings: Sequence[Binding]) -> tuple[list[Binding], list[Refusal]]:
    """A figure that stands there twice is kept once, if both say the same."""
    first: dict[tuple[str, str], Binding] = {}
    refusals = []
    for binding in bindings:
        known = first.setdefault((binding.measure, binding.category), binding)
        if (known.value, known.value_status) != (binding.value, binding.value_status):
            refusals.append(
                Refusal(
                    "label_ambiguous",
                    binding.line,
                    binding.text,
                    f"The figure {binding.measure} / {binding.category} is {binding.value or binding.value_status} "
                    f"here and {known.value or known.value_status} in line {known.line}. Expected one number.",
                )
            )
    return list(first.values()), refusals


def _residuals_out_of_place(
    bindings: Sequence[Binding], lines: Sequence[Line], vocabulary: Vocabulary, wordings: Wordings
) -> Iterator[Refusal]:
    """`Not Specified` is the trafficking type's only beside another type: venues and industries have one as well."""
    headings = [
        line.number
        for line in lines
        if line.kind is LineKind.HEADING and line.words and not is_own_heading(line, wordings)
    ]
    for at, binding in enumerate(bindings):
        category = vocabulary.categories[binding.measure, binding.category]
        if category.role != RESIDUAL:
            continue
        for other in (*bindings[max(0, at - 1) : at], *bindings[at + 1 : at + 2]):
            same = vocabulary.categories[other.measure, other.category].category_scheme == category.category_scheme
            low, high = sorted((binding.line, other.line))
            if same and other.measure == binding.measure and not any(low < heading < high for heading in headings):
                break
        else:
            yield Refusal(
                "label_ambiguous",
                binding.line,
                binding.text,
                "It cannot be told what is not specified here: the figure stands beside no other of "
                f"{category.category_scheme}. Expected it next to the types that it is the rest of.",
            )
