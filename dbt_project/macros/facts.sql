{#
    The facts of one measure from figures that are current now, or were on some day. `figures` names a CTE with the
    columns of `fct_figures`. Only what may be added over places and years gets in: no nation, calendar years only.
#}

{% macro annual_figures(figures, measures) -%}
    annual_figures as (
        select * from {{ figures }}
        where
            jurisdiction_level <> 'nation'
            and period_type = 'year'
            and measure in ('{{ measures | join("', '") }}')
    )
{%- endmacro %}

{#
    One row per category of a scheme, and `not_broken_down` where no breakdown was ever stated: a set that was once
    stated always has a current vintage, so none among the current figures means none at all.
#}
{% macro breakdown(figures, measure, scheme, category_column, count_column) -%}
    {{ annual_figures(figures, [measure]) }},

    annual_sets as (
        select
            *,
            category_scheme = 'total' as is_total,
            max(case when category_scheme = '{{ scheme }}' then 1 else 0 end) over (
                partition by jurisdiction_code, year
            ) = 1 as is_broken_down
        from annual_figures
        where category_scheme in ('total', '{{ scheme }}')
    ),

    -- A report has one place and one period: they are named so that those of other places and months are not read.
    facts as (
        select
            annual_sets.jurisdiction_code,
            annual_sets.jurisdiction_name,
            annual_sets.jurisdiction_level,
            annual_sets.period_start,
            annual_sets.period_end,
            annual_sets.year,
            case when annual_sets.is_total then 'not_broken_down' else annual_sets.category end as {{ category_column }},
            annual_sets.value as {{ count_column }},
            case when annual_sets.is_total then 'total_only' else reconciliations.breakdown_status end
                as breakdown_status,
            annual_sets.value_status,
            annual_sets.publisher_as_of,
            annual_sets.vintage_number,
            annual_sets.report_id,
            annual_sets.source_kind
        from annual_sets
        left join reconciliations
            on annual_sets.report_id = reconciliations.report_id
            and annual_sets.jurisdiction_code = reconciliations.jurisdiction_code
            and reconciliations.period_type = 'year'
            and annual_sets.measure = reconciliations.measure
        where not (annual_sets.is_total and annual_sets.is_broken_down)
    )
{%- endmacro %}

{# One row per place and year: the total of a measure that has no breakdown. #}
{% macro single_total(figures, measure, count_column) -%}
    {{ annual_figures(figures, [measure]) }},

    facts as (
        select
            jurisdiction_code,
            jurisdiction_name,
            jurisdiction_level,
            period_start,
            period_end,
            year,
            value as {{ count_column }},
            value_status,
            publisher_as_of,
            vintage_number,
            report_id,
            source_kind
        from annual_figures
        where category_scheme = 'total'
    )
{%- endmacro %}

{# Cases, total against parts, one row per place and period of any kind (also those that may not be added). #}
{% macro case_totals(figures) -%}
    case_sets as (
        select
            jurisdiction_code,
            jurisdiction_name,
            jurisdiction_level,
            period_start,
            period_end,
            year,
            period_type,
            max(case when category_scheme = 'total' then value end) as stated_total,
            max(case when category_scheme = 'total' then publisher_as_of end) as total_publisher_as_of,
            max(case when category_scheme = 'total' then report_id end) as total_report_id,
            max(case when category_scheme = 'trafficking_type' then publisher_as_of end) as parts_publisher_as_of,
            max(case when category_scheme = 'trafficking_type' then report_id end) as parts_report_id,
            max(case when category = 'sex' then value end) as sex_count,
            max(case when category = 'labor' then value end) as labor_count,
            max(case when category = 'sex_and_labor' then value end) as sex_and_labor_count,
            max(case when category = 'not_specified' then value end) as not_specified_count
        from {{ figures }}
        where measure = 'cases'
        group by
            jurisdiction_code, jurisdiction_name, jurisdiction_level, period_start, period_end, year, period_type
    ),

    reconciled_sets as (
        select
            case_sets.*,
            case_sets.sex_count + case_sets.labor_count + case_sets.sex_and_labor_count as specified_total,
            coalesce(case_sets.total_report_id = case_sets.parts_report_id, false) as is_of_one_report,
            reconciliations.parts_total
        from case_sets
        left join reconciliations
            on case_sets.parts_report_id = reconciliations.report_id and reconciliations.measure = 'cases'
    ),

    case_totals as (
        select
            *,
            coalesce(stated_total, parts_total) as case_count,
            case
                when stated_total is not null then 'stated'
                when parts_total is not null then 'parts'
            end as case_count_basis,
            case when is_of_one_report then parts_total - stated_total end as discrepancy,
            case
                when parts_report_id is null then 'parts_not_stated'
                when stated_total is null then 'total_not_stated'
                when not is_of_one_report then 'different_reports'
                when parts_total is null then 'parts_incomplete'
                when parts_total = stated_total then 'agrees'
                when parts_total > stated_total then 'parts_exceed_total'
                else 'parts_below_total'
            end as reconciliation_status
        from reconciled_sets
    )
{%- endmacro %}

{# A fraction; null where the denominator is zero or unknown. #}
{% macro share(part, whole) -%}
    cast({{ part }} as double) / nullif({{ whole }}, 0)
{%- endmacro %}
