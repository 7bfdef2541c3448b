with figures as (
    select * from {{ ref('fct_figures') }}
    {{ where_touched() }}
),

reconciliations as (
    select * from {{ ref('int_reconciliations') }}
    {{ where_touched() }}
),

{{ case_totals('figures') }},

final as (
    select
        jurisdiction_code,
        jurisdiction_name,
        jurisdiction_level,
        period_start,
        period_end,
        year,
        case_count,
        case_count_basis,
        stated_total,
        total_publisher_as_of,
        parts_total,
        parts_publisher_as_of,
        specified_total,
        not_specified_count,
        discrepancy,
        reconciliation_status,
        case when is_of_one_report then {{ share('not_specified_count', 'stated_total') }} end
            as not_specified_share_of_stated,
        {{ share('not_specified_count', 'parts_total') }} as not_specified_share_of_parts,
        {{ share('sex_count', 'specified_total') }} as sex_share_of_specified,
        {{ share('labor_count + sex_and_labor_count', 'parts_total') }} as labor_involved_share_min,
        {{ share('labor_count + sex_and_labor_count + not_specified_count', 'parts_total') }}
            as labor_involved_share_max
    from case_totals
    where jurisdiction_level <> 'nation' and period_type = 'year'
    order by jurisdiction_code, year
)

select * from final
