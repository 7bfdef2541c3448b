"""One report: its files against each other, and against what was in effect.

Belongs here: rules 5 to 8 within one report: edits that wait, conflicts, what covers what. Not here: what one report
means for another, such as a later one saved over it (`resolve`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from orchestration.spotlight.domain.model import Figure, FigureKey, Rejection, Report, SourceKind, Statement, by_key
from orchestration.spotlight.domain.reconciliation import reconcile
from orchestration.spotlight.domain.vocabulary import Vocabulary
from orchestration.spotlight.ledger.state import Believed, BelievedFigures, State, StatementState, source_rank

CONFLICT_RULE = "report.conflicts_with_another_document"
_TOGETHER = "together their {} break the rule on totals and parts"

Printed = tuple[str, Figure]
"""A file's path, and a figure that it states."""


class Loss(NamedTuple):
    """Why a statement is refused."""

    winner: str
    """The file that it contradicts."""
    figure: Figure
    """The refused figure."""
    words: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Which removals a person has accepted: every pending one, or those named."""

    every_pending: bool = False
    removal_ids: frozenset[str] = frozenset()

    def covers(self, state: State, removal_id: str | None) -> bool:
        return removal_id in self.removal_ids or (self.every_pending and state is State.PENDING)


NOTHING_ACCEPTED = Acceptance()


@dataclass
class OneReport:
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
    beaten: dict[str, Loss] = field(default_factory=dict)
    """Path → why its statement is refused."""
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
        union: dict[FigureKey, Printed] = {}
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

    def _loss(self, figures: Mapping[FigureKey, Figure], union: Mapping[FigureKey, Printed]) -> Loss | None:
        """Why `figures` cannot join `union`: a figure stated differently, or a union that breaks rule 4."""
        for key, figure in figures.items():
            if key in union and not figure.says_the_same(union[key][1]):
                path, other = union[key]
                return _contradiction(path, other, figure)
        before = {key: figure for key, (_, figure) in union.items()}
        measure = self._intolerable(before | dict(figures))
        if measure is None or self._intolerable(before) is not None:
            return None
        path = next((p for key, (p, _) in union.items() if key.measure == measure), "the other files")
        figure = next(figure for figure in figures.values() if figure.measure == measure)
        return Loss(path, figure, _TOGETHER.format(measure))

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
            self.kept[path] = replace(statement, figures=figures)

    def _union(self, paths: Iterable[str]) -> dict[FigureKey, Printed]:
        union: dict[FigureKey, Printed] = {}
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

    def _weakest_in_conflict_with_kept(self) -> tuple[str, Loss] | None:
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
                        return path, _contradiction(other_path, other, figure)
        together = self._union(self.accepted)
        for path, statement in self.kept.items():
            for figure in statement.figures:
                together.setdefault(figure.key, (path, figure))
        measure = self._intolerable({key: figure for key, (_, figure) in together.items()})
        if measure is None:
            return None
        # Without newcomers a difference was known when all of this was accepted, and is no longer: it stays (rule 8).
        winners = (path for path, one in self.kept.items() if any(f.measure == measure for f in one.figures))
        winner = next(winners, None)
        for path in newcomers:
            for figure in self.accepted[path].figures:
                if winner is not None and figure.measure == measure:
                    return path, Loss(winner, figure, _TOGETHER.format(measure))
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
        if path in self.waiting or (
            path in self.stated and self._lost(path, {**self.accepted, path: self.stated[path]})
        ):
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
        best = best_of(statements)
        for key, now in best.items():
            before = self.believed.get(key)
            if before is not None and before.rank == now.rank and before.figure.says_the_same(now.figure):
                best[key] = before
        return best

    def rejections(self) -> list[Rejection]:
        return [
            Rejection(
                file=path,
                line=loss.figure.source_line,
                rule_code=CONFLICT_RULE,
                offending_text=loss.figure.source_text,
                message=(
                    f"{path} contradicts {loss.winner} about {loss.figure.measure} / {loss.figure.category} of "
                    f"{self.report.report_id}: {loss.words}. Correct the wrong one of the two files, or remove it."
                ),
                report_id=self.report.report_id,
                document_id=self.stated[path].document_id,
            )
            for path, loss in self.beaten.items()
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


def best_of(statements: Iterable[Statement]) -> dict[FigureKey, Believed]:
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


def _contradiction(path: str, other: Figure, figure: Figure) -> Loss:
    """The loss of `figure` against another value of it in another file."""
    line = f" (line {other.source_line})" if other.source_line is not None else ""
    return Loss(path, figure, f"{_words(other)} there{line}, {_words(figure)} here")


def _words(figure: Figure) -> str:
    return f"{figure.value:,}" if figure.value is not None else figure.value_status.replace("_", " ")
