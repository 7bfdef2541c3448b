"""Plain words that rules look for: for figures, for adding, for `not`, for occasions, for `is`.

Belongs here: sets of plain words without a meaning of their own. Not here: wordings with a kind (lexicon).
"""

from __future__ import annotations

ADDING = frozenset(
    ("add", "added", "adds", "also", "and", "both", "combined", "include", "included", "includes", "including", "plus",
     "together", "with")
)  # fmt: skip
"""Words with which a note puts something to a number."""
FIGURES = frozenset(("counts", "data", "figures", "numbers", "statistics", "totals"))
"""Words for all figures of a page."""
FIGURE_NOUNS = FIGURES | {
    "amounts", "count", "figure", "number", "results", "statistic", "stats", "tallies", "tally", "total", "values"
}  # fmt: skip
"""Words for one figure or several."""
DENIALS = frozenset(("aren't", "don't", "isn't", "neither", "never", "nor", "not"))
"""Words that turn a statement round."""
NEGATIONS = DENIALS | {"except", "exclude", "excludes", "excluding", "no", "none", "than", "without"}
OCCASIONS = frozenset(
    ("conference", "gathering", "hearing", "luncheon", "meeting", "packet", "press", "summit", "talks", "training",
     "webinar", "workshop")
)  # fmt: skip
"""What somebody holds or prepares in a month."""
TO_BE = frozenset(("are", "is", "was", "were"))
