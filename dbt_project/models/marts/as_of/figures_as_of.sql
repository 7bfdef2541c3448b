{{ config(parameters=['as_of_day']) }}

with revisions as (
    select * from {{ ref('fct_figure_revisions') }}
),

final as (
    select
        * exclude (
            superseded_on,
            superseded_on_basis,
            previous_value,
            revision,
            revision_pct,
            revision_kind,
            lag_days
        )
    from revisions
    where publisher_as_of <= {{ as_of_day() }} and (superseded_on is null or superseded_on > {{ as_of_day() }})
    order by jurisdiction_code, period_start, period_end, measure, category_scheme, category
)

select * from final
