"""Rule 4 over many reports at once: the stated totals that do not simply agree with their parts.

Belongs here: finding them in a large frame. Not here: how large a difference may be (reconciliation).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from orchestration.spotlight.domain.model import FIGURE_SCHEMA, REPORT_COLUMNS, Report, by_key, figure_from
from orchestration.spotlight.domain.reconciliation import Reconciliation, reconcile
from orchestration.spotlight.domain.vocabulary import TOTAL
from schemas.words import Words, pair

_COMPARED = ("path", "report_id", "measure")


@dataclass(frozen=True, slots=True)
class DifferingTotal:
    """A stated total, by where its row is in the frame, and how it compares with its parts."""

    position: int
    reconciliation: Reconciliation

    @property
    def is_tolerable(self) -> bool:
        return self.reconciliation.is_tolerable


def differing_totals(figures: pl.DataFrame, words: Words) -> list[DifferingTotal]:
    """Every total that its parts may contradict, or for which a difference is listed, in the order of the rows."""
    parts = {measure: parts for measure, parts in words.vocabulary.parts.items() if parts}
    compared = [pair(measure, category) for measure, names in parts.items() for category in (TOTAL, *names)]
    numbers = (
        figures.with_row_index("position")
        .lazy()
        .filter(pl.col("value").is_not_null(), pl.concat_str("measure", "category", separator="/").is_in(compared))
    )
    is_total = pl.col("category") == TOTAL
    all_parts = pl.col("measure").replace_strict({measure: len(names) for measure, names in parts.items()})
    suspicious = (
        numbers.group_by(_COMPARED)
        .agg(
            *(pl.col(column).first() for column in REPORT_COLUMNS),
            total=pl.col("value").filter(is_total).first(),
            parts_total=pl.col("value").filter(~is_total).sum(),
            parts_count=(~is_total).sum(),
        )
        .join(_listed(words), on=[*REPORT_COLUMNS, "measure"], how="left")
        .filter(
            pl.col("total").is_not_null(),
            pl.col("is_listed").is_not_null()
            | (pl.col("parts_total") > pl.col("total"))
            # Parts that are still incomplete may stay below the total.
            | (pl.col("parts_total") < pl.col("total")) & (pl.col("parts_count") >= all_parts),
        )
    )
    reports: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    rows = numbers.join(suspicious, on=_COMPARED, how="semi").sort("position").collect()
    for row in rows.iter_rows(named=True):
        reports.setdefault((row["path"], row["report_id"], row["measure"]), []).append(row)
    return sorted(
        (total for rows in reports.values() for total in _compared(rows, words)), key=lambda total: total.position
    )


def _listed(words: Words) -> pl.LazyFrame:
    known = words.vocabulary.known_discrepancies
    return pl.LazyFrame(
        [(k.jurisdiction_code, k.period_start, k.period_end, k.publisher_as_of, k.measure, True) for k in known],
        schema={**{column: FIGURE_SCHEMA[column] for column in (*REPORT_COLUMNS, "measure")}, "is_listed": pl.Boolean},
        orient="row",
    )


def _compared(rows: list[dict[str, Any]], words: Words) -> Iterator[DifferingTotal]:
    report = Report(*(rows[0][column] for column in REPORT_COLUMNS))
    # Of a figure that is stated twice the first counts, as it does elsewhere.
    figures = by_key(figure_from(row) for row in reversed(rows))
    position = next(row["position"] for row in rows if row["category"] == TOTAL)
    for reconciliation in reconcile(report, figures, words.vocabulary):
        yield DifferingTotal(position, reconciliation)
