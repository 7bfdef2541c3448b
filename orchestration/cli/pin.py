"""`spotlight pin` and `spotlight unpin`: keep a release that somebody cited, or let it go.

Belongs here: wording. Not here: how a pin holds (release/pins).
"""

from __future__ import annotations

from orchestration.cli.output import PUBLISHED, print_json, screen
from orchestration.settings import Settings
from orchestration.spotlight.changed.link import link_fault
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.release import pins
from orchestration.spotlight.release.publish import current_release


def pin(number: int | None, *, as_json: bool) -> int:
    """Keep a release, the current one by default."""
    settings = Settings()
    number = _current(settings) if number is None else number
    pins.pin(settings, number)
    return _show(
        settings,
        f"Release {number} stays until `spotlight unpin {number}`: {settings.releases_dir / str(number)}",
        as_json,
    )


def unpin(number: int | None, *, as_json: bool) -> int:
    """Let a release go, the current one by default."""
    settings = Settings()
    number = _current(settings) if number is None else number
    pins.unpin(settings, number)
    return _show(
        settings, f"Release {number} goes once there are {settings.keep_releases} later ones, as any other.", as_json
    )


def _current(settings: Settings) -> int:
    released = current_release(settings)
    if released is None:
        fault = link_fault(settings.warehouse_dir) or "There is no release. Run `spotlight refresh` first."
        raise UserError(f"{settings.current}: {fault}")
    return released.number


def _show(settings: Settings, message: str, as_json: bool) -> int:
    if as_json:
        print_json({"pinned": pins.pinned(settings)})
    else:
        screen.print(message, markup=False)
    return PUBLISHED
