"""The watch on magnitude: what is far outside the usual is said with its figures, and nothing is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from orchestration.spotlight.domain.model import Figure, FigureKey, Report
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.ingest.changes import ChangeKind, FigureChange, large_moves
from orchestration.spotlight.ingest.magnitude import Watch
from orchestration.spotlight.ledger.state import Believed

VOCABULARY = load_vocabulary(REFERENCE_DIR)
TOTAL = FigureKey("cases", "total")
REPORT = Report("US-MO", date(2016, 1, 1), date(2016, 12, 31), date(2017, 5, 3))
USUAL = [float(percent) for percent in range(-5, 16)]


def figure(value: int) -> Figure:
    return Figure("cases", "total", value, "reported", 7, "")


def change(value: int, before: int | None = None, report: Report = REPORT) -> FigureChange:
    believed = Believed(figure(value), "document", "printed", None, "publisher", None)
    kind = ChangeKind.NEW if before is None else ChangeKind.RESTATED
    return FigureChange(report, TOTAL, believed, False, kind, None if before is None else figure(before))


def said(watch: Watch, one: FigureChange) -> list[str]:
    return [concern.message for concern in watch.concerns([one], {"document": "a.csv"})]


@pytest.fixture
def watch() -> Watch:
    return Watch({TOTAL: USUAL}, {("US-MO", 2015, TOTAL): 100, ("US-MO", 2017, TOTAL): 120}, VOCABULARY)


def test_a_revision_far_outside_past_ones_is_said_with_its_figures(watch: Watch) -> None:
    (concern,) = watch.concerns([change(1000, before=400)], {"document": "a.csv"})
    assert (concern.file, concern.line, concern.rule_code) == ("a.csv", 7, "cases.revision_unusual")
    assert "Missouri 2016 cases: moved from 400 to 1,000 (+150 %)" in concern.message
    assert said(watch, change(100, before=400))


def test_a_usual_revision_is_not(watch: Watch) -> None:
    assert said(watch, change(440, before=400)) == []


def test_a_later_account_that_is_displaced_is_no_revision(watch: Watch) -> None:
    displaces = replace(change(1000, before=400), before_publisher_as_of=date(2020, 3, 3))
    assert said(watch, displaces) == []
    assert large_moves([displaces], {}) == []


def test_small_counts_jump_by_nature(watch: Watch) -> None:
    assert said(watch, change(40, before=4)) == []


def test_with_few_past_revisions_nothing_is_usual() -> None:
    assert said(Watch({TOTAL: USUAL[:10]}, {}, VOCABULARY), change(1000, before=400)) == []


def test_a_first_value_far_from_the_years_beside_it_is_said(watch: Watch) -> None:
    assert said(watch, change(900)) == [
        "Missouri 2016 cases: is 900, and was 100 in 2015 and 120 in 2017. "
        "It is published as stated; compare the document."
    ]
    assert said(watch, change(10)) != []
    assert said(watch, change(300)) == []


def test_part_of_a_year_is_not_held_against_whole_years(watch: Watch) -> None:
    half = Report("US-MO", date(2016, 1, 1), date(2016, 6, 30), date(2017, 5, 3))
    assert said(watch, change(10, report=half)) == []
