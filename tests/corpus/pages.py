"""Whole pages around figures: titles, where the period stands, headings, notes, and the frame of a site or a printer.

Belongs here: what an ordinary page is made of. Not here: traps (families), formats (as_text, as_html, as_pdf).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from tests.corpus import parts, wordings
from tests.corpus.parts import (
    Bullets,
    Draft,
    Frame,
    Heading,
    Lines,
    Pairs,
    Paragraph,
    Part,
    Section,
    run,
)
from tests.corpus.truth import CASES, CHANNELS, HEADLINE, SIGNALS, STATES, TYPES, Item, Report, World

ONE_LINE_STYLES = (parts.COLON, parts.DOTS, parts.GAP, parts.BULLET, parts.DASH, parts.DEFINITIONS, parts.GRID)
STYLES = (*ONE_LINE_STYLES, parts.LABEL_ABOVE, parts.VALUE_ABOVE, parts.TILES, parts.VALUE_FIRST)


def pair(world: World, report: Report, item: Item, wording: str | None = None) -> tuple[str, str]:
    return wording or wordings.label(world, item), wordings.number(world, report.values[item])


def pairs(world: World, report: Report, items: Iterable[Item], style: str) -> Pairs:
    """The figures of some items; types get their unit where a person might ask of what they are."""
    unit = world.chance(0.3) and style in (parts.LABEL_ABOVE, parts.DEFINITIONS)
    return Pairs(
        tuple(
            (label, f"{value} Cases" if unit and item in TYPES else value)
            for item in items
            for label, value in (pair(world, report, item),)
        ),
        style,
    )


def blocks(world: World, report: Report, style: str | None = None) -> list[Part]:
    """The figures of a report in groups. A heading holds until the next one: below one each group has its own."""
    style = style or world.pick(STYLES)
    held = report.values
    headline = [item for item in HEADLINE if item in held]
    if headline and CASES in held and TYPES[0] not in held and world.chance(0.5):
        headline.append(CASES)
    channels = [item for item in (SIGNALS, *CHANNELS) if item in held]
    groups = [
        *([("headline", headline)] if headline else []),
        *([("cases", [CASES, *TYPES])] if CASES in held and CASES not in headline else []),
        *([("channels", channels)] if channels else []),
    ]
    some: list[list[Part]] = []
    for kind, items in world.shuffled(groups) if world.chance(0.3) else groups:
        is_headed = any(isinstance(part, Heading) for group in some for part in group)
        if kind == "cases":
            some.append(_cases(world, report, style, is_headed))
            continue
        heading = Heading(world.word(_HEADINGS[kind]), 3)
        some.append([*([heading] if is_headed or world.chance(0.5) else []), pairs(world, report, items, style)])
    if world.chance(0.3):
        return [Section(tuple(group)) for group in some]
    return [part for group in some for part in group]


_HEADINGS = {"headline": wordings.HEADLINE_HEADINGS, "channels": wordings.CHANNEL_HEADINGS}


def _cases(world: World, report: Report, style: str, is_headed: bool) -> list[Part]:
    """The total of the cases and their types, the total above, or first or last among them."""
    types = [item for item in TYPES if item in report.values]
    if not types:
        heading = [Heading(world.word(wordings.HEADLINE_HEADINGS), 3)] if is_headed else []
        return [*heading, pairs(world, report, [CASES], style)]
    heading = [Heading(world.word(wordings.CASE_HEADINGS), 3)]
    match world.rng.randrange(1 if is_headed else 0, 3):
        case 0:
            return [pairs(world, report, [CASES], style), *heading, pairs(world, report, types, style)]
        case 1:
            return [*heading, pairs(world, report, [CASES, *types], style)]
        case _:
            return [*heading, pairs(world, report, [*types, CASES], style)]


def opening(world: World, report: Report) -> tuple[list[Part], list[Part]]:
    """What stands above and below the figures: title, period and accuracy date, each somewhere."""
    title = wordings.title(world, report.place)
    is_year = (report.start.month, report.start.day, report.end.month, report.end.day) == (1, 1, 12, 31)
    way = world.word((4, 0, 1, 2, 3)) if is_year else world.word((1, 2, 3))
    above: list[Part] = [Heading(title, 1)]
    match way:
        case 0:  # a heading names the year, the foot says how accurate
            above.append(Heading(wordings.year_title(world, report), 2))
            return above, [Paragraph(wordings.as_of_line(world, report))]
        case 1:  # all in one sentence at the end
            return above, [Paragraph(wordings.whole_line(world, report))]
        case 2:  # period and date below the title
            above.append(Lines((wordings.period_line(world, report), wordings.as_of_line(world, report))))
            return above, []
        case 3:  # the period above, the date below
            above.append(Paragraph(wordings.period_line(world, report)))
            return above, [Paragraph(wordings.as_of_line(world, report))]
        case _:  # both: a year in the heading and the sentence at the end
            above.append(Heading(wordings.year_title(world, report), 2))
            return above, [Paragraph(wordings.whole_line(world, report))]


def page(world: World, report: Report, body: Sequence[Part] | None = None, frame: bool | None = None) -> Draft:
    """A page of one report; its figures are drawn in some layout unless a body is given."""
    above, below = opening(world, report)
    if not world.is_easy and world.chance(0.3):
        above.append(Paragraph(wordings.prose(world, report.place)))
    if body is None:
        if not world.is_easy and world.chance(0.3):
            above.append(Heading(world.pick(wordings.NEUTRAL_HEADINGS), 2))
        body = blocks(world, report)
    if not world.is_easy and world.chance(0.25):
        below.insert(0, note(world))
    draft = Draft([*above, *body, *below])
    if frame if frame is not None else not world.is_easy and world.chance(0.4):
        put_frame(world, report, draft)
    return draft


def note(world: World) -> Part:
    """An ordinary note, which does no harm."""
    mark = world.pick(("*", "¹ ", "Note: ", "", run(parts.RAISED, "1") + " "))
    return Paragraph(mark + world.pick(wordings.NOTES))


# Frames ---------------------------------------------------------------------------------------------------------------


def put_frame(world: World, report: Report, draft: Draft, share: float = 0.5) -> None:
    """Put around a page what a site, a browser's print or an office puts there."""
    before: list[Part] = []
    after: list[Part] = []
    for some, frames in ((before, heads(world, report)), (after, feet(world, report))):
        some += [frame for frame in frames if world.chance(share)]
    draft.parts = [*before, *draft.parts, *after]
    if world.chance(0.5):
        draft.title = f"{report.place.name} | National Human Trafficking Hotline"


def heads(world: World, report: Report) -> list[Part]:
    others = [place.name for place in world.sample((one for one in STATES if one is not report.place), 5)]
    printed = wordings.day(world, report.as_of + timedelta(days=world.rng.randint(3, 200)), 3)
    return [
        Frame(parts.PRINT_HEAD, (f"{printed}, {world.rng.randint(1, 12)}:{world.rng.randint(10, 59)} PM",)),
        Frame(parts.SITE_HEAD, ("Call 1-888-373-7888 (TTY: 711) | Text 233733 | 24 hours a day, 7 days a week",)),
        Frame(parts.MENU, ("Home", "Get Help", "Report a Tip", "Statistics", "Resources", "About Us")),
        Frame(parts.MENU, tuple(sorted((*others, report.place.name)))),
        Frame(parts.MENU, ("Home", "Statistics", report.place.name)),
        Paragraph("We use cookies to improve this site. Accept | Decline"),
        Lines(tuple(str(year) for year in range(2024, 2018, -1))),
    ]


def feet(world: World, report: Report) -> list[Part]:
    retrieved = wordings.day(world, report.as_of + timedelta(days=world.rng.randint(3, 200)), 0)
    return [
        Frame(parts.SITE_FOOT, ("1-888-373-7888", "Privacy policy | Terms of use | Copyright 2008-2025")),
        Frame(parts.SITE_FOOT, ("© 2021 Coalition Against Trafficking. All rights reserved.",)),
        Frame(parts.PRINT_FOOT, (f"https://www.example.org/state/{report.place.postal.lower()}   1/2",)),
        Frame(parts.PRINT_FOOT, ("Page 1 of 2",)),
        Lines(("P.O. Box 4127", "Springfield, IL 62701")),
        Paragraph("1629 K Street NW, Suite 500, Washington, DC 20006 | 202-555-0143"),
        Paragraph(f"Last updated {retrieved}"),
        Paragraph("If you need help, call 1-888-373-7888 or text 233733."),
        Bullets(("Share", "Print", "Email this page")),
        Paragraph("Press contact: (202) 555-0117, media@example.org"),
    ]
