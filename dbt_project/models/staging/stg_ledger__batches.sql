with source as (
    select * from {{ ledger_rows('batch') }}
),

final as (
    select
        batch,
        {{ recorded_at() }} as recorded_at,
        run_id,
        code_version,
        reference_version,
        format_version,
        previous_hash,
        new_count,
        restated_count,
        reaffirmed_count,
        late_count,
        corrected_count,
        rejected_count,
        removed_count
    from source
)

select * from final
