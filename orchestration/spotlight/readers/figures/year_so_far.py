"""A year that is not over: `2018 statistics are current as of 6/30/2018`, with a sidecar that ends on that day.

Belongs here: when a year stands for its months so far. Not here: which period a figure has (particulars).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from orchestration.spotlight.readers.figures.model import Figure
from orchestration.spotlight.readers.grammar.dates import MONTHS, Period, year_period
from orchestration.spotlight.readers.grammar.tokens import Kind, Recognised, Token, What
from orchestration.spotlight.readers.sidecar import PERIOD_END, PERIOD_START, Sidecar
from orchestration.spotlight.readers.tree.lines import Line, Role

_OF_TIME = re.compile(
    rf"(?:annual|calendar|entire|full|month|quarter|twelve|whole|year)(?:ly|s)?|(?-i:{MONTHS})", re.IGNORECASE
)
"""Words that name a time of their own: `The full year`, `Annual statistics`, `April to June`."""
_MORE_THAN_A_YEAR = re.compile(r"\b(?:all|months|whole)\b", re.IGNORECASE)
"""Words that make a year a whole one: `all of 2018`"""


def is_year_so_far(period: Period, day: date, figure: Figure, lines: Sequence[Line], sidecar: Sidecar) -> bool:
    """Whether a year, accurate as of a day before its end, is only the part up to that day, as in the sidecar.

    No other time may be named: `January 1 through December 31, 2018, accurate as of June 30` contradicts itself.
    """
    ends = sidecar.value(PERIOD_START), sidecar.value(PERIOD_END)
    if not day < period.end or ends != (period.start.isoformat(), day.isoformat()):
        return False
    of_figure = [part.line for part in figure.candidate.parts]
    said = [line for line in lines if line.role not in (Role.FRAME, Role.MENU)]
    tokens = [line.tokens for one in (*said, *of_figure) for line in (one, *one.captions)]
    return period == year_period(period.start.year) and not any(_names_a_time(one, day) for one in tokens)


def _names_a_time(tokens: Sequence[Token], day: date) -> bool:
    words = [token for token in tokens if token.kind is Kind.WORD]
    named = [word for before, word in zip((None, *words), words, strict=False) if not _is_this(before)]
    return any(_OF_TIME.fullmatch(word.text) for word in named) or any(
        _is_another_time(token.of, day) for token in tokens if token.of is not None
    )


def _is_this(word: Token | None) -> bool:
    return word is not None and word.text.casefold() == "this"


def _is_another_time(one: Recognised, day: date) -> bool:
    if one.what is What.PERIOD:
        # A period that began years before is the hotline's whole time.
        return one.period is None or one.period.end != day or one.period.start.year == day.year
    if one.what is What.POSTED:
        # A page posted later in the same year was posted before the year was over.
        return one.day is None or one.day.year != day.year
    if one.what is What.YEAR:
        return bool(_MORE_THAN_A_YEAR.search(one.text))
    return one.what is What.BOUND or (one.what is What.DATE and one.day != day)
