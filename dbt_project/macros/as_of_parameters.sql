{#
    The parameters of the as-of functions, cast inside so that a string is accepted. They are macros so that dbt's unit
    tests can put a day in their place.
#}
{% macro as_of_day() -%}
    cast(as_of_day as date)
{%- endmacro %}

{# Convert a time with a zone to UTC, whatever the session's time zone. #}
{% macro known_at() -%}
    case
        when typeof(known_at) = 'TIMESTAMP WITH TIME ZONE' then make_timestamp(epoch_us(cast(known_at as timestamptz)))
        else cast(known_at as timestamp)
    end
{%- endmacro %}
