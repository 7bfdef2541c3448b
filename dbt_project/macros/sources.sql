{# Strength of a source, 1 the strongest: the publisher before others, then by how its accuracy date is known. #}
{% macro source_strength(source_kind, publisher_as_of_basis) -%}
    case {{ source_kind }} when 'publisher' then 0 else 3 end
    + case {{ publisher_as_of_basis }} when 'printed' then 1 when 'file_metadata' then 2 else 3 end
{%- endmacro %}

{#
    The looks at watched pages, or no rows of that form where no page was ever watched: DuckDB does not read no files.
    Looked up when the model is built; when dbt only parses, the source stands here, so that it is a dependency.
#}
{% macro source_polls() -%}
    {%- set files = run_query("select count(*) from glob('ledger/polls/*.parquet')").columns[0].values()[0] if execute else 1 -%}
    {%- if files -%}
        {{ source('ledger', 'source_polls') }}
    {%- else -%}
        (
            select
                null::timestamp as polled_at,
                null::varchar as address,
                null::varchar as outcome,
                null::varchar as reason_code,
                null::varchar as reason,
                null::bigint as status_code,
                null::varchar as retrieved_from,
                null::varchar as etag,
                null::varchar as last_modified,
                null::bigint as size_bytes,
                null::varchar as document_id,
                null::varchar as file,
                null::varchar as run_id
            where false
        )
    {%- endif -%}
{%- endmacro %}
