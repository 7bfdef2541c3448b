{#
    The parameters of the as-of functions, cast inside so that a string will do. They are macros so that dbt's unit tests
    can put a day in their place.
#}
{% macro as_of_day() -%}
    cast(as_of_day as date)
{%- endmacro %}

{# A moment with a zone is that moment in UTC, whatever the zone of whoever asks. #}
{% macro known_at() -%}
    case
        when typeof(known_at) = 'TIMESTAMP WITH TIME ZONE' then make_timestamp(epoch_us(cast(known_at as timestamptz)))
        else cast(known_at as timestamp)
    end
{%- endmacro %}
