{# Strength of a source, 1 the strongest: the publisher before others, then by how its accuracy date is known. #}
{% macro source_strength(source_kind, publisher_as_of_basis) -%}
    case {{ source_kind }} when 'publisher' then 0 else 3 end
    + case {{ publisher_as_of_basis }} when 'printed' then 1 when 'file_metadata' then 2 else 3 end
{%- endmacro %}

{#
    A table of the ledger; where a model is added to, the rows of the batches that it does not hold yet. Files that are
    named are found at once, however long the ledger is; with many new batches it is looked through.
#}
{% macro ledger_rows(name) -%}
    {%- set everything = source('ledger', name) -%}
    {%- if is_brought_up_to_date() -%}
        {%- set numbers = range(built_batch() | int + 1, var('last_batch', 0) | int + 1) | list -%}
        {%- set files = [] -%}
        {%- for number in numbers -%}
            {%- do files.append("'ledger/batches/batch=" ~ number ~ "/" ~ name ~ ".parquet'") -%}
        {%- endfor -%}
        (
            select * from
            {% if 0 < files | length <= 100 -%}
                read_parquet([{{ files | join(', ') }}], hive_partitioning = true, hive_types = {'batch': bigint})
            {%- else -%}
                {{ everything }}
            {%- endif %}
            where {{ is_touched('batch') }}
        )
    {%- else -%}
        {{ everything }}
    {%- endif -%}
{%- endmacro %}

{#
    The looks at watched pages, or no rows of that form where no page was ever watched: DuckDB does not read no files.
    Looked up when the model is built; when dbt only parses, the source stands here, so that it is a dependency.
#}
{% macro source_polls() -%}
    {%- set files = run_query(count_of_poll_files()).columns[0].values()[0] if execute else 1 -%}
    {%- if files -%}
        {{ source('ledger', 'source_polls') }}
    {%- else -%}
        (
            select
                cast(null as timestamp) as polled_at,
                cast(null as string) as address,
                cast(null as string) as outcome,
                cast(null as string) as reason_code,
                cast(null as string) as reason,
                cast(null as bigint) as status_code,
                cast(null as string) as retrieved_from,
                cast(null as string) as etag,
                cast(null as string) as last_modified,
                cast(null as bigint) as size_bytes,
                cast(null as string) as document_id,
                cast(null as string) as file,
                cast(null as string) as run_id
            where false
        )
    {%- endif -%}
{%- endmacro %}

{% macro count_of_poll_files() -%}
    {{ adapter.dispatch('count_of_poll_files')() }}
{%- endmacro %}

{% macro default__count_of_poll_files() -%}
    select count(*) from glob('ledger/polls/*.parquet')
{%- endmacro %}

{# A pattern that matches nothing is an error to Spark, so it matches a file that is always there too. #}
{% macro spark__count_of_poll_files() -%}
    select count(*) from binaryFile.`{{ ledger_folder() }}/{batches/batch=1/batch,polls/*}.parquet`
    where path like '%/polls/%'
{%- endmacro %}
