{# Whether a period is exactly one calendar year. #}
{% macro is_calendar_year(period_start, period_end) -%}
    extract(year from {{ period_start }}) = extract(year from {{ period_end }})
    and extract(month from {{ period_start }}) = 1 and extract(day from {{ period_start }}) = 1
    and extract(month from {{ period_end }}) = 12 and extract(day from {{ period_end }}) = 31
{%- endmacro %}

{# The year of a period that is exactly one calendar year, else null. #}
{% macro calendar_year(period_start, period_end) -%}
    case
        when {{ is_calendar_year(period_start, period_end) }}
            then cast(extract(year from {{ period_start }}) as integer)
    end
{%- endmacro %}

{# `year` = one whole calendar year, `part_year` = less than one and within it, `other` = anything else. #}
{% macro period_type(period_start, period_end) -%}
    case
        when {{ is_calendar_year(period_start, period_end) }} then 'year'
        when extract(year from {{ period_start }}) = extract(year from {{ period_end }}) then 'part_year'
        else 'other'
    end
{%- endmacro %}

{% macro days_between(first_day, last_day) -%}
    {{ adapter.dispatch('days_between')(first_day, last_day) }}
{%- endmacro %}

{% macro default__days_between(first_day, last_day) -%}
    date_diff('day', {{ first_day }}, {{ last_day }})
{%- endmacro %}

{% macro spark__days_between(first_day, last_day) -%}
    cast(datediff({{ last_day }}, {{ first_day }}) as bigint)
{%- endmacro %}

{#
    Calendar months from the month of one day to that of another. Since periods end with a month, a figure is known
    k months after its period exactly if this is at most k.
#}
{% macro months_between(first_day, last_day) -%}
    cast(
        (extract(year from {{ last_day }}) - extract(year from {{ first_day }})) * 12
        + extract(month from {{ last_day }}) - extract(month from {{ first_day }})
    as bigint)
{%- endmacro %}
