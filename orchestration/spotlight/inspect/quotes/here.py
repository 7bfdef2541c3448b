"""What stands around a token of a sentence that is being read.

Belongs here: the phrases before it, and what begins at it. Not here: what follows from that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from orchestration.spotlight.inspect.quotes.lexicon import Lexicon, Role
from orchestration.spotlight.inspect.quotes.meanings import Phrase
from orchestration.spotlight.inspect.quotes.numbers import starts_number
from orchestration.spotlight.inspect.quotes.periods import is_year
from orchestration.spotlight.inspect.quotes.sentences import Token


@dataclass(frozen=True)
class Here:
    """A sentence, and the phrases of it that are read so far."""

    sentence: str
    tokens: Sequence[Token]
    lexicon: Lexicon
    phrases: list[Phrase] = field(default_factory=list)

    def norms(self, position: int, count: int) -> list[str]:
        return [token.norm for token in self.tokens[position : position + count]]

    def before(self, count: int) -> list[str]:
        """The last phrases so far."""
        return [phrase.norm for phrase in self.phrases[-count:]]

    def begins_place(self, position: int) -> bool:
        start = position + 1 if self.norms(position, 1) == ["the"] else position
        meaning = self.lexicon.find(self.tokens, start) if start < len(self.tokens) else None
        return meaning is not None and meaning.role is Role.PLACE

    def begins_number(self, position: int) -> bool:
        if position >= len(self.tokens):
            return False
        meaning = self.lexicon.find(self.tokens, position)
        is_number = starts_number(self.tokens, position) and not is_year(self.tokens[position])
        return is_number or (meaning is not None and meaning.role is Role.HEDGE)

    def begins_counted(self, position: int) -> bool:
        meaning = self.lexicon.find(self.tokens, position) if position < len(self.tokens) else None
        return meaning is not None and (meaning.counted is not None or meaning.words == ("human", "trafficking"))
