{{ config(materialized='table') }}

with report_states as (
    select * from {{ ref('int_report_states') }}
),

-- An accepted removal is final. An undecided one ends when the file or others state the report again: the ledger then
-- has a later state of that file and report.
removal_states as (
    select
        *,
        row_number() over (partition by removal_id order by batch desc) as removal_recency
    from report_states
    where
        state = 'accepted'
        or (state in ('pending', 'replaced') and recorded_to is null)
),

final as (
    select
        removal_id,
        path as file,
        report_id,
        state as status,
        noticed_at,
        decided_at
    from removal_states
    where removal_recency = 1
    order by removal_id
)

select * from final
