"""Which statements are believed: what the files state now, compared with the ledger.

Belongs here: rules 1 and 5 to 8, as one pure function without I/O. Not here: one report's files against each other
(`one_report`), reading, storing.

A *statement* is what one file states of one report. A file's statement is in effect once it is accepted, and stays in
effect (`held`, `pending`, `replaced`) when the file no longer makes it, until something stronger ends it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, datetime

from orchestration.spotlight.domain.model import Rejection, Report, Statement, in_order
from orchestration.spotlight.domain.vocabulary import Vocabulary
from orchestration.spotlight.ingest.one_report import NOTHING_ACCEPTED, Acceptance, OneReport, best_of
from orchestration.spotlight.ledger.state import BelievedFigures, Known, State, StatementKey, StatementState


@dataclass(frozen=True)
class Files:
    """What the files of the reports folder state now."""

    statements: Mapping[StatementKey, Statement]
    """Every valid statement."""
    refused_files: frozenset[str] = frozenset()
    """Paths of files that are refused whole, so that their statements are unknown."""
    refused_reports: frozenset[StatementKey] = frozenset()
    """Reports that a file states, but that are invalid."""


@dataclass(frozen=True)
class Resolution:
    """What is in effect and believed after this refresh, and what was refused because of another document."""

    states: Mapping[StatementKey, StatementState]
    """Every statement in effect."""
    ended: tuple[StatementState, ...]
    """Statements no longer in effect, or replaced by one with fewer figures."""
    believed: Mapping[Report, BelievedFigures]
    rejections: tuple[Rejection, ...]


def resolve(
    files: Files, known: Known, vocabulary: Vocabulary, noticed_at: datetime, acceptance: Acceptance = NOTHING_ACCEPTED
) -> Resolution:
    """Decide what is believed about every report in `files` or `known`.

    `noticed_at` is the time of this refresh; a removal noticed now gets its id from it. The resolution is applied to
    its own outcome until nothing changes, so that refreshing the same files again changes nothing.
    """
    resolution, plain = _resolve_once(files, known, vocabulary, noticed_at, acceptance)
    if len(plain) == len(resolution.believed):
        return resolution
    for _ in range(len(files.statements) + len(known.states) + 2):
        settled = Known(resolution.states, resolution.believed)
        again, plain = _resolve_once(files, settled, vocabulary, noticed_at, NOTHING_ACCEPTED, plain)
        if replace(again, ended=resolution.ended) == resolution:
            return resolution
        resolution = replace(again, ended=resolution.ended + again.ended)
    raise AssertionError("resolving did not settle")  # a fault of this module: the property tests search for it


def _resolve_once(
    files: Files,
    known: Known,
    vocabulary: Vocabulary,
    noticed_at: datetime,
    acceptance: Acceptance,
    plain: Set[Report] = frozenset(),
) -> tuple[Resolution, Set[Report]]:
    """The resolution, and the unopposed reports; `plain` are those found unopposed before."""
    stated: dict[Report, dict[str, Statement]] = defaultdict(dict)
    known_states: dict[Report, dict[str, StatementState]] = defaultdict(dict)
    for (path, _), statement in files.statements.items():
        stated[statement.report][path] = statement
    for (path, _), one in known.states.items():
        known_states[one.statement.report][path] = one

    states: dict[StatementKey, StatementState] = {}
    ended: list[StatementState] = []
    believed: dict[Report, BelievedFigures] = {}
    rejections: list[Rejection] = []
    found_plain: set[Report] = set()
    spoken_for: set[tuple[str, str, date, date]] = set()  # a file with a place and period that it reports on
    # Latest first: whether an earlier report was saved over depends only on later ones.
    for report in in_order(stated.keys() | known_states.keys() | known.believed.keys(), reverse=True):
        period = (report.jurisdiction_code, report.period_start, report.period_end)
        if report in plain:
            states |= {(path, report.report_id): one for path, one in known_states[report].items()}
            spoken_for |= {(path, *period) for path in stated[report]}
            believed[report] = known.believed[report]
            continue
        unopposed = _unopposed(report, stated, known_states, known)
        if unopposed is not None:
            states[unopposed.path, report.report_id] = StatementState(unopposed, State.STATED)
            spoken_for.add((unopposed.path, *period))
            believed[report] = best_of([unopposed])
            found_plain.add(report)
            continue
        one_report = OneReport(
            report=report,
            stated=stated[report],
            known=known_states[report],
            believed=known.believed.get(report, {}),
            refused={
                path
                for path in known_states[report]
                if path in files.refused_files or (path, report.report_id) in files.refused_reports
            },
            saved_over={path for path in known_states[report] if (path, *period) in spoken_for},
            acceptance=acceptance,
            vocabulary=vocabulary,
            is_in_future=report.publisher_as_of > noticed_at.date(),
        )
        one_report.settle()
        for path, one in one_report.states(noticed_at).items():
            states[path, report.report_id] = one
            if path in stated[report]:
                spoken_for.add((path, *period))
        ended += one_report.ended(noticed_at)
        believed[report] = one_report.believe()
        rejections += one_report.rejections()
        if one_report.is_plain:
            found_plain.add(report)
    return Resolution(states, tuple(ended), believed, tuple(rejections)), plain | found_plain


def _unopposed(
    report: Report,
    stated: Mapping[Report, Mapping[str, Statement]],
    known_states: Mapping[Report, Mapping[str, StatementState]],
    known: Known,
) -> Statement | None:
    """The only statement of a report that nothing else is stated or known about: the usual case, and accepted.

    Every statement kept rule 4 by itself before it came here (schemas).
    """
    if len(stated.get(report, ())) != 1 or report in known_states or report in known.believed:
        return None
    (statement,) = stated[report].values()
    return statement
