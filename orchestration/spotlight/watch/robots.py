"""What a site's robots.txt allows a visitor of our name, by RFC 9309.

Belongs here: reading the rules of one site. Not here: fetching them, and what follows from a refusal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site for one visitor: whether each allows, and the path that it speaks of."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay_seconds: float = 0.0

    def allows(self, path: str) -> bool:
        """Whether a path (with its query) may be fetched: the longest rule that fits decides, and allowing ties."""
        path = _plain(path)
        fitting = [(len(pattern), is_allowed) for is_allowed, pattern in self.rules if _fits(pattern, path)]
        return max(fitting, default=(0, True))[1]


def read_robots(text: str, visitor: str) -> Robots:
    """The rules for `visitor`: those of all groups that name it, else those of the groups for everybody."""
    groups = list(_groups(text.removeprefix("\ufeff").splitlines()))
    own = [lines for names, lines in groups if visitor in names] or [lines for names, lines in groups if "*" in names]
    lines = [line for some in own for line in some]
    delays = [float(value) for key, value in lines if key == "crawl-delay" and re.fullmatch(r"\d{1,6}(\.\d+)?", value)]
    rules = tuple((key == "allow", _plain(value)) for key, value in lines if key in ("allow", "disallow") and value)
    return Robots(rules, max(delays, default=0.0))


def _groups(lines: Iterable[str]) -> Iterator[tuple[set[str], list[tuple[str, str]]]]:
    """Each group as the visitors that it names and its lines."""
    names: set[str] = set()
    rules: list[tuple[str, str]] = []
    for line in lines:
        key, colon, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        if not colon:
            continue
        if key.lower() == "user-agent":
            if rules:
                yield names, rules
                names, rules = set(), []
            names.add(value.lower())
        elif names and key.lower() in ("allow", "disallow", "crawl-delay"):
            rules.append((key.lower(), value))
    yield names, rules


def _fits(pattern: str, path: str) -> bool:
    is_whole = pattern.endswith("$")
    pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for piece in pieces[1:-1]:
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    if len(pieces) == 1:
        return not is_whole or at == len(path)
    return (
        path.endswith(pieces[-1]) and len(path) - len(pieces[-1]) >= at if is_whole else path.find(pieces[-1], at) >= 0
    )


def _plain(path: str) -> str:
    """One spelling of a path: `%7E` is `~`."""

    def spelled(match: re.Match[str]) -> str:
        sign = chr(int(match[1], 16))
        return sign if _UNRESERVED.fullmatch(sign) else match[0].upper()

    return _ESCAPED.sub(spelled, path)
