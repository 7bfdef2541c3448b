{{ config(materialized='table') }}

with series_breaks as (
    select * from {{ ref('series_breaks') }}
),

final as (
    select
        measure,
        starts_on,
        description,
        is_comparable,
        source
    from series_breaks
    order by measure, starts_on
)

select * from final
