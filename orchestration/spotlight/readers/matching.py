"""The one matcher: lines and tables of a document → its figures, or why they cannot be told.

Belongs here: what labels and numbers come to, and what is left over. Not here: pairs (pairing), tables (tables).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from orchestration.spotlight.domain.model import ValueStatus
from orchestration.spotlight.domain.vocabulary import RESIDUAL, Label, Vocabulary
from orchestration.spotlight.readers import sections
from orchestration.spotlight.readers.elements import Pair
from orchestration.spotlight.readers.layout import Item, ItemKind, Line, LineKind
from orchestration.spotlight.readers.pairing import pair
from orchestration.spotlight.readers.refusals import Refusal, Unread, mark_of, refusal_at, said, unknown_label
from orchestration.spotlight.readers.sections import COUNTED, Foreign
from orchestration.spotlight.readers.tables import LeftOut, Table, TableFigure, read_table_figures
from orchestration.spotlight.readers.words import Kind, Token, Wordings


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
    position: tuple[int, float]
    """Its line and column in the order of reading."""
    table: int | None = None
    places: tuple[str, ...] = ()
    """Codes of the places that are named beside it."""
    jurisdiction: str | None = None
    period: tuple[str, str] | None = None
    """What the headings of its table say of place and period."""

    @property
    def key(self) -> tuple[str, str, str | None, tuple[str, str] | None]:
        return self.measure, self.category, self.jurisdiction, self.period


@dataclass(frozen=True, slots=True)
class Matched:
    """All figures of a part of a document, or the reasons why none of it is believed."""

    bindings: tuple[Binding, ...]
    refusals: tuple[Refusal, ...]
    unread: tuple[Unread, ...] = ()


def match(lines: Sequence[Line], tables: Sequence[Table], vocabulary: Vocabulary, wordings: Wordings) -> Matched:
    """Bind every number that stands where a figure would to the only label that it can belong to."""
    own, foreign = sections.split(lines, wordings)
    refusals = [refusal for line in own for refusal in _unreadable(line)]
    paired = pair(own, vocabulary)
    refusals += paired.refusals
    refusals += _glued(own, paired.pairs)
    position = {id(placed): at for at, line in enumerate(lines) for placed in line.placed}
    bindings, refused = _bindings(paired.pairs, position)
    refusals += refused
    left_out: list[LeftOut] = []
    own_tables = {line.placed[0].table for line in own if line.kind is LineKind.TABLE}
    for table in tables:
        if table.number in own_tables:
            read = read_table_figures(table, vocabulary, wordings)
            refusals += read.refusals
            left_out += read.left_out
            bindings += [_of_a_cell(cell, position) for cell in read.figures]
    bindings.sort(key=lambda binding: binding.position)
    bindings, refused = _each_once(bindings)
    refusals += refused
    refusals += _residuals_out_of_place(bindings, lines, vocabulary, wordings)
    refusals += _unclear_sections(foreign, bindings, vocabulary, wordings)
    unread = [*_unread(lines, paired.pairs, foreign), *(Unread(cell.mark, cell.why) for cell in left_out)]
    return Matched(tuple(bindings), tuple(sorted(refusals, key=lambda refusal: refusal.line or 0)), tuple(unread))


# Parts that are not the report's own ----------------------------------------------------------------------------------


def _unclear_sections(
    foreign: Sequence[Foreign], bindings: Sequence[Binding], vocabulary: Vocabulary, wordings: Wordings
) -> Iterator[Refusal]:
    """Figures below a foreign heading are left out only where it is sure how far the heading reaches."""
    read = {(binding.measure, binding.category): binding for binding in bindings}
    for section in foreign:
        if section.is_other_period and (section.is_closed or _is_all_years(section, read, vocabulary)):
            continue
        filled = [line for line in section.lines if line.kind is not LineKind.BLANK]
        numbered = [line.has(*COUNTED, ItemKind.YEAR) for line in filled]
        for at, line in enumerate(filled):
            if line.kind is not LineKind.FIGURES or not any(numbered[max(0, at - 1) : at + 2]):
                continue
            for item in line.items:
                label = item.label if item.kind is ItemKind.LABEL else None
                if label is None or _is_residual(label, vocabulary) or (label.measure, label.category) in read:
                    continue
                if label.measure is None:
                    continue
                yield refusal_at(
                    line,
                    item,
                    "section_unclear",
                    f"{said(item)!r} stands below {section.heading.text!r} (line {section.heading.number}), whose "
                    "numbers are not those of the period, and nowhere else. Expected the period's own figure outside "
                    "that part; put a heading with the year above it, or write the figures as CSV.",
                )


def _is_all_years(section: Foreign, read: dict[tuple[str, str], Binding], vocabulary: Vocabulary) -> bool:
    """Whether every figure of the part that the report has too is at least as large as there, and two are larger."""
    paired = pair(section.lines, vocabulary)
    found: dict[tuple[str, str], str] = {}
    for one in paired.pairs:
        label = one.label.label
        if label is None or label.measure is None:
            continue
        key = (label.measure, label.category or "")
        if one.number.kind is not ItemKind.NUMBER or found.setdefault(key, one.number.value) != one.number.value:
            return False
    larger = 0
    for key, value in found.items():
        own = read.get(key)
        if own is not None and own.value:
            if int(value) < int(own.value):
                return False
            larger += int(value) > int(own.value)
    return not paired.refusals and larger >= 2


def _is_residual(label: Label, vocabulary: Vocabulary) -> bool:
    category = vocabulary.categories.get((label.measure or "", label.category or ""))
    return category is not None and category.role == RESIDUAL


# Lines that stand where figures would, and cannot be read -------------------------------------------------------------


def _unreadable(line: Line) -> Iterator[Refusal]:
    numbers = [item for item in line.items if item.kind in (ItemKind.NUMBER, ItemKind.SPOILT) or _hides(item)]
    if line.kind is LineKind.HEADING:
        numbers += [
            Item(ItemKind.SPOILT, (word,), value=word.text + word.glued) for word in line.words if len(word.glued) > 1
        ]
        numbers = [item for item in numbers if not _is_list_number(item, line)]
        if numbers:
            yield _unknown(line, numbers[0])
    elif line.kind is LineKind.PROSE and numbers:
        first, last = numbers[0], numbers[-1]
        leads = first.tokens[0] is next(
            (t for t in line.tokens if t.kind not in (Kind.BREAK, Kind.DASH, Kind.MARK)), None
        )
        trails = last.tokens[-1] is line.tokens[-1] and not line.ends_open
        labelled = next((number for number in numbers if _is_labelled(number, line)), None)
        if not line.goes_on and (leads or trails):
            yield _unknown(line, first if leads else last)
        elif labelled is not None:
            yield _unknown(line, labelled)
    elif line.kind is LineKind.FIGURES:
        yield from _unreadable_figures(line)


def _hides(item: Item) -> bool:
    return item.kind is ItemKind.STATUS and item.value == ValueStatus.SUPPRESSED


def _is_labelled(number: Item, line: Line) -> bool:
    """`Sex Trafficking (5,551)` or `Phone Calls: 12` in the middle of other words, written like a label."""
    token = number.tokens[0]
    at = next(at for at, one in enumerate(line.tokens) if one is token)
    before = line.tokens[at - 1] if at else None
    if before is None or before.kind is not Kind.BREAK or not (token.bracketed or before.text == ":"):
        return False
    label = next(
        (i for i in line.items if i.kind is ItemKind.LABEL and at > 1 and i.tokens[-1] is line.tokens[at - 2]), None
    )
    return label is not None and label.tokens[0].text[0].isupper()


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


def _unknown(line: Line, item: Item) -> Refusal:
    return _spoilt(line, item) if item.kind is ItemKind.SPOILT else unknown_label(line, item)


def _spoilt(line: Line, item: Item) -> Refusal:
    return refusal_at(
        line,
        item,
        "number_spoilt",
        f"{item.value!r} is no whole number. Expected digits, with commas between thousands if there are any. "
        "Compare it with the publisher's document.",
    )


def _unreadable_figures(line: Line) -> Iterator[Refusal]:
    if line.goes_on:
        yield refusal_at(
            line,
            None,
            "number_ambiguous",
            "The line goes on with the sentence above it, and could be a figure as well. Put an empty line between "
            "them, or end the sentence with a full stop.",
        )
    for item in line.items:
        if item.kind is ItemKind.SPOILT:
            yield _spoilt(line, item)
    lost = [token for token in line.tokens if token.kind is Kind.MARK and token.text[0] in "0123456789"]
    if lost:
        yield refusal_at(
            line,
            Item(ItemKind.SPOILT, (lost[0],)),
            "number_spoilt",
            f"{lost[0].text!r} stands right before a word: a number that lost its space, or a footnote mark. "
            "Compare it with the publisher's document.",
        )
    if line.has(ItemKind.NUMBER, ItemKind.YEAR):
        first = line.items[0]
        if first.kind is ItemKind.NUMBER and _is_list_number(first, line):
            yield refusal_at(
                line,
                first,
                "number_ambiguous",
                f"{first.value!r} may be a figure or the number of an item in a list. Write it without the sign.",
            )
        elif line.text.endswith(".") and not line.has(ItemKind.LABEL):
            yield refusal_at(
                line,
                first,
                "number_ambiguous",
                "A number with a full stop may end a sentence. Write it without the full stop if it is a figure.",
            )


# What the pairs state -------------------------------------------------------------------------------------------------


def _bindings(pairs: Sequence[Pair], position: Mapping[int, int]) -> tuple[list[Binding], list[Refusal]]:
    bindings: list[Binding] = []
    refusals: list[Refusal] = []
    in_brackets = [one.number.value for one in pairs if _is_bracketed(one)]
    # Footnote marks are few, small and count from 1.
    are_counts = any(len(value) > 1 for value in in_brackets) or (
        len(in_brackets) > 2 and sorted(in_brackets) != [str(at + 1) for at in range(len(in_brackets))]
    )
    for one in pairs:
        label, line = one.label.label, one.number_line
        assert label is not None
        if label.measure is None:
            continue
        refusals += [
            refusal_at(
                line,
                one.number,
                "label_ambiguous",
                f"{said(one.number)!r} counts {said(unit)!r}, but {said(one.label)!r} stands for {label.measure}. "
                "If the wording means something else here, write the figures as CSV.",
                one.text,
            )
            for unit in one.units
            if unit.label is not None and unit.label.measure != label.measure
        ]
        if _is_bracketed(one) and not are_counts:
            refusals.append(
                refusal_at(
                    line,
                    one.number,
                    "number_ambiguous",
                    f"{said(one.number)!r} in brackets may be a figure or a footnote mark. Write it without them.",
                    one.text,
                )
            )
        reported = one.number.kind is ItemKind.NUMBER
        token = one.number.tokens[0]
        placed = next(p for p in line.placed if p.number == token.line)
        bindings.append(
            Binding(
                label.measure,
                label.category or "",
                one.number.value if reported else "",
                ValueStatus.REPORTED if reported else one.number.value,
                one.number.line,
                one.text,
                (position[id(placed)], token.column),
                places=tuple(dict.fromkeys((*one.label_line.places, *line.places))),
            )
        )
    return bindings, refusals


def _of_a_cell(cell: TableFigure, position: Mapping[int, int]) -> Binding:
    return Binding(
        cell.measure,
        cell.category,
        cell.value,
        cell.value_status,
        cell.mark.line,
        cell.text,
        (position[id(cell.placed)], cell.mark.start),
        table=cell.placed.table,
        jurisdiction=cell.jurisdiction,
        period=cell.period,
    )


def _is_bracketed(one: Pair) -> bool:
    return one.number.tokens[0].bracketed


def _glued(lines: Sequence[Line], pairs: Sequence[Pair]) -> Iterator[Refusal]:
    """A digit right behind a label is a footnote mark only if it is a single one and the label has a number besides."""
    bound = {id(one.label) for one in pairs}
    for line in lines:
        for label in line.items if line.kind is LineKind.FIGURES else ():
            glued = label.tokens[-1].glued if label.kind is ItemKind.LABEL else ""
            if len(glued) > 1 or (glued and id(label) not in bound):
                yield refusal_at(
                    line,
                    label,
                    "number_ambiguous",
                    f"{glued!r} stands right behind {label.tokens[-1].text!r}: a number that lost its space, or a "
                    "footnote mark. Compare it with the publisher's document.",
                )


def _each_once(bindings: Sequence[Binding]) -> tuple[list[Binding], list[Refusal]]:
    """A figure that stands there twice is kept once, if both say the same."""
    first: dict[tuple[object, ...], Binding] = {}
    refusals = []
    for binding in bindings:
        known = first.setdefault(binding.key, binding)
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
    headings = [at for at, line in enumerate(lines) if sections.is_other_heading(line, wordings)]
    for at, binding in enumerate(bindings):
        category = vocabulary.categories[binding.measure, binding.category]
        if category.role != RESIDUAL:
            continue
        if binding.table is None:
            near = [*bindings[max(0, at - 1) : at], *bindings[at + 1 : at + 2]]
        else:
            near = [other for other in bindings if other.table == binding.table]
        for other in near:
            same = vocabulary.categories[other.measure, other.category].category_scheme == category.category_scheme
            low, high = sorted((binding.position[0], other.position[0]))
            parted = any(low < heading < high for heading in headings)
            if same and other.measure == binding.measure and other.category != binding.category and not parted:
                break
        else:
            yield Refusal(
                "label_ambiguous",
                binding.line,
                binding.text,
                "It cannot be told what is not specified here: the figure stands beside no other of "
                f"{category.category_scheme}. Expected it next to the types that it is the rest of.",
            )


# What is left alone ---------------------------------------------------------------------------------------------------


def _unread(lines: Sequence[Line], pairs: Sequence[Pair], foreign: Sequence[Foreign]) -> Iterator[Unread]:
    """Every number of the lines that no figure was read from, and why that is right."""
    bound: dict[int, str | None] = {}
    for one in pairs:
        label = one.label.label
        is_figure = label is not None and label.measure is not None
        why = None if is_figure else f"{said(one.label)!r} is a count that no category stands for"
        for token in (*one.number.tokens, *one.label.tokens):
            bound[id(token)] = why
    below = {id(placed): part.heading for part in foreign for line in part.lines for placed in line.placed}
    for line in lines:
        if line.kind is LineKind.TABLE:
            continue
        heading = below.get(id(line.placed[0]))
        for token in line.tokens:
            if not _is_a_number(token) or bound.get(id(token), "") is None:
                continue
            if heading is not None:
                why = f"it stands below {heading.text!r} (line {heading.number}), whose numbers are not the period's"
            elif reason := bound.get(id(token)):
                why = reason
            elif line.kind is LineKind.NOTE:
                why = "it stands in a note"
            elif line.kind is LineKind.PROSE:
                why = "it stands in a running text"
            else:
                why = "it is a number of something else, such as an item of a list"
            yield Unread(mark_of(line.placed, (token,)), why)


def _is_a_number(token: Token) -> bool:
    return token.kind in (Kind.NUMBER, Kind.SPOILT)
