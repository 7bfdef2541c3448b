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

{#
    When a row was recorded. No batch is recorded after a later one: one whose date says so was written by a clock that was
    ahead, and counts as recorded just before the later one, in the order of the batches (docs/adr/0008). Only a full build
    has to ask: a batch that puts such dates right is never built incrementally.
#}
{% macro recorded_at() -%}
    {%- set ahead = run_query(batches_ahead()).rows if execute and not is_incremental() else [] -%}
    {%- if ahead -%}
        case batch
            {%- for batch, later_at in ahead %}
            when {{ batch }} then cast('{{ later_at - modules.datetime.timedelta(microseconds=loop.index) }}' as timestamp)
            {%- endfor %}
            else recorded_at
        end
    {%- else -%}
        recorded_at
    {%- endif -%}
{%- endmacro %}

{% macro batches_ahead() -%}
    select batch, later_at
    from (
        select
            batch,
            recorded_at,
            min(recorded_at) over (order by batch rows between 1 following and unbounded following) as later_at
        from {{ adapter.dispatch('batch_files')() }}
    ) as dated
    where recorded_at >= later_at
    order by batch desc
{%- endmacro %}

{% macro default__batch_files() -%}
    read_parquet(
        'ledger/batches/batch=*/batch.parquet', hive_partitioning = true, hive_types = {'batch': bigint}, union_by_name = true
    )
{%- endmacro %}

{% macro spark__batch_files() -%}
    (
        select recorded_at, cast(regexp_extract(_metadata.file_path, '/batch=([0-9]+)/', 1) as bigint) as batch
        from parquet.`{{ ledger_folder() }}/batches/batch=*/batch.parquet`
    ) as batches
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
