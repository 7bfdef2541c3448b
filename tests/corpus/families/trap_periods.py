"""Traps of dates: periods that are none, several, or denied; accuracy dates that are none; sidecars that contradict.

Belongs here: what a document says of its time. Not here: a heading over a part of the page (trap_headings).
"""

from __future__ import annotations

from datetime import date, timedelta

from tests.corpus import pages, parts, wordings
from tests.corpus.parts import Draft, Heading, Paragraph, Part, table
from tests.corpus.phrases import PHRASES
from tests.corpus.registry import Story, at_most, refused, trap
from tests.corpus.truth import CASES, CHANNELS, STATES, TYPES, Report, World


def _page(world: World, report: Report, *said: Part, below: tuple[Part, ...] = ()) -> Draft:
    body = pages.blocks(world, report, world.pick((*pages.ONE_LINE_STYLES, parts.LABEL_ABOVE)))
    return Draft([Heading(wordings.title(world, report.place), 1), *said, *body, *below])


@trap()
def a_year_that_is_no_year(world: World, ending: str) -> Story:
    """The only period is a season, a fiscal year, a span, a part, or an edition."""
    report = world.report(place=world.pick(STATES))
    year = report.year
    heading = world.pick(PHRASES["a year that is no year"]["lines"]).format(
        y=year, b=year - 1, a=year + 1, s=f"{year % 100:02}"
    )
    return at_most(
        _page(world, report, Heading(heading, 2), below=(Paragraph(wordings.as_of_line(world, report)),)),
        frozenset(),
        f"period {heading!r}",
        optional=_spans(report, heading),
    )


def _spans(report: Report, heading: str) -> frozenset:
    """What a heading says exactly may be read as the period that it is."""
    year = report.year
    spans = []
    if heading.startswith(("First half", "H1", "First Semester")):
        spans.append((date(year, 1, 1), date(year, 6, 30)))
    if heading.startswith("Second"):
        spans.append((date(year, 7, 1), date(year, 12, 31)))
    if heading == f"January {year}":
        spans.append((date(year, 1, 1), date(year, 1, 31)))
    if heading == f"Q1 {year}":
        spans.append((date(year, 1, 1), date(year, 3, 31)))
    if heading == f"{year} Q1–Q3":
        spans.append((date(year, 1, 1), date(year, 9, 30)))
    if heading.startswith(("FFY",)):
        spans.append((date(year - 1, 10, 1), date(year, 9, 30)))
    if heading.startswith((f"{year - 1}", f"{year} and")) and not heading.endswith("total"):
        first = year - 1 if heading.startswith(f"{year - 1}") else year
        spans.append((date(first, 1, 1), date(first + 1, 12, 31)))
    return frozenset().union(*(Report(report.place, *days, report.as_of, report.values).figures() for days in spans))


@trap()
def two_periods(world: World, ending: str) -> Story:
    """Title and sentence name two years, and neither is for a part of the page."""
    report = world.report(place=world.pick(STATES))
    other = world.pick((report.year - 1, report.year + 1))
    span = wordings.days(world, date(other, 1, 1), date(other, 12, 31))
    said = Heading(wordings.year_title(world, report), 2)
    below = Paragraph(
        world.pick(
            (
                "The data in this report represents signals and cases from {}.",
                "Reporting period: {}",
                "Covers {}.",
                "{}",
            )
        ).format(span)
    )
    return refused(
        _page(world, report, said, below=(below, Paragraph(wordings.as_of_line(world, report)))), "two periods"
    )


@trap()
def a_period_that_is_denied(world: World, ending: str) -> Story:
    report = world.report(place=world.pick(STATES))
    span = wordings.days(world, report.start, report.end)
    line = world.pick(PHRASES["a period that is denied"]["lines"]).format(span)
    return refused(
        _page(world, report, Paragraph(line), below=(Paragraph(wordings.as_of_line(world, report)),)), f"{line!r}"
    )


@trap()
def no_accuracy_date(world: World, ending: str) -> Story:
    """Days of posting, printing, retrieval, meetings; never one of accuracy."""
    report = world.report(place=world.pick(STATES))
    line = world.pick(PHRASES["no accuracy date"]["lines"]).format(wordings.day(world, report.as_of))
    return refused(
        _page(world, report, Paragraph(wordings.period_line(world, report)), below=(Paragraph(line),)), f"{line!r}"
    )


@trap()
def two_accuracy_dates(world: World, ending: str) -> Story:
    report = world.report(place=world.pick(STATES))
    later = Report(report.place, report.start, report.end, report.as_of + timedelta(days=world.rng.randint(1, 40)), {})
    said = Paragraph(wordings.whole_line(world, report))
    return refused(
        _page(world, report, said, below=(Paragraph(wordings.as_of_line(world, later)),)), "two accuracy dates"
    )


@trap()
def accurate_before_its_end(world: World, ending: str) -> Story:
    """Figures as of a summer's day are not a whole year's."""
    year = world.rng.randint(2013, 2023)
    report = world.report(place=world.pick(STATES), year=year, as_of=date(year, world.rng.randint(2, 11), 15))
    return refused(pages.page(world, report), "accurate before its period ends")


@trap()
def a_sidecar_that_contradicts(world: World, ending: str) -> Story:
    report = world.report(place=world.pick(STATES))
    other = world.pick(place for place in STATES if place is not report.place)
    lines = world.pick(
        (
            f"jurisdiction: {other.code}",
            f"period_start: {report.year - 1}-01-01\nperiod_end: {report.year - 1}-12-31",
            f"publisher_as_of: {report.as_of + timedelta(days=1)}",
            f"period_end: {report.year}-06-30",
            f"period_start: {report.year}-02-01",
            "jurisdiction: US",
        )
    )
    return Story(pages.page(world, report), "refusal", sidecar=lines + "\n", why=f"sidecar {lines!r}")


@trap()
def a_sidecar_against_a_sentence(world: World, ending: str) -> Story:
    """No heading says the year, but the text does, and the sidecar says another."""
    report = world.report((CASES, *TYPES, *CHANNELS[:2]), place=world.pick(STATES))
    year = report.year
    sentence = world.pick(
        (
            "In {}, the hotline received these contacts.",
            "The figures of {} are shown below.",
            "Cases were identified in {}.",
            "The following was reported in {}.",
            "{} was a year of change. The numbers below are for that year.",
        )
    ).format(year - 1)
    draft = _page(world, report, Paragraph(sentence))
    sidecar = f"period_start: {year}-01-01\nperiod_end: {year}-12-31\npublisher_as_of: {report.as_of}\n"
    return Story(draft, "refusal", sidecar=sidecar, why=f"{sentence!r} against a sidecar of {year}")


@trap()
def months_of_a_year(world: World, ending: str) -> Story:
    """A table of months with the year's total; a month is not the year."""
    items = (CASES, *CHANNELS[:2])
    place, year = world.pick(STATES), world.year()
    months = [[month, *(world.rng.randint(2, 40) for _ in items)] for month in wordings.MONTHS]
    sums = [sum(int(row[at]) for row in months) for at in range(1, len(items) + 1)]
    report = Report(
        place,
        date(year, 1, 1),
        date(year, 12, 31),
        world.as_of(date(year, 12, 31)),
        dict(zip(items, sums, strict=True)),
    )
    with_total = world.chance(0.6)
    rows = [[str(cell) for cell in row] for row in months] + ([["Total", *map(str, sums)]] if with_total else [])
    heads = ["Month", *(wordings.label(world, item) for item in items)]
    draft = Draft(
        [
            Heading(wordings.title(world, place), 1),
            Heading(wordings.year_title(world, report), 2),
            table([heads, *rows]),
        ]
    )
    draft.add(Paragraph(wordings.as_of_line(world, report)))
    monthly = frozenset().union(
        *(_month(report, at, dict(zip(items, row[1:], strict=True))) for at, row in enumerate(months))
    )
    return at_most(draft, frozenset(), "months", optional=monthly | (report.figures() if with_total else frozenset()))


def _month(report: Report, at: int, values: dict) -> frozenset:
    start = date(report.year, at + 1, 1)
    end = (date(report.year + at // 11, (at + 1) % 12 + 1, 1)) - timedelta(days=1)
    return Report(report.place, start, end, report.as_of, values).figures()


@trap()
def quarters_across(world: World, ending: str) -> Story:
    report = world.report((CASES, *TYPES))
    rows = [
        [label, *(str(world.number(2, 90)) for _ in range(4)), value]
        for item in report.values
        for label, value in (pages.pair(world, report, item),)
    ]
    last = world.pick(("Year", "Total", str(report.year), "Full Year"))
    body = [table([["", "Q1", "Q2", "Q3", "Q4", last], *rows])]
    return at_most(pages.page(world, report, body), frozenset(), "quarters", optional=report.figures())
