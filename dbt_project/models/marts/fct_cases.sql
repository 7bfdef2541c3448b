with figures as (
    select * from {{ ref('fct_figures') }}
    {{ where_touched() }}
),

reconciliations as (
    select * from {{ ref('int_reconciliations') }}
    {{ where_touched() }}
),

{{ breakdown('figures', 'cases', 'trafficking_type', 'trafficking_type', 'case_count') }},

final as (
    select * from facts
    order by jurisdiction_code, year, trafficking_type
)

select * from final
