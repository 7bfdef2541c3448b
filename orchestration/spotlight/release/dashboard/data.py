"""The dashboard's data, read from the marts and packed for a page.

Belongs here: queries and the form of the embedded data. Not here: how it is shown, or any number that is not in a mart.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb

from orchestration.spotlight.domain.visible import marked
from orchestration.spotlight.release.tiles import TILES

MOST_FIGURES = 30_000  # every state's figures of ten years, each published three times
_MOST_TOTALS = 2_000


def read_data(connection: duckdb.DuckDBPyConnection, most_figures: int) -> dict[str, Any]:
    """Everything the page needs; only the latest years if there are too many figures."""
    first_day = _first_day(connection, most_figures)
    shown = {"first_day": first_day}
    return {
        "first_day": first_day,
        "measures": _records(connection, _MEASURES),
        "types": _records(connection, _TYPES),
        "channels": _records(connection, _CHANNELS),
        "places": _records(connection, _PLACES),
        "tiles": TILES,
        "breaks": _records(connection, _BREAKS),
        "notes": dict(connection.execute(_NOTES).fetchall()),
        "spotlights": _packed(connection, _SPOTLIGHTS, shown),
        "figures": _packed(connection, _FIGURES, shown),
        "reports": _packed(connection, _REPORTS, shown),
        "trend": _packed(connection, _TREND, shown),
        "rates": _packed(connection, _RATES, shown),
        "coverage": _packed(connection, _COVERAGE, shown),
    }


def read_totals(connection: duckdb.DuckDBPyConnection, first_day: str | None) -> list[tuple[Any, ...]]:
    """Cases of every place and period in plain rows, the latest first."""
    rows = connection.execute(f"{_TOTALS} limit {_MOST_TOTALS}", {"first_day": first_day}).fetchall()
    return [tuple(map(_seen, row)) for row in rows]


# The one formula of this module: as `labor_involved_share_min` and `_max` of fct_case_totals, for sex trafficking too,
# and for the nation and other periods, which that table leaves out.
_SPOTLIGHTS = """
    select
        jurisdiction_code as place,
        period_start as "start",
        period_end as "end",
        period_type as kind,
        year,
        case_count as cases,
        stated_total as stated,
        parts,
        discrepancy,
        reconciliation_status as status,
        known.status as difference,
        left(known.reason, 500) as reason,
        signal_count as signals,
        population,
        round(cases_per_100k, 2) as rate,
        round((sex_case_count + sex_and_labor_case_count) / nullif(parts, 0), 4) as sex_min,
        round((sex_case_count + sex_and_labor_case_count + not_specified_case_count) / nullif(parts, 0), 4) as sex_max,
        round((labor_case_count + sex_and_labor_case_count) / nullif(parts, 0), 4) as labor_min,
        round((labor_case_count + sex_and_labor_case_count + not_specified_case_count) / nullif(parts, 0), 4)
            as labor_max,
        caveat
    from (
        select
            *,
            sex_case_count + labor_case_count + sex_and_labor_case_count + not_specified_case_count as parts
        from marts.rpt_spotlight
    ) as spotlights
    left join (
        select
            jurisdiction_code,
            period_start,
            period_end,
            discrepancy,
            max(status) as status,
            max(case when status = 'known' then reason end) as reason
        from marts.fct_discrepancies
        where measure = 'cases'
        group by all
    ) as known using (jurisdiction_code, period_start, period_end, discrepancy)
    where $first_day is null or period_start >= $first_day
    order by place, "start", "end"
"""
_FIGURES = """
    select
        figures.jurisdiction_code as place,
        figures.period_start as "start",
        figures.period_end as "end",
        figures.year,
        figures.measure,
        figures.category_scheme as scheme,
        figures.category,
        figures.value,
        figures.value_status as status,
        figures.publisher_as_of as as_of,
        figures.publisher_as_of_basis as basis,
        figures.superseded_on as until,
        figures.revision_kind as change,
        figures.revision,
        figures.source_kind as source,
        figures.report_id as report,
        left(documents.path, 300) as document,
        figures.source_line as line
    from marts.fct_figure_revisions as figures
    left join marts.dim_document as documents using (document_id)
    where $first_day is null or figures.period_start >= $first_day
    order by place, "start", "end", measure, scheme, category, as_of
"""
_REPORTS = """
    select report_id as report, left(citation, 500) as citation, left(note, 500) as note
    from marts.dim_report
    where $first_day is null or period_start >= $first_day
    order by report
"""
_PLACES = """
    select
        jurisdiction_code as code,
        postal_code as postal,
        jurisdiction_name as name,
        jurisdiction_level as level,
        aliases
    from marts.dim_jurisdiction
    left join reference.jurisdictions using (jurisdiction_code, postal_code, jurisdiction_name, jurisdiction_level)
    order by level <> 'nation', name
"""
_BREAKS = """
    select measure, starts_on::varchar as starts_on, is_comparable, left(description, 500) as description
    from marts.dim_series_break
    order by measure, starts_on
"""
_TREND = """
    select
        jurisdiction_code as place,
        period_start as "start",
        period_end as "end",
        year,
        measure,
        category_scheme as scheme,
        category,
        value,
        value_status as status,
        is_comparable_with_previous as comparable,
        -- 0 times any ratio is 0: of a figure of 0 the ratios say nothing.
        case when value > 0 then round(likely_low, 1) end as likely_low,
        case when value > 0 then round(likely_high, 1) end as likely_high,
        publisher_as_of as as_of,
        publisher_as_of_basis as basis,
        source_kind as source
    from marts.rpt_trend
    where $first_day is null or period_start >= $first_day
    order by place, measure, scheme, category, year
"""
# Rounded so finely that rounding to two digits on the page gives what the rate itself would give.
_RATES = """
    select
        jurisdiction_code as place,
        year,
        measure,
        value,
        round(rate, 6) as rate,
        round(rate_low, 6) as low,
        round(rate_high, 6) as high,
        is_reliable as reliable,
        rank_low,
        rank_high,
        publisher_as_of as as_of,
        publisher_as_of_basis as basis
    from marts.rpt_rates
    where $first_day is null or period_start >= $first_day
    order by place, measure, year
"""
_COVERAGE = """
    select
        jurisdiction_code as place,
        year,
        measure,
        has_total,
        breakdown_status as breakdown,
        vintage_count as vintages,
        latest_publisher_as_of as as_of,
        latest_publisher_as_of_basis as basis
    from marts.rpt_coverage
    where vintage_count > 0 and ($first_day is null or period_start >= $first_day)
    order by place, measure, year
"""
_MEASURES = """
    select measure as code, measure_name as name, unit, definition, caveat from marts.dim_measure order by sort_order
"""
_TYPES = """
    select trafficking_type as code, trafficking_type_name as name, role, definition, caveat
    from marts.dim_trafficking_type order by sort_order
"""
_CHANNELS = """
    select channel as code, channel_name as name, role, definition, caveat from marts.dim_channel order by sort_order
"""
_NOTES = """
    select table_name || '.' || column_name, comment from duckdb_columns()
    where schema_name = 'marts' and comment is not null and (table_name, column_name) in (
        ('fct_figure_revisions', 'publisher_as_of'), ('fct_figure_revisions', 'value_status'),
        ('rpt_spotlight', 'discrepancy'), ('rpt_spotlight', 'jurisdiction_level')
    )
"""
_TOTALS = """
    select
        jurisdiction_name, period_start, period_end, case_count, stated_total, sex_case_count, labor_case_count,
        sex_and_labor_case_count, not_specified_case_count, victim_count, signal_count,
        case latest_publisher_as_of_basis when 'printed' then '' else '≤ ' end || latest_publisher_as_of, caveat
    from marts.rpt_spotlight
    where $first_day is null or period_start >= $first_day
    order by period_start desc, jurisdiction_level = 'nation', jurisdiction_name
"""
_FIGURES_BY_START = """
    select period_start, count(*) from marts.fct_figure_revisions group by period_start order by period_start desc
"""


def _first_day(connection: duckdb.DuckDBPyConnection, most_figures: int) -> str | None:
    """The first day of the earliest period that is shown; None if all are."""
    shown, first = 0, date.max
    for start, count in connection.execute(_FIGURES_BY_START).fetchall():
        shown += count
        if shown > most_figures:
            return first.isoformat()
        first = start
    return None


def _records(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    found = connection.execute(query)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, map(_seen, row), strict=True)) for row in found.fetchall()]


def _packed(connection: duckdb.DuckDBPyConnection, query: str, shown: dict[str, Any]) -> dict[str, Any]:
    """Columns of rows: numbers as they are, texts as indexes into a list of distinct texts."""
    found = connection.execute(query, shown)
    names = [column[0] for column in found.description or ()]
    columns = list(zip(*found.fetchall(), strict=True)) or [()] * len(names)
    return {name: _column(values) for name, values in zip(names, columns, strict=True)}


def _column(values: tuple[Any, ...]) -> Any:
    if all(value is None or isinstance(value, int | float) for value in values):
        return list(values)
    places: dict[str | None, int] = {}
    at = [places.setdefault(None if value is None else str(value), len(places)) for value in values]
    return {"texts": [_seen(text) for text in places], "at": at}


def _seen(value: Any) -> Any:
    """Make text safe: it must not reverse or hide other text on the page."""
    return marked(value) if isinstance(value, str) else value
