"""The figures of a document together: their places, periods and groups, and the sections that they stand in.

Belongs here: facts about all figures. Not here: the place and dates of one figure (particulars).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from orchestration.spotlight.readers.figures.model import Figure, Part
from orchestration.spotlight.readers.grammar.dates import Period


@dataclass(frozen=True, slots=True)
class Section:
    """The tops of the heading that names the place of a section, and of its first and last figure."""

    heading: float
    first: float
    last: float


@dataclass(frozen=True)
class AllFigures:
    """The figures of a document and their common properties, computed once."""

    figures: Sequence[Figure]

    @cached_property
    def is_one_place(self) -> bool:
        return len({one.place for one in self.figures} - {None}) == 1

    @cached_property
    def periods(self) -> frozenset[Period | None]:
        return frozenset(one.period for one in self.figures)

    @cached_property
    def sections(self) -> dict[int, Section]:
        """The sections by their number, from the first down."""
        found: dict[int, Section] = {}
        for one in self.figures:
            top = top_of(one)
            heading = next((part.line.top for part in reversed(one.candidate.parts) if _is_place_above(part)), top)
            known = found.get(one.candidate.section, Section(heading, top, top))
            found[one.candidate.section] = Section(
                min(known.heading, heading, top), min(known.first, top), max(known.last, top)
            )
        return dict(sorted(found.items(), key=lambda one: (one[1].heading, one[0])))

    @cached_property
    def reach(self) -> tuple[float, float]:
        tops = [top_of(one) for one in self.figures]
        return min(tops), max(tops)

    @cached_property
    def first_period(self) -> float:
        """The top of the first heading that names a period of figures."""
        return min(map(top_of_period, self.figures))

    @cached_property
    def groups(self) -> frozenset[int]:
        """The groups that hold figures."""
        return frozenset(group.number for one in self.figures for group in one.candidate.groups)

    @cached_property
    def contexts(self) -> frozenset[int]:
        """The `id` of each line in any figure's context."""
        return frozenset(id(part.line) for one in self.figures for part in one.candidate.parts)


def _is_place_above(part: Part) -> bool:
    return bool(part.said.places) and not (part.is_head or part.is_own)


def top_of_period(figure: Figure) -> float:
    """The top of the nearest heading that names the period of a figure, or of the figure itself without one."""
    named = (part.line.top for part in figure.candidate.parts if part.said.periods or part.said.years)
    return max((top for top in named if top < top_of(figure)), default=top_of(figure))


def top_of(figure: Figure) -> float:
    return figure.candidate.line.top
