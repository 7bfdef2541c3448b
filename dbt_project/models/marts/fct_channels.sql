with figures as (
    select * from {{ ref('fct_figures') }}
),

reconciliations as (
    select * from {{ ref('int_reconciliations') }}
),

{{ breakdown('figures', 'signals', 'channel', 'channel', 'signal_count') }},

final as (
    select * from facts
    order by jurisdiction_code, year, channel
)

select * from final
