{{ config(materialized='view') }}

with

years as (
    select {{ years_between('2007', '2050') }} as calendar_year
),

final as (
    select make_date(calendar_year, 1, 1) as first_day
    from years
)

select * from final
