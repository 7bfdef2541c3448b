"""Files that are whole or not there: notes, Parquet, hashes.

Belongs here: how bytes get to the disk and are known again.
Not here: what they mean.
"""
