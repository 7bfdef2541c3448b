"""Traps of words: a heading, caption, head, label, unit or sentence that makes something else of the figures below it.

Belongs here: what qualifiers do, wherever on a page they stand. Not here: places (trap_places), periods (trap_periods).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.corpus import pages, parts, wordings
from tests.corpus.parts import Heading, Pairs, Paragraph, Part, Section, table
from tests.corpus.phrases import PHRASES
from tests.corpus.registry import Story, Teller, at_most, trap
from tests.corpus.truth import CASES, CHANNELS, HEADLINE, NATION, TYPES, Figure, Item, Report, World

_GROUPS: tuple[tuple[Item, ...], ...] = (HEADLINE, (CASES, *TYPES), CHANNELS[:3])
_STYLES = (parts.COLON, parts.GRID, parts.BULLET, parts.LABEL_ABOVE, parts.TILES, parts.DEFINITIONS)
Says = Callable[[Report], frozenset[Figure]]
"""What a heading makes of a report, if that is a report as well (the nation's, another year's): it may be read."""


def _nothing(report: Report) -> frozenset[Figure]:
    return frozenset()


def misled(world: World, phrases: dict[str, list[str]], says: Says) -> Story:
    """A page on which a phrase makes something else of some or all of its figures, in one of many ways."""
    report = world.report((*HEADLINE, CASES, *TYPES, *CHANNELS[:3]))
    years = {"year": report.year, "before": report.year - 1, "after": report.year + 1}
    phrase = world.pick(phrases["headings"]).format(**years)
    if "labels" in phrases and world.chance(0.35):
        return _on_a_label(world, report, world.pick(phrases["labels"]).format(**years, label="{label}"))
    if "sentences" in phrases and world.chance(0.25):
        return _in_a_sentence(world, report, world.pick(phrases["sentences"]).format(**years), says)
    return world.pick((_over_all, _over_some, _over_some, _in_a_caption, _as_a_head))(world, report, phrase, says)


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


def _of_its_last_months(report: Report) -> frozenset[Figure]:
    """The third and the fourth quarter, and December: a heading that names one of them may be taken at its word."""
    year = report.year
    spans = ((7, 9, 30), (10, 12, 31), (12, 12, 31))
    return frozenset().union(
        *(
            Report(report.place, date(year, first, 1), date(year, last, day), report.as_of, report.values).figures()
            for first, last, day in spans
        )
    )


_QUALIFIERS: dict[str, Says] = {
    "all time": _nothing,
    "several years": _nothing,
    "the year before": _of_the_year_before,
    "a part of the year": _of_the_first_half,
    "a month or a quarter": _of_its_last_months,
    "an average": _nothing,
    "a unit": _nothing,
    "a share": _nothing,
    "an estimate": _nothing,
    "a change": _nothing,
    "a rank": _nothing,
    "the nation": _of_the_nation,
    "another service": _nothing,
    "a city or county": _nothing,
    "a part of the people": _nothing,
    "a part of the cases": _nothing,
    "words that nobody knows": _nothing,
    "not to be used": _nothing,
}
"""Family → what its headings make of a report; the words are those of `phrases.yaml`."""


def _qualified(name: str, says: Says) -> Teller:
    def tell(world: World, ending: str) -> Story:
        return misled(world, PHRASES[name], says)

    tell.__name__ = name
    return tell


for _name, _says in _QUALIFIERS.items():
    trap()(_qualified(_name, _says))


@trap()
def another_measure(world: World, ending: str) -> Story:
    """Types under a heading that names another measure than cases; other things that are counted."""
    report = world.report((CASES, *TYPES, *CHANNELS[:3]))
    style = world.pick(_STYLES)
    heading = world.pick(
        PHRASES["another measure"]["lines"],
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
        PHRASES["labels of other measures"]["lines"],
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
