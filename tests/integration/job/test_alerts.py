"""Who is told of a failed run, and of what waits for a person.

Belongs here: the alert sensors and what they send. Not here: what is hostile in a message (tests/slow/faults).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import dagster as dg
import pytest

from orchestration.defs import automation
from orchestration.settings import Settings
from tests.support.refresh_job import (
    BREAKDOWN,
    Refresh,
    evaluations,
    failures,
    report,
)


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


def test_refused_reports_and_unexpected_discrepancies_are_sent_once(
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


def test_a_failed_run_is_reported_with_its_reason(
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


def test_without_addresses_no_alert_is_sent(refresh: Refresh, settings: Settings, instance: dg.DagsterInstance) -> None:
    skipped = alert("alert_on_failed_run", refresh(), instance)
    assert isinstance(skipped, dg.SkipReason)
