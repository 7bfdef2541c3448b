-- Question: How many cases were there in the whole country, year by year?
-- Trap: adding marts.fct_figures or marts.rpt_spotlight, which hold the nation beside its states, or taking the sum of the
-- states for the nation: some cases have no known place, and of some years places are missing. National numbers that count
-- a text line and cases abroad as well are another thing and are not in this warehouse.
-- Edit: nothing.
with states as (
    select
        totals.year,
        sum(totals.case_count) as sum_of_places,
        count(totals.case_count) as places_with_a_number
    from marts.fct_case_totals as totals
    group by totals.year
),

nation as (
    select
        spotlight.year,
        spotlight.case_count as stated_for_the_nation,
        spotlight.latest_publisher_as_of as stated_as_of,
        spotlight.latest_publisher_as_of_basis as stated_as_of_basis
    from marts.rpt_spotlight as spotlight
    where spotlight.jurisdiction_level = 'nation' and spotlight.period_type = 'year'
)

select
    states.year,
    nation.stated_for_the_nation,
    nation.stated_as_of,
    nation.stated_as_of_basis,
    states.sum_of_places,
    states.places_with_a_number,
    nation.stated_for_the_nation - states.sum_of_places as in_no_known_place
from states
left join nation on states.year = nation.year
order by states.year
