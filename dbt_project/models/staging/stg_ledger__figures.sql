with source as (
    select * from {{ ledger_rows('figures') }}
),

final as (
    select
        batch,
        recorded_at,
        report_id,
        jurisdiction_code,
        period_start,
        period_end,
        publisher_as_of,
        publisher_as_of_basis,
        source,
        source_kind,
        note,
        measure,
        category_scheme,
        category,
        value,
        value_status,
        source_line,
        source_text,
        document_id,
        action,
        change_kind,
        old_value,
        old_value_status,
        old_publisher_as_of
    from source
)

select * from final
