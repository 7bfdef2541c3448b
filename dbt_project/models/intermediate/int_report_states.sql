with ledger_reports as (
    select * from {{ ref('stg_ledger__reports') }}
    {{ where_affected() }}
),

-- An accepted removal and the statement that replaces it are in one batch: sort the statement in effect last.
ordered as (
    select
        *,
        row_number() over (
            partition by path, report_id
            order by batch, case when state in ('stated', 'held', 'pending', 'replaced') then 1 else 0 end
        ) as position
    from ledger_reports
),

final as (
    select
        batch,
        path,
        document_id,
        report_id,
        jurisdiction_code,
        period_start,
        period_end,
        publisher_as_of,
        publisher_as_of_basis,
        source_kind,
        state,
        removal_id,
        noticed_at,
        decided_at,
        recorded_at as recorded_from,
        lead(recorded_at) over (partition by path, report_id order by position) as recorded_to
    from ordered
    order by jurisdiction_code, period_start, period_end, report_id, path, batch
)

select * from final
