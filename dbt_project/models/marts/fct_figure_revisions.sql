with beliefs as (
    select * from {{ ref('int_figure_beliefs') }}
    {{ where_affected() }}
),

report_bases as (
    select * from {{ ref('int_report_bases') }}
    {{ where_affected() }}
),

believed_now as {{ read_at_each_use() }} (
    select * from beliefs
    where recorded_to is null
),

bases_now as (
    select * from report_bases
    where recorded_to is null
),

{{ figure_history('believed_now', 'bases_now') }},

-- Sorted by year, so that a query for whole years reads only those rows.
final as (
    select * from history
    order by
        period_type, jurisdiction_code, period_start, period_end, measure, category_scheme, category, publisher_as_of
)

select * from final
