"""When a refresh runs, and who is alerted: the job, its schedule, the sensors, the alerts.

Belongs here: job, schedule, sensors, alerts. Not here: whether anything is new (`gate`) or what a refresh does.
"""

import hashlib
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.defs.history import KILLED, OUTCOME_TAG, UNFINISHED, fail_dead_runs, may_go_on
from orchestration.defs.ingest import RefreshOptions
from orchestration.defs.publish import ReleaseOptions
from orchestration.defs.transform import BuildOptions
from orchestration.settings import Settings, SettingsError
from orchestration.spotlight.alerts import outbox
from orchestration.spotlight.changed import gate
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.inspect.status import status as warehouse_status
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.release.publish import current_release

STATE_TAG = "spotlight/state"
QUIET_SECONDS = 10  # a file that changed less long ago may still be being written
MOST_ATTEMPTS = 3
FIRST_PAUSE_SECONDS = 300  # doubled after each further failure


@dg.config_mapping
def refresh_options(options: RefreshOptions) -> dict[str, Any]:
    """The configuration of each step, from what a person decides about one refresh."""
    steps: dict[str, dg.Config] = {
        "ledger": options,
        "warehouse": BuildOptions(full=options.full),
        "release": ReleaseOptions(again=options.full),
    }
    return {"ops": {step: {"config": config.model_dump()} for step, config in steps.items()}}


refresh = dg.define_asset_job(
    "refresh",
    # PostgreSQL has a job of its own, so that a database that is away never fails a refresh.
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets("postgres_marts"),
    config=refresh_options,
    description="Reports folder → ledger → warehouse → release.",
    executor_def=dg.in_process_executor,
)


rebuild = dg.define_asset_job(
    "rebuild",
    selection=dg.AssetSelection.all() - dg.AssetSelection.groups("ledger") - dg.AssetSelection.assets("postgres_marts"),
    description="Ledger → warehouse → release, reading no report; `spotlight rebuild` empties the build folder first.",
    executor_def=dg.in_process_executor,
)


def refresh_daily(settings: Settings) -> dg.ScheduleDefinition:
    """Make the schedule: a refresh at `SPOTLIGHT_SCHEDULE` (UTC) if anything is new."""

    @dg.schedule(
        name="refresh_daily",
        cron_schedule=settings.schedule,
        job=refresh,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Refreshes if anything is new. SPOTLIGHT_SCHEDULE changes when.",
    )
    def evaluate(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        settings = Settings()
        found = _check(settings)
        return dg.RunRequest() if found.is_new else dg.SkipReason(found.reason)

    return evaluate


@dg.sensor(
    name="reports_folder",
    job=refresh,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Refreshes once after each change in the reports folder; retries a failed one, less and less often.",
)
def reports_folder(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    settings = Settings()
    fail_dead_runs(context.instance, settings, time.time())
    found = _check(settings)
    if not found.is_new:
        return dg.SkipReason(found.reason)
    if (
        not any(path.is_file() for path in _paths((settings.reports_dir,)))
        and not Ledger(settings.ledger_dir).last_batch()
        and not gate.sources_due(settings.warehouse_dir, datetime.now(UTC).date())
    ):
        return dg.SkipReason(f"There is no document in {settings.reports_dir} yet.")
    state, changed_at = _state(settings)
    quiet = time.time() - changed_at
    if 0 <= quiet < QUIET_SECONDS:
        return dg.SkipReason(f"A file changed {quiet:.0f} s ago and may still be being written.")
    return _attempt(context.instance, settings, state, found.reason)


def _check(settings: Settings) -> gate.GateResult:
    """Whether anything is new. If nothing is, failures before are over: one for the same reason is told again."""
    found = gate.check(settings.reports_dir, settings.warehouse_dir, limits=settings.document_limits)
    if not found.is_new:
        outbox.report_nothing_new(settings)
    return found


def _attempt(
    instance: dg.DagsterInstance, settings: Settings, state: str, reason: str
) -> dg.RunRequest | dg.SkipReason:
    """Request a run for this state of the folder, unless one is running, has just failed or has failed too often."""
    now = time.time()
    if any(may_go_on(run, settings, now) for run in instance.get_run_records(dg.RunsFilter(statuses=UNFINISHED))):
        return dg.SkipReason("A refresh is running.")
    tried = instance.get_run_records(dg.RunsFilter(tags={STATE_TAG: state}), order_by="id", ascending=True)
    if len(tried) >= MOST_ATTEMPTS:
        return dg.SkipReason(
            f"A refresh of this change has failed {len(tried)} times. Fix what its run reports. "
            f"The next change, the schedule or `spotlight refresh` tries again."
        )
    if tried and tried[-1].dagster_run.tags.get(OUTCOME_TAG) != KILLED:
        ended = tried[-1].end_time or tried[-1].create_timestamp.timestamp()
        left = ended + FIRST_PAUSE_SECONDS * 2 ** (len(tried) - 1) - now
        if left > 0:
            return dg.SkipReason(f"The last refresh of this change failed. The next try is in {left:.0f} s.")
    return dg.RunRequest(run_key=f"{state}-{len(tried)}", tags={STATE_TAG: state, "spotlight/reason": reason})


def _state(settings: Settings) -> tuple[str, float]:
    """A hash of the folders and the release, and when the folders last changed. No report is read."""
    released = current_release(settings)
    digest = hashlib.sha256(f"{released and released.number}\0".encode())
    changed_at = 0.0
    for path in sorted(_paths((settings.reports_dir, REFERENCE_DIR))):
        try:
            found = path.stat()
        except OSError:  # gone since it was listed: the next check notices it
            continue
        changed_at = max(changed_at, found.st_mtime, found.st_ctime)
        digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\0{found.st_ctime_ns}\0".encode(errors="replace"))
    return digest.hexdigest()[:16], changed_at


def _paths(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        for parent, files in gate.visible_folders(folder):
            yield Path(parent)
            yield from (Path(parent, name) for name in files)


def alerts(status: dg.DefaultSensorStatus) -> dg.SensorDefinition:
    """Make the sensor that tells people what is new among the open troubles, and what they could not be told before."""

    @dg.sensor(
        name="alerts",
        minimum_interval_seconds=60,
        default_status=status,
        description="Sends failed runs and what `spotlight status` finds to SPOTLIGHT_ALERT_URLS, each trouble once.",
    )
    def evaluate(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        settings = Settings()
        if not settings.alert_urls:
            return dg.SkipReason("SPOTLIGHT_ALERT_URLS is not set: no alert is sent.")
        troubles = warehouse_status(settings).troubles
        if (unreached := outbox.tell(settings, troubles)) is not None:
            raise UserError(unreached)
        return dg.SkipReason(f"Open troubles: {len(troubles)}. Each was sent once.")

    return evaluate


@dg.definitions
def automation() -> dg.Definitions:
    try:
        settings = Settings()
    except SettingsError as error:
        sys.exit(f"spotlight: {error}")  # one line, where Dagster would print a hundred
    is_anybody_told = dg.DefaultSensorStatus.RUNNING if settings.alert_urls else dg.DefaultSensorStatus.STOPPED
    return dg.Definitions(
        jobs=[refresh, rebuild], schedules=[refresh_daily(settings)], sensors=[reports_folder, alerts(is_anybody_told)]
    )
