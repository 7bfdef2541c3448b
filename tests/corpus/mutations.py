"""One small change to a plain document: what no longer holds must vanish, and no other number may appear.

Belongs here: the changes and what they make of the truth. Not here: the documents (families), the verdicts (reading).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from tests.corpus import parts
from tests.corpus.parts import Cell, Columns, Draft, Fold, Heading, Lines, Pairs, Part, Section, Table, plain
from tests.corpus.registry import Family, Story, written
from tests.corpus.truth import EITHER, Figure, Made, World

Path = tuple[int | str, ...]
Changed = tuple[Draft, frozenset[str]]
"""A document after a change, and the numbers that are no figures any more."""

_QUALIFIERS = (
    "Average {}",
    "{} (estimated)",
    "Cumulative {}",
    "{} Since 2007",
    "All-Time {}",
    "Projected {}",
    "Percent of {}",
    "Monthly {}",
    "{} per Month",
    "Change in {}",
    "{} in Thousands",
    "{} (sample)",
    "Former {}",
    "{} of Minors",
)
_UNKNOWN = ("Flurbish", "Quondam", "Zeta", "Marl", "Obverse", "Trine")
_SIGNS = (
    "<{}",
    "~{}",
    "{}%",
    ">{}",
    "{}+",
    "-{}",
    "${}",
    "{}k",
    "{}.5",
    "#{}",
    "{} of 900",
    "1{}½",
    "{}–{}",
    "about {}",
)


def mutants(family: Family, seed: int, number: int, count: int) -> Iterator[Made]:
    """Some changed forms of one document; none if it is not made of parts."""
    for at in range(count):
        world = family.world(seed, number)
        ending = family.ending(number)
        story = family.tell(world, ending)
        if isinstance(story.draft, bytes):
            return
        chance = World(random.Random(f"{seed} {family.name} {number} mutant {at}"))
        changes = chance.shuffled(_CHANGES if ending == "html" else [one for one in _CHANGES if one is not _a_span])
        changed = next((done for change in changes if (done := change(story.draft, chance)) is not None), None)
        if changed is None:
            return
        yield _made(family, number * 100 + at, ending, story, changed, world)


def _made(family: Family, number: int, ending: str, story: Story, changed: tuple[str, Changed], world: World) -> Made:
    why, (draft, gone) = changed
    content = written(draft, world, ending)
    kept = frozenset(figure for figure in story.figures if str(figure[6]) not in gone)
    optional = frozenset(figure for figure in story.optional if str(figure[6]) not in gone) | _suppressed(
        story.figures, gone
    )
    sidecar = story.sidecar.encode() or None
    return Made(f"{family.name}, changed", number, ending, content, EITHER, kept, optional, sidecar, why)


def _suppressed(figures: Iterable[Figure], gone: frozenset[str]) -> frozenset[Figure]:
    """A number that became a bound may be read as a hidden one."""
    return frozenset((*figure[:6], None, "suppressed") for figure in figures if str(figure[6]) in gone)


# The parts of a document ----------------------------------------------------------------------------------------------


def _walk(some: Sequence[Part], path: Path = ()) -> Iterator[tuple[Path, Part]]:
    for at, part in enumerate(some):
        here = (*path, at)
        yield here, part
        match part:
            case Columns(left, right):
                yield from _walk(left, (*here, "left"))
                yield from _walk(right, (*here, "right"))
            case Fold(_, inner) | Section(inner):
                yield from _walk(inner, (*here, "parts"))


def _put(some: Sequence[Part], path: Path, new: Part) -> list[Part]:
    """The parts with another one at a path."""
    at, rest = int(path[0]), path[1:]
    changed = list(some)
    if rest:
        inner = _put(getattr(changed[at], str(rest[0])), rest[1:], new)
        changed[at] = replace(changed[at], **{str(rest[0]): tuple(inner)})
    else:
        changed[at] = new
    return changed


def _with(draft: Draft, path: Path, new: Part) -> Draft:
    return replace(draft, parts=_put(draft.parts, path, new))


def _numbers(part: Part) -> frozenset[str]:
    """The numbers that a part holds, without their commas."""
    match part:
        case Pairs(items):
            texts = [text for item in items for text in item]
        case Table(rows):
            texts = [cell.text for row in rows for cell in row]
        case Lines(some) | parts.Bullets(some):
            texts = list(some)
        case parts.Paragraph(text) | Heading(text):
            texts = [text]
        case _:
            texts = []
    return frozenset(found.replace(",", "") for text in texts for found in re.findall(r"\d[\d,]*", plain(text)))


def _elsewhere(draft: Draft, paths: Iterable[Path]) -> frozenset[str]:
    left_out = set(paths)
    return frozenset().union(*(_numbers(part) for path, part in _walk(draft.parts) if path not in left_out))


def _below(draft: Draft, path: Path) -> list[Path]:
    """What stands right below a heading: all of the page below its title, else the next part that holds figures.

    Another heading between them takes its place, unless it stands directly below.
    """
    walked = list(_walk(draft.parts))
    at = next(number for number, (here, _) in enumerate(walked) if here == path)
    heading, rest = walked[at][1], walked[at + 1 :]
    if isinstance(heading, Heading) and heading.level == 1:
        return [here for here, part in rest if _has_figures(part)]
    if rest and isinstance(rest[0][1], Heading) and _level(rest[0][1]) > _level(heading):
        rest = rest[1:]
    for here, part in rest:
        if here[: len(path) - 1] != path[:-1] or isinstance(part, Heading):
            return []
        if _has_figures(part):
            return [here]
    return []


def _has_figures(part: Part) -> bool:
    return isinstance(part, Pairs | Table | Lines | parts.Bullets)


def _level(part: Part) -> int:
    return part.level if isinstance(part, Heading) else 9


# Changes --------------------------------------------------------------------------------------------------------------

Change = Callable[[Draft, World], tuple[str, Changed] | None]


def _a_word_of_a_heading(draft: Draft, chance: World) -> tuple[str, Changed] | None:
    """A qualifier is added, or a word nobody knows stands for another one."""
    headings = [(path, part) for path, part in _walk(draft.parts) if isinstance(part, Heading)]
    if not headings:
        return None
    path, heading = chance.pick(headings)
    text = _unknown(heading.text, chance) if chance.chance(0.5) else chance.pick(_QUALIFIERS).format(heading.text)
    below = _below(draft, path)
    gone = frozenset().union(*(_numbers(part) for here, part in _walk(draft.parts) if here in below)) - _elsewhere(
        draft, below
    )
    return f"heading {heading.text!r} became {text!r}", (_with(draft, path, replace(heading, text=text)), gone)


def _unknown(text: str, chance: World) -> str:
    words = text.split(" ")
    words[chance.rng.randrange(len(words))] = chance.pick(_UNKNOWN)
    return " ".join(words)


def _a_word_of_a_label(draft: Draft, chance: World) -> tuple[str, Changed] | None:
    pairs = [(path, part) for path, part in _walk(draft.parts) if isinstance(part, Pairs)]
    if not pairs:
        return None
    path, part = chance.pick(pairs)
    at = chance.rng.randrange(len(part.items))
    label, value = part.items[at]
    new = _unknown(label, chance) if chance.chance(0.5) else chance.pick(_QUALIFIERS).format(label)
    return f"label {label!r} became {new!r}", _with_item(draft, path, part, at, (new, value))


def _a_sign_at_a_number(draft: Draft, chance: World) -> tuple[str, Changed] | None:
    pairs = [(path, part) for path, part in _walk(draft.parts) if isinstance(part, Pairs)]
    if not pairs:
        return None
    path, part = chance.pick(pairs)
    at = chance.rng.randrange(len(part.items))
    label, value = part.items[at]
    new = chance.pick(_SIGNS).replace("{}", value)
    return f"{value!r} became {new!r}", _with_item(draft, path, part, at, (label, new))


def _with_item(draft: Draft, path: Path, part: Pairs, at: int, item: tuple[str, str]) -> Changed:
    others = Pairs((*part.items[:at], *part.items[at + 1 :]), part.style)
    gone = _numbers(Pairs((part.items[at],), part.style)) - _numbers(others) - _elsewhere(draft, [path])
    return _with(draft, path, replace(part, items=(*part.items[:at], item, *part.items[at + 1 :]))), gone


def _a_head_of_a_table(draft: Draft, chance: World) -> tuple[str, Changed] | None:
    """The head of a column of numbers gets a word that nobody knows, or a qualifier."""
    tables = [
        (path, part)
        for path, part in _walk(draft.parts)
        if isinstance(part, Table) and part.head_rows == 1 and not _has_spans(part)
    ]
    if not tables:
        return None
    path, table = chance.pick(tables)
    column = chance.rng.randrange(1, len(table.rows[0]))
    head = table.rows[0][column]
    if not head.text:
        return None
    text = _unknown(head.text, chance) if chance.chance(0.5) else chance.pick(_QUALIFIERS).format(head.text)
    heads = (*table.rows[0][:column], replace(head, text=text), *table.rows[0][column + 1 :])
    rest = replace(table, rows=tuple((*row[:column], *row[column + 1 :]) for row in table.rows))
    gone = _numbers(table) - _numbers(rest) - _elsewhere(draft, [path])
    return f"head {head.text!r} became {text!r}", (
        _with(draft, path, replace(table, rows=(heads, *table.rows[1:]))),
        gone,
    )


def _has_spans(table: Table) -> bool:
    return any(cell.rows > 1 or cell.columns > 1 for row in table.rows for cell in row)


def _an_alignment(draft: Draft, chance: World) -> tuple[str, Changed] | None:
    """One column of a table is aligned otherwise than its head: no number moves to another one."""
    tables = [(path, part) for path, part in _walk(draft.parts) if isinstance(part, Table)]
    if not tables:
        return None
    path, table = chance.pick(tables)
    width = max(len(row) for row in table.rows)
    ways = (parts.LEFT, parts.RIGHT, parts.CENTRE)
    aligned = [parts.LEFT, *([chance.pick(ways)] * (width - 1))]
    aligned[chance.rng.randrange(1, max(2, width))] = chance.pick(ways)
    heads = (parts.LEFT, *([chance.pick(ways)] * (width - 1)))
    return f"aligned {aligned}, heads {heads[-1]}", (
        _with(draft, path, replace(table, aligned=tuple(aligned), head_aligned=heads)),
        frozenset(),
    )


def _a_span(draft: Draft, chance: World) -> tuple[str, Changed] | None:
    """A number takes the place of its neighbour too."""
    tables = [
        (path, part)
        for path, part in _walk(draft.parts)
        if isinstance(part, Table) and not _has_spans(part) and len(part.rows[0]) > 2
    ]
    if not tables:
        return None
    path, table = chance.pick(tables)
    at = chance.rng.randrange(table.head_rows, len(table.rows))
    column = chance.rng.randrange(1, len(table.rows[0]) - 1)
    row = table.rows[at]
    both = [Cell(row[column].text), Cell(row[column + 1].text)]
    merged = (*row[:column], replace(row[column], columns=2), *row[column + 2 :])
    rest = replace(table, rows=(*table.rows[:at], (*row[:column], *row[column + 2 :]), *table.rows[at + 1 :]))
    gone = _numbers(Table((tuple(both),))) - _numbers(rest) - _elsewhere(draft, [path])
    return f"{row[column].text!r} over two columns", (
        _with(draft, path, replace(table, rows=(*table.rows[:at], merged, *table.rows[at + 1 :]))),
        gone,
    )


def _something_neutral(draft: Draft, chance: World) -> tuple[str, Changed] | None:
    """Another form for the same: a style, a level, the letters of a heading. The figures stay, or are refused."""
    walked = [(path, part) for path, part in _walk(draft.parts) if isinstance(part, Pairs | Heading)]
    if not walked:
        return None
    path, part = chance.pick(walked)
    if isinstance(part, Heading):
        new: Part = (
            replace(part, text=part.text.upper())
            if part.level == 1 or chance.chance(0.5)
            else replace(part, level=part.level + 1)
        )
        return f"heading {part.text!r} in another form", (_with(draft, path, new), frozenset())
    style = chance.pick((parts.COLON, parts.GAP, parts.GRID, parts.BULLET, parts.DASH, parts.DOTS))
    return f"pairs in the style {style!r}", (_with(draft, path, replace(part, style=style)), frozenset())


_CHANGES: tuple[Change, ...] = (
    _a_word_of_a_heading,
    _a_word_of_a_label,
    _a_sign_at_a_number,
    _a_head_of_a_table,
    _an_alignment,
    _a_span,
    _something_neutral,
)
