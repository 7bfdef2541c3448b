"""`spotlight status`: the state of the warehouse, for people and for monitoring.

Belongs here: wording and exit code. Not here: what is checked, and how severe it is (inspect/status).
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from orchestration.cli.output import print_json, screen, shown
from orchestration.settings import Settings
from orchestration.spotlight.inspect.status import Severity, Status, status

_MOST_LINES = 20
_COLOURS = {Severity.FINE: "green", Severity.BROKEN: "bold red", Severity.WAITING: "yellow"}


def run(*, as_json: bool) -> int:
    """Print the state; the exit code is the severity."""
    seen = status(Settings())
    if as_json:
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


def _print(seen: Status, now: datetime) -> None:
    if seen.release is not None:
        made_at = datetime.fromisoformat(seen.release.created_at)
        screen.print(
            f"Release {seen.release.number} of batch {seen.release.batch}, created {made_at:%Y-%m-%d %H:%M} UTC "
            f"({_ago(now - made_at)})"
        )
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
