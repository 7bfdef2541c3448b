with ledger_figures as (
    select * from {{ ref('stg_ledger__figures') }}
    {{ where_touched() }}
),

jurisdictions as (
    select * from {{ ref('jurisdictions') }}
),

categories as (
    select * from {{ ref('categories') }}
),

-- The end of a belief is the next row of the same figure of the same report, whatever that row says.
intervals as (
    select
        *,
        recorded_at as recorded_from,
        lead(recorded_at) over (partition by report_id, measure, category order by batch) as recorded_to
    from ledger_figures
),

stated as (
    select * from intervals
    where action = 'stated'
),

final as (
    select
        stated.report_id,
        stated.jurisdiction_code,
        jurisdictions.jurisdiction_name,
        jurisdictions.jurisdiction_level,
        stated.period_start,
        stated.period_end,
        {{ calendar_year('stated.period_start', 'stated.period_end') }} as year,
        {{ period_type('stated.period_start', 'stated.period_end') }} as period_type,
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
