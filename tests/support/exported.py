"""A warehouse with the cases that exports and the dashboard have to tell apart, and the exports made from it.

Belongs here: the ledger, and calling the exports as a release does. Not here: what is expected of them.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.spotlight.release.exports import write_exports
from orchestration.spotlight.release.publish import DATABASE, ReleaseInfo
from tests.support.dbt_build import MODELS_ONLY, build
from tests.support.handmade_ledger import HandmadeLedger, Rejects, States, Withdraws, year_of
from tests.support.hostile import TEXTS

PARTS_2015 = {"sex": 58, "labor": 4, "sex_and_labor": 1, "not_specified": 4}
SECONDARY = {"source_kind": "secondary", "basis": "retrieved_by", "source": "a newspaper"}
MISSOURI_2019 = States(
    year_of("US-MO", 2019, "2020-07-30"),
    {
        "cases": {"total": 233, "sex": 183, "labor": 22, "sex_and_labor": 6, "not_specified": 23},
        "victims": {"total": 423},
        "traffickers": {"total": 117},
        "businesses": {"total": 31},
        "signals": {"phone_call": 438, "webform": 61, "email": 14, "text": 57, "webchat": 17},
    },
    path="missouri-2019.txt",
)
HISTORY = (
    (
        MISSOURI_2019,
        States(year_of("US-KS", 2019, "2020-08-01"), {"cases": {"total": 80}}, path="kansas.csv"),
        States(year_of("US-MO", 2015, "2016-01-28"), {"cases": {"total": 67, **PARTS_2015}}, "jan.csv", **SECONDARY),
        States(year_of("US-MO", 2015, "2016-05-27"), {"cases": {"total": 67, **PARTS_2015}}, "may.csv", **SECONDARY),
        States(
            year_of("US-ME", 2018, "2019-05-01"),
            {"cases": {"total": 40, "sex": 30, "labor": "suppressed", "sex_and_labor": 0, "not_specified": 8}},
            path="maine.csv",
        ),
        States(year_of("US-IA", 2018, "2019-05-01"), {"cases": {"total": 9}}, path="iowa.csv"),
        Rejects("a rejection"),
    ),
    (
        States(year_of("US-MO", 2015, "2017-05-03"), {"cases": {"total": 69}}, "later.csv", **SECONDARY),
        States(year_of("US-IA", 2018, "2019-05-01"), {"cases": {"total": 8}}, path="iowa.csv", change_kind="corrected"),
        Withdraws(year_of("US-KS", 2019, "2020-08-01"), {"cases": ["total"]}),
    ),
)

LEDGER_SHA256 = "3f9c2a7d10be" + "0" * 52
DATASET_ID = "spotlight-warehouse/0123456789abcdef"

# Where a publisher's or our own free text stands. Codes and keys come from the vocabulary and are no text.
FREE_TEXT = {
    "marts.dim_report": ("source", "note", "citation"),
    "marts.dim_document": ("path",),
    "marts.dim_jurisdiction": ("jurisdiction_name",),
    "marts.dim_measure": ("measure_name", "unit", "definition", "caveat"),
    "marts.dim_trafficking_type": ("trafficking_type_name", "definition", "caveat"),
    "marts.dim_channel": ("channel_name", "definition", "caveat"),
    "marts.fct_figures": ("jurisdiction_name", "source_text"),
    "marts.fct_figure_revisions": ("jurisdiction_name", "source_text"),
    "marts.fct_case_totals": ("jurisdiction_name",),
    "marts.rpt_spotlight": ("jurisdiction_name", "caveat"),
    "audit.rejections": ("file", "offending_text", "message"),
}


@dataclass(frozen=True)
class Exported:
    """The folder of a release with everything in it."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / DATABASE

    def connect(self) -> duckdb.DuckDBPyConnection:
        return duckdb.connect(self.database, read_only=True)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with self.connect() as connection:
            return connection.execute(query).fetchall()


def data_of_dashboard(exported: Exported) -> Any:
    """What the page shows, from the form in which the page holds it."""
    page = (exported.folder / "dashboard.html").read_text(encoding="utf-8")
    (packed,) = re.findall(r'<script type="text/plain" id="data">(.*?)</script>', page, flags=re.DOTALL)
    return json.loads(zlib.decompress(base64.b64decode(packed)))


def release_info(number: int = 1, code_version: str = "1") -> ReleaseInfo:
    return ReleaseInfo(
        batch=number,
        ledger_sha256=LEDGER_SHA256,
        dataset_id=DATASET_ID,
        code_version=code_version,
        reference_version="r",
        dbt_version="d",
        number=number,
        created_at=f"2026-01-{number:02}T06:17:00+00:00",
        rows={},
    )


def build_warehouse(folder: Path) -> None:
    """Build the database from the history above."""
    ledger = HandmadeLedger(folder)
    for entries in HISTORY:
        ledger.add(*entries)
    build(folder, *MODELS_ONLY)


def export(database: Path, folder: Path, number: int = 1, previous: Exported | None = None) -> Exported:
    """Copy a database into the folder of a release and write what lies beside it."""
    folder.mkdir(parents=True)
    shutil.copyfile(database, folder / DATABASE)
    exported = Exported(folder)
    write_exports(folder, release_info(number), exported.database, previous.folder if previous else None)
    return exported


def with_hostile_text(database: Path, target: Path, texts: Sequence[str] = TEXTS) -> Path:
    """Copy a database and put a hostile text into every field that holds free text."""
    shutil.copyfile(database, target)
    with duckdb.connect(target) as connection:
        for shift, (table, columns) in enumerate(FREE_TEXT.items()):
            changes = ", ".join(
                f"{column} = $words[1 + (rowid * {len(columns)} + {n + 5 * shift}) % len($words)]"
                for n, column in enumerate(columns)
            )
            connection.execute(f"update {table} set {changes}", {"words": list(texts)})
    return target
