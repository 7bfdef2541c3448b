"""Names of places, periods and figures in sentences.

Belongs here: names for people, made of plain values. Not here: where the values come from.
"""

from __future__ import annotations

from datetime import date

from orchestration.spotlight.domain.model import Basis


def period_name(period_start: date, period_end: date) -> str:
    """A calendar year as its number, any other period as its two days."""
    if (period_start.month, period_start.day, period_end.month, period_end.day) == (1, 1, 12, 31):
        if period_start.year == period_end.year:
            return str(period_start.year)
        return f"{period_start.year} to {period_end.year}"
    return f"{period_start} to {period_end}"


def day_name(day: date | None, basis: str | None) -> str:
    """A date of a vintage as shown to readers: with `≤` if it is only the latest possible day."""
    return f"{day}" if day is None or basis == Basis.PRINTED else f"≤ {day}"


def figure_name(measure: str, category: str) -> str:
    """The measure, with its category unless that is the total."""
    words = measure if category == "total" else f"{measure}, {category}"
    return words.replace("_", " ")


def value_name(value: int | None, value_status: str | None) -> str:
    """The number, or its status in words."""
    if value is not None:
        return f"{value:,}"
    return value_status.replace("_", " ") if value_status else "nothing"
