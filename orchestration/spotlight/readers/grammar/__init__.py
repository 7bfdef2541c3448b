"""What words mean: numbers, dates, periods, places, labels, and how a heading changes the figures below it.

Belongs here: the meaning of one line or paragraph by itself. Not here: what stands below what (tree).
"""
