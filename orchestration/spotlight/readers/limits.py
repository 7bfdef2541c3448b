"""How large a document may be, and how long it may take to read, before it is refused.

Belongs here: the bounds that every reader and the validation share. Not here: how a document is read.
"""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.spotlight.domain.model import Rejection


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one document. A report is small, so a file beyond them is not a report."""

    max_bytes: int = 64 * 1024 * 1024
    max_line_characters: int = 1_000_000
    max_characters: int = 200_000
    """Of the text of a published document: a report is a page or two."""
    max_pages: int = 250
    max_seconds: float = 60
    """For one document: processor time; for the pages of a PDF also wall-clock time."""
    max_memory_bytes: int = 1024 * 1024 * 1024
    """For the process that reads a PDF."""


def too_many_characters(path: str, document_id: str, characters: int, limits: Limits) -> Rejection:
    """The rejection of a text that is far longer than a report."""
    return Rejection(
        path,
        None,
        "document.too_large",
        f"{characters:,} characters",
        f"The text has {characters:,} characters; the most that is read is {limits.max_characters:,}. A report is far "
        "smaller: check that this is the right file, or split it.",
        document_id=document_id,
    )
