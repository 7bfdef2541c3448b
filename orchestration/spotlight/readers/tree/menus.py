"""Lines to choose from: places, years, links, what stands on other pages.

Belongs here: what makes lines a menu. Not here: menus that the format of a document marks (formats).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from orchestration.spotlight.readers.grammar.lexicon import PLACE
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.tree.lines import Line, Role

# `What's inside: Awareness month / Spring outing`
_CONTENTS = re.compile(
    r"(?:what's inside|inside this issue|inside|in this issue|also inside|on other pages):? \S", re.IGNORECASE
)
_MENU_ITEMS = 3


def mark_menus(lines: Sequence[Line]) -> None:
    """A list of places or of years that follow each other is to choose from, and no heading."""
    filled = [line for line in lines if line.role is not Role.BLANK]
    for line in filled:
        if line.role is Role.HEADING and sum(phrase.kind == PLACE for phrase in line.phrases) > _MENU_ITEMS:
            line.role = Role.MENU
        may_be_menu = line.role in (Role.HEADING, Role.PROSE, Role.ITEM)
        # `In this issue: the hotline's data for 1/1/2021 through 12/31/2021.` says of what all are.
        is_contents = _CONTENTS.match(line.text) and not (line.said.names_hotline and line.said.periods)
        if may_be_menu and (is_contents or _is_of_links(line)):
            line.role = Role.MENU
    for is_item, most in ((_is_place, _MENU_ITEMS), (_is_year, _MENU_ITEMS - 1)):
        for belongs, group in groupby(filled, key=is_item):
            members = list(group)
            if belongs and len(members) >= most and len({line.text for line in members}) == len(members):
                for line in members:
                    line.role = Role.MENU


def _is_of_links(line: Line) -> bool:
    """`Home | News | Consumer Help | Contact Us`; a path may name the county that a page is of."""
    begins_at_home = line.text.casefold().startswith("home ")
    is_bar = begins_at_home and line.text.count("|") >= _MENU_ITEMS and not line.has(PLACE, "local")
    return is_bar and not any(map(str.isdigit, line.text))


def _is_place(line: Line) -> bool:
    return line.role is Role.HEADING and len(line.phrases) == 1 and line.phrases[0].kind == PLACE


def _is_year(line: Line) -> bool:
    return line.role is Role.FIGURES and len(line.phrases) == 1 and line.phrases[0].kind == Kind.YEAR
