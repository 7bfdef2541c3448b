with revisions as (
    select * from {{ ref('fct_figure_revisions') }}
    {{ where_affected() }}
),

reconciliations as (
    select * from {{ ref('int_reconciliations') }}
    {{ where_affected() }}
),

-- Outranked rows were never current.
sets as (
    select
        jurisdiction_code,
        jurisdiction_name,
        jurisdiction_level,
        period_start,
        period_end,
        year,
        period_type,
        measure,
        category_scheme = 'total' as is_total,
        publisher_as_of,
        publisher_as_of_basis,
        superseded_on,
        vintage_number,
        report_id,
        max(value) as value -- the stated total; without meaning for parts
    from revisions
    where
        revision_kind <> 'outranked'
        and (
            (measure = 'cases' and category_scheme in ('total', 'trafficking_type'))
            or (measure = 'signals' and category_scheme in ('total', 'channel'))
        )
    group by
        jurisdiction_code,
        jurisdiction_name,
        jurisdiction_level,
        period_start,
        period_end,
        year,
        period_type,
        measure,
        category_scheme,
        publisher_as_of,
        publisher_as_of_basis,
        superseded_on,
        vintage_number,
        report_id
),

totals as (
    select * from sets
    where is_total
),

parts as (
    select * from sets
    where not is_total
),

-- A row is valid from the day of a total or breakdown until the next total or breakdown.
days as (
    select distinct
        jurisdiction_code,
        jurisdiction_name,
        jurisdiction_level,
        period_start,
        period_end,
        year,
        period_type,
        measure,
        publisher_as_of as in_force_from
    from sets
),

intervals as (
    select
        *,
        lead(in_force_from) over (
            partition by jurisdiction_code, period_start, period_end, measure
            order by in_force_from
        ) as in_force_until
    from days
),

-- `is null or` would make DuckDB compare every pair of rows in a left join.
paired as (
    select
        intervals.*,
        totals.value as stated_total,
        totals.publisher_as_of as total_publisher_as_of,
        totals.publisher_as_of_basis as total_publisher_as_of_basis,
        totals.vintage_number as total_vintage_number,
        reconciliations.parts_total,
        parts.publisher_as_of as parts_publisher_as_of,
        parts.publisher_as_of_basis as parts_publisher_as_of_basis,
        parts.vintage_number as parts_vintage_number,
        parts.report_id as parts_report_id,
        coalesce(totals.report_id = parts.report_id, false) as is_of_one_report,
        coalesce(reconciliations.reported_part_count, 0) as reported_part_count,
        reconciliations.sex_count,
        reconciliations.labor_count,
        reconciliations.sex_and_labor_count,
        reconciliations.not_specified_count,
        reconciliations.breakdown_status
    from intervals
    left join totals
        on intervals.jurisdiction_code = totals.jurisdiction_code
        and intervals.period_start = totals.period_start
        and intervals.period_end = totals.period_end
        and intervals.measure = totals.measure
        and intervals.in_force_from >= totals.publisher_as_of
        and intervals.in_force_from < coalesce(totals.superseded_on, cast('9999-12-31' as date))
    left join parts
        on intervals.jurisdiction_code = parts.jurisdiction_code
        and intervals.period_start = parts.period_start
        and intervals.period_end = parts.period_end
        and intervals.measure = parts.measure
        and intervals.in_force_from >= parts.publisher_as_of
        and intervals.in_force_from < coalesce(parts.superseded_on, cast('9999-12-31' as date))
    left join reconciliations
        on parts.report_id = reconciliations.report_id
        and parts.measure = reconciliations.measure
),

final as (
    select
        jurisdiction_code,
        jurisdiction_name,
        jurisdiction_level,
        period_start,
        period_end,
        year,
        period_type,
        measure,
        coalesce(stated_total, parts_total) as value,
        case
            when stated_total is not null then 'stated'
            when parts_total is not null then 'parts'
        end as value_basis,
        stated_total,
        total_publisher_as_of,
        total_publisher_as_of_basis,
        total_vintage_number,
        parts_total,
        parts_publisher_as_of,
        parts_publisher_as_of_basis,
        parts_vintage_number,
        is_of_one_report,
        reported_part_count,
        sex_count,
        labor_count,
        sex_and_labor_count,
        not_specified_count,
        sex_count + labor_count + sex_and_labor_count as specified_total,
        breakdown_status,
        case when is_of_one_report then parts_total - stated_total end as discrepancy,
        case
            when parts_report_id is null then 'parts_not_stated'
            when stated_total is null then 'total_not_stated'
            when not is_of_one_report then 'different_reports'
            when parts_total is null then 'parts_incomplete'
            when parts_total = stated_total then 'agrees'
            when parts_total > stated_total then 'parts_exceed_total'
            else 'parts_below_total'
        end as reconciliation_status,
        in_force_from,
        in_force_until
    from paired
    order by period_type, measure, jurisdiction_code, period_start, period_end, in_force_from
)

select * from final
