"""Questions about the warehouse: is it intact, how does it stand, was this number published.

Belongs here: reading only.
Not here: anything that changes the warehouse.
"""
