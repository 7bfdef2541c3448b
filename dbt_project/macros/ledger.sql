{#
    A table of the ledger; in an incremental build, the rows of the batches that the tables do not hold yet. Files that
    are named are found at once, however long the ledger is; with many new batches all are searched.
#}
{% macro ledger_rows(name) -%}
    {%- set files = [] -%}
    {%- if is_incremental() -%}
        {%- for number in range(built_batch() | int + 1, var('last_batch') | int + 1) -%}
            {%- do files.append("'ledger/batches/batch=" ~ number ~ "/" ~ name ~ ".parquet'") -%}
        {%- endfor -%}
    {%- endif -%}
    (
        {{ adapter.dispatch('columns_since_format_1')() if name == 'figures' }}
        select * from
        {% if 0 < files | length <= 100 -%}
            read_parquet(
                [{{ files | join(', ') }}],
                hive_partitioning = true, hive_types = {'batch': bigint}, union_by_name = true
            )
        {%- else -%}
            {{ source('ledger', name) }}
        {%- endif %}
        {% if is_incremental() -%}
            where batch > {{ built_batch() }}
        {%- endif %}
    )
{%- endmacro %}

{# A ledger of format 1 lacks these columns, and DuckDB would not know their names. On Spark `ledger_view` adds them. #}
{% macro default__columns_since_format_1() -%}
    select cast(null as varchar) as source_context
    where false
    union all by name
{%- endmacro %}

{% macro spark__columns_since_format_1() -%}
{%- endmacro %}

{#
    The polls of watched pages, or an empty table if no page was ever watched: DuckDB cannot read zero files. The files
    are listed when the model is built; while dbt parses, the source is named here, so that it is a dependency.
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

{# Spark fails on a pattern without matches, so this one also matches a file that always exists. #}
{% macro spark__count_of_poll_files() -%}
    select count(*) from binaryFile.`{{ ledger_folder() }}/{batches/batch=1/batch,polls/*}.parquet`
    where path like '%/polls/%'
{%- endmacro %}
