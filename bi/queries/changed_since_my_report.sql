-- Question: I took numbers from this warehouse on a certain day. Which of them have changed since?
-- Trap: calling every change an error. Where change_kind is `restated` the publisher knows more now; it was our mistake
-- where it is `corrected`. Numbers that were not here yet on that day are not listed: they are new, not changed.
-- Edit: the day (UTC) on which you took your numbers.
with asked as (
    select timestamp '2026-11-30 00:00:00' as taken_at
),

known_then as (
    select distinct
        changes.jurisdiction_code,
        changes.period_start,
        changes.period_end,
        changes.measure,
        changes.category
    from audit.changes
    inner join asked on changes.changed_at <= asked.taken_at
)

select
    places.jurisdiction_name,
    changes.period_start,
    changes.period_end,
    changes.measure,
    changes.category,
    changes.change_kind,
    changes.old_value,
    changes.new_value,
    changes.old_publisher_as_of,
    changes.old_publisher_as_of_basis,
    changes.new_publisher_as_of,
    changes.new_publisher_as_of_basis,
    changes.changed_at
from audit.changes
inner join asked on changes.changed_at > asked.taken_at
inner join
    known_then
    on
    changes.jurisdiction_code = known_then.jurisdiction_code
    and changes.period_start = known_then.period_start
    and changes.period_end = known_then.period_end
    and changes.measure = known_then.measure
    and changes.category = known_then.category
inner join marts.dim_jurisdiction as places on changes.jurisdiction_code = places.jurisdiction_code
where changes.change_kind in ('restated', 'corrected', 'removed')
order by changes.changed_at, places.jurisdiction_name, changes.period_start, changes.measure, changes.category
