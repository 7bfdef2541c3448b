"""What a person should look at in figures that are accepted all the same.

Belongs here: warnings about one document (rules 4 and 11). Not here: warnings that compare releases.
"""

from __future__ import annotations

import polars as pl

from orchestration.spotlight.model import Concern
from orchestration.spotlight.vocabulary import TOTAL
from schemas.totals import differing_totals
from schemas.words import Words

_FEWEST_CASES = 10
"""Below this, two places have the same breakdown by chance."""


def concerns(figures: pl.DataFrame, words: Words) -> tuple[Concern, ...]:
    """Warn about accepted rows of `FIGURE_SCHEMA`, in the order of the rows."""
    return (*_discrepancies(figures, words), *_copied_breakdowns(figures, words))


def _discrepancies(figures: pl.DataFrame, words: Words) -> list[Concern]:
    found = []
    for total in differing_totals(figures, words):
        compared = total.reconciliation
        if not compared.is_complete or compared.discrepancy == compared.expected_discrepancy:
            continue
        row = figures.row(total.position, named=True)
        place = (row["path"], row["source_line"])
        if compared.discrepancy:
            message = (
                f"{compared.measure}: the stated total is {compared.stated_total:,} and its parts add up to "
                f"{compared.parts_total:,} ({compared.discrepancy:+,}). Compare each number with what is printed; if "
                f"it is printed like this, list the difference in known_discrepancies.csv."
            )
            found.append(Concern(*place, f"{compared.measure}.discrepancy_unexpected", message, row["report_id"]))
        if compared.expected_discrepancy is not None:
            message = (
                f"{compared.measure}: known_discrepancies.csv lists a difference of "
                f"{compared.expected_discrepancy:+,}, and {compared.discrepancy:+,} is found. Compare the report with "
                f"what is printed, and mend or remove the line of known_discrepancies.csv."
            )
            rule = f"{compared.measure}.discrepancy_no_longer_observed"
            found.append(Concern(*place, rule, message, row["report_id"]))
    return found


def _copied_breakdowns(figures: pl.DataFrame, words: Words) -> list[Concern]:
    """Two places of one document and period that have each part of the cases in common: a transcriber's slip."""
    measure = "cases"
    parts = words.vocabulary.parts[measure]
    place = ("path", "period_start", "period_end", "publisher_as_of", "jurisdiction_code")
    breakdowns = (
        figures.lazy()
        .filter(pl.col("measure") == measure, pl.col("category") != TOTAL, pl.col("value").is_not_null())
        .group_by(place, maintain_order=True)
        .agg(
            pl.col("source_line", "report_id").first(),
            *(pl.col("value").filter(pl.col("category") == part).first().alias(f"{part}_value") for part in parts),
        )
        .drop_nulls([f"{part}_value" for part in parts])
        .filter(pl.sum_horizontal(f"{part}_value" for part in parts) >= _FEWEST_CASES)
        .with_columns(
            pl.col("jurisdiction_code", "source_line")
            .first()
            .over("path", "period_start", "period_end", *(f"{part}_value" for part in parts))
            .name.prefix("first_")
        )
        .filter(pl.col("jurisdiction_code") != pl.col("first_jurisdiction_code"))
        .collect()
    )
    names = words.vocabulary.jurisdiction_names
    return [
        Concern(
            row["path"],
            row["source_line"],
            f"{measure}.breakdown_copied",
            f"{names[row['jurisdiction_code']]} has the same breakdown of {measure} as "
            f"{names[row['first_jurisdiction_code']]} in line {row['first_source_line']}: "
            f"{', '.join(str(row[f'{part}_value']) for part in parts)}. Check that neither was copied from the other.",
            row["report_id"],
        )
        for row in breakdowns.iter_rows(named=True)
    ]
