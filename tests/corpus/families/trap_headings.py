"""Traps of words: a heading, caption, head, label, unit or sentence that makes something else of the figures below it.

Belongs here: what qualifiers do, wherever on a page they stand. Not here: places (trap_places), periods (trap_periods).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from tests.corpus import pages, parts, wordings
from tests.corpus.parts import Heading, Pairs, Paragraph, Part, Section, table
from tests.corpus.registry import Story, at_most, trap
from tests.corpus.truth import CASES, CHANNELS, HEADLINE, NATION, TYPES, Figure, Item, Report, World

_GROUPS: tuple[tuple[Item, ...], ...] = (HEADLINE, (CASES, *TYPES), CHANNELS[:3])
_STYLES = (parts.COLON, parts.GRID, parts.BULLET, parts.LABEL_ABOVE, parts.TILES, parts.DEFINITIONS)
Says = Callable[[Report], frozenset[Figure]]
"""What a heading makes of a report, if that is a report as well (the nation's, another year's): it may be read."""


def _nothing(report: Report) -> frozenset[Figure]:
    return frozenset()


def misled(
    world: World,
    ending: str,
    phrases: Sequence[str],
    labels: Sequence[str] = (),
    sentences: Sequence[str] = (),
    says: Says = _nothing,
) -> Story:
    """A page on which a phrase makes something else of some or all of its figures, in one of many ways."""
    ways: list[Callable[[World, Report, str, Says], Story]] = [
        _over_all,
        _over_some,
        _over_some,
        _in_a_caption,
        _as_a_head,
    ]
    report = world.report((*HEADLINE, CASES, *TYPES, *CHANNELS[:3]))
    phrase = world.pick(phrases).format(year=report.year, before=report.year - 1, after=report.year + 1)
    if labels and world.chance(0.35):
        return _on_a_label(
            world, report, world.pick(labels).format(year=report.year, before=report.year - 1, label="{label}")
        )
    if sentences and world.chance(0.25):
        return _in_a_sentence(
            world, report, world.pick(sentences).format(year=report.year, before=report.year - 1), says
        )
    return world.pick(ways)(world, report, phrase, says)


def _over_all(world: World, report: Report, phrase: str, says: Says) -> Story:
    style = world.pick(_STYLES)
    body = [Heading(phrase, 2), *pages.blocks(world, report, style)]
    return at_most(pages.page(world, report, body), frozenset(), f"{phrase!r} over all", optional=says(report))


def _over_some(world: World, report: Report, phrase: str, says: Says) -> Story:
    order = world.shuffled(_GROUPS)
    count = world.pick((1, 2))
    kept = report.only(item for group in order[:count] for item in group)
    lost = report.only(item for group in order[count:] for item in group)
    style = world.pick(_STYLES)
    below: list[Part] = [Heading(phrase, 2), *pages.blocks(world, lost, style)]
    body = [*pages.blocks(world, kept, style), *([Section(tuple(below))] if world.chance(0.5) else below)]
    return at_most(pages.page(world, report, body), kept.figures(), f"{phrase!r} over a part", optional=says(lost))


def _in_a_caption(world: World, report: Report, phrase: str, says: Says) -> Story:
    group = world.pick(_GROUPS)
    kept = report.without(*group)
    rows = [list(pages.pair(world, report, item)) for item in group]
    body = [*pages.blocks(world, kept, parts.GRID), table(rows, head_rows=0, caption=phrase)]
    lost = report.only(group)
    return at_most(pages.page(world, report, body), kept.figures(), f"{phrase!r} in a caption", optional=says(lost))


def _as_a_head(world: World, report: Report, phrase: str, says: Says) -> Story:
    """A second column with numbers of its own under the phrase."""
    items = list(world.pick(_GROUPS))
    others = Report(
        report.place, report.start, report.end, report.as_of, {item: world.number(5, 900) for item in items}
    )
    rows = [[*pages.pair(world, report, item), wordings.number(world, others.values[item])] for item in items]
    first = world.pick((str(report.year), "Number", f"{report.year}"))
    heads = ["", first, phrase]
    if world.chance(0.4):
        heads, rows = ["", phrase, first], [[label, other, own] for label, own, other in rows]
    body = [table([heads, *rows])]
    kept = report.only(items)
    return at_most(pages.page(world, kept, body), kept.figures(), f"{phrase!r} as a head", optional=says(others))


def _on_a_label(world: World, report: Report, form: str) -> Story:
    item = world.pick((*HEADLINE, CASES, *CHANNELS[:3]))
    kept = report.without(item)
    label, value = pages.pair(world, report, item)
    style = world.pick(_STYLES)
    odd = Pairs(((form.format(label=label), value),), style)
    body = pages.blocks(world, kept, style)
    body.insert(world.pick((0, len(body))), odd)
    return at_most(pages.page(world, report, body), kept.figures(), f"label {form!r}")


def _in_a_sentence(world: World, report: Report, sentence: str, says: Says) -> Story:
    draft = pages.page(world, report, pages.blocks(world, report, world.pick(_STYLES)), frame=False)
    draft.parts.insert(world.pick((1, len(draft.parts))), Paragraph(sentence))
    return at_most(draft, frozenset(), f"sentence {sentence!r}", optional=says(report))


def _of_the_year_before(report: Report) -> frozenset[Figure]:
    year = report.year - 1
    days = date(year, 1, 1), date(year, 12, 31)
    return Report(report.place, *days, report.as_of, report.values).figures()


def _of_the_nation(report: Report) -> frozenset[Figure]:
    return Report(NATION, report.start, report.end, report.as_of, report.values).figures()


def _of_the_first_half(report: Report) -> frozenset[Figure]:
    return Report(report.place, report.start, date(report.year, 6, 30), report.as_of, report.values).figures()


@trap()
def all_time(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        (
            "All Time Statistics",
            "Since Inception",
            "Since 2007",
            "Cumulative",
            "Cumulative Totals",
            "To Date",
            "Totals to Date",
            "All Years",
            "All Years Combined",
            "From the Beginning",
            "Since the Hotline Began",
            "Lifetime Totals",
            "Since December 2007",
            "2007 to Present",
            "Entire History of the Hotline",
            "Running Total",
            "Historical Totals",
            "Since Operations Began",
            "Grand Total, All Years",
            "From 2007 Onward",
            "Ever Reported",
        ),
        (
            "{label} Since 2007",
            "{label} to Date",
            "{label} (All Time)",
            "Cumulative {label}",
            "All-Time {label}",
            "{label}, all years",
            "{label} since inception",
        ),
        (
            "All figures are cumulative since 2007.",
            "The numbers on this page are totals since the hotline began.",
            "Figures shown are all-time totals.",
        ),
    )


@trap()
def several_years(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        (
            "Last Five Years",
            "Past Five Years",
            "Five-Year Total",
            "Three-Year Totals",
            "Multi-Year Totals",
            "Over the Past Decade",
            "{before} and {year} combined",
            "Both Years Together",
            "Two-Year Total",
            "Biennium",
            "2007 through 2012, in total",
            "The Last 24 Months",
            "Years {before} + {year}",
        ),
        ("{label} in the last five years", "{label} (three-year total)", "{label}, {before} and {year}"),
        ("Figures are three-year totals.", "The numbers below add up {before} and {year}."),
    )


@trap()
def the_year_before(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        (
            "Prior Year",
            "Previous Year",
            "The Year Before",
            "Last Year",
            "A Year Ago",
            "{before}",
            "{before} Totals",
            "{before} (for comparison)",
            "Compared with {before}",
            "Year Earlier",
            "Prior Reporting Period",
            "Figures for {before}",
        ),
        ("{label} Last Year", "{label} in {before}", "{label} ({before})", "Previous {label}"),
        ("The figures above are those of {before}.",),
        _of_the_year_before,
    )


@trap()
def a_part_of_the_year(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        (
            "First Half of the Year",
            "January – June",
            "First Six Months",
            "H1",
            "1st Semester",
            "Mid-Year Figures",
            "January to June {year}",
            "First Half of {year}",
            "Year to Date",
            "Partial Year",
            "First Half {year}",
            "Half Year",
            "January 1 – June 30, {year}",
        ),
        ("{label} (first half)", "{label}, January to June", "{label} YTD"),
        ("The figures cover the first half of the year only.", "Data are for January through June."),
        _of_the_first_half,
    )


@trap()
def a_month_or_a_quarter(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        (
            "Q3",
            "Third Quarter",
            "Q4 {year}",
            "December",
            "In December {year}",
            "Last Month",
            "Monthly Figures",
            "This Week",
            "Past 30 Days",
            "Summer",
            "Fourth Quarter {year}",
            "Last 90 Days",
            "First Nine Months",
        ),
        ("{label} in December", "{label} (Q4)", "{label} this month", "Weekly {label}"),
    )


@trap()
def an_average(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        (
            "Per Month",
            "Monthly Average",
            "Average per Month",
            "Average per Year",
            "Weekly Averages",
            "Daily Average",
            "Mean",
            "Median",
            "Five-Year Average",
            "A Typical Month",
            "Annual Average",
            "Averages",
        ),
        (
            "Average {label}",
            "{label} per month",
            "{label} a day",
            "Mean {label}",
            "Average Monthly {label}",
            "{label} (average)",
        ),
        ("Numbers are monthly averages.", "All figures are averages per month."),
    )


@trap()
def a_unit(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        (
            "In Thousands",
            "(in thousands)",
            "(000)",
            "Numbers in hundreds",
            "Per 100,000 Residents",
            "Rate per 100,000",
            "Per Million",
            "Rates",
            "($)",
            "in 000s",
            "Dollars",
            "Hours",
        ),
        (
            "{label} (in thousands)",
            "{label} per 100,000",
            "{label} (000)",
            "{label} (hours)",
            "{label} ($)",
            "Rate of {label}",
        ),
        ("All figures are in thousands.", "Numbers in hundreds.", "Figures are rates per 100,000 residents."),
    )


@trap()
def a_share(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        (
            "Percent",
            "Pct.",
            "Percent of Cases by Type",
            "Share of Cases",
            "Percentages",
            "Distribution (%)",
            "Proportion",
            "% of total",
            "In per cent",
            "Percentage of Total",
            "Percent of Signals",
        ),
        ("{label} (%)", "Percent of {label}", "Share of {label}", "{label}, percent", "% {label}"),
        ("All numbers are percentages.", "Figures are shares of the total in per cent."),
    )


@trap()
def an_estimate(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        (
            "Estimated",
            "Estimates",
            "Projected",
            "Projections",
            "Forecast",
            "Target",
            "Goals for {after}",
            "Expected",
            "Model Estimates",
            "Extrapolated Figures",
            "Upper Bound",
            "Projected {after}",
            "Estimated True Number",
            "Capacity",
        ),
        (
            "Estimated {label}",
            "Projected {label}",
            "{label} (estimate)",
            "{label} expected",
            "Target: {label}",
            "Goal {label}",
        ),
        ("The numbers are estimates.", "Figures are projections for {year}."),
    )


@trap()
def a_change(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        (
            "Change",
            "Change from {before}",
            "Increase",
            "Decrease",
            "Growth",
            "Difference",
            "Year-over-Year Change",
            "Net Change",
            "Increase over {before}",
            "Change vs. prior year",
            "Additional Cases",
            "Δ",
        ),
        ("Increase in {label}", "Change in {label}", "{label}: change", "Additional {label}", "{label} growth"),
    )


@trap()
def a_rank(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        ("Rank", "Ranking", "Rank among States", "National Rank", "Position", "Place among the States", "Ranked"),
        ("Rank in {label}", "{label} rank", "{label} (rank)"),
    )


@trap()
def the_nation(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        (
            "Nationwide",
            "National Totals",
            "United States",
            "In the United States",
            "Across the Country",
            "National Figures",
            "U.S. Totals",
            "The Nation",
            "Countrywide",
            "All States",
            "National Comparison",
        ),
        (
            "{label} nationwide",
            "{label} (national)",
            "National {label}",
            "U.S. {label}",
            "{label} in the United States",
        ),
        ("Numbers are nationwide totals.", "The figures on this page are for the whole country."),
        _of_the_nation,
    )


@trap()
def another_service(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        (
            "BeFree Textline",
            "State Tip Line",
            "Local Helpline",
            "Riverbend Safe Line",
            "Domestic Violence Hotline",
            "Crisis Line",
            "ICE Tip Line",
            "CyberTipline",
            "988 Lifeline",
            "Runaway Safeline",
            "Attorney General's Hotline",
            "Our Own Office",
            "Law Enforcement",
            "Other Hotlines",
            "Partner Agencies",
        ),
        ("Local helpline {label}", "{label} to the state tip line", "{label} (other hotlines)", "Police {label}"),
        ("The figures are those of the state tip line.",),
    )


@trap()
def a_city_or_county(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        (
            "Springfield",
            "Jackson County",
            "Greater Springfield",
            "Metro Area",
            "Northern Region",
            "Region 4",
            "Franklin County",
            "Eastern District",
            "Columbus Office",
            "Springfield Area",
            "Statewide except Springfield",
            "Local Figures",
        ),
        ("{label} in Springfield", "{label} (Jackson County)", "Springfield {label}", "{label}, metro area"),
        ("Figures are for the metropolitan area only.",),
    )


@trap()
def a_part_of_the_people(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        (
            "Minors",
            "Adults",
            "Female",
            "Foreign Nationals",
            "Cases Involving Minors",
            "Under 18",
            "Men",
            "Survivors with Disabilities",
            "U.S. Citizens",
            "Children",
            "LGBTQ+",
            "Women and Girls",
            "Age 18 and over",
        ),
        ("{label} (minors)", "{label} under 18", "Female {label}", "{label} – adults", "{label} involving children"),
        ("Only cases with minors are counted.",),
    )


@trap()
def a_part_of_the_cases(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        (
            "Closed",
            "Referred to Law Enforcement",
            "Open",
            "Still Pending",
            "High Indicators",
            "Excluding Referrals",
            "Reported to Police",
            "Hotel-Based",
            "Online",
            "Venue",
            "By Industry",
            "Domestic Work",
            "With Known Venue",
        ),
        (
            "{label} referred",
            "Closed {label}",
            "{label} reported to police",
            "{label} (venue known)",
            "{label} without referrals",
            "Non-{label}",
            "{label} – high indicators",
        ),
    )


@trap()
def another_measure(world: World, ending: str) -> Story:
    """Types under a heading that names another measure than cases; other things that are counted."""
    report = world.report((CASES, *TYPES, *CHANNELS[:3]))
    style = world.pick(_STYLES)
    heading = world.pick(
        (
            "Victims by Type",
            "Calls by Type",
            "Victims by Trafficking Type",
            "Arrests by Type",
            "Convictions",
            "Investigations",
            "Survivors Served by Type",
            "Tips by Trafficking Type",
            "Signals by Trafficking Type",
            "Prosecutions",
            "Traffickers by Type",
            "Businesses by Type of Trafficking",
            "Calls about Trafficking by Type",
            "Referrals",
            "Trainings",
            "Victims",
        ),
    )
    items = TYPES if world.chance(0.7) else (CASES, *TYPES)
    kept = report.without(*items)
    if CASES in kept.values:
        first: list[Part] = [pages.pairs(world, report, (CASES,), style)]
    else:
        first = []
    names = {
        TYPES[0]: "Sex Trafficking",
        TYPES[1]: "Labor Trafficking",
        TYPES[2]: "Sex and Labor Trafficking",
        TYPES[3]: "Not Specified",
    }
    rows = tuple(pages.pair(world, report, item, names.get(item)) for item in items)
    body = [*first, pages.pairs(world, report, CHANNELS[:3], style), Heading(heading, 2), Pairs(rows, style)]
    return at_most(pages.page(world, report, body), kept.figures(), f"types under {heading!r}")


@trap()
def labels_of_other_measures(world: World, ending: str) -> Story:
    """Labels that hold the words of a figure and count something else."""
    report = world.report((CASES, *TYPES, *CHANNELS[:2]))
    odd = world.sample(
        (
            "Cases Closed",
            "Victims Arrested",
            "Sex Trafficking Victims",
            "Labor Trafficking Survivors",
            "Non-Trafficking Cases",
            "Labor Exploitation Cases",
            "Trafficking Arrests",
            "Calls Answered in Spanish",
            "Missed Calls",
            "Phone Calls per Case",
            "Traffickers Convicted",
            "Businesses Inspected",
            "Victims Referred to Shelters",
            "Domestic Violence Cases",
            "Cases Opened by Police",
            "Trafficking Trainings",
            "Emails Sent",
            "Texts Sent to Subscribers",
            "Sex Trafficking Investigations",
            "Victim Contacts",
            "Victims Reunited",
            "Crisis Cases",
            "Webforms Rejected",
            "Calls from Truckers",
            "Businesses Trained",
            "Repeat Victims",
        ),
        2,
    )
    style = world.pick(_STYLES)
    rows = tuple((label, str(world.number(3, 400))) for label in odd)
    body = pages.blocks(world, report, style)
    if world.chance(0.5):
        body.append(Pairs(rows, style))
    else:
        body.insert(0, Pairs(rows, style))
    return at_most(pages.page(world, report, body), report.figures(), f"labels {odd}")


@trap()
def words_that_nobody_knows(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        (
            "Programme Zeta",
            "Beacon Initiative",
            "Phase II",
            "Cohort B",
            "Sentinel Sites",
            "Wave 3",
            "Trench Data",
            "Module 7",
            "Lot 4 deliverables",
            "Series K",
            "Control Group",
            "Baseline",
            "Tranche",
            "Scenario 2",
            "Weighted",
            "Imputed",
        ),
        (
            "{label} (weighted)",
            "{label} B",
            "Baseline {label}",
            "{label} [imputed]",
            "Adjusted {label}",
            "{label} quux",
        ),
    )


@trap()
def not_to_be_used(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        (
            "Sample Data",
            "Example Only",
            "For Illustration",
            "Template",
            "Dummy Figures",
            "Test Data",
            "Placeholder",
            "Superseded",
            "Withdrawn Figures",
            "Old Figures",
            "Do Not Use",
            "Incorrect Figures",
            "Earlier Version",
            "As First Published",
            "Unrevised",
        ),
        (
            "{label} (withdrawn)",
            "{label} – superseded",
            "{label} (old)",
            "Incorrect {label}",
            "{label} before revision",
        ),
        ("The figures on this page have been withdrawn.", "These are not real numbers; they show the layout only."),
    )


@trap()
def notes_that_change_a_number(world: World, ending: str) -> Story:
    """A mark on a label, and below a note that says what the number really is."""
    report = world.report((*HEADLINE, CASES, *TYPES, *CHANNELS[:3]))
    item = world.pick((*HEADLINE, *CHANNELS[:3]))
    mark = world.pick(("†", "*", "**", "‡", "¹", "²") if ending != "pdf" else ("*", "**", "¹", "²", "†"))
    note = world.pick(
        (
            "three-year total",
            "nationwide",
            f"Total of {report.year - 2} to {report.year}.",
            "Since 2007.",
            "Estimate.",
            "In thousands.",
            "Average of five years.",
            f"Figure for {report.year - 1}.",
            "Includes calls from other states.",
            "Per cent of all.",
            "Number of the whole country.",
            "All-time total.",
            "January to June only.",
            "Includes Kansas and Nebraska.",
            "Monthly average.",
        ),
    )
    kept = report.without(item)
    label, value = pages.pair(world, report, item)
    style = world.pick(_STYLES)
    on_value = world.chance(0.3)
    odd = Pairs(((label + ("" if on_value else mark), value + (mark if on_value else "")),), style)
    body = [*pages.blocks(world, kept, style), odd, Paragraph(f"{mark} {note}")]
    return at_most(pages.page(world, report, body, frame=False), kept.figures(), f"note {note!r} on {label!r}")
