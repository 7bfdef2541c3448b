with source as (
    select * from {{ ledger_rows('documents') }}
),

final as (
    select
        batch,
        {{ recorded_at() }} as recorded_at,
        path,
        document_id,
        sidecar_id,
        format,
        size_bytes,
        state,
        outcome
    from source
)

select * from final
