"""How much a reader takes before it refuses a document.

Belongs here: the bounds that every reader shares. Not here: how a document is read.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one document: a report is small, so what exceeds them is no report."""

    max_bytes: int = 64 * 1024 * 1024
    max_line_characters: int = 1_000_000
