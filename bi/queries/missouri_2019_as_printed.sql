-- Question: What did the Missouri spotlight of 2019 print, line by line?
-- Trap: adding the lines up. The types sum to 234, the printed total is 233; both are kept as printed. Victims, traffickers
-- and businesses are other units than cases: never add them to cases or to each other.
-- Edit: document, for any other one (marts.dim_document lists them).
with asked as (
    select 'missouri-2019-spotlight-as-of-2020-07-30.txt' as document
)

select
    figures.source_line,
    figures.measure,
    figures.category,
    figures.value,
    figures.value_status,
    figures.source_text,
    figures.source_context,
    figures.publisher_as_of,
    figures.publisher_as_of_basis,
    documents.path as document
from marts.fct_figure_revisions as figures
inner join marts.dim_document as documents on figures.document_id = documents.document_id
inner join asked on documents.path = asked.document
order by figures.source_line, figures.measure, figures.category
