"""Traps that nobody had named: divided labels, other subjects, dates that cannot be, heads that change.

Belongs here: whole pages that mislead in a way of their own. Not here: qualifiers, signs, and what one format can hide.
"""

from __future__ import annotations

from datetime import date, timedelta

from tests.corpus import pages, parts, wordings
from tests.corpus.parts import Draft, Heading, Lines, Pairs, Paragraph, Part, table
from tests.corpus.phrases import PHRASES
from tests.corpus.registry import Story, at_most, refused, trap
from tests.corpus.truth import CASES, CHANNELS, HEADLINE, STATES, TYPES, Report, World, both

_STYLES = (parts.COLON, parts.GRID, parts.BULLET, parts.LABEL_ABOVE, parts.TILES, parts.DEFINITIONS)


@trap()
def a_label_divided(world: World, ending: str) -> Story:
    """The label is a heading, and below it stand parts of it, none of which is the whole."""
    report = world.report((CASES, *TYPES, *CHANNELS[:2]))
    label = wordings.label(world, world.pick((*HEADLINE, ("signals", "text"))))
    names = world.pick(PHRASES["a label divided"]["lines"]).split(" / ")
    style = world.pick(_STYLES)
    rows = tuple((name, str(world.number(5, 400))) for name in names)
    body = [*pages.blocks(world, report, style), Heading(label, 3), Pairs(rows, style)]
    return at_most(pages.page(world, report, body), report.figures(), f"{label!r} divided into {names}")


@trap("txt", "html")
def digits_glued_to_labels(world: World, ending: str) -> Story:
    """Marks that were raised once, and are now digits at the end of a label."""
    report = world.report((CASES, *TYPES, *CHANNELS[:3]))
    style = world.pick((parts.COLON, parts.LABEL_ABOVE, parts.GRID, parts.DEFINITIONS))
    at = world.rng.randrange(3)
    rows = tuple(
        (label + (world.pick("123") if place == at else ""), value)
        for place, (label, value) in enumerate(pages.pair(world, report, item) for item in CHANNELS[:3])
    )
    body: list[Part] = [*pages.blocks(world, report.only((CASES, *TYPES)), style)]
    body = [Pairs(rows, style), *body]
    return at_most(pages.page(world, report, body), report.figures(), f"{rows[at][0]!r}")


@trap()
def heads_that_change(world: World, ending: str) -> Story:
    """A second table has the columns in another order, or another year above them."""
    items = (CASES, HEADLINE[0], CHANNELS[0])
    places = world.sample(STATES, 4)
    first = world.report(items, places[0])
    reports = [first, *(world.report(items, place, first.year, as_of=first.as_of) for place in places[1:])]
    labels = {item: wordings.label(world, item) for item in items}
    draft = Draft([Heading("Hotline Statistics by State", 1), Paragraph(wordings.whole_line(world, first))])
    for some, order in ((reports[:2], items), (reports[2:], (items[2], items[0], items[1]))):
        rows = [[r.place.name, *(wordings.number(world, r.values[item]) for item in order)] for r in some]
        draft.add(table([["State", *(labels[item] for item in order)], *rows]))
    return at_most(draft, both(*reports), "columns in another order")


@trap()
def a_city_among_states_across(world: World, ending: str) -> Story:
    items = (CASES, *CHANNELS[:2])
    places = world.sample(STATES, 2)
    first = world.report(items, places[0])
    second = world.report(items, places[1], first.year, as_of=first.as_of)
    odd = world.pick(PHRASES["no state"]["lines"])
    at = world.rng.randrange(1, 4)
    heads = ["", first.place.name, second.place.name]
    heads.insert(at, odd)
    rows = []
    for item in items:
        row = [wordings.label(world, item), *(wordings.number(world, r.values[item]) for r in (first, second))]
        row.insert(at, str(world.number(5, 900)))
        rows.append(row)
    draft = Draft(
        [Heading("Hotline Statistics", 1), Paragraph(wordings.whole_line(world, first)), table([heads, *rows])]
    )
    return at_most(draft, both(first, second), f"a column of {odd!r}")


@trap()
def a_marked_head(world: World, ending: str) -> Story:
    """A mark at a year, and a note that takes the year back."""
    items = world.pick(((CASES, *TYPES), (CASES, *HEADLINE)))
    newest = world.report(items, place=world.pick(STATES))
    before = world.report(items, newest.place, newest.year - 1, as_of=newest.as_of)
    mark = world.pick(("*", "†") if ending != "pdf" else ("*", "**"))
    note = world.pick(PHRASES["a marked head"]["lines"])
    rows = [
        [label, f"{before.values[item]:,}", value]
        for item in items
        for label, value in (pages.pair(world, newest, item),)
    ]
    draft = Draft([Heading(wordings.title(world, newest.place), 1)])
    draft.add(table([["", str(before.year), f"{newest.year}{mark}"], *rows]), Paragraph(f"{mark} {note}"))
    return at_most(draft.add(Paragraph(wordings.as_of_line(world, newest))), before.figures(), f"{note!r} at a year")


@trap()
def title_of_another_subject(world: World, ending: str) -> Story:
    """Cases, calls and victims of something else."""
    report = world.report((CASES, HEADLINE[0], *CHANNELS[:2]), place=world.pick(STATES))
    title = world.pick(PHRASES["title of another subject"]["lines"]).format(place=report.place.name)
    plain = {CASES: "Cases", HEADLINE[0]: "Victims", CHANNELS[0]: "Calls", CHANNELS[1]: "Online Reports"}
    rows = tuple((plain[item], wordings.number(world, value)) for item, value in report.values.items())
    span, day = wordings.days(world, report.start, report.end), wordings.day(world, report.as_of)
    draft = Draft([Heading(title, 1), Paragraph(f"{span}. Accurate as of {day}."), Pairs(rows, world.pick(_STYLES))])
    return refused(draft, f"title {title!r}")


@trap()
def dates_that_cannot_be(world: World, ending: str) -> Story:
    report = world.report(place=world.pick(STATES))
    year, day = report.year, wordings.day(world, report.as_of, 0)
    span = f"January 1, {year} through December 31, {year}"
    sentence = world.pick(
        (
            f"December 31, {year} through January 1, {year}. Accurate as of {day}.",
            f"January 1, {year} through December 31, {year - 1}. Accurate as of {day}.",
            f"February 30, {year} through December 31, {year}. Accurate as of {day}.",
            f"January 1, {year} through June 31, {year}. Accurate as of {day}.",
            f"{span}. Accurate as of February 30, {report.as_of.year}.",
            f"{span}. Accurate as of 13/45/{report.as_of.year}.",
            f"{span}. Accurate as of {wordings.day(world, date(2031, 7, 30), 0)}.",
            f"{span}. Accurate as of July {report.as_of.year}.",
            f"{span}. Accurate as of today.",
            f"{year}-13-01 to {year}-12-31. Accurate as of {day}.",
            f"{span}. Accurate as of {wordings.day(world, report.start - timedelta(days=30), 0)}.",
        )
    )
    draft = Draft([Heading(wordings.title(world, report.place), 1), *pages.blocks(world, report), Paragraph(sentence)])
    return refused(draft, sentence)


@trap("txt", "pdf")
def labels_at_both_ends(world: World, ending: str) -> Story:
    """On one line labels and numbers take turns, a label at each end: a number may belong to either side."""
    report = world.report((*HEADLINE, CASES))
    between = world.pick((" ", "   ", " | "))
    pieces: list[str] = []
    for item in HEADLINE:
        pieces += [wordings.label(world, item), wordings.number(world, report.values[item])]
    line = between.join(pieces[:-1])
    style = world.pick((parts.COLON, parts.VALUE_FIRST))
    body: list[Part] = [pages.pairs(world, report, (CASES,), style), Lines((line,))]
    # Where the only clear pair has its label first, a person may read the others so.
    also = report.only(HEADLINE[:2] if style == parts.COLON else ()).figures()
    sure = report.only((CASES,)).figures()
    return at_most(pages.page(world, report, body, frame=False), sure, f"{line!r}", optional=also)


@trap()
def a_page_taken_back(world: World, ending: str) -> Story:
    """A banner says that the page no longer holds."""
    report: Report = world.report((CASES, *TYPES, *CHANNELS[:2]))
    banner = world.pick(PHRASES["a page taken back"]["lines"])
    draft = pages.page(world, report, frame=False)
    draft.parts.insert(world.pick((0, 1)), world.pick((Paragraph, lambda text: Heading(text, 2)))(banner))
    return at_most(draft, frozenset(), f"{banner!r}")
