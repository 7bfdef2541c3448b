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
    After the `as` of a CTE that is used twice, where it is as long as the tables: each use reads its own columns and rows
    of it. DuckDB would else hold all of it in memory, and look for a state among all states. Spark never holds it.
#}
{% macro read_at_each_use() -%}
    {{ adapter.dispatch('read_at_each_use')() }}
{%- endmacro %}

{% macro default__read_at_each_use() -%}
    not materialized
{%- endmacro %}

{% macro spark__read_at_each_use() -%}
{%- endmacro %}
