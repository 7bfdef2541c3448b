"""All settings, from the environment or `.env`.

Belongs here: names, defaults and their meaning. It imports the standard library only, since the gate needs it first.
Not here: anything that reads or writes in those folders.
"""

from __future__ import annotations

import math
import os
import re
import stat
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from orchestration.spotlight.domain.errors import WrongUsage
from orchestration.spotlight.domain.places import PROJECT_DIR

ENV_FILE = PROJECT_DIR / ".env"
_PREFIX = "SPOTLIGHT_"
Value = TypeVar("Value")


class SettingsError(WrongUsage):
    """A setting that cannot be used."""


def _path(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _folder(text: str) -> Path:
    path = _path(text)
    try:
        is_file = not stat.S_ISDIR(path.stat().st_mode)
    except OSError:  # whoever needs the folder says what is wrong
        is_file = False
    if is_file:
        raise ValueError("it is a file; name a folder")
    return path


def _warehouse_folder(text: str) -> Path:
    if "," in text:
        raise ValueError("the path contains a comma, where DuckDB would split it; choose another folder")
    return _folder(text)


def _alert_addresses(text: str) -> str:
    if not re.match(r"\s*[\w+.-]+://", text):
        raise ValueError("expected addresses as apprise has them, such as mailto://user:password@host")
    return text


def _number(least: float, kind: Callable[[str], Value]) -> Callable[[str], Value]:
    """A parser of finite numbers from `least` on. Those that need not be whole are seconds."""

    def parse(text: str) -> Value:
        try:
            value = kind(text)
        except ValueError:
            raise ValueError(f"it is not a {'whole ' if kind is int else ''}number") from None
        if not math.isfinite(float(text)):
            raise ValueError(f"expected a finite number{' of seconds' if kind is float else ''}, at least {least:g}")
        if float(text) < least:
            raise ValueError(f"it must be at least {least:g}")
        return value

    return parse


def _switch(text: str) -> bool:
    switches = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}
    if text.lower() not in switches:
        raise ValueError("expected true or false")
    return switches[text.lower()]


def _cron(text: str) -> str:
    """Five fields as Dagster takes them; it would name a wrong one only in a long traceback, and some not at all."""
    months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
    fields = [(0, 59, []), (0, 23, []), (1, 31, []), (1, 12, ["", *months]), (0, 7, days)]
    parts = text.lower().split()
    if len(parts) != len(fields):
        raise ValueError(_NO_SCHEDULE)
    _, _, dates, named_months, _ = (_cron_field(part, *field) for part, field in zip(parts, fields, strict=True))
    # As Dagster has it, a day of the week does not stand in for a date that never comes.
    if min(dates) > max(29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31 for month in named_months):
        raise ValueError(f"it never fires, since no month it names has a day {min(dates)}")
    return text


_NO_SCHEDULE = "it is not a cron schedule (minute, hour, day of the month, month, day of the week)"


def _cron_field(text: str, least: int, most: int, names: Sequence[str]) -> set[int]:
    """The numbers of a field, whose parts are `*`, a number or name, or a range, each perhaps with `/step`."""
    found: set[int] = set()
    for part in text.split(","):
        span, slash, step = part.partition("/")
        ends = [str(least), str(most)] if span == "*" else span.split("-")
        numbers = [names.index(end) if end and end in names else int(end) if end.isdecimal() else -1 for end in ends]
        first, last = numbers[0], most if slash and len(numbers) == 1 else numbers[-1]
        is_span = len(numbers) <= 2 and least <= first <= last <= most
        if not is_span or (slash and not (step.isdecimal() and 0 < int(step) <= most)):
            raise ValueError(_NO_SCHEDULE)
        found.update(range(first, last + 1, int(step or 1)))
    return found


def _setting(name: str, default: Any, parse: Callable[[str], Any], *, is_secret: bool = False) -> Any:
    """A field read from the environment, else from `.env`, whenever settings are created."""

    def read() -> Any:
        text = _stated().get(name, "")
        if not text:
            return default
        try:
            return parse(text)
        except ValueError as error:
            shown = "" if is_secret else f" (found {text!r})"
            raise SettingsError(f"The setting {name} cannot be used{shown}: {error}. See .env.example.") from None

    return field(default_factory=read, repr=not is_secret, metadata={"name": name, "default": default})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one run. A relative path is relative to the current folder; an empty value counts as unset.

    Raises `SettingsError` for an invalid value, for a misspelt name of a setting, and for a reports folder that holds
    files of the warehouse.
    """

    reports_dir: Path = _setting("SPOTLIGHT_REPORTS_DIR", PROJECT_DIR / "data" / "seeds" / "reports", _folder)
    warehouse_dir: Path = _setting("SPOTLIGHT_WAREHOUSE_DIR", PROJECT_DIR / "data" / "warehouse", _warehouse_folder)
    schedule: str = _setting("SPOTLIGHT_SCHEDULE", "17 6 * * *", _cron)
    lock_wait: float = _setting("SPOTLIGHT_LOCK_WAIT", 60.0, _number(0, float))
    """Seconds."""
    keep_releases: int = _setting("SPOTLIGHT_KEEP_RELEASES", 5, _number(1, int))
    alert_urls: str | None = _setting("SPOTLIGHT_ALERT_URLS", None, _alert_addresses, is_secret=True)
    """Addresses as apprise has them, separated by commas or blanks."""
    postgres_url: str | None = _setting("SPOTLIGHT_POSTGRES_URL", None, str, is_secret=True)
    checkpoint_key: Path | None = _setting("SPOTLIGHT_CHECKPOINT_KEY", None, _path)
    """The file of the key that signs checkpoints, outside the warehouse."""
    max_document_bytes: int = _setting("SPOTLIGHT_MAX_DOCUMENT_BYTES", 64 * 1024 * 1024, _number(1, int))
    max_document_characters: int = _setting("SPOTLIGHT_MAX_DOCUMENT_CHARACTERS", 200_000, _number(1, int))
    """Of the text of a .txt, .html or .pdf."""
    max_document_pages: int = _setting("SPOTLIGHT_MAX_DOCUMENT_PAGES", 250, _number(1, int))
    max_document_seconds: float = _setting("SPOTLIGHT_MAX_DOCUMENT_SECONDS", 60.0, _number(0.001, float))
    """For one document."""
    max_document_memory_bytes: int = _setting("SPOTLIGHT_MAX_DOCUMENT_MEMORY_BYTES", 2**30, _number(2**28, int))
    """To open one PDF."""
    max_refresh_seconds: float = _setting("SPOTLIGHT_MAX_REFRESH_SECONDS", 3600.0, _number(0.001, float))
    """By the clock, for reading all files of one refresh. The next one goes on."""
    allow_private_sources: bool = _setting("SPOTLIGHT_ALLOW_PRIVATE_SOURCES", False, _switch)
    trust_clock: bool = _setting("SPOTLIGHT_TRUST_CLOCK", False, _switch)
    """Record by the machine's clock even if it is far from the ledger's last date (docs/adr/0008)."""
    dagster_home: Path = _setting("DAGSTER_HOME", PROJECT_DIR / ".dagster", _folder)

    def __post_init__(self) -> None:
        _refuse_near_names(_stated())
        _refuse_reports_with_warehouse(self.reports_dir, self.warehouse_dir)

    @cached_property
    def document_limits(self) -> str:
        """The limits on documents. If they change, refused documents are read again."""
        limits = {one.name: getattr(self, one.name) for one in fields(self) if one.name.startswith("max_document_")}
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
        """The link that readers open."""
        return self.warehouse_dir / "current"

    @cached_property
    def lock_file(self) -> Path:
        """In the ledger, so that two warehouses that share one cannot write at the same time."""
        return self.ledger_dir / ".lock"

    def export(self) -> None:
        """Put the paths into the environment, where Dagster and dbt read them."""
        os.environ["DAGSTER_HOME"] = str(self.dagster_home)
        os.environ["SPOTLIGHT_WAREHOUSE_DIR"] = str(self.warehouse_dir)


def _stated() -> Mapping[str, str]:
    """Values of the environment and of `.env`, names in upper case. The environment wins."""
    stated: dict[str, str] = {}
    if ENV_FILE.is_file():
        from dotenv import dotenv_values  # only here: most machines have no such file

        stated = {name.upper(): value or "" for name, value in dotenv_values(ENV_FILE, interpolate=False).items()}
    return {**stated, **{name.upper(): value for name, value in os.environ.items()}}


def _refuse_near_names(stated: Mapping[str, str]) -> None:
    """Refuse a misspelt setting, which would be ignored silently."""
    known = {one.metadata["name"] for one in fields(Settings)}
    for name in sorted(stated):
        if name.startswith(_PREFIX) and name not in known:
            from difflib import get_close_matches

            if near := get_close_matches(name, sorted(known), n=1, cutoff=0.9):
                raise SettingsError(f"{name} is not a setting. Is it {near[0]}? See .env.example.")


def _refuse_reports_with_warehouse(reports_dir: Path, warehouse_dir: Path) -> None:
    """Refuse a reports folder in which the warehouse keeps its own files: a refresh would read them as documents."""
    reports, warehouse = (Path(os.path.realpath(one)) for one in (reports_dir, warehouse_dir))
    is_in_ours = any(reports.is_relative_to(warehouse / name) for name in ("build", "current", "ledger", "releases"))
    if warehouse.is_relative_to(reports) or is_in_ours:
        raise SettingsError(
            f"The reports folder {reports_dir} holds files of the warehouse {warehouse_dir}, and a refresh would read "
            "them as reports. Set SPOTLIGHT_REPORTS_DIR or SPOTLIGHT_WAREHOUSE_DIR to another folder. See .env.example."
        )


if __name__ == "__main__":  # for scripts: refuse unusable settings in one line, else print Dagster's home
    try:
        print(Settings().dagster_home)
    except SettingsError as error:
        sys.exit(f"spotlight: {error}")
