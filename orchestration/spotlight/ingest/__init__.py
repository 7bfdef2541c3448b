"""From the reports folder to the ledger: find, read, validate, resolve, append.

Belongs here: one refresh's way from files to a batch, and the rules of which statement wins between files.
Not here: how a document is read (readers) or a batch is stored (ledger).
"""
