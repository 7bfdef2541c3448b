"""What `spotlight status` sees, and how bad it says it is.

Belongs here: one warehouse in each of its states. Not here: whether bytes are intact (test_verify).
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from filelock import FileLock

from orchestration.cli.pin import pin, unpin
from orchestration.cli.refresh import nothing_new
from orchestration.cli.refresh import run as refresh
from orchestration.cli.status import Form, run
from orchestration.settings import Settings
from orchestration.spotlight.changed import gate
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.files.lock import WarehouseLocked, held
from orchestration.spotlight.files.running import record_killed
from orchestration.spotlight.inspect import surroundings
from orchestration.spotlight.inspect.status import Severity, status
from orchestration.spotlight.ledger.chain import Ledger
from tests.support.dbt_build import MODELS_ONLY, build
from tests.support.made_once import MadeOnce
from tests.support.pipeline import Pipeline, cases
from tests.support.published import PARTS, publish_build, two_releases


@pytest.fixture(scope="module")
def made(made_once: MadeOnce) -> Pipeline:
    return two_releases(made_once)


@pytest.fixture
def pipeline(made: Pipeline, tmp_path: Path) -> Pipeline:
    return made.copy(tmp_path / "copy")


@pytest.fixture(scope="module")
def waiting(made: Pipeline, made_once: MadeOnce) -> Pipeline:
    """A release with one of everything that waits for a person."""

    def make(folder: Path) -> None:
        pipeline = made.copy(folder)
        pipeline.write("bad.csv", cases("NE", 2015, "2016-01-28", total=-3))
        pipeline.write("odd.csv", cases("IA", 2016, "2017-05-03", "publisher", total=68, **PARTS))
        pipeline.remove("others.csv")
        pipeline.look()
        build(pipeline.settings.warehouse_dir, *MODELS_ONLY)
        publish_build(pipeline)

    return Pipeline(made_once("waiting", make), looks=made.looks + 1)


def test_a_warehouse_in_order_is_fine(pipeline: Pipeline) -> None:
    seen = status(pipeline.settings)
    assert (seen.severity, seen.matters) == (Severity.FINE, ())
    assert seen.release is not None
    assert (seen.release.number, seen.release.batch, seen.last_batch) == (2, 3, 3)
    assert seen.last_checked_at is not None
    assert datetime.now(UTC) - seen.last_checked_at < timedelta(hours=1)
    assert {name for name, used in seen.bytes_used.items() if used} == {"ledger", "releases", "build"}


def test_files_that_releases_share_count_once(pipeline: Pipeline) -> None:
    before = status(pipeline.settings).bytes_used["releases"]
    first = pipeline.settings.releases_dir / "1" / "warehouse.duckdb"
    (pipeline.settings.releases_dir / "2" / "again").hardlink_to(first)
    assert status(pipeline.settings).bytes_used["releases"] == before


def test_what_waits_is_shown_with_its_place_and_what_to_do(waiting: Pipeline) -> None:
    seen = status(waiting.settings)
    assert seen.severity is Severity.WAITING == 3
    rejection, removal, discrepancy = (matter.message for matter in seen.matters)
    assert rejection.startswith("bad.csv, line 2: ")
    assert rejection.endswith("(figure.value_negative)")
    (removal_id,) = (row["removal_id"] for row in seen.removals)
    assert removal.startswith("others.csv no longer states all of US-KS_2015-01-01_2015-12-31_2016-01-28")
    assert removal.endswith(f"spotlight refresh --accept-removal {removal_id}")
    assert "the stated total of cases is 68, its parts add up to 67" in discrepancy
    assert "known_discrepancies.csv" in discrepancy


def test_a_watched_page_that_could_not_be_seen_waits(pipeline: Pipeline) -> None:
    page, day = "https://hotline.example.org/missouri", datetime.now(UTC).date()
    gate.note_sources(pipeline.settings.warehouse_dir, {page: day}, {page: ("source.gone", "The page is gone.")})
    seen = status(pipeline.settings)
    assert seen.severity is Severity.WAITING
    assert [matter.message for matter in seen.matters] == [f"{page}: The page is gone. (source.gone)"]


def test_nobody_checking_is_noticed(pipeline: Pipeline) -> None:
    now = datetime.now(UTC)
    assert status(pipeline.settings, now + timedelta(hours=40)).severity is Severity.FINE
    seen = status(pipeline.settings, now + timedelta(days=3))
    assert seen.severity is Severity.WAITING
    assert "The reports folder has not been checked since" in seen.matters[0].message


def test_a_refresh_that_did_not_finish_is_broken_unless_one_is_under_way(pipeline: Pipeline) -> None:
    pipeline.write("next.csv", cases("IA", 2016, "2017-05-03", "publisher", total=68))
    pipeline.look()
    with FileLock(pipeline.settings.lock_file):
        seen = status(pipeline.settings)
        assert seen.is_refreshing
        assert seen.severity is Severity.FINE
    seen = status(pipeline.settings)
    assert seen.severity is Severity.BROKEN == 1
    assert "release 2 is of batch 3, the ledger is at batch 4" in seen.matters[0].message
    gate.begin(pipeline.settings.warehouse_dir, "The disk was full.")
    (message,) = told(pipeline, Severity.BROKEN)
    assert message.endswith("did not finish: The disk was full."), "told once, by its reason"


def test_a_refresh_that_takes_longer_than_files_are_read_needs_a_person_and_a_slow_one_does_not(
    pipeline: Pipeline,
) -> None:
    settings = replace(pipeline.settings, max_refresh_seconds=60)
    for _ in range(2):  # the time is that of the process that holds it, not of the one before
        with held(settings.lock_file, 0):
            now = datetime.now(UTC)
            with held(settings.lock_file, 0):  # as the run of a command does
                assert status(settings, now + timedelta(seconds=58)).severity is Severity.FINE
            late = status(settings, now + timedelta(seconds=62))
            (message,) = (one.message for one in late.matters)
            assert late.severity is Severity.WAITING
            assert message.startswith(f"The warehouse has been locked since {now:%Y-%m-%d %H:}")
            assert message in late.troubles
            os.utime(f"{settings.lock_file}.taken", (0, 0))
    assert status(settings).severity is Severity.FINE


def test_pinned_releases_are_listed_and_a_lost_one_needs_a_person(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SPOTLIGHT_WAREHOUSE_DIR", str(pipeline.settings.warehouse_dir))
    monkeypatch.setenv("SPOTLIGHT_REPORTS_DIR", str(pipeline.settings.reports_dir))
    assert pin(1, as_json=False) == 0
    assert "Release 1 stays until `spotlight unpin 1`" in capsys.readouterr().out
    assert pin(None, as_json=True) == 0
    assert json.loads(capsys.readouterr().out) == {"pinned": [1, 2]}
    seen = status(pipeline.settings)
    assert seen.severity is Severity.FINE
    head = Ledger(pipeline.settings.ledger_dir).head()
    assert seen.pinned[1] == {"number": 2, "edition": f"3-{head.sha256[:12]}"}

    shutil.rmtree(pipeline.settings.releases_dir / "1")
    seen = status(pipeline.settings)
    assert seen.severity is Severity.WAITING
    assert "spotlight unpin 1" in seen.matters[0].message
    assert unpin(1, as_json=False) == 0
    assert status(pipeline.settings).severity is Severity.FINE


def test_what_is_broken_counts_for_more_than_what_waits(pipeline: Pipeline) -> None:
    pipeline.write("bad.csv", cases("NE", 2015, "2016-01-28", total=-3))
    pipeline.look()
    assert {matter.severity for matter in status(pipeline.settings).matters} == {Severity.BROKEN, Severity.WAITING}
    assert status(pipeline.settings).severity is Severity.BROKEN


def test_a_damaged_ledger_or_release_and_a_lost_folder_are_broken(pipeline: Pipeline) -> None:
    settings = pipeline.settings
    for file in (
        settings.ledger_dir / "batches" / "batch=2" / "rejections.parquet",
        settings.current / "warehouse.duckdb",
    ):
        file.chmod(0o644)
        file.write_bytes(b"nothing")
    shutil.rmtree(settings.reports_dir)
    seen = status(settings)
    assert seen.severity is Severity.BROKEN
    told = "\n".join(matter.message for matter in seen.matters)
    assert "rejections.parquet" in told
    assert "spotlight rebuild" in told
    assert f"{settings.reports_dir}: the reports folder does not exist" in told


def test_a_lost_end_of_the_ledger_is_broken(pipeline: Pipeline) -> None:
    shutil.rmtree(pipeline.settings.ledger_dir / "batches" / "batch=3")
    seen = status(pipeline.settings)
    assert seen.severity is Severity.BROKEN
    assert "spotlight verify" in seen.matters[0].message


def told(pipeline: Pipeline, severity: Severity) -> list[str]:
    seen = status(pipeline.settings)
    assert seen.severity is severity
    return [matter.message for matter in seen.matters]


def test_a_refresh_that_failed_before_the_ledger_is_known_until_one_finishes_or_nothing_is_new(
    pipeline: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOTLIGHT_WAREHOUSE_DIR", str(pipeline.settings.warehouse_dir))
    monkeypatch.setenv("SPOTLIGHT_REPORTS_DIR", str(tmp_path / "not-mounted"))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    assert refresh(False, (), False, as_json=True) == 1
    (message,) = told(pipeline, Severity.BROKEN)
    assert message.startswith("The refresh that began on ")
    assert f"did not finish: The reports folder {tmp_path / 'not-mounted'} does not exist" in message
    gate.check(pipeline.settings.reports_dir, pipeline.settings.warehouse_dir)
    assert told(pipeline, Severity.FINE) == []


def test_a_batch_that_was_truncated_or_replaced_since_the_last_refresh_is_broken(pipeline: Pipeline) -> None:
    batches = pipeline.settings.ledger_dir / "batches"
    file = batches / "batch=1" / "figures.parquet"
    kept = file.read_bytes()
    file.chmod(0o644)
    file.write_bytes(kept[:-100])
    (message,) = told(pipeline, Severity.BROKEN)
    assert message.startswith(f"Batch 1 in {batches} is not the one that batch 2 followed.")
    file.write_bytes(kept)
    assert told(pipeline, Severity.FINE) == []


def test_a_refresh_for_which_nothing_else_is_new_refuses_a_ledger_of_which_an_old_batch_was_truncated(
    pipeline: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SPOTLIGHT_WAREHOUSE_DIR", str(pipeline.settings.warehouse_dir))
    monkeypatch.setenv("SPOTLIGHT_REPORTS_DIR", str(pipeline.settings.reports_dir))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    assert nothing_new(as_json=False) == 0
    batches = pipeline.settings.ledger_dir / "batches"
    file = batches / "batch=1" / "figures.parquet"
    kept = file.read_bytes()
    file.chmod(0o644)
    file.write_bytes(kept[:-100])
    for _ in range(2):  # it stays a trouble until it is put right
        assert nothing_new(as_json=False) is None
        capsys.readouterr()
        assert refresh(False, (), False, as_json=True) == 1
        message = json.loads(capsys.readouterr().out)["message"]
        assert message.startswith(f"Batch 1 in {batches} is not the one that batch 2 followed. Restore batch 1 from")
    file.write_bytes(kept)
    assert nothing_new(as_json=False) is None
    assert pipeline.look().batch is None, "the ledger is read, is whole, and is noted so"
    gate.mark_published(pipeline.settings.warehouse_dir)
    assert nothing_new(as_json=False) == 0


def test_a_killed_run_that_was_recorded_is_known_for_a_day_and_is_no_trouble(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("warehouse", "reports"):
        monkeypatch.setenv(f"SPOTLIGHT_{folder.upper()}_DIR", str(pipeline.folder / folder))
    marks = Settings().dagster_home / "running"
    marks.mkdir(parents=True)
    for run_id in ("long-ago", "last-night"):
        (marks / run_id).touch()
        assert [run_id in one.message for one in status(Settings()).matters] == [True]
        record_killed(Settings().dagster_home, run_id)
    (marks / "long-ago").write_text("2026-11-01T00:00:00+00:00")
    assert run(Form.PEOPLE) == Severity.FINE
    assert "Run last-night was killed" in (said := capsys.readouterr().out)
    assert "long-ago" not in said
    record_killed(Settings().dagster_home, "tonight")
    assert sorted(file.name for file in marks.iterdir()) == ["last-night", "tonight"]


def test_state_that_others_may_write_needs_a_person(pipeline: Pipeline) -> None:
    ledger, warehouse = pipeline.settings.ledger_dir, pipeline.settings.warehouse_dir
    ledger.chmod(0o777)
    warehouse.chmod(0o770)
    assert told(pipeline, Severity.WAITING) == [
        f"{warehouse} can be written by its group of this machine. Run: chmod go-w {warehouse}",
        f"{ledger} can be written by every user of this machine. Run: chmod go-w {ledger}",
    ]


def test_a_disk_with_room_for_bytes_but_not_for_files_needs_a_person(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surroundings, "FEWEST_INODES", 1 << 60)
    (message,) = told(pipeline, Severity.WAITING)
    assert "more files fit on the disk of" in message


def test_a_disk_that_fills_up_waits_and_one_on_which_no_refresh_can_run_is_broken(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = status(pipeline.settings).bytes_used["build"]
    for free, severity in (
        (surroundings.FEWEST_BYTES - 1, Severity.BROKEN),
        (surroundings.FEWEST_BYTES, Severity.WAITING),
        (2 * used, Severity.FINE),
    ):
        monkeypatch.setattr(shutil, "disk_usage", lambda _, free=free: SimpleNamespace(free=free))
        assert status(pipeline.settings).severity == severity, f"{free:,} bytes are free"


def test_a_second_full_disk_is_a_second_trouble(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0))
    assert len(status(pipeline.settings).troubles) == 1
    elsewhere = Settings(
        reports_dir=pipeline.reports, warehouse_dir=pipeline.settings.warehouse_dir, dagster_home=Path("/proc/dagster")
    )
    assert len(status(elsewhere).troubles) == 2


def test_a_refresh_that_dagster_could_not_record_is_broken_until_one_comes_through(
    pipeline: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.write("new.csv", cases("NE", 2017, "2018-05-27", total=5))
    monkeypatch.setenv("SPOTLIGHT_WAREHOUSE_DIR", str(pipeline.settings.warehouse_dir))
    monkeypatch.setenv("SPOTLIGHT_REPORTS_DIR", str(pipeline.settings.reports_dir))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    (tmp_path / "dagster" / "history" / "runs").mkdir(parents=True)
    store = tmp_path / "dagster" / "history" / "runs.db"
    store.write_bytes(b"no database" * 1000)
    with pytest.raises(UserError, match="Dagster's store is damaged"):
        refresh(False, (), False, as_json=True)
    (message,) = told(pipeline, Severity.BROKEN)
    assert "Dagster's store is damaged" in message


def test_a_store_of_dagster_that_fails_within_a_step_is_named(
    pipeline: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    pipeline.write("new.csv", cases("NE", 2017, "2018-05-27", total=5))
    monkeypatch.setenv("SPOTLIGHT_WAREHOUSE_DIR", str(pipeline.settings.warehouse_dir))
    monkeypatch.setenv("SPOTLIGHT_REPORTS_DIR", str(pipeline.settings.reports_dir))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    monkeypatch.setattr("orchestration.defs.ingest.ingest", failing)
    assert refresh(False, (), False, as_json=False) == 1
    assert f"{tmp_path}/dagster: Dagster's store cannot be used (disk I/O error)" in capsys.readouterr().err


def test_state_made_while_the_warehouse_is_held_is_for_its_user_and_group(tmp_path: Path) -> None:
    umask = os.umask(0)
    try:
        with held(tmp_path / "warehouse" / "ledger" / ".lock", 0):
            gate.begin(tmp_path / "warehouse")
        made = [path.stat().st_mode & 0o777 for path in (tmp_path / "warehouse").rglob("*")]
        assert (tmp_path / "warehouse").stat().st_mode & 0o777 == 0o750
        assert all(mode & 0o027 == 0 for mode in made)
    finally:
        assert os.umask(umask) == 0, "as it was before"


def test_two_warehouses_on_one_ledger_never_write_at_the_same_time(pipeline: Pipeline, tmp_path: Path) -> None:
    other = Settings(reports_dir=pipeline.reports, warehouse_dir=tmp_path / "other")
    other.warehouse_dir.mkdir()
    other.ledger_dir.symlink_to(pipeline.settings.ledger_dir)
    with FileLock(pipeline.settings.lock_file), pytest.raises(WarehouseLocked), held(other.lock_file, 0):
        raise AssertionError("two held it")


def test_nothing_there_yet_is_broken_and_makes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings()
    assert run(Form.PEOPLE) == 1
    assert "Run `spotlight refresh`" in capsys.readouterr().out
    assert not settings.warehouse_dir.exists()


def test_programs_get_the_same_answers(
    waiting: Pipeline, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SPOTLIGHT_WAREHOUSE_DIR", str(waiting.settings.warehouse_dir))
    monkeypatch.setenv("SPOTLIGHT_REPORTS_DIR", str(waiting.settings.reports_dir))
    assert run(Form.JSON) == 3
    answer = json.loads(capsys.readouterr().out)
    assert answer["severity"] == "waiting"
    assert answer["release"]["number"] == 3
    assert [row["file"] for row in answer["removals"]] == ["others.csv"]
    assert {"last_checked_at", "rejections", "discrepancies", "bytes_used", "bytes_free", "matters"} <= set(answer)
    assert run(Form.PEOPLE) == 3
    assert "waiting others.csv no longer states all of" in capsys.readouterr().out


def test_metrics_say_what_the_status_says(
    waiting: Pipeline, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SPOTLIGHT_REPORTS_DIR", str(waiting.settings.reports_dir))
    monkeypatch.setenv("SPOTLIGHT_WAREHOUSE_DIR", str(waiting.settings.warehouse_dir))
    assert run(Form.METRICS) == Severity.WAITING
    lines = capsys.readouterr().out.splitlines()
    values = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    seen = status(Settings())
    assert values["spotlight_severity"] == "3"
    assert values['spotlight_matters{severity="waiting"}'] == str(len(seen.matters))
    assert (values["spotlight_open_rejections"], values["spotlight_pending_removals"]) == ("1", "1")
    assert float(values["spotlight_ledger_batch"]) == seen.last_batch
    described = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    assert {name.partition("{")[0] for name in values} == described
