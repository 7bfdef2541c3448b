"""Headings that tell, or count the states or years of their columns: words of theirs that change nothing.

Belongs here: words that are harmless in a heading for its form. Not here: frames of a page (menus, imprints).
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestration.spotlight.readers.grammar.lexicon import UNKNOWN, Entry, Lexicon
from orchestration.spotlight.readers.grammar.number_words import WRITTEN
from orchestration.spotlight.readers.grammar.phrases import Phrase, plain
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.tree.lines import Line, Role
from orchestration.spotlight.readers.tree.names import REGIONS

_TELLS = frozenset(("behind", "comparing", "here", "how", "looking", "making", "putting", "reading", "taking",
                    "understanding", "what", "why"))  # fmt: skip
"""First words of a heading that tells what is spoken of: `How Iowa compares`, `Looking at the numbers`."""
_IS_DONE_TO = frozenset(("are", "be", "been", "being", "get", "got", "is", "was", "were"))
"""`What was screened` says which cases are counted, and so may `What we screened`."""
_OURS = frozenset(("i", "our", "ours", "us", "we"))
_LEAVE_OUT = frozenset(("actual", "actually", "but", "except", "first", "later", "left", "neither", "never", "no",
                        "nobody", "none", "nor", "not", "nothing", "out", "real", "really", "remain", "remained",
                        "true", "truly"))  # fmt: skip
"""Words that may say which of all are counted, or are not."""
_PUBLISHED = frozenset(("data", "figures", "numbers", "report", "reports", "statistics", "stats"))
_IS_NEWS = frozenset(("available", "here", "live", "online", "out"))
_COMPARE = frozenset(("compare", "compares"))
"""`How Iowa compares` changes nothing, where a sentence with the word may."""
_BEFORE_COUNT = frozenset(("last", "latest", "past", "previous", "recent"))
_COUNTED = frozenset(("states", "years"))
_FARTHEST = 3
_CHANGES_NOTHING = "neutral"


def hear_clauses(lines: Sequence[Line], lexicon: Lexicon) -> None:
    """Words of headings that are harmless for their form are known."""
    for line in lines:
        for heading in (line, *line.captions):
            if heading.role is Role.HEADING and _announces(heading):
                heading.reword(_without_news(heading))
            if heading.role is Role.HEADING and heading.has(UNKNOWN, "local"):
                heading.reword(_without_counts(heading.phrases))
                if _tells(heading, lexicon):
                    heading.reword(tuple(_neutral(one) if one.kind == UNKNOWN else one for one in heading.phrases))


def _announces(line: Line) -> bool:
    """`New: 2020 Hotline data for Ohio`, `The 2018 Hotline statistics are out`: of all figures, and of no part."""
    words = {plain(word) for word in line.words}
    return line.said.names_hotline and not line.said.measures and not words.isdisjoint(_PUBLISHED)


def _without_news(line: Line) -> tuple[Phrase, ...]:
    """The phrases of a heading, the word before a colon or behind `are` that says that it is news left neutral."""
    found = list(line.phrases)
    first, *rest = line.tokens
    if plain(first) == "new" and rest and rest[0].text == ":" and found[0].tokens == (first,):
        found[0] = _neutral(found[0])
    words = [plain(word) for word in line.words]
    is_last = found[-1].tokens == line.tokens[-1:] and words[-1] in _IS_NEWS
    if is_last and len(words) > 2 and words[-2] in ("is", "are") and words[-3] in _PUBLISHED:
        found[-1] = _neutral(found[-1])
    return tuple(found)


def _tells(line: Line, lexicon: Lexicon) -> bool:
    """`How North Carolina compares`, `The Hotline: trends`: it names nothing that is counted and no part of it."""
    words = [plain(word) for word in line.words]
    unknown = [word for phrase in line.phrases[1:] if phrase.kind == UNKNOWN for word in phrase.tokens]
    is_plain = all(phrase.kind in (UNKNOWN, _CHANGES_NOTHING, "place", "nation", Kind.YEAR) for phrase in line.phrases)
    return (
        is_plain
        and words[:1] != []
        and (words[0] in _TELLS or words[:2] == ["before", "you"] or _names_hotline(line))
        and _IS_DONE_TO.isdisjoint(words)
        and _OURS.isdisjoint(words)
        and all(
            word.kind is Kind.WORD and _is_harmless(plain(word), lexicon)
            for word in unknown
            if word is not line.words[0]
        )
    )


def _names_hotline(line: Line) -> bool:
    return line.said.names_hotline and line.phrases[0].kind != UNKNOWN


def _is_harmless(word: str, lexicon: Lexicon) -> bool:
    return word in _COMPARE or (word not in _LEAVE_OUT and lexicon.is_harmless(word))


def _without_counts(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """`two lake states`, `last three calendar years`: how many there are says nothing; their heads say which."""
    found = list(phrases)
    for end, phrase in enumerate(phrases):
        if phrase.text.casefold() not in _COUNTED:
            continue
        start = next((at for at in range(end - 1, max(-1, end - 1 - _FARTHEST), -1) if _is_count(phrases[at])), None)
        if start is None:
            continue
        for at in range(start, end):
            if phrases[at].kind == "local" and phrases[at].text.casefold() in REGIONS:
                found[at] = Phrase("other_place", phrases[at].tokens, Entry((), "other_place"))
        found[start] = _neutral(phrases[start])
        if start and phrases[start - 1].text.casefold() in _BEFORE_COUNT:
            found[start - 1] = _neutral(phrases[start - 1])
    return tuple(found)


def _is_count(phrase: Phrase) -> bool:
    return phrase.kind == UNKNOWN and phrase.text.casefold() in WRITTEN


def _neutral(phrase: Phrase) -> Phrase:
    return Phrase(_CHANGES_NOTHING, phrase.tokens, Entry((), _CHANGES_NOTHING))
