"""Parts of a document whose numbers are not the report's: what stands below `Since 2007` or `Nationwide`.

Belongs here: such a part, and how surely its end is known. Not here: contexts of single numbers (context).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from orchestration.spotlight.domain.vocabulary import RESIDUAL, TOTAL, Label, Vocabulary
from orchestration.spotlight.readers.figures.model import Figure, Judged, LeftOut
from orchestration.spotlight.readers.grammar.lexicon import PERIOD_KINDS
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.refusals import Refusal, refusal_at
from orchestration.spotlight.readers.tree.headings import Heading
from orchestration.spotlight.readers.tree.lines import NEAR, TOUCHING, Line, Role

_SURE = frozenset({*PERIOD_KINDS, "organization", "other_service"})
"""Kinds of headings that reach down to the next heading: another time, another body that counted."""

_LETTERED = re.compile(r"(?:(?:part|section) )?([A-H])[.):] +[A-Z]", re.IGNORECASE)
"""`B. State Police`, `Part B: State Police`"""
_PASSED_ON = re.compile(r"\b(?:passed|referred|reported|sent)\b", re.IGNORECASE)
"""`Cases we reported to the National Hotline`"""
_COUNTED_APART = ("local", "other_service")
"""Kinds of headings below which all measures are counted anew."""
_FEWEST_IN_BLOCK = 2
"""Numbers in a block, or parts of a list."""


@dataclass(slots=True)
class Foreign:
    """The lines below a heading whose numbers are not the report's."""

    heading: Heading
    lines: list[Line] = field(default_factory=list)

    @property
    def is_marked(self) -> bool:
        """Whether the format shows how far the heading reaches."""
        return self.heading.level is not None or bool(self.heading.groups)

    @property
    def begins_right_below(self) -> bool:
        filled = [line for line in self.lines if line.role is not Role.BLANK]
        has_numbers = any(line.counts for line in filled)
        return has_numbers and self.heading.line.gap_to(filled[0]) < TOUCHING

    @property
    def is_sure(self) -> bool:
        """Whether the end of the part is known: it is marked, or it is the next heading."""
        return self.is_marked or not _SURE.isdisjoint(kind for kind, _ in self.heading.said.kinds)


def last_parts(lines: Sequence[Line]) -> frozenset[int]:
    """The ids of headings of last parts, which reach to the end: `B. Cases of the police` below `A. Signals`."""
    parts = [(line, match) for line in lines if (match := _LETTERED.match(f"{line.list_number} {line.text}".strip()))]
    letters = [match[1].upper() for _, match in parts]
    are_in_order = letters == [chr(ord("A") + at) for at in range(len(letters))]
    if not are_in_order or len(parts) < _FEWEST_IN_BLOCK:
        return frozenset()
    heading = parts[-1][0]
    is_of_others = any(heading.said.has(kind) for kind in (*_COUNTED_APART, "organization"))
    return frozenset([id(heading)] if is_of_others else [])


def unclear_sections(
    foreign: Sequence[Foreign], figures: Sequence[Figure], last: Collection[int], vocabulary: Vocabulary
) -> Iterator[Refusal]:
    """Refuse figures below `Locations` that are read nowhere else: the heading that ended the list of locations may be
    lost, and they may be the report's own. A whole block is not refused, nor what stands below the headings with the
    ids `last`, which reach to the end.
    """
    read = _read_in(figures)
    for section in foreign:
        filled = [line for line in section.lines if line.role is not Role.BLANK]
        is_last = id(section.heading.line) in last and not any(line.role is Role.HEADING for line in filled)
        if section.is_sure or is_last:
            continue
        labels = [one.label for line in filled for one in line.labels]
        if _is_one_block(section.heading.line, filled, labels, figures):
            continue
        numbered = [line.has(Kind.NUMBER, Kind.STATUS, Kind.YEAR) for line in filled]
        for at, line in enumerate(filled):
            if line.role is not Role.FIGURES or not any(numbered[max(0, at - 1) : at + 2]):
                continue
            for phrase in line.labels:
                label = phrase.label
                if label is None or label.measure is None or _is_residual(label, vocabulary):
                    continue
                if (label.measure, label.category or "") not in read:
                    yield refusal_at(
                        line,
                        phrase,
                        "section_unclear",
                        f"{phrase.text!r} stands below {section.heading.line.text!r} (line "
                        f"{section.heading.line.number}), whose numbers are not those of the report, and nowhere else. "
                        "Expected the report's own figure outside that part; put a heading with the year above it, or "
                        "write the figures as CSV.",
                    )


def unsurely_left_out(judged: Judged, last: Collection[int]) -> Iterator[Refusal]:
    """Refusals of numbers that a line above takes out of the report, where its reach is not marked.

    `last` are the ids of headings that reach to the end.
    """
    beyond_rest = {one.why for one in judged.left_out if not _is_short_residual(one.candidate.label)}
    in_blocks = set(_in_blocks(judged.left_out, judged.figures))
    read = _read_in(judged.figures)
    for one in judged.left_out:
        label = one.candidate.label
        # A head of the table leaves no doubt: `Caller`, or `Illicit Massage/Spa Business` below `Top Venues`.
        heads = [part.said for part in one.candidate.parts if part.is_head]
        is_of_another = any(part.said.has("other_breakdown") for part in one.candidate.parts)
        is_sure = one.is_sure or any(
            head.has("other_measure") or head.has("other_breakdown") or (head.unknown and is_of_another)
            for head in heads
        )
        # `Other` is the last row of any breakdown: alone below `Ways the Hotline was Found` it belongs to it.
        is_sure |= one.why not in beyond_rest or id(one) in in_blocks or _is_right_below(one, last)
        if not is_sure and label is not None and (label.measure or "", label.category or "total") not in read:
            yield one.candidate.refused(
                "section_unclear",
                f"{one.candidate.label_text!r} is left out, since {one.why}, and stands nowhere else; how far that "
                "line reaches is not marked. Write the figures as CSV if the report's own are among them.",
            )


def _read_in(figures: Sequence[Figure]) -> set[tuple[str, str]]:
    return {(one.measure, one.category) for one in figures}


def _is_right_below(one: LeftOut, last: Collection[int]) -> bool:
    """Whether the heading of a last part is the innermost one above a number."""
    headings = [part.line for part in one.candidate.parts if not (part.is_own or part.is_head)]
    return id(one.heading) in last and bool(headings) and headings[-1] is one.heading


def _in_blocks(left_out: Sequence[LeftOut], figures: Sequence[Figure]) -> Iterator[int]:
    """The ids of numbers in one block below the heading that excludes them."""
    below: dict[int, list[LeftOut]] = {}
    for one in left_out:
        below.setdefault(id(one.heading), []).append(one)
    for block in below.values():
        heading, labels = block[0].heading, [one.candidate.label for one in block]
        if heading is not None and _is_one_block(heading, [one.candidate.line for one in block], labels, figures):
            yield from map(id, block)


def _is_one_block(
    heading: Line, lines: Sequence[Line], labels: Sequence[Label | None], figures: Sequence[Figure]
) -> bool:
    """Whether lines are one block of one measure right below a heading: `Contacts in an average month`.

    No heading that would end its reach can be lost between them. All measures below another service, or below a city,
    are its own; so may be what stands below the next heading. The name of a body may only be the head of the page.
    """
    is_close = all(upper.gap_to(lower) < TOUCHING for upper, lower in pairwise(lines))
    if not is_close or len(lines) < _FEWEST_IN_BLOCK:
        return False
    gap = heading.gap_to(lines[0])
    if any(heading.said.has(kind) for kind in _COUNTED_APART):
        is_service = heading.said.has("other_service")
        return gap < NEAR and all(_is_headed_anew(one, lines[-1].top, is_service) for one in figures)
    is_of_one = len({label.measure if label else None for label in labels}) == 1
    return gap < TOUCHING and is_of_one and not heading.said.has("organization")


def _is_headed_anew(figure: Figure, top: float, is_below_service: bool) -> bool:
    """Whether a figure stands above a point of the page, or below a heading under it that says whose it is.

    Below another service that is the hotline, below a city a place: `Cases` alone may still be those above.
    """
    headings = [part for part in figure.candidate.parts if not part.is_own and part.line.top > top]
    if is_below_service:
        names_whose = any(part.said.names_hotline and not _PASSED_ON.search(part.text) for part in headings)
    else:
        names_whose = any(part.said.places or "statewide" in part.text.casefold() for part in headings)
    return figure.candidate.line.top < top or names_whose


def totals_of_left_out(judged: Judged, vocabulary: Vocabulary) -> Iterator[Refusal]:
    """Refusals of totals that are the sum of a list that is left out: what excludes the list may exclude its total.

    `Cases: 139` above a table of types with this sum and the caption `Locations in Clark County`.
    """
    figures = (one for one in judged.figures if one.category == TOTAL and one.value.isdecimal())
    totals = {(one.measure, int(one.value)): one for one in figures}
    lists: dict[tuple[str, str, int | None], dict[str, LeftOut]] = {}
    for one in judged.left_out:
        label, value = one.candidate.label, one.candidate.number.value
        if label is None or label.measure is None or label.category is None or not value.isdecimal():
            continue
        if label.category in vocabulary.parts.get(label.measure, ()):
            lists.setdefault((label.measure, one.why, one.candidate.table), {}).setdefault(label.category, one)
    for (measure, why, _), parts in lists.items():
        total = totals.get((measure, sum(int(one.candidate.number.value) for one in parts.values())))
        if len(parts) > 1 and total is not None:
            yield total.candidate.refused(
                "section_unclear",
                f"{total.value} is the sum of numbers that are left out, since {why}. The same may be true of their "
                "total. Compare both with the publisher's document; write the figures as CSV if the total is right.",
            )


def _is_short_residual(label: Label | None) -> bool:
    """Whether a label is the last row of any breakdown, such as `Other`."""
    return label is not None and label.kind == "short" and label.category == "not_specified"


def _is_residual(label: Label, vocabulary: Vocabulary) -> bool:
    category = vocabulary.categories.get((label.measure or "", label.category or ""))
    return category is not None and category.role == RESIDUAL
