{#
    Only what is affected: a batch states few reports, and everything that depends on a report depends on its place and
    period alone. So most models are incremental on DuckDB. Each names in `unique_key` the columns that say what is
    replaced as a whole, limits its reads by `where_affected()`, and is otherwise written like a full build.

    The caller of dbt sets the variable `built_batch`: the batch that all tables hold (orchestration/spotlight/release/dbt_runner.py
    decides, and when a full build is cheaper). Without it every table is built from the whole ledger.
#}
{% macro built_batch() -%}
    {{ var('built_batch', 0) | int }}
{%- endmacro %}

{# dbt asks this before it adds to a table: dbt started by hand never does. #}
{% macro should_full_refresh() -%}
    {%- do return(flags.FULL_REFRESH or not built_batch() | int) -%}
{%- endmacro %}

{# Ends an import: only the rows that an incremental build replaces. The rows of a staging model are those of a batch. #}
{% macro where_affected() -%}
    {%- if built_batch() | int and is_incremental() -%}
        where {{ is_affected(config.get('unique_key'), ref('int_affected_reports')) }}
    {%- elif not execute -%}
        {%- do ref('int_affected_reports') -%} {#- dbt finds the dependency when it parses -#}
    {%- endif -%}
{%- endmacro %}

{% macro is_affected(unique_key, affected_reports) -%}
    {%- if unique_key == 'batch' -%}
        batch > {{ built_batch() }}
    {%- else -%}
        {%- set columns = ([unique_key] if unique_key is string else unique_key) | join(', ') -%}
        ({{ columns }}) in (select {{ columns }} from {{ affected_reports }})
    {%- endif -%}
{%- endmacro %}

{# The incremental strategy `affected`: rows are deleted even without new ones, unlike with `delete+insert`. #}
{% macro get_incremental_affected_sql(arguments) -%}
    delete from {{ arguments.target_relation }}
    where {{ is_affected(arguments.unique_key, ref('int_affected_reports')) }};
    {{ get_incremental_append_sql(arguments) }}
{%- endmacro %}

{#
    dbt asks this for the relation of every test: an incremental build tests only what it replaced, except where the
    test's meta says `scope: everything` (a warning must last as long as its cause).
#}
{% macro get_where_subquery(relation) -%}
    {%- if execute and not should_full_refresh() and config.get('meta', {}).get('scope') != 'everything' -%}
        {%- set affected = relation.incorporate(path={'schema': 'intermediate', 'identifier': 'int_affected_reports'}) -%}
        {%- for id in model.depends_on.nodes if id in graph.nodes -%}
            {%- set tested = graph.nodes[id] -%}
            {%- if tested.name == relation.identifier and tested.config.materialized == 'incremental' -%}
                {%- do return(
                    '(select * from ' ~ relation ~ ' where ' ~ is_affected(tested.config.unique_key, affected) ~ ')'
                ) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do return(relation) -%}
{%- endmacro %}

{# Descriptions are comments on the table, so an incremental build keeps them. #}
{% macro persist_docs(relation, model, for_relation=true, for_columns=true) -%}
    {%- if not is_incremental() -%}
        {%- do adapter.dispatch('persist_docs', 'dbt')(relation, model, for_relation, for_columns) -%}
    {%- endif -%}
{%- endmacro %}

{# The comments of a table at once. Its columns are not asked for: its contract has just compared them. #}
{% macro duckdb__persist_docs(relation, model, for_relation, for_columns) -%}
    {%- set is_described = for_relation and config.persist_relation_docs() and model.description -%}
    {%- call statement() -%}
        {%- if is_described %}
            {{- duckdb__alter_relation_comment(relation, model.description) }}
        {%- endif %}
        {%- if for_columns and config.persist_column_docs() %}
            {%- for name, column in model.columns.items() %}
                comment on column {{ relation }}.{{ name }} is {{ duckdb_escape_comment(column.description) }};
            {%- endfor %}
        {%- endif %}
    {%- endcall -%}
{%- endmacro %}
