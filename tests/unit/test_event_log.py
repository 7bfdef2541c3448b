"""Dagster's event log as a refresh writes it.

Belongs here: that nothing is lost or late by keeping it open. Not here: which events a refresh leaves (test_dagster).
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.cli.event_log import kept_open

Check = dg.AssetCheckResult


@dg.asset(check_specs=[dg.AssetCheckSpec(f"check_{number}", asset="figures") for number in range(20)])
def figures():  # type: ignore[no-untyped-def]  # Dagster reads the annotation
    return dg.MaterializeResult(check_results=[Check(passed=True, check_name=f"check_{n}") for n in range(20)])


def local(folder: Path) -> dg.DagsterInstance:
    return dg.DagsterInstance.local_temp(str(folder), overrides={"telemetry": {"enabled": False}})


def run(instance: dg.DagsterInstance) -> str:
    return dg.materialize([figures], instance=instance).run_id


def log(instance: dg.DagsterInstance, run_id: str) -> list[str]:
    return [str(entry.dagster_event_type) for entry in instance.all_logs(run_id)]


def test_a_log_that_is_kept_open_holds_the_same_events_for_everybody_at_once(tmp_path: Path) -> None:
    with (
        local(tmp_path) as instance,
        local(tmp_path) as reader,
    ):
        usual = run(instance)
        with kept_open(instance):
            kept = run(instance)
            assert log(reader, kept) == log(reader, usual)
            materialization = reader.get_latest_materialization_event(dg.AssetKey("figures"))
            assert materialization is not None
            assert materialization.run_id == kept
        assert log(instance, run(instance)) == log(reader, usual)


def test_the_files_are_opened_a_few_times_and_not_once_for_each_event(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    connect = sqlite3.dbapi2.connect

    def counted(database: str, *arguments: Any, **options: Any) -> sqlite3.Connection:
        opened.append(database)
        return connect(database, *arguments, **options)

    monkeypatch.setattr(sqlite3.dbapi2, "connect", counted)
    with local(tmp_path) as instance, kept_open(instance):
        opened.clear()
        run_id = run(instance)
        assert len(log(instance, run_id)) > 40
    events = [Path(file).parent.name for file in opened].count("runs")
    assert 0 < events < 20
    assert not [*tmp_path.rglob("*.db-wal")]


def test_a_log_that_is_kept_elsewhere_is_left_alone() -> None:
    with dg.DagsterInstance.ephemeral() as instance, kept_open(instance):
        assert len(log(instance, run(instance))) > 40
