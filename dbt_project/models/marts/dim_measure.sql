{{ config(materialized='table') }}

with measures as (
    select * from {{ ref('measures') }}
),

final as (
    select
        measure,
        name as measure_name,
        unit,
        definition,
        caveat,
        sort_order
    from measures
    order by measure
)

select * from final
