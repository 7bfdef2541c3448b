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
"""The fewest parts of a list whose sum is compared."""
_UNMISTAKABLE = 100
"""Two equal totals of at least this size are hardly a coincidence."""


def totals_of_others(totals: Sequence[StatedTotal], listed: Reading, vocabulary: Vocabulary) -> Iterator[Refusal]:
    """Refuse totals that are stated for a place or period other than that of the list with the same sum or total.

    `577 signals from Tennessee and 154 cases` on a page of Kentucky whose types add up to 154: the list is Tennessee's,
    or the sentence was left from its page.
    """
    parts = [{"measure": one, "category": part} for one, parts in vocabulary.parts.items() for part in parts]
    number = pl.col("value").cast(pl.Int64, strict=False)
    sums = (
        listed.figures.filter(pl.struct("measure", "category").is_in(parts))
        .group_by(*_REPORT, "measure", maintain_order=True)
        .agg(number.sum(), pl.len())
        .filter(pl.col("len") >= _FEWEST)
    )
    alone = listed.figures.filter((pl.col("category") == TOTAL) & (number >= _UNMISTAKABLE))
    sums = pl.concat((sums.drop("len"), alone.select(*_REPORT, "measure", number))).unique(maintain_order=True)
    for total in totals:
        for row in sums.filter(measure=total.measure, value=total.value).iter_rows(named=True):
            if any(_is_of(one, row) for one in totals if (one.measure, one.value) == (total.measure, total.value)):
                continue
            periods = (f"{one.start} through {one.end}" for one in total.periods if one is not None)
            is_of_place = row["jurisdiction"] in total.places
            yield refusal_at(
                total.line,
                None,
                "period_ambiguous" if is_of_place else "jurisdiction_ambiguous",
                f"A sentence states {total.value} {total.measure} for {', '.join((*sorted(total.places), *periods))}. "
                f"The list for {row['jurisdiction']}, {row['period_start']} through {row['period_end']}, has the same "
                "number, so that one of the two may name the wrong place or period. Compare both with the publisher's "
                "document.",
            )


def _is_of(total: StatedTotal, report: Mapping[str, str]) -> bool:
    """Whether a total is stated for the place and period of a report; one that is not named contradicts neither."""
    periods = {(f"{one.start}", f"{one.end}") for one in total.periods if one is not None}
    is_of_period = not periods or (report["period_start"], report["period_end"]) in periods
    is_of_place = not total.places or report["jurisdiction"] in total.places
    return is_of_place and is_of_period
