-- Question: What did the Missouri spotlight of 2019 print, line by line?
-- It does not mean: that the lines add up. The types sum to 234, the printed total is 233; both are kept as printed.
-- Victims, traffickers and businesses are other units than cases: never add them to cases or to each other.
-- Edit: jurisdiction and year, for any other spotlight.
with asked as (
    select
        'US-MO' as jurisdiction_code,
        2019 as year
)

select
    figures.source_line,
    figures.measure,
    figures.category,
    figures.value,
    figures.value_status,
    figures.source_text,
    figures.publisher_as_of,
    documents.path as document
from marts.fct_figures as figures
inner join asked on figures.jurisdiction_code = asked.jurisdiction_code and figures.year = asked.year
inner join marts.dim_document as documents on figures.document_id = documents.document_id
order by documents.path, figures.source_line, figures.measure, figures.category
