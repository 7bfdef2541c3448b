-- Question: By which channel do people reach the hotline, as shares that may be compared?
-- It does not mean: the channels of all signals everywhere. Only places and years whose breakdown is complete are
-- here: in a partial one the share of what was printed would look too large. Signals are contacts, not cases.
-- Edit: nothing.
select
    jurisdiction_name,
    year,
    channel,
    signal_count,
    sum(signal_count) over (partition by jurisdiction_code, year) as all_channels,
    case
        when sum(signal_count) over (partition by jurisdiction_code, year) > 0
            then signal_count * 1.0 / sum(signal_count) over (partition by jurisdiction_code, year)
    end as channel_share,
    publisher_as_of
from marts.fct_channels
where breakdown_status = 'complete'
order by jurisdiction_name asc, year asc, signal_count desc, channel asc
