"""What the ledger says is in effect and believed.

Belongs here: the states of a statement and the values read back from the ledger. Not here: how they are decided
(ingest/resolve) or stored (format, append).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from orchestration.spotlight.domain.model import Basis, Figure, FigureKey, Report, SourceKind, Statement


class State(StrEnum):
    """What became of one file's statement of one report (the ledger's `reports.state`)."""

    STATED = "stated"
    HELD = "held"
    PENDING = "pending"
    REPLACED = "replaced"
    ACCEPTED = "accepted"
    COVERED = "covered"
    WITHDRAWN = "withdrawn"


IN_EFFECT = frozenset({State.STATED, State.HELD, State.PENDING, State.REPLACED})
_BASES = tuple(Basis)


def source_rank(source_kind: str, basis: str) -> tuple[bool, int]:
    """Smaller is better: the publisher's before others', then the way the accuracy date is known."""
    return source_kind != SourceKind.PUBLISHER, _BASES.index(Basis(basis))


@dataclass(frozen=True, slots=True)
class StatementState:
    """A statement and where it stands. `removal_id` and `noticed_at` are set while a removal is noticed."""

    statement: Statement
    state: State
    removal_id: str | None = None
    noticed_at: datetime | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Believed:
    """A figure that the warehouse believes, and the statement whose document is shown for it."""

    figure: Figure
    document_id: str
    publisher_as_of_basis: str
    source: str | None
    source_kind: str
    note: str | None

    @property
    def rank(self) -> tuple[bool, int]:
        return source_rank(self.source_kind, self.publisher_as_of_basis)


StatementKey = tuple[str, str]
"""(path, report_id)"""
BelievedFigures = Mapping[FigureKey, Believed]


@dataclass(frozen=True)
class Known:
    """What the ledger holds of the reports that are resolved."""

    standings: Mapping[StatementKey, StatementState] = field(default_factory=dict)
    """Every statement in effect."""
    believed: Mapping[Report, Mapping[FigureKey, Believed]] = field(default_factory=dict)
