{# Rule 5: the current figures of a set are all of one report; vintages are never mixed. #}
{% test one_report_per_set(model) %}
    select
        jurisdiction_code,
        period_start,
        period_end,
        measure,
        category_scheme
    from {{ model }}
    group by jurisdiction_code, period_start, period_end, measure, category_scheme
    having count(distinct report_id) > 1
{% endtest %}
