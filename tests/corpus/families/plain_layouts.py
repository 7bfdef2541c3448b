"""Plain documents, a family for each way to lay figures out on a page.

Belongs here: layouts that a careful person reads without doubt. Not here: tables, wordings.
"""

from __future__ import annotations

from datetime import timedelta

from tests.corpus import pages, parts, wordings
from tests.corpus.parts import Bullets, Columns, Draft, Fold, Heading, Lines, Pairs, Paragraph, Part, Section
from tests.corpus.registry import Story, plain, read
from tests.corpus.truth import CASES, CHANNELS, HEADLINE, NATION, SIGNALS, STATES, TYPES, World, both


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


def _all_time(world: World) -> list[Part]:
    """The publisher's block of all years, with the labels of the year's."""
    signals, cases, victims = (world.number(5_000, 60_000) for _ in range(3))
    channels = ("Hotline Call", "Email Received", "SMS Report", "Online Report", "Web Chat")
    return [
        Heading(world.pick(("All Time Statistics (Since 2007)", "All Time Statistics", "Since 2007", "SINCE 2007")), 2),
        Heading("Signals", 3),
        Paragraph(f"The Human Trafficking Hotline has received {signals:,} signals since its inception."),
        Pairs(tuple((channel, f"{world.number(50, 9_000):,}") for channel in channels), parts.BULLET),
        Heading("Cases", 3),
        Paragraph(
            f"Since its inception, the Human Trafficking Hotline has identified {cases:,} cases of human trafficking. "
            f"{victims:,} victims were identified in these cases."
        ),
    ]


@plain()
def state_page_of_today(world: World, ending: str) -> Story:
    """The publisher's page since 2023: an all-time block, then the year's in sentences below their numbers."""
    report = world.report(
        (SIGNALS, *CHANNELS[:3], CASES, HEADLINE[0]),
        place=world.pick(STATES),
        year=world.pick((2021, 2022, 2023, 2024)),
    )
    survivors = world.number(5, 60)
    year, name = report.year, report.place.name
    value = {item: f"{number:,}" for item, number in report.values.items()}
    involved = f"{value[HEADLINE[0]]} victims were involved in these cases."
    draft = Draft([Heading(name, 1), *_all_time(world)], title=f"{name} | National Human Trafficking Hotline")
    draft.add(
        Heading(world.pick(("Statistics by Year", f"{year} Statistics")), 2),
        Heading(f"{year}", 2),
        Heading(f"Signals Received in {year}", 3),
        Pairs(
            (
                (f"signals were received by the Hotline in {year} from {name}.", value[SIGNALS]),
                ("signals received were from victims or survivors of human trafficking", str(survivors)),
            ),
            parts.VALUE_ABOVE,
        ),
        Heading("Ways the Hotline was Found", 3),
        Pairs((("Internet", str(world.number(5, 90))), ("Other", str(world.number(5, 90)))), parts.DEFINITIONS),
        Heading("Signal Types", 3),
        Pairs(
            tuple(
                zip(("Hotline Call", "Online Report", "Email Received"), (value[i] for i in CHANNELS[:3]), strict=True)
            ),
            world.pick((parts.DEFINITIONS, parts.BULLET, parts.LABEL_ABOVE)),
        ),
        Heading(f"Cases Identified in {year}", 3),
        Pairs(((f"cases were identified in {year}.", value[CASES]),), parts.VALUE_ABOVE),
        Paragraph(involved + world.pick(("", " Cases can involve multiple victims."))),
        Paragraph(wordings.as_of_line(world, report)),
    )
    optional = frozenset({report.figure(("signals", "victim_or_survivor"), survivors)})
    return Story(draft, "figures", report.figures(), optional)


@plain()
def state_page_of_2016(world: World, ending: str) -> Story:
    """Values above labels, types with their count in brackets, venues in the same form, a menu of years."""
    report = world.report((CHANNELS[0], CASES, *TYPES), place=world.pick(STATES), year=world.rng.randint(2013, 2018))
    value = {item: f"{number:,}" for item, number in report.values.items()}
    draft = Draft([Heading(report.place.name, 1), Heading("Hotline Statistics", 2)])
    totals = [f"Total {name}: {world.number(900, 40_000):,}" for name in ("Signals", "Cases", "Calls", "Emails")]
    draft.add(Heading("SINCE 2007", 3), Lines(tuple(totals)))
    draft.add(
        Heading(f"{report.year}", 2),
        Paragraph(f"{report.year} statistics are current as of {wordings.day(world, report.as_of)}"),
    )
    draft.add(
        Pairs(
            (
                ("CALLS THIS YEAR", value[CHANNELS[0]]),
                ("HUMAN TRAFFICKING CASES REPORTED THIS YEAR", value[CASES]),
            ),
            parts.VALUE_ABOVE,
        ),
        Heading("TYPE OF TRAFFICKING", 3),
        Pairs(
            tuple(
                zip(
                    ("Sex Trafficking", "Labor Trafficking", "Sex and Labor", "Trafficking Type Not Specified"),
                    (value[item] for item in TYPES),
                    strict=True,
                )
            ),
            parts.BRACKET,
        ),
        Heading("TOP VENUES/INDUSTRIES FOR SEX TRAFFICKING", 3),
        Pairs(
            tuple((venue, str(world.number(3, 90))) for venue in ("Hotel/Motel-Based", "Residence-Based", "Other")),
            parts.BRACKET,
        ),
    )
    return read(draft, report.figures())


@plain("txt", "pdf")
def state_report_of_2014(world: World, ending: str) -> Story:
    """Three values before their labels on one line, the nation's signals in the text."""
    report = world.report(CHANNELS[:3], place=world.pick(STATES), year=world.pick((2014, 2015)))
    calls, webforms, emails = (report.values[item] for item in CHANNELS[:3])
    whole = world.number(20_000, 30_000)
    days = f"1/1/{report.year} – 12/31/{report.year}"
    draft = Draft(
        [
            Heading("National Human Trafficking Resource Center (NHTRC) Data Breakdown", 1),
            Heading(f"{report.place.name} State Report {days}", 2),
            Paragraph(f"In {report.year}, the NHTRC received a total of {whole:,} signals nationwide."),
            Lines((f"{calls:,} Phone Calls - {emails:,} Emails - {webforms:,} Online Tip Reports",)),
            Paragraph(wordings.as_of_line(world, report)),
        ]
    )
    nation = (NATION.code, f"{report.year}-01-01", f"{report.year}-12-31", report.as_of.isoformat())
    return Story(draft, "figures", report.figures(), frozenset({(*nation, "signals", "total", whole, "reported")}))


@plain()
def coalition_bullets(world: World, ending: str) -> Story:
    """Bullets that say their year, and a note that says the period."""
    report = world.report((*HEADLINE, CASES), place=world.pick(STATES), year=world.rng.randint(2015, 2021))
    ends = {
        HEADLINE[0]: "human trafficking victims identified",
        HEADLINE[1]: "traffickers identified",
        HEADLINE[2]: "trafficking businesses identified",
        CASES: "human trafficking cases reported",
    }
    year = f" in {report.year}" if world.chance(0.7) else ""
    bullets = tuple(f"{wordings.number(world, value)} {ends[item]}{year}." for item, value in report.values.items())
    span = wordings.days(world, report.start, report.end)
    draft = Draft(
        [
            Heading(f"Human Trafficking in {report.place.name} by the Numbers", 1),
            Bullets(bullets),
            Paragraph(f"* Source: National Human Trafficking Hotline; covers {span}"),
            Paragraph(wordings.as_of_line(world, report)),
        ]
    )
    return read(draft, report.figures())


@plain()
def spotlight_layout(world: World, ending: str) -> Story:
    """The seed's own layout: irregular gaps, units below labels, notes by raised marks."""
    report = world.report((*HEADLINE, CASES, *TYPES, *CHANNELS))
    value = {item: f"{number:,}" for item, number in report.values.items()}
    mark = parts.run(parts.RAISED, "2")
    names = ("Sex Trafficking", "Labor Trafficking", "Sex & Labor Trafficking", f"Form Not Specified{mark}")
    draft = Draft(
        [
            Heading(f"{report.place.name} Spotlight", 1),
            Heading(f"{report.year} National Human Trafficking Hotline Statistics", 2),
            Paragraph(wordings.prose(world, report.place)),
            Pairs(
                tuple(
                    zip(
                        ("Victims Identified", "Traffickers Identified", "Trafficking Businesses"),
                        (value[i] for i in HEADLINE),
                        strict=True,
                    )
                ),
                parts.LABEL_ABOVE,
            ),
            Paragraph("Locations of Trafficking" + parts.run(parts.RAISED, "1")),
            Paragraph(parts.run(parts.RAISED, "1") + "Some cases may involve multiple locations."),
            Lines((f"{value[CASES]} Trafficking Cases",)),
            Pairs(
                tuple((name, f"{value[item]} Cases") for name, item in zip(names, TYPES, strict=True)),
                parts.LABEL_ABOVE,
            ),
            Paragraph(mark + wordings.NOTES[2]),
            Heading("Communication to the National Hotline", 3),
            Pairs(
                tuple(
                    zip(
                        ("Phone Calls", "Webforms", "Emails", "Texts", "Webchats"),
                        (value[i] for i in CHANNELS),
                        strict=True,
                    )
                ),
                parts.LABEL_ABOVE,
            ),
            Heading("NATIONAL HUMAN TRAFFICKING HOTLINE", 3),
            Paragraph(wordings.whole_line(world, report)),
        ]
    )
    return read(draft, report.figures())


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
