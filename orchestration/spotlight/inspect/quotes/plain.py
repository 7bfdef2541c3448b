"""An answer as plain values: for `spotlight quotes --json` and for assistants.

Belongs here: names and order of the values. Not here: the verdicts.
"""

from __future__ import annotations

from typing import Any

from orchestration.spotlight.domain.vocabulary import Vocabulary
from orchestration.spotlight.inspect.quotes.claims import NotUnderstood
from orchestration.spotlight.inspect.quotes.holdings import Row
from orchestration.spotlight.inspect.quotes.verdicts import Answer

_LONGEST = 200
_HIDDEN = ("is_current", "is_outranked")


def as_plain(answer: Answer, vocabulary: Vocabulary) -> dict[str, Any]:
    """What was understood of a claim, the verdict, and the figures that it rests on."""
    claim = answer.claim
    told: dict[str, Any] = {"verdict": answer.verdict.value, "reason": answer.reason, "text": cut(claim.sentence)}
    if isinstance(claim, NotUnderstood):
        return {**told, "number": claim.number, "word": claim.word, "suggestion": claim.suggestion}
    return {
        **told,
        "number": claim.text,
        "understood": {
            "value": claim.number.value,
            "hedge": claim.number.hedge.value,
            "jurisdiction_code": claim.code,
            "jurisdiction_name": vocabulary.jurisdiction_names[claim.code],
            "period_start": claim.period.start,
            "period_end": claim.period.end,
            "as_of": claim.as_of,
            "measure": claim.measure,
            "category": claim.category,
            "words": [{"words": words, "as": meaning} for words, meaning in claim.words],
            "carried": {what: cut(sentence) for what, sentence in claim.carried.items()},
        },
        "figures": [_told(row) for row in answer.figures],
        "current": [_told(row) for row in answer.current],
        "nearest": [_told(row) for row in answer.nearest],
    }


def _told(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in _HIDDEN}


def cut(text: str) -> str:
    """As much of a sentence as a person needs to find it."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
