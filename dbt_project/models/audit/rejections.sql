{{ config(materialized='table') }}

with ledger_rejections as (
    select * from {{ ref('stg_ledger__rejections') }}
),

latest_actions as (
    select
        *,
        row_number() over (partition by rejection_id order by batch desc) as recency
    from ledger_rejections
),

final as (
    select
        rejection_id,
        file,
        line,
        rule_code,
        offending_text,
        message,
        report_id,
        document_id,
        recorded_at as opened_at
    from latest_actions
    where recency = 1 and action = 'opened'
    order by rejection_id
)

select * from final
