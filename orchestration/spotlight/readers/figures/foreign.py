"""Parts of a document whose numbers are not the report's: what stands below `Since 2007` or `Nationwide`.

Belongs here: such a part, and whether it is sure how far it reaches. Not here: contexts of single numbers (context).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from orchestration.spotlight.domain.vocabulary import RESIDUAL, Label, Vocabulary
from orchestration.spotlight.readers.grammar.lexicon import PERIOD_KINDS
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.refusals import Refusal, refusal_at
from orchestration.spotlight.readers.tree.headings import Heading
from orchestration.spotlight.readers.tree.lines import TOUCHING, Line, Role

_SURE = frozenset({*PERIOD_KINDS, "organization", "other_service"})
"""Kinds of headings that end only at the next heading: another time, and who else counted."""


@dataclass(slots=True)
class Foreign:
    """The lines below a heading whose numbers are not the report's."""

    heading: Heading
    lines: list[Line] = field(default_factory=list)

    @property
    def is_marked(self) -> bool:
        """The format says how far the heading reaches."""
        return self.heading.level is not None or bool(self.heading.groups)

    @property
    def begins_right_below(self) -> bool:
        filled = [line for line in self.lines if line.role is not Role.BLANK]
        has_numbers = any(line.counts for line in filled)
        return has_numbers and self.heading.line.gap_to(filled[0]) < TOUCHING

    @property
    def is_sure(self) -> bool:
        """How far it reaches is marked, or it is one that ends at the next heading only."""
        return self.is_marked or not _SURE.isdisjoint(kind for kind, _ in self.heading.said.kinds)


def unclear_sections(
    foreign: Sequence[Foreign], read: Collection[tuple[str, str]], vocabulary: Vocabulary
) -> Iterator[Refusal]:
    """Below `Locations` figures are left out only if they are read elsewhere: it may be that they belong to no list of
    locations, and that a heading between them is lost.
    """
    for section in foreign:
        if section.is_sure:
            continue
        filled = [line for line in section.lines if line.role is not Role.BLANK]
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


def _is_residual(label: Label, vocabulary: Vocabulary) -> bool:
    category = vocabulary.categories.get((label.measure or "", label.category or ""))
    return category is not None and category.role == RESIDUAL
