"""The bytes of documents from when they are read until the ledger keeps those that were accepted.

Belongs here: where they wait, and which are kept. Not here: what is accepted (resolve), writing (ledger/append).
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from orchestration.spotlight.ingest.documents import SIDECAR_SUFFIX, Document
from orchestration.spotlight.ingest.reading import Readings
from orchestration.spotlight.ledger.append import keep_document, kept_documents, set_aside
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.state import State

_MOST_HELD_BYTES = 64 * 1024 * 1024
"""Of all documents of a refresh together, as much as of the largest one."""


class Aside:
    """The bytes of documents until it is decided whether they are kept: in memory, beyond a limit on the disk."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._kept = kept_documents(ledger)
        self._left = _MOST_HELD_BYTES

    def put(self, document: Document) -> Document:
        if document.content is None or document.document_id is None:
            return document
        if document.document_id in self._kept:
            return replace(document, content=None)
        self._left -= len(document.content)
        if self._left > 0:
            return document
        file = set_aside(self._ledger, document.document_id, document.content)
        return replace(document, content=None, set_aside=file)


def keep_documents(ledger: Ledger, reading: Readings, reports: pl.DataFrame) -> None:
    """Store the bytes of every document with a newly accepted statement, before the batch that refers to it."""
    for path in reports.filter(pl.col("state") == State.STATED)["path"].unique():
        document = reading.documents[path]
        content = document.set_aside.read_bytes() if document.set_aside else document.content
        if content is not None and document.document_id is not None:
            keep_document(ledger, document.document_id, document.format, content)
        if document.sidecar is not None and document.sidecar_id is not None:
            keep_document(ledger, document.sidecar_id, SIDECAR_SUFFIX.removeprefix("."), document.sidecar)
