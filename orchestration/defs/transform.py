"""The dbt project as assets: each model, seed and test of it, built in one step after the ledger.

Belongs here: how dbt's names become Dagster's, and how dbt is called. Not here: SQL (`dbt_project`).
"""

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtCliInvocation, DbtCliResource, dbt_assets
from pydantic import Field

from orchestration.defs.failures import told_to_people
from orchestration.defs.resources import WarehouseLock, dbt_executable
from orchestration.settings import DBT_PROJECT_DIR, REFERENCE_DIR
from orchestration.spotlight.releases import close_build_file

MANIFEST = DBT_PROJECT_DIR / "target" / "manifest.json"
_MADE_BY_DBT = {"target", "logs", "dbt_packages"}


class BuildOptions(dg.Config):
    """How much dbt builds."""

    full: bool = Field(False, description="Rebuild every model from the whole ledger.")


class Translator(DagsterDbtTranslator):
    """Group assets by the folder that their SQL lies in."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        if dbt_resource_props["resource_type"] == "seed":
            return "reference"
        return str(dbt_resource_props["fqn"][1])


def read_manifest() -> dict[str, Any]:
    """What dbt knows of the project. `make` lets dbt write it; here only if it is missing or older than the project."""
    if not MANIFEST.exists() or MANIFEST.stat().st_mtime < _last_change():
        subprocess.run(
            [dbt_executable(), "--quiet", "parse", "--project-dir", DBT_PROJECT_DIR, "--profiles-dir", DBT_PROJECT_DIR],
            check=True,
        )
    manifest: dict[str, Any] = json.loads(MANIFEST.read_bytes())
    return manifest


def _project_paths() -> Iterator[Path]:
    """Every file and folder of the project that somebody wrote."""
    for top in DBT_PROJECT_DIR.iterdir():
        if top.is_file():
            yield top
        elif top.name not in _MADE_BY_DBT:
            yield from (top, *top.rglob("*"))


def _last_change() -> float:
    """When the project last changed. Folders count too: theirs is the trace of a deleted file."""
    return max(path.stat().st_mtime for path in (*_project_paths(), REFERENCE_DIR, *REFERENCE_DIR.iterdir()))


def dbt_models(manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    """Make the assets and checks of one dbt project, all built by one step."""

    @dbt_assets(manifest=manifest, name="warehouse", dagster_dbt_translator=Translator())
    def warehouse(
        context: dg.AssetExecutionContext, config: BuildOptions, dbt: DbtCliResource, warehouse_lock: WarehouseLock
    ) -> Iterator[Any]:
        settings = warehouse_lock.settings
        settings.build_file.parent.mkdir(parents=True, exist_ok=True)
        if settings.build_file.exists():
            with told_to_people():
                close_build_file(settings)
        # One folder for dbt's artifacts, kept from run to run: what it parsed last time is still good this time.
        target_path = settings.build_file.parent / "dbt"
        (target_path / "run_results.json").unlink(missing_ok=True)
        # Unit tests try the SQL on made-up rows: they belong to `make test`, not to a refresh.
        arguments = ["build", "--exclude-resource-type", "unit_test", *(["--full-refresh"] if config.full else [])]
        invocation = dbt.cli(arguments, context=context, target_path=target_path, raise_on_error=False)

        planned = set(context.selected_asset_check_keys)
        for event in invocation.stream():
            if isinstance(event, dg.AssetCheckResult):
                planned = {key for key in planned if (key.asset_key, key.name) != (event.asset_key, event.check_name)}
            yield event
        if not invocation.is_successful():
            raise dg.Failure(_what_failed(invocation), allow_retries=False)
        if planned:
            # dbt leaves out tests without a word, for instance when a model that they refer to is excluded.
            raise dg.Failure(
                f"dbt ended well but left out these tests: {', '.join(sorted(key.name for key in planned))}. "
                f"See why with `dbt build` in dbt_project/.",
                allow_retries=False,
            )

    return warehouse


def _what_failed(invocation: DbtCliInvocation) -> str:
    """Name each model and test that failed, with dbt's message; dbt's own words if it did not come so far."""
    try:
        results = invocation.get_artifact("run_results.json")["results"]
    except FileNotFoundError:
        return str(invocation.get_error())
    failed = [
        f"{result['unique_id']}: {result['message']}" for result in results if result["status"] in ("error", "fail")
    ]
    return "\n".join(
        [
            "dbt could not build the warehouse; the current release is untouched.",
            *failed,
            "Mend dbt_project/, or rebuild.",
        ]
    )


@dg.definitions
def transform() -> dg.Definitions:
    return dg.Definitions(assets=[dbt_models(read_manifest())])
