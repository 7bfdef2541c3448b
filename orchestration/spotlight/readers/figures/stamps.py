"""Words that are stamped or drawn on a page, and may take back all of its figures: `Mock-up`, `Columbus office only`.

Belongs here: stamps, logos and words up the side, and the scale of a chart, which such words may be. Not here:
watermarks behind the text (formats/pdf), banners in the text itself (scopes).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence, Set
from datetime import date

from orchestration.spotlight.readers.blocks import BlockKind, GroupKind
from orchestration.spotlight.readers.figures.model import Figure
from orchestration.spotlight.readers.figures.statements import Statement
from orchestration.spotlight.readers.grammar.dates import Period
from orchestration.spotlight.readers.grammar.examples import Examples
from orchestration.spotlight.readers.grammar.lexicon import PERIOD_KINDS
from orchestration.spotlight.readers.grammar.phrases import plain
from orchestration.spotlight.readers.grammar.words import WORDS_FOR_FIGURES
from orchestration.spotlight.readers.refusals import Refusal, example_proposal, refusal_at
from orchestration.spotlight.readers.tree.letterheads import has_contact
from orchestration.spotlight.readers.tree.lines import Line, Role
from orchestration.spotlight.readers.tree.names import is_only_a_body

_CHANGING = -0.1
"""A stamp with more evidence may change figures. A sentence may have more, since it says by itself what it is about."""
_CREDIT = re.compile(
    r"(?:photo(?:graph)?s?|illustrations?|art(?:work)?|graphics?|cover|layout)(?::| by | courtesy )"
    r"|(?:designed|drawn|printed|typeset) by (?-i:[A-Z])|downloaded from |doi[: ]|arxiv:|\u00a9|copyright ",
    re.IGNORECASE,
)
"""Begins the credit of a part of the page: `Photo: Jane Doe`."""
_SHARE = re.compile(r"\(?[0-9]{1,3}(?:\.[0-9]+)? ?%\)?")
"""A share beside a bar of a chart: no figure, and no change of one."""
_OF_OWNER = re.compile(
    r"(?i:property of) [A-Za-z .']{3,60}|@\w{3,30}"
    r"|(?i:received (?:at |by )?(?:the )?)?(?:[A-Z][A-Za-z.']* |of |the ){0,6}(?:Library|LIBRARY)"
    r"(?:, [A-Z][A-Za-z.]+(?: [A-Z][A-Za-z.]+){0,2})?"
)
"""The stamp of a library: `Property of Housatonic State Library`, `State Library, Montpelier`; `@name`"""
_OF_AXIS = 4
_YEARS_OF_AXIS = 3
"""With at least so many times and years, lines up the side are the scale of a chart."""
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def stamps_that_change(
    lines: Sequence[Line], read: Sequence[Figure], statements: Sequence[Statement], examples: Examples
) -> Iterator[tuple[Line, Refusal]]:
    """Stamps that are not understood, and those that say something else of the figures."""
    axis = axis_of(lines)
    times = {one.value for one in statements if not _is_drawn(one.sentence.line)}
    times |= {figure.period for figure in read if figure.period is not None}
    for line in lines:
        is_seen = line.role not in (Role.BLANK, Role.FRAME) and id(line) not in axis
        if not (_is_drawn(line) and is_seen) or _says_nothing(line, examples):
            continue
        # The names in a credit are unknown words and harmless. Its known words are not: `Graphics: minors only`.
        unknown = () if _CREDIT.match(line.text) else line.said_about_figures.unknown
        places = {place for one in lines if one is not line for place in one.said.places}
        words = [] if has_contact(line) else [*unknown, *changes_said_by(line)]
        if words:
            yield line, _refused(line, f"is not understood ({words[0]!r})")
        elif not places.issuperset(line.said.places):
            yield line, _refused(line, "names another place")
        elif _is_of_another_time(line, times):
            yield line, _refused(line, "names another time")
        elif line.role is not Role.FIGURES and examples.evidence(line.text) > _CHANGING:
            yield line, _refused(line, "may say that the figures are something else")


def _is_drawn(line: Line) -> bool:
    return any(group.kind is GroupKind.STAMP for group in line.groups)


def _says_nothing(line: Line, examples: Examples) -> bool:
    """Whether a stamp names its owner or a body, is a share, or is an example that changes nothing."""
    others = {kind for kind, _ in line.said.outside} - {"local", "organization"}
    is_of_owner = _OF_OWNER.fullmatch(line.text) is not None and not (others or line.said.measures)
    is_taught = examples.evidence(line.text) == -math.inf
    return is_taught or is_of_owner or is_only_a_body(line) or _SHARE.fullmatch(line.text) is not None


def _is_of_another_time(line: Line, times: Set[Period | date]) -> bool:
    """Whether a stamp states another period or accuracy date than the figures', or speaks of other years' figures."""
    said = line.said
    periods = [time for time in times if isinstance(time, Period)]
    is_other_period = bool(periods) and not times >= set(said.periods)
    is_other_day = len(times) > len(periods) and not times >= set(said.days)
    of_figures = bool(said.measures or said.labels) or any(plain(word) in WORDS_FOR_FIGURES for word in line.words)
    is_in_them = any(one.start.year <= year <= one.end.year for one in periods for year in said.years)
    is_other_year = bool(said.years and periods) and of_figures and not is_in_them
    return is_other_period or is_other_day or is_other_year


def _refused(line: Line, what: str) -> Refusal:
    where = f" on page {line.page}" if line.page else ""
    return refusal_at(
        line,
        None,
        "remark_unclear",
        f"The stamp {line.text!r}{where} {what}. Expected one that changes nothing, such as `Received`. If it changes "
        f"nothing, add it to data/seeds/reference/sentences.csv, as in: {example_proposal(line.text)}; else get the "
        "document without it, or write the figures as CSV.",
    )


def changes_said_by(line: Line) -> list[str]:
    """The words of a line that change figures; the name of an organization does not."""
    return [text for kind, text in line.said_about_figures.outside if kind != "organization"]


def axis_of(lines: Sequence[Line]) -> set[int]:
    """The `id` of each line in the scale of a chart over several years: `Fall 2020`, `Winter 2021`."""
    named = (line for line in lines if is_up_the_side(line) and not line.said_about_figures.unknown)
    times = [line for line in named if line.said.years or line.said.periods or line.said.unclear]
    times = [line for line in times if all(kind in PERIOD_KINDS for kind, _ in line.said_about_figures.outside)]
    years = {year for line in times for year in _YEAR.findall(line.text)}
    return set(map(id, times)) if len(times) >= _OF_AXIS and len(years) >= _YEARS_OF_AXIS else set()


def is_up_the_side(line: Line) -> bool:
    """Whether a line stands apart from the text, as turned words do."""
    return any(group.kind is GroupKind.ASIDE for group in line.groups) and line.kind is BlockKind.TEXT
