"""Each alarm of `docs/operations.md`, row by row, sent through a receiver on this machine.

Belongs here: that what the page names is what arrives. Not here: when and how often (job/test_alerts).
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import dagster as dg
import pytest
from filelock import FileLock

from orchestration.cli.alerts import told
from orchestration.defs.failures import as_dagster_failure
from orchestration.defs.history import OURS, fail_dead_runs
from orchestration.settings import Settings
from orchestration.spotlight.alerts import outbox
from orchestration.spotlight.changed import clock
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.files.lock import held
from orchestration.spotlight.inspect import status as status_module
from orchestration.spotlight.inspect import surroundings
from orchestration.spotlight.inspect.status import status
from tests.support.made_once import MadeOnce
from tests.support.mailbox import Mailbox, mailbox
from tests.support.pipeline import Pipeline, cases
from tests.support.published import two_releases

NOT_SENT = {  # what a person or a unit sees in an exit code or a page
    "… to look into": "the title of every alert",
    "holds no figure": "each refused report is alerted about, and a person has accepted each removal",
    "The refresh that began on … did not finish": "status only: the failure itself was sent",
    "The last refresh did not finish": "status only, as above",
    "Address N of SPOTLIGHT_ALERT_URLS cannot be used": "status only: it may be the only address",
    "alert(s) could not be delivered": "cannot be sent",
    "could not be read now": "a warning of that refresh: the next one reads the file",
    "document.not_read": "its code",
    "not those of the document it is named after": "verify",
    "is not kept": "verify",
}


LOCKS: list[FileLock] = []
"""What an alarm's trouble holds until its test is over."""


@pytest.fixture(scope="module")
def made(made_once: MadeOnce) -> Pipeline:
    return two_releases(made_once)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as box:
        yield box


@pytest.fixture
def settings(made: Pipeline, tmp_path: Path, box: Mailbox) -> Iterator[Settings]:
    home = tmp_path / "dagster"
    home.mkdir()
    yield replace(made.copy(tmp_path / "copy").settings, alert_urls=box.address, dagster_home=home)
    while LOCKS:
        LOCKS.pop().release()


def failing(step: str, error: Exception) -> Callable[[Settings, pytest.MonkeyPatch], None]:
    def fail(settings: Settings, _: pytest.MonkeyPatch) -> None:
        with pytest.raises(dg.Failure), as_dagster_failure(settings, step):
            raise error

    return fail


def a_lost_file(settings: Settings, _: pytest.MonkeyPatch) -> None:
    pipeline = Pipeline(settings.warehouse_dir.parent, looks=9)
    pipeline.write("gone.csv", cases("NE", 2017, "2018-05-27", total=5))
    pipeline.look()
    pipeline.remove("gone.csv")
    pipeline.look()


def a_conflict(settings: Settings, _: pytest.MonkeyPatch) -> None:
    pipeline = Pipeline(settings.warehouse_dir.parent, looks=9)
    for name, total in (("2026-03-08.csv", 5), ("2026-03-15.csv", 6)):
        pipeline.write(name, cases("NE", 2017, "2018-05-27", total=total))
        pipeline.look()


def no_check(settings: Settings, _: pytest.MonkeyPatch) -> None:
    days_ago = (datetime.now(UTC) - timedelta(days=3)).timestamp()
    os.utime(settings.warehouse_dir / "last_refresh.json", (days_ago, days_ago))


def a_lock_held_for_hours(settings: Settings, _: pytest.MonkeyPatch) -> None:
    with held(settings.lock_file, 0):
        pass
    hours_ago = (datetime.now(UTC) - timedelta(hours=3)).timestamp()
    os.utime(f"{settings.lock_file}.taken", (hours_ago, hours_ago))
    LOCKS.append(FileLock(settings.lock_file))
    LOCKS[-1].acquire()


def no_room(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status_module, "shutil", SimpleNamespace(disk_usage=lambda _: SimpleNamespace(free=1)))


def no_inodes(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surroundings, "FEWEST_INODES", 10**18)


def open_rights(settings: Settings, _: pytest.MonkeyPatch) -> None:
    settings.warehouse_dir.chmod(0o777)


def a_killed_run(settings: Settings, _: pytest.MonkeyPatch) -> None:
    (settings.dagster_home / "running").mkdir()
    (settings.dagster_home / "running" / "some-run").touch()
    with dg.DagsterInstance.ephemeral() as instance:
        fail_dead_runs(instance, settings)


def a_run_that_never_began(settings: Settings, _: pytest.MonkeyPatch) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        run = dg.DagsterRun(job_name="refresh", tags=OURS)
        instance.add_run(run)
        instance.report_run_failed(run)
        fail_dead_runs(instance, settings)


def a_lost_batch(settings: Settings, _: pytest.MonkeyPatch) -> None:
    shutil.rmtree(settings.ledger_dir / "batches" / "batch=2")


def a_link_to_an_old_release(settings: Settings, _: pytest.MonkeyPatch) -> None:
    settings.current.unlink()
    settings.current.symlink_to("releases/1")


def a_copy_in_place_of_the_link(settings: Settings, _: pytest.MonkeyPatch) -> None:
    settings.current.unlink()
    shutil.copytree(settings.releases_dir / "2", settings.current)


def stopped_by(message: str) -> Callable[[Settings, pytest.MonkeyPatch], None]:
    def trouble(settings: Settings, _: pytest.MonkeyPatch) -> None:
        with pytest.raises(UserError), told(settings):
            raise UserError(message)

    return trouble


def a_wrong_clock(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for minute in (1, 2):
        doubt = clock.doubt_about(settings, datetime(2050, 1, 1, 12, minute, tzinfo=UTC).replace(tzinfo=None), None)
        assert doubt is not None
        failing("ledger", clock.ClockNotBelieved(doubt))(settings, monkeypatch)


ALARMS = {
    "no longer states all of": a_lost_file,
    "contradicts": a_conflict,
    "The reports folder has not been checked since": no_check,
    "The warehouse has been locked since": a_lock_held_for_hours,
    "bytes are free": no_room,
    **{
        f"{step} failed": failing(step, UserError("It says what to do."))
        for step in ("release", "ledger", "warehouse", "source_polls", "postgres_marts")
    },
    "can be written by": open_rights,
    "more files fit on the disk": no_inodes,
    "did not finish: its process was killed, or the machine stopped": a_killed_run,
    "did not begin its work": a_run_that_never_began,
    "is missing": a_lost_batch,
    "No space left on device": failing("release", OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/some/file")),
    "Permission denied": failing("ledger", PermissionError(errno.EACCES, os.strerror(errno.EACCES), "/some/file")),
    **{
        words: stopped_by(f"/somewhere: {words} (as it says).")
        for words in ("Dagster's store cannot be used", "Dagster's store is damaged")
    },
    "The clock of this machine says": a_wrong_clock,
    "Install a newer version": failing("ledger", UserError("The ledger has format 9. Install a newer version.")),
    "is not the one that batch … followed": a_lost_batch,
    "is not what was appended": a_lost_batch,
    "was there before": a_lost_batch,
    "It leads to": a_link_to_an_old_release,
    "It is not a link": a_copy_in_place_of_the_link,
}


def test_every_row_of_the_page_is_tried_or_says_why_it_is_not_sent() -> None:
    page = (PROJECT_DIR / "docs" / "operations.md").read_text(encoding="utf-8")
    table = page.split("## What each alarm means")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| ")][1:]
    named = {words for row in rows for words in re.findall(r"`([^`]+)`", row)}
    commands = {"status", "verify", "releases"}
    assert named - commands == set(ALARMS) | set(NOT_SENT)


@pytest.mark.parametrize("words", ALARMS)
def test_the_alarm_arrives_once(words: str, settings: Settings, box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    ALARMS[words](settings, monkeypatch)
    troubles = status(settings).troubles
    for _ in range(2):
        assert outbox.tell(settings, troubles) is None
    one_of = ("is missing", "is not the one", "was there before", "is not what was appended")
    expected = one_of if ALARMS[words] is a_lost_batch else (words,)
    assert len([line for line in box.lines if any(one in line for one in expected)]) == 1, box.lines
    assert all("to look into" in one["title"] for one in box.received)


def test_an_address_that_cannot_be_used_needs_a_person_and_is_named_by_its_place(settings: Settings) -> None:
    urls = f"{settings.alert_urls} foo://t0ken json://127.0.0.1:9/, mailto://x"
    found = [one.message for one in status(replace(settings, alert_urls=urls)).matters]
    named = [one.partition(" cannot be used")[0] for one in found if "cannot be used" in one]
    assert named == ["Address 2 of SPOTLIGHT_ALERT_URLS", "Address 4 of SPOTLIGHT_ALERT_URLS"]
    assert "t0ken" not in "".join(found)


def test_what_stopped_a_run_is_told_by_that_run_alone(
    settings: Settings, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = replace(
        settings,
        reports_dir=settings.reports_dir / "nowhere",
        postgres_url="postgresql://somebody:secret@127.0.0.1:1/warehouse",
    )
    for step in ("ledger", "postgres_marts"):
        failing(step, UserError("It says what to do."))(away, monkeypatch)
    shown = [one.message for one in status(away).matters]
    assert any("reports folder does not exist" in one for one in shown)
    assert any("PostgreSQL" in one for one in shown)
    assert outbox.tell(away, status(away).troubles) is None
    assert box.lines == [f"{step} failed: It says what to do." for step in ("ledger", "postgres_marts")]


def test_a_bug_is_told_too_with_its_innermost_reason(settings: Settings, box: Mailbox) -> None:
    with pytest.raises(MemoryError), as_dagster_failure(settings, "release"):
        raise MemoryError
    with pytest.raises(RuntimeError), told(settings):
        raise RuntimeError("in between") from KeyError("a column")
    assert box.lines == ["release failed: MemoryError", "KeyError: 'a column'"]
