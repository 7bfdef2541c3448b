-- The peer of a first load: the same CSV read, ranked and written as tables, by someone who checks nothing.
-- Belongs here: what a plain script would do. Not here: anything that makes a figure trustworthy.
create table read as
select *
from read_csv(getvariable('reports'), header = true, all_varchar = false, filename = true);

create table figures as
select
    * exclude (filename),
    case category when 'total' then 'total' else 'trafficking_type' end as category_scheme,
    md5(filename) as document_id,
    case when period_end = period_start + interval 1 year - interval 1 day then year(period_start) end as year,
    dense_rank() over (
        partition by jurisdiction, period_start, period_end, measure, (category = 'total') order by publisher_as_of desc
    ) as age,
    lag(value) over (
        partition by jurisdiction, period_start, period_end, measure, category order by publisher_as_of
    ) as previous_value
from read;

create table fct_figure_revisions as
select * exclude (age), value - previous_value as revision from figures order by all;

create table fct_figures as
select * exclude (age) from figures where age = 1 order by all;

create table fct_cases as
select jurisdiction, year, category as trafficking_type, value as case_count, publisher_as_of
from fct_figures where category <> 'total' and year is not null order by all;

create table fct_case_totals as
select
    jurisdiction,
    year,
    max(value) filter (where category = 'total') as stated_total,
    sum(value) filter (where category <> 'total') as parts_total,
    max(value) filter (where category = 'not_specified') as not_specified_count,
    parts_total - stated_total as discrepancy
from fct_figures where year is not null group by all order by all;

create table dim_report as
select distinct jurisdiction, period_start, period_end, publisher_as_of from read order by all;

create table rpt_spotlight as
pivot (select jurisdiction, period_start, period_end, category, value from fct_figures) on category using max(value)
group by jurisdiction, period_start, period_end order by all;
