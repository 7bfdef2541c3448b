"""How much a reader takes before it refuses a document, and how much is said about what is wrong with it.

Belongs here: the bounds that every reader and the validation share. Not here: how a document is read.
"""

from __future__ import annotations

from dataclasses import dataclass

MAX_REJECTIONS = 50
"""Faults told of one report, or of a file whose reports cannot be told; one more rejection says how many follow."""

_EXCERPT_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one document: a report is small, so what exceeds them is no report."""

    max_bytes: int = 64 * 1024 * 1024
    max_line_characters: int = 1_000_000


def excerpt(text: str) -> str:
    """As much of an offending text as a person needs to find it."""
    return text if len(text) <= _EXCERPT_CHARACTERS else text[: _EXCERPT_CHARACTERS - 1] + "…"
