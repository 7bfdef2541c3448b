"""What the machine lacks for a moment (memory, file handles, room, rights) is told as that, and nothing is blamed.

Belongs here: the places that say how a bad file is put right. Not here: documents (tests/integration/test_containment).
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import polars as pl
import pytest

from orchestration.settings import Settings
from orchestration.spotlight.domain import seed_lines
from orchestration.spotlight.domain.errors import UserError, is_fault_of_the_machine, refused_by_the_disk
from orchestration.spotlight.files.lock import is_held
from orchestration.spotlight.files.running import dead_runs, marked_running
from orchestration.spotlight.inspect import verify
from orchestration.spotlight.ledger import faults, tables
from orchestration.spotlight.ledger.chain import DamagedLedger, Ledger
from orchestration.spotlight.ledger.polls import PollRecord
from orchestration.spotlight.readers.formats.pdf.worker import reading
from orchestration.spotlight.release import publish
from orchestration.spotlight.release.current import connect
from orchestration.spotlight.release.exports.parts import Parts

POLARS = OSError("Too many open files (os error 24): /some/file")  # has no number
SYSTEM = OSError(errno.EMFILE, os.strerror(errno.EMFILE), "/some/file")
DUCKDB = duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate data of size 16.0 MiB")


def raising(error: BaseException) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise error

    return fail


def a_batch_is_hashed(ledger: Ledger, patch: pytest.MonkeyPatch, error: Exception) -> None:
    patch.setattr(Path, "read_bytes", raising(error))
    ledger.batch_hash(1)


def a_batch_is_checked(ledger: Ledger, patch: pytest.MonkeyPatch, error: Exception) -> None:
    patch.setattr(pl, "read_parquet", raising(error))
    faults._batch_row(ledger, 1)


def rows_are_read(ledger: Ledger, _: pytest.MonkeyPatch, error: Exception) -> None:
    with tables.reading(ledger):
        raise error


def polls_are_read(ledger: Ledger, patch: pytest.MonkeyPatch, error: Exception) -> None:
    record = PollRecord(ledger.folder)
    record.folder.mkdir(parents=True)
    (record.folder / "1.parquet").touch()
    patch.setattr(pl, "read_parquet", raising(error))
    record.polls()


def a_seed_is_read(ledger: Ledger, patch: pytest.MonkeyPatch, error: Exception) -> None:
    patch.setattr(Path, "read_bytes", raising(error))
    seed_lines.read(ledger.folder / "labels.csv")


def bytes_are_verified(ledger: Ledger, patch: pytest.MonkeyPatch, error: Exception) -> None:
    patch.setattr(verify, "sha256_of", raising(error))
    list(verify._altered(ledger.folder, "", "", ""))


def a_part_is_exported(ledger: Ledger, _: pytest.MonkeyPatch, error: Exception) -> None:
    with Parts(ledger.folder, None, made_by="test").named("exports/a.csv"):
        raise error


def a_release_is_read(ledger: Ledger, _: pytest.MonkeyPatch, error: Exception) -> None:
    settings = Settings(warehouse_dir=ledger.folder)
    settings.current.mkdir(parents=True)
    duckdb.connect(settings.current / "warehouse.duckdb").close()
    with connect(settings):
        raise error


def a_build_is_closed(ledger: Ledger, patch: pytest.MonkeyPatch, error: Exception) -> None:
    settings = Settings(warehouse_dir=ledger.folder)
    settings.build_file.parent.mkdir(parents=True)
    settings.build_file.touch()
    patch.setattr(duckdb, "connect", raising(error))
    publish.close_build_file(settings)


def a_copy_is_tried(ledger: Ledger, patch: pytest.MonkeyPatch, error: Exception) -> None:
    patch.setattr(duckdb, "connect", raising(error))
    publish._try(ledger.folder / "warehouse.duckdb", 1)


FULL = duckdb.IOException('IO Error: Could not write file "/some/file": No space left on device')
PLACES = [
    (a_batch_is_hashed, SYSTEM),
    (a_batch_is_checked, POLARS),
    (rows_are_read, POLARS),
    (rows_are_read, DUCKDB),
    (polls_are_read, POLARS),
    (a_seed_is_read, SYSTEM),
    (bytes_are_verified, SYSTEM),
    (a_part_is_exported, DUCKDB),
    (a_release_is_read, DUCKDB),
    (a_build_is_closed, FULL),
    (a_copy_is_tried, DUCKDB),
]
Place = Callable[[Ledger, pytest.MonkeyPatch, Exception], None]


@pytest.mark.parametrize(("place", "error"), PLACES)
def test_nothing_is_to_be_restored_or_rebuilt_where_the_machine_lacks_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: Place, error: Exception
) -> None:
    with monkeypatch.context() as patch, pytest.raises(OSError, match=r"\[Errno") as raised:
        place(Ledger(tmp_path / "ledger"), patch, error)
    assert raised.value.errno in (errno.EMFILE, errno.ENOMEM, errno.ENOSPC)
    message = str(refused_by_the_disk(raised.value))
    assert not any(word in message for word in ("Restore", "rebuild", "delete", "bug", "Fix this"))


@pytest.mark.parametrize(
    ("place", "error"),
    [(place, OSError(errno.EIO, os.strerror(errno.EIO)) if error is SYSTEM else type(error)("damaged"))
     for place, error in PLACES if place is not bytes_are_verified],
)  # fmt: skip
def test_any_other_fault_is_the_file_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: Place, error: Exception
) -> None:
    with monkeypatch.context() as patch, pytest.raises(UserError):
        place(Ledger(tmp_path / "ledger"), patch, error)


def test_an_export_that_failed_names_its_part_and_the_innermost_reason(tmp_path: Path) -> None:
    parts = Parts(tmp_path, None, made_by="test")
    words = r"a\.csv: .* could not be made \(KeyError: 'the column'\)\."
    with pytest.raises(UserError, match=words), parts.named("a.csv"):
        raise RuntimeError("in between") from KeyError("the column")
    with pytest.raises(MemoryError), parts.named("a.csv"):
        raise MemoryError


@pytest.mark.parametrize("number", [errno.EACCES, errno.EMFILE])
def test_a_run_whose_mark_cannot_be_opened_is_not_taken_for_dead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    with marked_running(tmp_path, "a-run"):
        monkeypatch.setattr(os, "open", raising(OSError(number, os.strerror(number))))
        assert dead_runs(tmp_path) == []
        monkeypatch.undo()
        assert not is_held(tmp_path / "nothing")
    (tmp_path / "running" / "a-run").touch()
    assert dead_runs(tmp_path) == ["a-run"]


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (OSError(errno.ENFILE, os.strerror(errno.ENFILE)), "machine"),
        (OSError("cannot identify image file"), "broken"),
        (ValueError("no such thing"), "broken"),
    ],
)
def test_a_file_table_that_is_full_does_not_break_a_pdf(
    monkeypatch: pytest.MonkeyPatch, error: Exception, fault: str
) -> None:
    monkeypatch.setattr(reading, "PDFDocument", raising(error))
    monkeypatch.setattr(reading, "PDFParser", lambda _: SimpleNamespace())
    assert reading.answer(b"", 1, 1)["fault"] == fault


def test_whose_fault_an_error_is_shows_in_its_causes() -> None:
    wrapped = RuntimeError("in between")
    wrapped.__cause__ = OSError(errno.EIO, os.strerror(errno.EIO))
    assert is_fault_of_the_machine(wrapped)
    assert not is_fault_of_the_machine(DamagedLedger("of the ledger"))
