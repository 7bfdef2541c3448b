"""What a refresh changed, figure by figure and report by report, in the words of docs/rules.md.

Belongs here: comparing what was believed with what is believed now. Not here: deciding what is believed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from orchestration.spotlight.domain.model import Concern, Figure, FigureKey, Report, SourceKind, in_order
from orchestration.spotlight.domain.naming import day_name, figure_name, value_name
from orchestration.spotlight.domain.vocabulary import TOTAL, Vocabulary
from orchestration.spotlight.ingest.resolve import Resolution
from orchestration.spotlight.ledger.state import Believed, BelievedFigures, Known, State

SetKey = tuple[str, str]
"""(measure, category_scheme)"""


class ChangeKind(StrEnum):
    """What a batch did to a figure. A report counts once, as the first kind here that any of its figures has."""

    CORRECTED = "corrected"
    REMOVED = "removed"
    RESTATED = "restated"
    NEW = "new"
    LATE = "late"
    REAFFIRMED = "reaffirmed"


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that became believed, changed in value, status or rank of the document shown, or was withdrawn.

    `change_kind` is None where only the document shown changed. `before` is what was believed of this figure
    (corrected, removed), else of the later secondary account that it displaces as the current figure (rule 5), else of
    the vintage before it (restated), with its accuracy date.
    """

    report: Report
    key: FigureKey
    believed: Believed
    is_withdrawn: bool
    change_kind: ChangeKind | None
    before: Figure | None = None
    before_publisher_as_of: date | None = None

    @property
    def displaces_later(self) -> bool:
        """Whether `before` is of a later account, so that the two are no revision. `outranked_now` warns of them."""
        return self.before_publisher_as_of is not None and self.before_publisher_as_of > self.report.publisher_as_of


def changes(compared: Iterable[Compared]) -> list[FigureChange]:
    """Every figure that differs between what was and what is believed, in the order of places, periods and dates."""
    return [change for one in compared for report in one.reports for change in one.changes_of(report)]


def outranked_now(compared: Iterable[Compared], paths: Mapping[str, str]) -> Iterator[Concern]:
    """Rule 5: each set whose current figures give way to an older statement, since that one is the publisher's.

    `paths` gives the file of a document_id.
    """
    for one in compared:
        yield from one.outranked_now(paths)


def compare(resolution: Resolution, known: Known, vocabulary: Vocabulary) -> list[Compared]:
    """What was believed before this refresh and what is believed now, for each place and period."""
    reports_of: dict[tuple[str, date, date], list[Report]] = defaultdict(list)
    for report in in_order(resolution.believed.keys() | known.believed.keys()):
        reports_of[report.jurisdiction_code, report.period_start, report.period_end].append(report)
    beaten = {s.statement.report for s in resolution.ended if s.state is State.WITHDRAWN}
    return [
        Compared(
            reports=reports,
            before={report: known.believed.get(report, {}) for report in reports},
            now={report: resolution.believed.get(report, {}) for report in reports},
            beaten=beaten,
            vocabulary=vocabulary,
        )
        for reports in reports_of.values()
    ]


def count_reports(found: Sequence[FigureChange]) -> Counter[ChangeKind]:
    """How many reports were new, restated, reaffirmed, late, corrected and removed; each counts once."""
    of_reports: dict[Report, list[FigureChange]] = defaultdict(list)
    for change in found:
        of_reports[change.report].append(change)
    kinds = map(kind_of_report, of_reports.values())
    return Counter(kind for kind in kinds if kind is not None)


def kind_of_report(found: Iterable[FigureChange]) -> ChangeKind | None:
    """The kind that a report counts as, given its figures' changes; None if only the document shown changed."""
    kinds = {change.change_kind for change in found}
    return next((kind for kind in ChangeKind if kind in kinds), None)


def large_moves(found: Sequence[FigureChange], paths: Mapping[str, str]) -> list[Concern]:
    """Rule 11: a total that moves by more than max(10, 25 %). `paths` gives the file of a document_id."""
    warnings = []
    for change in found:
        new, old = change.believed.figure, change.before
        if change.is_withdrawn or change.displaces_later or change.key.category != TOTAL:
            continue
        if old is None or old.value is None or new.value is None:
            continue
        if 100 * abs(new.value - old.value) > max(1000, 25 * old.value):
            message = (
                f"{change.report.report_id}: {change.key.measure} moved from {old.value:,} to {new.value:,}. It is "
                f"published as stated; compare it with the document."
            )
            warnings.append(concern_about(change, paths, "total_moved_far", message))
    return warnings


def concern_about(change: FigureChange, paths: Mapping[str, str], rule: str, message: str) -> Concern:
    """A warning about a changed figure, where it stands. `paths` gives the file of a document_id."""
    document_id, line = change.believed.document_id, change.believed.figure.source_line
    rule_code = f"{change.key.measure}.{rule}"
    return Concern(paths.get(document_id, document_id), line, rule_code, message, change.report.report_id)


@dataclass
class Compared:
    """All reports of one place and period, before this refresh and now."""

    reports: Sequence[Report]
    """The reports in the order of their dates, which differ within one place and period."""
    before: Mapping[Report, BelievedFigures]
    now: Mapping[Report, BelievedFigures]
    beaten: set[Report]
    vocabulary: Vocabulary

    def changes_of(self, report: Report) -> list[FigureChange]:
        before, now = self.before[report], self.now[report]
        kinds = {} if before else {key: self._kind_when_new(report, key) for key in self._sets_now[report]}
        found = []
        for key in sorted(before.keys() | now.keys(), key=self._order):
            if key not in now:
                kind = ChangeKind.CORRECTED if report in self.beaten else ChangeKind.REMOVED
                found.append(
                    FigureChange(report, key, before[key], True, kind, before[key].figure, report.publisher_as_of)
                )
            elif before and key not in before:
                found.append(FigureChange(report, key, now[key], False, ChangeKind.CORRECTED))
            elif before and not now[key].figure.says_the_same(before[key].figure):
                found.append(
                    FigureChange(
                        report, key, now[key], False, ChangeKind.CORRECTED, before[key].figure, report.publisher_as_of
                    )
                )
            elif before and now[key].rank != before[key].rank:
                found.append(FigureChange(report, key, now[key], False, None))
            elif not before:
                found.append(self._of_new_report(report, key, kinds[self._set_of(key)]))
        return found

    def _of_new_report(self, report: Report, key: FigureKey, kind: ChangeKind) -> FigureChange:
        believed = self.now[report][key]
        was, current = self._displaced.get(self._set_of(key), (None, None))
        if was is not None and current == report and key in self.before[was] and not self._stays(was, report, key):
            return FigureChange(report, key, believed, False, kind, self.before[was][key].figure, was.publisher_as_of)
        if kind is not ChangeKind.RESTATED:
            return FigureChange(report, key, believed, False, kind)
        earlier = self._last_earlier_statement(report, key)
        if earlier is None:
            return FigureChange(report, key, believed, False, kind)
        earlier_report, figure = earlier
        if figure.says_the_same(believed.figure):
            return FigureChange(report, key, believed, False, ChangeKind.REAFFIRMED)
        return FigureChange(report, key, believed, False, kind, figure, earlier_report.publisher_as_of)

    def _kind_when_new(self, report: Report, set_key: SetKey) -> ChangeKind:
        """The kind of a set's figures when their report was not believed before: late, new, or to be compared."""
        if self._is_outranked(report, set_key):
            return ChangeKind.LATE
        for other in self._after(report):
            if set_key in self._sets(self.before[other]) and not self._is_outranked(other, set_key):
                return ChangeKind.LATE
        is_first = not any(self.now[other] for other in self._until(report))
        return ChangeKind.NEW if is_first else ChangeKind.RESTATED

    def outranked_now(self, paths: Mapping[str, str]) -> Iterator[Concern]:
        """A warning for each secondary set that was current and now gives way, with other numbers, to an older one."""
        for set_key, (was, now) in self._displaced.items():
            keys = sorted((key for key in self.now[now] if self._set_of(key) == set_key), key=self._order)
            moved = next((key for key in keys if not self._stays(was, now, key)), None)
            if moved is not None:
                yield self._outranked(was, now, moved, paths)

    @cached_property
    def _displaced(self) -> Mapping[SetKey, tuple[Report, Report]]:
        """Each secondary set that was current and is outranked now: its report, and the older one that is current."""
        sets_before = {report: self._sets(figures) for report, figures in self.before.items()}
        displaced = {}
        for set_key in dict.fromkeys(key for sets in sets_before.values() for key in sets):
            was, now = self._current(sets_before, set_key), self._current(self._sets_now, set_key)
            was_secondary = was is not None and not sets_before[was][set_key] and set_key in self._sets_now[was]
            if was is not None and now is not None and was_secondary and self._is_outranked(was, set_key):
                displaced[set_key] = (was, now)
        return displaced

    def _stays(self, was: Report, now: Report, key: FigureKey) -> bool:
        """Whether a figure says the same in two reports."""
        return key in self.before[was] and self.now[now][key].figure.says_the_same(self.before[was][key].figure)

    def _outranked(self, was: Report, now: Report, key: FigureKey, paths: Mapping[str, str]) -> Concern:
        """The warning, with a figure that differs."""
        believed, old = self.now[now][key], self.before[was].get(key)
        number = value_name(believed.figure.value, believed.figure.value_status)
        old_number = value_name(old.figure.value, old.figure.value_status) if old is not None else "not stated"
        of_old = next(iter(self.before[was].values()))
        day = day_name(now.publisher_as_of, believed.publisher_as_of_basis)
        old_day = day_name(was.publisher_as_of, of_old.publisher_as_of_basis)
        message = (
            f"{now.report_id}: {figure_name(key.measure, key.category)} is shown as {number}, which the publisher "
            f"stated as of {day}. Before, {old_number} was shown, from a secondary account of {old_day}: the "
            f"publisher's own statement outranks it although it is older (rule 5). Add the publisher's later report if "
            f"you have it."
        )
        return concern_about(FigureChange(now, key, believed, False, None), paths, "outranked_now", message)

    def _current(self, sets: Mapping[Report, Mapping[SetKey, bool]], set_key: SetKey) -> Report | None:
        """Rule 5: the latest report that states a set, of the publisher's own if there are any."""
        stating = [report for report in self.reports if set_key in sets[report]]
        return max(stating, key=lambda report: (sets[report][set_key], report.publisher_as_of), default=None)

    def _is_outranked(self, report: Report, set_key: SetKey) -> bool:
        """Rule 5: a secondary statement of a set that the publisher has stated as of an earlier date."""
        if self._sets_now[report].get(set_key):
            return False
        return any(self._sets_now[other].get(set_key) for other in self._until(report))

    def _last_earlier_statement(self, report: Report, key: FigureKey) -> tuple[Report, Figure] | None:
        for other in reversed(self._until(report)):
            if key in self.now[other] and not self._is_outranked(other, self._set_of(key)):
                return other, self.now[other][key].figure
        return None

    def _until(self, report: Report) -> Sequence[Report]:
        return self.reports[: self._positions[report]]

    def _after(self, report: Report) -> Sequence[Report]:
        return self.reports[self._positions[report] + 1 :]

    @cached_property
    def _positions(self) -> Mapping[Report, int]:
        return {report: number for number, report in enumerate(self.reports)}

    @cached_property
    def _sets_now(self) -> Mapping[Report, Mapping[SetKey, bool]]:
        return {report: self._sets(figures) for report, figures in self.now.items()}

    def _sets(self, figures: BelievedFigures) -> Mapping[SetKey, bool]:
        """The sets of some figures, each with whether the publisher's own document is shown for any of them."""
        sets: dict[SetKey, bool] = {}
        for key, believed in figures.items():
            set_key = self._set_of(key)
            sets[set_key] = sets.get(set_key, False) or believed.source_kind == SourceKind.PUBLISHER
        return sets

    def _set_of(self, key: FigureKey) -> SetKey:
        return key.measure, self.vocabulary.scheme_of(key.measure, key.category)

    def _order(self, key: FigureKey) -> int:
        return self.vocabulary.position(key.measure, key.category)
