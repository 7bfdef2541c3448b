{{ config(materialized='table') }}

with case_totals as (
    select * from {{ ref('fct_case_totals') }}
),

signal_totals as (
    select * from {{ ref('fct_signal_totals') }}
),

populations as (
    select * from {{ ref('populations') }}
),

-- The 95 % limits of the mean of a Poisson count n below 10: half the quantiles of chi-squared at 0.025 with 2 n
-- degrees of freedom, and at 0.975 with 2 n + 2.
exact_limits as (
    select
        limits.value,
        limits.lower_limit,
        limits.upper_limit
    from (
        values
        (0, 0.000000000000000e+00, 3.688879454113935e+00),
        (1, 2.531780798428988e-02, 5.571643390938898e+00),
        (2, 2.422092785439650e-01, 7.224687667723960e+00),
        (3, 6.186721228956014e-01, 8.767273069742323e+00),
        (4, 1.089865373626325e+00, 1.024158867540369e+01),
        (5, 1.623486390118421e+00, 1.166833207932267e+01),
        (6, 2.201894253490851e+00, 1.305947402251869e+01),
        (7, 2.814363051519865e+00, 1.442267536170238e+01),
        (8, 3.453832176748501e+00, 1.576318922019331e+01),
        (9, 4.115373097378334e+00, 1.708480345141917e+01)
    ) as limits (value, lower_limit, upper_limit)
),

counted as (
    select
        jurisdiction_code,
        jurisdiction_name,
        jurisdiction_level,
        period_start,
        period_end,
        year,
        'cases' as measure,
        case_count as value,
        case case_count_basis
            when 'stated' then total_publisher_as_of
            when 'parts' then parts_publisher_as_of
        end as publisher_as_of,
        case case_count_basis
            when 'stated' then total_publisher_as_of_basis
            when 'parts' then parts_publisher_as_of_basis
        end as publisher_as_of_basis
    from case_totals
    union all
    select
        jurisdiction_code,
        jurisdiction_name,
        jurisdiction_level,
        period_start,
        period_end,
        year,
        'signals' as measure,
        signal_count as value,
        case signal_count_basis
            when 'stated' then total_publisher_as_of
            when 'parts' then parts_publisher_as_of
        end as publisher_as_of,
        case signal_count_basis
            when 'stated' then total_publisher_as_of_basis
            when 'parts' then parts_publisher_as_of_basis
        end as publisher_as_of_basis
    from signal_totals
),

-- From 10 on Byar's approximation, off by less than 2 in a thousand there; 95 % are 1.96 standard deviations. A cube is
-- two products, since the last digit of a power differs between engines.
cube_roots as (
    select
        *,
        1 - 1 / (9e0 * value) - 1.959963984540054e0 / (3 * sqrt(value)) as lower_root,
        1 - 1 / (9e0 * (value + 1)) + 1.959963984540054e0 / (3 * sqrt(value + 1)) as upper_root
    from counted
    where value >= 10
),

approximate_limits as (
    select
        jurisdiction_code,
        year,
        measure,
        value * lower_root * lower_root * lower_root as lower_limit,
        (value + 1) * upper_root * upper_root * upper_root as upper_limit
    from cube_roots
),

limited as (
    select
        counted.*,
        populations.population,
        coalesce(exact_limits.lower_limit, approximate_limits.lower_limit) as lower_limit,
        coalesce(exact_limits.upper_limit, approximate_limits.upper_limit) as upper_limit
    from counted
    left join exact_limits on counted.value = exact_limits.value
    left join approximate_limits
        on counted.jurisdiction_code = approximate_limits.jurisdiction_code
        and counted.year = approximate_limits.year
        and counted.measure = approximate_limits.measure
    left join populations
        on counted.jurisdiction_code = populations.jurisdiction_code and counted.year = populations.year
),

rated as (
    select
        *,
        cast(value as double) * 100000 / nullif(population, 0) as rate,
        lower_limit * 100000 / nullif(population, 0) as rate_low,
        upper_limit * 100000 / nullif(population, 0) as rate_high
    from limited
),

-- Rank only states and the district: population figures of territories differ, and most are missing here.
ranked as (
    select
        jurisdiction_code,
        year,
        measure,
        rank() over (partition by year, measure order by rate desc) as position,
        count(*) over (partition by year, measure) as place_count,
        rate_low,
        rate_high
    from rated
    where rate is not null and jurisdiction_level in ('state', 'district')
),

-- A place whose whole interval lies above another's is higher with confidence.
compared as (
    select
        ranked.jurisdiction_code,
        ranked.year,
        ranked.measure,
        ranked.position,
        ranked.place_count,
        sum(case when others.rate_low > ranked.rate_high then 1 else 0 end) as surely_higher,
        sum(case when others.rate_high < ranked.rate_low then 1 else 0 end) as surely_lower
    from ranked
    inner join ranked as others on ranked.year = others.year and ranked.measure = others.measure
    group by ranked.jurisdiction_code, ranked.year, ranked.measure, ranked.position, ranked.place_count
),

final as (
    select
        rated.jurisdiction_code,
        rated.jurisdiction_name,
        rated.jurisdiction_level,
        rated.period_start,
        rated.period_end,
        rated.year,
        rated.measure,
        rated.value,
        rated.publisher_as_of,
        rated.publisher_as_of_basis,
        rated.population,
        rated.rate,
        rated.rate_low,
        rated.rate_high,
        case
            when rated.rate is not null
                then rated.value >= 10 and (rated.rate_high - rated.rate_low) / nullif(rated.rate, 0) <= 1.6
        end as is_reliable,
        cast(compared.position as bigint) as rank,
        cast(1 + compared.surely_higher as bigint) as rank_low,
        cast(compared.place_count - compared.surely_lower as bigint) as rank_high
    from rated
    left join compared
        on rated.jurisdiction_code = compared.jurisdiction_code
        and rated.year = compared.year
        and rated.measure = compared.measure
    order by rated.measure, rated.year, rated.jurisdiction_code
)

select * from final
