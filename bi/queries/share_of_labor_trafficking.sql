-- Question: What share of the cases is labor trafficking, and what share sex trafficking?
-- Trap: dividing by the cases whose type is known, as if those without a type were spread like the others. A share lies
-- somewhere between its two bounds, from "none of the unknown is of this type" to "all of it is". A case of sex and labor
-- trafficking counts in both, so they add up to more than one. Years without a complete breakdown are left out.
-- Edit: nothing; filter the jurisdiction if you like.
select
    totals.jurisdiction_name,
    totals.year,
    totals.parts_total,
    totals.not_specified_count,
    totals.not_specified_share_of_parts,
    totals.sex_involved_share_min,
    totals.sex_involved_share_max,
    totals.labor_involved_share_min,
    totals.labor_involved_share_max,
    totals.parts_publisher_as_of,
    totals.parts_publisher_as_of_basis
from marts.fct_case_totals as totals
where totals.parts_total > 0
order by totals.jurisdiction_name, totals.year
