{{ config(materialized='view') }}

with revisions as (
    select * from {{ ref('fct_figure_revisions') }}
),

final as (
    select
        jurisdiction_code,
        jurisdiction_name,
        jurisdiction_level,
        period_start,
        period_end,
        year,
        value as victim_count,
        value_status,
        publisher_as_of,
        publisher_as_of_basis,
        vintage_number,
        report_id,
        source_kind,
        superseded_on as in_force_until
    from revisions
    where
        jurisdiction_level <> 'nation'
        and period_type = 'year'
        and measure = 'victims'
        and category_scheme = 'total'
        and revision_kind <> 'outranked'
)

select * from final
