-- Question: I took numbers from this warehouse on a certain day. Which of them have changed since?
-- Trap: asking for new reports only. A number also changes when the one shown before gives way: to the publisher's own
-- older statement (`outranked`), to a stated total where the sum of the parts stood, or to nothing because we withdrew it
-- (`withdrawn`). It was our mistake where `change_kind` is `corrected`; where it is `restated` the publisher knows more now.
-- Numbers that were not here yet on that day are not listed: they are new, not changed.
-- Edit: the day (UTC) on which you took your numbers.
with asked as (
    select timestamp '2026-11-30 00:00:00' as taken_at
),

-- What was believed then: what still is and was recorded by then, and what was corrected or withdrawn after it.
known_then as (
    select
        figures.report_id,
        figures.jurisdiction_code,
        figures.period_start,
        figures.period_end,
        figures.measure,
        figures.category_scheme,
        figures.category,
        figures.value,
        figures.value_status,
        figures.publisher_as_of,
        figures.publisher_as_of_basis,
        -- The publisher's own document may have come later than the secondary account of the same report.
        figures.source_kind = 'publisher' and documents.first_recorded_at <= asked.taken_at as is_of_publisher
    from marts.fct_figure_revisions as figures
    cross join asked
    inner join marts.dim_report as reports on figures.report_id = reports.report_id
    inner join marts.dim_document as documents on figures.document_id = documents.document_id
    left join audit.changes as later_changes
        on
        figures.report_id = later_changes.report_id
        and figures.measure = later_changes.measure
        and figures.category = later_changes.category
        and later_changes.changed_at > asked.taken_at
    where reports.first_recorded_at <= asked.taken_at and later_changes.report_id is null
    union all
    select
        corrections.report_id,
        corrections.jurisdiction_code,
        corrections.period_start,
        corrections.period_end,
        corrections.measure,
        corrections.category_scheme,
        corrections.category,
        corrections.old_value,
        corrections.value_status,
        corrections.publisher_as_of,
        corrections.publisher_as_of_basis,
        corrections.source_kind = 'publisher'
    from marts.fct_corrections as corrections
    inner join asked on corrections.recorded_from <= asked.taken_at and corrections.recorded_to > asked.taken_at
),

-- Of each set the publisher's own latest statement was shown, else the latest of a secondary account.
sets_then as (
    select
        report_id,
        measure,
        category_scheme,
        row_number() over (
            partition by jurisdiction_code, period_start, period_end, measure, category_scheme
            order by max(case when is_of_publisher then 1 else 0 end) desc, publisher_as_of desc
        ) as choice
    from known_then
    group by report_id, jurisdiction_code, period_start, period_end, measure, category_scheme, publisher_as_of
),

shown as (
    select
        'then' as moment,
        known_then.report_id,
        known_then.jurisdiction_code,
        known_then.period_start,
        known_then.period_end,
        known_then.measure,
        known_then.category_scheme,
        known_then.category,
        known_then.value,
        known_then.value_status,
        known_then.publisher_as_of,
        known_then.publisher_as_of_basis
    from known_then
    inner join sets_then
        on
        known_then.report_id = sets_then.report_id
        and known_then.measure = sets_then.measure
        and known_then.category_scheme = sets_then.category_scheme
        and sets_then.choice = 1
    union all
    select
        'now',
        report_id,
        jurisdiction_code,
        period_start,
        period_end,
        measure,
        category_scheme,
        category,
        value,
        value_status,
        publisher_as_of,
        publisher_as_of_basis
    from marts.fct_figures
),

-- `case_count` and `signal_count` are the sum of the parts where no total is a number and every part is one.
with_sums as (
    select
        *,
        category as stated_category,
        value_status as said
    from shown
    union all
    select
        moment,
        report_id,
        jurisdiction_code,
        period_start,
        period_end,
        measure,
        category_scheme,
        'total',
        cast(sum(value) as bigint),
        'reported',
        publisher_as_of,
        publisher_as_of_basis,
        max(category),
        'sum of the parts'
    from shown
    where (measure = 'cases' and category_scheme = 'trafficking_type') or category_scheme = 'channel'
    group by
        moment,
        report_id,
        jurisdiction_code,
        period_start,
        period_end,
        measure,
        category_scheme,
        publisher_as_of,
        publisher_as_of_basis
    having
        count(value) = case measure
            when 'cases' then (select count(*) from marts.dim_trafficking_type where role in ('component', 'residual'))
            else (select count(*) from marts.dim_channel where role in ('component', 'residual'))
        end
),

-- A stated number comes before a sum, and a sum before a total that is no number.
chosen as (
    select
        *,
        row_number() over (
            partition by moment, jurisdiction_code, period_start, period_end, measure, category
            order by case when value is null then 3 when said = 'sum of the parts' then 2 else 1 end
        ) as choice
    from with_sums
)

select
    places.jurisdiction_name,
    before.period_start,
    before.period_end,
    before.measure,
    before.category,
    case
        when before.report_id = after.report_id then 'corrected'
        when still_held.report_id is null then 'withdrawn'
        when after.publisher_as_of < before.publisher_as_of then 'outranked'
        else 'restated'
    end as change_kind,
    before.value as old_value,
    after.value as new_value,
    before.said as old_said,
    after.said as new_said,
    before.publisher_as_of as old_publisher_as_of,
    before.publisher_as_of_basis as old_publisher_as_of_basis,
    after.publisher_as_of as new_publisher_as_of,
    after.publisher_as_of_basis as new_publisher_as_of_basis
from chosen as before
inner join marts.dim_jurisdiction as places on before.jurisdiction_code = places.jurisdiction_code
left join chosen as after
    on
    before.jurisdiction_code = after.jurisdiction_code
    and before.period_start = after.period_start
    and before.period_end = after.period_end
    and before.measure = after.measure
    and before.category = after.category
    and after.moment = 'now'
    and after.choice = 1
left join marts.fct_figure_revisions as still_held
    on
    before.report_id = still_held.report_id
    and before.measure = still_held.measure
    and before.stated_category = still_held.category
where
    before.moment = 'then'
    and before.choice = 1
    and (before.value is distinct from after.value or before.value_status is distinct from after.value_status)
order by places.jurisdiction_name, before.period_start, before.period_end, before.measure, before.category
