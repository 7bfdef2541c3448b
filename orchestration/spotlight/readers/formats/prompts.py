"""The prompts of a terminal and of a database in plain text: `$ cat README`, `hotline=> table cases_by_type;`.

Belongs here: prompts that may be skipped. Not here: other signs of the layout (markup, signs).
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Sequence

from orchestration.spotlight.readers.formats.wikitext import Numbered

_PROMPT = re.compile(
    r"(?:\[?[\w.-]{1,40}@[\w.-]{1,60}[: ](?P<folder>[~\w/.-]{0,80})\]?[$#%]|\$)"
    r"(?:$| (?:cat|cd|clear|duckdb|exit|less|logout|ls|more|mysql|psql|sqlite3)"
    r"(?P<names>(?: (?:<|[\w./~-]{1,80})){0,5}) *$)"
)
"""A prompt of a terminal with a plain command. A condition in it, such as `month<=6`, may narrow what is shown."""
_OF_FILES = frozenset(
    ("d", "data", "db", "duckdb", "f", "hotline", "md", "notes", "out", "query", "readme", "readonly", "spotlight",
     "sql", "sqlite", "stats", "t", "table", "txt")
)  # fmt: skip
"""Words of file names and options that say nothing about what the file holds."""


_CONDITION = r"(?:state|year|(?:report_|spotlight_)?id) = (?:'[\w ]{1,30}'|[0-9]{1,6})"
_SHOWN = (
    r"(?:select [\w, ]{1,200} from|table|from) (?P<table>\w{1,60})"
    rf"(?: where (?P<condition>{_CONDITION}(?: and {_CONDITION})?))?(?: order by [\w, ]{{1,60}})?"
)
"""A query without a condition, or with one that names a state, a year or the number of a report."""
_COLUMNS = re.compile(r"\bselect \w+(?:, ?\w+)* from\b", re.IGNORECASE)
"""Columns without other names: `select label, minors number` prints `number`."""
_ORDER = re.compile(r" order by [\w, ]+", re.IGNORECASE)
_RENAMES = re.compile(r"\bas\b", re.IGNORECASE)
_QUERY = re.compile(
    r"(?:[\w.-]{1,30}=[>#]|(?:sqlite|mysql|duckdb)>|D) "
    r"(?:[\\.](?:q|quit|mode|headers|timing)(?: \w{1,20})?|[\\.](?:echo|print) .{1,300}"
    rf"|{_SHOWN};)",
    re.IGNORECASE,
)
"""A prompt of a database. A word of its query that stands nowhere else may narrow what is shown."""
_QUERY_IN_SHELL = re.compile(
    rf"\$ (?:duckdb|psql|sqlite3)(?: -d)?(?: [\w.-]{{1,40}})? (?:-c )?([\"']){_SHOWN};?\1", re.IGNORECASE
)
"""The same in a command of a terminal: `$ psql -d hotline -c "table ohio"`"""
_OF_TIME = re.compile(rf"(?:{'|'.join(name[:3] for name in month_name if name)}|[0-9])", re.IGNORECASE)
"""A month or a year in the name of a table may narrow what it holds."""
_REPORT = re.compile(r"id = '?([0-9]+)'?", re.IGNORECASE)
_GOES_ON = re.compile(r" *(?:[\w.-]{1,30}[-'(\"][>#]|\.\.\.>|->|[·‣] )")
"""A line with more of a query, as in `hotline-# where signaler = 'police'`."""
_OF_QUERIES = frozenset(
    ("and", "as", "asc", "by", "c", "cases", "channel", "channels", "contacts", "count", "d", "db", "desc", "duckdb",
     "echo", "figures", "from", "headers", "id", "label", "mode", "name", "number", "off", "on", "order", "position",
     "print", "psql", "q", "quit", "report", "reports", "select", "signals", "spotlight", "spotlights", "sqlite",
     "state", "states", "table", "timing", "totals", "type", "types", "value", "victims", "where", "year", "years")
)  # fmt: skip
_ANSWER = re.compile(r"Timing is on\.|Time: [0-9.]{1,12} ms(?: \([0-9:.]{1,12}\))?|(?:psql|SQLite version) .{1,60}")
"""What the program says of itself."""


def plain_prompts(lines: Sequence[Numbered]) -> set[int]:
    """The positions of the prompts of a terminal, if only one shows a file, and no word of its name is new.

    `cat minors.txt` says whom the figures are of, and a second file may be of another year. Prompts of a database are
    among them if no word that may narrow what they show is new.
    """
    found = {at: match for at, (_, line) in enumerate(lines) if (match := _PROMPT.fullmatch(line))}
    queries = {
        at: match
        for at, (_, line) in enumerate(lines)
        if (match := _QUERY.fullmatch(line.strip()) or _QUERY_IN_SHELL.fullmatch(line.strip()))
    }
    others = (line for at, (_, line) in enumerate(lines) if at not in found and at not in queries)
    printed = {line: _words_of(line) for line in others}
    everything = {word for words in printed.values() for word in words}
    # A library in Memphis does not make `memphis.csv` a file about the state.
    words = {word for of_line in printed.values() if "hotline" in of_line for word in of_line} | _OF_FILES
    # The numbers of reports in conditions are one number, or the queries show several reports.
    reports = {number for match in queries.values() for number in _REPORT.findall(match["condition"] or "")}
    are_known = len(reports) <= 1 and all(
        _narrowing(match) <= (words if match["table"] else everything | _OF_FILES) | _OF_QUERIES
        and _columns_of(match) <= everything
        for match in queries.values()
    )
    are_known &= not any(_OF_TIME.search(match["table"] or "") for match in queries.values())
    goes_on = any(_GOES_ON.match(line) for _, line in lines)
    asked = set(queries) if are_known and not goes_on else set()
    if asked:
        asked |= {at for at, (_, line) in enumerate(lines) if _ANSWER.fullmatch(line.strip())}
    shown = [names for match in found.values() if _words_of(names := match["names"] or "") - {"readme"}]
    named = [*shown, *(match["folder"] or "" for match in found.values())]
    are_plain = len(shown) <= 1 and all(_words_of(one) <= words for one in named)
    return asked | set(found) if are_plain else asked


def _narrowing(query: re.Match[str]) -> set[str]:
    """What may narrow the rows of a query: the names of its database and table, its condition, and columns that it
    gives other names. Other columns are judged as the heads that they become.
    """
    text = _REPORT.sub("", _ORDER.sub("", query[0]))
    return _words_of(text if _RENAMES.search(text) else _COLUMNS.sub("from", text))


def _columns_of(query: re.Match[str]) -> set[str]:
    columns = _COLUMNS.search(query[0])
    return _words_of(columns[0]) - {"select", "from"} if columns else set()


def _words_of(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+|[0-9]+", text.casefold()))
