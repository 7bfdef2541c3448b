{{ config(materialized='table') }}

with source as (
    select * from {{ source_polls() }}
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
    from source
)

select * from final
