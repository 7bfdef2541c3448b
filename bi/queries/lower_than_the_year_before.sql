-- Question: Is a year lower than the year before, in every place?
-- Trap: calling every smaller number a fall. Half of the small differences are chance: only where the two 95 % intervals do
-- not overlap is `lower` or `higher` said. A place without one of the two years is `not held`, not zero, years on two sides
-- of a break `do not compare`, and a younger figure may still move (likely_low, likely_high).
-- Edit: the year and the measure (`cases` or `signals`).
with asked as (
    select
        2024 as year,
        'cases' as measure
)

select
    coverage.jurisdiction_name,
    this_year.value as this_year,
    last_year.value as year_before,
    this_year.value - last_year.value as difference,
    case
        when this_year.value is null or last_year.value is null then 'not held'
        when not trend.is_comparable_with_previous then 'do not compare'
        when this_year.rate_high < last_year.rate_low then 'lower'
        when this_year.rate_low > last_year.rate_high then 'higher'
        when this_year.rate is null or last_year.rate is null then 'no population'
        else 'cannot be told apart'
    end as answer,
    trend.likely_low,
    trend.likely_high,
    this_year.publisher_as_of,
    this_year.publisher_as_of_basis,
    last_year.publisher_as_of as year_before_as_of,
    last_year.publisher_as_of_basis as year_before_as_of_basis,
    trend.break_note
from marts.rpt_coverage as coverage
inner join asked on coverage.year = asked.year and coverage.measure = asked.measure
left join marts.rpt_rates as this_year
    on coverage.jurisdiction_code = this_year.jurisdiction_code and coverage.measure = this_year.measure
    and coverage.year = this_year.year
left join marts.rpt_rates as last_year
    on coverage.jurisdiction_code = last_year.jurisdiction_code and coverage.measure = last_year.measure
    and coverage.year - 1 = last_year.year
left join marts.rpt_trend as trend
    on coverage.jurisdiction_code = trend.jurisdiction_code and coverage.measure = trend.measure
    and coverage.year = trend.year and trend.category = 'total'
where coverage.jurisdiction_level <> 'nation'
order by answer, coverage.jurisdiction_name
