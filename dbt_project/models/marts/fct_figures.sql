with revisions as (
    select * from {{ ref('fct_figure_revisions') }}
    {{ where_touched() }}
),

final as (
    select
        {{ figure_columns() }}
    from revisions
    where superseded_on is null
    order by jurisdiction_code, period_start, period_end, measure, category_scheme, category
)

select * from final
