"""The prompts of a terminal in plain text: `$ cat README`.

Belongs here: prompts that may be skipped. Not here: other signs of the layout (markup, signs).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from orchestration.spotlight.readers.formats.wikitext import Numbered

_PROMPT = re.compile(
    r"(?:\[?[\w.-]{1,40}@[\w.-]{1,60}[: ](?P<folder>[~\w/.-]{0,80})\]?[$#%]|\$)"
    r"(?:$| (?:cat|cd|clear|duckdb|exit|less|logout|ls|more|mysql|psql|sqlite3)"
    r"(?P<names>(?: (?:<|[\w./~-]{1,80})){0,5}) *$)"
)
"""A prompt of a terminal with a plain command, perhaps of a program that shows a table."""
_OF_FILES = frozenset(
    ("d", "data", "db", "duckdb", "f", "hotline", "md", "notes", "out", "query", "readme", "readonly", "spotlight",
     "sql", "sqlite", "stats", "t", "table", "txt")
)  # fmt: skip
"""Words of file names and options that say nothing about what the file holds."""


def plain_prompts(lines: Sequence[Numbered]) -> set[int]:
    """The positions of the prompts of a terminal, if only one shows a file, and no word of its name is new.

    `cat minors.txt` says whom the figures are of, and a second file may be of another year.
    """
    found = {at: match for at, (_, line) in enumerate(lines) if (match := _PROMPT.fullmatch(line))}
    # A library in Memphis does not make `memphis.csv` a file about the state.
    printed = (_words_of(line) for at, (_, line) in enumerate(lines) if at not in found)
    words = {word for of_line in printed if "hotline" in of_line for word in of_line} | _OF_FILES
    shown = [names for match in found.values() if _words_of(names := match["names"] or "") - {"readme"}]
    named = [*shown, *(match["folder"] or "" for match in found.values())]
    return set(found) if len(shown) <= 1 and all(_words_of(one) <= words for one in named) else set()


def _words_of(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+|[0-9]+", text.casefold()))
