"""The job `refresh` run in this process, and what its result says.

Belongs here: running it and reading a result. Not here: what is expected of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import dagster as dg
import duckdb

from orchestration.defs.history import OUTCOME_TAG
from orchestration.settings import Settings

HEADER = "jurisdiction,period_start,period_end,publisher_as_of,measure,category,value\n"
BREAKDOWN = {"sex": 12, "labor": 3, "sex_and_labor": 1, "not_specified": 4}


def report(year: int = 2018, **figures: int) -> str:
    """A small table of one report, as a person would type it."""
    place = f"MO,{year}-01-01,{year}-12-31,{year + 1}-06-30"
    return HEADER + "".join(f"{place},cases,{category},{value}\n" for category, value in figures.items())


Refresh = Callable[..., dg.ExecuteInProcessResult]


def run_job(
    definitions: dg.Definitions, instance: dg.DagsterInstance, options: Mapping[str, Any]
) -> dg.ExecuteInProcessResult:
    return definitions.resolve_job_def("refresh").execute_in_process(
        instance=instance, run_config=options, raise_on_error=False
    )


def last_run(instance: dg.DagsterInstance) -> tuple[str, str | None]:
    """The status of the last run, and its tag."""
    run = instance.get_runs()[0]
    return run.status.value, run.tags.get(OUTCOME_TAG)


def failures(result: dg.ExecuteInProcessResult) -> dict[str, str]:
    """The steps that failed, each with the message that a person is shown."""
    found = {}
    for event in result.all_events:
        if event.is_step_failure:
            data = event.step_failure_data
            error = data.error
            while error is not None and error.cause is not None:
                error = error.cause
            described = data.user_failure_data.description if data.user_failure_data else None
            found[event.step_key or ""] = described or (error.message if error is not None else "")
    return found


def evaluations(result: dg.ExecuteInProcessResult) -> dict[str, Any]:
    return {evaluation.check_name: evaluation for evaluation in result.get_asset_check_evaluations()}


def data_versions(result: dg.ExecuteInProcessResult) -> dict[str, str | None]:
    """What Dagster compares to tell whether an asset is out of date."""
    return {
        event.asset_key.to_user_string(): (event.materialization.tags or {}).get("dagster/data_version")
        for event in result.get_asset_materialization_events()
        if event.asset_key is not None
    }


def started(result: dg.ExecuteInProcessResult) -> set[str | None]:
    return {event.step_key for event in result.all_events if event.event_type_value == "STEP_START"}


def metadata(result: dg.ExecuteInProcessResult, key: list[str]) -> dict[str, Any]:
    for event in result.get_asset_materialization_events():
        if event.asset_key == dg.AssetKey(key):
            return {name: value.value for name, value in event.materialization.metadata.items()}
    raise AssertionError(f"{key} was not materialized")


def query(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(settings.current / "warehouse.duckdb", read_only=True) as connection:
        return connection.execute(sql).fetchall()
