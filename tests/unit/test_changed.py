"""Is anything new? Each difference alone is told with its reason, and nothing else is.

Belongs here: the gate, the remembered hashes and the clock, on folders made by hand. Not here: what a refresh does.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from orchestration.spotlight.changed import clock, gate, seen
from orchestration.spotlight.changed.seen import SeenFiles
from orchestration.spotlight.files.note import write_note
from orchestration.spotlight.ledger.append import append
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.format import SCHEMAS

NOW = datetime.now(UTC).replace(tzinfo=None)
TODAY = NOW.date()
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Refreshed:
    """A reports folder and a warehouse that a refresh has just published."""

    folder: Path

    @property
    def reports(self) -> Path:
        return self.folder / "reports"

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse"

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.warehouse / "ledger")

    def make(self, *, again_on: date | None = None, recorded_at: datetime | None = NOW, is_whole: bool = True) -> None:
        """Note a refresh of the files as they are now."""
        inputs = gate.fingerprint_of_inputs(SeenFiles(self.reports, self.warehouse)) if is_whole else None
        head, stamp = self.ledger.head(), self.ledger.stamp()
        gate.note(self.warehouse, inputs, again_on, {"batch": 1}, head, recorded_at, stamp, "limits", ("c", "s"))
        gate.mark_published(self.warehouse)

    def release(self, **note: int) -> None:
        folder, current = self.warehouse / "releases" / "1", self.warehouse / "current"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "release.json").write_text(json.dumps(note))
        if not current.is_symlink():
            current.symlink_to("releases/1")

    def check(self, today: date = TODAY) -> str:
        """The reason, or nothing."""
        found = gate.check(self.reports, self.warehouse, today, "limits")
        assert found.is_new or found.summary == {"batch": 1}
        return found.reason if found.is_new else ""


@pytest.fixture
def refreshed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Refreshed:
    made = Refreshed(tmp_path)
    monkeypatch.setattr(gate, "SOURCES_SEED", tmp_path / "sources.csv")
    (tmp_path / "sources.csv").write_text("address,format\n")
    made.reports.mkdir()
    (made.reports / "a.csv").write_text("a")
    append(made.ledger, one_batch())
    made.release(batch=1, polls=0)
    made.make()
    return made


def one_batch() -> dict[str, pl.DataFrame]:
    tables = {name: pl.DataFrame(schema=schema) for name, schema in SCHEMAS.items()}
    tables["batch"] = pl.DataFrame([{"recorded_at": NOW}]).match_to_schema(SCHEMAS["batch"], missing_columns="insert")
    return tables


def remove_record(made: Refreshed) -> None:
    gate.forget(made.warehouse)


def leave_a_file_unread(made: Refreshed) -> None:
    made.make(is_whole=False)


def write_a_report(made: Refreshed) -> None:
    (made.reports / "folder").mkdir()
    (made.reports / "folder" / "b.csv").write_text("b")


def lose_the_folder_when_it_is_empty(made: Refreshed) -> None:
    (made.reports / "a.csv").unlink()
    made.make()
    assert made.check() == ""
    made.reports.rmdir()


def release_an_earlier_batch(made: Refreshed) -> None:
    made.release(batch=0, polls=0)


def release_nothing(made: Refreshed) -> None:
    (made.warehouse / "current" / "release.json").unlink()


def put_another_ledger_in_place(made: Refreshed) -> None:
    file = made.ledger.file(1, "figures")
    file.chmod(0o644)
    file.write_bytes(b"other")


def truncate_an_old_batch(made: Refreshed) -> None:
    append(made.ledger, one_batch())
    made.release(batch=2, polls=0)
    made.make()
    assert made.check() == ""
    file = made.ledger.file(1, "figures")
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-1])


def lose_a_file_of_the_ledger(made: Refreshed) -> None:
    made.ledger.file(1, "figures").unlink()


def poll_a_page(made: Refreshed) -> None:
    (made.ledger.folder / "polls").mkdir()
    (made.ledger.folder / "polls" / "1.parquet").touch()


def watch_a_page(made: Refreshed) -> None:
    (made.folder / "sources.csv").write_text("address,format\nhttps://a.example/,html\n")


def wait_for_a_day(made: Refreshed) -> None:
    made.make(again_on=TODAY)


def record_by_a_clock_ahead(made: Refreshed) -> None:
    made.make(recorded_at=NOW + 2 * DAY)


def be_away_for_long(made: Refreshed) -> None:
    for file in (made.reports, made.warehouse / "last_refresh.json"):
        os.utime(file, ((NOW - 401 * DAY).replace(tzinfo=UTC).timestamp(),) * 2)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (remove_record, "There is no record of an earlier refresh."),
        (leave_a_file_unread, "A file changed while the last refresh read it, or could not be read."),
        (write_a_report, "The reports, the reference seeds or the code differ from the last refresh."),
        (lose_the_folder_when_it_is_empty, "The reports folder is missing or cannot be listed."),
        (release_an_earlier_batch, "The release has batch 0, the ledger has batch 1."),
        (release_nothing, "The release has batch None, the ledger has batch 1."),
        (put_another_ledger_in_place, "The ledger differs from the one that the last refresh left."),
        (truncate_an_old_batch, "The ledger differs from the one that the last refresh left."),
        (lose_a_file_of_the_ledger, "The ledger differs from the one that the last refresh left."),
        (poll_a_page, "Watched pages were polled after the release."),
        (watch_a_page, "1 watched page(s) are due, the first https://a.example/."),
        (wait_for_a_day, "A report that was refused for a future date can now be accepted."),
        (
            record_by_a_clock_ahead,
            f"The ledger's last batch is of {TODAY + 2 * DAY}, after today by this clock.",
        ),
        (be_away_for_long, "The last check was 401 days ago by this machine's clock."),
    ],
)
def test_each_difference_is_a_reason(refreshed: Refreshed, change: Callable[[Refreshed], None], reason: str) -> None:
    assert refreshed.check() == ""
    change(refreshed)
    assert refreshed.check() == reason


def test_what_is_not_yet_a_difference(refreshed: Refreshed) -> None:
    refreshed.make(again_on=TODAY + DAY, recorded_at=NOW + timedelta(hours=23))
    watch_a_page(refreshed)
    gate.note_sources(refreshed.warehouse, {"https://a.example/": TODAY + DAY}, {})
    (refreshed.reports / ".hidden.csv").write_text("b")
    assert refreshed.check() == ""
    assert refreshed.check(TODAY + DAY) != ""
    refreshed.make(recorded_at=None)
    assert refreshed.check() == ""


def test_other_limits_are_a_difference_unless_nobody_asks(refreshed: Refreshed) -> None:
    found = gate.check(refreshed.reports, refreshed.warehouse, TODAY, "other limits")
    assert (found.is_new, found.reason) == (True, "The limits on documents differ from the last refresh.")
    assert not gate.check(refreshed.reports, refreshed.warehouse).is_new


def test_a_refresh_that_is_not_published_is_not_finished(refreshed: Refreshed) -> None:
    head, stamp = refreshed.ledger.head(), refreshed.ledger.stamp()
    inputs = gate.fingerprint_of_inputs(SeenFiles(refreshed.reports, refreshed.warehouse))
    gate.note(refreshed.warehouse, inputs, None, {"batch": 1}, head, NOW, stamp, "limits", ("c", "s"))
    assert refreshed.check() == "The last refresh did not finish."
    gate.mark_published(refreshed.warehouse)
    assert refreshed.check() == ""


def test_what_a_command_published_is_untold_until_it_has_said_so(refreshed: Refreshed) -> None:
    gate.note_batch(refreshed.warehouse, 1, {"counts": {"new": 1}, "closed": [], "warnings": []})
    gate.mark_published(refreshed.warehouse, is_told=False)
    assert gate.is_untold(refreshed.warehouse)
    assert refreshed.check() == "", "for a schedule there is nothing to do"
    gate.mark_told(refreshed.warehouse)
    assert not gate.is_untold(refreshed.warehouse)


def test_a_batch_that_was_noted_and_never_appended_has_nothing_to_tell(refreshed: Refreshed) -> None:
    after_last = refreshed.ledger.last_batch() + 1
    gate.note_batch(refreshed.warehouse, after_last, {"counts": {"new": 1}, "closed": [], "warnings": []})
    assert not gate.is_untold(refreshed.warehouse)


def test_a_refresh_is_unfinished_until_one_is_published_or_nothing_is_new(refreshed: Refreshed) -> None:
    assert gate.unfinished(refreshed.warehouse) is None
    gate.begin(refreshed.warehouse, "no room")
    begun = gate.unfinished(refreshed.warehouse)
    assert begun is not None
    assert begun[1] == "no room"
    assert abs(begun[0] - datetime.now(UTC)) < DAY
    assert refreshed.check() == ""
    assert gate.unfinished(refreshed.warehouse) is None
    gate.begin(refreshed.warehouse)
    gate.mark_published(refreshed.warehouse)
    assert gate.unfinished(refreshed.warehouse) is None


def test_what_was_noted_is_read_back_and_a_damaged_note_says_nothing(refreshed: Refreshed) -> None:
    warehouse = refreshed.warehouse
    assert gate.noted_head(warehouse) == refreshed.ledger.head()
    assert gate.noted_reading(warehouse) == ("c", "s")
    assert gate.noted_limits(warehouse) == "limits"
    assert gate.noted_stamp(warehouse) == refreshed.ledger.stamp()
    assert gate.last_summary(warehouse) == {"batch": 1}
    checked = gate.last_check(warehouse)
    assert checked is not None
    assert checked[1]
    for damaged in ("{", "[]", '{"summary": 1}', '{"summary": {}}'):
        (warehouse / "last_refresh.json").write_text(damaged)
        found = (gate.noted_head(warehouse), gate.noted_reading(warehouse), gate.noted_stamp(warehouse))
        assert (found, gate.last_summary(warehouse), gate.last_check(warehouse)) == ((None, None, None), {}, None)
    write_note(warehouse / "last_refresh.json", {"summary": {}, "ledger": {"batch": "x"}, "read_with": "abc"})
    assert (gate.noted_head(warehouse), gate.noted_reading(warehouse)) == (None, None)


def test_pages_that_failed_are_noted_until_none_is_watched(refreshed: Refreshed) -> None:
    gate.note_sources(refreshed.warehouse, {"a": TODAY}, {"a": ("code", "reason")})
    assert gate.failed_sources(refreshed.warehouse) == {"a": ("code", "reason")}
    gate.note_sources(refreshed.warehouse, {}, {})
    assert gate.failed_sources(refreshed.warehouse) == {}
    assert not (refreshed.warehouse / "next_polls.json").exists()


def test_half_written_notes_of_ended_processes_go(refreshed: Refreshed) -> None:
    ended, running, other = (refreshed.warehouse / f".last_refresh.json.{of}" for of in ("4194304", os.getppid(), "x"))
    room = refreshed.warehouse / ".alerts.reserve.4194304"
    for file in (ended, running, other, room):
        file.touch()
    refreshed.make()
    assert [file.exists() for file in (ended, running, other, room)] == [False, True, True, False]


def test_links_to_folders_and_hidden_folders_are_not_followed(tmp_path: Path) -> None:
    for name in ("a/b", ".hidden", "elsewhere"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "file").touch()
    (tmp_path / "a" / "link").symlink_to(tmp_path / "elsewhere")
    found = {str(Path(folder).relative_to(tmp_path)): sorted(names) for folder, names in gate.visible_folders(tmp_path)}
    assert found == {".": [], "a": ["link"], "a/b": ["file"], "elsewhere": ["file"]}
    assert list(gate.visible_folders(tmp_path / "none")) == []


# Remembered hashes ----------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "reports").mkdir()
    file = tmp_path / "reports" / "a.csv"
    file.write_bytes(b"a")
    return file


def hashed(file: Path, monkeypatch: pytest.MonkeyPatch, nanoseconds: int) -> str:
    """The hash of a file so long after it was changed, kept for the next time."""
    found = file.stat()
    monkeypatch.setattr("time.time_ns", lambda: max(found.st_mtime_ns, found.st_ctime_ns) + nanoseconds)
    files = SeenFiles(file.parent, file.parent.parent / "warehouse")
    content_hash = files.content_hash(file)
    files.keep()
    return content_hash


def remembered(file: Path) -> dict[str, list[object]]:
    record = file.parent.parent / "warehouse" / "seen_files.json"
    return dict(json.loads(record.read_text())["files"]) if record.exists() else {}


def test_a_hash_is_remembered_once_the_file_has_settled(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert hashed(file, monkeypatch, 3_000_000_000) == hashlib.sha256(b"a").hexdigest()
    assert remembered(file) == {}
    hashed(file, monkeypatch, 3_000_000_001)
    found = file.stat()
    state = [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev]
    assert remembered(file) == {"a.csv": [*state, hashlib.sha256(b"a").hexdigest()]}


def test_a_remembered_hash_stands_for_reading_until_the_file_changes(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed(file, monkeypatch, 10**10)
    record = file.parent.parent / "warehouse" / "seen_files.json"
    record.write_text(record.read_text().replace(hashlib.sha256(b"a").hexdigest(), "remembered"))
    assert hashed(file, monkeypatch, 10**10) == "remembered"
    file.write_bytes(b"b")
    assert hashed(file, monkeypatch, 10**10) == hashlib.sha256(b"b").hexdigest()
    for damaged in ("{", "[]", '{"folder": 1}', json.dumps({"folder": str(file.parent), "files": {"a.csv": [1, 2]}})):
        record.write_text(damaged)
        assert hashed(file, monkeypatch, 10**10) == hashlib.sha256(b"b").hexdigest()
    record.write_text(record.read_text().replace(str(file.parent), "elsewhere").replace('"a.csv": [1', '"a.csv": [2'))
    assert hashed(file, monkeypatch, 10**10) == hashlib.sha256(b"b").hexdigest()


def test_a_file_with_an_old_date_settles_after_it_was_put_there(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.utime(file, (0, 0))
    hashed(file, monkeypatch, 3_000_000_000)
    assert remembered(file) == {}


@pytest.mark.parametrize("then", [b"more", b""])
def test_a_file_that_changes_while_it_is_read_is_not_remembered(
    file: Path, monkeypatch: pytest.MonkeyPatch, then: bytes
) -> None:
    def changes(*arguments: object) -> object:
        file.write_bytes(then)
        return digest(*arguments)  # type: ignore[arg-type]

    digest = hashlib.file_digest
    monkeypatch.setattr(hashlib, "file_digest", changes)
    hashed(file, monkeypatch, 10**10)
    assert remembered(file) == {}


def test_what_is_not_hashed_says_why(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = SeenFiles(file.parent, file.parent.parent)
    assert files.content_hash(file.parent) == files.content_hash(file.with_name("none")) == "no regular file"
    file.write_bytes(b"a" * 10_000)
    assert files.content_hash(file) == hashlib.sha256(b"a" * 10_000).hexdigest()
    file.write_bytes(b"a")
    monkeypatch.setattr(seen, "_MOST_HASHED", 1)
    assert files.content_hash(file) == hashlib.sha256(b"a").hexdigest()
    file.write_bytes(b"ab")
    assert files.content_hash(file) == f"2 bytes of {file.stat().st_mtime_ns}"


def test_files_are_unchanged_while_each_is_as_it_was_first_seen(file: Path) -> None:
    files = SeenFiles(file.parent, file.parent.parent)
    files.content_hash(file.with_name("none"))
    files.content_hash(file)
    assert files.is_unchanged()
    file.write_bytes(b"changed")
    files.content_hash(file)
    assert not files.is_unchanged()


# The clock ------------------------------------------------------------------------------------------------------------


def test_a_clock_is_before_by_more_than_a_day_and_far_after_by_more_than_400() -> None:
    assert not clock.is_before(NOW - DAY, NOW)
    assert clock.is_before(NOW - DAY - timedelta(seconds=1), NOW)
    assert not clock.is_far_after(NOW + 400 * DAY, NOW)
    assert clock.is_far_after(NOW + 400 * DAY + timedelta(seconds=1), NOW)


def test_the_newest_trace_is_the_later_of_the_two(tmp_path: Path) -> None:
    assert clock.newest_trace(tmp_path / "none", tmp_path / "none") is None
    reports, record = tmp_path / "reports", tmp_path / "last_refresh.json"
    reports.mkdir()
    record.touch()
    for earlier, later in ((reports, record), (record, reports)):
        os.utime(earlier, (1_000_000, 1_000_000))
        os.utime(later, (2_000_000, 2_000_000))
        assert clock.newest_trace(tmp_path, reports) == datetime.fromtimestamp(2_000_000, UTC).replace(tzinfo=None)
