"""The tooltips of an HTML page, and what they add to a number that is shown.

Belongs here: their attributes and words. Not here: where they stand among what is seen (walk).
"""

from __future__ import annotations

import re

from orchestration.spotlight.readers.formats.html.parsing import Element, digits_of

_TOOLTIPS = (
    "title", "data-original-title", "data-bs-original-title", "data-bs-title", "data-tooltip", "data-tip", "aria-label",
    "aria-description",
)  # fmt: skip
_DRAWN = frozenset(("bar", "bar chart", "chart", "circle", "counter", "gauge", "graph", "icon", "number", "ring"))
"""What the tooltip of a drawn number may call it."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_INEXACT = re.compile(r"(?:\b(?:about|above|almost|around|below|ca\.?|nearly|over|some|under) ?|[~≈<>≤≥+−-])$", re.I)
"""Words and signs that change the number after them."""


def tooltips_of(element: Element) -> list[str]:
    """The texts of all tooltips of an element."""
    texts = [" ".join((element.get(name) or "").split()) for name in _TOOLTIPS]
    return [text for text in texts if text and text.casefold() not in _DRAWN]


def without_number(text: str, shown: str) -> str:
    """A tooltip without the number that is shown, compared as a whole: `12` is in `12 of 112`, but not in `112`.

    `about 12` and `-12` are kept: they are another number than `12`.
    """
    same = next((one for one in _NUMBER.finditer(text) if digits_of(one[0]) == digits_of(shown)), None)
    if same is None or _INEXACT.search(text[: same.start()]):
        return text
    return f"{text[: same.start()]}{text[same.end() :]}".strip(" :-–—,()")
