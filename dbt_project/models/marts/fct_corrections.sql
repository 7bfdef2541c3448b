with ledger_figures as (
    select * from {{ ref('stg_ledger__figures') }}
    {{ where_affected() }}
),

jurisdictions as (
    select * from {{ ref('jurisdictions') }}
),

revisions as (
    select * from {{ ref('fct_figure_revisions') }}
    {{ where_affected() }}
),

report_bases as (
    select * from {{ ref('int_report_bases') }}
    {{ where_affected() }}
),

-- A figure recorded only once was never corrected, so most reports can skip the windows.
changed_reports as (
    select report_id
    from ledger_figures
    group by report_id
    having min(batch) < max(batch)
),

compared as (
    select
        *,
        lag(action) over earlier_rows as old_action,
        lag(value) over earlier_rows as replaced_value,
        lag(value_status) over earlier_rows as replaced_value_status,
        lag(document_id) over earlier_rows as old_document_id,
        lag(source_kind) over earlier_rows as old_source_kind
    from ledger_figures
    where report_id in (select changed_reports.report_id from changed_reports)
    window earlier_rows as (partition by report_id, measure, category order by batch)
),

-- A row that only changes the document shown is not a correction: the value stays believed.
turns as (
    select * from compared
    where
        old_action is null
        or action <> old_action
        or value_status <> replaced_value_status
        or value <> replaced_value
),

dated as (
    select
        *,
        lag(recorded_at) over (partition by report_id, measure, category order by batch) as recorded_from
    from turns
),

vintages as (
    select distinct
        report_id,
        measure,
        category_scheme,
        vintage_number
    from revisions
),

final as (
    select
        dated.jurisdiction_code,
        jurisdictions.jurisdiction_name,
        jurisdictions.jurisdiction_level,
        dated.period_start,
        dated.period_end,
        dated.year,
        dated.period_type,
        dated.publisher_as_of,
        report_bases.publisher_as_of_basis,
        vintages.vintage_number,
        dated.report_id,
        dated.measure,
        dated.category_scheme,
        dated.category,
        dated.replaced_value as old_value,
        case when dated.action = 'stated' then dated.value end as new_value,
        dated.replaced_value_status as value_status,
        case when dated.action = 'stated' then dated.value_status end as new_value_status,
        dated.recorded_from,
        dated.recorded_at as recorded_to,
        dated.old_document_id,
        case when dated.action = 'stated' then dated.document_id end as new_document_id,
        dated.old_source_kind as source_kind
    from dated
    left join jurisdictions on dated.jurisdiction_code = jurisdictions.jurisdiction_code
    left join vintages
        on dated.report_id = vintages.report_id
        and dated.measure = vintages.measure
        and dated.category_scheme = vintages.category_scheme
    -- The basis of the date while the old value was believed.
    left join report_bases
        on dated.report_id = report_bases.report_id
        and dated.recorded_at > report_bases.recorded_from
        and dated.recorded_at <= coalesce(report_bases.recorded_to, cast('9999-12-31' as timestamp))
    where dated.old_action = 'stated'
    order by dated.report_id, dated.measure, dated.category, dated.recorded_from
)

select * from final
