-- Question: Which current figures are so young that the publisher may well still change them?
-- It does not mean: that the others are final, or that these will change. "Young" is by what was seen so far:
-- published earlier after the end of its period than it took until 90 % of what is now known of such figures was
-- published. With few figures that were ever stated twice (compared_figure_count) that is a weak rule.
-- Edit: nothing.
select
    revisions.jurisdiction_name,
    revisions.period_start,
    revisions.period_end,
    revisions.measure,
    revisions.category,
    revisions.value,
    revisions.publisher_as_of,
    revisions.lag_days,
    statistics.days_until_90_pct_known,
    statistics.low_revision_pct,
    statistics.high_revision_pct,
    statistics.compared_figure_count
from marts.fct_figure_revisions as revisions
inner join
    marts.rpt_revision_statistics as statistics
    on
    revisions.measure = statistics.measure
    and revisions.category_scheme = statistics.category_scheme
    and revisions.category = statistics.category
where
    revisions.superseded_on is null
    and revisions.value is not null
    and revisions.lag_days < statistics.days_until_90_pct_known
order by revisions.measure, revisions.category, revisions.lag_days, revisions.jurisdiction_name
