"""Is there anything new? Checked before any slow import.

Belongs here: comparing the inputs with those of the last published refresh, with the standard library only.
Not here: what is done about it.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from orchestration.spotlight.changed.clock import is_before, is_far_after, newest_trace
from orchestration.spotlight.changed.link import link_fault
from orchestration.spotlight.changed.seen import SeenFiles
from orchestration.spotlight.changed.versions import presentation_version, reading_version, tables_version
from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.files.note import read_note, write_note
from orchestration.spotlight.ledger.chain import Head, Ledger

_RECORD = "last_refresh.json"
_SOURCES = "next_polls.json"
_UNFINISHED = "unfinished_refresh.json"
_UNTOLD = "untold_batches.json"
SOURCES_SEED = PROJECT_DIR / "data" / "seeds" / "reference" / "sources.csv"


@dataclass(frozen=True, slots=True)
class GateResult:
    """Whether there is anything to do, and why; `summary` is that of the last refresh."""

    is_new: bool
    reason: str
    summary: Mapping[str, Any] = field(default_factory=dict)


def fingerprint_of_inputs(seen: SeenFiles) -> str:
    """One digest over all inputs of the warehouse: reports, sidecars, seeds, code, dbt project."""
    digest = hashlib.sha256()
    for path, content_hash in _report_files(seen):
        digest.update(f"{path}:{content_hash}\n".encode("utf-8", "surrogateescape"))
    digest.update(f"{reading_version()} {tables_version()} {presentation_version()}".encode())
    return digest.hexdigest()


def check(reports_dir: Path, warehouse_dir: Path, today: date | None = None, limits: str | None = None) -> GateResult:
    """Compare the inputs with those of the last refresh, and note the time of this check.

    `limits` are the limits on documents; None skips that comparison.

    There is something to do if:

    - reports, sidecars, reference seeds, code or the dbt project differ;
    - the reports folder is missing or cannot be listed: the refresh refuses that;
    - a refresh did not finish, or a record cannot be read;
    - the release is older than the last batch or the last polls of watched pages, or `current` does not lead to the
      newest one;
    - a file of the ledger, old batches included, differs from what the last refresh left: the refresh reads it all, and
      refuses it unless it is whole;
    - the date of a refused report has come, or a watched page is due;
    - the clock is far ahead of the last batch or before it: the refresh refuses that, or corrects it if it is told to
      trust the clock.
    """
    now = datetime.now(UTC).replace(tzinfo=None)
    today = today or now.date()
    record = _read(warehouse_dir)
    if record is None:
        return GateResult(True, "There is no record of an earlier refresh.")
    if (last := newest_trace(warehouse_dir, reports_dir)) is not None and is_far_after(now, last):
        return GateResult(True, f"The last check was {(now - last).days} days ago by this machine's clock.")
    if (recorded_at := _noted_recorded_at(record)) is not None and is_before(now, recorded_at):
        return GateResult(True, f"The ledger's last batch is of {recorded_at:%Y-%m-%d}, after today by this clock.")
    if not _can_be_listed(reports_dir):  # its fingerprint is that of an empty folder
        return GateResult(True, "The reports folder is missing or cannot be listed.")
    seen = SeenFiles(reports_dir, warehouse_dir)
    inputs = fingerprint_of_inputs(seen)
    seen.keep()
    if limits is not None and record.get("limits") != limits:
        return GateResult(True, "The limits on documents differ from the last refresh.")
    if record.get("inputs") is None:
        return GateResult(True, "A file changed while the last refresh read it, or could not be read.")
    if record.get("inputs") != inputs:
        return GateResult(True, "The reports, the reference seeds or the code differ from the last refresh.")
    if not record.get("is_published"):
        return GateResult(True, "The last refresh did not finish.")
    if (fault := link_fault(warehouse_dir)) is not None:
        return GateResult(True, f"{warehouse_dir / 'current'}: {fault}")
    ledger = Ledger(warehouse_dir / "ledger")
    last_batch, released_batch = ledger.last_batch(), _released(warehouse_dir, "batch")
    if released_batch != last_batch:
        return GateResult(True, f"The release has batch {released_batch}, the ledger has batch {last_batch}.")
    if noted_stamp(warehouse_dir) != ledger.stamp():
        return GateResult(True, "The ledger differs from the one that the last refresh left.")
    if _last_polls(warehouse_dir) != (_released(warehouse_dir, "polls") or 0):
        return GateResult(True, "Watched pages were polled after the release.")
    again_on = record.get("resolve_again_on")
    if again_on and date.fromisoformat(again_on) <= today:
        return GateResult(True, "A report that was refused for a future date can now be accepted.")
    if due := sources_due(warehouse_dir, today):
        return GateResult(True, f"{len(due)} watched page(s) are due, the first {due[0]}.")
    (warehouse_dir / _UNFINISHED).unlink(missing_ok=True)  # a refresh that failed, for something that is gone again
    # The file's time is that of the last check. Setting it needs no lock and overwrites nothing that a refresh notes.
    os.utime(warehouse_dir / _RECORD)
    return GateResult(False, "Nothing new: reports, reference seeds and code are as they were.", record["summary"])


def last_summary(warehouse_dir: Path) -> Mapping[str, Any]:
    """The noted result of the last refresh."""
    record = _read(warehouse_dir)
    return dict(record["summary"]) if record is not None else {}


def note_batch(warehouse_dir: Path, batch: int, told: Mapping[str, Any]) -> None:
    """Note what a summary says of a batch (`counts`, `closed`, `warnings`), before the batch is appended.

    If this refresh ends before it can tell it, the summary of the next one does.
    """
    before = [one for one in _untold(warehouse_dir) if one["batch"] < batch]
    _write(warehouse_dir, {"batches": [*before, {"batch": batch, **told}]}, _UNTOLD)


def _with_untold(warehouse_dir: Path, summary: Mapping[str, Any], last_batch: int) -> Mapping[str, Any]:
    """The summary of a refresh, and of the batches before that no summary has told yet."""
    noted = [one for one in _untold(warehouse_dir) if one["batch"] <= last_batch]
    earlier = [one for one in noted if one["batch"] != summary["batch"]]
    if not earlier:
        return summary
    counts, every = Counter[str](), [*earlier, summary]
    for one in every:
        counts.update(one["counts"])
    # A file that was read again may give the same warning again.
    warnings = {json.dumps(warning): warning for one in every for warning in one["warnings"]}
    return {
        **summary,
        "batch": summary["batch"] or earlier[-1]["batch"],
        "counts": dict(counts),
        "closed": [rejection for one in every for rejection in one["closed"]],
        "warnings": list(warnings.values()),
    }


def _untold(warehouse_dir: Path) -> list[dict[str, Any]]:
    return list(read_note(warehouse_dir / _UNTOLD).get("batches", []))


def note(
    warehouse_dir: Path,
    inputs: str | None,
    resolve_again_on: date | None,
    summary: Mapping[str, Any],
    ledger_head: Head,
    ledger_recorded_at: datetime | None,
    ledger_stamp: str,
    limits: str,
    read_with: tuple[str, str],
) -> None:
    """Note what a refresh read and its result. It counts once it is published.

    `summary` is of this refresh; what `note_batch` has of batches that are not told yet is added to it.

    `inputs` are as they were before it began; None if a file changed since or could not be read, so that the next
    refresh reads it.

    `ledger_head` is the ledger's last batch: no later batch vouches for that one yet. It is of `ledger_recorded_at`.
    `ledger_stamp` is what `Ledger.stamp` gives for the ledger that was found to be whole.
    `read_with` are the reading version and that of the seeds with which every file was last read.
    """
    _clear_away_what_was_killed(warehouse_dir)
    _write(
        warehouse_dir,
        {
            "inputs": inputs,
            "is_published": False,
            "limits": limits,
            "read_with": read_with,
            "resolve_again_on": resolve_again_on.isoformat() if resolve_again_on else None,
            "ledger": {
                "batch": ledger_head.batch,
                "sha256": ledger_head.sha256,
                "recorded_at": ledger_recorded_at.isoformat() if ledger_recorded_at else None,
                "stamp": ledger_stamp,
            },
            "summary": _with_untold(warehouse_dir, summary, ledger_head.batch),
        },
    )


def noted_head(warehouse_dir: Path) -> Head | None:
    """The ledger's last batch as the last refresh left it, or None if that was not noted."""
    record = _read(warehouse_dir)
    try:
        return Head(int(record["ledger"]["batch"]), str(record["ledger"]["sha256"])) if record else None
    except (KeyError, TypeError, ValueError):
        return None


def _noted_recorded_at(record: Mapping[str, Any]) -> datetime | None:
    try:
        return datetime.fromisoformat(record["ledger"]["recorded_at"])
    except (KeyError, TypeError, ValueError):
        return None


def noted_reading(warehouse_dir: Path) -> tuple[str, str] | None:
    """The reading version and that of the seeds with which every file was last read, or None if not noted."""
    record = _read(warehouse_dir)
    try:
        code, seeds = record["read_with"] if record else ("", "")
    except (KeyError, TypeError, ValueError):
        return None
    return (str(code), str(seeds)) if record else None


def noted_limits(warehouse_dir: Path) -> str | None:
    """The limits on documents of the last refresh, or None if not noted."""
    record = _read(warehouse_dir)
    return str(record.get("limits")) if record is not None else None


def noted_stamp(warehouse_dir: Path) -> str | None:
    """The stamp of the ledger when it was last found to be whole, or None if that was not noted."""
    record = _read(warehouse_dir)
    try:
        return str(record["ledger"]["stamp"]) if record else None
    except (KeyError, TypeError):
        return None


def last_check(warehouse_dir: Path) -> tuple[datetime, bool] | None:
    """When the last check was, and whether what the last refresh read is published; None if there is no record."""
    record = _read(warehouse_dir)
    try:
        checked_at = datetime.fromtimestamp((warehouse_dir / _RECORD).stat().st_mtime, UTC)
        return (checked_at, bool(record["is_published"])) if record else None
    except (OSError, KeyError):
        return None


def begin(warehouse_dir: Path, reason: str = "") -> None:
    """Note that a refresh has begun, or why it failed; `mark_published` ends it."""
    _write(warehouse_dir, {"began_at": datetime.now(UTC).isoformat(), "reason": reason}, _UNFINISHED)


def unfinished(warehouse_dir: Path) -> tuple[datetime, str] | None:
    """When the last refresh began and why it failed, as far as it is known; None if it finished."""
    noted = read_note(warehouse_dir / _UNFINISHED)
    return (datetime.fromisoformat(noted["began_at"]), str(noted["reason"])) if noted else None


def mark_published(warehouse_dir: Path, *, is_told: bool = True) -> None:
    """Note that what was read last is now in the current release.

    `is_told` is False for a command that still has to print its summary; `mark_told` ends that.
    """
    (warehouse_dir / _UNFINISHED).unlink(missing_ok=True)
    if is_told:
        mark_told(warehouse_dir)
    record = _read(warehouse_dir)
    if record is not None:
        _write(warehouse_dir, {**record, "is_published": True})


def is_untold(warehouse_dir: Path) -> bool:
    """Whether a refresh ended before it could tell what its batch changed.

    A batch is noted before it is appended: one that never was has changed nothing.
    """
    last_batch = Ledger(warehouse_dir / "ledger").last_batch()
    return any(one["batch"] <= last_batch for one in _untold(warehouse_dir))


def mark_told(warehouse_dir: Path) -> None:
    """Note that a summary has told what every batch changed."""
    (warehouse_dir / _UNTOLD).unlink(missing_ok=True)


def sources_due(warehouse_dir: Path, today: date) -> list[str]:
    """The addresses of the watched pages that are due; all of them if nothing is noted."""
    try:
        with SOURCES_SEED.open(encoding="utf-8-sig", newline="") as lines:
            addresses = [(row.get("address") or "").strip() for row in csv.DictReader(lines)]
    except (OSError, ValueError, csv.Error):
        return []  # a seed that cannot be read differs from the last refresh: reason enough for one, which says so
    due_on = read_note(warehouse_dir / _SOURCES).get("due_on", {})
    return [one for one in addresses if one and due_on.get(one, "") <= today.isoformat()]


def failed_sources(warehouse_dir: Path) -> dict[str, tuple[str, str]]:
    """The watched pages whose last poll failed: address → rule code and reason."""
    failed = read_note(warehouse_dir / _SOURCES).get("failed", {})
    return {address: (code, reason) for address, (code, reason) in failed.items()}


def note_sources(warehouse_dir: Path, due_on: Mapping[str, date], failed: Mapping[str, tuple[str, str]]) -> None:
    """Note when each watched page is due next, and which polls failed. Derived from the record of polls."""
    if due_on:
        _write(
            warehouse_dir, {"due_on": {one: day.isoformat() for one, day in due_on.items()}, "failed": failed}, _SOURCES
        )
    else:
        (warehouse_dir / _SOURCES).unlink(missing_ok=True)


def forget(warehouse_dir: Path) -> None:
    """Drop the record, so that the next refresh checks everything."""
    (warehouse_dir / _RECORD).unlink(missing_ok=True)


def _report_files(seen: SeenFiles) -> list[tuple[str, str]]:
    """Every visible file below the reports folder and a hash of its bytes, or of why they cannot be read."""
    files = (Path(folder, name) for folder, names in visible_folders(seen.folder) for name in names)
    return sorted((os.path.relpath(file, seen.folder), seen.content_hash(file)) for file in files)


def _can_be_listed(folder: Path) -> bool:
    try:
        os.scandir(folder).close()
    except OSError:
        return False
    return True


def visible_folders(root: Path) -> Iterator[tuple[str, list[str]]]:
    """Each folder from `root` down with the names of its files, but hidden ones; what cannot be listed is skipped.

    `os.walk` of Python 3.11 fails on folders a thousand deep, which untrusted input may contain.
    """
    folders = [str(root)]
    while folders:
        folder = folders.pop()
        try:
            entries = [entry for entry in os.scandir(folder) if not entry.name.startswith(".")]
        except OSError:
            continue
        below = {entry.path for entry in entries if entry.is_dir(follow_symlinks=False)}
        folders += below
        yield folder, [entry.name for entry in entries if entry.path not in below]


def _read(warehouse_dir: Path) -> dict[str, Any] | None:
    record = read_note(warehouse_dir / _RECORD)
    return record if isinstance(record.get("summary"), dict) else None


def _write(warehouse_dir: Path, record: Mapping[str, Any], name: str = _RECORD) -> None:
    warehouse_dir.mkdir(parents=True, exist_ok=True)
    write_note(warehouse_dir / name, record)


def _clear_away_what_was_killed(warehouse_dir: Path) -> None:
    """Delete the half-written files of ended processes; running ones may still be writing theirs."""
    for file in warehouse_dir.glob(".*.*"):
        try:
            os.kill(int(file.suffix[1:]), 0)
        except ProcessLookupError:
            file.unlink(missing_ok=True)
        except (OSError, ValueError):
            continue  # another user's process, or an unrelated file


def _last_polls(warehouse_dir: Path) -> int:
    files = (warehouse_dir / "ledger" / "polls").glob("*.parquet")
    return max((int(file.stem) for file in files if file.stem.isdecimal()), default=0)


def _released(warehouse_dir: Path, what: str) -> int | None:
    try:
        return int(json.loads((warehouse_dir / "current" / "release.json").read_text(encoding="utf-8"))[what])
    except (OSError, ValueError, KeyError, TypeError):
        return None
