-- Question: Which states report the most cases per inhabitant?
-- Trap: printing the rank alone. Counts are small, and most neighbours cannot be distinguished: a state could as well hold
-- any place from rank_low to rank_high. A rate is not a risk: it says how often people contacted the hotline. Territories have no
-- rank, and places without an estimate of their inhabitants no rate.
-- Edit: the year and the measure (`cases` or `signals`).
with asked as (
    select
        2024 as year,
        'cases' as measure
)

select
    rates.rank,
    rates.rank_low,
    rates.rank_high,
    rates.jurisdiction_name,
    rates.rate,
    rates.rate_low,
    rates.rate_high,
    rates.is_reliable,
    rates.value,
    rates.population,
    rates.publisher_as_of,
    rates.publisher_as_of_basis
from marts.rpt_rates as rates
inner join asked on rates.year = asked.year and rates.measure = asked.measure
where rates.value is not null
order by case when rates.rank is null then 1 else 0 end, rates.rank, rates.jurisdiction_name
