"""The definitions as Dagster sees them, the job `refresh` run for real, and the daemon that starts it.

Belongs here: what is wired to what, and what a run leaves behind. Not here: the rules of a release (test_releases).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import dagster as dg
import duckdb
import polars as pl
import pytest
from filelock import FileLock

import schemas
from orchestration.definitions import defs
from orchestration.defs import automation, checks
from orchestration.defs.automation import refresh_config, reports_folder
from orchestration.defs.ingest import LEDGER, RefreshOptions
from orchestration.defs.resources import Dbt
from orchestration.defs.transform import read_manifest
from orchestration.settings import Settings
from orchestration.spotlight.changed import gate
from orchestration.spotlight.domain.model import FIGURE_SCHEMA
from orchestration.spotlight.domain.places import DBT_PROJECT_DIR, PROJECT_DIR, REFERENCE_DIR
from orchestration.spotlight.ledger import unreleased
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.unreleased import stated_since
from orchestration.spotlight.release.publish import current_release
from tests.support.command_line import CommandLine
from tests.support.pipeline import Pipeline, cases
from tests.support.ports import free_port

SEED_REPORTS = PROJECT_DIR / "data" / "seeds" / "reports"
HEADER = "jurisdiction,period_start,period_end,publisher_as_of,measure,category,value\n"
BREAKDOWN = {"sex": 12, "labor": 3, "sex_and_labor": 1, "not_specified": 4}


def report(year: int = 2018, **figures: int) -> str:
    """A small table of one report, as a person would type it."""
    place = f"MO,{year}-01-01,{year}-12-31,{year + 1}-06-30"
    return HEADER + "".join(f"{place},cases,{category},{value}\n" for category, value in figures.items())


@pytest.fixture(scope="module")
def definitions() -> dg.Definitions:
    return defs()


@pytest.fixture
def settings() -> Settings:
    settings = Settings()
    settings.reports_dir.mkdir(parents=True)
    settings.dagster_home.mkdir(parents=True)
    return settings


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


Refresh = Callable[..., dg.ExecuteInProcessResult]


def run_job(
    definitions: dg.Definitions, instance: dg.DagsterInstance, options: Mapping[str, Any]
) -> dg.ExecuteInProcessResult:
    return definitions.resolve_job_def("refresh").execute_in_process(
        instance=instance, run_config=refresh_config(RefreshOptions(**options)), raise_on_error=False
    )


@pytest.fixture
def refresh(definitions: dg.Definitions, settings: Settings, instance: dg.DagsterInstance) -> Refresh:
    """Run the job as the daemon would, but in this process."""

    def run(dbt: Dbt | None = None, **options: Any) -> dg.ExecuteInProcessResult:
        if dbt is None:
            return run_job(definitions, instance, options)
        other_dbt = dg.Definitions(
            assets=definitions.assets,
            jobs=definitions.jobs,
            resources={**(definitions.resources or {}), "dbt": dbt},
            executor=definitions.executor,
        )
        return run_job(other_dbt, instance, options)

    return run


@pytest.fixture(scope="module")
def one_release(definitions: dg.Definitions, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse after its first refresh, made once to be copied."""
    folder = tmp_path_factory.mktemp("one-release")
    (folder / "reports").mkdir()
    (folder / "reports" / "good.csv").write_text(report(**BREAKDOWN))
    with pytest.MonkeyPatch.context() as monkeypatch, dg.DagsterInstance.ephemeral() as instance:
        monkeypatch.setenv("SPOTLIGHT_REPORTS_DIR", str(folder / "reports"))
        monkeypatch.setenv("SPOTLIGHT_WAREHOUSE_DIR", str(folder / "warehouse"))
        result = run_job(definitions, instance, {})
        assert result.success, failures(result)
    return folder


@pytest.fixture
def released(one_release: Path, settings: Settings) -> Settings:
    """The settings of a warehouse of this test's own that has had its first refresh."""
    shutil.copytree(one_release / "reports", settings.reports_dir, dirs_exist_ok=True)
    shutil.copytree(one_release / "warehouse", settings.warehouse_dir, symlinks=True)
    return settings


def failures(result: dg.ExecuteInProcessResult) -> dict[str, str]:
    """The steps that failed, each with the message that a person is shown."""
    found = {}
    for event in result.all_events:
        if event.is_step_failure:
            data = event.step_failure_data
            error = data.error
            while error is not None and error.cause is not None:
                error = error.cause
            described = data.user_failure_data.description if data.user_failure_data else None
            found[event.step_key or ""] = described or (error.message if error is not None else "")
    return found


def evaluations(result: dg.ExecuteInProcessResult) -> dict[str, Any]:
    return {evaluation.check_name: evaluation for evaluation in result.get_asset_check_evaluations()}


def started(result: dg.ExecuteInProcessResult) -> set[str | None]:
    return {event.step_key for event in result.all_events if event.event_type_value == "STEP_START"}


def metadata(result: dg.ExecuteInProcessResult, key: list[str]) -> dict[str, Any]:
    for event in result.get_asset_materialization_events():
        if event.asset_key == dg.AssetKey(key):
            return {name: value.value for name, value in event.materialization.metadata.items()}
    raise AssertionError(f"{key} was not materialized")


def query(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(settings.current / "warehouse.duckdb", read_only=True) as connection:
        return connection.execute(sql).fetchall()


# What is wired to what.


def test_everything_promised_is_there(definitions: dg.Definitions) -> None:
    repository = definitions.get_repository_def()
    assert {dg.AssetKey(["ledger", name]) for name in LEDGER} <= repository.asset_graph.get_all_asset_keys()
    assert {"batch", "documents", "reports", "figures", "rejections"} == set(LEDGER)
    assert "refresh" in {job.name for job in repository.get_all_jobs()}, "two definitions must not share a name"
    schedule = definitions.resolve_schedule_def("refresh_daily")
    assert schedule.default_status is dg.DefaultScheduleStatus.RUNNING
    assert schedule.cron_schedule == "17 6 * * *"
    sensor = definitions.resolve_sensor_def("reports_folder")
    assert sensor.default_status is dg.DefaultSensorStatus.RUNNING
    assert sensor.minimum_interval_seconds == 30
    for name in ("alert_on_failed_run", "alert_on_findings"):
        assert definitions.resolve_sensor_def(name).default_status is dg.DefaultSensorStatus.STOPPED


def test_settings_are_read_when_definitions_are_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTLIGHT_SCHEDULE", "5 4 * * 1")
    monkeypatch.setenv("SPOTLIGHT_ALERT_URLS", "json://127.0.0.1:9/secret")
    loaded = automation.automation()
    assert loaded.resolve_schedule_def("refresh_daily").cron_schedule == "5 4 * * 1"
    assert loaded.resolve_sensor_def("alert_on_findings").default_status is dg.DefaultSensorStatus.RUNNING


def test_a_schedule_that_is_none_is_named_with_its_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTLIGHT_SCHEDULE", "every morning")
    done = CommandLine(Pipeline(tmp_path)).run("refresh")
    assert done.returncode == 1
    assert "SPOTLIGHT_SCHEDULE cannot be used: 'every morning' is no schedule" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_rules_are_checks_of_their_own_and_hold_up_what_follows(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    named = {key.name: graph.get_check_spec(key) for key in graph.get_check_keys_for_assets({checks.FIGURES})}
    assert {"counts", "not_specified", "reports"} == set(schemas.FAMILIES)
    for family in schemas.FAMILIES:
        assert named[family].blocking
        assert named[family].description
    assert not named["no_unexpected_discrepancies"].blocking


def test_every_model_that_reads_the_ledger_waits_for_it(definitions: dg.Definitions) -> None:
    """A model without this dependency is built before the ingest: a stale release, published without an error."""
    graph = definitions.resolve_asset_graph()
    ledger = {*(dg.AssetKey(["ledger", name]) for name in LEDGER), dg.AssetKey("source_polls")}
    seeds = {key for key in graph.get_all_asset_keys() if graph.get(key).group_name == "reference"}
    groups = {"staging", "intermediate", "marts", "audit"}
    models = {key for key in graph.get_all_asset_keys() if graph.get(key).group_name in groups}

    of_seeds_only = {key for key in models if graph.get_ancestor_asset_keys(key) <= seeds}
    assert {key.path[-1] for key in of_seeds_only} == {
        "dim_jurisdiction",
        "dim_trafficking_type",
        "dim_channel",
        "dim_measure",
    }
    for key in models - of_seeds_only:
        assert graph.get_ancestor_asset_keys(key) & ledger, f"{key} does not wait for the ledger"
    for key in models:
        if key.path[-1].startswith(("fct_", "rpt_")) or key.path[-1].endswith(("_as_of", "_as_known")):
            assert checks.FIGURES in graph.get_ancestor_asset_keys(key), f"{key} does not wait for the figures"


def test_whatever_names_a_file_of_the_ledger_names_it_as_a_source() -> None:
    for file in (DBT_PROJECT_DIR / "models").rglob("*.sql"):
        assert "read_parquet" not in file.read_text(encoding="utf-8"), f"{file}: read the ledger through source()."


def test_the_release_stands_on_every_table_that_people_read(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    public = {key for key in graph.get_all_asset_keys() if graph.get(key).group_name in ("marts", "audit")}
    assert graph.get(dg.AssetKey("release")).parent_keys == public
    assert len(public) > 20
    assert graph.get(dg.AssetKey("release")).freshness_policy is not None


def test_every_dbt_test_is_an_asset_check(definitions: dg.Definitions) -> None:
    tests = {node["name"] for node in read_manifest()["nodes"].values() if node["resource_type"] == "test"}
    graph = definitions.resolve_asset_graph()
    shown = {key.name for key in graph.asset_check_keys}
    assert tests <= shown, f"not shown as checks: {tests - shown} (does the test's meta name its asset?)"


def test_dg_lists_it_all_quickly(settings: Settings) -> None:
    begun = time.monotonic()
    done = subprocess.run(
        [Path(sys.executable).with_name("dg"), "list", "defs", "--json"],
        cwd=PROJECT_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert time.monotonic() - begun < 60
    listed = json.loads(done.stdout)
    assert "refresh" in {job["name"] for job in listed["jobs"]}
    assert [schedule["name"] for schedule in listed["schedules"]] == ["refresh_daily"]
    assert {sensor["name"] for sensor in listed["sensors"]} >= {"reports_folder", "alert_on_failed_run"}
    assert len(listed["asset_checks"]) > 20
    assert not settings.warehouse_dir.exists(), "looking at the definitions must write nothing"


# A run.


def test_from_reports_to_a_release_and_no_further(refresh: Refresh, settings: Settings) -> None:
    shutil.copytree(SEED_REPORTS, settings.reports_dir, dirs_exist_ok=True)
    first = refresh()
    assert first.success, failures(first)
    assert query(
        settings,
        "select trafficking_type, case_count from marts.fct_cases "
        "where jurisdiction_code = 'US-MO' and year = 2019 order by case_count",
    ) == [("sex_and_labor", 6), ("labor", 22), ("not_specified", 23), ("sex", 183)]

    assert metadata(first, ["ledger", "batch"])["new"] > 50
    assert metadata(first, ["ledger", "figures"])["rows_added"] > 200
    shown = metadata(first, ["release"])
    assert (shown["release"], shown["batch"]) == (1, "1") or (shown["release"], shown["batch"]) == (1, 1)
    assert "fct\\_case\\_totals" in shown["rows"]
    found = evaluations(first)
    assert all(found[family].passed for family in schemas.FAMILIES)
    assert found["counts"].metadata["figures_checked"].value > 200
    assert set(found) == {check.name for check in first.job_def.asset_layer.asset_graph.asset_check_keys}

    again = refresh()
    assert again.success
    assert started(again) == {"source_polls", "ledger"}
    assert {event.asset_key for event in again.get_asset_materialization_events()} == {dg.AssetKey("source_polls")}
    assert Ledger(settings.ledger_dir).last_batch() == 1
    assert [path.name for path in settings.releases_dir.iterdir()] == ["1"]
    assert not gate.check(settings.reports_dir, settings.warehouse_dir).is_new


def test_a_refused_report_stops_no_other_and_is_shown_as_it_was_written(refresh: Refresh, settings: Settings) -> None:
    (settings.reports_dir / "good.csv").write_text(report(**BREAKDOWN))
    (settings.reports_dir / "bad.csv").write_text(report(2017, **BREAKDOWN).replace("MO,", "<b>|x|</b>,"))
    (settings.reports_dir / "notes.docx").write_text("not a document")
    result = refresh()
    assert result.success, failures(result)

    check = evaluations(result)["no_open_rejections"]
    assert not check.passed
    assert check.severity is dg.AssetCheckSeverity.WARN
    shown = metadata(result, ["ledger", "rejections"])
    assert "bad\\.csv" in shown["open_rejections"]
    assert "<b>" not in shown["open_rejections"]
    rows = [line for line in shown["open_rejections"].splitlines() if "bad" in line]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {6}
    assert "notes" in metadata(result, ["ledger", "documents"])["ignored_files"]
    assert any(finding.startswith("bad.csv, line 2") for finding in shown["to_be_told"])
    assert query(settings, "select count(*) from marts.fct_cases") == [(4,)]
    assert query(settings, "select distinct file from audit.rejections") == [("bad.csv",)]


def test_a_full_refresh_reads_and_releases_again(refresh: Refresh, released: Settings) -> None:
    again = refresh(full=True)
    assert again.success, failures(again)
    info = current_release(released)
    assert info is not None
    assert (info.number, info.batch) == (2, 1)


def test_a_removal_waits_and_is_accepted_by_its_id(refresh: Refresh, released: Settings) -> None:
    (released.reports_dir / "good.csv").unlink()
    waiting = refresh()
    assert waiting.success, failures(waiting)
    check = evaluations(waiting)["no_pending_removals"]
    assert not check.passed
    assert check.severity is dg.AssetCheckSeverity.WARN
    assert query(released, "select count(*) from marts.fct_cases") == [(4,)]

    wrong = refresh(accept_removal_ids=["no-such-id"])
    assert "no-such-id" in failures(wrong)["ledger"]

    ((removal_id,),) = query(released, "select removal_id from audit.removals where status = 'pending'")
    accepted = refresh(accept_removal_ids=[removal_id])
    assert accepted.success, failures(accepted)
    assert evaluations(accepted)["no_pending_removals"].passed
    assert query(released, "select count(*) from marts.fct_cases") == [(0,)]


def test_what_a_person_has_to_mend_is_all_that_is_said(refresh: Refresh, settings: Settings) -> None:
    settings.reports_dir.rmdir()
    result = refresh()
    assert not result.success
    message = failures(result)["ledger"]
    assert str(settings.reports_dir) in message
    assert "Traceback" not in message
    assert not settings.current.exists()


def test_figures_that_break_a_rule_stop_before_dbt_and_stop_the_next_run_too(
    refresh: Refresh, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should a bad value ever slip into the ledger, no later run that finds nothing new may wave it through."""
    (settings.reports_dir / "good.csv").write_text(report(**BREAKDOWN))
    accept = schemas.validate

    def lets_a_negative_count_through(*arguments: Any) -> schemas.Validation:
        validation = accept(*arguments)
        spoilt = validation.figures.with_columns(
            value=pl.when(pl.col("category") == "sex").then(-12).otherwise(pl.col("value"))
        )
        return schemas.Validation(spoilt, validation.rejections, validation.warnings)

    with monkeypatch.context() as broken:
        broken.setattr(schemas, "validate", lets_a_negative_count_through)
        result = refresh()
    for run in (result, refresh()):
        assert not run.success
        assert set(failures(run)) == {"ledger"}
        assert started(run) == {"source_polls", "ledger"}
        found = evaluations(run)
        assert not found["counts"].passed
        assert found["counts"].severity is dg.AssetCheckSeverity.ERROR
        assert "\\-12" in found["counts"].metadata["failing_rows"].value
        assert found["not_specified"].passed
    assert not settings.build_file.exists()
    assert not settings.current.exists()
    assert gate.check(settings.reports_dir, settings.warehouse_dir).is_new


def test_a_correction_of_what_no_release_has_yet_breaks_no_rule(tmp_path: Path) -> None:
    """As after two failed runs, or where the releases were lost: only what a file states last counts."""
    pipeline = Pipeline(tmp_path)
    for total in (20, 21):
        pipeline.write("kansas.csv", cases("KS", 2015, "2016-05-27", total=total))
        pipeline.look()
    (figures,) = stated_since(Ledger(pipeline.settings.ledger_dir), 0)
    assert figures["value"].to_list() == [21]
    assert checks.checked([figures]).broken["counts"] == []


def test_what_no_release_has_yet_is_checked_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline = Pipeline(tmp_path)
    for total, state in enumerate(("KS", "MO", "NE", "KS", "IA")):
        pipeline.write(f"{state}.csv", cases(state, 2015, "2016-05-27", total=total))
        pipeline.look()
    ledger = Ledger(pipeline.settings.ledger_dir)
    (together,) = stated_since(ledger, 0)
    monkeypatch.setattr(unreleased, "MOST_REPORTS", 2)
    parts = list(stated_since(ledger, 0))
    assert [part["value"].to_list() for part in parts] == [[1, 2], [3, 4]]
    assert pl.concat(parts).equals(together)
    spoilt = [parts[0], parts[1].with_columns(value=-pl.col("value"))]
    found = checks.checked(spoilt)
    assert found.figure_count == 4
    assert {broken.file for broken in found.broken["counts"]} == {"KS.csv", "IA.csv"}


@pytest.mark.parametrize(
    ("row", "family"),
    [
        ({"value": -1}, "counts"),
        ({"value": None}, "counts"),
        ({"measure": "calls"}, "counts"),
        ({"category": "sex", "category_scheme": "trafficking_type"}, "not_specified"),
        ({"jurisdiction_code": "US-XX"}, "reports"),
    ],
)
def test_a_check_looks_at_values_not_only_at_types(row: dict[str, Any], family: str) -> None:
    good: dict[str, Any] = {
        "path": "a.csv",
        "document_id": "d",
        "report_id": "US-MO_2018-01-01_2018-12-31_2019-06-30",
        "jurisdiction_code": "US-MO",
        "period_start": datetime(2018, 1, 1, tzinfo=UTC).date(),
        "period_end": datetime(2018, 12, 31, tzinfo=UTC).date(),
        "publisher_as_of": datetime(2019, 6, 30, tzinfo=UTC).date(),
        "publisher_as_of_basis": "printed",
        "source": None,
        "source_kind": "publisher",
        "note": None,
        "measure": "cases",
        "category_scheme": "total",
        "category": "total",
        "value": 20,
        "value_status": "reported",
        "source_line": 2,
        "source_text": "20",
    }
    check = checks.pandera_check(family)
    nothing: Any = None
    assert check.evaluate(nothing, checks.checked([pl.DataFrame([good], schema=FIGURE_SCHEMA)])).passed
    result = check.evaluate(nothing, checks.checked([pl.DataFrame([good | row], schema=FIGURE_SCHEMA)]))
    assert not result.passed
    assert "a\\.csv" in str(result.metadata["failing_rows"].value)


def test_a_failing_dbt_test_leaves_the_current_release(refresh: Refresh, released: Settings, tmp_path: Path) -> None:
    (released.reports_dir / "more.csv").write_text(report(2017, **BREAKDOWN))

    broken = tmp_path / "project" / "dbt_project"
    shutil.copytree(DBT_PROJECT_DIR, broken, ignore=shutil.ignore_patterns("target", "logs"))
    (tmp_path / "project" / "data" / "seeds").mkdir(parents=True)
    (tmp_path / "project" / "data" / "seeds" / "reference").symlink_to(REFERENCE_DIR)
    (broken / "macros" / "always_fails.sql").write_text(
        "{% macro duckdb__test_relationships(model, column_name, to, field) %} select 1 as broken {% endmacro %}"
    )
    result = refresh(dbt=Dbt(project_dir=str(broken)))
    assert not result.success
    assert set(failures(result)) == {"warehouse"}
    message = failures(result)["warehouse"]
    assert "relationships" in message
    assert "the current release is untouched" in message
    assert "release" not in started(result)
    assert any(not evaluation.passed for evaluation in evaluations(result).values())
    info = current_release(released)
    assert info is not None
    assert (info.number, info.batch) == (1, 1)
    assert query(released, "select count(*) from marts.fct_cases") == [(4,)]
    assert gate.check(released.reports_dir, released.warehouse_dir).is_new

    mended = refresh()
    assert mended.success, failures(mended)
    assert query(released, "select count(*) from marts.fct_cases") == [(8,)]


def test_a_build_file_that_cannot_be_opened_is_named_with_its_mend(refresh: Refresh, settings: Settings) -> None:
    (settings.reports_dir / "good.csv").write_text(report(**BREAKDOWN))
    settings.build_file.parent.mkdir(parents=True)
    settings.build_file.write_bytes(b"no database" * 1000)
    result = refresh()
    assert str(settings.build_file) in failures(result)["warehouse"]
    assert "delete this file" in failures(result)["warehouse"]

    settings.build_file.unlink()
    assert refresh().success


def test_a_second_refresh_waits_and_then_says_so(
    refresh: Refresh, settings: Settings, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOTLIGHT_LOCK_WAIT", "0.2")
    settings.warehouse_dir.mkdir(parents=True)
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"from filelock import FileLock\nlock = FileLock({str(settings.lock_file)!r})\nlock.acquire()\n"
            "print('held', flush=True)\ninput()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        result = refresh()
        assert not result.success
        assert not started(result)
        (run,) = instance.get_runs()
        logged = " ".join(str(entry.dagster_event) for entry in instance.all_logs(run.run_id))
        assert "SPOTLIGHT_LOCK_WAIT" in logged
        assert not Ledger(settings.ledger_dir).last_batch()
    finally:
        holder.communicate("\n", timeout=30)


def test_whoever_holds_the_lock_in_this_process_can_run_the_job(refresh: Refresh, settings: Settings) -> None:
    settings.warehouse_dir.mkdir(parents=True)
    lock = FileLock(settings.lock_file, is_singleton=True)
    with lock.acquire(timeout=0):
        result = refresh()
        assert lock.is_locked
    assert "There is no document" in failures(result)["ledger"]
    assert not lock.is_locked


def test_dg_launch_runs_the_same_job(settings: Settings) -> None:
    (settings.reports_dir / "good.csv").write_text(report(**BREAKDOWN))
    done = subprocess.run(
        [Path(sys.executable).with_name("dg"), "launch", "--job", "refresh"],
        cwd=PROJECT_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert query(settings, "select count(*) from marts.fct_cases") == [(4,)]


# What starts a run.


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Have the sensor believe that it is so much later than it is."""
    monkeypatch.setattr(automation, "time", SimpleNamespace(time=lambda: time.time() + seconds))


def tick(instance: dg.DagsterInstance) -> dg.RunRequest | dg.SkipReason:
    with dg.build_sensor_context(instance=instance) as context:
        found = reports_folder(context)
    assert isinstance(found, dg.RunRequest | dg.SkipReason)
    return found


def follow(instance: dg.DagsterInstance, request: dg.RunRequest, status: dg.DagsterRunStatus) -> None:
    """Record a run as the daemon would have, ended like this."""
    run = dg.DagsterRun(job_name="refresh", tags=dict(request.tags), status=dg.DagsterRunStatus.NOT_STARTED)
    instance.add_run(run)
    if status is dg.DagsterRunStatus.FAILURE:
        instance.report_run_failed(run)


def test_the_sensor_asks_for_nothing_before_there_is_a_document(
    settings: Settings, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, 60)
    skipped = tick(instance)
    assert isinstance(skipped, dg.SkipReason)
    assert "no document" in (skipped.skip_message or "")


def test_the_sensor_waits_until_a_file_is_whole(settings: Settings, instance: dg.DagsterInstance) -> None:
    (settings.reports_dir / "good.csv").write_text(report(**BREAKDOWN))
    skipped = tick(instance)
    assert isinstance(skipped, dg.SkipReason)
    assert "may still be being written" in (skipped.skip_message or "")


def test_one_change_asks_for_one_run(
    settings: Settings, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settings.reports_dir / "good.csv").write_text(report(**BREAKDOWN))
    later(monkeypatch, 60)
    request = tick(instance)
    assert isinstance(request, dg.RunRequest)
    assert tick(instance) == request, "until the run is there, the daemon drops the second one by its key"

    follow(instance, request, dg.DagsterRunStatus.STARTED)
    skipped = tick(instance)
    assert isinstance(skipped, dg.SkipReason)
    assert "under way" in (skipped.skip_message or "")


def test_a_failed_run_is_tried_again_ever_less_often_and_not_for_ever(
    settings: Settings, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settings.reports_dir / "good.csv").write_text(report(**BREAKDOWN))
    keys = []
    for pause in (0, 310, 610):
        later(monkeypatch, 60)
        if pause:
            skipped = tick(instance)
            assert isinstance(skipped, dg.SkipReason)
            assert "next try" in (skipped.skip_message or "")
        later(monkeypatch, 60 + pause)
        request = tick(instance)
        assert isinstance(request, dg.RunRequest)
        keys.append(request.run_key)
        follow(instance, request, dg.DagsterRunStatus.FAILURE)
    assert len(set(keys)) == 3

    later(monkeypatch, 10**6)
    skipped = tick(instance)
    assert isinstance(skipped, dg.SkipReason)
    assert "has failed 3 times" in (skipped.skip_message or "")

    (settings.reports_dir / "good.csv").write_text(report(**{**BREAKDOWN, "sex": 13}))
    request = tick(instance)
    assert isinstance(request, dg.RunRequest), "another change is another matter"
    assert request.run_key not in keys


def test_a_killed_run_does_not_block_the_sensor_for_ever(
    settings: Settings, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settings.reports_dir / "good.csv").write_text(report(**BREAKDOWN))
    later(monkeypatch, 60)
    request = tick(instance)
    assert isinstance(request, dg.RunRequest)
    follow(instance, request, dg.DagsterRunStatus.STARTED)
    later(monkeypatch, 3600)
    again = tick(instance)
    assert isinstance(again, dg.RunRequest)
    assert again.run_key != request.run_key


def test_sensor_and_schedule_give_the_gates_reason(
    released: Settings,
    instance: dg.DagsterInstance,
    definitions: dg.Definitions,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    schedule = definitions.resolve_schedule_def("refresh_daily")
    later(monkeypatch, 60)
    with dg.build_schedule_context(instance=instance) as context:
        skipped = schedule.evaluate_tick(context)
    reason = gate.check(released.reports_dir, released.warehouse_dir).reason
    assert not skipped.run_requests
    assert skipped.skip_message == reason
    tick_skipped = tick(instance)
    assert isinstance(tick_skipped, dg.SkipReason)
    assert tick_skipped.skip_message == reason

    (released.reports_dir / "more.csv").write_text(report(2017, **BREAKDOWN))
    with dg.build_schedule_context(instance=instance) as context:
        assert schedule.evaluate_tick(context).run_requests
    assert isinstance(tick(instance), dg.RunRequest)


# Who is told.


class Mailbox(HTTPServer):
    """Keeps what apprise posts to it; answers 500 while it is `broken`."""

    broken = False

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        super().__init__(("127.0.0.1", 0), Letterbox)

    @property
    def address(self) -> str:
        return f"json://user:s3cret-word@127.0.0.1:{self.server_address[1]}/t0ken"


class Letterbox(BaseHTTPRequestHandler):
    server: Mailbox

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.server.broken:
            self.server.received.append(json.loads(body))
        self.send_response(500 if self.server.broken else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    with Mailbox() as mailbox:
        thread = threading.Thread(target=mailbox.serve_forever)
        thread.start()
        monkeypatch.setenv("SPOTLIGHT_ALERT_URLS", mailbox.address)
        yield mailbox
        mailbox.shutdown()
        thread.join()


def alert(name: str, result: dg.ExecuteInProcessResult, instance: dg.DagsterInstance) -> Any:
    """What the sensor makes of a run, called as the daemon calls it."""
    run = instance.get_run_by_id(result.run_id)
    assert run is not None
    ended = dg.DagsterEventType.RUN_SUCCESS if result.success else dg.DagsterEventType.RUN_FAILURE
    (event,) = [event for event in result.all_events if event.event_type is ended]
    context = dg.build_run_status_sensor_context(
        sensor_name=name, dagster_event=event, dagster_instance=instance, dagster_run=run
    )
    if name == "alert_on_failed_run":
        context = context.for_run_failure()
    sensor = automation.automation().resolve_sensor_def(name)
    return sensor(context)


def test_refused_reports_and_unexpected_discrepancies_are_told_once(
    refresh: Refresh, settings: Settings, instance: dg.DagsterInstance, mailbox: Mailbox
) -> None:
    (settings.reports_dir / "good.csv").write_text(report(total=21, **BREAKDOWN))
    (settings.reports_dir / "bad.csv").write_text(report(2017, **BREAKDOWN).replace("cases,sex,12", "cases,sex,-12"))
    first = refresh()
    assert first.success, failures(first)
    alert("alert_on_findings", first, instance)
    (told,) = mailbox.received
    assert "2 to look into" in told["title"]
    assert "bad.csv, line 2" in told["message"]
    assert "good.csv" in told["message"]
    assert "known_discrepancies.csv" in told["message"]

    (settings.reports_dir / "more.csv").write_text(report(2016, **BREAKDOWN))
    second = refresh()
    assert second.success, failures(second)
    assert not evaluations(second)["no_open_rejections"].passed
    assert isinstance(alert("alert_on_findings", second, instance), dg.SkipReason)
    assert len(mailbox.received) == 1


def test_a_failed_run_is_told_with_its_reason(
    refresh: Refresh, settings: Settings, instance: dg.DagsterInstance, mailbox: Mailbox
) -> None:
    settings.reports_dir.rmdir()
    result = refresh()
    alert("alert_on_failed_run", result, instance)
    (told,) = mailbox.received
    assert "refresh failed" in told["title"]
    assert str(settings.reports_dir) in told["message"]


def test_an_alert_that_cannot_be_sent_fails_the_tick_without_its_secret(
    refresh: Refresh,
    settings: Settings,
    instance: dg.DagsterInstance,
    mailbox: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    result = refresh()
    mailbox.broken = True
    monkeypatch.setenv("SPOTLIGHT_ALERT_URLS", f"nonsense://s3cret-word@host {mailbox.address}")
    with pytest.raises(Exception, match="could not be sent to address 1, 2 of SPOTLIGHT_ALERT_URLS") as raised:
        alert("alert_on_failed_run", result, instance)
    written = capfd.readouterr()
    everything = written.out + written.err + caplog.text + str(raised.value)
    assert "s3cret-word" not in everything
    assert "t0ken" not in everything


def test_without_addresses_nobody_is_told(refresh: Refresh, settings: Settings, instance: dg.DagsterInstance) -> None:
    skipped = alert("alert_on_failed_run", refresh(), instance)
    assert isinstance(skipped, dg.SkipReason)


# The daemon, for real.


def wait_until(met: Callable[[], bool], seconds: float, what: str, meanwhile: Callable[[], None] | None = None) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if met():
            return
        if meanwhile is not None:
            meanwhile()
        time.sleep(1)
    raise AssertionError(f"waited {seconds:.0f} s in vain for {what}")


def ask(port: int, graphql: str) -> Any:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql",
        json.dumps({"query": graphql}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)["data"]


@pytest.fixture
def dagster_dev(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[int]:
    """The web server and the daemon as `make dev` starts them; everything they started is gone afterwards."""
    shutil.copy(PROJECT_DIR / ".dagster" / "dagster.yaml", settings.dagster_home)
    monkeypatch.setenv("SPOTLIGHT_SCHEDULE", "* * * * *")
    port = free_port()
    log = tmp_path / "dev.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [Path(sys.executable).with_name("dg"), "dev", "--port", str(port)],
            cwd=PROJECT_DIR,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:

            def answers() -> bool:
                assert process.poll() is None, log.read_text()[-3000:]
                try:
                    return ask(port, "{ version }")["version"] is not None
                except OSError:
                    return False

            wait_until(answers, 120, "the web server")
            yield port
        finally:
            os.killpg(process.pid, signal.SIGINT)
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(timeout=30)


def runs_started_by(kind: str, name: str, port: int) -> list[str]:
    found = ask(port, "{ runsOrError { ... on Runs { results { runId status tags { key value } } } } }")
    return [
        run["status"]
        for run in found["runsOrError"]["results"]
        if {"key": f"dagster/{kind}_name", "value": name} in run["tags"]
    ]


@pytest.mark.timeout(900)
def test_the_daemon_runs_the_schedule_and_the_sensor(dagster_dev: int, settings: Settings) -> None:
    def number() -> int:
        info = current_release(settings)
        return info.number if info is not None else 0

    def case_count() -> Any:
        return query(settings, "select sum(case_count) from marts.fct_cases")[0][0] if number() else None

    # As long as the file is being written the sensor leaves it alone, and it is the schedule's turn. Its first tick may
    # come before the file does: that makes a release without figures, and the next tick takes the file.
    growing = settings.reports_dir / "first.csv"
    wait_until(
        lambda: case_count() == 20,
        240,
        "the schedule's release with the file's figures",
        meanwhile=lambda: growing.write_text(report(2016, **BREAKDOWN)) and None,
    )
    wait_until(
        lambda: set(runs_started_by("schedule", "refresh_daily", dagster_dev)) == {"SUCCESS"}, 60, "the end of its runs"
    )
    assert not runs_started_by("sensor", "reports_folder", dagster_dev)

    schedules = ask(
        dagster_dev,
        "{ repositoriesOrError { ... on RepositoryConnection { nodes { schedules { name id } } } } }",
    )["repositoriesOrError"]["nodes"][0]["schedules"]
    assert [schedule["name"] for schedule in schedules] == ["refresh_daily"]
    stopped = ask(dagster_dev, f'mutation {{ stopRunningSchedule(id: "{schedules[0]["id"]}") {{ __typename }} }}')
    assert stopped["stopRunningSchedule"]["__typename"] == "ScheduleStateResult"

    before = number()
    (settings.reports_dir / "second.csv").write_text(report(2017, **BREAKDOWN))
    wait_until(lambda: number() > before, 240, "the sensor's release")
    assert query(settings, "select sum(case_count) from marts.fct_cases") == [(40,)]
    wait_until(
        lambda: runs_started_by("sensor", "reports_folder", dagster_dev) == ["SUCCESS"], 60, "the end of the run"
    )
