"""The clauses of a sentence, each with a subject of its own, and the places in them.

Belongs here: where a clause begins, which places it denies. Not here: what a sentence states (statements).
"""

from __future__ import annotations

from dataclasses import replace

from orchestration.spotlight.readers.figures.statements import Sentence
from orchestration.spotlight.readers.grammar.lexicon import PLACE
from orchestration.spotlight.readers.grammar.meanings import said_by
from orchestration.spotlight.readers.grammar.tokens import Kind, Token
from orchestration.spotlight.readers.grammar.words import DENIALS

_PARTS = (";", ":", "(", ")")
_BEGINS_A_CLAUSE = frozenset(
    ("although", "as", "because", "but", "if", "it", "since", "so", "they", "though", "we", "which", "while", "who")
)
_BEFORE_PLACE = frozenset(
    ("about", "callers", "cases", "cover", "for", "from", "in", "of", "people", "the", "those", "state")
)


def clauses_of(sentence: Sentence) -> list[Sentence]:
    """The clauses of a sentence with their own subjects: `the numbers include Kansas; we could not part them`."""
    parts: list[list[Token]] = [[]]
    is_aside = False
    for token, following in zip(sentence.tokens, (*sentence.tokens[1:], None), strict=True):
        begins = following is not None and following.text.casefold() in _BEGINS_A_CLAUSE
        if token.kind is Kind.BREAK and (token.text in _PARTS or (token.text == "," and (begins or is_aside))):
            parts.append([])
            is_aside = begins
        parts[-1].append(token)
    found = []
    for part in filter(None, parts):
        in_clause = {id(token) for token in part}
        phrases = tuple(phrase for phrase in sentence.phrases if id(phrase.tokens[0]) in in_clause)
        found.append(replace(sentence, tokens=tuple(part), phrases=phrases, said=said_by(phrases)))
    return found


def denied_places(sentence: Sentence) -> set[str]:
    """The places behind `not`, `not for` and the like."""
    denied: set[str] = set()
    is_open = False
    for phrase in sentence.phrases:
        if phrase.kind == PLACE and is_open and phrase.entry is not None:
            denied.add(phrase.entry.meaning)
        words = phrase.text.casefold().split()
        is_open = not DENIALS.isdisjoint(words) or (is_open and _BEFORE_PLACE.issuperset(words))
    return denied
