"""Plain words that rules look for: for figures, people, adding, counting, making, occasions, `not` and `is`.

Belongs here: sets of plain words without a meaning of their own. Not here: wordings with a kind (lexicon).
"""

from __future__ import annotations

ADDING = frozenset(
    ("add", "added", "adds", "also", "and", "both", "combined", "include", "included", "includes", "including", "plus",
     "together", "with")
)  # fmt: skip
"""Words with which a note puts something to a number."""
CODES_AS_WORDS = frozenset(("CO", "HI", "ID", "IN", "LA", "MA", "MD", "ME", "OK", "OR", "PA", "PR"))
"""Codes of states that are words or abbreviations, too: `ID`, `LA`."""
FIGURES = frozenset(("counts", "data", "figures", "numbers", "statistics", "totals"))
"""Words for all figures of a page."""
FIGURE_NOUNS = FIGURES | {
    "amounts", "count", "figure", "number", "results", "statistic", "stats", "tallies", "tally", "total", "values"
}  # fmt: skip
"""Words for one figure or several."""
WORDS_FOR_FIGURES = FIGURES | {"count", "snapshot", "spotlight", "tallies", "tally"}
"""Words of headings that stand above figures."""
OF_REPORTS = FIGURE_NOUNS | {
    "above", "adult", "adults", "average", "averaged", "averages", "bar", "below", "box", "boxes", "call", "called",
    "caller", "callers", "calls", "card", "case", "cases", "chart", "chats", "child", "children", "column", "columns",
    "contact", "contacts", "copied", "counted", "counties", "county", "covers", "digit", "digits", "document",
    "documents", "doubled", "draft", "emails", "entered", "entries", "entry", "estimate", "estimated", "estimates",
    "except", "excluded", "fiscal", "graph", "half", "heading", "here", "hotline", "hotline's", "hundred", "hundreds",
    "included", "label", "labels", "left", "list", "listed", "lists", "median", "minor", "minors", "missing", "month",
    "months", "multiplied", "multiply", "nationwide", "nhtrc", "old", "only", "page", "pages", "per", "percent",
    "percentage", "period", "printed", "quarter", "rate", "rates", "record", "recorded", "records", "regional",
    "report", "reported", "reports", "round", "rounded", "row", "rows", "sample", "share", "shares", "sheet",
    "sheets", "shown", "signal", "signals", "situation", "situations", "spotlight", "state", "states", "statewide",
    "sum", "sums", "survivors", "tab", "table", "tables", "template", "text", "texts", "thousand", "thousands", "tip",
    "tips", "trafficked", "traffickers", "trafficking", "typed", "value", "version", "victim", "victims", "webchat",
    "webforms", "without", "wrong", "year", "years", "zero", "zeros"
}  # fmt: skip
"""Words of reports and their figures. Four of five sentences that change figures hold one."""
DENIALS = frozenset(("aren't", "don't", "isn't", "neither", "never", "nor", "not"))
"""Words that turn a statement round."""
NEGATIONS = DENIALS | {"except", "exclude", "excludes", "excluding", "no", "none", "than", "without"}
OCCASIONS = frozenset(
    ("breakfast", "briefing", "conference", "convening", "gathering", "hearing", "luncheon", "meeting",
     "packet", "press", "retreat", "summit", "symposium", "talks", "training", "webinar", "workshop")
)  # fmt: skip
"""What somebody holds or prepares in a month."""
SEASONS = frozenset(("autumn", "fall", "spring", "summer", "winter"))
TO_BE = frozenset(("are", "is", "was", "were"))
VERBS_OF_COUNTING = frozenset(
    ("answered", "counted", "fielded", "handled", "heard", "identified", "learned", "logged", "received", "recorded",
     "tallied")
)  # fmt: skip
"""Verbs whose year is that of the counts. `reported` is not one: cases `reported in 2020` may be of 2019."""
VERBS_OF_MAKING = frozenset(
    ("accessed", "addressed", "approved", "archived", "assembled", "circulated", "compiled", "contributed", "copied",
     "created", "delivered", "designed", "developed", "digitized", "distributed", "edited", "funded", "hosted",
     "issued", "mailed", "maintained", "posted", "prepared", "presented", "printed", "produced", "published",
     "released", "reprinted", "retrieved", "reviewed", "revised", "scanned", "sent", "sponsored", "submitted",
     "supported", "transcribed", "translated", "typed", "updated", "written")
)  # fmt: skip
"""Verbs whose year is that of the document: `printed in 2021`."""
PEOPLE_COUNTED = frozenset(
    ("adolescents", "adults", "age", "boys", "child", "children", "female", "females", "foreign nationals", "girls",
     "juvenile", "juveniles", "kids", "male", "males", "men", "minor", "minors", "teenagers", "teens", "under 18",
     "women", "youth", "youths")
)  # fmt: skip
"""People that a figure may count: `Minors` right below it."""
BETWEEN_TOTAL_AND_PARTS = frozenset(
    ("among them", "among these", "of the total", "of them", "of these", "of these cases", "of those", "of those cases",
     "of which")
)  # fmt: skip
"""Wordings between a total and its parts."""
PLAIN_VERBS = frozenset(
    ("is", "are", "was", "were", "be", "may", "can", "could", "do", "does", "has", "have", "had", "will", "would")
)
VERBS_OF_RECEIVING = frozenset(
    ("answered", "came", "collected", "combine", "combined", "combines", "come", "comes", "counted", "gathered",
     "identified", "learned", "received", "recorded", "took")
)  # fmt: skip
"""Verbs for what a hotline does with calls."""
