"""Warnings about accepted figures that a person should look into.

Belongs here: warnings about one document (rules 4 and 11). Not here: warnings that compare releases.
"""

from __future__ import annotations

import polars as pl

from orchestration.spotlight.domain.model import REPORT_COLUMNS, Concern, Report
from orchestration.spotlight.domain.reconciliation import concerns_about
from orchestration.spotlight.domain.vocabulary import TOTAL
from schemas.totals import differing_totals
from schemas.words import Words, pair

_FEWEST = 10
"""Below this, two places have the same breakdown by chance."""


def concerns(figures: pl.DataFrame, words: Words) -> tuple[Concern, ...]:
    """Warn about accepted rows of `FIGURE_SCHEMA`, in the order of the rows."""
    return (*_discrepancies(figures, words), *_copied_breakdowns(figures, words))


def _discrepancies(figures: pl.DataFrame, words: Words) -> list[Concern]:
    found: list[Concern] = []
    for total in differing_totals(figures, words):
        if not total.reconciliation.is_complete:
            continue
        row = figures.row(total.position, named=True)
        report = Report(*(row[column] for column in REPORT_COLUMNS))
        place = (row["path"], row["source_line"])
        found += concerns_about(row["measure"], total.reconciliation, report, words.vocabulary, place)
    return found


def _copied_breakdowns(figures: pl.DataFrame, words: Words) -> list[Concern]:
    """Two places in one document and period with the same whole breakdown: likely a transcription error."""
    parts = {measure: len(names) for measure, names in words.vocabulary.parts.items() if names}
    pairs = [pair(measure, name) for measure, names in words.vocabulary.parts.items() for name in names]
    is_part = pl.concat_str("measure", "category", separator="/").is_in(pairs)
    shared = ["path", "period_start", "period_end", "measure", "breakdown"]
    breakdowns = (
        figures.lazy()
        .filter(pl.col("measure").is_in(list(parts)), is_part | (pl.col("category") == TOTAL))
        .with_columns(is_part=is_part)
        .sort("category", maintain_order=True)
        .group_by("path", "report_id", "measure", maintain_order=True)
        .agg(
            pl.col("jurisdiction_code", "period_start", "period_end").first(),
            pl.col("source_line").filter("is_part").min(),
            total=pl.col("value").filter(~pl.col("is_part")).first(),
            parts_total=pl.col("value").filter("is_part").sum(),
            parts_count=pl.col("is_part").sum(),
            numbers_count=pl.col("value").filter("is_part").is_not_null().sum(),
            breakdown=pl.concat_str(
                pl.col("category"), pl.coalesce(pl.col("value").cast(pl.String), "value_status"), separator=" "
            )
            .filter("is_part")
            .str.join(", "),
        )
        # A single number is often the same in many places.
        .filter(
            pl.col("parts_count") == pl.col("measure").replace_strict(parts),
            pl.col("numbers_count") > 1,
            pl.coalesce("total", "parts_total") >= _FEWEST,
        )
        .with_columns(
            pl.col("jurisdiction_code", "source_line").sort_by("source_line").first().over(shared).name.prefix("first_")
        )
        .filter(pl.col("jurisdiction_code") != pl.col("first_jurisdiction_code"))
        .sort("path", "source_line")
        .collect()
    )
    names = words.vocabulary.jurisdiction_names
    return [
        Concern(
            row["path"],
            row["source_line"],
            f"{row['measure']}.breakdown_copied",
            f"{names[row['jurisdiction_code']]} has the same breakdown of {row['measure']} as "
            f"{names[row['first_jurisdiction_code']]} in line {row['first_source_line']}: "
            f"{row['breakdown'].replace('_', ' ')}. Check that neither was copied from the other.",
            row["report_id"],
        )
        for row in breakdowns.iter_rows(named=True)
    ]
