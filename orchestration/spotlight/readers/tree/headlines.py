"""Headings above sentences that say themselves what the hotline counted: headlines of agencies.

Belongs here: which of them say nothing of such a sentence. Not here: what headings say (headings), how far they
reach (paths).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from orchestration.spotlight.readers.grammar.lexicon import PLACE
from orchestration.spotlight.readers.grammar.phrases import WORDS_FOR_FIGURES, plain
from orchestration.spotlight.readers.grammar.tokens import Kind, Token
from orchestration.spotlight.readers.tree.headings import Heading, Path
from orchestration.spotlight.readers.tree.lines import Line, Role

_IN_FULL = re.compile(r"\b(?:national human trafficking (?:hotline|resource center)|nhtrc|nhth)\b", re.IGNORECASE)
_AGAIN = re.compile(r"\bthe (?:national )?hotline\b", re.IGNORECASE)
"""After a sentence that names it in full; `our hotline` may be another."""
_FEWEST_WORDS = 5
_LONGEST_NAME = 3
"""Words of the name of who speaks for an agency: `Attorney General Jane Doe marks`."""
_DOES = frozenset(
    ("announce", "ask", "celebrate", "commemorate", "designate", "highlight", "honor", "host", "join", "launch",
     "mark", "observe", "proclaim", "promote", "recognize", "remind", "unveil", "urge", "warn")
)  # fmt: skip
"""What an agency does that makes nothing of figures: `counts` and `doubles` may."""
_OF_FIGURES = WORDS_FOR_FIGURES | {"helpline", "helplines", "hotline", "hotlines", "line", "lines"}


def without_headlines(path: Path, lines: Sequence[Line], at: int) -> Path:
    """What stands above a line; above a sentence that says what the hotline counted, without headlines of agencies.

    `Attorney General marks Prevention Month` above `In 2022, the National Human Trafficking Hotline received 802
    signals from Ohio.`, and above `The hotline identified 273 cases in Ohio in 2022.` right after it.
    """
    if not any(map(_is_headline_of_agency, path)) or not _is_told_by_hotline(lines, at):
        return path
    return tuple(_unheard(one) if _is_headline_of_agency(one) else one for one in path)


def _unheard(heading: Heading) -> Heading:
    """Without the agency, and without unknown words, none of which is the name of a town."""
    kinds = tuple(one for one in heading.said.kinds if one[0] != "organization")
    return replace(heading, said=replace(heading.said, kinds=kinds, unknown=()))


def _is_headline_of_agency(heading: Heading) -> bool:
    """Whether it says what an agency does, and nothing of figures, a town, a time or another service."""
    said, line = heading.said, heading.line
    is_of_figures = bool(said.measures or said.labels or said.periods or said.years or said.unclear)
    is_of_figures |= not _OF_FIGURES.isdisjoint(map(plain, line.words))
    if is_of_figures or said.towns or [kind for kind, _ in said.outside] != ["organization"]:
        return False
    agency = next(at for at, phrase in enumerate(line.phrases) if phrase.kind == "organization")
    is_first = all(phrase.kind in (PLACE, "neutral") for phrase in line.phrases[:agency])
    after = [token for phrase in line.phrases[agency + 1 :] for token in phrase.tokens if token.kind is Kind.WORD]
    name = list(takewhile(lambda token: not _does(token), after))
    is_done = len(name) < len(after) and len(name) <= _LONGEST_NAME and all(one.text[0].isupper() for one in name)
    return is_first and is_done and len(line.words) >= _FEWEST_WORDS


def _does(token: Token) -> bool:
    word = plain(token)
    return not _DOES.isdisjoint((word, word.removesuffix("s"), word.removesuffix("es")))


def _is_told_by_hotline(lines: Sequence[Line], at: int) -> bool:
    """Whether a sentence names the hotline in full, or comes right after such a sentence."""
    line = lines[at]
    if not _is_whole(line):
        return False
    if _IN_FULL.search(line.text):
        return True
    before = next((lines[to] for to in range(at - 1, -1, -1) if lines[to].role is not Role.BLANK), None)
    is_second = before is not None and _is_whole(before) and _IN_FULL.search(before.text) is not None
    return is_second and _AGAIN.search(line.text) is not None


def _is_whole(line: Line) -> bool:
    """Whether a sentence with a figure names the hotline, one place and one year, in words that are all known."""
    said = line.said
    is_sentence = line.role is Role.FIGURES and line.text.endswith(".") and len(line.counts) == 1
    is_whole = len(said.places) == 1 and len(said.years) + len(said.periods) == 1 and not said.unclear
    return is_sentence and is_whole and said.names_hotline and not (said.unknown or said.outside)
