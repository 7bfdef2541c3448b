{{ config(materialized='table') }}

with jurisdictions as (
    select * from {{ ref('jurisdictions') }}
),

final as (
    select
        jurisdiction_code,
        postal_code,
        jurisdiction_name,
        jurisdiction_level
    from jurisdictions
    order by jurisdiction_code
)

select * from final
