-- Question: Which states' totals of cases were revised most after they were first published?
-- Trap: comparing percentages of small counts (2 cases become 3: + 50 %), counting a number that was only repeated as a
-- revision, or reading a revision as a correction: the publisher learns of cases for years after the year's end. Totals
-- that were stated once are left out: how they would have changed is unknown.
-- Edit: the smallest first total that is compared.
with asked as (
    select 50 as smallest_first_total
),

stated as (
    select
        revisions.jurisdiction_code,
        revisions.jurisdiction_name,
        revisions.year,
        max(case when revisions.revision_kind = 'initial' then revisions.value end) as first_total,
        max(case when revisions.superseded_on is null then revisions.value end) as current_total,
        count(case when revisions.revision_kind = 'restated' then 1 end) as times_restated,
        min(revisions.publisher_as_of) as first_as_of,
        min(case when revisions.revision_kind = 'initial' then revisions.publisher_as_of_basis end) as first_as_of_basis,
        max(revisions.publisher_as_of) as current_as_of,
        min(case when revisions.superseded_on is null then revisions.publisher_as_of_basis end) as current_as_of_basis
    from marts.fct_figure_revisions as revisions
    where
        revisions.measure = 'cases'
        and revisions.category = 'total'
        and revisions.period_type = 'year'
        and revisions.jurisdiction_level in ('state', 'district')
        and revisions.revision_kind <> 'outranked'
    group by revisions.jurisdiction_code, revisions.jurisdiction_name, revisions.year
)

select
    stated.jurisdiction_name,
    stated.year,
    stated.first_total,
    stated.current_total,
    stated.current_total - stated.first_total as revision,
    (stated.current_total - stated.first_total) * 100.0 / stated.first_total as revision_pct,
    stated.times_restated,
    stated.first_as_of,
    stated.first_as_of_basis,
    stated.current_as_of,
    stated.current_as_of_basis
from stated
inner join asked on stated.first_total >= asked.smallest_first_total
where stated.current_total <> stated.first_total
order by
    abs((stated.current_total - stated.first_total) * 100.0 / stated.first_total) desc,
    stated.jurisdiction_name asc,
    stated.year asc
