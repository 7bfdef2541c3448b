"""Figures: each number of the document as a figure with its context, as no figure with the reason, or as a refusal.

Belongs here: binding labels to numbers, and whether a context agrees. Not here: what words mean (grammar).
"""
