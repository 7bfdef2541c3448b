{# `persist_docs` cannot describe a table function, so its description is written here. #}
{% macro comment_on_function() -%}
    comment on macro table {{ this }} is '{{ model.description | replace("'", "''") }}'
{%- endmacro %}
