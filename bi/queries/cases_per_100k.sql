-- Question: How many cases per 100,000 inhabitants?
-- It does not mean: a risk. Both numbers are small in small places, where one case more or less moves the rate a lot:
-- look at case_count beside it. Inhabitants are estimates of the Census Bureau, from another vintage since 2020 than
-- before (reference.populations says which). Places without one for that very year are listed last, with no rate.
-- Edit: the year.
with asked as (
    select 2024 as year
)

select
    spotlight.jurisdiction_name,
    spotlight.cases_per_100k,
    spotlight.case_count,
    spotlight.population,
    spotlight.caveat
from marts.rpt_spotlight as spotlight
inner join asked on spotlight.year = asked.year
where spotlight.period_type = 'year' and spotlight.case_count is not null
order by
    case when spotlight.cases_per_100k is null then 1 else 0 end,
    spotlight.cases_per_100k desc,
    spotlight.jurisdiction_name asc
