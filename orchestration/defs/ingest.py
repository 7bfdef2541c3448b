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
from orchestration.defs.reporting import OWNERS, code_reference, reported
from orchestration.defs.resources import WarehouseLock
from orchestration.defs.sources import REPORTS_FOLDER
from orchestration.defs.transform import read_manifest
from orchestration.settings import Settings
from orchestration.spotlight.ingest.refresh import Ingestion, ingest
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.format import SCHEMAS
from orchestration.spotlight.ledger.unreleased import stated_since
from orchestration.spotlight.release.publish import current_release, noted_heads

LEDGER = {
    "batch": "One row per refresh that changed something: when, by which code, and what it counted.",
    "documents": "One row per file whose state changed: its bytes, and whether it was accepted.",
    "reports": "One row per file and report whose state changed, with every figure the file states of it.",
    "figures": "One row per figure that became believed, changed or was withdrawn.",
    "rejections": "One row per rejection opened or closed, with the message that says how to fix it.",
}

DESCRIBED_BY = {
    "batch": ("stg_ledger__batches",),
    "documents": ("stg_ledger__documents", "dim_document"),
    "reports": ("stg_ledger__reports", "removals", "dim_report", "dim_document"),
    "figures": ("stg_ledger__figures", "fct_figures", "changes", "dim_report"),
    "rejections": ("stg_ledger__rejections", "rejections"),
}
"""The models whose words about a column are true of the ledger's tables too, the closest first."""


class RefreshOptions(dg.Config):
    """What a person decides about one refresh."""

    accept_removals: bool = Field(
        default=False, description="Accept every pending removal, those found by this refresh too."
    )
    accept_removal_ids: list[str] = Field(
        default=[], description="Accept these removals (removal_id of audit.removals)."
    )
    full: bool = Field(default=False, description="Read every file again, rebuild every table, and release again.")


def _columns(table: str) -> dg.TableSchema:
    """The columns of a table of the ledger, with what the data dictionary says of those that it shows."""
    columns = {node["name"]: node.get("columns", {}) for node in read_manifest()["nodes"].values()}
    described = [columns[model] for model in (*DESCRIBED_BY[table], "refreshes")]
    meanings = {
        name: next((one[name]["description"] for one in described if name in one), None) for name in SCHEMAS[table]
    }
    return dg.TableSchema(
        [dg.TableColumn(name, str(kind.base_type()), meanings[name]) for name, kind in SCHEMAS[table].items()]
    )


@dg.multi_asset(
    name="ledger",
    specs=[
        dg.AssetSpec(
            dg.AssetKey(["ledger", name]),
            description=description,
            group_name="ledger",
            kinds={"python", "parquet"},
            owners=OWNERS,
            metadata={**code_reference(__file__), "dagster/column_schema": _columns(name)},
            skippable=True,
            # Watched pages first: their changes become documents, which are then read.
            deps=["source_polls", REPORTS_FOLDER],
        )
        for name, description in LEDGER.items()
    ],
    can_subset=True,
    check_specs=[check.spec for check in checks.CHECKS],
)
def ledger(
    context: dg.AssetExecutionContext, config: RefreshOptions, warehouse_lock: WarehouseLock
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Read what is new in the reports folder and append it as one batch, whichever of the tables are selected."""
    settings = warehouse_lock.settings
    with as_dagster_failure(settings, "ledger"):
        ingestion = ingest(
            settings,
            accept_removals=config.accept_removals,
            accept_removal_ids=config.accept_removal_ids,
            full=config.full,
            noted_heads=noted_heads(settings),
            run_id=context.run.run_id,
        )
        released = current_release(settings)
        figures = checks.checked(
            stated_since(Ledger(settings.ledger_dir), released.batch if released is not None else 0),
            ingestion.recorded_at.date(),
        )
    context.log_event(
        dg.AssetObservation(
            REPORTS_FOLDER,
            metadata={
                "folder": dg.MetadataValue.path(settings.reports_dir),
                "files_read": ingestion.files_read,
                "ignored_files": checks.files_table(ingestion.ignored),
            },
        )
    )
    shown = _metadata(ingestion, settings)
    version = Ledger(settings.ledger_dir).head().sha256
    for name in LEDGER:
        yield from reported(context, dg.AssetKey(["ledger", name]), version, shown[name])
    for check in checks.CHECKS:
        if check.spec.key in context.selected_asset_check_keys:
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
        },
    }
