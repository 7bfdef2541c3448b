{{ config(parameters=['as_of_day']) }}

with revisions as (
    select * from {{ ref('fct_figure_revisions') }}
),

reconciliations as (
    select * from {{ ref('int_reconciliations') }}
),

figures as (
    select
        {{ figure_columns() }}
    from revisions
    where {{ is_current_on(as_of_day()) }}
),

{{ breakdown('figures', 'cases', 'trafficking_type', 'trafficking_type', 'case_count') }},

final as (
    select * from facts
    order by jurisdiction_code, year, trafficking_type
)

select * from final
