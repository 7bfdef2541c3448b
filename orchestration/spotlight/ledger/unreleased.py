"""The figures that no release has yet, read back from the ledger for the checks of a refresh.

Belongs here: which rows those are, and reading them in parts. Not here: the checks (schemas).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from orchestration.spotlight.domain.model import FIGURE_SCHEMA
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.state import State

MOST_REPORTS = 100_000
"""Some hundred thousand figures, and some hundred megabytes while they are checked."""


def stated_since(ledger: Ledger, released_batch: int) -> Iterator[pl.DataFrame]:
    """What files state last of the reports in every batch that no release has yet, as rows of `FIGURE_SCHEMA`.

    Read back from the ledger, and not only the last batch: after a failed run the next one has nothing new to append,
    and what stopped the first must stop it too. In parts: without a release that is everything.
    """
    files = [ledger.file(number, "reports") for number in range(released_batch + 1, ledger.last_batch() + 1)]
    states = [
        pl.read_parquet(file, columns=["path", "report_id", "state"], hive_partitioning=False)
        .with_row_index("row")
        .with_columns(file=pl.lit(number))
        # An accepted removal and the statement in its place are recorded in one batch: the statement is the later.
        .sort(pl.col("state") == State.STATED, maintain_order=True)
        for number, file in enumerate(files)
    ]
    if not states:
        return
    last = pl.concat(states).unique(["path", "report_id"], keep="last", maintain_order=True)
    stated = last.filter(pl.col("state") == State.STATED).partition_by("file", maintain_order=True)
    for some in in_parts(stated):
        yield (
            pl.concat(pl.read_parquet(files[rows["file"][0]], hive_partitioning=False)[rows["row"]] for rows in some)
            .explode("figures")
            .unnest("figures")
            .select(FIGURE_SCHEMA.names())
        )


def in_parts(tables: Iterable[pl.DataFrame]) -> Iterator[list[pl.DataFrame]]:
    """Tables in their order, as many at a time as have some `MOST_REPORTS` rows together."""
    part: list[pl.DataFrame] = []
    for table in tables:
        part.append(table)
        if sum(one.height for one in part) >= MOST_REPORTS:
            yield part
            part = []
    if part:
        yield part
