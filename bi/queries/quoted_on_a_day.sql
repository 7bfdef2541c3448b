-- Question: Somebody quoted a number on a certain day. What had the publisher said by then, and what does it say now?
-- It does not mean: that the quote was wrong when both differ: years are restated for years. Nor does it say what
-- this warehouse had read by then (in DuckDB: marts.figures_as_known).
-- Edit: place, year and day.
with asked as (
    select
        'US-MO' as jurisdiction_code,
        2015 as year,
        date '2016-02-01' as day_of_the_quote
)

select
    then_stated.jurisdiction_name,
    then_stated.year,
    then_stated.measure,
    then_stated.category,
    then_stated.value as value_then,
    then_stated.publisher_as_of as stated_as_of,
    then_stated.superseded_on,
    now_stated.value as value_now,
    now_stated.publisher_as_of as now_stated_as_of
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
    then_stated.publisher_as_of <= asked.day_of_the_quote
    and (then_stated.superseded_on is null or then_stated.superseded_on > asked.day_of_the_quote)
order by then_stated.measure, then_stated.category_scheme, then_stated.category
