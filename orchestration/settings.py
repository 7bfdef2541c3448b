"""Every path and knob, from the environment or `.env`, in one place.

Belongs here: names, defaults and their meaning. Not here: anything that reads or writes those paths.
"""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from orchestration.spotlight.domain.places import PROJECT_DIR


class Settings(BaseSettings):
    """The settings of one run. A relative path is relative to the current folder."""

    model_config = SettingsConfigDict(env_prefix="SPOTLIGHT_", env_file=PROJECT_DIR / ".env", extra="ignore")

    reports_dir: Path = PROJECT_DIR / "data" / "seeds" / "reports"
    warehouse_dir: Path = PROJECT_DIR / "data" / "warehouse"
    schedule: str = "17 6 * * *"
    lock_wait: float = Field(60.0, ge=0, description="seconds")
    keep_releases: int = Field(5, ge=1)
    # Both hold passwords, so they are left out where settings are shown.
    alert_urls: str | None = Field(None, repr=False, description="apprise addresses, separated by commas or blanks")
    postgres_url: str | None = Field(None, repr=False)
    max_document_bytes: int = Field(64 * 1024 * 1024, ge=1)
    max_document_characters: int = Field(200_000, ge=1, description="of the text of a .txt, .html or .pdf")
    max_document_pages: int = Field(250, ge=1)
    max_document_seconds: float = Field(60.0, gt=0, description="for one document")
    max_document_memory_bytes: int = Field(1024 * 1024 * 1024, ge=256 * 1024 * 1024, description="to open one PDF")
    allow_private_sources: bool = False
    dagster_home: Path = Field(PROJECT_DIR / ".dagster", validation_alias="DAGSTER_HOME")

    @field_validator("reports_dir", "warehouse_dir", "dagster_home")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        return path.expanduser().absolute()

    @field_validator("warehouse_dir")
    @classmethod
    def _without_comma(cls, path: Path) -> Path:
        if "," in str(path):
            raise ValueError("the path holds a comma, at which DuckDB would split it; choose another folder")
        return path

    @cached_property
    def document_limits(self) -> str:
        """What decides whether a document is read at all: other limits, and a refused one is looked at again."""
        limits = {name: value for name, value in self.model_dump().items() if name.startswith("max_document_")}
        return " ".join(f"{name}={value}" for name, value in sorted(limits.items()))

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
