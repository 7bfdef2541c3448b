"""The copy for PostgreSQL: when the marts of a release are written there, in a run of their own.

Belongs here: asset, job and sensor. Not here: how they are written (`orchestration.spotlight.release.postgres`).

A job of its own, so that a database that is away fails this asset alone: the refresh has published and says so. It is
asked for by `spotlight refresh` and, where the daemon runs, by the sensor, as long as the database is behind.
"""

import time
from collections.abc import Iterator

import dagster as dg

from orchestration.defs.failures import as_dagster_failure
from orchestration.defs.history import OUTCOME_TAG, fail_dead_runs, may_go_on, tagged_run
from orchestration.defs.markdown import table
from orchestration.defs.reporting import OWNERS, code_reference
from orchestration.settings import Settings
from orchestration.spotlight.alerts import outbox
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.files.running import marked_running
from orchestration.spotlight.release.postgres.copy import is_behind, write_current
from orchestration.spotlight.release.publish import current_release

RELEASE_TAG = "spotlight/release"
FIRST_PAUSE_SECONDS = 300  # doubled after each further failure
LONGEST_PAUSE_SECONDS = 86_400


# Its step has a name of its own: a job may not be called like a step, and the job is called like the asset.
@dg.multi_asset(
    name="write_to_postgres",
    specs=[
        dg.AssetSpec(
            "postgres_marts",
            deps=["release"],
            group_name="release",
            kinds={"postgres"},
            owners=OWNERS,
            metadata=code_reference(__file__),
            skippable=True,
            description="Marts and audit of the current release in the database of SPOTLIGHT_POSTGRES_URL; nothing if "
            "unset. Readers see the old release or the new one, whole.",
        )
    ],
)
def postgres_marts(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
    settings, run_id = Settings(), context.run.run_id
    tagged = tagged_run(context.instance, run_id)
    with marked_running(settings.dagster_home, run_id), tagged, as_dagster_failure(settings, "postgres_marts"):
        yield from _written(context, settings)


def _written(context: dg.AssetExecutionContext, settings: Settings) -> Iterator[dg.MaterializeResult[None]]:
    if not settings.postgres_url:
        context.log.info("SPOTLIGHT_POSTGRES_URL is not set: nothing is written to PostgreSQL.")
        return
    written = write_current(settings)
    context.instance.add_run_tags(context.run.run_id, {OUTCOME_TAG: f"release {written.release}"})
    yield dg.MaterializeResult(
        data_version=dg.DataVersion(str(written.release)),
        metadata={
            "release": written.release,
            "changed_rows": table(
                ("table", "rows added", "rows removed"),
                [
                    (name, added, written.rows_removed[name])
                    for name, added in written.rows_added.items()
                    if added or written.rows_removed[name]
                ],
            ),
        },
    )


postgres_job = dg.define_asset_job(
    "postgres_marts",
    selection=dg.AssetSelection.assets("postgres_marts"),
    description="Current release → PostgreSQL. Never part of a refresh: an unreachable database delays no release.",
    executor_def=dg.in_process_executor,
)


@dg.sensor(
    name="postgres_behind",
    job=postgres_job,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Writes the current release to PostgreSQL while it holds another; retries less and less often.",
)
def postgres_behind(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    settings = Settings()
    if not settings.postgres_url:
        return dg.SkipReason("SPOTLIGHT_POSTGRES_URL is not set.")
    released = current_release(settings)
    if released is None:
        return dg.SkipReason("There is no release yet.")
    fail_dead_runs(context.instance, settings)
    try:
        if not is_behind(settings):
            outbox.report_success(settings, postgres_job.name)  # it may have been out of reach since it was written
            return dg.SkipReason(f"PostgreSQL holds release {released.number}.")
    except UserError:
        pass  # the run fails with this message, and the alerts pass it on
    return _attempt(context.instance, settings, str(released.number))


def _attempt(instance: dg.DagsterInstance, settings: Settings, release: str) -> dg.RunRequest | dg.SkipReason:
    """Request a run, unless one is running or has just failed."""
    tried = instance.get_run_records(
        dg.RunsFilter(job_name=postgres_job.name, tags={RELEASE_TAG: release}), order_by="id", ascending=True
    )
    if tried:
        last, now = tried[-1], time.time()
        if may_go_on(last, settings, now):
            return dg.SkipReason("A run is running.")
        pause = min(FIRST_PAUSE_SECONDS * 2 ** (len(tried) - 1), LONGEST_PAUSE_SECONDS)
        left = (last.end_time or last.create_timestamp.timestamp()) + pause - now
        if left > 0:
            return dg.SkipReason(
                f"The last run failed, or PostgreSQL was changed since. The next try is in {left:.0f} s."
            )
    return dg.RunRequest(run_key=f"{release}-{len(tried)}", tags={RELEASE_TAG: release})
