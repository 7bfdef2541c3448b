{{ config(materialized='view') }}

with totals as (
    select * from {{ ref('int_total_history') }}
),

final as (
    select
        jurisdiction_code,
        jurisdiction_name,
        jurisdiction_level,
        period_start,
        period_end,
        year,
        value as signal_count,
        value_basis as signal_count_basis,
        stated_total,
        total_publisher_as_of,
        total_publisher_as_of_basis,
        total_vintage_number,
        parts_total,
        parts_publisher_as_of,
        parts_publisher_as_of_basis,
        parts_vintage_number,
        reported_part_count as channels_stated,
        discrepancy,
        reconciliation_status,
        in_force_from,
        in_force_until
    from totals
    where measure = 'signals' and jurisdiction_level <> 'nation' and period_type = 'year'
)

select * from final
