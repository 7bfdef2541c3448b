-- Question: What share of the cases has no type, and between which bounds do the shares of the types lie because of
-- it?
-- It does not mean: that the cases without a type are spread like the others. A share lies somewhere between its two
-- bounds: from "none of the unknown is of this type" to "all of it is". A case of sex and labor trafficking counts in
-- both shares, so they add up to more than one. Years without a complete breakdown are left out: unknown, not zero.
-- Edit: nothing; filter the jurisdiction if you like.
with labor_only as (
    select
        jurisdiction_code,
        year,
        case_count
    from marts.fct_cases
    where trafficking_type = 'labor'
)

select
    totals.jurisdiction_name,
    totals.year,
    totals.parts_total,
    totals.not_specified_count,
    totals.not_specified_share_of_parts,
    (totals.specified_total - labor_only.case_count) * 1.0 / totals.parts_total as sex_involved_share_min,
    (totals.parts_total - labor_only.case_count) * 1.0 / totals.parts_total as sex_involved_share_max,
    totals.labor_involved_share_min,
    totals.labor_involved_share_max,
    totals.parts_publisher_as_of
from marts.fct_case_totals as totals
inner join labor_only on totals.jurisdiction_code = labor_only.jurisdiction_code and totals.year = labor_only.year
where totals.parts_total > 0
order by totals.jurisdiction_name, totals.year
