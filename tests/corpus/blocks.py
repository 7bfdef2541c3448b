"""What a made document consists of before it has a format, and the real figures that it is made from.

Belongs here: reports and blocks. Not here: layouts (layouts), formats (rendering), what must come of it (cases).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from orchestration.spotlight.domain.places import PROJECT_DIR, REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary

REPORTS = PROJECT_DIR / "data" / "seeds" / "reports"
Key = tuple[str, str]

WORDS: dict[Key, str] = {
    ("victims", "total"): "Victims Identified",
    ("traffickers", "total"): "Traffickers Identified",
    ("businesses", "total"): "Trafficking Businesses",
    ("cases", "total"): "Trafficking Cases",
    ("cases", "sex"): "Sex Trafficking",
    ("cases", "labor"): "Labor Trafficking",
    ("cases", "sex_and_labor"): "Sex & Labor Trafficking",
    ("cases", "not_specified"): "Form Not Specified",
    ("signals", "total"): "Total Signals",
    ("signals", "phone_call"): "Phone Calls",
    ("signals", "webform"): "Webforms",
    ("signals", "email"): "Emails",
    ("signals", "text"): "Texts",
    ("signals", "webchat"): "Webchats",
}
HEADLINES = [("victims", "total"), ("traffickers", "total"), ("businesses", "total")]
TYPES = [("cases", category) for category in ("sex", "labor", "sex_and_labor", "not_specified")]
CHANNELS = [("signals", category) for category in ("phone_call", "webform", "email", "text", "webchat")]


@dataclass(frozen=True)
class Report:
    """The figures of one place and period."""

    code: str
    name: str
    start: date
    end: date
    as_of: date
    figures: dict[Key, int]

    @property
    def year(self) -> int:
        return self.start.year

    def of(self, keys: list[Key]) -> list[tuple[Key, int]]:
        """Those of some figures that the report has, in their order."""
        return [(key, self.figures[key]) for key in keys if key in self.figures]

    def expected(self) -> set[tuple[str, ...]]:
        """What reading must give of it."""
        report = (self.code, self.start.isoformat(), self.end.isoformat(), self.as_of.isoformat())
        return {(*report, measure, category, str(value)) for (measure, category), value in self.figures.items()}

    def only(self, *keys: Key) -> Report:
        return replace(self, figures={key: value for key, value in self.figures.items() if key in keys})


# Blocks ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Title:
    text: str


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Line:
    """One line of figures, as it is printed."""

    text: str


@dataclass(frozen=True)
class Stack:
    """Lines of one figure below each other: label and number, or number and label."""

    lines: tuple[str, ...]
    is_apart: bool = False
    """With as much space inside it as around it."""


@dataclass(frozen=True)
class Beside:
    """Stacks side by side, in rows of some."""

    stacks: tuple[Stack, ...]
    across: int


@dataclass(frozen=True)
class Pairs:
    """A label on the left and its number on the right, line by line."""

    rows: tuple[tuple[str, str], ...]
    leader: str = " "


@dataclass(frozen=True)
class Grid:
    """A table with headings."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Columns:
    """Two columns of a page, each with its own blocks."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]


@dataclass(frozen=True)
class PageBreak:
    footer: str = ""


Block = Title | Heading | Paragraph | Line | Stack | Beside | Pairs | Grid | Columns | PageBreak


@dataclass(frozen=True)
class Made:
    """A document without a format: what it shows, and what must come of it."""

    layout: str
    blocks: tuple[Block, ...]
    expected: set[tuple[str, ...]] = field(default_factory=set)
    refusal: str = ""
    """The rule by which it must be refused; empty if it can be read."""
    sidecar: str = ""


# Real figures ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def published() -> dict[str, tuple[Report, ...]]:
    """The reports of each file of published figures, by its name."""
    codes = load_vocabulary(REFERENCE_DIR).jurisdictions
    found = {}
    for file in sorted(REPORTS.glob("*.csv")):
        reports: dict[tuple[str, ...], dict[Key, int]] = {}
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                key = (row["jurisdiction"], row["period_start"], row["period_end"], row["publisher_as_of"])
                reports.setdefault(key, {})[row["measure"], row["category"]] = int(row["value"].replace(",", ""))
        found[file.stem] = tuple(
            Report(codes[place.casefold()], place, *(date.fromisoformat(day) for day in days), figures)
            for (place, *days), figures in reports.items()
        )
    return found


def breakdowns() -> tuple[Report, ...]:
    """2015 by type, of 49 states."""
    return published()["2015-annual-state-reports-as-of-2016-05-27"]


def state_pages() -> tuple[Report, ...]:
    """Calls and cases of 2012 to 2016."""
    return published()["2012-2016-state-pages-as-of-2017-05-03"]


def state_table() -> tuple[Report, ...]:
    """Signals and cases of 2024."""
    return published()["2024-state-table-as-of-2026-08-31"]


def missouri_2019() -> Report:
    """The spotlight: the one report with every kind of figure."""
    values = (423, 117, 31, 233, 183, 22, 6, 23, 438, 61, 14, 57, 17)
    keys = [*HEADLINES, ("cases", "total"), *TYPES, *CHANNELS]
    return Report(
        "US-MO",
        "Missouri",
        date(2019, 1, 1),
        date(2019, 12, 31),
        date(2020, 7, 30),
        dict(zip(keys, values, strict=True)),
    )
