with beliefs as (
    select * from {{ ref('int_figure_beliefs') }}
    {{ where_affected() }}
),

categories as (
    select * from {{ ref('categories') }}
),

expected_parts as (
    select
        measure,
        cast(sum(case when role in ('component', 'residual') then 1 else 0 end) as bigint) as part_count
    from categories
    group by measure
),

believed_now as (
    select
        *,
        role in ('component', 'residual') as is_part,
        value_status = 'reported' as is_number
    from beliefs
    where recorded_to is null
),

report_measures as (
    select
        report_id,
        jurisdiction_code,
        period_start,
        period_end,
        period_type,
        measure,
        max(case when role = 'total' then value end) as stated_total,
        max(case when category = 'sex' then value end) as sex_count,
        max(case when category = 'labor' then value end) as labor_count,
        max(case when category = 'sex_and_labor' then value end) as sex_and_labor_count,
        max(case when category = 'not_specified' then value end) as not_specified_count,
        cast(sum(case when is_part then 1 else 0 end) as bigint) as stated_part_count,
        cast(sum(case when is_part and is_number then 1 else 0 end) as bigint) as reported_part_count,
        cast(sum(case when is_part then value end) as bigint) as reported_parts_total
    from believed_now
    group by report_id, jurisdiction_code, period_start, period_end, period_type, measure
),

compared as (
    select
        report_measures.*,
        case
            when report_measures.reported_part_count = expected_parts.part_count
                then report_measures.reported_parts_total
        end as parts_total
    from report_measures
    inner join expected_parts on report_measures.measure = expected_parts.measure
),

-- Sorted by year, as in the history.
final as (
    select
        report_id,
        jurisdiction_code,
        period_start,
        period_end,
        period_type,
        measure,
        stated_total,
        parts_total,
        parts_total - stated_total as discrepancy,
        reported_part_count,
        sex_count,
        labor_count,
        sex_and_labor_count,
        not_specified_count,
        case
            when stated_part_count = 0 then 'total_only'
            when parts_total is not null or reported_parts_total = stated_total then 'complete'
            else 'partial'
        end as breakdown_status
    from compared
    order by period_type, jurisdiction_code, period_start, period_end, report_id, measure
)

select * from final
