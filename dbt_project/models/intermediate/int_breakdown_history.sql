with revisions as (
    select * from {{ ref('fct_figure_revisions') }}
    {{ where_affected() }}
),

reconciliations as (
    select * from {{ ref('int_reconciliations') }}
    {{ where_affected() }}
),

-- Only rows that may be added up: no nation, calendar years only. Outranked rows were never current.
annual_statements as (
    select * from revisions
    where
        jurisdiction_level <> 'nation'
        and period_type = 'year'
        and revision_kind <> 'outranked'
        and (
            (measure = 'cases' and category_scheme in ('total', 'trafficking_type'))
            or (measure = 'signals' and category_scheme in ('total', 'channel'))
        )
),

first_breakdowns as (
    select
        jurisdiction_code,
        year,
        measure,
        min(publisher_as_of) as broken_down_on
    from annual_statements
    where category_scheme <> 'total'
    group by jurisdiction_code, year, measure
),

-- A breakdown is valid until the next one. Until the first breakdown, the total takes its place.
statements as (
    select
        annual_statements.*,
        annual_statements.category_scheme = 'total' as is_total,
        case
            when annual_statements.category_scheme = 'total'
                then least(annual_statements.superseded_on, first_breakdowns.broken_down_on)
            else annual_statements.superseded_on
        end as in_force_until
    from annual_statements
    left join first_breakdowns
        on annual_statements.jurisdiction_code = first_breakdowns.jurisdiction_code
        and annual_statements.year = first_breakdowns.year
        and annual_statements.measure = first_breakdowns.measure
),

final as (
    select
        statements.jurisdiction_code,
        statements.jurisdiction_name,
        statements.jurisdiction_level,
        statements.period_start,
        statements.period_end,
        statements.year,
        statements.measure,
        case when statements.is_total then 'not_broken_down' else statements.category end as category,
        statements.value,
        case when statements.is_total then 'total_only' else reconciliations.breakdown_status end as breakdown_status,
        statements.value_status,
        statements.publisher_as_of,
        statements.publisher_as_of_basis,
        statements.vintage_number,
        statements.report_id,
        statements.source_kind,
        statements.in_force_until
    from statements
    left join reconciliations
        on statements.report_id = reconciliations.report_id
        and statements.measure = reconciliations.measure
    where statements.in_force_until is null or statements.in_force_until > statements.publisher_as_of
    order by
        statements.measure,
        statements.jurisdiction_code,
        statements.year,
        statements.category,
        statements.publisher_as_of
)

select * from final
