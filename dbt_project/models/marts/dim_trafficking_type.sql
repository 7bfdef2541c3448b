{{ config(materialized='table') }}

with categories as (
    select * from {{ ref('categories') }}
),

published as (
    select
        category as trafficking_type,
        name as trafficking_type_name,
        role,
        definition,
        case role
            when 'residual' then 'A counted residual as published: not zero, not missing, and not to be shared out.'
        end as caveat,
        sort_order
    from categories
    where measure = 'cases' and category_scheme = 'trafficking_type'
),

not_broken_down as (
    select
        'not_broken_down' as trafficking_type,
        'Not broken down by type' as trafficking_type_name,
        'total' as role,
        'The publisher stated cases and never their types: the total stands here.' as definition,
        'Not a type, and never computed as the rest of a total.' as caveat,
        cast(1000 as bigint) as sort_order
),

unioned as (
    select * from published
    union all
    select * from not_broken_down
),

final as (
    select * from unioned
    order by trafficking_type
)

select * from final
