"""The layouts in which the publisher has printed its figures: a report → the blocks of a document.

Belongs here: what stands where, in words. Not here: formats (rendering), refusals (cases).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from tests.corpus.blocks import (
    CHANNELS,
    HEADLINES,
    TYPES,
    WORDS,
    Beside,
    Block,
    Columns,
    Grid,
    Heading,
    Key,
    Line,
    Made,
    Pairs,
    Paragraph,
    Report,
    Stack,
    Title,
)

CONTACT = "If you need help, call 1-888-373-7888 (TTY: 711) or text 233733, 24/7."
ABOUT = (
    "The hotline counts what it learns from those who get in touch with it. More than 300,000 contacts in all its "
    "years have shown that most trafficking stays hidden, so that these figures are no measure of it."
)


def day(one: date) -> str:
    return f"{one:%B} {one.day}, {one.year}"


def count(value: int) -> str:
    return f"{value:,}"


def titles(report: Report) -> list[Block]:
    return [Title(f"{report.name} Spotlight"), Title(f"{report.year} National Human Trafficking Hotline Statistics")]


def closing(report: Report) -> list[Block]:
    return [
        Paragraph(
            f"The data in this report represents signals and cases from {day(report.start)} through {day(report.end)} "
            f"and is accurate as of {day(report.as_of)}. Numbers may change as new information emerges."
        ),
        Paragraph(CONTACT),
    ]


def whole(layout: str, report: Report, *blocks: Block) -> Made:
    return Made(layout, (*titles(report), Paragraph(ABOUT), *blocks, *closing(report)), report.expected())


def every(report: Report) -> list[tuple[Key, int]]:
    return report.of([*HEADLINES, ("cases", "total"), *TYPES, ("signals", "total"), *CHANNELS])


def label_over_number(report: Report) -> Made:
    stacks = [Stack((WORDS[key], count(value))) for key, value in every(report)]
    return whole("label over number", report, *stacks)


def label_over_number_apart(report: Report) -> Made:
    stacks = [Stack((WORDS[key], count(value)), is_apart=True) for key, value in every(report)]
    return whole("label over number, loose", report, *stacks)


def spotlight(report: Report) -> Made:
    """As Missouri 2019: total on one line, types with their unit below them."""
    blocks: list[Block] = [Stack((WORDS[key], count(value)), is_apart=True) for key, value in report.of(HEADLINES)]
    blocks.append(Heading("Locations of Trafficking¹"))
    blocks.append(Paragraph("¹Some cases may involve multiple locations."))
    blocks += [Line(f"{count(value)} Trafficking Cases") for _, value in report.of([("cases", "total")])]
    for key, value in report.of(TYPES):
        mark = "²" if key[1] == "not_specified" else ""
        blocks.append(Stack((WORDS[key] + mark, f"{count(value)} Case{'' if value == 1 else 's'}")))
    blocks.append(Paragraph("²The form is not specified where nobody said enough about it to tell."))
    if channels := report.of([("signals", "total"), *CHANNELS]):
        blocks.append(Heading("Communication to the National Hotline"))
        blocks += [Stack((WORDS[key], count(value))) for key, value in channels]
    return whole("spotlight", report, *blocks)


def number_over_label(report: Report) -> Made:
    return whole("number over label", report, *[Stack((count(value), WORDS[key])) for key, value in every(report)])


def one_line_colon(report: Report) -> Made:
    return whole("label: number", report, *[Line(f"{WORDS[key]}: {count(value)}") for key, value in every(report)])


def number_first(report: Report) -> Made:
    return whole("number label", report, *[Line(f"{count(value)} {WORDS[key]}") for key, value in every(report)])


def leaders(report: Report) -> Made:
    rows = tuple((WORDS[key], count(value)) for key, value in every(report))
    return whole("dot leaders", report, Pairs(rows, "."))


def label_and_number_apart(report: Report) -> Made:
    rows = tuple((WORDS[key], count(value)) for key, value in every(report))
    return whole("label      number", report, Pairs(rows))


def brackets(report: Report) -> Made:
    return whole("label (number)", report, *[Line(f"{WORDS[key]} ({count(value)})") for key, value in every(report)])


def with_shares(report: Report) -> Made:
    total = max(1, report.figures.get(("cases", "total"), 1))
    lines = [
        Line(f"{WORDS[key]}: {count(value)}" + (f" ({value * 100 / total:.1f}%)" if key in TYPES else ""))
        for key, value in every(report)
    ]
    return whole("number (share)", report, *lines)


def headline_trio(report: Report) -> Made:
    trio = [Stack((count(value), WORDS[key])) for key, value in report.of([*HEADLINES, ("cases", "total")])]
    rest = [
        Line(f"{WORDS[key]}: {count(value)}") for key, value in report.of([*TYPES, ("signals", "total"), *CHANNELS])
    ]
    return whole("headline trio", report, Beside(tuple(trio), len(trio)), *rest)


def side_by_side(report: Report) -> Made:
    stacks = [Stack((WORDS[key], f"{count(value)}")) for key, value in every(report)]
    return whole("two columns of figures", report, Beside(tuple(stacks), 2))


def beside_prose(report: Report) -> Made:
    few = every(report)[:5]
    figures = tuple(Stack((WORDS[key], count(value))) for key, value in few)
    prose = tuple(
        Paragraph(f"{ABOUT} This is said for the {number} time on this page so that the column is long enough.")
        for number in ("first", "second", "third")
    )
    return whole("figures beside prose", report.only(*dict(few)), Columns(figures, prose))


def table_of_figures(report: Report) -> Made:
    rows = [("Measure", f"{report.year}"), *((WORDS[key], count(value)) for key, value in every(report))]
    return whole("table, a row a figure", report, Grid(tuple(rows)))


def table_of_types(report: Report) -> Made:
    """Types down, `Number of Cases` over them."""
    types = report.of([*TYPES, ("cases", "total")])
    names = {**WORDS, ("cases", "total"): "Total"}
    rows = [("Trafficking Type", "Number of Cases"), *((names[key], count(value)) for key, value in types)]
    rest = [Line(f"{WORDS[key]}: {count(value)}") for key, value in every(report) if key[0] != "cases"]
    return whole("table of types", report, Grid(tuple(rows)), *rest)


def coalition(report: Report) -> Made:
    words = {
        ("victims", "total"): "human trafficking victims identified",
        ("traffickers", "total"): "traffickers identified",
        ("businesses", "total"): "trafficking businesses identified",
        ("cases", "total"): "human trafficking cases reported",
    }
    lines = [Line(f"• {count(value)} {words[key]} in {report.year}.") for key, value in report.of(list(words))]
    lines += [Line(f"• {WORDS[key]}: {count(value)}") for key, value in every(report) if key not in words]
    return whole("bullets", report, *lines)


def sentences(report: Report) -> Made:
    """As the state pages of 2023: numbers that begin a sentence, channels below."""
    words = {
        ("signals", "total"): f"signals were received by the Hotline in {report.year} from {report.name}.",
        ("cases", "total"): f"cases were identified in {report.year}.",
        ("victims", "total"): "victims were involved in these cases.",
    }
    stacks = [Stack((count(value), words[key])) for key, value in report.of(list(words))]
    others = {**WORDS, ("signals", "phone_call"): "Hotline Call", ("signals", "webform"): "Online Report"}
    others |= {
        ("signals", "text"): "SMS Report",
        ("signals", "email"): "Email Received",
        ("signals", "webchat"): "Web Chat",
    }
    rest = [Stack((others[key], count(value))) for key, value in every(report) if key not in words]
    everything = Heading("All Time Statistics (Since 2007)")
    older = [Line(f"{WORDS[key]}: {count(value * 9 + 17)}") for key, value in every(report) if key[1] == "total"]
    return whole("sentences of 2023", report, *stacks, *rest, everything, *older)


def state_page(report: Report) -> Made:
    """As 2016 to 2018: all years first, then this year's with the number above, types in brackets, venues."""
    cases = report.figures.get(("cases", "total"), 0)
    calls = report.figures.get(("signals", "phone_call"))
    blocks: list[Block] = [
        Title(report.name),
        Heading("SINCE 2007"),
        Line(f"Total Calls: {count((calls or 0) * 7 + 400)}"),
        Line(f"Total Cases: {count(cases * 6 + 49)}"),
        Line(f"{report.year} statistics are current as of {day(report.as_of)}"),
    ]
    if calls is not None:
        blocks.append(Stack((count(calls), "CALLS THIS YEAR")))
    blocks.append(Stack((count(cases), "HUMAN TRAFFICKING CASES REPORTED THIS YEAR")))
    if types := report.of(TYPES):
        words = {**WORDS, ("cases", "not_specified"): "Trafficking Type Not Specified"}
        blocks += [Heading("TYPE OF TRAFFICKING"), Line(f"# of Cases {count(cases)}")]
        blocks += [Line(f"{words[key]} ({count(value)})") for key, value in types]
        blocks += [
            Heading("TOP VENUES FOR SEX TRAFFICKING"),
            Line("Hotel/Motel Based (12)"),
            Line("Not Specified (40)"),
        ]
    kept = report.only(("cases", "total"), ("signals", "phone_call"), *TYPES)
    return Made("state page of 2016", tuple(blocks), kept.expected())


def data_breakdown(report: Report) -> Made:
    """As 2014: number before label, several on one line."""
    channels = " - ".join(f"{count(value)} {WORDS[key]}" for key, value in report.of(CHANNELS))
    blocks: list[Block] = [
        Title("NHTRC Data Breakdown"),
        Title(f"{report.name} State Report {report.start:%-m/%-d/%Y} – {report.end:%-m/%-d/%Y}"),
        Paragraph(
            "In that year the hotline had 24,062 contacts from all over the country, by every channel that it has."
        ),
        *([Line(channels)] if channels else []),
        *[Line(f"{count(value)} Human Trafficking Cases") for _, value in report.of([("cases", "total")])],
        *[Line(f"{WORDS[key]}: {count(value)}") for key, value in report.of(TYPES)],
        Paragraph(f"Statistics are accurate as of {day(report.as_of)}."),
    ]
    return Made("data breakdown of 2014", tuple(blocks), report.only(("cases", "total"), *TYPES, *CHANNELS).expected())


def footnoted(report: Report) -> Made:
    """Marks behind labels and numbers, with their notes."""
    lines: list[Block] = []
    for at, (key, value) in enumerate(every(report)):
        mark = "*" if at % 3 == 0 else "²" if at % 3 == 1 else ""
        lines.append(Stack((WORDS[key] + mark, count(value) + ("¹" if at % 2 else ""))))
    notes = [Paragraph("*One case may be counted here and there."), Paragraph("¹Some of 12 cases were closed later.")]
    return whole("footnote marks", report, *lines, *notes)


ONE_REPORT: tuple[Callable[[Report], Made], ...] = (
    label_over_number,
    label_over_number_apart,
    spotlight,
    number_over_label,
    one_line_colon,
    number_first,
    leaders,
    label_and_number_apart,
    brackets,
    with_shares,
    headline_trio,
    side_by_side,
    beside_prose,
    table_of_figures,
    table_of_types,
    coalition,
    sentences,
    state_page,
    data_breakdown,
    footnoted,
)


# Several reports in one document --------------------------------------------------------------------------------------


def _closing(reports: Sequence[Report]) -> list[Block]:
    return [Paragraph(f"The figures are accurate as of {day(reports[0].as_of)}."), Paragraph(CONTACT)]


def _expected(reports: Sequence[Report]) -> set[tuple[str, ...]]:
    return set().union(*(report.expected() for report in reports))


def states_down(reports: Sequence[Report]) -> Made:
    keys = [key for key in [("signals", "total"), *TYPES, ("cases", "total")] if key in reports[0].figures]
    words = {**WORDS, ("cases", "total"): "Total Cases", ("cases", "sex_and_labor"): "Sex and Labor"}
    rows = [("State", *(words[key] for key in keys))]
    rows += [(report.name, *(count(report.figures[key]) for key in keys)) for report in reports]
    blocks = [Title(f"{reports[0].year} Statistics by State"), Grid(tuple(rows)), *_closing(reports)]
    return Made("states down, types across", tuple(blocks), _expected(reports))


def states_across(reports: Sequence[Report]) -> Made:
    keys = [key for key in [*TYPES, ("cases", "total")] if key in reports[0].figures]
    rows = [("", *(report.name for report in reports))]
    rows += [(WORDS[key], *(count(report.figures[key]) for report in reports)) for key in keys]
    blocks = [Title(f"{reports[0].year} Statistics by State"), Grid(tuple(rows)), *_closing(reports)]
    return Made("types down, states across", tuple(blocks), _expected(reports))


def years_across(reports: Sequence[Report]) -> Made:
    keys = list(reports[0].figures)
    rows = [("", *(str(report.year) for report in reports))]
    rows += [(WORDS[key], *(count(report.figures[key]) for report in reports)) for key in keys]
    blocks = [Title(f"{reports[0].name} Statistics"), Grid(tuple(rows)), *_closing(reports)]
    return Made("years side by side", tuple(blocks), _expected(reports))


def one_after_the_other(reports: Sequence[Report]) -> Made:
    blocks: list[Block] = []
    for report in reports:
        blocks += [Title(f"{report.name}: {report.year} Statistics")]
        blocks += [Stack((WORDS[key], count(value))) for key, value in every(report)]
    return Made("states one after the other", (*blocks, *_closing(reports)), _expected(reports))
