with revisions as (
    select * from {{ ref('fct_figure_revisions') }}
    {{ where_affected() }}
),

triangle as (
    select * from {{ ref('rpt_revision_triangle') }}
    {{ where_affected() }}
),

-- Leave out the nation and other periods: they would count their places and years twice.
annual_statements as (
    select
        triangle.*,
        revisions.revision_kind
    from triangle
    inner join revisions
        on triangle.report_id = revisions.report_id
        and triangle.measure = revisions.measure
        and triangle.category = revisions.category
    where triangle.jurisdiction_level <> 'nation' and triangle.period_type = 'year'
),

final as (
    select
        jurisdiction_code,
        period_start,
        period_end,
        measure,
        category_scheme,
        category,
        cast(sum(case when revision_kind = 'restated' then 1 else 0 end) as bigint) as revision_count,
        max(first_value) as first_value,
        max(latest_value) as latest_value,
        count(*) > 1 and max(first_value) is not null and max(latest_value) is not null as is_compared
    from annual_statements
    group by jurisdiction_code, period_start, period_end, measure, category_scheme, category
    order by jurisdiction_code, period_start, period_end, measure, category_scheme, category
)

select * from final
