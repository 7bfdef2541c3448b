"""Plain documents whose figures stand in tables.

Belongs here: tables that a careful person reads without doubt. Not here: tables that mislead (trap_tables).
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.corpus import pages, parts, wordings
from tests.corpus.parts import Cell, Draft, Heading, Paragraph, Table, table
from tests.corpus.registry import Story, plain, read
from tests.corpus.truth import CASES, CHANNELS, HEADLINE, SIGNALS, STATES, TYPES, Item, Report, World, both

_TITLES = (
    "National Human Trafficking Hotline Statistics by State",
    "Hotline Statistics by State",
    "Statistics by State",
    "Human trafficking by state",
    "State statistics",
)
_PLACE_HEADS = ("State", "State", "State/Territory", "Jurisdiction", "")


def _states(world: World, items: Sequence[Item], count: int | None = None, year: int | None = None) -> list[Report]:
    """Reports of several states for one year as of one day."""
    count = count or world.rng.randint(3, 9)
    places = sorted(world.sample(STATES, count), key=lambda place: place.name)
    first = world.report(items, places[0], year)
    return [first, *(world.report(items, place, first.year, as_of=first.as_of) for place in places[1:])]


def _cells(world: World, report: Report, items: Sequence[Item]) -> list[str]:
    return [wordings.number(world, report.values[item]) for item in items]


def _below(world: World, report: Report, *body: parts.Part, title: str = "") -> Draft:
    """A page of several states whose sentence or heading says period and date."""
    draft = Draft([Heading(title or world.pick(_TITLES), 1)])
    if world.chance(0.5):
        return draft.add(Paragraph(wordings.whole_line(world, report)), *body)
    draft.add(Heading(wordings.year_title(world, report), 2))
    return draft.add(*body, Paragraph(wordings.as_of_line(world, report)))


@plain()
def table_of_labels(world: World, ending: str) -> Story:
    """A row for each figure."""
    report = world.report()
    rows = [list(pages.pair(world, report, item)) for item in report.values]
    head = [[world.pick(("", "Measure", "Category", "Statistic")), world.pick(("Number", "Count", "Total", "Value"))]]
    has_head = world.chance(0.6)
    body = table([*(head if has_head else []), *rows], head_rows=int(has_head))
    return read(pages.page(world, report, [body]), report.figures())


@plain()
def transposed_table(world: World, ending: str) -> Story:
    """Labels in the head row, the values below."""
    report = world.report(world.pick(((CASES, *TYPES), (*TYPES, CASES), CHANNELS, HEADLINE)))
    items = list(report.values)
    heads = [wordings.label(world, item) for item in items]
    body = table([heads, _cells(world, report, items)], head_columns=0)
    return read(pages.page(world, report, [body]), report.figures())


@plain()
def states_down_measures_across(world: World, ending: str) -> Story:
    items = world.pick(((SIGNALS, CASES), (CASES, *TYPES), (*TYPES, CASES), (CASES, HEADLINE[0]), CHANNELS))
    reports = _states(world, items)
    heads = [world.pick(_PLACE_HEADS), *(wordings.label(world, item) for item in items)]
    rows = [[report.place.name, *_cells(world, report, items)] for report in reports]
    return read(_below(world, reports[0], table([heads, *rows])), both(*reports))


@plain()
def states_with_shares(world: World, ending: str) -> Story:
    """The publisher's table: counts and, beside each, its share of the whole."""
    items = (SIGNALS, CASES)
    reports = _states(world, items)
    heads = ["State", "Signals received", "% of total signals", "Cases identified", "% of total cases"]
    rows = [
        [report.place.name, *(text for cell in _cells(world, report, items) for text in (cell, _share(world)))]
        for report in reports
    ]
    return read(_below(world, reports[0], table([heads, *rows])), both(*reports))


def _share(world: World) -> str:
    return f"{world.rng.randint(0, 20)}.{world.rng.randint(0, 99):02}%"


@plain()
def states_across(world: World, ending: str) -> Story:
    items = world.pick(((CASES, *TYPES), (SIGNALS, CASES), CHANNELS))
    reports = _states(world, items, world.rng.randint(2, 4))
    heads = ["", *(report.place.name for report in reports)]
    rows = [
        [wordings.label(world, item), *(wordings.number(world, report.values[item]) for report in reports)]
        for item in items
    ]
    return read(_below(world, reports[0], table([heads, *rows])), both(*reports))


@plain()
def states_by_years(world: World, ending: str) -> Story:
    """The measure stands in the title or in the caption only."""
    item, words = world.pick(
        (
            (CASES, ("Human Trafficking Cases by State", "Trafficking cases by state and year", "Cases by State")),
            (SIGNALS, ("Signals by State", "Signals received by state and year")),
            (HEADLINE[0], ("Victims Identified by State",)),
        )
    )
    years = list(range(world.rng.randint(2015, 2020), world.rng.randint(2021, 2024)))
    newest = _states(world, [item], year=years[-1])
    reports = [world.report([item], report.place, year, as_of=report.as_of) for report in newest for year in years]
    rows = [
        [newest[at // len(years)].place.name, *(_cells(world, r, [item])[0] for r in reports[at : at + len(years)])]
        for at in range(0, len(reports), len(years))
    ]
    grid = [[world.pick(_PLACE_HEADS), *map(str, years)], *rows]
    draft = Draft()
    if world.chance(0.5):
        draft.add(Heading(world.pick(words), 1), table(grid))
    else:
        draft.add(Heading("National Human Trafficking Hotline Statistics", 1), table(grid, caption=world.pick(words)))
    return read(draft.add(Paragraph(wordings.as_of_line(world, newest[0]))), both(*reports))


@plain()
def years_across(world: World, ending: str) -> Story:
    """One place, its years as columns."""
    items = world.pick(((CASES, *TYPES), (CASES, *HEADLINE), CHANNELS, (SIGNALS, CASES)))
    place, last = world.place(), world.rng.randint(2017, 2024)
    newest = world.report(items, place, last)
    years = list(range(last - world.rng.randint(1, 3), last + 1))
    if world.chance(0.3):
        years.reverse()
    reports = [world.report(items, place, year, as_of=newest.as_of) for year in years]
    heads = (
        ["", *(wordings.days(world, r.start, r.end) for r in reports)] if world.chance(0.15) else ["", *map(str, years)]
    )
    rows = [
        [wordings.label(world, item), *(wordings.number(world, report.values[item]) for report in reports)]
        for item in items
    ]
    draft = Draft([Heading(wordings.title(world, place), 1), table([heads, *rows])])
    return read(draft.add(Paragraph(wordings.as_of_line(world, newest))), both(*reports))


@plain()
def years_down(world: World, ending: str) -> Story:
    items = world.pick(((CASES, *TYPES), (CASES, *HEADLINE), (SIGNALS, CASES)))
    place, last = world.place(), world.rng.randint(2017, 2024)
    newest = world.report(items, place, last)
    years = range(last - world.rng.randint(2, 4), last + 1)
    reports = [world.report(items, place, year, as_of=newest.as_of) for year in years]
    rows = [[str(report.year), *_cells(world, report, items)] for report in reports]
    heads = ["Year", *(wordings.label(world, item) for item in items)]
    draft = Draft([Heading(wordings.title(world, place), 1), table([heads, *rows])])
    return read(draft.add(Paragraph(wordings.as_of_line(world, newest))), both(*reports))


@plain("html", "pdf")
def heads_in_two_rows(world: World, ending: str) -> Story:
    """Years over measures, or a group over its types."""
    if world.chance(0.5):
        items = world.pick(((SIGNALS, CASES), (CASES, HEADLINE[0])))
        newest = _states(world, items)
        years = (newest[0].year - 1, newest[0].year)
        reports = [world.report(items, report.place, year, as_of=report.as_of) for report in newest for year in years]
        words = [wordings.label(world, item) for item in items]
        top = [Cell("State", True, rows=2), *(Cell(str(year), True, columns=len(items)) for year in years)]
        under = [Cell(word, True) for _ in years for word in words]
        rows = [
            [Cell(newest[at // 2].place.name, True)]
            + [Cell(text) for report in reports[at : at + 2] for text in _cells(world, report, items)]
            for at in range(0, len(reports), 2)
        ]
        body = Table(tuple(map(tuple, [top, under, *rows])), 2)
        draft = Draft([Heading(world.pick(_TITLES), 1), body, Paragraph(wordings.as_of_line(world, newest[0]))])
        return read(draft, both(*reports))
    items = (*TYPES, *CHANNELS[:2])
    reports = _states(world, items)
    top = [Cell("State", True, rows=2), Cell("Cases by type", True, columns=4), Cell("Contacts", True, columns=2)]
    words = ("Sex", "Labor", "Sex & Labor", "Not Specified", "Phone Calls", "Webforms")
    rows = [[Cell(r.place.name, True), *(Cell(text) for text in _cells(world, r, items))] for r in reports]
    body = Table(tuple(map(tuple, [top, [Cell(word, True) for word in words], *rows])), 2)
    return read(_below(world, reports[0], body), both(*reports))


@plain()
def change_columns(world: World, ending: str) -> Story:
    """Two years and, beside them, what changed: a difference and a share, which are no figures."""
    items = world.pick(((CASES, *TYPES), CHANNELS, (SIGNALS, CASES, HEADLINE[0])))
    place, last = world.pick(STATES), world.rng.randint(2017, 2024)
    newest = world.report(items, place, last)
    before = world.report(items, place, last - 1, as_of=newest.as_of)
    change = world.pick(("Change", "Difference", "+/-", "Change from {}", "Increase/Decrease")).format(last - 1)
    percent = world.pick(("% change", "Percent change", "% Change"))
    rows = []
    for item in items:
        old, new = before.values[item], newest.values[item]
        share = f"{(new - old) / max(1, old) * 100:+.1f}%"
        rows.append([wordings.label(world, item), f"{old:,}", f"{new:,}", f"{new - old:+,}", share])
    draft = Draft([Heading(wordings.title(world, place), 1)])
    draft.add(table([["", str(last - 1), str(last), change, percent], *rows]))
    return read(draft.add(Paragraph(wordings.as_of_line(world, newest))), both(before, newest))


@plain()
def place_in_the_caption(world: World, ending: str) -> Story:
    """Two tables on one page, each with its place and year in the caption."""
    items = world.pick(((CASES, *TYPES), CHANNELS, (CASES, *HEADLINE)))
    reports = _states(world, items, 2)
    form = world.pick(
        ("{place}, {year}", "{place} {year}", "Table {at}. {place}, {year}", "{place}: {year} statistics")
    )
    draft = Draft([Heading("National Human Trafficking Hotline Statistics", 1)])
    for at, report in enumerate(reports):
        rows = [list(pages.pair(world, report, item)) for item in items]
        caption = form.format(place=report.place.name, year=report.year, at=at + 1)
        draft.add(table(rows, head_rows=0, caption=caption))
    return read(draft.add(Paragraph(wordings.as_of_line(world, reports[0]))), both(*reports))


@plain()
def heads_on_each_page(world: World, ending: str) -> Story:
    items = world.pick(((SIGNALS, CASES), (CASES, *TYPES)))
    reports = _states(world, items, world.rng.randint(12, 30))
    heads = ["State", *(wordings.label(world, item) for item in items)]
    rows = [[report.place.name, *_cells(world, report, items)] for report in reports]
    return read(_below(world, reports[0], table([heads, *rows], pages=2)), both(*reports))


@plain("pdf")
def rotated_heads(world: World, ending: str) -> Story:
    items = (CASES, *TYPES)
    reports = _states(world, items)
    heads = [Cell("State", True, is_rotated=True)]
    heads += [Cell(wordings.label(world, item), True, is_rotated=True) for item in items]
    rows = [[Cell(r.place.name, True), *(Cell(text) for text in _cells(world, r, items))] for r in reports]
    return read(_below(world, reports[0], Table(tuple(map(tuple, [heads, *rows])))), both(*reports))


@plain("pdf")
def table_without_lines(world: World, ending: str) -> Story:
    items = world.pick(((CASES, *TYPES), CHANNELS))
    reports = _states(world, items)
    heads = ["State", *(wordings.label(world, item) for item in items)]
    rows = [[report.place.name, *_cells(world, report, items)] for report in reports]
    how = world.pick((parts.RIGHT, parts.CENTRE))
    body = table([heads, *rows], is_ruled=False, aligned=(parts.LEFT, *(how for _ in items)))
    return read(_below(world, reports[0], body), both(*reports))


@plain()
def blank_cells(world: World, ending: str) -> Story:
    """A cell that is empty is an absent figure; the columns stay plain because all is aligned alike."""
    items = CHANNELS
    full = _states(world, items)
    reports = [report.without(world.pick(items[1:])) if world.chance(0.4) else report for report in full]
    heads = ["State", *(wordings.label(world, item) for item in items)]
    rows = [
        [r.place.name, *(wordings.number(world, r.values[item]) if item in r.values else "" for item in items)]
        for r in reports
    ]
    if not any("" in row for row in rows):
        reports[-1], rows[-1][-1] = reports[-1].without(items[-1]), ""
    how = (parts.LEFT, *(parts.RIGHT for _ in items))
    body = table([heads, *rows], aligned=how, head_aligned=how, is_ruled=True)
    return read(_below(world, reports[0], body), both(*reports))


@plain("html")
def row_heads_that_span(world: World, ending: str) -> Story:
    """The year or the place stands once before several rows."""
    items = world.pick(((SIGNALS, CASES), (CASES, HEADLINE[0])))
    places = sorted(world.sample(STATES, 3), key=lambda place: place.name)
    newest = world.report(items, places[0])
    years = (newest.year - 1, newest.year)
    reports = [world.report(items, place, year, as_of=newest.as_of) for place in places for year in years]
    rows = [[Cell("State", True), Cell("Year", True), *(Cell(wordings.label(world, item), True) for item in items)]]
    for at, report in enumerate(reports):
        first = [Cell(report.place.name, True, rows=2)] if at % 2 == 0 else []
        rows.append([*first, Cell(str(report.year), True), *(Cell(text) for text in _cells(world, report, items))])
    draft = Draft([Heading(world.pick(_TITLES), 1), Table(tuple(map(tuple, rows)))])
    return read(draft.add(Paragraph(wordings.as_of_line(world, newest))), both(*reports))
