{{ config(parameters=['as_of_day']) }}

with history as (
    select * from {{ ref('int_victim_history') }}
),

final as (
    select * exclude (in_force_until)
    from history
    where publisher_as_of <= {{ as_of_day() }} and (in_force_until is null or in_force_until > {{ as_of_day() }})
    order by jurisdiction_code, year
)

select * from final
