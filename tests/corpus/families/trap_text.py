"""Traps of text files, and of CSV that is cut off.

Belongs here: characters and lines that only text has. Not here: what every format can hold.
"""

from __future__ import annotations

from tests.corpus import as_text, pages, parts, wordings
from tests.corpus.parts import Draft, Heading, Lines, Pairs, Part
from tests.corpus.phrases import PHRASES
from tests.corpus.registry import Story, at_most, plain, read, refused, trap
from tests.corpus.truth import CASES, CHANNELS, HEADLINE, TYPES, Report, World

_HEADER = "jurisdiction,period_start,period_end,publisher_as_of,measure,category,value"


def _one_odd(world: World, change: str) -> Story:
    """A page with one value in odd characters: {v} what belongs there, {o} what does not."""
    report = world.report((*HEADLINE, CASES, *TYPES, *CHANNELS[:3]))
    item = world.pick((*HEADLINE, *CHANNELS[:3]))
    value = str(report.values[item])
    struck = "".join(f"{digit}\u0336" for digit in value)
    odd = change.format(v=value, o=world.number(10, 99), s=struck, a=value[0], b=value[1:], r=value[::-1])
    style = world.pick((parts.COLON, parts.DOTS, parts.LABEL_ABOVE, parts.GRID))
    rows = Pairs(((wordings.label(world, item), odd),), style)
    body: list[Part] = [rows, *pages.blocks(world, report.without(item), style)]
    if world.chance(0.5):
        body = [*body[1:], body[0]]
    seen = (
        frozenset({report.figure(item, int(value))}) if "{s}" not in change and "\u202e" not in change else frozenset()
    )
    return at_most(pages.page(world, report, body), report.without(item).figures(), repr(change), optional=seen)


@trap("txt")
def odd_characters(world: World, ending: str) -> Story:
    return _one_odd(
        world,
        world.pick(PHRASES["odd characters"]["lines"]),
    )


@trap("txt")
def changes_of_an_editor(world: World, ending: str) -> Story:
    """A page as a comparison of two versions writes it."""
    report = world.report((CASES, *CHANNELS[:3]))
    lines = [
        line
        for item in report.values
        for line in (
            f"-{wordings.label(world, item)}: {world.number(5, 900)}",
            f"+{wordings.label(world, item)}: {report.values[item]}",
        )
    ]
    return at_most(
        pages.page(world, report, [Lines(tuple(lines))], frame=False), report.figures(), "a comparison of versions"
    )


@trap("txt")
def labels_then_numbers(world: World, ending: str) -> Story:
    """All labels, then all numbers, as copying from a picture gives them; one number may be missing."""
    report = world.report(CHANNELS)
    names = [wordings.label(world, item) for item in CHANNELS]
    values = [f"{report.values[item]:,}" for item in CHANNELS]
    if world.chance(0.5):
        values.pop(world.rng.randrange(len(values)))
        return at_most(
            pages.page(world, report, [Lines((*names, *values))], frame=False),
            frozenset(),
            "a number fewer than labels",
        )
    return at_most(
        pages.page(world, report, [Lines((*names, *values))], frame=False),
        frozenset(),
        "labels, then numbers",
        optional=report.figures(),
    )


@trap("txt")
def a_page_in_one_line(world: World, ending: str) -> Story:
    """All line breaks are lost."""
    report = world.report((CASES, *TYPES, *CHANNELS[:2]))
    draft = pages.page(
        world,
        report,
        pages.blocks(world, report, world.pick((parts.COLON, parts.VALUE_FIRST, parts.LABEL_ABOVE))),
        frame=False,
    )
    text = " ".join(as_text.write(draft, world).decode("utf-8-sig").split())
    return at_most(text.encode() + b"\n", report.figures(), "one line")


@trap("txt")
def a_table_out_of_line(world: World, ending: str) -> Story:
    """Columns that were aligned in another font: a number stands between two heads."""
    report = world.report(CHANNELS[:4])
    names = [wordings.label(world, item) for item in report.values]
    head = (" " * 10).join(names)
    line = ""
    for at in sorted(world.sample(range(3), 2)):
        gap = len((" " * 10).join(names[: at + 1]))
        line = line.ljust(gap + 3) + str(world.number(10, 9_999))
    return at_most(pages.page(world, report, [Lines((head, line))], frame=False), frozenset(), "a table out of line")


def _csv(report: Report) -> str:
    rows = [
        f"{report.place.code},{report.start},{report.end},{report.as_of},{measure},{category},{value}"
        for (measure, category), value in report.values.items()
    ]
    return "\n".join([_HEADER, *rows]) + "\n"


@trap("csv")
def a_csv_that_is_cut_off(world: World, ending: str) -> Story:
    """The last line has no end: it may be half of one."""
    report = world.report((CASES, *TYPES, CHANNELS[0]))
    text = _csv(report)[: -1 if world.chance(0.5) else -2]
    return refused(text.encode(), "no line break at the end")


@plain("csv")
def a_csv(world: World, ending: str) -> Story:
    report = world.report()
    return read(_csv(report).encode(), report.figures())


@trap()
def a_survey_or_a_form(world: World, ending: str) -> Story:
    """Labels as questions of a form to be filled in, with numbers of the form."""
    report = world.report((CASES, *TYPES))
    rows = tuple(
        (f"{at}. {name}", "____")
        for at, name in enumerate(("Victims Identified", "Traffickers Identified", "Phone Calls", "Emails"), 1)
    )
    draft = Draft([Heading("Form", 2), Pairs(rows, parts.COLON)])
    page = pages.page(world, report, frame=False)
    page.parts += draft.parts
    return at_most(page, report.figures(), "a form")
