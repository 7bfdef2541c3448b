{{ config(unique_key='report_id') }}

with report_states as (
    select * from {{ ref('int_report_states') }}
    {{ where_affected() }}
),

beliefs as (
    select * from {{ ref('int_figure_beliefs') }}
    {{ where_affected() }}
),

shown as (
    select
        report_id,
        document_id,
        source_kind,
        publisher_as_of_basis,
        false as is_stated_now,
        cast(1 as bigint) as shown_figure_count
    from beliefs
    where recorded_to is null
),

stated_now as (
    select
        report_id,
        document_id,
        source_kind,
        publisher_as_of_basis,
        true as is_stated_now,
        cast(0 as bigint) as shown_figure_count
    from report_states
    where
        recorded_to is null
        and state = 'stated'
        and report_id in (select shown.report_id from shown)
),

unioned as (
    select * from shown
    union all
    select * from stated_now
),

-- The same bytes may have two paths with different sidecars: the stronger basis counts.
final as (
    select
        report_id,
        document_id,
        min_by(source_kind, {{ source_strength('source_kind', 'publisher_as_of_basis') }}) as source_kind,
        min_by(publisher_as_of_basis, {{ source_strength('source_kind', 'publisher_as_of_basis') }})
            as publisher_as_of_basis,
        max(case when is_stated_now then 1 else 0 end) = 1 as is_stated_now,
        cast(sum(shown_figure_count) as bigint) as shown_figure_count
    from unioned
    group by report_id, document_id
    order by report_id, document_id
)

select * from final
