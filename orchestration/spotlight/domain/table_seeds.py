"""Reference seeds that only the tables use: a line that dbt could not load is refused before anything is written.

Belongs here: what a line of such a seed must be. Not here: seeds that decide how documents are read (vocabulary).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from orchestration.spotlight.domain.seed_lines import Line, require_unlisted


def check_series_breaks(lines: Iterable[Line], measures: Collection[str]) -> None:
    """Raise `BrokenReference` at the first break that names no measure, day or source, or is listed twice."""
    seen: set[tuple[str, date]] = set()
    for line in lines:
        key = (line.one_of("measure", measures, "measures.csv"), line.day("starts_on"))
        line.one_of("is_comparable", ("true", "false"))
        if not line["description"] or not line["source"]:
            raise line.fault("has no description or no source", "Say what changed and where that was said.")
        require_unlisted(line, key, seen, f"{key[0]} on {key[1]}")
        seen.add(key)


def check_populations(lines: Iterable[Line], jurisdictions: Collection[str]) -> None:
    """Raise `BrokenReference` at the first line that is not one place and year with a number of inhabitants."""
    seen: set[tuple[str, int]] = set()
    for line in lines:
        key = (line.one_of("jurisdiction_code", jurisdictions, "jurisdictions.csv"), line.whole_number("year"))
        line.whole_number("population")
        require_unlisted(line, key, seen, f"{key[0]} in {key[1]}")
        seen.add(key)
