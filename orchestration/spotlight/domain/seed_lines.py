"""The lines of a reference seed, and the message for a line that cannot be used.

Belongs here: reading CSV strictly, and what any column may have to be. Not here: what a line means.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orchestration.spotlight.domain.errors import UserError, raise_what_is_lacking


class BrokenReference(UserError):
    """A reference seed that cannot be used; the message names the file, the line and the fix."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a seed: column → text. Every method that checks raises `BrokenReference`."""

    file: Path
    number: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def fault(self, found: str, fix: str) -> BrokenReference:
        return BrokenReference(f"{self.file}, line {self.number}: {found}. {fix}")

    def one_of(self, column: str, known: Collection[str], listed_in: str | None = None) -> str:
        """The text of a column, which must be a known word: of those named, or of another seed."""
        if self[column] not in known:
            raise self.fault(f"unknown {column} {self[column]!r}", f"Use one of {listed_in or ', '.join(known)}.")
        return self[column]

    def day(self, column: str) -> date:
        try:
            found = date.fromisoformat(self[column])
        except ValueError:
            found = None
        if found is None or found.isoformat() != self[column]:
            raise self.fault(f"{column} {self[column]!r} is not a day", "Use YYYY-MM-DD.")
        return found

    def whole_number(self, column: str, pattern: str = "[1-9][0-9]*", expected: str = "a whole number") -> int:
        if not re.fullmatch(pattern, self[column]):
            raise self.fault(f"{column} {self[column]!r} is not {expected}", "Write digits only.")
        return int(self[column])


def require_unlisted(line: Line, key: Hashable, seen: Collection[object], words: str) -> None:
    """Raise `BrokenReference` if an earlier line had the key."""
    if key in seen:
        raise line.fault(f"{words} is listed twice", "Remove one of the lines.")


def read(file: Path) -> bytes:
    """The bytes of a seed."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise_what_is_lacking(error, file)
        raise BrokenReference(f"{file}: cannot be read ({error.strerror}). Restore it from the repository.") from error


def lines_of(file: Path, content: bytes, columns: Sequence[str]) -> list[Line]:
    """The lines of a seed that has these columns, each with as many fields as the header."""
    try:
        text = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        number = content[: error.start].count(b"\n") + 1
        raise BrokenReference(f"{file}, line {number}: is not UTF-8. Save the file as UTF-8.") from error
    reader = csv.reader(text, strict=True)
    found = []
    try:
        header = next(reader, [])
        if missing := [column for column in columns if column not in header]:
            raise BrokenReference(f"{file}, line 1: lacks the column {missing[0]}. Expected {', '.join(columns)}.")
        for row in filter(None, reader):
            if len(row) != len(header):
                raise BrokenReference(
                    f"{file}, line {reader.line_num}: does not have as many fields as the header. "
                    f"Put text that holds a comma in double quotes."
                )
            found.append(Line(file, reader.line_num, dict(zip(header, map(str.strip, row), strict=True))))
    except csv.Error as error:
        raise BrokenReference(f"{file}, line {reader.line_num}: {error}. Fix the quoting of this line.") from error
    return found
