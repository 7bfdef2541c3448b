"""The words of the warehouse, from the reference seeds that dbt loads too.

Belongs here: reading and checking `data/seeds/reference`. Not here: how a word is found in a document.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from orchestration.spotlight.domain.addresses import holds_secret, without_secrets
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.domain.model import FORMATS, SourceKind
from orchestration.spotlight.domain.table_seeds import check_populations, check_series_breaks

TOTAL, COMPONENT, RESIDUAL, SUBSET = ROLES = ("total", "component", "residual", "subset")
LEVELS = ("nation", "state", "district", "territory")
LABEL_KINDS = (
    "figure",  # a label of a figure
    "short",  # a label of a figure below a heading that names the breakdown: `Sex` below `Cases by type`
    "sentence",  # what follows a number that begins a sentence: `78` `signals were received`
    "other_figure",  # a label of a number that no category stands for: it is left unread
    "unit",  # what a number counts, beside it
    "status",  # a stated non-number; its category is the value status
)
HEADING_KINDS = (
    "neutral",  # changes nothing of what stands below it
    "measure",  # names what is counted; its meaning is the measure
    "breakdown",  # names the breakdown that the categories of a measure are; its meaning is the measure
    "own_period",  # says that a number is the report's period's
    "edition",  # a year beside it is that of a publication
    "sum",  # what a table calls the sum over a row or a column
    "other_place",  # a row or column of a table that is not a state, territory or nation
    "all_time",  # all years together
    "other_period",
    "part_of_year",
    "average",
    "share",
    "estimate",
    "nation",  # the nation beside a state
    "local",  # a part of a place
    "other_service",
    "organization",  # another service, unless the national hotline is named with it or below it: it publishes then
    "other_measure",
    "other_breakdown",  # venues, industries, gender and the like
    "rank",
    "change",
    "scale",  # in thousands
    "void",  # the whole document does not hold: retracted
)

_COLUMNS = {
    "jurisdictions": ("jurisdiction_code", "postal_code", "jurisdiction_name", "jurisdiction_level", "aliases"),
    "measures": ("measure", "name", "unit", "definition", "caveat", "sort_order"),
    "categories": ("measure", "category_scheme", "category", "role", "name", "definition", "sort_order"),
    "labels": ("label", "kind", "measure", "category"),
    "headings": ("wording", "kind", "meaning"),
    "known_discrepancies": (
        "jurisdiction_code",
        "period_start",
        "period_end",
        "publisher_as_of",
        "measure",
        "expected_discrepancy",
        "reason",
    ),
    "populations": ("jurisdiction_code", "year", "population", "source"),
    "series_breaks": ("measure", "starts_on", "description", "is_comparable", "source"),
    "sources": ("address", "format", "jurisdiction", "cadence_days", "source_kind"),
}

_NOT_FOR_READING = ("populations", "sources")
"""Seeds that change nothing in what a document says: another population has no file read again."""

Parsed = TypeVar("Parsed")


class BrokenReference(UserError):
    """A reference seed that cannot be used; the message names the file, the line and the fix."""


@dataclass(frozen=True, slots=True)
class Category:
    """One category of one measure, and what it is to its scheme."""

    measure: str
    category_scheme: str
    category: str
    role: str


@dataclass(frozen=True, slots=True)
class Label:
    """A published wording and what it stands for (`kind` says which of its fields are used)."""

    label: str
    kind: str
    measure: str | None
    category: str | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A word or wording of headings, captions and heads, and what it makes of the figures below it."""

    wording: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class KnownDiscrepancy:
    """A difference between a stated total and its parts that somebody has explained."""

    jurisdiction_code: str
    period_start: date
    period_end: date
    publisher_as_of: date
    measure: str
    expected_discrepancy: int


@dataclass(frozen=True, slots=True)
class Source:
    """A page that is fetched regularly, and what is expected of it."""

    address: str
    format: str
    jurisdiction: str | None
    """The ISO 3166-2 code of the one place that it is about; None for a page about many, or one that names its own."""
    cadence_days: int
    source_kind: str


@dataclass(frozen=True)
class Vocabulary:
    """All reference seeds, checked against each other."""

    jurisdictions: Mapping[str, str]
    """Lower-case code, postal code, name or alias → ISO 3166-2 code."""
    jurisdiction_names: Mapping[str, str]
    """ISO 3166-2 code → name."""
    categories: Mapping[tuple[str, str], Category]
    """(measure, category) → category, in the order of the seed."""
    labels: tuple[Label, ...]
    headings: tuple[Heading, ...]
    known_discrepancies: tuple[KnownDiscrepancy, ...]
    sources: tuple[Source, ...]
    fingerprint: str
    """SHA-256 over the bytes of the seeds: changes when any word does."""

    @cached_property
    def measures(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(category.measure for category in self.categories.values()))

    @cached_property
    def parts(self) -> Mapping[str, tuple[str, ...]]:
        """Measure → the categories that add up to its total (none for measures without a breakdown)."""
        return {
            measure: tuple(
                category.category
                for category in self.categories.values()
                if category.measure == measure and category.role in (COMPONENT, RESIDUAL)
            )
            for measure in self.measures
        }

    def scheme_of(self, measure: str, category: str) -> str:
        """The set of categories that a category belongs to."""
        return self.categories[measure, category].category_scheme

    @cached_property
    def _positions(self) -> Mapping[tuple[str, str], int]:
        return {key: position for position, key in enumerate(self.categories)}

    def position(self, measure: str, category: str) -> int:
        """Where a category stands in the order of the seed."""
        return self._positions[measure, category]

    @cached_property
    def _expected(self) -> Mapping[tuple[str, date, date, date, str], int]:
        return {
            (k.jurisdiction_code, k.period_start, k.period_end, k.publisher_as_of, k.measure): k.expected_discrepancy
            for k in self.known_discrepancies
        }

    def expected_discrepancy(
        self, jurisdiction_code: str, period_start: date, period_end: date, publisher_as_of: date, measure: str
    ) -> int | None:
        """The listed difference for one measure of one report, or None."""
        return self._expected.get((jurisdiction_code, period_start, period_end, publisher_as_of, measure))


def load_vocabulary(folder: Path) -> Vocabulary:
    """Read and check the reference seeds in `folder`; raise `BrokenReference` at the first fault."""
    digest = hashlib.sha256()
    tables: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for table, columns in _COLUMNS.items():
        content = _read(folder / f"{table}.csv")
        if table not in _NOT_FOR_READING:
            digest.update(f"{table}:{len(content)}:".encode() + content)
        tables[table] = _rows(folder / f"{table}.csv", content, columns)

    at = _Place(folder)
    jurisdictions, names = _jurisdictions(tables["jurisdictions"], at)
    categories = _categories(tables["measures"], tables["categories"], at)
    check_series_breaks(tables["series_breaks"], {measure for measure, _ in categories}, at.fault)
    check_populations(tables["populations"], names, at.fault)
    return Vocabulary(
        jurisdictions=jurisdictions,
        jurisdiction_names=names,
        categories=categories,
        labels=_labels(tables["labels"], categories, at),
        headings=_headings(tables["headings"], categories, at),
        known_discrepancies=_known(tables["known_discrepancies"], names, categories, at),
        sources=_sources(tables["sources"], jurisdictions, at),
        fingerprint=digest.hexdigest(),
    )


@dataclass(frozen=True)
class _Place:
    """Makes the message for a fault at one line of one seed."""

    folder: Path

    def fault(self, table: str, line: int, found: str, fix: str) -> BrokenReference:
        return BrokenReference(f"{self.folder / table}.csv, line {line}: {found}. {fix}")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BrokenReference(f"{file}: cannot be read ({error.strerror}). Restore it from the repository.") from error


def _rows(file: Path, content: bytes, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BrokenReference(f"{file}, line {line}: is not UTF-8. Save the file as UTF-8.") from error
    reader = csv.DictReader(lines, strict=True)
    try:
        header = reader.fieldnames or ()
        missing = [column for column in columns if column not in header]
        if missing:
            raise BrokenReference(f"{file}, line 1: lacks the column {missing[0]}. Expected {', '.join(columns)}.")
        rows = []
        for row in reader:
            if None in row or None in row.values():
                raise BrokenReference(
                    f"{file}, line {reader.line_num}: has not as many fields as the header. "
                    f"Put text that holds a comma in double quotes."
                )
            rows.append((reader.line_num, {key: value.strip() for key, value in row.items()}))
    except csv.Error as error:
        raise BrokenReference(f"{file}, line {reader.line_num}: {error}. Fix the quoting of this line.") from error
    return rows


def _jurisdictions(rows: list[tuple[int, dict[str, str]]], at: _Place) -> tuple[dict[str, str], dict[str, str]]:
    words: dict[str, str] = {}
    names: dict[str, str] = {}
    for line, row in rows:
        code = row["jurisdiction_code"]
        if row["jurisdiction_level"] not in LEVELS:
            raise at.fault(
                "jurisdictions",
                line,
                f"unknown level {row['jurisdiction_level']!r}",
                f"Use one of {', '.join(LEVELS)}.",
            )
        aliases = row["aliases"].split("|") if row["aliases"] else []
        for word in {code, row["postal_code"], row["jurisdiction_name"], *aliases}:
            if not word or words.setdefault(word.casefold(), code) != code:
                raise at.fault(
                    "jurisdictions", line, f"the word {word!r} is empty or stands for two places", "Give each its own."
                )
        if code in names:
            raise at.fault("jurisdictions", line, f"{code} stands there twice", "Remove one of the lines.")
        names[code] = row["jurisdiction_name"]
    return words, names


def _categories(
    measures: list[tuple[int, dict[str, str]]], rows: list[tuple[int, dict[str, str]]], at: _Place
) -> dict[tuple[str, str], Category]:
    known = {row["measure"] for _, row in measures}
    categories: dict[tuple[str, str], Category] = {}
    for line, row in rows:
        if row["measure"] not in known:
            raise at.fault("categories", line, f"unknown measure {row['measure']!r}", "Add it to measures.csv.")
        if row["role"] not in ROLES:
            raise at.fault("categories", line, f"unknown role {row['role']!r}", f"Use one of {', '.join(ROLES)}.")
        key = (row["measure"], row["category"])
        if key in categories:
            raise at.fault("categories", line, f"{key[0]} / {key[1]} stands there twice", "Remove one of the lines.")
        categories[key] = Category(row["measure"], row["category_scheme"], row["category"], row["role"])
    return categories


def _labels(
    rows: list[tuple[int, dict[str, str]]], categories: Mapping[tuple[str, str], Category], at: _Place
) -> tuple[Label, ...]:
    labels: dict[tuple[str, str], Label] = {}
    for line, row in rows:
        if row["kind"] not in LABEL_KINDS:
            raise at.fault("labels", line, f"unknown kind {row['kind']!r}", f"Use one of {', '.join(LABEL_KINDS)}.")
        if row["kind"] in ("figure", "short", "sentence") and (row["measure"], row["category"]) not in categories:
            raise at.fault(
                "labels",
                line,
                f"{row['measure']} / {row['category']} is not a known category",
                "Use one of categories.csv.",
            )
        if row["kind"] == "unit" and not any(measure == row["measure"] for measure, _ in categories):
            raise at.fault("labels", line, f"unknown measure {row['measure']!r}", "Use one of measures.csv.")
        if row["kind"] == "status" and row["category"] not in ("suppressed", "not_published"):
            raise at.fault(
                "labels",
                line,
                f"{row['category']!r} is not a known status",
                "Put suppressed or not_published as category.",
            )
        key = (row["label"].casefold(), row["kind"])
        if not row["label"] or key in labels:
            raise at.fault("labels", line, f"the wording {row['label']!r} is empty or stands there twice", "Remove it.")
        labels[key] = Label(row["label"], row["kind"], row["measure"] or None, row["category"] or None)
    return tuple(labels.values())


def _headings(
    rows: list[tuple[int, dict[str, str]]], categories: Mapping[tuple[str, str], Category], at: _Place
) -> tuple[Heading, ...]:
    headings: dict[str, Heading] = {}
    measures = {measure for measure, _ in categories}
    for line, row in rows:
        wording, kind, meaning = row["wording"], row["kind"], row["meaning"]
        if kind not in HEADING_KINDS:
            raise at.fault("headings", line, f"unknown kind {kind!r}", f"Use one of {', '.join(HEADING_KINDS)}.")
        if (kind in ("measure", "breakdown")) != (meaning in measures):
            raise at.fault(
                "headings", line, f"{kind} with the meaning {meaning!r}", "Put a measure behind measure and breakdown."
            )
        if not wording or wording.casefold() in headings:
            raise at.fault("headings", line, f"the wording {wording!r} is empty or stands there twice", "Remove it.")
        headings[wording.casefold()] = Heading(wording, kind, meaning)
    return tuple(headings.values())


def _known(
    rows: list[tuple[int, dict[str, str]]],
    names: Mapping[str, str],
    categories: Mapping[tuple[str, str], Category],
    at: _Place,
) -> tuple[KnownDiscrepancy, ...]:
    def parsed(line: int, column: str, text: str, parse: Callable[[str], Parsed]) -> Parsed:
        try:
            return parse(text)
        except ValueError as error:
            raise at.fault("known_discrepancies", line, f"{column} {text!r} cannot be read", "Fix it.") from error

    known = {}
    for line, row in rows:
        if row["jurisdiction_code"] not in names:
            raise at.fault(
                "known_discrepancies",
                line,
                f"unknown code {row['jurisdiction_code']!r}",
                "Use one of jurisdictions.csv.",
            )
        if not any(measure == row["measure"] for measure, _ in categories):
            raise at.fault(
                "known_discrepancies", line, f"unknown measure {row['measure']!r}", "Use one of measures.csv."
            )
        start, end, as_of = (
            parsed(line, column, row[column], date.fromisoformat)
            for column in ("period_start", "period_end", "publisher_as_of")
        )
        expected = parsed(line, "expected_discrepancy", row["expected_discrepancy"], int)
        one = KnownDiscrepancy(row["jurisdiction_code"], start, end, as_of, row["measure"], expected)
        key = (one.jurisdiction_code, one.period_start, one.period_end, one.publisher_as_of, one.measure)
        if key in known:
            raise at.fault("known_discrepancies", line, "this report and measure stands there twice", "Remove one.")
        known[key] = one
    return tuple(known.values())


def _sources(
    rows: list[tuple[int, dict[str, str]]], jurisdictions: Mapping[str, str], at: _Place
) -> tuple[Source, ...]:
    sources: dict[str, Source] = {}
    for line, row in rows:
        address, place, cadence = row["address"], row["jurisdiction"], row["cadence_days"]
        if not _is_page(address):
            raise at.fault(
                "sources",
                line,
                f"{without_secrets(address)!r} is not a page address",
                "Expected http:// or https://, a host and a path, without a password, a blank or a part behind '#'.",
            )
        if holds_secret(address):
            raise at.fault(
                "sources",
                line,
                f"{without_secrets(address)} holds a password or a token, and addresses are published with the figures",
                "Use an address that everybody may know.",
            )
        if address in sources:
            raise at.fault("sources", line, f"{address} stands there twice", "Remove one of the lines.")
        if row["format"] not in FORMATS:
            raise at.fault("sources", line, f"unknown format {row['format']!r}", f"Use one of {', '.join(FORMATS)}.")
        if place and place.casefold() not in jurisdictions:
            raise at.fault(
                "sources",
                line,
                f"unknown jurisdiction {place!r}",
                "Use a code or name of jurisdictions.csv, or leave it empty.",
            )
        if not re.fullmatch(r"[1-9][0-9]{0,3}", cadence):
            raise at.fault(
                "sources",
                line,
                f"cadence_days {cadence!r} is not a number of days",
                "Use a whole number from 1 to 9999.",
            )
        kind = row["source_kind"] or SourceKind.PUBLISHER.value
        if kind not in tuple(SourceKind):
            raise at.fault("sources", line, f"unknown source_kind {kind!r}", f"Use one of {', '.join(SourceKind)}.")
        sources[address] = Source(
            address, row["format"], jurisdictions[place.casefold()] if place else None, int(cadence), kind
        )
    return tuple(sources.values())


def _is_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises if it is not a number
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and not (parts.username or parts.password or parts.fragment)
        and bool(re.fullmatch(r"[\x21-\x7e]+", address))
    )
