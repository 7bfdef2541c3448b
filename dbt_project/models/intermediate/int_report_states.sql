with ledger_reports as (
    select * from {{ ref('stg_ledger__reports') }}
    {{ where_touched() }}
),

-- An accepted removal and the statement that takes its place are recorded in one batch: what is in effect is the last.
final as (
    select
        *,
        row_number() over (
            partition by path, report_id
            order by batch desc, case when state in ('stated', 'held', 'pending', 'replaced') then 0 else 1 end asc
        ) = 1 as is_latest
    from ledger_reports
    order by jurisdiction_code, period_start, period_end, report_id, path, batch
)

select * from final
