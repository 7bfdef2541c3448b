"""Sentences with a colon right above figures, which announce them: `The Hotline counted:`, `From the Atlanta area:`.

Belongs here: whether these make something else of the figures. Not here: other sentences (remarks), headings.
"""

from __future__ import annotations

import re

from orchestration.spotlight.readers.figures.statements import Sentence, mentions_figures
from orchestration.spotlight.readers.grammar.examples import Examples
from orchestration.spotlight.readers.grammar.words import PLAIN_VERBS, VERBS_OF_COUNTING, VERBS_OF_RECEIVING
from orchestration.spotlight.readers.tree.lines import Role

_LEAD = 0.0
"""A sentence that announces figures and has more evidence, by the examples of leads, changes them."""
_SURE = 2.8
"""The same by the examples of sentences, which say too much of most sentences about figures."""
UNLIKELY = -2.5
"""Enough evidence where a sentence dates the figures and names a part of them."""
OF_A_PART = frozenset(
    ("average", "estimate", "local", "other_breakdown", "other_place", "other_service", "scale", "share")
)
_BEFORE_PARTS = frozenset(("among", "at", "by", "for", "from", "in", "of", "within"))
_OTHERS = frozenset(("average", "other_figure", "scale", "share"))
"""Kinds of words for numbers that are no counts."""
_IN_EACH = ("a", "each", "every", "per")
"""First words of what numbers are counted in: `per month`, `per million`."""
_COUNTED_IN = frozenset(("as", "in", "on", "per"))
_SINCE_YEAR = re.compile(r"\bsince (?:\w+ ){0,2}(?:19|20)[0-9]{2}\b", re.IGNORECASE)


def announces_others(sentence: Sentence) -> bool:
    """Whether a sentence announces other numbers than counts: `Types of trafficking, in per cent of the cases:`."""
    said = sentence.said
    is_lead = sentence.text.rstrip().endswith(":") and not sentence.is_negated
    is_of_figures = bool(said.measures) or said.names_breakdown or mentions_figures(sentence)
    if not (is_lead and is_of_figures):
        return False
    before: list[str] = []
    for phrase in sentence.phrases:
        words = phrase.text.casefold().split()
        is_of_each = phrase.kind in ("part_of_year", "share") and words[0] in _IN_EACH
        if is_of_each or (phrase.kind in _OTHERS and not _COUNTED_IN.isdisjoint([*before[-2:], words[0]])):
            return True
        before += words
    return _SINCE_YEAR.search(sentence.text) is not None


def announces_a_part(sentence: Sentence, examples: Examples, of_leads: Examples) -> bool:
    """Whether words right above figures make them those of a part, as in a heading: `From the Atlanta area:`.

    Where no rule says so, the examples of leads decide; of a line with only a date they have nothing to say.
    """
    is_by_examples = of_leads.evidence(sentence.text) > _LEAD or examples.evidence(sentence.text) > _SURE
    if sentence.line.role is not Role.STATEMENT and is_by_examples:
        return True
    kinds = {kind for kind, _ in sentence.said.outside}
    names_part = bool(sentence.said.towns) or not (OF_A_PART | {"nation", "other_period"}).isdisjoint(kinds)
    # `In farm work:` is no sentence.
    is_fragment = not _BEFORE_PARTS.isdisjoint(sentence.words[:1]) and (
        PLAIN_VERBS | VERBS_OF_RECEIVING | VERBS_OF_COUNTING
    ).isdisjoint(sentence.words)
    names_part |= bool(sentence.said.unknown) and is_fragment
    is_lead = sentence.text.rstrip().endswith(":") and not sentence.is_negated
    return is_lead and names_part and examples.evidence(sentence.text) > UNLIKELY
