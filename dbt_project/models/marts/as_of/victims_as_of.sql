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

{{ single_total('figures', 'victims', 'victim_count') }},

final as (
    select * from facts
    order by jurisdiction_code, year
)

select * from final
