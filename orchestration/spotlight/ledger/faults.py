"""Checks that the batches are as appended: none missing, none changed, none of a later format.

Belongs here: comparing the chain of hashes with the files, and the message that says how to fix a difference.
Not here: the hashes (chain), what the batches say (state).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import polars as pl

from orchestration.spotlight.domain.errors import raise_what_is_lacking
from orchestration.spotlight.ledger.chain import BATCH_FOLDER, DamagedLedger, Head, Ledger
from orchestration.spotlight.ledger.format import FORMAT_VERSION


def verify_chain(ledger: Ledger, noted: Iterable[Head] = ()) -> None:
    """Raise `DamagedLedger` at the first batch that is missing, damaged or of a later format.

    Each batch is covered by the one that follows it, the last by `noted`: the heads noted outside the ledger.
    """
    for fault in chain_faults(ledger, noted):
        raise DamagedLedger(fault)


def chain_faults(ledger: Ledger, noted: Iterable[Head] = ()) -> Iterator[str]:
    """Every difference between the batches and what was appended, each with how to fix it."""
    batches, last = ledger.batches, ledger.last_batch()
    for entry in sorted(batches.iterdir()) if batches.is_dir() else []:
        if entry.is_dir() and not BATCH_FOLDER.fullmatch(entry.name):
            yield f"{entry} is not a batch, and keeps others from being read. Move it elsewhere."
    hashes: dict[int, str] = {}
    heads = set(noted)
    for number in range(1, last + 1):
        yield from _faults_of_batch(ledger, number, hashes, heads)
    for head in sorted(heads):
        if head.batch > last:
            yield (
                f"{batches} ends with batch {last}, but batch {head.batch} was there before. Restore what is missing "
                f"from a backup of the ledger; if this is the newest there is, run `spotlight rebuild`, which "
                f"accepts the ledger as it is."
            )
        elif head.batch in hashes and head.sha256 != hashes[head.batch]:
            yield (
                f"{ledger.batch_folder(head.batch)} is not what was appended. Restore it from a backup; if it is "
                f"as the backup has it (then a release's note is damaged), or the ledger was restored to an "
                f"earlier state on purpose, run `spotlight rebuild`, which accepts it as it is."
            )


def _faults_of_batch(ledger: Ledger, number: int, hashes: dict[int, str], noted: set[Head]) -> Iterator[str]:
    """The faults of one batch and its link to the one before. Adds its hash to `hashes` if it can be read."""
    folder = ledger.batch_folder(number)
    if not folder.is_dir():
        yield f"Batch {number} is missing from {ledger.batches}. Restore it from a backup of the ledger."
        return
    try:
        row = _batch_row(ledger, number)
        hashes[number] = ledger.batch_hash(number)
    except DamagedLedger as error:
        yield str(error)
        return
    if row["format_version"] > FORMAT_VERSION:
        yield (
            f"Batch {number} has the ledger format {row['format_version']}, and this version knows up to "
            f"{FORMAT_VERSION}. Install a newer version of the software."
        )
    if number == 1 and row["previous_hash"]:
        yield f"{folder} is not a first batch. Restore it from a backup of the ledger."
    elif number - 1 in hashes and row["previous_hash"] != hashes[number - 1]:
        yield _broken_link(ledger, number, row["previous_hash"], hashes, noted)


def _broken_link(ledger: Ledger, number: int, previous_hash: str, hashes: dict[int, str], noted: set[Head]) -> str:
    """Which of two batches that do not follow each other is wrong, by what else knows the other one."""
    before = number - 1
    followed = next((one for one, sha256 in hashes.items() if sha256 == previous_hash), None)
    is_noted = Head(number, hashes[number]) in noted
    if not is_noted and (followed is not None or Head(before, hashes[before]) in noted):
        why = f"it followed batch {followed}" if followed is not None else "the one before it is as it was noted"
        return (
            f"{ledger.batch_folder(number)} is not what was appended after batch {before}: {why}. If a backup of the "
            f"ledger has a batch {number}, restore it from there; if not, move this folder elsewhere."
        )
    broken = f"Batch {before} in {ledger.batches} is not the one that batch {number} followed."
    if is_noted or _previous_hash(ledger, number + 1) == hashes[number]:
        return f"{broken} Restore batch {before} from a backup of the ledger."
    return (
        f"{broken} Either may be wrong: compare both with a backup of the ledger. Restore the one that differs; move "
        f"one that the backup does not have elsewhere."
    )


def _previous_hash(ledger: Ledger, number: int) -> str | None:
    """The hash that a batch notes of the one before it; None if it cannot be read or is not there."""
    try:
        return str(_batch_row(ledger, number)["previous_hash"])
    except DamagedLedger:
        return None


def last_recorded_at(ledger: Ledger) -> datetime | None:
    """When the last batch was recorded (UTC, without a zone), or None."""
    last = ledger.last_batch()
    return _batch_row(ledger, last)["recorded_at"] if last else None


def last_versions(ledger: Ledger) -> tuple[str, str] | None:
    """The reading version and the version of the reference seeds that the last batch was written with, or None."""
    last = ledger.last_batch()
    if not last:
        return None
    row = _batch_row(ledger, last)
    return row["code_version"], row["reference_version"]


def _batch_row(ledger: Ledger, number: int) -> dict[str, Any]:
    file = ledger.file(number, "batch")
    try:
        return pl.read_parquet(file, hive_partitioning=False).row(0, named=True)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise_what_is_lacking(error, file)
        raise DamagedLedger(
            f"{file} cannot be read. Restore this batch from a backup of the ledger. ({error})"
        ) from error
