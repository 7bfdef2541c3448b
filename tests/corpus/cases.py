"""The corpus: made documents in every layout and format, each with the figures or the refusal that must come of it.

Belongs here: which documents there are. Not here: layouts (layouts), formats (rendering), the resolution (test_corpus).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tests.corpus import layouts, rendering
from tests.corpus.blocks import (
    CHANNELS,
    HEADLINES,
    TYPES,
    WORDS,
    Block,
    Grid,
    Heading,
    Line,
    Made,
    PageBreak,
    Paragraph,
    Report,
    Stack,
    Title,
    breakdowns,
    missouri_2019,
    state_pages,
    state_table,
)
from tests.corpus.layouts import closing, count, day, titles

# Copied as one line, these lose what told their columns apart.
_NEEDS_LINES = {
    "headline trio",
    "two columns of figures",
    "figures beside prose",
    "table, a row a figure",
    "table of types",
    "data breakdown of 2014",
    "states down, types across",
    "types down, states across",
    "years side by side",
    "table with shares",
}


@dataclass(frozen=True)
class Case:
    """One document of the corpus."""

    name: str
    format: str
    layout: str
    content: bytes
    expected: frozenset[tuple[str, ...]]
    refusal: str
    """The rule by which it must be refused; empty if it must be read."""
    sidecar: bytes | None = None


def corpus() -> Iterator[Case]:
    """Every document, in a fixed order."""
    for made, name in _readable():
        for ending, hands in rendering.FORMATS.items():
            for hand, render in hands.items():
                if hand == "one line" and made.layout in _NEEDS_LINES:
                    continue
                yield _case(f"{name}, {hand}", ending, made, render)
    for made in _refused():
        for ending, render in (("txt", rendering.as_text), ("html", rendering.as_html), ("pdf", rendering.as_pdf)):
            yield _case(made.layout, ending, replace(made, layout="to be refused"), render)
    yield from _hostile_pdfs()


def _case(name: str, ending: str, made: Made, render: Callable[[Sequence[Block]], bytes]) -> Case:
    sidecar = made.sidecar.encode() or None
    content = render(made.blocks)
    return Case(name, ending, made.layout, content, frozenset(made.expected), made.refusal, sidecar)


def _readable() -> Iterator[tuple[Made, str]]:
    maine = next(report for report in breakdowns() if report.code == "US-ME")
    for layout in layouts.ONE_REPORT:
        for report in (missouri_2019(), maine):
            made = layout(report)
            yield made, f"{made.layout}, {report.name}"
    tables = (
        layouts.states_down(breakdowns()[:20]),
        layouts.states_down(state_table()),
        layouts.states_across(breakdowns()[3:7]),
        layouts.years_across(state_pages()[:5]),
        layouts.one_after_the_other(breakdowns()[5:8]),
    )
    for made in (*tables, *_special()):
        yield made, made.layout


def _special() -> Iterator[Made]:
    report = missouri_2019()
    types = [Line(f"{WORDS[key]}: {count(value)}") for key, value in report.of(TYPES)]
    kept = report.only(*TYPES)

    half = replace(kept, end=date(2019, 6, 30), as_of=date(2019, 10, 1))
    title = [Title("Missouri Spotlight"), Title("January – June 2019 Statistics")]
    yield Made("half a year", (*title, *types, *closing(half)), half.expected())

    nation = replace(state_pages()[0], code="US", name="United States")
    yield replace(layouts.state_page(nation), layout="the nation's page")

    venues = [Heading("Top 3 Venues for Sex Trafficking"), Line("Hotel/Motel 40"), Line("Not Specified 52")]
    yield Made("types and venues", (*titles(report), *types, *venues, *closing(report)), kept.expected())

    suppressed = [Line(f"{WORDS[key]}: {'<3' if value < 20 else count(value)}") for key, value in report.of(CHANNELS)]
    small = {row if int(row[-1]) >= 20 else (*row[:-1], "suppressed") for row in report.only(*CHANNELS).expected()}
    yield Made("small counts hidden", (*titles(report), *suppressed, *closing(report)), small)

    lacking = [Line(f"{WORDS[key]}: N/A") for key in CHANNELS]
    none = {(*row[:-1], "not_published") for row in report.only(*CHANNELS).expected()}
    yield Made("nothing published", (*titles(report), *types, *lacking, *closing(report)), kept.expected() | none)

    mixed = [Stack((count(value), WORDS[key])) for key, value in report.of(HEADLINES)]
    mixed += [Heading("Trafficking Types"), *[Stack((WORDS[key], count(value))) for key, value in report.of(TYPES)]]
    both = report.only(*HEADLINES, *TYPES)
    yield Made("both orders", (*titles(report), *mixed, *closing(report)), both.expected())

    half_pages = len(TYPES) // 2
    paged = [*types[:half_pages], PageBreak(), *types[half_pages:]]
    yield Made("two pages", (*titles(report), *paged, *closing(report)), kept.expected())

    without_dates = [*titles(report), *types]
    sidecar = "period_start: 2019-01-01\nperiod_end: 2019-12-31\npublisher_as_of: 2020-07-30\n"
    yield Made("dates in a sidecar", tuple(without_dates), kept.expected(), sidecar=sidecar)

    rows = (
        ("Type", "Cases", "Share"),
        *((WORDS[key], count(value), f"{value / 2.34:.1f}%") for key, value in report.of(TYPES)),
    )
    yield Made("table with shares", (*titles(report), Grid(rows), *closing(report)), kept.expected())


# What must be refused -------------------------------------------------------------------------------------------------


def _refused() -> Iterator[Made]:
    report = missouri_2019()
    figures = [Line(f"{WORDS[key]}: {count(value)}") for key, value in report.of(TYPES)]

    def refused(what: str, rule: str, *blocks: Block, of: Report = report, ends: list[Block] | None = None) -> Made:
        return Made(what, (*titles(of), *blocks, *(closing(of) if ends is None else ends)), refusal=rule)

    yield refused("a spoilt digit", "number_spoilt", *figures, Line("Phone Calls: 1O3"))
    yield refused("a fraction", "number_spoilt", *figures, Line("Phone Calls: 3.5"))
    yield refused("an unknown label", "number_unread", *figures, Stack(("Survivors Supported", "12")))
    yield refused("a part of a type", "number_unread", *figures, Line("Child Sex Trafficking: 6"))
    yield refused("two numbers for a label", "number_ambiguous", *figures, Line("Phone Calls: 438 439"))
    yield refused("one figure twice", "label_ambiguous", *figures, Line("Phone Calls: 438"), Line("Calls: 439"))
    yield refused("a number between two labels", "number_ambiguous", Stack(("Phone Calls", "438", "Webforms")))
    yield refused("a number that may be a year", "number_ambiguous", *figures, Line("Phone Calls: 2019"))
    yield refused("a wrong unit", "label_ambiguous", *figures, Line("Phone Calls: 438 Cases"))
    yield refused("all years only", "section_unclear", *figures, Heading("Since 2007"), Line("Phone Calls: 9,000"))
    yield refused("another year's title", "period_contradicts_title", Title("2018 Statistics"), *figures)
    yield refused("no date of accuracy", "publisher_as_of_unknown", *figures, ends=[])
    city = replace(report, name="Kansas City")
    yield refused("a city", "jurisdiction_ambiguous", *figures, of=city)
    kansas = Line("Phone Calls in Kansas: 17")
    yield refused("another state's figure", "jurisdiction_ambiguous", *figures, kansas)
    venues = [Heading("Locations"), Stack(("Not Specified", "40"))]
    sex = Stack((WORDS["cases", "sex"], "183"))
    yield refused("the rest of something else", "label_ambiguous", sex, *venues)
    unknown = Grid((("Type", "Adult", "Child"), ("Sex Trafficking", "100", "83"), ("Labor Trafficking", "20", "2")))
    yield refused("a table by age", "number_unread", unknown)
    reports = state_pages()[:3]
    years = layouts.years_across(reports)
    yield replace(
        years,
        layout="years without a date",
        blocks=years.blocks[:-2],
        expected=set(),
        refusal="publisher_as_of_unknown",
    )
    bad_date = Paragraph(
        f"It covers {day(report.start)} through February 30, 2019, and is accurate as of July 30, 2020."
    )
    yield refused("a day that is none", "date_unreadable", *figures, ends=[bad_date])


def _hostile_pdfs() -> Iterator[Case]:
    made = layouts.one_line_colon(missouri_2019())
    whole = rendering.as_pdf(made.blocks)

    def case(name: str, content: bytes, refusal: str) -> Case:
        return Case(name, "pdf", "to be refused", content, frozenset(), refusal)

    yield case("only a picture", rendering.picture_pdf(), "no_text")
    yield case("encrypted", rendering.as_pdf(made.blocks, encrypt="secret"), "encrypted")
    yield case("cut off", whole[: len(whole) // 2], "pdf_broken")
    yield case("no PDF at all", b"<html>" + whole[10:], "pdf_broken")
    yield case("nothing but the mark", b"%PDF-1.7\n%%EOF\n", "pdf_broken")
