with beliefs as (
    select * from {{ ref('int_figure_beliefs') }}
    {{ where_touched() }}
),

believed_now as (
    select * from beliefs
    where recorded_to is null
),

{{ figure_history('believed_now') }},

final as (
    select * from history
    order by
        jurisdiction_code, period_start, period_end, measure, category_scheme, category, publisher_as_of
)

select * from final
