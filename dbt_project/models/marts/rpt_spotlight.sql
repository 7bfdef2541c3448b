with figures as (
    select * from {{ ref('fct_figures') }}
    {{ where_affected() }}
),

totals as (
    select * from {{ ref('int_total_history') }}
    {{ where_affected() }}
),

populations as (
    select * from {{ ref('populations') }}
),

current_totals as (
    select * from totals
    where in_force_until is null
),

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
        min(publisher_as_of) as earliest_publisher_as_of,
        max(publisher_as_of) as latest_publisher_as_of,
        min_by(publisher_as_of_basis, publisher_as_of) as earliest_publisher_as_of_basis,
        max_by(publisher_as_of_basis, publisher_as_of) as latest_publisher_as_of_basis,
        max(case when value_status <> 'reported' then 1 else 0 end) = 1 as has_unknown_figure,
        max(case when source_kind = 'secondary' then 1 else 0 end) = 1 as has_secondary_figure
    from figures
    group by
        jurisdiction_code, jurisdiction_name, jurisdiction_level, period_start, period_end, year, period_type
),

joined as (
    select
        pivoted.*,
        cases.value as case_count,
        cases.stated_total,
        cases.parts_total,
        cases.sex_count,
        cases.labor_count,
        cases.sex_and_labor_count,
        cases.not_specified_count,
        cases.discrepancy,
        cases.reconciliation_status,
        cases.breakdown_status as type_breakdown_status,
        signals.breakdown_status as channel_breakdown_status,
        signals.value as signal_count,
        signals.value_basis as signal_count_basis,
        signals.reconciliation_status as signal_reconciliation_status,
        {{ date_text('cases.total_publisher_as_of') }} as case_total_date,
        {{ date_text('cases.parts_publisher_as_of') }} as case_parts_date,
        {{ date_text('signals.total_publisher_as_of') }} as signal_total_date,
        {{ date_text('signals.parts_publisher_as_of') }} as signal_parts_date,
        {{ date_text('pivoted.earliest_publisher_as_of') }} as earliest_date,
        {{ date_text('pivoted.latest_publisher_as_of') }} as latest_date,
        populations.population
    from pivoted
    left join current_totals as cases
        on pivoted.jurisdiction_code = cases.jurisdiction_code
        and pivoted.period_start = cases.period_start
        and pivoted.period_end = cases.period_end
        and cases.measure = 'cases'
    left join current_totals as signals
        on pivoted.jurisdiction_code = signals.jurisdiction_code
        and pivoted.period_start = signals.period_start
        and pivoted.period_end = signals.period_end
        and signals.measure = 'signals'
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
                            'The total of cases is as of ', case_total_date, ', the breakdown by type as of ',
                            case_parts_date, ': they cannot be compared.'
                        )
                end,
                case
                    when signal_reconciliation_status = 'different_reports'
                        then concat(
                            'The total of signals is as of ', signal_total_date, ', the breakdown by channel as of ',
                            signal_parts_date, ': they cannot be compared.'
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
                    when signal_count_basis = 'parts'
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
                        and signal_reconciliation_status is distinct from 'different_reports'
                        then concat(
                            'The figures are of different dates, as of ', earliest_date, ' to ', latest_date, '.'
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
        latest_publisher_as_of_basis,
        caveat
    from cautioned
    order by jurisdiction_code, period_start, period_end
)

select * from final
