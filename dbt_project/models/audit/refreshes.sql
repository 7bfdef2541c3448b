{{ config(materialized='table') }}

with batches as (
    select * from {{ ref('stg_ledger__batches') }}
),

final as (
    select
        batch,
        recorded_at,
        run_id,
        code_version,
        new_count,
        restated_count,
        reaffirmed_count,
        late_count,
        corrected_count,
        rejected_count,
        removed_count
    from batches
    order by batch
)

select * from final
