-- Question: What had the publisher said by a certain day about a place and year, and what does it say now?
-- Trap: filtering `publisher_as_of <= day` alone, which brings back what had been superseded by then; and taking the answer
-- for all that had been said. A date that is an upper bound (basis not `printed`) may have been said earlier, so the answer
-- is a lower bound. Nor does it say what this warehouse had read by then (in DuckDB: marts.figures_as_known).
-- Edit: place, year and day.
with asked as (
    select
        'US-OH' as jurisdiction_code,
        2015 as year,
        date '2016-06-30' as day
)

select
    then_stated.jurisdiction_name,
    then_stated.year,
    then_stated.measure,
    then_stated.category,
    then_stated.value as value_then,
    then_stated.publisher_as_of as stated_as_of,
    then_stated.publisher_as_of_basis as stated_as_of_basis,
    then_stated.superseded_on,
    then_stated.superseded_on_basis,
    now_stated.value as value_now,
    now_stated.publisher_as_of as now_stated_as_of,
    now_stated.publisher_as_of_basis as now_stated_as_of_basis
from marts.fct_figure_revisions as then_stated
inner join
    asked
    on then_stated.jurisdiction_code = asked.jurisdiction_code and then_stated.year = asked.year
left join
    marts.fct_figures as now_stated
    on
    then_stated.jurisdiction_code = now_stated.jurisdiction_code
    and then_stated.period_start = now_stated.period_start
    and then_stated.period_end = now_stated.period_end
    and then_stated.measure = now_stated.measure
    and then_stated.category_scheme = now_stated.category_scheme
    and then_stated.category = now_stated.category
where
    then_stated.publisher_as_of <= asked.day
    and (then_stated.superseded_on is null or then_stated.superseded_on > asked.day)
order by then_stated.measure, then_stated.category_scheme, then_stated.category
