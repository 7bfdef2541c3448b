with ledger_figures as (
    select * from {{ ref('stg_ledger__figures') }}
    {{ where_affected() }}
),

report_bases as (
    select * from {{ ref('int_report_bases') }}
    {{ where_affected() }}
),

changed as (
    select * from ledger_figures
    where change_kind in ('new', 'restated', 'late', 'corrected', 'removed')
),

-- How the date of the old value was known: until this batch, or by it if the batch brought both.
old_bases as (
    select
        changed.batch,
        changed.report_id,
        changed.measure,
        changed.category,
        report_bases.publisher_as_of_basis,
        row_number() over (
            partition by changed.batch, changed.report_id, changed.measure, changed.category
            order by
                case when report_bases.recorded_from < changed.recorded_at then 0 else 1 end,
                report_bases.recorded_from desc
        ) as recency
    from changed
    inner join report_bases
        on changed.jurisdiction_code = report_bases.jurisdiction_code
        and changed.period_start = report_bases.period_start
        and changed.period_end = report_bases.period_end
        and changed.old_publisher_as_of = report_bases.publisher_as_of
        and changed.recorded_at >= report_bases.recorded_from
),

final as (
    select
        changed.batch,
        changed.recorded_at as changed_at,
        changed.report_id,
        changed.jurisdiction_code,
        changed.period_start,
        changed.period_end,
        changed.measure,
        changed.category_scheme,
        changed.category,
        changed.change_kind,
        changed.old_value,
        case when changed.action = 'stated' then changed.value end as new_value,
        changed.old_value_status,
        case when changed.action = 'stated' then changed.value_status end as new_value_status,
        changed.old_publisher_as_of,
        old_bases.publisher_as_of_basis as old_publisher_as_of_basis,
        case when changed.action = 'stated' then changed.publisher_as_of end as new_publisher_as_of,
        case when changed.action = 'stated' then new_bases.publisher_as_of_basis end as new_publisher_as_of_basis
    from changed
    left join old_bases
        on changed.batch = old_bases.batch
        and changed.report_id = old_bases.report_id
        and changed.measure = old_bases.measure
        and changed.category = old_bases.category
        and old_bases.recency = 1
    -- `is null or` would make DuckDB compare every pair of rows in a left join.
    left join report_bases as new_bases
        on changed.report_id = new_bases.report_id
        and changed.recorded_at >= new_bases.recorded_from
        and changed.recorded_at < coalesce(new_bases.recorded_to, cast('9999-12-31' as timestamp))
    order by changed.batch, changed.report_id, changed.measure, changed.category
)

select * from final
