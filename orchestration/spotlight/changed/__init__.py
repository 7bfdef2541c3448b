"""Is there anything to do? Asked before every refresh, with the standard library only.

Belongs here: fingerprints of inputs and code, and the note of the last refresh.
Not here: what is done about a difference.
"""
