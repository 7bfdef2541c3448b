"""From the ledger to what people open: dbt, the release folder, its exports and dashboard, the copy in PostgreSQL.

Belongs here: building, publishing and exporting.
Not here: deciding what is believed (ingest, dbt models).
"""
