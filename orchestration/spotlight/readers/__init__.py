"""Readers: the bytes of one document → its figures with their lines.

Belongs here: which reader a document gets. Not here: how any format is read, and what a valid figure is (schemas).
"""

from __future__ import annotations

from orchestration.spotlight.model import READ_SCHEMA, Reading, Rejection
from orchestration.spotlight.readers.limits import Limits
from orchestration.spotlight.readers.sidecar import Sidecar, complete_table, read_sidecar
from orchestration.spotlight.readers.table import read_table
from orchestration.spotlight.readers.text import read_text_document
from orchestration.spotlight.vocabulary import Vocabulary


def read(
    path: str, document_id: str, content: bytes, sidecar: bytes | None, vocabulary: Vocabulary, limits: Limits
) -> Reading:
    """Read one document by the ending of its name. A document that cannot be read as a whole has only rejections."""
    ending = path.rpartition(".")[2].lower()
    if ending not in ("csv", "txt"):
        return _refused(
            Rejection(
                path,
                None,
                "document.format_not_read_yet",
                ending,
                f"Documents of the format .{ending} are not read yet. Save its text as .txt, or write its figures as "
                "CSV (README, 'Add a report'), and remove this file.",
                document_id=document_id,
            )
        )
    beside = read_sidecar(path, document_id, sidecar, vocabulary)
    if not isinstance(beside, Sidecar):
        return _refused(*beside)
    if ending == "csv":
        return complete_table(read_table(path, document_id, content, limits), beside, vocabulary)
    return read_text_document(path, document_id, content, beside, vocabulary, limits)


def _refused(*rejections: Rejection) -> Reading:
    return Reading(READ_SCHEMA.to_frame(), rejections)
