"""The code and the message of every rule: what was found, what was expected, and how to fix it.

Belongs here: the code and message for each check's name. Not here: how a row is checked (models).
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
"""(all rows, broken rows, offending column) → a frame with `row` and the other columns that the message uses."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The code and message for a row that breaks a rule, filled in from the row and its context.

    Both may use every column of `FIGURE_SCHEMA`, and `found` (the offending text), `column`, `allowed` (the allowed
    words), `nearest` (a question that suggests the likely word) and `measures` (of a category).
    """

    code: str
    message: str
    context: Context | None = None
    is_about_line: bool = False
    """The whole line is the offending text, because no single field is wrong."""
    refuses_file: bool = False
    """The whole file is refused, because the line may belong to any report in it."""


def _first_with_same(*key: str, shown: str | None = None) -> Context:
    """The first row with the same key, which the broken row contradicts: its line, and the `shown` column."""

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
    "If the publisher hides a count, leave value empty and set value_status to suppressed; "
    "if none is published, to not_published."
)
_ADD_A_LINE = f"Add a line for it as printed: a number, even if it is 0. {_NO_NUMBER}"
_ADD_A_WORDING = (
    "If the document prints it, its wording is not known yet: add the wording to data/seeds/reference/labels.csv. If "
    "not, write the figures as CSV instead, with a line for it: leave value empty and set value_status to "
    "not_published, or to suppressed if the publisher hides the count."
)


def _how_to_state_it(rows: pl.DataFrame, broken: pl.DataFrame, column: str) -> pl.DataFrame:
    """A CSV needs one more line; nothing can be added to a published document."""
    is_table = pl.col("path").str.to_lowercase().str.ends_with(".csv")
    return broken.select("row", advice=pl.when(is_table).then(pl.lit(_ADD_A_LINE)).otherwise(pl.lit(_ADD_A_WORDING)))


_DATE = Rule(
    "report.date_unreadable",
    "{column} {found!r} is not a date. Expected an ISO date such as 2019-12-31. "
    "The whole file is refused until this line is fixed, because the line may belong to any report in it.",
    refuses_file=True,
)
_JURISDICTION = Rule(
    "report.jurisdiction_unknown",
    "jurisdiction {found!r} is not known.{nearest} Expected an ISO 3166-2 code (US-MO), a postal code (MO) or a name "
    "(Missouri). The whole file is refused until this line is fixed, because the line may belong to any report in it.",
    refuses_file=True,
)
_WORD = "{column} {found!r} is not known.{nearest} Expected one of {allowed}."

RULES: dict[str, Rule] = {
    # ReadRows
    "jurisdiction_is_known": _JURISDICTION,
    "date_is_iso": _DATE,
    "value_is_whole_number": Rule(
        "figure.value_not_whole_number",
        f"value {{found!r}} is not a whole number from 0 to {MAX_VALUE:,}. Expected digits, with or without "
        f"thousands commas (1234 or 1,234). {_NO_NUMBER}",
    ),
    # Every model
    "not_nullable": Rule("figure.field_missing", "{column} is empty. Every figure must have a {column}."),
    # ReportRows
    "jurisdiction_is_listed": _JURISDICTION,
    "report_id_names_the_report": Rule(
        "report.id_differs",
        "report_id {found!r} does not name the report of its row ({jurisdiction_code}, {period_start} to "
        "{period_end}, as of {publisher_as_of}). Build it from these four.",
    ),
    "period_ends_after_start": Rule(
        "report.period_reversed",
        "period_end {found!r} is before period_start '{period_start}'. Expected the first and the last day of the "
        "period: swap or fix them.",
    ),
    "accuracy_date_follows_period": Rule(
        "report.accuracy_date_before_period_end",
        "publisher_as_of {found!r} is before period_end '{period_end}': figures as of that day cannot cover "
        "the whole period. Expected the day as of which the publisher says they are accurate. Fix it, or the period.",
    ),
    "accuracy_date_has_come": Rule(
        "report.accuracy_date_in_future",
        "publisher_as_of {found!r} is in the future. Expected today or an earlier day: fix it, or wait until that day.",
    ),
    "basis_is_known": Rule("report.basis_unknown", _WORD),
    "source_kind_is_known": Rule("report.source_kind_unknown", _WORD),
    "source_holds_no_secret": Rule(
        "report.source_holds_secret",
        "{column} has an address with a password or a token in it. It would be published with the figures: leave that "
        "part of the address out.",
    ),
    "report_is_uniform": Rule(
        "report.not_uniform",
        "{column} is {found!r} here and {first_found!r} in line {first_line} of the same report. It must be the same "
        "in all lines of a report in a file: make the lines agree, or put them in separate files.",
        context=_first_with_same(*REPORT),
    ),
    # NotSpecifiedRows
    "residual_is_stated": Rule(
        "{measure}.not_specified_missing",
        "The report breaks {measure} down by {category_scheme} and does not state {residual}, which is a count "
        "of its own. {advice}",
        context=_how_to_state_it,
        is_about_line=True,
    ),
    "residual_is_counted": Rule(
        "{measure}.not_specified_missing",
        "{category} of {measure} is empty, and empty is not zero. Write the printed number, even if it is 0. "
        + _NO_NUMBER,
    ),
    # CountRows
    "measure_is_known": Rule("figure.measure_unknown", _WORD),
    "category_is_known": Rule("figure.category_unknown", _WORD),
    "category_is_of_measure": Rule(
        "figure.category_of_other_measure",
        "category {found!r} belongs to {measures}, not to {measure}. Expected one of {allowed}. "
        "Fix the category or the measure.",
    ),
    "scheme_is_of_category": Rule(
        "figure.scheme_differs",
        "category_scheme {found!r} is not the scheme of {measure} / {category}. Use the one in categories.csv.",
    ),
    "status_is_known": Rule("figure.value_status_unknown", _WORD),
    "value_is_stated": Rule(
        "figure.value_missing",
        f"value is empty, but value_status is reported. Expected a whole number; write 0 only if 0 is printed. "
        f"{_NO_NUMBER}",
    ),
    "value_is_only_of_reported": Rule(
        "figure.value_not_expected",
        "value is {found!r}, but value_status is {value_status}. Expected no value: leave it empty, or set "
        "value_status to reported if the publisher prints this number.",
    ),
    "value_is_not_negative": Rule(
        "figure.value_negative", "value {found!r} is negative. Expected a count of 0 or more: fix it."
    ),
    "value_is_plausible": Rule(
        "figure.value_too_large", f"value {{found!r}} is too large. Expected a count of at most {MAX_VALUE:,}: fix it."
    ),
    "figure_is_stated_once": Rule(
        "figure.stated_twice",
        "{measure} / {category} is stated here (line {source_line}: {stated}) and in line {first_line} "
        "({first_stated}), differently. A report states each figure once: remove the wrong line.",
        context=_first_with_same(*FIGURE, shown="value"),
        is_about_line=True,
    ),
    "total_agrees_with_parts": Rule(
        "{measure}.{fault}",
        "{measure}: the stated total is {value:,} but its parts add up to {parts_total:,} ({difference}); at most "
        "{tolerated} is tolerated. Compare each number of the report with the printed one. If it is printed like "
        "this, list the difference in known_discrepancies.csv.",
        context=_total_and_parts,
    ),
}
"""Check of a model → its rule. If a cell breaks several, the first one here is reported."""
