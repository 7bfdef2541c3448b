"""The frames that one refresh adds to the ledger, built column by column, since a first load has millions of rows.

Belongs here: from statements and changes to frames of `SCHEMAS`. Not here: what is accepted, or storing it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

import polars as pl

from orchestration.spotlight.domain.model import FIGURE_COLUMNS, FIGURE_SCHEMA, REPORT_COLUMNS, SOURCE_COLUMNS, Figure
from orchestration.spotlight.domain.vocabulary import Vocabulary
from orchestration.spotlight.ingest.changes import FigureChange
from orchestration.spotlight.ledger.format import SCHEMAS
from orchestration.spotlight.ledger.state import StatementState

_ABOUT_REPORT = ("report_id", *REPORT_COLUMNS)


def from_rows(name: str, rows: Sequence[Mapping[str, Any]], recorded_at: datetime) -> pl.DataFrame:
    """A frame of a few rows; missing columns are null."""
    columns = (column for column in SCHEMAS[name].names() if column != "recorded_at")
    return _frame(name, {column: [row.get(column) for row in rows] for column in columns}, recorded_at)


def reports(states: Sequence[StatementState], vocabulary: Vocabulary, recorded_at: datetime) -> pl.DataFrame:
    """The frame of statements and their states."""
    statements = [one.statement for one in states]
    figures = [figure for statement in statements for figure in statement.figures]
    numbers = [number for number, statement in enumerate(statements) for _ in statement.figures]
    figure_type: Any = SCHEMAS["reports"]["figures"]
    # Polars builds lists from its own rows ten times faster than from Python's.
    lists = (
        pl.DataFrame(
            {"number": numbers, **_columns(figures, FIGURE_COLUMNS), "category_scheme": _schemes(figures, vocabulary)},
            schema={"number": pl.Int64, **{field.name: field.dtype for field in figure_type.inner.fields}},
            strict=True,
        )
        .group_by("number", maintain_order=True)
        .agg(figures=pl.struct(field.name for field in figure_type.inner.fields))
    )
    return _frame(
        "reports",
        {
            **_columns(statements, ("path", "document_id", *SOURCE_COLUMNS)),
            **_columns([statement.report for statement in statements], _ABOUT_REPORT),
            "state": [one.state.value for one in states],
            **_columns(states, ("removal_id", "noticed_at", "decided_at")),
            "figures": pl.DataFrame({"number": range(len(statements))}, schema={"number": pl.Int64})
            .join(lists, on="number", how="left", maintain_order="left")["figures"]
            .fill_null([]),
        },
        recorded_at,
    )


def figures(found: Sequence[FigureChange], vocabulary: Vocabulary, recorded_at: datetime) -> pl.DataFrame:
    """The frame of figures that changed."""
    believed = [change.believed for change in found]
    stated = [one.figure for one in believed]
    before = [change.before for change in found]
    return _frame(
        "figures",
        {
            **_columns([change.report for change in found], _ABOUT_REPORT),
            **_columns(believed, ("document_id", *SOURCE_COLUMNS)),
            **_columns(stated, FIGURE_COLUMNS),
            "category_scheme": _schemes(stated, vocabulary),
            "action": ["withdrawn" if change.is_withdrawn else "stated" for change in found],
            "change_kind": [change.change_kind and change.change_kind.value for change in found],
            "old_value": [None if figure is None else figure.value for figure in before],
            "old_value_status": [None if figure is None else figure.value_status for figure in before],
            "old_publisher_as_of": [change.before_publisher_as_of for change in found],
        },
        recorded_at,
    )


def stated_figures(changed: pl.DataFrame, paths: Mapping[str, str]) -> pl.DataFrame:
    """The stated figures among the changed ones, as rows of `FIGURE_SCHEMA`; `paths` by document_id."""
    return (
        changed.filter(pl.col("action") == "stated")
        .with_columns(path=pl.col("document_id").replace_strict(dict(paths), default=None, return_dtype=pl.String))
        .select(FIGURE_SCHEMA.names())
    )


def _columns(values: Sequence[object], names: Iterable[str]) -> dict[str, list[Any]]:
    return {name: list(map(attrgetter(name), values)) for name in names}


def _schemes(some: Iterable[Figure], vocabulary: Vocabulary) -> list[str]:
    return [vocabulary.scheme_of(figure.measure, figure.category) for figure in some]


def _frame(name: str, columns: Mapping[str, Any], recorded_at: datetime) -> pl.DataFrame:
    schema = SCHEMAS[name]
    frame = pl.DataFrame(columns, schema={column: schema[column] for column in columns}, strict=True)
    return frame.with_columns(recorded_at=pl.lit(recorded_at, dtype=schema["recorded_at"]))
