with history as (
    select * from {{ ref('int_case_total_history') }}
    {{ where_affected() }}
),

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
        not_specified_share_of_stated,
        not_specified_share_of_parts,
        sex_share_of_specified,
        sex_involved_share_min,
        sex_involved_share_max,
        labor_involved_share_min,
        labor_involved_share_max
    from history
    where in_force_until is null
    order by jurisdiction_code, year
)

select * from final
