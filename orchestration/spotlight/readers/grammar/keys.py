"""What lists of keys and values call the place, the days and the accuracy date: in sheets, catalogues and exports.

Belongs here: names of keys. Not here: what a value says (titles, sheets, separated rows), which values agree (entries).
"""

from __future__ import annotations

OF_PLACES = frozenset(
    ("geographic coverage", "geography", "jurisdiction", "place", "spatial coverage", "state", "state or territory")
)
_OF_PERIODS = ("", "coverage ", "period ", "temporal coverage ", "temporal coverage: ")
FIRST_DAYS = frozenset(
    f"{of}{name}{date}" for of in _OF_PERIODS for name in ("begin", "from", "start") for date in ("", " date")
) | {"date from", "first day", "first day of period"}
LAST_DAYS = frozenset(
    f"{of}{name}{date}" for of in _OF_PERIODS for name in ("end", "through", "to") for date in ("", " date")
) | {"date to", "last day", "last day of period"}
DAYS_OF_ACCURACY = frozenset(
    f"{of}{is_} {when}{date}"
    for of in ("", "data ", "figures ")
    for is_ in ("accurate", "current")
    for when in ("as of", "on", "through")
    for date in ("", " date")
)
DAYS_OF_EXPORTS = DAYS_OF_ACCURACY | {"as of", "as of date", "last updated", "released", "updated"}
"""Heads of columns of days in an export; some name no accuracy date."""
OF_CATALOGUES = frozenset(
    ("access", "access level", "contact", "dataset", "doi", "file format", "format", "identifier", "language",
     "licence", "license", "owner", "provider", "publisher", "records", "rights", "rows", "size", "source", "tags",
     "version")
)  # fmt: skip
"""Other keys of a dataset's description. Their values may still say what the figures are of: `Tags: minors`."""
OF_EDITIONS = frozenset(
    (
        "created",
        "date posted",
        "frequency",
        "last modified",
        "last updated",
        "modified",
        "posted",
        "posted on this portal",
        "published",
        "update frequency",
        "updated",
        "transcribed",
        "uploaded",
        "date uploaded",
        "date added",
    )
)
"""Keys of such a description about its edition: their times are not those of the figures."""


def key_of(text: str) -> str:
    """A key as the sets above write it: `Period_Start:` is `period start`."""
    return " ".join(text.replace("_", " ").strip(" :").casefold().split())
