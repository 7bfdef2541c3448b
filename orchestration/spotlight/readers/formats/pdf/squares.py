"""Squares of picture fonts: bullets, boxes to tick, marks of notes.

Belongs here: what a square is by what stands beside it. Not here: which letters are squares (worker).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from orchestration.spotlight.readers.formats.pdf.lines import FAR_FROM_MARK, Word

_FILLED, _HOLLOW = "■", "□"


def without_bullets(words: Sequence[Word]) -> list[Word]:
    """The numbered words of a page without the squares that are bullets of what is close behind them.

    Hollow and filled squares on one page are boxes to tick, and become `[ ]` and `[x]`. Others may be the marks of
    notes, so that what stands beside them becomes doubtful.
    """
    texts = {word.text for word in words}
    if texts.isdisjoint((_FILLED, _HOLLOW)):
        return list(words)
    lines: dict[int, list[Word]] = defaultdict(list)
    for word in sorted(words, key=lambda word: word.left):
        lines[word.line].append(word)
    bullets: set[int] = set()
    for line in lines.values():
        for before, word, after in zip((None, *line), line, (*line[1:], None), strict=False):
            if word.text not in (_FILLED, _HOLLOW):
                continue
            room = after.left - word.right if after is not None else math.inf
            is_bullet = room < FAR_FROM_MARK * word.size and (before is None or word.left - before.right > room)
            # Right before a number it may be the mark of a note.
            is_bullet &= after is not None and after.text[0].isalpha()
            if texts >= {_FILLED, _HOLLOW}:
                word.text = "[x]" if word.text == _FILLED else "[ ]"
            elif is_bullet:
                bullets.add(id(word))
            else:
                for one in filter(None, (before, word, after)):
                    one.doubt = one.doubt or "the mark of a note may stand beside it"
    return [word for word in words if id(word) not in bullets]
