"""Plain documents, a family for each way to lay figures out on a page.

Belongs here: layouts that a careful person reads without doubt. Not here: tables, wordings.
"""

from __future__ import annotations

from datetime import timedelta

from tests.corpus import pages, parts, wordings
from tests.corpus.parts import Columns, Draft, Fold, Heading, Pairs, Paragraph, Part, Section
from tests.corpus.registry import Story, plain, read
from tests.corpus.truth import CASES, CHANNELS, HEADLINE, NATION, STATES, TYPES, World, both


def _in_style(world: World, *styles: str) -> Story:
    report = world.report()
    return read(pages.page(world, report, pages.blocks(world, report, world.pick(styles))), report.figures())


@plain()
def any_page(world: World, ending: str) -> Story:
    report = world.report()
    return read(pages.page(world, report), report.figures())


@plain()
def label_and_value_on_a_line(world: World, ending: str) -> Story:
    return _in_style(world, *pages.ONE_LINE_STYLES)


@plain()
def value_before_label_on_a_line(world: World, ending: str) -> Story:
    return _in_style(world, parts.VALUE_FIRST)


@plain()
def label_above_value(world: World, ending: str) -> Story:
    return _in_style(world, parts.LABEL_ABOVE)


@plain()
def value_above_label(world: World, ending: str) -> Story:
    return _in_style(world, parts.VALUE_ABOVE)


@plain()
def tiles(world: World, ending: str) -> Story:
    return _in_style(world, parts.TILES)


@plain()
def values_in_brackets(world: World, ending: str) -> Story:
    return _in_style(world, parts.BRACKET)


@plain()
def heavy_frame(world: World, ending: str) -> Story:
    report = world.report()
    draft = pages.page(world, report, frame=False)
    pages.put_frame(world, report, draft, share=0.9)
    return read(draft, report.figures())


@plain()
def figures_beside_prose(world: World, ending: str) -> Story:
    report = world.report(place=world.pick(STATES))
    words = [
        Heading("About the Hotline", 3),
        *(Paragraph(text.format(place=report.place.name)) for text in world.sample(wordings.PROSE[:6], 2)),
    ]
    figures = pages.blocks(world, report, world.pick((parts.COLON, parts.GAP, parts.LABEL_ABOVE, parts.TILES)))
    sides = (tuple(figures), tuple(words))
    left, right = sides if world.chance(0.6) else sides[::-1]
    return read(pages.page(world, report, [Columns(left, right)]), report.figures())


@plain()
def two_columns_of_figures(world: World, ending: str) -> Story:
    report = world.report((*HEADLINE, CASES, *TYPES, *CHANNELS))
    style = world.pick((parts.COLON, parts.GAP, parts.LABEL_ABOVE, parts.DOTS))
    left: list[Part] = [
        Heading(world.pick(wordings.CASE_HEADINGS), 3),
        pages.pairs(world, report, (CASES, *TYPES), style),
    ]
    right: list[Part] = [
        Heading(world.pick(wordings.CHANNEL_HEADINGS), 3),
        pages.pairs(world, report, CHANNELS, style),
    ]
    body = [pages.pairs(world, report, HEADLINE, parts.COLON), Columns(tuple(left), tuple(right))]
    return read(pages.page(world, report, body, frame=False), report.figures())


@plain("html", "pdf")
def two_states_side_by_side(world: World, ending: str) -> Story:
    one, other = world.sample(STATES, 2)
    first = world.report((CASES, *TYPES, *CHANNELS[:2]), place=one)
    second = world.report(first.values, place=other, year=first.year, as_of=first.as_of)
    style = world.pick((parts.COLON, parts.GAP, parts.LABEL_ABOVE))
    sides = [(Heading(report.place.name, 2), *pages.blocks(world, report, style)) for report in (first, second)]
    draft = Draft(
        [
            Heading(world.pick(("National Human Trafficking Hotline Statistics", "Two states side by side")), 1),
            Paragraph(wordings.whole_line(world, first)),
            Columns(sides[0], sides[1]),
        ]
    )
    return read(draft, both(first, second))


@plain()
def several_years_in_an_accordion(world: World, ending: str) -> Story:
    place, last = world.pick(STATES), world.rng.randint(2016, 2024)
    items = world.items()
    reports = [world.report(items, place=place, year=last - at) for at in range(world.rng.randint(2, 4))]
    as_of = max(report.as_of for report in reports)
    reports = [world.report(items, place=place, year=report.year, as_of=as_of) for report in reports]
    style = world.pick((parts.COLON, parts.GRID, parts.BULLET, parts.VALUE_ABOVE))
    draft = Draft([Heading(wordings.title(world, place), 1), Paragraph(wordings.as_of_line(world, reports[0]))])
    if world.chance(0.5):
        draft.add(Heading("Statistics by Year", 2))
    named = world.pick(("{year}", "{year}", "{year} Statistics", "Statistics for {year}"))
    for at, report in enumerate(reports):
        body = tuple(pages.blocks(world, report, style))
        draft.add(Fold(named.format(year=report.year), body, is_open=at == 0))
    return read(draft, both(*reports))


@plain()
def page_of_the_nation(world: World, ending: str) -> Story:
    report = world.report(place=NATION)
    return read(pages.page(world, report), report.figures())


@plain("pdf")
def watermark(world: World, ending: str) -> Story:
    report = world.report()
    draft = pages.page(world, report, frame=False)
    draft.add(parts.Frame(parts.WATERMARK, (world.pick(("COPY", "National Hotline", "example.org", "DOWNLOADED")),)))
    return read(draft, report.figures())


@plain("pdf")
def drawn_in_another_order(world: World, ending: str) -> Story:
    """The stream of the page holds the texts shuffled: only their places say what belongs together."""
    report = world.report()
    style = world.pick((parts.GAP, parts.DOTS, parts.TILES, parts.LABEL_ABOVE))
    draft = pages.page(world, report, pages.blocks(world, report, style), frame=False)
    draft.is_shuffled = True
    return read(draft, report.figures())


@plain()
def national_aside(world: World, ending: str) -> Story:
    """A paragraph or a box on the nation beside the state's figures, with the accuracy date of both."""
    report = world.report(place=world.pick(STATES))
    whole = world.number(8_000, 12_000)
    text = (
        f"Nationwide, the Hotline identified {whole:,} cases in {report.year}. "
        f"All statistics are accurate as of {wordings.day(world, report.as_of)}."
    )
    part = parts.Frame(parts.ASIDE, (text,)) if world.chance(0.5) else Paragraph(text)
    draft = Draft(
        [
            Heading(wordings.title(world, report.place), 1),
            Heading(wordings.year_title(world, report), 2),
            *pages.blocks(world, report),
            part,
        ]
    )
    nation = (NATION.code, *report.figure(CASES, None)[1:4], *CASES, whole, "reported")
    return Story(draft, "figures", report.figures(), frozenset({nation}))


@plain()
def sections_with_numbers_of_other_things(world: World, ending: str) -> Story:
    """Venues, nationalities and ways of hearing of the hotline, plainly headed, beside the figures."""
    report = world.report((CASES, *TYPES, *CHANNELS[:3]), place=world.pick(STATES))
    others = {
        "Top Venues for Sex Trafficking": ("Hotel/Motel-Based", "Residence-Based", "Online Ad"),
        "Top Industries for Labor Trafficking": ("Domestic Work", "Agriculture", "Restaurants"),
        "Ways the Hotline was Found": ("Internet", "Referral", "Word of Mouth"),
        "Victims by Gender": ("Female", "Male"),
        "Nationality of Victims": ("United States", "Mexico", "Philippines"),
    }
    style = world.pick((parts.COLON, parts.BULLET, parts.GRID, parts.BRACKET))
    body = pages.blocks(world, report, style)
    for heading in world.sample(others, 2):
        items = tuple((name, str(world.number(3, 60))) for name in others[heading])
        body += [Section((Heading(heading, 3), Pairs(items, style)))]
    return read(pages.page(world, report, body), report.figures())


@plain()
def printed_later(world: World, ending: str) -> Story:
    """Days of posting, printing and retrieval are no accuracy dates, and do not stand in the way of one."""
    report = world.report()
    later = report.as_of + timedelta(days=world.rng.randint(20, 90))
    line = world.pick(("Posted {}", "Printed {}", "Retrieved on {}", "Last updated: {}", "Published {}")).format(
        wordings.day(world, later)
    )
    draft = pages.page(world, report, frame=False)
    draft.parts.insert(1 if world.chance(0.5) else len(draft.parts), Paragraph(line))
    return read(draft, report.figures())
