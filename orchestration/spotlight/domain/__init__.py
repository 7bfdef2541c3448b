"""What every stage speaks of: reports, figures, the vocabulary, reconciliation, names, errors for people.

Belongs here: plain values and pure functions, which import nothing else of ours.
Not here: anything that reads or writes a warehouse.
"""
