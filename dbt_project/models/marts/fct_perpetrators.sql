with figures as (
    select * from {{ ref('fct_figures') }}
    {{ where_affected() }}
),

-- Only rows that may be added up: no nation, calendar years only.
annual_figures as (
    select * from figures
    where
        jurisdiction_level <> 'nation'
        and period_type = 'year'
        and measure in ('traffickers', 'businesses')
        and category_scheme = 'total'
),

final as (
    select
        jurisdiction_code,
        jurisdiction_name,
        jurisdiction_level,
        period_start,
        period_end,
        year,
        case measure when 'traffickers' then 'trafficker' else 'business' end as perpetrator_type,
        value as identified_count,
        value_status,
        publisher_as_of,
        publisher_as_of_basis,
        vintage_number,
        report_id,
        source_kind
    from annual_figures
    order by jurisdiction_code, year, perpetrator_type
)

select * from final
