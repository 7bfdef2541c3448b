"""What each line is: figures, a heading, a statement of a date, running text, a note, a menu or nothing.

Belongs here: the role of a line among its neighbours. Not here: how far a heading reaches (headings).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.grammar.characters import MARKS, unraised
from orchestration.spotlight.readers.grammar.lexicon import OUTSIDE, PLACE, UNKNOWN, Lexicon
from orchestration.spotlight.readers.grammar.phrases import LABELS, Phrase, phrases_of, plain
from orchestration.spotlight.readers.grammar.tokens import Kind, What
from orchestration.spotlight.readers.tree.lines import FARTHEST, TOUCHING, Line, Role, text_of

_SENTENCE_END = re.compile(r"[.!?][\"')\]]{0,3}$")
_MARK_IN_TEXT = re.compile(rf"(?<=\S)[{MARKS}]+")
_TRAILING_MARKS = MARKS + " "
# A line that ends with one of these, or begins with one, is a part of a longer wording.
_CONNECTORS = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "per", "the", "to", "under", "with")
)
_WHO_COUNTS = frozenset(
    (
        "the",
        "hotline",
        "national hotline",
        "the national hotline",
        "national human trafficking hotline",
        "nhtrc",
        "polaris",
    )
)
_OF_SECTION = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2}){1,2}")
_MERGED_WORDS = 10
_HEADING_WORDS = 24
_SENTENCE_WORDS = 8
_MENU_ITEMS = 3
_BETWEEN_ITEMS = ("|", "•", "·", "/", "\t", " ")
_FIRST_LINES = 3
_SUBJECTS = frozenset(("figures", "numbers", "data", "statistics", "counts", "totals", "all", "these"))
_DATED = frozenset(
    {What.PERIOD, What.ACCURACY, What.POSTED, What.DATE, What.NOISE, What.CONTACT, What.SHARE, What.MONEY}
)
_MAY_BE_NOTES = (Role.HEADING, Role.ITEM, Role.STATEMENT, Role.PROSE)
_COUNT_KINDS = (Kind.NUMBER, Kind.STATUS, Kind.SPOILT)


def with_roles(lines: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """The lines with their roles; lines that share one wording or one heading become one."""
    _take_numbers_of_sections(lines, lexicon)
    for line in lines:
        if line.role is Role.BLANK:
            line.role = _first_role(line)
    found = _merged(list(lines), lexicon)
    for line in found:
        # `Statistics for Wyoming.` below the figures is a sentence about them.
        if line.role is Role.HEADING and line.kind is not BlockKind.HEADING and line.text.endswith("."):
            is_of_figures = len(line.words) > 2 and plain(line.words[0]) in _SUBJECTS
            line.role = Role.PROSE if is_of_figures or line.said.outside else line.role
    _mark_sentences(found)
    _mark_paragraphs(found)
    _mark_fragments(found)
    _mark_numbered_notes(found)
    _mark_menus(found)
    _mark_titles(found)
    return _headings_joined(found, lexicon)


def _take_numbers_of_sections(lines: Sequence[Line], lexicon: Lexicon) -> None:
    """`1. Cases by type` and `2. Contacts`, each with numbers below it: they number the sections and are no figures."""
    for line in lines:
        first = line.tokens[0] if len(line.tokens) > 1 else None
        if first is not None and first.kind is Kind.SPOILT and _OF_SECTION.fullmatch(first.text) and not line.labels:
            # `2.3 Statistics of the Hotline`
            line.tokens = line.tokens[1:]
            line.phrases = phrases_of(line.tokens, lexicon)
    heads = [at for at, line in enumerate(lines) if line.role is Role.BLANK and _has_list_number(line)]
    if [lines[at].tokens[0].text for at in heads] != [str(number) for number in range(1, len(heads) + 1)]:
        return
    ends = [*heads[1:], len(lines)]
    if len(heads) < 2 or not all(
        any(line.counts or line.table for line in lines[at + 1 : end]) for at, end in zip(heads, ends, strict=True)
    ):
        return
    for at in heads:
        line = lines[at]
        line.tokens = line.tokens[2:]
        line.phrases = phrases_of(line.tokens, lexicon)


def _has_list_number(line: Line) -> bool:
    """`1.` or `1)` before words, and no other number behind."""
    if len(line.tokens) < 3 or sum(phrase.is_count for phrase in line.phrases) != 1:
        return False
    first, second, third = line.tokens[:3]
    return first.kind is Kind.NUMBER and len(first.text) < 3 and second.text in (".", ")") and third.kind is Kind.WORD


def _first_role(line: Line) -> Role:
    content = [token for token in line.tokens if token.kind not in (Kind.BREAK, Kind.MARK)]
    if not content and any(phrase.kind in OUTSIDE for phrase in line.phrases):
        return Role.HEADING
    if not content or (len(content) == 1 and content[0].kind is Kind.WORD and len(content[0].text) == 1):
        # A single letter is what is left of an icon.
        return Role.BLANK
    if line.kind is BlockKind.NOTE:
        return Role.NOTE
    if any(token.of is not None and token.of.what is What.CONTACT for token in line.tokens) and not line.counts:
        # `Call 1-888-373-7888 or text 233733` is no heading, whatever its words.
        return Role.STATEMENT
    if not line.phrases:
        return Role.BLANK
    if _is_statement(line):
        return Role.STATEMENT
    if _is_of_figures(line):
        return Role.FIGURES
    return Role.ITEM if line.has(*_COUNT_KINDS) else Role.HEADING


def _is_statement(line: Line) -> bool:
    """A date, a period, a share or a number to call with nothing beside it that would be a heading."""
    dates = [token.of for token in line.tokens if token.of is not None]
    if any(one.what is What.PERIOD and one.period is None for one in dates):
        return False
    if any(one.what is What.SHARE and one.text[:3].casefold() == "per" for one in dates):
        return False
    has_date = any(one.what in _DATED for one in dates)
    return has_date and all(
        phrase.kind in ("neutral", "edition", "own_period")
        or (phrase.kind == Kind.RECOGNISED and phrase.tokens[0].of is not None and phrase.tokens[0].of.what in _DATED)
        for phrase in line.phrases
    )


def _is_of_figures(line: Line) -> bool:
    """Whether all words are known and one of them is a label, a unit or a count."""
    if line.has(UNKNOWN):
        return bool(line.phrases) and all(p.kind in (*_COUNT_KINDS, Kind.RECOGNISED) for p in line.phrases)
    if any(one.kind == "local" and _is_right_before(one, other) for one, other in pairwise(line.phrases)):
        # `District 5` is a place.
        return False
    has_count = line.has(*_COUNT_KINDS)
    has_label = line.has(*LABELS, "unit")
    if not has_label:
        if line.has("sum") and all(phrase.kind in ("sum", *_COUNT_KINDS) for phrase in line.phrases):
            return True
        return has_count or (line.has(Kind.YEAR) and len(line.phrases) == 1)
    if has_count:
        return True
    # Without a number these words make a heading of a label: `Cases by type`, `Top venues for sex trafficking`.
    is_heading = any(p.kind in ("breakdown", "measure", "edition", "sum", *OUTSIDE) for p in line.phrases)
    names_more = line.has(PLACE) and not line.begins_with_sentence
    has_by = not line.begins_with_sentence and any(_divides(*two) for two in pairwise((*line.phrases, None)))
    several = len(line.labels) + len(line.units) > 1 and not line.begins_with_sentence
    return not (is_heading or names_more or has_by or (several and not line.labels))


def _is_right_before(phrase: Phrase, number: Phrase) -> bool:
    return number.kind == Kind.NUMBER and number.tokens[0].column - phrase.tokens[-1].end <= 1


def _divides(phrase: Phrase | None, following: Phrase | None) -> bool:
    """`by state`, but not `by the hotline`."""
    text = phrase.text.casefold() if phrase is not None else ""
    if text.startswith("by "):
        return True
    return text == "by" and (following is None or following.text.casefold() not in _WHO_COUNTS)


# Lines that share one wording -----------------------------------------------------------------------------------------


def _merged(lines: list[Line], lexicon: Lexicon) -> list[Line]:
    """Join two lines where a wording begins on one and ends on the next, or a number and the sentence it begins."""
    merged: list[Line] = []
    for line in lines:
        place = next((at for at in (-1, -2, -3) if at >= -len(merged) and merged[at].role is not Role.BLANK), None)
        before = merged[place] if place is not None else None
        if place is not None and before is not None and before.stream == line.stream and len(before.pieces) == 1:
            joined = _joined(before, line, merged[:place], lexicon)
            if joined is not None:
                merged[place] = joined
                _extend(merged, lexicon)
                continue
        merged.append(line)
    return merged


def _extend(merged: list[Line], lexicon: Lexicon) -> None:
    """`Human`, `Trafficking`, `Victims Identified`: a label may take more than two lines."""
    if len(merged) < 2 or merged[-1].counts:
        return
    before, line = merged[-2:]
    if before.role is not Role.HEADING or before.stream != line.stream or before.gap_to(line) >= TOUCHING:
        return
    phrases = phrases_of((*before.tokens, *line.tokens), lexicon)
    if phrases and phrases[0].kind in LABELS and phrases[0].tokens[-1] not in before.tokens:
        merged[-2:] = [_as_one((before, line), phrases, Role.FIGURES)]


def _joined(before: Line, line: Line, higher: Sequence[Line], lexicon: Lexicon) -> Line | None:
    """The two lines as one, if a wording or a sentence goes from one over to the other."""
    if line.begins_with_sentence and line.role is Role.FIGURES and before.role is Role.FIGURES:
        is_lone = len(before.counts) == len(before.phrases) == 1
        if line.counts or not is_lone or before.gap_to(line) > FARTHEST:
            return None
        label = next((one for one in reversed(higher) if one.role is not Role.BLANK), None)
        if label is not None and label.role is Role.FIGURES and label.labels:
            ends = label.text.endswith(".") or bool(label.counts)
            if not ends and label.gap_to(before) <= before.gap_to(line) and not _is_same_figure(label, line):
                return None
        return _as_one((before, line), (*before.phrases, *line.phrases), Role.FIGURES)
    roles = (Role.FIGURES, Role.HEADING, Role.ITEM)
    if (
        line.role not in roles
        or before.role not in roles
        or (line.role is before.role is Role.FIGURES and not _is_cut_short(before))
        or not (before.gap_to(line) < TOUCHING or _ends_with_connector(before))
        or len(line.words) + len(before.words) > _MERGED_WORDS
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
    return joined if spans and _is_of_figures(joined) else None


def _is_same_figure(one: Line, other: Line) -> bool:
    """`Signals Received in 2024` above a number and `signals were received by the Hotline` below it name one figure."""
    first, second = one.labels[0].label, other.labels[0].label if other.labels else None
    if first is None or second is None:
        return False
    return (first.measure, first.category or "total") == (second.measure, second.category or "total")


def _is_cut_short(line: Line) -> bool:
    """`Sex &` or `Cases of` at the end of a line goes on on the next."""
    return not line.counts and _ends_with_connector(line)


def _as_one(lines: Sequence[Line], phrases: tuple[Phrase, ...], role: Role) -> Line:
    first = lines[0]
    return Line(
        tuple(piece for line in lines for piece in line.pieces),
        tuple(token for line in lines for token in line.tokens),
        phrases,
        first.top,
        lines[-1].bottom,
        first.block,
        first.kind,
        first.level,
        first.groups,
        all(line.is_strong for line in lines),
        next((line.doubt for line in lines if line.doubt), ""),
        role,
    )


def _headings_joined(lines: list[Line], lexicon: Lexicon) -> list[Line]:
    """A heading that goes on on the next line is one heading: `Percent of` is nothing without `cases by type`."""
    found: list[Line] = []
    for line in lines:
        before = found[-1] if found else None
        if (
            before is not None
            and line.role is Role.HEADING
            and before.role is Role.HEADING
            and before.block == line.block
            and before.kind is line.kind
            and before.is_strong == line.is_strong
            and before.gap_to(line) < TOUCHING
            and len(before.words) + len(line.words) <= _HEADING_WORDS
        ):
            found[-1] = _as_one((before, line), phrases_of((*before.tokens, *line.tokens), lexicon), Role.HEADING)
            continue
        found.append(line)
    return found


# Running text ---------------------------------------------------------------------------------------------------------


def _mark_sentences(lines: list[Line]) -> None:
    """Tell running text and notes, which go on over several lines, from headings and figures."""
    is_open = False
    stream = -1
    block = -1
    for at, line in enumerate(lines):
        if line.role in (Role.FRAME, Role.TABLE):
            is_open = False
            continue
        if line.stream != stream or (line.block != block and line.kind is not BlockKind.TEXT):
            is_open = False
        stream, block = line.stream, line.block
        if line.role is Role.BLANK:
            # An icon's letter or a stray sign is no end of a sentence; an empty line is.
            is_open = is_open and bool(line.tokens)
            continue
        if at and lines[at - 1].gap_to(line) >= TOUCHING and lines[at - 1].role is not Role.BLANK:
            is_open = False
        if line.role is Role.STATEMENT and line.words[:1] and line.words[0].text[0].isupper() and _is_second(lines, at):
            # A date below a title that is as long as a sentence.
            is_open = False
        ends = bool(_SENTENCE_END.search(line.text.rstrip(_TRAILING_MARKS)))
        line.goes_on = is_open
        before = lines[at - 1] if at else None
        if before is not None and _on_one_line(before, line) and not line.counts:
            # The next sentence of a running text.
            follows = line.role is Role.HEADING and bool(_SENTENCE_END.search(before.text))
            line.role = Role.PROSE if before.role is Role.PROSE or follows else line.role
        if line.begins_with_sentence and not line.counts and not is_open:
            line.role = Role.FIGURES if _follows_a_number(lines, at) else Role.PROSE
        if is_open:
            if line.role in (Role.HEADING, Role.ITEM, Role.STATEMENT) or ends or not line.has(*_COUNT_KINDS):
                line.role = Role.PROSE
        elif line.role in (Role.HEADING, Role.ITEM) and _is_note(line):
            line.role = Role.NOTE
        elif (
            line.role in (Role.HEADING, Role.ITEM, Role.FIGURES)
            and line.kind not in (BlockKind.HEADING, BlockKind.TITLE)
            and (_is_sentence(line, ends) and not (line.is_strong and not ends))
            and not _states_a_figure(line)
            and not (not ends and _heads_figures(lines, at))
        ):
            line.role = Role.PROSE
        is_open = not ends and (is_open or line.role in (Role.PROSE, Role.NOTE)) and line.kind is not BlockKind.HEADING
        line.ends_open = is_open


def _is_second(lines: Sequence[Line], at: int) -> bool:
    return sum(line.role is not Role.BLANK for line in lines[:at]) == 1


def _heads_figures(lines: Sequence[Line], at: int) -> bool:
    """Whether figures follow a line that would be a sentence, had it a full stop: `Cases by type, in order of size`.

    Right below it stands a label with its number; or it stands alone, its words known or one of them a qualifier.
    """
    line = lines[at]
    if line.role is not Role.HEADING:
        return False
    following = next((one for one in lines[at + 1 :] if one.role is not Role.BLANK), None)
    if following is None or following.stream != line.stream:
        return False
    gap = line.gap_to(following)
    if following.role is Role.FIGURES and following.labels and following.counts and gap < TOUCHING:
        return not line.said.unknown
    before = lines[at - 1] if at else None
    is_alone = gap >= TOUCHING and (before is None or before.gap_to(line) >= TOUCHING)
    is_plain = not line.said.unknown or bool(line.said.outside)
    return is_alone and is_plain and following.role in (Role.FIGURES, Role.TABLE) and gap <= FARTHEST


def _on_one_line(before: Line, line: Line) -> bool:
    """A page may be written as one line of source: only what is in one block can be on one line."""
    return before.number == line.number and before.block == line.block


def _mark_paragraphs(lines: Sequence[Line]) -> None:
    """A sentence in a narrow column is running text though each of its lines is short."""
    for _, group in groupby(lines, key=lambda line: line.block):
        sentence: list[Line] = []
        for line in group:
            if line.role in (Role.BLANK, Role.FRAME, Role.TABLE) or line.kind is not BlockKind.TEXT:
                sentence = []
                continue
            if sentence and (sentence[-1].gap_to(line) >= TOUCHING or sentence[-1].is_strong != line.is_strong):
                sentence = []
            sentence.append(line)
            if _SENTENCE_END.search(line.text.rstrip(_TRAILING_MARKS)):
                _mark_sentence(sentence)
                sentence = []


def _mark_sentence(members: Sequence[Line]) -> None:
    words = [word for line in members for word in line.words]
    small = sum(word.text[0].islower() and len(word.text) > 1 for word in words)
    goes_on = any(line.words and line.words[0].text[0].islower() for line in members[1:])
    if any(line.role is Role.FIGURES and line.counts for line in members) or any(line.is_strong for line in members):
        return
    if len(members) > 1 and goes_on and len(words) >= _SENTENCE_WORDS and small >= len(words) / 2:
        for line in members:
            line.role = Role.NOTE if line.role is Role.NOTE else Role.PROSE
            line.goes_on, line.ends_open = line is not members[0], line is not members[-1]


def _follows_a_number(lines: Sequence[Line], at: int) -> bool:
    before = next((one for one in reversed(lines[max(0, at - FARTHEST) : at]) if one.role is not Role.BLANK), None)
    return (
        before is not None
        and before.stream == lines[at].stream
        and bool(before.counts)
        and not before.text.endswith(".")
    )


def _is_sentence(line: Line, ends: bool) -> bool:
    words = line.words
    small = sum(word.text[0].islower() and len(word.text) > 1 for word in words)
    return (len(words) >= 6 and small >= 3) or (ends and len(words) >= 4 and small >= 2)


def _states_a_figure(line: Line) -> bool:
    """A line as long as a sentence is one of figures if all is known and its only number and label stand together."""
    if line.role is not Role.FIGURES:
        return False
    if not line.counts:
        return len(line.words) < 10 or line.begins_with_sentence
    members = [p for p in line.phrases if p.is_count or p.kind in (*LABELS, "unit", "sum")]
    leads = bool(members) and members[0].is_count and members[0] is line.phrases[0]
    trails = bool(members) and members[-1].is_count and members[-1] is line.phrases[-1]
    return leads or trails


def _is_note(line: Line) -> bool:
    first = line.tokens[0]
    if first.kind is not Kind.MARK:
        return len(line.words) > 2 and plain(line.words[0]) in (
            "note",
            "notes",
            "source",
            "sources",
            "citation",
            "cite",
        )
    # A star, or a digit that lost its raised place, may as well be a bullet or a number: a note is a sentence then.
    return first.text[0] not in "*0123456789" or _is_sentence(line, ends=True)


def _mark_fragments(lines: list[Line]) -> None:
    """A label that a line above begins or a line below ends is a part of a wording that is not known."""
    filled = [line for line in lines if line.role not in (Role.BLANK, Role.FRAME, Role.TABLE)]
    for before, line in pairwise(filled):
        if line.stream != before.stream:
            continue
        touching = before.gap_to(line) < TOUCHING
        if (
            line.role is Role.FIGURES
            and before.role is Role.HEADING
            and line.phrases[0].kind in LABELS
            and not line.begins_with_sentence
            and (
                _ends_with_connector(before)
                or (touching and line.phrases[0].tokens[0].text[0].islower() and not line.counts)
            )
            and not _SENTENCE_END.search(before.text)
        ):
            line.role, line.whole_wording = Role.HEADING, f"{before.wording} {line.wording}"
        if (
            before.role is Role.FIGURES
            and line.role in (Role.HEADING, Role.STATEMENT)
            and before.phrases[-1].kind in LABELS
            and not before.counts
            and line.words
            and line.groups == before.groups
            and (line.words[0].text[0].islower() or (touching and plain(line.words[0]) in _CONNECTORS))
            and (touching or plain(line.words[0]) in _CONNECTORS)
            and line.tokens[0] is line.words[0]
        ):
            before.role, before.whole_wording = Role.HEADING, f"{before.wording} {line.wording}"
    for line in filled:
        # A label with a full stop and without a number ends a sentence.
        if (
            line.role is Role.FIGURES
            and line.text.endswith(".")
            and not line.begins_with_sentence
            and not line.has(*_COUNT_KINDS, Kind.YEAR)
        ):
            line.role = Role.PROSE


def _mark_numbered_notes(lines: list[Line]) -> None:
    """`1 Some cases ...` is a note, not a number, where a digit 1 is a mark behind some word."""
    marks = {token.glued for line in lines for token in line.tokens if len(token.glued) == 1}
    marks |= {unraised(token.text) for line in lines for token in line.tokens if token.kind is Kind.MARK}
    own = {
        token.text
        for line in lines
        for token in line.tokens[1:]
        if token.kind is Kind.MARK and line.role in (Role.FIGURES, Role.HEADING)
    }
    in_tables = [line.table for line in lines if line.table is not None]
    texts = [text_of(line) for table in in_tables for cell in table.cells for line in cell.lines]
    own |= {mark for text in texts for mark in _MARK_IN_TEXT.findall(text)}
    for line in lines:
        first = line.tokens[0] if line.tokens else None
        if first is not None and first.kind is Kind.MARK and first.text in own and line.role in _MAY_BE_NOTES:
            line.role = Role.NOTE
        if (
            (line.role is Role.PROSE or (line.role in (Role.FIGURES, Role.ITEM) and line.text.endswith(".")))
            and not (line.labels or line.units or line.goes_on)
            and len(line.tokens) > 1
            and line.tokens[0].kind is Kind.NUMBER
            and line.tokens[0].text in marks
            and line.tokens[1].kind is Kind.WORD
            and line.tokens[1].text[0].isupper()
        ):
            line.role = Role.NOTE


def _ends_with_connector(line: Line) -> bool:
    content = [token for token in line.tokens if token.kind is not Kind.MARK]
    if not content:
        return False
    last = content[-1]
    return (last.kind is Kind.WORD and plain(last) in _CONNECTORS) or (last.kind is Kind.DASH and len(content) > 1)


# Menus and titles -----------------------------------------------------------------------------------------------------


def _mark_menus(lines: Sequence[Line]) -> None:
    """A list of places or of years that follow each other is to choose from, and no heading."""
    filled = [line for line in lines if line.role is not Role.BLANK]
    for line in filled:
        kinds = {phrase.kind for phrase in line.phrases}
        parts = [token for token in line.tokens if token.kind is Kind.BREAK and token.text in _BETWEEN_ITEMS]
        if line.role is Role.HEADING and sum(phrase.kind == PLACE for phrase in line.phrases) > _MENU_ITEMS:
            line.role = Role.MENU
        if kinds in ({PLACE}, {Kind.YEAR}) and len(line.phrases) >= _MENU_ITEMS and len(parts) == len(line.phrases) - 1:
            line.role = Role.MENU
    for is_item, most in ((_is_place, _MENU_ITEMS), (_is_year, _MENU_ITEMS - 1)):
        for belongs, group in groupby(filled, key=is_item):
            members = list(group)
            if belongs and len(members) >= most and len({line.text for line in members}) == len(members):
                for line in members:
                    line.role = Role.MENU


def _is_place(line: Line) -> bool:
    return line.role is Role.HEADING and len(line.phrases) == 1 and line.phrases[0].kind == PLACE


def _is_year(line: Line) -> bool:
    return line.role is Role.FIGURES and len(line.phrases) == 1 and line.phrases[0].kind == Kind.YEAR


def _mark_titles(lines: Sequence[Line]) -> None:
    """A first line without a full stop is a title, however many small words it has."""
    filled = [line for line in lines if line.role not in (Role.BLANK, Role.FRAME)]
    for line, following in pairwise(filled[: _FIRST_LINES + 1]):
        is_open = following.goes_on and following.gap_to(line) < TOUCHING
        if line.role is Role.PROSE and not (line.goes_on or is_open or _SENTENCE_END.search(line.text)):
            line.role = Role.HEADING
