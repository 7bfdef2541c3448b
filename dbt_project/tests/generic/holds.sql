{# Every condition holds for every row; null counts as a failure. #}
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
