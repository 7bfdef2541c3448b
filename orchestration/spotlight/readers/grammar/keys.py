"""What lists of keys and values call the place, the days and the accuracy date: in sheets, catalogues and exports.

Belongs here: names of keys. Not here: what a value says (titles, sheets, separated rows), which values agree (entries).
"""

from __future__ import annotations

OF_PLACES = frozenset(
    ("geographic coverage", "geography", "jurisdiction", "place", "spatial coverage", "state", "state or territory")
)
FIRST_DAYS = frozenset(
    ("begin", "begin date", "coverage start", "date from", "first day", "first day of period", "from", "from date",
     "period begin", "period from", "period start", "start", "start date", "temporal coverage start",
     "temporal coverage: start")
)  # fmt: skip
LAST_DAYS = frozenset(
    ("coverage end", "date to", "end", "end date", "last day", "last day of period", "period end", "period through",
     "period to", "temporal coverage end", "temporal coverage: end", "through", "to", "to date")
)  # fmt: skip
DAYS_OF_ACCURACY = frozenset(
    (
        "accurate as of",
        "accurate on",
        "accurate through",
        "current as of",
        "data accurate as of",
        "data current as of",
        "figures accurate as of",
    )
)
DAYS_OF_EXPORTS = DAYS_OF_ACCURACY | {"as of", "as of date", "last updated", "released", "updated"}
"""Heads of columns of days in an export; some name no accuracy date."""
OF_CATALOGUES = frozenset(
    ("access", "access level", "contact", "created", "dataset", "doi", "file format",
     "format", "frequency", "identifier", "language", "last modified", "last updated", "license", "modified", "owner",
     "provider", "published", "records", "rights", "rows", "size", "source", "tags",
     "update frequency", "updated", "version")
)  # fmt: skip
"""Other keys of a dataset's description, none of which says what its figures are of."""


def key_of(text: str) -> str:
    """A key as the sets above write it: `Period_Start:` is `period start`."""
    return " ".join(text.replace("_", " ").strip(" :").casefold().split())
