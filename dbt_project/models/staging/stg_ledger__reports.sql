with source as (
    select * from {{ ledger_rows('reports') }}
),

final as (
    select
        batch,
        {{ recorded_at() }} as recorded_at,
        path,
        document_id,
        report_id,
        jurisdiction_code,
        period_start,
        period_end,
        publisher_as_of,
        publisher_as_of_basis,
        source,
        source_kind,
        note,
        state,
        removal_id,
        noticed_at,
        decided_at
    from source
)

select * from final
