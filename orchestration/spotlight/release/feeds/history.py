"""The history of a release as rows for its feeds: what each batch did to each figure, in entries and on pages.

Belongs here: the query, which joins what the ledger, the audit and the marts already say, and the bounds of pages.
Not here: deciding what is believed (ingest, dbt models), or how an entry is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from orchestration.spotlight.release.current import rows_of

PAGE_SIZE = 60_000
"""About how many characters of data a page holds; as Atom or JSON it is two to four times as long."""


@dataclass(frozen=True)
class Page:
    """The entries of a feed that stand in one file, except that the newest two pages of a feed share one."""

    number: int
    updated: datetime
    digest: str


@dataclass(frozen=True)
class History:
    """All entries of one place, or of all places, oldest page first. A page that another one follows never changes."""

    code: str | None
    """The place, or None for the feed of all places."""
    name: str | None
    begun: datetime
    pages: tuple[Page, ...]


def read_histories(connection: duckdb.DuckDBPyConnection) -> list[History]:
    """Make the temporary table `feed_rows`, and return the feeds that it holds: all places, then each place.

    A place of which nothing is held has a feed too, so that it can be followed before its first figure comes.
    """
    connection.execute(_FEED_ROWS, {"page_size": PAGE_SIZE})
    ((begun,),) = connection.execute("select min(recorded_at) from audit.refreshes").fetchall()
    pages: dict[str | None, list[Page]] = {}
    for code, *page in connection.execute(_PAGES).fetchall():
        pages.setdefault(code, []).append(Page(*page))
    places: list[tuple[str | None, str | None]] = [(None, None)]
    places += connection.execute(
        "select jurisdiction_code, jurisdiction_name from marts.dim_jurisdiction order by all"
    ).fetchall()
    return [History(code, name, begun, tuple(pages.get(code, ()))) for code, name in places]


def read_rows(connection: duckdb.DuckDBPyConnection, code: str | None, pages: Sequence[int]) -> list[dict[str, Any]]:
    """The rows of some pages of a feed, newest entry first; the rows of an entry follow each other."""
    parameters: dict[str, Any] = {"pages": list(pages)}
    condition = "whole_page in $pages"
    if code is not None:
        condition = "jurisdiction_code = $code and place_page in $pages"
        parameters["code"] = code
    return rows_of(connection, f"from feed_rows where {condition} order by {_ORDER}", parameters)


_ORDER = "entry desc, publisher_as_of, category <> 'total', category_scheme, category"

# Newer entries come later and never move to another page: they are numbered by batch, and within a batch by the newest
# date of the publisher, so that what was published last is on the newest page even after the first refresh.
# The facts of an entry are those of its ledger rows that no rebuild, restore or newer version changes.
_FEED_ROWS = """
    create or replace temporary table feed_rows as
    with
    bases as (
        select
            *,
            lag(publisher_as_of_basis) over (partition by report_id order by recorded_from) as previous_basis
        from intermediate.int_report_bases
    ),
    figures as (
        select
            figures.* exclude (publisher_as_of_basis),
            coalesce(now.publisher_as_of_basis, before.publisher_as_of_basis) as publisher_as_of_basis,
            changes.old_publisher_as_of_basis
        from staging.stg_ledger__figures as figures
        left join audit.changes using (batch, report_id, measure, category)
        left join bases as now
            on figures.report_id = now.report_id
            and figures.recorded_at >= now.recorded_from
            and figures.recorded_at < coalesce(now.recorded_to, cast('9999-12-31' as timestamp))
        left join bases as before
            on figures.report_id = before.report_id and figures.recorded_at = before.recorded_to
    ),
    -- Another document can print the date of a report without changing a figure.
    dates as (
        select distinct
            refreshes.batch,
            bases.recorded_from as recorded_at,
            beliefs.report_id,
            beliefs.jurisdiction_code,
            beliefs.period_start,
            beliefs.period_end,
            beliefs.year,
            beliefs.period_type,
            beliefs.measure,
            beliefs.publisher_as_of,
            bases.publisher_as_of_basis
        from bases
        inner join audit.refreshes on bases.recorded_from = refreshes.recorded_at
        inner join intermediate.int_figure_beliefs as beliefs
            on bases.report_id = beliefs.report_id
            and bases.recorded_from >= beliefs.recorded_from
            and bases.recorded_from < coalesce(beliefs.recorded_to, cast('9999-12-31' as timestamp))
        where
            bases.publisher_as_of_basis <> bases.previous_basis
            and (refreshes.batch, beliefs.report_id, beliefs.measure)
            not in (select (batch, report_id, measure) from staging.stg_ledger__figures)
    ),
    events as (
        select
            *,
            concat_ws(
                ' ', publisher_as_of, category, action, change_kind, value_status, value, document_id, source_line,
                case when category is null then publisher_as_of_basis end
            ) as facts,
            400 + strlen(concat(source_text, source_context, source)) as size
        from (from figures union all by name from dates)
    ),
    entries as (
        select
            batch,
            jurisdiction_code,
            period_start,
            period_end,
            measure,
            max(publisher_as_of) as newest,
            400 + sum(size) as size,
            sha256(
                concat_ws(
                    ' ', jurisdiction_code, period_start, period_end, measure,
                    string_agg(facts, '; ' order by publisher_as_of, category nulls first)
                )
            ) as facts
        from events
        group by batch, jurisdiction_code, period_start, period_end, measure
    ),
    placed as (
        select
            *,
            row_number() over history as entry,
            cast((sum(size) over history - size) // $page_size as bigint) as whole_position,
            cast((sum(size) over history_of_place - size) // $page_size as bigint) as place_position,
            row_number() over (partition by facts order by batch) as occurrence
        from entries
        window
            history as (
                order by batch, newest, jurisdiction_code, period_start, period_end, measure
                rows unbounded preceding
            ),
            history_of_place as (
                partition by jurisdiction_code
                order by batch, newest, period_start, period_end, measure
                rows unbounded preceding
            )
    ),
    paged as (
        select
            *,
            -- An entry longer than a page leaves a position out, but no number.
            dense_rank() over (order by whole_position) as whole_page,
            dense_rank() over (partition by jurisdiction_code order by place_position) as place_page
        from placed
    )
    select
        paged.entry,
        paged.whole_page,
        paged.place_page,
        paged.facts || ' ' || paged.occurrence as entry_facts,
        events.batch,
        events.recorded_at,
        events.jurisdiction_code,
        places.jurisdiction_name,
        places.jurisdiction_level,
        events.period_start,
        events.period_end,
        events.year,
        events.period_type,
        events.measure,
        events.report_id,
        events.publisher_as_of,
        events.publisher_as_of_basis,
        events.change_kind,
        events.category_scheme,
        events.category,
        categories.role,
        events.old_value,
        case when events.action = 'stated' then events.value end as new_value,
        events.old_value_status,
        case when events.action = 'stated' then events.value_status end as new_value_status,
        events.old_publisher_as_of,
        events.old_publisher_as_of_basis,
        events.document_id,
        events.source,
        events.source_kind,
        events.source_line,
        events.source_text,
        events.source_context
    from events
    inner join paged using (batch, jurisdiction_code, period_start, period_end, measure)
    left join marts.dim_jurisdiction as places on events.jurisdiction_code = places.jurisdiction_code
    left join reference.categories as categories
        on events.measure = categories.measure and events.category = categories.category
    order by paged.entry
"""
_PAGES = """
    with
    hashed as (select jurisdiction_code, whole_page, place_page, recorded_at, hash(feed_rows) as hash from feed_rows),
    positions as (
        select null as code, whole_page as page, recorded_at, hash from hashed
        union all
        select jurisdiction_code, place_page, recorded_at, hash from hashed
    )
    select code, page, max(recorded_at), concat_ws('-', count(*), bit_xor(hash), sum(hash))
    from positions
    group by code, page
    order by code, page
"""
