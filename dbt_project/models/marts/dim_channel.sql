{{ config(materialized='table') }}

with categories as (
    select * from {{ ref('categories') }}
),

published as (
    select
        category as channel,
        name as channel_name,
        role,
        definition,
        case role
            when 'residual' then 'A counted residual as published: not zero, not missing, and not to be shared out.'
        end as caveat,
        sort_order
    from categories
    where measure = 'signals' and category_scheme = 'channel'
),

not_broken_down as (
    select
        'not_broken_down' as channel,
        'Not broken down by channel' as channel_name,
        'total' as role,
        'The publisher stated signals and never their channels: the total stands here.' as definition,
        'Not a channel, and never computed as the rest of a total.' as caveat,
        cast(1000 as bigint) as sort_order
),

unioned as (
    select * from published
    union all
    select * from not_broken_down
),

final as (
    select * from unioned
    order by channel
)

select * from final
