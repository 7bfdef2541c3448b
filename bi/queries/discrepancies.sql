-- Question: Where does a stated total differ from the sum of its parts?
-- Trap: calling one of the two wrong, or comparing a total with parts of another report, as a plain sum over the current
-- figures does. Both are as published, and neither is repaired. `unexpected` is new to us; `known` is listed, and why.
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
    discrepancies.publisher_as_of_basis,
    reports.citation
from marts.fct_discrepancies as discrepancies
left join marts.dim_report as reports on discrepancies.report_id = reports.report_id
order by discrepancies.status, discrepancies.jurisdiction_name, discrepancies.period_start, discrepancies.measure
