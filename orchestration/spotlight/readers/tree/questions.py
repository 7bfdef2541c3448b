"""Questions that a number answers: `How many victims were identified?` above `104`.

Belongs here: which question is the label of the number below it. Not here: questions that head a table (headings).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.grammar.lexicon import Lexicon
from orchestration.spotlight.readers.grammar.phrases import phrases_of
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.tree.lines import NEAR, Line

_QUESTION = re.compile(
    r"How many (.{3,60}?) (?:(?:were|have been) (?:(?:made|sent) to the hotline"
    r"|(?:counted|identified|received|recorded|reported)(?: by the hotline)?|there)"
    r"|did the hotline (?:count|handle|identify|learn of|receive|record))\?",
    re.IGNORECASE,
)


def label_answers(lines: Sequence[Line], lexicon: Lexicon) -> None:
    """Make each such question, if a line with one number and nothing else follows, the label in its middle."""
    for line, after in pairwise(lines):
        text = line.pieces[0].text.rstrip()
        found = _QUESTION.fullmatch(text, len(text) - len(text.lstrip())) if len(line.pieces) == 1 else None
        is_answer = [token.kind for token in after.tokens] == [Kind.NUMBER] and line.gap_to(after) <= NEAR
        if found is None or not is_answer:
            continue
        tokens = [token for token in line.tokens if found.start(1) <= token.column < found.end(1)]
        phrases = phrases_of(tokens, lexicon)
        if len(phrases) == 1 and phrases[0].label is not None and phrases[0].label.kind == "figure":
            line.reword(tuple(phrases))
            line.kind, line.level = BlockKind.TEXT, None
