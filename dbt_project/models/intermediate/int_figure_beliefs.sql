with ledger_figures as {{ read_at_each_use() }} (
    select * from {{ ref('stg_ledger__figures') }}
    {{ where_affected() }}
),

jurisdictions as (
    select * from {{ ref('jurisdictions') }}
),

categories as (
    select * from {{ ref('categories') }}
),

-- A figure recorded only once has no end, so most reports can skip the window.
changed_reports as (
    select report_id
    from ledger_figures
    group by report_id
    having min(batch) < max(batch)
),

-- The end of a belief is the next row of the same figure of the same report, whatever that row says.
ends as (
    select
        batch,
        report_id,
        measure,
        category,
        lead(recorded_at) over (partition by report_id, measure, category order by batch) as recorded_to
    from ledger_figures
    where report_id in (select changed_reports.report_id from changed_reports)
),

stated as (
    select
        ledger_figures.*,
        ledger_figures.recorded_at as recorded_from,
        ends.recorded_to
    from ledger_figures
    left join ends
        on ledger_figures.batch = ends.batch
        and ledger_figures.report_id = ends.report_id
        and ledger_figures.measure = ends.measure
        and ledger_figures.category = ends.category
    where ledger_figures.action = 'stated'
),

final as (
    select
        stated.report_id,
        stated.jurisdiction_code,
        jurisdictions.jurisdiction_name,
        jurisdictions.jurisdiction_level,
        stated.period_start,
        stated.period_end,
        stated.year,
        stated.period_type,
        stated.publisher_as_of,
        stated.publisher_as_of_basis,
        stated.source,
        stated.source_kind,
        stated.note,
        stated.measure,
        stated.category_scheme,
        stated.category,
        categories.role,
        stated.value,
        stated.value_status,
        stated.document_id,
        stated.source_line,
        stated.source_text,
        stated.source_context,
        stated.batch,
        stated.recorded_from,
        stated.recorded_to
    from stated
    left join jurisdictions on stated.jurisdiction_code = jurisdictions.jurisdiction_code
    left join categories on stated.measure = categories.measure and stated.category = categories.category
    order by
        stated.jurisdiction_code,
        stated.period_start,
        stated.period_end,
        stated.measure,
        stated.category_scheme,
        stated.category,
        stated.publisher_as_of,
        stated.batch
)

select * from final
