"""The files of a release beside its database: written, or linked from the previous release if unchanged.

Belongs here: writing, linking and listing them, and naming the one that failed. Not here: what is in them.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
from xlsxwriter.exceptions import FileCreateError

from orchestration.spotlight.domain.errors import UserError, first_line, innermost_reason, raise_what_is_lacking

LIST = "exports.json"


@dataclass(frozen=True)
class File:
    """A file of a release, and a digest of all that determines its content."""

    made_from: str
    sha256: str
    size: int


class Parts:
    """Adds files to the folder of a release, taking unchanged ones from the release before."""

    def __init__(self, folder: Path, previous: Path | None, *, made_by: str) -> None:
        self._folder = folder
        self._previous = previous
        self._made_by = f"{made_by} duckdb {duckdb.__version__}"
        self._known = _read_list(previous) if previous else {}
        self.files: dict[str, File] = {}

    def add(self, name: str, made_from: str, write: Callable[[Path], None]) -> None:
        """Add a file that depends only on `made_from` and the code: link it if both are unchanged, else write it."""
        made_from = f"{self._made_by} {made_from}"
        known = self._known.get(name)
        if known is not None and known.made_from == made_from and self._take(name, known):
            self.files[name] = known
        else:
            self.write(name, write, made_from)

    def write(self, name: str, write: Callable[[Path], None], made_from: str = "") -> None:
        """Write a file."""
        target = self._folder / name
        target.parent.mkdir(exist_ok=True)
        with self.named(name):
            write(target)
        target.chmod(0o444)
        self.files[name] = File(made_from, *_sha256_and_size(target, sync=True))

    def write_list(self) -> None:
        """Note what each file was made from, for the next release and for `spotlight verify`."""
        listed = {name: asdict(file) for name, file in self.files.items()}
        text = json.dumps(listed, indent=2) + "\n"
        self.write(LIST, lambda target: _write_text(target, text))

    @contextmanager
    def named(self, part: str) -> Iterator[None]:
        """Name the part that could not be made. Disk errors pass through: publishing reports them."""
        try:
            yield
        except (MemoryError, OSError, UserError):
            raise
        except (duckdb.IOException, FileCreateError) as error:
            raise UserError(
                f"{part}: this part of the new release could not be written ({first_line(error)}). The current release "
                f"is unchanged. Fix this, then run `spotlight refresh` again."
            ) from error
        except Exception as error:
            raise_what_is_lacking(error, self._folder / part)
            raise UserError(
                f"{part}: this part of the new release could not be made ({innermost_reason(error)}). The current "
                f"release is unchanged. Run `spotlight refresh --full`; if it fails again, report this line as a bug."
            ) from error

    def _take(self, name: str, known: File) -> bool:
        """Link the previous release's file, unless it differs from its note."""
        assert self._previous is not None
        source, target = self._previous / name, self._folder / name
        try:
            if _sha256_and_size(source) != (known.sha256, known.size):
                return False
            target.parent.mkdir(exist_ok=True)
            os.link(source, target)
        except OSError:  # gone, or a file system without hard links
            return False
        return True


def listed_hashes(folder: Path) -> dict[str, str]:
    """The noted SHA-256 of each file of a release."""
    return {name: file.sha256 for name, file in _read_list(folder).items()}


def _read_list(folder: Path) -> dict[str, File]:
    """The note of a release's files. If it cannot be read, it counts as empty, and all files are written again."""
    try:
        listed = json.loads((folder / LIST).read_text(encoding="utf-8"))
        return {name: File(**file) for name, file in listed.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _sha256_and_size(file: Path, *, sync: bool = False) -> tuple[str, int]:
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
        if sync:
            os.fsync(opened.fileno())
        return digest, opened.tell()


def _write_text(target: Path, text: str) -> None:
    target.write_text(text, encoding="utf-8")
