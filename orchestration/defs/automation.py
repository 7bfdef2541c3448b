"""When a refresh runs, and who is alerted: the job, its schedule, the sensors, the alerts.

Belongs here: job, schedule, sensors, alerts. Not here: whether anything is new (`gate`) or what a refresh does.
"""

import hashlib
import logging
import re
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import apprise
import dagster as dg

from orchestration.defs.ingest import FINDINGS, RefreshOptions
from orchestration.defs.transform import BuildOptions
from orchestration.settings import Settings
from orchestration.spotlight.changed import gate
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.visible import escaped
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.release.publish import current_release

STATE_TAG = "spotlight/state"
QUIET_SECONDS = 10  # a file that changed less long ago may still be being written
MOST_ATTEMPTS = 3
LONGEST_RUN_SECONDS = 900
FIRST_PAUSE_SECONDS = 300  # doubled after each further failure
MOST_LINES = 20
LONGEST_LINE = 1_000
# `@everyone`, `<!channel>`, `[here](https://…)`: full-width signs look alike but mean nothing to a service.
_ACTED_ON = {ord(sign): ord(sign) + 0xFEE0 for sign in "@<>[]"}


def refresh_config(options: RefreshOptions) -> dg.RunConfig:
    """The run configuration of one refresh."""
    return dg.RunConfig(ops={"ledger": options, "warehouse": BuildOptions(full=options.full)})


refresh = dg.define_asset_job(
    "refresh",
    # PostgreSQL has a job of its own, so that a database that is away never fails a refresh.
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets("postgres_marts"),
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
        found = gate.check(settings.reports_dir, settings.warehouse_dir, limits=settings.document_limits)
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
    found = gate.check(settings.reports_dir, settings.warehouse_dir, limits=settings.document_limits)
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
    return _attempt(context.instance, state, found.reason)


def _attempt(instance: dg.DagsterInstance, state: str, reason: str) -> dg.RunRequest | dg.SkipReason:
    """Request a run for this state of the folder, unless one is running, has just failed or has failed too often."""
    now = time.time()
    # A killed run stays unfinished in the records. It counts as running only for as long as a long run takes.
    recent = dg.RunsFilter(created_after=datetime.fromtimestamp(now - LONGEST_RUN_SECONDS, UTC))
    if any(not run.is_finished for run in instance.get_runs(recent)):
        return dg.SkipReason("A refresh is running.")
    tried = instance.get_run_records(dg.RunsFilter(tags={STATE_TAG: state}), order_by="id", ascending=True)
    if len(tried) >= MOST_ATTEMPTS:
        return dg.SkipReason(
            f"A refresh of this change has failed {len(tried)} times. Fix what its run reports. "
            f"The next change, the schedule or `spotlight refresh` tries again."
        )
    if tried:
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


def alert_on_failed_run(status: dg.DefaultSensorStatus) -> dg.SensorDefinition:
    """Make the sensor that sends why a run failed, and what it refused before."""

    @dg.run_failure_sensor(
        name="alert_on_failed_run",
        monitor_all_code_locations=True,  # runs of `spotlight refresh` belong to no code location
        default_status=status,
        description="Sends the reason of a failed run to SPOTLIGHT_ALERT_URLS.",
    )
    def evaluate(context: dg.RunFailureSensorContext) -> dg.SkipReason | None:
        return _send(
            f"Spotlight warehouse: the run {context.dagster_run.job_name} failed",
            [*_reasons(context), *_findings(context)],
        )

    return evaluate


def alert_on_findings(status: dg.DefaultSensorStatus) -> dg.SensorDefinition:
    """Make the sensor that sends which reports a run refused and which totals differ from the sum of their parts."""

    @dg.run_status_sensor(
        run_status=dg.DagsterRunStatus.SUCCESS,
        name="alert_on_findings",
        monitor_all_code_locations=True,
        default_status=status,
        description="Sends refused reports and unexpected discrepancies, once each, to SPOTLIGHT_ALERT_URLS.",
    )
    def evaluate(context: dg.RunStatusSensorContext) -> dg.SkipReason | None:
        findings = _findings(context)
        if not findings:
            return dg.SkipReason("The run refused nothing and found no unexpected discrepancy.")
        return _send(f"Spotlight warehouse: {len(findings)} to look into", findings)

    return evaluate


def _findings(context: dg.RunStatusSensorContext) -> list[str]:
    """New findings of the run that a person has to look into, as noted by the ledger step."""
    found = context.instance.get_records_for_run(
        context.dagster_run.run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION
    )
    lines: list[str] = []
    for record in found.records:
        materialization = record.asset_materialization
        if materialization is not None and (noted := materialization.metadata.get(FINDINGS)) is not None:
            lines += noted.value  # type: ignore[arg-type]
    return lines


def _reasons(context: dg.RunFailureSensorContext) -> list[str]:
    """Why each step failed: the user-facing message if there is one, else that of the innermost error."""
    reasons = []
    for event in context.get_step_failure_events():
        failure = event.step_failure_data
        error = failure.error
        while error is not None and error.cause is not None:
            error = error.cause
        described = failure.user_failure_data.description if failure.user_failure_data else None
        reasons.append(f"{event.step_key}: {described or (error and error.message.strip())}")
    return reasons or [context.failure_event.message or "The run ended before its first step."]


def _harmless(line: str, secrets: Sequence[str]) -> str:
    """A line without secrets, mentions or links: quoted text must not notify anyone or link anywhere."""
    for secret in secrets:
        line = line.replace(secret, "…")
    cut = line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 1]}…"
    return escaped(cut).translate(_ACTED_ON)


def _send(title: str, lines: list[str]) -> dg.SkipReason | None:
    """Alert every address. A failed one is named by its position in the setting, since addresses hold secrets."""
    settings = Settings()
    if not settings.alert_urls:
        return dg.SkipReason("SPOTLIGHT_ALERT_URLS is not set: no alert is sent.")
    # apprise would write addresses to the log.
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    addresses = re.split(r"[\s,]+(?=[\w+.-]+://)", settings.alert_urls.strip())
    secrets = tuple(filter(None, (settings.postgres_url, *addresses)))
    shown = [_harmless(line, secrets) for line in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        shown.append(f"… and {len(lines) - MOST_LINES} more: see audit.rejections and the run in Dagster.")
    body = "\n".join(shown)

    failed = []
    for place, address in enumerate(addresses, start=1):
        channel = apprise.Apprise()
        if not channel.add(address) or not channel.notify(body, title, body_format=apprise.NotifyFormat.TEXT):
            failed.append(str(place))
    if failed:
        raise UserError(
            f"The alert could not be sent to address {', '.join(failed)} of SPOTLIGHT_ALERT_URLS. "
            f"Check that it is written as apprise expects and that the service can be reached."
        )
    return None


@dg.definitions
def automation() -> dg.Definitions:
    settings = Settings()
    alerts = dg.DefaultSensorStatus.RUNNING if settings.alert_urls else dg.DefaultSensorStatus.STOPPED
    return dg.Definitions(
        jobs=[refresh, rebuild],
        schedules=[refresh_daily(settings)],
        sensors=[reports_folder, alert_on_failed_run(alerts), alert_on_findings(alerts)],
    )
