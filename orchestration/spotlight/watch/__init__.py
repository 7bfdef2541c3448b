"""Watched pages: fetched when due, saved as documents when they say something new.

Belongs here: the network, and nothing else in the project touches it.
Not here: what a document says (readers).
"""
