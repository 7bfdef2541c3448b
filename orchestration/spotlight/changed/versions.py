"""Versions of the code and reference seeds: for reading, tables and presentation.

Belongs here: digests of code and folders, with the standard library only, since the gate asks for them first.
Not here: what follows from a difference.

reading       domain, readers, schemas, ingest; seeds: `Vocabulary.fingerprint`.  Changed: every file is read again.
tables        the dbt project, every reference seed, the engines.  Changed: all tables are rebuilt.
presentation  exports, dashboard and the rest of `release`.  Changed: a release is made of the tables as they are.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from orchestration.spotlight.domain.places import DBT_PROJECT_DIR, PROJECT_DIR, REFERENCE_DIR
from orchestration.spotlight.files.hashing import fingerprint

_DISTRIBUTION = "spotlight-warehouse"
_SPOTLIGHT = PROJECT_DIR / "orchestration" / "spotlight"
_READING = (_SPOTLIGHT / "domain", _SPOTLIGHT / "readers", _SPOTLIGHT / "ingest", PROJECT_DIR / "schemas")
_PRESENTATION = (_SPOTLIGHT / "release",)
_ENGINES = ("dbt-core", "dbt-duckdb", "duckdb")


def release_version() -> str:
    """The project's version."""
    try:
        return version(_DISTRIBUTION)
    except PackageNotFoundError:
        return "0"


def reading_version() -> str:
    """The project's version and, behind a plus, a digest of the code that reads, validates and resolves."""
    return f"{release_version()}+{_digest_of(_READING)}"


def presentation_version() -> str:
    """A digest of the code that makes a release from the tables."""
    return f"{release_version()}+{_digest_of(_PRESENTATION)}"


def tables_version(folder: Path = DBT_PROJECT_DIR) -> str:
    """A digest of all that determines the tables: project, seeds and engines, regardless of file dates."""
    return f"{dbt_version(folder)} {reference_version(_seeds_of(folder))}"


def reference_version(folder: Path = REFERENCE_DIR) -> str:
    """A digest of the reference seeds."""
    return fingerprint(folder.glob("*.csv"), folder)[:12]


def dbt_version(folder: Path = DBT_PROJECT_DIR) -> str:
    """A digest of the parts of the dbt project that determine the tables, and of the engines."""
    endings = {".sql", ".yml", ".md"}
    written = ("target", "logs")
    files = [
        file
        for file in folder.rglob("*")
        if file.suffix in endings and file.relative_to(folder).parts[0] not in written
    ]
    # Column types of seeds are declared beside the seeds; their content belongs to `reference_version`.
    files += _seeds_of(folder).glob("*.yml")
    engines = (f"{name} {version(name)}" for name in _ENGINES)
    return " ".join((fingerprint(files, folder.parent)[:12], *engines))


def _seeds_of(dbt_project: Path) -> Path:
    return dbt_project.parent / "data" / "seeds" / "reference"


def _digest_of(folders: tuple[Path, ...]) -> str:
    endings = {".py", ".html", ".css", ".js"}
    files = [file for folder in folders for file in folder.rglob("*") if file.suffix in endings]
    return fingerprint(files, PROJECT_DIR)[:12]
