"""Traps of places: what holds a state's name and is not the state, and figures of several places.

Belongs here: titles, rows and sentences that name places. Not here: a heading over a part of the page (trap_headings).
"""

from __future__ import annotations

from tests.corpus import pages, parts, wordings
from tests.corpus.parts import Draft, Frame, Heading, Pairs, Paragraph, table
from tests.corpus.phrases import PHRASES
from tests.corpus.registry import Story, at_most, refused, trap
from tests.corpus.truth import CASES, CHANNELS, NATION, PLACES, SIGNALS, STATES, TYPES, Report, World, both

_FORMS = PHRASES["forms"]["lines"]
_NO_STATE = PHRASES["no state"]["lines"]
_SEVERAL = PHRASES["several"]["lines"]


def _titled(world: World, title: str, why: str) -> Story:
    """A page under a title that names no single state."""
    report = world.report()
    draft = Draft([Heading(title, 1), Paragraph(wordings.whole_line(world, report)), *pages.blocks(world, report)])
    return refused(draft, why)


@trap()
def title_of_no_state(world: World, ending: str) -> Story:
    place = world.pick(_NO_STATE)
    return _titled(world, world.word(_FORMS).format(place), f"title of {place!r}")


@trap()
def title_of_several_states(world: World, ending: str) -> Story:
    one, other = world.sample(STATES, 2)
    title = world.pick(_SEVERAL).format(one=one.name, other=other.name)
    return _titled(world, world.word(_FORMS[:5]).format(title), f"title {title!r}")


@trap()
def sentence_of_another_place(world: World, ending: str) -> Story:
    """The title names a state, a sentence says that the figures are another place's, or of more than one."""
    report = world.report(place=world.pick(STATES))
    other = world.pick(place for place in STATES if place is not report.place)
    sentence = world.pick(PHRASES["sentence of another place"]["lines"]).format(one=report.place.name, other=other.name)
    draft = pages.page(world, report, frame=False)
    draft.parts.insert(world.pick((1, len(draft.parts))), Paragraph(sentence))
    return refused(draft, f"sentence {sentence!r}")


@trap()
def page_of_nobody_with_a_menu(world: World, ending: str) -> Story:
    """A national page whose menu, foot or related links name one state."""
    report = world.report(place=NATION)
    state = world.pick(STATES).name
    draft = Draft(
        [Heading("National Human Trafficking Hotline Statistics", 1), Paragraph(wordings.whole_line(world, report))]
    )
    draft.add(*pages.blocks(world, report))
    extra = world.pick(
        (
            Frame(parts.MENU, ("Home", "Statistics", state)),
            Frame(parts.SITE_FOOT, (f"Coalition of {state}, P.O. Box 12",)),
            Paragraph(f"See also: {state}"),
            Frame(parts.MENU, ("Contact", state, "Donate")),
            Paragraph(f"Our office is in {state}."),
        )
    )
    draft.parts.insert(world.pick((0, len(draft.parts))), extra)
    return at_most(draft, frozenset(), f"nobody's page, {state} in its frame", optional=report.figures())


@trap()
def rows_of_counties(world: World, ending: str) -> Story:
    """A state's figures, and a table of its cities or counties in the same measures."""
    report = world.report((CASES, *TYPES, *CHANNELS[:2]))
    names = world.sample(
        PHRASES["rows of counties"]["lines"],
        4,
    )
    head = world.pick(("County", "City", "County", "Region"))
    measure = wordings.label(world, world.pick((("victims", "total"), CASES, ("signals", "total"))))
    suffix = " County" if head == "County" and world.chance(0.5) else ""
    rows = [[name + suffix, str(world.number(3, 300))] for name in names]
    body = [*pages.blocks(world, report), Heading(f"{measure} by {head}", 3), table([[head, measure], *rows])]
    return at_most(pages.page(world, report, body), report.figures(), "a table of counties")


@trap()
def rows_that_are_no_states(world: World, ending: str) -> Story:
    """A table of states, with rows of cities, regions, foreign places and sums in it."""
    items = world.pick(((SIGNALS, CASES), (CASES,), CHANNELS[:3]))
    places = world.sample(STATES, 3)
    first = world.report(items, places[0])
    reports = [first, *(world.report(items, place, first.year, as_of=first.as_of) for place in places[1:])]
    odd = world.sample(
        PHRASES["rows that are no states"]["lines"],
        2,
    )
    rows = [[r.place.name, *(wordings.number(world, r.values[item]) for item in items)] for r in reports]
    rows += [[name, *(str(world.number(3, 900)) for _ in items)] for name in odd]
    heads = ["State", *(wordings.label(world, item) for item in items)]
    draft = Draft([Heading("Hotline Statistics by State", 1), Paragraph(wordings.whole_line(world, first))])
    # A total of all rows may be taken for the nation's by nobody: it is the sum of what is listed.
    return at_most(draft.add(table([heads, *world.shuffled(rows)])), both(*reports), f"rows {odd}")


@trap()
def neighbours_of_a_state(world: World, ending: str) -> Story:
    """On a state's page the figures of other states, which are theirs."""
    report = world.report((CASES, *TYPES, *CHANNELS[:2]), place=world.pick(STATES))
    others = world.sample((place for place in STATES if place is not report.place), 3)
    theirs = [Report(place, report.start, report.end, report.as_of, {CASES: world.number(20, 900)}) for place in others]
    heading = world.pick(
        ("Top States", "Neighboring States", "States with the Most Cases", "Cases in Other States", "Compare")
    )
    rows = tuple((one.place.name, str(one.values[CASES])) for one in theirs)
    body = [
        *pages.blocks(world, report),
        Heading(heading, 3),
        Pairs(rows, world.pick((parts.COLON, parts.GRID, parts.BULLET))),
    ]
    return at_most(pages.page(world, report, body), report.figures(), "other states beside", optional=both(*theirs))


@trap()
def like_named_places(world: World, ending: str) -> Story:
    """Virginia and West Virginia, Washington and the District: each row its own."""
    pairs = (("US-VA", "US-WV"), ("US-WA", "US-DC"), ("US-KS", "US-AR"), ("US-VI", "US-VA"), ("US-NM", "US-NY"))
    items = (CASES, *CHANNELS[:2])
    codes = [code for pair in world.sample(pairs, 2) for code in pair]
    places = [PLACES[code] for code in dict.fromkeys(codes)]
    first = world.report(items, places[0])
    reports = [first, *(world.report(items, place, first.year, as_of=first.as_of) for place in places[1:])]
    names = {"US-DC": world.pick(("Washington, D.C.", "District of Columbia", "Washington DC"))}
    rows = [
        [names.get(r.place.code, r.place.name), *(wordings.number(world, r.values[item]) for item in items)]
        for r in reports
    ]
    heads = ["State", *(wordings.label(world, item) for item in items)]
    draft = Draft(
        [Heading("Hotline Statistics by State", 1), Paragraph(wordings.whole_line(world, first)), table([heads, *rows])]
    )
    return at_most(draft, both(*reports), "like-named places")
