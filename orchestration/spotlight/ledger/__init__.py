"""The ledger: append-only batches of Parquet, chained by hashes, and the record of watched pages.

Belongs here: its format, appending to it and reading it back.
Not here: which statement is accepted (ingest) and what the facts are (dbt).
"""
