-- Question: How did the cases of a place develop over the years?
-- Trap: drawing one line through everything. A year that is not held is a row without a value, not a zero; a change is given
-- only where the two years compare; years were last stated at different ages, so the youngest may still grow.
-- Edit: place, measure and category.
with asked as (
    select
        'US-MO' as jurisdiction_code,
        'cases' as measure,
        'total' as category
),

series as (
    select
        trend.*,
        lag(trend.value) over (order by trend.year) as value_before
    from marts.rpt_trend as trend
    inner join asked
        on trend.jurisdiction_code = asked.jurisdiction_code
        and trend.measure = asked.measure
        and trend.category = asked.category
)

select
    series.jurisdiction_name,
    series.year,
    series.value,
    case when series.is_comparable_with_previous then series.value - series.value_before end as change,
    series.is_comparable_with_previous,
    series.break_note,
    series.likely_low,
    series.likely_high,
    series.publisher_as_of,
    series.publisher_as_of_basis,
    series.source_kind
from series
order by series.year
