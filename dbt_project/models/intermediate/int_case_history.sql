{{ config(materialized='view') }}

with breakdowns as (
    select * from {{ ref('int_breakdown_history') }}
),

final as (
    select
        jurisdiction_code,
        jurisdiction_name,
        jurisdiction_level,
        period_start,
        period_end,
        year,
        category as trafficking_type,
        value as case_count,
        breakdown_status,
        value_status,
        publisher_as_of,
        publisher_as_of_basis,
        vintage_number,
        report_id,
        source_kind,
        in_force_until
    from breakdowns
    where measure = 'cases'
)

select * from final
