"""Signs that people and programs put between labels and numbers: arrows, boxes, entities, marks of records.

Belongs here: signs that a person passes over on a line of plain text. Not here: bullets and headings (markup).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from itertools import pairwise

from orchestration.spotlight.readers.formats.wikitext import Numbered

_ARROW_TO_NUMBER = re.compile(r"(?<=[A-Za-z)]) +(?:-+>|=>|\u2192) +(?=[0-9][0-9,]{0,11} *$)")
"""`Phone calls -> 251`, but not `40 -> 42`."""
_ARROW_FROM_LABEL = re.compile(r"^( *[0-9][0-9,]{0,11}) +(?:<-+|<=+|\u2190) +(?=[A-Za-z])")
"""`71  <-  trafficking cases`"""
_BOXED_NUMBER = re.compile(
    r" *\[ {1,5}([0-9][0-9,]{0,9}) {1,5}\] {1,4}([A-Za-z][A-Za-z ,&/-]{2,60}?)(?: {2,40}([0-9]{1,3}(?:\.[0-9])?%))? *"
)
"""`[  72 ]  Sex trafficking    65.5%`"""
_FEWEST_BOXED = 2
_ENTITY = re.compile(r"&(?:amp|apos|mdash|ndash|quot);")
_RECORD = re.compile(r"-\[ RECORD 1 \][-+]*")
"""Above the only row of a query's answer, which is printed downwards."""


def with_plain_signs(lines: Sequence[Numbered]) -> list[Numbered]:
    """The lines with `label: number` or `number label` in place of arrows and boxes."""
    texts = ["" if _RECORD.fullmatch(line) else _without_entities(line) for _, line in lines]
    # Numbers that rise from line to line are those of items or pages.
    boxed = [one[1] for text in texts if (one := _BOXED_NUMBER.fullmatch(text))]
    are_items = len(boxed) < _FEWEST_BOXED or _rise(boxed)
    are_pages = _rise([text[one.end() :] for text in texts if (one := _ARROW_TO_NUMBER.search(text))])
    for at, text in enumerate(texts):
        text = _ARROW_FROM_LABEL.sub(r"\1 ", text)
        text = text if are_pages else _ARROW_TO_NUMBER.sub(lambda one: ":".ljust(len(one[0])), text)
        box = None if are_items else _BOXED_NUMBER.fullmatch(text)
        texts[at] = f"{box[1]} {box[2]}" + (f" ({box[3]})" if box[3] else "") if box else text
    return [(number, text) for (number, _), text in zip(lines, texts, strict=True)]


def _without_entities(line: str) -> str:
    """The line with signs for `&amp;` and the like; the columns behind them stay in place."""
    for entity in _ENTITY.findall(line):
        before, _, after = line.partition(entity)
        blanks = " " * (len(entity) - 1)
        line = before + unescape(entity) + (after.replace("  ", f"  {blanks}", 1) if "  " in after else after)
    return line


def _rise(numbers: Sequence[str]) -> bool:
    values = [int(one.replace(",", "")) for one in numbers]
    return len(values) > 1 and all(before < after for before, after in pairwise(values))
