with history as (
    select * from {{ ref('int_channel_history') }}
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
        channel,
        signal_count,
        breakdown_status,
        value_status,
        publisher_as_of,
        publisher_as_of_basis,
        vintage_number,
        report_id,
        source_kind
    from history
    where in_force_until is null
    order by jurisdiction_code, year, channel
)

select * from final
