"""From a watched page to a release and on.

Belongs here: the job with a watched page. Not here: single rules.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest

from orchestration.cli.rebuild import run as run_rebuild
from orchestration.cli.refresh import run as run_refresh
from orchestration.definitions import defs
from orchestration.spotlight.changed import clock
from tests.support.page_server import Site
from tests.support.watched_page import HTML, PAGE, Watch, sends


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_from_a_watched_page_to_a_release_and_on(
    watched: Watch, site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SPOTLIGHT_ALLOW_PRIVATE_SOURCES", "true")
    settings = watched.settings

    def refreshed(day: int) -> dict[str, Any]:
        monkeypatch.setattr(clock, "believed_now", lambda *_: datetime(2026, 3, day, 6))  # noqa: DTZ001 - UTC
        code = run_refresh(False, (), False, as_json=True)
        told = json.loads(capsys.readouterr().out)
        assert code == 0, told
        return told

    def asked_by_the_schedule() -> bool:
        schedule = defs().resolve_schedule_def("refresh_daily")
        with dg.DagsterInstance.ephemeral() as instance:
            context = dg.build_schedule_context(instance=instance, scheduled_execution_time=datetime.now(UTC))
            return bool(schedule.evaluate_tick(context).run_requests)

    # The page alone: no other document, and the first release.
    site.page(PAGE, HTML, "text/html", etag='"1"')
    watched.list(f"{site.address(PAGE)},html,US-MO,7,")
    first = refreshed(1)
    assert (first["status"], first["release"], first["new"], first["warnings"]) == ("published", 1, 1, [])
    warehouse = settings.current / "warehouse.duckdb"
    facts = "select trafficking_type, case_count from marts.fct_cases order by case_count"
    assert ask(warehouse, facts) == [("sex_and_labor", 6), ("labor", 22), ("not_specified", 23), ("sex", 183)]

    # The page is due by now, and nothing else is new: that alone starts a run. Its boilerplate has changed.
    assert asked_by_the_schedule()
    site.page(PAGE, HTML.replace(b"These are the figures", b"Find here the figures"), "text/html", etag='"2"')
    second = refreshed(8)
    assert (second["status"], second["batch"], second["new"]) == ("published", None, 0)
    assert ask(warehouse, "select outcome from audit.source_polls order by polled_at") == [("kept",), ("unchanged",)]
    assert len(watched.documents()) == 1

    # The page is away: the release stands, the refresh goes well and says so.
    site.answers[PAGE] = sends(status=503)
    third = refreshed(15)
    (warning,) = third["warnings"]
    assert (warning["file"], warning["rule_code"]) == (site.address(PAGE), "source.status")
    assert "503" in warning["message"]

    # A figure has changed, and with it the date that the page prints.
    restated = HTML.replace(b"183 Cases", b"184 Cases").replace(b"July 30, 2020", b"July 30, 2021")
    site.page(PAGE, restated, "text/html")
    fourth = refreshed(16)
    assert (fourth["status"], fourth["restated"]) == ("published", 1)
    assert site.address(PAGE) not in {warning["file"] for warning in fourth["warnings"]}
    assert ("sex", 184) in ask(warehouse, facts)
    assert len(watched.documents()) == 2

    # Looked at today, it is not due: no run.
    monkeypatch.setattr(clock, "believed_now", lambda *_: datetime.now(UTC).replace(tzinfo=None))
    run_refresh(False, (), False, as_json=True)
    capsys.readouterr()
    asked = len(site.asked)
    assert not asked_by_the_schedule()
    run_refresh(False, (), False, as_json=True)
    assert json.loads(capsys.readouterr().out)["status"] == "nothing_new"
    assert len(site.asked) == asked

    # Made anew from the ledger alone, asking nobody.
    looks = ask(warehouse, "from audit.source_polls order by all")
    assert len(looks) == 5
    assert run_rebuild(as_json=True) == 0
    assert ask(warehouse, "from audit.source_polls order by all") == looks
    assert len(site.asked) == asked


def ask(database: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(database, read_only=True) as connection:
        return connection.execute(query).fetchall()
