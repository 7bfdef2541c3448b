-- Question: How much do figures of a kind usually change after they were first published?
-- It does not mean: a margin of error. It says what happened to figures that were published more than once; of those
-- that were published once (figure_count less compared_figure_count) nobody knows. Rows with few compared figures say
-- little.
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
