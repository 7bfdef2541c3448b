"""A small world of files and reports, simulated: what may happen to it, and a model of what must then be believed.

Belongs here: the state machine, and the model, written from docs/rules.md alone. Not here: how often it is run.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from orchestration.spotlight.domain.model import Figure, Report, Statement, by_key
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.reconciliation import reconcile
from orchestration.spotlight.domain.vocabulary import load_vocabulary
from orchestration.spotlight.ingest.one_report import NOTHING_ACCEPTED, Acceptance
from orchestration.spotlight.ingest.resolve import Files, Resolution, resolve
from orchestration.spotlight.ledger.state import Known, State

VOCABULARY = load_vocabulary(REFERENCE_DIR)
FIRST_DAY = datetime(2026, 1, 1)  # noqa: DTZ001 - UTC, as the ledger has it
PATHS = ("a", "b", "c")
REPORTS = tuple(
    Report("US-MO", date(2015, 1, 1), date(2015, 12, 31), day)
    for day in (date(2016, 1, 28), date(2017, 5, 3), date(2026, 3, 1))  # the last one lies ahead at first
)
CATEGORIES = ("total", "sex", "labor", "sex_and_labor", "not_specified")
Values = dict[str, int | None]
"""Category → number; None is a suppressed one."""

values = st.dictionaries(st.sampled_from(CATEGORIES), st.sampled_from([None, 1, 2, 3, 9]), min_size=1)


@dataclass(frozen=True)
class Said:
    """What one file says of one report."""

    kind: str
    values: tuple[tuple[str, int | None], ...]

    def statement(self, path: str, report: Report) -> Statement:
        figures = tuple(
            Figure("cases", category, value, "suppressed" if value is None else "reported", line, f"{category} {value}")
            for line, (category, value) in enumerate(self.values, start=2)
        )
        return Statement(path, f"{path} {self.values} {self.kind}", report, "printed", None, self.kind, None, figures)


@dataclass
class Model:
    """What the rules say of every figure: (report, category) → its value. Only what no rule leaves open is modelled."""

    believed: dict[tuple[Report, str], int | None] = field(default_factory=dict)

    def must_stay(self, said: dict[tuple[str, Report], Said], *, accepts: bool, today: date) -> set[tuple[Report, str]]:
        """Figures that stay as they are: nothing vanishes by accident (rules 7, 8), unless something stronger comes.

        Stronger is: an accepted removal, another value in a file present (rule 6), any word of the publisher's (rule
        6: it may withdraw a secondary report whole), a date after today (rule 8).
        """
        if accepts:
            return set()
        spoken = {report for (_, report), one in said.items() if one.kind == "publisher"}
        contradicted = {
            (report, category)
            for (_, report), one in said.items()
            for category, value in one.values
            if self.believed.get((report, category), value) != value
        }
        return {
            key
            for key in self.believed
            if key not in contradicted and key[0] not in spoken and key[0].publisher_as_of <= today
        }


class World(RuleBasedStateMachine):
    """Files come, change, spoil, go and return; clocks jump; old backups are restored; removals are accepted."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[tuple[str, Report], Said] = {}
        self.spoilt: set[str] = set()
        self.known = Known()
        self.backup = Known()
        self.recorded_at = FIRST_DAY
        self.model = Model()

    @rule(path=st.sampled_from(PATHS), report=st.sampled_from(REPORTS), kind=st.sampled_from("ps"), stated=values)
    def write(self, path: str, report: Report, kind: str, stated: Values) -> None:
        self.spoilt.discard(path)
        self.said[path, report] = Said("publisher" if kind == "p" else "secondary", tuple(stated.items()))

    @rule(path=st.sampled_from(PATHS), report=st.sampled_from(REPORTS))
    def leave_out(self, path: str, report: Report) -> None:
        self.said.pop((path, report), None)

    @rule(path=st.sampled_from(PATHS))
    def spoil(self, path: str) -> None:
        self.spoilt.add(path)

    @rule(path=st.sampled_from(PATHS))
    def remove(self, path: str) -> None:
        self.spoilt.discard(path)
        self.said = {key: one for key, one in self.said.items() if key[0] != path}

    @rule(old=st.sampled_from(PATHS), new=st.sampled_from(PATHS))
    def rename(self, old: str, new: str) -> None:
        moved = {(new, report): one for (path, report), one in self.said.items() if path == old}
        self.said = {key: one for key, one in self.said.items() if key[0] not in (old, new)} | moved

    @rule(days=st.sampled_from([0, 1, 90, 4000]))
    def let_time_pass(self, days: int) -> None:
        self.recorded_at += timedelta(days=days)

    @rule()
    def put_a_clock_that_was_ahead_right(self) -> None:
        """A trusted clock goes back; every file is read again (docs/adr/0008)."""
        self.recorded_at = FIRST_DAY
        self.refresh(accepts=False)

    @rule()
    def back_up(self) -> None:
        self.backup = self.known

    @rule()
    def restore(self) -> None:
        """An older ledger is put in place, or a refresh was killed before its batch was whole."""
        self.known = self.backup
        self.model.believed = self._believed(self.known)

    @rule(accepts=st.sampled_from([False, False, False, True]))
    def refresh(self, accepts: bool) -> None:
        self.recorded_at += timedelta(microseconds=1)
        today = self.recorded_at.date()
        statements = {
            (path, report): one
            for (path, report), one in self.said.items()
            if path not in self.spoilt and report.publisher_as_of <= today and self._is_valid(path, report, one)
        }
        stay = self.model.must_stay(statements, accepts=accepts, today=today)
        before = self.model.believed
        resolution = self._resolved(statements, Acceptance(every_pending=accepts))
        after = self._believed(self.known)
        assert {key: after.get(key, "gone") for key in stay} == {key: before[key] for key in stay}
        assert all(report.publisher_as_of <= today for report, _ in after), "no day to come is believed (rule 8)"
        self._check_the_new(statements, resolution, after)
        self.model.believed = after
        settled = self.known
        self._resolved(statements, NOTHING_ACCEPTED)
        assert self.known == settled, "the same files again change nothing (rule 9)"

    def _check_the_new(
        self,
        statements: dict[tuple[str, Report], Said],
        resolution: Resolution,
        after: dict[tuple[Report, str], int | None],
    ) -> None:
        """Each valid statement is believed whole, refused with both files named, or waits as a pending removal."""
        refused = {(one.file, one.report_id) for one in resolution.rejections}
        for (path, report), one in statements.items():
            state = resolution.states.get((path, report.report_id))
            if (path, report.report_id) in refused or (state is not None and state.removal_id is not None):
                continue
            assert state is not None
            assert state.state is State.STATED
            assert {category: after.get((report, category), "gone") for category, _ in one.values} == dict(one.values)

    @invariant()
    def no_figure_is_without_a_statement_in_effect(self) -> None:
        stated = {
            (one.statement.report, figure.category)
            for one in self.known.states.values()
            for figure in one.statement.figures
        }
        assert self._believed(self.known).keys() <= stated

    @invariant()
    def totals_and_parts_agree_as_rule_4_says(self) -> None:
        for report, figures in self.known.believed.items():
            held = {key: one.figure for key, one in figures.items()}
            assert all(result.is_tolerable for result in reconcile(report, held, VOCABULARY))

    def _is_valid(self, path: str, report: Report, one: Said) -> bool:
        figures = by_key(one.statement(path, report).figures)
        return all(result.is_tolerable for result in reconcile(report, figures, VOCABULARY))

    def _resolved(self, statements: dict[tuple[str, Report], Said], acceptance: Acceptance) -> Resolution:
        refused = {key for key in self.said if key not in statements and key[0] not in self.spoilt}
        files = Files(
            {(path, report.report_id): one.statement(path, report) for (path, report), one in statements.items()},
            frozenset(self.spoilt),
            frozenset((path, report.report_id) for path, report in refused),
        )
        resolution = resolve(files, self.known, VOCABULARY, self.recorded_at, acceptance)
        self.known = Known(resolution.states, resolution.believed)
        return resolution

    @staticmethod
    def _believed(known: Known) -> dict[tuple[Report, str], int | None]:
        return {
            (report, key.category): one.figure.value
            for report, figures in known.believed.items()
            for key, one in figures.items()
        }
