with revisions as (
    select * from {{ ref('fct_figure_revisions') }}
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
        period_type,
        measure,
        category_scheme,
        category,
        role,
        value,
        value_status,
        publisher_as_of,
        publisher_as_of_basis,
        vintage_number,
        report_id,
        source_kind,
        document_id,
        source_line,
        source_text,
        source_context
    from revisions
    where superseded_on is null
    order by jurisdiction_code, period_start, period_end, measure, category_scheme, category
)

select * from final
