"""Traps of words: a heading, caption, head, label, unit or sentence that makes something else of the figures below it.

Belongs here: what qualifiers do, wherever on a page they stand. Not here: places (trap_places), periods (trap_periods).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from tests.corpus import pages, parts, wordings
from tests.corpus.parts import Heading, Pairs, Paragraph, Part, Section, table
from tests.corpus.phrases import PHRASES
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
        PHRASES["all time"]["headings"],
        PHRASES["all time"]["labels"],
        PHRASES["all time"]["sentences"],
    )


@trap()
def several_years(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        PHRASES["several years"]["headings"],
        PHRASES["several years"]["labels"],
        PHRASES["several years"]["sentences"],
    )


@trap()
def the_year_before(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        PHRASES["the year before"]["headings"],
        PHRASES["the year before"]["labels"],
        PHRASES["the year before"]["sentences"],
        _of_the_year_before,
    )


@trap()
def a_part_of_the_year(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        PHRASES["a part of the year"]["headings"],
        PHRASES["a part of the year"]["labels"],
        PHRASES["a part of the year"]["sentences"],
        _of_the_first_half,
    )


@trap()
def a_month_or_a_quarter(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        PHRASES["a month or a quarter"]["headings"],
        PHRASES["a month or a quarter"]["labels"],
    )


@trap()
def an_average(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        PHRASES["an average"]["headings"],
        PHRASES["an average"]["labels"],
        PHRASES["an average"]["sentences"],
    )


@trap()
def a_unit(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        PHRASES["a unit"]["headings"],
        PHRASES["a unit"]["labels"],
        PHRASES["a unit"]["sentences"],
    )


@trap()
def a_share(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        PHRASES["a share"]["headings"],
        PHRASES["a share"]["labels"],
        PHRASES["a share"]["sentences"],
    )


@trap()
def an_estimate(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        PHRASES["an estimate"]["headings"],
        PHRASES["an estimate"]["labels"],
        PHRASES["an estimate"]["sentences"],
    )


@trap()
def a_change(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        PHRASES["a change"]["headings"],
        PHRASES["a change"]["labels"],
    )


@trap()
def a_rank(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        PHRASES["a rank"]["headings"],
        PHRASES["a rank"]["labels"],
    )


@trap()
def the_nation(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        PHRASES["the nation"]["headings"],
        PHRASES["the nation"]["labels"],
        PHRASES["the nation"]["sentences"],
        _of_the_nation,
    )


@trap()
def another_service(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        PHRASES["another service"]["headings"],
        PHRASES["another service"]["labels"],
        PHRASES["another service"]["sentences"],
    )


@trap()
def a_city_or_county(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        PHRASES["a city or county"]["headings"],
        PHRASES["a city or county"]["labels"],
        PHRASES["a city or county"]["sentences"],
    )


@trap()
def a_part_of_the_people(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        PHRASES["a part of the people"]["headings"],
        PHRASES["a part of the people"]["labels"],
        PHRASES["a part of the people"]["sentences"],
    )


@trap()
def a_part_of_the_cases(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        PHRASES["a part of the cases"]["headings"],
        PHRASES["a part of the cases"]["labels"],
    )


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
def words_that_nobody_knows(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        PHRASES["words that nobody knows"]["headings"],
        PHRASES["words that nobody knows"]["labels"],
    )


@trap()
def not_to_be_used(world: World, ending: str) -> Story:
    return misled(
        world,
        ending,
        PHRASES["not to be used"]["headings"],
        PHRASES["not to be used"]["labels"],
        PHRASES["not to be used"]["sentences"],
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
