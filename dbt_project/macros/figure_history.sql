{#
    Rule 5 in one place (docs/rules.md#rule-5): which vintage of a set was current when. The facts and every as-of
    function are made from it. It is a macro because two things need it: what is believed now
    (`fct_figure_revisions`) and what was believed at some time (`figures_as_known`).

    `believed` names a CTE with the columns of `int_figure_beliefs` and at most one row per figure of a report;
    `bases` one with the columns of `int_report_bases` and one row per report. The last CTE, `history`, has one row per
    figure and vintage, with the columns of `fct_figure_revisions`.
#}
{% macro figure_history(believed, bases) -%}
    report_sets as (
        select
            jurisdiction_code,
            period_start,
            period_end,
            measure,
            category_scheme,
            publisher_as_of,
            report_id,
            max(case when source_kind = 'publisher' then 1 else 0 end) = 1 as is_of_publisher
        from {{ believed }}
        group by jurisdiction_code, period_start, period_end, measure, category_scheme, publisher_as_of, report_id
    ),

    ranked_sets as (
        select
            report_sets.*,
            bases.publisher_as_of_basis,
            not report_sets.is_of_publisher
            and coalesce(
                min(case when report_sets.is_of_publisher then report_sets.publisher_as_of end) over (
                    partition by
                        report_sets.jurisdiction_code,
                        report_sets.period_start,
                        report_sets.period_end,
                        report_sets.measure,
                        report_sets.category_scheme
                ) < report_sets.publisher_as_of,
                false
            ) as is_outranked
        from report_sets
        left join {{ bases }} as bases on report_sets.report_id = bases.report_id
    ),

    -- Outranked sets are a separate partition: they neither supersede nor count as a vintage.
    numbered_sets as (
        select
            *,
            lead(publisher_as_of) over vintages as next_publisher_as_of,
            lead(publisher_as_of_basis) over vintages as next_publisher_as_of_basis,
            cast(row_number() over vintages as bigint) as position
        from ranked_sets
        window
            vintages as (
                partition by jurisdiction_code, period_start, period_end, measure, category_scheme, is_outranked
                order by publisher_as_of
            )
    ),

    dated_sets as (
        select
            *,
            case when is_outranked then publisher_as_of else next_publisher_as_of end as superseded_on,
            case when is_outranked then publisher_as_of_basis else next_publisher_as_of_basis end
                as superseded_on_basis,
            case when not is_outranked then position end as vintage_number
        from numbered_sets
    ),

    set_figures as (
        select
            figures.*,
            dated_sets.publisher_as_of_basis as report_basis,
            dated_sets.is_outranked,
            dated_sets.superseded_on,
            dated_sets.superseded_on_basis,
            dated_sets.vintage_number
        from {{ believed }} as figures
        inner join dated_sets
            on figures.jurisdiction_code = dated_sets.jurisdiction_code
            and figures.period_start = dated_sets.period_start
            and figures.period_end = dated_sets.period_end
            and figures.measure = dated_sets.measure
            and figures.category_scheme = dated_sets.category_scheme
            and figures.publisher_as_of = dated_sets.publisher_as_of
    ),

    -- The previous statement is the last earlier one that was not outranked. A suppressed figure is a statement too, so
    -- a number before it is not the previous statement.
    compared as (
        select
            *,
            {{ ignoring_nulls('last_value', 'case when not is_outranked then value_status end') }}
                over earlier_statements as previous_value_status,
            {{ ignoring_nulls('last_value', 'case when not is_outranked then value end') }}
                over earlier_statements as previous_number
        from set_figures
        window
            earlier_statements as (
                partition by jurisdiction_code, period_start, period_end, measure, category_scheme, category
                order by publisher_as_of
                rows between unbounded preceding and 1 preceding
            )
    ),

    revised as (
        select
            *,
            case when previous_value_status = 'reported' then previous_number end as previous_value
        from compared
    ),

    history as (
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
            report_basis as publisher_as_of_basis,
            vintage_number,
            report_id,
            source_kind,
            document_id,
            source_line,
            source_text,
            source_context,
            superseded_on,
            superseded_on_basis,
            previous_value,
            value - previous_value as revision,
            case
                when previous_value <> 0
                    then cast(value - previous_value as double) * 100 / previous_value
            end as revision_pct,
            case
                when is_outranked then 'outranked'
                when previous_value_status is null then 'initial'
                when value_status = previous_value_status and coalesce(value = previous_value, true) then 'reaffirmed'
                else 'restated'
            end as revision_kind,
            {{ days_between('period_end', 'publisher_as_of') }} as lag_days
        from revised
    )
{%- endmacro %}
