"""A total that a sentence states for another place or period, and that is the sum of the list beside it.

Belongs here: comparing what sentences state with what the rest of the document lists. Not here: reading either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from orchestration.spotlight.domain.model import Reading
from orchestration.spotlight.domain.vocabulary import Vocabulary
from orchestration.spotlight.readers.refusals import Refusal, refusal_at
from orchestration.spotlight.readers.tree.told import StatedTotal

_REPORT = ("jurisdiction", "period_start", "period_end")
_FEWEST = 2
"""Parts of a list that are added up."""


def totals_of_others(totals: Sequence[StatedTotal], listed: Reading, vocabulary: Vocabulary) -> Iterator[Refusal]:
    """Refuse totals that are stated for a place or period other than that of the list with the same sum.

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
    for total in totals:
        for row in sums.filter(measure=total.measure, value=total.value).iter_rows(named=True):
            periods = {(f"{one.start}", f"{one.end}") for one in total.periods if one is not None}
            is_same_period = not periods or (row["period_start"], row["period_end"]) in periods
            if row["jurisdiction"] in total.places and is_same_period:
                continue
            message = (
                f"{total.value} {total.measure} are stated for {', '.join(sorted(total.places))}, and the list of "
                f"{row['jurisdiction']}, {row['period_start']} through {row['period_end']}, adds up to the same "
                "number. Expected one place and period for both; compare them with the publisher's document."
            )
            yield refusal_at(total.line, None, "jurisdiction_ambiguous", message)
