"""Traps of numbers: signs and units beside them, numbers of other things beside labels, two numbers for one label.

Belongs here: what stands on the line of a number. Not here: what stands above it (trap_headings).
"""

from __future__ import annotations

from tests.corpus import as_text, pages, parts, wordings
from tests.corpus.parts import Bullets, Draft, Heading, Lines, Pairs, Paragraph, Part
from tests.corpus.phrases import PHRASES
from tests.corpus.registry import Story, at_most, refused, trap
from tests.corpus.truth import CASES, CHANNELS, HEADLINE, STATES, TYPES, Item, Report, World

_STYLES = (
    parts.COLON,
    parts.GRID,
    parts.BULLET,
    parts.LABEL_ABOVE,
    parts.TILES,
    parts.DEFINITIONS,
    parts.GAP,
    parts.VALUE_ABOVE,
)
_ONE = (*HEADLINE, *CHANNELS[:4])


def _odd_value(world: World, value: str, why: str, is_suppressed: bool = False, also: int | None = None) -> Story:
    """A page on which one figure has a value that is none; the others are as they should be."""
    report = world.report((*HEADLINE, CASES, *TYPES, *CHANNELS[:4]))
    item = world.pick(_ONE)
    style = world.pick(_STYLES)
    body = _with_value(world, report, item, value, style)
    optional = {report.figure(item, None, "suppressed")} if is_suppressed else set()
    if also is not None:
        optional.add(report.figure(item, also))
    return at_most(pages.page(world, report, body), report.without(item).figures(), why, optional=frozenset(optional))


def _with_value(world: World, report: Report, item: Item, value: str, style: str) -> list[Part]:
    """The figures of a report in three groups, one of them with another value."""
    body: list[Part] = []
    for group in (HEADLINE, (CASES, *TYPES), CHANNELS[:4]):
        rows = [
            (wordings.label(world, one), value if one == item else wordings.number(world, report.values[one]))
            for one in group
        ]
        if group[0] == CASES:
            body.append(Heading(world.word(wordings.CASE_HEADINGS), 3))
        elif group[0] == CHANNELS[0]:
            body.append(Heading(world.word(wordings.CHANNEL_HEADINGS), 3))
        body.append(Pairs(tuple(rows), style))
    return body


@trap()
def bounds(world: World, ending: str) -> Story:
    n = world.number(3, 400)
    below = world.chance(0.5)
    forms = PHRASES["bounds"]["forms"]
    more = PHRASES["bounds"]["more"]
    special = ("≤{}", "≤ {}") if below else ("≥{}", "≥ {}")
    form = world.pick((*(forms if below else more), *(special if ending != "pdf" else ())))
    return _odd_value(world, form.format(n), f"{form!r}", is_suppressed=below)


@trap()
def about_so_many(world: World, ending: str) -> Story:
    n = world.number(10, 900)
    forms = PHRASES["about so many"]["forms"]
    form = world.pick((*forms, *(() if ending == "pdf" else ("∼{}", "≈{}", "≈ {}", "⁓{}"))))
    return _odd_value(world, form.format(n), f"{form!r}")


@trap()
def units_and_signs(world: World, ending: str) -> Story:
    n, other = world.number(10, 900), world.number(10, 900)
    forms = PHRASES["units and signs"]["forms"]
    special = PHRASES["units and signs"]["special"]
    form = world.pick((*forms, *(() if ending == "pdf" else special)))
    # A superscript is a mark as well as a power: whoever reads it as a mark reads the number.
    also = n if form in ("{}²", "{}³", "{}!", "={}") else None
    return _odd_value(world, form.format(n, o=other), f"{form!r}", also=also)


@trap()
def ranges_and_fractions(world: World, ending: str) -> Story:
    a, b = sorted((world.number(10, 400), world.number(10, 400)))
    form = world.pick(
        PHRASES["ranges and fractions"]["lines"] if ending != "pdf" else PHRASES["ranges and fractions"]["lines 2"]
    )
    text = form.format(a=a, b=b, c=f"{world.rng.randint(10, 99)}")
    also = a if form in ("{a} ({b})", "{a} [{b}]", "{a},", "[{a}]") else None
    if form == "[{a}]":
        also = None
    return _odd_value(world, text, f"{text!r}", also=also)


@trap()
def digits_that_are_letters(world: World, ending: str) -> Story:
    """A scanner's mistakes, spoilt digits, digits of other scripts."""
    n = str(world.number(100, 900))
    spoilt = world.pick(
        (
            n[0] + "l" + n[1:],
            n[:-1] + "O",
            "I" + n,
            n[0] + "S" + n[1:],
            n.replace(n[1], "B", 1),
            n + "o",
            "l" + n,
            n[0] + "|" + n[1:],
            n[0] + " " + n[1:],
            n[0] + "." + n[1:],
            n + "x",
            n[0] + "?" + n[2],
            "**" + n[0] + "*" + n[1:],
            "XIV",
            "nil",
            n[0] + "_" + n[2],
            n + "A",
            "A" + n,
        )
    )
    return _odd_value(world, spoilt, f"{spoilt!r}")


@trap()
def numbers_of_other_years_beside(world: World, ending: str) -> Story:
    n, old = world.number(10, 900), world.number(10, 900)
    form = world.pick(
        (
            "{n} (up from {o})",
            "{n} in {o} cases",
            "{n} (in {o} counties)",
            "{n} from {o} callers",
            "{n} ({o} last year)",
            "{n} vs. {o} in the year before",
            "{n}, was {o}",
            "{n} (previously {o})",
            "{o} last year, {n} now",
            "{o} → {n}" if ending != "pdf" else "{n} (from {o})",
            "{n} | {o}",
            "{n} [{o} before revision]",
            "was {o}, now {n}",
            "{n} (revised from {o})",
        )
    )
    return _odd_value(world, form.format(n=n, o=old), f"{form!r}", also=n)


@trap()
def numbers_of_services(world: World, ending: str) -> Story:
    """Numbers to dial and to text, beside words that are labels of figures."""
    report = world.report((CASES, *TYPES, *HEADLINE[:2]))
    lines = world.sample(
        PHRASES["numbers of services"]["lines"],
        world.pick((1, 2)),
    )
    style = world.pick(_STYLES)
    body = pages.blocks(world, report, style)
    extra: Part = Lines(tuple(piece for line in lines for piece in line.split("\n")))
    if world.chance(0.3):
        extra = Bullets(tuple(line.replace("\n", " ") for line in lines))
    body.insert(world.pick((0, len(body))), extra)
    return at_most(pages.page(world, report, body), report.figures(), f"{lines}")


@trap()
def numbers_beside_labels(world: World, ending: str) -> Story:
    """Dates, times, ages, laws, money, tables and pages on the line of a label."""
    report = world.report((CASES, *TYPES, *CHANNELS[:2]))
    line = world.pick(PHRASES["numbers beside labels"]["lines"])
    style = world.pick(_STYLES)
    body = pages.blocks(world, report, style)
    body.insert(
        world.pick((0, len(body))), world.pick((Lines((line,)), Paragraph(line), Heading(line, 3), Bullets((line,))))
    )
    return at_most(pages.page(world, report, body), report.figures(), f"{line!r}")


@trap()
def table_of_contents(world: World, ending: str) -> Story:
    """Labels with the pages on which they stand, before the figures."""
    report = world.report((CASES, *TYPES, *CHANNELS[:2]))
    entries = PHRASES["table of contents"]["entries"]
    at, rows = 0, []
    for entry in entries:
        at += world.rng.randint(1, 7)
        rows.append((entry, str(at)))
    contents = [
        Heading(world.pick(("Contents", "Table of Contents", "In This Report")), 3),
        Pairs(tuple(rows), world.pick((parts.DOTS, parts.GAP, parts.GRID))),
    ]
    draft = pages.page(world, report, [*contents, *pages.blocks(world, report)], frame=False)
    return at_most(draft, report.figures(), "a table of contents")


@trap()
def of_which(world: World, ending: str) -> Story:
    """A part of a figure on the line below it."""
    report = world.report((CASES, *TYPES, *CHANNELS[:3]))
    style = world.pick((parts.COLON, parts.GRID, parts.BULLET, parts.GAP))
    rows: list[tuple[str, str]] = []
    for item in TYPES:
        rows.append(pages.pair(world, report, item))
        if item != TYPES[3] and world.chance(0.6):
            rows.append(
                (
                    world.pick(
                        (
                            "of which minors",
                            "of these, online",
                            "including foreign nationals",
                            "thereof adults",
                            "– in hotels",
                        )
                    ),
                    str(world.number(2, 99)),
                )
            )
    body = [
        pages.pairs(world, report, (CASES,), style),
        Heading(world.word(wordings.CASE_HEADINGS), 3),
        Pairs(tuple(rows), style),
        pages.pairs(world, report, CHANNELS[:3], style),
    ]
    return at_most(pages.page(world, report, body), report.figures(), "parts of figures between them")


@trap()
def two_values_for_a_label(world: World, ending: str) -> Story:
    """The same label twice with two numbers: nobody can say which is right."""
    report = world.report((CASES, *TYPES, *CHANNELS[:3]))
    item = world.pick((CASES, *CHANNELS[:3]))
    style = world.pick(_STYLES)
    body = pages.blocks(world, report, style)
    again = Pairs(((wordings.label(world, item), str(world.number(5, 900))),), world.pick((style, parts.COLON)))
    extra = [Heading(world.pick(wordings.HEADLINE_HEADINGS), 3), again] if world.chance(0.6) else [again]
    where = world.pick((0, len(body)))
    body[where:where] = extra
    return refused(pages.page(world, report, body), f"two values of {item}")


@trap()
def a_correction_in_the_text(world: World, ending: str) -> Story:
    report = world.report((CASES, *TYPES, *CHANNELS[:3]))
    value, other = report.values[TYPES[1]], world.number(5, 900)
    sentence = world.pick(
        (
            f"Correction: the number of labor trafficking cases should read {other}.",
            f"Erratum: for {value} read {other}.",
            f"The number of labor trafficking cases was {other}, not {value}.",
            f"In an earlier version labor trafficking cases were given as {value}; the correct number is {other}.",
            f"In fact {other} labor trafficking cases were identified.",
            f"The hotline identified {other} labor trafficking cases.",
        )
    )
    draft = pages.page(world, report, pages.blocks(world, report, world.pick(_STYLES)), frame=False)
    draft.parts.insert(world.pick((len(draft.parts), len(draft.parts) - 1)), Paragraph(sentence))
    without = report.without(*TYPES)
    return at_most(draft, without.figures(), f"{sentence!r}")


@trap("txt", "pdf")
def a_number_without_a_label(world: World, ending: str) -> Story:
    report = world.report((CASES, *TYPES, *CHANNELS))
    rows = [pages.pair(world, report, item) for item in CHANNELS]
    texts: list[str] = []
    at = world.rng.randrange(1, 4)
    for number, (label, value) in enumerate(rows):
        texts += [label, value] if number != at else [label, value, str(world.number(3, 200))]
    body: list[Part] = [*pages.blocks(world, report.only((CASES, *TYPES)), parts.COLON), Lines(tuple(texts))]
    return refused(pages.page(world, report, body, frame=False), "a number too many")


@trap("txt", "pdf")
def either_side(world: World, ending: str) -> Story:
    """Labels and numbers take turns, one label more than numbers: each number may belong to either side."""
    report = world.report((CASES, *HEADLINE))
    texts: list[str] = []
    for item in HEADLINE:
        texts += [wordings.label(world, item), wordings.number(world, report.values[item])]
    first: list[Part] = [Lines((wordings.number(world, report.values[CASES]), wordings.label(world, CASES)))]
    return refused(pages.page(world, report, [*first, Lines(tuple(texts[:-1]))], frame=False), "between two labels")


@trap()
def parts_that_do_not_add_up(world: World, ending: str) -> Story:
    report = world.report((CASES, *TYPES, *CHANNELS[:2]))
    off = max(4, report.values[CASES] // 10)
    values = dict(report.values) | {CASES: report.values[CASES] + off}
    wrong = Report(report.place, report.start, report.end, report.as_of, values)
    return refused(pages.page(world, wrong), "rule 4")


@trap()
def no_residual(world: World, ending: str) -> Story:
    """Rule 3; perhaps a residual of venues, which is none of the types."""
    report = world.report((CASES, *TYPES, *CHANNELS[:2])).without(TYPES[3])
    style = world.pick((parts.COLON, parts.BULLET, parts.BRACKET, parts.GRID))
    body = pages.blocks(world, report, style)
    if world.chance(0.5):
        rest = report.values[CASES] - sum(report.values[item] for item in TYPES[:3])
        venues = (
            ("Hotel/Motel-Based", str(world.number(3, 99))),
            ("Residence-Based", str(world.number(3, 99))),
            ("Not Specified", str(rest)),
        )
        body += [
            Heading(world.pick(("Top Venues for Sex Trafficking", "Venues", "Top Venues")), 3),
            Pairs(venues, style),
        ]
    return refused(pages.page(world, report, body), "rule 3")


@trap()
def cut_off(world: World, ending: str) -> Story:
    """The end is missing, in the middle of the types; a sidecar says all that was lost with it."""
    report = world.report((CASES, *TYPES))
    style = world.pick((parts.COLON, parts.LABEL_ABOVE))
    draft = Draft([Heading(wordings.title(world, report.place), 1), Heading(wordings.year_title(world, report), 2)])
    draft.add(
        pages.pairs(world, report, (CASES,), style),
        Heading(world.word(wordings.CASE_HEADINGS), 3),
        pages.pairs(world, report, TYPES[:3], style),
    )
    sidecar = f"jurisdiction: {report.place.code}\npublisher_as_of: {report.as_of}\n"
    return Story(draft, "refusal", sidecar=sidecar, why="cut off before the residual")


@trap("txt")
def numbered_lines(world: World, ending: str) -> Story:
    """An editor's line numbers before each line."""
    report = world.report()
    draft = pages.page(
        world,
        report,
        pages.blocks(world, report, world.pick((parts.COLON, parts.LABEL_ABOVE, parts.VALUE_ABOVE))),
        frame=False,
    )
    lines = as_text.write(draft, world).decode("utf-8-sig").splitlines()
    text = "\n".join(f"{at:>3}{world.pick(('  ', ': ', ' '))}{line}" for at, line in enumerate(lines, 1))
    return at_most(text.encode() + b"\n", report.figures(), "line numbers")


@trap()
def an_older_report_quoted_below(world: World, ending: str) -> Story:
    """A page, and below it the one of another year as a quotation without frame of its own."""
    items = (CASES, *TYPES, *CHANNELS[:2])
    report = world.report(items, place=world.pick(STATES))
    older = world.report(items, place=report.place, year=report.year - 1)
    mark = "> " if ending == "txt" else ""
    rows = [Lines(tuple(f"{mark}{wordings.label(world, item)}: {older.values[item]:,}" for item in items))]
    draft = pages.page(world, report, pages.blocks(world, report, parts.COLON), frame=False)
    draft.add(
        Paragraph(
            world.pick(
                (
                    f"From the {older.year} report:",
                    "Earlier this was reported as:",
                    f"On the figures of {older.year}:",
                    "In the previous report:",
                )
            )
        ),
        *rows,
    )
    same = Report(older.place, older.start, older.end, report.as_of, older.values)
    return at_most(draft, report.figures(), "an older report below", optional=same.figures())
