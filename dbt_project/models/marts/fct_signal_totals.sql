with history as (
    select * from {{ ref('int_signal_total_history') }}
    {{ where_affected() }}
),

final as (
    select
        jurisdiction_code,
        jurisdiction_name,
        jurisdiction_level,
        period_start,
        period_end,
        year,
        signal_count,
        signal_count_basis,
        stated_total,
        total_publisher_as_of,
        total_publisher_as_of_basis,
        total_vintage_number,
        parts_total,
        parts_publisher_as_of,
        parts_publisher_as_of_basis,
        parts_vintage_number,
        channels_stated,
        discrepancy,
        reconciliation_status
    from history
    where in_force_until is null
    order by jurisdiction_code, year
)

select * from final
