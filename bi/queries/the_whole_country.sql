-- Question: How many cases were there in the whole country, year by year?
-- Trap: adding marts.fct_figures or marts.rpt_spotlight, which hold the nation beside its states; taking the sum of the
-- places for the nation (some cases have no known place, and of some years places are missing); or subtracting one from the
-- other, as they are of different dates. National numbers that also count a separate text line and cases abroad are another
-- thing, and not here.
-- Edit: nothing.
with places as (
    select
        totals.year,
        cast(sum(totals.case_count) as bigint) as sum_of_places,
        count(totals.case_count) as places_with_a_number,
        min(coalesce(totals.total_publisher_as_of, totals.parts_publisher_as_of)) as places_as_of_first,
        max(coalesce(totals.total_publisher_as_of, totals.parts_publisher_as_of)) as places_as_of_last,
        count(
            case
                when coalesce(totals.total_publisher_as_of_basis, totals.parts_publisher_as_of_basis) <> 'printed' then 1
            end
        ) as places_dated_by_an_upper_bound
    from marts.fct_case_totals as totals
    group by totals.year
),

nation as (
    select
        spotlight.year,
        spotlight.case_count as stated_for_the_nation,
        spotlight.latest_publisher_as_of as stated_by,
        spotlight.latest_publisher_as_of_basis as stated_by_basis
    from marts.rpt_spotlight as spotlight
    where
        spotlight.jurisdiction_level = 'nation'
        and spotlight.period_type = 'year'
        and spotlight.case_count is not null
)

select
    places.year,
    nation.stated_for_the_nation,
    nation.stated_by,
    nation.stated_by_basis,
    places.sum_of_places,
    places.places_with_a_number,
    places.places_as_of_first,
    places.places_as_of_last,
    places.places_dated_by_an_upper_bound
from places
left join nation on places.year = nation.year
order by places.year
