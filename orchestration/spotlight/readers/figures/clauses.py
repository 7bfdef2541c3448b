"""The clauses of a sentence, each with a subject of its own.

Belongs here: where a clause begins. Not here: what a sentence states (statements).
"""

from __future__ import annotations

from dataclasses import replace

from orchestration.spotlight.readers.figures.statements import Sentence
from orchestration.spotlight.readers.grammar.phrases import said_by
from orchestration.spotlight.readers.grammar.tokens import Kind, Token

_PARTS = (";", ":", "(", ")")
_BEGINS_A_CLAUSE = frozenset(
    ("although", "as", "because", "but", "if", "it", "since", "so", "they", "though", "we", "which", "while", "who")
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
