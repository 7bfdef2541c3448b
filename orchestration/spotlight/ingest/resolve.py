"""Which statements are believed: what the files state now, compared with the ledger.

Belongs here: rules 1 and 5 to 8, as one pure function without I/O. Not here: reading, storing, or the facts themselves.

A *statement* is what one file states of one report. A file's statement is in effect once it is accepted, and stays in
effect (`held`, `pending`, `replaced`) when the file no longer makes it, until something stronger ends it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from orchestration.spotlight.domain.model import (
    Figure,
    FigureKey,
    Rejection,
    Report,
    SourceKind,
    Statement,
    by_key,
    in_order,
)
from orchestration.spotlight.domain.reconciliation import reconcile
from orchestration.spotlight.domain.vocabulary import Vocabulary
from orchestration.spotlight.ledger.state import (
    Believed,
    BelievedFigures,
    Known,
    State,
    StatementKey,
    StatementState,
    source_rank,
)

CONFLICT_RULE = "report.conflicts_with_another_document"


@dataclass(frozen=True)
class Files:
    """What the files of the reports folder state now."""

    statements: Mapping[StatementKey, Statement]
    """Every valid statement."""
    refused_files: frozenset[str] = frozenset()
    """Paths of files that are refused whole, so that their statements are unknown."""
    refused_reports: frozenset[StatementKey] = frozenset()
    """Reports that a file states, but that are invalid."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Which removals a person has accepted: every pending one, or those named."""

    every_pending: bool = False
    removal_ids: frozenset[str] = frozenset()

    def covers(self, state: State, removal_id: str | None) -> bool:
        return removal_id in self.removal_ids or (self.every_pending and state is State.PENDING)


NOTHING_ACCEPTED = Acceptance()


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
    files: Files,
    known: Known,
    vocabulary: Vocabulary,
    noticed_at: datetime,
    acceptance: Acceptance = NOTHING_ACCEPTED,
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
        unopposed = _unopposed(report, stated, known_states, known, vocabulary)
        if unopposed is not None:
            states[unopposed.path, report.report_id] = StatementState(unopposed, State.STATED)
            spoken_for.add((unopposed.path, *period))
            believed[report] = _best_of([unopposed])
            found_plain.add(report)
            continue
        one_report = _OneReport(
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
    vocabulary: Vocabulary,
) -> Statement | None:
    """The only statement of a report that nothing else is stated or known about: the usual case, and accepted."""
    if len(stated.get(report, ())) != 1 or report in known_states or report in known.believed:
        return None
    (statement,) = stated[report].values()
    compared = reconcile(report, by_key(statement.figures), vocabulary)
    return statement if all(result.is_tolerable for result in compared) else None


@dataclass
class _OneReport:
    """One report resolved: its files against each other and against what was in effect."""

    report: Report
    stated: Mapping[str, Statement]
    known: Mapping[str, StatementState]
    believed: Mapping[FigureKey, Believed]
    refused: set[str]
    saved_over: set[str]
    acceptance: Acceptance
    vocabulary: Vocabulary
    is_in_future: bool
    """The report is dated after today: only a clock that was ahead can have accepted it, so it is withdrawn."""

    accepted: dict[str, Statement] = field(default_factory=dict)
    """Path → the statement in effect that the file makes now."""
    kept: dict[str, Statement] = field(default_factory=dict)
    """Path → the statement in effect that its file no longer makes, without figures that others corrected."""
    beaten: dict[str, tuple[str, Figure, str]] = field(default_factory=dict)
    """Path → (the winning file, the figure in conflict, what contradicts it)."""
    withdrawn: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)

    def settle(self) -> None:
        """Decide pending edits, conflicts and coverage, and repeat until nothing changes."""
        covering = dict(self.stated)
        while True:
            self._resolve(self._edits_that_wait(covering))
            if not self._edits_that_wait(self.accepted) - self.waiting:
                return
            covering = self.accepted

    @property
    def is_plain(self) -> bool:
        """Every file that states the report is accepted, and nothing else is in effect: the result is stable."""
        return not self.kept and self.accepted.keys() == self.stated.keys()

    def _edits_that_wait(self, covering: Mapping[str, Statement]) -> set[str]:
        return self.waiting | {
            path
            for path, statement in self.stated.items()
            if path in self.known
            and not self._is_removal_accepted(path, State.PENDING)
            and self._lost(path, {**covering, path: statement})
        }

    def _lost(self, path: str, covering: Mapping[str, Statement]) -> set[FigureKey]:
        return lost(self.known[path].statement, covering.values())

    def _is_removal_accepted(self, path: str, state: State) -> bool:
        return self.acceptance.covers(state, self.known[path].removal_id)

    def _resolve(self, waiting: set[str]) -> None:
        """Accept statements one by one, strongest first. The loser of a conflict is out for good."""
        self.waiting = waiting
        self.beaten = {}
        while True:
            self._accept_in_order()
            self._keep()
            weakest = self._weakest_in_conflict_with_kept()
            if weakest is None:
                return
            path, loss = weakest
            self.beaten[path] = loss

    def _strength(self, path: str) -> tuple[bool, bool, int, str]:
        statement = self.stated[path]
        differs = any(
            key in self.believed and not figure.says_the_same(self.believed[key].figure)
            for key, figure in by_key(statement.figures).items()
        )
        novelty = 0 if self._is_incumbent(path) else 1 if path in self.known else 2
        return (not _is_publisher(statement), differs, novelty, path)

    def _is_incumbent(self, path: str) -> bool:
        return path in self.known and _says(self.stated[path]) == _says(self.known[path].statement)

    def _accept_in_order(self) -> None:
        self.accepted = {}
        union: dict[FigureKey, tuple[str, Figure]] = {}
        for path in sorted(self.stated, key=self._strength):
            if path in self.waiting or path in self.beaten:
                continue
            figures = by_key(self.stated[path].figures)
            if (loss := self._loss(figures, union)) is not None:
                self.beaten[path] = loss
                continue
            self.accepted[path] = self.stated[path]
            for key, figure in figures.items():
                union.setdefault(key, (path, figure))

    def _loss(
        self, figures: Mapping[FigureKey, Figure], union: Mapping[FigureKey, tuple[str, Figure]]
    ) -> tuple[str, Figure, str] | None:
        """Why `figures` cannot join `union`: a figure stated differently, or a union that breaks rule 4."""
        for key, figure in figures.items():
            if key in union and not figure.says_the_same(union[key][1]):
                path, other = union[key]
                return path, figure, f"{_words(other)} there{_at_line(other)}, {_words(figure)} here"
        before = {key: figure for key, (_, figure) in union.items()}
        measure = self._intolerable(before | dict(figures))
        if measure is None or self._intolerable(before) is not None:
            return None
        path = next((p for key, (p, _) in union.items() if key.measure == measure), "the other files")
        figure = next(figure for figure in figures.values() if figure.measure == measure)
        return path, figure, f"together their {measure} break the rule on totals and parts"

    def _intolerable(self, figures: Mapping[FigureKey, Figure]) -> str | None:
        for result in reconcile(self.report, figures, self.vocabulary):
            if not result.is_tolerable:
                return result.measure
        return None

    def _keep(self) -> None:
        """What stays in effect of statements that their files no longer make."""
        self.kept = {}
        self.withdrawn = set()
        for path, known in self.known.items():
            if path in self.accepted:
                continue
            if self.is_in_future:
                self.withdrawn.add(path)
                continue
            if self._is_gone(path) and (
                self._is_removal_accepted(path, self._state_when_gone(path)) or not self._lost(path, self.accepted)
            ):
                continue
            self.kept[path] = known.statement
        publishers = self._union(path for path, statement in self.accepted.items() if _is_publisher(statement))
        for path, statement in list(self.kept.items()):
            if _is_publisher(statement) or not publishers:
                continue
            if self._loss(by_key(statement.figures), publishers) is not None:
                self.withdrawn.add(path)
                del self.kept[path]
            else:
                publishers |= {figure.key: (path, figure) for figure in statement.figures}
        corrected = self._union(self.accepted)
        for path, statement in list(self.kept.items()):
            figures = tuple(
                figure
                for figure in statement.figures
                if figure.key not in corrected or figure.says_the_same(corrected[figure.key][1])
            )
            if figures != statement.figures:
                self.kept[path] = replace(statement, figures=figures)

    def _union(self, paths: Iterable[str]) -> dict[FigureKey, tuple[str, Figure]]:
        union: dict[FigureKey, tuple[str, Figure]] = {}
        for path in paths:
            for figure in self.accepted[path].figures:
                union.setdefault(figure.key, (path, figure))
        return union

    def _is_gone(self, path: str) -> bool:
        """Whether the file is gone, or is valid and no longer states this report."""
        return path not in self.stated and path not in self.refused

    def _state_when_gone(self, path: str) -> State:
        if path in self.saved_over or self.known[path].state is State.REPLACED:
            return State.REPLACED
        return State.PENDING

    def _weakest_in_conflict_with_kept(self) -> tuple[str, tuple[str, Figure, str]] | None:
        """The weakest new statement that must yield to what is kept, or None."""
        newcomers = sorted((p for p in self.accepted if not self._is_incumbent(p)), key=self._strength, reverse=True)
        for path in newcomers:
            statement = self.accepted[path]
            for figure in statement.figures:
                for other_path, known in self.known.items():
                    if other_path not in self.kept:
                        continue
                    other = by_key(known.statement.figures).get(figure.key)
                    if other is None or other.says_the_same(figure):
                        continue
                    yields = _is_publisher(known.statement) and not _is_publisher(statement)
                    if yields or self._still_stated(other_path, other):
                        words = f"{_words(other)} there{_at_line(other)}, {_words(figure)} here"
                        return path, (other_path, figure, words)
        together = self._union(self.accepted)
        for path, statement in self.kept.items():
            for figure in statement.figures:
                together.setdefault(figure.key, (path, figure))
        measure = self._intolerable({key: figure for key, (_, figure) in together.items()})
        if measure is None:
            return None
        for path in newcomers:
            if self.accepted[path].figures and self.kept:
                figures = self.accepted[path].figures
                figure = next((f for f in figures if f.measure == measure), figures[0])
                other_path = next(iter(self.kept))
                return path, (other_path, figure, f"together their {measure} break the rule on totals and parts")
        return None

    def _still_stated(self, path: str, figure: Figure) -> bool:
        """A pending edit may still print the figure; a refused or beaten statement states nothing."""
        if path not in self.waiting:
            return False
        now = by_key(self.stated[path].figures).get(figure.key)
        return now is not None and now.says_the_same(figure)

    def states(self, noticed_at: datetime) -> dict[str, StatementState]:
        """Every statement in effect now."""
        result = {path: StatementState(statement, State.STATED) for path, statement in self.accepted.items()}
        for path, statement in self.kept.items():
            state = self._state_of_kept(path)
            if state is State.HELD:
                result[path] = StatementState(statement, state)
            else:
                result[path] = StatementState(statement, state, *self._removal(path, noticed_at))
        return result

    def _state_of_kept(self, path: str) -> State:
        if self._is_gone(path):
            return self._state_when_gone(path)
        if path in self.stated and self._lost(path, {**self.accepted, path: self.stated[path]}):
            return State.PENDING
        return State.REPLACED if self.known[path].state is State.REPLACED else State.HELD

    def ended(self, noticed_at: datetime) -> list[StatementState]:
        """Statements no longer in effect, and those whose accepted successor states fewer figures."""
        result = []
        for path in sorted(self.known.keys() - self.kept.keys()):
            statement = self.known[path].statement
            if path in self.withdrawn:
                result.append(StatementState(statement, State.WITHDRAWN))
            elif self._lost(path, self.accepted):
                result.append(StatementState(statement, State.ACCEPTED, *self._removal(path, noticed_at), noticed_at))
            elif path not in self.accepted:
                result.append(StatementState(statement, State.COVERED))
        return result

    def _removal(self, path: str, noticed_at: datetime) -> tuple[str, datetime]:
        known = self.known[path]
        if known.removal_id is not None and known.noticed_at is not None:
            return known.removal_id, known.noticed_at
        words = f"{path}\n{self.report.report_id}\n{noticed_at.isoformat()}"
        return hashlib.sha256(words.encode()).hexdigest()[:12], noticed_at

    def believe(self) -> BelievedFigures:
        """Every figure in effect, with the document shown: the best one, and among equals the one shown so far."""
        # Earlier statements first: among equals, the one recorded first is shown.
        statements = [
            *(self.accepted[path] for path in self.known if path in self.accepted),
            *self.kept.values(),
            *(self.accepted[path] for path in sorted(self.accepted) if path not in self.known),
        ]
        best = _best_of(statements)
        for key, now in best.items():
            before = self.believed.get(key)
            if before is not None and before.rank == now.rank and before.figure.says_the_same(now.figure):
                best[key] = before
        return best

    def rejections(self) -> list[Rejection]:
        return [
            Rejection(
                file=path,
                line=figure.source_line,
                rule_code=CONFLICT_RULE,
                offending_text=figure.source_text,
                message=(
                    f"{path} contradicts {winner} about {figure.measure} / {figure.category} of "
                    f"{self.report.report_id}: {words}. Correct the wrong one of the two files, or remove it."
                ),
                report_id=self.report.report_id,
                document_id=self.stated[path].document_id,
            )
            for path, (winner, figure, words) in self.beaten.items()
        ]


def lost(was: Statement, covering: Iterable[Statement]) -> set[FigureKey]:
    """The figures of a statement that no statement in `covering` states, a publisher's only by a publisher's."""
    keys = {figure.key for figure in was.figures}
    for statement in covering:
        if _is_publisher(statement) or not _is_publisher(was):
            keys -= {figure.key for figure in statement.figures}
    return keys


def _is_publisher(statement: Statement) -> bool:
    return statement.source_kind == SourceKind.PUBLISHER


def _says(statement: Statement) -> tuple[object, ...]:
    """What a statement says, regardless of its place in the file."""
    values = frozenset((f.key, f.value, f.value_status) for f in statement.figures)
    return statement.source_kind, statement.publisher_as_of_basis, values


def _best_of(statements: Iterable[Statement]) -> dict[FigureKey, Believed]:
    """Every figure of some statements, taken from the best statement, or from the first among equals."""
    best: dict[FigureKey, Believed] = {}
    for statement in statements:
        rank = source_rank(statement.source_kind, statement.publisher_as_of_basis)
        document = (
            statement.document_id,
            statement.publisher_as_of_basis,
            statement.source,
            statement.source_kind,
            statement.note,
        )
        for figure in statement.figures:
            key = figure.key
            if key not in best or rank < best[key].rank:
                best[key] = Believed(figure, *document)
    return best


def _words(figure: Figure) -> str:
    return f"{figure.value:,}" if figure.value is not None else figure.value_status.replace("_", " ")


def _at_line(figure: Figure) -> str:
    return f" (line {figure.source_line})" if figure.source_line is not None else ""
