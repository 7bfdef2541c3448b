"""Which lines name the hotline, and which lines above them then only name a publisher: a letterhead, a site.

Belongs here: whose figures they are, and for which place; titles. Not here: how far headings reach (paths).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice, takewhile

from orchestration.spotlight.readers.blocks import GroupKind
from orchestration.spotlight.readers.grammar.lexicon import PLACE, Lexicon
from orchestration.spotlight.readers.grammar.phrases import phrases_of, plain
from orchestration.spotlight.readers.grammar.tokens import What
from orchestration.spotlight.readers.grammar.words import WORDS_FOR_FIGURES
from orchestration.spotlight.readers.tree.headings import Heading
from orchestration.spotlight.readers.tree.lines import TOUCHING, Line, Role, tokens_in
from orchestration.spotlight.readers.tree.names import is_only_names

_FIGURES_ARE_FROM = re.compile(
    r"(?:all |the |these )(?:counts|data|figures|numbers|statistics)(?: above| here| on this page)? (?:are|came|come"
    r"|were taken) from the (?:[A-Za-z]+ ){0,3}(?:data|page|report|sheet|spotlight|statistics) of the national ",
    re.IGNORECASE,
)
"""`These figures are from the Utah report of the National Human Trafficking Hotline`"""
_FEWEST_WORDS_OF_HEADLINE = 5
"""A heading of an article has at least so many words: `Half a year` and `Minors in Ohio` may narrow figures."""
_DENIES = frozenset(("not", "no", "unlike", "than", "other"))


def mark_letterhead(
    stack: Sequence[Heading], places: Collection[str], *, is_letter: bool, is_first: bool, is_heading: bool
) -> None:
    """Mark headings above the name of the hotline, and above all numbers, as names of publishers or sites.

    Below the name of a place, only a letter or an organization makes them such: `Cohort B` may be what is counted.
    In a letter, so are those that name the place of the figures themselves: `Commonwealth of Kentucky, Auditor`.
    `Laredo Spotlight` and `Laredo` are none: they name the place of the figures and no publisher.
    A heading with a text of its own, above a heading that names the hotline, is a headline: `Hotels must train staff`.
    Above a sentence that names the hotline, it is one only if it has several words and names nothing that is counted.
    """
    if any(one.has_numbers for one in stack):
        return
    has_place = False
    for one in stack:
        has_place = has_place or bool(one.said.places)
        one.is_above_hotline = True
        is_of_figures = bool(one.said.unknown) and not WORDS_FOR_FIGURES.isdisjoint(
            (plain(one.line.words[0]), plain(one.line.words[-1]))
        )
        is_town = bool(one.said.towns) and len(one.said.towns) == len(one.line.words)
        is_of_figures |= is_town and not is_letter
        names_other = not (one.said.places or is_of_figures) and (is_letter or not has_place)
        has_same_place = is_letter and bool(one.said.places) and set(one.said.places) <= set(places)
        names_what_is_counted = bool(one.said.measures or one.said.labels)
        may_head_article = len(one.line.words) >= _FEWEST_WORDS_OF_HEADLINE and not names_what_is_counted
        is_headline = one.has_content and (is_heading or (is_letter and may_head_article))
        one.is_headline |= is_headline
        one.is_letterhead |= is_first and (names_other or has_same_place or is_headline or one.said.has("organization"))


def boxes_of_hotline(lines: Sequence[Line]) -> dict[int, bool]:
    """The boxes beside an article that name the hotline as their source, and whether with a time: `From the Hotline's
    page on Alabama.`
    """
    found: dict[int, bool] = {}
    for line in lines:
        is_source = line.said.names_hotline and names_place_or_time(line)
        if is_source and _DENIES.isdisjoint(map(plain, line.words)):
            for group in line.groups:
                if group.kind is GroupKind.ASIDE:
                    is_dated = bool(line.said.periods or line.said.years)
                    found[group.number] = found.get(group.number, False) or is_dated
    return found


def is_source(line: Line) -> bool:
    """Whether the hotline alone is named as the source of figures: `Source: National Human Trafficking Hotline`."""
    first = next((word for word in map(plain, line.words) if word != "data"), "")
    # `National Human Trafficking Hotline. Accurate as of July 30, 2020.` below the figures.
    is_bare = line.text.endswith(".") and all(phrase.kind == "neutral" for phrase in line.phrases)
    is_dated = bool(line.said.days) and line.role in (Role.STATEMENT, Role.NOTE)
    is_from = _FIGURES_ARE_FROM.match(line.text) is not None
    is_named = first in ("source", "sources", "publisher") or is_dated or is_bare or is_from
    return is_named and not line.said.has("organization")


def paragraph_from(lines: Sequence[Line], at: int) -> Iterator[Line]:
    """A line of running text and those that follow it in its paragraph."""
    yield lines[at]
    yield from takewhile(
        lambda line: line.block == lines[at].block and line.role in (Role.PROSE, Role.STATEMENT),
        islice(lines, at + 1, None),
    )


def states_the_place(lines: Sequence[Line], lexicon: Lexicon) -> bool:
    """Whether a heading, a line with the name of the hotline or a cell beside figures names their state. The name of a
    body and the address below it do not count.
    """
    last = max((at for at, line in enumerate(lines) if line.counts or line.table is not None), default=-1)
    filled = [line for line in lines[: last + 1] if line.role is not Role.BLANK]
    for before, line in zip([None, *filled], filled, strict=False):
        is_bare = bool(line.phrases) and all(phrase.kind == PLACE for phrase in line.phrases)
        is_address = is_bare and before is not None and before.gap_to(line) < TOUCHING and is_only_names(before)
        for one in (line, *line.captions):
            if not one.said.places or is_only_names(one) or is_address:
                continue
            if one.role is Role.HEADING or one.is_from_sentence or (one.said.names_hotline and not has_contact(one)):
                return True
    tables = (line.table for line in lines if line.table is not None and line.holds_counts)
    texts = (tokens for table in tables for tokens in tokens_in(table))
    return any({phrase.kind for phrase in phrases_of(tokens, lexicon)} == {PLACE} for tokens in texts)


def names_place_or_time(line: Line) -> bool:
    """Whether a sentence names a place or a time, and no phone number: `the Hotline's statistics for Iowa`."""
    return not has_contact(line) and bool(line.said.places or line.said.periods or line.said.years or line.said.days)


def has_contact(line: Line) -> bool:
    return any(token.what is What.CONTACT for token in line.tokens)
