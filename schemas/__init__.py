"""What a valid row is, at the edge where Python hands figures on: `validate` what was read, `check` what is stored.

Belongs here: in which order the models run, and what a broken rule means for its report and file.
Not here: the rules (models), their words (rules), or which of several documents is believed (ingest/resolve).
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
"""The one rule that time alone mends."""


@dataclass(frozen=True, slots=True)
class Validation:
    """The figures of every report that keeps all rules, and what there is to say about the others."""

    figures: pl.DataFrame
    """Rows of `FIGURE_SCHEMA`, in the order in which they were read."""
    rejections: tuple[Rejection, ...]
    warnings: tuple[Concern, ...]


def validate(rows: pl.DataFrame, vocabulary: Vocabulary, today: date) -> Validation:
    """Accept or refuse, report by report, the rows of `READ_SCHEMA` that one or many documents gave."""
    with using(vocabulary, today) as words:
        read = typed(rows, words).with_row_index("row")
        broken = [broken_rows(ReadRows, read)]
        # A line that belongs to no report is told, and then left out of what is asked of reports.
        figures = read.filter(pl.col("report_id").is_not_null())
        broken.append(broken_rows(ReportRows, figures))
        # Stated twice alike counts once, as the first line has it.
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
    """Hold rows of `FIGURE_SCHEMA` against one of `FAMILIES`; nothing comes back if all is well."""
    with using(vocabulary, today) as words:
        rows = figures.with_row_index("row")
        return rejections(rows, broken_rows(FAMILIES[family], rows), words)
