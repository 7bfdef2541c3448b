"""Releases that somebody cited and that therefore stay: an empty file `releases/<n>.pinned` beside the folder of each.

Belongs here: pinning, unpinning, and keeping a pin and a deletion apart. Not here: which other releases go (publish).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestration.settings import Settings
from orchestration.spotlight.domain.errors import UserError

_ENDING = ".pinned"


def pinned(settings: Settings) -> list[int]:
    """The numbers of the pinned releases, in order."""
    found = (file.name.removesuffix(_ENDING) for file in settings.releases_dir.glob(f"*{_ENDING}"))
    return sorted(int(name) for name in found if name.isdecimal())


def pin(settings: Settings, number: int) -> None:
    """Keep a release until it is unpinned. Raises `UserError` if it is not there."""
    if not settings.releases_dir.is_dir():
        raise UserError(f"There is no release at {settings.releases_dir} yet. Run `spotlight refresh` first.")
    with deletions_wait(settings):
        if not (settings.releases_dir / str(number)).is_dir():
            kept = sorted(int(folder.name) for folder in settings.releases_dir.iterdir() if folder.name.isdecimal())
            raise UserError(
                f"Release {number} is not kept (any more). Kept are {', '.join(map(str, kept)) or 'none'}; "
                f"`spotlight pin` without a number keeps the current one."
            )
        _mark(settings, number).touch()


def unpin(settings: Settings, number: int) -> None:
    """Let a release go as any other: once as many later ones are there as are kept. Raises `UserError`."""
    try:
        _mark(settings, number).unlink()
    except FileNotFoundError:
        raise UserError(
            f"Release {number} is not pinned. Pinned are {', '.join(map(str, pinned(settings))) or 'none'}."
        ) from None


@contextmanager
def deletions_wait(settings: Settings) -> Iterator[None]:
    """Hold back the deletion of releases, or a pin while releases are deleted. Held for moments: a refresh goes on."""
    from filelock import FileLock

    with FileLock(settings.warehouse_dir / ".pins.lock"):
        yield


def _mark(settings: Settings, number: int) -> Path:
    return settings.releases_dir / f"{number}{_ENDING}"
