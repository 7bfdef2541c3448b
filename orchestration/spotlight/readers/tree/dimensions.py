"""What numbers are divided by other than types and channels: headings of venues, ages, languages.

Belongs here: the words for such breakdowns, and headings of nothing else. Not here: how far headings reach (paths).
"""

from __future__ import annotations

from orchestration.spotlight.readers.tree.headings import Heading

_DIMENSIONS = frozenset(
    ("access points", "age", "age group", "age groups", "ages", "caller type", "caller types", "citizenship",
     "country of origin", "demographics", "destination", "ethnicity", "gender", "genders", "how callers heard",
     "immigration status",
     "industries", "industry", "language", "languages", "location", "locations", "means of control", "nationalities",
     "nationality", "outcomes", "proximity", "race", "race/ethnicity", "recruitment", "relationship", "relationships",
     "risk factors", "sub-types", "subtypes", "top industries", "top venues", "transportation", "venue", "venues",
     "vulnerabilities", "ways", "ways the hotline was found")
)  # fmt: skip
"""Breakdowns that may have lost their rows; `Minors` says whom the figures below it count."""


def is_empty_breakdown(heading: Heading) -> bool:
    is_open = heading.has_numbers or heading.is_parent or heading.names_place or heading.names_period
    return not is_open and is_of_dimension(heading)


def is_of_dimension(heading: Heading) -> bool:
    words = [text.casefold() for _, text in heading.said.outside]
    is_known = not heading.said.unknown and all(kind == "other_breakdown" for kind, _ in heading.said.outside)
    return bool(words) and is_known and _DIMENSIONS.issuperset(words)
