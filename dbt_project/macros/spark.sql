{# Where Spark finds the ledger: at the same path on every machine of the cluster. #}
{% macro ledger_folder() -%}
    {{ env_var('SPOTLIGHT_WAREHOUSE_DIR') }}/ledger
{%- endmacro %}

{#
    Before a staging model: the table of the ledger that it reads, as a view of the source's name. DuckDB needs none, it
    reads the files from where the sources say that they are.
#}
{% macro ledger_view() -%}
    {%- if execute and target.type == 'spark' -%}
        {%- set name = model.sources[0][1] -%}
        {%- call statement('ledger') -%} create schema if not exists ledger {%- endcall -%}
        {%- if name != 'source_polls' -%}
            {%- set files = "parquet.`" ~ ledger_folder() ~ "/batches/batch=*/" ~ name ~ ".parquet`" -%}
            {%- set stored = run_query("describe select * from " ~ files).columns[0].values() -%}
            create or replace view ledger.{{ name }} as
            select
                *,
                {% if name == 'figures' and 'source_context' not in stored -%}
                    cast(null as string) as source_context, -- a ledger that has format 1 only
                {% endif -%}
                cast(regexp_extract(_metadata.file_path, '/batch=([0-9]+)/', 1) as bigint) as batch
            from {{ files }}
        {%- elif run_query(count_of_poll_files()).columns[0].values()[0] -%}
            create or replace view ledger.{{ name }} as
            select * from parquet.`{{ ledger_folder() }}/polls/*.parquet`
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#
    Rows of a seed as literals. dbt-spark passes values separately from the SQL, which in a session turns an empty cell into
    the word None and breaks at an apostrophe.
#}
{% macro spark__load_csv_rows(model, agate_table) -%}
    {%- set types = model.config.column_types -%}
    {%- set rows = [] -%}
    {%- for row in agate_table.rows -%}
        {%- set cells = [] -%}
        {%- for name in agate_table.column_names -%}
            {%- set text = row[name] | string | replace('\\', '\\\\') | replace("'", "\\'") -%}
            {%- do cells.append("cast(" ~ ("null" if row[name] is none else "'" ~ text ~ "'") ~ " as " ~ types[name] ~ ")") -%}
        {%- endfor -%}
        {%- do rows.append("(" ~ cells | join(", ") ~ ")") -%}
    {%- endfor -%}
    {%- if rows -%}
        {%- set sql = "insert into " ~ this ~ " values " ~ rows | join(", ") -%}
        {%- do adapter.add_query(sql, abridge_sql_log=True) -%}
        {{- return(sql) -}}
    {%- endif -%}
    {{- return("") -}}
{%- endmacro %}
