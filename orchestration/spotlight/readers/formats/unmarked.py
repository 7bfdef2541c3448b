"""A plain text while its layout is removed: the lines that are left, and the lines that are frame.

Belongs here: taking lines out. Not here: which lines (markup, mail).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from orchestration.spotlight.readers.formats.wikitext import Numbered


@dataclass(slots=True)
class Unmarked:
    """The lines of a text without layout, and the lines that are a frame around the text."""

    lines: list[Numbered]
    frame: list[Numbered] = field(default_factory=list)

    def move_to_frame(self, positions: Iterable[int]) -> None:
        """Move lines to the frame and leave them empty in their place."""
        for at in positions:
            number, line = self.lines[at]
            if line.strip():
                self.frame.append((number, line))
            self.lines[at] = (number, "")


def filled(lines: Sequence[Numbered]) -> list[str]:
    """The texts of lines that are not empty; a single empty text if all are empty."""
    return [line for _, line in lines if line.strip()] or [""]
