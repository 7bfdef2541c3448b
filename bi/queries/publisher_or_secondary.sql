-- Question: Which current figures are the publisher's own, and which come from a secondary account?
-- Trap: taking a secondary figure for wrong, or for as good. It was copied by others from what the publisher said; once the
-- publisher's own document is here, it takes its place.
-- Edit: nothing.
select
    measure,
    category_scheme,
    year,
    count(case when source_kind = 'publisher' then 1 end) as publisher_figures,
    count(case when source_kind = 'secondary' then 1 end) as secondary_figures,
    count(case when publisher_as_of_basis = 'printed' then 1 end) as figures_with_a_printed_date,
    max(publisher_as_of) as latest_publisher_as_of
from marts.fct_figures
group by measure, category_scheme, year
order by measure, category_scheme, year
