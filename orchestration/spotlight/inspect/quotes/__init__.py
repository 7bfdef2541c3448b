"""Was a number ever published? A text is read as claims, and each is compared with every believed vintage.

Belongs here: a reader of claims in English that understands every word or refuses.
Not here: how an answer is shown (`orchestration.cli.quotes`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from orchestration.spotlight.domain.vocabulary import Vocabulary
from orchestration.spotlight.inspect.quotes.binding import Claim
from orchestration.spotlight.inspect.quotes.claims import NotUnderstood, Unjudged, read_claims
from orchestration.spotlight.inspect.quotes.holdings import Holdings, Row, Rows
from orchestration.spotlight.inspect.quotes.lexicon import Lexicon
from orchestration.spotlight.inspect.quotes.verdicts import HOLDS, Answer, Verdict, judge

__all__ = ["HOLDS", "Answer", "Claim", "NotUnderstood", "Row", "Rows", "Unjudged", "Verdict", "answers"]


_MOST_CLAIMS = 10_000
_lexicon_of = lru_cache(maxsize=2)(Lexicon)  # the next text is read with the phrases that the last one needed


def answers(text: str, vocabulary: Vocabulary, rows: Rows) -> Iterator[Answer | Unjudged]:
    """An answer for each claim of a text, and the sentences whose numbers count nothing that is held."""
    holdings, count = Holdings(rows), 0
    for found in read_claims(text, _lexicon_of(vocabulary)):
        if isinstance(found, Unjudged):
            yield found
            continue
        count += 1
        if count > _MOST_CLAIMS:
            reason = f"the text goes on after {_MOST_CLAIMS:,} claims; ask about it in parts"
            yield judge(NotUnderstood(found.sentence, None, None, reason), holdings, vocabulary)
            return
        yield judge(found, holdings, vocabulary)
