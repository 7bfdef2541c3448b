-- Question: Where does a number come from, and how do I cite it?
-- Trap: citing a number as today's when superseded_on is filled: then it was replaced, and is cited with its own date. A
-- date with ≤ in the citation is the latest possible day, not a printed one.
-- Edit: place, year, measure and category.
with asked as (
    select
        'US-MO' as jurisdiction_code,
        2019 as year,
        'cases' as measure,
        'total' as category
)

select
    revisions.value,
    revisions.value_status,
    revisions.publisher_as_of,
    revisions.publisher_as_of_basis,
    revisions.superseded_on,
    revisions.superseded_on_basis,
    documents.path as document,
    revisions.source_line,
    revisions.source_text,
    reports.citation
from marts.fct_figure_revisions as revisions
inner join
    asked
    on
    revisions.jurisdiction_code = asked.jurisdiction_code
    and revisions.year = asked.year
    and revisions.measure = asked.measure
    and revisions.category = asked.category
inner join marts.dim_report as reports on revisions.report_id = reports.report_id
inner join marts.dim_document as documents on revisions.document_id = documents.document_id
order by revisions.publisher_as_of
