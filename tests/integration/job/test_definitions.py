"""The definitions as Dagster sees them.

Belongs here: what is wired to what. Not here: what a run leaves behind (test_refresh).
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import dagster as dg
import pytest

import schemas
from orchestration.defs import automation, checks
from orchestration.defs.ingest import LEDGER
from orchestration.defs.transform import read_manifest
from orchestration.settings import Settings, SettingsError
from orchestration.spotlight.domain.places import DBT_PROJECT_DIR, PROJECT_DIR


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
    assert definitions.resolve_sensor_def("alerts").default_status is dg.DefaultSensorStatus.STOPPED


def test_settings_are_read_when_definitions_are_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTLIGHT_SCHEDULE", "5 4 * * 1")
    monkeypatch.setenv("SPOTLIGHT_ALERT_URLS", "json://127.0.0.1:9/secret")
    loaded = automation.automation()
    assert loaded.resolve_schedule_def("refresh_daily").cron_schedule == "5 4 * * 1"
    assert loaded.resolve_sensor_def("alerts").default_status is dg.DefaultSensorStatus.RUNNING


@pytest.mark.parametrize(
    "command",
    [
        ["spotlight", "refresh"],
        ["spotlight", "status"],
        ["python", "-m", "orchestration.settings"],
        pytest.param(["dg", "list", "defs"], marks=pytest.mark.slow),
        pytest.param(["dg", "launch", "--job", "refresh"], marks=pytest.mark.slow),
    ],
)
def test_a_schedule_that_is_none_is_refused_in_one_line(
    command: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Settings().dagster_home
    home.mkdir()
    monkeypatch.setenv("SPOTLIGHT_SCHEDULE", "every morning")
    shutil.copy(PROJECT_DIR / ".dagster" / "dagster.yaml", home)
    program = Path(sys.executable).with_name(command[0])
    done = subprocess.run([program, *command[1:]], cwd=PROJECT_DIR, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert (
        "The setting SPOTLIGHT_SCHEDULE cannot be used (found 'every morning'): it is not a cron schedule"
        in done.stderr
    )
    assert len(done.stderr.splitlines()) == 1, done.stderr


def test_a_schedule_that_never_fires_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOTLIGHT_SCHEDULE", "0 0 30 2 *")
    with pytest.raises(SettingsError, match="it never fires, since no month it names has a day 30"):
        Settings()


@pytest.mark.parametrize(
    ("schedule", "is_one"),
    [
        ("17 6 * * *", True),
        ("0 0 29 2 *", True),
        ("0 0 30 2-3 *", True),
        ("0 0 */31 2 *", True),
        ("0 0 1,31 apr *", True),
        ("*/5 0-6,12 1 jan-mar mon", True),
        ("0 0 * * 7", True),
        ("0 8-18/2 * * MON-FRI", True),
        ("every morning", False),
        ("60 6 * * *", False),
        ("17 6 * *", False),
        ("17 6 0 * *", False),
        ("17 6 * 13 *", False),
        ("17 6 * * 5-2", False),
        ("17 6 * * */0", False),
        ("17 -6 * * *", False),
        ("1, 6 * * *", False),
        ("0 0 30 2 *", False),
        ("0 0 30 feb mon", False),
        ("0 0 31 */2,9,11 *", True),
        ("0 0 31 4,6-6 *", False),
        ("0 0 30/1 2 *", False),
    ],
)
def test_what_the_setting_takes_for_a_schedule_dagster_takes_too(
    schedule: str, is_one: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOTLIGHT_SCHEDULE", schedule)
    if is_one:
        assert automation.automation().resolve_schedule_def("refresh_daily").cron_schedule == schedule
    else:
        with pytest.raises(SettingsError, match=r"it is not a cron schedule|it never fires"):
            Settings()


def test_the_rules_are_checks_of_their_own_and_hold_up_what_follows(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    named = {key.name: graph.get_check_spec(key) for key in graph.get_check_keys_for_assets({checks.FIGURES})}
    assert {"counts", "not_specified", "reports"} == set(schemas.FAMILIES)
    for family in schemas.FAMILIES:
        assert named[family].blocking
        assert named[family].description
    assert not named["no_unexpected_discrepancies"].blocking


def test_every_asset_and_check_says_what_it_is_and_whose(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.owners, key
        assert node.kinds, key
        assert node.description, key
        assert "dagster/code_references" in node.metadata or key.path == ["reports_folder"], key
    for check in graph.asset_check_keys:
        assert graph.get_check_spec(check).description, check
    for key in graph.get_all_asset_keys():
        if key.path[-1].startswith(("fct_", "dim_", "rpt_", "bridge_")) or key.path[0] == "ledger":
            columns = graph.get(key).metadata["dagster/column_schema"].columns
            assert all(one.type and (one.description or one.name == "figures") for one in columns), key


def test_every_model_that_reads_the_ledger_waits_for_it(definitions: dg.Definitions) -> None:
    """A model without this dependency is built before the ingest: a stale release, published without an error."""
    graph = definitions.resolve_asset_graph()
    heads = {dg.AssetKey(name) for name in ("source_polls", "reports_folder", "watched_pages")}
    ledger = {*(dg.AssetKey(["ledger", name]) for name in LEDGER), *heads}
    seeds = {key for key in graph.get_all_asset_keys() if graph.get(key).group_name == "reference"}
    groups = {"staging", "intermediate", "marts", "audit"}
    models = {key for key in graph.get_all_asset_keys() if graph.get(key).group_name in groups}

    of_seeds_only = {key for key in models if graph.get_ancestor_asset_keys(key) <= seeds}
    assert {key.path[-1] for key in of_seeds_only} == {
        "dim_jurisdiction",
        "dim_trafficking_type",
        "dim_channel",
        "dim_measure",
        "dim_series_break",
        "int_metric_years",
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
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(
        [Path(sys.executable).with_name("dg"), "list", "defs", "--json"],
        cwd=PROJECT_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 30, (
        "seconds of CPU: a machine under load is no failure"
    )
    listed = json.loads(done.stdout)
    assert "refresh" in {job["name"] for job in listed["jobs"]}
    assert [schedule["name"] for schedule in listed["schedules"]] == ["refresh_daily"]
    assert {sensor["name"] for sensor in listed["sensors"]} >= {"reports_folder", "alerts"}
    assert len(listed["asset_checks"]) > 20
    assert not settings.warehouse_dir.exists(), "looking at the definitions must write nothing"
