"""Places that share the name of a state: Georgia in the Caucasus, Washington as the city.

Belongs here: words anywhere in a document that show that such a place is meant. Not here: the place of its figures
(particulars).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from orchestration.spotlight.readers.grammar.towns import is_abbreviated
from orchestration.spotlight.readers.refusals import Refusal, refusal_at
from orchestration.spotlight.readers.tree.lines import Line, Role

_CITY_OF = {"US-WA": "US-DC"}
"""A state → the place with a city of the same name."""
_TOWN = re.compile(
    r"\b([A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)?), (?:([A-Z]{2}) [0-9]{5}\b|([A-Z][a-z]{1,4}|[A-Z]\. ?[A-Z])\.)"
)
"""`Wyoming, MI 49509`, `Nevada, Mo.`"""
_SIGNS = re.compile(r"[. ]")


def namesakes(
    lines: Sequence[Line], places: set[str | None], first: float, jurisdictions: Mapping[str, str]
) -> Iterator[Refusal]:
    """Refuse lines that show that a namesake of the figures' place is meant: `Tbilisi` on a page about Georgia.

    Such words are seed lines of the kind `other_place`, with the state as their meaning. The name of a city counts only
    in headings above the `first` figure; further down it is an address. `Nevada, Mo.` is a town anywhere.
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
        words += [town[0] for town in _TOWN.finditer(line.text) if _is_in_another_state(town, places, jurisdictions)]
        if words:
            yield refusal_at(
                line,
                None,
                "jurisdiction_ambiguous",
                f"{words[0]!r} says that the place of the figures may be another place with the name of "
                f"{', '.join(sorted(filter(None, places)))}. If it is the state, write the figures as CSV.",
            )


def _is_in_another_state(town: re.Match[str], places: set[str | None], jurisdictions: Mapping[str, str]) -> bool:
    """Whether a town has the name of a figures' place and lies in another state: `Wyoming, MI 49509`."""
    name, state = jurisdictions.get(town[1].casefold()), town[2] or town[3]
    # `Iowa.` ends a list of states.
    names_state = bool(town[2]) or is_abbreviated(state)
    code = jurisdictions.get(_SIGNS.sub("", state).casefold())
    is_same = code is not None and code in (name, _CITY_OF.get(name or ""))
    return name is not None and name in places and names_state and not is_same
