"""Breakdowns other than by type and channel: headings of venues, ages, languages.

Belongs here: the words for such breakdowns, headings with no other words, totals below them. Not here: how far
headings reach (paths).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from orchestration.spotlight.domain.vocabulary import Label
from orchestration.spotlight.readers.grammar.words import BETWEEN_TOTAL_AND_PARTS
from orchestration.spotlight.readers.tree.headings import Heading
from orchestration.spotlight.readers.tree.lines import TOUCHING, Line, Role

_DIMENSIONS = frozenset(
    ("access points", "age", "age group", "age groups", "ages", "caller type", "caller types", "citizenship",
     "country of origin", "demographics", "destination", "ethnicity", "gender", "genders", "how callers heard",
     "immigration status",
     "industries", "industry", "language", "languages", "location", "locations", "means of control", "nationalities",
     "nationality", "outcomes", "proximity", "race", "race/ethnicity", "recruitment", "relationship", "relationships",
     "risk factors", "sub-types", "subtypes", "top industries", "top venues", "transportation", "venue", "venues",
     "vulnerabilities", "ways", "ways the hotline was found")
)  # fmt: skip
"""Breakdowns whose rows may be lost. `Minors` is not one: it says whom the figures below it count."""
_AMONG_PEOPLE = frozenset(
    ("and", "businesses", "identified", "in", "involved", "or", "the", "these", "trafficking", "victims", "traffickers")
)
_BESIDE_PEOPLE = frozenset(("businesses", "calls", "contacts", "signals", "texts"))
_BETWEEN_PARTS = re.compile(r",? and |, ")
_PEOPLE = frozenset(("people", "persons", "individuals"))


def is_empty_breakdown(heading: Heading) -> bool:
    is_open = heading.has_numbers or heading.is_parent or heading.names_place or heading.names_period
    return not is_open and is_of_dimension(heading)


def is_of_dimension(heading: Heading) -> bool:
    words = [text.casefold() for _, text in heading.said.outside]
    is_known = not heading.said.unknown and all(kind == "other_breakdown" for kind, _ in heading.said.outside)
    return bool(words) and is_known and _DIMENSIONS.issuperset(words)


def names_people(text: str) -> bool:
    """Whether a text names only people, victims and traffickers among them: `People`, `Nevada 2020: people`."""
    words = frozenset(text.casefold().strip(" :").rpartition(":")[2].split())
    return not _PEOPLE.isdisjoint(words) and words <= _PEOPLE | _AMONG_PEOPLE


def lists_people(text: str) -> bool:
    """Whether a text is a list of people and of what stands below it beside them: `People, businesses and calls`."""
    parts = frozenset(_BETWEEN_PARTS.split(text.casefold()))
    return not _PEOPLE.isdisjoint(parts) and parts <= _PEOPLE | _BESIDE_PEOPLE


def heads_lost_drawing(heading: Heading, below: Line) -> bool:
    """Whether it heads a drawing that left no text: `Locations of Trafficking`, apart from the total below it."""
    is_marked = heading.level is not None or bool(heading.groups)
    is_apart = heading.line.gap_to(below) >= TOUCHING
    return not is_marked and is_apart and heading.line.text.casefold().startswith("location")


def has_parts(lines: Sequence[Line], at: int) -> bool:
    """Whether a line states a total and the next label below it is one of its parts."""
    total = _total_of(lines[at])
    if total is None or not lines[at].counts:
        return False
    below = takewhile(lambda line: line.role not in (Role.HEADING, Role.TABLE), lines[at + 1 :])
    label = next((line.labels[0].label for line in below if line.labels), None)
    return label is not None and label.measure == total.measure and label.category != "total"


def ends_parts(line: Line, heading: Heading, above_heading: Line | None) -> bool:
    """Whether a total ends the parts below `of these:`, since it counts another measure than the total above that."""
    is_between = heading.line.wording.casefold() in BETWEEN_TOTAL_AND_PARTS and heading.has_content
    total, divided = _total_of(line), _total_of(above_heading) if above_heading is not None else None
    return is_between and total is not None and divided is not None and total.measure != divided.measure


def names_total(lines: Sequence[Line], at: int) -> bool:
    """Whether a line names a total, or is a number above the name of a total."""
    if lines[at].labels:
        return _total_of(lines[at]) is not None
    return any(_total_of(line) is not None for line in lines[at + 1 : at + 2])


def has_rows(lines: Sequence[Line], heading: int, at: int) -> bool:
    """Whether a row with a number (a venue, an age, a language) stands below a heading, before or after line `at`."""
    end = next((one for one in range(at, len(lines)) if lines[one].role is Role.HEADING), len(lines))
    below = lines[heading + 1 : end]
    labelled = [line.role is Role.FIGURES and bool(line.labels) for line in below]
    return any(
        line.role in (Role.ITEM, Role.TABLE) or (line.counts and not any(labelled[max(0, place - 1) : place + 2]))
        for place, line in enumerate(below)
    )


def _total_of(line: Line) -> Label | None:
    label = line.labels[0].label if len(line.labels) == 1 else None
    return label if label is not None and label.category == "total" else None
