"""Each question on one open release: SQL in, an answer out.

Belongs here: finding exactly what was asked for, or nothing. Not here: the protocol (server).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

import duckdb

from orchestration.spotlight.domain.naming import day_name, figure_name, period_name
from orchestration.spotlight.domain.vocabulary import TOTAL, Vocabulary
from orchestration.spotlight.inspect import quotes
from orchestration.spotlight.inspect.assistant import answers
from orchestration.spotlight.inspect.quotes.plain import as_plain
from orchestration.spotlight.release.current import rows_of
from orchestration.spotlight.release.publish import ReleaseInfo

MOST_ROWS = 500
MOST_PLACES = 5
RATED = ("cases", "signals")

# Whether a figure is current refers to today, whichever day or moment the figure is as of.
_FIGURE = """
    select
        figures.*, measures.unit, measures.caveat, reports.citation, revisions.superseded_on,
        revisions.superseded_on_basis,
        coalesce(revisions.vintage_number is not null and revisions.superseded_on is null, false) as is_current
    from {rows} as figures
    inner join marts.dim_measure as measures on figures.measure = measures.measure
    left join marts.dim_report as reports on figures.report_id = reports.report_id
    left join marts.fct_figure_revisions as revisions on
        figures.report_id = revisions.report_id and figures.measure = revisions.measure
        and figures.category = revisions.category and figures.value is not distinct from revisions.value
    where {which}
    order by figures.publisher_as_of, figures.category <> 'total', figures.category
"""
_ASKED = """
    figures.jurisdiction_code = $place and figures.measure = $measure and figures.category_scheme = $scheme
    and figures.category = $category and figures.period_start = $start and figures.period_end = $end
"""
_OF_SERIES = """
    figures.jurisdiction_code = $place and figures.measure = $measure and figures.category_scheme = $scheme
    and figures.category = $category and figures.year is not null
"""
_PARTS = """
    figures.jurisdiction_code = $place and figures.measure = $measure and figures.role in ('component', 'residual')
    and figures.period_start = $start and figures.period_end = $end
"""
# Both counts are the sum of the parts where no total is stated.
_SUM_OF_PARTS = """
    select case_count, signal_count from marts.rpt_spotlight
    where jurisdiction_code = $place and period_start = $start and period_end = $end
"""
_OF_REPORT = "figures.report_id = $report and figures.measure = $measure"
_IN_REPORTS = """
    (figures.report_id, figures.measure, figures.category)
    in (select unnest($reports), unnest($measures), unnest($categories))
"""


class Unanswerable(Exception):
    """The question cannot be answered as it was put; the message says what would be."""


@dataclass(frozen=True)
class Asked:
    """A figure as it was asked for, in the warehouse's words."""

    place: answers.Place
    period: tuple[date, date]
    measure: str
    scheme: str
    category: str

    @property
    def words(self) -> str:
        return (
            f"{figure_name(self.measure, self.category)}, {self.place.jurisdiction_name}, {period_name(*self.period)}"
        )

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "place": self.place.jurisdiction_code,
            "measure": self.measure,
            "scheme": self.scheme,
            "category": self.category,
            "start": self.period[0],
            "end": self.period[1],
        }


@dataclass
class Questions:
    """The questions that one release can answer. The connection is read-only and locked down."""

    connection: duckdb.DuckDBPyConnection
    release: ReleaseInfo
    vocabulary: Vocabulary
    _places: dict[str, answers.Place] = field(default_factory=dict)

    @property
    def _head(self) -> dict[str, Any]:
        return {"release": self.release.number, "release_created_at": self.release.created_at}

    def find_place(self, name: str) -> answers.PlacesAnswer:
        place = self._place_or_none(name)
        known = self.vocabulary.jurisdictions
        near = [] if place else get_close_matches(name.strip().casefold(), sorted(known), n=3, cutoff=0.6)
        names = list(dict.fromkeys(self._by_code(known[one]).jurisdiction_name for one in near))
        return answers.PlacesAnswer(
            **self._head, status="found" if place else "not_found", places=[place] if place else [], suggestions=names
        )

    def figure(self, asked: Asked) -> answers.FigureAnswer:
        answer = self._one(asked, "marts.fct_figures", asked.parameters)
        if answer.figure is None and asked.category == TOTAL and asked.measure in RATED:
            period = {name: asked.parameters[name] for name in ("place", "start", "end")}
            answer.parts = self._figures("marts.fct_figures", _PARTS, {**period, "measure": asked.measure})
            sums = rows_of(self.connection, _SUM_OF_PARTS, period)
            answer.sum_of_parts = sums[0][f"{asked.measure.removesuffix('s')}_count"] if sums else None
        return answer

    def figure_as_of(self, asked: Asked, day: date) -> answers.FigureAnswer:
        return self._one(asked, "marts.figures_as_of($day)", {**asked.parameters, "day": day})

    def figure_as_known(self, asked: Asked, day: date, moment: datetime) -> answers.FigureAnswer:
        parameters = {**asked.parameters, "day": day, "moment": moment}
        return self._one(asked, "marts.figures_as_known($day, $moment)", parameters)

    def history(self, asked: Asked) -> answers.FiguresAnswer:
        figures = self._figures("marts.fct_figure_revisions", _ASKED, asked.parameters)
        return answers.FiguresAnswer(
            **self._head, status="held" if figures else "not_held", figures=figures, asked=asked.words
        )

    def trend(self, place: answers.Place, measure: str, category: str) -> answers.TrendAnswer:
        scheme = self._scheme(measure, category)
        series = {"place": place.jurisdiction_code, "measure": measure, "scheme": scheme, "category": category}
        rows = rows_of(
            self.connection,
            """
            select * from marts.rpt_trend
            where jurisdiction_code = $place and measure = $measure and category_scheme = $scheme
                and category = $category
            order by year
            """,
            series,
        )
        figures = {one.period_start.year: one for one in self._figures("marts.fct_figures", _OF_SERIES, series)}
        return answers.TrendAnswer(
            **self._head,
            status="held" if rows else "not_held",
            place=place,
            measure=measure,
            category_scheme=scheme,
            category=category,
            points=[_of(answers.TrendPoint, {**row, "figure": figures.get(row["year"])}) for row in rows],
        )

    def compare(self, places: Sequence[answers.Place], measure: str, year: int) -> answers.ComparisonAnswer:
        if measure not in RATED:
            raise Unanswerable(f"Rates are held of {' and '.join(RATED)}, not of {measure}.")
        return answers.ComparisonAnswer(
            **self._head,
            measure=measure,
            year=year,
            rates=[self._rate(place, measure, year) for place in places],
            advice="Two rates whose intervals overlap cannot be distinguished. Hotline contacts are not prevalence.",
        )

    def changes_since(self, since: date, place: answers.Place | None) -> answers.ChangesAnswer:
        rows = rows_of(
            self.connection,
            """
            select
                changes.*, measures.unit, measures.caveat, reports.citation, revisions.vintage_number,
                recorded.document_id, recorded.source_kind, recorded.source_line, recorded.source_text,
                recorded.source_context
            from audit.changes
            inner join staging.stg_ledger__figures as recorded using (batch, report_id, measure, category)
            inner join marts.dim_measure as measures using (measure)
            left join marts.dim_report as reports using (report_id)
            left join marts.fct_figure_revisions as revisions using (report_id, measure, category)
            where changes.changed_at >= $since and ($place is null or changes.jurisdiction_code = $place)
            order by batch, report_id, measure, category limit $most
            """,
            {"since": since, "place": place.jurisdiction_code if place else None, "most": MOST_ROWS + 1},
        )
        return answers.ChangesAnswer(
            **self._head,
            changes=[_of(answers.Change, self._quoted(row)) for row in rows[:MOST_ROWS]],
            is_complete=len(rows) <= MOST_ROWS,
        )

    def discrepancies(self, place: answers.Place | None, year: int | None) -> answers.DiscrepanciesAnswer:
        rows = rows_of(
            self.connection,
            """
            select * from marts.fct_discrepancies
            where ($place is null or jurisdiction_code = $place) and ($year is null or year = $year)
            order by jurisdiction_code, period_start, publisher_as_of, measure limit $most
            """,
            {"place": place.jurisdiction_code if place else None, "year": year, "most": MOST_ROWS},
        )
        found = [
            _of(
                answers.Discrepancy,
                {
                    **row,
                    "place": self._by_code(row["jurisdiction_code"]),
                    "figures": self._figures(
                        "marts.fct_figure_revisions",
                        _OF_REPORT,
                        {"report": row["report_id"], "measure": row["measure"]},
                    ),
                },
            )
            for row in rows
        ]
        return answers.DiscrepanciesAnswer(**self._head, discrepancies=found)

    def coverage(self, place: answers.Place) -> answers.CoverageAnswer:
        rows = rows_of(
            self.connection,
            "select * from marts.rpt_coverage where jurisdiction_code = $place order by year, measure",
            {"place": place.jurisdiction_code},
        )
        return answers.CoverageAnswer(**self._head, place=place, coverage=[_of(answers.Coverage, row) for row in rows])

    def explain(self, measure: str | None) -> answers.ExplanationAnswer:
        if measure is not None:
            self._require_measure(measure)
        rows = rows_of(
            self.connection,
            """
            select 'measure' as kind, measure as code, measure_name as name, definition, caveat
            from marts.dim_measure where $measure is null or measure = $measure
            union all
            select 'trafficking_type', trafficking_type, trafficking_type_name, definition, caveat
            from marts.dim_trafficking_type where coalesce($measure, 'cases') = 'cases'
            union all
            select 'channel', channel, channel_name, definition, caveat
            from marts.dim_channel where coalesce($measure, 'signals') = 'signals'
            """,
            {"measure": measure},
        )
        return answers.ExplanationAnswer(
            **self._head,
            explanations=[_of(answers.Explanation, row) for row in rows],
            advice="Never add cases, victims, traffickers, businesses and signals to each other. Contacts with the "
            "hotline are not prevalence: they do not show how much trafficking there is.",
        )

    def quote(self, text: str) -> answers.QuoteAnswer:
        found = quotes.answers(text, self.vocabulary, lambda sql, parameters: rows_of(self.connection, sql, parameters))
        claims = [as_plain(one, self.vocabulary) for one in found if isinstance(one, quotes.Answer)]
        return answers.QuoteAnswer(**self._head, claims=[self._claim(claim) for claim in claims])

    def place(self, name: str) -> answers.Place:
        """The place of exactly this name, code or alias; raises `Unanswerable` with what it may have been."""
        place = self._place_or_none(name)
        if place is None:
            near = self.find_place(name).suggestions
            hint = f" Is it {' or '.join(near)}?" if near else ""
            raise Unanswerable(
                f"{name!r} is not a known place: a state, the district, a territory or the nation.{hint}"
            )
        return place

    def asked(self, place: str, measure: str, category: str, year: int | None, period: str | None) -> Asked:
        """The question in the warehouse's words; raises `Unanswerable` for a word that it does not have."""
        scheme = self._scheme(measure, category)
        return Asked(self.place(place), _period(year, period), measure, scheme, category)

    def _require_measure(self, measure: str) -> None:
        if measure not in self.vocabulary.measures:
            raise Unanswerable(f"{measure!r} is not a measure. Measures are {', '.join(self.vocabulary.measures)}.")

    def _scheme(self, measure: str, category: str) -> str:
        self._require_measure(measure)
        categories = [name for of_measure, name in self.vocabulary.categories if of_measure == measure]
        if category not in categories:
            raise Unanswerable(f"{category!r} is not a category of {measure}. It has {', '.join(categories)}.")
        return self.vocabulary.scheme_of(measure, category)

    def _place_or_none(self, name: str) -> answers.Place | None:
        code = self.vocabulary.jurisdictions.get(name.strip().casefold())
        return self._by_code(code) if code is not None else None

    def _by_code(self, code: str) -> answers.Place:
        if not self._places:
            rows = rows_of(
                self.connection,
                "select jurisdiction_code, jurisdiction_name, jurisdiction_level from marts.dim_jurisdiction",
            )
            self._places = {row["jurisdiction_code"]: answers.Place(**row) for row in rows}
        return self._places[code]

    def _one(self, asked: Asked, relation: str, parameters: Mapping[str, Any]) -> answers.FigureAnswer:
        figures = self._figures(relation, _ASKED, parameters)
        return answers.FigureAnswer(
            **self._head,
            status="held" if figures else "not_held",
            figure=figures[-1] if figures else None,
            asked=asked.words,
        )

    def _figures(self, relation: str, which: str, parameters: Mapping[str, Any]) -> list[answers.Figure]:
        rows = rows_of(self.connection, _FIGURE.format(rows=relation, which=which), parameters)
        dates = [day_name(row["publisher_as_of"], row["publisher_as_of_basis"]) for row in rows]
        return [
            _of(answers.Figure, {**self._quoted(row), "date_text": date_text})
            for row, date_text in zip(rows, dates, strict=True)
        ]

    def _quoted(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row with its place, and with every text that a file holds marked as quoted."""
        citation = row["citation"] or f"National Human Trafficking Hotline, report {row['report_id']}."
        texts = {"source_text": row["source_text"], "source_context": row["source_context"], "citation": citation}
        quoted = {name: answers.QuotedText(quoted=text) for name, text in texts.items()}
        return {**row, **quoted, "place": self._by_code(row["jurisdiction_code"])}

    def _claim(self, claim: Mapping[str, Any]) -> answers.Claim:
        """A claim whose rows are figures with all that says where they are from."""
        rows = [row for name in ("figures", "current", "nearest") for row in claim.get(name, ())]
        keys = {
            "reports": [row["report_id"] for row in rows],
            "measures": [row["measure"] for row in rows],
            "categories": [row["category"] for row in rows],
        }
        believed = self._figures("marts.fct_figure_revisions", _IN_REPORTS, keys)
        by_key = {(one.report_id, one.measure, one.category): one for one in believed}

        def figure(row: Mapping[str, Any]) -> answers.Figure:
            # A withdrawn figure is told as it was known.
            if "recorded_from" in row:
                then = {"day": row["publisher_as_of"], "moment": row["recorded_from"]}
                key = {"reports": [row["report_id"]], "measures": [row["measure"]], "categories": [row["category"]]}
                return self._figures("marts.figures_as_known($day, $moment)", _IN_REPORTS, key | then)[0]
            return by_key[row["report_id"], row["measure"], row["category"]]

        figures = {name: [figure(row) for row in claim.get(name, ())] for name in ("figures", "current")}
        nearest = [answers.Near(why=row["why"], figure=figure(row)) for row in claim.get("nearest", ())]
        return answers.Claim(**{**claim, **figures, "nearest": nearest})

    def _rate(self, place: answers.Place, measure: str, year: int) -> answers.Rate:
        rows = rows_of(
            self.connection,
            """
            select rates.*, populations.source as population_source
            from marts.rpt_rates as rates left join reference.populations using (jurisdiction_code, year)
            where jurisdiction_code = $place and measure = $measure and year = $year
            """,
            {"place": place.jurisdiction_code, "measure": measure, "year": year},
        )
        if not rows:
            return answers.Rate(place=place, status="not_held")
        count = self.figure(Asked(place, (date(year, 1, 1), date(year, 12, 31)), measure, TOTAL, TOTAL)).figure
        rate: answers.Rate = _of(answers.Rate, {**rows[0], "place": place, "status": "held", "figure": count})
        return rate


def _of(kind: Any, row: Mapping[str, Any]) -> Any:
    """A row as an answer: the columns that the answer has."""
    return kind(**{name: row[name] for name in kind.model_fields if name in row})


def _period(year: int | None, period: str | None) -> tuple[date, date]:
    if (year is None) == (period is None):
        raise Unanswerable("Name a calendar year, or a period as START..END in ISO dates, and not both.")
    if year is not None:
        if not 1900 <= year <= 2999:
            raise Unanswerable(f"{year} is not a year of these statistics.")
        return date(year, 1, 1), date(year, 12, 31)
    start, _, end = str(period).partition("..")
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        raise Unanswerable(f"{period!r} is not a period. Expected START..END, as in 2020-01-01..2022-08-31.") from None
    if first > last:
        raise Unanswerable(f"The period {period} ends before it begins.")
    return first, last
