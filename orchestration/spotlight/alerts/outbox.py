"""The troubles that people were told of, and those that still have to be delivered.

Belongs here: remembering both in one note of the warehouse. Not here: how a message is sent (`sending`).
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from orchestration.settings import Settings
from orchestration.spotlight.alerts.sending import addresses_of, send, unusable
from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.files.note import read_note, write_note
from orchestration.spotlight.files.whole import write_whole

_NOTE = "alerts.json"
_LOCK = ".alerts.lock"
_LOCK_WAIT = 60.0
_RESERVE = "alerts.reserve"
_RESERVED_BYTES = 65_536
_FULL_DISK = "full disk"
"""How failures on a full disk are known: it stops each refresh at another file or step, until one comes through."""
_PATH = re.compile(r"""(?<![^\s"'(])/[^:"'\n]*""")
_NO_ROOM = tuple(os.strerror(number) for number in (errno.ENOSPC, errno.EDQUOT))
_STEPS = ("source_polls", "ledger", "warehouse", "release")
_ON_OTHER_DISKS = ("postgres_marts",)
_EMPTY: Mapping[str, Any] = {"told": {}, "failed": {}, "waiting": []}


def report_failure(settings: Settings, what: str, message: str) -> None:
    """Have people told why a run failed, unless they were told the same since it last succeeded."""
    if not (usable := _usable(settings)):
        return
    known_by, reason = what, message
    also_told: tuple[str, ...] = ()
    if what not in _ON_OTHER_DISKS and any(words in message for words in _NO_ROOM):
        named = _PATH.search(message)
        folder = Path(named[0]) if named else settings.warehouse_dir
        known_by = reason = f"{_FULL_DISK} {_disk(folder)}"
        also_told = (bytes_on(folder), files_on(folder))
    with _sent_now_if_not_noted(settings, usable, message), _changed(settings.warehouse_dir) as note:
        if note["failed"].get(known_by) != reason:
            note["failed"][known_by] = reason
            note["told"].update(dict.fromkeys(also_told, _now()))
            _add(note, usable, message)


def report_success(settings: Settings, *what: str) -> None:
    """A later failure for the same reason is a new trouble. A refresh that came through had room on every disk."""

    def is_over(known_by: str) -> bool:
        return known_by in what or (_STEPS[-1] in what and known_by.startswith(_FULL_DISK))

    if any(map(is_over, _note(settings.warehouse_dir)["failed"])):
        with _changed(settings.warehouse_dir) as note:
            note["failed"] = {one: reason for one, reason in note["failed"].items() if not is_over(one)}


def report_nothing_new(settings: Settings) -> None:
    """A refresh that finds nothing new is a success, although none of its steps has run."""
    report_success(settings, *_STEPS)


def bytes_on(folder: Path) -> str:
    """How too little room on a folder's disk is known, so that each disk is told once."""
    return f"bytes on disk {_disk(folder)}"


def files_on(folder: Path) -> str:
    """How it is known that too few more files fit on a folder's disk."""
    return f"files on disk {_disk(folder)}"


def report_once(settings: Settings, message: str) -> None:
    """Have people told of something that happens once."""
    if usable := _usable(settings):
        with _sent_now_if_not_noted(settings, usable, message), _changed(settings.warehouse_dir) as note:
            _add(note, usable, message)


def tell(settings: Settings, troubles: Mapping[str, str]) -> str | None:
    """Send what is new among the open troubles (identity → message) and what could not be sent before.

    Returns which addresses could not be reached; what they have missed is sent by a later call. Addresses that cannot
    be used miss nothing; if there are no others, nobody is told and nothing is noted as told.
    """
    if not settings.alert_urls:
        return None
    usable = _usable(settings)
    with _changed(settings.warehouse_dir) as note:
        note["told"] = {key: at for key, at in note["told"].items() if key in troubles}
        for key, message in troubles.items():
            if usable and key not in note["told"]:
                note["told"][key] = _now()
                _add(note, usable, message)
        unreached = []
        for place, address in usable.items():
            missed = [one for one in note["waiting"] if _named(address) in one["left"]]
            if not missed:
                continue
            if send(settings, address, [one["message"] for one in missed]):
                for one in missed:
                    one["left"].remove(_named(address))
            else:
                unreached.append(str(place))
                for one in missed:
                    one["is_refused"] = True
        # An address that is no longer set, or cannot be used, misses nothing.
        known = {_named(address) for address in usable.values()}
        note["waiting"] = [one for one in note["waiting"] if known.intersection(one["left"])]
    if not unreached:
        return None
    return (
        f"The alert could not be sent to address {', '.join(unreached)} of SPOTLIGHT_ALERT_URLS; it is sent again "
        f"later. Check that the service can be reached."
    )


def undelivered(warehouse_dir: Path) -> tuple[int, str] | None:
    """How many alerts could not be delivered, and since when; None if there are none.

    Alerts that wait for their first attempt do not count.
    """
    waiting = [one for one in _note(warehouse_dir)["waiting"] if one.get("is_refused")]
    return (len(waiting), min(one["since"] for one in waiting)) if waiting else None


def _usable(settings: Settings) -> dict[int, str]:
    """The addresses that alerts can be sent to, by their place in the setting."""
    urls = settings.alert_urls
    wrong = unusable(urls) if urls else {}
    return {place: one for place, one in enumerate(addresses_of(urls or ""), 1) if one and one not in wrong}


def _add(note: dict[str, Any], usable: Mapping[int, str], message: str) -> None:
    left = [_named(address) for address in usable.values()]
    note["waiting"].append({"message": message, "since": _now(), "left": left})


def _write(warehouse_dir: Path, note: Mapping[str, Any]) -> None:
    """Write the note; on a full disk into the room set aside for it, else people are told the same again and again."""
    reserve = warehouse_dir / _RESERVE
    try:
        write_note(warehouse_dir / _NOTE, note)
    except OSError:
        if not reserve.exists():
            raise
        reserve.unlink()
        write_note(warehouse_dir / _NOTE, note)
    else:
        if not reserve.exists():
            with suppress(OSError):
                write_whole(reserve, os.urandom(_RESERVED_BYTES))  # random: some disks store zeros in no room


@contextmanager
def _sent_now_if_not_noted(settings: Settings, usable: Mapping[int, str], message: str) -> Iterator[None]:
    """On a disk without any room nothing can be noted for later."""
    try:
        yield
    except (OSError, UserError):
        for address in usable.values():
            send(settings, address, [message])


def _named(address: str) -> str:
    """An address in the note: a hash, since it may hold a password."""
    return hashlib.sha256(address.encode()).hexdigest()[:16]


def _disk(path: Path) -> int:
    """The number of the disk that holds a path, or would."""
    return next(one for one in (path, *path.parents) if os.access(one, os.F_OK)).stat().st_dev


def _now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M}"


def _note(warehouse_dir: Path) -> dict[str, Any]:
    note = read_note(warehouse_dir / _NOTE)
    return {name: note.get(name, type(empty)()) for name, empty in _EMPTY.items()}


@contextmanager
def _changed(warehouse_dir: Path) -> Iterator[dict[str, Any]]:
    """The note, written back if it was changed; one process at a time has it."""
    from filelock import FileLock, Timeout

    warehouse_dir.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(warehouse_dir / _LOCK, timeout=_LOCK_WAIT):
            before = read_note(warehouse_dir / _NOTE)
            note = _note(warehouse_dir)
            try:
                yield note
            finally:
                if note != before:
                    _write(warehouse_dir, note)
    except Timeout:
        raise UserError(f"{warehouse_dir / _LOCK}: another process has been sending alerts for a minute.") from None
