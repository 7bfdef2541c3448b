"""Errors that a person has to fix: our own exception, and what the disk refuses.

Belongs here: faults that stop a run and are not bugs. Not here: refused reports, which do not stop a run.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FIXES = {
    errno.ENOSPC: "Make room on that disk",
    errno.EDQUOT: "Make room on that disk, or have the quota raised",
    errno.EROFS: "Mount that file system for writing",
    errno.EACCES: "Give the user that runs this the right to read and write there",
    errno.EPERM: "Give the user that runs this the right to read and write there",
    errno.EMFILE: "Raise the limit on open files (ulimit -n)",
    errno.ENFILE: "End other programs, or raise the machine's limit on open files",
    errno.ENOMEM: "End other programs, or give the machine more memory",
}


_OUT_OF_RESOURCES = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO)
_LACKING = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOSPC, errno.EDQUOT)
_OUT_OF_MEMORY = "Out of Memory Error"
"""DuckDB's words; the system's are another."""


class UserError(Exception):
    """Something a person has to fix before the run can continue. The message says what and how."""


class WrongUsage(UserError):
    """The command or a setting asks for something that cannot be done."""


def refused_by_the_disk(error: OSError, otherwise: Path | None = None) -> UserError:
    """Name the path that the operating system refused, the reason, and the fix."""
    path = error.filename2 or error.filename or otherwise  # of a copy: the destination
    place = f"{path}: " if path is not None else ""
    fix = _FIXES.get(error.errno or 0, "Fix this")
    return UserError(
        f"{place}{error.strerror or error}. {fix}, then run `spotlight refresh` again. "
        f"The current release is unchanged."
    )


def told_by_the_disk(message: str, path: Path) -> OSError | None:
    """The system's error that a library put into its message without the file; with a path near it."""
    numbers = (*_FIXES, *_OUT_OF_RESOURCES)
    return next((OSError(one, os.strerror(one), str(path)) for one in numbers if os.strerror(one) in message), None)


def raise_what_is_lacking(error: Exception, path: Path) -> None:
    """Raise the system's error if a library met a lack of memory, file handles or room: the file may be whole."""
    message = os.strerror(errno.ENOMEM) if _OUT_OF_MEMORY in str(error) else str(error)
    refused = told_by_the_disk(message, path)
    if refused is not None and refused.errno in _LACKING:
        raise refused from error


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Add the path to an error of the disk: the system's error on a write lacks it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


class MachineFault(Exception):
    """The machine could not read a document now. The document may be good and is read again later."""


def is_fault_of_the_machine(error: BaseException) -> bool:
    """Whether the machine is at fault, not the file: out of memory or file handles, or a broken disk."""
    return any(
        isinstance(one, (MemoryError, MachineFault)) or (isinstance(one, OSError) and one.errno in _OUT_OF_RESOURCES)
        for one in _chain(error)
    )


def fixable_part(error: BaseException) -> UserError | OSError | None:
    """What a person can fix of an error that a library wrapped."""
    return next((one for one in _chain(error) if isinstance(one, (UserError, OSError))), None)


def innermost_reason(error: BaseException) -> str:
    """The first error of a chain: its type and its message."""
    *_, first = _chain(error)
    return f"{type(first).__name__}: {first}".partition("\n")[0].removesuffix(": ")


def first_line(error: BaseException) -> str:
    """The first line of a library's message: the others show the query."""
    return str(error).partition("\n")[0]


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error and its causes."""
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__
