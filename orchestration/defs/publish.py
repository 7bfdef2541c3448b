"""The release that readers query: made from what dbt built, and put in place in one step.

Belongs here: when a release is made, and what is shown about it. Not here: how (release/publish).
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

import dagster as dg
from pydantic import Field

from orchestration.defs.failures import as_dagster_failure
from orchestration.defs.history import OUTCOME_TAG, STARTED_BY_COMMAND, forget_old_runs
from orchestration.defs.markdown import table
from orchestration.defs.reporting import OWNERS, code_reference
from orchestration.defs.resources import Dbt, WarehouseLock
from orchestration.defs.transform import Translator, read_manifest
from orchestration.settings import Settings
from orchestration.spotlight.changed import gate
from orchestration.spotlight.changed.link import link_fault
from orchestration.spotlight.changed.versions import (
    dbt_version,
    presentation_version,
    reading_version,
    reference_version,
)
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.polls import PollRecord
from orchestration.spotlight.release.exports import DASHBOARD, WORKBOOK, write_exports
from orchestration.spotlight.release.publish import Origin, current_release, publish

PUBLIC_GROUPS = ("marts", "audit")

# The publisher publishes once a year: an older release means that the warehouse gets no reports.
FRESHNESS = dg.FreshnessPolicy.time_window(warn_window=timedelta(days=370), fail_window=timedelta(days=400))


def origin_of(settings: Settings) -> Origin:
    """What a release made now would be made from."""
    ledger = Ledger(settings.ledger_dir)
    head = ledger.head()
    return Origin(
        batch=head.batch,
        ledger_sha256=head.sha256,
        dataset_id=ledger.dataset_id(),
        code_version=reading_version(),
        reference_version=reference_version(),
        dbt_version=dbt_version(),
        presentation_version=presentation_version(),
        polls=PollRecord(settings.ledger_dir).last_number(),
    )


class ReleaseOptions(dg.Config):
    """When a release is made."""

    again: bool = Field(True, description="Release even if the current release holds the same tables and exports.")


def release_of(public: Iterable[dg.AssetKey]) -> dg.AssetsDefinition:
    """Make the asset `release`, which depends on every published table."""

    @dg.asset(
        name="release",
        deps=list(public),
        group_name="release",
        kinds={"duckdb"},
        owners=OWNERS,
        tags={"public": ""},
        metadata=code_reference(__file__),
        output_required=False,
        freshness_policy=FRESHNESS,
        description="The published release, never changed, only replaced whole: `current/warehouse.duckdb`, and "
        "beside it the dashboard, the workbook and the tables as Parquet and CSV. The publisher publishes once a year: "
        "without a new release for 370 days there is a warning, after 400 the freshness fails.",
    )
    def release(
        context: dg.AssetExecutionContext, config: ReleaseOptions, dbt: Dbt, warehouse_lock: WarehouseLock
    ) -> Iterator[dg.MaterializeResult[None]]:
        settings = warehouse_lock.settings
        forget_old_runs(context.instance, context.run.job_name)
        with as_dagster_failure(settings, "release"):
            # A command prints a summary of its own; of any other run Dagster's page is the summary.
            is_told = STARTED_BY_COMMAND.items().isdisjoint(context.run.tags.items())
            origin, released = origin_of(settings), current_release(settings)
            is_linked = link_fault(settings.warehouse_dir) is None
            if not config.again and is_linked and released is not None and released.is_made_from(origin):
                gate.mark_published(settings.warehouse_dir, is_told=is_told)
                context.instance.add_run_tags(context.run.run_id, {OUTCOME_TAG: "nothing new"})
                context.log.info(f"Nothing new: release {released.number} was made from this ledger by this code.")
                return
            dbt.project.require_built(settings.build_file, Ledger(settings.ledger_dir))
            info = publish(settings, origin, write_exports)
        gate.mark_published(settings.warehouse_dir, is_told=is_told)
        context.instance.add_run_tags(context.run.run_id, {OUTCOME_TAG: f"release {info.number}"})
        yield dg.MaterializeResult(
            data_version=dg.DataVersion(str(info.number)),
            metadata={
                "dagster/row_count": sum(info.rows.values()),
                "release": info.number,
                "batch": info.batch,
                "folder": dg.MetadataValue.path(settings.releases_dir / str(info.number)),
                "database": dg.MetadataValue.url((settings.current / "warehouse.duckdb").as_uri()),
                "dashboard": dg.MetadataValue.url((settings.current / DASHBOARD).as_uri()),
                "workbook": dg.MetadataValue.url((settings.current / WORKBOOK).as_uri()),
                "rows": table(("table", "rows"), info.rows.items()),
            },
        )

    return release


@dg.definitions
def published() -> dg.Definitions:
    translator, manifest = Translator(), read_manifest()
    public = [
        translator.get_asset_key(node)
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and translator.get_group_name(node) in PUBLIC_GROUPS
    ]
    return dg.Definitions(assets=[release_of(public)])
