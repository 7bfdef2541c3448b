"""The files of a ledger: what is appended once, what stamps and chains tell, and what a later version wrote.

Belongs here: files, names and hashes. Not here: what the rows say (test_ledger_state), `verify` (test_verify).
"""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.files.parquet import write_parquet
from orchestration.spotlight.ledger.append import append, forget_aside, keep_document, kept_documents, set_aside
from orchestration.spotlight.ledger.chain import BATCH_FILES, DamagedLedger, Head, Ledger
from orchestration.spotlight.ledger.faults import chain_faults, last_recorded_at, last_versions, verify_chain
from orchestration.spotlight.ledger.format import FORMAT_VERSION, SCHEMAS
from orchestration.spotlight.ledger.polls import SCHEMA as POLLS
from orchestration.spotlight.ledger.polls import PollRecord
from orchestration.spotlight.ledger.tables import reading, scan

FIRST_DAY = datetime(2026, 1, 1)  # noqa: DTZ001 - UTC, as the ledger has it


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Three batches that say nothing but when they were recorded, by whom and of what."""
    ledger = Ledger(tmp_path / "ledger")
    for number in (1, 2, 3):
        tables = {name: pl.DataFrame(schema=schema) for name, schema in SCHEMAS.items()}
        about = {"recorded_at": FIRST_DAY.replace(day=number), "code_version": "c", "reference_version": f"{number}"}
        tables["batch"] = pl.DataFrame([about]).match_to_schema(SCHEMAS["batch"], missing_columns="insert")
        assert append(ledger, tables) == number
    return ledger


def rewrite(file: Path, rows: pl.DataFrame) -> None:
    file.chmod(0o644)
    file.unlink()
    write_parquet(rows, file)


def test_batches_are_chained_and_the_last_one_says_when_and_of_what_it_is(ledger: Ledger) -> None:
    assert list(chain_faults(ledger, [ledger.head()])) == []
    assert (ledger.last_batch(), ledger.head()) == (3, Head(3, ledger.batch_hash(3)))
    assert last_recorded_at(ledger) == FIRST_DAY.replace(day=3)
    assert last_versions(ledger) == ("c", "3")
    assert {file.name for file in ledger.batch_folder(1).iterdir()} == {f"{name}.parquet" for name in BATCH_FILES}
    assert not (ledger.folder / "incoming").exists()


def test_an_empty_ledger_has_no_batch_and_nothing_to_say(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "none")
    assert (ledger.last_batch(), ledger.head(), last_recorded_at(ledger), last_versions(ledger)) == (
        0,
        Head(0, ""),
        None,
        None,
    )
    assert scan(ledger, "reports").collect().is_empty()
    verify_chain(ledger)


def test_what_a_killed_append_left_is_in_nobodys_way(ledger: Ledger) -> None:
    left = ledger.folder / "incoming" / "batch=4"
    left.mkdir(parents=True)
    (left / "batch.parquet").write_bytes(b"half")
    tables = {name: pl.DataFrame(schema=schema) for name, schema in SCHEMAS.items()}
    tables["batch"] = pl.read_parquet(ledger.file(3, "batch"), hive_partitioning=False)
    assert append(ledger, tables) == 4
    verify_chain(ledger)
    assert not left.parent.exists()


def test_each_batch_that_is_not_as_it_was_appended_is_named(ledger: Ledger) -> None:
    kept = ledger.folder.with_name("kept")
    shutil.copytree(ledger.folder, kept)
    last = ledger.head()

    def faults_after_restoring() -> list[str]:
        found = list(chain_faults(ledger, [last]))
        shutil.rmtree(ledger.folder)
        shutil.copytree(kept, ledger.folder)
        return found

    shutil.rmtree(ledger.batch_folder(2))
    (fault,) = faults_after_restoring()
    assert fault.startswith("Batch 2 is missing from ")

    shutil.rmtree(ledger.batch_folder(1))
    for number in (2, 3):
        ledger.batch_folder(number).rename(ledger.batch_folder(number - 1))
    first, lost = faults_after_restoring()
    assert first == f"{ledger.batch_folder(1)} is not a first batch. Restore it from a backup of the ledger."
    assert "ends with batch 2, but batch 3 was there before" in lost

    for number in (1, 2):
        rewrite(ledger.file(number, "figures"), pl.DataFrame({"other": [1]}))
        (fault,) = faults_after_restoring()
        assert fault == (
            f"Batch {number} in {ledger.batches} is not the one that batch {number + 1} followed. "
            f"Restore batch {number} from a backup of the ledger."
        )

    rewrite(ledger.file(3, "figures"), pl.DataFrame({"other": [1]}))
    (fault,) = faults_after_restoring()
    assert fault.startswith(f"{ledger.batch_folder(3)} is not what was appended.")

    ledger.file(2, "rejections").unlink()
    (fault,) = faults_after_restoring()
    assert fault.startswith(f"{ledger.file(2, 'rejections')} cannot be read (No such file or directory).")

    later = pl.read_parquet(ledger.file(3, "batch"), hive_partitioning=False)
    rewrite(ledger.file(3, "batch"), later.with_columns(format_version=pl.lit(FORMAT_VERSION + 1)))
    last = ledger.head()
    (fault,) = faults_after_restoring()
    assert f"Batch 3 has the ledger format {FORMAT_VERSION + 1}" in fault
    last = ledger.head()

    (ledger.batches / "batch=02").mkdir()
    (fault,) = faults_after_restoring()
    assert "batch=02 is not a batch" in fault
    assert faults_after_restoring() == []


def test_of_two_batches_that_do_not_follow_each_other_the_one_that_nothing_else_knows_is_named(ledger: Ledger) -> None:
    head = ledger.head()
    shutil.copytree(ledger.batch_folder(3), ledger.batch_folder(4))
    for noted in ([], [head]):
        (fault,) = chain_faults(ledger, noted)
        assert fault.startswith(
            f"{ledger.batch_folder(4)} is not what was appended after batch 3: it followed batch 2."
        )
        assert fault.endswith("has a batch 4, restore it from there; if not, move this folder elsewhere.")

    last = pl.read_parquet(ledger.file(4, "batch"), hive_partitioning=False)
    rewrite(ledger.file(4, "batch"), last.with_columns(previous_hash=pl.lit("of another ledger")))
    (fault,) = chain_faults(ledger, [head])
    assert fault.startswith(f"{ledger.batch_folder(4)} is not what was appended after batch 3: the one before it is as")
    (fault,) = chain_faults(ledger)
    assert fault.startswith(f"Batch 3 in {ledger.batches} is not the one that batch 4 followed. Either may be wrong")
    (fault,) = chain_faults(ledger, [ledger.head()])
    assert fault.endswith("is not the one that batch 4 followed. Restore batch 3 from a backup of the ledger.")


def test_a_noted_head_with_any_other_hash_is_a_fault(ledger: Ledger) -> None:
    for other in ("", "z"):  # a hash before and one after every hexadecimal one
        (fault,) = chain_faults(ledger, [Head(3, other)])
        assert fault.startswith(f"{ledger.batch_folder(3)} is not what was appended.")


def test_a_chain_with_a_fault_is_not_read(ledger: Ledger) -> None:
    with pytest.raises(DamagedLedger, match="batch 4 was there before"):
        verify_chain(ledger, [Head(5, ""), Head(4, "")])


def test_the_stamp_tells_a_changed_and_a_missing_file(ledger: Ledger) -> None:
    stamp = ledger.stamp()
    assert ledger.stamp() == stamp
    file = ledger.file(2, "documents")
    rewrite(file, pl.read_parquet(file, hive_partitioning=False))
    changed = ledger.stamp()
    file.unlink()
    assert len({stamp, changed, ledger.stamp(), Ledger(ledger.folder / "none").stamp()}) == 4


def test_the_reason_is_that_of_the_file_that_is_named(ledger: Ledger) -> None:
    shutil.rmtree(ledger.batch_folder(1))
    with pytest.raises(DamagedLedger) as raised, reading(ledger):
        scan(ledger, "rejections").collect()
    assert str(raised.value).startswith(f"{ledger.file(1, 'batch')} cannot be read.")
    assert "rejections" not in str(raised.value)


def test_files_that_can_be_read_only_one_by_one_are_no_damage_to_restore(ledger: Ledger) -> None:
    rewrite(ledger.file(2, "documents"), pl.DataFrame({"path": [1]}))
    with (
        pytest.raises(UserError, match="each file can be read, but not all of them") as raised,
        reading(ledger),
    ):
        scan(ledger, "documents").collect()
    assert not isinstance(raised.value, DamagedLedger)


def test_a_document_is_kept_once_and_what_was_set_aside_is_forgotten(ledger: Ledger) -> None:
    aside = set_aside(ledger, "a", b"whole")
    assert aside.read_bytes() == b"whole"
    keep_document(ledger, "a", "txt", b"whole")
    keep_document(ledger, "a", "txt", b"other")
    keep_document(ledger, "s", "yaml", b"sidecar: 1")
    assert (ledger.folder / "documents" / "a.txt").read_bytes() == b"whole"
    assert kept_documents(ledger) == {"a"}
    forget_aside(ledger)
    assert not aside.exists()


def test_a_record_of_polls_of_a_later_version_is_refused(tmp_path: Path) -> None:
    record = PollRecord(tmp_path)
    record.append([])
    assert (record.last_number(), record.polls()) == (1, [])
    later = {"format_version": 2, "polled_at": FIRST_DAY, "address": "https://a.example", "outcome": "kept"}
    rewrite(record.folder / "1.parquet", pl.DataFrame([later]).match_to_schema(POLLS, missing_columns="insert"))
    with pytest.raises(UserError, match=r"1\.parquet has the format 2, and this version knows up to 1"):
        record.polls()
