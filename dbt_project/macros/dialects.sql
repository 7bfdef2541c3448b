{# The first or last value of a window that is not null. #}
{% macro ignoring_nulls(function, value) -%}
    {{ adapter.dispatch('ignoring_nulls')(function, value) }}
{%- endmacro %}

{% macro default__ignoring_nulls(function, value) -%}
    {{ function }}({{ value }} ignore nulls)
{%- endmacro %}

{% macro spark__ignoring_nulls(function, value) -%}
    {{ function }}({{ value }}) ignore nulls
{%- endmacro %}

{#
    After the `as` of a large CTE that is used twice: each use reads only the columns and rows that it needs. DuckDB would
    otherwise hold all of it in memory and filter it afterwards. Spark never does.
#}
{% macro read_at_each_use() -%}
    {{ adapter.dispatch('read_at_each_use')() }}
{%- endmacro %}

{% macro default__read_at_each_use() -%}
    not materialized
{%- endmacro %}

{% macro spark__read_at_each_use() -%}
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
    Calendar months from the month of one day to that of another, with the same SQL on both engines. Since
    periods end with a month, a figure is known k months after its period exactly if this is at most k.
#}
{% macro months_between(first_day, last_day) -%}
    cast(
        (extract(year from {{ last_day }}) - extract(year from {{ first_day }})) * 12
        + extract(month from {{ last_day }}) - extract(month from {{ first_day }})
    as bigint)
{%- endmacro %}

{# A row for each year from the first to the last, of the rows of an aggregate. #}
{% macro years_between(first_year, last_year) -%}
    {{ adapter.dispatch('years_between')(first_year, last_year) }}
{%- endmacro %}

{% macro default__years_between(first_year, last_year) -%}
    cast(unnest(generate_series({{ first_year }}, {{ last_year }})) as integer)
{%- endmacro %}

{% macro spark__years_between(first_year, last_year) -%}
    explode(sequence({{ first_year }}, {{ last_year }}))
{%- endmacro %}

{# Joins the texts of a group. #}
{% macro joined_text(value, ordered_by) -%}
    {{ adapter.dispatch('joined_text')(value, ordered_by) }}
{%- endmacro %}

{% macro default__joined_text(value, ordered_by) -%}
    string_agg({{ value }}, ' ' order by {{ ordered_by }})
{%- endmacro %}

{% macro spark__joined_text(value, ordered_by) -%}
    array_join(transform(array_sort(collect_list(named_struct('place', {{ ordered_by }}, 'text', {{ value }}))), one -> one.text), ' ')
{%- endmacro %}
