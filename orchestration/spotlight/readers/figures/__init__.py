"""Figures: each number of a document becomes a figure with its context, is left out with a reason, or is refused.

Belongs here: binding numbers to labels, and checking their contexts. Not here: what words mean (grammar).
"""
