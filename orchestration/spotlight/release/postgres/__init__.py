"""Marts and audit of the current release as tables of a PostgreSQL database, for tools that want a server.

Belongs here: the rows (`copy`), tables, keys and comments (`shape`), and the way to the server (`connection`).
Not here: when it is written (`orchestration/defs/postgres.py`), who may read it (`bi/postgres.md`).
"""
