"""A release made from the figures that come with the project, and others made from it by hand.

Belongs here: a warehouse that readers can be tried on. Not here: how one is made in earnest (the job `refresh`).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from orchestration.settings import Settings
from orchestration.spotlight.changed import gate
from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.ingest.refresh import ingest
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.release.publish import DATABASE, RELEASE_NOTE, Origin, ReleaseInfo, current_release
from tests.support.dbt_build import MODELS_ONLY, build
from tests.support.made_once import MadeOnce

RECORDED_AT = datetime(2026, 11, 1, tzinfo=UTC)


def settings_of_seeds(warehouse_dir: Path) -> Settings:
    """The reports that come with the project, and a warehouse of a test's own."""
    return Settings(reports_dir=PROJECT_DIR / "data" / "seeds" / "reports", warehouse_dir=warehouse_dir)


def seeds_once(made_once: MadeOnce) -> Settings:
    """A release of the reports of the project, made once for all tests: to be read or copied."""
    return settings_of_seeds(made_once("seeds", release_of_seeds))


def release_of_seeds(warehouse_dir: Path) -> Settings:
    """Ingest the reports of the project, let dbt build, and put the build file in place as release 1."""
    settings = settings_of_seeds(warehouse_dir)
    ingest(settings, accept_removals=False, accept_removal_ids=(), full=False, run_id="seeds", now=RECORDED_AT)
    build(warehouse_dir, *MODELS_ONLY)
    origin = Origin(
        batch=Ledger(settings.ledger_dir).last_batch(), code_version="", reference_version="", dbt_version=""
    )
    folder = settings.releases_dir / "1"
    folder.mkdir(parents=True)
    shutil.copyfile(settings.build_file, folder / DATABASE)
    _describe(folder, origin, 1)
    _point_to(settings, folder)
    gate.mark_published(warehouse_dir)
    return settings


def release_changed(settings: Settings, *statements: str) -> ReleaseInfo:
    """Put a copy of the current release, changed by these statements, in its place."""
    current = current_release(settings)
    assert current is not None
    number = current.number + 1
    folder = settings.releases_dir / str(number)
    folder.mkdir()
    shutil.copyfile(settings.current / DATABASE, folder / DATABASE)
    with duckdb.connect(folder / DATABASE) as connection:
        for statement in statements:
            connection.execute(statement)
    info = _describe(folder, current, number)
    _point_to(settings, folder)
    return info


def tables_of(connection: duckdb.DuckDBPyConnection) -> Iterable[str]:
    """Every table that people read, with its schema."""
    found = connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables()"
        " where schema_name in ('marts', 'audit') order by all"
    )
    return [name for (name,) in found.fetchall()]


def _describe(folder: Path, origin: Origin, number: int) -> ReleaseInfo:
    with duckdb.connect(folder / DATABASE, read_only=True) as connection:
        rows = {name: connection.table(name).count("*").fetchone()[0] for name in tables_of(connection)}
    info = ReleaseInfo(
        batch=origin.batch,
        code_version=origin.code_version,
        reference_version=origin.reference_version,
        dbt_version=origin.dbt_version,
        number=number,
        created_at=RECORDED_AT.isoformat(timespec="seconds"),
        rows=rows,
    )
    (folder / RELEASE_NOTE).write_text(json.dumps(asdict(info)), encoding="utf-8")
    return info


def _point_to(settings: Settings, folder: Path) -> None:
    beside = settings.current.with_name("beside")
    beside.symlink_to(Path("releases") / folder.name)
    beside.replace(settings.current)
