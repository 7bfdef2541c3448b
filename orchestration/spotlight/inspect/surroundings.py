"""What may go wrong around the warehouse: rights, room, a ledger that was changed, a refresh that never came to an end.

Belongs here: cheap checks for `status`, each yielding messages. Not here: how severe they are (status), deep checks
(verify).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from orchestration.settings import Settings
from orchestration.spotlight.changed import gate
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.ledger.chain import Ledger
from orchestration.spotlight.ledger.faults import chain_faults
from orchestration.spotlight.release.publish import noted_heads

FEWEST_INODES = 1_000
"""A release and the files of Dagster's run need some hundreds."""
FEWEST_BYTES = 2_000_000
"""What Dagster writes for one run: with less free space no refresh can finish."""


def faults_of_ledger(settings: Settings) -> Iterator[str]:
    """What differs in a ledger whose files are not as the last refresh left them. Unchanged files are not read."""
    ledger = Ledger(settings.ledger_dir)
    noted = gate.noted_stamp(settings.warehouse_dir)
    if noted is not None and noted != ledger.stamp():
        yield from chain_faults(ledger, noted_heads(settings))


def unfinished_refresh(settings: Settings) -> Iterator[str]:
    """The last refresh, if it neither published nor found nothing new."""
    if (begun := gate.unfinished(settings.warehouse_dir)) is not None:
        began_at, reason = begun
        told = f": {reason}" if reason else ". It was killed, or Dagster's page of its run says why."
        yield f"The refresh that began on {began_at:%Y-%m-%d at %H:%M} UTC did not finish{told}"


def open_rights(settings: Settings) -> Iterator[str]:
    """Folders of the warehouse's state that other users of this machine may write."""
    folders = (settings.warehouse_dir, settings.ledger_dir, settings.releases_dir, settings.dagster_home)
    for folder in folders:
        try:
            mode = folder.stat().st_mode
        except OSError:
            continue
        if mode & (stat.S_IWGRP | stat.S_IWOTH):
            who = "every user" if mode & stat.S_IWOTH else "its group"
            yield f"{folder} can be written by {who} of this machine. Run: chmod go-w {folder}"


def faults_of_copy(settings: Settings) -> Iterator[str]:
    """What is wrong with the copy in PostgreSQL: of another release, edited, or out of reach."""
    if settings.postgres_url:
        from orchestration.spotlight.release.postgres.copy import what_differs

        try:
            if (differs := what_differs(settings)) is not None:
                yield f"{differs} `spotlight refresh` writes it again."
        except UserError as error:
            yield str(error)


def lack_of_inodes(folder: Path) -> Iterator[str]:
    """File systems of a fixed number of files may be full while bytes are free."""
    found = os.statvfs(folder)
    if found.f_files and found.f_favail < FEWEST_INODES:
        yield (
            f"{found.f_favail:,} more files fit on the disk of {folder}, and the next release may need "
            f"{FEWEST_INODES:,}. Delete files, or keep fewer releases (SPOTLIGHT_KEEP_RELEASES)."
        )
