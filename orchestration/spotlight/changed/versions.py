"""Which version of the code reads: the project's, and a digest of what decides how a document is read.

Belongs here: fingerprints of code and of folders, with the standard library only, since the gate asks for them first.
Not here: what follows from a difference.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from orchestration.spotlight.domain.places import DBT_PROJECT_DIR, PROJECT_DIR, REFERENCE_DIR
from orchestration.spotlight.files.hashing import fingerprint

_DISTRIBUTION = "spotlight-warehouse"


def release_version() -> str:
    """The project's version."""
    try:
        return version(_DISTRIBUTION)
    except PackageNotFoundError:
        return "0"


def code_version() -> str:
    """The project's version and, behind a plus, a digest of the code that reads, validates and resolves."""
    endings = {".py", ".html", ".css", ".js"}  # the dashboard's too: another page is another release
    folders = (PROJECT_DIR / "orchestration" / "spotlight", PROJECT_DIR / "schemas")
    files = [file for folder in folders for file in folder.rglob("*") if file.suffix in endings]
    return f"{release_version()}+{fingerprint(files, PROJECT_DIR)[:12]}"


def reference_version(folder: Path = REFERENCE_DIR) -> str:
    """A digest of the reference seeds."""
    return fingerprint(folder.glob("*.csv"), folder)[:12]


def dbt_version(folder: Path = DBT_PROJECT_DIR) -> str:
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
