{{ config(materialized='table') }}

with source_polls as (
    select * from {{ ref('stg_ledger__source_polls') }}
),

final as (
    select
        polled_at,
        address,
        outcome,
        reason_code,
        reason,
        status_code,
        retrieved_from,
        etag,
        last_modified,
        size_bytes,
        document_id,
        file,
        run_id
    from source_polls
    order by polled_at, address
)

select * from final
