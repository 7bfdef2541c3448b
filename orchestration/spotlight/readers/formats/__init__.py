"""Formats: the bytes of one document → its blocks.

Belongs here: one module per format (text, HTML, PDF, CSV). Not here: what the words of a block mean (grammar).
"""
