with beliefs as (
    select * from {{ ref('int_figure_beliefs') }}
    {{ where_affected() }}
),

report_states as (
    select * from {{ ref('int_report_states') }}
    {{ where_affected() }}
),

-- The documents of a report: those shown for a figure that is believed, and those that state it.
documents as (
    select
        report_id,
        jurisdiction_code,
        period_start,
        period_end,
        publisher_as_of,
        publisher_as_of_basis,
        recorded_from,
        recorded_to
    from beliefs
    union
    select
        report_id,
        jurisdiction_code,
        period_start,
        period_end,
        publisher_as_of,
        publisher_as_of_basis,
        recorded_from,
        recorded_to
    from report_states
    where state = 'stated' and report_id in (select beliefs.report_id from beliefs)
),

moments as (
    select
        report_id,
        recorded_from as moment
    from documents
    union
    select
        report_id,
        recorded_to as moment
    from documents
    where recorded_to is not null
),

intervals as (
    select
        report_id,
        moment as recorded_from,
        lead(moment) over (partition by report_id order by moment) as recorded_to
    from moments
),

final as (
    select
        documents.report_id,
        documents.jurisdiction_code,
        documents.period_start,
        documents.period_end,
        documents.publisher_as_of,
        min_by(documents.publisher_as_of_basis, {{ basis_strength('documents.publisher_as_of_basis') }})
            as publisher_as_of_basis,
        intervals.recorded_from,
        intervals.recorded_to
    from intervals
    inner join documents
        on intervals.report_id = documents.report_id
        and intervals.recorded_from >= documents.recorded_from
        and (documents.recorded_to is null or intervals.recorded_from < documents.recorded_to)
    group by
        documents.report_id,
        documents.jurisdiction_code,
        documents.period_start,
        documents.period_end,
        documents.publisher_as_of,
        intervals.recorded_from,
        intervals.recorded_to
    order by
        documents.jurisdiction_code,
        documents.period_start,
        documents.period_end,
        documents.report_id,
        intervals.recorded_from
)

select * from final
