"""The parts of a document that are reports of their own: one for each place and year that a title names.

Belongs here: where a part begins and ends. Not here: what it states (particulars, matching).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.spotlight.readers.layout import ItemKind, Line, LineKind
from orchestration.spotlight.readers.places import find_mentions
from orchestration.spotlight.readers.words import Wordings, years_of

_SHORT = 6
"""Words of a heading that names a place and is no title: `United States Totals`."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines that follow each other, and the titles above them that hold for them too."""

    number: int
    start: int
    end: int
    lines: tuple[Line, ...]
    above: tuple[Line, ...] = ()
    last_figure: int = -1


def split_parts(lines: Sequence[Line], wordings: Wordings) -> list[Part]:
    """The parts of a document: a single one, unless titles name several places or years, with figures below."""
    titles = [(at, *_title(line, wordings)) for at, line in enumerate(lines)]
    titles = [(at, place, year) for at, place, year in titles if place or year]
    starts = _starts(titles, lines)
    if len(starts) < 2:
        return [_part(0, 0, len(lines), lines)]
    if any(_has_figures(line) for line in lines[: starts[0][0]]):
        starts.insert(0, (0, False))
    parts = []
    shared: tuple[Line, ...] = tuple(line for line in lines[: starts[0][0]] if line.kind is LineKind.HEADING)
    place_title: tuple[Line, ...] = ()
    for number, (start, has_place) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(lines)
        # A year below a place is of that place; what stands above the first part holds for all.
        above = shared if has_place else (*shared, *place_title)
        parts.append(_part(number, start, end, lines, above))
        if has_place:
            place_title = (lines[start],)
    return parts


def _starts(titles: Sequence[tuple[int, str | None, int | None]], lines: Sequence[Line]) -> list[tuple[int, bool]]:
    """Where the place or the year changes: only between figures, and only if more than one is named."""
    places = {place for _, place, _ in titles if place}
    years = {year for _, _, year in titles if year}
    starts: list[tuple[int, bool]] = []
    place: str | None = None
    year: int | None = None
    since = 0
    for at, new_place, new_year in titles:
        has_figures = any(_has_figures(line) for line in lines[since:at])
        changes_place = new_place is not None and new_place != place and len(places) > 1
        changes_year = new_year is not None and new_year != year and len(years) > 1
        if changes_place or changes_year:
            if starts and not has_figures:
                place, year = new_place or place, new_year or year
                continue
            starts.append((at, changes_place))
            since = at
        place, year = new_place or place, new_year or (None if changes_place else year)
    return starts


def _title(line: Line, wordings: Wordings) -> tuple[str | None, int | None]:
    """The place and the year that a heading puts above what follows."""
    if line.kind is not LineKind.HEADING or wordings.find("other_period", line.text):
        return None, None
    has_title = bool(wordings.find("title", line.text))
    mentions = find_mentions(line.text, wordings)
    place = None
    if len({mention.code for mention in mentions}) == 1 and not any(mention.is_part for mention in mentions):
        is_short = len(line.words) <= _SHORT and not line.has(ItemKind.NUMBER)
        place = mentions[0].code if has_title or is_short else None
    years = set(years_of(line.text)) if has_title else set()
    return place, years.pop() if len(years) == 1 else None


def _part(number: int, start: int, end: int, lines: Sequence[Line], above: tuple[Line, ...] = ()) -> Part:
    figures = [at for at in range(start, end) if _has_figures(lines[at])]
    return Part(number, start, end, tuple(lines[start:end]), above, figures[-1] if figures else -1)


def _has_figures(line: Line) -> bool:
    return line.kind is LineKind.TABLE or (
        line.kind is LineKind.FIGURES and line.has(ItemKind.NUMBER, ItemKind.STATUS, ItemKind.LABEL)
    )
