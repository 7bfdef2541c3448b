{# Strength of a source, 1 the strongest: the publisher before others, then by how its accuracy date is known. #}
{% macro source_strength(source_kind, publisher_as_of_basis) -%}
    case {{ source_kind }} when 'publisher' then 0 else 3 end
    + case {{ publisher_as_of_basis }} when 'printed' then 1 when 'file_metadata' then 2 else 3 end
{%- endmacro %}
