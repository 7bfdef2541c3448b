{{ config(materialized='table') }}

with revisions as (
    select * from {{ ref('fct_figure_revisions') }}
),

series_breaks as (
    select * from {{ ref('dim_series_break') }}
),

-- Outranked rows were never current.
annual_statements as (
    select * from revisions
    where period_type = 'year' and revision_kind <> 'outranked'
),

current_figures as (
    select * from annual_statements
    where superseded_on is null
),

series_years as (
    select
        jurisdiction_code,
        jurisdiction_name,
        jurisdiction_level,
        measure,
        category_scheme,
        category,
        {{ years_between('min(year)', 'max(year)') }} as year
    from current_figures
    group by jurisdiction_code, jurisdiction_name, jurisdiction_level, measure, category_scheme, category
),

dated_years as (
    select
        *,
        cast(concat(cast(year as string), '-01-01') as date) as period_start,
        cast(concat(cast(year as string), '-12-31') as date) as period_end,
        cast(concat(cast(year - 1 as string), '-01-01') as date) as previous_period_start
    from series_years
),

-- A break separates two years if it starts after the first day of the earlier one, up to the last day of the later.
measured_years as (
    select distinct
        measure,
        year,
        period_end,
        previous_period_start
    from dated_years
),

breaks_of_years as (
    select
        measured_years.measure,
        measured_years.year,
        max(case when series_breaks.is_comparable then 0 else 1 end) = 1 as is_broken,
        {{ joined_text('series_breaks.description', 'series_breaks.starts_on') }} as break_note
    from measured_years
    inner join series_breaks
        on measured_years.measure = series_breaks.measure
        and measured_years.previous_period_start < series_breaks.starts_on
        and measured_years.period_end >= series_breaks.starts_on
    group by measured_years.measure, measured_years.year
),

held_years as (
    select
        dated_years.*,
        current_figures.value,
        current_figures.value_status,
        current_figures.publisher_as_of,
        current_figures.publisher_as_of_basis,
        current_figures.vintage_number,
        current_figures.lag_days,
        current_figures.report_id,
        current_figures.source_kind,
        lag(current_figures.report_id) over (
            partition by
                dated_years.jurisdiction_code,
                dated_years.measure,
                dated_years.category_scheme,
                dated_years.category
            order by dated_years.year
        ) as previous_report_id
    from dated_years
    left join current_figures
        on dated_years.jurisdiction_code = current_figures.jurisdiction_code
        and dated_years.year = current_figures.year
        and dated_years.measure = current_figures.measure
        and dated_years.category = current_figures.category
),

-- How far similar figures changed: computed once for all places with the same year, age and date.
questions as (
    select distinct
        held_years.measure,
        held_years.category_scheme,
        held_years.category,
        held_years.year,
        held_years.lag_days,
        held_years.publisher_as_of
    from held_years
    where held_years.value is not null
),

-- Earlier periods count only since the last break that prevents comparison.
bounded_questions as (
    select
        questions.measure,
        questions.category_scheme,
        questions.category,
        questions.year,
        questions.lag_days,
        questions.publisher_as_of,
        max(series_breaks.starts_on) as broken_on
    from questions
    left join series_breaks
        on questions.measure = series_breaks.measure
        and not series_breaks.is_comparable
        and questions.year >= extract(year from series_breaks.starts_on)
    group by
        questions.measure,
        questions.category_scheme,
        questions.category,
        questions.year,
        questions.lag_days,
        questions.publisher_as_of
),

-- A figure of an earlier period at about the same age, and its last value by the date in question. Later values were
-- not known then.
pairs as (
    select
        questions.measure,
        questions.category_scheme,
        questions.category,
        questions.year,
        questions.lag_days,
        questions.publisher_as_of,
        cast(last_statements.value as double) / then_statements.value as ratio,
        row_number() over (
            partition by
                questions.measure,
                questions.category_scheme,
                questions.category,
                questions.year,
                questions.lag_days,
                questions.publisher_as_of,
                then_statements.jurisdiction_code,
                then_statements.year
            order by abs(then_statements.lag_days - questions.lag_days), then_statements.publisher_as_of desc
        ) as closeness
    from bounded_questions as questions
    inner join annual_statements as then_statements
        on questions.measure = then_statements.measure
        and questions.category_scheme = then_statements.category_scheme
        and questions.category = then_statements.category
        and questions.year > then_statements.year
        and questions.lag_days * 0.75 <= then_statements.lag_days
        and questions.lag_days * 1.25 >= then_statements.lag_days
        and then_statements.value > 0
    inner join annual_statements as last_statements
        on then_statements.jurisdiction_code = last_statements.jurisdiction_code
        and then_statements.year = last_statements.year
        and then_statements.measure = last_statements.measure
        and then_statements.category_scheme = last_statements.category_scheme
        and then_statements.category = last_statements.category
        and then_statements.publisher_as_of < last_statements.publisher_as_of
        and last_statements.value is not null
    where
        (questions.broken_on is null or then_statements.period_start >= questions.broken_on)
        and last_statements.publisher_as_of <= questions.publisher_as_of
        and (last_statements.superseded_on is null or last_statements.superseded_on > questions.publisher_as_of)
),

movements as (
    select
        measure,
        category_scheme,
        category,
        year,
        lag_days,
        publisher_as_of,
        percentile_cont(0.1) within group (order by ratio) as low_ratio,
        percentile_cont(0.9) within group (order by ratio) as high_ratio
    from pairs
    where closeness = 1
    group by measure, category_scheme, category, year, lag_days, publisher_as_of
    having count(*) >= 30
),

final as (
    select
        held_years.jurisdiction_code,
        held_years.jurisdiction_name,
        held_years.jurisdiction_level,
        held_years.period_start,
        held_years.period_end,
        held_years.year,
        held_years.measure,
        held_years.category_scheme,
        held_years.category,
        held_years.value,
        case
            when held_years.report_id is not null
                then held_years.previous_report_id is not null and not coalesce(breaks_of_years.is_broken, false)
        end as is_comparable_with_previous,
        breaks_of_years.break_note,
        held_years.value * movements.low_ratio as likely_low,
        held_years.value * movements.high_ratio as likely_high,
        held_years.value_status,
        held_years.publisher_as_of,
        held_years.publisher_as_of_basis,
        held_years.vintage_number,
        held_years.report_id,
        held_years.source_kind
    from held_years
    left join breaks_of_years
        on held_years.measure = breaks_of_years.measure
        and held_years.year = breaks_of_years.year
    left join movements
        on held_years.measure = movements.measure
        and held_years.category_scheme = movements.category_scheme
        and held_years.category = movements.category
        and held_years.year = movements.year
        and held_years.lag_days = movements.lag_days
        and held_years.publisher_as_of = movements.publisher_as_of
    order by
        held_years.jurisdiction_code,
        held_years.measure,
        held_years.category_scheme,
        held_years.category,
        held_years.year
)

select * from final
