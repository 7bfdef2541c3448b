"""Menus: lines of places, years or links to choose from, mostly to other pages.

Belongs here: what makes lines a menu. Not here: menus that the format of a document marks (formats).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile, groupby, pairwise, takewhile

from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.grammar.lexicon import PLACE, UNKNOWN
from orchestration.spotlight.readers.grammar.phrases import plain
from orchestration.spotlight.readers.grammar.tokens import Kind, Token
from orchestration.spotlight.readers.tree.contents import mark_contents
from orchestration.spotlight.readers.tree.lines import TOUCHING, Line, Role

_FROM_WIKI = re.compile(
    r"From [A-Z]\w*(?:[Ww]iki|pedia)"
    r"(?:, (?:the|an?) (?:[a-z]+ ){0,3}(?:encyclopedia|handbook)(?: [a-z]+){0,4}(?: of(?: [A-Z]\w+){1,3})?)?"
)
"""`From Wikipedia, the free encyclopedia`, below each title"""
_WAYS_TO_CALL = re.compile(r"(?:(?:call|chat|e-?mail|text|tty)(?: us)?(?: |$)){2,4}", re.IGNORECASE)
"""`Chat  Text  Call`, the buttons at the head of the publisher's pages."""
_YEARS = re.compile(r"(?:19|20)[0-9]{2} ?- ?(?:19|20)[0-9]{2}")
"""`2007-2014`"""
_MENU_ITEMS = 3
_NO_MENU = frozenset(("&", "and", "from", "in", "of", "plus", "together", "with"))
"""Words between or around places that are no list to choose from."""
_BETWEEN_LINKS = ("|", "•", "·", "\t", " ")
_LINKS = frozenset(
    ("about", "articles", "ask", "back", "blog", "books", "calendar", "careers", "contact", "contents", "copy",
     "databases", "donate", "email", "events", "facebook", "faq", "films", "find", "get", "give", "help", "home",
     "index", "instagram", "join", "journals", "learn", "library", "like", "linkedin", "login", "members", "menu",
     "news", "newsroom", "next", "pin", "previous", "print", "programs", "publications", "reddit", "report",
     "resources", "save", "search", "services", "share", "sitemap", "staff", "subscribe", "support", "team",
     "training", "tweet", "twitter", "volunteer", "whatsapp", "x", "youtube")
)  # fmt: skip
"""First words of a link: `Get Help`, `Report Trafficking`, `Next lesson`."""
_WORDS_OF_LINK = 5
_LEADS_TO = frozenset(("back", "choose", "explore", "go", "more", "next", "previous", "return", "select", "visit"))
"""First words of a link to a place: `Back to Ohio`."""
_TO_ALL = re.compile(
    r"\W{0,3}(?:back|go|return) to (?:the list of )?(?:all )?(?:other )?(?:states|years)\W{0,3}", re.IGNORECASE
)
_OF_SITES = frozenset(
    ("about", "blog", "careers", "contact", "donate", "events", "faq", "home", "login", "menu", "news", "resources",
     "search", "sitemap", "staff", "subscribe", "support", "volunteer")
)  # fmt: skip
"""First words of links that stand in the menu of a site and in no heading of figures."""
_IN_MENUS = frozenset({UNKNOWN, "neutral", "organization", "edition", "other_measure", "other_service"})
"""What another page of a site may be called: `People`, `Courts`."""
_FEWEST_OF_BAR = 4


def mark_menus(lines: Sequence[Line]) -> None:
    """Make menus of lists of places, years or links to choose from: they are no headings."""
    filled = [line for line in lines if line.role is not Role.BLANK]
    for line in filled:
        names_many = sum(phrase.kind == PLACE for phrase in line.phrases) > _MENU_ITEMS
        # `Calls from Ohio, Iowa, Utah and Maine together` heads the figures below it.
        is_title = (
            line.said.names_hotline or bool(line.said.measures) or not _NO_MENU.isdisjoint(map(plain, line.words))
        )
        if line.role is Role.HEADING and names_many and not is_title:
            line.role = Role.MENU
        may_be_menu = line.role in (Role.HEADING, Role.PROSE, Role.ITEM) or (line.role is Role.FIGURES and line.counts)
        kinds = {phrase.kind for phrase in line.phrases}
        parts = [token for token in line.tokens if token.kind is Kind.BREAK and token.text in _BETWEEN_LINKS]
        is_choice = kinds in ({PLACE}, {Kind.YEAR}) and _MENU_ITEMS <= len(line.phrases) == len(parts) + 1
        is_choice |= kinds == {Kind.YEAR} and _are_years_back(line)
        if (may_be_menu and (_is_bar(line) or _FROM_WIKI.fullmatch(line.text))) or is_choice:
            line.role = Role.MENU
    for line, below in pairwise(filled):
        if _WAYS_TO_CALL.fullmatch(line.text) and not below.counts:
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
    _mark_years(filled)
    _mark_lists_of_links(filled)
    mark_contents(filled)


def _mark_lists_of_links(lines: Sequence[Line]) -> None:
    """Make a menu of a site's links, each on a line of its own: `Home`, `Books`, `Local help`, `Ask a librarian`."""
    following = {id(line): after for line, after in pairwise(lines)}
    for _, block in groupby(lines, key=lambda line: line.block):
        links = list(takewhile(_names_page, dropwhile(lambda line: not _leads_into_site(line), block)))
        while links and not _begins_link(links[-1].words):
            links.pop()
        are_most = 2 * sum(_begins_link(line.words) for line in links) >= len(links)
        after = following.get(id(links[-1])) if links else None
        is_over_figures = after is not None and after.role in (Role.FIGURES, Role.TABLE)
        if len(links) >= _FEWEST_OF_BAR and are_most and not is_over_figures:
            for line in links:
                line.role = Role.MENU


def _leads_into_site(line: Line) -> bool:
    return _names_page(line) and bool(line.words) and plain(line.words[0]) in _OF_SITES


def _names_page(line: Line) -> bool:
    """Whether a line may be a link to another page of a site: `Local help`."""
    kinds = {phrase.kind for phrase in line.phrases if phrase.text.casefold() != "local"}
    # `Contact` may be a label, but stands in menus as well.
    is_contact = line.role is Role.FIGURES and [plain(word) for word in line.words] == ["contact"] and not line.counts
    may_be_link = line.role is Role.HEADING and kinds <= _IN_MENUS
    return is_contact or (may_be_link and len(line.words) <= _WORDS_OF_LINK)


def _begins_link(words: Sequence[Token]) -> bool:
    """Whether the words begin like a link: `Local help` does, since `Help` does."""
    names = [word for word in map(plain, words) if word != "local"]
    return bool(names) and names[0] in _LINKS


def _mark_years(lines: Sequence[Line]) -> None:
    """Make a menu of `2007-2014` right below `2015`: it ends a list of years to choose from.

    Unless it may head what stands right below it: anything but a heading, running text, a link or another year.
    """
    for before, line, after in zip(lines, lines[1:], [*lines[2:], None], strict=False):
        is_last = before.role is Role.MENU and before.has(Kind.YEAR) and bool(_YEARS.fullmatch(line.text))
        is_alike = line.kind is before.kind and line.level is None and before.gap_to(line) < TOUCHING
        heads = after is not None and not _is_year(after) and after.role not in (Role.HEADING, Role.MENU, Role.PROSE)
        if is_last and is_alike and not heads:
            line.role = Role.MENU


def _leads_to_place(line: Line) -> bool:
    """Whether a line only says where a link leads: `Back to Ohio`, `Next: Ohio`, `Back to all states`."""
    is_link = line.role in (Role.HEADING, Role.PROSE) and bool(line.words) and plain(line.words[0]) in _LEADS_TO
    is_to_one = len(line.said.places) == 1 and {p.kind for p in line.phrases} <= {PLACE, "neutral"}
    return is_link and (is_to_one or _TO_ALL.fullmatch(line.text) is not None)


def _are_years_back(line: Line) -> bool:
    """Whether years are the tabs of a page, newest first, that lost the gaps between them: `2016 2015 2014 2013`."""
    years = [int(phrase.value) for phrase in line.phrases]
    return len(years) >= _FEWEST_OF_BAR and all(one - other == 1 for one, other in pairwise(years))


def _is_bar(line: Line) -> bool:
    """Whether links stand side by side: `Get Help   Find Local Services   States`, `Previous lesson | Contents`."""
    parts: list[list[Token]] = [[]]
    for token in line.tokens:
        if token.kind is Kind.BREAK and token.text in _BETWEEN_LINKS:
            parts.append([])
        else:
            parts[-1].append(token)
    parts = [part for part in parts if part]
    kind_of = {id(token): phrase.kind for phrase in line.phrases for token in phrase.tokens}
    for part in parts:
        # A part begins like a link, or names nothing that is counted, no place and no time.
        is_link = _begins_link(part) or [plain(token) for token in part] == ["local"]
        is_named = is_link or all(kind_of.get(id(token)) in _IN_MENUS for token in part)
        if len(part) > _WORDS_OF_LINK or not is_named or any(token.kind is not Kind.WORD for token in part):
            return False
    is_of_site = any(plain(part[0]) in _OF_SITES for part in parts)
    # `Courts | Schools | Roads | Health | Taxes`: so many are not the heads of columns.
    return len(parts) > _FEWEST_OF_BAR or (len(parts) == _FEWEST_OF_BAR and is_of_site)


def _is_place(line: Line) -> bool:
    return line.role is Role.HEADING and len(line.phrases) == 1 and line.phrases[0].kind == PLACE


def _is_year(line: Line) -> bool:
    return line.role is Role.FIGURES and len(line.phrases) == 1 and line.phrases[0].kind == Kind.YEAR
