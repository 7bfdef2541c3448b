-- Question: Where does a stated total differ from the sum of its parts?
-- It does not mean: that one of them is wrong, or which. Both are as published, and neither is repaired here. Totals
-- and parts of different reports are never compared. `unexpected` is new to us; `known` is listed, and why.
-- Edit: nothing.
select
    discrepancies.jurisdiction_name,
    discrepancies.period_start,
    discrepancies.period_end,
    discrepancies.measure,
    discrepancies.stated_total,
    discrepancies.parts_total,
    discrepancies.discrepancy,
    discrepancies.status,
    discrepancies.reason,
    discrepancies.publisher_as_of,
    reports.citation
from marts.fct_discrepancies as discrepancies
left join marts.dim_report as reports on discrepancies.report_id = reports.report_id
order by discrepancies.status, discrepancies.jurisdiction_name, discrepancies.period_start, discrepancies.measure
