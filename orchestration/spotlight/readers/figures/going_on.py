"""Sentences with figures that go on from the one before: `93 cases were identified. 138 victims were in these cases.`

Belongs here: what a sentence leaves to the one before it, its place and its time. Not here: what headings say of both
(place_and_time), sentences without figures (statements).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from orchestration.spotlight.readers.figures.model import Candidate, Part
from orchestration.spotlight.readers.grammar.phrases import Said
from orchestration.spotlight.readers.tree.lines import FARTHEST, Line, Role

_THESE = ("these cases", "those cases")


def going_on(candidates: Sequence[Candidate], lines: Sequence[Line]) -> Iterator[Candidate]:
    """The candidates in order; one whose sentence goes on has what it leaves out from the sentence before it."""
    filled = [line for line in lines if line.role is not Role.BLANK]
    above = {id(line): before for before, line in pairwise(filled)}
    told: dict[int, tuple[Candidate, Said]] = {}
    for candidate in candidates:
        if candidate.label is None or candidate.label.kind != "sentence":
            yield candidate
            continue
        *outer, own = candidate.parts
        said = own.said
        before = above.get(id(candidate.line))
        if before is not None and id(before) in told and not said.places and _goes_on(candidate, told[id(before)][0]):
            left = _left_to(told[id(before)][1], said)
            candidate = replace(candidate, parts=(*outer, Part(before, left, before.text), own))
            said = replace(
                said,
                places=left.places,
                kinds=left.kinds + said.kinds,
                periods=said.periods or left.periods,
                years=said.years or left.years,
                unclear=said.unclear or left.unclear,
            )
        told[id(candidate.line)] = candidate, said
        yield candidate


def _goes_on(candidate: Candidate, before: Candidate) -> bool:
    """Whether it stands behind the other in one paragraph, or says of which cases it speaks."""
    is_of_cases = before.label is not None and before.label.measure == "cases"
    is_of_these = candidate.label_text.casefold().endswith(_THESE) and is_of_cases
    is_near = before.line.gap_to(candidate.line) <= FARTHEST
    return candidate.line.block == before.line.block or (is_of_these and is_near)


def _left_to(before: Said, own: Said) -> Said:
    """What a sentence leaves to the one before it: what qualifies that one, its place, and its time if it has none."""
    said = Said(before.places, kinds=before.kinds)
    if own.periods or own.years or own.unclear:
        return said
    return replace(said, periods=before.periods, years=before.years, unclear=before.unclear)
