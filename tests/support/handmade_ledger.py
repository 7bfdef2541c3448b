"""Ledgers written by hand, so that a test can say in a few words what was believed when.

Belongs here: Parquet by the ledger's schemas from a small description. Not here: reading, judging or dbt.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl

from orchestration.spotlight.domain.model import Report, ValueStatus
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import Vocabulary, load_vocabulary
from orchestration.spotlight.ledger.format import FORMAT_VERSION, SCHEMAS

FIRST_BATCH = datetime(2026, 1, 1, tzinfo=UTC)

Value = int | str
"""A number, or the status of a figure that is none (`suppressed`, `not_published`)."""
Figures = Mapping[str, Mapping[str, Value]]
"""Measure → category → value."""


def year_of(jurisdiction_code: str, year: int, publisher_as_of: str) -> Report:
    """The report on one calendar year."""
    return Report(jurisdiction_code, date(year, 1, 1), date(year, 12, 31), date.fromisoformat(publisher_as_of))


def recorded_at(batch: int) -> datetime:
    """When a batch was recorded, as the ledger writes it: UTC without a zone."""
    return (FIRST_BATCH + timedelta(days=batch - 1)).replace(tzinfo=None)


def document_id_of(content: str) -> str:
    """The identity of a document of which only its content's name matters."""
    return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True)
class States:
    """A document states these figures of a report, and they are believed.

    `state` is that of the report's row in the ledger; `content` stands for the document's bytes.
    """

    report: Report
    figures: Figures
    path: str = "report.csv"
    content: str | None = None
    source_kind: str = "publisher"
    basis: str = "printed"
    source: str | None = None
    change_kind: str | None = "new"

    @property
    def document_id(self) -> str:
        return document_id_of(self.content or self.path)


@dataclass(frozen=True)
class Withdraws:
    """Figures of a report stop being believed."""

    report: Report
    figures: Mapping[str, Sequence[str]]
    change_kind: str = "removed"


@dataclass(frozen=True)
class Turns:
    """What one file is to one report changes, and no figure with it."""

    report: Report
    path: str
    state: str
    removal_id: str | None = None
    content: str | None = None
    source_kind: str = "publisher"


@dataclass(frozen=True)
class Rejects:
    """A rejection is opened, or closed."""

    rejection_id: str
    file: str = "bad.csv"
    action: str = "opened"


Entry = States | Withdraws | Turns | Rejects


@dataclass
class HandmadeLedger:
    """Appends batches to the ledger of a warehouse folder."""

    warehouse_dir: Path
    vocabulary: Vocabulary = field(default_factory=lambda: load_vocabulary(REFERENCE_DIR))
    batches: int = 0
    _believed: dict[tuple[str, str, str], dict[str, object]] = field(default_factory=dict)

    def add(self, *entries: Entry) -> None:
        """Write one batch, recorded a day after the one before."""
        self.batches += 1
        at = recorded_at(self.batches)
        rows: dict[str, list[dict[str, object]]] = {name: [] for name in SCHEMAS}
        rows["batch"].append(_batch_row())
        for entry in entries:
            match entry:
                case States():
                    self._state(entry, rows)
                case Withdraws():
                    self._withdraw(entry, rows)
                case Turns():
                    rows["reports"].append(_turn_row(entry, at))
                case Rejects():
                    rows["rejections"].append(_rejection_row(entry))
        folder = self.warehouse_dir / "ledger" / "batches" / f"batch={self.batches}"
        folder.mkdir(parents=True)
        for name, schema in SCHEMAS.items():
            complete = [{**dict.fromkeys(schema.names()), **row, "recorded_at": at} for row in rows[name]]
            pl.DataFrame(complete, schema=schema).write_parquet(folder / f"{name}.parquet")
        return at

    def _state(self, entry: States, rows: dict[str, list[dict[str, object]]]) -> None:
        report = _report_columns(entry.report) | {
            "publisher_as_of_basis": entry.basis,
            "source": entry.source,
            "source_kind": entry.source_kind,
        }
        figures = []
        for measure, categories in entry.figures.items():
            for line, (category, value) in enumerate(categories.items(), start=2):
                is_number = isinstance(value, int)
                figures.append(
                    {
                        "measure": measure,
                        "category_scheme": self.vocabulary.categories[measure, category].category_scheme,
                        "category": category,
                        "value": value if is_number else None,
                        "value_status": ValueStatus.REPORTED if is_number else value,
                        "source_line": line,
                        "source_text": f"{measure},{category},{value}",
                    }
                )
        document = {
            "path": entry.path,
            "document_id": entry.document_id,
            "format": "csv",
            "size_bytes": 1,
            "state": "present",
            "outcome": "accepted",
        }
        if document not in rows["documents"]:
            rows["documents"].append(document)
        rows["reports"].append(
            {**report, "path": entry.path, "document_id": entry.document_id, "state": "stated", "figures": figures}
        )
        for figure in figures:
            key = (entry.report.report_id, figure["measure"], figure["category"])
            before = self._believed.get(key, {})
            believed = {**report, **figure, "document_id": entry.document_id}
            rows["figures"].append(
                {
                    **believed,
                    "action": "stated",
                    "change_kind": entry.change_kind,
                    "old_value": before.get("value"),
                    "old_value_status": before.get("value_status"),
                    "old_publisher_as_of": before.get("publisher_as_of"),
                }
            )
            self._believed[key] = believed

    def _withdraw(self, entry: Withdraws, rows: dict[str, list[dict[str, object]]]) -> None:
        for measure, categories in entry.figures.items():
            for category in categories:
                before = self._believed.pop((entry.report.report_id, measure, category))
                rows["figures"].append(
                    {
                        **before,
                        "action": "withdrawn",
                        "change_kind": entry.change_kind,
                        "old_value": before["value"],
                        "old_value_status": before["value_status"],
                        "old_publisher_as_of": before["publisher_as_of"],
                    }
                )


def _report_columns(report: Report) -> dict[str, object]:
    return {
        "report_id": report.report_id,
        "jurisdiction_code": report.jurisdiction_code,
        "period_start": report.period_start,
        "period_end": report.period_end,
        "publisher_as_of": report.publisher_as_of,
    }


def _batch_row() -> dict[str, object]:
    counts = ("new", "restated", "reaffirmed", "late", "corrected", "rejected", "removed")
    return {
        "run_id": "handmade",
        "code_version": "0",
        "format_version": FORMAT_VERSION,
        **{f"{count}_count": 0 for count in counts},
    }


def _turn_row(entry: Turns, at: datetime) -> dict[str, object]:
    return {
        **_report_columns(entry.report),
        "publisher_as_of_basis": "printed",
        "source_kind": entry.source_kind,
        "path": entry.path,
        "document_id": document_id_of(entry.content or entry.path),
        "state": entry.state,
        "removal_id": entry.removal_id,
        "noticed_at": at if entry.removal_id else None,
        "decided_at": at if entry.state == "accepted" else None,
        "figures": [],
    }


def _rejection_row(entry: Rejects) -> dict[str, object]:
    return {
        "rejection_id": entry.rejection_id,
        "file": entry.file,
        "line": 2,
        "rule_code": "value.negative",
        "offending_text": "-1",
        "message": "a count cannot be negative; write the number as published",
        "action": entry.action,
    }
