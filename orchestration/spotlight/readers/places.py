"""Which places a text names, and whether only a part of one is meant.

Belongs here: names of jurisdictions in a text. Not here: which of them a report is for (particulars).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from orchestration.spotlight.readers.words import Wordings


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that is named."""

    code: str
    text: str
    start: int
    is_part: bool
    """Only a part of the place is named: a city, a region."""


def find_mentions(text: str, wordings: Wordings) -> list[Mention]:
    """Every place that `text` names: the longest name, so that West Virginia is not Virginia."""
    names = {" ".join(re.findall(r"\w+", name)): code for name, code in wordings.names.items()}
    found = []
    for match in _pattern(tuple(names)).finditer(text):
        if not match[0][0].isupper():
            continue
        code = names[" ".join(re.findall(r"\w+", match[0].casefold()))]
        before, after = text[max(0, match.start() - 20) : match.start()], text[match.end() : match.end() + 20]
        is_part = any(not before[part.end() :].strip(" -") for part in wordings.find("subdivision", before)) or any(
            not after[: part.start()].strip() for part in wordings.find("subdivision", after)
        )
        found.append(Mention(code, match[0], match.start(), is_part))
    return found


@lru_cache(maxsize=4)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    forms = (r"[\W_]{1,9}".join(name.split()) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)
