"""Reference seeds that only the tables use: a line that dbt could not load is refused before anything is written.

Belongs here: what a line of such a seed must be. Not here: seeds that decide how documents are read (vocabulary).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date

Rows = Sequence[tuple[int, dict[str, str]]]
Fault = Callable[[str, int, str, str], Exception]
"""Table, line, what was found and how to fix it → the error to raise."""


def check_series_breaks(rows: Rows, measures: Collection[str], fault: Fault) -> None:
    """Raise at the first break that names no measure, day or source, or stands there twice."""
    seen = set()
    for line, row in rows:
        if row["measure"] not in measures:
            raise fault("series_breaks", line, f"unknown measure {row['measure']!r}", "Use one of measures.csv.")
        if not _is_date(row["starts_on"]):
            raise fault("series_breaks", line, f"starts_on {row['starts_on']!r} is not a day", "Use YYYY-MM-DD.")
        if row["is_comparable"] not in ("true", "false"):
            raise fault(
                "series_breaks", line, f"is_comparable {row['is_comparable']!r} is neither true nor false", "Use one."
            )
        if not row["description"] or not row["source"]:
            raise fault(
                "series_breaks", line, "has no description or no source", "Say what changed and where that was said."
            )
        key = (row["measure"], row["starts_on"])
        if key in seen:
            raise fault("series_breaks", line, f"{key[0]} on {key[1]} is listed twice", "Make it one line.")
        seen.add(key)


def check_populations(rows: Rows, jurisdictions: Collection[str], fault: Fault) -> None:
    """Raise at the first line that is not one place and year with a number of inhabitants."""
    seen = set()
    for line, row in rows:
        if row["jurisdiction_code"] not in jurisdictions:
            raise fault(
                "populations", line, f"unknown code {row['jurisdiction_code']!r}", "Use one of jurisdictions.csv."
            )
        for column in ("year", "population"):
            if not re.fullmatch(r"[1-9][0-9]*", row[column]):
                raise fault(
                    "populations", line, f"{column} {row[column]!r} is not a whole number", "Write digits only."
                )
        key = (row["jurisdiction_code"], row["year"])
        if key in seen:
            raise fault("populations", line, f"{key[0]} in {key[1]} is listed twice", "Remove one of the lines.")
        seen.add(key)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
