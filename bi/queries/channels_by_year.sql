-- Question: By which channels did people of a place reach the hotline, year by year?
-- Trap: adding the channels of each year: for 2012 to 2016 only phone calls were printed, so the sum of 2019 beside theirs
-- shows growth that is none. A share is given only where the breakdown is complete, and is of the sum of the channels:
-- signal_count may be of a later report (`different_reports`). Channels were added over the years (break_note). Count
-- signals by signal_count, and signals are contacts, not cases.
-- Edit: place.
with asked as (
    select 'US-MO' as jurisdiction_code
)

select
    channels.jurisdiction_name,
    channels.year,
    channels.channel,
    channels.signal_count as channel_count,
    channels.breakdown_status,
    case
        when channels.breakdown_status = 'complete' and totals.parts_total > 0
            then channels.signal_count * 1.0 / totals.parts_total
    end as channel_share,
    totals.signal_count,
    totals.signal_count_basis,
    totals.reconciliation_status,
    channels.publisher_as_of,
    channels.publisher_as_of_basis,
    trend.break_note
from marts.fct_channels as channels
inner join asked on channels.jurisdiction_code = asked.jurisdiction_code
inner join marts.fct_signal_totals as totals
    on channels.jurisdiction_code = totals.jurisdiction_code and channels.year = totals.year
left join marts.rpt_trend as trend
    on channels.jurisdiction_code = trend.jurisdiction_code and channels.year = trend.year
    and trend.measure = 'signals'
    and trend.category = case when channels.channel = 'not_broken_down' then 'total' else channels.channel end
order by channels.year asc, channels.signal_count desc, channels.channel asc
