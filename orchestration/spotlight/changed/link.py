"""The link `current`: whether it leads to the newest release of this warehouse.

Belongs here: what may be wrong with it, with the standard library only, since the gate asks first.
Not here: setting it (release/publish), what a release holds.
"""

from __future__ import annotations

import os
from pathlib import Path


def release_numbers(releases_dir: Path) -> list[int]:
    """The number of every release that is kept, in no order."""
    if not releases_dir.is_dir():
        return []
    return [int(folder.name) for folder in releases_dir.iterdir() if folder.name.isdecimal()]


def linked_release(warehouse_dir: Path) -> int | None:
    """The number of the release that `current` leads to; None if it is no link to a release of this warehouse."""
    # Compared as folders, not as paths: a path may go through links that only the system can follow (/proc/1/root).
    try:
        folder = warehouse_dir / (warehouse_dir / "current").readlink()
        is_ours = folder.name.isdecimal() and folder.parent.samefile(warehouse_dir / "releases")
    except OSError:
        return None
    return int(folder.name) if is_ours and not folder.is_symlink() else None


def link_fault(warehouse_dir: Path, newest: int | None = None) -> str | None:
    """What is wrong with `current` and how to fix it; None if it is right, or not there at all.

    `newest` is the number of the newest release, if the caller has listed them.
    """
    current = warehouse_dir / "current"
    if not os.path.lexists(current):
        return None
    if not current.is_symlink():
        return (
            "It is not a link, and must be one to the newest release: no refresh can replace it. Move it elsewhere, "
            "then run `spotlight refresh`."
        )
    number = linked_release(warehouse_dir)
    if number is None:
        return (
            f"It leads to {os.path.realpath(current)}, which is not a release of this warehouse. "
            f"Run `spotlight refresh`, which makes a release and links to it."
        )
    newest = newest or max(release_numbers(warehouse_dir / "releases"), default=number)
    if number < newest:
        return (
            f"It leads to release {number}, but the newest is release {newest}. "
            f"Run `spotlight refresh`, which makes a release and links to it."
        )
    return None
