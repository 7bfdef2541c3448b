with figures as (
    select * from {{ ref('fct_figures') }}
    {{ where_touched() }}
),

{{ single_total('figures', 'victims', 'victim_count') }},

final as (
    select * from facts
    order by jurisdiction_code, year
)

select * from final
