"""From dbt's build file to the published release: copied, checked, and put in place in one step.

Belongs here: the release folder, its number, the `current` link, and what a release must hold. Not here: its contents.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.spotlight.changed import gate
from orchestration.spotlight.changed.link import link_fault, linked_release, release_numbers
from orchestration.spotlight.domain.errors import (
    UserError,
    first_line,
    raise_what_is_lacking,
    refused_by_the_disk,
    writing,
)
from orchestration.spotlight.files.hashing import sha256_of
from orchestration.spotlight.files.whole import sync
from orchestration.spotlight.ledger.chain import Head
from orchestration.spotlight.release import pins

# The current release is shown even when nothing is new, so slow imports are avoided here.
if TYPE_CHECKING:
    import duckdb

    from orchestration.settings import Settings

DATABASE = "warehouse.duckdb"  # views store this name, so every copy has it
RELEASE_NOTE = "release.json"
_MOST_AT_ONCE = 2**30  # bytes
SECONDS_TO_OPEN = 1.0  # to open the file after following the link, on a busy machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a release is made from: equal origins make equal releases.

    `ledger_sha256` is that of the batch, so that a ledger restored from a backup is not taken for the one before.
    """

    batch: int
    code_version: str
    """The reading version, for information only: a different reading result is a new batch."""
    reference_version: str
    dbt_version: str
    presentation_version: str = ""
    ledger_sha256: str = ""
    dataset_id: str = ""
    polls: int = 0
    """The number of the last file of polls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseInfo(Origin):
    """A release as it is described beside its database, in `release.json`."""

    number: int
    created_at: str
    rows: dict[str, int]
    database_sha256: str = ""

    @property
    def edition(self) -> str:
        """What the release holds, for a citation: the same in every release of this batch of this ledger."""
        return f"{self.batch}-{self.ledger_sha256[:12]}"

    @property
    def ledger_head(self) -> Head:
        """The ledger's last batch when the release was made."""
        return Head(self.batch, self.ledger_sha256)

    def is_made_from(self, origin: Origin) -> bool:
        """Whether a release of this origin would be the same."""
        decisive = (field.name for field in fields(Origin) if field.name != "code_version")
        return all(getattr(self, name) == getattr(origin, name) for name in decisive)


WriteExports = Callable[[Path, ReleaseInfo, Path, Path | None], None]
"""Writes what lies beside the database: the folder, the release, its database, the folder of the release before."""


def current_release(settings: Settings) -> ReleaseInfo | None:
    """The release that readers see now, or None if it is missing, unreadable or not of this warehouse."""
    return read_note(settings.current) if linked_release(settings.warehouse_dir) is not None else None


def noted_heads(settings: Settings) -> list[Head]:
    """The ledger's last batches as they were noted outside the ledger: by the last refresh and the current release."""
    heads = [gate.noted_head(settings.warehouse_dir)]
    if (released := current_release(settings)) is not None and released.ledger_sha256:
        heads.append(released.ledger_head)
    return [head for head in heads if head is not None]


def without_figures(number: int) -> str:
    """What is said of a release that holds no figure."""
    return (
        f"Release {number} holds no figure, so nothing is served: no report is accepted. Add reports to the reports "
        f"folder, or fix those that are refused, then run `spotlight refresh`."
    )


def read_note(folder: Path) -> ReleaseInfo | None:
    """The note of the release in a folder, or None if it cannot be read."""
    try:
        return ReleaseInfo(**json.loads((folder / RELEASE_NOTE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def publish(settings: Settings, origin: Origin, write_exports: WriteExports | None = None) -> ReleaseInfo:
    """Make the build file the current release. If anything fails, the current release is unchanged.

    A build file that was not made from the origin's batch is refused. Without `write_exports` the database is alone.
    """
    if settings.current.exists() and not settings.current.is_symlink():
        raise UserError(f"{settings.current}: {link_fault(settings.warehouse_dir)}")
    # A number whose release was deleted by hand while pinned is not given to another one.
    number = max([0, *release_numbers(settings.releases_dir), *pins.pinned(settings)]) + 1
    with _explained(settings):
        close_build_file(settings)
        with _unfinished_folder(settings, number) as folder:
            database_sha256 = _copy(settings.build_file, folder / DATABASE)
            rows = _try(folder / DATABASE, origin.batch)
            created_at = datetime.now(UTC).isoformat(timespec="seconds")
            info = ReleaseInfo(
                **asdict(origin), number=number, created_at=created_at, rows=rows, database_sha256=database_sha256
            )
            if write_exports is not None:
                previous = settings.current.resolve() if current_release(settings) is not None else None
                write_exports(folder, info, folder / DATABASE, previous)
            _write_note(info, folder / RELEASE_NOTE)
            sync(folder)
            folder.rename(settings.releases_dir / str(number))
        sync(settings.releases_dir)
        _point_current_to(settings, number)
        _remove_old(settings, current=number)
    return info


def close_build_file(settings: Settings) -> None:
    """Write the build file's log into it and close it; raise `UserError` if it cannot be opened."""
    import duckdb

    if not settings.build_file.exists():
        raise UserError(
            f"{settings.build_file}: there is no build file to publish. Run `spotlight refresh --full` to rebuild it."
        )
    try:
        with duckdb.connect(settings.build_file) as connection:
            connection.execute("checkpoint")
    except duckdb.Error as error:
        raise_what_is_lacking(error, settings.build_file)
        raise UserError(
            f"{settings.build_file}: cannot be opened ({first_line(error)}). Close other programs that have it open; "
            f"if there are none, delete this file and run `spotlight refresh --full`: it is rebuilt from the ledger."
        ) from error
    log = settings.build_file.with_name(settings.build_file.name + ".wal")
    if log.exists():
        raise UserError(
            f"{log}: this log still holds changes, so the build file is incomplete. "
            f"Close the program that has {settings.build_file} open, then run `spotlight refresh` again."
        )


@contextmanager
def _explained(settings: Settings) -> Iterator[None]:
    """Turn a failure of the disk into a message for the person who can fix it."""
    try:
        yield
    except OSError as error:
        raise refused_by_the_disk(error, settings.releases_dir) from error


@contextmanager
def _unfinished_folder(settings: Settings, number: int) -> Iterator[Path]:
    """A temporary folder that readers never open; removed unless it was renamed into place."""
    folder = settings.releases_dir / f".{number}.tmp"
    for left_over in settings.releases_dir.glob(".*.tmp"):
        shutil.rmtree(left_over)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy(source: Path, target: Path) -> str:
    """Copy a file that is not open, and return the SHA-256 of the copy.

    Where the file system can (XFS, Btrfs), the two share their blocks: nothing is written, and no room is taken.
    """
    with source.open("rb", buffering=0) as read, target.open("xb", buffering=0) as written, writing(target):
        try:
            while os.copy_file_range(read.fileno(), written.fileno(), _MOST_AT_ONCE):
                pass
        except (AttributeError, OSError):
            pass  # not supported everywhere: the plain copy below meets any other error again
        shutil.copyfileobj(read, written)
    target.chmod(0o444)
    sync(target)
    return sha256_of(target)


def _try(database: Path, batch: int) -> dict[str, int]:
    """Open the copy like a BI tool and check the published tables and columns; return each table's row count."""
    import duckdb

    from orchestration.spotlight.release.current import LOCKED_DOWN
    from orchestration.spotlight.release.dbt_runner import DbtProject

    try:
        with duckdb.connect(database, read_only=True, config=LOCKED_DOWN) as connection:
            for relation, columns in DbtProject().promised().items():
                _require(connection, relation, columns)
            last = _one(connection, "select max(batch) from audit.refreshes")
            if last != batch:
                raise UserError(
                    f"{database}: was built from batch {last} of the ledger, expected batch {batch}. "
                    f"The current release is unchanged. Run `spotlight refresh --full`."
                )
            return {table: _one(connection, f"select count(*) from {table}") for table in _tables(connection)}
    except duckdb.Error as error:
        raise_what_is_lacking(error, database)
        raise UserError(
            f"{database}: the copied warehouse cannot be read ({first_line(error)}). "
            f"The current release is unchanged. Run `spotlight refresh --full`."
        ) from error


def _require(connection: duckdb.DuckDBPyConnection, relation: str, columns: tuple[str, ...]) -> None:
    import duckdb

    try:
        found = {column[0] for column in connection.execute(f"select * from {relation} limit 0").description or ()}
    except duckdb.Error as error:
        raise UserError(
            f"{relation}: cannot be read from the new warehouse ({first_line(error)}). The current release is "
            f"unchanged. Restore the model in dbt_project/, then run `spotlight refresh --full`."
        ) from error
    missing = [column for column in columns if column not in found]
    if missing:
        raise UserError(
            f"{relation}: lacks the published column {', '.join(missing)}. The current release is "
            f"unchanged. Restore it in dbt_project/, then run `spotlight refresh --full`."
        )


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    found = connection.execute(
        "select table_schema || '.' || table_name from information_schema.tables "
        "where table_schema in ('marts', 'audit') order by all"
    )
    return [row[0] for row in found.fetchall()]


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> Any:
    row = connection.execute(query).fetchone()
    return row[0] if row is not None else None


def _write_note(info: ReleaseInfo, file: Path) -> None:
    file.write_text(json.dumps(asdict(info), indent=2) + "\n", encoding="utf-8")
    file.chmod(0o444)
    sync(file)


def _point_current_to(settings: Settings, number: int) -> None:
    """Swap the link in one step: a reader finds the old release or the new one, never none."""
    target = settings.releases_dir.relative_to(settings.current.parent) / str(number)
    beside = settings.current.with_name(f".{settings.current.name}.tmp")
    beside.unlink(missing_ok=True)
    beside.symlink_to(target, target_is_directory=True)
    try:
        beside.replace(settings.current)
    finally:
        beside.unlink(missing_ok=True)
    sync(settings.current.parent)


def _remove_old(settings: Settings, current: int) -> None:
    kept = sorted(release_numbers(settings.releases_dir), reverse=True)[: settings.keep_releases]
    with _unread(settings, {*release_numbers(settings.releases_dir)} - {*kept, current}, current) as unread:
        for folder in unread:
            shutil.rmtree(folder, ignore_errors=True)  # what is left over goes after the next release


def remove_all_but_current(settings: Settings) -> None:
    """Delete every release except the current one and those that are pinned."""
    current = int(settings.current.resolve().name)
    with _unread(settings, {*release_numbers(settings.releases_dir)} - {current}, current) as unread:
        for folder in unread:
            shutil.rmtree(folder)


@contextmanager
def _unread(settings: Settings, numbers: set[int], current: int) -> Iterator[list[Path]]:
    """The folders of those releases that are not pinned, after readers of the old link have opened their file."""
    numbers = numbers - {*pins.pinned(settings)}
    if not numbers:
        yield []
        return
    replaced = max({*release_numbers(settings.releases_dir)} - {current}, default=None)
    if replaced in numbers:
        age = time.time() - settings.current.lstat().st_mtime
        time.sleep(min(max(SECONDS_TO_OPEN - age, 0), SECONDS_TO_OPEN))
    with pins.deletions_wait(settings):
        yield [settings.releases_dir / str(number) for number in sorted(numbers - {*pins.pinned(settings)})]


def folders(settings: Settings) -> list[Path]:
    """The folder of every release that is kept, oldest first."""
    return [settings.releases_dir / str(number) for number in sorted(release_numbers(settings.releases_dir))]
