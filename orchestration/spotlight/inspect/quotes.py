"""Was a number ever published? A quoted figure held against every vintage that is believed.

Belongs here: understanding a quote, and the figures that match it or come near. Not here: how the answer is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from orchestration.spotlight.domain.errors import UserError
from orchestration.spotlight.domain.vocabulary import Vocabulary

_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\w,])|(?<![\w.,])\d+(?![\w])")
_YEARS = range(2007, 2100)  # the hotline opened in December 2007
_MOST_NEAREST = 8

Rows = Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]
"""Runs a query with parameters and returns its rows."""


class Verdict(StrEnum):
    """What is to be said of a quote."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    OUTRANKED = "outranked"
    NEVER_PUBLISHED = "never_published"


@dataclass(frozen=True, slots=True)
class Quote:
    """A number as somebody quotes it. Without a measure any figure of the place and period may be meant."""

    value: int
    jurisdiction_code: str
    period_start: date
    period_end: date
    measure: str | None = None
    category: str | None = None


@dataclass(frozen=True)
class Answer:
    """The vintages that state the number, what is current, and which other figures come near."""

    quote: Quote
    verdict: Verdict
    matches: list[dict[str, Any]]
    current: list[dict[str, Any]]
    nearest: list[dict[str, Any]]


class UnclearQuote(UserError):
    """A quote that lacks a number, a place or a period: wrong usage."""


def understand(text: str, vocabulary: Vocabulary) -> Quote:
    """Find the number, the place, the year and what was counted in words such as "233 cases Missouri 2019"."""
    rest, code = _take_place(text, vocabulary)
    numbers = [match.group() for match in _NUMBER.finditer(rest)]
    years = [number for number in numbers if "," not in number and int(number) in _YEARS]
    if not years or len(numbers) != 2:
        raise UnclearQuote(f"{text!r}: expected one number and one year, as in '233 cases Missouri 2019'.")
    year = years[-1]
    numbers.reverse()
    numbers.remove(year)
    if code is None:
        raise UnclearQuote(f"{text!r}: names no place that is known, as in '233 cases Missouri 2019'.")
    measure, category = _counted(rest, vocabulary)
    return Quote(
        int(numbers[0].replace(",", "")), code, date(int(year), 1, 1), date(int(year), 12, 31), measure, category
    )


def answer(quote: Quote, rows: Rows) -> Answer:
    """Hold a quote against every vintage that is believed now."""
    place = {"code": quote.jurisdiction_code, "start": quote.period_start, "end": quote.period_end}
    of_period = rows(f"{_FIGURES} where {_SAME_PLACE} and {_SAME_PERIOD} {_ORDER}", place)
    counted = [row for row in of_period if _is_meant(quote, row)]
    matches = [row for row in counted if row["value"] == quote.value]
    current = [row for row in counted if row["is_current"]]
    if any(row["is_current"] for row in matches):
        verdict = Verdict.CURRENT
    elif any(row["revision_kind"] != "outranked" for row in matches):
        verdict = Verdict.SUPERSEDED
    else:
        verdict = Verdict.OUTRANKED if matches else Verdict.NEVER_PUBLISHED
    return Answer(quote, verdict, matches, current, [] if matches else _nearest(quote, of_period, rows))


_FIGURES = """
    select
        figures.jurisdiction_code, figures.jurisdiction_name, figures.period_start, figures.period_end,
        figures.measure, figures.category_scheme, figures.category, figures.value, figures.value_status,
        figures.publisher_as_of, figures.superseded_on, figures.superseded_on is null as is_current,
        figures.revision_kind,
        figures.report_id, figures.source_kind, figures.document_id, documents.path as document,
        figures.source_line, figures.source_text
    from marts.fct_figure_revisions as figures
    inner join marts.dim_document as documents using (document_id)
"""
_SAME_PLACE = "figures.jurisdiction_code = $code"
_SAME_PERIOD = "figures.period_start = $start and figures.period_end = $end"
_ORDER = "order by figures.publisher_as_of desc, figures.measure, figures.category_scheme desc, figures.category"


def _nearest(quote: Quote, of_period: list[dict[str, Any]], rows: Rows) -> list[dict[str, Any]]:
    """The same number counted as something else, in another year or elsewhere; then the closest numbers."""
    found = [{**row, "why": "same number, other count"} for row in of_period if row["value"] == quote.value]
    same_number = {"value": quote.value, "measure": quote.measure, "category": quote.category}
    meant = "and ($measure is null or figures.measure = $measure) and ($category is null or category = $category)"
    found += [
        {**row, "why": "same number, other period"}
        for row in rows(
            f"{_FIGURES} where figures.value = $value and {_SAME_PLACE} and not ({_SAME_PERIOD}) {meant} {_ORDER}",
            {**same_number, "code": quote.jurisdiction_code, "start": quote.period_start, "end": quote.period_end},
        )
    ]
    found += [
        {**row, "why": "same number, other place"}
        for row in rows(
            f"{_FIGURES} where figures.value = $value and not ({_SAME_PLACE}) and {_SAME_PERIOD} {meant} {_ORDER}",
            {**same_number, "code": quote.jurisdiction_code, "start": quote.period_start, "end": quote.period_end},
        )
    ]
    numbers = [row for row in of_period if _is_meant(quote, row) and row["value"] is not None]
    closest = sorted(numbers, key=lambda row: abs(row["value"] - quote.value))
    found += [{**row, "why": "same count, other number"} for row in closest[:3]]
    return found[:_MOST_NEAREST]


def _is_meant(quote: Quote, row: Mapping[str, Any]) -> bool:
    return quote.measure in (None, row["measure"]) and quote.category in (None, row["category"])


def _take_place(text: str, vocabulary: Vocabulary) -> tuple[str, str | None]:
    """The text without its place, and the place's code. Postal codes count in capitals only: "in" is no Indiana."""
    for word in sorted(vocabulary.jurisdictions, key=len, reverse=True):
        is_code = len(word) == 2 or word.startswith("us-")
        pattern = re.escape(word.upper() if is_code else word)
        found = re.search(rf"(?<!\w){pattern}(?!\w)", text, 0 if is_code else re.IGNORECASE)
        if found is not None:
            return text[: found.start()] + " " + text[found.end() :], vocabulary.jurisdictions[word]
    return text, None


def _counted(text: str, vocabulary: Vocabulary) -> tuple[str | None, str | None]:
    """What the words say was counted; the longest wording that is known decides."""
    wordings: dict[str, tuple[str, str | None]] = {}
    for measure, category in vocabulary.categories:
        wordings.setdefault(category.replace("_", " "), (measure, category))
    for label in vocabulary.labels:
        if label.kind == "figure" and label.measure is not None:
            wordings[label.label.casefold()] = (label.measure, label.category)
    for measure in vocabulary.measures:
        wordings[measure] = wordings[measure.removesuffix("s")] = (measure, "total")
    wordings.pop("total", None)
    words = text.casefold()
    for wording in sorted(wordings, key=len, reverse=True):
        if re.search(rf"(?<!\w){re.escape(wording)}(?!\w)", words):
            return wordings[wording]
    return None, None
