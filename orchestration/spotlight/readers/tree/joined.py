"""Lines that share one wording, one sentence or one heading → one line.

Belongs here: which neighbouring lines belong together. Not here: what each of them is (first_roles, roles).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.grammar.lexicon import PLACE, Lexicon
from orchestration.spotlight.readers.grammar.phrases import LABELS, Phrase, phrases_of
from orchestration.spotlight.readers.grammar.tokens import Token
from orchestration.spotlight.readers.tree.first_roles import first_role, is_of_figures
from orchestration.spotlight.readers.tree.lines import FARTHEST, TOUCHING, Line, Role
from orchestration.spotlight.readers.tree.names import is_only_names
from orchestration.spotlight.readers.tree.prose import KEY, ends_with_connector

_MERGED_WORDS = 10
_FEWEST_OF_NAME = 2
"""Words that the upper line must have of a broken name."""


def wordings_joined(lines: list[Line], lexicon: Lexicon) -> list[Line]:
    """Join two lines if a wording begins on one and ends on the next, or a number begins the sentence below it."""
    merged: list[Line] = []
    for line in lines:
        joined = (
            _joined(merged, line, lexicon) if merged and merged[-1].container_number == line.container_number else None
        )
        if joined is None:
            merged.append(line)
        else:
            merged[-1] = joined
    return merged


def _joined(lines: Sequence[Line], line: Line, lexicon: Lexicon) -> Line | None:
    """A line joined with the last line above it, if a wording or a sentence runs from one into the other; else None."""
    before = lines[-1]
    # `contacts with the hotline from Idaho`, below its number
    is_rest = line.role is Role.HEADING and line.text[:1].islower() and line.has(*LABELS, "unit")
    is_rest &= not line.said.outside
    is_lone = len(before.counts) == len(before.phrases) == 1
    if before.role is Role.FIGURES and (line.begins_with_sentence or (is_rest and is_lone)):
        if line.counts or not is_lone or before.gap_to(line) > FARTHEST:
            return None
        label = lines[-2] if len(lines) > 1 else None
        if label is not None and label.role is Role.FIGURES and label.labels:
            ends = label.text.endswith(".") or bool(label.counts)
            if not ends and label.gap_to(before) <= before.gap_to(line) and not _is_same_figure(label, line):
                return None
        return _as_one((before, line), (*before.phrases, *line.phrases), Role.FIGURES)
    if before.role is Role.HEADING and line.role is Role.STATEMENT:
        return _statement_joined(before, line, lexicon)
    is_row = _is_row_of_pairs(before) and bool(line.counts)
    roles = (Role.FIGURES, Role.HEADING, Role.ITEM)
    if (
        line.role not in roles
        or before.role not in roles
        or (line.role is before.role is Role.FIGURES and not (_is_cut_short(before) or is_row))
        or not (before.gap_to(line) < TOUCHING or ends_with_connector(before))
        or (len(line.words) + len(before.words) > _MERGED_WORDS and not is_row)
        or BlockKind.HEADING in (line.kind, before.kind)
    ):
        return None
    phrases = phrases_of((*before.tokens, *line.tokens), lexicon)
    above = {id(token) for token in before.tokens}
    spans = any(
        id(phrase.tokens[0]) in above and id(phrase.tokens[-1]) not in above
        for phrase in phrases
        if phrase.kind in LABELS
    )
    joined = _as_one((before, line), phrases, Role.FIGURES)
    if is_row and spans and not is_of_figures(joined):
        # The next label is broken too: the line after it has the rest.
        joined.role = Role.ITEM
        return joined
    return joined if spans and is_of_figures(joined) else None


def _statement_joined(before: Line, line: Line, lexicon: Lexicon) -> Line | None:
    """Two lines as one if a name or a date runs from the first into the second; else None.

    A narrow column breaks `National Human Trafficking` before `Hotline, January 1, 2020`, and that before `through June
    30, 2020`. `National` alone may head what stands below it.
    """
    if before.block != line.block:
        return None
    phrases = phrases_of((*before.tokens, *line.tokens), lexicon)
    above = {id(token) for token in before.tokens}
    in_names = [phrase.tokens for phrase in phrases if phrase.kind in ("neutral", "other_service")]
    parts = [[id(token) in above for token in tokens] for tokens in in_names]
    is_name = any(not all(part) and sum(part) >= _FEWEST_OF_NAME for part in parts)
    if not (is_name or _is_in_a_date(before, line)):
        return None
    joined = _as_one((before, line), phrases, Role.STATEMENT)
    joined.role = first_role(joined)
    return joined


def _is_in_a_date(before: Line, line: Line) -> bool:
    """Whether one date runs from the first line into the next."""
    date = before.tokens[-1].of if before.tokens else None
    return date is not None and bool(line.tokens) and line.tokens[0].of is date


def _is_row_of_pairs(line: Line) -> bool:
    """Whether a row breaks off within a label: `Trafficking Cases: 42; Sex Trafficking: 29; Labor`."""
    return ";" in line.text and len(line.counts) > 1 and line.text[-1].isalpha()


def _is_same_figure(one: Line, other: Line) -> bool:
    """Whether both name one figure: `Signals Received in 2024` above, `signals were received by the Hotline` below."""
    first, second = (line.labels[0].label if line.labels else None for line in (one, other))
    if first is None or second is None:
        return False
    return (first.measure, first.category or "total") == (second.measure, second.category or "total")


def _is_cut_short(line: Line) -> bool:
    """Whether a line continues on the next: `Sex &`, `Cases of`, or `24 Trafficking` above `Cases`."""
    return not (line.labels or line.units) if line.counts else ends_with_connector(line)


def headings_joined(lines: list[Line], lexicon: Lexicon) -> list[Line]:
    """Join the lines of each heading: `Percent of` means nothing without `cases by type` on the next line."""
    runs: list[list[Line]] = []
    for line in lines:
        run = runs[-1] if runs else []
        if (
            run
            and line.role is Role.HEADING
            and _is_right_below(run[-1], line)
            and not _is_title_below(run[-1], line)
            and not (KEY.match(line.text) and KEY.match(run[-1].text))
        ):
            run.append(line)
        else:
            runs.append([line])
    return [
        run[0] if len(run) == 1 else _as_one(run, phrases_of(_tokens_of(run), lexicon), Role.HEADING) for run in runs
    ]


def _is_right_below(heading: Line, line: Line) -> bool:
    is_alike = heading.block == line.block and heading.is_strong == line.is_strong
    return heading.role is Role.HEADING and is_alike and heading.gap_to(line) < TOUCHING


def _is_title_below(above: Line, line: Line) -> bool:
    """Whether a line begins a new title below a line of names, or names the state below the nation's page."""
    if [one.kind for one in (*above.phrases, *line.phrases)] == ["nation", PLACE]:
        return True
    goes_on = ends_with_connector(above) or not line.text[:1].isupper()
    return not goes_on and is_only_names(above) > is_only_names(line)


def _tokens_of(lines: Sequence[Line]) -> tuple[Token, ...]:
    return tuple(token for line in lines for token in line.tokens)


def _as_one(lines: Sequence[Line], phrases: tuple[Phrase, ...], role: Role) -> Line:
    return replace(
        lines[0],
        pieces=tuple(piece for line in lines for piece in line.pieces),
        tokens=_tokens_of(lines),
        phrases=phrases,
        bottom=lines[-1].bottom,
        doubt=next((line.doubt for line in lines if line.doubt), ""),
        role=role,
        _said=None,
    )
