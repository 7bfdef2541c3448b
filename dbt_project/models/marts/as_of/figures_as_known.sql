{{ config(parameters=['as_of_day', 'known_at']) }}

with beliefs as (
    select * from {{ ref('int_figure_beliefs') }}
),

report_bases as (
    select * from {{ ref('int_report_bases') }}
),

believed_then as {{ read_at_each_use() }} (
    select * from beliefs
    where recorded_from <= {{ known_at() }} and (recorded_to is null or recorded_to > {{ known_at() }})
),

bases_then as (
    select * from report_bases
    where recorded_from <= {{ known_at() }} and (recorded_to is null or recorded_to > {{ known_at() }})
),

{{ figure_history('believed_then', 'bases_then') }},

final as (
    select
        * exclude (
            superseded_on,
            superseded_on_basis,
            previous_value,
            revision,
            revision_pct,
            revision_kind,
            lag_days
        )
    from history
    where publisher_as_of <= {{ as_of_day() }} and (superseded_on is null or superseded_on > {{ as_of_day() }})
    order by jurisdiction_code, period_start, period_end, measure, category_scheme, category
)

select * from final
