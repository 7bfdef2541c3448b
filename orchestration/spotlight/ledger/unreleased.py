"""The figures that no release has yet, read back from the ledger for the checks of a refresh.

Belongs here: which rows those are, and reading them in parts. Not here: the checks (schemas).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from orchestration.spotlight.domain.model import FIGURE_SCHEMA
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.state import State
from orchestration.spotlight.ledger.tables import reading, scan

MOST_REPORTS = 100_000
"""About a hundred thousand figures, in a few hundred megabytes while they are checked."""


def stated_since(ledger: Ledger, released_batch: int) -> Iterator[pl.DataFrame]:
    """The latest statements of every report in batches without a release, as rows of `FIGURE_SCHEMA`.

    Read back from the ledger, and not only the last batch: after a failed run the next one has nothing new to append,
    and what stopped the first must stop it too. In parts: without a release that is everything.
    """
    row_key = ["batch", "path", "report_id", "state"]
    is_stated = pl.col("state") == State.STATED
    with reading(ledger):
        rows = scan(ledger, "reports", range(released_batch + 1, ledger.last_batch() + 1)).select(row_key).collect()
    # An accepted removal and the statement in its place are recorded in one batch: the statement counts.
    last = rows.sort("batch", is_stated, maintain_order=True).unique(["path", "report_id"], keep="last")
    stated = last.filter(is_stated).sort("batch", maintain_order=True).partition_by("batch", maintain_order=True)
    for some in in_parts(stated):
        wanted = pl.concat(some)
        with reading(ledger):
            reports = scan(ledger, "reports", wanted["batch"].unique().sort()).collect()
        yield (
            reports.join(wanted, on=row_key, how="semi", maintain_order="left")
            .explode("figures")
            .unnest("figures")
            .select(FIGURE_SCHEMA.names())
        )


def in_parts(tables: Iterable[pl.DataFrame]) -> Iterator[list[pl.DataFrame]]:
    """Tables in their order, in groups of about `MOST_REPORTS` rows."""
    part: list[pl.DataFrame] = []
    for table in tables:
        part.append(table)
        if sum(one.height for one in part) >= MOST_REPORTS:
            yield part
            part = []
    if part:
        yield part
