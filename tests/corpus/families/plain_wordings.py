"""Plain documents, a family for each thing that is worded in many ways: periods, dates, headings, labels, numbers.

Belongs here: wordings that a careful person reads without doubt. Not here: layouts (plain_layouts), traps.
"""

from __future__ import annotations

from datetime import date, timedelta

from tests.corpus import pages, parts, wordings
from tests.corpus.parts import BOLD, LINK, MARKUP, RAISED, Draft, Heading, Lines, Pairs, Paragraph, run
from tests.corpus.registry import Story, at_most, plain, read, trap
from tests.corpus.truth import CASES, CHANNELS, HEADLINE, STATES, TYPES, Report, World


def _body(world: World, report: Report) -> list[parts.Part]:
    return pages.blocks(world, report, world.pick((*pages.ONE_LINE_STYLES, parts.LABEL_ABOVE)))


@plain()
def period_in_any_phrase(world: World, ending: str) -> Story:
    """A range of two dates is a range, whatever stands before it."""
    report = world.report()
    before = world.pick(
        (
            "Period",
            "Reporting period",
            "Reporting Timeframe",
            "Time frame",
            "Date range",
            "Dates",
            "Coverage",
            "Period of performance",
            "Data period",
            "Hotline data",
            "Period of report",
            "Data range",
            "Timeframe",
        )
    )
    carrier = world.pick(
        (
            f"{before}: {{}}",
            "{}",
            "({})",
            "Hotline, {}",
            "recorded from {}",
            "for {}",
            "Received {}",
            "[{}]",
            "In the period {}, the National Hotline recorded the following.",
            "During {}",
            "The figures below are those of {}.",
            "Signals and cases, {}",
            "between {}",
            "Data collected {}.",
            "Cases reported to the National Human Trafficking Hotline from {}",
            "The following statistics are for {}.",
        )
    )
    span = wordings.days(world, report.start, report.end)
    line = carrier.format(
        span.replace(" through ", " and ").replace(" to ", " and ") if carrier == "between {}" else span
    )
    draft = Draft(
        [Heading(wordings.title(world, report.place), 1), world.pick((Paragraph, lambda t: Lines((t,))))(line)]
    )
    draft.add(*_body(world, report), Paragraph(wordings.as_of_line(world, report)))
    return read(draft, report.figures())


@plain()
def year_in_any_heading(world: World, ending: str) -> Story:
    report = world.report(place=world.pick(STATES))
    name, year = report.place.name, report.year
    titles = world.pick(
        (
            (f"{name} {year}",),
            (f"{name}, {year}",),
            (f"{name} – {year}",),
            (f"{name} ({year})",),
            (f"{year} {name} Spotlight",),
            (f"{year} {name} Statistics",),
            (name, f"{year}"),
            (name, f"Year: {year}"),
            (name, f"Calendar Year {year}"),
            (name, f"{year} National Human Trafficking Hotline Statistics"),
            (name, f"Statistics for {year}"),
            (f"Human Trafficking in {name}, {year}",),
            (name, f"Data for the year {year}"),
            (name, f"{year} Data"),
            (f"{name} in {year}",),
            (name, f"National Human Trafficking Hotline, {year}"),
            (name, f"{year} Figures"),
        )
    )
    draft = Draft([Heading(title, 1 + at) for at, title in enumerate(titles)])
    draft.add(*_body(world, report), Paragraph(wordings.as_of_line(world, report)))
    return read(draft, report.figures())


@plain()
def accuracy_date_in_any_phrase(world: World, ending: str) -> Story:
    report = world.report()
    line = world.pick(
        (
            *wordings.AS_OF_LINES,
            "Data as of {day}",
            "Figures as of {day}.",
            "Statistics as of {day}",
            "All data as of {day}.",
            "Information current as of {day}",
            "The above is accurate as of {day}.",
            "Numbers are accurate as of {day}.",
            "These statistics are accurate as of {day} and may change.",
            "Accurate as of: {day}",
            "Current as of: {day}",
            "Data was accurate as of {day}.",
            "*Statistics accurate as of {day}.",
        )
    ).format(day=wordings.day(world, report.as_of))
    draft = Draft([Heading(wordings.title(world, report.place), 1), Paragraph(wordings.period_line(world, report))])
    draft.add(*_body(world, report))
    draft.parts.insert(1 if world.chance(0.4) else len(draft.parts), Paragraph(line))
    return read(draft, report.figures())


@plain()
def part_of_a_year(world: World, ending: str) -> Story:
    """A half, a quarter or a fiscal year is a period as good as another, if first and last day are printed."""
    year = world.rng.randint(2013, 2023)
    days = world.pick(
        (
            (date(year, 1, 1), date(year, 6, 30)),
            (date(year, 7, 1), date(year, 12, 31)),
            (date(year, 1, 1), date(year, 3, 31)),
            (date(year - 1, 10, 1), date(year, 9, 30)),
            (date(year, 1, 1), date(year + 1, 12, 31)),
            (date(year, 1, 1), date(year, 9, 30)),
        )
    )
    report = world.report(days=days)
    draft = Draft([Heading(wordings.title(world, report.place), 1), Paragraph(wordings.period_line(world, report))])
    draft.add(*_body(world, report), Paragraph(wordings.as_of_line(world, report)))
    return read(draft, report.figures())


@plain()
def neutral_headings(world: World, ending: str) -> Story:
    """Headings that say nothing of the figures but that here they are."""
    report = world.report((*HEADLINE, CASES, *TYPES, *CHANNELS[:3]))
    style = world.pick(pages.STYLES)
    more = (
        "In brief",
        "Facts and Figures",
        "The Data",
        "Trafficking Data",
        "Statewide Statistics",
        "Report Summary",
        "What the numbers say",
        "Hotline Activity",
        "State Profile",
        "Statistics Overview",
        "Key Findings",
    )
    first, second = world.sample((*wordings.NEUTRAL_HEADINGS, *more), 2)
    body = [
        Heading(first, 2),
        pages.pairs(world, report, HEADLINE, style),
        Heading(second, 2),
        pages.pairs(world, report, (CASES,), style),
        Heading(world.pick(wordings.CASE_HEADINGS), 3),
        pages.pairs(world, report, TYPES, style),
        Heading(world.pick(wordings.CHANNEL_HEADINGS), 2),
        pages.pairs(world, report, CHANNELS[:3], style),
    ]
    return read(pages.page(world, report, body), report.figures())


@plain()
def labels_in_other_letters(world: World, ending: str) -> Story:
    """Capital letters, lower letters, a colon, a final mark."""
    report = world.report()
    way = world.pick((str.upper, str.lower, str.capitalize))
    style = world.pick((parts.COLON, parts.LABEL_ABOVE, parts.DOTS, parts.GRID, parts.VALUE_FIRST))
    items = list(report.values)
    body = [pages.pairs(world, report, items, style)]
    body = [Pairs(tuple((way(label), value) for label, value in part.items), part.style) for part in body]
    return read(pages.page(world, report, body), report.figures())


@plain()
def ordinary_notes(world: World, ending: str) -> Story:
    """Marks on labels, and notes that hold no number, place, period, unit, measure or qualifier that disagrees."""
    report = world.report((CASES, *TYPES, *CHANNELS[:3]))
    marks = world.pick(
        (
            ("*", "**"),
            ("¹", "²"),
            ("†", "‡"),
            (run(RAISED, "1"), run(RAISED, "2")),
            (run(RAISED, "a"), run(RAISED, "b")),
        )
    )
    if ending == "txt" and RAISED in "".join(marks):
        marks = ("¹", "²")
    style = world.pick((parts.COLON, parts.LABEL_ABOVE, parts.GRID, parts.GAP))
    types = pages.pairs(world, report, (CASES, *TYPES), style)
    channels = pages.pairs(world, report, CHANNELS[:3], style)
    types = Pairs(
        tuple((label + (marks[0] if at == 4 else ""), value) for at, (label, value) in enumerate(types.items)), style
    )
    channels = Pairs(
        tuple((label + (marks[1] if at == 0 else ""), value) for at, (label, value) in enumerate(channels.items)), style
    )
    body = [
        Heading(world.pick(wordings.CASE_HEADINGS), 3),
        types,
        Heading(world.pick(wordings.CHANNEL_HEADINGS), 3),
        channels,
        Paragraph(f"{marks[0]} {wordings.NOTES[world.pick((1, 2))]}"),
        Paragraph(f"{marks[1]} {wordings.NOTES[world.pick((3, 5, 6))]}"),
    ]
    return read(pages.page(world, report, body), report.figures())


@plain("html", "pdf")
def marks_on_numbers(world: World, ending: str) -> Story:
    """A raised mark at a number is none of its digits."""
    report = world.report((CASES, *TYPES, *CHANNELS[:3]))
    style = world.pick((parts.COLON, parts.GRID, parts.GAP, parts.DOTS))
    at = world.rng.randrange(3)
    channels = pages.pairs(world, report, CHANNELS[:3], style)
    mark = run(RAISED, world.pick("123"))
    items = tuple((label, value + (mark if place == at else "")) for place, (label, value) in enumerate(channels.items))
    body = [
        Heading(world.pick(wordings.CASE_HEADINGS), 3),
        pages.pairs(world, report, (CASES, *TYPES), style),
        Heading(world.pick(wordings.CHANNEL_HEADINGS), 3),
        Pairs(items, style),
        Paragraph(f"{mark} {wordings.NOTES[3]}"),
    ]
    return read(pages.page(world, report, body), report.figures())


@plain()
def shares_beside_counts(world: World, ending: str) -> Story:
    """A share in per cent behind each count."""
    report = world.report((CASES, *TYPES, *CHANNELS[:4]))
    style = world.pick((parts.COLON, parts.BULLET, parts.GRID))
    form = world.pick(("{} ({}%)", "{} ({}%)", "{} / {}%", "{}, {}%"))
    body: list[parts.Part] = [pages.pairs(world, report, (CASES,), style)]
    for headings, items in ((wordings.CASE_HEADINGS, TYPES), (wordings.CHANNEL_HEADINGS, CHANNELS[:4])):
        whole = sum(report.values[item] for item in items)
        rows = tuple(
            (label, form.format(value, round(report.values[item] / max(1, whole) * 100, world.pick((0, 1)) or None)))
            for item in items
            for label, value in (pages.pair(world, report, item),)
        )
        body += [Heading(world.pick(headings), 3), Pairs(rows, style)]
    return read(pages.page(world, report, body), report.figures())


@plain("html", "pdf")
def numbers_in_pieces(world: World, ending: str) -> Story:
    """Digits in bold, in several spans, beside a link that is no number."""
    report = world.report()
    style = world.pick((parts.COLON, parts.GRID, parts.DEFINITIONS, parts.TILES))

    def dressed(value: str) -> str:
        way = world.rng.randrange(3)
        if ending == "pdf" or way == 0:
            return run(BOLD, value)
        if way == 1:
            return run(MARKUP, "<b>") + value + run(MARKUP, "</b>") + " " + run(LINK, "details")
        return "".join(run(MARKUP, f"<span class='digit'>{sign}</span>") for sign in value)

    body = [
        Pairs(tuple((label, dressed(value)) for label, value in part.items), style)
        for part in [pages.pairs(world, report, report.values, style)]
    ]
    return read(pages.page(world, report, body), report.figures())


@plain("pdf", "html")
def labels_over_two_lines(world: World, ending: str) -> Story:
    report = world.report((*HEADLINE, CASES))
    long = {
        HEADLINE[0]: "Human Trafficking Victims Identified",
        HEADLINE[1]: "Human Traffickers Identified",
        HEADLINE[2]: "Human Trafficking Businesses Identified",
        CASES: "Human Trafficking Cases Reported",
    }
    items = tuple((long[item], wordings.number(world, value)) for item, value in report.values.items())
    if ending == "html":
        items = tuple(
            (label.replace(" Trafficking ", " Trafficking " + run(MARKUP, "<br>")), value) for label, value in items
        )
        return read(
            pages.page(world, report, [Pairs(items, world.pick((parts.TILES, parts.VALUE_ABOVE)))]), report.figures()
        )
    half = parts.Columns((Pairs(items[:2], parts.TILES),), (Pairs(items[2:], parts.TILES),))
    return read(pages.page(world, report, [half]), report.figures())


@plain()
def completed_by_a_sidecar(world: World, ending: str) -> Story:
    """What is not printed stands beside: the accuracy date, or the place, or all."""
    report = world.report()
    body = _body(world, report)
    lines = [f"publisher_as_of: {report.as_of}"]
    way = world.rng.randrange(3)
    if way == 0:
        draft = Draft(
            [Heading(wordings.title(world, report.place), 1), Heading(wordings.year_title(world, report), 2), *body]
        )
    elif way == 1:
        draft = Draft(
            [Heading(wordings.year_title(world, report), 1), *body, Paragraph(wordings.whole_line(world, report))]
        )
        lines = [f"jurisdiction: {report.place.code}"]
    else:
        draft = Draft([Heading(world.pick(wordings.NEUTRAL_HEADINGS), 1), *body])
        lines += [f"jurisdiction: {report.place.code}", f"period_start: {report.start}", f"period_end: {report.end}"]
    return Story(draft, "figures", report.figures(), sidecar="\n".join(lines) + "\n")


@plain()
def zeros_and_ones(world: World, ending: str) -> Story:
    """Small places: zero is a number, and equal numbers are no mistake."""
    place = world.pick(STATES)
    year, parts_ = world.year(), [world.rng.randint(0, 4) for _ in range(4)]
    values = {CASES: sum(parts_), **dict(zip(TYPES, parts_, strict=True)), CHANNELS[0]: world.rng.randint(5, 40)}
    start, end = date(year, 1, 1), date(year, 12, 31)
    report = Report(place, start, end, end + timedelta(days=world.rng.randint(40, 500)), values)
    return read(pages.page(world, report), report.figures())


@plain()
def numbers_that_look_like_years(world: World, ending: str) -> Story:
    """A number of calls that could be a year, had it no comma."""
    report = _with_a_year(world)
    style = world.pick(pages.ONE_LINE_STYLES)
    body = [pages.pairs(world, report, CHANNELS, style), *pages.blocks(world, report.only((CASES, *TYPES)), style)]
    return read(pages.page(world, report, body), report.figures())


@trap()
def years_beside_labels(world: World, ending: str) -> Story:
    """The same without a comma: it may be the number, or a year."""
    report = _with_a_year(world)
    style = world.pick(pages.ONE_LINE_STYLES)
    channels = pages.pairs(world, report, CHANNELS, style)
    first = (channels.items[0][0], str(report.values[CHANNELS[0]]))
    body = [Pairs((first, *channels.items[1:]), style), *pages.blocks(world, report.only((CASES, *TYPES)), style)]
    sure = report.without(CHANNELS[0])
    return at_most(pages.page(world, report, body), sure.figures(), "a year or a number", optional=report.figures())


def _with_a_year(world: World) -> Report:
    report = world.report((CASES, *TYPES, *CHANNELS))
    values = dict(report.values) | {CHANNELS[0]: world.rng.randint(2007, 2025)}
    return Report(report.place, report.start, report.end, report.as_of, values)
