{{ config(parameters=['as_of_day', 'known_at']) }}

with beliefs as (
    select * from {{ ref('int_figure_beliefs') }}
),

believed_then as {{ read_at_each_use() }} (
    select * from beliefs
    where recorded_from <= {{ known_at() }} and (recorded_to is null or recorded_to > {{ known_at() }})
),

{{ figure_history('believed_then') }},

final as (
    select
        {{ figure_columns() }}
    from history
    where {{ is_current_on(as_of_day()) }}
    order by jurisdiction_code, period_start, period_end, measure, category_scheme, category
)

select * from final
