"""Can the machine's clock be believed? Recorded dates and the rules about the future depend on it (docs/adr/0008).

Belongs here: what a date of today is held against, with the standard library only, since the gate asks first.
Not here: what is recorded (ingest).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import UserError

FARTHEST = timedelta(days=400)
"""A clock this far after all that is known to have happened is not believed. Some warehouses are refreshed yearly."""
LEEWAY = timedelta(days=1)
"""A clock that is corrected by less than this is nothing unusual: the next batch follows the last one."""
_SECONDS = "%Y-%m-%d %H:%M:%S UTC"
_DAY = "%Y-%m-%d"
"""Of a time that goes on: each other message would be told as another trouble."""


class ClockNotBelieved(UserError):
    """The clock is far from everything that the warehouse knows to have happened."""


def believed_now(settings: Settings, last_recorded_at: datetime | None) -> datetime:
    """The time now (UTC, without a zone); raises `ClockNotBelieved`. `last_recorded_at` is that of the last batch."""
    now = datetime.now(UTC).replace(tzinfo=None)
    if not settings.trust_clock and (doubt := doubt_about(settings, now, last_recorded_at)) is not None:
        raise ClockNotBelieved(doubt)
    return now


def doubt_about(settings: Settings, now: datetime, last_recorded_at: datetime | None) -> str | None:
    """Why a time cannot be that of a refresh, and what to do; None if it can."""
    program = _changed_at([Path(__file__)])
    earliest, what = (last_recorded_at, "the ledger's last batch") if last_recorded_at else (program, "this program")
    if earliest is not None and is_before(now, earliest):
        return (
            f"The clock of this machine says {now:{_DAY}}, but {what} is of {earliest:{_SECONDS}}. If the clock is "
            f"wrong, set it right. If it is right now and was ahead then, run `SPOTLIGHT_TRUST_CLOCK=true spotlight "
            f"refresh` once (docs/operations.md, 'When a clock was wrong')."
        )
    known = [at for at in (last_recorded_at, program, newest_trace(settings.warehouse_dir, settings.reports_dir)) if at]
    if known and is_far_after(now, max(known)):
        return (
            f"The clock of this machine says {now:{_DAY}}, {(now - max(known)).days} days after the last thing "
            f"that is known to have happened here ({max(known):{_SECONDS}}). If the clock is wrong, set it right. If "
            f"it is right, run `SPOTLIGHT_TRUST_CLOCK=true spotlight refresh` once."
        )
    return None


def is_before(now: datetime, known: datetime) -> bool:
    return now < known - LEEWAY


def is_far_after(now: datetime, known: datetime) -> bool:
    return now - known > FARTHEST


def newest_trace(warehouse_dir: Path, reports_dir: Path) -> datetime | None:
    """When the reports folder was last checked, or its names last changed, whichever is later (UTC, without a zone)."""
    return _changed_at([warehouse_dir / "last_refresh.json", reports_dir])


def _changed_at(files: Iterable[Path]) -> datetime | None:
    found = []
    for file in files:
        try:
            found.append(datetime.fromtimestamp(file.stat().st_mtime, UTC).replace(tzinfo=None))
        except (OSError, OverflowError, ValueError):
            continue
    return max(found, default=None)
