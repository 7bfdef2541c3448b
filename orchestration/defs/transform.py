"""The dbt project as assets: its models, seeds and tests, built in one step after the ledger.

Belongs here: how dbt's names become Dagster's, and how dbt is called. Not here: SQL (`dbt_project`).
"""

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, dbt_assets
from pydantic import Field

from orchestration.defs import checks
from orchestration.defs.failures import as_dagster_failure
from orchestration.defs.resources import Dbt, WarehouseLock
from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import UserError, refused_by_the_disk
from orchestration.spotlight.ingest.refresh import recording_time
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.unreleased import stated_since
from orchestration.spotlight.release.dbt_runner import DbtProject, NodeResult
from orchestration.spotlight.release.publish import close_build_file, current_release


class BuildOptions(dg.Config):
    """How much dbt builds."""

    full: bool = Field(False, description="Rebuild every model from the whole ledger.")


class Translator(DagsterDbtTranslator):
    """Group assets by the folder of their SQL."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        if dbt_resource_props["resource_type"] == "seed":
            return "reference"
        return str(dbt_resource_props["fqn"][1])


def read_manifest() -> dict[str, Any]:
    """dbt's manifest of the project. `make` writes it; it is written here only if missing, damaged or out of date."""
    return DbtProject().manifest()


def dbt_models(manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    """Make the assets and checks of one dbt project, all built by one step."""
    translator = Translator()

    @dbt_assets(manifest=manifest, name="warehouse", dagster_dbt_translator=translator)
    def warehouse(
        context: dg.AssetExecutionContext, config: BuildOptions, dbt: Dbt, warehouse_lock: WarehouseLock
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        settings = warehouse_lock.settings
        with as_dagster_failure():
            if settings.build_file.exists():
                close_build_file(settings)
            ledger = Ledger(settings.ledger_dir)
            if context.run.job_name != "refresh":  # there the checks of the ledger's own step come first
                _require_checked(settings, ledger)
            built = {node["unique_id"]: translator.get_asset_key(node) for node in _built(manifest)}
            if not config.full and dbt.project.is_built(settings.build_file, ledger):
                context.log.info(
                    "Nothing to build: the tables were built from the ledger's last batch by this dbt project."
                )
                for key in built.values():
                    yield dg.MaterializeResult(asset_key=key, metadata={"built_earlier": True})
                return
            results = dbt.project.build(settings.build_file, ledger, full=config.full)
        tests = {key.name: key for key in context.selected_asset_check_keys}
        for result in results:
            if result.name in tests and result.status in ("pass", "warn", "fail"):
                yield _check_result(result, tests.pop(result.name))
            elif result.unique_id in built and result.status == "success":
                yield dg.MaterializeResult(
                    asset_key=built[result.unique_id], metadata={"execution_seconds": result.seconds}
                )
        if bad := [result for result in results if result.is_bad]:
            raise dg.Failure(_what_failed(bad, settings.build_file.parent), allow_retries=False)
        if tests:
            # dbt skips tests silently, for instance when a model that they refer to is excluded.
            raise dg.Failure(
                f"dbt succeeded but skipped these tests: {', '.join(sorted(tests))}. "
                f"Run `dbt build` in dbt_project/ to see why.",
                allow_retries=False,
            )

    return warehouse


def _require_checked(settings: Settings, ledger: Ledger) -> None:
    """Raise `UserError` if the checks of a refresh would stop the figures that no release has yet."""
    released = current_release(settings)
    today = recording_time(settings, ledger)[0].date()
    found = checks.checked(stated_since(ledger, released.batch if released is not None else 0), today)
    broken = [one for family in found.broken.values() for one in family]
    if broken:
        raise UserError(
            f"The ledger holds {len(broken)} figures that the checks of a refresh refuse, the first in "
            f"{broken[0].file}: {broken[0].message} Nothing is built from them. "
            f"Run `spotlight refresh`, which says how to go on."
        )


def _built(manifest: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every model and seed, each after those that it reads."""
    nodes = {name: node for name, node in manifest["nodes"].items() if node["resource_type"] in ("model", "seed")}
    reads = {
        name: [one for one in node["depends_on"].get("nodes", ()) if one in nodes]  # a seed reads nothing
        for name, node in nodes.items()
    }
    return (nodes[name] for name in TopologicalSorter(reads).static_order())


def _check_result(result: NodeResult, key: dg.AssetCheckKey) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=key.asset_key,
        check_name=key.name,
        passed=result.status == "pass",
        severity=dg.AssetCheckSeverity.WARN if result.status == "warn" else dg.AssetCheckSeverity.ERROR,
        metadata={"failing_rows": result.failures or 0, "execution_seconds": result.seconds},
        description=result.message,
    )


def _what_failed(bad: Sequence[NodeResult], folder: Path) -> str:
    """Name each failed model and test with dbt's message. If the disk is full, name only its folder."""
    if any(os.strerror(errno.ENOSPC) in str(result.message) for result in bad):
        return str(refused_by_the_disk(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))))
    return "\n".join(
        [
            "dbt could not build the warehouse; the current release is unchanged.",
            *(f"{result.unique_id}: {result.message}" for result in bad),
            "Correct dbt_project/, or rebuild.",
        ]
    )


@dg.definitions
def transform() -> dg.Definitions:
    return dg.Definitions(assets=[dbt_models(read_manifest())])
