"""Parts of a document whose numbers are not the report's: what stands below `Since 2007` or `Nationwide`.

Belongs here: such a part, and whether it is sure how far it reaches. Not here: contexts of single numbers (context).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from orchestration.spotlight.domain.vocabulary import RESIDUAL, Label, Vocabulary
from orchestration.spotlight.readers.figures.pairing import pair
from orchestration.spotlight.readers.grammar.lexicon import PERIOD_KINDS
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.refusals import Refusal, refusal_at
from orchestration.spotlight.readers.tree.headings import Heading
from orchestration.spotlight.readers.tree.lines import Line, Role


@dataclass(slots=True)
class Foreign:
    """The lines below a heading whose numbers are not the report's."""

    heading: Heading
    lines: list[Line] = field(default_factory=list)
    is_closed: bool = False
    """The document says itself where it ends."""

    @property
    def is_other_period(self) -> bool:
        return any(kind in PERIOD_KINDS for kind, _ in self.heading.said.kinds)

    @property
    def is_marked(self) -> bool:
        """The format says how far the heading reaches."""
        return self.heading.level is not None or bool(self.heading.groups)


def unclear_sections(
    foreign: Sequence[Foreign], read: dict[tuple[str, str], str], vocabulary: Vocabulary
) -> Iterator[Refusal]:
    """Figures below a foreign heading are left out only where it is sure how far the heading reaches."""
    for section in foreign:
        if section.is_marked:
            continue
        if section.is_other_period and (section.is_closed or _is_all_years(section, read, vocabulary)):
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
                        f"{section.heading.line.number}), whose numbers are not those of the period, and nowhere else. "
                        "Expected the period's own figure outside that part; put a heading with the year above it, or "
                        "write the figures as CSV.",
                    )


def _is_all_years(section: Foreign, read: dict[tuple[str, str], str], vocabulary: Vocabulary) -> bool:
    """Whether every figure of the part that the report has too is at least as large as there, and two are larger."""
    paired = pair(section.lines, vocabulary)
    found: dict[tuple[str, str], str] = {}
    for one in paired.pairs:
        label = one.label.label
        if label is None or label.measure is None:
            continue
        key = (label.measure, label.category or "total")
        if one.number.kind != Kind.NUMBER or found.setdefault(key, one.number.value) != one.number.value:
            return False
    larger = 0
    for key, value in found.items():
        own = read.get(key)
        if own:
            if int(value) < int(own):
                return False
            larger += int(value) > int(own)
    return not paired.refusals and larger >= 2


def _is_residual(label: Label, vocabulary: Vocabulary) -> bool:
    category = vocabulary.categories.get((label.measure or "", label.category or ""))
    return category is not None and category.role == RESIDUAL
