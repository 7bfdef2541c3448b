"""Readers: the bytes of one document → its figures with their lines.

Belongs here: which reader a document gets. Not here: how any format is read, and what a valid figure is (schemas).
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from orchestration.spotlight.domain.model import READ_SCHEMA, Reading, Rejection
from orchestration.spotlight.domain.vocabulary import Vocabulary
from orchestration.spotlight.readers.html import read_html_rows
from orchestration.spotlight.readers.limits import Limits
from orchestration.spotlight.readers.pdf import read_pdf_rows
from orchestration.spotlight.readers.published import Examination, read_published
from orchestration.spotlight.readers.sidecar import Sidecar, complete_table, read_sidecar
from orchestration.spotlight.readers.table import read_table
from orchestration.spotlight.readers.text import read_text_rows

_ROWS = {"txt": read_text_rows, "html": read_html_rows, "pdf": read_pdf_rows}
"""Ending → how a published document of that format becomes rows of cells."""


def read(
    path: str, document_id: str, content: bytes, sidecar: bytes | None, vocabulary: Vocabulary, limits: Limits
) -> Reading:
    """Read one document by the ending of its name. A document that cannot be read as a whole has only rejections."""
    return examine(path, document_id, content, sidecar, vocabulary, limits).reading


def examine(
    path: str, document_id: str, content: bytes, sidecar: bytes | None, vocabulary: Vocabulary, limits: Limits
) -> Examination:
    """Read one document, and say too where its faults stand and which numbers were left alone."""
    try:
        with _deadline(limits.max_seconds):
            return _examine(path, document_id, content, sidecar, vocabulary, limits)
    except _TooSlow:
        message = (
            f"The document takes longer to read than {limits.max_seconds:g} seconds. Check that this is the right "
            "file, save its text, or write its figures as CSV."
        )
        return _refused(Rejection(path, None, "document.too_slow", "", message, document_id=document_id))


def _examine(
    path: str, document_id: str, content: bytes, sidecar: bytes | None, vocabulary: Vocabulary, limits: Limits
) -> Examination:
    ending = path.rpartition(".")[2].lower()
    beside = read_sidecar(path, document_id, sidecar, vocabulary)
    if not isinstance(beside, Sidecar):
        return _refused(*beside)
    if ending == "csv":
        return Examination(complete_table(read_table(path, document_id, content, limits), beside, vocabulary))
    if ending not in _ROWS:
        message = f"Documents of the format .{ending} are not read. Expected .txt, .html, .pdf or .csv."
        return _refused(Rejection(path, None, "document.format_unknown", ending, message, document_id=document_id))
    rows = _ROWS[ending](path, document_id, content, limits)
    if isinstance(rows, Rejection):
        return _refused(rows)
    return read_published(path, document_id, rows, beside, vocabulary)


class _TooSlow(BaseException):
    """No `Exception`, so that nothing on the way takes it for a fault of its own."""


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """Stop the reading of one document after so much processor time; a document can be made to take years.

    Only the main thread can be stopped: that is where commands and Dagster's runs read.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(signal_number: int, frame: FrameType | None) -> None:
        raise _TooSlow

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _refused(*rejections: Rejection) -> Examination:
    return Examination(Reading(READ_SCHEMA.to_frame(), rejections), (None,) * len(rejections))
