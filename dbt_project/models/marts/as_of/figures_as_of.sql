{{ config(parameters=['as_of_day']) }}

with revisions as (
    select * from {{ ref('fct_figure_revisions') }}
),

figures as (
    select
        {{ figure_columns() }}
    from revisions
    where {{ is_current_on(as_of_day()) }}
),

final as (
    select * from figures
    order by jurisdiction_code, period_start, period_end, measure, category_scheme, category
)

select * from final
