-- Question: How many cases did the hotline learn of in a place and year, and how sure is that number?
-- Trap: adding up marts.fct_figures, which holds the total beside its parts (Texas 2015: 455 + 433), or taking the first
-- number for the last: the same year was stated as 433, then 436, then 455. A date with ≤ is only the latest day it can
-- have been. No number here says how much trafficking there was: it counts contacts with the hotline.
-- Edit: place and year.
with asked as (
    select
        'US-TX' as jurisdiction_code,
        2015 as year
),

stated as (
    select
        revisions.jurisdiction_code,
        revisions.year,
        count(*) as times_stated,
        min(revisions.value) as lowest_stated,
        max(revisions.value) as highest_stated
    from marts.fct_figure_revisions as revisions
    where
        revisions.measure = 'cases'
        and revisions.category = 'total'
        and revisions.revision_kind <> 'outranked'
    group by revisions.jurisdiction_code, revisions.year
)

select
    totals.jurisdiction_name,
    totals.year,
    totals.case_count,
    totals.case_count_basis,
    concat(
        case when totals.total_publisher_as_of_basis <> 'printed' then '≤ ' else '' end, totals.total_publisher_as_of
    ) as total_as_of,
    stated.times_stated,
    stated.lowest_stated,
    stated.highest_stated,
    trend.likely_low,
    trend.likely_high,
    totals.reconciliation_status,
    figures.source_kind,
    spotlight.caveat
from marts.fct_case_totals as totals
inner join asked on totals.jurisdiction_code = asked.jurisdiction_code and totals.year = asked.year
inner join marts.rpt_spotlight as spotlight
    on totals.jurisdiction_code = spotlight.jurisdiction_code and totals.period_start = spotlight.period_start
    and totals.period_end = spotlight.period_end
left join stated on totals.jurisdiction_code = stated.jurisdiction_code and totals.year = stated.year
left join marts.rpt_trend as trend
    on totals.jurisdiction_code = trend.jurisdiction_code and totals.year = trend.year
    and trend.measure = 'cases' and trend.category = 'total'
left join marts.fct_figures as figures
    on totals.jurisdiction_code = figures.jurisdiction_code and totals.year = figures.year
    and figures.measure = 'cases' and figures.category = 'total'
