"""What starts a run: the sensor that watches the reports folder, and the schedule.

Belongs here: when a run is asked for. Not here: the daemon that asks (tests/slow/test_daemon.py).
"""

from __future__ import annotations

import subprocess
import sys
import time
from types import SimpleNamespace

import dagster as dg
import pytest

from orchestration.defs import automation
from orchestration.defs.automation import reports_folder
from orchestration.defs.history import LONGEST_START_SECONDS, OURS, OUTCOME_TAG
from orchestration.settings import Settings
from orchestration.spotlight.alerts import outbox
from orchestration.spotlight.changed import gate
from orchestration.spotlight.domain.places import PROJECT_DIR
from orchestration.spotlight.files.running import marked_running
from orchestration.spotlight.inspect.status import status
from tests.support.mailbox import mailbox
from tests.support.refresh_job import (
    BREAKDOWN,
    report,
)


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Have the sensor believe that it is so much later than it is."""
    monkeypatch.setattr(automation, "time", SimpleNamespace(time=lambda: time.time() + seconds))


def tick(instance: dg.DagsterInstance) -> dg.RunRequest | dg.SkipReason:
    with dg.build_sensor_context(instance=instance) as context:
        found = reports_folder(context)
    assert isinstance(found, dg.RunRequest | dg.SkipReason)
    return found


@dg.op
def fail() -> None:
    raise dg.Failure("It says why.")


def follow(instance: dg.DagsterInstance, request: dg.RunRequest, status: dg.DagsterRunStatus) -> str:
    """Record a run as the daemon would have, as far as this; return its id."""
    tags = {**OURS, **request.tags}
    if status is dg.DagsterRunStatus.FAILURE:
        job = dg.GraphDefinition("refresh", node_defs=[fail]).to_job()
        return job.execute_in_process(instance=instance, raise_on_error=False, tags=tags).run_id
    run = dg.DagsterRun(job_name="refresh", tags=tags, status=status)
    instance.add_run(run)
    return run.run_id


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
    assert "running" in (skipped.skip_message or "")


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


def test_a_killed_run_holds_nothing_up_and_is_recorded_as_failed(
    settings: Settings, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settings.reports_dir / "good.csv").write_text(report(**BREAKDOWN))
    run = dg.DagsterRun(job_name="refresh", status=dg.DagsterRunStatus.STARTED)
    instance.add_run(run)
    later(monkeypatch, 60)
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys\nfrom pathlib import Path\nfrom orchestration.spotlight.files.running import marked_running\n"
            "with marked_running(Path(sys.argv[1]), sys.argv[2]):\n    print('running', flush=True)\n    input()",
            str(settings.dagster_home),
            run.run_id,
        ],
        cwd=PROJECT_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "running\n"
    skipped = tick(instance)
    assert isinstance(skipped, dg.SkipReason)
    assert "running" in (skipped.skip_message or "")
    process.kill()
    process.communicate()
    (matter,) = [one for one in status(settings).matters if run.run_id in one.message]
    assert "killed" in matter.message

    assert isinstance(tick(instance), dg.RunRequest)
    recorded = instance.get_run_by_id(run.run_id)
    assert recorded is not None
    assert recorded.status is dg.DagsterRunStatus.FAILURE
    assert not [one for one in status(settings).matters if run.run_id in one.message]
    assert list(status(settings).killed_runs) == [run.run_id], "in the morning a person still learns of it"


def test_a_run_that_died_before_it_could_mark_itself_holds_up_nothing_and_is_told_once(
    settings: Settings, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settings.reports_dir / "good.csv").write_text(report(**BREAKDOWN))
    with mailbox() as box:
        monkeypatch.setenv("SPOTLIGHT_ALERT_URLS", box.address)
        later(monkeypatch, 60)
        request = tick(instance)
        assert isinstance(request, dg.RunRequest)
        run_id = follow(instance, request, dg.DagsterRunStatus.STARTED)
        assert isinstance(tick(instance), dg.SkipReason), "it may still be starting"
        later(monkeypatch, LONGEST_START_SECONDS)
        again = tick(instance)
        assert isinstance(again, dg.RunRequest), "a killed run is tried again at once"
        assert again.run_key != request.run_key
        recorded = instance.get_run_by_id(run_id)
        assert recorded is not None
        assert (recorded.status, recorded.tags[OUTCOME_TAG]) == (dg.DagsterRunStatus.FAILURE, "killed")
        assert list(status(settings).killed_runs) == [run_id]
        tick(instance)
        outbox.tell(Settings(), {})
        assert [run_id in line for line in box.lines] == [True], box.lines


def test_a_killed_run_that_dagster_failed_itself_is_tried_again_at_once_and_told_once(
    settings: Settings, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settings.reports_dir / "good.csv").write_text(report(**BREAKDOWN))
    with mailbox() as box:
        monkeypatch.setenv("SPOTLIGHT_ALERT_URLS", box.address)
        later(monkeypatch, 60)
        request = tick(instance)
        assert isinstance(request, dg.RunRequest)
        run_id = follow(instance, request, dg.DagsterRunStatus.STARTED)
        killed = instance.get_run_by_id(run_id)
        assert killed is not None
        instance.report_run_failed(killed)  # Dagster's server sees its processes end, and gives no reason
        again = tick(instance)
        assert isinstance(again, dg.RunRequest)
        assert again.run_key != request.run_key
        assert list(status(settings).killed_runs) == [run_id]
        tick(instance)
        outbox.tell(Settings(), {})
        assert [run_id in line for line in box.lines] == [True], box.lines


def test_a_run_that_marked_itself_is_not_taken_for_dead(
    settings: Settings, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settings.reports_dir / "good.csv").write_text(report(**BREAKDOWN))
    later(monkeypatch, 10 * LONGEST_START_SECONDS)
    run_id = follow(instance, dg.RunRequest(), dg.DagsterRunStatus.STARTED)
    with marked_running(settings.dagster_home, run_id):
        skipped = tick(instance)
    assert isinstance(skipped, dg.SkipReason)
    assert skipped.skip_message == "A refresh is running."
    recorded = instance.get_run_by_id(run_id)
    assert recorded is not None
    assert recorded.status is dg.DagsterRunStatus.STARTED


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
