"""A total that a sentence states for another place or period, and that is the sum or the total of what is listed.

Belongs here: comparing what sentences state with what the rest of the document lists. Not here: reading either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from orchestration.spotlight.domain.model import Reading
from orchestration.spotlight.domain.vocabulary import TOTAL, Vocabulary
from orchestration.spotlight.readers.refusals import Refusal, refusal_at
from orchestration.spotlight.readers.tree.tally import StatedTotal

_REPORT = ("jurisdiction", "period_start", "period_end")
_FEWEST = 2
"""Parts of a list that are added up."""
_UNMISTAKABLE = 100
"""Totals from which on two are hardly alike by chance."""


def totals_of_others(totals: Sequence[StatedTotal], listed: Reading, vocabulary: Vocabulary) -> Iterator[Refusal]:
    """Refuse totals that are stated for a place or period other than that of the list with the same sum or total.

    `577 signals from Tennessee and 154 cases` on a page of Kentucky whose types add up to 154: the list is Tennessee's,
    or the sentence was left from its page.
    """
    parts = [{"measure": one, "category": part} for one, parts in vocabulary.parts.items() for part in parts]
    sums = (
        listed.figures.filter(pl.struct("measure", "category").is_in(parts))
        .group_by(*_REPORT, "measure", maintain_order=True)
        .agg(pl.col("value").cast(pl.Int64, strict=False).sum(), pl.len())
        .filter(pl.col("len") >= _FEWEST)
    )
    number = pl.col("value").cast(pl.Int64, strict=False)
    alone = listed.figures.filter((pl.col("category") == TOTAL) & (number >= _UNMISTAKABLE))
    sums = pl.concat((sums.drop("len"), alone.select(*_REPORT, "measure", number))).unique(maintain_order=True)
    for total in totals:
        for row in sums.filter(measure=total.measure, value=total.value).iter_rows(named=True):
            if any(_is_of(one, row) for one in totals if (one.measure, one.value) == (total.measure, total.value)):
                continue
            message = (
                f"{total.value} {total.measure} are stated for {', '.join(sorted(total.places))}, and the list of "
                f"{row['jurisdiction']}, {row['period_start']} through {row['period_end']}, has the same "
                "number. Expected one place and period for both; compare them with the publisher's document."
            )
            yield refusal_at(total.line, None, "jurisdiction_ambiguous", message)


def _is_of(total: StatedTotal, report: Mapping[str, str]) -> bool:
    """Whether a total is stated for the place of a report, and for its period or none."""
    periods = {(f"{one.start}", f"{one.end}") for one in total.periods if one is not None}
    is_of_period = not periods or (report["period_start"], report["period_end"]) in periods
    return report["jurisdiction"] in total.places and is_of_period
