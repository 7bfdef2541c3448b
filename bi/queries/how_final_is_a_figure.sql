-- Question: How much do figures of a kind usually change after they were first published?
-- Trap: reading it as a margin of error, or for all figures. It says what happened to those that were stated more than once
-- (compared_figure_count); the others are unknown. Most dates are upper bounds, so the days until 90 % are known are
-- too. Rows with few compared figures say little.
-- Edit: nothing.
select
    measures.measure_name,
    statistics.category,
    statistics.figure_count,
    statistics.compared_figure_count,
    statistics.revised_up_share,
    statistics.revised_down_share,
    statistics.low_revision_pct,
    statistics.median_revision_pct,
    statistics.high_revision_pct,
    statistics.days_until_90_pct_known
from marts.rpt_revision_statistics as statistics
inner join marts.dim_measure as measures on statistics.measure = measures.measure
order by statistics.compared_figure_count desc, measures.measure_name asc, statistics.category asc
