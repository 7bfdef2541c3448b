"""Parts of a document whose numbers are not the report's: what stands below `Since 2007` or `Nationwide`.

Belongs here: such a part, and whether the format says how far it reaches. Not here: contexts of numbers (context).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from orchestration.spotlight.readers.tree.headings import Heading
from orchestration.spotlight.readers.tree.lines import Line


@dataclass(slots=True)
class Foreign:
    """The lines below a heading whose numbers are not the report's."""

    heading: Heading
    lines: list[Line] = field(default_factory=list)

    @property
    def is_marked(self) -> bool:
        """The format says how far the heading reaches."""
        return self.heading.level is not None or bool(self.heading.groups)
