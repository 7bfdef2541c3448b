-- Question: For which states and years is no total of cases known?
-- Trap: counting the rows of a fact: a place and year without a report has no row there, and looks like nothing or zero.
-- What is missing here is unknown to this warehouse; the publisher may well have stated it.
-- Edit: the measure.
with asked as (
    select 'cases' as measure
)

select
    coverage.jurisdiction_name,
    coverage.jurisdiction_level,
    coverage.year,
    coverage.measure,
    coverage.breakdown_status,
    coverage.vintage_count,
    coverage.latest_publisher_as_of,
    coverage.latest_publisher_as_of_basis
from marts.rpt_coverage as coverage
inner join asked on coverage.measure = asked.measure
where not coverage.has_total
order by coverage.jurisdiction_level, coverage.jurisdiction_name, coverage.year
