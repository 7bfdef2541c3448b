with ledger_figures as (
    select * from {{ ref('stg_ledger__figures') }}
    {{ where_new() }}
),

final as (
    select
        batch,
        recorded_at as changed_at,
        report_id,
        jurisdiction_code,
        period_start,
        period_end,
        measure,
        category_scheme,
        category,
        change_kind,
        old_value,
        case when action = 'stated' then value end as new_value,
        old_value_status,
        case when action = 'stated' then value_status end as new_value_status,
        old_publisher_as_of,
        case when action = 'stated' then publisher_as_of end as new_publisher_as_of
    from ledger_figures
    where change_kind in ('new', 'restated', 'late', 'corrected', 'removed')
    order by batch, report_id, measure, category
)

select * from final
