"""Refusals of pairs of label and number that may be something else: a footnote mark, swapped lines, hidden text.

Belongs here: what only all pairs of a section show. Not here: a single line (unreadable), the pairing (pairing).
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise

from orchestration.spotlight.domain.vocabulary import Label
from orchestration.spotlight.readers.blocks import BlockKind, GroupKind
from orchestration.spotlight.readers.figures.elements import Pair
from orchestration.spotlight.readers.figures.model import Candidate
from orchestration.spotlight.readers.grammar.characters import unraised
from orchestration.spotlight.readers.grammar.phrases import LABELS, Phrase
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.refusals import Refusal, refusal_at
from orchestration.spotlight.readers.tree.lines import Line, Role

_DIGITS = frozenset("123456789")
_CONTINUED = re.compile(
    r"\W{0,5}\b(?:con(?=\.)|conc(?:luded|l)?|cont(?:inued|inuation|'d|d)?)\b"
    r"(?: from (?:the )?(?:previous )?page(?: \d{1,3})?)?\W{0,5}",
    re.IGNORECASE,
)
_TABLE = re.compile(r"\b(?:chart|exhibit|table) \d{1,2}\b", re.IGNORECASE)
_BELOW_TABLE = 5
"""At most so many lines lie between a table and a row of labels that may belong to it."""
_FEWEST_OF_FORM = 4
"""So many numbers that go up by one, in a table or before their labels, number the lines of a form."""
_LONGEST_CHAPTER = 2
"""Digits of the number of a section: `12    Trafficking Cases`."""
_MANY = 3
"""So many pairs show in which order a document puts numbers and labels."""


def refuse_doubtful_lines(lines: Sequence[Line], pairs: Sequence[Pair], last: float) -> Iterator[Refusal]:
    """Refuse a doubtful line that holds figures, stands between label and number, or is a heading above figures.

    `last` is the top of the last line or table with figures.
    """
    bound = {id(one.label_line) for one in pairs} | {id(one.number_line) for one in pairs}
    spans = [sorted((one.label_line.top, one.number_line.top)) for one in pairs]
    for line in lines:
        if not line.doubt:
            continue
        is_near = any(a <= line.top <= b for a, b in spans) or (line.role is Role.HEADING and line.top < last)
        # A stamp heads nothing. Slanted, it may still be the label or the number of something.
        is_near &= not any(group.kind is GroupKind.STAMP for group in line.groups)
        if id(line) in bound or line.role is Role.FIGURES or is_near:
            yield refusal_at(
                line,
                None,
                "number_unclear",
                f"It cannot be told what a person sees here: {line.doubt}. Write the figures as CSV, or save the page "
                "as text and check it.",
            )


def refuse_glued_digits(lines: Sequence[Line], pairs: Sequence[Pair]) -> Iterator[Refusal]:
    """Refuse digits glued to a label, but for a footnote mark: a single digit behind a label that has its number."""
    bound = {id(one.label) for one in pairs}
    for line in lines:
        for label in line.labels if line.role is Role.FIGURES else ():
            digits = label.tokens[-1].glued_digits
            if len(digits) > 1 or (digits and id(label) not in bound):
                yield refusal_at(
                    line,
                    label,
                    "number_ambiguous",
                    f"{digits!r} stands right behind {label.tokens[-1].text!r}: a number that lost its space, or a "
                    "footnote mark. Compare it with the publisher's document.",
                )


def refuse_bracketed(pairs: Sequence[Pair]) -> Iterator[Refusal]:
    """Refuse numbers in brackets that may be footnote marks: of one digit each, counting from 1 if more than two."""
    in_brackets = [one for one in pairs if one.number.tokens[0].bracketed]
    values = [one.number.value for one in in_brackets]
    are_counts = any(len(value) > 1 for value in values) or (
        len(values) > 2 and sorted(values) != [str(at + 1) for at in range(len(values))]
    )
    for one in () if are_counts else in_brackets:
        yield one.refused(
            "number_ambiguous",
            f"{one.number.text!r} in brackets may be a figure or a footnote mark. Write it without them.",
        )


def ended_by_marks(lines: Sequence[Line], candidates: Sequence[Candidate]) -> Iterator[Refusal]:
    """Refuse numbers that may end with the mark of a note: `1121` above `1Counts of persons` may be 112.

    A mark that stands elsewhere belongs there. A total that is the sum of its parts is right, and so are the parts.
    """
    begun = [
        line
        for before, line in pairwise((None, *lines))
        if line is not None and len(line.tokens) > 1 and line.tokens[0].text in _DIGITS
        # A sentence within a line begins no note: `HT867 .B35. 2 copies.`
        if before is None or (before.block, before.number) != (line.block, line.number)
    ]
    notes = {line.tokens[0].text: line.tokens[0] for line in begun if _begins_a_note(line)}
    others = [token for line in lines for token in line.tokens if token is not line.tokens[0] or token.glued_digits]
    others += [token for one in candidates for token in one.marked]
    behind = {unraised(token.text) if token.kind is Kind.MARK else token.glued_digits for token in others}
    counted = [(one.label, one.number) for one in candidates]
    for mark in sorted(notes.keys() - behind):
        for one in candidates:
            number = one.number
            digits = number.tokens[-1]
            is_plain = number.kind == Kind.NUMBER and digits.end - digits.column == len(number.value)
            if is_plain and len(number.value) > 1 and number.value.endswith(mark) and not _fits(one.label, counted):
                yield one.refused(
                    "number_ambiguous",
                    f"{number.value!r} may be {number.value[:-1]} with the mark of the note in line "
                    f"{notes[mark].line}, which stands nowhere else. Compare it with the publisher's document.",
                )


def refuse_sums_of_100(candidates: Sequence[Candidate]) -> Iterator[Refusal]:
    """Refuse types of cases that add up to 100 without a total: they may be shares that no known word calls so."""
    cases = [one for one in candidates if one.label is not None and one.label.measure == "cases"]
    with_total = {one.section for one in cases if one.label is not None and one.label.is_total}
    types: dict[Hashable, list[Candidate]] = {}
    for one in cases:
        if one.number.kind == Kind.NUMBER and one.section not in with_total:
            # The types of each place and each year of a table are added up separately.
            place_and_time = frozenset((part.said.places, part.said.years, part.said.periods) for part in one.parts)
            types.setdefault((one.section, place_and_time), []).append(one)
    for some in types.values():
        if len(some) > 1 and sum(int(one.number.value) for one in some) == 100:
            yield some[0].refused(
                "number_unclear",
                "The numbers add up to 100 and there is no total of them, so that they may be shares. Compare them "
                "with the publisher's document, and write them as CSV if they are counts.",
            )


def refuse_line_numbers(candidates: Sequence[Candidate], pairs: Sequence[Pair]) -> Iterator[Refusal]:
    """Refuse numbers that may number the lines of a form: `11 Phone Calls`, `12 Webforms`, `13 Emails`, ...

    Where a wide gap follows each number before a label, two are enough if they count from 1.
    """
    first = [one for one in pairs if one.label_line is one.number_line and _is_behind(one.label, one.number)]
    apart = [one for one in first if _is_apart(one)]
    in_tables = [one for one in candidates if one.table is not None]
    runs: list[tuple[Sequence[Candidate | Pair], int]] = [
        (in_tables, at)
        for at in _runs([one.number for one in in_tables], _FEWEST_OF_FORM)
        # Counts of one label for years or places side by side may go up by one.
        if len({one.label_text for one in in_tables[at : at + _FEWEST_OF_FORM]}) == _FEWEST_OF_FORM
    ]
    runs += [(first, at) for at in _runs([one.number for one in first], _FEWEST_OF_FORM)]
    runs += [(apart, 0)] if len(apart) > 1 and list(_runs([one.number for one in apart], len(apart), begin=1)) else []
    for some, at in runs[:1]:
        yield some[at].refused(
            "number_unclear",
            f"{some[at].number.value} and the numbers after it go up by one from line to line, so that they may number "
            "the lines. Compare them with the publisher's document, and write them as CSV if they are counts.",
        )


def _runs(numbers: Sequence[Phrase], length: int, begin: int | None = None) -> Iterator[int]:
    """The positions where `length` numbers begin that go up by one, from `begin` if given."""
    values = [int(one.value) if one.kind == Kind.NUMBER else None for one in numbers]
    for at in range(len(values) - length + 1):
        start = values[at] if begin is None else begin
        if start is not None and values[at : at + length] == list(range(start, start + length)):
            yield at


def refuse_continued_tables(candidates: Sequence[Candidate]) -> Iterator[Refusal]:
    """Refuse `Table 1. Cases (continued)` below the name of another place than that of `Table 1. Cases`."""
    begun: dict[str, set[str]] = {}
    for one in candidates:
        heads = [part for part in one.parts if not (part.is_own or (part.is_head and not part.is_caption))]
        named = {place for part in heads for place in part.said.places}
        names = {_name_of_table(part.text): part.text for part in heads}
        for name, text in names.items():
            if _CONTINUED.search(text) and begun.get(name, named) != named:
                yield one.refused(
                    "jurisdiction_ambiguous",
                    f"{text!r} goes on below the name of another place than it began. Expected one place for a table; "
                    "compare it with the publisher's document.",
                )
                return
        begun |= dict.fromkeys([*names, ""], named)


def _name_of_table(text: str) -> str:
    """`table 1` of `Table 1. Cases (continued)`, `cases` of `Cases, continued`; empty if it has no name of its own."""
    numbered = _TABLE.search(text)
    return (numbered[0] if numbered else _CONTINUED.sub("", text)).casefold()


def labels_beside_tables(lines: Sequence[Line]) -> Iterator[Refusal]:
    """Refuse a row of labels without numbers right below a table: the last numbers of the table may be theirs."""
    filled = [line for line in lines if line.role not in (Role.BLANK, Role.FRAME)]
    for before, line, after in zip(filled, filled[1:], [*filled[2:], None], strict=False):
        is_row = len(line.labels) > 1 and all(phrase.kind in LABELS for phrase in line.phrases) and "," not in line.text
        heads = after is not None and after.role in (Role.TABLE, Role.FIGURES) and line.gap_to(after) <= _BELOW_TABLE
        if is_row and not heads and before.role is Role.TABLE and before.gap_to(line) <= _BELOW_TABLE:
            yield refusal_at(
                line,
                line.labels[0],
                "number_ambiguous",
                "Labels without numbers stand right below a table, so that its numbers may belong to the labels below "
                "them or above. Write the figures as CSV.",
            )


def _begins_a_note(line: Line) -> bool:
    """Whether a line begins with the mark of a note: `1 Substantive calls only.`; an item of a list would have `1.`"""
    first, second = line.tokens[:2]
    is_sentence = line.role in (Role.ITEM, Role.NOTE, Role.PROSE) and line.text.endswith(".")
    return first.kind is Kind.MARK or (is_sentence and second.kind is Kind.WORD)


def _fits(label: Label | None, counted: Sequence[tuple[Label | None, Phrase]]) -> bool:
    """Whether the measure of a label has one total, and it is the sum of its parts."""
    values: dict[bool, list[int]] = {True: [], False: []}
    for other, number in counted:
        if other is not None and other.measure == (label and label.measure) and number.kind == Kind.NUMBER:
            values[other.is_total].append(int(number.value))
    return len(values[True]) == 1 and sum(values[False]) == values[True][0]


def against_the_order(pairs: Sequence[Pair], foreign: Sequence[Pair]) -> Iterator[Refusal]:
    """Refuse pairs that only their order binds, if number and label stand in another order than in most pairs.

    Swapped lines look so, and a list that lost its first label and its last number. `foreign` pairs show the order of
    the document too. A single pair against several is refused even if a gap sets it apart; a total that its parts add
    up to is not.
    """
    apart = [one for one in pairs if one.label_line is not one.number_line and not one.number_line.container_number]
    few, many = sorted((_in_order(apart, above=True), _in_order(apart, above=False)), key=len)
    doubted = few if len(few) == 1 and len(many) >= _MANY else []
    if not doubted:
        own, all_ = ([one for one in some if one.is_by_order] for some in (pairs, [*pairs, *foreign]))
        if _in_order(all_, above=True) and _in_order(all_, above=False):
            doubted = min(filter(None, (_in_order(own, above=True), _in_order(own, above=False))), key=len, default=[])
    counted = [(one.label.label, one.number) for one in pairs]
    for one in doubted:
        label = one.label.label
        if label is not None and label.is_total and _fits(label, counted):
            continue
        yield one.refused(
            "number_ambiguous",
            f"{one.number.text!r} and {one.label.text!r} (line {one.label_line.number}) stand in another order than "
            "other numbers and labels. Compare it with the publisher's document.",
        )


def _in_order(pairs: Sequence[Pair], *, above: bool) -> list[Pair]:
    """The pairs whose number stands above its label, or those whose number does not."""
    return [one for one in pairs if (one.number_line.top < one.label_line.top) is above]


def without_their_labels(
    pairs: Sequence[Pair], foreign: Sequence[Pair], foreign_lines: Sequence[Line]
) -> Iterator[Refusal]:
    """Refuse `183 Cases` as a total where such lines have labels of their own beside them: it may have lost its label.

    Within one section `elements` sees to that; here the other lines stand in another section or below a foreign
    heading. There several such lines are enough even without known labels, since a total would stand only once.
    """
    units = {
        unit.text.casefold()
        for one in (*pairs, *foreign)
        for unit in one.units
        if one.label_line is not one.number_line and _is_behind(unit, one.number)
    }
    bare = [
        line.units[0].text.casefold()
        for line in foreign_lines
        if line.role is Role.FIGURES and len(line.phrases) == 2 and len(line.units) == len(line.counts) == 1
    ]
    units |= {one for one in bare if bare.count(one) > 1}
    for one in pairs:
        is_unit = one.label.label is not None and one.label.label.kind == "unit" and _is_behind(one.label, one.number)
        if is_unit and one.label.text.casefold() in units:
            yield one.refused(
                "number_unread",
                f"{one.number.text!r} stands without a label, and {one.label.text!r} stands behind numbers that have "
                "one. Expected its label beside it; compare it with the publisher's document.",
            )


def refuse_section_numbers(pairs: Sequence[Pair]) -> Iterator[Refusal]:
    """Refuse `1    Trafficking Cases` as a heading, or as the only number before its label: it may number a section."""
    first = [one for one in pairs if one.label_line is one.number_line and _is_behind(one.label, one.number)]
    counted = [(one.label.label, one.number) for one in pairs]
    for one in first:
        tokens = one.number_line.tokens
        is_head = one.number_line.kind is BlockKind.HEADING or one.number_line.is_strong or len(first) == 1
        is_short = len(one.number.value) <= _LONGEST_CHAPTER and tokens[0] is one.number.tokens[0]
        if _is_apart(one) and is_head and is_short and not _fits(one.label.label, counted):
            yield one.refused(
                "number_ambiguous",
                f"{one.number.text!r} may number a section that is headed {one.label.text!r}. Write it behind its "
                "label if it is the figure.",
            )


def _is_apart(one: Pair) -> bool:
    """Whether a wide gap follows the number of a pair."""
    tokens = one.number_line.tokens
    following = tokens[tokens.index(one.number.tokens[-1]) + 1]
    return following.kind is Kind.BREAK and not following.text.strip()


def _is_behind(unit: Phrase, number: Phrase) -> bool:
    last, first = number.tokens[-1], unit.tokens[0]
    return first.line == last.line and first.column > last.column


def sums_below_labels(lines: Sequence[Line], pairs: Sequence[Pair]) -> Iterator[Refusal]:
    """Refuse `Total: 230` right below `Calls` without a number: it may be the number of calls."""
    bound = {id(line) for one in pairs for line in (one.label_line, one.number_line)}
    filled = [line for line in lines if line.role is not Role.BLANK]
    above = {id(line): before for before, line in pairwise(filled)}
    for one in pairs:
        label = above.get(id(one.number_line))
        if one.label.kind != "sum" or label is None or label.role is not Role.FIGURES or id(label) in bound:
            continue
        is_part = any(phrase.label is not None and not phrase.label.is_total for phrase in label.labels)
        if not label.counts and is_part:
            yield one.refused(
                "number_ambiguous",
                f"{one.number.text!r} is called {one.label.text!r}, and {label.text!r} (line {label.number}) right "
                "above it has no number. Expected the number on the line of its label; compare with the publisher's "
                "document.",
            )
