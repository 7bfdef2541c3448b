"""Rules 5 to 8 on the judging alone: no files, no ledger, only what is stated and what is held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.spotlight.domain.model import Figure, FigureKey, Report, Statement, by_key
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.reconciliation import reconcile
from orchestration.spotlight.domain.vocabulary import KnownDiscrepancy, Vocabulary, load_vocabulary
from orchestration.spotlight.ingest.changes import changes, compare, count_reports
from orchestration.spotlight.ingest.one_report import Acceptance
from orchestration.spotlight.ingest.resolve import Files, Resolution, resolve
from orchestration.spotlight.ledger.state import Known, State

VOCABULARY = load_vocabulary(REFERENCE_DIR)
FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
EARLY = Report("US-MO", date(2015, 1, 1), date(2015, 12, 31), date(2016, 1, 28))
LATER = Report("US-MO", date(2015, 1, 1), date(2015, 12, 31), date(2017, 5, 3))

PARTS = {"sex": 58, "labor": 4, "sex_and_labor": 1, "not_specified": 4}


def statement(
    path: str, report: Report = EARLY, kind: str = "secondary", basis: str = "printed", **cases: int | None
) -> Statement:
    """What a file states: number of cases per category; None is a suppressed one."""
    figures = tuple(
        Figure("cases", category, value, "suppressed" if value is None else "reported", line, f"{category} {value}")
        for line, (category, value) in enumerate(cases.items(), start=2)
    )
    return Statement(path, f"document of {path} {cases} {kind}", report, basis, None, kind, None, figures)


@dataclass
class Warehouse:
    """A ledger reduced to what judging knows, and a clock that ticks with every look."""

    known: Known = field(default_factory=Known)
    looks: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    vocabulary: Vocabulary = VOCABULARY

    def look(
        self,
        *statements: Statement,
        refused: tuple[str, ...] = (),
        refused_reports: tuple[tuple[str, Report], ...] = (),
        accept: bool = False,
        ids: tuple[str, ...] = (),
    ) -> Resolution:
        self.looks += 1
        files = Files(
            {(s.path, s.report.report_id): s for s in statements},
            frozenset(refused),
            frozenset((path, report.report_id) for path, report in refused_reports),
        )
        resolution = resolve(
            files,
            self.known,
            self.vocabulary,
            FIRST_DAY + timedelta(days=self.looks),
            Acceptance(accept, frozenset(ids)),
        )
        self.counts = count_reports(changes(compare(resolution, self.known, self.vocabulary)))
        self.known = Known(resolution.states, resolution.believed)
        return resolution

    def cases(self, report: Report = EARLY) -> dict[str, int | None]:
        return {key.category: b.figure.value for key, b in self.known.believed.get(report, {}).items()}

    def state(self, path: str, report: Report = EARLY) -> State | None:
        found = self.known.states.get((path, report.report_id))
        return found.state if found else None

    def removal_id(self, path: str, report: Report = EARLY) -> str:
        removal_id = self.known.states[path, report.report_id].removal_id
        assert removal_id is not None
        return removal_id


@pytest.fixture
def warehouse() -> Warehouse:
    return Warehouse()


class TestCorrections:
    def test_an_edited_file_corrects_and_edited_back_corrects_back(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", total=67))
        assert warehouse.counts == {"new": 1}
        warehouse.look(statement("a", total=76))
        assert (warehouse.cases(), warehouse.counts) == ({"total": 76}, {"corrected": 1})
        warehouse.look(statement("a", total=67))
        assert (warehouse.cases(), warehouse.counts) == ({"total": 67}, {"corrected": 1})

    def test_unchanged_figures_of_an_edited_file_keep_their_document(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", total=67, sex=58))
        before = warehouse.known.believed[EARLY][FigureKey("cases", "sex")]
        warehouse.look(statement("a", total=68, sex=58))
        assert warehouse.known.believed[EARLY][FigureKey("cases", "sex")] == before

    def test_what_was_removed_and_comes_back_is_believed_again(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", total=67))
        warehouse.look(accept=True)
        assert warehouse.cases() == {}
        warehouse.look(statement("a", total=67))
        assert warehouse.cases() == {"total": 67}

    def test_renamed_and_edited_is_a_correction(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", total=67))
        resolution = warehouse.look(statement("b", total=76))
        assert warehouse.cases() == {"total": 76}
        assert not resolution.rejections
        assert warehouse.state("a") is None

    def test_a_report_in_a_refused_file_states_nothing_so_another_may_correct_it(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", total=67))
        warehouse.look(statement("b", total=76), refused=("a",))
        assert warehouse.cases() == {"total": 76}


class TestConflicts:
    def test_the_one_not_yet_accepted_loses(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("b", total=67))
        resolution = warehouse.look(statement("b", total=67), statement("a", total=76))
        assert warehouse.cases() == {"total": 67}
        (rejection,) = resolution.rejections
        assert (rejection.file, rejection.line) == ("a", 2)
        assert "b" in rejection.message

    def test_of_two_new_ones_the_later_path_loses(self, warehouse: Warehouse) -> None:
        resolution = warehouse.look(statement("b", total=67), statement("a", total=76))
        assert warehouse.cases() == {"total": 76}
        assert [r.file for r in resolution.rejections] == ["b"]

    def test_the_loser_is_accepted_once_the_winner_is_removed(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", total=67), statement("b", kind="publisher", total=76))
        assert warehouse.cases() == {"total": 76}
        warehouse.look(statement("a", total=67))
        assert warehouse.cases() == {"total": 76}  # a publisher's figure yields to a secondary one only when accepted
        resolution = warehouse.look(statement("a", total=67), accept=True)
        assert warehouse.cases() == {"total": 67}
        assert not resolution.rejections

    def test_a_publishers_document_withdraws_a_secondary_report_whole(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", total=67, sex=58))
        resolution = warehouse.look(statement("a", total=67, sex=58), statement("p", kind="publisher", total=76))
        assert warehouse.cases() == {"total": 76}
        assert [r.file for r in resolution.rejections] == ["a"]
        assert [s.state for s in resolution.ended] == [State.WITHDRAWN]
        assert warehouse.counts == {"corrected": 1}

    def test_a_publishers_document_also_beats_a_file_that_is_gone(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", total=67, sex=58))
        warehouse.look(statement("p", kind="publisher", total=76))
        assert warehouse.cases() == {"total": 76}

    def test_figures_stated_once_are_added(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", total=67), statement("b", **PARTS))
        assert warehouse.cases() == {"total": 67, **PARTS}

    def test_a_union_that_breaks_rule_4_is_a_conflict(self, warehouse: Warehouse) -> None:
        resolution = warehouse.look(statement("a", total=97), statement("b", **PARTS))
        assert warehouse.cases() == {"total": 97}
        assert "totals and parts" in resolution.rejections[0].message

    def test_an_edit_whose_parts_exceed_the_total_of_an_unchanged_file_loses_whatever_its_path(
        self, warehouse: Warehouse
    ) -> None:
        warehouse.look(statement("a", sex=1), statement("b", total=67))
        resolution = warehouse.look(statement("a", sex=1, labor=90), statement("b", total=67))
        assert [one.file for one in resolution.rejections] == ["a"]
        assert warehouse.cases() == {"total": 67, "sex": 1}

    def test_parts_that_exceed_the_total_of_a_file_that_is_gone_are_refused_and_nothing_else_is(
        self, warehouse: Warehouse
    ) -> None:
        warehouse.look(statement("a", total=5))
        victims = replace(statement("z"), figures=(Figure("victims", "total", 7, "reported", 2, "victims 7"),))
        resolution = warehouse.look(statement("b", sex=9), victims)
        (rejection,) = resolution.rejections
        assert (rejection.file, rejection.offending_text, rejection.line) == ("b", "sex 9", 2)
        assert "b contradicts a about cases / sex" in rejection.message
        assert warehouse.state("z") is State.STATED

    def test_of_two_new_files_that_exceed_a_total_together_the_weaker_one_is_refused(
        self, warehouse: Warehouse
    ) -> None:
        warehouse.look(statement("a", kind="publisher", total=5))
        resolution = warehouse.look(statement("p", kind="publisher", sex=4), statement("b", labor=4))
        assert [one.file for one in resolution.rejections] == ["b"]
        assert warehouse.cases() == {"total": 5, "sex": 4}

    def test_the_figure_that_breaks_the_rule_is_named_and_not_one_of_another_measure(
        self, warehouse: Warehouse
    ) -> None:
        parts = statement("b", **PARTS)
        parts = replace(parts, figures=(Figure("victims", "total", 9, "reported", 7, "victims 9"), *parts.figures))
        (rejection,) = warehouse.look(statement("a", total=5), parts).rejections
        assert (rejection.file, rejection.offending_text, rejection.line) == ("b", "sex 58", 2)

    def test_what_a_publisher_refutes_of_lost_files_is_withdrawn_whichever_lost_file_comes_first(
        self, warehouse: Warehouse
    ) -> None:
        warehouse.look(statement("a", kind="publisher", labor=4), statement("b", total=67, sex=58))
        warehouse.look(statement("c", kind="publisher", total=70))
        assert warehouse.cases() == {"labor": 4, "total": 70}, "a second-hand report goes whole"
        assert warehouse.state("a") is State.PENDING

    def test_a_difference_that_was_known_once_refuses_nothing_that_was_accepted(self, warehouse: Warehouse) -> None:
        """A line of known_discrepancies.csv that goes cannot be held against what was accepted by it."""
        known = KnownDiscrepancy(
            EARLY.jurisdiction_code, EARLY.period_start, EARLY.period_end, date(2016, 1, 28), "cases", 62
        )
        warehouse.vocabulary = replace(VOCABULARY, known_discrepancies=(known,))
        warehouse.look(statement("a", total=5), statement("b", **PARTS))
        warehouse.vocabulary = VOCABULARY
        resolution = warehouse.look(statement("a", total=5))
        assert (resolution.rejections, warehouse.cases()) == ((), {"total": 5, **PARTS})
        assert warehouse.state("b") is State.PENDING

    def test_an_edited_file_goes_before_a_new_one_whatever_its_path(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("b", total=67))
        resolution = warehouse.look(statement("b", total=76), statement("a", total=77))
        assert (warehouse.cases(), [one.file for one in resolution.rejections]) == ({"total": 76}, ["a"])

    def test_an_edit_that_contradicts_a_confirming_file_is_refused(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", total=67), statement("b", total=67))
        resolution = warehouse.look(statement("a", total=76), statement("b", total=67))
        assert warehouse.cases() == {"total": 67}
        assert [r.file for r in resolution.rejections] == ["a"]
        assert warehouse.state("a") is State.HELD

    def test_both_files_edited_alike_correct_together(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", total=67), statement("b", total=67))
        resolution = warehouse.look(statement("a", total=76), statement("b", total=76))
        assert (warehouse.cases(), resolution.rejections) == ({"total": 76}, ())


class TestRemovals:
    def test_a_gone_file_keeps_its_figures_until_its_removal_is_accepted(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", total=67))
        pending = warehouse.look()
        assert (warehouse.cases(), warehouse.state("a"), warehouse.counts) == ({"total": 67}, State.PENDING, {})
        assert pending.ended == ()
        resolution = warehouse.look(ids=(warehouse.removal_id("a"),))
        assert (warehouse.cases(), warehouse.counts) == ({}, {"removed": 1})
        assert [s.state for s in resolution.ended] == [State.ACCEPTED]

    def test_a_removal_found_by_this_refresh_can_be_accepted_at_once(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", total=67))
        warehouse.look(accept=True)
        assert warehouse.cases() == {}

    def test_a_returned_file_is_believed_again(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", total=67))
        warehouse.look()
        warehouse.look(statement("a", total=67))
        assert (warehouse.state("a"), warehouse.counts) == (State.STATED, {})

    def test_an_edit_with_fewer_figures_waits_whole(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", total=67, sex=58))
        warehouse.look(statement("a", total=76))
        assert (warehouse.cases(), warehouse.state("a")) == ({"total": 67, "sex": 58}, State.PENDING)
        resolution = warehouse.look(statement("a", total=76), accept=True)
        assert (warehouse.cases(), warehouse.state("a")) == ({"total": 76}, State.STATED)
        assert [s.state for s in resolution.ended] == [State.ACCEPTED]

    def test_an_edit_that_would_beat_the_file_that_covers_it_waits_as_a_removal(self, warehouse: Warehouse) -> None:
        """Found by the simulation: the publisher's edit was held back without a word."""
        warehouse.look(statement("b", total=1))
        edited = (statement("a", total=1), statement("b", kind="publisher", sex=9))
        warehouse.look(*edited)
        assert (warehouse.cases(), warehouse.state("b")) == ({"total": 1}, State.PENDING)
        resolution = warehouse.look(*edited, ids=(warehouse.removal_id("b"),))
        assert warehouse.cases() == {"sex": 9}
        assert [one.file for one in resolution.rejections] == ["a"]

    def test_an_edit_that_waits_makes_the_edit_wait_that_it_would_have_covered(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", total=67, sex=58), statement("b", sex=58, labor=4))
        warehouse.look(statement("a", sex=58), statement("b", labor=4))
        assert (warehouse.state("a"), warehouse.state("b")) == (State.PENDING, State.PENDING)
        assert warehouse.cases() == {"total": 67, "sex": 58, "labor": 4}

    def test_a_figure_moved_to_another_file_is_not_removed(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", total=67, sex=58))
        warehouse.look(statement("a", total=67), statement("b", sex=58))
        assert (warehouse.cases(), warehouse.state("a")) == ({"total": 67, "sex": 58}, State.STATED)

    def test_two_files_may_swap_figures(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", total=67), statement("b", sex=58))
        warehouse.look(statement("a", sex=58), statement("b", total=67))
        assert warehouse.cases() == {"total": 67, "sex": 58}
        assert {warehouse.state("a"), warehouse.state("b")} == {State.STATED}

    def test_renamed_leaves_no_removal(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", total=67))
        resolution = warehouse.look(statement("b", total=67))
        assert [s.state for s in resolution.ended] == [State.COVERED]
        assert (warehouse.state("a"), warehouse.counts) == (None, {})

    def test_a_publishers_figure_is_not_covered_by_a_secondary_file(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("p", kind="publisher", total=67), statement("a", total=67))
        warehouse.look(statement("a", total=67))
        assert warehouse.state("p") is State.PENDING

    def test_a_later_report_saved_over_an_earlier_one_keeps_it_as_history(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", EARLY, total=67))
        warehouse.look(statement("a", LATER, total=69))
        assert warehouse.state("a", EARLY) is State.REPLACED
        assert warehouse.counts == {"restated": 1}
        warehouse.look(statement("a", LATER, total=69), accept=True)
        assert warehouse.cases(EARLY) == {"total": 67}
        warehouse.look(statement("a", LATER, total=69), ids=(warehouse.removal_id("a", EARLY),))
        assert warehouse.cases(EARLY) == {}

    def test_an_earlier_report_saved_over_a_later_one_is_a_pending_removal(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", LATER, total=69))
        warehouse.look(statement("a", EARLY, total=67))
        assert warehouse.state("a", LATER) is State.PENDING
        assert warehouse.counts == {"late": 1}

    def test_an_accepted_removal_and_what_it_lets_in_are_one_refresh(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("p", kind="publisher", total=67))
        resolution = warehouse.look(statement("a", total=76), accept=True)
        assert (warehouse.cases(), resolution.rejections) == ({"total": 76}, ())


class TestRefused:
    def test_a_file_that_turns_bad_keeps_what_it_gave(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", total=67))
        warehouse.look(refused=("a",), accept=True)
        assert (warehouse.cases(), warehouse.state("a")) == ({"total": 67}, State.HELD)
        warehouse.look(statement("a", total=67))
        assert warehouse.state("a") is State.STATED

    def test_history_that_was_saved_over_stays_history_while_its_file_is_bad(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", EARLY, total=67))
        warehouse.look(statement("a", LATER, total=69))
        warehouse.look(refused=("a",))
        assert (warehouse.state("a", EARLY), warehouse.state("a", LATER)) == (State.REPLACED, State.HELD)

    def test_so_does_one_report_in_a_file(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("a", EARLY, total=67), statement("a", LATER, total=69))
        warehouse.look(statement("a", LATER, total=69), refused_reports=(("a", EARLY),), accept=True)
        assert warehouse.cases(EARLY) == {"total": 67}


class TestClockThatWasAhead:
    def test_a_report_of_a_day_to_come_is_withdrawn_and_one_of_today_stays(self, warehouse: Warehouse) -> None:
        """The clock of the first look was eight days ahead of that of the second."""
        ahead = replace(EARLY, publisher_as_of=date(2026, 1, 4))
        today = replace(EARLY, publisher_as_of=date(2026, 1, 3))
        warehouse.looks = 9
        warehouse.look(statement("a", ahead, total=67), statement("b", today, total=66))
        warehouse.looks = 1
        resolution = warehouse.look(statement("b", today, total=66), refused_reports=(("a", ahead),))
        assert (warehouse.cases(ahead), warehouse.cases(today)) == ({}, {"total": 66})
        assert [one.state for one in resolution.ended] == [State.WITHDRAWN]


class TestDocumentShown:
    def test_it_is_the_best_one_and_among_equals_the_first_recorded(self, warehouse: Warehouse) -> None:
        first = statement("b", basis="retrieved_by", total=67)
        warehouse.look(first)
        warehouse.look(first, statement("a", basis="retrieved_by", total=67))
        shown = warehouse.known.believed[EARLY][FigureKey("cases", "total")]
        assert shown.document_id == first.document_id
        printed = statement("c", basis="printed", total=67)
        warehouse.look(first, printed)
        assert warehouse.known.believed[EARLY][FigureKey("cases", "total")].document_id == printed.document_id
        assert warehouse.counts == {}
        publishers = statement("d", kind="publisher", basis="retrieved_by", total=67)
        warehouse.look(first, printed, publishers)
        assert warehouse.known.believed[EARLY][FigureKey("cases", "total")].document_id == publishers.document_id


class TestCounts:
    def test_vintages_of_one_refresh_are_new_then_restated_or_reaffirmed(self, warehouse: Warehouse) -> None:
        middle = Report(EARLY.jurisdiction_code, EARLY.period_start, EARLY.period_end, date(2016, 5, 27))
        warehouse.look(
            statement("a", EARLY, total=67, **PARTS),
            statement("b", middle, total=67, **PARTS),
            statement("c", LATER, total=69),
        )
        assert warehouse.counts == {"new": 1, "reaffirmed": 1, "restated": 1}

    def test_a_secondary_report_after_the_publishers_is_outranked_and_late(self, warehouse: Warehouse) -> None:
        warehouse.look(statement("p", EARLY, kind="publisher", total=67))
        warehouse.look(statement("p", EARLY, kind="publisher", total=67), statement("a", LATER, total=70))
        assert warehouse.counts == {"late": 1}


# Small worlds on purpose: few files, reports and values, so that they meet often.
CATEGORIES = ("total", *PARTS)
cases_stated = st.dictionaries(
    st.sampled_from(CATEGORIES), st.sampled_from([None, 1, 2, 3, 4, 9]), min_size=1, max_size=5
)


@st.composite
def file_states(draw: st.DrawFn) -> tuple[list[Statement], list[str]]:
    """What some files state of two reports, and which files are refused."""
    statements, refused = [], []
    for path in draw(st.sets(st.sampled_from("abc"), max_size=3)):
        if draw(st.integers(0, 5)) == 0:
            refused.append(path)
            continue
        for report in draw(st.sets(st.sampled_from([EARLY, LATER]), min_size=1)):
            kind = draw(st.sampled_from(["publisher", "secondary", "secondary"]))
            one = statement(path, report, kind, **draw(cases_stated))
            if keeps_rule_4(report, by_key(one.figures)):
                statements.append(one)
    return statements, refused


def keeps_rule_4(report: Report, figures: Mapping[FigureKey, Figure]) -> bool:
    return all(result.is_tolerable for result in reconcile(report, figures, VOCABULARY))


histories = st.lists(st.tuples(file_states(), st.integers(0, 4).map(lambda n: n == 0)), min_size=1, max_size=6)


@settings(max_examples=400)
@given(histories)
def test_hostile_histories(history: list[tuple[tuple[list[Statement], list[str]], bool]]) -> None:
    warehouse = Warehouse()
    for (statements, refused), accept in history:
        before = warehouse.known
        resolution = warehouse.look(*statements, refused=tuple(refused), accept=accept)
        settled = warehouse.known

        warehouse.look(*statements, refused=tuple(refused))
        assert warehouse.known == settled, "a second look without a change does nothing"

        withdrawn = {s.statement.report for s in resolution.ended if s.state is State.WITHDRAWN}
        for report, figures in before.believed.items():
            lost = figures.keys() - settled.believed[report].keys()
            assert not lost or accept or report in withdrawn, "nothing accepted is lost by accident"

        for report, figures in settled.believed.items():
            values = {key: believed.figure for key, believed in figures.items()}
            assert keeps_rule_4(report, values), "the union of a report keeps rule 4"
            supporters = [s.statement for s in settled.states.values() if s.statement.report == report]
            for key, figure in values.items():
                states = [by_key(s.figures)[key] for s in supporters if key in by_key(s.figures)]
                assert states, "no figure without a statement"
                assert all(figure.says_the_same(other) for other in states), "statements in effect agree"


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.booleans()), max_size=12))
def test_agreeing_files_give_the_same_figures_in_any_order_and_grouping(
    arrivals: list[tuple[str, bool]],
) -> None:
    said = {
        path: statement(path, LATER if index % 2 else EARLY, "secondary", **{CATEGORIES[index % 5]: 1})
        for index, path in enumerate("abcdef")
    }
    together = Warehouse()
    together.look(*(said[path] for path in {path for path, _ in arrivals}))
    one_by_one = Warehouse()
    present: dict[str, Statement] = {}
    for path, looks_now in arrivals:
        present[path] = said[path]
        if looks_now:
            one_by_one.look(*present.values())
    one_by_one.look(*present.values())
    for report in (EARLY, LATER):
        assert together.cases(report) == one_by_one.cases(report)
