with figures as (
    select * from {{ ref('fct_figures') }}
    {{ where_touched() }}
),

reconciliations as (
    select * from {{ ref('int_reconciliations') }}
    {{ where_touched() }}
),

{{ breakdown('figures', 'signals', 'channel', 'channel', 'signal_count') }},

final as (
    select * from facts
    order by jurisdiction_code, year, channel
)

select * from final
