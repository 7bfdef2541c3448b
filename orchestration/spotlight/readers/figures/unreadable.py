"""Refusals of single lines among the figures that cannot be read: a spoilt number, an unknown word, a doubtful sign.

Belongs here: what one line shows by itself. Not here: which label a number has (pairing), what pairs show (doubts).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from orchestration.spotlight.domain.model import MAX_REJECTIONS, ValueStatus
from orchestration.spotlight.readers.grammar.phrases import LABELS, Phrase
from orchestration.spotlight.readers.grammar.tokens import DOUBTFUL_SIGNS, Kind
from orchestration.spotlight.readers.refusals import Refusal, refusal_at, unknown_label
from orchestration.spotlight.readers.tree.lines import Line, Role
from orchestration.spotlight.readers.tree.told_counts import counts_of


def unreadable(line: Line) -> Iterator[Refusal]:
    numbers = [p for p in line.phrases if p.kind in (Kind.NUMBER, Kind.SPOILT) or _is_suppressed(p)]
    if line.role in (Role.HEADING, Role.ITEM):
        glued = [
            Phrase(Kind.SPOILT, (w,), value=w.text + w.glued_digits) for w in line.words if len(w.glued_digits) > 1
        ]
        numbers = [one for one in (*numbers, *glued) if not _is_list_number(one, line)]
        if numbers:
            yield _unknown(line, numbers[0])
    elif line.role is Role.PROSE and numbers:
        first, last = numbers[0], numbers[-1]
        is_first = first.tokens[0] is next(
            (t for t in line.tokens if t.kind not in (Kind.BREAK, Kind.DASH, Kind.MARK)), None
        )
        is_last_token = last.tokens[-1] is line.tokens[-1] and not line.ends_inside_sentence
        with_label = _number_with_label(numbers, line)
        if not line.begins_inside_sentence and (is_first or is_last_token):
            yield _unknown(line, first if is_first else last)
        elif with_label is not None:
            yield _unknown(line, with_label)
    elif line.role is Role.FIGURES:
        # One more than is shown, so that the message says that more follow; all of a long line would take too long.
        yield from islice(_unreadable_figures(line), MAX_REJECTIONS + 1)


def _is_suppressed(phrase: Phrase) -> bool:
    return phrase.kind == Kind.STATUS and phrase.value == ValueStatus.SUPPRESSED


def _number_with_label(numbers: Sequence[Phrase], line: Line) -> Phrase | None:
    """The number of a capitalized label within other words: `Sex Trafficking (5,551)`, `Phone Calls: 12`."""
    ends = {id(label.tokens[-1]) for label in line.labels if label.tokens[0].text[0].isupper()}
    starts = {id(number.tokens[0]): number for number in numbers}
    for last, before, token in zip(line.tokens, line.tokens[1:], line.tokens[2:], strict=False):
        is_behind = before.kind is Kind.BREAK and (token.bracketed or before.text == ":")
        if is_behind and id(last) in ends and id(token) in starts:
            return starts[id(token)]
    return None


def _is_list_number(phrase: Phrase, line: Line) -> bool:
    """Whether a number is that of a list or heading: `1.` or `1)` at the beginning of a line."""
    token = phrase.tokens[0]
    return (
        token is line.tokens[0]
        and len(token.text) <= 2
        and len(line.tokens) > 2
        and line.tokens[1].kind is Kind.BREAK
        and line.tokens[1].text in ".)"
    )


def _unknown(line: Line, phrase: Phrase) -> Refusal:
    return _spoilt(line, phrase) if phrase.kind == Kind.SPOILT else unknown_label(line, phrase)


def _spoilt(line: Line, phrase: Phrase) -> Refusal:
    return refusal_at(
        line,
        phrase,
        "number_spoilt",
        f"{phrase.value!r} is no whole number. Expected digits, with commas between thousands if there are any. "
        "Compare it with the publisher's document.",
    )


# Harmless known words right before or after a number. Other known words name something else: `Form 42`, `12 pages`.
_HARMLESS_BEFORE = frozenset(
    ("of", "are", "is", "was", "were", "the", "number", "count", "figure", "identified", "reported", "received", "and",
     "by", "at", "to", "a", "counted", "hotline", "trafficking", "s", "have", "has", "been", "in", "national hotline",
     "value", "with", "had", "reports of", "for", "these", "learned", "here", "state", "statewide", "involved", "home",
     "cases")
)  # fmt: skip
_HARMLESS_AFTER = frozenset(
    ("of", "are", "is", "was", "were", "the", "human", "trafficking", "potential", "likely", "individual", "identified",
     "reported", "received", "and", "by", "at", "to", "for", "from", "in", "have", "has", "been", "known", "different",
     "human trafficking", "recorded", "counted", "with", "details", "detail", "more", "info", "view", "learn more",
     "read more", "source", "s", "definition", "note", "made", "who", "that", "during", "referenced", "involved", "on")
)  # fmt: skip


_ABBREVIATIONS = frozenset(("in", "of", "to", "at", "for", "by", "from", "with", "the", "on"))
"""At the end of a line these may be abbreviations: `93 in.`"""


def _is_named_by(other: Phrase | None, number: Phrase, harmless: frozenset[str], *, is_last: bool = False) -> bool:
    """Whether a neutral word, but no `harmless` one, right beside a number says what the number is."""
    if other is None or other.kind not in ("neutral", "edition", "other_place"):
        return False
    first, second = sorted((other, number), key=lambda one: one.tokens[0].column)
    touches = second.tokens[0].column - first.tokens[-1].end <= 1 and first.tokens[-1].line == second.tokens[0].line
    is_loose = other is second and is_last and other.text.casefold() in _ABBREVIATIONS
    return touches and (is_loose or other.text.casefold() not in harmless)


def _named_in_brackets(line: Line) -> Iterator[Phrase]:
    """Numbers with one word in brackets after them that may change their meaning: `27 (each)`."""
    neutral = {id(one.tokens[0]) for one in line.phrases if one.kind == "neutral" and len(one.tokens) == 1}
    numbers = {id(one.tokens[0]): one for one in line.phrases if one.kind == Kind.NUMBER}
    for number, opening, word, closing in zip(
        line.tokens, line.tokens[1:], line.tokens[2:], line.tokens[3:], strict=False
    ):
        is_word = id(word) in neutral and word.text.casefold() not in _HARMLESS_AFTER
        if id(number) in numbers and is_word and (opening.text, closing.text) == ("(", ")"):
            yield numbers[id(number)]


def _unreadable_figures(line: Line) -> Iterator[Refusal]:
    if line.begins_inside_sentence:
        yield refusal_at(
            line,
            None,
            "number_ambiguous",
            "The line goes on with the sentence above it, and could be a figure as well. Put an empty line between "
            "them, or end the sentence with a full stop.",
        )
    # Computed once for a line, which may have many numbers.
    is_by_hotline = cache(lambda: _is_counted_by_hotline(line))
    for before, phrase, after in zip((None, *line.phrases), line.phrases, (*line.phrases[1:], None), strict=False):
        if phrase.kind == Kind.SPOILT:
            yield _spoilt(line, phrase)
        elif phrase.kind == Kind.NUMBER and (
            (_is_named_by(before, phrase, _HARMLESS_BEFORE) and not is_by_hotline())
            or _is_named_by(after, phrase, _HARMLESS_AFTER, is_last=after is line.phrases[-1])
        ):
            yield unknown_label(line, phrase)
    yield from (unknown_label(line, number) for number in _named_in_brackets(line))
    if line.counts and any(
        token.kind is Kind.BREAK and not DOUBTFUL_SIGNS.isdisjoint(token.text) for token in line.tokens
    ):
        yield refusal_at(
            line,
            line.counts[0],
            "number_spoilt",
            "A sign on the line may change the number: a question mark, a plus, braces. Compare it with the "
            "publisher's document.",
        )
    lost = [token for token in line.tokens if token.kind is Kind.MARK and token.text[0] in "0123456789"]
    if lost:
        yield refusal_at(
            line,
            Phrase(Kind.SPOILT, (lost[0],)),
            "number_spoilt",
            f"{lost[0].text!r} stands right before a word: a number that lost its space, or a footnote mark. "
            "Compare it with the publisher's document.",
        )
    first = next((p for p in line.phrases if p.is_count or p.kind == Kind.YEAR or p.kind in LABELS), None)
    if first is not None and line.has(Kind.NUMBER, Kind.YEAR):
        if first.kind == Kind.NUMBER and _is_list_number(first, line):
            yield refusal_at(
                line,
                first,
                "number_ambiguous",
                f"{first.value!r} may be a figure or the number of an item in a list. Write it without the sign.",
            )
        elif line.text.endswith(".") and not line.labels and not line.units:
            yield refusal_at(
                line,
                first,
                "number_ambiguous",
                "A number with a full stop may end a sentence. Write it without the full stop if it is a figure.",
            )


def _is_counted_by_hotline(line: Line) -> bool:
    """Whether the hotline is who counted: `In 2019, the Hotline answered 672`, but not `Each year the Hotline`."""
    counted = counts_of(line.tokens, line.phrases)
    return counted is not None and counted.names_hotline
