with beliefs as (
    select * from {{ ref('int_figure_beliefs') }}
    {{ where_affected() }}
),

report_bases as (
    select * from {{ ref('int_report_bases') }}
    {{ where_affected() }}
),

reconciliations as (
    select * from {{ ref('int_reconciliations') }}
    {{ where_affected() }}
),

known_discrepancies as (
    select * from {{ ref('known_discrepancies') }}
),

-- Ignore a listed difference whose report was never ingested.
reports as (
    select distinct
        report_id,
        jurisdiction_code,
        jurisdiction_name,
        jurisdiction_level,
        period_start,
        period_end,
        year,
        period_type,
        publisher_as_of
    from beliefs
    where recorded_to is null
),

listed as (
    select
        reports.report_id,
        known_discrepancies.measure,
        known_discrepancies.expected_discrepancy,
        known_discrepancies.reason
    from known_discrepancies
    inner join reports
        on known_discrepancies.jurisdiction_code = reports.jurisdiction_code
        and known_discrepancies.period_start = reports.period_start
        and known_discrepancies.period_end = reports.period_end
        and known_discrepancies.publisher_as_of = reports.publisher_as_of
),

measures_of_interest as (
    select
        report_id,
        measure
    from reconciliations
    where discrepancy <> 0
    union
    select
        report_id,
        measure
    from listed
),

final as (
    select
        reports.jurisdiction_code,
        reports.jurisdiction_name,
        reports.jurisdiction_level,
        reports.period_start,
        reports.period_end,
        reports.year,
        reports.period_type,
        reports.publisher_as_of,
        report_bases.publisher_as_of_basis,
        measures_of_interest.report_id,
        measures_of_interest.measure,
        reconciliations.stated_total,
        reconciliations.parts_total,
        reconciliations.discrepancy,
        listed.expected_discrepancy,
        case
            when reconciliations.discrepancy is null then 'not_comparable'
            when reconciliations.discrepancy = listed.expected_discrepancy then 'known'
            when reconciliations.discrepancy = 0 then 'resolved'
            else 'unexpected'
        end as status,
        listed.reason
    from measures_of_interest
    inner join reports on measures_of_interest.report_id = reports.report_id
    left join report_bases on reports.report_id = report_bases.report_id and report_bases.recorded_to is null
    left join reconciliations
        on measures_of_interest.report_id = reconciliations.report_id
        and measures_of_interest.measure = reconciliations.measure
    left join listed
        on measures_of_interest.report_id = listed.report_id
        and measures_of_interest.measure = listed.measure
    order by
        reports.jurisdiction_code,
        reports.period_start,
        reports.period_end,
        reports.publisher_as_of,
        measures_of_interest.measure
)

select * from final
