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
