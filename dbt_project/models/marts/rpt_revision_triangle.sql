with revisions as (
    select * from {{ ref('fct_figure_revisions') }}
    {{ where_affected() }}
),

-- A statement without a number cannot be the first number, but it can be the latest statement.
compared as (
    select
        *,
        {{ ignoring_nulls('first_value', 'value') }} over all_statements as first_number,
        last_value(value) over all_statements as latest_number,
        value - coalesce({{ ignoring_nulls('last_value', 'value') }} over earlier_statements, 0) as addition
    from revisions
    where revision_kind <> 'outranked'
    window
        all_statements as (
            partition by jurisdiction_code, period_start, period_end, measure, category_scheme, category
            order by publisher_as_of
            rows between unbounded preceding and unbounded following
        ),
        earlier_statements as (
            partition by jurisdiction_code, period_start, period_end, measure, category_scheme, category
            order by publisher_as_of
            rows between unbounded preceding and 1 preceding
        )
),

final as (
    select
        jurisdiction_code,
        jurisdiction_name,
        jurisdiction_level,
        period_start,
        period_end,
        year,
        period_type,
        measure,
        category_scheme,
        category,
        publisher_as_of,
        publisher_as_of_basis,
        {{ months_between('period_end', 'publisher_as_of') }} as months_since_period_end,
        {{ months_between('period_end', 'superseded_on') }} as superseded_after_months,
        vintage_number,
        value,
        value_status,
        first_number as first_value,
        latest_number as latest_value,
        case when first_number <> 0 then cast(value - first_number as double) * 100 / first_number end
            as revision_pct,
        addition,
        report_id,
        source_kind
    from compared
    order by jurisdiction_code, period_start, period_end, measure, category_scheme, category, publisher_as_of
)

select * from final
