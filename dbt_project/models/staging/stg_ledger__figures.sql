with source as (
    select * from {{ ledger_rows('figures') }}
),

typed as (
    select
        *,
        case
            when
                extract(year from period_start) = extract(year from period_end)
                and extract(month from period_start) = 1
                and extract(day from period_start) = 1
                and extract(month from period_end) = 12
                and extract(day from period_end) = 31
                then 'year'
            when extract(year from period_start) = extract(year from period_end) then 'part_year'
            else 'other'
        end as period_type
    from source
),

final as (
    select
        batch,
        {{ recorded_at() }} as recorded_at,
        report_id,
        jurisdiction_code,
        period_start,
        period_end,
        case when period_type = 'year' then cast(extract(year from period_start) as integer) end as year,
        period_type,
        publisher_as_of,
        publisher_as_of_basis,
        source,
        source_kind,
        note,
        measure,
        category_scheme,
        category,
        value,
        value_status,
        source_line,
        source_text,
        source_context,
        document_id,
        action,
        change_kind,
        old_value,
        old_value_status,
        old_publisher_as_of
    from typed
)

select * from final
