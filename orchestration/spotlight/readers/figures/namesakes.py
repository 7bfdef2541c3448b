"""Places that have the name of a state: Georgia in the Caucasus, Washington as the city.

Belongs here: what a document says anywhere that makes a name that of another place. Not here: which place its figures
are of (particulars).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orchestration.spotlight.readers.refusals import Refusal, refusal_at
from orchestration.spotlight.readers.tree.lines import Line, Role

_CITY_OF = {"US-WA": "US-DC"}
"""A state, and the place whose city has its name."""


def namesakes(lines: Sequence[Line], places: set[str | None], first: float) -> Iterator[Refusal]:
    """Lines that name what a place of the figures is only in another sense: `Tbilisi` on a page of Georgia.

    Such words are seed lines of the kind `other_place`, with the state as their meaning. A city's name heads the
    figures only above the `first` of them; below they are an address.
    """
    cities = {_CITY_OF[place] for place in places if place in _CITY_OF} - places
    for line in lines:
        parts = (line, *line.captions)
        words = [
            phrase.text
            for part in parts
            for phrase in part.phrases
            if phrase.kind == "other_place" and phrase.entry is not None and phrase.entry.meaning in places
        ]
        heads = [part for part in parts if part.role is Role.HEADING and line.top < first]
        words += [part.text for part in heads if not cities.isdisjoint(part.said.places)]
        if words:
            yield refusal_at(
                line,
                None,
                "jurisdiction_ambiguous",
                f"{words[0]!r} says that the place of the figures may be another one of the same name than "
                f"{', '.join(sorted(filter(None, places)))}. If it is the state, write the figures as CSV.",
            )
