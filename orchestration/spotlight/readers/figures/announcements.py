"""Sentences with a colon right above figures, which announce them: `The Hotline counted:`, `From the Atlanta area:`.

Belongs here: whether these make something else of the figures. Not here: other sentences (remarks), headings.
"""

from __future__ import annotations

from orchestration.spotlight.readers.figures.statements import Sentence
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
