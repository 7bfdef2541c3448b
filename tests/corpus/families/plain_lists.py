"""Plain documents whose figures stand in lists and short tables of special forms.

Belongs here: several pairs on a line, lists in lists, totals below their parts. Not here: ordinary layouts.
"""

from __future__ import annotations

from html import escape

from tests.corpus import pages, parts, wordings
from tests.corpus.parts import Draft, Heading, Lines, Only, Pairs, Paragraph, Part, table
from tests.corpus.registry import Story, plain, read
from tests.corpus.truth import CASES, CHANNELS, HEADLINE, TYPES, Item, World

_SHORT = {
    TYPES[0]: ("Sex", "Sex Trafficking"),
    TYPES[1]: ("Labor", "Labor Trafficking"),
    TYPES[2]: ("Both", "Sex and Labor", "Sex & Labor"),
    TYPES[3]: ("Not Specified", "Unspecified", "Other/Not Specified"),
}


@plain()
def several_pairs_on_a_line(world: World, ending: str) -> Story:
    report = world.report((CASES, *TYPES, *CHANNELS[:4]))
    between = (
        world.pick((" | ", "; ", " • ", "     ", ", ")) if ending != "html" else world.pick((" | ", "; ", " • ", ", "))
    )
    first = world.chance(0.5)

    def line(items: tuple[Item, ...]) -> Lines:
        made = [pages.pair(world, report, item) for item in items]
        return Lines((between.join(f"{value} {label}" if first else f"{label}: {value}" for label, value in made),))

    body: list[Part] = [pages.pairs(world, report, (CASES,), parts.VALUE_FIRST if first else parts.COLON)]
    for headings, items in ((wordings.CASE_HEADINGS, TYPES), (wordings.CHANNEL_HEADINGS, CHANNELS[:4])):
        body += [Heading(world.pick(headings), 3), line(items)]
    return read(pages.page(world, report, body), report.figures())


@plain("txt", "html")
def lists_in_lists(world: World, ending: str) -> Story:
    report = world.report((CASES, *TYPES, *HEADLINE))
    rows = {item: pages.pair(world, report, item) for item in report.values}
    if ending == "html":
        inner = "".join(f"<li>{escape(rows[item][0])}: {rows[item][1]}</li>" for item in TYPES)
        outer = [f"<li>{rows[CASES][0]}: {rows[CASES][1]}<ul>{inner}</ul></li>"]
        outer += [f"<li>{rows[item][0]}: {rows[item][1]}</li>" for item in HEADLINE]
        return read(pages.page(world, report, [Only(html="<ul>" + "\n".join(outer) + "</ul>")]), report.figures())
    lines = [f"- {rows[CASES][0]}: {rows[CASES][1]}", *(f"    - {rows[item][0]}: {rows[item][1]}" for item in TYPES)]
    lines += [f"- {rows[item][0]}: {rows[item][1]}" for item in HEADLINE]
    return read(pages.page(world, report, [Lines(tuple(lines))]), report.figures())


@plain()
def two_pairs_in_a_row(world: World, ending: str) -> Story:
    """A table without heads: label, number, label, number."""
    report = world.report((*HEADLINE, CASES))
    made = [pages.pair(world, report, item) for item in report.values]
    rows = [[*made[0], *made[1]], [*made[2], *made[3]]]
    body = table(rows, head_rows=0, head_columns=0, aligned=(parts.LEFT, parts.RIGHT, parts.LEFT, parts.RIGHT))
    return read(pages.page(world, report, [body]), report.figures())


@plain()
def total_below_its_parts(world: World, ending: str) -> Story:
    """The last row is called Total only: it is the total of what the caption or the heading says."""
    report = world.report((*TYPES, CASES))
    rows = [list(pages.pair(world, report, item)) for item in TYPES]
    rows.append([world.pick(("Total", "Total", "Grand Total", "TOTAL")), wordings.number(world, report.values[CASES])])
    heading = world.pick(("Cases by Type", "Human Trafficking Cases by Type", "Cases by Trafficking Type"))
    if world.chance(0.5):
        head = [
            [world.pick(("Type", "Type of Trafficking", "")), world.pick(("Cases", "Number of Cases", "# of Cases"))]
        ]
        body: list[Part] = [table([*head, *rows])]
    elif world.chance(0.5):
        body = [table(rows, head_rows=0, caption=heading)]
    else:
        style = world.pick((parts.COLON, parts.GAP, parts.DOTS, parts.GRID))
        body = [Heading(heading, 3), Pairs(tuple((label, value) for label, value in rows), style)]
    return read(pages.page(world, report, body), report.figures())


@plain()
def short_labels_under_a_heading(world: World, ending: str) -> Story:
    report = world.report((CASES, *TYPES))
    heading = Heading(
        world.pick(("Cases by Type", "Human Trafficking Cases by Type", "Cases by Type of Trafficking")), 3
    )
    style = world.pick((parts.COLON, parts.GAP, parts.DOTS, parts.GRID, parts.BULLET, parts.LABEL_ABOVE))
    rows = tuple((world.pick(_SHORT[item]), wordings.number(world, report.values[item])) for item in TYPES)
    body = [pages.pairs(world, report, (CASES,), style), heading, Pairs(rows, style)]
    return read(pages.page(world, report, body), report.figures())


@plain()
def period_in_the_title(world: World, ending: str) -> Story:
    report = world.report()
    title, span = wordings.title(world, report.place), wordings.days(world, report.start, report.end)
    joined = world.pick((f"{title}, {span}", f"{title}: {span}", f"{title} ({span})", f"{title} – {span}"))
    draft = Draft([Heading(joined, 1), *pages.blocks(world, report, world.pick(pages.ONE_LINE_STYLES))])
    return read(draft.add(Paragraph(wordings.as_of_line(world, report))), report.figures())


@plain()
def source_lines(world: World, ending: str) -> Story:
    """Where the figures were taken from, with dates and numbers of its own."""
    report = world.report()
    source = world.pick(
        (
            "Source: National Human Trafficking Hotline, {year} statistics.",
            "Source: National Human Trafficking Hotline. Retrieved {later}.",
            "Source: humantraffickinghotline.org/state (accessed {later}).",
            "Data source: National Human Trafficking Hotline, operated by Polaris.",
            "Reprinted with permission. Document no. 2021-114.",
            "Compiled by the coalition's office, {later}.",
        )
    ).format(
        year=report.year, later=wordings.day(world, report.as_of.replace(day=1, month=12, year=report.as_of.year + 1))
    )
    draft = pages.page(world, report, frame=False)
    return read(draft.add(Paragraph(source)), report.figures())
