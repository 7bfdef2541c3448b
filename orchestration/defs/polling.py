"""Watched pages as an asset: fetched before the reports folder is read.

Belongs here: showing the results of a round of polls. Not here: fetching (`orchestration.spotlight.watch.polling`).
"""

from collections.abc import Iterable, Iterator

import dagster as dg

from orchestration.defs.failures import as_dagster_failure
from orchestration.defs.ingest import FINDINGS
from orchestration.defs.markdown import table
from orchestration.defs.resources import WarehouseLock
from orchestration.spotlight.changed import gate
from orchestration.spotlight.ledger.polls import Poll
from orchestration.spotlight.watch.polling import poll_sources


@dg.asset(
    name="source_polls",
    group_name="ledger",
    kinds={"python", "parquet"},
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
    with as_dagster_failure():
        if context.run.job_name == "refresh":
            gate.begin(warehouse_lock.settings.warehouse_dir)
        polls = poll_sources(warehouse_lock.settings, run_id=context.run.run_id)
    yield dg.MaterializeResult(
        metadata={
            "watched_pages": len(polls.sources),
            "looks": _polls_table(polls.polls),
            FINDINGS: dg.MetadataValue.json(
                [f"{poll.address} ({poll.reason_code}): {poll.reason}" for poll in polls.newly_failing]
            ),
        }
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
