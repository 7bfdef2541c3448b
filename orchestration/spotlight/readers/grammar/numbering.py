"""The numbers of lists: `1.`, `2.`, `3.` before items or headings.

Belongs here: which lines are numbered, and how far the number reaches. Not here: what the items say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_LIST_NUMBER = re.compile(r"^( *)(\(?)([0-9]{1,2})([.)])( +)(?=[\"'(]?[^\W\d_]|[0-9][0-9,]*+ +[^\W\d_])")
"""Also matches `1. 484 signals`: several such lines in order are a list."""
_LIST_LETTER = re.compile(r"^( *)(\(?)([A-Za-z])([.)])( +)(?=[^\W_])")
"""A number may follow the letter: `(b) 34 cases were identified.`"""
_ARABIC = re.compile(r"(\(?)([0-9]{1,2})([.)])")
_ROMAN_NUMBER = re.compile(r"^ *\(?(I{1,3}|IV|VI{0,3}|IX|X)[.)] +(?=[^\W\d_])", re.IGNORECASE)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_OUTLINE_NUMBER = re.compile(r"^ *([A-Z][.-])?([0-9]{1,2}(?:\.[0-9]{1,2}){0,3})\.? +(?=[^\W\d_])")
"""Numbers of an outline: `F.2`, `F.2.1`, `F.2.2`; `2.1`, `2.2`; `C-1`, `C-2`"""
CAPTION = re.compile(r"(?:chart|exhibit|figure|table) [0-9A-Z]{1,4}[.:] ?(?=\S)", re.IGNORECASE)
"""`Table 1. Cases by type`"""
FEWEST_ITEMS = 3
_PAIR = 2
_SENTENCE = re.compile(r"(?:[^\W\d_][\w',;-]*\"? +){5,}|(?:[^\W\d_][\w',;-]* +){4}[\w'-]+\. *$")
"""Sentences are a list from two on, as notes often are: `1. Shares may not add up to 100 %.`"""


def list_numbers(lines: Sequence[str], fewest: int = FEWEST_ITEMS) -> dict[int, int]:
    """Position of a numbered line → where its words begin. `1.`, `2.`, `3.` at one indent are a list, even far apart;
    so are `(1)`, `(2)` that start again in each part. A single number may be a figure.
    """
    roman = _roman_numbers(lines)
    items: dict[tuple[int, str], list[int]] = {}
    pairs: dict[tuple[int, str], list[list[int]]] = {}
    listed: set[int] = set()
    ends: dict[int, int] = {}
    for at, line in enumerate(lines):
        match = _LIST_NUMBER.match(line) or _LIST_LETTER.match(line)
        if match is None or at in roman:
            continue
        ends[at] = match.end()
        key = (len(match[1]) + len(match[3]), match[4] + "A" * match[3].isupper() + "1" * match[3].isdigit())
        order = int(match[3]) if match[3].isdigit() else ord(match[3].lower()) - ord("a") + 1
        run = items.get(key, [])
        run = [*run, at] if order == len(run) + 1 else [at] if order == 1 else []
        items[key] = run
        are_sentences = len(run) > 1 and all(_SENTENCE.search(lines[one]) for one in run)
        if len(run) >= fewest or are_sentences:
            listed.update(run)
        if len(run) == _PAIR and match[2] and not any(map(str.isdigit, lines[run[0]] + lines[run[1]])):
            # `(a) Contacts` and `(b) Cases` as headings
            listed.update(run)
        if len(run) == _PAIR and match[2]:
            pairs.setdefault(key, []).append(run)
    listed.update(at for runs in pairs.values() if len(runs) > 1 for run in runs for at in run)
    # `1. Signals: 233` and `2. Cases: 71`, each right above a list of its own: `(a) Phone Calls: 138`
    heads = (run for run in items.values() if len(run) == _PAIR)
    listed.update(
        at
        for run in heads
        if all(one + 1 in listed for one in run) or any(one + 1 in roman for one in run)
        for at in run
    )
    ends |= (outlined := _outline_numbers(lines))
    listed |= outlined.keys()
    return {at: ends[at] for at in sorted(listed)} | roman


def follows_in_list(before: str, after: str) -> bool:
    """Whether `after` is the next number of the same list: `3.` behind `2.`, but not `(3)` or `III.`"""
    first, second = _ARABIC.fullmatch(before), _ARABIC.fullmatch(after)
    if first is None or second is None:
        return False
    return (first[1], first[3], int(first[2]) + 1) == (second[1], second[3], int(second[2]))


def _roman_numbers(lines: Sequence[str]) -> dict[int, int]:
    """Position of a line with a Roman number → where its words begin, if each list of them counts up from `(i)`."""
    numbered = ((at, match) for at, line in enumerate(lines) if (match := _ROMAN_NUMBER.match(line)))
    found = [(at, match) for at, match in numbered if not _follows_h(lines, at)]
    orders = [_ROMAN.index(match[1].upper()) for _, match in found]
    goes_on = all(after in (before + 1, 0) for before, after in pairwise(orders))
    are_lists = orders[:1] == [0] and goes_on and orders[-1] and all(b == 1 for a, b in pairwise(orders) if a == 0)
    return {at: match.end() for at, match in found} if len(found) > 1 and are_lists else {}


def _follows_h(lines: Sequence[str], at: int) -> bool:
    """Whether `(i)` is the letter behind `(h)` at the same indent."""
    letter = _LIST_LETTER.match(lines[at])
    if letter is None or letter[3].casefold() != "i":
        return False
    above = (lines[one] for one in range(at - 1, -1, -1))
    before = (match for line in above if (match := _LIST_LETTER.match(line)))
    last = next((match for match in before if match[1] == letter[1]), None)
    return last is not None and last[3].casefold() == "h"


def follows_in_outline(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    """Whether `after` is next in an outline: `2.1.1`, `2.2` or `3` behind `2.1`; also `3.1` if `3` has no point."""
    steps = {(*before, 1), *((*before[:at], before[at] + 1) for at in range(len(before)))}
    return after in steps or (after[0] == before[0] + 1 and after[1:] == (1,))


def _outline_numbers(lines: Sequence[str]) -> dict[int, int]:
    """Position of a line with an outline number → where its words begin, if all these numbers follow each other.
    Shares, as in `23.5 Sex Trafficking`, do not.
    """
    numbered = [(at, match) for at, line in enumerate(lines) if (match := _OUTLINE_NUMBER.match(line))]
    found = [(at, match) for at, match in numbered if match[1] or "." in match[2]]
    orders = [tuple(map(int, match[2].split("."))) for _, match in found]
    are_alike = len({match[1] for _, match in found}) == 1
    begins = any(order[-1] == 1 for order in orders[:2])
    follows = all(follows_in_outline(before, after) for before, after in pairwise(orders))
    # A letter leaves no doubt: a share has none.
    fewest = _PAIR if found and found[0][1][1] else FEWEST_ITEMS
    is_outline = len(found) >= fewest and are_alike and begins and follows
    return {at: match.end() for at, match in found} if is_outline else {}
