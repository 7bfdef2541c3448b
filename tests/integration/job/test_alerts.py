"""Who is told of a failed run, and of what waits for a person.

Belongs here: what is sent through a real receiver, when and how often. Not here: what is hostile in
a message (tests/slow/faults).
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.cli.alerts import told
from orchestration.cli.refresh import run as refresh_command
from orchestration.defs import automation
from orchestration.defs.history import fail_dead_runs
from orchestration.settings import Settings
from orchestration.spotlight.alerts import outbox
from orchestration.spotlight.inspect.status import status
from tests.support.command_line import CommandLine
from tests.support.mailbox import Mailbox
from tests.support.mailbox import mailbox as receiver
from tests.support.pipeline import Pipeline, cases
from tests.support.refresh_job import (
    BREAKDOWN,
    Refresh,
    evaluations,
    failures,
    report,
)


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    with receiver() as box:
        monkeypatch.setenv("SPOTLIGHT_ALERT_URLS", box.address)
        yield box


def tick(instance: dg.DagsterInstance) -> None:
    """Let the sensor tell what there is to tell, as the daemon does every minute."""
    sensor = automation.automation().resolve_sensor_def("alerts")
    with dg.build_sensor_context(instance=instance) as context:
        assert isinstance(sensor(context), dg.SkipReason)


@pytest.mark.slow
def test_refused_reports_and_unexpected_discrepancies_are_sent_once(
    refresh: Refresh, settings: Settings, instance: dg.DagsterInstance, mailbox: Mailbox
) -> None:
    (settings.reports_dir / "good.csv").write_text(report(total=21, **BREAKDOWN))
    (settings.reports_dir / "bad.csv").write_text(report(2017, **BREAKDOWN).replace("cases,sex,12", "cases,sex,-12"))
    first = refresh()
    assert first.success, failures(first)
    tick(instance)
    (told,) = mailbox.received
    assert "2 to look into" in told["title"]
    assert "bad.csv, line 2" in told["message"]
    assert "known_discrepancies.csv" in told["message"]

    (settings.reports_dir / "more.csv").write_text(report(2016, **BREAKDOWN))
    second = refresh()
    assert second.success, failures(second)
    assert not evaluations(second)["no_open_rejections"].passed
    tick(instance)
    assert len(mailbox.received) == 1

    (settings.reports_dir / "more.csv").unlink()
    refresh()
    tick(instance)
    assert "no longer states all of" in mailbox.received[1]["message"]
    assert len(mailbox.received) == 2


def test_a_failed_run_is_told_with_its_reason_once_until_one_succeeds(
    refresh: Refresh, released: Settings, instance: dg.DagsterInstance, mailbox: Mailbox
) -> None:
    elsewhere = released.reports_dir.with_name("elsewhere")

    def failed() -> list[str]:
        return [line for one in mailbox.received for line in one["message"].splitlines() if "ledger failed" in line]

    def fail_twice() -> None:
        released.reports_dir.rename(elsewhere)
        for _ in range(2):
            refresh()
            tick(instance)

    fail_twice()
    elsewhere.rename(released.reports_dir)
    assert refresh().success
    fail_twice()
    assert len(failed()) == 2
    assert str(released.reports_dir) in failed()[0]


@pytest.mark.parametrize("found_by", ["command", "sensor", "schedule"])
def test_a_failure_that_comes_back_is_told_again_after_a_refresh_that_found_nothing_new(
    refresh: Refresh, released: Settings, instance: dg.DagsterInstance, mailbox: Mailbox, found_by: str
) -> None:
    elsewhere = released.reports_dir.with_name("elsewhere")

    def find_nothing_new() -> None:
        if found_by == "command":
            assert refresh_command(False, (), False, as_json=True) == 0
            return
        with dg.build_sensor_context(instance=instance) as sensor, dg.build_schedule_context(instance) as schedule:
            daily = automation.refresh_daily(Settings())
            found = automation.reports_folder(sensor) if found_by == "sensor" else daily.evaluate_tick(schedule)
        assert "Nothing new" in str(getattr(found, "skip_message", None))

    for _ in range(2):
        released.reports_dir.rename(elsewhere)
        for _ in range(2):
            assert not refresh().success
            tick(instance)
        elsewhere.rename(released.reports_dir)
        find_nothing_new()
    assert len([line for line in mailbox.lines if "ledger failed" in line]) == 2


def test_a_killed_run_is_told_once(settings: Settings, instance: dg.DagsterInstance, mailbox: Mailbox) -> None:
    (settings.dagster_home / "running").mkdir()
    (settings.dagster_home / "running" / "some-run").touch()
    for _ in range(2):
        fail_dead_runs(instance, Settings())
        tick(instance)
    lines = [line for one in mailbox.received for line in one["message"].splitlines() if "some-run" in line]
    assert len(lines) == 1
    assert "killed" in lines[0]


def test_on_a_full_disk_what_was_told_is_noted_in_the_room_kept_for_it(
    settings: Settings, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox.report_failure(Settings(), "release", "release failed: earlier")
    write_note, reserve = outbox.write_note, settings.warehouse_dir / "alerts.reserve"

    def full(file: Path, record: Mapping[str, Any]) -> None:
        if reserve.exists():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file))
        write_note(file, record)

    with monkeypatch.context() as disk:
        disk.setattr(outbox, "write_note", full)
        for step in ("ledger", "release", "ledger"):
            outbox.report_failure(Settings(), step, f"{step} failed: No space left on device")
            outbox.tell(Settings(), {outbox.bytes_on(settings.warehouse_dir): "0 bytes are free"})
    assert mailbox.lines == ["release failed: earlier", "ledger failed: No space left on device"]
    outbox.report_success(Settings(), "release")
    assert reserve.exists()
    outbox.report_failure(Settings(), "ledger", "ledger failed: No space left on device")
    outbox.tell(Settings(), {})
    assert len(mailbox.lines) == 3, "the disk was full a second time"


def test_each_full_disk_is_told_once(settings: Settings, mailbox: Mailbox) -> None:
    on_its_disk = f"ledger failed: {settings.warehouse_dir / 'ledger' / 'a batch'}: No space left on device."
    on_another = "release failed: /proc/a folder/file: Disk quota exceeded."
    for message in (on_its_disk, on_another, on_its_disk):
        outbox.report_failure(Settings(), message.partition(" ")[0], message)
    disks = (settings.warehouse_dir, Path("/proc"), Path("/dev"))
    keys = (outbox.bytes_on, outbox.files_on)
    outbox.tell(Settings(), {key(disk): f"{key.__name__} {disk}" for key in keys for disk in disks})
    assert mailbox.lines == [on_its_disk, on_another, "bytes_on /dev", "files_on /dev"]
    outbox.report_success(Settings(), "release")
    outbox.report_failure(Settings(), "ledger", on_another)
    outbox.tell(Settings(), {})
    assert mailbox.lines[4:] == [on_another], "there was room between"


def test_who_finds_the_warehouse_locked_has_people_told_only_if_that_takes_too_long_and_each_time(
    released: Settings, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOTLIGHT_LOCK_WAIT", "0")
    for times in (1, 2):
        with released.lock_file.open() as other:
            fcntl.flock(other, fcntl.LOCK_EX)
            assert refresh_command(False, (), False, as_json=True) == 4
            assert len(mailbox.lines) == times - 1, "a slow one ends by itself"
            an_hour_ago = time.time() - released.max_refresh_seconds - 60 * times
            os.utime(f"{released.lock_file}.taken", (an_hour_ago, an_hour_ago))
            for _ in range(2):
                assert refresh_command(False, (), False, as_json=True) == 4
        assert refresh_command(False, (), False, as_json=True) == 0
        assert len(mailbox.lines) == times
        assert "The warehouse has been locked since" in mailbox.lines[-1]


def test_what_could_not_be_delivered_is_sent_again_and_shows_no_secret(
    released: Settings,
    instance: dg.DagsterInstance,
    mailbox: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    (released.reports_dir / "good.csv").unlink()
    mailbox.broken = True
    urls = f"json://user:s3cret-word@127.0.0.1:9/t0ken {mailbox.address}"
    monkeypatch.setenv("SPOTLIGHT_ALERT_URLS", urls)
    outbox.report_once(Settings(), "A disk is full.")
    assert outbox.undelivered(released.warehouse_dir) is None, "nobody has tried yet"
    with pytest.raises(Exception, match="could not be sent to address 1, 2 of SPOTLIGHT_ALERT_URLS") as raised:
        tick(instance)
    written = capfd.readouterr()
    noted = (released.warehouse_dir / "alerts.json").read_text()
    everything = written.out + written.err + caplog.text + str(raised.value) + noted
    assert "s3cret-word" not in everything
    assert "t0ken" not in everything
    assert any("could not be delivered" in one.message for one in status(Settings()).matters)

    mailbox.broken = False
    for _ in range(2):
        with pytest.raises(Exception, match="could not be sent to address 1 of"):
            tick(instance)
    (told,) = mailbox.received
    assert "A disk is full." in told["message"]
    monkeypatch.setenv("SPOTLIGHT_ALERT_URLS", mailbox.address)
    tick(instance)
    assert outbox.undelivered(released.warehouse_dir) is None


def test_an_address_that_can_never_work_is_told_as_a_wrong_setting_and_misses_nothing(
    released: Settings, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def tell_twice(*urls: str) -> list[str]:
        monkeypatch.setenv("SPOTLIGHT_ALERT_URLS", " ".join(urls))
        for _ in range(2):
            with told(Settings()):
                outbox.report_failure(Settings(), "release", "release failed: no room")
        assert outbox.undelivered(released.warehouse_dir) is None
        return capsys.readouterr().err.splitlines()

    released.warehouse_dir.chmod(0o777)
    wrong = "nonsense://t0ken"
    complaints = tell_twice(wrong)
    assert len(complaints) == 2
    assert tell_twice(wrong, mailbox.address) == complaints
    assert all("Address 1 of SPOTLIGHT_ALERT_URLS cannot be used" in one for one in complaints)
    (failed, rights) = mailbox.lines
    assert (failed, "can be written by" in rights) == ("release failed: no room", True), "as nobody was told before"
    assert tell_twice(mailbox.address) == []
    assert len(mailbox.lines) == 2


@pytest.mark.slow
def test_the_command_line_tells_of_its_own_failure_and_of_what_it_found(tmp_path: Path, mailbox: Mailbox) -> None:
    command = CommandLine(Pipeline(tmp_path))
    assert command.run("refresh").returncode == 1
    assert "There is no document" in mailbox.received[0]["message"]
    told = len(mailbox.received)
    command.pipeline.write("bad.csv", cases("NE", 2015, "2016-01-28", total=-3))
    command.run("refresh")
    assert any("bad.csv, line 2" in one["message"] for one in mailbox.received[told:])


def test_without_addresses_nobody_is_told(refresh: Refresh, settings: Settings, instance: dg.DagsterInstance) -> None:
    refresh()
    tick(instance)
    assert not (settings.warehouse_dir / "alerts.json").exists()
