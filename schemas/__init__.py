"""What a valid row is: `validate` checks rows that were read, `check` checks rows that are stored.

Belongs here: the order in which the models run, and what a broken rule means for its report and file.
Not here: the rules (models), their messages (rules), or which of several documents is believed (ingest/resolve).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from orchestration.spotlight.domain.model import FIGURE_SCHEMA, Concern, Rejection
from orchestration.spotlight.domain.vocabulary import Vocabulary
from schemas.concerns import concerns
from schemas.models import FAMILIES, FIGURE, CountRows, NotSpecifiedRows, ReadRows, ReportRows
from schemas.parsing import typed
from schemas.rejecting import broken_rows, refused, rejections
from schemas.rules import RULES
from schemas.words import using

__all__ = ["FAMILIES", "IN_FUTURE_RULE", "Validation", "check", "validate"]

IN_FUTURE_RULE = RULES["accuracy_date_has_come"].code
"""The only rule that is met by waiting."""


@dataclass(frozen=True, slots=True)
class Validation:
    """The figures of every valid report, and the rejections and warnings."""

    figures: pl.DataFrame
    """Rows of `FIGURE_SCHEMA`, in the order in which they were read."""
    rejections: tuple[Rejection, ...]
    warnings: tuple[Concern, ...]


def validate(rows: pl.DataFrame, vocabulary: Vocabulary, today: date) -> Validation:
    """Accept or refuse, report by report, the rows of `READ_SCHEMA` that one or many documents gave."""
    with using(vocabulary, today) as words:
        read = typed(rows, words).with_row_index("row")
        broken = [broken_rows(ReadRows, read)]
        # A line without a report is rejected here, and left out of the checks of reports.
        figures = read.filter(pl.col("report_id").is_not_null())
        broken.append(broken_rows(ReportRows, figures))
        # A figure stated twice with the same value counts once: the first line is kept.
        figures = figures.unique([*FIGURE, "value", "value_status"], keep="first", maintain_order=True)
        broken.append(broken_rows(NotSpecifiedRows, figures))
        broken.append(broken_rows(CountRows, figures))
        found = pl.concat(broken)
        files, reports = refused(read, found)
        accepted = (
            figures.join(files, on="path", how="anti", maintain_order="left")
            .join(reports, on=["path", "report_id"], how="anti", maintain_order="left")
            .select(FIGURE_SCHEMA.names())
        )
        return Validation(accepted, rejections(read, found, words), concerns(accepted, words))


def check(family: str, figures: pl.DataFrame, vocabulary: Vocabulary, today: date) -> tuple[Rejection, ...]:
    """Check rows of `FIGURE_SCHEMA` with one of `FAMILIES`; the result is empty if all are valid."""
    with using(vocabulary, today) as words:
        rows = figures.with_row_index("row")
        return rejections(rows, broken_rows(FAMILIES[family], rows), words)
