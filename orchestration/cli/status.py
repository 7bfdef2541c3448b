"""`spotlight status`: the state of the warehouse, for people and for monitoring.

Belongs here: wording and exit code. Not here: what is checked, and how severe it is (inspect/status).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from enum import Enum, auto

from orchestration.cli.output import print_json, screen, shown
from orchestration.settings import Settings
from orchestration.spotlight.inspect.status import Severity, Status, status

_MOST_LINES = 20
_GRADES = ("broken", "waiting")
_COLOURS = {Severity.FINE: "green", Severity.BROKEN: "bold red", Severity.WAITING: "yellow"}


class Form(Enum):
    """How the state is printed."""

    PEOPLE = auto()
    JSON = auto()
    METRICS = auto()


def run(form: Form) -> int:
    """Print the state; the exit code is the severity."""
    seen = status(Settings())
    if form is Form.METRICS:
        print("\n".join(_metrics(seen)))
    elif form is Form.JSON:
        print_json(
            {
                **asdict(seen),
                "severity": seen.severity.name.lower(),
                "matters": [
                    {"severity": matter.severity.name.lower(), "message": matter.message} for matter in seen.matters
                ],
            }
        )
    else:
        _print(seen, datetime.now(UTC))
    return int(seen.severity)


def _metrics(seen: Status) -> Iterator[str]:
    """The state in Prometheus' text format. What is not known yet has no line."""
    release, checked_at, recorded_at = seen.release, seen.last_checked_at, seen.last_recorded_at
    made_at = datetime.fromisoformat(release.created_at).timestamp() if release else None
    counts = Counter(matter.severity.name.lower() for matter in seen.matters)
    gauges: list[tuple[str, str, Mapping[str, float | None]]] = [
        ("severity", "0 all is well, 1 something is broken, 3 something needs a person.", {"": int(seen.severity)}),
        ("matters", "What is broken or needs a person.", {f'severity="{one}"': counts[one] for one in _GRADES}),
        ("open_rejections", "Refused reports that are neither fixed nor gone.", {"": len(seen.rejections)}),
        ("pending_removals", "Reports that are gone and kept until that is accepted.", {"": len(seen.removals)}),
        ("unexpected_discrepancies", "Totals that are not the sum of their parts.", {"": len(seen.discrepancies)}),
        ("failed_sources", "Watched pages whose last fetch failed.", {"": len(seen.failed_sources)}),
        ("refreshing", "1 while a refresh is running.", {"": int(seen.is_refreshing)}),
        ("killed_runs", "Runs whose process was killed, in the last day.", {"": len(seen.killed_runs)}),
        ("release", "The number of the current release.", {"": release.number if release else None}),
        ("release_batch", "The ledger's batch in the current release.", {"": release.batch if release else None}),
        ("ledger_batch", "The ledger's last batch.", {"": seen.last_batch}),
        ("release_timestamp_seconds", "When the current release was made.", {"": made_at}),
        (
            "checked_timestamp_seconds",
            "When the folder was checked.",
            {"": checked_at.timestamp() if checked_at else None},
        ),
        (
            "recorded_timestamp_seconds",
            "When the last change was recorded.",
            {"": recorded_at.replace(tzinfo=UTC).timestamp() if recorded_at else None},
        ),
        ("used_bytes", "Disk space used.", {f'folder="{name}"': used for name, used in seen.bytes_used.items()}),
        ("free_bytes", "Disk space left.", {"": seen.bytes_free}),
    ]
    for name, meaning, values in gauges:
        known = {labels: value for labels, value in values.items() if value is not None}
        if known:
            yield f"# HELP spotlight_{name} {meaning}"
            yield f"# TYPE spotlight_{name} gauge"
        for labels, value in known.items():
            yield f"spotlight_{name}{'{' + labels + '}' if labels else ''} {value:.15g}"


def _print(seen: Status, now: datetime) -> None:
    if seen.release is not None:
        made_at = datetime.fromisoformat(seen.release.created_at)
        screen.print(
            f"Release {seen.release.number} of edition {seen.release.edition}, created {made_at:%Y-%m-%d %H:%M} UTC "
            f"({_ago(now - made_at)})"
        )
    if seen.pinned:
        listed = ", ".join(f"{one['number']} (edition {one['edition'] or 'unknown'})" for one in seen.pinned)
        screen.print(f"Pinned releases: {listed}")
    if seen.last_recorded_at is not None:
        recorded_at = seen.last_recorded_at.replace(tzinfo=UTC)
        screen.print(
            f"Last change recorded {recorded_at:%Y-%m-%d %H:%M} UTC ({_ago(now - recorded_at)}): "
            f"batch {seen.last_batch}"
        )
    if seen.last_checked_at is not None:
        screen.print(f"Last checked {seen.last_checked_at:%Y-%m-%d %H:%M} UTC ({_ago(now - seen.last_checked_at)})")
    if seen.is_refreshing:
        screen.print("A refresh is running.")
    for run_id, recorded_killed_at in seen.killed_runs.items():
        screen.print(
            f"Run {run_id} was killed, or could not begin; recorded as failed {recorded_killed_at:%Y-%m-%d %H:%M} UTC. "
            f"Nothing has to be cleaned up."
        )
    used = ", ".join(f"{name} {_size(size)}" for name, size in seen.bytes_used.items())
    screen.print(f"Disk: {used}; {_size(seen.bytes_free)} free")
    screen.print(
        f"Open rejections: {len(seen.rejections)}; pending removals: {len(seen.removals)}; "
        f"unexpected discrepancies: {len(seen.discrepancies)}; failed watched pages: {len(seen.failed_sources)}"
    )
    # Broken things first, and not too many lines.
    for matter in sorted(seen.matters, key=lambda matter: matter.severity)[:_MOST_LINES]:
        screen.print(f"[{_COLOURS[matter.severity]}]{matter.severity.name.lower()}[/] {shown(matter.message)}")
    if len(seen.matters) > _MOST_LINES:
        screen.print(f"... and {len(seen.matters) - _MOST_LINES} more: spotlight status --json")
    if seen.severity is Severity.FINE:
        screen.print("[green]All is well.[/]")


def _ago(age: timedelta) -> str:
    hours = max(age, timedelta()) // timedelta(hours=1)
    if hours >= 48:
        return f"{hours // 24} days ago"
    return f"{hours} hours ago" if hours >= 2 else f"{max(age, timedelta()) // timedelta(minutes=1)} minutes ago"


def _size(size: float) -> str:
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
