"""What a person has to mend, said to the person at the keyboard: our own exception, and what the disk refuses.

Belongs here: what stops a run and is not a fault of the program. Not here: refused reports, which stop nothing.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MENDS = {
    errno.ENOSPC: "Make room on that disk",
    errno.EDQUOT: "Make room on that disk, or have the quota raised",
    errno.EROFS: "Mount that file system for writing",
    errno.EACCES: "Give the user that runs this the right to read and write there",
    errno.EPERM: "Give the user that runs this the right to read and write there",
}


_OUT_OF_RESOURCES = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO)


class UserError(Exception):
    """Something a person has to mend before the run can go on; the message says what and how."""


def refused_by_the_disk(error: OSError, otherwise: Path | None = None) -> UserError:
    """Say which path the operating system refused (or where, if the error names none), why, and how to mend it."""
    path = error.filename2 or error.filename or otherwise  # of a copy: where to
    place = f"{path}: " if path is not None else ""
    mend = _MENDS.get(error.errno or 0, "Mend this")
    return UserError(
        f"{place}{error.strerror or error}. {mend}, then run `spotlight refresh` again; "
        f"what is published stays as it was."
    )


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Name the path when the disk refuses: the system's error on a write does not."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


def is_fault_of_the_machine(error: BaseException) -> bool:
    """Whether the machine had no memory, no file handle or a broken disk: no fault of the file that was read."""
    return any(
        isinstance(one, MemoryError) or (isinstance(one, OSError) and one.errno in _OUT_OF_RESOURCES)
        for one in _chain(error)
    )


def innermost_reason(error: BaseException) -> str:
    """The first error of a chain, by its kind and in its words."""
    *_, first = _chain(error)
    return f"{type(first).__name__}: {first}".partition("\n")[0].removesuffix(": ")


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error and what it came from."""
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__
