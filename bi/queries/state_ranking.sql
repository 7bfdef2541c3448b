-- Question: In which states did the hotline learn of the most cases in a year?
-- It does not mean: that there is more trafficking there. Cases are what people told the hotline about: they follow
-- how many people live in a state and how well the number is known. See cases_per_100k.sql before you compare states.
-- Edit: the year.
with asked as (
    select 2024 as year
)

select
    rank() over (order by spotlight.case_count desc) as place,
    spotlight.jurisdiction_name,
    spotlight.case_count,
    spotlight.not_specified_case_count,
    spotlight.latest_publisher_as_of,
    spotlight.caveat
from marts.rpt_spotlight as spotlight
inner join asked on spotlight.year = asked.year
where spotlight.period_type = 'year' and spotlight.jurisdiction_level <> 'nation' and spotlight.case_count is not null
order by place, spotlight.jurisdiction_name
