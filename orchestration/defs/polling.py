"""Watched pages as an asset: fetched before the reports folder is read.

Belongs here: showing the results of a round of polls. Not here: fetching (`orchestration.spotlight.watch.polling`).
"""

from collections.abc import Iterable, Iterator

import dagster as dg

from orchestration.defs.failures import as_dagster_failure
from orchestration.defs.markdown import table
from orchestration.defs.reporting import OWNERS, code_reference
from orchestration.defs.resources import WarehouseLock
from orchestration.defs.sources import WATCHED_PAGES
from orchestration.spotlight.changed import gate
from orchestration.spotlight.ledger.polls import Poll, PollRecord
from orchestration.spotlight.watch.polling import poll_sources


@dg.asset(
    name="source_polls",
    group_name="ledger",
    kinds={"python", "parquet"},
    owners=OWNERS,
    metadata=code_reference(__file__),
    deps=[WATCHED_PAGES],
    description="The result of each fetch of a page in data/seeds/reference/sources.csv. A page that changed becomes a "
    "document of the reports folder. Nothing is fetched while that seed has no rows.",
    check_specs=[
        dg.AssetCheckSpec(
            "no_failed_polls",
            asset="source_polls",
            description="The last fetch of every watched page succeeded. A failed one stops nothing and is retried.",
        )
    ],
)
def source_polls(
    context: dg.AssetExecutionContext, warehouse_lock: WarehouseLock
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    with as_dagster_failure(warehouse_lock.settings, "source_polls"):
        if context.run.job_name == "refresh":
            gate.begin(warehouse_lock.settings.warehouse_dir)
        polls = poll_sources(warehouse_lock.settings, run_id=context.run.run_id)
    yield dg.MaterializeResult(
        data_version=dg.DataVersion(str(PollRecord(warehouse_lock.settings.ledger_dir).last_number())),
        metadata={"watched_pages": len(polls.sources), "polls": _polls_table(polls.polls)},
    )
    yield dg.AssetCheckResult(
        check_name="no_failed_polls",
        passed=not polls.failing,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"to_look_into": _polls_table(polls.failing)} if polls.failing else {},
    )


def _polls_table(polls: Iterable[Poll]) -> dg.MarkdownMetadataValue:
    return table(
        ("page", "outcome", "document", "reason"),
        ((poll.address, poll.outcome, poll.file, poll.reason) for poll in polls),
    )
