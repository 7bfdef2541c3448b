"""Appending to the ledger: one batch, whole or not at all, and the bytes of the documents it was read from.

Belongs here: what is written, and in which order it reaches the disk. Not here: the columns (format), what is accepted.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from orchestration.spotlight.domain.errors import writing
from orchestration.spotlight.files.parquet import write_parquet
from orchestration.spotlight.files.whole import sync, write_whole
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.format import FORMAT_VERSION, SCHEMAS


def append(ledger: Ledger, tables: Mapping[str, pl.DataFrame]) -> int:
    """Add the next batch and return its number.

    `tables` has the five frames of `SCHEMAS`; `previous_hash` and `format_version` are filled in here.
    """
    number = ledger.last_batch() + 1
    temporary = ledger.folder / "incoming" / f"batch={number}"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    ledger.batches.mkdir(exist_ok=True)
    chained = tables["batch"].with_columns(
        previous_hash=pl.lit(ledger.batch_hash(number - 1) if number > 1 else ""),
        format_version=pl.lit(FORMAT_VERSION, dtype=pl.Int64),
    )
    for name, schema in SCHEMAS.items():
        table = chained if name == "batch" else tables[name]
        write_parquet(table.select(schema.names()).match_to_schema(schema), temporary / f"{name}.parquet")
    sync(temporary)
    temporary.rename(ledger.batch_folder(number))
    sync(ledger.batches)
    # Files left in `incoming` are from a killed run.
    shutil.rmtree(temporary.parent, ignore_errors=True)
    return number


def kept_documents(ledger: Ledger) -> frozenset[str]:
    """The document_id of every document whose bytes are stored."""
    return frozenset(file.stem for file in (ledger.folder / "documents").glob("*") if file.suffix != ".yaml")


def set_aside(ledger: Ledger, document_id: str, content: bytes) -> Path:
    """Write the bytes of a document that may yet be kept; `forget_aside` deletes them all."""
    file = ledger.folder / "incoming" / f"{document_id}.aside"
    file.parent.mkdir(parents=True, exist_ok=True)
    with writing(file):
        file.write_bytes(content)
    return file


def forget_aside(ledger: Ledger) -> None:
    """Delete what was set aside, by a killed refresh too."""
    for file in (ledger.folder / "incoming").glob("*.aside"):
        file.unlink()


def keep_document(ledger: Ledger, document_id: str, ending: str, content: bytes) -> None:
    """Store the bytes of an accepted document (or sidecar) for good; storing them again does nothing."""
    file = ledger.folder / "documents" / f"{document_id}.{ending}"
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    incoming = ledger.folder / "incoming"
    incoming.mkdir(exist_ok=True)
    write_whole(file, content, temporary=incoming / file.name, is_final=True)
