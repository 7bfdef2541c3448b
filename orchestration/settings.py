"""Every path and knob, from the environment or `.env`, in one place.

Belongs here: names, defaults and their meaning. Not here: anything that reads or writes those paths.

With the standard library only: the gate asks for settings before anything is imported that costs time.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

PROJECT_DIR = Path(__file__).resolve().parent.parent
REFERENCE_DIR = PROJECT_DIR / "data" / "seeds" / "reference"
DBT_PROJECT_DIR = PROJECT_DIR / "dbt_project"
ENV_FILE = PROJECT_DIR / ".env"

T = TypeVar("T")

_MEBIBYTE = 1024 * 1024


class WrongSetting(Exception):
    """A variable holds what cannot be used; the message names it and says what it may hold."""


def _from_environment(variable: str, read: Callable[[str], T], default: T, *, is_secret: bool = False) -> T:
    """A field that is read from a variable where there is one; a variable without a value counts as unset."""

    def value() -> T:
        text = os.environ.get(variable, _env_file().get(variable))
        if not text:
            return default
        try:
            return read(text)
        except ValueError as error:
            found = "what it holds" if is_secret else repr(text)
            raise WrongSetting(
                f"The setting {variable} cannot be used: found {found}, expected {error}. See .env.example."
            ) from None

    made: T = field(default_factory=value, repr=not is_secret, metadata={"variable": variable})
    return made


def _env_file() -> Mapping[str, str | None]:
    if not ENV_FILE.exists():
        return {}
    from dotenv import dotenv_values

    return dotenv_values(ENV_FILE)


def _folder(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _folder_of_duckdb(text: str) -> Path:
    folder = _folder(text)
    if "," in str(folder):
        raise ValueError("a path without a comma, at which DuckDB would split it")
    return folder


def _whole_number(least: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.strip().isdecimal() or int(text) < least:
            raise ValueError(f"a whole number of at least {least}")
        return int(text)

    return read


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds < math.inf:
        raise ValueError("a number of seconds, 0 or more")
    return seconds


def _seconds_above_zero(text: str) -> float:
    seconds = _seconds(text)
    if not seconds:
        raise ValueError("a number of seconds above 0")
    return seconds


def _yes_or_no(text: str) -> bool:
    known = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if text.strip().lower() not in known:
        raise ValueError("true or false")
    return known[text.strip().lower()]


@dataclass(frozen=True)
class Settings:
    """The settings of one run. A relative path is relative to the current folder."""

    reports_dir: Path = _from_environment("SPOTLIGHT_REPORTS_DIR", _folder, PROJECT_DIR / "data" / "seeds" / "reports")
    warehouse_dir: Path = _from_environment(
        "SPOTLIGHT_WAREHOUSE_DIR", _folder_of_duckdb, PROJECT_DIR / "data" / "warehouse"
    )
    schedule: str = _from_environment("SPOTLIGHT_SCHEDULE", str, "17 6 * * *")
    lock_wait: float = _from_environment("SPOTLIGHT_LOCK_WAIT", _seconds, 60.0)
    keep_releases: int = _from_environment("SPOTLIGHT_KEEP_RELEASES", _whole_number(1), 5)
    # Both hold passwords.
    alert_urls: str | None = _from_environment("SPOTLIGHT_ALERT_URLS", str, None, is_secret=True)
    postgres_url: str | None = _from_environment("SPOTLIGHT_POSTGRES_URL", str, None, is_secret=True)
    max_document_bytes: int = _from_environment("SPOTLIGHT_MAX_DOCUMENT_BYTES", _whole_number(1), 64 * _MEBIBYTE)
    # Of the text of a .txt, .html or .pdf.
    max_document_characters: int = _from_environment("SPOTLIGHT_MAX_DOCUMENT_CHARACTERS", _whole_number(1), 200_000)
    # Of one PDF: to read its pages, and to open it.
    max_document_pages: int = _from_environment("SPOTLIGHT_MAX_DOCUMENT_PAGES", _whole_number(1), 250)
    max_document_seconds: float = _from_environment("SPOTLIGHT_MAX_DOCUMENT_SECONDS", _seconds_above_zero, 60.0)
    max_document_memory_bytes: int = _from_environment(
        "SPOTLIGHT_MAX_DOCUMENT_MEMORY_BYTES", _whole_number(256 * _MEBIBYTE), 1024 * _MEBIBYTE
    )
    allow_private_sources: bool = _from_environment("SPOTLIGHT_ALLOW_PRIVATE_SOURCES", _yes_or_no, False)
    dagster_home: Path = _from_environment("DAGSTER_HOME", _folder, PROJECT_DIR / ".dagster")

    @cached_property
    def ledger_dir(self) -> Path:
        return self.warehouse_dir / "ledger"

    @cached_property
    def build_file(self) -> Path:
        return self.warehouse_dir / "build" / "warehouse.duckdb"

    @cached_property
    def releases_dir(self) -> Path:
        return self.warehouse_dir / "releases"

    @cached_property
    def current(self) -> Path:
        """The link that every reader comes through."""
        return self.warehouse_dir / "current"

    @cached_property
    def lock_file(self) -> Path:
        return self.warehouse_dir / ".lock"

    def export(self) -> None:
        """Hand Dagster and dbt, which read the environment themselves, the same paths."""
        os.environ["DAGSTER_HOME"] = str(self.dagster_home)
        os.environ["SPOTLIGHT_WAREHOUSE_DIR"] = str(self.warehouse_dir)
