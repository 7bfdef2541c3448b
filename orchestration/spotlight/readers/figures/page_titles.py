"""The year that only the title of a page names.

Belongs here: when the title says of when figures are. Not here: what headings and sentences say (particulars).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from orchestration.spotlight.readers.grammar.dates import Period
from orchestration.spotlight.readers.grammar.lexicon import PLACE
from orchestration.spotlight.readers.grammar.phrases import period_of
from orchestration.spotlight.readers.tree.lines import Line

_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_OF_PAGE_TITLES = frozenset(
    ("data", "figures", "hotline", "human", "in", "national", "numbers", "spotlight", "state", "statistics", "the",
     "trafficking")
)  # fmt: skip


def period_of_title(titles: Sequence[Line], place: str | None) -> tuple[Period, int] | None:
    """The period of the page's title, where nothing else states one: `2019 | Connecticut | Hotline statistics`.

    The part with the year says nothing but place and figures: `2019 Resource Guide` is of another thing.
    """
    title = titles[0] if len(titles) == 1 else None
    period = period_of(title.said) if title is not None and title.said.places == (place,) else None
    if title is None or period is None:
        return None
    parts = [part for part in re.split(r"[|:·»>]| [-–—] ", title.text) if _YEAR.search(part)]
    places = set(" ".join(phrase.text for phrase in title.phrases if phrase.kind == PLACE).casefold().split())
    words = set(re.findall(r"[^\W\d_]+", " ".join(parts).casefold()))
    return (period, title.number) if len(parts) == 1 and words <= places | _OF_PAGE_TITLES else None
