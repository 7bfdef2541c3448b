"""The warehouse in plain Python, a room a stage.

Belongs here: what happens to the figures.
Not here: when it happens (orchestration/defs) or what is typed (orchestration/cli).
"""
