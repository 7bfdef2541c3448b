"""The place and the period in the context of a number, or a refusal if its parts contradict each other.

Belongs here: headings, heads and the number's own line. Not here: sentences and the sidecar (particulars).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from orchestration.spotlight.readers.figures.model import Candidate, Figure, LeftOut, Part
from orchestration.spotlight.readers.grammar.dates import Period, could_mean
from orchestration.spotlight.readers.grammar.lexicon import NATION, PLACE
from orchestration.spotlight.readers.grammar.meanings import period_of
from orchestration.spotlight.readers.grammar.phrases import LABELS
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.refusals import Refusal, refusal_at

_RANGE = re.compile(
    r"\b(?:by state|states|places|jurisdictions)(?: and territories)?(?:, (?:19|20)[0-9]{2})?[,:(]? ?"
    r"[A-Z][\w .]{2,20} (?:to|through|-) [A-Z]",
    re.IGNORECASE,
)
"""`States, Alabama to New Hampshire` above a table whose rows name each."""


def place_of(candidate: Candidate) -> str | Refusal | None:
    """The place of the innermost part that names one; a refusal if a part has several or contradicts those above."""
    above: str | None = None
    is_in_section = is_of_head = False
    for at, part in enumerate(candidate.parts):
        places = part.said.places
        inner = [one for one in candidate.parts[at + 1 :] if one.is_head or not one.is_own]
        named = {place for one in inner for place in one.said.places}
        is_range = bool(_RANGE.search(part.text)) and any(one.is_head and one.said.places for one in inner)
        if len(places) > 1 and len(named) == 1 and (is_range or (named <= set(places) and _decides(inner))):
            # `Ohio and Iowa` above a section for each, or a table with a column for each: these decide.
            continue
        if len(places) > 1:
            return refusal_at(
                part.line,
                None,
                "jurisdiction_ambiguous",
                f"{part.text!r} names {' and '.join(places)}, so that the place of its figures cannot be told. "
                "Expected one state, territory or the nation; write the figures as CSV, one place each.",
            )
        if not places:
            continue
        # `Georgia Spotlight` above a table with the caption `Florida: trafficking cases`, or `Florida` after a number.
        is_behind = not part.is_head and any(before.is_head for before in candidate.parts[:at])
        is_other = above not in (None, places[0]) and (
            part.is_own
            or is_behind
            or (part.is_caption and above != NATION)
            or (part.is_head and above != NATION and _names_place_behind_label(part))
            # `Ohio` above a column and `Iowa` before its row.
            or (part.is_head and (is_in_section or is_of_head))
        )
        if is_other:
            return refusal_at(
                part.line,
                None,
                "jurisdiction_ambiguous",
                f"The figure is of {places[0]}, and the headings above it are of {above}. Expected one place in a "
                "report; write the figures as CSV if the document holds those of several places.",
                candidate.text,
            )
        is_in_section |= part.is_section
        is_of_head |= part.is_head and not part.is_caption
        # A part nearer to the number may name another place: `Missouri › National Hotline in the U.S.`
        above = places[0]
    return above


def _names_place_behind_label(part: Part) -> bool:
    """`Phone calls from Florida` in a row below `Georgia Spotlight`, but not `Florida | Phone calls`."""
    kinds = [phrase.kind for phrase in part.line.phrases]
    label = next((at for at, kind in enumerate(kinds) if kind in LABELS), len(kinds))
    return PLACE in kinds[label:]


def _decides(parts: Sequence[Part]) -> bool:
    """Whether heads, or a section of one place and nothing else, decide below a title of several places.

    `Maine and its neighbor`, or `Totals` behind the section of Maine, may be of both.
    """
    sections = [part for part in parts if not part.is_head]
    first = next((at for at, part in enumerate(sections) if part.said.places), None)
    if first is None or any(part.is_head and part.said.places for part in parts):
        return True
    is_alone = all(phrase.kind in (PLACE, Kind.YEAR, Kind.RECOGNISED) for phrase in sections[first].line.phrases)
    level = sections[first].line.level
    inner = sections[first + 1 :]
    are_inside = all(part.line.level is None or level is None or part.line.level > level for part in inner)
    return is_alone and are_inside and not any(part.said.unknown or part.said.has("sum") for part in inner)


def titles_of_other_places(figures: Sequence[Figure]) -> Iterator[Refusal]:
    """Refuse titles of which no figure of the document is: `Ohio` above rows that all name Kentucky."""
    places = {one.place for one in figures}
    refused: set[int] = set()
    for figure in figures:
        titles = (one for one in figure.candidate.parts if one.said.places and not one.is_own)
        for title in (one for one in titles if one.is_caption or not one.is_head):
            is_of_others = NATION not in title.said.places and places.isdisjoint(title.said.places)
            if is_of_others and id(title.line) not in refused:
                refused.add(id(title.line))
                yield refusal_at(
                    title.line,
                    None,
                    "jurisdiction_ambiguous",
                    f"{title.text!r} stands above the figures of {figure.place}, and no figure is of the place that it "
                    "names. Compare it with the publisher's document; write the figures as CSV if they are right.",
                )


def period_in_context(candidate: Candidate) -> tuple[Period | None, str] | Refusal | LeftOut:
    """The period of the innermost part that names one, and the text of an unclear time; outer parts must agree."""
    inner: Period | None = None
    inner_part: Part | None = None
    unclear = ""
    times: list[str] = []
    for part in reversed(candidate.parts):
        own = period_of(part.said)
        has_several = len(part.said.periods) + len(part.said.years) > 1 and own is None
        if own is not None and inner is None and not unclear:
            inner, inner_part = own, part
        elif own is not None and inner is not None and not _agree(inner, own, part):
            assert inner_part is not None
            if inner_part.is_head and own in candidate.periods:
                # A column for the previous year, beside the column for the title's year.
                continue
            return refusal_at(
                inner_part.line,
                None,
                "period_contradicts_title",
                f"{inner_part.text!r} is of {inner}, and {part.text!r} (line {part.line.number}) of {own}. Expected "
                "one period for a figure; compare it with the publisher's document.",
                candidate.text,
            )
        elif own is None and (part.said.unclear or has_several) and inner is None:
            unclear = unclear or part.text
            times += part.said.unclear
        elif own is not None and unclear and times and all(could_mean(text, own) for text in times):
            # The outer part defines the inner one: `SFY 2021-22` below `SFY 2021-22 (July 1, 2021 - June 30, 2022)`.
            inner, inner_part, unclear = own, part, ""
        elif own is not None and unclear:
            return LeftOut(candidate, f"{unclear!r} names a time that is not {own}")
    if unclear and any(part.is_head and part.text == unclear for part in candidate.parts):
        return LeftOut(candidate, f"{unclear!r} names no period with a first and last day")
    return inner, unclear


def _agree(inner: Period, outer: Period, part: Part) -> bool:
    """Whether one period contains the other, as a year its half-year; a head must be the longer one."""
    return (outer.start <= inner.start and inner.end <= outer.end) or (
        inner.start <= outer.start and outer.end <= inner.end and not part.is_head
    )
