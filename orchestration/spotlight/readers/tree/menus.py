"""Lines to choose from: places, years, links, what stands on other pages.

Belongs here: what makes lines a menu. Not here: menus that the format of a document marks (formats).
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import groupby

from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.grammar.lexicon import PERIOD_KINDS, PLACE, UNKNOWN
from orchestration.spotlight.readers.grammar.phrases import Phrase, plain
from orchestration.spotlight.readers.grammar.tokens import Kind, Token, What
from orchestration.spotlight.readers.tree.contents import mark_contents
from orchestration.spotlight.readers.tree.lines import Line, Role

# `What's inside: Awareness month / Spring outing`
_CONTENTS = re.compile(
    r"(?:what's inside|inside this issue|inside|in this issue|also inside|on other pages):? \S", re.IGNORECASE
)
_FROM_WIKI = re.compile(
    r"From [A-Z]\w*(?:[Ww]iki|pedia)(?:, (?:the|an?) (?:[a-z]+ ){0,3}encyclopedia(?: [a-z]+){0,4})?"
)
"""`From Wikipedia, the free encyclopedia`, below each title"""
_MENU_ITEMS = 3
_BETWEEN_LINKS = ("|", "•", "·", "\t", " ")
_LINKS = frozenset(
    ("about", "back", "blog", "calendar", "careers", "contact", "contents", "copy", "donate", "email", "events",
     "facebook", "faq", "find", "get", "give", "help", "home", "index", "instagram", "join", "learn", "library", "like",
     "linkedin", "login", "members", "menu", "news", "next", "pin", "previous", "print", "programs", "publications",
     "reddit", "report", "resources", "save", "search", "services", "share", "sitemap", "staff",
     "subscribe", "support", "team", "training", "tweet", "twitter", "volunteer", "whatsapp", "x", "youtube")
)  # fmt: skip
"""First words of a link: `Get Help`, `Report Trafficking`, `Next lesson`."""
_LEADS_TO = frozenset(("back", "choose", "explore", "go", "more", "next", "previous", "return", "select", "visit"))
"""First words of a link to a place: `Back to Ohio`."""
_CHOOSES = frozenset(
    ("browse", "change", "choose", "explore", "find", "pick", "search", "see", "select", "switch", "view", "visit")
)
"""First words of a control that shows another page: `Choose another state`."""
_CHOSEN = frozenset(("state", "states", "territory", "year", "years"))
_ANOTHER = frozenset(("another", "different"))
_IN_CHOICES = _CHOSEN | {
    "a", "an", "another", "data", "different", "figures", "for", "from", "of", "or", "other", "statistics", "stats",
    "the", "to", "your"
}  # fmt: skip
_IN_CARDS = _IN_CHOICES | {"all", "earlier", "more", "older", "past", "previous", "prior"}
"""At the top of a page `View all years` may say what was chosen."""
_OF_FIGURES = frozenset({"figure", "short", "sentence", "unit", "measure", "breakdown", "sum"})
_IN_LINKS = (Kind.WORD, Kind.NUMBER, Kind.BREAK)
_OF_TIME = frozenset(("year", "years", "month", "months", "quarter", "quarters", "week", "period"))
_NO_LINK = frozenset(
    {*PERIOD_KINDS, PLACE, "average", "estimate", "local", "nation", "other_place", "scale", "share", "void"}
)
_WORDS_OF_LINK = 5
_LINES_OF_TILE = 4
_OF_SITES = frozenset(
    ("about", "blog", "careers", "contact", "donate", "events", "faq", "home", "login", "menu", "news", "resources",
     "search", "sitemap", "staff", "subscribe", "support", "volunteer")
)  # fmt: skip
"""Links that stand in the menu of a site and in no heading of figures."""
_IN_MENUS = frozenset({UNKNOWN, "neutral", "organization", "edition", "other_measure", "other_service"})
"""What another page of a site may be called: `People`, `Courts`."""
_FEWEST_OF_BAR = 4
_FEWEST_OF_ROW = 2
_BRACKETED = re.compile(r"(?:\[[^\[\]0-9]{2,40}\] *){3,}")


def mark_menus(lines: Sequence[Line]) -> None:
    """A list of places or of years that follow each other is to choose from, and no heading."""
    filled = [line for line in lines if line.role is not Role.BLANK]
    for line in filled:
        if line.role is Role.HEADING and sum(phrase.kind == PLACE for phrase in line.phrases) > _MENU_ITEMS:
            line.role = Role.MENU
        may_be_menu = line.role in (Role.HEADING, Role.PROSE, Role.ITEM) or (line.role is Role.FIGURES and line.counts)
        # `In this issue: the hotline's data for 1/1/2021 through 12/31/2021.` says of what all are.
        is_contents = _CONTENTS.match(line.text) and not (line.said.names_hotline and line.said.periods)
        kinds = {phrase.kind for phrase in line.phrases}
        parts = [token for token in line.tokens if token.kind is Kind.BREAK and token.text in _BETWEEN_LINKS]
        is_choice = kinds in ({PLACE}, {Kind.YEAR}) and _MENU_ITEMS <= len(line.phrases) == len(parts) + 1
        if (may_be_menu and (is_contents or _is_bar(line) or _FROM_WIKI.fullmatch(line.text))) or is_choice:
            line.role = Role.MENU
    for is_item, most in ((_is_place, _MENU_ITEMS), (_is_year, _MENU_ITEMS - 1)):
        for belongs, group in groupby(filled, key=is_item):
            members = list(group)
            if belongs and len(members) >= most and len({line.text for line in members}) == len(members):
                for line in members:
                    line.role = Role.MENU
    for at, (line, following) in enumerate(zip(filled, [*filled[1:], None], strict=False)):
        stands_in_list = line.kind is BlockKind.ITEM and _is_place(line)
        heads = following is not None and following.role in (Role.FIGURES, Role.TABLE, Role.STATEMENT)
        is_link = _leads_to_place(line) or _leads_back(line) or _is_pager(line) or _lets_choose(line, following)
        is_link |= _is_control(line, _IN_CARDS) and _ends_a_tile(filled, at)
        if (stands_in_list and not heads) or is_link:
            line.role = Role.MENU
    mark_contents(filled)
    _mark_lists_of_links(filled)


def _leads_to_place(line: Line) -> bool:
    """`Back to Ohio`, `Next: Ohio`: nothing but where a link leads."""
    is_link = line.role in (Role.HEADING, Role.PROSE) and bool(line.words) and plain(line.words[0]) in _LEADS_TO
    is_short = len(line.words) <= _WORDS_OF_LINK and not line.text.endswith((".", "?"))
    return is_link and is_short and len(line.said.places) == 1 and {p.kind for p in line.phrases} <= {PLACE, "neutral"}


def _leads_back(line: Line) -> bool:
    """`Back to all states`: the way from this page to others."""
    first, *rest = [plain(word) for word in line.words[:2]] or [""]
    is_back = first in ("back", "return") and rest == ["to"] and len(line.words) <= _WORDS_OF_LINK + 1
    is_heading = line.role in (Role.HEADING, Role.PROSE) and not line.text.endswith((".", "?"))
    kinds = {phrase.kind for phrase in line.phrases}
    return is_back and is_heading and kinds <= {PLACE, "nation", "neutral", "other_place", "sum"}


def _is_pager(line: Line) -> bool:
    """`« South Dakota   Texas »`: the pages before and behind this one. A place between arrows is the one shown."""
    is_between = line.text[:1] in tuple("«‹←") and line.text[-1:] in tuple("»›→")
    signs = [phrase.text for phrase in line.phrases if phrase.kind == UNKNOWN]
    is_plain = not any(any(map(str.isalnum, sign)) for sign in signs)
    return is_between and is_plain and {p.kind for p in line.phrases} <= {PLACE, UNKNOWN} and len(line.said.places) > 1


def _lets_choose(line: Line, following: Line | None) -> bool:
    """`Choose another state`: a control of the page, and what stands below it is not of what may be chosen.

    A place or year right below it may be what was chosen, and `See other states` right above figures their heading.
    """
    heads = following is None or following.role is Role.TABLE or bool(following.counts or following.labels)
    heads &= _ANOTHER.isdisjoint(map(plain, line.words))
    is_chosen = following is not None and (_is_place(following) or _is_year(following))
    return _is_control(line, _IN_CHOICES) and not (heads or is_chosen)


def _is_control(line: Line, known: Set[str]) -> bool:
    """`View all years`, `See data for other states`: an order to choose, and nothing else."""
    first, *rest = map(plain, line.words) if line.words else ("",)
    is_order = first in _CHOOSES and not _CHOSEN.isdisjoint(rest) and set(rest) <= known
    are_words = all(token.kind is Kind.WORD for token in line.tokens)
    return is_order and are_words and line.role in (Role.HEADING, Role.PROSE)


def _ends_a_tile(lines: Sequence[Line], at: int) -> bool:
    """`See earlier years` as the last line of a card with a number: what stands below is in no group of its."""
    inner = lines[at].groups[-1] if lines[at].groups and lines[at].level is None else None
    before, after = lines[max(0, at - _LINES_OF_TILE) : at], lines[at + 1 : at + 2]
    is_last = inner is not None and not any(inner in line.groups for line in after)
    return is_last and any(line.counts and inner in line.groups for line in before)


def _is_bar(line: Line) -> bool:
    """`Get Help   Find Local Services   States`, `Previous lesson | Contents | Next lesson`: links side by side."""
    parts: list[list[Token]] = [[]]
    between = "[" if _BRACKETED.fullmatch(line.text) else _BETWEEN_LINKS
    for token in line.tokens:
        if token.kind is Kind.BREAK and token.text in between:
            parts.append([])
        else:
            parts[-1].append(token)
    parts = [part for part in parts if part]
    return _are_links(parts, line.phrases) or _is_of_site(parts, line)


def _is_of_site(parts: Sequence[Sequence[Token]], line: Line) -> bool:
    """`Local | Politics | Outdoors | Subscribe`, `[Home] [Books] [Laws]`, `About Training Data Survivors Contact`.

    One link of a site is enough where signs part them; no part names what is counted, a place or a time.
    """
    is_row = len(parts) == 1
    if is_row:
        # The gaps between them are lost.
        parts = [[token] for token in parts[0] if token.kind is not Kind.BREAK]
    kind_of = {id(token): phrase.kind for phrase in line.phrases for token in phrase.tokens}
    words = [[plain(token) for token in part if token.kind is Kind.WORD] for part in parts]
    are_links = [names[:1] != [] and names[0] in _LINKS for names in words]
    for part, names, is_link in zip(parts, words, are_links, strict=True):
        may_be_any = is_link or names == ["local"]
        is_named = all(token.text[:1].isupper() for token in part if token.kind is Kind.WORD) or not is_row
        if len(names) > _WORDS_OF_LINK or not is_named:
            return False
        if not all(_is_of_link(token, kind_of.get(id(token)), may_be_any=may_be_any) for token in part):
            return False
    links = sum(names[:1] != [] and names[0] in _OF_SITES for names in words)
    if is_row:
        # `Share: Facebook Twitter Email` is nothing else.
        is_site = links >= _FEWEST_OF_ROW or all(are_links)
        return len(parts) >= _FEWEST_OF_BAR and is_site and 2 * sum(are_links) >= len(parts)
    # `Courts | Schools | Roads | Health | Taxes`: that many are no heads of columns.
    is_long = len(parts) > _FEWEST_OF_BAR
    return len(parts) >= (_MENU_ITEMS if _BRACKETED.fullmatch(line.text) else _FEWEST_OF_BAR) and (links > 0 or is_long)


def _is_of_link(token: Token, kind: str | None, *, may_be_any: bool) -> bool:
    if token.kind is Kind.RECOGNISED:
        return token.of is not None and token.of.what in (What.NOISE, What.CONTACT)
    return token.kind is Kind.BREAK or (token.kind is Kind.WORD and (may_be_any or kind in _IN_MENUS))


def _are_links(parts: Sequence[Sequence[Token]], phrases: Sequence[Phrase]) -> bool:
    """Whether every other part says what a reader may do or where to go, and none names a place or a time.

    A number may be of a link, `511 Travel`, or how often it was used, `Facebook 41`, but not of what is counted.
    """
    kind_of = {id(token): phrase.kind for phrase in phrases for token in phrase.tokens}
    links = 0
    for part in parts:
        words = [plain(token) for token in part if token.kind is Kind.WORD]
        has_number = any(token.kind is Kind.NUMBER for token in part)
        is_of_figures = any(kind_of.get(id(token)) in _OF_FIGURES for token in part)
        is_short = 0 < len(words) <= _WORDS_OF_LINK
        if not is_short or (has_number and is_of_figures) or any(token.kind not in _IN_LINKS for token in part):
            return False
        links += words[0] in _LINKS and _OF_TIME.isdisjoint(words)
    return len(parts) >= _MENU_ITEMS and 2 * links >= len(parts) and all(map(_may_be_link, phrases))


def _may_be_link(phrase: Phrase) -> bool:
    return phrase.kind not in _NO_LINK or phrase.text.casefold() in ("local", "previous", "share")


def _mark_lists_of_links(lines: Sequence[Line]) -> None:
    """`Facebook 41`, `X 7`, `Email`, `Print` below each other: who shared a page in what way is no figure of it."""
    for _, group in groupby(lines, key=lambda line: (line.groups, line.kind is not BlockKind.ITEM and line.block)):
        members = list(group)
        phrases = [phrase for line in members for phrase in line.phrases]
        if any(line.role is Role.ITEM for line in members) and _are_links([line.tokens for line in members], phrases):
            for line in members:
                line.role = Role.MENU


def _is_place(line: Line) -> bool:
    return line.role is Role.HEADING and len(line.phrases) == 1 and line.phrases[0].kind == PLACE


def _is_year(line: Line) -> bool:
    return line.role is Role.FIGURES and len(line.phrases) == 1 and line.phrases[0].kind == Kind.YEAR
