{{ config(materialized='table') }}

with ledger_documents as (
    select * from {{ ref('stg_ledger__documents') }}
),

states as (
    select
        *,
        row_number() over (partition by path order by batch desc) as path_recency
    from ledger_documents
),

-- Documents with at least one figure; fully refused ones are in `audit.rejections`. If several paths have the same
-- bytes, a present path is named.
accepted as (
    select
        *,
        row_number() over (
            partition by document_id order by case when path_recency = 1 then 0 else 1 end asc, path asc, batch desc
        ) as document_recency
    from states
    where outcome in ('accepted', 'partly_accepted')
),

summaries as (
    select
        document_id,
        min(recorded_at) as first_recorded_at,
        max(case when path_recency = 1 then 1 else 0 end) = 1 as is_present
    from accepted
    group by document_id
),

final as (
    select
        accepted.document_id,
        accepted.path,
        accepted.format,
        accepted.size_bytes,
        accepted.sidecar_id,
        summaries.first_recorded_at,
        summaries.is_present
    from accepted
    inner join summaries on accepted.document_id = summaries.document_id
    where accepted.document_recency = 1
    order by accepted.document_id
)

select * from final
