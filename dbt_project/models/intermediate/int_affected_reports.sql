{{ config(materialized='table') }}

with ledger_reports as (
    select * from {{ ref('stg_ledger__reports') }}
    where batch > {{ built_batch() }}
),

ledger_figures as (
    select * from {{ ref('stg_ledger__figures') }}
    where batch > {{ built_batch() }}
),

unioned as (
    select
        report_id,
        jurisdiction_code,
        period_start,
        period_end
    from ledger_reports
    union
    select
        report_id,
        jurisdiction_code,
        period_start,
        period_end
    from ledger_figures
),

final as (
    select * from unioned
    order by jurisdiction_code, period_start, period_end, report_id
)

select * from final
