{{ config(materialized='table') }}

with triangle as (
    select * from {{ ref('rpt_revision_triangle') }}
),

figures as (
    select * from {{ ref('int_figure_outcomes') }}
),

changes as (
    select
        measure,
        category_scheme,
        category,
        cast(count(*) as bigint) as figure_count,
        cast(sum(case when is_compared then 1 else 0 end) as bigint) as compared_figure_count,
        cast(sum(revision_count) as bigint) as revision_count,
        cast(sum(case when is_compared and latest_value > first_value then 1 else 0 end) as bigint) as raised_count,
        cast(sum(case when is_compared and latest_value < first_value then 1 else 0 end) as bigint) as lowered_count
    from figures
    group by measure, category_scheme, category
),

changes_in_percent as (
    select
        measure,
        category_scheme,
        category,
        cast(latest_value - first_value as double) * 100 / first_value as revision_pct
    from figures
    where is_compared and first_value <> 0
),

distributions as (
    select
        measure,
        category_scheme,
        category,
        -- Engines interpolate alike but for the last digits of a double.
        round(percentile_cont(0.5) within group (order by revision_pct), 9) as median_revision_pct,
        round(percentile_cont(0.1) within group (order by revision_pct), 9) as low_revision_pct,
        round(percentile_cont(0.9) within group (order by revision_pct), 9) as high_revision_pct
    from changes_in_percent
    group by measure, category_scheme, category
),

-- For a figure stated once, the addition would show how late its document is, not how late the figure was known.
daily_additions as (
    select
        triangle.measure,
        triangle.category_scheme,
        triangle.category,
        {{ days_between('triangle.period_end', 'triangle.publisher_as_of') }} as lag_days,
        sum(triangle.addition) as addition
    from triangle
    inner join figures
        on triangle.jurisdiction_code = figures.jurisdiction_code
        and triangle.period_start = figures.period_start
        and triangle.period_end = figures.period_end
        and triangle.measure = figures.measure
        and triangle.category = figures.category
    where figures.is_compared
    group by
        triangle.measure,
        triangle.category_scheme,
        triangle.category,
        {{ days_between('triangle.period_end', 'triangle.publisher_as_of') }}
),

known_by_day as (
    select
        measure,
        category_scheme,
        category,
        lag_days,
        sum(addition) over (
            partition by measure, category_scheme, category
            order by lag_days
            rows between unbounded preceding and current row
        ) as known_by_then,
        sum(addition) over (partition by measure, category_scheme, category) as known_now
    from daily_additions
),

completeness as (
    select
        measure,
        category_scheme,
        category,
        min(lag_days) as days_until_90_pct_known
    from known_by_day
    where known_now > 0 and known_by_then * 10 >= known_now * 9
    group by measure, category_scheme, category
),

final as (
    select
        changes.measure,
        changes.category_scheme,
        changes.category,
        changes.figure_count,
        changes.compared_figure_count,
        changes.revision_count,
        distributions.median_revision_pct,
        distributions.low_revision_pct,
        distributions.high_revision_pct,
        cast(changes.raised_count as double) / nullif(changes.compared_figure_count, 0) as revised_up_share,
        cast(changes.lowered_count as double) / nullif(changes.compared_figure_count, 0) as revised_down_share,
        completeness.days_until_90_pct_known
    from changes
    left join distributions
        on changes.measure = distributions.measure
        and changes.category_scheme = distributions.category_scheme
        and changes.category = distributions.category
    left join completeness
        on changes.measure = completeness.measure
        and changes.category_scheme = completeness.category_scheme
        and changes.category = completeness.category
    order by changes.measure, changes.category_scheme, changes.category
)

select * from final
