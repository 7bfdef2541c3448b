"""Tree: blocks of lines → lines with their role, gaps, headings above them and notes that their marks point at.

Belongs here: what stands below and beside what. Not here: which number belongs to which label (figures).
"""
