"""A text on the way to its lines without layout: what is left of it, and what of it is frame.

Belongs here: taking lines out. Not here: which lines (markup, mail).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from orchestration.spotlight.readers.formats.wikitext import Numbered


@dataclass(slots=True)
class Unmarked:
    """Lines without their layout, and those that are a frame around the text."""

    lines: list[Numbered]
    frame: list[Numbered] = field(default_factory=list)

    def take(self, positions: Iterable[int]) -> None:
        """Leave lines empty in their places, as parts of the frame."""
        for at in positions:
            number, line = self.lines[at]
            if line.strip():
                self.frame.append((number, line))
            self.lines[at] = (number, "")


def filled(lines: Sequence[Numbered]) -> list[str]:
    """The texts of lines that are not empty; one empty one if all are."""
    return [line for _, line in lines if line.strip()] or [""]
