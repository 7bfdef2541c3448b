"""Lines to choose from: places, years, links, what stands on other pages.

Belongs here: what makes lines a menu. Not here: menus that the format of a document marks (formats).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.grammar.lexicon import PERIOD_KINDS, PLACE
from orchestration.spotlight.readers.grammar.phrases import Phrase, plain
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.tree.lines import FARTHEST, TOUCHING, Line, Role

# `What's inside: Awareness month / Spring outing`
_CONTENTS = re.compile(
    r"(?:what's inside|inside this issue|inside|in this issue|also inside|on other pages):? \S", re.IGNORECASE
)
_MENU_ITEMS = 3
_BETWEEN_LINKS = ("|", "•", "·", "\t", " ")
_LINKS = frozenset(
    ("about", "back", "blog", "calendar", "careers", "contact", "contents", "donate", "events", "faq", "find", "get",
     "give", "help", "home", "index", "join", "learn", "library", "login", "members", "menu", "news", "next",
     "previous", "programs", "publications", "report", "resources", "search", "services", "share", "sitemap", "staff",
     "subscribe", "support", "team", "training", "volunteer")
)  # fmt: skip
"""First words of a link: `Get Help`, `Report Trafficking`, `Next lesson`."""
_LEADS_TO = frozenset(("back", "choose", "explore", "go", "more", "next", "previous", "return", "select", "visit"))
"""First words of a link to a place: `Back to Ohio`."""
_OF_TIME = frozenset(("year", "years", "month", "months", "quarter", "quarters", "week", "period"))
_NO_LINK = frozenset(
    {*PERIOD_KINDS, PLACE, "average", "estimate", "local", "nation", "other_place", "scale", "share", "void"}
)
_WORDS_OF_LINK = 5
_SHORTEST_LIST = 2
_AGENDAS = frozenset(("agenda", "contents", "outline", "our agenda", "program", "table of contents", "today's agenda"))


def mark_menus(lines: Sequence[Line]) -> None:
    """A list of places or of years that follow each other is to choose from, and no heading."""
    filled = [line for line in lines if line.role is not Role.BLANK]
    for line in filled:
        if line.role is Role.HEADING and sum(phrase.kind == PLACE for phrase in line.phrases) > _MENU_ITEMS:
            line.role = Role.MENU
        may_be_menu = line.role in (Role.HEADING, Role.PROSE, Role.ITEM)
        # `In this issue: the hotline's data for 1/1/2021 through 12/31/2021.` says of what all are.
        is_contents = _CONTENTS.match(line.text) and not (line.said.names_hotline and line.said.periods)
        kinds = {phrase.kind for phrase in line.phrases}
        parts = [token for token in line.tokens if token.kind is Kind.BREAK and token.text in _BETWEEN_LINKS]
        is_choice = kinds in ({PLACE}, {Kind.YEAR}) and _MENU_ITEMS <= len(line.phrases) == len(parts) + 1
        if (may_be_menu and (is_contents or _is_bar(line))) or is_choice:
            line.role = Role.MENU
    for is_item, most in ((_is_place, _MENU_ITEMS), (_is_year, _MENU_ITEMS - 1)):
        for belongs, group in groupby(filled, key=is_item):
            members = list(group)
            if belongs and len(members) >= most and len({line.text for line in members}) == len(members):
                for line in members:
                    line.role = Role.MENU
    for line, following in zip(filled, [*filled[1:], None], strict=False):
        stands_in_list = line.kind is BlockKind.ITEM and _is_place(line)
        heads = following is not None and following.role in (Role.FIGURES, Role.TABLE, Role.STATEMENT)
        if (stands_in_list and not heads) or _leads_to_place(line):
            line.role = Role.MENU
    _mark_agendas(filled)


def _leads_to_place(line: Line) -> bool:
    """`Back to Ohio`, `Next: Ohio`: nothing but where a link leads."""
    is_link = line.role in (Role.HEADING, Role.PROSE) and bool(line.words) and plain(line.words[0]) in _LEADS_TO
    is_short = len(line.words) <= _WORDS_OF_LINK and not line.text.endswith((".", "?"))
    return is_link and is_short and len(line.said.places) == 1 and {p.kind for p in line.phrases} <= {PLACE, "neutral"}


def _is_bar(line: Line) -> bool:
    """`Get Help   Find Local Services   States`, `Previous lesson | Contents | Next lesson`: links side by side.

    Every other part says what a reader may do or where to go, and none names a place, a time or a number.
    """
    if not all(_may_be_link(phrase) for phrase in line.phrases):
        return False
    parts: list[list[str]] = [[]]
    for token in line.tokens:
        if token.kind is Kind.WORD:
            parts[-1].append(plain(token))
        elif token.kind is not Kind.BREAK:
            return False
        elif token.text in _BETWEEN_LINKS:
            parts.append([])
    links = [part for part in parts if part and part[0] in _LINKS and _OF_TIME.isdisjoint(part)]
    return (
        len(parts) >= _MENU_ITEMS
        and all(len(part) <= _WORDS_OF_LINK for part in parts)
        and 2 * len(links) >= len(parts)
    )


def _may_be_link(phrase: Phrase) -> bool:
    return phrase.kind not in _NO_LINK or phrase.text.casefold() in ("local", "previous")


def _mark_agendas(lines: Sequence[Line]) -> None:
    """The lines of a list below `Agenda` say what will be spoken of, unless figures follow them at once."""
    for at, line in enumerate(lines):
        if line.role is not Role.HEADING or line.wording.casefold() not in _AGENDAS:
            continue
        end = at + 1
        while end < len(lines) and lines[end].role is Role.HEADING and _goes_on(lines, at, end):
            end += 1
        has_figures = end < len(lines) and lines[end].role in (Role.FIGURES, Role.TABLE)
        if end - at > _SHORTEST_LIST and not has_figures:
            for item in lines[at + 1 : end]:
                item.role = Role.MENU


def _goes_on(lines: Sequence[Line], at: int, end: int) -> bool:
    return lines[end - 1].gap_to(lines[end]) < (FARTHEST if end == at + 1 else TOUCHING)


def _is_place(line: Line) -> bool:
    return line.role is Role.HEADING and len(line.phrases) == 1 and line.phrases[0].kind == PLACE


def _is_year(line: Line) -> bool:
    return line.role is Role.FIGURES and len(line.phrases) == 1 and line.phrases[0].kind == Kind.YEAR
