{#
    A refresh costs what changed: a batch touches few reports, and all that depends on a report depends on its place and
    period alone. Models that say `touched_by` in their meta are incremental on DuckDB: rows of what was touched are
    deleted and made anew, so that a model is written once, for everything, and told where to look by `where_touched`.

    `built_batch` is the last batch that all tables of the build file hold, which whoever calls dbt knows. It stands in
    the SQL as a number, so that DuckDB skips what it rules out. dbt called by hand makes every row anew; after a change of
    columns or descriptions it needs `--full-refresh`, as ever.
#}
{% macro built_batch() -%}
    {{ var('built_batch', 0) | int }}
{%- endmacro %}

{# Whether the model holds the batches up to `built_batch` and is given what was touched since. #}
{% macro is_brought_up_to_date() -%}
    {%- do return(built_batch() | int > 0 and is_incremental()) -%}
{%- endmacro %}

{# What is true of the rows that a batch touched, by the key that `touched_by` names. #}
{% macro is_touched(key, touched_reports) -%}
    {%- if key == 'batch' -%}
        batch > {{ built_batch() }}
    {%- elif key == 'report' -%}
        report_id in (select touched.report_id from {{ touched_reports }} as touched)
    {%- elif key == 'period' -%}
        (jurisdiction_code, period_start, period_end) in (
            select distinct
                touched.jurisdiction_code,
                touched.period_start,
                touched.period_end
            from {{ touched_reports }} as touched
        )
    {%- else -%}
        {%- do exceptions.raise_compiler_error("touched_by is batch, report or period, not " ~ key) -%}
    {%- endif -%}
{%- endmacro %}

{# Ends the import of what an incremental model reads: only the rows that it makes anew. #}
{% macro where_touched(key='period') -%}
    {%- if is_brought_up_to_date() -%}
        where {{ is_touched(key, ref('int_touched_reports')) }}
    {%- elif not execute -%}
        {%- do ref('int_touched_reports') -%} {#- so that dbt knows of it; unit tests are given what is read alone -#}
    {%- endif -%}
{%- endmacro %}

{# The same for a model that is added to batch by batch. #}
{% macro where_new() -%}
    {%- if is_brought_up_to_date() -%}
        where {{ is_touched('batch') }}
    {%- endif -%}
{%- endmacro %}

{# Before an incremental model adds its rows: those of what was touched go, also where none come in their place. #}
{% macro forget_touched() -%}
    {%- if is_incremental() -%}
        delete from {{ this }}
        {%- if is_brought_up_to_date() %}
            where {{ is_touched(model.config.meta.touched_by, touched_reports_beside(this)) }}
        {%- endif %}
    {%- endif -%}
{%- endmacro %}

{# `int_touched_reports` where `ref` may not be asked: in a hook or a test, of models that depend on it. #}
{% macro touched_reports_beside(relation) -%}
    {{ relation.incorporate(path={'schema': 'intermediate', 'identifier': 'int_touched_reports'}, type='table') }}
{%- endmacro %}

{#
    Tests look at what was touched, and at everything in a full build or where their meta says `looks_at: everything`: a
    warning stands for as long as what it warns of. Called by dbt for the relation of every test.
#}
{% macro get_where_subquery(relation) -%}
    {%- set tested = [] -%}
    {%- if execute and built_batch() | int and not flags.FULL_REFRESH -%}
        {%- for id in model.depends_on.nodes if id in graph.nodes -%}
            {%- set node = graph.nodes[id] -%}
            {%- if node.name == relation.identifier and node.config.materialized == 'incremental' -%}
                {%- do tested.append(node.config.meta.touched_by) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if tested and config.get('meta', {}).get('looks_at') != 'everything' -%}
        {%- do return(
            '(select * from ' ~ relation ~ ' where ' ~ is_touched(tested[0], touched_reports_beside(relation)) ~ ')'
        ) -%}
    {%- endif -%}
    {%- do return(relation) -%}
{%- endmacro %}

{# Descriptions are comments of the table: they are there for as long as it is. #}
{% macro persist_docs(relation, model, for_relation=true, for_columns=true) -%}
    {%- if not is_incremental() -%}
        {%- do adapter.dispatch('persist_docs', 'dbt')(relation, model, for_relation, for_columns) -%}
    {%- endif -%}
{%- endmacro %}
