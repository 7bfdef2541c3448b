"""The state of the warehouse: the current release, its age, what needs a person, what is broken.

Belongs here: checking, and grading what is found; nothing is written. Not here: whether bytes are intact (verify).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from pathlib import Path
from typing import Any

import duckdb

from orchestration.settings import Settings
from orchestration.spotlight.alerts import outbox
from orchestration.spotlight.alerts.sending import unusable
from orchestration.spotlight.changed import clock, gate
from orchestration.spotlight.changed.link import link_fault
from orchestration.spotlight.domain.errors import first_line, raise_what_is_lacking
from orchestration.spotlight.domain.naming import day_name, period_name
from orchestration.spotlight.files.lock import held_since, is_held
from orchestration.spotlight.files.running import dead_runs, killed_runs
from orchestration.spotlight.inspect import surroundings
from orchestration.spotlight.ledger.chain import DamagedLedger, Ledger
from orchestration.spotlight.ledger.faults import last_recorded_at
from orchestration.spotlight.ledger.state import LedgerState, State
from orchestration.spotlight.release.current import rows_of
from orchestration.spotlight.release.pins import pinned
from orchestration.spotlight.release.publish import DATABASE, ReleaseInfo, current_release, read_note, without_figures

# The schedule checks once a day and the sensor twice a minute: without a check for this long, neither is running.
_LONGEST_WITHOUT_CHECK = timedelta(days=2)


class Severity(IntEnum):
    """How severe it is; the number is the exit code."""

    FINE = 0
    BROKEN = 1
    WAITING = 3


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that is broken or needs a person, and what to do."""

    severity: Severity
    message: str
    key: str | None = None
    """What it is alerted about by, once; None: its message; empty: the run itself is alerted about, not its trace."""


@dataclass(frozen=True)
class Status:
    """The state of the warehouse."""

    release: ReleaseInfo | None
    pinned: tuple[Mapping[str, Any], ...]
    """Releases that stay: their number, and their edition, None where it cannot be read."""
    last_checked_at: datetime | None
    """When a refresh, the schedule or the sensor last checked the reports folder (UTC)."""
    last_recorded_at: datetime | None
    """When the last batch was recorded (UTC, without a zone)."""
    last_batch: int
    is_refreshing: bool
    killed_runs: Mapping[str, datetime]
    """Runs whose process was killed, recorded as failed in the last day: Dagster's id → when (UTC)."""
    rejections: tuple[Mapping[str, Any], ...]
    removals: tuple[Mapping[str, Any], ...]
    """Removals that are not accepted and whose file has not returned."""
    discrepancies: tuple[Mapping[str, Any], ...]
    """Stated totals that differ from the sum of their parts and are not listed as known."""
    failed_sources: Mapping[str, str]
    """Watched pages whose last fetch failed: address → why."""
    bytes_used: Mapping[str, int]
    bytes_free: int
    matters: tuple[Matter, ...]

    @property
    def severity(self) -> Severity:
        """The worst severity: broken counts for more than waiting."""
        seen = {matter.severity for matter in self.matters}
        return next((one for one in (Severity.BROKEN, Severity.WAITING) if one in seen), Severity.FINE)

    @property
    def troubles(self) -> dict[str, str]:
        """What people are alerted about: what each matter is known by → its message."""
        return {matter.key or matter.message: matter.message for matter in self.matters if matter.key != ""}


def status(settings: Settings, now: datetime | None = None) -> Status:
    """Check the ledger, the current release and the disk."""
    now = now or datetime.now(UTC)
    is_refreshing = is_held(settings.lock_file)
    matters: list[Matter] = []
    ledger = Ledger(settings.ledger_dir)
    rejections: list[dict[str, Any]] = []
    removals: list[dict[str, Any]] = []
    recorded_at = None
    try:
        recorded_at, held = last_recorded_at(ledger), LedgerState(ledger)
        rejections = [
            {"file": one.file, "line": one.line, "rule_code": one.rule_code, "message": one.message}
            for one in held.open_rejections().values()
        ]
        removals = [asdict(one) for one in held.removals() if one.state == State.PENDING]
    except DamagedLedger as error:
        matters.append(Matter(Severity.BROKEN, str(error)))
    release = current_release(settings)
    pins = {number: read_note(settings.releases_dir / str(number)) for number in pinned(settings)}
    discrepancies: list[dict[str, Any]] = []
    names: dict[str, str] = {}
    try:
        if release:
            with duckdb.connect((settings.current / DATABASE).resolve(), read_only=True) as connection:
                discrepancies = _discrepancies(connection)
                names = _report_names(connection, {one["report_id"] for one in (*removals, *discrepancies)})
    except duckdb.Error as error:
        raise_what_is_lacking(error, settings.current / DATABASE)
        message = f"{settings.current / DATABASE} cannot be read ({first_line(error)}). Run `spotlight rebuild`."
        matters.append(Matter(Severity.BROKEN, message))
    failed_sources = {
        address: f"{reason} ({code})" for address, (code, reason) in gate.failed_sources(settings.warehouse_dir).items()
    }
    checked = gate.last_check(settings.warehouse_dir)
    dead = list(_of_dead_runs(settings))
    unfinished = [] if is_refreshing or dead else list(surroundings.unfinished_refresh(settings))
    used = _bytes_used(settings)
    free = shutil.disk_usage(_existing(settings.warehouse_dir)).free
    matters += [
        *dead,
        *_of_lock(settings, now),
        *_of_release(settings, release, checked, ledger, is_refreshing=is_refreshing, is_told=bool(dead or unfinished)),
        *_of_pins(settings, pins),
        *(() if is_refreshing else _of_surroundings(settings)),
        *_graded(Severity.BROKEN, unfinished, key=""),
        *_of_checks(settings, checked, now, recorded_at),
        *_of_room(settings, used, free),
        *_of_findings(rejections, removals, discrepancies, names),
        *_graded(Severity.WAITING, (f"{address}: {reason}" for address, reason in failed_sources.items())),
        *_of_alerts(settings),
    ]
    return Status(
        release=release,
        pinned=tuple({"number": number, "edition": note.edition if note else None} for number, note in pins.items()),
        last_checked_at=checked[0] if checked else None,
        last_recorded_at=recorded_at,
        last_batch=ledger.last_batch(),
        is_refreshing=is_refreshing,
        killed_runs=killed_runs(settings.dagster_home),
        rejections=tuple(rejections),
        removals=tuple(removals),
        discrepancies=tuple(discrepancies),
        failed_sources=failed_sources,
        bytes_used=used,
        bytes_free=free,
        # What stopped the last refresh and would stop the next one is shown once.
        matters=tuple(one for one in matters if not any(each.message.endswith(f": {one.message}") for each in matters)),
    )


def _of_release(
    settings: Settings,
    release: ReleaseInfo | None,
    checked: tuple[datetime, bool] | None,
    ledger: Ledger,
    *,
    is_refreshing: bool,
    is_told: bool,
) -> Iterator[Matter]:
    """What is wrong with the release; that the last refresh did not finish only if that is not told otherwise."""
    last_batch = ledger.last_batch()
    if (fault := link_fault(settings.warehouse_dir)) is not None:
        if not is_refreshing:
            yield Matter(Severity.BROKEN, f"{settings.current}: {fault}")
    elif release is None:
        way = "rebuild" if last_batch else "refresh"
        yield Matter(Severity.BROKEN, f"{settings.current}: there is no release. Run `spotlight {way}`.")
    elif is_refreshing:
        return
    elif release.batch > last_batch:
        yield Matter(
            Severity.BROKEN,
            f"{settings.ledger_dir} ends with batch {last_batch}, but release {release.number} is of batch "
            f"{release.batch}. `spotlight verify` says what is missing.",
        )
    elif release.batch < last_batch or (checked is not None and not checked[1]):
        if is_told:
            return
        yield Matter(
            Severity.BROKEN,
            f"The last refresh did not finish: release {release.number} is of batch {release.batch}, the ledger is at "
            f"batch {last_batch}. Run `spotlight refresh`; if it fails, it says why.",
            key="",
        )
    elif not release.rows.get("marts.fct_figures"):
        yield Matter(
            Severity.BROKEN,
            without_figures(release.number),
            key="",  # each refused report is alerted about
        )


def _of_pins(settings: Settings, pins: Mapping[int, ReleaseInfo | None]) -> Iterator[Matter]:
    for number, note in pins.items():
        if note is None:
            yield Matter(
                Severity.WAITING,
                f"{settings.releases_dir / str(number)}: this release is pinned, and it is missing or cannot be read. "
                f"Restore the folder from a copy, or run: spotlight unpin {number}",
            )


def _of_dead_runs(settings: Settings) -> Iterator[Matter]:
    for run_id in dead_runs(settings.dagster_home):
        yield Matter(
            Severity.BROKEN,
            f"The last refresh did not finish: the process of run {run_id} was killed, or the machine stopped. Nothing "
            f"has to be cleaned up; the next refresh continues: spotlight refresh",
            key="",
        )


def _of_lock(settings: Settings, now: datetime) -> Iterator[Matter]:
    """A refresh that is only slow ends by itself."""
    since = held_since(settings.lock_file)
    if since is not None and (now - since).total_seconds() > settings.max_refresh_seconds:
        yield Matter(
            Severity.WAITING,
            f"The warehouse has been locked since {since:%Y-%m-%d %H:%M} UTC, longer than a refresh may read files "
            f"(SPOTLIGHT_MAX_REFRESH_SECONDS), and no other can begin. If it hangs, end its process. As root, find it: "
            f"lslocks | grep {settings.lock_file}",
        )


def _of_alerts(settings: Settings) -> Iterator[Matter]:
    if not settings.alert_urls:
        return
    yield from _graded(Severity.WAITING, unusable(settings.alert_urls).values(), key="")
    if (waiting := outbox.undelivered(settings.warehouse_dir)) is not None:
        yield Matter(
            Severity.WAITING,
            f"{waiting[0]} alert(s) could not be delivered since {waiting[1]} UTC. They are sent again; check "
            f"SPOTLIGHT_ALERT_URLS and that the service can be reached.",
            key="",
        )


def _of_checks(
    settings: Settings, checked: tuple[datetime, bool] | None, now: datetime, recorded_at: datetime | None
) -> Iterator[Matter]:
    if (doubt := clock.doubt_about(settings, now.astimezone(UTC).replace(tzinfo=None), recorded_at)) is not None:
        yield Matter(Severity.BROKEN, doubt, key="")  # told by the refresh that it stops
    if not settings.reports_dir.is_dir():
        yield Matter(
            Severity.BROKEN,
            f"{settings.reports_dir}: the reports folder does not exist. Mount it, or set SPOTLIGHT_REPORTS_DIR.",
            key="",  # told by the refresh that it stops
        )
    if checked is not None and now - checked[0] > _LONGEST_WITHOUT_CHECK:
        yield Matter(
            Severity.WAITING,
            f"The reports folder has not been checked since {checked[0]:%Y-%m-%d %H:%M} UTC. Start the daemon or the "
            f"timer, or run `spotlight refresh`.",
        )


def _of_surroundings(settings: Settings) -> Iterator[Matter]:
    yield from _graded(Severity.BROKEN, surroundings.faults_of_ledger(settings))
    yield from _graded(Severity.WAITING, surroundings.open_rights(settings))
    # A copy that is behind is written within a minute; the run that cannot has people told.
    yield from _graded(Severity.WAITING, surroundings.faults_of_copy(settings), key="")


def _graded(severity: Severity, messages: Iterable[str], key: str | None = None) -> Iterator[Matter]:
    return (Matter(severity, message, key) for message in messages)


def _of_room(settings: Settings, used: Mapping[str, int], free: int) -> Iterator[Matter]:
    # A refresh copies the build file into a release and writes the tables once more beside it.
    needed = max(2 * used["build"], surroundings.FEWEST_BYTES)
    warehouse, home = _existing(settings.warehouse_dir), _existing(settings.dagster_home)
    if free < needed:
        yield Matter(
            Severity.BROKEN if free < surroundings.FEWEST_BYTES else Severity.WAITING,
            f"{free:,} bytes are free, and the next release may need {needed:,}. Make room, or keep fewer releases "
            f"(SPOTLIGHT_KEEP_RELEASES).",
            key=outbox.bytes_on(warehouse),
        )
    yield from _graded(Severity.WAITING, surroundings.lack_of_inodes(warehouse), outbox.files_on(warehouse))
    if home.stat().st_dev != warehouse.stat().st_dev:
        free = shutil.disk_usage(home).free
        if free < surroundings.FEWEST_BYTES:
            yield Matter(
                Severity.BROKEN,
                f"{home}: {free:,} bytes are free, and Dagster's record of the next refresh may need "
                f"{surroundings.FEWEST_BYTES:,}. Make room there.",
                key=outbox.bytes_on(home),
            )


def _of_findings(
    rejections: list[dict[str, Any]],
    removals: list[dict[str, Any]],
    discrepancies: list[dict[str, Any]],
    names: Mapping[str, str],
) -> Iterator[Matter]:
    def named(report_id: str) -> str:
        return f"{report_id} ({names[report_id]})" if report_id in names else report_id

    for one in rejections:
        place = one["file"] + (f", line {one['line']}" if one["line"] is not None else "")
        yield Matter(Severity.WAITING, f"{place}: {one['message']} ({one['rule_code']})")
    for one in removals:
        yield Matter(
            Severity.WAITING,
            f"{one['file']} no longer states all of {named(one['report_id'])}; its figures stay until the file "
            f"returns or you run: spotlight refresh --accept-removal {one['removal_id']}",
        )
    for one in discrepancies:
        yield Matter(
            Severity.WAITING,
            f"{named(one['report_id'])}: the stated total of {one['measure']} is {one['stated_total']}, its parts "
            f"add up to {one['parts_total']}. If it is printed like this, list it with the reason in "
            f"data/seeds/reference/known_discrepancies.csv.",
        )


def _discrepancies(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    return rows_of(
        connection,
        "select report_id, measure, stated_total, parts_total, discrepancy from marts.fct_discrepancies "
        "where status = 'unexpected' order by report_id, measure",
    )


def _report_names(connection: duckdb.DuckDBPyConnection, report_ids: set[str]) -> dict[str, str]:
    """The names of reports, with dates as shown to readers: an id does not say that its date is an upper bound."""
    reports = rows_of(
        connection,
        "select report_id, jurisdiction_name, period_start, period_end, publisher_as_of, publisher_as_of_basis "
        "from marts.dim_report where report_id in (select unnest($report_ids))",
        {"report_ids": sorted(report_ids)},
    )
    return {
        one["report_id"]: f"{one['jurisdiction_name']} {period_name(one['period_start'], one['period_end'])}, "
        f"as of {day_name(one['publisher_as_of'], one['publisher_as_of_basis'])}"
        for one in reports
    }


def _bytes_used(settings: Settings) -> dict[str, int]:
    """Bytes used by each folder of the warehouse. A file shared by several releases counts once."""
    counted: set[tuple[int, int]] = set()
    folders = {"ledger": settings.ledger_dir, "releases": settings.releases_dir, "build": settings.build_file.parent}
    used = dict.fromkeys(folders, 0)
    for name, folder in folders.items():
        for parent, _, files in os.walk(folder):
            for file in files:
                try:
                    found = (Path(parent) / file).lstat()
                except OSError:  # gone since it was listed
                    continue
                if (found.st_dev, found.st_ino) not in counted:
                    counted.add((found.st_dev, found.st_ino))
                    used[name] += found.st_size
    return used


def _existing(folder: Path) -> Path:
    """The folder, or its nearest parent that exists."""
    return next(one for one in (folder, *folder.parents) if one.is_dir())
