with figures as (
    select * from {{ ref('fct_figures') }}
    {{ where_touched() }}
),

reconciliations as (
    select * from {{ ref('int_reconciliations') }}
    {{ where_touched() }}
),

populations as (
    select * from {{ ref('populations') }}
),

{{ case_totals('figures') }},

pivoted as (
    select
        jurisdiction_code,
        jurisdiction_name,
        jurisdiction_level,
        period_start,
        period_end,
        year,
        period_type,
        max(case when measure = 'victims' and category = 'total' then value end) as victim_count,
        max(case when measure = 'traffickers' and category = 'total' then value end) as trafficker_count,
        max(case when measure = 'businesses' and category = 'total' then value end) as business_count,
        max(case when measure = 'signals' and category = 'phone_call' then value end) as phone_call_count,
        max(case when measure = 'signals' and category = 'webform' then value end) as webform_count,
        max(case when measure = 'signals' and category = 'email' then value end) as email_count,
        max(case when measure = 'signals' and category = 'text' then value end) as text_count,
        max(case when measure = 'signals' and category = 'webchat' then value end) as webchat_count,
        max(case when measure = 'signals' and category = 'total' then value end) as stated_signal_count,
        max(case when measure = 'signals' and category_scheme = 'channel' then report_id end) as channel_report_id,
        min(publisher_as_of) as earliest_publisher_as_of,
        max(publisher_as_of) as latest_publisher_as_of,
        max(case when value_status <> 'reported' then 1 else 0 end) = 1 as has_unknown_figure,
        max(case when source_kind = 'secondary' then 1 else 0 end) = 1 as has_secondary_figure
    from figures
    group by
        jurisdiction_code, jurisdiction_name, jurisdiction_level, period_start, period_end, year, period_type
),

joined as (
    select
        pivoted.*,
        case_totals.case_count,
        case_totals.stated_total,
        case_totals.parts_total,
        case_totals.total_publisher_as_of,
        case_totals.parts_publisher_as_of,
        case_totals.sex_count,
        case_totals.labor_count,
        case_totals.sex_and_labor_count,
        case_totals.not_specified_count,
        case_totals.discrepancy,
        case_totals.reconciliation_status,
        case_reconciliations.breakdown_status as type_breakdown_status,
        channel_reconciliations.breakdown_status as channel_breakdown_status,
        coalesce(pivoted.stated_signal_count, channel_reconciliations.parts_total) as signal_count,
        populations.population
    from pivoted
    left join case_totals
        on pivoted.jurisdiction_code = case_totals.jurisdiction_code
        and pivoted.period_start = case_totals.period_start
        and pivoted.period_end = case_totals.period_end
    left join reconciliations as case_reconciliations
        on case_totals.parts_report_id = case_reconciliations.report_id
        and case_reconciliations.measure = 'cases'
    left join reconciliations as channel_reconciliations
        on pivoted.channel_report_id = channel_reconciliations.report_id
        and channel_reconciliations.measure = 'signals'
    left join populations
        on pivoted.jurisdiction_code = populations.jurisdiction_code and pivoted.year = populations.year
),

-- Each sentence is null unless it applies.
cautioned as (
    select
        *,
        nullif(
            concat_ws(
                ' ',
                case
                    when period_type <> 'year'
                        then 'Not a calendar year: do not add it to years or compare it with them.'
                end,
                case
                    when reconciliation_status = 'parts_not_stated' then 'Cases are not broken down by type.'
                end,
                case
                    when reconciliation_status = 'total_not_stated' and parts_total is not null
                        then 'No total of cases is stated: the case count is the sum of the types.'
                    when reconciliation_status = 'total_not_stated'
                        then 'No total of cases is stated, and the types do not all have a number.'
                end,
                case
                    when reconciliation_status = 'different_reports'
                        then concat(
                            'The total of cases is as of ', cast(total_publisher_as_of as string),
                            ', the breakdown by type as of ', cast(parts_publisher_as_of as string),
                            ': they cannot be compared.'
                        )
                end,
                case
                    when type_breakdown_status = 'partial' then 'The breakdown of cases by type is incomplete.'
                end,
                case
                    when discrepancy <> 0
                        then concat(
                            'The types add up to ', cast(parts_total as string), ' cases, the stated total is ',
                            cast(stated_total as string), ': both are as published.'
                        )
                end,
                case
                    when channel_breakdown_status = 'partial'
                        then 'The breakdown of signals by channel is incomplete.'
                end,
                case
                    when stated_signal_count is null and signal_count is not null
                        then 'No total of signals is stated: the signal count is the sum of the channels.'
                end,
                case
                    when has_unknown_figure
                        then 'The publisher withholds some numbers: an empty count is unknown, not zero.'
                end,
                case
                    when
                        earliest_publisher_as_of < latest_publisher_as_of
                        and reconciliation_status is distinct from 'different_reports'
                        then concat(
                            'The figures are of different dates, as of ', cast(earliest_publisher_as_of as string),
                            ' to ', cast(latest_publisher_as_of as string), '.'
                        )
                end,
                case
                    when has_secondary_figure then 'Some figures come from a secondary source.'
                end
            ),
            ''
        ) as caveat
    from joined
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
        case_count,
        stated_total,
        sex_count as sex_case_count,
        labor_count as labor_case_count,
        sex_and_labor_count as sex_and_labor_case_count,
        not_specified_count as not_specified_case_count,
        discrepancy,
        reconciliation_status,
        victim_count,
        trafficker_count,
        business_count,
        phone_call_count,
        webform_count,
        email_count,
        text_count,
        webchat_count,
        signal_count,
        population,
        cast(case_count as double) * 100000 / nullif(population, 0) as cases_per_100k,
        latest_publisher_as_of,
        caveat
    from cautioned
    order by jurisdiction_code, period_start, period_end
)

select * from final
