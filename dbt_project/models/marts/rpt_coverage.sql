{{ config(materialized='table') }}

with jurisdictions as (
    select * from {{ ref('dim_jurisdiction') }}
),

measures as (
    select * from {{ ref('dim_measure') }}
),

revisions as (
    select * from {{ ref('fct_figure_revisions') }}
),

reconciliations as (
    select * from {{ ref('int_reconciliations') }}
),

annual_statements as (
    select * from revisions
    where period_type = 'year' and revision_kind <> 'outranked'
),

-- All years from the first to the last that is held anywhere.
years as (
    select {{ years_between('min(year)', 'max(year)') }} as year
    from annual_statements
),

held as (
    select
        annual_statements.jurisdiction_code,
        annual_statements.year,
        annual_statements.measure,
        max(
            case
                when
                    annual_statements.superseded_on is null
                    and annual_statements.category_scheme = 'total'
                    and annual_statements.value_status = 'reported'
                    then 1
                else 0
            end
        ) = 1 as has_total,
        -- The current breakdown, else a current total; a subset alone is neither.
        coalesce(
            max(
                case
                    when annual_statements.superseded_on is null and annual_statements.role in ('component', 'residual')
                        then reconciliations.breakdown_status
                end
            ),
            max(
                case
                    when annual_statements.superseded_on is null and annual_statements.role = 'total'
                        then 'total_only'
                end
            )
        ) as breakdown_status,
        count(distinct annual_statements.report_id) as vintage_count,
        min(annual_statements.publisher_as_of) as first_publisher_as_of,
        min_by(annual_statements.publisher_as_of_basis, annual_statements.publisher_as_of)
            as first_publisher_as_of_basis,
        max(annual_statements.publisher_as_of) as latest_publisher_as_of,
        max_by(annual_statements.publisher_as_of_basis, annual_statements.publisher_as_of)
            as latest_publisher_as_of_basis
    from annual_statements
    left join reconciliations
        on annual_statements.report_id = reconciliations.report_id
        and annual_statements.measure = reconciliations.measure
    group by annual_statements.jurisdiction_code, annual_statements.year, annual_statements.measure
),

final as (
    select
        jurisdictions.jurisdiction_code,
        jurisdictions.jurisdiction_name,
        jurisdictions.jurisdiction_level,
        cast(concat(cast(years.year as string), '-01-01') as date) as period_start,
        cast(concat(cast(years.year as string), '-12-31') as date) as period_end,
        years.year,
        measures.measure,
        coalesce(held.has_total, false) as has_total,
        held.breakdown_status,
        cast(coalesce(held.vintage_count, 0) as bigint) as vintage_count,
        held.first_publisher_as_of,
        held.first_publisher_as_of_basis,
        held.latest_publisher_as_of,
        held.latest_publisher_as_of_basis
    from jurisdictions
    cross join years
    cross join measures
    left join held
        on jurisdictions.jurisdiction_code = held.jurisdiction_code
        and years.year = held.year
        and measures.measure = held.measure
    order by jurisdictions.jurisdiction_code, years.year, measures.measure
)

select * from final
