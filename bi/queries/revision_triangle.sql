-- Question: How did the total of a year's cases grow or shrink with the months after the year's end?
-- Trap: reading along a row of two years at different ages, or an empty cell as zero: nothing had been published by then.
-- Years compare along a column only, at the same age. Most dates are upper bounds: a number may have been known earlier.
-- Edit: the measure, the category, or the months.
select
    jurisdiction_name,
    year,
    max(case when months_since_period_end <= 3 and coalesce(superseded_after_months, 9999) > 3 then value end)
        as after_3_months,
    max(case when months_since_period_end <= 6 and coalesce(superseded_after_months, 9999) > 6 then value end)
        as after_6_months,
    max(case when months_since_period_end <= 12 and coalesce(superseded_after_months, 9999) > 12 then value end)
        as after_12_months,
    max(case when months_since_period_end <= 24 and coalesce(superseded_after_months, 9999) > 24 then value end)
        as after_24_months,
    max(latest_value) as now_known
from marts.rpt_revision_triangle
where period_type = 'year' and measure = 'cases' and category_scheme = 'total'
group by jurisdiction_name, year
having count(*) > 1
order by jurisdiction_name, year
