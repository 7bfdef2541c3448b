"""Marks of notes in plain text: `[1]`, `[1, 2]`, `(a)`, `(1)`.

Belongs here: which signs behind words are marks. Not here: what notes say (figures).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from orchestration.spotlight.readers.formats.wikitext import Numbered

_MARK_FORM = (
    r"\[(?:[0-9]{1,2}|[a-h])(?:, ?(?:[0-9]{1,2}|[a-h])){0,5}\]"
    r"|\([a-h]\)|\[\^[\w-]{1,20}\]"
)
"""Marks of notes: `[1]`, `[1, 2]`, `(a)`, and in Markdown `[^1]` and `[^calls]`."""
_NOTE = re.compile(rf"^ *({_MARK_FORM}) +[A-Z\"']")
_MARKDOWN_NOTE = re.compile(r"^( *\[\^[\w-]{1,20}\]):(?= )")
_MARKS = re.compile(rf"((?:{_MARK_FORM})(?: ?(?:{_MARK_FORM}))*)(?= (?P<gap> )|)")
_BEHIND_WORDS = re.compile(rf"(?<=[\w.:;,)\"]) ?{_MARKS.pattern}")
_RAISED = "①②③④⑤⑥⑦⑧⑨⑩❶❷❸❹❺❻❼❽❾❿"
_ROUND_MARK = re.compile(r"(?<=[A-Za-z])( ?)\(([0-9][0-9,]*)\)(?= +[0-9][0-9,]*(?![.%\w]))")
"""In round brackets between a label and its number: `Form Not Specified (1)      11`. Elsewhere it may be a count."""
_ROUND_NUMBER = re.compile(r"(?<=[A-Za-z]) ?\((?!(?:19|20)[0-9]{2}\))[0-9][0-9,]*\)(?! ?[0-9]{3}[-. ])")
"""Such a count. A year or the area code of a telephone is none."""
_ROUND_NOTE = re.compile(r"^( *)\(([1-9])\)(?= +[A-Z](?:[\w',;-]+ +){4,})")


def with_marks(lines: Sequence[Numbered]) -> list[Numbered]:
    """Replace `[1]`, `[1, 2]`, `(a)` or `(1)` by raised digits where they mark words and a note begins with each."""
    lines = [(number, _MARKDOWN_NOTE.sub(r"\1", line)) for number, line in _with_square_brackets(lines)]
    notes = {mark for _, line in lines if (match := _NOTE.match(line)) for mark in _marks_of(match[1])}
    notes &= {mark for _, line in lines for match in _BEHIND_WORDS.finditer(line) for mark in _marks_of(match[1])}
    raised = dict(zip(sorted(notes), _RAISED, strict=False))

    def with_raised(match: re.Match[str]) -> str:
        marks = _marks_of(match[1])
        if not all(mark in raised for mark in marks):
            return match[0]
        text = ",".join(raised[mark] for mark in marks)
        # Blanks keep the column of what follows in its place.
        return text.ljust(len(match[0])) if match["gap"] else text

    return [(number, _MARKS.sub(with_raised, line)) for number, line in lines]


def _marks_of(text: str) -> list[str]:
    """`[1, 2]` → `[1` and `[2`: the bracket distinguishes `[a]` from `(a)`."""
    return [f"{part[0]}{name}" for part in re.findall(r"[\[(][^\])]+", text) for name in re.findall(r"[\w-]+", part)]


def _with_square_brackets(lines: Sequence[Numbered]) -> list[Numbered]:
    """`(1)` as `[1]` if all numbers in round brackets behind words are marks, and one sentence begins with each."""
    marks = {mark[2] for _, line in lines for mark in _ROUND_MARK.finditer(line)}
    others = [one for _, line in lines for one in _ROUND_NUMBER.findall(_ROUND_MARK.sub("", line))]
    notes = sorted(note[2] for _, line in lines if (note := _ROUND_NOTE.match(line)))
    if others or notes != sorted(marks):
        return list(lines)
    return [(number, _ROUND_NOTE.sub(r"\1[\2]", _ROUND_MARK.sub(r"\1[\2]", line))) for number, line in lines]
