"""What stands below the last figure and heads nothing: `Figures for Indiana`, `January to June`, `Minors only`.

Belongs here: which lines these are. Not here: what a sentence makes of figures (remarks, context).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.figures.statements import Sentence, sentences_of
from orchestration.spotlight.readers.grammar.lexicon import Lexicon
from orchestration.spotlight.readers.tree.lines import Line, Role

_OF_TEXT = (Role.PROSE, Role.NOTE, Role.ITEM)
_LEADS_AWAY = re.compile(r"(?:related|see also)\b", re.IGNORECASE)


def last_words_of(lines: Sequence[Line], lexicon: Lexicon) -> list[Sentence]:
    """Headings without a text of their own below the last figure, as sentences: they may speak of what is above."""
    last = max((at for at, line in enumerate(lines) if line.counts or line.role is Role.TABLE), default=len(lines))
    below = [line for line in lines[last + 1 :] if line.role is not Role.BLANK]
    with_text = {id(line) for line, after in pairwise(below) if after.role in _OF_TEXT}
    lone = [one for one in below if one.role is Role.HEADING and id(one) not in with_text]
    # What a line with a day dates is told where days are.
    said = [one for one in lone if one.kind is BlockKind.TEXT and not (one.said.days or _LEADS_AWAY.match(one.text))]
    return sentences_of([replace(line, role=Role.PROSE) for line in said], lexicon)
