"""The ledger's assets: one ingestion of the reports folder, and its result.

Belongs here: calling the ingestion and showing its result. Not here: reading, resolving, storing.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
import polars as pl
from pydantic import Field

from orchestration.defs import checks
from orchestration.defs.failures import as_dagster_failure
from orchestration.defs.publish import origin_of
from orchestration.defs.resources import WarehouseLock
from orchestration.settings import Settings
from orchestration.spotlight.changed import gate
from orchestration.spotlight.domain.model import Concern, Rejection
from orchestration.spotlight.ingest.refresh import Ingestion, ingest
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.unreleased import stated_since
from orchestration.spotlight.release.publish import current_release, noted_heads

LEDGER = {
    "batch": "One row per refresh that changed something: when, by which code, and what it counted.",
    "documents": "One row per file whose state changed: its bytes, and whether it was accepted.",
    "reports": "One row per file and report whose state changed, with every figure the file states of it.",
    "figures": "One row per figure that became believed, changed or was withdrawn.",
    "rejections": "One row per rejection opened or closed, with the message that says how to fix it.",
}


FINDINGS = "to_be_told"  # the metadata that the alerts are made from


class RefreshOptions(dg.Config):
    """What a person decides about one refresh."""

    accept_removals: bool = Field(
        default=False, description="Accept every pending removal, those found by this refresh too."
    )
    accept_removal_ids: list[str] = Field(
        default=[], description="Accept these removals (removal_id of audit.removals)."
    )
    full: bool = Field(default=False, description="Read every file again, and release again.")


@dg.multi_asset(
    name="ledger",
    specs=[
        dg.AssetSpec(
            dg.AssetKey(["ledger", name]),
            description=description,
            group_name="ledger",
            kinds={"python", "parquet"},
            skippable=True,
            # Watched pages first: their changes become documents, which are then read.
            deps=["source_polls"],
        )
        for name, description in LEDGER.items()
    ],
    check_specs=[check.spec for check in checks.CHECKS],
)
def ledger(
    context: dg.AssetExecutionContext, config: RefreshOptions, warehouse_lock: WarehouseLock
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Read what is new in the reports folder and append it as one batch. If nothing is new, nothing downstream runs."""
    settings = warehouse_lock.settings
    with as_dagster_failure():
        ingestion = ingest(
            settings,
            accept_removals=config.accept_removals,
            accept_removal_ids=config.accept_removal_ids,
            full=config.full,
            noted_heads=noted_heads(settings),
            run_id=context.run.run_id,
        )
        released = current_release(settings)
        is_due = config.full or released is None or not released.is_made_from(origin_of(settings))
        figures = checks.checked(
            stated_since(Ledger(settings.ledger_dir), released.batch if released is not None else 0),
            ingestion.recorded_at.date(),
        )
    if is_due:
        shown = _metadata(ingestion, settings)
        for name in LEDGER:
            yield dg.MaterializeResult(asset_key=["ledger", name], metadata=shown[name])
    else:
        gate.mark_published(settings.warehouse_dir)
        context.log.info("Nothing new: the current release was made from the ledger's last batch by this code.")
    for check in checks.CHECKS:
        yield check.evaluate(ingestion, figures)


def _metadata(ingestion: Ingestion, settings: Settings) -> Mapping[str, Mapping[str, Any]]:
    """The metadata shown on the page of each asset."""
    folder = Ledger(settings.ledger_dir).batch_folder(ingestion.batch) if ingestion.batch is not None else None
    batch = "none: nothing changed" if ingestion.batch is None else str(ingestion.batch)
    rows: dict[str, dict[str, Any]] = {
        name: {
            "batch": batch,
            "rows_added": 0
            if folder is None
            else pl.scan_parquet(folder / f"{name}.parquet").select(pl.len()).collect().item(),
        }
        for name in LEDGER
    }
    return {
        "batch": rows["batch"] | dict(ingestion.counts),
        "documents": rows["documents"] | {"ignored_files": checks.files_table(ingestion.ignored)},
        "reports": rows["reports"] | {"pending_removals": checks.removals_table(ingestion.pending_removals)},
        "figures": rows["figures"] | {"warnings": checks.warnings_table(ingestion.warnings)},
        "rejections": rows["rejections"]
        | {
            "open_rejections": checks.rejections_table(ingestion.open),
            "opened": checks.rejections_table(ingestion.opened),
            "closed": checks.rejections_table(ingestion.closed),
            FINDINGS: dg.MetadataValue.json(_findings(ingestion)),
        },
    }


def _findings(ingestion: Ingestion) -> list[str]:
    """The new findings to alert about: refused reports and unexpected discrepancies.

    Each is sent once, although a partly refused file is read, and warned about, at every refresh.
    """
    stated_now = set(ingestion.figures["report_id"])
    discrepancies = [one for one in checks.unexpected_discrepancies(ingestion) if one.report_id in stated_now]
    found: list[Rejection | Concern] = [*ingestion.opened, *discrepancies]
    return [
        f"{one.file}{'' if one.line is None else f', line {one.line}'} ({one.rule_code}): {one.message}"
        for one in found
    ]
