with beliefs as {{ read_at_each_use() }} (
    select * from {{ ref('int_figure_beliefs') }}
    {{ where_affected() }}
),

report_bases as (
    select * from {{ ref('int_report_bases') }}
    {{ where_affected() }}
),

believed_now as (
    select
        *,
        row_number() over (
            partition by report_id
            order by
                {{ source_strength('source_kind', 'publisher_as_of_basis') }},
                recorded_from,
                document_id,
                measure,
                category
        ) as strength_rank,
        count(*) over (partition by report_id) as figure_count
    from beliefs
    where recorded_to is null
),

first_records as (
    select
        report_id,
        min(recorded_from) as first_recorded_at
    from beliefs
    group by report_id
),

described as (
    select
        believed_now.report_id,
        believed_now.jurisdiction_code,
        believed_now.jurisdiction_name,
        believed_now.jurisdiction_level,
        believed_now.period_start,
        believed_now.period_end,
        believed_now.year,
        believed_now.period_type,
        believed_now.publisher_as_of,
        report_bases.publisher_as_of_basis,
        believed_now.source,
        believed_now.source_kind,
        believed_now.note,
        believed_now.figure_count,
        first_records.first_recorded_at,
        coalesce(
            cast(believed_now.year as string),
            concat(cast(believed_now.period_start as string), ' to ', cast(believed_now.period_end as string))
        ) as period_text,
        case report_bases.publisher_as_of_basis
            when 'printed' then concat('accurate as of ', cast(believed_now.publisher_as_of as string))
            when 'file_metadata'
                then concat('as of ≤ ', cast(believed_now.publisher_as_of as string), ' by the date of the file')
            else concat('as of ≤ ', cast(believed_now.publisher_as_of as string), ', no accuracy date printed')
        end as date_text,
        case
            when believed_now.source_kind = 'secondary' and believed_now.source is null
                then ' As given by a secondary source.'
            when believed_now.source_kind = 'secondary'
                then concat(' As given by a secondary source: ', believed_now.source, '.')
            when believed_now.source is not null
                then concat(' Source: ', believed_now.source, '.')
            else ''
        end as source_text_part
    from believed_now
    inner join first_records on believed_now.report_id = first_records.report_id
    left join report_bases on believed_now.report_id = report_bases.report_id and report_bases.recorded_to is null
    where believed_now.strength_rank = 1
),

final as (
    select
        report_id,
        jurisdiction_code,
        jurisdiction_name,
        jurisdiction_level,
        period_start,
        period_end,
        year,
        period_type,
        publisher_as_of,
        publisher_as_of_basis,
        source,
        source_kind,
        note,
        figure_count,
        first_recorded_at,
        concat(
            'National Human Trafficking Hotline, ', jurisdiction_name, ' ', period_text, ', ', date_text, '.',
            source_text_part
        ) as citation
    from described
    order by report_id
)

select * from final
