"""What each line is: figures, a heading, a statement of a date, running text, a note, a menu or nothing.

Belongs here: the role of a line among its neighbours. Not here: running text (prose), reach of headings (headings).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from orchestration.spotlight.readers.blocks import BlockKind
from orchestration.spotlight.readers.grammar.dates import could_mean
from orchestration.spotlight.readers.grammar.lexicon import OUTSIDE, PLACE, UNKNOWN, Lexicon
from orchestration.spotlight.readers.grammar.phrases import LABELS, Phrase, phrases_of, plain
from orchestration.spotlight.readers.grammar.tokens import Kind, Token, What
from orchestration.spotlight.readers.tree.lines import COUNT_KINDS, FARTHEST, TOUCHING, Line, Role
from orchestration.spotlight.readers.tree.prose import (
    KEY,
    SENTENCE_END,
    ends_with_connector,
    mark_fragments,
    mark_numbered_notes,
    mark_paragraphs,
    mark_sentences,
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
_LETTERED = re.compile(r"[A-Z](?:[.-][0-9]{1,2}){1,2}")
_ROMAN = re.compile(r"[IVX]{1,4}|[A-Z]")
_HEAD_OF_MEMO = re.compile(
    r"(?:to|from|cc|bcc|through|via|attn|attention|contact|author|authors|editor|editors|by):", re.I
)
# `By John Smith, staff writer`, but not `By trafficking type`
_BYLINE = re.compile(r"By [A-Z][\w.'-]+(?: [A-Z][\w.'-]*){1,3}(?:,[\w .]+)?")
_LONGEST_PAGE = 3
"""Digits of the number of a page."""
# `What's inside: Awareness month / Spring outing`
_CONTENTS = re.compile(
    r"(?:what's inside|inside this issue|inside|in this issue|also inside|on other pages):? \S", re.IGNORECASE
)
# `Download (PDF, 112 KB) | Share | Version 3`, each part an action or a version
_LINK = re.compile(
    r"(?:download|print|share|save|subscribe|follow|copy link|cite|export|log in|sign in|search)(?: this page)?"
    r"(?: ?\([\w, .]{1,20}\))?|version [0-9.]{1,8}|[0-9]{1,4} comments?",
    re.IGNORECASE,
)
_OF_SITES = frozenset(
    ("home", "about", "blog", "calendar", "careers", "contact", "data", "donate", "events", "faq", "give", "help",
     "jobs", "library", "login", "members", "membership", "news", "programs", "publications", "research",
     "resources", "search", "services", "shelters", "staff", "support", "team", "volunteer")
)  # fmt: skip
"""Words of a site's menu: `Home Shelters Volunteer Data Contact`."""
_MERGED_WORDS = 10
_HEADING_WORDS = 24
_MENU_ITEMS = 3
_BETWEEN_ITEMS = ("|", "•", "·", "/", "\t", " ")
_FIRST_LINES = 3
_MADE = frozenset(
    ("addressed", "approved", "compiled", "contributed", "created", "delivered", "designed", "developed", "edited",
     "funded", "hosted", "issued", "maintained", "mailed", "posted", "prepared", "presented", "printed", "produced",
     "published", "reviewed", "sent", "sponsored", "submitted", "supported", "written")
)  # fmt: skip
_MADE_FOR = frozenset(("by", "for", "to", "before"))
_IN_IMPRINT = frozenset(("edition", "neutral", "organization", PLACE, UNKNOWN, Kind.RECOGNISED))
_SUBJECTS = frozenset(("figures", "numbers", "data", "statistics", "counts", "totals", "all", "these"))
_DATED = frozenset(
    {What.PERIOD, What.ACCURACY, What.POSTED, What.DATE, What.NOISE, What.CONTACT, What.SHARE, What.MONEY}
)


def with_roles(lines: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """The lines with their roles; lines that share one wording or one heading become one."""
    _take_numbers_of_sections(lines, lexicon)
    _take_page_number(lines, lexicon)
    for line in lines:
        if line.role is Role.BLANK:
            line.role = _first_role(line)
    found = _merged(list(lines), lexicon)
    for line in found:
        # `Statistics for Wyoming.` below the figures is a sentence about them.
        if line.role is Role.HEADING and line.kind is not BlockKind.HEADING and line.text.endswith("."):
            is_of_figures = len(line.words) > 2 and plain(line.words[0]) in _SUBJECTS
            is_source = line.said.names_hotline and all(phrase.kind == "neutral" for phrase in line.phrases)
            line.role = Role.PROSE if is_of_figures or is_source or line.said.outside else line.role
    mark_sentences(found)
    mark_paragraphs(found)
    mark_fragments(found)
    mark_numbered_notes(found)
    _mark_questions(found)
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
        elif line.role is Role.BLANK and (length := _length_of_letter(line.tokens)):
            # `A.2 Cases by type`, `II. Contacts`
            line.tokens = line.tokens[length:]
            line.phrases = phrases_of(line.tokens, lexicon)
    heads = [at for at, line in enumerate(lines) if line.role is Role.BLANK and _has_list_number(line)]
    if len(heads) < 2 or [lines[at].tokens[0].text for at in heads] != [
        str(number) for number in range(1, len(heads) + 1)
    ]:
        return
    ends = [*heads[1:], len(lines)]
    parts = zip(heads, ends, strict=True)
    have_numbers = all(any(line.counts or line.table for line in lines[at + 1 : end]) for at, end in parts)
    # `1 About the data` is no count of anything, and so are the numbers of the headings after it none.
    is_of_document = any(_is_heading_of_some(lines[at]) and not lines[at].has(*LABELS, "unit", UNKNOWN) for at in heads)
    counts_nothing = not any(lines[at].has(*LABELS, "unit", "measure") for at in heads)
    if not (have_numbers or is_of_document or counts_nothing):
        return
    for at in heads:
        line = lines[at]
        line.tokens = line.tokens[2 if line.tokens[1].kind is Kind.BREAK else 1 :]
        line.phrases = phrases_of(line.tokens, lexicon)


def _length_of_letter(tokens: Sequence[Token]) -> int:
    """How many tokens at the beginning of a heading are its letter or roman number; 0 if none."""
    if len(tokens) < 2:
        return 0
    first, second = tokens[:2]
    if first.kind is Kind.SPOILT and _LETTERED.fullmatch(first.text) and second.kind is Kind.WORD:
        return 1
    third = tokens[2] if len(tokens) > 2 else None
    is_sign = second.text in (".", ")") and second.column == first.end
    begins = third is not None and third.kind is Kind.WORD and third.text[0].isupper() and third.column > second.end
    return 2 if first.kind is Kind.WORD and _ROMAN.fullmatch(first.text) and is_sign and begins else 0


def _take_page_number(lines: Sequence[Line], lexicon: Lexicon) -> None:
    """`Data are accurate as of July 30, 2020        7` as the last line: the number counts pages."""
    last = next((line for line in reversed(lines) if line.role is Role.BLANK and line.tokens), None)
    if last is None or len(last.tokens) < 3:
        return
    *before, gap, number = last.tokens
    is_apart = gap.kind is Kind.BREAK and not gap.text.strip()
    if not is_apart or number.kind is not Kind.NUMBER or len(number.text) > _LONGEST_PAGE:
        return
    phrases = phrases_of(before, lexicon)
    rest = replace(last, tokens=tuple(before), phrases=phrases)
    if rest.said.days and _is_statement(rest):
        last.tokens, last.phrases = rest.tokens, rest.phrases


def _is_heading_of_some(line: Line) -> bool:
    return line.kind is BlockKind.HEADING or line.is_strong


def _has_list_number(line: Line) -> bool:
    """`1.` or `1)` before words, `1` before those of a heading, and no other number behind."""
    if len(line.tokens) < 2 or sum(phrase.is_count for phrase in line.phrases) != 1:
        return False
    first, second, *rest = line.tokens
    if second.text in (".", ")"):
        begins = bool(rest) and rest[0].kind is Kind.WORD
    else:
        begins = _is_heading_of_some(line) and second.kind is Kind.WORD
    return begins and first.kind is Kind.NUMBER and len(first.text) < 3


def _is_icon(text: str) -> bool:
    """A single letter is what is left of an icon; a letter of another alphabet is a sign: `Δ`."""
    return len(text) == 1 and text.isascii()


def _first_role(line: Line) -> Role:
    content = [token for token in line.tokens if token.kind not in (Kind.BREAK, Kind.MARK)]
    if not content and any(phrase.kind in OUTSIDE for phrase in line.phrases):
        return Role.HEADING
    if not content or (len(content) == 1 and content[0].kind is Kind.WORD and _is_icon(content[0].text)):
        # A single letter is what is left of an icon.
        return Role.BLANK
    if _is_trend(line):
        return Role.BLANK
    if line.kind is BlockKind.NOTE:
        return Role.NOTE
    if any(token.of is not None and token.of.what is What.CONTACT for token in line.tokens) and not line.counts:
        # `Call 1-888-373-7888 or text 233733` is no heading, whatever its words.
        return Role.STATEMENT
    if not line.phrases:
        return Role.BLANK
    if _is_statement(line) or _is_imprint(line):
        return Role.STATEMENT
    if _is_of_figures(line):
        return Role.FIGURES
    return Role.ITEM if line.has(*COUNT_KINDS) else Role.HEADING


def _is_trend(line: Line) -> bool:
    """`▲ 8 % from 2018` below a number says nothing of what it counts."""
    shares = [token.of for token in line.tokens if token.of is not None and token.of.what is What.SHARE]
    has_number = any(one.text.strip()[:1] not in ("p", "P") for one in shares)
    return has_number and line.has("change") and not line.counts and not line.has(*LABELS, "unit", PLACE, "measure")


def _is_statement(line: Line) -> bool:
    """A date, a period, a share or a number to call with nothing beside it that would be a heading."""
    dates = [token.of for token in line.tokens if token.of is not None]
    named = [one.period for one in dates if one.what is What.PERIOD and one.period is not None]
    unclear = [one.text for one in dates if one.what is What.PERIOD and one.period is None]
    # `State fiscal year 2019 is September 1, 2018 through August 31, 2019.`
    if unclear and not (len(named) == 1 and all(could_mean(text, named[0]) for text in unclear)):
        return False
    if any(one.what is What.SHARE and one.text[:3].casefold() == "per" for one in dates):
        return False
    has_date = any(one.what in _DATED for one in dates)
    return has_date and all(
        phrase.kind in ("neutral", "edition", "own_period")
        or (phrase.kind == Kind.RECOGNISED and phrase.tokens[0].of is not None and phrase.tokens[0].of.what in _DATED)
        for phrase in line.phrases
    )


def _is_imprint(line: Line) -> bool:
    """`Submitted to the Commission, February 2021`, `Prepared by Jane Doe`: who made it and for whom, no heading."""
    if _HEAD_OF_MEMO.match(line.text) and not line.has(Kind.YEAR, *COUNT_KINDS):
        # `FROM: Legislative Council staff`
        return True
    first, second = [plain(word) for word in line.words[:2]] if len(line.words) > 2 else ("", "")
    if _BYLINE.fullmatch(line.text) and all(phrase.kind in ("neutral", UNKNOWN) for phrase in line.phrases):
        return True
    return first in _MADE and second in _MADE_FOR and all(phrase.kind in _IN_IMPRINT for phrase in line.phrases)


def _is_of_figures(line: Line) -> bool:
    """Whether all words are known and one of them is a label, a unit or a count."""
    if line.has(UNKNOWN):
        return bool(line.phrases) and all(p.kind in (*COUNT_KINDS, Kind.RECOGNISED) for p in line.phrases)
    if any(one.kind == "local" and _is_right_before(one, other) for one, other in pairwise(line.phrases)):
        # `District 5` is a place.
        return False
    has_count = line.has(*COUNT_KINDS)
    if line.text.endswith("?") and not has_count:
        # A question stands above its answer.
        return False
    has_label = line.has(*LABELS, "unit")
    if not has_label:
        if line.has("sum") and all(phrase.kind in ("sum", *COUNT_KINDS) for phrase in line.phrases):
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
    """Whether two phrases, one of them a number, stand side by side in this order: `District 5`, `93 signals`."""
    gap = number.tokens[0].column - phrase.tokens[-1].end
    return Kind.NUMBER in (phrase.kind, number.kind) and 0 <= gap <= 1


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
        or not (before.gap_to(line) < TOUCHING or ends_with_connector(before))
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
    return not line.counts and ends_with_connector(line)


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
        if before is not None and (whole := _statement_of_two(before, line, lexicon)) is not None:
            found[-1] = whole
            continue
        if (
            before is not None
            and line.role is Role.HEADING
            and before.role is Role.HEADING
            and before.block == line.block
            and before.kind is line.kind
            and before.is_strong == line.is_strong
            and before.gap_to(line) < TOUCHING
            and len(before.words) + len(line.words) <= _HEADING_WORDS
            and not (KEY.match(line.text) and KEY.match(before.pieces[-1].text.lstrip()))
        ):
            found[-1] = _as_one((before, line), phrases_of((*before.tokens, *line.tokens), lexicon), Role.HEADING)
            continue
        found.append(line)
    return found


def _statement_of_two(before: Line, line: Line, lexicon: Lexicon) -> Line | None:
    """`National Human Trafficking` above `Hotline statistics, January 1 to June 30, 2022`: a wording spans both."""
    is_one = before.block == line.block and before.is_strong == line.is_strong and before.gap_to(line) < TOUCHING
    if not is_one or before.role is not Role.HEADING or line.role is not Role.STATEMENT:
        return None
    phrases = phrases_of((*before.tokens, *line.tokens), lexicon)
    upper = {id(token) for token in before.tokens}
    spans = any(id(one.tokens[0]) in upper and id(one.tokens[-1]) not in upper for one in phrases)
    whole = _as_one((before, line), phrases, Role.STATEMENT)
    return whole if spans and _is_statement(whole) else None


def _mark_questions(lines: Sequence[Line]) -> None:
    """`How many victims were children?` above its answer says what the number counts, as a heading does."""
    filled = [line for line in lines if line.role is not Role.BLANK]
    for at, (line, answer) in enumerate(pairwise(filled)):
        is_heading = line.role is Role.HEADING and answer.role is Role.PROSE and line.text.endswith("?")
        if is_heading and _answers(answer) and line.said.measures == answer.said.measures:
            answer.role = Role.FIGURES
        is_answer = answer.role is Role.FIGURES and bool(answer.counts) and answer.stream == line.stream
        if line.role is Role.PROSE and line.text.endswith("?") and is_answer and line.gap_to(answer) <= FARTHEST:
            while line.role is Role.PROSE:
                line.role = Role.HEADING
                if not line.goes_on:
                    break
                at -= 1
                line = filled[at]


def _answers(line: Line) -> bool:
    """`The Hotline received 93 signals.`: a sentence with one number and what it counts, known in full."""
    named = [*line.labels, *line.units]
    is_whole = not (line.goes_on or line.ends_open or line.said.outside or line.said.unknown)
    # Not `93 of the signals`.
    return is_whole and len(line.counts) == len(named) == 1 and _is_right_before(line.counts[0], named[0])


# Menus and titles -----------------------------------------------------------------------------------------------------


def _mark_menus(lines: Sequence[Line]) -> None:
    """A list of places or of years that follow each other is to choose from, and no heading."""
    filled = [line for line in lines if line.role is not Role.BLANK]
    for line in filled:
        kinds = {phrase.kind for phrase in line.phrases}
        parts = [token for token in line.tokens if token.kind is Kind.BREAK and token.text in _BETWEEN_ITEMS]
        if line.role is Role.HEADING and sum(phrase.kind == PLACE for phrase in line.phrases) > _MENU_ITEMS:
            line.role = Role.MENU
        may_be_menu = line.role in (Role.HEADING, Role.PROSE, Role.ITEM)
        if may_be_menu and (_CONTENTS.match(line.text) or _is_of_links(line.text)):
            line.role = Role.MENU
        if kinds in ({PLACE}, {Kind.YEAR}) and len(line.phrases) >= _MENU_ITEMS and len(parts) == len(line.phrases) - 1:
            line.role = Role.MENU
    for is_item, most in ((_is_place, _MENU_ITEMS), (_is_year, _MENU_ITEMS - 1)):
        for belongs, group in groupby(filled, key=is_item):
            members = list(group)
            if belongs and len(members) >= most and len({line.text for line in members}) == len(members):
                for line in members:
                    line.role = Role.MENU


def _is_of_links(text: str) -> bool:
    parts, words = text.split("|"), text.casefold().split()
    are_actions = len(parts) > 1 and all(_LINK.fullmatch(part.strip()) for part in parts)
    return are_actions or (len(words) >= _MENU_ITEMS and words[0] == "home" and _OF_SITES.issuperset(words))


def _is_place(line: Line) -> bool:
    return line.role is Role.HEADING and len(line.phrases) == 1 and line.phrases[0].kind == PLACE


def _is_year(line: Line) -> bool:
    return line.role is Role.FIGURES and len(line.phrases) == 1 and line.phrases[0].kind == Kind.YEAR


def _mark_titles(lines: Sequence[Line]) -> None:
    """A first line without a full stop is a title, however many small words it has."""
    filled = [line for line in lines if line.role not in (Role.BLANK, Role.FRAME)]
    for line, following in pairwise(filled[: _FIRST_LINES + 1]):
        is_open = following.goes_on and following.gap_to(line) < TOUCHING
        if line.role is Role.PROSE and not (line.goes_on or is_open or SENTENCE_END.search(line.text)):
            # `Hotline took reports of 26 cases statewide` states a figure, if all of it is known.
            states = bool(line.counts) and bool(line.labels or line.units) and not line.has(UNKNOWN)
            line.role = Role.FIGURES if states else Role.HEADING
