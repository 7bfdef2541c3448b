with source as (
    select * from {{ ledger_rows('rejections') }}
),

final as (
    select
        batch,
        {{ recorded_at() }} as recorded_at,
        rejection_id,
        file,
        line,
        rule_code,
        offending_text,
        message,
        report_id,
        document_id,
        action
    from source
)

select * from final
