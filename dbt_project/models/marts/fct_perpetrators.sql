with figures as (
    select * from {{ ref('fct_figures') }}
    {{ where_touched() }}
),

{{ annual_figures('figures', ['traffickers', 'businesses']) }},

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
        vintage_number,
        report_id,
        source_kind
    from annual_figures
    where category_scheme = 'total'
    order by jurisdiction_code, year, perpetrator_type
)

select * from final
