"""Running text: which lines are sentences or notes, and which begin or end inside a wording.

Belongs here: what continues from one line to the next. Not here: the first role of a line by its words (first_roles).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.grammar.characters import MARKS, unraised
from orchestration.spotlight.readers.grammar.phrases import LABELS, plain
from orchestration.spotlight.readers.grammar.tokens import Kind
from orchestration.spotlight.readers.grammar.words import PLAIN_VERBS, VERBS_OF_COUNTING
from orchestration.spotlight.readers.tree.hotlines import names_another_line
from orchestration.spotlight.readers.tree.lines import COUNT_KINDS, FARTHEST, TOUCHING, Line, Role, text_of
from orchestration.spotlight.readers.tree.running_text import begins_item
from orchestration.spotlight.readers.tree.told_counts import counts_of, measure_of

SENTENCE_END = re.compile(r"[.!?][\"')\]]{0,3}$")
_CLAUSE_END = re.compile(r"whereas\b.{40,999}; (?:and|or)$", re.IGNORECASE)
"""A clause of a resolution: `Whereas the amendment ended slavery in 1865; and`."""
# `State: Nebraska` below `Source: ...`: each line of a list of keys and values stands for itself.
KEY = re.compile(r"[A-Za-z]+(?: [A-Za-z]+){0,3}:(?: |$)")
_MARK_IN_TEXT = re.compile(rf"(?<=\S)[{MARKS}]+")
TRAILING_MARKS = MARKS + " "
"""May stand behind the sign that ends a sentence."""
CONNECTORS = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "per", "the", "to", "under", "with")
)
"""A line that begins or ends with one of these is a part of a longer wording."""
VERBS = VERBS_OF_COUNTING | {"are", "had", "involved", "reported", "was", "were"}
_AFTER_DATELINE = re.compile(
    r"[A-Z][A-Z. ]{2,40}(?:, [A-Z][A-Za-z. ]{1,14})? --? [A-Z].{1,200} (?:are|had|has|have|is|was|were|will) "
)
"""`SEATTLE - January is Human Trafficking Prevention Month.`"""
_OPEN = re.compile(
    r"(?:the|these|this) (?:chart|data|figures|list|numbers|page|report|sheet|statistics|table) "
    r"(?:are|covers?|is|shows?) .{1,90},",
    re.IGNORECASE,
)
"""A sentence that goes on in the next line: `The list covers the state fiscal year, July 1, 2020 through June 30,`"""
_QUESTION_WORDS = frozenset(("what", "where", "who", "whom"))
_HOW = re.compile(
    r"(?:Hotline Use: )?how (?:callers|people|residents|the public)(?: in [A-Z][A-Za-z ]{2,20})? (?:contacted|reached) "
    r"(?:the )?(?:National )?(?:Human Trafficking )?(?:Hotline|NHTRC)",
    re.I,
)
"""A heading that begins as a question does."""
_ROW = re.compile(r"[^\W\d_][^:0-9]{2,60}(?::| \.{3,99}) ?[0-9][0-9,]*")
"""A row of a list: `Phone calls: 611`"""
_OF_SENTENCES = PLAIN_VERBS | {"ones", "that", "those", "what", "who", "whose"}
_MAY_BE_NOTES = (Role.HEADING, Role.ITEM, Role.STATEMENT, Role.PROSE)
_TOP = 12


def mark_sentences(lines: list[Line]) -> None:
    """Mark running text and notes, which may run over several lines, apart from headings and figures."""
    is_open = False
    stream = -1
    block = -1
    is_only_hotline = not any(names_another_line(line.words) for line in lines)
    for at, line in enumerate(lines):
        if line.role in (Role.FRAME, Role.TABLE) or line.is_from_sentence:
            is_open = False
            continue
        # `163 human trafficking cases` begins a paragraph and is not the end of one above it.
        begins_anew = line.text[:1].isdigit() and bool(line.labels or line.units)
        # So does a title in large letters.
        begins_anew |= line.is_strong and not (at and lines[at - 1].is_strong)
        if line.container_number != stream or (
            line.block != block and (line.kind is not BlockKind.TEXT or begins_anew)
        ):
            is_open = False
        stream, block = line.container_number, line.block
        if line.role is Role.BLANK:
            # An icon's letter or a stray sign does not end a sentence; an empty line does.
            is_open = is_open and bool(line.tokens)
            continue
        if at and lines[at - 1].gap_to(line) >= TOUCHING and lines[at - 1].role is not Role.BLANK:
            is_open = False
        if at and KEY.match(line.text) and KEY.match(lines[at - 1].text):
            is_open = False
        if line.role is Role.STATEMENT and line.text[:1].isupper() and _begins_anew(lines, at):
            # A date below a title as long as a sentence does not continue it.
            is_open = False
        ends = ends_sentence(line.text.rstrip(TRAILING_MARKS)) or _leads_on(lines, at)
        line.begins_inside_sentence = is_open
        before = lines[at - 1] if at else None
        if before is not None and _on_one_line(before, line) and not line.counts:
            # The next sentence of a running text.
            follows = line.role is Role.HEADING and bool(SENTENCE_END.search(before.text))
            line.role = Role.PROSE if before.role is Role.PROSE or follows else line.role
        elif before is not None and _on_one_line(before, line) and _is_about_another(line, before):
            line.role = Role.PROSE
        elif before is not None and _on_one_line(before, line) and before.role is Role.PROSE and ends:
            line.role = Role.PROSE if line.role is Role.FIGURES and _depends(line, before) else line.role
        if line.begins_with_sentence and not line.counts:
            is_label = _follows_a_number(lines, at) or _is_term_of_number(lines, at)
            line.role = Role.FIGURES if is_label else Role.NOTE if is_note(line) else Role.PROSE
        if is_open:
            if line.role in (Role.HEADING, Role.ITEM, Role.STATEMENT) or ends or not _may_hold_value(line):
                line.role = Role.PROSE
        elif line.role in (Role.HEADING, Role.ITEM) and is_note(line):
            line.role = Role.NOTE
        elif (
            line.role in (Role.HEADING, Role.ITEM, Role.FIGURES)
            and line.kind not in (BlockKind.HEADING, BlockKind.TITLE)
            and not (line.is_strong and (not ends or line.text.endswith("?")))
            and (
                _is_counting_sentence(line, is_only_hotline)
                or (
                    _is_sentence(line, ends and not line.text.endswith(":"))
                    and (not _states_a_figure(line, is_only_hotline) or _breaks_off(lines, at))
                )
            )
            and not (not ends and (_heads_figures(lines, at) or _names_number_above(lines, at)))
        ):
            line.role = Role.PROSE
        is_open = not ends and (is_open or line.role in (Role.PROSE, Role.NOTE)) and line.kind is not BlockKind.HEADING
        line.ends_inside_sentence = is_open


def _is_about_another(line: Line, before: Line) -> bool:
    """Whether `it` is not the Hotline: `Kentucky has a spotlight of its own. It identified 60 victims.`"""
    return [plain(word) for word in line.words[:1]] == ["it"] and not _names_national(before)


def _may_hold_value(line: Line) -> bool:
    """Whether it may hold a value; `numbers of venues are not disclosed when they were` in a sentence does not."""
    ends = line.phrases[:1] + line.phrases[-1:]
    return any(one.kind in COUNT_KINDS and (one.kind != Kind.STATUS or one in ends) for one in line.phrases)


def ends_sentence(text: str) -> bool:
    return bool(SENTENCE_END.search(text) or _CLAUSE_END.match(text))


def _leads_on(lines: Sequence[Line], at: int) -> bool:
    """Whether a paragraph, or a line above a figure, ends with a colon: what follows is not part of its sentence."""
    following = lines[at + 1] if at + 1 < len(lines) else None
    is_last = following is None or following.block != lines[at].block
    is_figure = following is not None and following.role is Role.FIGURES and bool(following.counts)
    return (is_last or is_figure) and lines[at].text.endswith(":")


def _begins_anew(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is the second of all, or names hotline and period below a line that ends with a name."""
    said, before = lines[at].said, [word.text for word in lines[at - 1].words] if at else []
    names_all = said.names_hotline and bool(said.periods and before) and before[-1][0].isupper()
    return names_all or (at < _TOP and sum(line.role is not Role.BLANK for line in lines[:at]) == 1)


def _heads_figures(lines: Sequence[Line], at: int) -> bool:
    """Whether figures follow a line that is a sentence but for the full stop: `Cases by type, in order of size`.

    A label with its number stands right below it, or it stands apart from the lines around it.
    """
    line = lines[at]
    if line.role is not Role.HEADING:
        return False
    # `(one person is counted once)` explains the heading above it.
    below = (one for one in lines[at + 1 : at + _TOP] if one.role is not Role.BLANK and not _is_in_brackets(one.text))
    following = next(below, None)
    if following is None or following.container_number != line.container_number:
        return False
    gap = line.gap_to(following)
    if following.counts and gap < TOUCHING and not line.said.unknown and line.has("other_breakdown"):
        # `Victims: age when the trafficking was reported`, above `Adults 198`.
        return all(kind == "other_breakdown" for kind, _ in line.said.outside)
    before = lines[at - 1] if at else None
    is_apart = before is None or before.gap_to(line) >= TOUCHING or before.role is Role.BLANK
    if following.role is Role.FIGURES and following.labels and following.counts and gap < TOUCHING:
        # `Our own tip line, not the National Hotline`, below an empty line.
        is_service = line.has("other_service") and before is not None and is_apart
        is_service &= VERBS.isdisjoint(word.text.casefold() for word in line.words)
        # No sentence runs on into `Phone calls: 611`.
        is_above_list = is_apart and bool(_ROW.fullmatch(following.text)) and line.text[:1].isupper()
        # `Kentucky side included`, `The picture for those who were brought to us` say more than a heading does.
        says_more = line.said.places or not _OF_SENTENCES.isdisjoint(word.text.casefold() for word in line.words)
        is_above_list &= not says_more
        is_understood = not (line.said.unknown or line.said.outside) or _HOW.fullmatch(line.text) is not None
        return is_service or is_above_list or is_understood
    # A table begins a part of its own: no sentence runs into it from the line above.
    ends_there = gap >= TOUCHING or following.role is Role.TABLE
    # `Table 6-1` on the line above is the number of the table.
    is_alone = ends_there and (is_apart or (before is not None and before.role is Role.STATEMENT))
    return is_alone and following.role in (Role.FIGURES, Role.TABLE)


def _is_in_brackets(text: str) -> bool:
    return text.startswith("(") and text.find(")") == len(text) - 1


def _names_number_above(lines: Sequence[Line], at: int) -> bool:
    """Whether a long line is the label of a number: `cases identified since the Hotline began`, right below `2,361`."""
    before, line = lines[at - 1] if at else None, lines[at]
    if before is None or before.role is not Role.FIGURES or before.gap_to(line) >= TOUCHING:
        return False
    return [phrase.kind for phrase in before.phrases] == [Kind.NUMBER] and line.text[0].islower()


def _on_one_line(before: Line, line: Line) -> bool:
    """Whether two lines of a block are one line of source. A whole page may be written as one, so the block counts."""
    return before.number == line.number and before.block == line.block


def _is_term_of_number(lines: Sequence[Line], at: int) -> bool:
    """Whether a list of definitions has `cases were identified in 2023.` as the term of a number."""
    below = lines[at + 1] if at + 1 < len(lines) else None
    return lines[at].kind is BlockKind.TERM and below is not None and len(below.counts) == len(below.phrases) == 1


def _follows_a_number(lines: Sequence[Line], at: int) -> bool:
    before = next((one for one in reversed(lines[max(0, at - FARTHEST) : at]) if one.role is not Role.BLANK), None)
    return before is not None and before.container_number == lines[at].container_number and bool(before.counts)


def _is_sentence(line: Line, ends: bool) -> bool:
    words = line.words
    if (ends and _AFTER_DATELINE.match(line.text)) or _OPEN.fullmatch(line.text):
        return True
    small = sum(word.text[0].islower() and len(word.text) > 1 for word in words)
    if not ends and all(word.text[0].isupper() or plain(word) in CONNECTORS for word in words):
        # `Human Trafficking in Louisiana: Report to the Legislature` is written as a title.
        return False
    return (len(words) >= 6 and small >= 3) or (ends and len(words) >= 4 and small >= 2)


def _is_counting_sentence(line: Line, is_only_hotline: bool) -> bool:
    """Whether a line with a number is a sentence of running text: `In 2019, there were 90 victims.`

    It is read as a sentence (told) or not at all.
    """
    number = next((phrase for phrase in line.phrases if phrase.kind == Kind.NUMBER), None)
    if number is None or number is line.phrases[0] or not line.text.endswith("."):
        return False
    before = [token for token in line.tokens if token.column < number.tokens[0].column]
    has_verb = not VERBS.isdisjoint(token.text.casefold() for token in before)
    return has_verb and before[-1].text != ":" and not _is_of_list(line, is_only_hotline)


def _is_of_list(line: Line, is_only_hotline: bool) -> bool:
    """Whether a line with all words known, like a sentence that states figures, may belong to a list.

    `Hotline heard of 160 cases in Oregon in 2021` has no full stop, `The Hotline received 478 signals from Oregon.` and
    `- There were 83 human trafficking cases.` leave the time to what stands above them. A sentence without a place may
    be about the nation, `it` may be anybody, and `the Hotline` another one that the document names.
    """
    counts = counts_of(line.tokens, line.phrases)
    leaves_time = not (line.said.periods or line.said.years or line.said.unclear)
    is_headline = not line.text.endswith(".")
    if counts is None or not (is_headline or leaves_time):
        return False
    if begins_item(line.tokens):
        return "D" not in counts.counts[0].words
    is_of_one_measure = len({measure_of(one.label) for one in counts.counts}) == 1
    is_of_hotline = counts.names_national or (counts.names_hotline and is_only_hotline)
    return is_of_one_measure and is_of_hotline and (is_headline or bool(line.said.places))


def _states_a_figure(line: Line, is_only_hotline: bool) -> bool:
    """Whether a line as long as a sentence is one of figures: all is known, and the number stands first or last."""
    if line.role is not Role.FIGURES:
        return False
    if not line.counts:
        # `Nebraska had 1.93 million residents.`
        return len(line.words) < 10 and not (line.has(Kind.SPOILT) and line.has("scale"))
    members = [p for p in line.phrases if p.is_count or p.kind in (*LABELS, "unit", "sum")]
    if len(members) == len(line.phrases) and not line.has("sentence"):
        # `Sex Trafficking: 20 cases; Labor Trafficking: 4 cases; ...`: nothing but names and numbers.
        return True
    leads = bool(members) and members[0].is_count and members[0] is line.phrases[0]
    trails = bool(members) and members[-1].is_count and members[-1] is line.phrases[-1]
    return leads or trails or _is_of_list(line, is_only_hotline)


def _breaks_off(lines: Sequence[Line], at: int) -> bool:
    """Whether a line names nothing that is counted, and the next one goes on: `in more than 200`, `languages ...`."""
    line, following = lines[at], next(iter(lines[at + 1 : at + 2]), None)
    if following is None or following.block != line.block or not following.text[:1].islower():
        return False
    return not (line.labels or line.units or following.labels or following.units)


def _depends(line: Line, before: Line) -> bool:
    """Whether it depends on the sentence before: `There were 60 victims.` after one with numbers, `In 2019, 60 victims
    were identified.` after `State police had a busy year.`"""
    is_of_others = bool(before.said.unknown or before.said.outside) and not before.said.names_hotline
    is_of_others |= before.said.has("local")
    return is_of_others or (bool(before.counts) and not any(one.is_count for one in line.phrases[:1]))


def _names_national(line: Line) -> bool:
    return any(plain(word) == "national" for word in line.words)


def is_note(line: Line) -> bool:
    """Whether a line is a note: it begins with a mark, or with a word such as `Source`."""
    first = line.tokens[0]
    if first.kind is not Kind.MARK:
        words = [plain(word) for word in line.words]
        return len(words) > 1 and words[words[0] == "data"] in (
            "note",
            "notes",
            "source",
            "sources",
            "citation",
            "cite",
        )
    # A star, or a digit that is no longer raised, may be a bullet or a number instead: such a note is a sentence.
    return first.text[0] not in "*0123456789" or _is_sentence(line, ends=True)


def mark_fragments(lines: list[Line]) -> None:
    """Take the role of figures from labels that end a longer unknown wording, or a sentence."""
    filled = [line for line in lines if line.role not in (Role.BLANK, Role.FRAME, Role.TABLE)]
    for before, line in pairwise(filled):
        if line.container_number != before.container_number:
            continue
        touching = before.gap_to(line) < TOUCHING
        if (
            line.role is Role.FIGURES
            and before.role is Role.HEADING
            and line.phrases[0].kind in LABELS
            and not line.begins_with_sentence
            and (
                ends_with_connector(before)
                or (touching and line.phrases[0].tokens[0].text[0].islower() and not line.counts)
            )
        ):
            line.role, line.whole_wording = Role.HEADING, f"{before.wording} {line.wording}"
    for line in filled:
        # A label with a full stop and without a number ends a sentence.
        if (
            line.role is Role.FIGURES
            and line.text.endswith(".")
            and not line.begins_with_sentence
            and not line.has(*COUNT_KINDS, Kind.YEAR)
        ):
            line.role = Role.PROSE


def mark_numbered_notes(lines: list[Line]) -> None:
    """Mark as a note each line that begins with the mark of a figure, a heading or a cell.

    So is `1 Some cases ...` if a digit 1 is a mark after some word or number.
    """
    marks = {token.glued_digits for line in lines for token in line.tokens if len(token.glued_digits) == 1}
    marks |= {unraised(token.text) for line in lines for token in line.tokens if token.kind is Kind.MARK}
    own = {
        token.text
        for line in lines
        for token in line.tokens[1:]
        if token.kind is Kind.MARK and line.role in (Role.FIGURES, Role.HEADING)
    }
    in_tables = [line.table for line in lines if line.table is not None]
    texts = [text_of(line) for table in in_tables for cell in table.cells for line in cell.lines]
    texts += [caption.text for line in lines for caption in line.captions]
    own |= {mark for text in texts for mark in _MARK_IN_TEXT.findall(text)}
    for line in lines:
        first = line.tokens[0] if line.tokens else None
        is_time = line.role is Role.FIGURES and not (line.labels or line.units or line.counts)
        if (
            first is not None
            and first.kind is Kind.MARK
            and first.text in own
            and (is_time or line.role in _MAY_BE_NOTES)
        ):
            # `* 2018` is a note too.
            line.role = Role.NOTE
        if first is not None and first.kind is Kind.NUMBER and first.text in marks and _is_numbered_sentence(line):
            line.role = Role.NOTE


def _is_numbered_sentence(line: Line) -> bool:
    is_sentence = line.role is Role.PROSE or (line.role in (Role.FIGURES, Role.ITEM) and line.text.endswith("."))
    begins = len(line.tokens) > 1 and line.tokens[1].kind in (Kind.WORD, Kind.RECOGNISED)
    # Short labels such as `Both` and `Unspecified` are words of sentences too.
    is_figure = bool(line.units) or any(phrase.kind != "short" for phrase in line.labels)
    return is_sentence and begins and line.tokens[1].text[0].isupper() and not is_figure


def ends_with_connector(line: Line) -> bool:
    content = [token for token in line.tokens if token.kind is not Kind.MARK]
    if not content:
        return False
    last = content[-1]
    if content[0].kind is Kind.WORD and plain(content[0]) in _QUESTION_WORDS:
        # `Where it comes from` is complete.
        return False
    return (last.kind is Kind.WORD and plain(last) in CONNECTORS) or (last.kind is Kind.DASH and len(content) > 1)
