"""What is read back of a ledger in which all has happened: states, rejections, removals, figures.

Belongs here: what a refresh asks of the ledger. Not here: how it is decided (test_resolve), damage (test_verify).
"""

from __future__ import annotations

import shutil
from datetime import date
from itertools import product
from pathlib import Path

import duckdb
import polars as pl
import pytest

from orchestration.spotlight.domain.model import FigureKey
from orchestration.spotlight.ledger import unreleased
from orchestration.spotlight.ledger.chain import DamagedLedger, Ledger
from orchestration.spotlight.ledger.format import SCHEMAS
from orchestration.spotlight.ledger.state import LedgerState, State, source_rank
from orchestration.spotlight.ledger.tables import copy_to, scan
from tests.support.pipeline import Pipeline, cases

PARTS = {"total": 110, "sex": 80, "labor": 20, "sex_and_labor": 4, "not_specified": 6}
YEAR = (date(2020, 1, 1), date(2020, 12, 31))
TOTAL = FigureKey("cases", "total")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven batches: a first load, a correction, a restatement, a removal and a save-over, refusals and a fix."""
    pipeline = Pipeline(tmp_path_factory.mktemp("made"))
    for state in ("MO", "KS", "ND", "IA"):
        pipeline.write(f"{state}.csv", cases(state, 2020, "2021-02-01", **PARTS))
    pipeline.write("fiscal.csv", ["US-WI,2020-07-01,2021-06-30,2021-08-01,cases,total,7,reported,"])
    pipeline.look()
    pipeline.write("MO.csv", cases("MO", 2020, "2021-02-01", **PARTS | {"total": 111, "sex": 81}))
    pipeline.look()
    pipeline.write("later.csv", cases("KS", 2020, "2021-08-01", **PARTS | {"total": 99, "sex": 69}))
    pipeline.write("bad.csv", cases("WI", 2020, "2021-02-01", total=-1))
    pipeline.look()
    pipeline.remove("IA.csv")
    pipeline.write("ND.csv", cases("ND", 2020, "2021-08-01", **PARTS | {"total": 112, "sex": 82}))
    pipeline.look()
    pipeline.write("bad.csv", cases("WI", 2020, "2021-02-01", total=1))
    pipeline.look()
    pipeline.write("worse.csv", cases("OK", 2020, "2021-02-01", total=-1))
    pipeline.look()
    pipeline.write("late.csv", cases("MO", 2020, "2020-12-31", **PARTS))
    pipeline.look()
    assert Ledger(pipeline.settings.ledger_dir).last_batch() == 7
    return pipeline.settings.ledger_dir


@pytest.fixture
def state(made: Path) -> LedgerState:
    return LedgerState(Ledger(made))


def test_the_last_state_of_every_path(state: LedgerState) -> None:
    outcomes = {path: (one.state, one.outcome) for path, one in state.path_states().items()}
    assert outcomes == {
        "IA.csv": ("gone", None),
        "KS.csv": ("present", "accepted"),
        "MO.csv": ("present", "accepted"),
        "ND.csv": ("present", "accepted"),
        "bad.csv": ("present", "accepted"),
        "fiscal.csv": ("present", "accepted"),
        "late.csv": ("present", "accepted"),
        "later.csv": ("present", "accepted"),
        "worse.csv": ("present", "rejected"),
    }


def test_rejections_that_are_closed_are_not_open(state: LedgerState) -> None:
    assert [(one.file, one.line) for one in state.open_rejections().values()] == [("worse.csv", 2)]


def test_removals_oldest_first(state: LedgerState) -> None:
    assert [(one.file, one.report_id, one.state) for one in state.removals()] == [
        ("IA.csv", "US-IA_2020-01-01_2020-12-31_2021-02-01", State.PENDING),
        ("ND.csv", "US-ND_2020-01-01_2020-12-31_2021-02-01", State.REPLACED),
    ]


def test_periods_of_paths_and_of_removals(state: LedgerState) -> None:
    assert state.periods_of(["MO.csv"], with_removals=False) == {("US-MO", *YEAR)}
    assert state.periods_of([], with_removals=True) == {("US-IA", *YEAR), ("US-ND", *YEAR)}


def test_periods_that_state_something_later_than_a_day(state: LedgerState) -> None:
    fiscal = ("US-WI", date(2020, 7, 1), date(2021, 6, 30))
    assert state.periods_dated_after(date(2021, 2, 1)) == {("US-KS", *YEAR), ("US-ND", *YEAR), fiscal}
    assert state.periods_dated_after(date(2021, 8, 1)) == set()


def test_the_publisher_s_own_goes_before_all_others_and_a_printed_date_before_an_upper_bound() -> None:
    kinds_and_bases = list(product(("publisher", "secondary"), ("printed", "file_metadata", "retrieved_by")))
    for stated in (kinds_and_bases, kinds_and_bases[::-1]):
        assert sorted(stated, key=lambda one: source_rank(*one)) == kinds_and_bases


def test_what_is_known_of_a_period_is_what_was_stated_last(state: LedgerState) -> None:
    known = state.known([("US-MO", *YEAR), ("US-IA", *YEAR)])
    stated = {
        (path, one.statement.report.publisher_as_of.isoformat(), one.state): [
            figure.value for figure in one.statement.figures if figure.key == TOTAL
        ]
        for (path, _), one in known.states.items()
    }
    assert stated == {
        ("IA.csv", "2021-02-01", State.PENDING): [110],
        ("MO.csv", "2021-02-01", State.STATED): [111],
        ("late.csv", "2020-12-31", State.STATED): [110],
    }
    assert {
        (report.jurisdiction_code, report.publisher_as_of.isoformat()): figures[TOTAL].figure.value
        for report, figures in known.believed.items()
    } == {("US-IA", "2021-02-01"): 110, ("US-MO", "2021-02-01"): 111, ("US-MO", "2020-12-31"): 110}
    assert not state.known([("US-MO", date(2019, 1, 1), date(2019, 12, 31))]).states


def test_what_is_usual_for_a_figure_is_known_from_calendar_years(state: LedgerState) -> None:
    assert state.past_revisions(8, [TOTAL])[TOTAL] == pytest.approx([-10, 100 * 2 / 110])
    assert state.past_revisions(4, [TOTAL])[TOTAL] == pytest.approx([-10])
    of_kansas = scan(state.ledger, "figures").filter(jurisdiction_code="US-KS").collect()
    added = of_kansas.with_columns(jurisdiction_code=pl.lit("US-UT"), report_id=pl.lit("in the coming batch"))
    values = state.year_values(["US-KS", "US-WI", "US-UT"], added)
    assert [values[place, 2020, TOTAL] for place in ("US-KS", "US-WI", "US-UT")] == [99, 1, 99]


def test_the_file_that_cannot_be_read_is_named(made: Path, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    shutil.copytree(made, ledger.folder)
    file = ledger.file(3, "reports")
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(DamagedLedger, match=r"batch=3/reports\.parquet cannot be read\. Restore it from a backup"):
        LedgerState(ledger).removals()


def test_every_row_of_every_batch_is_copied_to_a_database(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orchestration.spotlight.ledger.tables._BATCHES_AT_ONCE", 3)
    ledger = Ledger(made)
    with duckdb.connect() as connection:
        copy_to(connection, ledger, {name: schema.names() for name, schema in SCHEMAS.items()})
        for name in SCHEMAS:
            expected = [
                (number, pl.read_parquet(ledger.file(number, name), hive_partitioning=False).height)
                for number in range(1, 8)
            ]
            found = connection.execute(f"select batch, count(*) from {name} group by batch order by batch").fetchall()
            assert found == [(number, height) for number, height in expected if height]


def test_what_has_no_release_is_checked_in_parts_of_so_many_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unreleased, "MOST_REPORTS", 3)
    tables = [pl.DataFrame({"batch": [batch] * reports}) for batch, reports in ((1, 2), (2, 1), (3, 4), (4, 1))]
    parts = [[table["batch"][0] for table in part] for part in unreleased.in_parts(tables)]
    assert parts == [[1, 2], [3], [4]]
    assert list(unreleased.in_parts([])) == []
