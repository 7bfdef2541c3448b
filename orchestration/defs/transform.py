"""The dbt project as assets: its models, seeds and tests, built in one step after the ledger.

Belongs here: how dbt's names become Dagster's, and how dbt is called. Not here: SQL (`dbt_project`).
"""

import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, dbt_assets
from pydantic import Field

from orchestration.defs import checks
from orchestration.defs.failures import as_dagster_failure
from orchestration.defs.reporting import OWNERS, code_reference, reported
from orchestration.defs.resources import Dbt, WarehouseLock
from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import UserError, refused_by_the_disk, told_by_the_disk, writing
from orchestration.spotlight.domain.places import DBT_PROJECT_DIR
from orchestration.spotlight.ingest.refresh import recording_time
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.unreleased import stated_since
from orchestration.spotlight.release.dbt_runner import DbtProject, NodeResult
from orchestration.spotlight.release.publish import close_build_file, current_release

_SEMAPHORES = Path("/dev", "shm")


class BuildOptions(dg.Config):
    """How much dbt builds."""

    full: bool = Field(False, description="Rebuild every model from the whole ledger.")


class Translator(DagsterDbtTranslator):
    """What Dagster shows of dbt's nodes."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        if dbt_resource_props["resource_type"] == "seed":
            return "reference"
        return str(dbt_resource_props["fqn"][1])

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> Sequence[str] | None:
        return OWNERS

    def get_tags(self, dbt_resource_props: Mapping[str, Any]) -> Mapping[str, str]:
        is_promised = dbt_resource_props["config"].get("contract", {}).get("enforced")
        return {**super().get_tags(dbt_resource_props), **({"public": ""} if is_promised else {})}

    def get_metadata(self, dbt_resource_props: Mapping[str, Any]) -> Mapping[str, Any]:
        file = DBT_PROJECT_DIR / dbt_resource_props["original_file_path"]
        return {**super().get_metadata(dbt_resource_props), **code_reference(file.resolve())}


def _meaning_of(test: Mapping[str, Any]) -> str:
    """A dbt test in words."""
    asked = test["test_metadata"]["kwargs"]
    match test["test_metadata"]["name"]:
        case "holds":
            return "Every row satisfies:\n\n" + "\n".join(f"- `{one}`" for one in asked["statements"])
        case "unique_combination":
            return f"No two rows share {', '.join(f'`{one}`' for one in asked['columns'])}, and none of these is null."
        case "relationships":
            return f"Every `{asked['column_name']}` is a `{asked['field']}` of {_model_named(asked['to'])}."
        case "one_report_per_set":
            return "The current figures of a set are all of one report (docs/rules.md#rule-5)."
        case name:
            return f"dbt test `{name}`."


def _model_named(reference: str) -> str:
    return "`" + reference.removeprefix("ref('").removesuffix("')") + "`"


@cache
def read_manifest() -> dict[str, Any]:
    """dbt's manifest of the project, with a description of each test for Dagster.

    `make` writes it; it is written here only if missing, damaged or out of date.
    """
    with writing(_SEMAPHORES):
        multiprocessing.Lock()  # dbt takes some, and its error would not say where
    manifest = DbtProject().manifest()
    for node in manifest["nodes"].values():
        if node["resource_type"] == "test":
            node["meta"] = {"description": _meaning_of(node), **node["meta"]}
    return manifest


def dbt_models(manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    """Make the assets and checks of one dbt project, all built by one step."""
    translator = Translator()

    @dbt_assets(manifest=manifest, name="warehouse", dagster_dbt_translator=translator)
    def warehouse(
        context: dg.AssetExecutionContext, config: BuildOptions, dbt: Dbt, warehouse_lock: WarehouseLock
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        """Bring every table up to date; if nothing is new, build what was selected by hand again."""
        settings = warehouse_lock.settings
        keys = {node["unique_id"]: translator.get_asset_key(node) for node in _built(manifest)}
        tests = {key.name: key for key in context.selected_asset_check_keys}
        chosen = [*tests, *(key.path[-1] for key in context.selected_asset_keys)] if context.is_subset else []
        with as_dagster_failure(settings, "warehouse"):
            ledger = Ledger(settings.ledger_dir)
            if not ledger.last_batch():
                raise UserError("There is no ledger to build tables from yet. Run the job `refresh` first.")
            if settings.build_file.exists():
                close_build_file(settings)
            if context.run.job_name != "refresh":  # there the checks of the ledger's own step come first
                _require_checked(settings, ledger)
            is_built = not config.full and dbt.project.is_built(settings.build_file, ledger)
            if is_built and not chosen:
                results = list(dbt.project.last_build(settings.build_file).results)
            else:
                only = chosen if is_built else ()
                results = dbt.project.build(settings.build_file, ledger, full=config.full, only=only)
            bad = [result for result in results if result.is_bad]
            built = None if bad else dbt.project.last_build(settings.build_file)
            if is_built and not chosen:
                context.log.info("Nothing to build: the tables hold the ledger's last batch, by this dbt project.")
            for result in results:
                if result.name in tests and result.status in ("pass", "warn", "fail"):
                    yield _check_result(result, tests.pop(result.name))
                elif result.unique_id in keys and result.status == "success":
                    node = manifest["nodes"][result.unique_id]
                    rows = built and built.rows.get(f"{node['schema']}.{node['name']}")
                    yield from reported(
                        context,
                        keys[result.unique_id],
                        built.version if built else context.run.run_id,
                        {"execution_seconds": result.seconds} | ({} if rows is None else {"dagster/row_count": rows}),
                    )
            if bad:
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
    """Name each failed model and test with dbt's message. If the system refused a file, name only its folder."""
    for result in bad:
        if refused := told_by_the_disk(str(result.message), folder):
            return str(refused_by_the_disk(refused))
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
