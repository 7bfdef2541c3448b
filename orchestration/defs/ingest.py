"""The ledger's assets: one look at the reports folder, and what it came to.

Belongs here: calling the intake and showing its result. Not here: reading, judging, storing.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import dagster as dg
import polars as pl
from pydantic import Field

from orchestration.defs import checks
from orchestration.defs.failures import told_to_people
from orchestration.defs.publish import origin_of
from orchestration.defs.resources import WarehouseLock
from orchestration.settings import Settings
from orchestration.spotlight import gate
from orchestration.spotlight.intake import Intake, take_in
from orchestration.spotlight.judging import State
from orchestration.spotlight.ledger import Ledger
from orchestration.spotlight.model import FIGURE_SCHEMA, Concern, Rejection
from orchestration.spotlight.releases import ReleaseInfo, current_release

LEDGER = {
    "batch": "One row per refresh that changed something: when, by which code, and what it counted.",
    "documents": "One row per file whose state changed: its bytes, and whether it was accepted.",
    "reports": "One row per file and report whose state changed, with every figure the file states of it.",
    "figures": "One row per figure that became believed, changed or was withdrawn.",
    "rejections": "One row per rejection opened or closed, with the message that says how to mend it.",
}


MOST_REPORTS = 100_000
"""Some hundred thousand figures, and some hundred megabytes while they are checked."""
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
            # First what a page says anew becomes a document, then the documents are read.
            deps=["source_polls"],
        )
        for name, description in LEDGER.items()
    ],
    check_specs=[check.spec for check in checks.CHECKS],
)
def ledger(
    context: dg.AssetExecutionContext, config: RefreshOptions, warehouse_lock: WarehouseLock
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Read what is new in the reports folder and append it as one batch. Nothing new: nothing downstream runs."""
    settings = warehouse_lock.settings
    with told_to_people():
        intake = take_in(
            settings,
            accept_removals=config.accept_removals,
            accept_removal_ids=config.accept_removal_ids,
            full=config.full,
            run_id=context.run.run_id,
        )
        released = current_release(settings)
        is_due = config.full or released is None or not released.is_made_from(origin_of(settings))
        figures = checks.checked(not_yet_released(Ledger(settings.ledger_dir), released))
    if is_due:
        shown = _metadata(intake, settings)
        for name in LEDGER:
            yield dg.MaterializeResult(asset_key=["ledger", name], metadata=shown[name])
    else:
        gate.mark_published(settings.warehouse_dir)
        context.log.info("Nothing new: the current release is of the ledger's last batch and of this code.")
    for check in checks.CHECKS:
        yield check.evaluate(intake, figures)


def not_yet_released(ledger: Ledger, released: ReleaseInfo | None) -> Iterator[pl.DataFrame]:
    """What files state last of the reports in every batch that no release has yet, as rows of `FIGURE_SCHEMA`.

    Read back from the ledger, and not only the last batch: after a failed run the next one has nothing new to append,
    and what stopped the first must stop it too. In parts: without a release that is everything.
    """
    first = released.batch + 1 if released is not None else 1
    files = [ledger.batch_folder(number) / "reports.parquet" for number in range(first, ledger.last_batch() + 1)]
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


def _metadata(intake: Intake, settings: Settings) -> Mapping[str, Mapping[str, Any]]:
    """What a person wants to see on the page of each asset."""
    folder = Ledger(settings.ledger_dir).batch_folder(intake.batch) if intake.batch is not None else None
    batch = "none: nothing changed" if intake.batch is None else str(intake.batch)
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
        "batch": rows["batch"] | dict(intake.counts),
        "documents": rows["documents"] | {"ignored_files": checks.files_table(intake.ignored)},
        "reports": rows["reports"] | {"pending_removals": checks.removals_table(intake.pending_removals)},
        "figures": rows["figures"] | {"warnings": checks.warnings_table(intake.warnings)},
        "rejections": rows["rejections"]
        | {
            "open_rejections": checks.rejections_table(intake.open),
            "opened": checks.rejections_table(intake.opened),
            "closed": checks.rejections_table(intake.closed),
            FINDINGS: dg.MetadataValue.json(_findings(intake)),
        },
    }


def _findings(intake: Intake) -> list[str]:
    """What this refresh found that a person has to be told: refused reports, unexpected discrepancies.

    Each once: a file that is not wholly accepted is read, and warned about, at every refresh.
    """
    stated_now = set(intake.figures["report_id"])
    discrepancies = [one for one in checks.unexpected_discrepancies(intake) if one.report_id in stated_now]
    found: list[Rejection | Concern] = [*intake.opened, *discrepancies]
    return [
        f"{one.file}{'' if one.line is None else f', line {one.line}'} ({one.rule_code}): {one.message}"
        for one in found
    ]
