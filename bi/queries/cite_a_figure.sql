-- Question: Where does a number come from, and how do I cite it?
-- It does not mean: that the number is still current when superseded_on is filled; then cite it with its own date.
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
    revisions.superseded_on,
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
