{#
    The parameters of the as-of functions, cast inside so that a string will do. They are macros so that dbt's unit tests
    can put a day in their place.
#}
{% macro as_of_day() -%}
    cast(as_of_day as date)
{%- endmacro %}

{% macro known_at() -%}
    cast(known_at as timestamp)
{%- endmacro %}
