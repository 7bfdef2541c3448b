"""Formats: the bytes of one document → its blocks.

Belongs here: one module a format (text, HTML, PDF, CSV). Not here: what the words of a block mean (grammar).
"""
