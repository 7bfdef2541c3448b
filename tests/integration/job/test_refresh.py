"""The job `refresh` run for real, in this process.

Belongs here: what a run does and leaves behind. Not here: the rules of a release (test_releases).
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl
import pytest
from dbt.contracts.graph.manifest import Manifest
from filelock import FileLock

import schemas
from orchestration.cli.refresh import nothing_new
from orchestration.cli.refresh import run as refresh_command
from orchestration.defs import checks
from orchestration.defs.history import OURS
from orchestration.settings import Settings
from orchestration.spotlight.changed import gate
from orchestration.spotlight.changed.link import link_fault
from orchestration.spotlight.domain.model import FIGURE_SCHEMA
from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.ingest import refresh as ingestion
from orchestration.spotlight.ledger import unreleased
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.unreleased import stated_since
from orchestration.spotlight.release.dbt_runner import DbtProject
from orchestration.spotlight.release.publish import current_release
from tests.support.pipeline import Pipeline, cases
from tests.support.refresh_job import (
    BREAKDOWN,
    Refresh,
    data_versions,
    evaluations,
    failures,
    last_run,
    metadata,
    query,
    report,
    started,
)

SEED_REPORTS = PROJECT_DIR / "data" / "seeds" / "reports"
TODAY = date(2026, 1, 1)


def test_from_reports_to_a_release_and_no_further(
    refresh: Refresh, settings: Settings, instance: dg.DagsterInstance
) -> None:
    shutil.copytree(SEED_REPORTS, settings.reports_dir, dirs_exist_ok=True)
    (settings.reports_dir / "bad.csv").write_text(report(2017, **BREAKDOWN).replace("MO,", "<b>|x|</b>,"))
    (settings.reports_dir / "notes.docx").write_text("not a document")
    first = refresh()
    assert first.success, failures(first)
    assert last_run(instance) == ("SUCCESS", "release 1")
    assert instance.get_runs(dg.RunsFilter(tags=OURS)) == instance.get_runs(), "the UI lists it under its job"
    assert_a_refused_report_is_shown_as_it_was_written(first, settings)
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
    assert last_run(instance) == ("SUCCESS", "nothing new")
    assert set(evaluations(again)) == set(found), "no check is left out, and none is called skipped"
    assert all(evaluation.passed == found[name].passed for name, evaluation in evaluations(again).items())
    assert data_versions(again) == {key: one for key, one in data_versions(first).items() if key != "release"}
    assert Ledger(settings.ledger_dir).last_batch() == 1
    assert [path.name for path in settings.releases_dir.iterdir()] == ["1"]
    assert not gate.check(settings.reports_dir, settings.warehouse_dir).is_new


def assert_a_refused_report_is_shown_as_it_was_written(result: dg.ExecuteInProcessResult, settings: Settings) -> None:
    check = evaluations(result)["no_open_rejections"]
    assert not check.passed
    assert check.severity is dg.AssetCheckSeverity.WARN
    shown = metadata(result, ["ledger", "rejections"])
    assert "bad\\.csv" in shown["open_rejections"]
    assert "<b>" not in shown["open_rejections"]
    rows = [line for line in shown["open_rejections"].splitlines() if "bad" in line]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {6}
    assert "notes" in metadata(result, ["ledger", "documents"])["ignored_files"]
    assert query(settings, "select distinct file from audit.rejections") == [("bad.csv",)]


def test_a_build_file_that_cannot_be_opened_is_named_with_its_fix(refresh: Refresh, released: Settings) -> None:
    released.build_file.write_bytes(b"no database" * 1000)
    result = refresh(full=True)
    assert str(released.build_file) in failures(result)["warehouse"]
    assert "delete this file" in failures(result)["warehouse"]


@pytest.mark.slow
def test_without_its_build_file_a_full_refresh_releases_again(refresh: Refresh, released: Settings) -> None:
    released.build_file.unlink()
    again = refresh(full=True)
    assert again.success, failures(again)
    info = current_release(released)
    assert info is not None
    assert (info.number, info.batch) == (2, 1)


@pytest.mark.slow
def test_a_link_that_does_not_lead_to_the_newest_release_is_set_right_and_a_copy_in_its_place_is_left(
    refresh: Refresh, released: Settings
) -> None:
    shutil.copytree(released.releases_dir / "1", released.releases_dir / "2")
    assert refresh().success
    assert released.current.resolve().name == "3"
    assert link_fault(released.warehouse_dir) is None

    elsewhere = released.warehouse_dir.parent / "another" / "3"
    shutil.copytree(released.releases_dir / "3", elsewhere)
    released.current.unlink()
    released.current.symlink_to(elsewhere)
    assert refresh().success
    assert released.current.resolve() == released.releases_dir.resolve() / "4"

    released.current.unlink()
    shutil.copytree(elsewhere, released.current)
    assert "current: It is not a link" in str(failures(refresh()))
    assert (released.current / "warehouse.duckdb").exists()


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


def test_what_a_person_has_to_fix_is_all_that_is_said(refresh: Refresh, settings: Settings) -> None:
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
        assert "\\-12" in found["counts"].metadata["to_look_into"].value
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
    assert checks.checked([figures], TODAY).broken["counts"] == []


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
    found = checks.checked(spoilt, TODAY)
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
def test_a_check_covers_values_not_only_types(row: dict[str, Any], family: str) -> None:
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
    assert check.evaluate(nothing, checks.checked([pl.DataFrame([good], schema=FIGURE_SCHEMA)], TODAY)).passed
    result = check.evaluate(nothing, checks.checked([pl.DataFrame([good | row], schema=FIGURE_SCHEMA)], TODAY))
    assert not result.passed
    assert "a\\.csv" in str(result.metadata["to_look_into"].value)


def refresh_with_a_failing_test(
    refresh: Refresh, released: Settings, monkeypatch: pytest.MonkeyPatch
) -> dg.ExecuteInProcessResult:
    """A refresh that finds something new, and a dbt test that fails whatever is new."""
    (released.reports_dir / "more.csv").write_text(report(2017, **BREAKDOWN))
    parsed = DbtProject.parsed

    def with_a_test_that_always_fails(project: DbtProject) -> Manifest:
        manifest = parsed(project)
        manifest.macros[
            "macro.dbt.default__test_relationships"
        ].macro_sql = (
            "{% macro default__test_relationships(model, column_name, to, field) %} select 1 as broken {% endmacro %}"
        )
        return manifest

    with monkeypatch.context() as broken:
        broken.setattr(DbtProject, "parsed", with_a_test_that_always_fails)
        return refresh()


def test_a_failing_dbt_test_leaves_the_current_release(
    refresh: Refresh, released: Settings, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = refresh_with_a_failing_test(refresh, released, monkeypatch)
    assert not result.success
    assert last_run(instance) == ("FAILURE", "failed")
    assert set(failures(result)) == {"warehouse"}
    message = failures(result)["warehouse"]
    assert "relationships" in message
    assert "the current release is unchanged" in message
    assert "release" not in started(result)
    assert any(not evaluation.passed for evaluation in evaluations(result).values())
    info = current_release(released)
    assert info is not None
    assert (info.number, info.batch) == (1, 1)
    assert query(released, "select count(*) from marts.fct_cases") == [(4,)]
    assert gate.check(released.reports_dir, released.warehouse_dir).is_new


@pytest.mark.slow
def test_what_a_failing_dbt_test_held_back_is_released_once_it_passes(
    refresh: Refresh, released: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not refresh_with_a_failing_test(refresh, released, monkeypatch).success
    repaired = refresh()
    assert repaired.success, failures(repaired)
    assert query(released, "select count(*) from marts.fct_cases") == [(8,)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "moment", ["orchestration.spotlight.changed.gate.mark_published", "orchestration.cli.refresh._show"]
)
def test_a_refresh_that_died_between_its_release_and_its_summary_is_told_by_the_next_one_once(
    released: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], moment: str
) -> None:
    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    (released.reports_dir / "more.csv").write_text(report(2017, total=20))
    with monkeypatch.context() as killed, contextlib.suppress(KeyboardInterrupt):
        killed.setattr(moment, die)
        refresh_command(False, (), False, as_json=False)
    capsys.readouterr()
    assert nothing_new(as_json=True) is None
    assert refresh_command(False, (), False, as_json=False) == 0
    shown = capsys.readouterr().out
    assert "Release 2 was published by a refresh that ended before it could say what changed.\n1 new\n" in shown
    assert nothing_new(as_json=False) == 0
    assert "1 new" not in capsys.readouterr().out


@pytest.mark.slow
def test_the_refresh_that_publishes_says_what_stopped_ones_before_it_recorded(
    refresh: Refresh, released: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object) -> None:
        raise RuntimeError

    bad, more = released.reports_dir / "bad.csv", released.reports_dir / "more.csv"
    bad.write_text(report(2016, total=-1))
    assert refresh().success
    for total in (20, 200):
        bad.unlink(missing_ok=True)
        more.write_text(report(2017, total=total))
        with monkeypatch.context() as killed:
            killed.setattr(ingestion, "forget_aside", stop)  # right after the batch was appended
            assert not refresh().success
    assert refresh_command(False, (), False, as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["status"], told["batch"], told["released_batch"]) == ("published", 4, 4)
    assert (told["new"], told["corrected"]) == (1, 1)
    assert [warning["rule_code"] for warning in told["warnings"]] == ["cases.total_moved_far"]
    assert [one["file"] for one in told["closed_rejections"]] == ["bad.csv"]

    more.write_text(report(2017, total=201))
    assert refresh_command(False, (), False, as_json=False) == 0
    shown = capsys.readouterr().out
    assert "1 corrected" in shown
    assert "new" not in shown, "what was told is not told again"
    assert "warning" not in shown


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
