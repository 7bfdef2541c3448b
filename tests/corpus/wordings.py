"""The words of made documents: how publishers, coalitions and newspapers write labels, titles, periods and dates.

Belongs here: wordings and the chance to draw one. Not here: what a reader knows; none of this is taken from it.
"""

from __future__ import annotations

from datetime import date, timedelta

from tests.corpus.truth import NATION, Item, Place, Report, World

LABELS: dict[Item, tuple[str, ...]] = {
    ("victims", "total"): (
        "Victims Identified",
        "Victims Identified",
        "Total Victims",
        "Human Trafficking Victims Identified",
        "Likely Victims",
        "Potential Victims Identified",
        "Victims",
        "Number of Victims",
    ),
    ("traffickers", "total"): (
        "Traffickers Identified",
        "Traffickers Identified",
        "Total Traffickers",
        "Traffickers",
        "Potential Traffickers Identified",
    ),
    ("businesses", "total"): (
        "Trafficking Businesses",
        "Trafficking Businesses",
        "Trafficking Businesses Identified",
        "Businesses Identified",
    ),
    ("cases", "total"): (
        "Trafficking Cases",
        "Trafficking Cases",
        "Human Trafficking Cases",
        "Total Cases",
        "Cases Identified",
        "Cases",
        "Number of Cases",
        "Human Trafficking Cases Reported",
        "Cases of Human Trafficking",
        "Potential Human Trafficking Cases",
        "Human Trafficking Situations",
    ),
    ("cases", "sex"): ("Sex Trafficking", "Sex Trafficking", "Sex Trafficking Cases", "Cases of Sex Trafficking"),
    ("cases", "labor"): (
        "Labor Trafficking",
        "Labor Trafficking",
        "Labor Trafficking Cases",
        "Cases of Labor Trafficking",
    ),
    ("cases", "sex_and_labor"): (
        "Sex & Labor Trafficking",
        "Sex and Labor Trafficking",
        "Sex and Labor",
        "Sex/Labor",
        "Both Sex and Labor Trafficking",
    ),
    ("cases", "not_specified"): (
        "Form Not Specified",
        "Not Specified",
        "Trafficking Type Not Specified",
        "Other/Not Specified",
        "Type Not Specified",
    ),
    ("signals", "total"): (
        "Total Signals",
        "Signals",
        "Signals Received",
        "Total Contacts",
        "Contacts Received",
        "Number of Signals",
        "Signals Received by the Hotline",
    ),
    ("signals", "phone_call"): ("Phone Calls", "Phone Calls", "Hotline Calls", "Calls", "Calls Received"),
    ("signals", "webform"): ("Webforms", "Webforms", "Online Reports", "Online Tip Reports", "Web Forms"),
    ("signals", "email"): ("Emails", "Emails", "E-mails", "Emails Received"),
    ("signals", "text"): ("Texts", "Texts", "Text Messages", "SMS Reports"),
    ("signals", "webchat"): ("Webchats", "Webchats", "Web Chats"),
}

CASE_HEADINGS = (
    "Cases by Type",
    "Cases by Trafficking Type",
    "Cases by type of trafficking",
    "Types of Trafficking",
    "Trafficking Type",
    "Type of Trafficking",
    "Cases by form of trafficking",
    "Human Trafficking Cases by Type",
    "Breakdown of cases by type",
)
CHANNEL_HEADINGS = (
    "Communication to the National Hotline",
    "Communications to the National Hotline",
    "How people contacted the Hotline",
    "Contacts by type",
    "Signals by type",
    "Signal Types",
    "Ways of contacting the Hotline",
    "Methods of contact",
    "Contacts with the Hotline",
)
HEADLINE_HEADINGS = ("At a Glance", "Key Figures", "Overview", "Summary", "Identified by the Hotline", "Key Facts")
NEUTRAL_HEADINGS = (
    "At a Glance",
    "Key Figures",
    "Overview",
    "Summary",
    "Statistics",
    "Statistics at a glance",
    "The numbers",
    "By the numbers",
    "Hotline Statistics",
    "Hotline Data",
    "Data",
    "Summary of Findings",
    "Snapshot",
    "State Snapshot",
    "Key Statistics",
    "Figures",
    "Results",
    "Highlights",
    "What the Hotline Learned",
    "What we know",
    "Data Summary",
    "Human Trafficking Data",
    "Statistical Overview",
    "Main Figures",
    "In Numbers",
)
STATE_TITLES = (
    "{place} Spotlight",
    "{place} Spotlight",
    "{place}",
    "{place}",
    "{place} Statistics",
    "{place} Hotline Statistics",
    "Human Trafficking in {place}",
    "Human trafficking in {place}: a snapshot",
    "{place} at a Glance",
    "{place} State Report",
    "{place} by the Numbers",
    "Spotlight: {place}",
    "Spotlight on {place}",
    "Hotline Statistics for {place}",
    "National Human Trafficking Hotline: {place}",
    "{place} – Key Figures",
    "{place} Fact Sheet",
    "{place} Data Report",
    "Human Trafficking Statistics for {place}",
    "{place}: Human Trafficking at a Glance",
    "National Human Trafficking Hotline Data Report: {place}",
    "{place} | National Human Trafficking Hotline",
)
NATION_TITLES = (
    "United States",
    "National Statistics",
    "United States Spotlight",
    "National Hotline Statistics: United States",
    "Human Trafficking in the United States",
    "United States at a Glance",
)
YEAR_TITLES = (
    "{year} National Human Trafficking Hotline Statistics",
    "{year} National Human Trafficking Hotline Statistics",
    "{year} Statistics",
    "{year} Hotline Statistics",
    "Hotline Statistics {year}",
    "Statistics for {year}",
    "{year}",
    "{year} Data",
    "Hotline data for {year}",
    "Calendar Year {year}",
    "Year {year}",
    "{year} at a glance",
)
PERIOD_LINES = (
    "Period: {range}",
    "Period covered: {range}",
    "Reporting period: {range}",
    "Reporting Period: {range}",
    "Time period: {range}",
    "Dates covered: {range}",
    "{range}",
    "({range})",
    "National Human Trafficking Hotline, {range}",
    "Hotline, {range}",
    "Data from {range}",
    "Data for {range}",
    "Covers {range}",
    "Covers {range}.",
    "For {range}",
    "Recorded from {range}",
    "Statistics for {range}",
    "Statistics from {range}.",
    "This report covers {range}.",
    "These figures cover the period {range}.",
    "Cases and contacts recorded from {range}.",
    "All figures are for the period {range}.",
    "The data in this report represents signals and cases from {range}.",
    "What the National Human Trafficking Hotline recorded from {range}.",
)
AS_OF_LINES = (
    "Accurate as of {day}.",
    "Accurate as of {day}",
    "Current as of {day}.",
    "Data accurate as of {day}.",
    "Data current as of {day}",
    "All figures are accurate as of {day}.",
    "The statistics are accurate as of {day}.",
    "Statistics are current as of {day}.",
    "Figures accurate as of {day}",
    "(accurate as of {day})",
    "This information is accurate as of {day}.",
)
WHOLE_LINES = (
    "The data in this report represents signals and cases from {range} and is accurate as of {day}.",
    "The data cover {range} and are accurate as of {day}.",
    "National Human Trafficking Hotline, {range}; accurate as of {day}.",
    "{range}. Accurate as of {day}.",
    "Covers {range}. Accurate as of {day}.",
    "Reporting period: {range} (accurate as of {day})",
    "The data in this report represents signals and cases from {range} and is accurate as of {day}. Cases of "
    "trafficking may be ongoing or new information may be revealed to the National Hotline over time. Consequently, "
    "statistics may be subject to change as new information emerges.",
)
PROSE = (
    "The National Human Trafficking Hotline provides survivors of human trafficking with vital support and a variety "
    "of options to get help and stay safe.",
    "The data below do not represent the full scope of trafficking in {place}.",
    "Lack of awareness of human trafficking or of the National Hotline can lead to significant underreporting.",
    "These pages sum up what the National Hotline learned about trafficking. They do not measure how common it is.",
    "Human trafficking is a form of modern slavery that occurs in every state, including {place}.",
    "This information can shed some light on trafficking in {place} and help survivors find the services they need.",
    "The hotline is confidential and open 24 hours a day, 7 days a week, in more than 200 languages.",
    "We thank the advocates, service providers and law enforcement officers who work with the hotline.",
    "Exact counts of venues, industries and callers are withheld when there were fewer than three.",
    "The Trafficking Victims Protection Act of 2000 defines severe forms of trafficking in persons.",
    "Labor trafficking is thought to be underreported.",
)
NOTES = (
    "Some cases may involve multiple locations.",
    "Cases in which nothing was said about the form of trafficking.",
    "Cases where trafficking type is not specified are typically a result of callers self-identifying as victims "
    "without providing further details about the presence of forced work or forced commercial sex.",
    "Substantive calls only.",
    "A case can involve more than one victim.",
    "Non-substantive contacts such as wrong numbers are not counted.",
    "Definitions are on the hotline's web site.",
)
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def label(world: World, item: Item) -> str:
    return world.word(LABELS[item])


def title(world: World, place: Place) -> str:
    if place is NATION:
        return world.word(NATION_TITLES)
    text = world.word(STATE_TITLES).format(place=place.name)
    return text.upper() if not world.is_easy and world.chance(0.1) else text


def number(world: World, value: int) -> str:
    """A number as print has it: with a comma from a thousand on, mostly; always where it could be taken for a year."""
    if 1900 <= value <= 2100 or value >= 10_000:
        return f"{value:,}"
    return f"{value:,}" if world.chance(0.9) else str(value)


def day(world: World, when: date, style: int | None = None) -> str:
    styles = (
        f"{MONTHS[when.month - 1]} {when.day}, {when.year}",
        f"{MONTHS[when.month - 1]} {when.day}, {when.year}",
        f"{MONTHS[when.month - 1]} {when.day}, {when.year}",
        f"{when.month}/{when.day}/{when.year}",
        f"{when.month:02}/{when.day:02}/{when.year}",
        when.isoformat(),
        f"{when.day} {MONTHS[when.month - 1]} {when.year}",
        f"{MONTHS[when.month - 1][:3]}. {when.day}, {when.year}".replace("May.", "May"),
    )
    return world.word(styles) if style is None else styles[style]


def days(world: World, start: date, end: date) -> str:
    """A period in words or digits; always first and last day, or whole months."""
    style = world.word((0, 0, 0, 3, 4, 5, 6, 7))
    first, last = day(world, start, style), day(world, end, style)
    joint = world.word((" through ", " through ", " to ", " – ", " - "))
    whole_months = start.day == 1 and (end + timedelta(days=1)).day == 1
    if not world.is_easy and style == 0 and start.year == end.year and world.chance(0.35):
        if whole_months and world.chance(0.3):
            return f"{MONTHS[start.month - 1]}{joint}{MONTHS[end.month - 1]} {end.year}"
        return f"{MONTHS[start.month - 1]} {start.day}{joint}{last}"
    return f"{first}{joint}{last}"


def period_line(world: World, report: Report) -> str:
    return world.word(PERIOD_LINES).format(range=days(world, report.start, report.end))


def as_of_line(world: World, report: Report) -> str:
    return world.word(AS_OF_LINES).format(day=day(world, report.as_of))


def whole_line(world: World, report: Report) -> str:
    return world.word(WHOLE_LINES).format(range=days(world, report.start, report.end), day=day(world, report.as_of))


def year_title(world: World, report: Report) -> str:
    return world.word(YEAR_TITLES).format(year=report.year)


def prose(world: World, place: Place) -> str:
    name = "the United States" if place is NATION else place.name
    return " ".join(world.sample(PROSE, world.rng.randint(1, 3))).format(place=name)
