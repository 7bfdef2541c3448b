{# Strength of a source, 1 the strongest: the publisher first, then by the basis of the accuracy date. #}
{% macro source_strength(source_kind, publisher_as_of_basis) -%}
    case {{ source_kind }} when 'publisher' then 0 else 3 end + {{ basis_strength(publisher_as_of_basis) }}
{%- endmacro %}

{# How well an accuracy date is known, 1 the best: printed, or an upper bound. #}
{% macro basis_strength(publisher_as_of_basis) -%}
    case {{ publisher_as_of_basis }} when 'printed' then 1 when 'file_metadata' then 2 else 3 end
{%- endmacro %}

{# A date of a vintage as shown to readers: `≤` before one that is only the latest day it can have been. #}
{% macro date_text(publisher_as_of) -%}
    concat(case {{ publisher_as_of }}_basis when 'printed' then '' else '≤ ' end, cast({{ publisher_as_of }} as string))
{%- endmacro %}
