"""A machine's clock that is wrong: refused, and put right without rewriting anything (docs/adr/0008).

Belongs here: what is recorded, published and said under wrong clocks. Not here: reports dated in the future under a
right clock (test_bad_input).
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import schemas
from orchestration.cli.rebuild import run as rebuild
from orchestration.cli.refresh import run as refresh
from orchestration.settings import Settings
from orchestration.spotlight.changed import clock, gate
from orchestration.spotlight.inspect.status import Severity, status
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.faults import last_recorded_at
from tests.support.pipeline import HISTORY_OF_ARRIVAL, Pipeline, cases, tables_of

A_DAY_OF_2038 = datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC)
NOW = datetime.now(UTC).replace(tzinfo=None)


@pytest.fixture
def pipeline(tmp_path: Path) -> Pipeline:
    pipeline = Pipeline(tmp_path)
    pipeline.write("missouri.csv", cases("MO", 2015, "2016-01-28", total=67))
    pipeline.look()
    return pipeline


def look_in_2038(pipeline: Pipeline) -> None:
    looks = pipeline.looks
    pipeline.looks = (A_DAY_OF_2038 - datetime(2026, 1, 1, 12, tzinfo=UTC)).days
    pipeline.look()
    pipeline.looks = looks + 1


def with_trust(pipeline: Pipeline) -> None:
    pipeline.settings = replace(pipeline.settings, trust_clock=True)


def doubt(pipeline: Pipeline, now: datetime) -> str:
    return clock.doubt_about(pipeline.settings, now, last_recorded_at(Ledger(pipeline.settings.ledger_dir))) or ""


def test_a_clock_is_believed_unless_it_is_far_from_all_that_is_known(pipeline: Pipeline) -> None:
    recorded_at = last_recorded_at(Ledger(pipeline.settings.ledger_dir))
    assert recorded_at is not None
    assert doubt(pipeline, NOW) == ""
    assert doubt(pipeline, NOW + timedelta(days=399)) == ""
    assert "days after the last thing that is known" in doubt(pipeline, NOW + timedelta(days=401))
    assert doubt(pipeline, recorded_at - timedelta(hours=23)) == ""
    assert f"the ledger's last batch is of {recorded_at:%Y-%m-%d}" in doubt(pipeline, recorded_at - timedelta(days=2))


def test_before_the_first_refresh_a_clock_before_the_program_is_not_believed(tmp_path: Path) -> None:
    settings = Settings(reports_dir=tmp_path / "reports", warehouse_dir=tmp_path / "warehouse")
    assert clock.doubt_about(settings, NOW, None) is None
    assert "this program is of" in (clock.doubt_about(settings, NOW - timedelta(days=20_000), None) or "")
    assert clock.doubt_about(settings, A_DAY_OF_2038.replace(tzinfo=None), None) is not None


def test_checks_by_a_clock_far_ahead_leave_no_trace_that_would_vouch_for_it(pipeline: Pipeline) -> None:
    gate.mark_published(pipeline.settings.warehouse_dir)
    for trace in (pipeline.settings.warehouse_dir / "last_refresh.json", pipeline.reports):
        os.utime(trace, ((NOW - timedelta(days=500)).timestamp(),) * 2)
    found = gate.check(pipeline.settings.reports_dir, pipeline.settings.warehouse_dir)
    assert found.is_new
    assert "500 days ago by this machine's clock" in found.reason


def test_a_clock_that_was_ahead_is_something_new_where_nothing_else_is(pipeline: Pipeline) -> None:
    def reason() -> str:
        gate.mark_published(pipeline.settings.warehouse_dir)
        return gate.check(pipeline.settings.reports_dir, pipeline.settings.warehouse_dir).reason

    look_in_2038(pipeline)  # with nothing new, so nothing is recorded
    assert "after today by this clock" not in reason()
    pipeline.write("kansas.csv", cases("KS", 2015, "2016-05-27", total=20))
    look_in_2038(pipeline)
    assert "The ledger's last batch is of 2038-01-1" in reason()


def test_a_ledger_written_by_a_clock_ahead_is_refused_until_a_person_says_which_clock_is_right(
    pipeline: Pipeline,
) -> None:
    look_in_2038_with_a_report_of_2037(pipeline)
    seen = status(pipeline.settings)
    assert seen.severity is Severity.BROKEN
    (matter,) = (one.message for one in seen.matters if "clock" in one.message)
    assert "SPOTLIGHT_TRUST_CLOCK=true spotlight refresh" in matter
    with pytest.raises(clock.ClockNotBelieved):
        clock.believed_now(pipeline.settings, last_recorded_at(Ledger(pipeline.settings.ledger_dir)))


def test_a_clock_that_stopped_the_last_refresh_is_shown_once(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_in_2038_with_a_report_of_2037(pipeline)
    for name, folder in (
        ("SPOTLIGHT_REPORTS_DIR", pipeline.reports),
        ("SPOTLIGHT_WAREHOUSE_DIR", pipeline.settings.warehouse_dir),
        ("DAGSTER_HOME", pipeline.folder / "dagster"),
    ):
        monkeypatch.setenv(name, str(folder))
    assert refresh(False, (), False, as_json=True) == 1
    (matter,) = (one.message for one in status(pipeline.settings).matters if "this machine" in one.message)
    assert "did not finish: The clock of this machine says" in matter


def look_in_2038_with_a_report_of_2037(pipeline: Pipeline) -> None:
    pipeline.write("future.csv", cases("MO", 2015, "2037-05-03", total=99))
    pipeline.write("kansas.csv", cases("KS", 2015, "2016-05-27", total=20))
    look_in_2038(pipeline)


def test_a_trusted_clock_puts_the_ledger_right_by_adding_to_it(pipeline: Pipeline) -> None:
    look_in_2038_with_a_report_of_2037(pipeline)
    before = [Ledger(pipeline.settings.ledger_dir).batch_hash(number) for number in (1, 2)]
    pipeline.write("maine.csv", cases("ME", 2015, "2016-05-27", total=8))
    with_trust(pipeline)
    ingestion = pipeline.look()
    ledger = Ledger(pipeline.settings.ledger_dir)
    assert [ledger.batch_hash(number) for number in (1, 2)] == before
    assert (ingestion.batch, ingestion.counts["corrected"], ingestion.counts["new"]) == (3, 1, 1)
    assert [(one.file, one.rule_code) for one in ingestion.open] == [("future.csv", schemas.IN_FUTURE_RULE)]

    warehouse = pipeline.build("refreshes", "figures_as_known", "fct_figures")
    recorded = [at for (at,) in warehouse.rows("select recorded_at from audit.refreshes order by batch")]
    assert recorded == sorted(set(recorded))
    assert recorded[-1] == ingestion.recorded_at < NOW
    known = "select jurisdiction_code, value from marts.figures_as_known('2030-01-01', $now) order by all"
    assert warehouse.rows(known, now=NOW) == [("US-KS", 20), ("US-ME", 8), ("US-MO", 67)]

    honest = Pipeline(pipeline.folder / "honest")
    for file in pipeline.reports.iterdir():
        honest.write(file.name, file.read_text().splitlines()[1:])
    honest.look()
    assert (
        tables_of(warehouse, without=HISTORY_OF_ARRIVAL)["marts.fct_figures"]
        == (tables_of(honest.build("fct_figures"), without=HISTORY_OF_ARRIVAL)["marts.fct_figures"])
    )


@pytest.mark.slow
def test_after_it_was_put_right_the_clock_needs_no_trust_and_tables_follow_as_ever(pipeline: Pipeline) -> None:
    look_in_2038_with_a_report_of_2037(pipeline)
    pipeline.bring_up_to_date()
    with_trust(pipeline)
    assert pipeline.look().batch == 3
    assert pipeline.look().batch is None, "once is enough, even while the setting stays"
    pipeline.settings = replace(pipeline.settings, trust_clock=False)
    assert doubt(pipeline, NOW) == ""
    pipeline.bring_up_to_date()
    pipeline.write("kansas.csv", cases("KS", 2015, "2016-05-27", total=21))
    assert pipeline.look().counts["corrected"] == 1
    step_by_step = tables_of(pipeline.bring_up_to_date(), ("marts", "audit"))
    assert tables_of(pipeline.build(), ("marts", "audit")) == step_by_step


def test_what_the_checks_stopped_a_rebuild_does_not_publish(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    look_in_2038_with_a_report_of_2037(pipeline)
    monkeypatch.setenv("SPOTLIGHT_WAREHOUSE_DIR", str(pipeline.settings.warehouse_dir))
    monkeypatch.setenv("SPOTLIGHT_TRUST_CLOCK", "true")
    assert rebuild(as_json=False) == 1
    assert "in future.csv: publisher_as_of '2037-05-03' is in the future" in capsys.readouterr().err
    assert not pipeline.settings.current.exists()
