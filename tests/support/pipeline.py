"""A reports folder and a warehouse of a test's own, from files to tables, without Dagster.

Belongs here: writing reports, looking at the folder, building and asking. Not here: what is expected of it.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from orchestration.settings import Settings
from orchestration.spotlight.files.note import read_note, write_note
from orchestration.spotlight.ingest.refresh import Ingestion, ingest
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.release.dbt_runner import state_of
from orchestration.spotlight.release.publish import noted_heads
from tests.support.dbt_build import MODELS_ONLY, Warehouse, bring_up_to_date, build

HEADER = "jurisdiction,period_start,period_end,publisher_as_of,measure,category,value,value_status,source_kind"
FIRST_LOOK = datetime(2026, 1, 1, 12, tzinfo=UTC)

# What differs by the order of arrival on purpose: when something was recorded, and what was corrected on the way.
HISTORY_OF_ARRIVAL = ("first_recorded_at", "recorded_from", "recorded_to")


def line(
    jurisdiction: str, year: int, publisher_as_of: str, measure: str, category: str, value: int | None, kind: str = ""
) -> str:
    """One line of figures as CSV; without a value the figure is suppressed."""
    status = "suppressed" if value is None else "reported"
    shown = "" if value is None else value
    return f"{jurisdiction},{year}-01-01,{year}-12-31,{publisher_as_of},{measure},{category},{shown},{status},{kind}"


def cases(jurisdiction: str, year: int, publisher_as_of: str, kind: str = "", **values: int | None) -> list[str]:
    """The lines of a report on cases, by category."""
    return [
        line(jurisdiction, year, publisher_as_of, "cases", category, value, kind) for category, value in values.items()
    ]


@dataclass
class Pipeline:
    """Reports, ledger and tables in one folder; time passes a day with every look."""

    folder: Path
    looks: int = field(default=0)

    def __post_init__(self) -> None:
        self.reports.mkdir(parents=True, exist_ok=True)
        self.settings = Settings(reports_dir=self.reports, warehouse_dir=self.folder / "warehouse")

    @property
    def reports(self) -> Path:
        return self.folder / "reports"

    def write(self, name: str, *lines: str | Sequence[str], header: str = HEADER) -> None:
        """Save a file of figures."""
        flat = [one for item in lines for one in ([item] if isinstance(item, str) else item)]
        file = self.reports / name
        file.write_text("\n".join([header, *flat]) + "\n", encoding="utf-8")
        # As if at rest for an hour: a command waits a second for a file that may still be being written.
        os.utime(file, ns=(time.time_ns(), time.time_ns() - 3_600_000_000_000))

    def remove(self, name: str) -> None:
        (self.reports / name).unlink()

    def look(self, *, accept: bool = False, ids: Sequence[str] = (), full: bool = False) -> Ingestion:
        """Take in what the reports folder holds now."""
        self.looks += 1
        return ingest(
            self.settings,
            accept_removals=accept,
            accept_removal_ids=ids,
            full=full,
            noted_heads=noted_heads(self.settings),
            run_id=f"look {self.looks}",
            now=FIRST_LOOK + timedelta(days=self.looks),
        )

    def copy(self, folder: Path) -> Pipeline:
        """Make a copy to be changed, whose tables follow its ledger as these do."""
        shutil.copytree(self.folder, folder, symlinks=True, dirs_exist_ok=True)
        copy = Pipeline(folder, looks=self.looks)
        note_ledger_of_copy(copy.settings)
        note_build_of_copy(copy.settings)
        return copy

    def build(self, *tables: str) -> Warehouse:
        """Let dbt build the tables from the ledger: all of them, or these with what they stand on."""
        selected = ("--select", *(f"+{table}" for table in tables)) if tables else ()
        return build(self.settings.warehouse_dir, *MODELS_ONLY, *selected)

    def bring_up_to_date(self) -> Warehouse:
        """Let the tables follow a long ledger as a refresh does: only what its new batches affect is built."""
        bring_up_to_date(self.settings.warehouse_dir)
        return Warehouse(self.settings.warehouse_dir)


def note_ledger_of_copy(settings: Settings) -> None:
    """As if the last refresh had left these very files, so that for the next one there is nothing new."""
    note = settings.warehouse_dir / "last_refresh.json"
    if noted := read_note(note):
        noted["ledger"]["stamp"] = Ledger(settings.ledger_dir).stamp()
        write_note(note, noted)


def note_build_of_copy(settings: Settings) -> None:
    """As if the copied build file were the one that was noted, so that a build adds to it as it usually does."""
    note = settings.build_file.with_name("built.json")
    if note.exists():
        note.write_text(json.dumps({**json.loads(note.read_text()), "file": state_of(settings.build_file)}))


def tables_of(
    warehouse: Warehouse, schemas: Iterable[str] = ("marts",), without: Sequence[str] = ()
) -> Mapping[str, list[tuple[Any, ...]]]:
    """Every table of some schemas, its rows in order, less some columns."""
    tables = {}
    for schema, name in warehouse.rows(
        "select table_schema, table_name from information_schema.tables "
        "where table_type = 'BASE TABLE' order by table_schema, table_name"
    ):
        if schema not in schemas:
            continue
        columns = [
            column
            for (column,) in warehouse.rows(
                "select column_name from information_schema.columns "
                "where table_schema = $schema and table_name = $name order by ordinal_position",
                schema=schema,
                name=name,
            )
            if column not in without
        ]
        tables[f"{schema}.{name}"] = warehouse.rows(f"select {', '.join(columns)} from {schema}.{name} order by all")
    return tables
