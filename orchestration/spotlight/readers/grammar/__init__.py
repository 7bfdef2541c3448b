"""Grammar: what words say: numbers, dates, periods, places, labels, and what a heading makes of what is below it.

Belongs here: the meaning of one line or paragraph by itself. Not here: what stands below what (tree).
"""
