"""Parts of a document whose numbers are not the report's: what stands below `Since 2007` or `Nationwide`.

Belongs here: such a part, and how surely its end is known. Not here: contexts of single numbers (context).
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
"""Kinds of headings that reach down to the next heading: another time, another body that counted."""


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


def unclear_sections(
    foreign: Sequence[Foreign], read: Collection[tuple[str, str]], vocabulary: Vocabulary
) -> Iterator[Refusal]:
    """Refuse figures below `Locations` that are read nowhere else: the heading that ended the list of locations may be
    lost, and they may be the report's own.
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
