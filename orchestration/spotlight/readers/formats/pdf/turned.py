"""Words in other directions of writing than from left to right → lines.

Belongs here: words up and down the side, upside down, letter below letter, slanted. Not here: what they say of figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from string import ascii_lowercase

from orchestration.spotlight.readers.formats.pdf.lines import FAR_FROM_MARK, WIDE, Piece, Word

_FEWEST_STACKED = 4
"""Fewer letters below each other are not read as a word."""


def turned_lines(words: Iterable[Word], after: int) -> tuple[list[list[Piece]], int]:
    """The lines of words in other directions of writing, numbered on from `after`; and the last line's number."""
    lines: list[list[Word]] = []
    for word in words:
        if not (lines and _is_behind(lines[-1][-1], word)):
            lines.append([])
            after += 1
        word.line = after
        lines[-1].append(word)
    return [[Piece(line)] for line in lines], after


def stacked_letters(lines: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """Words written down the page letter below letter, as `J`, `U`, `N`, `E`. The marks of a list are not words."""
    letters: list[Word] = []
    for line in lines:
        for piece, following in zip(line, [*line[1:], None], strict=True):
            is_mark = following is not None and following.left - piece.right < FAR_FROM_MARK * piece.size
            if len(piece.text) == 1 and piece.text.isalpha() and not is_mark:
                letters.append(piece.words[0])
    stacks: list[list[Word]] = []
    for word in letters:
        stack = next((one for one in stacks if _is_right_below(one[-1], word)), None)
        if stack is None:
            stacks.append(stack := [])
        stack.append(word)
    # `x` below `x` are ticks or bullets, `a` to `d` the letters of a list.
    found = [(stack, "".join(word.text for word in stack)) for stack in stacks]
    return [
        [Piece([replace(stack[0], text=text, bottom=stack[-1].bottom)])]
        for stack, text in found
        if len(text) >= _FEWEST_STACKED and len(set(text)) > 2 and text.casefold() not in ascii_lowercase
    ]


def _is_right_below(word: Word, following: Word) -> bool:
    is_below = -0.5 * word.size < following.top - word.bottom < word.size
    return is_below and abs(word.left + word.right - following.left - following.right) < word.size


def _is_behind(word: Word, following: Word) -> bool:
    if word.angle != following.angle or word.is_slanted:
        return False
    if word.angle == 180:
        # Upside down, a line runs to the left.
        is_level = abs(word.top - following.top) < 0.3 * word.size
        return is_level and abs(word.left - following.right) < WIDE * word.size
    gap = following.top - word.bottom if word.angle == 90 else word.top - following.bottom
    return abs(word.left - following.left) < 0.3 * word.size and abs(gap) < WIDE * word.size
