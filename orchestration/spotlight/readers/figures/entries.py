"""Keys with values that apply to all figures, wherever they stand: `County: Lucas`, `Unit | Hundreds`.

Belongs here: entries on a line, and in rows of any table. Not here: banners and legends (scopes), heads of the figures'
own table (context).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import islice, takewhile

from orchestration.spotlight.readers.blocks import BlockKind, Table
from orchestration.spotlight.readers.figures.model import Figure
from orchestration.spotlight.readers.figures.outline import names_only_a_time
from orchestration.spotlight.readers.figures.statements import Statement
from orchestration.spotlight.readers.grammar.dates import Period, year_period
from orchestration.spotlight.readers.grammar.keys import (
    DAYS_OF_ACCURACY,
    FIRST_DAYS,
    LAST_DAYS,
    OF_CATALOGUES,
    OF_EDITIONS,
    OF_PLACES,
    key_of,
)
from orchestration.spotlight.readers.grammar.lexicon import PLACE, Lexicon
from orchestration.spotlight.readers.grammar.meanings import Said, period_of, said_by
from orchestration.spotlight.readers.grammar.phrases import phrases_of, plain
from orchestration.spotlight.readers.grammar.tokens import Kind, Token, What, tokens_of
from orchestration.spotlight.readers.grammar.words import FIGURES, PLAIN_VERBS
from orchestration.spotlight.readers.tree.grid_cells import CellKind, GridCell, cell_of
from orchestration.spotlight.readers.tree.lines import Line, Role
from orchestration.spotlight.readers.tree.titles import SITES_OF_HOTLINE

_KEYS = frozenset(
    ("age", "aggregation", "area", "basis", "city", "collector", "counted", "county", "coverage", "covered",
     "district", "excluded", "excludes", "excluding", "exclusions", "factor", "filter", "filters", "gender",
     "geography", "group", "limited", "location", "measure", "method", "month", "months", "multiplier", "period",
     "quarter", "range", "region", "resolution", "restricted", "rounding", "sample", "sampling", "scale", "scope",
     "selected", "selection", "sex", "showing", "span", "stage", "state", "term", "timespan", "unit", "units",
     "universe", "view", "week", "window", "windows", "year")
)  # fmt: skip
"""Keys whose value is what the page shows: `Filters applied: Gender = Female`."""
_KEYS_OF_ROWS = frozenset(("agency", "provider", "source"))
"""Such keys in a row of a table, where their value is no sentence, and above or below others: `Agency: Police`."""
_KEYS_OF_PLACES = frozenset(("jurisdiction", "place", "sheet", "tab", "territory"))
_STATE = "state"
_OF_STATES = frozenset((_STATE, "caller", "callers", "home", "reporting", "victim", "victims"))
_NONE = frozenset(("n/a", "no", "none"))
_AROUND_KEYS = frozenset(
    ("active", "applied", "by", "calendar", "case", "count", "counting", "current", "date", "dates", "display",
     "displayed", "fiscal", "for", "geographic", "name", "of", "page", "report", "reporting", "service",
     "shown", "study", "the", "this", "time", "to", "type")
)  # fmt: skip
_KEYS_OF_WORDS = frozenset(("data", "population", "status", "version"))
"""Keys whose number does not change the figures: `Population: 6,137,428`, `Version: 2`."""
_LONGEST_KEY = 3
_FILTERS = frozenset(("filter", "filters"))
"""First words of keys that may be longer: `Filters applied to this page: ...`"""
_IS_FILTER = re.compile(r"[\w ]{1,40}(?: (?:is|are|in) |[:=] ?).{1,80}[^.!?]")
"""`Victim age group is Minor`, but not `Click a bar to see more.`"""
_KEY_AND_VALUE = 2
_LONGEST_VALUE = 5
"""Words of a value in a list of definitions: `Cedar Rapids and Iowa City`."""
_OF_WHAT_IS_COUNTED = frozenset(("counted", "counting", "measure", "unit", "units", "universe"))
_PARTS = frozenset(("month", "quarter", "week"))
_NAMED = FIRST_DAYS | LAST_DAYS | DAYS_OF_ACCURACY | OF_PLACES | OF_CATALOGUES | OF_EDITIONS | {"period"}
_OF_DATA = frozenset(("dataset", "records", "rows", "tags"))
"""Keys of a dataset's description whose year is that of the figures."""
_OF_GRANTS = frozenset(("award", "budget", "funder", "grant", "grantee", "grantor"))
"""Keys of a list about a grant, whose days and years are not those of the figures."""
_MOST_KEYS = 4
"""On one line."""
_FEW = 2
"""Rows. In a longer list the first may be its heads."""
_SKIPPED = (Role.BLANK, Role.MENU)
_AFTER_KEY = (":", "=")


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value, and the line that holds both."""

    line: Line
    key: tuple[Token, ...]
    value: tuple[Token, ...]
    text: str
    name: str = ""
    """The words of the key."""
    is_row: bool = False
    """It is a row of a table."""


def entries_that_change(
    lines: Sequence[Line], read: Sequence[Figure], statements: Sequence[Statement], lexicon: Lexicon
) -> Iterator[tuple[Entry, str]]:
    """Entries in no figure's context that may change all figures, each with what they say of them."""
    in_context = {id(part.line) for figure in read for part in figure.candidate.parts}
    places = {figure.place for figure in read}
    measures = {figure.measure for figure in read}
    periods = {figure.period for figure in read}
    stated = {one.value for one in statements if isinstance(one.value, Period)}
    for entry in _entries(lines, read, lexicon):
        said = said_by(phrases_of(entry.value, lexicon))
        if _is_of_what_is_shown(entry, lexicon):
            if id(entry.line) not in in_context and (
                what := _other_measure(entry, said, measures) or _unexpected(entry, said, places, periods, stated)
            ):
                yield entry, f"what is not known to agree with them ({what!r})"
        elif entry.is_row and key_of(entry.name) in OF_CATALOGUES:
            if what := _changes_as_description(entry, said, places, periods | stated):
                yield entry, f"what is not known to agree with them ({what!r})"
        elif _is_another_time(entry, said, {one for one in periods if one is not None}, stated, lexicon):
            yield entry, "that they are of another time"


def _entries(lines: Sequence[Line], read: Sequence[Figure], lexicon: Lexicon) -> Iterator[Entry]:
    with_figures = {figure.candidate.table for figure in read}
    for position, line in enumerate(lines):
        if line.table is not None:
            yield from _rows(line, line.table, lexicon, has_figures=position in with_figures)
            continue
        is_time = bool(line.said.periods or line.said.unclear)
        if line.role in _SKIPPED or (line.role is Role.FRAME and not is_time):
            continue
        signs = [at for at, token in enumerate(line.tokens) if token.text in _AFTER_KEY]
        value = _value_of_term(lines, position)
        if value is not None and not signs:
            yield Entry(line, line.tokens, value.tokens, f"{line.text}: {value.text}")
            continue
        if not signs and is_time:
            # `Window - 1/1/2019-6/30/2019`, but not `View - printable version`
            signs = [at for at, token in enumerate(line.tokens) if token.kind is Kind.DASH][:1]
        dashes = [at for at, token in enumerate(line.tokens) if token.kind is Kind.DASH]
        for at in signs[:_MOST_KEYS]:
            # `Dashboard - Filter: minors`, `Settings: Filter = minors`
            first = max((sign + 1 for sign in (*signs, *dashes) if sign < at), default=0)
            if line.tokens[first:at] and line.tokens[at + 1 :]:
                yield Entry(line, line.tokens[first:at], line.tokens[at + 1 :], line.text)
                yield from _more_filters(line.tokens[first:at], lines, position)


def _more_filters(key: tuple[Token, ...], lines: Sequence[Line], first: int) -> Iterator[Entry]:
    """The lines below `Applied filters: State is Nevada`, in the same block: each is one more filter."""
    if not any(token.text.casefold() in _FILTERS for token in key):
        return
    for line in takewhile(lambda line: line.block == lines[first].block, islice(lines, first + 1, None)):
        if not _IS_FILTER.fullmatch(line.text):
            return
        yield Entry(line, key, line.tokens, line.text)


def _value_of_term(lines: Sequence[Line], position: int) -> Line | None:
    """The value of a term in a list of definitions, `x 10` of `Factor`; None if what follows is a sentence."""
    term, value = lines[position], next(iter(lines[position + 1 : position + 2]), None)
    if term.kind is not BlockKind.TERM or not term.tokens or value is None or value.kind is BlockKind.TERM:
        return None
    is_short = 0 < len(value.text.split()) <= _LONGEST_VALUE and PLAIN_VERBS.isdisjoint(map(plain, value.words))
    return value if is_short and value.groups == term.groups else None


def _rows(line: Line, table: Table, lexicon: Lexicon, *, has_figures: bool) -> Iterator[Entry]:
    """The rows of a table of keys and values. The head of a list, `Month | Calls` or `County | Office`, is none.

    Of a table with figures, those below its first row that have words in place of a number.
    """
    rows: dict[int, list[GridCell]] = defaultdict(list)
    for cell in table.cells:
        read = cell_of(cell, line, lexicon)
        if read.tokens:
            rows[cell.row].append(read)
    pairs = [cells for cells in rows.values() if len(cells) == _KEY_AND_VALUE]
    counts = [value for _, value in pairs if value.kind is CellKind.COUNT]
    if has_figures:
        pairs = [pair for pair in pairs[1:] if pair[1].kind in (CellKind.TEXT, CellKind.VALUE, CellKind.SPOILT)]
        counts = []
    is_of_grant = any(not _OF_GRANTS.isdisjoint(key.text.casefold().split()) for key, _ in pairs)
    if not pairs or is_of_grant or 2 * len(counts) > len(pairs):
        return
    entries: list[Entry] = []
    for (key, value), after in zip(pairs, [*pairs[1:], None], strict=True):
        name, text = key.text.rstrip(" :"), value.text
        if after is not None and key_of(name) in FIRST_DAYS and key_of(after[0].text) in LAST_DAYS:
            name, text = "Period", f"{text} - {after[1].text}"
        if len(text.split()) == 1 and any(site in text for site in SITES_OF_HOTLINE):
            # `Source | https://humantraffickinghotline.org`
            continue
        of_key, of_value = (tokens_of([(key.line.number, one)])[0] for one in (name, text))
        entries.append(Entry(key.line, of_key, of_value, f"{name}: {text}", name, is_row=True))
    if has_figures:
        yield from (one for one in entries if _is_of_what_is_shown(one, lexicon))
        return
    has_more_keys = any(key_of(one.name) in _NAMED or _is_of_what_is_shown(one, lexicon) for one in entries[1:])
    yield from entries if has_more_keys or len(entries) <= _FEW else entries[1:]


def _is_of_what_is_shown(entry: Entry, lexicon: Lexicon) -> bool:
    """Whether the key says what all figures are of: `County`, `Ohio reporting period`."""
    phrases = phrases_of(entry.key, lexicon)
    words = {word.casefold() for one in phrases if one.kind != PLACE for word in one.text.split()}
    of_places = words <= _KEYS_OF_PLACES or (_STATE in words and words <= _OF_STATES)
    if words and of_places and said_by(phrases_of(entry.value, lexicon)).places:
        # Only with a known place: `Place: Room 14` is an address. `Victim state: Kentucky`
        return True
    has_words = any(token.kind not in (Kind.BREAK, Kind.NUMBER, Kind.SPOILT) for token in entry.value)
    if words and words <= FIGURES and all(token.kind is Kind.YEAR for token in entry.value):
        return True
    if [token.text.casefold() for token in entry.value] in ([one] for one in _NONE):
        return False
    is_of_others = said_by(phrases_of(entry.value, lexicon)).has("other_service")
    keys = _KEYS | _KEYS_OF_ROWS if entry.is_row else _KEYS | {"agency", "provider"} if is_of_others else _KEYS
    return (
        (len(entry.key) <= _LONGEST_KEY or entry.key[0].text.casefold() in _FILTERS)
        and words <= keys | _KEYS_OF_WORDS | _AROUND_KEYS
        and (not keys.isdisjoint(words) or (has_words and not _KEYS_OF_WORDS.isdisjoint(words)))
    )


def _other_measure(entry: Entry, said: Said, measures: Set[str]) -> str:
    """The measure that a key says is counted, if no figure is of it: `Counting unit: survivors`; else empty."""
    names_what = any(token.text.casefold() in _OF_WHAT_IS_COUNTED for token in entry.key)
    return min(said.measures, default="") if names_what and measures.isdisjoint(said.measures) else ""


def _changes_as_description(entry: Entry, said: Said, places: Set[str | None], periods: Set[Period | None]) -> str:
    """What the value in a dataset's description makes of the figures: `minors` of `Tags | Ohio, minors`."""
    others = [place for place in said.places if places != {None} and place not in places]
    outside = [text for kind, text in said.outside if kind not in ("organization", "edition")]
    # The year of an `Identifier` is not that of the figures.
    named = [*said.periods, *(map(year_period, said.years) if key_of(entry.name) in _OF_DATA else ())]
    times = [*said.unclear, *(str(period) for period in named if period not in periods)]
    return next(iter((*others, *said.towns, *outside, *times)), "")


def _unexpected(
    entry: Entry, said: Said, places: Set[str | None], periods: Set[Period | None], stated: Set[Period]
) -> str:
    """The first thing in the value of a key that the figures do not say of themselves; empty if there is none."""
    others = [place for place in said.places if places != {None} and place not in places]
    outside = [text for kind, text in said.outside if kind == "other_service" or not said.names_hotline]
    times = [*said.unclear, *map(str, said.years)]
    # The period of a statement is compared with the others in `particulars`.
    times += [str(period) for period in said.periods if period not in stated]
    is_clear = not said.unclear or period_of(said) is not None
    is_stated = entry.line.role is Role.PROSE and is_clear and names_only_a_time(entry.line.phrases)
    if is_stated or (None not in periods and period_of(said) in periods) or period_of(said) in stated:
        # In a paragraph too it may be a statement: `Period: calendar year 2021.`
        times = []
    parts = [token.text for token in entry.key[:1] if token.text.casefold() in _PARTS]
    numbers = [token.text for token in entry.value if token.kind in (Kind.NUMBER, Kind.SPOILT)]
    is_filter = any(token.text.casefold() in _FILTERS for token in entry.key)
    # `Trafficking type is Labor`
    categories = [one.label for one in said.labels if is_filter and one.category != "total"]
    return next(iter((*said.unknown, *others, *outside, *times, *parts, *numbers, *categories)), "")


def _is_another_time(entry: Entry, said: Said, periods: Set[Period], stated: Set[Period], lexicon: Lexicon) -> bool:
    """Whether the value is a time and the key does not say what of: `Intake: 1/1/2019-6/30/2019` above `2019`.

    A longer time that holds the figures' own may be that of a grant or project.
    """
    of_key = said_by(phrases_of(entry.key, lexicon))
    is_of_section = not of_key.unknown and (of_key.places or of_key.measures or of_key.names_hotline)
    first = entry.value[0].of
    if entry.line.role is Role.FRAME or is_of_section or first is None or first.what is not What.PERIOD:
        return False
    time = said.periods[0] if len(said.periods) == 1 else None
    if time is None or time in stated:
        return False
    meets = any(time.start <= one.end and one.start <= time.end for one in periods)
    holds = any(time.start <= one.start and one.end <= time.end for one in periods)
    return meets and not holds
