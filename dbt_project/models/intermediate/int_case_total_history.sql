{{ config(materialized='view') }}

with totals as (
    select * from {{ ref('int_total_history') }}
),

final as (
    select
        jurisdiction_code,
        jurisdiction_name,
        jurisdiction_level,
        period_start,
        period_end,
        year,
        value as case_count,
        value_basis as case_count_basis,
        stated_total,
        total_publisher_as_of,
        total_publisher_as_of_basis,
        total_vintage_number,
        parts_total,
        parts_publisher_as_of,
        parts_publisher_as_of_basis,
        parts_vintage_number,
        specified_total,
        not_specified_count,
        discrepancy,
        reconciliation_status,
        case
            when is_of_one_report then cast(not_specified_count as double) / nullif(stated_total, 0)
        end as not_specified_share_of_stated,
        cast(not_specified_count as double) / nullif(parts_total, 0) as not_specified_share_of_parts,
        cast(sex_count as double) / nullif(specified_total, 0) as sex_share_of_specified,
        cast(sex_count + sex_and_labor_count as double) / nullif(parts_total, 0) as sex_involved_share_min,
        cast(sex_count + sex_and_labor_count + not_specified_count as double) / nullif(parts_total, 0)
            as sex_involved_share_max,
        cast(labor_count + sex_and_labor_count as double) / nullif(parts_total, 0) as labor_involved_share_min,
        cast(labor_count + sex_and_labor_count + not_specified_count as double) / nullif(parts_total, 0)
            as labor_involved_share_max,
        in_force_from,
        in_force_until
    from totals
    where measure = 'cases' and jurisdiction_level <> 'nation' and period_type = 'year'
)

select * from final
