"""Traps of tables: merged cells, heads that do not fit, columns of something else, rows of sums.

Belongs here: tables that mislead by their form. Not here: rows of no states, heads that qualify.
"""

from __future__ import annotations

from tests.corpus import pages, parts, wordings
from tests.corpus.parts import Cell, Columns, Draft, Heading, Paragraph, Table, table
from tests.corpus.phrases import PHRASES
from tests.corpus.registry import Story, at_most, trap
from tests.corpus.truth import CASES, CHANNELS, HEADLINE, SIGNALS, STATES, TYPES, Item, Report, World, both


def _states(world: World, items: tuple[Item, ...], count: int = 4) -> list[Report]:
    places = sorted(world.sample(STATES, count), key=lambda place: place.name)
    first = world.report(items, places[0])
    return [first, *(world.report(items, place, first.year, as_of=first.as_of) for place in places[1:])]


def _page(world: World, report: Report, *body: parts.Part) -> Draft:
    return Draft([Heading("Hotline Statistics by State", 1), Paragraph(wordings.whole_line(world, report)), *body])


def _grid(world: World, reports: list[Report], items: tuple[Item, ...]) -> tuple[list[str], list[list[str]]]:
    heads = ["State", *(wordings.label(world, item) for item in items)]
    return heads, [[r.place.name, *(wordings.number(world, r.values[item]) for item in items)] for r in reports]


@trap("html")
def merged_numbers(world: World, ending: str) -> Story:
    """A number over two rows or columns: of both, of neither, or of one."""
    items = world.pick(((SIGNALS, CASES, HEADLINE[0]), CHANNELS[:3]))
    reports = _states(world, items)
    heads, rows = _grid(world, reports, items)
    cells = [[Cell(text, at == 0) for at, text in enumerate(row)] for row in rows]
    at = world.rng.randrange(len(rows) - 1)
    column = world.rng.randrange(1, len(items) + 1)
    known: list[Report] = []
    if world.chance(0.5):  # down
        cells[at][column] = Cell(rows[at][column], rows=2)
        del cells[at + 1][column]
        lost = {at: [column - 1], at + 1: [column - 1]}
    else:  # across
        column = min(column, len(items) - 1)
        cells[at][column] = Cell(rows[at][column], columns=2)
        del cells[at][column + 1]
        lost = {at: [column - 1, column]}
    for number, report in enumerate(reports):
        known.append(report.without(*(items[place] for place in lost.get(number, []))))
    body = Table(tuple(map(tuple, [[Cell(head, True) for head in heads], *cells])))
    return at_most(_page(world, reports[0], body), both(*known), "a merged number")


@trap()
def a_head_too_few(world: World, ending: str) -> Story:
    """The heads are one fewer than the columns."""
    items = (CASES, HEADLINE[0], SIGNALS)
    reports = _states(world, items)
    heads, rows = _grid(world, reports, items)
    del heads[world.pick((0, 1))]
    cells = [[Cell(head, True) for head in heads], *([Cell(text) for text in row] for row in rows)]
    if ending != "html":
        cells[0].append(Cell("", True))
    return at_most(_page(world, reports[0], Table(tuple(map(tuple, cells)))), frozenset(), "a head too few")


@trap()
def a_column_without_a_head(world: World, ending: str) -> Story:
    items = (SIGNALS, CASES)
    reports = _states(world, items)
    heads, rows = _grid(world, reports, items)
    at = world.pick((1, 2, 3))
    heads.insert(at, "")
    for row in rows:
        row.insert(at, str(world.number(3, 900)))
    return at_most(_page(world, reports[0], table([heads, *rows])), both(*reports), "a column without a head")


@trap()
def columns_of_people(world: World, ending: str) -> Story:
    """Types down; minors, adults and all across."""
    report = world.report((CASES, *TYPES))
    names = world.pick(
        (("Minors", "Adults"), ("Female", "Male"), ("U.S. Citizens", "Foreign Nationals"), ("Under 18", "18 and over"))
    )
    last = world.pick(("Total", "All", "All Cases"))
    rows = [
        [label, str(world.number(1, 90)), str(world.number(1, 90)), value]
        for item in report.values
        for label, value in (pages.pair(world, report, item),)
    ]
    body = [table([["", *names, last], *rows])]
    return at_most(pages.page(world, report, body), report.figures(), f"columns {names}")


@trap()
def a_row_of_units(world: World, ending: str) -> Story:
    """Below the heads a row says in which unit each column is."""
    items = (CASES, SIGNALS, HEADLINE[0])
    reports = _states(world, items)
    heads, rows = _grid(world, reports, items)
    odd = world.rng.randrange(3)
    units = ["", *("number" for _ in items)]
    units[odd + 1] = world.pick(PHRASES["a row of units"]["lines"])
    known = [report.without(items[odd]) for report in reports]
    return at_most(
        _page(world, reports[0], table([heads, units, *rows], head_rows=2)), both(*known), f"unit {units[odd + 1]!r}"
    )


@trap()
def rows_of_sums(world: World, ending: str) -> Story:
    items = (SIGNALS, CASES)
    reports = _states(world, items)
    heads, rows = _grid(world, reports, items)
    for name in world.sample(
        PHRASES["rows of sums"]["lines"],
        2,
    ):
        rows.insert(world.rng.randrange(1, len(rows) + 1), [name, *(str(world.number(100, 9_000)) for _ in items)])
    return at_most(_page(world, reports[0], table([heads, *rows])), both(*reports), "rows of sums")


@trap()
def rank_before_the_state(world: World, ending: str) -> Story:
    items = (SIGNALS, CASES)
    reports = _states(world, items)
    heads, rows = _grid(world, reports, items)
    rows = [[world.pick(("{}", "{}", "{}.")).format(at), *row] for at, row in enumerate(rows, 1)]
    heads.insert(0, world.pick(("#", "Rank", "No.", "")))
    return at_most(_page(world, reports[0], table([heads, *rows])), both(*reports), "ranks in the first column")


@trap()
def two_tables_in_one(world: World, ending: str) -> Story:
    """State and number, and again state and number, in one row."""
    items = (CASES,)
    reports = _states(world, items, 6)
    label = wordings.label(world, CASES)
    rows = [
        [
            one.place.name,
            wordings.number(world, one.values[CASES]),
            other.place.name,
            wordings.number(world, other.values[CASES]),
        ]
        for one, other in zip(reports[:3], reports[3:], strict=True)
    ]
    return at_most(
        _page(world, reports[0], table([["State", label, "State", label], *rows])), both(*reports), "two tables in one"
    )


@trap()
def no_measure_at_all(world: World, ending: str) -> Story:
    """States and years, and nobody says what is counted."""
    first = _states(world, (CASES,))
    years = (first[0].year - 1, first[0].year)
    rows = [[report.place.name, str(world.number(20, 900)), str(report.values[CASES])] for report in first]
    title = world.pick(
        ("Hotline Statistics by State", "State Data", "Numbers by State", "Human Trafficking by State and Year")
    )
    draft = Draft(
        [
            Heading(title, 1),
            table([["State", *map(str, years)], *rows]),
            Paragraph(wordings.as_of_line(world, first[0])),
        ]
    )
    return at_most(draft, frozenset(), "no measure")


@trap()
def a_caption_that_disagrees(world: World, ending: str) -> Story:
    """The caption names another measure, place or year than the heads do."""
    report = world.report((CASES, *TYPES), place=world.pick(STATES))
    other = world.pick(place for place in STATES if place is not report.place)
    caption = world.pick(
        (
            "Victims Identified",
            f"{other.name}",
            f"{report.year - 2}",
            "Signals by type",
            f"{other.name}, {report.year}",
            "Calls",
            f"Arrests in {report.year}",
        )
    )
    rows = [list(pages.pair(world, report, item)) for item in report.values]
    theirs = frozenset()
    if other.name in caption:
        theirs = Report(other, report.start, report.end, report.as_of, report.values).figures()
    if caption == str(report.year - 2):
        days = report.start.replace(year=report.year - 2), report.end.replace(year=report.year - 2)
        theirs = Report(report.place, *days, report.as_of, report.values).figures()
    body = [table(rows, head_rows=0, caption=caption)]
    return at_most(pages.page(world, report, body, frame=False), frozenset(), f"caption {caption!r}", optional=theirs)


@trap("pdf")
def blank_cells_out_of_line(world: World, ending: str) -> Story:
    """Blank cells, no lines, heads and numbers aligned differently: a number may stand below its neighbour's head."""
    items = CHANNELS
    full = _states(world, items, 6)
    reports = [report.without(*world.sample(items, world.rng.randint(0, 3))) for report in full]
    heads = ["State", *(wordings.label(world, item) for item in items)]
    rows = [
        [r.place.name, *(wordings.number(world, r.values[item]) if item in r.values else "" for item in items)]
        for r in reports
    ]
    ways = world.sample((parts.LEFT, parts.RIGHT, parts.CENTRE), 2)
    aligned = [(parts.LEFT, *(way for _ in items)) for way in ways]
    body = table([heads, *rows], is_ruled=False, aligned=aligned[0], head_aligned=aligned[1])
    return at_most(_page(world, full[0], body), both(*reports), f"numbers {ways[0]}, heads {ways[1]}")


@trap("pdf", "txt")
def half_a_row_lower(world: World, ending: str) -> Story:
    """A column of labels beside a column of fewer numbers, each between two labels."""
    report = world.report(CHANNELS)
    labels = [wordings.label(world, item) for item in CHANNELS]
    values = [wordings.number(world, report.values[item]) for item in CHANNELS[:-1]]
    if ending == "txt":
        rows = [
            line
            for at, label in enumerate(labels)
            for line in (label, " " * 30 + values[at] if at < len(values) else "")
        ]
        # In a text file the order of lines is all: each number stands below its label, the last label has none.
        page = pages.page(world, report, [parts.Only(txt=tuple(rows))], frame=False)
        return at_most(page, frozenset(), "half a row lower", optional=report.only(CHANNELS[:-1]).figures())

    def draw(sheet) -> None:
        for at, label in enumerate(labels):
            sheet.y -= sheet.size * 2
            sheet.put(sheet.area.left, sheet.y, label)
            if at < len(values):
                sheet.put(sheet.area.left + 200, sheet.y - sheet.size, values[at])
        sheet.y -= sheet.size

    return at_most(pages.page(world, report, [parts.Only(pdf=draw)], frame=False), frozenset(), "half a row lower")


@trap()
def columns_that_run_into_each_other(world: World, ending: str) -> Story:
    """Two places side by side, their names only above: each its own, or nothing."""
    one, other = _states(world, (CASES, *TYPES), 2)
    sides = [
        (Heading(report.place.name, 3), pages.pairs(world, report, report.values, parts.COLON))
        for report in (one, other)
    ]
    draft = Draft([Heading("Two states", 1), Paragraph(wordings.whole_line(world, one)), Columns(sides[0], sides[1])])
    return at_most(draft, both(one, other), "two places side by side")
