"""Documents in the manner of the publisher and of those who reprint it, year by year.

Belongs here: whole pages with the words and the order of real ones. Not here: layouts drawn at random (plain_layouts).
"""

from __future__ import annotations

from datetime import date

from tests.corpus import parts, wordings
from tests.corpus.parts import RAISED, Bullets, Draft, Heading, Lines, Pairs, Paragraph, Part, run, table
from tests.corpus.registry import Story, at_most, plain, read, trap
from tests.corpus.truth import CASES, CHANNELS, HEADLINE, NATION, SIGNALS, STATES, TYPES, Report, World


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
def trends_of_several_years(world: World, ending: str) -> Story:
    """A national report of some months of several years: prose, two tables by form, tables of other things, notes."""
    first, last = date(world.rng.randint(2018, 2020), 1, 1), date(world.rng.randint(2021, 2022), 8, 31)
    report = world.report((CASES, *TYPES, HEADLINE[0]), NATION, days=(first, last))
    value = {item: f"{number:,}" for item, number in report.values.items()}
    one, two, three = ((run(RAISED, mark) if ending != "txt" else mark) for mark in ("1", "2", "3"))
    if ending == "txt":
        one, two, three = "¹", "²", "³"
    span = world.pick((f"January {first.year} through August {last.year}", f"January {first.year}-August {last.year}"))
    forms = (
        ("Labor", TYPES[1]),
        ("Sex", TYPES[0]),
        (f"Sex and Labor{one}", TYPES[2]),
        (f"Other/Not Specified{two}", TYPES[3]),
    )
    situations = [["Form of Trafficking", "# of Situations"], *([name, value[item]] for name, item in forms)]
    situations.append(["Grand total", value[CASES]])
    victims = [["Form of Trafficking", "# of Likely Victims"]]
    victims += [
        [name, f"{world.number(100, 9_000):,}"] for name in ("Labor", "Sex", "Sex and Labor", "Other/Not Specified")
    ]
    victims.append(["Grand Total", value[HEADLINE[0]] + three])
    venues = [
        ["Type", "# of Situations"],
        *([name, str(world.number(20, 900))] for name in ("Domestic Work", "Construction")),
    ]
    draft = Draft(
        [
            Heading("Human Trafficking in the United States", 1),
            Paragraph(f"In this report, we examine data from the National Human Trafficking Hotline from {span}."),
            Heading("Findings Summary", 2),
            Paragraph(
                f"Labor trafficking victims were mostly male. No substantial changes were observed during {span}."
            ),
            Heading("Total Trafficking Situations, by Form", 3),
            table(situations),
            Heading("Total Likely Trafficking Victims, by Form", 3),
            table(victims),
            Heading("Labor Trafficking Situations by Venue", 3),
            table(venues),
            Lines(
                (
                    f"{one} Situations that involve both.",
                    f"{two} Situations without details.",
                    f"{three} This count is non-cumulative.",
                )
            ),
            Paragraph("37% of potential victims were minors. Race was known for 26% of victims."),
            Paragraph(wordings.as_of_line(world, report)),
        ]
    )
    # The total of victims has a note of its own: whoever leaves it out errs on the safe side.
    sure = report.without(HEADLINE[0])
    return Story(draft, "figures", sure.figures(), report.only(HEADLINE[:1]).figures())


@trap()
def totals_since_2007_only(world: World, ending: str) -> Story:
    """The state page of 2018 as it was copied: all its numbers are of all years, the year is named all the same."""
    report = world.report((CASES, CHANNELS[0]), place=world.pick(STATES), year=world.rng.randint(2016, 2019))
    day = wordings.day(world, report.as_of, 3)
    draft = Draft([Heading(f"{report.place.name} Statistics", 1), Paragraph(wordings.prose(world, report.place))])
    draft.add(
        Lines(
            (
                f"Total statistics from 12/7/07 to {day}.",
                "Since 2007",
                f"Total Calls: {report.values[CHANNELS[0]]:,}",
                f"Total Cases: {report.values[CASES]:,}",
                f"Total Victims - Moderate: {world.number(100, 900)}",
                f"Total Victims - High: {world.number(100, 900)}",
                f"{report.year} statistics are current as of {day}.",
            )
        )
    )
    whole = Report(report.place, date(2007, 12, 7), report.as_of, report.as_of, report.values)
    return at_most(draft, frozenset(), "all of it since 2007", optional=whole.figures())


@trap()
def figures_in_sentences(world: World, ending: str) -> Story:
    """A press release: running text, in which the figures and other numbers stand. They may be read, and need not."""
    report = world.report((CASES, *TYPES, *CHANNELS[:3]), place=world.pick(STATES))
    value = {item: f"{number:,}" for item, number in report.values.items()}
    name, year = report.place.name, report.year
    sentences = (
        f"In {year}, the National Human Trafficking Hotline received {value[CHANNELS[0]]} calls, "
        f"{value[CHANNELS[1]]} webforms, and {value[CHANNELS[2]]} emails from {name}.",
        f"It identified {value[CASES]} cases of human trafficking, {world.rng.randint(2, 40)} percent more than ever.",
        f"Of these, {value[TYPES[0]]} were sex trafficking, {value[TYPES[1]]} labor trafficking, "
        f"{value[TYPES[2]]} both, and in {value[TYPES[3]]} the type was not specified.",
        f"Since 2007, {world.number(2_000, 9_000):,} cases have been identified in {name}.",
        f"Nationwide, {world.number(10_000, 12_000):,} cases were identified in {year}.",
    )
    draft = Draft([Heading(f"Human trafficking in {name}", 1), *(Paragraph(text) for text in sentences)])
    draft.add(Paragraph(wordings.as_of_line(world, report)))
    return at_most(draft, frozenset(), "running text", optional=report.figures() | _national(report, sentences[4]))


def _national(report: Report, sentence: str) -> frozenset[tuple[str, str, str, str, str, str, int | None, str]]:
    value = int(sentence.split()[1].replace(",", ""))
    return Report(NATION, report.start, report.end, report.as_of, {CASES: value}).figures()
