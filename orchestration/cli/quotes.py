"""`spotlight quotes`: was a number ever published, and is it still current.

Belongs here: the quote from words or options, and the answer in words. Not here: finding it (`spotlight.quoting`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from orchestration.cli.output import PUBLISHED, WRONG_USAGE, print_json, refuse, screen, shown
from orchestration.settings import Settings
from orchestration.spotlight.domain.naming import figure_name, period_name, value_name
from orchestration.spotlight.domain.places import REFERENCE_DIR
from orchestration.spotlight.domain.vocabulary import TOTAL, Vocabulary, load_vocabulary
from orchestration.spotlight.inspect.quotes import Answer, Quote, UnclearQuote, Verdict, answer, understand
from orchestration.spotlight.release.current import connect, rows_of

NOT_CURRENT = 1
_VERDICTS = {
    Verdict.CURRENT: "[green]Current.[/] This number is published and not superseded.",
    Verdict.SUPERSEDED: "[yellow]Superseded.[/] This number was published and has been restated since.",
    Verdict.OUTRANKED: "[yellow]Never current.[/] Only a secondary source states it, after the publisher's own figure.",
    Verdict.NEVER_PUBLISHED: "[red]Never published[/] for this place and period, as far as this warehouse knows.",
}


def run(
    text: str | None,
    value: int | None,
    measure: str | None,
    category: str | None,
    jurisdiction: str | None,
    period: str | None,
    *,
    as_json: bool,
) -> int:
    """Answer a quote given in words, or by options; 0 if it is current, 1 if not, 2 if it is not clear."""
    vocabulary = load_vocabulary(REFERENCE_DIR)
    try:
        if text is not None:
            quote = understand(text, vocabulary)
        else:
            quote = _from_options(value, measure, category, jurisdiction, period, vocabulary)
    except UnclearQuote as error:
        return refuse(str(error), WRONG_USAGE, as_json=as_json)
    with connect(Settings()) as connection:
        found = answer(quote, lambda sql, parameters: rows_of(connection, sql, parameters))
    if as_json:
        print_json({**asdict(found), "verdict": found.verdict.value})
    else:
        _show(found, vocabulary)
    return PUBLISHED if found.verdict is Verdict.CURRENT else NOT_CURRENT


def _from_options(
    value: int | None,
    measure: str | None,
    category: str | None,
    jurisdiction: str | None,
    period: str | None,
    vocabulary: Vocabulary,
) -> Quote:
    if value is None or jurisdiction is None or period is None:
        raise UnclearQuote("Give a quote in words, or all of --value, --jurisdiction and --period.")
    code = vocabulary.jurisdictions.get(jurisdiction.casefold())
    if code is None:
        raise UnclearQuote(f"--jurisdiction {jurisdiction}: no place that is known. Give a name or a code.")
    if measure is not None and measure not in vocabulary.measures:
        raise UnclearQuote(f"--measure {measure}: expected one of {', '.join(vocabulary.measures)}.")
    if category is not None and not any(category == known for _, known in vocabulary.categories):
        known = sorted({known for _, known in vocabulary.categories})
        raise UnclearQuote(f"--category {category}: expected one of {', '.join(known)}.")
    if measure is not None and category is None:
        category = TOTAL
    start, _, end = (f"{period}-01-01..{period}-12-31" if period.isdecimal() else period).partition("..")
    try:
        return Quote(value, code, date.fromisoformat(start), date.fromisoformat(end), measure, category)
    except ValueError as error:
        raise UnclearQuote(
            f"--period {period}: expected a year, or two days such as 2019-01-01..2019-06-30."
        ) from error


def _show(found: Answer, vocabulary: Vocabulary) -> None:
    quote = found.quote
    counted = figure_name(quote.measure, quote.category or "total") if quote.measure else "any count"
    place = vocabulary.jurisdiction_names[quote.jurisdiction_code]
    period = period_name(quote.period_start, quote.period_end)
    screen.print(f"{quote.value:,} ({shown(counted)}), {shown(place)} {period}: {_VERDICTS[found.verdict]}")
    for row in found.matches:
        _show_figure("stated", row)
    if found.verdict is not Verdict.CURRENT:
        for row in found.current if quote.measure else []:
            _show_figure("current is", row)
    for row in found.nearest:
        _show_figure(row["why"], row)


def _show_figure(lead: str, row: Mapping[str, Any]) -> None:
    if row["revision_kind"] == "outranked":
        until = ", outranked by the publisher"
    else:
        until = "" if row["is_current"] else f", superseded {row['superseded_on']}"
    screen.print(
        shown(
            f"  {lead}: {row['jurisdiction_name']} {period_name(row['period_start'], row['period_end'])} "
            f"{figure_name(row['measure'], row['category'])} {value_name(row['value'], row['value_status'])}, "
            f"as of {row['publisher_as_of']}{until} ({row['document']}, line {row['source_line']})"
        )
    )
