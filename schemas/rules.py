"""The code and the words of every rule: what was found, what was expected, and how to mend it.

Belongs here: the table from a check's name to what a person is told. Not here: how a row is checked (models).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from orchestration.spotlight.domain.reconciliation import tolerated
from schemas.models import FIGURE, MAX_VALUE, REPORT
from schemas.totals import differing_totals
from schemas.words import words

Context = Callable[[pl.DataFrame, pl.DataFrame, str], pl.DataFrame]
"""(all rows, broken rows, offending column) → a frame with `row` and what else the message names."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What to say of a row that breaks a rule; code and message are filled in from the row and its context.

    In both may stand every column of `FIGURE_SCHEMA`, and `found` (the offending text), `column`, `allowed` (the
    words that may stand there), `nearest` (a question that names the likely one) and `measures` (of a category).
    """

    code: str
    message: str
    context: Context | None = None
    is_about_line: bool = False
    """No single field is wrong, so the whole line is the offending text."""
    refuses_file: bool = False
    """The line's report can't be told, so it is not known which report of the file is whole."""


def _first_with_same(*key: str, shown: str | None = None) -> Context:
    """The first row with the same key, which the broken one contradicts: its line, and the `shown` column."""

    def context(rows: pl.DataFrame, broken: pl.DataFrame, column: str) -> pl.DataFrame:
        first = (
            rows.join(broken, on=key, how="semi")
            .unique(key, keep="first", maintain_order=True)
            .select(*key, first_line="source_line", first_found=shown or column, first_status="value_status")
        )
        return broken.select("row", *key).join(first, on=key)

    return context


def _total_and_parts(rows: pl.DataFrame, broken: pl.DataFrame, column: str) -> pl.DataFrame:
    reports = rows.join(broken, on=REPORT, how="semi")
    totals = [(reports["row"][total.position], total.reconciliation) for total in differing_totals(reports, words())]
    return pl.DataFrame(
        {
            "row": [row for row, _ in totals],
            "fault": [
                "total_differs_from_parts" if compared.is_complete else "parts_exceed_total" for _, compared in totals
            ],
            "parts_total": [compared.parts_total for _, compared in totals],
            "difference": [f"{compared.parts_total - compared.stated_total:+,}" for _, compared in totals],
            "tolerated": [tolerated(compared.stated_total) for _, compared in totals],
        },
        schema_overrides={"row": rows.schema["row"]},
    )


_NO_NUMBER = (
    "Where the publisher hides a count, leave value empty and set value_status to suppressed; "
    "where none is published, to not_published."
)
_ADD_A_LINE = f"Add a line for it as it is printed: a number, 0 included. {_NO_NUMBER}"
_ADD_A_WORDING = (
    "If the document prints it, its wording is not known yet: add that to data/seeds/reference/labels.csv. If it does "
    "not, write the figures as CSV instead, with a line for it whose value is empty and whose value_status is "
    "not_published, or suppressed where the publisher hides a count."
)


def _how_to_state_it(rows: pl.DataFrame, broken: pl.DataFrame, column: str) -> pl.DataFrame:
    """Figures as CSV need a line more; in a published document there is none to add."""
    is_table = pl.col("path").str.to_lowercase().str.ends_with(".csv")
    return broken.select("row", advice=pl.when(is_table).then(pl.lit(_ADD_A_LINE)).otherwise(pl.lit(_ADD_A_WORDING)))


_DATE = Rule(
    "report.date_unreadable",
    "{column} {found!r} is no date. Expected an ISO date such as 2019-12-31. "
    "Until this line is mended nothing of this file is taken, since its report can't be told.",
    refuses_file=True,
)
_JURISDICTION = Rule(
    "report.jurisdiction_unknown",
    "jurisdiction {found!r} is not known.{nearest} Expected an ISO 3166-2 code (US-MO), a postal code (MO) or a name "
    "(Missouri). Until this line is mended nothing of this file is taken, since its report can't be told.",
    refuses_file=True,
)
_WORD = "{column} {found!r} is not known.{nearest} Expected one of {allowed}."

RULES: dict[str, Rule] = {
    # ReadRows
    "jurisdiction_is_known": _JURISDICTION,
    "date_is_iso": _DATE,
    "value_is_whole_number": Rule(
        "figure.value_not_whole_number",
        f"value {{found!r}} is no whole number from 0 to {MAX_VALUE:,}. Expected digits, with thousands commas or "
        f"without (1234 or 1,234). {_NO_NUMBER}",
    ),
    # Every model
    "not_nullable": Rule("figure.field_missing", "{column} is empty. Every figure must have one."),
    # ReportRows
    "jurisdiction_is_listed": _JURISDICTION,
    "report_id_names_the_report": Rule(
        "report.id_differs",
        "report_id {found!r} does not name the report of its row ({jurisdiction_code}, {period_start} to "
        "{period_end}, as of {publisher_as_of}). Make it from these four.",
    ),
    "period_ends_after_start": Rule(
        "report.period_reversed",
        "period_end {found!r} is before period_start '{period_start}'. Expected the first and the last day of the "
        "period: exchange or mend them.",
    ),
    "accuracy_date_follows_period": Rule(
        "report.accuracy_date_before_period_end",
        "publisher_as_of {found!r} is before period_end '{period_end}': figures as of that day are not those of the "
        "whole period. Expected the day on which the publisher says they are accurate; or mend the period.",
    ),
    "accuracy_date_has_come": Rule(
        "report.accuracy_date_in_future",
        "publisher_as_of {found!r} lies in the future. Expected a day up to today: mend it, or wait until it has come.",
    ),
    "basis_is_known": Rule("report.basis_unknown", _WORD),
    "source_kind_is_known": Rule("report.source_kind_unknown", _WORD),
    "report_is_uniform": Rule(
        "report.not_uniform",
        "{column} is {found!r} here and {first_found!r} in line {first_line} of the same report. It holds for the "
        "whole report in a file: make its lines agree, or put them in files of their own.",
        context=_first_with_same(*REPORT),
    ),
    # NotSpecifiedRows
    "residual_is_stated": Rule(
        "{measure}.not_specified_missing",
        "The report breaks {measure} down by {category_scheme} and does not state {residual}, which is a count of its "
        "own. {advice}",
        context=_how_to_state_it,
        is_about_line=True,
    ),
    "residual_is_counted": Rule(
        "{measure}.not_specified_missing",
        "{category} of {measure} is empty, and empty is not zero. Write the number that is printed, 0 included. "
        + _NO_NUMBER,
    ),
    # CountRows
    "measure_is_known": Rule("figure.measure_unknown", _WORD),
    "category_is_known": Rule("figure.category_unknown", _WORD),
    "category_is_of_measure": Rule(
        "figure.category_of_other_measure",
        "category {found!r} belongs to {measures}, not to {measure}. Expected one of {allowed}; or mend the measure.",
    ),
    "scheme_is_of_category": Rule(
        "figure.scheme_differs",
        "category_scheme {found!r} is not that of {measure} / {category}. Take the vocabulary's.",
    ),
    "status_is_known": Rule("figure.value_status_unknown", _WORD),
    "value_is_stated": Rule(
        "figure.value_missing",
        f"value is empty and value_status is reported. Expected a whole number; write 0 only if 0 is printed. "
        f"{_NO_NUMBER}",
    ),
    "value_is_only_of_reported": Rule(
        "figure.value_not_expected",
        "value is {found!r} and value_status is {value_status}. Expected no value there: empty it, or set value_status "
        "to reported if the publisher prints this number.",
    ),
    "value_is_not_negative": Rule(
        "figure.value_negative", "value {found!r} is negative. Expected a count of 0 or more: mend it."
    ),
    "value_is_plausible": Rule(
        "figure.value_too_large", f"value {{found!r}} is too large. Expected a count of at most {MAX_VALUE:,}: mend it."
    ),
    "figure_is_stated_once": Rule(
        "figure.stated_twice",
        "{measure} / {category} is stated here (line {source_line}: {stated}) and in line {first_line} "
        "({first_stated}), differently. A report has each figure once: remove the line that is wrong.",
        context=_first_with_same(*FIGURE, shown="value"),
        is_about_line=True,
    ),
    "total_agrees_with_parts": Rule(
        "{measure}.{fault}",
        "{measure}: the stated total is {value:,} and its parts add up to {parts_total:,} ({difference}); at most "
        "{tolerated} is tolerated. Compare each number of the report with what is printed. If it is printed like "
        "this, list the difference in known_discrepancies.csv.",
        context=_total_and_parts,
    ),
}
"""Check of a model → what to say. Where a cell breaks several, the first that is listed here is told."""
