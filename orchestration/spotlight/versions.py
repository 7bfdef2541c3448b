"""Which version of the code reads: the project's, and a digest of what decides how a document is read.

Belongs here: fingerprints of code and of folders, with the standard library only, since the gate asks for them first.
Not here: what follows from a difference.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parents[2]
BATCH_FILES = ("batch", "documents", "reports", "figures", "rejections")
"""The files of a batch of the ledger, in the order in which they are hashed."""
_DISTRIBUTION = "spotlight-warehouse"


def release_version() -> str:
    """The project's version."""
    try:
        return version(_DISTRIBUTION)
    except PackageNotFoundError:
        return "0"


def code_version() -> str:
    """The project's version and, behind a plus, a digest of the code that reads, validates and judges."""
    endings = {".py", ".html", ".css", ".js"}  # the dashboard's too: another page is another release
    folders = (PROJECT_DIR / "orchestration" / "spotlight", PROJECT_DIR / "schemas")
    files = [file for folder in folders for file in folder.rglob("*") if file.suffix in endings]
    return f"{release_version()}+{fingerprint(files, PROJECT_DIR)[:12]}"


def reference_version(folder: Path = PROJECT_DIR / "data" / "seeds" / "reference") -> str:
    """A digest of the reference seeds."""
    return fingerprint(folder.glob("*.csv"), folder)[:12]


def dbt_version(folder: Path = PROJECT_DIR / "dbt_project") -> str:
    """A digest of everything in the dbt project that decides what the tables are."""
    endings = {".sql", ".yml", ".md"}
    written = ("target", "logs")
    files = [
        file
        for file in folder.rglob("*")
        if file.suffix in endings and file.relative_to(folder).parts[0] not in written
    ]
    # What a seed's columns are is said beside the seeds; what is in them is `reference_version`'s.
    files += (folder.parent / "data" / "seeds" / "reference").glob("*.yml")
    return fingerprint(files, folder.parent)[:12]


def batch_hash(folder: Path) -> str:
    """SHA-256 over the names and bytes of the five files of a batch; raises `OSError` for one that cannot be read."""
    digest = hashlib.sha256()
    for name in BATCH_FILES:
        content = (folder / f"{name}.parquet").read_bytes()
        digest.update(f"{name}:{hashlib.sha256(content).hexdigest()}\n".encode())
    return digest.hexdigest()


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file; raises `OSError` for one that cannot be read.

    Not for a database that this process has open: that would drop its lock.
    """
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def fingerprint(files: Iterable[Path], root: Path) -> str:
    """SHA-256 over the names (relative to `root`) and bytes of some files, whatever their order."""
    digest = hashlib.sha256()
    for file in sorted(files):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(root).as_posix()}:{len(content)}:".encode() + content)
    return digest.hexdigest()
