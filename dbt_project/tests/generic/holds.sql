{# Every one of these statements is true of every row; one that is unknown is not true. #}
{% test holds(model, statements) %}
    {% for statement in statements %}
        select
            '{{ statement | replace("'", "''") }}' as statement,
            broken.*
        from {{ model }} as broken
        where not coalesce({{ statement }}, false)
        {{ 'union all' if not loop.last }}
    {% endfor %}
{% endtest %}
