"""Published documents as plain text.

Belongs here: the way from bytes to text. Not here: what the text means (published).
"""

from __future__ import annotations

from orchestration.spotlight.model import READ_SCHEMA, Reading, Rejection
from orchestration.spotlight.readers.decoding import decode
from orchestration.spotlight.readers.limits import Limits
from orchestration.spotlight.readers.published import read_published
from orchestration.spotlight.readers.sidecar import Sidecar
from orchestration.spotlight.vocabulary import Vocabulary

# A report is a page or two. What is fifty times larger is none, and is not worth a second of everybody's refresh.
_MAX_CHARACTERS = 200_000


def read_text_document(
    path: str, document_id: str, content: bytes, sidecar: Sidecar, vocabulary: Vocabulary, limits: Limits
) -> Reading:
    """Read one text document and its sidecar."""
    text = decode(path, document_id, content, limits)
    if isinstance(text, str) and len(text) > _MAX_CHARACTERS:
        text = Rejection(
            path,
            None,
            "document.too_large",
            f"{len(text):,} characters",
            f"The text has {len(text):,} characters; the most that is read is {_MAX_CHARACTERS:,}. A report is far "
            "smaller: check that this is the right file, or split it.",
            document_id=document_id,
        )
    if isinstance(text, Rejection):
        return Reading(READ_SCHEMA.to_frame(), (text,))
    return read_published(path, document_id, text, sidecar, vocabulary)
